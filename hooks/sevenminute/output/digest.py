"""What is new, has changed or was withdrawn since a day, for a newsletter: as text, and as HTML that mail programs show."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sevenminute.config.schema import Organisation
from sevenminute.config.urgent_help import UrgentHelp
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.urls import briefing_url
from sevenminute.text.dates import PartialDate
from sevenminute.text.urls import without_index

TEMPLATE = "digest.html"
_WIDTH = 72
"""Letters of a line that every mail program shows without breaking it."""
_HELD = "\u00a0"
"""A space at which no line is broken: a telephone number stays whole."""


@dataclass(frozen=True)
class DigestEntry:
    """A briefing as a newsletter tells of it.

    Attributes:
        title: Its title.
        url: Its whole address.
        summary: Its one sentence, or why it was withdrawn.
        when: What happened to it and when, in words; of a withdrawn one what to read instead, too.
        topics: The names of its topics.
        changes: What has changed since, a sentence each with its month or day, the newest first.
        lang: The language of its words, or None when it is that of the site.
    """

    title: str
    url: str
    summary: str
    when: str
    topics: tuple[str, ...]
    changes: tuple[str, ...]
    lang: str | None


@dataclass(frozen=True)
class Digest:
    """What a newsletter tells.

    Attributes:
        title: What it is, with the name of the site.
        since: From when on.
        new: Briefings that were published since, the newest first.
        changed: Briefings that are older and were updated since, the latest first.
        withdrawn: Briefings that were withdrawn since, the latest first: whoever has a copy has to know.
        site_url: The whole address of the site.
        organisation: Who sends it.
        help: Whom to call.
    """

    title: str
    since: PartialDate
    new: tuple[DigestEntry, ...]
    changed: tuple[DigestEntry, ...]
    withdrawn: tuple[DigestEntry, ...]
    site_url: str
    organisation: Organisation
    help: UrgentHelp

    @property
    def groups(self) -> dict[str, tuple[DigestEntry, ...]]:
        """The briefings below the headings that they have."""
        groups = {"New": self.new, "Changed": self.changed, "Withdrawn": self.withdrawn}
        return {heading: entries for heading, entries in groups.items() if entries}

    @property
    def nothing(self) -> str:
        """What is said when there is no briefing to tell of, or an empty string."""
        return "" if self.groups else f"No briefing is new, has changed or was withdrawn since {self.since}."


def read_digest(
    library: Library, names: tuple[str, str], organisation: Organisation, help: UrgentHelp, since: PartialDate
) -> Digest:
    """Return what is new, has changed or was withdrawn.

    Args:
        library: All content.
        names: What the site is called, and where it is published.
        organisation: Who sends it.
        help: Whom to call.
        since: A month or a day. A briefing of which only the month is known counts when any day of it may be meant.
    """
    site_name, site_url = names
    new = [item for item in library.newest() if _is_since(item.fields.published, since)]
    changed = [item for item in library.briefings if item not in new and _is_since(item.updated, since)]
    changed.sort(key=lambda item: (item.updated or since).first_day, reverse=True)
    withdrawn = [item for item in library.withdrawn if _is_since(item.withdrawn, since)]
    withdrawn.sort(key=lambda item: item.withdrawn.first_day, reverse=True)
    return Digest(
        f"{site_name}: what is new since {since}",
        since,
        tuple(_entry(item, library, site_url, f"Published {item.fields.published}", since) for item in new),
        tuple(_entry(item, library, site_url, f"Updated {item.updated}", since) for item in changed),
        tuple(_withdrawn_entry(item, library, site_url) for item in withdrawn),
        site_url,
        organisation,
        help,
    )


def _is_since(value: PartialDate | None, since: PartialDate) -> bool:
    return value is not None and value.last_day >= since.first_day


def _entry(briefing: Briefing, library: Library, site_url: str, when: str, since: PartialDate) -> DigestEntry:
    return DigestEntry(
        briefing.fields.title,
        urljoin(site_url, without_index(briefing_url(briefing))),
        briefing.fields.summary,
        when,
        tuple(library.topic(id).title for id in dict.fromkeys(briefing.fields.topics)),
        tuple(f"{change.day}: {change.said}" for change in briefing.fields.changes if _is_since(change.day, since)),
        briefing.lang,
    )


def _withdrawn_entry(briefing: WithdrawnBriefing, library: Library, site_url: str) -> DigestEntry:
    new = library.replacement(briefing)
    when = f"Withdrawn {briefing.withdrawn}" + (f". Read this instead: {new.fields.title}" if new else "")
    url = urljoin(site_url, without_index(briefing_url(briefing)))
    return DigestEntry(briefing.title, url, briefing.because, when, (), (), briefing.lang)


def digest_html(digest: Digest, overrides: Path) -> str:
    """Return the digest as a document whose styles stand in its elements: mail programs drop all others."""
    templates = Environment(loader=FileSystemLoader(overrides), autoescape=True, undefined=StrictUndefined)
    return f"{templates.get_template(TEMPLATE).render(digest=digest).strip()}\n"


def digest_text(digest: Digest) -> str:
    """Return the digest as plain text."""
    return "\n".join(_lines(digest)).rstrip() + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield from _wrapped(digest.title)
    yield ""
    if digest.nothing:
        yield from [*_wrapped(digest.nothing), ""]
    for heading, entries in digest.groups.items():
        yield from [heading.upper(), ""]
        for entry in entries:
            yield from _wrapped(entry.title)
            yield from _wrapped(entry.summary)
            for change in entry.changes:
                yield from _wrapped(f"- {change}")
            yield from _wrapped(". ".join([entry.when, *([f"Topics: {', '.join(entry.topics)}"] if entry.topics else [])]) + ".")
            yield from [entry.url, ""]
    yield from ["All briefings:", digest.site_url, ""]
    help = digest.help
    yield from _wrapped(f"{help.question} Call {_whole(help.emergency.telephone)}.")
    for contact in help.contacts:
        when = f" ({contact.when})" if contact.when else ""
        yield from _wrapped(f"{help.worried} {contact.name}{when}: {_whole(contact.telephone)}.")
    yield ""
    yield from _wrapped(digest.organisation.name)


def _wrapped(text: str) -> Sequence[str]:
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_HELD, " ") for line in lines]


def _whole(telephone: str) -> str:
    return telephone.replace(" ", _HELD)
