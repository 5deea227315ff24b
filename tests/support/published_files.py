"""What is published of a small site, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import sample
from sevenminute.checks import read_library

TODAY = date(2026, 11, 22)
SECRET = b"secret-of-the-machine-5519"
BRIEFING = sample.briefing(topics="[sleep]")


def published(folder: Path, needle: bytes) -> list[str]:
    """Return the files of a built site that hold these bytes."""
    return sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and needle in file.read_bytes()
    )


def problems_of(root: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return what is said of the files of a repository."""
    for path, content in {"briefings/a.md": BRIEFING, **files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in read_library(root, today=TODAY).problems]


def lines_about(messages: list[str], path: str) -> list[str]:
    """Return what is said of one file."""
    return [message.removeprefix(f"{path}:1: ") for message in messages if message.startswith(f"{path}:1: ")]


# --- symbolic links ---------------------------------------------------------------------------------------------------
