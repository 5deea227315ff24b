"""Faults of the machine, as full disks and missing rights, are said in plain words, and the old site stays."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from test_commands import contents

import sample
from building import (
    BUILD,
    LOCK,
    NOT_BUILT,
    WITH_PDFS,
    Done,
    driven,
    left_over,
    mounting,
    raising,
    require_refused,
    run,
    with_mounts,
)
from conftest import ROOT, write_site
from sevenminute.diagnostics.machine_faults import explain

pytestmark = pytest.mark.slow  # builds once for each fault


@pytest.mark.parametrize("size", ["64k", "300k"], ids=["at the first files", "later"])
def test_a_full_disk_is_said_and_the_old_site_stays(old: Path, tmp_path: Path, size: str) -> None:
    """In a folder on a disk of its own, which holds the old site; where none can be mounted, MkDocs' writing fails."""
    before = contents(old / "site")
    if not mounting():
        require_refused(old, run(old, *raising("ENOSPC", "mkdocs.utils", "write_file")), "disk is full")
        assert contents(old / "site") == before
        return
    disk, seen = tmp_path / "disk", tmp_path / "seen"
    disk.mkdir()
    script = f"""
        mount -t tmpfs -o size={size} none {disk}
        cp -R {old}/. {disk}/
        cd {disk}
        {sys.executable} -m sevenminute build || code=$?
        cp -R site {seen}
        ls -A . .cache > {tmp_path}/left
        exit $code
    """
    done = run(old, *mounting(), "sh", "-c", script)
    require_refused(old, done, "disk is full", "Make room")
    assert contents(seen) == before
    left = (tmp_path / "left").read_text(encoding="utf-8").split()
    inputs = ["briefings", "docs", "hooks", "mkdocs.yml", "overrides"]
    assert left == [".:", ".cache", *inputs, "site", ".cache:", "build.lock"]


def test_files_may_not_be_as_large_as_a_page(old: Path) -> None:
    """The same on every machine: the system refuses what is larger than a limit."""
    before = contents(old / "site")
    require_refused(old, run(old, limits={resource.RLIMIT_FSIZE: 4096}), "larger than this machine allows")
    assert contents(old / "site") == before


FAULTS = {
    "EDQUOT": "share of the disk is used up",
    "EROFS": "read-only",
    "EIO": "disk cannot be read or written",
    "EMFILE": "too many files are open",
}


def test_a_fault_of_the_machine_is_said_in_plain_words(old: Path) -> None:
    before = contents(old / "site")
    for number, words in FAULTS.items():
        require_refused(old, run(old, *raising(number, "mkdocs.utils", "write_file")), words)
    assert contents(old / "site") == before


def test_a_copy_that_finds_no_room_is_named_and_not_what_is_copied() -> None:
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        said = explain(OSError(number, os.strerror(number), "overrides/site.css", None, ".site.x/site/site.css"))
        assert ": .site.x/site/site.css. " in said
    assert "full: a.txt. " in explain(OSError(errno.ENOSPC, "No space left on device", "a.txt"))


CHECK = [*BUILD[:-1], "check"]


def require_unchecked(done: Done, *words: str) -> None:
    """A check that the machine stopped: one plain message."""
    assert done.returncode == 2, done.stdout
    assert not any(word in done.stdout for word in ("Traceback", "Errno", "cannot be built"))
    said = done.stdout.splitlines()[-1]
    assert said.startswith("Not done: "), done.stdout
    assert all(word in said for word in words), done.stdout


def test_the_check_says_what_the_machine_does_not_let_it_do(root: Path) -> None:
    require_unchecked(run(root, *raising("ENOSPC", "tempfile", "mkdtemp", command="check")), "disk is full", "Make room")
    require_unchecked(run(root, *raising("EDQUOT", "mkdocs.utils", "write_file", command="check")), "share of the disk")
    require_unchecked(run(root, *CHECK, limits={resource.RLIMIT_FSIZE: 4096}), "larger than this machine allows")


@pytest.mark.parametrize("path", [".cache", "site"])
def test_the_check_names_what_stands_in_the_way_of_the_build(root: Path, path: str) -> None:
    (root / path).write_text("no folder", encoding="utf-8")
    checked, built = run(root, *CHECK), run(root)
    require_unchecked(checked, str(root / path))
    require_refused(root, built, str(root / path))
    reasons = [done.stdout.splitlines()[-1].split(": ", 1)[1].partition("again")[0] for done in (checked, built)]
    assert reasons[0] == reasons[1]
    assert run(root, *CHECK, "--quick").returncode == 0


LINK = "there is a symbolic link where a file or folder is needed: {place}. Move away what is there, then try again. "
LOCKS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a link to a file": (LOCK, lambda place: place.symlink_to("elsewhere"), LINK),
    "a link to itself": (LOCK, lambda place: place.symlink_to(place.name), LINK),
    "a link to a folder": (LOCK, lambda place: place.symlink_to("."), LINK),
    "a folder": (LOCK, Path.mkdir, LINK.replace("a symbolic link", "a folder").replace("or folder ", "")),
    "a folder that is a link to itself": (
        ".cache",
        lambda place: place.symlink_to(place.name),
        LINK.replace("a symbolic link", "a file").replace("file or folder", "folder"),
    ),
}


@pytest.mark.parametrize("name", LOCKS)
def test_what_stands_in_the_place_of_the_lock_is_named(root: Path, name: str) -> None:
    path, put, said = LOCKS[name]
    place = root / path
    place.parent.mkdir(exist_ok=True)
    put(place)
    for done, what in ((run(root, *CHECK), "Not done"), (run(root), "Not built")):
        assert (done.returncode, "Traceback" in done.stdout) == (2, False)
        assert done.stdout.splitlines()[-1].startswith(f"{what}: {said.format(place=place)}")
    assert left_over(root) == []
    assert not (place.parent / "elsewhere").exists()


def test_a_full_disk_is_said_by_what_hands_the_site_on(old: Path) -> None:
    script = """
        import errno, os, sys
        import sevenminute.cli as cli
        import sevenminute.output.zip
        def fail(*given, **named):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sevenminute.output.zip.replace_file = fail
        sys.exit(cli.main(["intranet"]))
    """
    done = run(old, sys.executable, "-c", textwrap.dedent(script))
    assert done.returncode == 2
    assert done.stdout == "Not done: the disk is full. Make room on it, then try again. Nothing is half written.\n"


BROKEN_PROGRAM = """
    import sys
    import sevenminute.output.csp
    def broken(html, own):
        return {}['no such key']
    sevenminute.output.csp.with_policy = broken
"""


def test_a_fault_of_the_program_still_shows_where_it_is(old: Path) -> None:
    """Only what is known is said in other words; of a hook of a site's own tests/build/test_check_and_build.py tells."""
    before = contents(old / "site")
    done = run(old, *driven(BROKEN_PROGRAM))
    assert done.returncode == 2
    assert "KeyError: 'no such key'" in done.stdout
    assert "hooks/page_output.py" in done.stdout
    assert (
        done.stdout.splitlines()[-1] == f"Not built: the lines above show a fault of the program; please report them. {NOT_BUILT}"
    )
    assert contents(old / "site") == before
    assert left_over(old) == []


@pytest.mark.parametrize(
    "limits", [{resource.RLIMIT_FSIZE: 20_000}, {resource.RLIMIT_NOFILE: 8}], ids=["no room", "no more open files"]
)
def test_a_fault_while_pdfs_are_made_and_kept_is_said(tmp_path: Path, limits: dict[int, int]) -> None:
    root = write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()}, WITH_PDFS)
    done = run(root, limits=limits)
    require_refused(root, done)
    assert not (root / "site").exists()
    assert [entry.name for entry in (root / ".cache/pdf").glob("*")] == []
    again = run(root)
    assert again.returncode == 0, again.stdout
    assert (root / "site/briefings/a/one-page.pdf").read_bytes().startswith(b"%PDF")


def without_rights() -> list[str]:
    """A build by a person to whom permissions matter: root ignores them, and is made one who does not."""
    if os.geteuid() != 0:
        return BUILD
    override, read_search, drop = 1, 2, 24  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP
    drop_both = f"for right in ({override}, {read_search}):\n    ctypes.CDLL(None).prctl({drop}, right, 0, 0, 0)"
    return [sys.executable, "-c", f"import ctypes, os\n{drop_both}\nos.execv({sys.executable!r}, {BUILD!r})"]


@pytest.mark.parametrize("path", [".", ".cache", LOCK, "site"])
def test_what_may_not_be_written_is_named(old: Path, path: str) -> None:
    (old / ".cache").mkdir()
    (old / LOCK).touch()
    target, before = old / path, contents(old / "site")
    if path == ".cache":
        (old / LOCK).unlink()
    mode = target.stat().st_mode
    target.chmod(0o444 if target.is_file() else 0o555)
    try:
        done = run(old, *without_rights())
    finally:
        target.chmod(mode)
    require_refused(old, done, "permission", str(old if path == "." else target))
    assert contents(old / "site") == before


def test_a_read_only_disk_is_said(old: Path) -> None:
    before = contents(old / "site")
    if mounting():
        done = run(old, *with_mounts(f"mount --bind {old} {old}; mount -o remount,bind,ro {old}; cd {old}"))
    else:
        done = run(old, *raising("EROFS", "tempfile", "mkdtemp"))
    require_refused(old, done, "read-only")
    assert contents(old / "site") == before


def test_a_mount_point_is_not_replaced(old: Path) -> None:
    if mounting():
        done = run(old, *with_mounts(f"mount -t tmpfs none {old}/site; cd {old}"))
    else:
        done = run(old, *driven("import os.path, sys\nos.path.ismount = lambda path: True\n"))
    require_refused(old, done, "is a mount point")


@pytest.mark.parametrize("path", [".cache", LOCK, ".cache/pdf"])
def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path, path: str) -> None:
    root = write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()}, WITH_PDFS)
    target = root / path
    target.parent.mkdir(exist_ok=True)
    if path == LOCK:
        target.mkdir()
    else:
        target.write_text("no folder", encoding="utf-8")
    done = run(root)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stdout
    assert str(target) in done.stdout
    assert done.stdout.endswith(f"{NOT_BUILT}\n")
    assert left_over(root) == []


def test_another_folder_is_said(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stdout == f"{tmp_path} has no mkdocs.yml: run this in the folder of mkdocs.yml\n"
    assert list(tmp_path.iterdir()) == []


def test_settings_that_cannot_be_read_are_a_mistake(old: Path) -> None:
    (old / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    done = run(old)
    assert done.returncode == 1, done.stdout
    assert done.stdout.endswith(f"Not built: fix what is listed above. {NOT_BUILT}\n")
    assert left_over(old) == []


def test_the_old_site_that_cannot_be_deleted_is_named(old: Path) -> None:
    closed = old / "site/briefings"
    closed.chmod(0o555)
    done = run(old, *without_rights())
    try:
        assert done.returncode == 0, done.stdout
        assert "briefings/a/index.html" in contents(old / "site")
        assert "cannot be deleted" in done.stdout
        assert "Traceback" not in done.stdout
        assert len(left_over(old)) == 1
    finally:
        for folder in old.glob(".site*/**/briefings"):
            folder.chmod(0o755)
    assert run(old).returncode == 0
    assert left_over(old) == []


def test_make_clean_removes_what_builds_left(old: Path) -> None:
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, old)
    for name in (".site.next", ".site.x1y2", "intranet", "packs", ".venv", ".cache/pdf", ".cache/lighthouse"):
        (old / name).mkdir(parents=True)
    done = run(old, "make", "clean")
    assert done.returncode == 0, done.stdout
    assert left_over(old) == []
    assert not any((old / name).exists() for name in ("site", "intranet", "packs", ".venv", ".cache/pdf"))
    assert (old / ".cache/lighthouse").exists()
