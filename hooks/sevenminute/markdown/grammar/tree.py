"""Puts what the parser found into Python-Markdown's tree, and keeps where each part of it stands in the file."""

from __future__ import annotations

import re
import string
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from html import unescape

from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString, code_escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sevenminute.markdown.grammar.built_tree import BuiltTree, Place, RawHtml
from sevenminute.markdown.grammar.inline import Span
from sevenminute.markdown.html.source import read_html

PLACED = re.compile(f"{STX}placed:(?P<number>\\d+){ETX}")
"""Stands in a text for an element that is finished, until Python-Markdown has read what stands around."""

_PUNCTUATION = frozenset(string.punctuation)
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_REFERENCE = re.compile(r"&#?\w+;")
_NO_REFERENCE = re.compile(r"&(?=#?\w+;)")
"""What looks like the beginning of a character reference, and is none: the parser has read those that are."""
_ALIGNED = re.compile(r"text-align:(?P<side>left|center|right)")
_ALERTS = {"note": "note", "tip": "tip", "important": "important", "warning": "warning", "caution": "danger"}
"""Kinds of alerts of the code hosts, to those of callouts."""
_WIDE = 3
"""Columns from which a table may be wider than a telephone, and scrolls."""


def add_tokens(tree: BuiltTree, parent: etree.Element, tokens: Iterable[Token]) -> None:
    """Add what some tokens say to an element of a tree."""
    _Builder(tree, parent).build(tokens)


class _Builder:
    """Builds what stands in one element: the page, or a footnote."""

    def __init__(self, tree: BuiltTree, top: etree.Element) -> None:
        self._tree = tree
        self._open = [top]
        self._parts = [self._next_part()]  # of what is open
        self._tight: list[bool] = []  # whether what is open has no element of its own

    def build(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.nesting > 0:
                self._begin(token)
            elif token.nesting < 0:
                self._end(token)
            else:
                _LEAVES[token.type](self, token)

    def _next_part(self) -> int:
        return len(self._tree.raw) + len(self._tree.places) + len(self._tree.elements)

    @property
    def _parent(self) -> etree.Element:
        return self._open[-1]

    def _begin(self, token: Token) -> None:
        if token.hidden:  # the paragraph of a tight list
            return
        element = etree.SubElement(self._parent, token.tag, _attributes(token))
        self._place(element, token)
        if token.type == "list_item_open" and "checked" in token.meta:
            _add_box(element, is_done=token.meta["checked"])
        self._open.append(element)
        self._parts.append(self._next_part())

    def _end(self, token: Token) -> None:
        if token.hidden:
            return
        self._open.pop()
        self._parts.pop()
        if token.type == "table_close":
            _finish_table(self._parent[-1])

    def _place(self, element: etree.Element, token: Token) -> None:
        around = self._tree.places.get(self._parent, Place(0, 0))
        self._tree.places[element] = Place(token.map[0], token.map[1]) if token.map else Place(around.first, around.first)

    def _inline(self, token: Token) -> None:
        first = token.map[0] if token.map else self._tree.places.get(self._parent, Place(0, 0)).first
        line = _LineBuilder(self._tree, first, self._next_part())
        _append(self._parent, _small_notes(line.text(token.children or ())))

    def _code(self, token: Token) -> None:
        pre = etree.SubElement(self._parent, "pre")
        self._place(pre, token)
        code = etree.SubElement(pre, "code")
        code.text = AtomicString(code_escape(token.content))
        if token.type == "code_block" and token.map:
            self._tree.indented_code.append((token.map[0], token.content))

    def _html(self, token: Token) -> None:
        first = token.map[0] if token.map else 0
        _append(self._parent, _stashed(self._tree, RawHtml(token.content.rstrip("\n"), first, self._parts[-1], is_block=True)))

    def _line_across(self, token: Token) -> None:
        self._place(etree.SubElement(self._parent, "hr"), token)


_LEAVES: dict[str, Callable[[_Builder, Token], None]] = {
    "inline": _Builder._inline,
    "fence": _Builder._code,
    "code_block": _Builder._code,
    "html_block": _Builder._html,
    "hr": _Builder._line_across,
}


class _LineBuilder:
    """Turns the tokens of a block's text into the text that Python-Markdown reads on, with marks for what is finished."""

    def __init__(self, tree: BuiltTree, first: int, part: int) -> None:
        self._tree, self._first, self._part = tree, first, part
        self._line = first  # of the token

    def text(self, tokens: Sequence[Token]) -> str:
        texts: list[list[str]] = [[]]
        links: list[tuple[etree.Element, Token]] = []
        for token in tokens:
            self._line = max(self._line, self._span(token).first)
            if token.type == "link_open":
                links.append((etree.Element("a", _texts_of(token)), token))
                texts.append([])
            elif token.type == "link_close":
                (link, opening), words = links.pop(), "".join(texts.pop())
                if token.info == "auto":
                    link.set("href", _decoded(link.get("href", "")))
                    words = AtomicString(code_escape(_decoded(words)))
                link.text = words
                texts[-1].append(self._placed(link, opening))
            else:
                texts[-1].append(_IN_LINE[token.type](self, token))
            if token.type != "link_open":
                self._line = max(self._line, self._span(token).last)
        return "".join(texts[0])

    def _span(self, token: Token) -> Place:
        """Return where a token stands; one that does not know begins and ends where the last one ended."""
        span = token.meta.get("span")
        if not isinstance(span, Span):
            return Place(self._line, self._line)
        return Place(self._first + span.first, self._first + span.last, span.source)

    def _placed(self, element: etree.Element, token: Token) -> str:
        defined = self._tree.definitions.get(token.meta.get("label", ""))
        self._tree.places[element] = replace(self._span(token), defined=defined)
        self._tree.elements.append(element)
        return f"{STX}placed:{len(self._tree.elements) - 1}{ETX}"

    def _words(self, token: Token) -> str:
        self._tree.words.append((self._line, token.content))
        return _NO_REFERENCE.sub(f"{AMP_SUBSTITUTE}amp;", token.content)

    def _special(self, token: Token) -> str:
        """Return what an escape or a character reference stands for: a letter or mark that means nothing else."""
        return "".join(map(_inert, token.content)) if token.content != token.markup else token.content

    def _line_end(self, _token: Token) -> str:
        self._line += 1
        return "\n"

    def _break(self, token: Token) -> str:
        return self._placed(etree.Element("br"), token) + self._line_end(token)

    def _code(self, token: Token) -> str:
        code = etree.Element("code")
        code.text = AtomicString(code_escape(token.content))
        return self._placed(code, token)

    def _html(self, token: Token) -> str:
        return _stashed(self._tree, RawHtml(token.content, self._span(token).first, self._part, is_block=False))

    def _picture(self, token: Token) -> str:
        words = _plain(_words_of_pictures().parseInline(token.content)[0].children or ())
        self._tree.words.append((self._line, words))
        picture = etree.Element("img", _texts_of(token) | {"alt": words})
        return self._placed(picture, token)


_IN_LINE: dict[str, Callable[[_LineBuilder, Token], str]] = {
    "text": _LineBuilder._words,
    "text_special": _LineBuilder._special,
    "softbreak": _LineBuilder._line_end,
    "hardbreak": _LineBuilder._break,
    "code_inline": _LineBuilder._code,
    "html_inline": _LineBuilder._html,
    "image": _LineBuilder._picture,
}


@cache
def _words_of_pictures() -> MarkdownIt:
    """Return the whole grammar of CommonMark: in the words for people who cannot see a picture no mark has a meaning."""
    return MarkdownIt("commonmark")


def _decoded(address: str) -> str:
    """Return an address between angle brackets with its character references replaced."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), address)


def _append(parent: etree.Element, text: str) -> None:
    """Add text behind all that an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _stashed(tree: BuiltTree, raw: RawHtml) -> str:
    raw = replace(raw, text=_with_wide_tables(raw.text)) if raw.is_block else raw
    tree.raw.append(raw)
    return str(tree.stash.store(raw.text))


def _inert(letter: str) -> str:
    """Return a letter or mark as Python-Markdown keeps one that an editor escaped."""
    if letter == "&":
        return f"{AMP_SUBSTITUTE}amp;"
    return f"{STX}{ord(letter)}{ETX}" if letter in _PUNCTUATION or letter.isspace() else letter


def _plain(tokens: Sequence[Token]) -> str:
    """Return the words for people who cannot see a picture."""
    return "".join(
        _plain(token.children or ()) if token.type == "image" else "\n" if token.type.endswith("break") else token.content
        for token in tokens
    )


def _small_notes(text: str) -> str:
    """Write the names of footnotes in small letters: code hosts do not tell them apart."""
    return _NOTE.sub(lambda found: found[0].lower(), text) if "[^" in text else text


def _texts_of(token: Token) -> dict[str, str]:
    return {name: str(value) for name, value in token.attrs.items()}


def _attributes(token: Token) -> dict[str, str]:
    given = _texts_of(token)
    if token.type == "alert_open":
        given = {"class": f"admonition {_ALERTS[token.meta['kind'].lower()]}"}
    elif token.type == "alert_title_open":
        given = {"class": "admonition-title"}
    elif token.type in ("bullet_list_open", "ordered_list_open"):
        given.pop("class", None)  # a list of tasks is told by its items
    elif aligned := _ALIGNED.fullmatch(given.pop("style", "")):
        given["class"] = f"column-{aligned['side']}"
    return given


def _add_box(item: etree.Element, *, is_done: bool) -> None:
    """Add the box of a task to its item, with words for people who cannot see it."""
    item.set("class", "task")
    words = "Done:" if is_done else "To do:"
    box = etree.SubElement(
        item, "span", {"class": f"task__box{' task__box--done' if is_done else ''}", "role": "img", "aria-label": words}
    )
    box.tail = " "


def _with_wide_tables(html: str) -> str:
    """Return a piece of raw HTML in which each wide table can be scrolled by keyboard."""
    begins, columns = None, 0
    wide: list[int] = []
    for tag in read_html(html, 0).tags:
        if tag.name == "table":
            is_told = any(attribute.name == "tabindex" for attribute in tag.attributes)
            begins = None if is_told else tag.begins + 1 + len(tag.name)
        columns = columns + 1 if tag.name in ("td", "th") else 0 if tag.name == "tr" else columns
        if columns >= _WIDE and begins:
            wide.append(begins)
            begins = None
    for place in reversed(wide):
        html = f'{html[:place]} tabindex="0"{html[place:]}'
    return html


def _finish_table(table: etree.Element) -> None:
    """Let a wide table be scrolled by keyboard: what scrolls must have the focus."""
    if len(table.findall("thead/tr/th")) >= _WIDE:
        table.set("tabindex", "0")
