"""The scripts and style sheets that are published: each is joined from small sources, so that a page asks for one file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

SCRIPTS: dict[str, tuple[str, ...]] = {
    "assets/javascripts/search.js": (
        "words/changes.js",
        "words/snowball.js",
        "words/words.js",
        "search/page.js",
        "search/terms.js",
        "search/index.js",
        "search/spelling.js",
        "search/extracts.js",
        "search/ranking.js",
        "search/results.js",
        "search/view.js",
        "search/search.js",
    ),
    "assets/javascripts/resource-filter.js": (
        "words/changes.js",
        "words/snowball.js",
        "words/words.js",
        "resource-filter/page.js",
        "resource-filter/words.js",
        "resource-filter/entries.js",
        "resource-filter/matching.js",
        "resource-filter/guesses.js",
        "resource-filter/view.js",
        "resource-filter/resource-filter.js",
    ),
}
"""Scripts by their published address: modules of `overrides/scripts`, each after those that it imports."""

STYLES: dict[str, tuple[str, ...]] = {
    "assets/stylesheets/site.css": (
        "panel-colours.css",
        "site/colours.css",
        "site/base.css",
        "site/icons.css",
        "site/header.css",
        "site/search.css",
        "site/urgent-help.css",
        "site/prose.css",
        "site/briefing.css",
        "site/lists.css",
        "site/resources.css",
        "site/topic.css",
        "site/links.css",
        "site/due.css",
        "site/footer.css",
        "site/preferences.css",
        "site/print.css",
    ),
    "assets/stylesheets/sheet.css": ("panel-colours.css", "../assets/stylesheets/sheet.css"),
}
"""Style sheets by their published address: files of `overrides/styles`; the later wins."""

_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


def joined_scripts(modules: Iterable[str]) -> str:
    """Return modules as one script that every browser runs from a file share too, where none loads modules.

    What a module imports must come before it, and no two may have the same name for something at their outermost level.
    """
    text = "\n".join(_EXPORT.sub("", _IMPORT.sub("", module)).strip() + "\n" for module in modules)
    return f'(() => {{\n"use strict";\n\n{text}}})();\n'


def bundles(overrides: Path) -> dict[str, str]:
    """Return the text of each joined file by its published address.

    Args:
        overrides: The folder that holds `scripts` and `styles`.

    Raises:
        OSError: A source is missing or can't be read.
    """
    scripts = {name: joined_scripts(_texts(overrides / "scripts", sources)) for name, sources in SCRIPTS.items()}
    styles = {name: "\n".join(_texts(overrides / "styles", sources)) for name, sources in STYLES.items()}
    return scripts | styles


def _texts(folder: Path, sources: Iterable[str]) -> list[str]:
    return [(folder / source).read_text(encoding="utf-8") for source in sources]
