"""Deep, long and endless content: it is shown, or somebody is told on which line it is; nothing ends in a traceback or never."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

import sample
from checking import said_by_build
from conftest import build_site, write_site
from hard_inputs import FACTS, PAGES, REGISTERS, SETTINGS, TEXTS
from sevenminute.cli import OK, PROBLEMS, main
from sevenminute.markdown.depth import MAX_ELEMENTS
from sevenminute.markdown.limits import MAX_WORD

ENDLESS = 900
"""Seconds after which a test is ended that would never end; nobody waits for so long."""
OF_ONE_WORD = {"address", "address-of-link", "entity-of-digits", "email", "telephone"}
"""Texts of thousands of letters without a space: they are refused before anything reads them as Markdown."""
TAGS_OF_ONE_WORD = {"b", "b-unclosed", "div", "div-markdown", "span", "details", "lists-in-html"}
"""Texts of thousands of tags without a space: refused as early, and told as HTML."""
GOOD_SETTINGS = {"right-to-left"}


@pytest.fixture(autouse=True)
def ending() -> Iterator[None]:
    """End a test that does not end."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"it goes on after {ENDLESS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(ENDLESS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def in_panel(text: str, title: str) -> str:
    return sample.briefing(sample.panels().replace("Words about what to notice.", text), title=title)


def checked(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the mistakes that the check prints: each on a line that its file has, and none of them ours."""
    code = main(["--root", str(root), "check"])
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("advice: ")]
    problems, end = lines[:-1], lines[-1]
    assert re.fullmatch(r"(?:\d+|no) briefings? read, (?:\d+|no) mistakes? found(?:, and .*)?\.", end)
    assert code == (PROBLEMS if problems else OK)
    for problem in problems:
        place = re.match(r"(?P<path>[\w./-]+):(?P<line>\d+): ", problem)
        assert place, problem
        source = (root / place["path"]).read_bytes().replace(b"\r", b"\n")
        assert 1 <= int(place["line"]) <= source.count(b"\n") + 1, problem
        assert "cannot be built" not in problem
        assert len(problem) < 900
    return problems


@pytest.mark.slow
def test_whatever_a_text_or_front_matter_holds_is_shown_or_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {f"briefings/text-{name}.md": in_panel(text, f"Text {name}") for name, text in TEXTS.items()}
    files |= {f"briefings/fact-{name}.md": sample.briefing(**{"title": f"Fact {name}", **facts}) for name, facts in FACTS.items()}
    files |= {f"docs/topics/{name}.md": f"---\ntopic: {name}\ntitle: A {name}\n---\n\n{TEXTS[name]}\n" for name in PAGES}
    root = write_site(tmp_path / "source", files)
    said = checked(root, capsys)
    assert set(said) == said_by_build(root, tmp_path / "site")
    told = {path for problem in said if (path := problem.partition(":")[0])}
    for name, words in {"div-lines": "elements of HTML", "anchors-in-anchors": "opened and never closed"}.items():
        assert any(problem.startswith(f"briefings/text-{name}.md:") and words in problem for problem in said), name
    one_word = {name for name in TEXTS if name.startswith("word-of-")} | OF_ONE_WORD
    for names, words in ((one_word, "no page has room"), (TAGS_OF_ONE_WORD, "too much HTML")):
        for name in names:
            at = f"briefings/text-{name}.md:19: "
            assert any(problem.startswith(at) and f"without a space: {words}" in problem for problem in said), name
    assert {f"docs/topics/{name}.md" for name in PAGES} <= told
    for name in (
        "flow-deep",
        "laughs",
        "number-of-5000-digits",
        "month-99",
        "title-surrogate",
        "title-nul",
        "too-large",
        "topics-many",
    ):
        assert f"briefings/fact-{name}.md" in told


@pytest.mark.parametrize("name", REGISTERS)
def test_whatever_the_register_holds_is_shown_or_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing(), "briefings/resources.yml": REGISTERS[name]})
    code = main(["--root", str(root), "check", "--quick"])
    assert code == PROBLEMS
    assert re.search(r"^briefings/resources.yml:\d+: ", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.slow
def test_whatever_the_settings_hold_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing()})
    config = root / "mkdocs.yml"
    rest = config.read_text(encoding="utf-8").removeprefix(sample.SETTINGS)
    for name, settings in SETTINGS.items():
        config.write_bytes((settings() + rest).encode(errors="surrogateescape"))
        said = checked(root, capsys)
        assert bool(said) is (name not in GOOD_SETTINGS), name
        assert all(problem.startswith("mkdocs.yml:") and "<class" not in problem for problem in said), name


def test_programs_that_the_settings_name_are_not_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = f"{sample.SETTINGS}x: !!python/object/apply:os.mkdir [{tmp_path / 'ran'}]\n"
    root = write_site(tmp_path / "site", {"briefings/a.md": sample.briefing()}, settings)
    assert any("would run" in problem for problem in checked(root, capsys))
    assert not (tmp_path / "ran").exists()


def test_up_to_the_limits_all_is_printed(tmp_path: Path) -> None:
    deep = "".join(f"<{tag}>" for tag in ("div", "b", "i") * 9) + "Words" + "".join(f"</{tag}>" for tag in ("i", "b", "div") * 9)
    assert len(re.findall("<[a-z]", deep)) <= MAX_ELEMENTS
    items = "<ul>" + "<li>one" * (MAX_ELEMENTS + 2) + "</ul>"
    files: dict[str, str | bytes] = {
        "briefings/deep.md": in_panel(deep, "Deep"),
        "briefings/items.md": in_panel(items.replace("<li>", "\n<li>"), "Items"),
        "briefings/word.md": in_panel("1" * MAX_WORD, "Word"),
    }
    settings = sample.SETTINGS.replace("print: {pdf: false}", "print: {packs: false}")
    built = build_site(write_site(tmp_path / "source", files, settings), tmp_path / "site")
    assert built.messages == []
    for name in ("deep", "items", "word"):
        assert (built.folder / f"briefings/{name}/one-page.pdf").stat().st_size > 5_000
