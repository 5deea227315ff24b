"""Building the site: one build at a time in a folder, beside the last good site, which it then replaces in one step."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from sevenminute.storage.folder_exchange import put_in_place, repair

SITE = "site"
"""Folder, below that of `mkdocs.yml`, of the built site."""
PREVIEW = "preview"
"""The same of the site as it would be with drafts, and with what waits for its day."""
_LOCK = ".cache/build.lock"
_BESIDE = ".site."
"""How the names of folders begin in which builds work."""
_ASIDE = {SITE: f"{_BESIDE}last", PREVIEW: f"{_BESIDE}last-preview"}
"""Where the last good site is for a moment, by its folder."""
WAITING = "Waiting for another build in this folder to end. Ctrl+C stops the waiting."


class SitePlaceError(Exception):
    """What stands at the place of the site cannot be replaced; the message says what it is and what to do, in sentences."""


@contextmanager
def only_build(root: Path, said: Callable[[str], None]) -> Iterator[None]:
    """Keep builds, and what reads the site, apart in a folder. The system lets go of the lock when a build is killed.

    Args:
        root: Folder of `mkdocs.yml`.
        said: Is told when another has the lock, and for how long this waits.

    Raises:
        OSError: The lock cannot be made, or what a kill left cannot be put back.
    """
    file = root / _LOCK
    file.parent.mkdir(exist_ok=True)
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        said(WAITING)
        lock.acquire()
    try:
        for place, aside in _ASIDE.items():
            repair(root / place, root / aside)
        yield
    finally:
        lock.release()


def build_site(root: Path, make: Callable[[Path], None], said: Callable[[str], None], place: str = SITE) -> Path:
    """Build the site and return its folder. Whatever happens, the folder holds the old site or the new one, whole.

    Args:
        root: Folder of `mkdocs.yml`.
        make: Makes the site in a folder that is not there yet. What it raises is passed on, and the old site stays.
        said: Is told what a person should know meanwhile.
        place: Folder of the site, `SITE` or `PREVIEW`.

    Raises:
        SitePlaceError: What stands at the place of the site cannot be replaced.
        OSError: The machine does not let it be built.
    """
    site, aside = root / place, root / _ASIDE[place]
    require_places(root, place)
    with only_build(root, said):
        _clear(root, said)
        if site.exists() and not os.access(site, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(site))
        with _InterruptHandler() as stops:
            try:
                # A folder within it, since this one is closed to others until the site is whole, and a published one may not be.
                new = Path(tempfile.mkdtemp(prefix=_BESIDE, dir=root), SITE)
                make(new)
                stops.pass_over()
                put_in_place(new, site, aside)
            finally:
                stops.ignore()  # a second stop would leave what the first one began to clear away
                repair(site, aside)
                _clear(root, said)
    return site


def require_places(root: Path, place: str = SITE) -> None:
    """Look at what stands where a build writes, before it takes its time.

    Args:
        root: Folder of `mkdocs.yml`.
        place: Folder of the site within it.

    Raises:
        SitePlaceError: The site’s place holds what is not a folder, or a folder that cannot change places.
        OSError: The place of what is kept between builds holds what is not a folder, or that of the lock what is not a file.
    """
    lock, site = root / _LOCK, root / place
    if os.path.lexists(lock.parent) and not lock.parent.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(lock.parent))
    if lock.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(lock))
    if lock.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(lock))
    if site.is_symlink():
        raise SitePlaceError(f"{site} is a symbolic link. Delete the link, then try again: the build puts a folder there.")
    if not site.exists():
        return
    if not site.is_dir():
        kind = "is a file" if site.is_file() else "is not a folder"
        raise SitePlaceError(f"{site} {kind}. Move it away, then try again: the build puts a folder there.")
    if os.path.ismount(site):
        raise SitePlaceError(f"{site} is a mount point, which cannot be replaced. Unmount it, and copy the site there later.")


def _clear(root: Path, said: Callable[[str], None]) -> None:
    """Delete the folders in which builds worked: this one, and those that were killed."""
    for folder in sorted(root.glob(f"{_BESIDE}*")):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)  # what cannot be deleted is said, and keeps nobody from building
            if folder.exists():
                said(f"{folder} cannot be deleted: a build left it, and nothing needs it. Delete it yourself.")


class _InterruptHandler:
    """Ends a build at Ctrl+C and when the system tells it to end, and not any more when it is as good as done.

    A stop is an exception within whatever runs, and there is code that passes over those, such as what Python calls when it
    deletes an object. So it is remembered, too.
    """

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> _InterruptHandler:
        self._before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        self._say_unraised, sys.unraisablehook = sys.unraisablehook, self._unraised
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        sys.unraisablehook = self._say_unraised

    def ignore(self) -> None:
        """Pass over what asks for the end of the build from now on."""
        for number in self._before:
            signal.signal(number, signal.SIG_IGN)

    def pass_over(self) -> None:
        """End the build if that was asked for; pass over what asks for it from now on."""
        self.ignore()
        if self._asked:
            raise KeyboardInterrupt

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        raise KeyboardInterrupt

    def _unraised(self, passed_over: sys.UnraisableHookArgs) -> None:
        if passed_over.exc_type is not KeyboardInterrupt:
            self._say_unraised(passed_over)
