"""Where the browser of the link check is: the setting, or what the machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

from linked_site import FakeEngine, briefing, check, write_linked_site
from sevenminute.links.commands.exit_codes import UNUSABLE
from sevenminute.links.fetch.browser.executable import NoBrowserError, find_browser

Out = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("setting", "said"), [("browser: chromium", "is not the path of a program"), ("browser: 7", "is not the path of a program")]
)
def test_a_browser_in_the_settings_is_a_path(tmp_path: Path, capsys: Out, setting: str, said: str) -> None:
    root = write_linked_site(tmp_path, {"briefings/a.md": briefing()}, setting)
    assert check(root, "--all", engine=FakeEngine({})) == UNUSABLE
    captured = capsys.readouterr()
    assert said in captured.out + captured.err


def test_where_a_browser_is_comes_from_the_settings_or_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "a-chromium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert find_browser(True) == find_browser(str(program)) == str(program)
    with pytest.raises(NoBrowserError, match="browser is false"):
        find_browser(False)
    with pytest.raises(NoBrowserError, match="browser names /nowhere, which is no program"):
        find_browser("/nowhere")
    monkeypatch.setenv("CHROMIUM", "")
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    with pytest.raises(NoBrowserError, match="no Chromium or Chrome"):
        find_browser(True)
