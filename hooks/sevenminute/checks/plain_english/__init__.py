"""Advice on how easily a briefing is read: long sentences and panels, abbreviations without long forms, a high reading age.

It reads what Markdown made of a briefing, so only a build can give it. Nothing fails for it, and the settings switch it off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sevenminute.checks.plain_english.abbreviations import unexplained
from sevenminute.checks.plain_english.reading_age import reading_age
from sevenminute.checks.plain_english.sentences import Sentence, sentences_of
from sevenminute.checks.plain_english.source_lines import line_with
from sevenminute.config.plain_english import PlainEnglish
from sevenminute.content.briefing import Briefing
from sevenminute.content.rendered import RenderedBriefing
from sevenminute.diagnostics.problem import Problem, quoted

LONG_SENTENCE = 25
"""Words of a sentence that people still take in at once, as GOV.UK has it."""
LONG_PANEL = 120
"""Words that are read in half a minute."""
HIGH_READING_AGE = 14
"""Years; many adults read no better, and nobody minds an easy text."""

_GROWN_UP = 18
"""Years from which on a number says nothing more."""


def plain_english_advice(briefing: Briefing, rendered: RenderedBriefing, settings: PlainEnglish) -> Iterator[Problem]:
    """Yield the advice on one briefing."""
    if briefing.lang:
        return  # what is counted here says nothing of another language
    text = _Text(briefing, rendered)
    if settings.sentences:
        yield from text.long_sentences()
    if settings.abbreviations:
        yield from text.abbreviations(settings.known)
    if settings.panels:
        yield from text.long_panels()
    if settings.reading_age:
        yield from text.high_reading_age()


class _Text:
    """The sentences of a briefing, and where they stand in its file."""

    def __init__(self, briefing: Briefing, rendered: RenderedBriefing) -> None:
        self._briefing = briefing
        self._panels = {panel.number: tuple(sentences_of(panel)) for panel in rendered.panels}
        self._all = [sentence for sentences in self._panels.values() for sentence in sentences]
        self._cited = {
            " ".join(element.text().split())
            for panel in rendered.panels
            for element in panel.element.elements()
            if "resource" in element.classes
        }
        self._explained = {
            element.text().strip()
            for panel in rendered.panels
            for element in panel.element.elements()
            if element.tag == "abbr" and element.attributes.get("title")
        }

    def long_sentences(self) -> Iterator[Problem]:
        """Yield advice on the longest sentence, when it is too long, and how many others are."""
        found = [sentence for sentence in self._all if len(sentence.words) > LONG_SENTENCE]
        if not found:
            return
        longest = _longest(found)
        others = f" ({len(found)} sentences have more than {LONG_SENTENCE})" if len(found) > 1 else ""
        said = f"{_shown(longest)} has {len(longest.words)} words{others}: make two sentences of it, or a list"
        yield Problem(self._briefing.path, self._line(longest), said)

    def abbreviations(self, known: Sequence[str]) -> Iterator[Problem]:
        """Yield advice on each abbreviation without its long form."""
        for letters, sentence in unexplained(self._all, {*known, *self._explained}, self._cited):
            said = (
                f"{quoted(letters)} comes without its long form: write that first, with ({letters}) behind it; "
                "if your readers know it, add it to plain_english: known: in mkdocs.yml"
            )
            yield Problem(self._briefing.path, self._line(sentence, letters), said)

    def long_panels(self) -> Iterator[Problem]:
        """Yield advice on each panel that is too long to be read in its minute, with time to talk."""
        for panel in self._briefing.panels:
            sentences = self._panels.get(panel.number, ())
            if panel.words > LONG_PANEL and sentences:
                said = (
                    f"panel {panel.number}, {quoted(panel.title, longest=40)}, has {panel.words} words: "
                    f"cut {panel.words - LONG_PANEL}, beginning with its longest sentence, {_shown(_longest(sentences))}"
                )
                yield Problem(self._briefing.path, panel.line, said)

    def high_reading_age(self) -> Iterator[Problem]:
        """Yield advice on a text that many people cannot read."""
        age = reading_age([sentence for sentence in self._all if not sentence.is_heading])
        if age > HIGH_READING_AGE:
            longest, years = _longest(self._all), f"{age}" if age < _GROWN_UP else f"{_GROWN_UP} or more"
            said = (
                f"the text has a reading age of {years}: with shorter words and sentences more people understand it; "
                f"{HIGH_READING_AGE} or less is good, and the longest sentence is {_shown(longest)}"
            )
            yield Problem(self._briefing.path, self._line(longest), said)

    def _line(self, sentence: Sentence, word: str = "") -> int:
        """Return the line of a sentence, or of a word in it."""
        panel = next(panel for panel in self._briefing.panels if panel.number == sentence.panel)
        line = line_with(self._briefing, sentence.text, panel.line)
        return line_with(self._briefing, word, line) if word else line


def _longest(sentences: Sequence[Sentence]) -> Sentence:
    return max(sentences, key=lambda sentence: len(sentence.words))


def _shown(sentence: Sentence) -> str:
    return quoted(sentence.text, longest=80)
