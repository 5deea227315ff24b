"""How much a finding matters, and what a run is for: that decides how much."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "E"
    WARNING = "W"
    NOTE = "N"


class Mode(StrEnum):
    """What a run is for."""

    CHANGES = "changes"
    """A proposed change: only what it adds."""
    ALL = "all"
    """The nightly run: what is due, with the state written."""
    OFFLINE = "offline"
    """Rules and remembered dates only; no socket is opened."""
    FILES = "files"
    """What an author asks for now."""
