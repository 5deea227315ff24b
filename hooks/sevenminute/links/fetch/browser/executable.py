"""Where this machine has a Chromium, and whether it can be driven."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""As `scripts/find-chromium` has them."""


class NoBrowserError(Exception):
    """There is no browser to ask; the message says why, and what to do."""


def find_browser(wanted: str | bool) -> str:
    """Return the path of a Chromium.

    Args:
        wanted: Its path, `True` to look for one, `False` for none.

    Raises:
        NoBrowserError: There is none, or it cannot be driven.
    """
    if wanted is False:
        raise NoBrowserError("extra.links.browser is false")
    names = (wanted,) if isinstance(wanted, str) else (os.environ.get("CHROMIUM", ""), *_NAMES)
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if found is None and isinstance(wanted, str):
        raise NoBrowserError(f"extra.links.browser names {wanted}, which is no program")
    if found is None:
        raise NoBrowserError("this machine has no Chromium or Chrome, for which nothing need be done")
    if find_spec("playwright") is None:
        raise NoBrowserError("the package playwright, which drives it, is not installed; make .venv/.ready-for-links installs it")
    return found
