"""Builds cannot harm each other, and site/ is whole at every moment: builds at once, kills and stops."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from build_safety import DAYS, Folder, kill, race
from filelock import FileLock
from test_commands import contents

import sample
from building import BUILD, LOCK, NOT_BUILT, TIMEOUT, WITH_PDFS, left_over, run
from conftest import write_site


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


@pytest.mark.slow
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


def test_what_earlier_builds_left_is_removed_whatever_its_name_and_others_may_read_the_site(old: Path) -> None:
    """A web server runs as somebody else: the site is as open as any folder that this person makes."""
    for name in (".site.next", ".site.last", ".site.x1y2", ".site.a b"):
        (old / name / "site").mkdir(parents=True)
        (old / name / "site/index.html").write_text("half", encoding="utf-8")
    done = run(old, "sh", "-c", f"umask 022; exec {sys.executable} -m sevenminute build")
    assert done.returncode == 0, done.stdout
    assert (old / "site").stat().st_mode & 0o777 == 0o755
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
