"""Every mistake that an editor can make has one message: on its line, true, and with what would be right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample
from bad_briefings import BAD_BRIEFINGS, swapped
from bad_libraries import BAD_LIBRARIES, pictures
from sample import briefing
from sevenminute.checks import read_library
from sevenminute.content.briefing import Briefing, BrokenBriefing, read_briefing
from sevenminute.diagnostics.problem import quoted
from sevenminute.static_files.signatures import kind_of
from sevenminute.text.file import decode
from uploads import SVG, pdf, picture

TODAY = date(2026, 11, 22)


def problems(root: Path, files: dict[str, str | bytes]) -> list[str]:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in read_library(root, today=TODAY, settings=sample.settings()).problems]


@pytest.mark.parametrize(("text", "said"), BAD_BRIEFINGS)
def test_a_mistake_in_a_briefing_has_its_message(tmp_path: Path, text: str | bytes, said: list[str]) -> None:
    assert problems(tmp_path, {"briefings/x.md": text}) == [f"briefings/x.md:{message}" for message in said]


@pytest.mark.parametrize(("files", "said"), BAD_LIBRARIES)
def test_a_mistake_between_files_has_its_message(tmp_path: Path, files: dict[str, str | bytes], said: list[str]) -> None:
    assert problems(tmp_path, files) == said


def test_five_mistakes_are_five_messages_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = briefing(published="2026-13", links_update="2026-02", links_updated=None, owner="", audience="[practitoners]")
    text = text.replace("Words about what to ask.\n", "")
    assert problems(tmp_path, {"briefings/x.md": text}) == [
        "briefings/x.md:4: published “2026-13” has the month 13: months go from 01 to 12, after the year",
        "briefings/x.md:5: “owner” is empty: write owner: Learning and Development Team",
        "briefings/x.md:6: “links_update” is not a key of this file; did you mean “links_updated”?",
        "briefings/x.md:7: audience “practitoners” is not known; did you mean “practitioners”?",
        "briefings/x.md:22: panel 4, “What to ask”, is empty: write its text below the heading",
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(briefing(), id="as it is"),
        pytest.param(b"\xef\xbb\xbf" + briefing().encode(), id="a byte-order mark"),
        pytest.param(briefing().replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(briefing().replace("\n", "\r"), id="the line ends of old Macs"),
        pytest.param(briefing().rstrip(), id="no line end at the end"),
        pytest.param(briefing(title="2021. A year", summary="7. Resources"), id="a number and a full stop"),
        pytest.param(briefing(published="2026-11", links_updated="2026-11"), id="the month that is not over"),
        pytest.param(briefing(summary='"What next: call, or #wait?"'), id="marks within quotation marks"),
        pytest.param(briefing(title='"“I feel safe”"', summary="“No” is an answer"), id="curly marks that are meant"),
        pytest.param(briefing(questions="\n  - “What do you need?”"), id="a question that is a quotation"),
        pytest.param(briefing(number="1  # place in the series"), id="a remark"),
        pytest.param(briefing(summary="How to talk\n  about safer sleep."), id="a text of two lines"),
        pytest.param(briefing(questions="\n- One?\n- Two?"), id="a list at the left edge"),
        pytest.param(briefing(topics="safer-sleep"), id="one topic without brackets"),
        pytest.param(swapped("Words about what to ask.", "Words.\n\n=======\n\n<<<< or >>>>"), id="marks that are no conflict"),
    ],
)
def test_a_good_briefing_has_no_message(tmp_path: Path, text: str | bytes) -> None:
    assert problems(tmp_path, {"briefings/x.md": text}) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture()),
        ("a.jpg", picture("JPEG")),
        ("a.JPEG", picture("JPEG")),
        ("a.gif", picture("GIF")),
        ("a.webp", picture("WEBP")),
        ("a.avif", picture("AVIF")),
        ("a.svg", SVG),
        ("b.svg", b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<!-- A tool -->\r\n" + SVG),
        ("A.PDF", pdf()),
    ],
)
def test_what_browsers_show_has_no_message(tmp_path: Path, name: str, content: bytes) -> None:
    assert problems(tmp_path, {"briefings/x.md": pictures(name), f"briefings/{name}": content}) == []


def test_a_readme_beside_the_briefings_is_none(tmp_path: Path) -> None:
    assert problems(tmp_path, {"briefings/x.md": briefing(), "briefings/README.md": "For editors"}) == []


_YAML_MARKS = st.text(alphabet="ab:-#[]{}'\"&*!|>%@`,?\t \n\u2028\x85", max_size=60)
_FRONT = st.builds("---\n{}\n---\n{}".format, _YAML_MARKS, st.text(max_size=60))
_BODY = st.builds(lambda text: briefing("\n" + text), st.text(alphabet="a #`~<>!-=*_[]():{}|\\\t\n1.", max_size=120))


@settings(deadline=None)
@given(st.one_of(st.text(), _FRONT, _BODY))
def test_any_text_is_a_briefing_or_has_problems_on_its_lines(text: str) -> None:
    read = read_briefing(text, "briefings/x.md", today=TODAY)
    if isinstance(read, Briefing):
        assert len(read.panels) == 7
    elif isinstance(read, BrokenBriefing):
        assert read.problems
        assert all(1 <= problem.line <= text.count("\n") + 1 for problem in read.problems)


@settings(deadline=None)
@given(st.one_of(st.binary(), st.text().map(str.encode), _FRONT.map(lambda text: text.encode("utf-16"))))
def test_any_bytes_are_text_or_have_a_problem_on_their_lines(data: bytes) -> None:
    read = decode(data, "briefings/x.md")
    if isinstance(read, str):
        assert "\r" not in read
    else:
        assert 1 <= read.line <= len(data.splitlines()) + 1


@pytest.mark.parametrize("mark", [b"<!-- -->", b"<?a?>", b"<!DOCTYPE a [b]>", b"<!--", b"<svg "])
def test_a_file_of_one_mark_is_no_picture(mark: bytes) -> None:
    assert kind_of(mark * 2000) == ""


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x07", "\x00", "\x9b2J", "\u202e", "\u2066", "\x7f"])
def test_what_terminals_obey_is_shown_and_not_said(sign: str) -> None:
    assert quoted(f"Safer{sign}sleep") == f"“Safer\ufffd{sign[1:]}sleep”"
    assert quoted("a\r\nb\u2028c\x85d\x1ce") == "“a b c d e”"
    assert quoted("ŵ 🧑‍🤝‍🧑 مرحبا\u200c") == "“ŵ 🧑‍🤝‍🧑 مرحبا\u200c”"
