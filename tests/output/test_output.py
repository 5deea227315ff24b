"""What a command says may get lost: it comes to its end all the same, says so, and ends with the code for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sample
from conftest import write_site

BRIEFINGS = f"{sys.executable} -m sevenminute"
FULL = ("> /dev/full", "the disk is full. Make room on it, then try again.")
ENDED = ("| true", "what reads it has ended. Let it read to the end, or write the output into a file.")
CLOSED = (">&-", "it is closed. Leave it open, or write the output into a file.")
LOST = "Not all of the output could be written: "
DONE = " All else was done."


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site that has been built."""
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(topics="[sleep]"),
        "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Sleep\n---\n",
    }
    settings = sample.SETTINGS.replace("print: {pdf: false}", "print: {large_print: false}")
    root = write_site(tmp_path_factory.mktemp("output") / "source", files, settings)
    code, said = run(root, "build", "")
    assert code == 0, said
    return root


def run(root: Path, command: str, output: str) -> tuple[int, str]:
    """Run a command with its output as given; return its own exit code and what it says to standard errors."""
    script = f"{BRIEFINGS} {command} {output}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert "Errno" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("output", "said"), [FULL, ENDED, CLOSED], ids=["a full disk", "a reader that ends", "closed"])
@pytest.mark.parametrize("command", ["check --quick", "links report"])
def test_each_way_to_lose_what_is_said_has_its_words(root: Path, command: str, output: str, said: str) -> None:
    assert run(root, command, output) == (2, f"{LOST}{said}{DONE}\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["headers nginx", "intranet", "pack sleep", "schema", "links check --offline", "--help", "links check --help"]
)
def test_every_command_tells_that_the_disk_is_full(root: Path, command: str) -> None:
    code, said = run(root, command, FULL[0])
    assert code == 2
    assert said.splitlines()[-1] == f"{LOST}{FULL[1]}{DONE}"
    assert said.count(LOST) == 1


@pytest.mark.parametrize("output", [FULL[0], ">&-"])
def test_a_build_that_cannot_be_heard_does_not_say_that_the_old_site_stays(root: Path, output: str) -> None:
    before = (root / "site").stat().st_ino
    code, said = run(root, "build", output)
    assert code == 2
    assert (root / "site").stat().st_ino != before, "the new site has taken the place of the old one"
    assert said.splitlines()[-1].endswith(DONE)
    assert "as it was" not in said
    assert list(root.glob(".site*")) == []


@pytest.mark.slow
def test_mistakes_that_nobody_heard_of_are_no_success(root: Path, tmp_path: Path) -> None:
    bad = write_site(tmp_path / "bad", {"briefings/a.md": sample.briefing(title=None)})
    assert run(bad, "check", ENDED[0]) == (2, f"{LOST}{ENDED[1]}\n")
    assert run(bad, "check --quick", "2> /dev/full") == (1, "")
    assert run(bad, "check --quick", "<&- >&- 2>&-") == (2, "")
    assert run(bad, "nonsense", "2> /dev/full") == (2, "")
    assert run(bad, "links stamp briefings/a.md", "<&-")[0] == 2


def test_what_says_nothing_loses_nothing(root: Path) -> None:
    assert run(root, "check --settings", ">&-") == (0, "")
    assert run(root, "check --settings", FULL[0]) == (0, "")


def test_letters_that_a_terminal_does_not_know_stop_nothing(tmp_path: Path) -> None:
    bad = write_site(tmp_path / "bad", {"briefings/a.md": sample.briefing(published="“soon”")})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [*BRIEFINGS.split(), "check", "--quick"]
    done = subprocess.run(command, cwd=bad, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert rb"\u201csoon\u201d" in done.stdout
    assert done.stderr == b""
