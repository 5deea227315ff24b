"""Every mistake in the settings has one message, on its line of mkdocs.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from sample import SETTINGS
from sevenminute.config.reader import read_settings
from sevenminute.config.schema import Settings
from sevenminute.diagnostics.problem import Problem

SITE = "https://briefings.example.org/"
REAL_SITE = "https://briefings.testshire.gov.uk/"


def read(folder: Path, text: str) -> Settings | tuple[Problem, ...]:
    file = folder / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    return read_settings(yaml.safe_load(text), file)


def problems(folder: Path, text: str) -> list[str]:
    said = read(folder, text)
    assert isinstance(said, tuple)
    return [str(problem) for problem in said]


def test_the_sample_is_right(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS)
    assert isinstance(settings, Settings)
    assert settings.organisation.area == "Testshire"
    assert settings.urgent_help.contacts[0].tel == "01632960001"


BAD_SETTINGS = [
    pytest.param(
        "    area: Testshire\n",
        "",
        "4: extra.organisation.area is missing: the sample mkdocs.yml shows what it looks like",
        id="a setting missing",
    ),
    pytest.param(
        '  quick_exit: {text: Leave this site, url: "https://www.bbc.co.uk/weather", site_name: BBC Weather}\n',
        "",
        "3: extra.quick_exit is missing: the sample mkdocs.yml shows what it looks like",
        id="a group missing",
    ),
    pytest.param(
        '  quick_exit: {text: Leave this site, url: "https://www.bbc.co.uk/weather", site_name: BBC Weather}',
        "  quick_exit:",
        "17: extra.quick_exit is empty: fill it in",
        id="a group empty",
    ),
    pytest.param(
        '  quick_exit: {text: Leave this site, url: "https://www.bbc.co.uk/weather", site_name: BBC Weather}',
        "  quick_exit: BBC",
        "17: extra.quick_exit holds other settings: the sample mkdocs.yml shows what it looks like",
        id="a text instead of a group",
    ),
    pytest.param(
        "area: Testshire",
        "area:",
        "7: extra.organisation.area is empty: fill it in",
        id="a setting empty",
    ),
    pytest.param(
        "area: Testshire",
        "area: '  '",
        "7: extra.organisation.area is empty: fill it in",
        id="a setting of spaces",
    ),
    pytest.param(
        "area: Testshire",
        "area: TBC",
        "7: extra.organisation.area: “TBC” is still to be filled in: write your own",
        id="TBC",
    ),
    pytest.param(
        "name: Testshire Safeguarding Partnership",
        "name: '[your name]'",
        "5: extra.organisation.name: “[your name]” is still to be filled in: write your own",
        id="your name in brackets",
    ),
    pytest.param(
        "area: Testshire",
        "area: '...'",
        "7: extra.organisation.area: “...” is still to be filled in: write your own",
        id="dots",
    ),
    pytest.param(
        "area: Testshire",
        "area: [a]",
        "7: extra.organisation.area must be one line of text: put it in quotation marks",
        id="a list instead of a text",
    ),
    pytest.param(
        "telephone: 01632 960100",
        "telephone: call us",
        "9: extra.organisation.telephone: “call us” is not a telephone number: write its digits with spaces, in quotation marks",
        id="words for a telephone number",
    ),
    pytest.param(
        "telephone: 01632 960100",
        "telephone: 01234567",
        "9: extra.organisation.telephone: put the number in quotation marks, or it may lose a zero",
        id="a telephone number that lost its zero",
    ),
    pytest.param(
        'telephone: "999"',
        "telephone: 999",
        "13: extra.urgent_help.emergency.telephone: put the number in quotation marks, or it may lose a zero",
        id="an emergency number without quotation marks",
    ),
    pytest.param(
        "telephone: 01632 960100",
        "telephone: 01632 960100 ext 5",
        "9: extra.organisation.telephone: “01632 960100 ext 5” is not a telephone number: write its digits with spaces, "
        "in quotation marks",
        id="an extension",
    ),
    pytest.param(
        "partnership@example.org",
        "partnership at example.org",
        "8: extra.organisation.email: “partnership at example.org” is not an email address: write it like "
        "partnership@example.org",
        id="an email address without @",
    ),
    pytest.param(
        "https://www.bbc.co.uk",
        "http://www.bbc.co.uk",
        "17: extra.quick_exit.url: “http://www.bbc.co.uk/weather” is not a safe web address: write the whole of it, "
        "beginning with https://",
        id="an exit that is not encrypted",
    ),
    pytest.param(
        "https://www.bbc.co.uk",
        "www.bbc.co.uk",
        "17: extra.quick_exit.url: “www.bbc.co.uk/weather” is not a safe web address: write the whole of it, beginning "
        "with https://",
        id="an exit without https",
    ),
    pytest.param(
        "https://www.bbc.co.uk",
        "https://www.bbc .co.uk",
        "17: extra.quick_exit.url: “https://www.bbc .co.uk/weather” is not a safe web address: write the whole of it, "
        "beginning with https://",
        id="an exit with a space",
    ),
    pytest.param(
        "https://www.bbc.co.uk",
        "https://[bbc.co.uk",
        "17: extra.quick_exit.url: “https://[bbc.co.uk/weather” is not a safe web address: write the whole of it, "
        "beginning with https://",
        id="an exit with a bracket",
    ),
    pytest.param(
        '"https://www.bbc.co.uk/weather"',
        "“https://www.bbc.co.uk/weather”",
        "17: extra.quick_exit.url: curly quotation marks would be shown: write straight ones (\" or ') instead",
        id="an address in curly quotation marks",
    ),
    pytest.param(
        "name: Testshire Safeguarding Partnership",
        "name: “Testshire Safeguarding Partnership”",
        "5: extra.organisation.name: curly quotation marks would be shown: write straight ones (\" or ') instead",
        id="a name in curly quotation marks",
    ),
    pytest.param(
        ", url:",
        ", ulr:",
        "17: extra.quick_exit.ulr is not a setting; did you mean “url”?",
        id="a misspelt setting of three letters",
    ),
    pytest.param(
        "site_name: BBC Weather}",
        "site_name: BBC Weather, words: Weather}",
        "17: extra.quick_exit.words holds other settings: docs/quick-exit.md shows what it looks like",
        id="words instead of what the sample leaves out",
    ),
    pytest.param(
        "    area:",
        "    aera:",
        "7: extra.organisation.aera is not a setting; did you mean “area”?",
        id="a misspelt setting",
    ),
    pytest.param(
        "  quick_exit:",
        "  quick_exits:",
        "17: extra.quick_exits is not a setting; did you mean “quick_exit”?",
        id="a misspelt group",
    ),
    pytest.param(
        "telephone: 01632 960001",
        "telefone: 01632 960001",
        "16: extra.urgent_help.contacts.1.telefone is not a setting; did you mean “telephone”?",
        id="a misspelt setting of a contact",
    ),
    pytest.param(
        "    area: Testshire",
        "    area: Testshire\n    colour: red",
        "8: extra.organisation.colour is not a setting: delete the line",
        id="an unknown setting",
    ),
    pytest.param(
        "    contacts:\n      - {name: Testshire Front Door, telephone: 01632 960001, when: all day}",
        "    contacts: []",
        "15: extra.urgent_help.contacts is empty: fill it in",
        id="no contacts",
    ),
    pytest.param(
        "telephone: 01632 960001, ",
        "",
        "16: extra.urgent_help.contacts.1.telephone is missing: the sample mkdocs.yml shows what it looks like",
        id="a contact without a number",
    ),
    pytest.param(
        "telephone: 01632 960001",
        "telephone: TBC",
        "16: extra.urgent_help.contacts.1.telephone: “TBC” is still to be filled in: write your own",
        id="a contact to be filled in",
    ),
    pytest.param(
        "response_days: 10",
        "response_days: 0",
        "24: extra.accessibility_statement.response_days is “0”: write at least 1",
        id="an answer in no days",
    ),
    pytest.param(
        "response_days: 10",
        "response_days: ten",
        "24: extra.accessibility_statement.response_days is “ten”: write a whole number",
        id="an answer in ten days",
    ),
    pytest.param(
        "status: partially",
        "status: mostly",
        "19: extra.accessibility_statement.status is “mostly”: write fully, partially or not",
        id="an unknown status",
    ),
    pytest.param(
        "prepared: 2026-11-22",
        "prepared: 22/11/2026",
        "20: extra.accessibility_statement.prepared: “22/11/2026” is not a date that can be read: write 2026-11-22",
        id="a date in figures",
    ),
    pytest.param(
        'questions: ["What will we do this week?"]',
        "questions: []",
        "25: extra.questions is empty: fill it in",
        id="no questions",
    ),
    pytest.param(
        'questions: ["What will we do this week?"]',
        "questions: What?",
        "25: extra.questions holds other settings: the sample mkdocs.yml shows what it looks like",
        id="a text instead of questions",
    ),
    pytest.param(
        "  questions:",
        "  audience: {gps: GPs}\n  questions:",
        "25: extra.audience is not a setting; did you mean “audiences”?",
        id="the list of audiences misspelt",
    ),
    pytest.param(
        "  questions:",
        "  audiences: [gps]\n  questions:",
        "25: extra.audiences holds other settings: the sample mkdocs.yml shows what it looks like",
        id="audiences without names",
    ),
    pytest.param(
        "  questions:",
        "  audiences: {GPs: GPs}\n  questions:",
        "25: extra.audiences.GPs: “GPs” is not an id: write it in small letters with hyphens, like gps",
        id="an audience whose id is a name",
    ),
    pytest.param(
        "  questions:",
        "  audiences: {both: everybody}\n  questions:",
        "25: extra.audiences.both: “both” means practitioners and parents in the register: choose another id",
        id="an audience that is two",
    ),
    pytest.param("  questions:", "  audiences: {}\n  questions:", "25: extra.audiences is empty: fill it in", id="no audience"),
    pytest.param(
        "  questions:",
        "  topics: {lado: }\n  questions:",
        "25: extra.topics.lado is empty: fill it in",
        id="a topic without a name",
    ),
    pytest.param(
        "  questions:",
        "  people: {adult: {}}\n  questions:",
        "25: extra.people.adult is not a setting; did you mean “adults”?",
        id="people of no group",
    ),
    pytest.param(
        "  questions:",
        "  people: {both: {questions: [What now]}}\n  questions:",
        "25: extra.people.both.urgent_help is missing: the sample mkdocs.yml shows what it looks like",
        id="people without whom to call",
    ),
    pytest.param(
        "  questions:",
        "  people:\n    adults:\n      urgent_help:\n        question: Now?\n        worried: Worried?\n        contact: []\n"
        "        contacts: [{name: Desk, telephone: call us}]\n  questions:",
        "30: extra.people.adults.urgent_help.contact is not a setting; did you mean “contacts”?\n"
        "mkdocs.yml:31: extra.people.adults.urgent_help.contacts.1.telephone: “call us” is not a telephone number: write its "
        "digits with spaces, in quotation marks",
        id="two mistakes in whom to call",
    ),
    pytest.param(
        "  questions:",
        "  latest: 100\n  questions:",
        "25: extra.latest is “100”: write at most 20",
        id="too many of the latest",
    ),
    pytest.param(
        "  questions:",
        "  edit_page: https://code.example.org/\n  questions:",
        "25: extra.edit_page: “https://code.example.org/” does not say where the file's path goes: write {path} in its place",
        id="an edit address without a path",
    ),
]
"""What is changed in the sample, into what, and all that is said of it."""


@pytest.mark.parametrize(("old", "new", "said"), BAD_SETTINGS)
def test_a_mistake_in_the_settings_has_its_message(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SETTINGS
    assert problems(tmp_path, SETTINGS.replace(old, new)) == f"mkdocs.yml:{said}".split("\n")


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    text = SETTINGS.replace("area: Testshire", "aera: Testshire").replace("response_days: 10", "response_days: 0")
    text = text.replace("https://www.bbc", "http://www.bbc").replace("01632 960001", "TBC")
    assert [line.partition(": ")[0] for line in problems(tmp_path, text)] == [
        "mkdocs.yml:7",
        "mkdocs.yml:16",
        "mkdocs.yml:17",
        "mkdocs.yml:24",
    ]


OURS = SETTINGS.replace("  sample: true\n", "")
"""Settings that no longer say that they are the sample's."""


def test_what_is_made_up_is_refused_unless_it_says_that_it_is_the_sample(tmp_path: Path) -> None:
    text = OURS.replace("Testshire SP", "Exampleshire SP").replace("01632 960001", '"+44 1632 960 001"')
    still = "is still the sample's"
    assert problems(tmp_path, text) == [
        f"mkdocs.yml:2: site_url {still} “https://briefings.example.org”: write your own",
        f"mkdocs.yml:6: extra.organisation.short_name {still} “Exampleshire”: write your own",
        f"mkdocs.yml:8: extra.organisation.email {still} “partnership@example.org”: write your own",
        f"mkdocs.yml:9: extra.organisation.telephone {still} “01632 960100”: write your own",
        f"mkdocs.yml:10: extra.organisation.website {still} “https://www.example.org”: write your own",
        f"mkdocs.yml:16: extra.urgent_help.contacts.1.telephone {still} “+44 1632 960 001”: write your own",
    ]


def test_names_outside_extra_are_looked_at_too(tmp_path: Path) -> None:
    text = OURS.replace("Testshire briefings", "Exampleshire briefings")
    assert problems(tmp_path, text)[0] == "mkdocs.yml:1: site_name is still the sample's “Exampleshire”: write your own"


@pytest.mark.parametrize("site_url", ["", "http://localhost:8000/", "http://127.0.0.1:8000/", SITE])
def test_the_sample_passes_where_nobody_takes_it_for_real(tmp_path: Path, site_url: str) -> None:
    assert isinstance(read(tmp_path, SETTINGS.replace(SITE, f'"{site_url}"')), Settings)


def test_the_sample_is_refused_at_a_real_address(tmp_path: Path) -> None:
    assert problems(tmp_path, SETTINGS.replace(SITE, REAL_SITE)) == [
        "mkdocs.yml:26: extra.sample is true, but site_url is a real address: write your own facts, then delete the line sample"
    ]


@pytest.mark.parametrize(
    "site_url",
    [
        'https://a.gov.uk/"><script>alert(1)</script>/',
        "https://a.gov.uk/?site=1",
        "https://a.gov.uk/a;b/",
        "https://a.gov.uk/$a/",
        "https://a.gov.uk/a&b/",
        "https://a.gov.uk/#x",
        "ftp://a.gov.uk/",
        "a.gov.uk",
    ],
)
def test_an_address_that_cannot_be_that_of_a_site_is_refused(tmp_path: Path, site_url: str) -> None:
    said = problems(tmp_path, SETTINGS.replace(SITE, f"'{site_url}'"))[0]
    assert said.startswith("mkdocs.yml:2: site_url “")
    assert said.endswith(" is not the web address of a site: write one like https://briefings.council.gov.uk/")


@pytest.mark.parametrize(
    "site_url", [SITE, "https://a.example.org/safeguarding/7-minutes", "http://[::1]:8000/", "http://localhost/~b/"]
)
def test_an_address_below_any_path_passes(tmp_path: Path, site_url: str) -> None:
    said = read(tmp_path, SETTINGS.replace(SITE, f'"{site_url}"'))
    assert isinstance(said, Settings) or not [problem for problem in said if "site can be" in str(problem)]


def test_a_question_may_be_a_quotation(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS.replace('"What will we do this week?"', "'“What will we do?”'"))
    assert isinstance(settings, Settings)
    assert settings.questions == ("“What will we do?”",)


def test_settings_of_the_theme_pass(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, SETTINGS + "  social: []\n  generator: false\n"), Settings)


def test_pages_can_name_the_settings(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS)
    assert isinstance(settings, Settings)
    filled = settings.placeholders()
    assert filled["organisation.name"] == "Testshire Safeguarding Partnership"
    assert filled["accessibility_statement.prepared"] == "22 November 2026"
    assert filled["quick_exit.bounce"] is True
    assert filled["quick_exit.second_url"] is None


def test_the_address_where_a_page_is_edited_has_its_path(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS + "  edit_page: https://code.example.org/edit/{path}\n")
    assert isinstance(settings, Settings)
    assert settings.edit_address("briefings/x.md") == "https://code.example.org/edit/briefings/x.md"


LINKS = (
    SETTINGS
    + """\
  links:
    warn_after_days: 60
    fail_after_days: 120
    intranet: ['^https?://10[.]']
    hosts:
      www.example.gov.uk: {rate: 2, accept: [403]}
    ignore:
      - {url: 'https://x.example.gov.uk/app*', reason: needs a login, until: 2027-03-31}
"""
)


def link_problems(folder: Path, text: str) -> list[str]:
    file = folder / "mkdocs.yml"
    file.write_text(text, encoding="utf-8")
    said = read_settings(yaml.safe_load(text), file, now=date(2026, 11, 22))
    assert isinstance(said, tuple), said
    return [str(problem) for problem in said]


def test_the_check_of_links_has_settings(tmp_path: Path) -> None:
    settings = read(tmp_path, LINKS)
    assert isinstance(settings, Settings)
    assert settings.links.warn_after_days == 60
    assert settings.links.hosts["www.example.gov.uk"].accept == (403,)
    ignore = settings.links.ignore[0]
    assert ignore.covers("https://x.example.gov.uk/app?page=2")
    assert not ignore.covers("https://x.example.gov.uk/")
    assert not ignore.is_over(date(2027, 3, 31))
    assert ignore.is_over(date(2027, 4, 1))


def test_without_settings_links_are_checked_with_the_usual_ones(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS)
    assert isinstance(settings, Settings)
    assert (settings.links.warn_after_days, settings.links.fail_after_days) == (90, 180)
    assert settings.links.respect_robots
    assert not settings.links.allow_private


BAD_LINKS = [
    (
        "warn_after_days: 60",
        "warn_after_day: 60",
        "30: extra.links.warn_after_day is not a setting; did you mean “warn_after_days”?",
    ),
    ("warn_after_days: 60", "warn_after_days: soon", "30: extra.links.warn_after_days is “soon”: write a whole number"),
    ("warn_after_days: 60", "warn_after_days: 0", "30: extra.links.warn_after_days is “0”: write at least 1"),
    (
        "warn_after_days: 60",
        "warn_after_days: 120",
        "29: extra.links: fail_after_days is 120: write more than warn_after_days, 120",
    ),
    ("warn_after_days: 60", "respect_robots: perhaps", "30: extra.links.respect_robots is “perhaps”: write true or false"),
    (
        "'^https?://10[.]'",
        "'^https?://(10'",
        "32: extra.links.intranet.1: “^https?://(10” is not a regular expression (missing ), unterminated subpattern): "
        "write it like '^https?://[^/]*[.]internal(/|$)'",
    ),
    (
        "www.example.gov.uk: {",
        "https://www.example.gov.uk: {",
        "34: extra.links.hosts.https://www.example.gov.uk: “https://www.example.gov.uk” is not a host: write it like "
        "www.example.gov.uk, without https:// and without a path",
    ),
    ("rate: 2", "rat: 2", "34: extra.links.hosts.www.example.gov.uk.rat is not a setting; did you mean “rate”?"),
    ("rate: 2", "rate: 0", "34: extra.links.hosts.www.example.gov.uk.rate is “0”: write more than 0"),
    ("rate: 2", "rate: 50", "34: extra.links.hosts.www.example.gov.uk.rate is “50”: write at most 10"),
    ("accept: [403]", "accept: [200]", "34: extra.links.hosts.www.example.gov.uk.accept.1 is “200”: write at least 400"),
    (
        "reason: needs a login, ",
        "",
        "36: extra.links.ignore.1.reason is missing: the sample mkdocs.yml shows what it looks like",
    ),
    (
        ", until: 2027-03-31",
        "",
        "36: extra.links.ignore.1.until is missing: the sample mkdocs.yml shows what it looks like",
    ),
    (
        "until: 2027-03-31",
        "until: 2027-12-01",
        "36: extra.links.ignore.1.until: “2027-12-01” is more than a year away: write 2027-11-22 or earlier, and look again then",
    ),
    (
        "https://x.example.gov.uk/app*",
        "x.example.gov.uk",
        "36: extra.links.ignore.1.url: “x.example.gov.uk” is not a web address: write the whole of it, with * for what may "
        "differ",
    ),
    (
        "https://x.example.gov.uk/app*",
        "https://*",
        "36: extra.links.ignore.1.url: “https://*” would ignore every link: name a host",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD_LINKS)
def test_a_mistake_in_the_settings_of_links_has_its_message(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in LINKS
    assert link_problems(tmp_path, LINKS.replace(old, new)) == [f"mkdocs.yml:{said}"]


def test_an_ignore_may_end_a_year_from_now(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, LINKS.replace("until: 2027-03-31", "until: 2027-03")), Settings)
