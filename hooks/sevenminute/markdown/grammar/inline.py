"""Rules for what stands in a line, added to those of markdown-it: where each begins and ends, and links without an address.

Emphasis, strikethrough, bare addresses and footnotes are left to Python-Markdown and pymdown-extensions, which read the text
between what these rules find.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it import MarkdownIt, rules_inline
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from sevenminute.diagnostics.problem import nearest
from sevenminute.markdown.link import same_id
from sevenminute.text.ids import ID

REFERENCES = "references"
"""Key of the definitions of a page in markdown-it's `env`."""
IDS = "ids"
"""Key of the ids in `env`, of the page and the register, with which an id that is none of them is compared."""
UNKNOWN = "unknown:"
"""Begins the address of what was meant for a link or picture by an id that is not defined."""
ALONE = "brackets:"
"""Begins it where the id stands alone in its brackets."""

_NOTHING_BUT_ID = re.compile(r"(?=[0-9-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)+")

Rule: TypeAlias = Callable[[StateInline, bool], bool]


@dataclass(frozen=True)
class Span:
    """Where something stands in the text of a block.

    Attributes:
        first: The line on which it begins, from 0, counted from the first of the block.
        last: The line on which it ends.
        source: It as it is written.
    """

    first: int
    last: int
    source: str


def add_inlines(grammar: MarkdownIt) -> None:
    """Add the rules to a grammar, and leave out those for which there are others."""
    rules = grammar.inline.ruler
    rules.disable(["emphasis", "strikethrough", "linkify", "footnote_ref"], ignoreInvalid=True)
    grammar.inline.ruler2.disable(["emphasis", "strikethrough", "balance_pairs", "fragments_join"])
    for name, rule in _RULES.items():
        rules.at(name, _located(rule))
    rules.after("image", "unknown_reference", _located(_unknown_reference))


_RULES: dict[str, Rule] = {
    "backticks": rules_inline.backtick,
    "link": rules_inline.link,
    "image": rules_inline.image,
    "autolink": rules_inline.autolink,
    "html_inline": rules_inline.html_inline,
}


def _located(rule: Rule) -> Rule:
    """Return a rule that tells of what it finds where it stands."""

    def run(state: StateInline, silent: bool) -> bool:
        begins, known = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            first = state.src.count("\n", 0, begins)
            source = state.src[begins : state.pos]
            span = Span(first, first + source.count("\n"), source)
            for token in state.tokens[known:]:
                if token.type != "text":
                    token.meta.setdefault("span", span)
        return True

    return run


def _unknown_reference(state: StateInline, silent: bool) -> bool:
    """Read `[words][id]`, `![words][id]` and `[id]` that editors mean for links or pictures, and whose id is not defined.

    They are no links: what looks ahead is told so.
    """
    bracket = state.pos + state.src.startswith("!", state.pos)
    if silent or not state.src.startswith("[", bracket):
        return False
    begins = state.pos
    end = state.md.helpers.parseLinkLabel(state, bracket)
    id_end = state.md.helpers.parseLinkLabel(state, end + 1) if end > 0 and state.src.startswith("[", end + 1) else -1
    state.pos = begins
    if end < 0:
        return False
    words, is_alone = state.src[bracket + 1 : end], id_end < 0
    id = same_id(state.src[end + 2 : id_end] or words) if not is_alone else same_id(words)
    if normalizeReference(id) in state.env[REFERENCES] or not (_is_id_alone(state, words, id) if is_alone else _is_id(words, id)):
        return False
    if bracket > begins:
        state.push("image", "img", 0).attrs = {"src": f"{UNKNOWN}{id}", "alt": ""}
        state.tokens[-1].content = words
    else:
        _push_link(state, bracket + 1, end, f"{ALONE if is_alone else UNKNOWN}{id}")
    state.pos = (end if is_alone else id_end) + 1
    return True


def _push_link(state: StateInline, begins: int, ends: int, address: str) -> None:
    whole = state.posMax
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.pos, state.posMax = begins, ends
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = whole
    state.push("link_close", "a", -1)


def _is_id(words: str, id: str) -> bool:
    """Tell whether an unknown id behind some words is meant for one: a quotation has brackets of its own."""
    return bool(id) and id != "sic" and not id.isdigit() and not words.startswith("^") and not id.startswith("^")


def _is_id_alone(state: StateInline, words: str, id: str) -> bool:
    """Tell whether words alone in brackets could be an id: one without a hyphen only if it is nearly one that is known."""
    if state.linkLevel or not _is_id(words, id) or state.src[state.pos] == "!":  # no link stands in another
        return False
    return bool(_NOTHING_BUT_ID.fullmatch(words) or (ID.fullmatch(id) and nearest(id, state.env[IDS])))
