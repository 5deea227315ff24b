"""What tests of the command of the check of links have in common: a register, and what was said and remembered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linked_site import (
    STATE,
    FakeEngine,
    answer,
)

REGISTER = """\
guide:
  title: A guide
  publisher: Somebody
  kind: guidance
  audience: practitioners
  url: {url}
"""
Out = pytest.CaptureFixture[str]


def rules(out: Out) -> list[str]:
    """Return `path:line severity rule` of each finding that was printed."""
    lines = [line.split(" ", 3) for line in out.readouterr().out.splitlines() if " L1" in line]
    return [f"{place.rpartition(':')[0].rpartition(':')[0]} {severity} {rule}" for place, severity, rule, _ in lines]


def urls(root: Path) -> dict[str, Any]:
    """Return what is remembered of each address."""
    rows = [json.loads(line) for line in (root / STATE).read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows if row["kind"] == "url"}


FAKE = FakeEngine(answer)
A, B = "https://a.example.org/", "https://b.example.org/"
