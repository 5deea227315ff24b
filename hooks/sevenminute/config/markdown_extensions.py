"""The Markdown extensions with which pages are written, so that they are read with the same before they are built."""

from __future__ import annotations

EXTENSIONS = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables"),
    *("pymdownx.magiclink", "pymdownx.superfences"),
)
"""The Markdown extensions of the site that decide what is a link."""
