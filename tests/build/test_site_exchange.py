"""The new site takes the place of the old one, on machines that cannot exchange two folders too, and of nothing else."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from test_commands import contents

import sample
from building import driven, left_over, require_refused, run
from conftest import write_site


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


@pytest.mark.slow
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
