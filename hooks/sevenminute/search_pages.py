"""What the search knows of a page: its title, and the places on it, each with its anchor, heading and text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sevenminute.addresses import briefing_url, page_file
from sevenminute.briefing import Briefing
from sevenminute.places import RESOURCE_INDEX
from sevenminute.resource_data import KINDS
from sevenminute.resources import Resource

_HEADING = re.compile(r'<h([1-6])\b[^>]*?\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_BADGE = re.compile(r'<span class="panel__number">.*?</span>')
_LEFT_OUT = re.compile(r'<!--.*?-->|<sup id="fnref.*?</sup>|<a class="footnote-backref".*?</a>', re.DOTALL)
_WITHIN_A_LINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
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
        kind: What it is when that is no page, such as “Leaflet”; else empty.
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
    """Return the words of HTML that Markdown made, on one line, with a mark between blocks that end without one."""
    flowing = _WITHIN_A_LINE.sub("", _LEFT_OUT.sub("", " ".join(markup.split())))
    text = ""
    for line in _TAG.sub("\n", flowing).split("\n"):
        words = html.unescape(line).strip()
        if words:
            text += ("" if not text else " " if text.endswith(_ENDS) else " · ") + words
    return text


def _places(markup: str, begins: Callable[[int, str], bool], numbers: dict[str, int]) -> Iterable[Place]:
    """Yield the parts of a page: what stands above the first heading that begins one, then each with its heading."""
    headings = [found for found in _HEADING.finditer(markup) if begins(int(found[1]), found[2])]
    top = headings[0].start() if headings else len(markup)
    if headings and headings[0][1] == "1" and not plain_text(markup[:top]):
        top = headings[1].start() if len(headings) > 1 else len(markup)  # the title's own text is the top
        yield Place("", 0, "", plain_text(markup[headings[0].end() : top]))
        headings = headings[1:]
    else:
        yield Place("", 0, "", plain_text(markup[:top]))
    for position, found in enumerate(headings):
        end = headings[position + 1].start() if position + 1 < len(headings) else len(markup)
        id = html.unescape(found[2])
        heading = plain_text(_BADGE.sub("", found[3]))
        yield Place(id, numbers.get(id, 0), heading, plain_text(markup[found.end() : end]))
