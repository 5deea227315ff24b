"""Rules for blocks that no preview has, added to those of markdown-it: abbreviations and callouts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

ABBREVIATIONS = "abbreviations"
"""Key of a page's abbreviations in markdown-it's `env`."""
CALLOUT = "callout"
"""Begins the types of tokens of a callout."""
_DEFINITIONS = "deflist"
"""Name of the rule of definition lists."""

_ABBREVIATION = re.compile(r"\*\[(?P<short>[^\[\]\\]+)\][ ]?:[ \t]*(?P<long>\S.*)")
# What begins like one and has another title is refused (see `text.marks`).
_CALLOUT = re.compile(r"!!! ?(?P<kinds>[\w-]+(?: +[\w-]+)*)(?:[ \t]+\"(?P<title>[^\"]*)\")?")
_DEFINITION = re.compile(r":(?: {3}|\t)")
"""Begins the definition of a term; one space alone is what a sentence may have."""
_INDENT = 4
"""Spaces before the text of a callout."""
_MAY_END: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
"""The blocks that end where one of these begins."""


@dataclass(frozen=True)
class Abbreviation:
    """A short form, and what it stands for.

    Attributes:
        short: The short form.
        long: What it stands for.
        line: Line of the text, from 0, on which that is written.
    """

    short: str
    long: str
    line: int


def add_blocks(grammar: MarkdownIt) -> None:
    """Add the rules to a grammar that has definition lists."""
    (definitions,) = (rule.fn for rule in grammar.block.ruler.__rules__ if rule.name == _DEFINITIONS)
    grammar.block.ruler.at(_DEFINITIONS, _with_wide_mark(definitions), {"alt": ["paragraph", "reference", "blockquote"]})
    grammar.block.ruler.before("reference", ABBREVIATIONS, _abbreviation, _MAY_END)
    grammar.block.ruler.before("fence", CALLOUT, _callout, _MAY_END)


def _with_wide_mark(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """Return the rule of definition lists for terms below which a line begins with `:   `."""

    def run(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        below = first + 1 + (first + 1 < end and state.isEmpty(first + 1))
        return (silent or (below < end and bool(_DEFINITION.match(_line(state, below))))) and rule(state, first, end, silent)

    return run


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _abbreviation(state: StateBlock, first: int, _end: int, silent: bool) -> bool:
    """Read `*[LADO]: local authority designated officer`, which shows nothing where it is written."""
    found = None if state.is_code_block(first) else _ABBREVIATION.fullmatch(_line(state, first))
    if found and not silent:
        state.env.setdefault(ABBREVIATIONS, []).append(Abbreviation(found["short"].strip(), found["long"], first))
        state.line = first + 1
    return found is not None


@dataclass(frozen=True)
class _Kept:
    """What a container changes of the parser's state, to be put back behind it."""

    parent: str
    last: int
    indent: int

    @classmethod
    def of(cls, state: StateBlock) -> _Kept:
        return cls(state.parentType, state.lineMax, state.blkIndent)

    def put_back(self, state: StateBlock) -> None:
        state.parentType, state.lineMax, state.blkIndent = self.parent, self.last, self.indent


def _callout(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Read `!!! note "Title"`, with the lines below it that begin with four spaces more."""
    found = None if state.is_code_block(first) else _CALLOUT.fullmatch(_line(state, first))
    if not found or silent:
        return found is not None
    kept = _Kept.of(state)
    indent = state.sCount[first] + _INDENT
    last = first + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= indent):
        last += 1
    while state.isEmpty(last - 1):
        last -= 1
    kinds = found["kinds"].lower().split()
    state.push(f"{CALLOUT}_open", "div", 1).attrs = {"class": " ".join(["admonition", *kinds])}
    title = kinds[0].capitalize() if found["title"] is None else found["title"]
    state.tokens[-1].map, state.tokens[-1].meta = [first, last], {"title": title}
    _title(state, title, first)
    state.parentType, state.lineMax, state.blkIndent = CALLOUT, last, indent
    state.md.block.tokenize(state, first + 1, last)
    kept.put_back(state)
    state.push(f"{CALLOUT}_close", "div", -1)
    state.line = last
    return True


def _title(state: StateBlock, words: str, line: int) -> None:
    if not words:
        return
    state.push(f"{CALLOUT}_title_open", "p", 1).attrs = {"class": "admonition-title"}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = words, [line, line + 1], []
    state.push(f"{CALLOUT}_title_close", "p", -1)
