"""What the two scripts of the quick exit are told: put into them while building, since each page would else carry it again."""

from __future__ import annotations

import json

from sevenminute.config.quick_exit import QuickExit

_HERE = "SETTINGS"
"""Where a script takes what it is told."""

_MILLISECONDS = 1000


def guard_settings(settings: QuickExit) -> list[object]:
    """Return what the guard is told, in its order: where to, where to if that does not answer, patience, neutral title."""
    second = settings.second_url or settings.url
    return [settings.url, second, settings.retry_seconds * _MILLISECONDS, settings.words.title]


def leave_settings(settings: QuickExit) -> dict[str, object]:
    """Return what the script that leaves is told; what is switched off is left out."""
    told = {
        "bounce": settings.bounce,
        "tabs": settings.other_tabs,
        "clear": settings.clear_storage,
        "loading": settings.words.loading,
    }
    if settings.shortcut:
        words = settings.words
        shortcut = {"hint": words.hint, "two": words.two_more, "one": words.one_more, "expired": words.expired}
        told |= {"shortcut": settings.shortcut_seconds * _MILLISECONDS, **shortcut}
    return {name: value for name, value in told.items() if value}


def with_settings(script: str, told: object) -> str:
    """Return a script with what it is told; no word in it can end the element in which the script stands."""
    literal = json.dumps(told, separators=(",", ":")).replace("<", "\\u003c")
    return script.replace(_HERE, literal)
