"""What the search knows of a page: its title, and the places on it, each with its anchor, heading and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sevenminute.config.site_words import PEOPLE
from sevenminute.content.briefing import Briefing
from sevenminute.content.rendered import RenderedBriefing
from sevenminute.content.resource import KINDS, Resource
from sevenminute.content.urls import briefing_url
from sevenminute.markdown.html.tree import Element, parse_html
from sevenminute.markdown.plain_text import SENTENCE_ENDS, one_line, pieces, plain_text, text_of
from sevenminute.text.paths import RESOURCE_INDEX
from sevenminute.text.urls import page_file


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
        kind: What it is when that is not a page, such as “Leaflet”, or whom it is about; else empty.
        places: Its parts in reading order, the top first.
        lang: The language of its words, or None when it is that of the site.
    """

    url: str
    title: str
    kind: str
    places: tuple[Place, ...]
    lang: str | None = None


def briefing_page(briefing: Briefing, rendered: RenderedBriefing) -> SearchPage:
    """Return a briefing: its key messages and summary, its panels, its questions unless they are the site's own, and its changes.

    Args:
        briefing: As its editor wrote it.
        rendered: Its panels. The notes below them are found with the last.
    """
    panels = [Place(panel.id, panel.number, panel.title, panel.text) for panel in rendered.panels]
    if panels and rendered.notes:
        panels[-1] = replace(panels[-1], text=one_line([panels[-1].text, "\n", text_of(rendered.notes)]))
    fields = briefing.fields
    top = one_line("\n".join((*fields.key_messages, fields.summary)))  # an extract begins with what matters most
    places = [Place("", 0, "", top), *panels]
    if fields.questions:
        places.append(Place("questions", 0, "Talk about it", " ".join(fields.questions)))
    if fields.changes:
        told = " ".join(f"{change.day}: {change.said}" for change in fields.changes)
        places.append(Place("what_has_changed", 0, "What has changed", told))
    about = f"About {PEOPLE[fields.people]}" if fields.people else ""
    return SearchPage(briefing_url(briefing), fields.title, about, tuple(places), briefing.lang)


def other_page(url: str, title: str, markup: str) -> SearchPage:
    """Return a page without panels: its parts are those below its headings of the second level.

    Args:
        url: Address from the site's root.
        title: As the page shows it; may hold HTML.
        markup: Its HTML.
    """
    return SearchPage(url, plain_text(title), "", tuple(_places(markup)))


def resource_page(id: str, resource: Resource) -> SearchPage:
    """Return an entry of the register. Links that are not in it are found in the panels that have them."""
    fields = resource.fields
    facts = filter(None, [fields.publisher, fields.summary, fields.how_to_get])
    text = " ".join(fact if fact.endswith(SENTENCE_ENDS) else f"{fact}." for fact in facts)
    return SearchPage(f"{page_file(RESOURCE_INDEX)}#{id}", fields.title, KINDS[fields.kind][1], (Place("", 0, "", text),))


def _places(markup: str) -> Iterator[Place]:
    """Yield the parts of a page: what stands above the first heading that begins one, then each with its heading."""
    parts: list[tuple[Element | None, list[str]]] = [(None, [])]
    for piece in pieces(parse_html(markup), _begins_part):
        if isinstance(piece, str):
            parts[-1][1].append(piece)
        else:
            parts.append((piece, []))
    if len(parts) > 1 and not one_line(parts[0][1]) and (title := parts[1][0]) and title.tag == "h1":
        parts[:2] = [(None, parts[1][1])]  # the title's own text is the top
    for heading, texts in parts:
        yield Place(heading.id if heading else "", 0, text_of(heading) if heading else "", one_line(texts))


def _begins_part(element: Element) -> bool:
    return element.tag in ("h1", "h2") and bool(element.id)
