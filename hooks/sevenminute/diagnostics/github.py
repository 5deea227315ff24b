"""GitHub's workflow commands, which show a message beside the line that it is about."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from sevenminute.diagnostics.problem import Problem

Level = Literal["error", "warning", "notice"]


@contextmanager
def commands_stopped() -> Iterator[None]:
    """Let GitHub take nothing that is printed meanwhile for a command: the words of a page or of a briefing are not ours."""
    word = secrets.token_hex(16)
    print(f"::stop-commands::{word}", flush=True)
    try:
        yield
    finally:
        print(f"::{word}::", flush=True)


def annotation(level: Level, problem: Problem, *, column: int | None = None, title: str = "") -> str:
    """Return a problem as a workflow command.

    Args:
        level: How it is shown.
        problem: What is said, and of which line.
        column: The column, counted from 1.
        title: Words above the message.
    """
    place = f"file={_property(problem.path)},line={problem.line}"
    place += f",col={column}" if column else ""
    place += f",title={_property(title)}" if title else ""
    return f"::{level} {place}::{_data(problem.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(",", "%2C").replace(":", "%3A")
