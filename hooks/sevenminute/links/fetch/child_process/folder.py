"""A folder for what a child and the programs that it starts write, of which nothing is left, whichever of them is killed."""

from __future__ import annotations

import os
import shutil
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


def remove(folder: Path) -> None:
    """Remove a folder, once nobody writes into it any more."""
    until = time.monotonic() + _SECONDS_TO_REMOVE
    while folder.exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.3)  # a program that is ending may make it once more


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
    remove(Path(sys.argv[1]))
