"""What the templates are told about a page: plain words, numbers and addresses, ready to show.

Texts are as the editor wrote them; templates escape them. Addresses are from the site's root.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any

from sevenminute.config.schema import Settings
from sevenminute.config.site_words import PEOPLE
from sevenminute.content.briefing import Briefing, minutes_to_read
from sevenminute.content.library import Library
from sevenminute.content.life import Stage, WithdrawnBriefing, stage_of
from sevenminute.content.rendered import RenderedBriefing
from sevenminute.content.topic import Topic
from sevenminute.content.urls import briefing_url, topic_url
from sevenminute.diagnostics.problem import Problem
from sevenminute.text.dates import PartialDate, day_in_words
from sevenminute.text.languages import language_name

Data = dict[str, Any]
CHANGES_SHOWN = 3
"""Changes that a page shows at once; earlier ones open at a touch."""
NOT_SEARCHED = {"exclude": True}
"""What stands as `search` in the front matter of a page that the search does not find."""


def briefing_data(briefing: Briefing, library: Library, settings: Settings, *, today: date) -> Data:
    """Return all that a briefing's own page shows beside its panels."""
    fields = briefing.fields
    before, after = library.neighbours(briefing)
    dates = {"Published": fields.published, "Updated": briefing.updated, "Review due": fields.review_due}
    changes = [{**date_data(change.day), "said": change.said} for change in fields.changes]
    return {
        **summary_data(briefing, library, today),
        "dates": [{"label": label, **date_data(value)} for label, value in dates.items() if value],
        "updated": date_data(briefing.updated) if briefing.updated else None,
        "changed": briefing.changed.iso,
        "review_overdue": date_data(fields.review_due) if fields.review_due and fields.review_due.last_day < today else None,
        "words": briefing.words,
        "minutes": minutes_to_read(briefing.words, settings.words_per_minute),
        "changes": changes[:CHANGES_SHOWN],
        "earlier_changes": changes[CHANGES_SHOWN:],
        "owners": list(dict.fromkeys(fields.owner)),
        "audience": sentence_case(
            in_words(settings.audiences[id] for id in dict.fromkeys(fields.audience or [*settings.audiences][:1]))
        ),
        "questions": list(fields.questions or settings.questions_for(fields.people)),
        "language": language_name(briefing.lang) if briefing.lang else None,
        "own_questions": bool(fields.questions),
        "previous": _link(before),
        "next": _link(after),
    }


def contents_data(rendered: RenderedBriefing) -> list[Data]:
    """Return the panels as the contents of the page name them; titles are HTML."""
    return [{"number": panel.number, "id": panel.id, "title": escape(panel.title, quote=False)} for panel in rendered.panels]


def broken_data(title: str, problems: Iterable[Problem]) -> Data:
    """Return what the template of a page that cannot be shown is told."""
    said = [str(problem) for problem in problems]
    return {"template": "broken.html", "title": title, "broken": said, "search": NOT_SEARCHED}


def withdrawn_data(item: WithdrawnBriefing, library: Library) -> Data:
    """Return what the template of a withdrawn briefing's page is told."""
    return {
        "template": "withdrawn.html",
        "title": item.title,
        "description": f"This briefing was withdrawn {item.withdrawn.when}.",
        "withdrawn": {
            "title": item.title,
            "lang": item.lang,
            "date": date_data(item.withdrawn),
            "because": item.because,
            "replacement": _link(library.replacement(item)),
        },
        "unlisted": True,
        "noindex": True,
        "search": NOT_SEARCHED,
    }


def moved_data(item: Briefing | WithdrawnBriefing) -> Data:
    """Return what the page at a former address is told: where it leads."""
    return {"moved": {"title": item.fields.title, "lang": item.lang, "url": briefing_url(item)}, "unlisted": True}


def ribbon(briefing: Briefing, today: date) -> str:
    """Return the words over a briefing that readers do not get yet, in a preview; empty over one that they get."""
    match stage_of(briefing.fields, today):
        case Stage.DRAFT:
            return "Draft: not published"
        case Stage.WAITING:
            return f"Not published before {day_in_words(briefing.fields.published.first_day)}"
        case Stage.PUBLISHED:
            return ""


def summary_data(briefing: Briefing, library: Library, today: date) -> Data:
    """Return what a list shows of a briefing."""
    fields = briefing.fields
    return {
        **_link(briefing),
        "ribbon": ribbon(briefing, today),
        "summary": fields.summary,
        "key_messages": list(fields.key_messages),
        "people": PEOPLE[fields.people] if fields.people else None,
        "topics": [topic_data(library.topic(id)) for id in dict.fromkeys(fields.topics)],
        "published": date_data(fields.published),
        "links_updated": date_data(fields.links_updated),
    }


def topic_data(topic: Topic, library: Library | None = None) -> Data:
    """Return a topic's name and address, and with a library the number of its briefings."""
    data: Data = {"title": topic.title, "summary": topic.summary, "url": topic_url(topic)}
    return data if library is None else {**data, "count": len(library.on_topic(topic))}


def date_data(value: PartialDate) -> Data:
    """Return a date for people, alone and within a sentence, and for machines."""
    return {"text": str(value), "when": value.when, "iso": value.iso}


def in_words(words: Iterable[str]) -> str:
    """Return some words as a sentence lists them: “practitioners, managers and parents”."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def sentence_case(text: str) -> str:
    """Return a text that begins with a capital; the letters of GPs stay as they are."""
    return text[:1].upper() + text[1:]


def _link(briefing: Briefing | None) -> Data:
    if briefing is None:
        return {}
    return {"number": briefing.number, "title": briefing.fields.title, "url": briefing_url(briefing), "lang": briefing.lang}
