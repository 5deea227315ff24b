"""Documents, pages and messages are in current English, spelt as dictionaries have it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from project_documents import DOCUMENTS, ROOT, text_of

AVOIDED = {
    r"mend(s|ed|ing)?": "fix",
    r"slips?": "mistake",
    r"leads? nowhere": "say what is missing",
    r"anew": "again",
    r"heed(s|ed)?": "follow",
    r"lies? (in|on|at|ahead|beside|behind|where|within)": "is",
    r"stands? (in|on|at|here|there|again|once|twice|beside|behind|above|below|where|within)": "is",
    r"stood": "was",
    r"(directly|right) behind": "after",
    r"empty lines?": "blank line",
    r"letters or signs": "characters",
    r"first-level": "with one #",
    r"whilst|amongst|thereof|herein|hitherto|lest": "while, among, of it, here, until now, so that … not",
    r"in order to": "to",
    r"utili[sz]e[sd]?|leverage[sd]?": "use",
    r"e-mail": "email",
    r"web site": "website",
}
"""Words that make a reader stop, and what to write instead."""
MISSPELT_ON_PURPOSE = ("abuot", "sumary")
"""In examples of mistakes."""
MEANT = ("alph", "childrens", "nd", "ond", "straightaway")
"""In names that the code has from elsewhere, in ends of numbers, in Welsh, and in lists of words that people write."""


def changes() -> str:
    """Return the top section of the changelog."""
    return re.split(r"^## ", text_of(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)[1]


def said_by(file: Path) -> Iterator[str]:
    """Yield the texts of a module that people may see: no docstrings, and no single words."""
    tree = ast.parse(text_of(file))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and " " in node.value.strip()
        ):
            yield node.value


def pages() -> list[Path]:
    """Return the site's own pages, and what shows them."""
    return [*sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "overrides").rglob("*.html"))]


TEXTS = {
    **{file.relative_to(ROOT).as_posix(): text_of(file) for file in [*DOCUMENTS, *pages()]},
    "CHANGELOG.md": changes(),
    **{file.relative_to(ROOT).as_posix(): "\n".join(said_by(file)) for file in sorted((ROOT / "hooks").rglob("*.py"))},
}


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_current(name: str) -> None:
    found = [
        f"{match[0]}: write {better}"
        for avoided, better in AVOIDED.items()
        for match in re.finditer(rf"\b(?:{avoided})\b", TEXTS[name], re.IGNORECASE)
    ]
    assert not found


def test_words_are_spelt_right() -> None:
    files = [*DOCUMENTS, *pages(), ROOT / "CHANGELOG.md", ROOT / "mkdocs.yml", *sorted((ROOT / "briefings").iterdir())]
    known = ",".join((*MISSPELT_ON_PURPOSE, *MEANT))
    checked = [*map(str, files), *map(str, sorted((ROOT / "hooks").rglob("*.py")))]
    ran = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "--ignore-words-list", known, *checked],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
