"""Builds cannot harm each other, and site/ is whole at every moment: builds at once, kills, stops, and the machine's faults."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from build_safety import DAYS, Folder, kill, race
from filelock import FileLock
from test_commands import contents

import sample
from conftest import ROOT, write_site
from sevenminute.diagnostics.machine_faults import explain

BUILD = [sys.executable, "-m", "sevenminute", "build"]
LOCK = ".cache/build.lock"
TIMEOUT = 120
"""Seconds after which a process on a busy machine counts as hung."""
WITH_PDFS = sample.SETTINGS.replace("print: {pdf: false}", "print: {packs: false, large_print: false}")
NOT_BUILT = "site/ is as it was."


Done = subprocess.CompletedProcess[str]


def run(root: Path, *command: str, limits: Mapping[int, int] | None = None, **environment: str) -> Done:
    """Run a command, by default the build, in a folder, with the machine's limits as given."""

    def limit() -> None:
        for kind, most in (limits or {}).items():
            resource.setrlimit(kind, (most, most))

    return subprocess.run(
        command or BUILD,
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=TIMEOUT,
        preexec_fn=limit if limits else None,
    )


def left_over(root: Path) -> list[str]:
    """What a build left that is no part of a site or of what is kept: beside the site and among what is kept."""
    return sorted(str(path.relative_to(root)) for path in (*root.glob(".site*"), *root.glob(".cache/*/.*")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site that has not been built."""
    return write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()})


@pytest.fixture
def old(root: Path) -> Path:
    """The same with a site that an earlier build might have left."""
    (root / "site/briefings").mkdir(parents=True)
    (root / "site/index.html").write_text("<title>Old</title>", encoding="utf-8")
    (root / "site/briefings/old.html").write_text("Old", encoding="utf-8")
    return root


def require_refused(root: Path, done: Done, *words: str) -> None:
    """A build that the machine stopped: one plain message, the old site as it was, nothing left."""
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stdout
    assert "Errno" not in done.stdout, done.stdout
    said = done.stdout.splitlines()[-1]
    assert said.startswith("Not built: "), done.stdout
    assert said.endswith(NOT_BUILT), done.stdout
    assert all(word in said for word in words), done.stdout
    assert left_over(root) == []


# --- At once, and killed: benchmarks/build_safety.py has the same with 20 distances and 200 kills ----------------------


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.write(tmp_path / "clone")


@pytest.mark.slow
def test_builds_at_once_make_whole_sites_only(folder: Folder) -> None:
    for place, day in enumerate(DAYS):
        folder.build_alone(f"day {place}", day)
    assert folder.whole["day 0"] != folder.whole["day 1"]
    chance = random.Random(1)  # noqa: S311 - the same moments each time are the point
    two = race(folder, 2, [chance.uniform(0, folder.seconds)])
    five = race(folder, 5, [chance.uniform(0, folder.seconds / 4)])
    assert two.looks > 1
    assert five.waited >= 1


@pytest.mark.slow
def test_a_killed_build_leaves_a_whole_site_and_nothing_to_the_next(folder: Folder) -> None:
    folder.build_alone("one")
    folder.second_briefing(there=True)
    folder.build_alone("two")
    done = kill(folder, 9, random.Random(2), every=3)  # noqa: S311
    assert done.old + done.new == 9


@pytest.mark.slow
def test_a_build_that_is_killed_while_it_makes_pdfs_leaves_a_whole_site_and_nothing_to_the_next(tmp_path: Path) -> None:
    folder = Folder.write(tmp_path / "clone", pdfs=True)
    folder.build_alone("one")
    folder.second_briefing(there=True)
    folder.build_alone("two")
    assert any(name.endswith(".pdf") for name in folder.whole["two"])
    done = kill(folder, 3, random.Random(3), every=3)  # noqa: S311
    assert done.old + done.new == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "the system"])
def test_a_stopped_build_says_so_and_leaves_nothing(old: Path, number: signal.Signals) -> None:
    before = contents(old / "site")
    with subprocess.Popen(
        BUILD, cwd=old, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", start_new_session=True
    ) as process:
        begun = time.monotonic()
        while not any(old.glob(".site*")) and process.poll() is None and time.monotonic() - begun < TIMEOUT:
            time.sleep(0.01)
        os.killpg(process.pid, number)
        said, _ = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 2, said
    assert said.splitlines()[-1] == f"Stopped before the end. {NOT_BUILT}"
    assert "Traceback" not in said
    assert contents(old / "site") == before
    assert left_over(old) == []
    with FileLock(old / LOCK, timeout=0):
        pass


def pdfs_in_the_making(root: Path) -> list[Path]:
    """What the processes that make PDFs have written so far."""
    try:
        return list(root.glob(".site*/*/*.pdf"))
    except FileNotFoundError:  # a folder went while it was looked through
        return []


def test_a_build_that_is_stopped_while_it_makes_pdfs_ends_at_once(tmp_path: Path) -> None:
    """As by a CI system, which tells only the command itself."""
    root = write_site(tmp_path / "clone", {f"briefings/{n}.md": sample.briefing(title=f"T{n}") for n in range(8)}, WITH_PDFS)
    with subprocess.Popen(
        BUILD, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        begun = time.monotonic()
        while not any(pdfs_in_the_making(root)) and process.poll() is None and time.monotonic() - begun < TIMEOUT:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 2, said
    assert said.splitlines()[-1] == f"Stopped before the end. {NOT_BUILT}"
    assert not any(root.glob(".cache/pdf/*"))
    assert left_over(root) == []
    assert not (root / "site").exists()


def test_a_stop_that_a_part_of_the_program_passes_over_is_heeded_all_the_same(old: Path) -> None:
    """As by what Python calls when it deletes an object: there an exception ends nothing."""
    hook = "import os, signal\n\nclass Deaf:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGINT)\n"
    (old / "deaf.py").write_text(f"{hook}\ndef on_files(files, config):\n    Deaf()\n", encoding="utf-8")
    config = (old / "mkdocs.yml").read_text(encoding="utf-8")
    (old / "mkdocs.yml").write_text(config.replace("\nhooks:\n", "\nhooks:\n  - deaf.py\n"), encoding="utf-8")
    before = contents(old / "site")
    done = run(old)
    assert done.returncode == 2, done.stdout
    assert done.stdout.splitlines()[-1] == f"Stopped before the end. {NOT_BUILT}"
    assert "Traceback" not in done.stdout
    assert contents(old / "site") == before
    assert left_over(old) == []


# --- The lock ---------------------------------------------------------------------------------------------------------


def test_what_builds_or_reads_the_site_waits_for_a_build(old: Path) -> None:
    commands = (["build"], ["headers", "nginx"], ["intranet"], ["pack", "--briefings", "a"])
    (old / ".cache").mkdir()
    with FileLock(old / LOCK):
        waiting = [
            subprocess.Popen(
                [*BUILD[:-1], *command], cwd=old, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
            )
            for command in commands
        ]
        for process in waiting:
            assert process.stderr
            assert process.stderr.readline() == "Waiting for another build in this folder to end. Ctrl+C stops the waiting.\n"
            assert process.poll() is None
        assert not any(old.glob(".site*"))
        assert not (old / "intranet").exists()
    for process in waiting:
        out, errors = process.communicate(timeout=TIMEOUT)
        assert "Waiting" not in out + errors  # once is enough
        assert "Traceback" not in errors
        packing = process is waiting[-1]  # this site has no PDF
        assert process.returncode == (1 if packing else 0), out + errors


def test_ctrl_c_stops_the_waiting(old: Path) -> None:
    (old / ".cache").mkdir()
    with (
        FileLock(old / LOCK),
        subprocess.Popen(
            BUILD,
            cwd=old,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs yet; a run in the background ignores it
        ) as process,
    ):
        assert process.stderr
        assert "Waiting" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, errors.splitlines()[-1]) == (2, f"Stopped before the end. {NOT_BUILT}")


def test_headers_are_written_where_nothing_may_be_written(old: Path) -> None:
    (old / ".cache").write_text("no folder", encoding="utf-8")
    done = run(old, *BUILD[:-1], "headers", "nginx")
    assert done.returncode == 0, done.stdout
    assert "add_header" in done.stdout


# --- What stands where site/ is to be ---------------------------------------------------------------------------------


def test_what_earlier_builds_left_is_removed_whatever_its_name(old: Path) -> None:
    for name in (".site.next", ".site.last", ".site.x1y2", ".site.a b"):
        (old / name / "site").mkdir(parents=True)
        (old / name / "site/index.html").write_text("half", encoding="utf-8")
    done = run(old)
    assert done.returncode == 0, done.stdout
    assert f"Open {(old / 'site/index.html').as_uri()}" in done.stdout
    assert left_over(old) == []
    assert "briefings/a/index.html" in contents(old / "site")
    assert "briefings/old.html" not in contents(old / "site")


@pytest.mark.parametrize("title", ["Safer sleep", None], ids=["good content", "a mistake"])
def test_a_build_that_was_stopped_between_two_moves_is_repaired_before_anything_else(old: Path, title: str | None) -> None:
    before = contents(old / "site")
    (old / "site").rename(old / ".site.last")
    (old / "briefings/a.md").write_text(sample.briefing(title=title), encoding="utf-8")
    done = run(old)
    assert done.returncode == (0 if title else 1), done.stdout
    if title:
        assert "briefings/a/index.html" in contents(old / "site")
    else:
        assert done.stdout.splitlines()[-1] == f"Not built: fix what is listed above. {NOT_BUILT}"
        assert contents(old / "site") == before
    assert left_over(old) == []


def test_what_reads_the_site_repairs_it_too(old: Path) -> None:
    (old / "site").rename(old / ".site.last")
    done = run(old, *BUILD[:-1], "headers", "nginx")
    assert done.returncode == 0, done.stdout
    assert (old / "site/index.html").is_file()


def test_others_may_read_the_site(old: Path) -> None:
    """A web server runs as somebody else: the site is as open as any folder that this person makes."""
    done = run(old, "sh", "-c", f"umask 022; exec {sys.executable} -m sevenminute build")
    assert done.returncode == 0, done.stdout
    assert (old / "site").stat().st_mode & 0o777 == 0o755


def a_file(site: Path) -> None:
    site.write_text("mine", encoding="utf-8")


def a_link(site: Path) -> None:
    (site.parent.parent / "www").mkdir()
    (site.parent.parent / "www/index.html").write_text("mine", encoding="utf-8")
    site.symlink_to(site.parent.parent / "www")


def a_broken_link(site: Path) -> None:
    site.symlink_to(site.parent.parent / "gone")


def a_pipe(site: Path) -> None:
    os.mkfifo(site)


def test_what_is_no_folder_is_not_replaced(tmp_path: Path) -> None:
    cases = {a_file: "is a file", a_link: "is a symbolic link", a_broken_link: "is a symbolic link", a_pipe: "is not a folder"}
    for make, words in cases.items():
        root = write_site(tmp_path / make.__name__ / "clone", {"briefings/a.md": sample.briefing()})
        make(root / "site")
        before = (root / "site").lstat().st_ino
        require_refused(root, run(root), str(root / "site"), words)
        assert (root / "site").lstat().st_ino == before
        assert not (root.parent / "www/briefings").exists()


# --- File systems that cannot exchange ----------------------------------------------------------------------------------

WITHOUT_EXCHANGE = """
    import errno, os, signal, sys
    import sevenminute.storage.folder_exchange
    def refuse(one, other):
        raise OSError(errno.EINVAL, "Invalid argument")
    sevenminute.storage.folder_exchange.exchange = refuse
"""
KILLED_BETWEEN_THE_MOVES = """
    move = os.rename
    def move_and_die(old, new):
        move(old, new)
        if os.fspath(old).endswith("site") and ".site." in os.fspath(new):
            os.kill(os.getpid(), signal.SIGKILL)
    os.rename = move_and_die
"""


def driven(*patches: str, command: str = "build") -> list[str]:
    """A build, or another command, with parts of the machine replaced."""
    lines = "".join(map(textwrap.dedent, patches))
    return [sys.executable, "-c", f"{lines}\nfrom sevenminute.cli import main\nsys.exit(main(['{command}']))"]


def test_without_an_exchange_the_new_site_is_moved_into_place(old: Path) -> None:
    done = run(old, *driven(WITHOUT_EXCHANGE))
    assert done.returncode == 0, done.stdout
    assert "briefings/old.html" not in contents(old / "site")
    assert left_over(old) == []


def test_without_an_exchange_a_kill_between_the_moves_is_repaired_by_the_next_command(old: Path) -> None:
    before = contents(old / "site")
    done = run(old, *driven(WITHOUT_EXCHANGE, KILLED_BETWEEN_THE_MOVES))
    assert done.returncode == -signal.SIGKILL, done.stdout
    assert not (old / "site").exists()
    (old / "briefings/a.md").write_text(sample.briefing(title=None), encoding="utf-8")
    assert run(old).returncode == 1
    assert contents(old / "site") == before
    assert left_over(old) == []


def test_without_an_exchange_a_second_move_that_fails_takes_back_the_first(old: Path) -> None:
    before = contents(old / "site")
    fails = """
        move, moves = os.rename, []
        def move_once(old, new):
            moves.append(old)
            if len(moves) == 2:
                raise OSError(errno.EIO, "Input/output error")
            move(old, new)
        os.rename = move_once
    """
    require_refused(old, run(old, *driven(WITHOUT_EXCHANGE, fails)))
    assert contents(old / "site") == before


# --- The machine's faults -----------------------------------------------------------------------------------------------


@cache
def mounting() -> tuple[str, ...]:
    """How a command gets file systems of its own; empty where the tests may not."""
    for way in (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")):
        try:
            mounted = subprocess.run([*way, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
        except FileNotFoundError:
            return ()
        if mounted.returncode == 0:
            return way
    return ()


def with_mounts(script: str) -> list[str]:
    """A build after a script of mounts that nobody else sees."""
    return [*mounting(), "sh", "-ec", f"{script}\nexec {sys.executable} -m sevenminute build"]


def raising(number: str, module: str, name: str, *, command: str = "build") -> list[str]:
    """A build, or another command, in which a function of a module fails as the system lets it fail."""
    return driven(
        f"""
        import errno, os, sys
        import {module}
        def fail(*given, **named):
            raise OSError(errno.{number}, os.strerror(errno.{number}))
        {module}.{name} = fail
        """,
        command=command,
    )


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
