"""What is kept is taken only as it was kept."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sevenminute.storage.content_cache import KEPT_DAYS, ContentCache

CONTENT = b"%PDF-1.7 what took long to make"


def test_what_was_kept_is_taken_and_nothing_else_is(tmp_path: Path) -> None:
    cache = ContentCache(tmp_path / "new/folder")
    assert cache.get("one") is None
    cache.put("one", CONTENT)
    cache.put("empty", b"")
    assert cache.get("one") == CONTENT
    assert cache.get("empty") == b""
    assert cache.get("two") is None


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "longer", "a folder"])
def test_what_was_damaged_counts_as_never_made(tmp_path: Path, damage: str) -> None:
    cache = ContentCache(tmp_path)
    cache.put("one", CONTENT)
    file = tmp_path / "one"
    kept = file.read_bytes()
    changed = {"cut": kept[:-5], "empty": b"", "changed": kept[:-1] + b"X", "longer": kept + b"\0", "a folder": None}[damage]
    if changed is None:
        file.unlink()
        file.mkdir()
        assert cache.get("one") is None
        return
    file.write_bytes(changed)
    assert cache.get("one") is None
    cache.put("one", CONTENT)
    assert cache.get("one") == CONTENT


@pytest.mark.parametrize("put", [os.mkfifo, lambda file: file.symlink_to("/dev/zero"), lambda file: file.symlink_to("other")])
def test_what_is_no_file_counts_as_never_made(tmp_path: Path, put: Callable[[Path], None]) -> None:
    """Apart, with little memory and time: what opens it waits for ever, or fills the machine."""
    cache = ContentCache(tmp_path)
    cache.put("other", CONTENT)
    put(tmp_path / "one")
    code = (
        "import resource, pathlib, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from sevenminute.storage.content_cache import ContentCache\n"
        "print(ContentCache(pathlib.Path(sys.argv[1])).get('one'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout == "None\n"
    cache.put("one", CONTENT)
    assert cache.get("one") == CONTENT


def test_what_nobody_asks_for_is_deleted_in_time(tmp_path: Path) -> None:
    cache = ContentCache(tmp_path)
    for key in ("asked", "forgotten"):
        cache.put(key, CONTENT)
        long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
        os.utime(tmp_path / key, (long_ago, long_ago))
    assert cache.get("asked")
    cache.prune()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["asked"]
