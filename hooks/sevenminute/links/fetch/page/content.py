"""What readers see of a page: its title, headings and blocks of text, and what only scripts would show."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection

from sevenminute.links.fetch.page.anchors import AnchorFinder
from sevenminute.links.fetch.page.facts import LONGEST_TEXT, MOST_BLOCKS, MOST_OPENING_BLOCKS, NOTICE_WORDS, PageFacts
from sevenminute.links.fetch.page.refresh import refresh_address
from sevenminute.links.fetch.page.words import compared_words, hash_of, own_names

_HIDDEN = {"script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object"}
"""Elements whose text nobody reads, or not without a picture or a frame."""
_INLINE = {
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
}
_MEDIA = {
    "img",
    "picture",
    "video",
    "audio",
    "canvas",
    "iframe",
    "frame",
    "embed",
    "object",
    "svg",
    "input",
    "select",
    "textarea",
}
_IN_HEAD = {"html", "head", "title", "base", "link", "meta", "style", "script", "noscript", "template"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SOURCES = ("src", "data", "poster")
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/x-javascript"}
_ROOTS = {"root", "app", "__next", "__nuxt", "svelte", "react-root", "app-root", "main-app", "___gatsby"}
_INVISIBLE = {"0", "1", "0px", "1px"}
_LONGEST_BLOCK = 4000
"""Characters of a block that are looked at."""
_WORDS_OF_A_PICTURE = 10
"""A picture or a frame makes a page another one as much as a sentence does."""


class ContentReader(AnchorFinder):
    """Notes what a page says.

    Args:
        url: The address of the page, which is left out of what is compared.
        wanted: Names of parts that it should have, decoded.
    """

    def __init__(self, url: str, wanted: Collection[str] = ()) -> None:
        super().__init__(wanted)
        self._own_names = own_names(url)
        self._texts: dict[str, str] = {}
        self._within = ""
        self._in_heading = 0
        self._hidden: Counter[str] = Counter()
        self._block = ""
        self._opening: list[str] = []
        self._blocks: dict[int, int] = {}
        self._words = 0
        self._media = self._scripts = self._password = self._empty_root = False
        self._root = ""
        self._refresh = ""

    @property
    def done(self) -> bool:
        """Whether all is known: never before its end."""
        return False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note an element, and what it says of the page."""
        super().start(tag, attributes)
        if tag not in _INLINE:
            self._end_block()
        if tag not in _IN_HEAD:  # the parser does not know elements such as `header`, and would have them in the head
            del self._hidden["head"]
        self._in_heading += tag in _HEADINGS
        self._root = tag if self._is_seen() and (attributes.get("id") in _ROOTS or tag in _ROOTS) else ""
        if tag in ("title", "h1", "h2") and tag not in self._texts and self._is_seen(in_head=tag == "title"):
            self._within, self._texts[tag] = tag, ""
        if tag == "script":
            self._scripts |= attributes.get("type", "").strip().lower() in _SCRIPT_TYPES
        elif tag == "meta":
            self._note_refresh(attributes)
        elif tag in _MEDIA and self._is_seen():
            self._note_media(tag, attributes)
        if tag in _HIDDEN:
            self._hidden[tag] += 1

    def end(self, tag: str) -> None:
        """Note that an element ends, and perhaps a block."""
        super().end(tag)
        if tag not in _INLINE:
            self._end_block()
        self._in_heading -= tag in _HEADINGS
        if self._hidden[tag]:
            self._hidden -= Counter((tag,))
        if tag == self._within:
            self._within = ""
        self._empty_root |= bool(self._root) and tag == self._root
        self._root = ""

    def data(self, text: str) -> None:
        """Keep text, up to a length that is enough; it may come in parts."""
        if self._within and len(self._texts[self._within]) < 2 * LONGEST_TEXT:
            self._texts[self._within] += text[: 2 * LONGEST_TEXT]
        if not self._is_seen():
            return
        if text.strip():
            self._root = ""
        if len(self._block) < _LONGEST_BLOCK:
            self._block += text[:_LONGEST_BLOCK]

    def facts(self, *, whole: bool) -> PageFacts:
        """Return what was noted.

        Args:
            whole: Whether the page was read to its end.
        """
        self._end_block()
        smallest = heapq.nsmallest(MOST_BLOCKS, self._blocks)
        return PageFacts(
            title=self._text("title"),
            heading=self._text("h1") or self._text("h2"),
            opening=tuple(self._opening) if self._words <= NOTICE_WORDS else (),
            words=self._words,
            blocks={f"{number:08x}": self._blocks[number] for number in smallest},
            has_media=self._media,
            has_scripts=self._scripts,
            has_empty_root=self._empty_root,
            has_password_field=self._password,
            refresh=self._refresh,
            whole=whole,
        )

    def _is_seen(self, *, in_head: bool = False) -> bool:
        """Tell whether readers see what comes now; a drawing has titles too, which are not the page's."""
        return not (self._hidden.keys() - {"head"} if in_head else self._hidden)

    def _note_refresh(self, attributes: dict[str, str]) -> None:
        followed = self._is_seen(in_head=True) and attributes.get("http-equiv", "").strip().lower() == "refresh"
        if followed and not self._refresh:
            self._refresh = refresh_address(attributes.get("content", ""))

    def _note_media(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes.get("type", "").lower() == "password":
            self._password = True
        hidden_field = tag == "input" and attributes.get("type", "").lower() == "hidden"
        if hidden_field or {attributes.get("width"), attributes.get("height")} & _INVISIBLE:
            return
        self._media = True
        source = next((attributes[name] for name in _SOURCES if attributes.get(name)), "")
        self._note_block(source.partition("?")[0][:LONGEST_TEXT], shown=False)

    def _end_block(self) -> None:
        if self._within:
            self._texts[self._within] += " "
        if self._block:
            text, self._block = " ".join(self._block.split()), ""
            if text:
                self._note_block(text, shown=True)

    def _note_block(self, text: str, *, shown: bool) -> None:
        if shown and not self._in_heading and len(self._opening) < MOST_OPENING_BLOCKS:
            self._opening.append(text[:LONGEST_TEXT])
        words = compared_words(text, self._own_names)
        if shown:
            self._words += len(words) or 1
        if words:
            self._blocks[hash_of(words)] = len(words) if shown else max(len(words), _WORDS_OF_A_PICTURE)
            if len(self._blocks) > 4 * MOST_BLOCKS:  # what is kept does not grow with the page
                self._blocks = {number: self._blocks[number] for number in heapq.nsmallest(MOST_BLOCKS, self._blocks)}

    def _text(self, tag: str) -> str:
        return " ".join(self._texts.get(tag, "").split())[:LONGEST_TEXT]
