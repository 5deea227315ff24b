"""The seven panels of a briefing, found in its outline and numbered in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.comments import CommentFault
from sevenminute.markdown.document import Document
from sevenminute.markdown.html.tree import text_of
from sevenminute.markdown.outline import Heading, Outline, is_definition

PANELS = 7
"""A briefing has as many panels as its name says minutes."""
PANEL_LEVEL = 2
"""Level of the headings that begin them."""

# "7. Resources", "07) …", "7: …", "7 - …", "01 Background", "Minute 3: …"; the mark or the zero tells a number from words.
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven")
_IN_WORDS = "|".join(_NUMBERS)
_MARKED = (
    rf"(?:minute|panel)\s+(?:{_IN_WORDS})\s*[.:)\-–—]\s+"
    r"|(?:minute|panel)\s+(?P<a>\d{1,2})\s*[.:)\-–—]?\s+|(?P<b>\d{1,2})\s?\\?[.:)]\s+"
    r"|(?P<c>\d{1,2})\s+[\-–—]\s+(?!\d)|0(?P<d>\d)\s+"
)
# "1 Background": only its place can tell it from "2 questions to ask", so it counts when other headings do the same.
_BARE = r"(?P<e>\d{1,2})\s+(?!minute)"
_EMPHASIS = r"(?P<emphasis>[*_]*)"
# "03 Three: Signs", "Three: Signs" behind its figure: templates write the number out as well.
_WRITTEN_OUT = rf"(?:(?:{_IN_WORDS})\s*(?:[:.]|\s[-–—])\s+)?"
_NUMBERED = re.compile(rf"{_EMPHASIS}(?:{_MARKED}){_WRITTEN_OUT}(?=\S)", re.IGNORECASE)
_NUMBERED_OR_BARE = re.compile(rf"{_EMPHASIS}(?:{_MARKED}|{_BARE}){_WRITTEN_OUT}(?=\S)", re.IGNORECASE)
_HABIT = 3
"""From so many headings on whose bare number is their place, a bare number is taken for the panel's."""

_NUMBER_ALONE = re.compile(r"[*_]*(?:(?:minute|panel)\s+)?\d{1,2}\s*\\?[.:)]?[*_]*", re.IGNORECASE)

_SHOWN = ": guide/other-shapes.md shows how"
"""Where the guide makes seven panels of other numbers of sections."""

_WORDS_PER_BLOCK = 5
"""What the last line of a paragraph or list item leaves empty, on average, with the space below it."""

# No pattern reads past a mark that would begin it anew: else a file of such marks would take quadratic time.
_REFERENCE_DEFINITION = re.compile(r"^ {0,3}(?:\*\[[^\[\]\n]+\]:|\[(?!\^)[^\[\]\n]+\]:).*$", re.MULTILINE)
_LINK_TARGET = re.compile(r"\]\([^()\n]*\)|\]\[[^\[\]]*\]|\[\^[^\[\]]*\]:?|\{[:#.][^{}]*\}")
_WORD = re.compile(r"\w[\w’'.,:/@-]*")


@dataclass(frozen=True)
class Panel:
    """One of the seven numbered parts of a briefing.

    Attributes:
        number: 1 to 7.
        title: The heading's words as Markdown, without a number of their own.
        own_number: What the heading wrote before them, as `7. `, or an empty string.
        line: Line of the heading in the file, counted from 1.
        words: Words of the heading and of the text.
        weight: Height that the panel wants on screen, in words: each paragraph and list item ends in a part of a line.
    """

    number: int
    title: str
    own_number: str
    line: int
    words: int
    weight: int

    @property
    def id(self) -> str:
        """The panel's anchor."""
        return panel_id(self.number)


def panel_id(number: int) -> str:
    """Return the anchor of a panel. It has no word of the heading in it: a link survives every rewording."""
    return f"panel-{number}"


def find_panels(document: Document, path: str, briefing_title: str = "") -> tuple[tuple[Panel, ...], tuple[Problem, ...]]:
    """Return the panels of a briefing and all that is wrong with them.

    Args:
        document: The briefing's text.
        path: The file's name in problems.
        briefing_title: Its title in the front matter.
    """
    outline, first_line = document.outline, document.page.first_line
    headings = [heading for heading in outline.headings if heading.level == PANEL_LEVEL]
    pattern = _number_pattern(headings)
    panels: list[Panel] = []
    for position, heading in enumerate(headings, 1):
        own = pattern.match(heading.text)
        number = own[0][len(own["emphasis"]) :] if own else ""
        title = heading.text.replace(number, "", 1) if number else heading.text
        end = headings[position].line if position < len(headings) else len(outline.lines)
        text = outline.lines[heading.line + 1 : end]
        words = count_words("\n".join([title, *text]))
        weight = words + _WORDS_PER_BLOCK * sum(bool(line.strip()) for line in text)
        panels.append(Panel(position, title, number, heading.line + first_line, words, weight))
    problems = [
        *_structure_problems(outline, headings, path, first_line, briefing_title),
        *_count_problems(outline, panels, path, first_line),
        *_own_number_problems(panels, path),
        *_empty_problems(outline, headings, panels, path),
    ]
    if any(
        fault is CommentFault.UNENDED for _, fault in document.comments
    ):  # it hides panels and texts: what they lack cannot be told
        problems = _structure_problems(outline, headings, path, first_line, briefing_title)
    return tuple(panels), tuple(problems)


def count_words(markdown: str) -> int:
    """Return how many words a reader sees in some Markdown: no addresses, marks or definitions."""
    written = _LINK_TARGET.sub(" ", _REFERENCE_DEFINITION.sub("", markdown))
    # Line by line: of a tag that nothing ends, the parser would take all that follows for a part.
    return sum(len(_WORD.findall(text_of(line) if "<" in line or "&" in line else line)) for line in written.split("\n"))


def _number_pattern(headings: list[Heading]) -> re.Pattern[str]:
    matches = [_NUMBERED_OR_BARE.match(heading.text) for heading in headings]
    in_place = sum(bool(found and found["e"] == str(position)) for position, found in enumerate(matches, 1))
    return _NUMBERED_OR_BARE if in_place >= _HABIT else _NUMBERED


def _own_number(panel: Panel) -> int | None:
    found = re.search(rf"\d+|{_IN_WORDS}", panel.own_number, re.IGNORECASE)
    if found is None:
        return None
    return int(found[0]) if found[0].isdigit() else _NUMBERS.index(found[0].lower()) + 1


def _structure_problems(outline: Outline, headings: list[Heading], path: str, first_line: int, title: str) -> list[Problem]:
    """Report what does not belong into the body of a briefing."""
    problems: list[Problem] = []
    level = 1
    for heading in outline.headings:
        line = heading.line + first_line
        if heading.level == 1 and _letters(heading.text) == _letters(title):
            said = f"{quoted(heading.text)} is the title, which is in the front matter: delete this line"
            problems.append(Problem(path, line, said))
        elif heading.level == 1:
            said = f"{quoted(heading.text)} is a heading with one #: the title goes in the front matter; begin a panel with ##"
            problems.append(Problem(path, line, said))
        elif heading.level > level + 1:
            said = f"{quoted(heading.text)} skips a level: write {'#' * (level + 1)} instead of {'#' * heading.level}"
            problems.append(Problem(path, line, said))
        level = max(heading.level, 2)
        if not heading.text:
            problems.append(Problem(path, line, "the heading has no words: write them after the # marks, or delete the line"))
        elif heading.text.endswith("\\"):
            said = f"the heading {quoted(heading.text)} ends in a backslash, with which Markdown drops it: delete the \\"
            problems.append(Problem(path, line, said))
        elif heading.level == 2 and _NUMBER_ALONE.fullmatch(heading.text):
            problems.append(Problem(path, line, f"the heading {quoted(heading.text)} is only a number: write words after it"))
    before = outline.lines[: headings[0].line] if headings else ()
    for number, text in enumerate(before):
        if text.strip() and not is_definition(text) and all(heading.line != number for heading in outline.headings):
            said = "text before the first panel: move it below the first ## heading, or into the summary"
            problems.append(Problem(path, number + first_line, said))
            break
    return problems


def _letters(text: str) -> str:
    """Return what is left of a text when marks, spaces and capitals do not count."""
    return "".join(filter(str.isalnum, text)).casefold()


def _count_problems(outline: Outline, panels: list[Panel], path: str, first_line: int) -> list[Problem]:
    first_level = sum(heading.level == 1 for heading in outline.headings)
    if PANELS in (len(panels), len(panels) + first_level):  # a panel headed # is reported as that
        return []
    if not panels:
        said = f"no panels: begin each of the {PANELS} with a line ## and its heading"
        return [Problem(path, first_line, said)]
    shown = [f"{_named(panel, longest=30)} (line {panel.line})" for panel in panels[: 2 * PANELS]]
    rest = f" and {len(panels) - len(shown)} more" if len(panels) > len(shown) else ""
    found = f"{len(panels)} panel{'s' if len(panels) > 1 else ''} instead of {PANELS}: {', '.join(shown)}{rest}"
    if len(panels) < PANELS:
        return [Problem(path, panels[-1].line, f"{found}; {_add(PANELS - len(panels), panels)}")]
    underlined = next((heading for heading in outline.headings if heading.level == 2 and heading.underlined), None)
    if underlined:
        fix = f"the --- below {quoted(underlined.text)} makes a heading of it: put a blank line between the two"
        return [Problem(path, underlined.line + first_line, f"{found}; {fix}")]
    return [
        Problem(
            path,
            panels[PANELS].line,
            f"{found}; {_join(len(panels) - PANELS)}{_WITHOUT_NUMBERS if any(panel.own_number for panel in panels) else ''}",
        )
    ]


_WITHOUT_NUMBERS = "; leave out the numbers, which the site writes itself"


def _add(missing: int, panels: list[Panel]) -> str:
    """Return what to do about panels that are missing."""
    if missing == 1:
        longest = max(panels, key=lambda panel: panel.words)
        return f"add the missing ## heading, or split {_named(longest, longest=30)} in two where its subject changes{_SHOWN}"
    return f"add {missing} ## headings, each where a new subject begins{_SHOWN}"


def _join(surplus: int) -> str:
    """Return what to do about panels that are too many."""
    if surplus == 1:
        return f"join two panels, or make one heading ### to keep it inside the panel above{_SHOWN}"
    return f"join panels, or make {surplus} of the headings ### to keep each inside the panel above{_SHOWN}"


def _own_number_problems(panels: list[Panel], path: str) -> list[Problem]:
    """Report headings whose own number is not their place: readers of paper copies speak of “panel 3”."""
    numbers = [_own_number(panel) for panel in panels[: 2 * PANELS]]
    given = [number for number in numbers if number is not None]
    if len(panels) < PANELS and given == sorted(set(given)):
        return []  # in order, and one is missing with its panel, as their count says
    for panel, own in zip(panels, numbers, strict=False):
        if own is None or own == panel.number:
            continue
        said = f"{_named(panel)} says {own} but is panel {panel.number}"
        if numbers.index(own) < panel.number - 1:
            said = f"{_named(panel)} repeats the number {own} of line {panels[numbers.index(own)].line}"
        found = ", ".join("none" if number is None else str(number) for number in numbers)
        fix = f"the headings say {found}: number them in their order from 1, or leave the numbers out"
        return [Problem(path, panel.line, f"{said}; {fix}")]
    return []


def _named(panel: Panel, *, longest: int = 60) -> str:
    return quoted(panel.own_number + panel.title, longest=longest)


def _empty_problems(outline: Outline, headings: list[Heading], panels: list[Panel], path: str) -> list[Problem]:
    problems: list[Problem] = []
    if len(panels) > PANELS and any(heading.underlined for heading in headings):
        return problems  # a line below a text made a panel of it by mistake, and both panels only seem empty
    if len(panels) > 2 * PANELS:
        return problems  # no briefing, and its count says so
    underlined = re.compile(r"[=-]+ *")
    for position, panel in enumerate(panels):
        end = headings[position + 1].line if position + 1 < len(headings) else len(outline.lines)
        text = outline.lines[headings[position].line + 1 : end]
        shown = [line for line in text if line.strip() and not is_definition(line) and not line.startswith("#")]
        if not [line for line in shown if not underlined.fullmatch(line)]:
            said = f"panel {panel.number}, {quoted(panel.title)}, is empty: write its text below the heading"
            problems.append(Problem(path, panel.line, said))
    return problems
