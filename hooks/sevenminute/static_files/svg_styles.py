"""The styles of a drawing, read as browsers read them: what they would load, and what parts of the drawing they use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from sevenminute.diagnostics.problem import quoted
from sevenminute.static_files.svg_lists import FUNCTIONS

_DEEPEST = 20
"""Levels of brackets that a text of styles may have."""
_PLAIN = {"ident", "number", "percentage", "dimension", "hash", "string", "whitespace", "comment"}
_MARKS = set(",:;/!+-*.")
_SELECTOR_PARTS = {"ident": "i", "hash": "h", "whitespace": " "}
_SIMPLE_SELECTOR = re.compile(r"(?:[i*h]|\.i)(?:h|\.i)*")
"""`rect`, `*`, `.a`, `#b`, or several of these in one, like `rect.a`."""


@dataclass
class Styles:
    """What was found in a text of styles.

    Attributes:
        text: The text without its comments.
        refused: What may not stand there, as a message names it.
        references: Ids of parts of the drawing that are used.
    """

    text: str
    refused: list[str] = field(default_factory=list)
    references: set[str] = field(default_factory=set)


@dataclass
class Sheet(Styles):
    """What was found in a `style` element.

    Attributes:
        rules: By each simple selector (`rect`, `.a`, `#b`, `*`): ids of the parts that its rules use.
    """

    rules: dict[str, set[str]] = field(default_factory=dict)


def read_values(text: str) -> Styles:
    """Return what is found in the value of an attribute: a style, or several declarations of them."""
    found = Styles(text)
    tokens = _tokens(text, found)
    _read(tokens, found)
    found.text = _without_comments(text, tokens)
    return found


def read_sheet(text: str) -> Sheet:
    """Return what is found in the text of a `style` element."""
    found = Sheet(text)
    found.text = _without_comments(text, _tokens(text, found))
    if found.refused:
        return found
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            found.refused.append(quoted(f"@{rule.at_keyword}"))
        elif rule.type == "qualified-rule":
            _read_rule(rule, found)
        else:
            found.refused.append(f"style {quoted(text)}")
    return found


def _tokens(text: str, found: Styles) -> list[Any]:
    """Return the parts of a text of styles; those that are nested deeper than any style is are refused, and none returned."""
    tokens = list(tinycss2.parse_component_value_list(text))
    level = tokens
    for _ in range(_DEEPEST):
        level = [inner for token in level for inner in _inside(token)]
    if level:
        found.refused.append(f"style {quoted(text)}")
    return [] if level else tokens


def _inside(token: Any) -> list[Any]:
    """Return the parts of a block or function; none of any other part."""
    return getattr(token, "content", None) or getattr(token, "arguments", None) or []


def _read_rule(rule: Any, sheet: Sheet) -> None:
    selectors = _simple_selectors(rule.prelude)
    if not selectors:
        sheet.refused.append(f"style {quoted(tinycss2.serialize(rule.prelude))}")
    inner = Styles(tinycss2.serialize(rule.content))
    _read(rule.content, inner)
    sheet.refused += inner.refused
    for selector in selectors if inner.references else ():
        sheet.rules.setdefault(selector, set()).update(inner.references)


def _simple_selectors(prelude: list[Any]) -> set[str]:
    """Return for each selector of a list the last simple one that it is made of; nothing when one of them is not simple.

    Whatever the whole selector means, the last part of it means too.
    """
    selectors: list[list[Any]] = [[]]
    for part in prelude:
        if part == ",":
            selectors.append([])
        elif part.type not in ("comment", "whitespace") or (part.type == "whitespace" and selectors[-1]):
            selectors[-1].append(part)
    found = set()
    for parts in selectors:
        kinds = "".join(part.value if part.type == "literal" else _SELECTOR_PARTS.get(part.type, "?") for part in parts).rstrip()
        if not _SIMPLE_SELECTOR.fullmatch(kinds):
            return set()
        mark = "#" if kinds.endswith("h") else "." if kinds.endswith(".i") else ""
        found.add(mark + parts[len(kinds) - 1].value)
    return found


def _read(tokens: Iterable[Any], found: Styles) -> None:
    for token in tokens:
        if token.type == "url":
            _read_address(token.value, found)
        elif token.type == "function" and token.lower_name == "url":
            _read_address("".join(part.value for part in token.arguments if part.type == "string"), found)
        elif token.type == "function" and token.lower_name in FUNCTIONS:
            _read(token.arguments, found)
        elif token.type == "function":
            found.refused.append(quoted(token.name))
        elif token.type == "() block":
            _read(token.content, found)
        elif token.type not in _PLAIN and not (token.type == "literal" and token.value in _MARKS):
            found.refused.append(f"style {quoted(found.text)}")


def _read_address(address: str, found: Styles) -> None:
    if is_local(address):
        found.references.add(address.strip()[1:])
    else:
        found.refused.append(quoted(address) if address.strip() else "style “url()”")


def is_local(address: str) -> bool:
    """Return whether an address is that of a part of the same drawing."""
    return len(address) > 1 and address.startswith("#") and not set(address) & set(" \t\r\n\f")


def _without_comments(text: str, tokens: list[Any]) -> str:
    """Return the text as it is, or, where it has comments, without them."""
    return tinycss2.serialize(_cleared(tokens)) if "/*" in text else text


def _cleared(tokens: list[Any]) -> list[Any]:
    for token in tokens:
        _inside(token)[:] = _cleared(_inside(token))
    return [token for token in tokens if token.type != "comment"]
