"""A briefing names teams: a person's name, mobile number or address in it is advised against, on its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample
from sevenminute.checks import read_library

OWNERS = {
    "Learning Team, Jo Smith 07700 900123": "07700 900123",
    "Learning Team, Jo Smith": "Jo Smith",
    "Jo Smith": "Jo Smith",
    "Jo Smith (Learning Team)": "Jo Smith",
    "Learning Team - Siân O’Neill": "Siân O’Neill",
    "Learning Team / Mary-Ann van der Berg": "Mary-Ann van der Berg",
    "Mrs Smith, Learning Team": "Mrs Smith",
    "DS Jones, Public Protection": "DS Jones",
    "Learning Team +44 7700 900123": "+44 7700 900123",
    "Learning Team, tel. 07700900123": "07700900123",
    "jo.smith@example.org": "jo.smith@example.org",
    "Learning Team <j.smith@example.org>": "j.smith@example.org",
}
TEAMS = [
    "Learning and Development Team",
    "Exampleshire Council",
    "Early Help",
    "Public Health Wales",
    "Children’s Services, Exampleshire Council",
    "Exampleshire Safeguarding Children Partnership",
    "Designated Nurse",
    "Learning Team, 01632 960001",
    "Learning Team, learning@example.org",
    "Learning Team <learning.team@example.org>",
    "NSPCC",
    "Bwrdd Diogelu Rhanbarthol",
    "Tîm Dysgu a Datblygu",
    "Cyngor Sir Enghraifft",
    "Police, Public Protection Unit",
    "Sudden Infant Death Working Group",
    "Head of Learning",
    "Wider Exampleshire",
    "Blue Teams",
    "Safer Homes For Every Baby In Town",
]


def advice(root: Path, **front_matter: str | None) -> list[str]:
    """Return the advice on a briefing with this front matter or body."""
    (root / "briefings").mkdir(exist_ok=True)
    (root / "docs").mkdir(exist_ok=True)
    body = front_matter.pop("body", None)
    (root / "briefings/safer-sleep.md").write_text(sample.briefing(body, **front_matter), encoding="utf-8")
    library = read_library(root, today=date(2026, 11, 30))
    assert not library.problems
    return [str(found) for found in library.advice]


@pytest.mark.parametrize("owner", OWNERS)
def test_an_owner_that_is_a_person(owner: str, tmp_path: Path) -> None:
    said = [line for line in advice(tmp_path, owner=f'"{owner}"') if OWNERS[owner] in line]
    assert said
    assert all(line.startswith("briefings/safer-sleep.md:6: owner ") for line in said)
    assert "team" in said[0]


@pytest.mark.parametrize("owner", TEAMS)
def test_an_owner_that_is_a_team(owner: str, tmp_path: Path) -> None:
    assert advice(tmp_path, owner=f'"{owner}"') == []


@pytest.mark.parametrize(("owner", "lang"), [("Tîm Dysgu", "cy"), ("Tîm Dysgu", None), ("Zespół Edukacji", "pl")])
def test_an_owner_that_is_a_team_in_another_language(owner: str, lang: str | None, tmp_path: Path) -> None:
    assert advice(tmp_path, owner=owner, lang=lang) == []


def test_all_that_is_wrong_with_an_owner_is_said_at_once(tmp_path: Path) -> None:
    found = advice(tmp_path, owner="Learning Team, Jo Smith 07700 900123, jo.smith@example.org")
    assert len(found) == 3


@pytest.mark.parametrize("number", ["07700 900123", "+44 7700 900123", "07700900123", "(07700) 900123"])
def test_a_mobile_number_in_the_text(number: str, tmp_path: Path) -> None:
    body = sample.panels().replace("Words about what to do.", f"Words.\nText {number} or 01632 960001.")
    line = sample.briefing(body).split("\n").index(f"Text {number} or 01632 960001.") + 1
    found = advice(tmp_path, body=body)
    assert len(found) == 1
    assert found[0].startswith(f"briefings/safer-sleep.md:{line}: “{number}” is a mobile number")


@pytest.mark.parametrize(
    ("owner", "right"),
    [
        ("Learning Team; Health Trust", "[Learning Team, Health Trust]"),
        ("Learning Team / Health Trust", "[Learning Team, Health Trust]"),
        ("Learning Team | Health Trust | Police", "[Learning Team, Health Trust, Police]"),
    ],
)
def test_several_teams_in_one_text_are_to_be_a_list(owner: str, right: str, tmp_path: Path) -> None:
    said = f"owner “{owner}” is shown as one team: write several as a list, {right}"
    assert advice(tmp_path, owner=owner) == [f"briefings/safer-sleep.md:6: {said}"]


@pytest.mark.parametrize("owner", ["Learning and Development Team", "Children/Adults Board", "Learning Team, Council"])
def test_one_team_is_no_list(owner: str, tmp_path: Path) -> None:
    assert advice(tmp_path, owner=owner) == []
