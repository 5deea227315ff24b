"""Putting a folder in the place of another in one step, so that whoever looks finds the one or the other, whole."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
"""Relative paths are those of the working folder (fcntl.h)."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux (linux/fs.h), and RENAME_SWAP of macOS (sys/stdio.h)."""
_UNABLE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a system, or a file system such as NFS, answers that cannot do it."""


def put_in_place(new: Path, old: Path, aside: Path) -> None:
    """Put a folder in the place of another, in one step where the system can, and otherwise in two.

    Afterwards the old folder, if there was one, is at `new` or at `aside`. Nothing is flushed to the disk: what a killed
    process has written, the system keeps. After a power cut a folder may hold files that are not whole.

    Args:
        new: What is put there.
        old: The place; a folder, or nothing.
        aside: Where the old folder goes first when there is no single step. A kill between the two leaves it there, and
            nothing at `old`: see `repair`.

    Raises:
        OSError: It cannot be done. Both folders are where they were.
    """
    if not old.exists():
        new.rename(old)
        return
    try:
        exchange(new, old)
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
        old.rename(aside)
        try:
            new.rename(old)
        except BaseException:
            aside.rename(old)
            raise


def repair(old: Path, aside: Path) -> None:
    """Put back what a kill between the two steps of `put_in_place` left aside.

    Raises:
        OSError: It cannot be moved.
    """
    if aside.is_dir() and not os.path.lexists(old):
        aside.rename(old)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places in one step.

    What PyPI has for it knows one system, or few processors and C libraries: the C library is asked itself.

    Raises:
        OSError: It cannot be done, here or at all. Both are where they were.
    """
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "win32":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):  # Linux
        failed = library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], ctypes.c_uint(_EXCHANGE))
    elif hasattr(library, "renamex_np"):  # macOS
        failed = library.renamex_np(*paths, ctypes.c_uint(_EXCHANGE))
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
