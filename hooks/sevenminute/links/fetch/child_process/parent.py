"""The end of a child whose parent has ended: nobody is there any more who would read what it writes."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import NoReturn

from sevenminute.links.fetch.child_process.folder import FOLDER, remove_later

PARENT = "LINKS_PARENT"
"""The variable that has the number of the parent's process."""
_POLL_SECONDS = 0.5


def end_with_parent() -> None:
    """End this process soon after its parent, and have its folder removed."""
    threading.Thread(target=_watch, daemon=True).start()


def has_no_parent() -> bool:
    """Tell whether the parent of this process has ended."""
    return os.getppid() != int(os.environ[PARENT])


def end_now() -> NoReturn:
    """End this process, whose parent has ended, and have its folder removed."""
    if folder := os.environ.get(FOLDER):
        remove_later(Path(folder))
    os._exit(1)


def _watch() -> None:
    while not has_no_parent():
        time.sleep(_POLL_SECONDS)
    end_now()
