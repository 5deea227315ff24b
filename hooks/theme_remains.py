"""Takes out of pages what the theme's frame puts there for scripts and styles of its own, which this site does not load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_REMAINS = re.compile(
    r"\s*(?:"
    r"<input class=\"md-toggle\"[^>]*>"  # switches of drawer and search: not valid HTML, and nothing to switch
    r"|<label class=\"md-overlay\"[^>]*></label>"
    r"|<div data-md-component=\"announce\">\s*</div>"
    r"|<div class=\"md-dialog\"[^>]*>\s*<div[^>]*></div>\s*</div>"
    r"|<div data-md-component=\"skip\">.*?</div>"  # it leads to the first heading; ours, to the page
    r")"
    r"|(?<=<html lang=\"en-GB\") class=\"no-js\""
    r"|(?<=<body) dir=\"ltr\""
    r"|(?<=<div class=\"md-container\") data-md-component=\"container\""
    r"|(?<=<main class=\"md-main\") data-md-component=\"main\""
    r"|(?<=<div class=\"md-main__inner) md-grid",
    re.DOTALL,
)


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Take them out of a page."""
    return _REMAINS.sub("", output)


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Take them out of the page that is shown in place of a missing one."""
    return _REMAINS.sub("", output) if template_name.endswith(".html") else output
