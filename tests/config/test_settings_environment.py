"""What stands in the environment of the machine that builds never reaches a page, nor a message, by way of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

import sample
from conftest import build_site, write_site
from sevenminute.config.reader import read_settings_file
from sevenminute.config.schema import Settings

SECRET = "s3cret-0f-the-build-machine"  # noqa: S105 - what must not come out
NAME = "name: Testshire Safeguarding Partnership"
SITE_URL = "site_url: https://briefings.example.org/\n"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRETVAR", SECRET)
    monkeypatch.setenv("SECRET_ADDRESS", f"https://hooks.example.org/{SECRET}/")


REFUSED = {
    "a variable with a default": (sample.SETTINGS + "site_description: !ENV [SECRETVAR, x]\n", "site_description"),
    "a variable": (sample.SETTINGS + "site_description: !ENV SECRETVAR\n", "site_description"),
    "a variable in a list of its own lines": (sample.SETTINGS + "copyright: !ENV\n  - SECRETVAR\n  - x\n", "copyright"),
    "a setting of ours": (sample.SETTINGS.replace(NAME, "name: !ENV SECRETVAR"), "extra.organisation.name"),
    "a number of ours": (sample.SETTINGS + "  latest: !ENV SECRETVAR\n", "extra.latest"),
    "an entry of a list": (
        sample.SETTINGS.replace('["What will we do this week?"]', "[!ENV SECRETVAR]"),
        "extra.questions.1",
    ),
    "the verbatim form of the tag": (sample.SETTINGS + "site_description: !<!ENV> SECRETVAR\n", "site_description"),
    "a tag put together": ("%TAG !e! !E\n---\n" + sample.SETTINGS + "site_description: !e!NV SECRETVAR\n", "site_description"),
    "an alias of an allowed one": (
        sample.SETTINGS.replace(SITE_URL, "site_url: &where !ENV [SITE_URL, https://briefings.example.org/]\n")
        + "site_description: *where\n",
        "site_description",
    ),
    "an address that is not the site's": (sample.SETTINGS.replace(SITE_URL, "site_url: !ENV SECRET_ADDRESS\n"), "site_url"),
    "one of several variables": (
        sample.SETTINGS.replace(SITE_URL, "site_url: !ENV [SITE_URL, SECRET_ADDRESS, x]\n"),
        "site_url",
    ),
    "a merged group": (
        sample.SETTINGS.replace(NAME, "<<: {name: !ENV SECRETVAR}"),
        "extra.organisation.name",
    ),
    "a key": (sample.SETTINGS + "  ? !ENV SECRETVAR\n  : x\n", "extra.SECRETVAR"),
    "a call": (
        sample.SETTINGS + "site_description: !!python/object/apply:os.getenv [SECRETVAR]\n",
        "site_description",
    ),
    "an object": (sample.SETTINGS + "site_description: !!python/object/new:str [x]\n", "site_description"),
    "a name": (sample.SETTINGS + "copyright: !!python/name:os.sep\n", "copyright"),
    "a module": (sample.SETTINGS + "copyright: !!python/module:os\n", "copyright"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_comes_from_the_machine_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    settings, place = REFUSED[case]
    file = tmp_path / "mkdocs.yml"
    file.write_text(settings, encoding="utf-8")
    problems = read_settings_file(file)
    assert not isinstance(problems, Settings)
    assert len(problems) == 1, problems
    said = str(problems[0])
    assert f": {place} " in said
    assert "machine" in said
    assert SECRET not in said
    key = place.rpartition(".")[2]
    assert key.isdigit() or key in settings.splitlines()[problems[0].line - 1]


@pytest.mark.parametrize("case", ["a variable with a default", "a setting of ours", "a number of ours", "a merged group"])
def test_the_build_refuses_it_without_saying_the_value(case: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = write_site(tmp_path / "source", {"briefings/safer-sleep.md": sample.briefing()}, REFUSED[case][0])
    assert not build_site(root, tmp_path / "site").passed
    assert f"{REFUSED[case][1]} is taken from the machine that builds" in caplog.text
    assert SECRET not in caplog.text
    assert not (tmp_path / "site").exists()


def test_settings_of_another_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("site_description: !ENV SECRETVAR\n", encoding="utf-8")
    file = tmp_path / "mkdocs.yml"
    file.write_text("INHERIT: base.yml\n" + sample.SETTINGS, encoding="utf-8")
    problems = read_settings_file(file)
    assert not isinstance(problems, Settings)
    assert [str(problem) for problem in problems] == [
        "mkdocs.yml:1: INHERIT takes settings from another file, which is not checked: write all settings in mkdocs.yml"
    ]


def test_where_the_site_is_published_may_come_from_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mkdocs.yml"
    text = sample.SETTINGS.replace(SITE_URL, "site_url: !ENV [SITE_URL, CI_PAGES_URL, https://briefings.example.org/]\n")
    file.write_text(text + "strict: !ENV [CI, false]\n", encoding="utf-8")
    assert isinstance(read_settings_file(file), Settings)
    monkeypatch.setenv("SITE_URL", f"{SECRET}, not an address")
    problems = read_settings_file(file)
    assert not isinstance(problems, Settings)
    assert SECRET not in str(problems)
    assert "SITE_URL" in str(problems)
