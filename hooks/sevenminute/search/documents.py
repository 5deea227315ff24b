"""What the search knows of a page: its title, and the places on it, each with its anchor, heading and text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sevenminute.content.briefing import Briefing
from sevenminute.content.resource import KINDS, Resource
from sevenminute.content.urls import briefing_url
from sevenminute.text.paths import RESOURCE_INDEX
from sevenminute.text.urls import page_file

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WITHIN_A_LINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "i",
            "ins",
            "kbd",
            "mark",
            "q",
            "s",
            "samp",
        ),
        *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
_BREAK = "\n"
_ENDS = (".", "!", "?", ":", ";", ",", "…", "”", '"')


@dataclass(frozen=True)
class Place:
    """A part of a page that a result can lead to.

    Attributes:
        anchor: Its anchor without the `#`; empty for the top of the page.
        number: The panel's number, or 0 where there are no panels.
        heading: Its heading as plain text; empty for the top of the page.
        text: What stands below the heading, as plain text on one line.
    """

    anchor: str
    number: int
    heading: str
    text: str


@dataclass(frozen=True)
class SearchPage:
    """A page, or an entry of the register of resources, as the search lists it.

    Attributes:
        url: Address from the site's root, with the anchor of an entry.
        title: Its title as plain text.
        kind: What it is when that is not a page, such as “Leaflet”; else empty.
        places: Its parts in reading order, the top first.
    """

    url: str
    title: str
    kind: str
    places: tuple[Place, ...]


def briefing_page(briefing: Briefing, markup: str) -> SearchPage:
    """Return a briefing: its summary, its panels, and its questions unless they are the site's standing ones.

    Args:
        briefing: As its editor wrote it.
        markup: The HTML of its panels.
    """
    numbers = {panel.id: panel.number for panel in briefing.panels}
    _, *panels = _places(markup, lambda _level, anchor: anchor in numbers, numbers)
    places = [Place("", 0, "", briefing.fields.summary), *panels]
    if briefing.fields.questions:
        places.append(Place("questions", 0, "Talk about it", " ".join(briefing.fields.questions)))
    return SearchPage(briefing_url(briefing), briefing.fields.title, "", tuple(places))


def other_page(url: str, title: str, markup: str) -> SearchPage:
    """Return a page without panels: its parts are those below its headings of the second level.

    Args:
        url: Address from the site's root.
        title: As the page shows it; may hold HTML.
        markup: Its HTML.
    """
    return SearchPage(url, plain_text(title), "", tuple(_places(markup, lambda level, _anchor: level <= 2, {})))


def resource_page(id: str, resource: Resource) -> SearchPage:
    """Return an entry of the register. Links that are not in it are found in the panels that have them."""
    fields = resource.fields
    facts = filter(None, [fields.publisher, fields.summary, fields.how_to_get])
    text = " ".join(fact if fact.endswith(_ENDS) else f"{fact}." for fact in facts)
    return SearchPage(f"{page_file(RESOURCE_INDEX)}#{id}", fields.title, KINDS[fields.kind][1], (Place("", 0, "", text),))


def plain_text(markup: str) -> str:
    """Return the words of some HTML on one line, with a mark between blocks that end without one."""
    body = LexborHTMLParser(markup).body
    return _on_one_line(_pieces(body)) if body else ""


def _on_one_line(pieces: Iterable[str]) -> str:
    text = ""
    for line in "".join(pieces).split(_BREAK):
        words = " ".join(line.split())
        if words:
            text += ("" if not text else " " if text.endswith(_ENDS) else " · ") + words
    return text


def _pieces(top: LexborNode) -> Iterator[str]:
    """Yield the texts within a node, and a break where a block begins or ends."""
    for piece in _walked(top, lambda _: False):
        if isinstance(piece, str):
            yield piece


def _walked(top: LexborNode, whole: Callable[[LexborNode], bool]) -> Iterator[str | LexborNode]:
    """Yield the texts within a node and the breaks between blocks; of the elements that are wanted whole, the element."""
    waiting: list[str | LexborNode] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node.is_text_node:
            yield " ".join(f".{node.text_content}.".split())[1:-1]
        elif node.is_element_node and whole(node):
            yield node
        elif not _is_left_out(node):
            breaks = [] if (node.tag or "").lower() in _WITHIN_A_LINE else [_BREAK]
            waiting += [*breaks, *reversed(list(node.iter(include_text=True))), *breaks]


def _is_left_out(node: LexborNode) -> bool:
    """Tell whether a node is no word of the page: a mark of a note, the arrow back, a panel's number, a comment."""
    if not node.is_element_node:
        return True
    classes = (node.attributes.get("class") or "").split()
    is_mark = node.tag == "sup" and (node.id or "").startswith("fnref")
    return is_mark or "footnote-backref" in classes or "panel__number" in classes or node.tag in ("script", "style")


def _places(markup: str, begins: Callable[[int, str], bool], numbers: dict[str, int]) -> Iterable[Place]:
    """Yield the parts of a page: what stands above the first heading that begins one, then each with its heading."""

    def is_wanted(node: LexborNode) -> bool:
        return node.tag in _HEADINGS and bool(node.id) and begins(int((node.tag or "")[1:]), node.id or "")

    parts: list[tuple[LexborNode | None, list[str]]] = [(None, [])]
    body = LexborHTMLParser(markup).body
    for piece in _walked(body, is_wanted) if body else ():
        if isinstance(piece, str):
            parts[-1][1].append(piece)
        else:
            parts.append((piece, []))
    if len(parts) > 1 and not _on_one_line(parts[0][1]) and (title := parts[1][0]) and title.tag == "h1":
        parts[:2] = [(None, parts[1][1])]  # the title's own text is the top
    for heading, pieces in parts:
        id = (heading.id or "") if heading else ""
        yield Place(id, numbers.get(id, 0), _on_one_line(_pieces(heading)) if heading else "", _on_one_line(pieces))
