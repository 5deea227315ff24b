"""What the project's documents say, as tests read them: code, tables, sections, and the commands that they name."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "guide"
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "benchmarks/README.md",
    *sorted(GUIDE.glob("*.md")),
]


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def shown_as_code(document: Path) -> Iterator[str]:
    """Yield what a document shows as code, in a line of text or in a block of shell commands."""
    text = text_of(document)
    for block in re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL))


def blocks(document: Path, language: str) -> list[str]:
    """Return the blocks of code of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(document), re.MULTILINE | re.DOTALL)


def section(document: Path, heading: str) -> str:
    """Return the text below a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text_of(document), re.MULTILINE | re.DOTALL)
    assert found, f"{document.name} has no heading {heading}"
    return found[1]


def rows(document: Path, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    parts = section(document, heading).lstrip().split("\n\n")
    lines = next(part for part in parts if part.startswith("|")).strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def targets() -> set[str]:
    """Return what `make` can make."""
    found = re.findall(r"^([\w./-]+)(?: [\w./ -]+)?:(?!=)", text_of(ROOT / "Makefile"), re.MULTILINE)
    return {target for target in found if target != ".PHONY"}


def asked_of_make(text: str) -> list[str]:
    """Return the targets that the calls of `make` in a text name."""
    calls = re.findall(r"(?:^|[;&|]\s*|\w+=\S* )make((?: +[\w./-]+(?![\w./=-]))+)", text, re.MULTILINE)
    return [target for call in calls for target in call.split()]


def asked_of_briefings(text: str) -> list[list[str]]:
    """Return the arguments of the calls of `briefings` in a text; a variable of CI names the branch that a change is for."""
    text = re.sub(r'"\$\w+"', "origin/main", text)
    return [call.split() for call in re.findall(r"(?:^|[;&|]\s*|bin/)briefings((?: +[\w=./-]+)+)", text, re.MULTILINE)]


@cache
def commands() -> frozenset[str]:
    """Return the commands of `briefings`, as `briefings links check`; what only holds others is one too."""
    return frozenset(_commands_below(("briefings",)))


def _commands_below(names: tuple[str, ...]) -> Iterator[str]:
    told = subprocess.run(
        [sys.executable, "-m", "sevenminute", *names[1:], "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    for name in re.findall(r"^    (\w+) ", told.stdout, re.MULTILINE):
        yield " ".join((*names, name))
        if len(names) == 1:
            yield from _commands_below((*names, name))
