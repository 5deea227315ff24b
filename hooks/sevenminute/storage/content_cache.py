"""Keeping what takes long to make, by what it is made from; what was damaged while it was kept counts as never made."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from sevenminute.diagnostics.problem import Problem
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.file import read_bytes

KEPT_DAYS = 30
"""Days after which an entry that no build asked for is deleted."""
_LARGEST = 1 << 30
"""Bytes of an entry; no file or pack of a site has as many."""
_DIGEST_BYTES = hashlib.sha256().digest_size


class ContentCache:
    """A folder of entries, each a file: the SHA-256 of the content, then the content.

    The digest finds what a full disk, a stop or a person did to a file. It is no proof of who wrote it.
    """

    def __init__(self, folder: Path) -> None:
        """Open the cache.

        Args:
            folder: Where the entries are; made when the first is kept.
        """
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return the content kept under a key of letters, figures and hyphens; None when there is none, or it is damaged."""
        kept = read_bytes(self._folder, key, limit=_LARGEST)
        if isinstance(kept, Problem):
            return None
        digest, content = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        if hashlib.sha256(content).digest() != digest:
            return None
        with suppress(OSError):  # what somebody else made may be read; how long it is kept is theirs to say
            os.utime(self._folder / key)
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep content under a key, in place of what was kept under it.

        Raises:
            OSError: It cannot be written. What was kept before is as it was.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / key
        if file.is_dir() and not file.is_symlink():  # nothing that was kept: a person, or another program, made it
            shutil.rmtree(file)
        replace_file(file, hashlib.sha256(content).digest() + content)

    def prune(self) -> None:
        """Delete what nothing asked for in `KEPT_DAYS` days, and what a stop left half written."""
        oldest = time.time() - KEPT_DAYS * 86_400
        with suppress(OSError):  # no folder yet
            for file in self._folder.iterdir():
                with suppress(OSError):  # another build has deleted it, or it is somebody else's
                    if file.stat().st_mtime < oldest:
                        file.unlink()
