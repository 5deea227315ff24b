"""What is written is shown as CommonMark's specification and the code host's preview show it, or refused; nothing else."""

from __future__ import annotations

import re
import tarfile
import tomllib
from collections import Counter
from collections.abc import Iterator

import pytest

from conftest import ROOT
from sevenminute.checks.preview import differences
from sevenminute.lint.page import find_mistakes
from sevenminute.markdown.depth import depth_problems
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.html.tree import parse_html
from sevenminute.markdown.leaves import leaves_of
from sevenminute.markdown.limits import limit_problems
from sevenminute.markdown.preview import is_available

SPECIFICATION = ROOT / "tests/npm/node_modules/commonmark-spec/spec.txt"
GFM = ROOT / ".cache/specifications/marko-2.2.4.tar.gz"
EXAMPLE = re.compile(
    r"^`{32} example(?: (?P<extension>\w+))?\n(?P<markdown>[\s\S]*?)^\.\n(?P<html>[\s\S]*?)^`{32}$", re.MULTILINE
)
THERE = "about.md"
"""What stands in place of an address that is nowhere."""
ON_PURPOSE = {
    608: "an address in the text is a link, as the code hosts' previews have it",
    611: "an address in the text is a link, as the code hosts' previews have it",
    612: "an email address in the text is a link, as the code hosts' previews have it",
}
"""Examples that are shown otherwise than the specification says, with the reason."""


def examples(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield of each example the extension that it is about, or nothing, what is written, and the HTML."""
    for found in EXAMPLE.finditer(text.replace("→", "\t")):
        markdown, html = (re.sub(r"/url\d?\b|/uri\b", THERE, found[part]) for part in ("markdown", "html"))
        yield found["extension"] or "", markdown, html


def outcome(markdown: str, html: str) -> str:
    text = f"Before.\n\n{markdown}"
    if limit_problems(text, "x.md", 1):
        return "refused"
    document = DocumentReader().read(text, 1)
    mistakes = [*depth_problems(document.page, "x.md"), *find_mistakes("x.md", document, is_briefing=False)]
    reference = leaves_of(parse_html(f"<p>Before.</p>{html}"))
    return "same" if leaves_of(document.page.body) == reference else "refused" if mistakes else "other"


@pytest.mark.slow
def test_every_example_is_shown_as_specified_or_refused() -> None:
    found = enumerate(examples(SPECIFICATION.read_text(encoding="utf-8")), 1)
    outcomes = {number: outcome(markdown, html) for number, (_, markdown, html) in found}
    counts = Counter(outcomes.values())
    assert sum(counts.values()) == 652
    assert {number for number, found in outcomes.items() if found == "other"} == set(ON_PURPOSE), counts
    assert counts["same"] >= 600


@pytest.mark.slow
def test_every_example_of_an_extension_of_github_is_shown_as_in_the_preview_or_refused() -> None:
    with tarfile.open(GFM) as archive:
        text = archive.extractfile("marko-2.2.4/tests/spec/gfm.txt")
        assert text
        written = [(markdown, html) for extension, markdown, html in examples(text.read().decode()) if extension]
    outcomes = [outcome(markdown, html) for markdown, html in written]
    assert Counter(outcomes) == {"same": 23, "refused": 1}, "the one names tags that a page may not hold"
    for (markdown, _), found in zip(written, outcomes, strict=True):
        if found == "same":
            assert list(differences("x.md", DocumentReader().read(f"Before.\n\n{markdown}", 1))) == []


TEXTS = tomllib.loads((ROOT / "tests/data/dialect.toml").read_text(encoding="utf-8"))["text"]
WITHOUT_COMRAK = pytest.mark.skipif(not is_available(), reason="comrak has no wheel for this machine")


@WITHOUT_COMRAK
@pytest.mark.parametrize("text", [row["same"] for row in TEXTS if "same" in row])
def test_what_editors_write_is_shown_as_in_the_preview(text: str) -> None:
    document = DocumentReader().read(f"Before.\n\n{text}", 1)
    assert list(find_mistakes("x.md", document, is_briefing=False)) == []
    assert [str(problem) for problem in differences("x.md", document)] == []


def test_footnotes_within_each_other_are_all_read() -> None:
    text = "One[^a], two[^b].\n\n- An item.\n\n  [^a]: The first\n\n      [^b]: within.\n\n- Another item."
    shown = [(leaf.path, leaf.words) for leaf in leaves_of(DocumentReader().read(text, 1).page.body)]
    assert shown[1:3] == [(("ul 1",), "An item."), (("ul 2",), "Another item.")]
    assert [words for path, words in shown if "footnotes" in path] == ["The first", "within."]


@WITHOUT_COMRAK
@pytest.mark.parametrize("cited", ["[guide]", "![A tree][guide]"])
def test_an_address_that_is_cited_often_is_followed_each_time(cited: str) -> None:
    text = f"{cited}, " * 300 + '\n\n[guide]: https://www.example.org/a-guide-with-a-long-name "And a title"'
    assert list(differences("x.md", DocumentReader().read(text, 1))) == []


@WITHOUT_COMRAK
def test_a_star_is_not_taken_for_italics_nor_brackets_for_a_link() -> None:
    """Marks that are shown as words, and the same marks that are read, are two things, wherever a converter sees them."""
    shown, read = r"\*a\* \*\*b\*\* \`c\` \~\~d\~\~ \[e](about.md) f / g", "*a* **b** `c` ~~d~~ [e](about.md) f<br>g"
    as_words, as_marks = (leaves_of(DocumentReader().read(text, 1).page.body)[0] for text in (shown, read))
    assert as_words.words == "*a* **b** `c` ~~d~~ [e](about.md) f / g"
    assert as_marks.written == as_words.written
    assert as_marks != as_words


@pytest.mark.parametrize(("text", "said"), [(row["text"], row["said"]) for row in TEXTS if "said" in row])
def test_what_no_preview_knows_is_refused_with_its_line(text: str, said: str) -> None:
    document = DocumentReader().read(f"Before.\n\n{text}", 1)
    messages = [str(problem) for problem in find_mistakes("x.md", document, is_briefing=False)]
    assert any(re.match(rf"x\.md:[3-9]: {re.escape(said)}", message) for message in messages), messages
