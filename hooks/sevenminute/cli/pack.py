"""Packs to hand out, taken from the built site: of a topic, or of chosen briefings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from pymdownx.slugs import slugify

from sevenminute.content.briefing import common_people
from sevenminute.content.library import Library
from sevenminute.content.slug import slug_of
from sevenminute.diagnostics.problem import did_you_mean, nearest, quoted
from sevenminute.markdown.extensions.short_urls import short_address
from sevenminute.print.pdf.documents import one_page_file
from sevenminute.print.pdf.packs import Entry, Pack
from sevenminute.text.languages import SITE_LANGUAGE
from sevenminute.text.paths import PACK
from sevenminute.text.urls import page_file

CHOSEN = "Chosen briefings"
"""What a pack is called when nobody says."""
_slugify = slugify(case="lower")


class UnknownNamesError(Exception):
    """There are no such topics or briefings; each argument is a line that says so."""


class NotPrintedError(Exception):
    """The built site lacks a PDF; the message says which, and why that may be."""


def topic_pack(library: Library, site: Path, topic: str) -> bytes:
    """Return the pack that the site has for a topic.

    Args:
        library: The content of the site.
        site: Folder of the built site.
        topic: As briefings name it.

    Raises:
        UnknownNamesError: No briefing has the topic.
        NotPrintedError: The site has no pack for it.
    """
    topics = {found.id: found for found in library.topics}
    if topic not in topics:
        near = did_you_mean(topic, topics) or f": the topics are {', '.join(topics)}"
        raise UnknownNamesError(f"{quoted(topic)} is not a topic of any briefing{near}")
    made = (site / page_file(topics[topic].source)).parent / PACK
    if not made.is_file():
        raise NotPrintedError(
            f"{made} is not there: no briefing of {topic} could be printed, or mkdocs.yml says that packs are off"
        )
    return made.read_bytes()


def chosen_pack(library: Library, site: Path, names: Iterable[str], title: str, site_url: str) -> Pack:
    """Return the pack of some briefings, in the order in which they are named.

    Args:
        library: The content of the site.
        site: Folder of the built site.
        names: Of the briefings, as in their addresses, or their files; one may hold several with commas between.
        title: What the pack is called.
        site_url: Where the site is published, or an empty string.

    Raises:
        UnknownNamesError: There are no such briefings, or none is named.
        NotPrintedError: The site has no PDF of one.
    """
    briefings = {briefing.slug: briefing for briefing in library.briefings}
    kept_back = {briefing.slug: "not published yet" for briefing in library.unpublished}
    kept_back |= {item.slug: "withdrawn" for item in library.withdrawn}
    chosen = list(dict.fromkeys(slug_of(PurePosixPath(name).stem) for text in names for name in text.replace(",", " ").split()))
    unknown = [slug for slug in chosen if slug not in briefings]
    if unknown:
        raise UnknownNamesError(*(_unknown(slug, briefings, kept_back) for slug in unknown))
    if not chosen:
        raise UnknownNamesError("no briefing is named: write their names with spaces between")
    files = {slug: site / one_page_file(slug) for slug in chosen}
    for slug, file in files.items():
        if not file.is_file():
            raise NotPrintedError(f"{file} is not there: {slug} could not be printed, or mkdocs.yml says that PDFs are off")
    found = [briefings[slug] for slug in files]
    entries = tuple(
        Entry(briefing.fields.title, files[briefing.slug].read_bytes(), briefing.lang or SITE_LANGUAGE) for briefing in found
    )
    address = short_address(f"{site_url}briefings/") if site_url else None
    return Pack(pack_file(title), title, entries, address, common_people(found))


def pack_file(title: str) -> str:
    """Return the name of the file of a pack."""
    return f"{_slugify(title, '-') or 'pack'}.pdf"


def _unknown(slug: str, known: Iterable[str], kept_back: Mapping[str, str]) -> str:
    if slug in kept_back:
        return f"{quoted(slug)} is {kept_back[slug]}, so it is in no pack: leave it out"
    begins = {name[: len(slug) + 1]: name for name in known}  # many write only the first words of a name
    found = nearest(slug, known) or begins.get(nearest(slug, begins), "")
    near = f"; did you mean {quoted(found)}?" if found else ": a briefing is named as its file in briefings/ is, without .md"
    return f"{quoted(slug)} is not a briefing{near}"
