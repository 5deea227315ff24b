"""The command `briefings`: its exit codes, its output, and schemas that are kept in step."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from conftest import MACHINERY, write_site
from sample import SETTINGS, briefing
from sevenminute.cli import OK, PROBLEMS, SCHEMAS, USAGE, main
from sevenminute.text.dates import today

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def day_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert today().isoformat() == "2026-11-22"


def write(root: Path, text: str) -> None:
    write_site(root, {"briefings/x.md": text})


def check(root: Path, *arguments: str) -> int:
    """Check without building; test_check_command.py has what the build adds."""
    return main(["--root", str(root), "check", "--quick", *arguments])


def test_good_content_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, briefing())
    assert check(tmp_path) == OK == 0
    assert capsys.readouterr().out == "1 briefing read, no mistake found.\n"


def test_a_mistake_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, briefing(owner=None))
    assert check(tmp_path) == PROBLEMS == 1
    assert capsys.readouterr().out == (
        "briefings/x.md:1: “owner” is missing: add a line owner: Learning and Development Team\n"
        "1 briefing read, 1 mistake found.\n"
    )


def test_settings_and_placeholders_are_checked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, briefing())
    (tmp_path / "docs/index.md").write_text("# Home\n\nCall {{ organisation.phone }}\n", encoding="utf-8")
    assert check(tmp_path) == PROBLEMS
    assert "docs/index.md:3: “{{ organisation.phone }}” has no value in mkdocs.yml" in capsys.readouterr().out
    settings = SETTINGS.replace("area: Testshire", "area: TBC") + f"strict: !ENV [CI, false]\n{MACHINERY}"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert check(tmp_path) == PROBLEMS
    said = "mkdocs.yml:7: extra.organisation.area: “TBC” is still to be filled in: write your own\n"
    assert capsys.readouterr().out == said + "1 briefing read, 1 mistake found.\n"


def test_a_conflict_in_the_settings_is_called_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, briefing())
    both = "<<<<<<< HEAD\n    area: Testshire\n=======\n    area: Test\n>>>>>>> area"
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.replace("    area: Testshire", both), encoding="utf-8")
    assert check(tmp_path) == PROBLEMS
    assert capsys.readouterr().out.startswith("mkdocs.yml:7: two people changed the same place: keep one of the two, ")


def test_another_folder_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path) == USAGE == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "has no folder briefings/: run this in the folder of mkdocs.yml" in said.err


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--annotate-all"]])
def test_a_mistyped_command_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == USAGE
    assert "usage: briefings" in capsys.readouterr().err


def test_annotations_are_the_code_hosts_own_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, briefing(published="100%"))
    assert check(tmp_path, "--annotations") == PROBLEMS
    assert "::error file=briefings/x.md,line=4::published “100%25” is not a date" in capsys.readouterr().out


def obeyed(output: str) -> list[str]:
    """Return the lines of a log that GitHub takes for commands: those with its marks, unless it was told to look at none."""
    found, until = [], ""
    for line in output.splitlines():
        if until:
            until = "" if line.strip() == f"::{until}::" else until
        elif stop := re.fullmatch(r"\s*::stop-commands::(.+)", line):
            until = stop[1]
        elif line.lstrip().startswith("::") or "##[" in line:
            found.append(line)
    assert not until, "commands are heeded again at the end"
    return found


@pytest.mark.parametrize("command", ["::error::x", "##[add-mask]briefings", "%0A::error::x", "x\n::add-path::/tmp", "::x::"])
def test_words_of_a_briefing_are_no_commands_of_the_code_host(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    write(tmp_path, briefing(published=json.dumps(command)))
    assert check(tmp_path, "--annotations") == PROBLEMS
    said = capsys.readouterr().out
    (line,) = obeyed(said)
    assert line.startswith("::error file=briefings/x.md,line=4::published “")
    check(tmp_path, "--annotations")
    stops = re.findall("(?m)^::stop-commands::(.+)$", said + capsys.readouterr().out)
    assert len(set(stops)) == 2, "nobody knows the word beforehand"


def test_the_schemas_of_the_repository_are_in_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(REPOSITORY), "schema", "--check"]) == OK
    assert capsys.readouterr().out == ""


def test_the_schemas_offer_the_audiences_of_the_site_and_refuse_no_other(tmp_path: Path) -> None:
    settings = SETTINGS + "  audiences: {gps: GPs, schools: schools}\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert main(["--root", str(tmp_path), "schema"]) == OK
    for name in ("briefing", "resource"):
        schema = json.loads((tmp_path / f"schemas/{name}.schema.json").read_text(encoding="utf-8"))
        audience = schema["properties"]["audience"]
        assert json.dumps({"enum": ["gps", "schools"]}) in json.dumps(audience)
        assert Draft202012Validator(audience).is_valid("gps")
        assert Draft202012Validator(audience).is_valid(["later"]), "which mkdocs.yml may name by now"
        assert not Draft202012Validator(audience).is_valid("No id")


def test_schemas_are_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "schema"]) == OK
    assert capsys.readouterr().out == "".join(f"schemas/{name} written\n" for name in SCHEMAS)
    assert main(["--root", str(tmp_path), "schema"]) == OK
    assert capsys.readouterr().out == ""
    names = sorted(file.name for file in (tmp_path / "schemas").iterdir())
    assert names == sorted(SCHEMAS)  # and nothing half written
    assert json.loads((tmp_path / "schemas" / names[0]).read_text(encoding="utf-8"))["title"] == "BriefingFields"


def test_a_schema_out_of_step_is_1_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--root", str(tmp_path), "schema"])
    file = tmp_path / "schemas" / "briefing.schema.json"
    file.write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert main(["--root", str(tmp_path), "schema", "--check"]) == PROBLEMS
    assert capsys.readouterr().out == "schemas/briefing.schema.json is out of date: run `briefings schema`\n"
    assert file.read_text(encoding="utf-8") == "{}"
