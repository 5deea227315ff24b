"""The register of resources: every mistake in it has one message on its line, and what it says is kept as it stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sample import briefing
from sevenminute.checks import read_library
from sevenminute.content.json_schema import json_schema
from sevenminute.content.resource import Register, Resource, ResourceFields, parse_register, same_address
from sevenminute.diagnostics.problem import Problem
from sevenminute.text.file import decode

KEYS = ", ".join(ResourceFields.model_fields)


def entry(id: str = "guide", **values: str | None) -> str:
    """Return a good entry of the register but for what is given; a key given as None is left out."""
    usual = {"title": "A guide", "publisher": "A council", "kind": "guidance", "audience": "parents"}
    known: dict[str, str | None] = {**usual, "url": f"https://example.org/{id}", **values}
    lines = [f"  {key}: {value}" if value else f"  {key}:" for key, value in known.items() if value is not None]
    return "\n".join([f"{id}:", *lines, ""])


def messages(text: str) -> list[str]:
    return [str(problem) for problem in parse_register(text, date(2026, 11, 22)).problems]


BAD_REGISTERS = [
    pytest.param(
        entry(sumary="Words."), ["7: “sumary” is not a key of this file; did you mean “summary”?"], id="a key that is nearly one"
    ),
    pytest.param(entry(title=None, titel="A guide"), ["6: “titel” is not a key of this file; did you mean “title”?"], id="titel"),
    pytest.param(
        entry(colour="red"),
        [f"7: “colour” is not a key of this file: delete the line; the keys are {KEYS}"],
        id="a key that is like none",
    ),
    pytest.param(entry(kind="guidence"), ["4: kind “guidence” is not known; did you mean “guidance”?"], id="guidence"),
    pytest.param(
        entry(kind="podcast"),
        [
            "4: kind “podcast” is not known; use policy or guidance or leaflet or training or report or service or form or video",
        ],
        id="an unknown kind",
    ),
    pytest.param(
        entry(audience="practitioner"),
        ["5: audience “practitioner” is not known; did you mean “practitioners”?"],
        id="one reader",
    ),
    pytest.param(
        entry(kind="policy, guidance"),
        ["4: kind must be one word: write kind: policy, guidance, leaflet, training, report, service, form or video"],
        id="two kinds",
    ),
    pytest.param(
        entry(format="PDF or Word, as you like"),
        ["7: format must be one word: write format: PDF, Word, Excel or PowerPoint"],
        id="two formats",
    ),
    pytest.param(
        entry(audience="[parents, everybody]"),
        [
            "5: audience “everybody” is not known: use practitioners, managers or parents, or ask the person who runs the site "
            "to add it to audiences in mkdocs.yml"
        ],
        id="an unknown audience",
    ),
    pytest.param(
        entry(audience="[]"),
        ["5: audience is an empty list: write audience: practitioners, parents or both"],
        id="an audience of nobody",
    ),
    pytest.param(entry(format="pdf"), ["7: format “pdf” is not known; use PDF or Word or Excel or PowerPoint"], id="a small pdf"),
    pytest.param(
        entry(format="Powerpoint"), ["7: format “Powerpoint” is not known; did you mean “PowerPoint”?"], id="a small point"
    ),
    pytest.param(
        entry("Out of Routine", url="https://example.org/"),
        ["1: “Out of Routine” is not an id: write it in small letters with hyphens, like out-of-routine"],
        id="an id with spaces",
    ),
    pytest.param(
        entry("a_b", url="https://example.org/"),
        ["1: “a_b” is not an id: write it in small letters with hyphens, like a-b"],
        id="an id with an underscore",
    ),
    pytest.param(
        entry('""', url="https://example.org/"),
        ["1: “” is not an id: write it in small letters with hyphens, like out-of-routine"],
        id="an empty id",
    ),
    pytest.param(
        entry(title=None), ["1: “title” is missing: add a line title: Guide for parents in Exampleshire"], id="no title"
    ),
    pytest.param(entry(title=""), ["2: “title” is empty: write title: Guide for parents in Exampleshire"], id="an empty title"),
    pytest.param(entry(title="x" * 121), ["2: title has 121 characters: write at most 120"], id="a long title"),
    pytest.param(
        entry(publisher=None),
        ["1: “publisher” is missing: add a line publisher: Exampleshire Health Trust"],
        id="no publisher",
    ),
    pytest.param(
        entry(title="Out of Routine: a review"),
        ["2: this title contains a colon: put it in quotation marks"],
        id="a colon in the title",
    ),
    pytest.param(
        "guide:\n  title: A guide\n   publisher: A council\n",
        [
            "3: the line begins with 3 spaces, and the key above it with 2: begin both with the same; if it goes on from the "
            "text above, put the whole text in quotation marks",
        ],
        id="a line with a space more",
    ),
    pytest.param(
        "guide:\n   title: A guide\n  publisher: A council\n",
        ["2: the line begins with 3 spaces, and the key below it with 2: begin both with the same"],
        id="the first line with a space more",
    ),
    pytest.param(
        "guide:\n  title A guide\n  publisher: A council\n",
        ["2: no key with a colon and a space: write key: value, or join this line to the one above"],
        id="the first line without a colon",
    ),
    pytest.param(
        "guide:\n  title: A guide\n   audience: [parents]\n",
        [
            "3: the line begins with 3 spaces, and the key above it with 2: begin both with the same; if it goes on from the "
            "text above, put the whole text in quotation marks",
        ],
        id="a list with a space more",
    ),
    pytest.param(
        entry() + entry(url="https://example.org/other", colour="red"),
        ["7: “guide” is here a second time, first on line 1: keep one of the two"],
        id="the same id twice",
    ),
    pytest.param(
        entry(kind="x-ray").replace("  url", "  title: Again\n  url") + entry(kind="podcast"),
        [
            "4: kind “x-ray” is not known; use policy or guidance or leaflet or training or report or service or form or video",
            "6: “title” is here a second time, first on line 2: keep one of the two",
            "8: “guide” is here a second time, first on line 1: keep one of the two",
        ],
        id="the same id twice, and mistakes in the first",
    ),
    pytest.param(
        entry(url=None),
        [
            "1: “guide” does not say how to get it: write its url, or a line how_to_get: Ask your safeguarding lead for a copy.",
        ],
        id="no way to get it",
    ),
    pytest.param(
        entry(url=""),
        ["6: “url” is empty: write url: https://www.example.org/guide, or delete the line"],
        id="an empty url",
    ),
    pytest.param(
        entry() + entry("other", url="https://EXAMPLE.org/guide/"),
        ["7: “other” has the same address as “guide”, line 1: keep one of the two"],
        id="the same address under two ids",
    ),
    pytest.param(
        entry() + entry("other", url="http://example.org/guide"),
        ["7: “other” has the same address as “guide”, line 1: keep one of the two"],
        id="the same address with and without s",
    ),
    *(
        pytest.param(
            entry(url=f'"{url}"'),
            [f"6: url “{url}” is not a web address: write the whole of it, beginning with https://"],
            id=f"the address {url}",
        )
        for url in (
            "www.example.org",
            "https//www.example.org",
            "https:/www.example.org",
            "https://exa mple.org/",
            "https://example.org:port/",
            "https://[1",
            "javascript:alert(1)",
            "mailto:info@example.org",
            "//example.org/",
        )
    ),
    pytest.param(
        entry(phone="call us"),
        ["7: phone “call us” is not a telephone number: write it like 0300 456 0108"],
        id="a phone of words",
    ),
    pytest.param(
        entry(phone="0300-456-0108"),
        ["7: phone “0300-456-0108” is not a telephone number: write it like 0300 456 0108"],
        id="a phone with hyphens",
    ),
    *(
        pytest.param(
            entry(phone=f'"{phone}"'),
            [
                f"7: phone “{phone}” is not a number that can be called: check its digits; "
                "a UK number has 10 or 11, with the 0 that it begins with"
            ],
            id=f"the phone {phone}",
        )
        for phone in ("0300 456", "0300 456 01089", "456 0108", "1234", "+44 300 456")
    ),
    *(
        pytest.param(
            entry(email=f'"{email}"'),
            [f"7: email “{email}” is not an email address: write it like info@example.org"],
            id=f"the email address {email}",
        )
        for email in (
            "a..b@example.org",
            "a@example..org",
            "a@-example.org",
            "<a@example.org>",
            "a@example.org.",
            "a,b@example.org",
        )
    ),
    pytest.param(
        entry(published="2026-12"),
        [
            "7: published December 2026 is in the future: write the month or day when it came out, or delete the line",
        ],
        id="a date to come",
    ),
    pytest.param(
        entry("main-content"),
        ["1: “main-content” is the name of a part of every page: choose another id"],
        id="the id of a part of the page",
    ),
    pytest.param(
        entry() + entry("other", url="https://www.example.org/guide"),
        ["7: “other” has the same address as “guide”, line 1: keep one of the two"],
        id="the same address with and without www",
    ),
    pytest.param(
        entry(email="info.example.org"),
        ["7: email “info.example.org” is not an email address: write it like info@example.org"],
        id="an email address without @",
    ),
    pytest.param(
        entry(size="333KB"), ["7: size “333KB” is not a size: write it like 333 KB or 1.7 MB"], id="a size without a space"
    ),
    pytest.param(entry(size="333"), ["7: size “333” is not a size: write it like 333 KB or 1.7 MB"], id="a size of no unit"),
    pytest.param(
        entry(published="July 2020"),
        ["7: published “July 2020” is not a date that can be read: write 2020-07"],
        id="a month in words",
    ),
    pytest.param(
        entry(topics="Unborn babies"),
        ["7: topics “Unborn babies” is not a topic: write it in small letters with hyphens, like unborn-babies"],
        id="a topic in words",
    ),
    pytest.param(
        "- guide\n", ["1: the register begins with a hyphen or bracket: write each line as key: value"], id="a list at the top"
    ),
    pytest.param("Words.\n", ["1: no key with a colon and a space: write each line as key: value"], id="words alone"),
    pytest.param(
        "guide:\n",
        ["1: “guide” has no title: begin the lines below it with two spaces and title:"],
        id="an id with nothing below",
    ),
    pytest.param(
        "guide:\ntitle: A guide\n",
        [
            "1: “guide” has no title: begin the lines below it with two spaces and title:",
            "2: “title” is at the left edge: begin the line with two spaces, below the id of its resource",
        ],
        id="lines that are not indented",
    ),
    pytest.param(entry() + "\ttitle: x\n", ["7: a tab at the beginning of the line: use spaces"], id="a tab"),
    pytest.param(
        entry(title='"A guide'),
        ['2: the quotation mark " is opened and never closed: close it at the end of the text'],
        id="a quotation mark left open",
    ),
    pytest.param(
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n",
        ["1: text that begins with & or *: put the whole text in quotation marks"],
        id="an alias bomb",
    ),
    pytest.param(
        entry(title="!!python/object/apply:os.system [ls]"),
        ["2: text that begins with !: put the whole text in quotation marks"],
        id="a tag that would run code",
    ),
    pytest.param(
        entry(title="A guide #2"),
        ["2: everything from “#2” on is left out, as a comment: put the whole text in quotation marks, or a space after the #"],
        id="a title cut off",
    ),
    pytest.param(
        entry("a", kind="x-ray", url="a.org") + entry("b", audience=None),
        [
            "4: kind “x-ray” is not known; use policy or guidance or leaflet or training or report or service or form or video",
            "6: url “a.org” is not a web address: write the whole of it, beginning with https://",
            "7: “audience” is missing: add a line audience: practitioners, parents or both",
        ],
        id="several mistakes at once",
    ),
]


@pytest.mark.parametrize(("text", "expected"), BAD_REGISTERS)
def test_a_mistake_has_its_message(text: str, expected: list[str]) -> None:
    assert messages(text) == [f"briefings/resources.yml:{message}" for message in expected]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            b"# " + b"x" * 5 * 1024 * 1024,
            "is 5,242,882 bytes: a content file has at most 4,194,304; put pictures and documents beside it instead of inside it",
            id="5 MB",
        ),
        pytest.param(
            entry().encode("utf-16"), "is saved as UTF-16: save it again with the encoding UTF-8", id="another encoding"
        ),
    ],
)
def test_a_file_that_cannot_be_a_register_has_its_message(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings/x.md").write_text(briefing(), encoding="utf-8")
    (tmp_path / "briefings/resources.yml").write_bytes(content)
    read = read_library(tmp_path, today=date(2026, 11, 22))
    assert [str(problem) for problem in read.problems] == [f"briefings/resources.yml:1: {expected}"]
    assert not read.resources


def test_a_site_needs_no_register(tmp_path: Path) -> None:
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings/x.md").write_text(briefing(), encoding="utf-8")
    assert read_library(tmp_path, today=date(2026, 11, 22)).problems == ()


@pytest.mark.parametrize("text", ["", "\n\n", "# Only a remark.\n"])
def test_an_empty_register_is_one(text: str) -> None:
    assert parse_register(text) == Register()


def good(text: str) -> Resource:
    register = parse_register(text)
    assert register.problems == ()
    (resource,) = register.resources.values()
    return resource


def test_an_entry_says_all_that_it_holds() -> None:
    text = entry(
        "out-of-routine",
        title='"Out of Routine: a review"',
        audience="both",
        phone="0300 456 0108",
        email="info@example.org",
        topics="[unborn-babies, safer-sleep]",
        summary="What it is for.",
        format="PDF",
        size="1.7 MB",
        published="2020-07",
        applies_to="England",
    )
    resource = good("# The register.\n\n" + text)
    fields = resource.fields
    assert (resource.id, resource.line, resource.note) == ("out-of-routine", 3, "PDF, 1.7 MB")
    assert (fields.title, fields.publisher, fields.kind) == ("Out of Routine: a review", "A council", "guidance")
    assert fields.audience == ("practitioners", "parents")
    assert (fields.url, fields.phone, fields.email) == (
        "https://example.org/out-of-routine",
        "0300 456 0108",
        "info@example.org",
    )
    assert (fields.topics, fields.summary, fields.applies_to) == (
        ("unborn-babies", "safer-sleep"),
        "What it is for.",
        "England",
    )
    assert str(fields.published) == "July 2020"


@pytest.mark.parametrize(
    ("said", "audience"),
    [
        ("both", ("practitioners", "parents")),
        ("[both]", ("practitioners", "parents")),
        ("parents", ("parents",)),
        ("[practitioners]", ("practitioners",)),
        ("[parents, practitioners]", ("parents", "practitioners")),
    ],
)
def test_the_audience_is_one_or_both(said: str, audience: tuple[str, ...]) -> None:
    assert good(entry(audience=said)).fields.audience == audience


@pytest.mark.parametrize("way", [{"phone": "111"}, {"email": "info@example.org"}, {"how_to_get": "Ask your manager."}])
def test_what_has_no_address_has_another_way(way: dict[str, str]) -> None:
    assert good(entry(url=None, **way)).fields.url is None


@pytest.mark.parametrize(
    "phone", ["999", "111", "105", "116 123", "0800 1111", "08001111", "0300 456 0108", "+44 20 7946 0000", "+353 1 496 0000"]
)
def test_a_telephone_number_is_kept_as_written(phone: str) -> None:
    assert good(entry(phone=phone)).fields.phone == phone


@pytest.mark.parametrize(
    ("values", "note"), [({}, ""), ({"format": "Word"}, "Word"), ({"format": "PDF", "size": "333 KB"}, "PDF, 333 KB")]
)
def test_the_note_holds_what_is_known_of_the_file(values: dict[str, str], note: str) -> None:
    assert good(entry(**values)).note == note


def test_addresses_that_differ_in_what_counts_are_two() -> None:
    first, second = "https://example.org/watch?v=aB", "https://example.org/watch?v=Ab"
    assert messages(entry("a", url=first) + entry("b", url=second)) == []
    assert same_address("HTTPS://Example.org/A/") == same_address("http://example.org/A") != same_address(first)
    assert same_address("https://www.b\u00fccher.example:443/a/../b/#top") == same_address("http://xn--bcher-kva.example/b")
    assert same_address("https://example.org/a%2Fb") != same_address("https://example.org/a/b")


def test_two_parts_of_one_page_are_advised_on() -> None:
    text = entry("a", url="https://example.org/g#one") + entry("b", url="http://www.example.org/g/#two") + entry("c")
    register = parse_register(text)
    assert register.problems == ()
    said = "“b” is on the same page as “a”, line 1: keep both if readers need both"
    assert [str(advice) for advice in register.advice] == [f"briefings/resources.yml:7: {said}"]
    assert parse_register(entry("a", url="https://example.org/g#one") + entry("b", url="https://example.org/g")).advice


@pytest.mark.parametrize(
    ("values", "is_allowed"),
    [
        ({"audience": "both"}, True),
        ({"audience": ["parents"]}, True),
        ({"audience": "practitioners"}, True),
        ({"audience": "Every body"}, False),
        ({"audience": []}, False),
        ({"topics": "safer-sleep"}, True),
        ({"topics": ["safer-sleep"]}, True),
        ({"topics": "Safer sleep"}, False),
    ],
)
def test_the_schema_for_editors_allows_what_the_reader_does(values: dict[str, object], is_allowed: bool) -> None:
    entry = {"title": "A", "publisher": "B", "kind": "guidance", "audience": "both", "url": "https://example.org/", **values}
    assert Draft202012Validator(json_schema(ResourceFields)).is_valid(entry) == is_allowed
    text = "\n".join(f"  {key}: {json.dumps(value)}" for key, value in entry.items())
    assert (parse_register(f"a:\n{text}\n").problems == ()) == is_allowed


def test_one_mistake_leaves_the_other_resources() -> None:
    register = parse_register(entry("a") + entry("b", kind="x-ray") + entry("c"))
    assert list(register.resources) == ["a", "c"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from([*entry(), *"{}[]&*!|>'\"#-:\t\n ", "  title: x\n"])).map("".join))
def test_any_text_is_a_register_or_has_problems(text: str) -> None:
    decoded = decode(text.encode("utf-8", "surrogatepass"), "briefings/resources.yml")
    register = Register(problems=(decoded,)) if isinstance(decoded, Problem) else parse_register(decoded)
    lines = text.count("\n") + text.count("\r") + 1
    for problem in register.problems:
        assert 1 <= problem.line <= lines
        assert "\n" not in problem.message
    assert all(id == resource.id and 1 <= resource.line <= lines for id, resource in register.resources.items())


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(ResourceFields.model_fields)), st.text(max_size=60))
def test_any_value_is_taken_or_has_a_problem(key: str, value: str) -> None:
    decoded = decode(entry(**{key: value}).encode("utf-8", "surrogatepass"), "briefings/resources.yml")
    register = Register(problems=(decoded,)) if isinstance(decoded, Problem) else parse_register(decoded)
    assert register.problems or register.resources
