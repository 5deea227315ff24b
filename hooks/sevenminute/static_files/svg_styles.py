"""The styles of a drawing, read as browsers read them: what they would load, and what parts of the drawing they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from sevenminute.problem import quoted
from sevenminute.static_files.svg_lists import FUNCTIONS

_PLAIN = {"ident", "number", "percentage", "dimension", "hash", "string", "whitespace", "comment"}
_MARKS = set(",:;/!+-*.")
_SELECTOR = {"ident", "hash", "whitespace", "comment"}
_SELECTOR_MARKS = {",", ".", "*"}


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
        rules: Of each rule that uses parts of the drawing: the simple selectors (`rect`, `.a`, `#b`, `*`), and the ids.
    """

    rules: list[tuple[set[str], set[str]]] = field(default_factory=list)


def read_values(text: str) -> Styles:
    """Return what is found in the value of an attribute: a style, or several declarations of them."""
    tokens = tinycss2.parse_component_value_list(text)
    found = Styles(_without_comments(text, tokens))
    _read(tokens, found)
    return found


def read_sheet(text: str) -> Sheet:
    """Return what is found in the text of a `style` element."""
    found = Sheet(_without_comments(text, tinycss2.parse_component_value_list(text)))
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            found.refused.append(quoted(f"@{rule.at_keyword}"))
        elif rule.type == "qualified-rule":
            _read_rule(rule, found)
        else:
            found.refused.append(f"style {quoted(text)}")
    return found


def _read_rule(rule: Any, sheet: Sheet) -> None:
    selector = tinycss2.serialize([token for token in rule.prelude if token.type != "comment"])
    if all(token.type in _SELECTOR or (token.type == "literal" and token.value in _SELECTOR_MARKS) for token in rule.prelude):
        simple = {part.strip() for part in selector.split(",")}
    else:
        simple = set()
    if not simple or any(" " in part for part in simple):
        sheet.refused.append(f"style {quoted(selector)}")
    inner = Styles("")
    _read(rule.content, inner)
    sheet.refused += inner.refused
    sheet.rules += [(simple, inner.references)] if inner.references else []


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
            found.refused.append(f"style {quoted(tinycss2.serialize([token]) if token.type != 'error' else token.message)}")


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


def _cleared(tokens: Iterable[Any]) -> list[Any]:
    return list(_clear(tokens))


def _clear(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        for part in ("content", "arguments"):
            if hasattr(token, part):
                setattr(token, part, _cleared(getattr(token, part)))
        if token.type != "comment":
            yield token
