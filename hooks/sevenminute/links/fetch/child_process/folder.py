"""A folder for what a child and the programs that it starts write, of which nothing is left, whichever of them is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = "TMPDIR"
"""The variable by which programs know where to write."""
_PREFIX = "briefings-links-"
_LONGEST_LIFE = 3600.0
"""Seconds after which no run can use its folder any more."""
_SECONDS_TO_REMOVE = 15.0
"""How long programs that are ending may still write into it."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make a folder, and remove it in the end; and those that are left of runs that were killed with all their processes."""
    for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # somebody else removes it
            seen = old.lstat()
            if seen.st_uid == os.geteuid() and time.time() - seen.st_mtime > _LONGEST_LIFE:
                shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path, looks: int = 2) -> None:
    """Remove a folder, and end the programs that write into it: a browser that is ending makes its profile once more.

    Args:
        folder: What is removed.
        looks: How often in a row it has to be found gone, three times a second.
    """
    until, gone = time.monotonic() + _SECONDS_TO_REMOVE, 0
    while gone < looks and time.monotonic() < until:
        gone = 0 if _end_users(folder) or folder.exists() else gone + 1
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.3)


def _end_users(folder: Path) -> bool:
    """Kill the programs that were started with a folder for their files, and tell whether there was one (on Linux only)."""
    mark, found = f"{FOLDER}={folder}\0".encode(), False
    for environment in Path("/proc").glob("[0-9]*/environ"):
        process = int(environment.parent.name)
        with suppress(OSError):  # it has ended, or is somebody else's
            if process != os.getpid() and mark in environment.read_bytes():
                os.kill(process, signal.SIGKILL)
                found = True
    return found


def remove_later(folder: Path) -> None:
    """Have a folder removed after this process has ended."""
    subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", __spec__.name, str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


if __name__ == "__main__":
    time.sleep(1)  # what is killed with our parent ends first
    remove(Path(sys.argv[1]), looks=10)
