"""The parser of Markdown: CommonMark's blocks and links, with the tables, task lists, alerts and footnotes of the code hosts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from sevenminute.markdown.grammar.blocks import ABBREVIATIONS, Abbreviation, add_blocks
from sevenminute.markdown.grammar.inline import IDS, REFERENCES, add_inlines
from sevenminute.markdown.link import same_id

RESOURCE = "resource:"
"""Begins the address of a registered resource, up to its id: a page's own definitions of an id go before the register."""

_REGISTERED = "registered"
_DEEPEST = 1_000
"""More levels than `outline.limit_problems` lets through: beyond them markdown-it leaves out what is there, without a word."""


@dataclass(frozen=True)
class ParsedMarkdown:
    """What the parser made of a text.

    Attributes:
        tokens: Blocks, and what stands in them, without those of footnotes.
        notes: The tokens of each footnote, by its name.
        abbreviations: In their order.
        ids: What links may name: the ids of the register, and those that the page defines.
        definitions: The line, from 0, of each id that the page defines, as markdown-it compares ids.
    """

    tokens: tuple[Token, ...]
    notes: Mapping[str, tuple[Token, ...]]
    abbreviations: tuple[Abbreviation, ...]
    ids: frozenset[str]
    definitions: Mapping[str, int]


def parse_markdown(text: str, ids: Iterable[str] = ()) -> ParsedMarkdown:
    """Parse a text that keeps the limits of `limit_problems`.

    Args:
        text: Markdown.
        ids: Ids of the register, which every page may cite.
    """
    env: dict[str, Any] = {_REGISTERED: frozenset(ids), ABBREVIATIONS: []}
    tokens, notes = _notes_apart(_grammar().parse(text, env))
    return ParsedMarkdown(tokens, notes, tuple(env[ABBREVIATIONS]), frozenset(env[IDS]), _lines(env[REFERENCES]))


class _Grammar(MarkdownIt):
    """Leaves addresses as they are written: what is wrong with one is said by `lint`."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the name is markdown-it's
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the name is markdown-it's
        return link


@cache
def _grammar() -> MarkdownIt:
    options = {"maxNesting": _DEEPEST, "html": True, "tasklists": True, "alerts": True, "store_labels": True}
    grammar = _Grammar("commonmark", options)
    grammar.enable("table")
    grammar.use(deflist_plugin)
    grammar.use(footnote_plugin, inline=False, move_to_end=False)
    add_blocks(grammar)
    add_inlines(grammar)
    # When the page's own definitions are known, of which the first one counts.
    grammar.core.ruler.after("block", "register", _add_register)
    grammar.core.ruler.enableOnly(["normalize", "block", "register", "inline"])
    return grammar


def _add_register(state: StateCore) -> None:
    references = state.env.setdefault(REFERENCES, {})
    registered = state.env[_REGISTERED]
    state.env[IDS] = {*registered, *(same_id(id) for id in references)}
    for id in registered:
        references.setdefault(normalizeReference(id), {"href": f"{RESOURCE}{id}", "title": ""})


def _lines(references: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    return {id: definition["map"][0] for id, definition in references.items() if "map" in definition}


def _notes_apart(tokens: Iterable[Token]) -> tuple[tuple[Token, ...], dict[str, tuple[Token, ...]]]:
    """Take the footnotes out of the text, and out of each other; of two by one name the first counts."""
    text: list[Token] = []
    notes: dict[str, list[Token]] = {}
    into = [text]
    for token in tokens:
        if token.type == "footnote_reference_open":
            name = token.meta["label"].lower()  # code hosts do not tell capitals apart
            into.append([] if name in notes else notes.setdefault(name, []))
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    return tuple(text), {name: tuple(found) for name, found in notes.items()}
