"""Where each page of the site is: `/a/page/index.html`, whatever its source is called.

Links name the `index.html`, so that they work from a file share as they do from a web server, which answers to `/a/page/` too.
"""

from __future__ import annotations

import posixpath


def page_file(source: str) -> str:
    """Return the built file of a Markdown page: `about.md` becomes `about/index.html`, `index.md` becomes `index.html`.

    Args:
        source: Path of the page within the site's sources, with forward slashes.
    """
    folder, name = posixpath.split(source)
    stem = posixpath.splitext(name)[0]
    if stem.lower() in ("index", "readme"):
        return posixpath.join(folder, "index.html")
    return posixpath.join(folder, stem, "index.html")


def without_index(url: str) -> str:
    """Return an address without a last `index.html`: the one that people share and search engines list."""
    return url.removesuffix("index.html")
