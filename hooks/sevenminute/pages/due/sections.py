"""What is due on the site, in sections: each counts something, and names what needs an editor.

Page and issue show the same sections. Texts are plain; whoever shows them escapes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing
from sevenminute.content.library import Library
from sevenminute.content.life import Stage, stage_of
from sevenminute.content.schema import TWO_SIDED
from sevenminute.content.urls import briefing_url
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.rules.date import age_in_days, limits
from sevenminute.markdown.internal_links import source_of
from sevenminute.pages.due.chart import Row
from sevenminute.print.layout.fit_result import GOOD, SMALLEST, Fit
from sevenminute.text.dates import PartialDate

MONTHS = 6
"""Months from now that the chart of reviews shows one by one."""


@dataclass(frozen=True)
class DueItem:
    """Something that needs an editor.

    Attributes:
        title: Of the briefing.
        url: Its address from the site's root.
        path: Its file.
        what: What is due, in words.
        lang: The language of the title, or None when it is that of the site.
        is_late: Whether it should have been done before today.
        is_public: Whether readers may see its name: they can open the page, which tells nothing of a draft.
    """

    title: str
    url: str
    path: str
    what: str
    lang: str | None = None
    is_late: bool = False
    is_public: bool = True


@dataclass(frozen=True)
class DueSection:
    """One kind of thing that is due.

    Attributes:
        id: Its anchor.
        title: Its heading.
        advice: What it is, and what to do.
        nothing: What is said when no item is listed.
        items: What needs an editor, the most urgent first.
        chart_title: What the numbers are of.
        counted: What they count.
        rows: The numbers.
    """

    id: str
    title: str
    advice: str
    nothing: str
    items: tuple[DueItem, ...]
    chart_title: str
    counted: str
    rows: tuple[Row, ...]

    @property
    def late(self) -> int:
        """How many of the items should have been done before today."""
        return sum(item.is_late for item in self.items)


@dataclass(frozen=True)
class DueFacts:
    """What the sections are made from.

    Attributes:
        library: All content.
        settings: For the limits.
        fits: How each briefing is printed, by its slug; one that does not fit has none.
        today: The day.
    """

    library: Library
    settings: Settings
    fits: Mapping[str, Fit]
    today: date


def due_sections(facts: DueFacts) -> tuple[DueSection, ...]:
    """Return all that is due."""
    return tuple(section(facts) for section in _SECTIONS)


def _reviews(facts: DueFacts) -> DueSection:
    """Reviews by month, overdue first."""
    reviewed = [(item.fields.review_due, item) for item in facts.library.briefings if item.fields.review_due]
    reviewed.sort(key=lambda found: (found[0].first_day, found[1].order))
    counts = Counter(_review_label(due, facts.today) for due, _ in reviewed)
    none = len(facts.library.briefings) - len(reviewed)
    labels = ["Overdue", *_months(facts.today), "Later"]
    rows = [Row(label, counts[label], is_late=label == "Overdue") for label in labels]
    return DueSection(
        "due_reviews",
        "Reviews",
        "Read the briefing again, with somebody who knows its subject. Then write the next date as its review_due.",
        f"No review is due before {_months(facts.today)[-1]} is over.",
        tuple(_review_items(reviewed, facts.today)),
        "Reviews due, by month",
        "Briefings",
        (*rows, Row("No date", none)),
    )


def _review_label(due: PartialDate, today: date) -> str:
    if due.last_day < today:
        return "Overdue"
    month = str(PartialDate(due.year, due.month))
    return month if month in _months(today) else "Later"


def _review_items(reviewed: Iterable[tuple[PartialDate, Briefing]], today: date) -> Iterator[DueItem]:
    for due, briefing in reviewed:
        is_late = due.last_day < today
        if _review_label(due, today) != "Later":
            yield _item(briefing, f"{'overdue since' if is_late else 'due'} {due}", is_late=is_late)


def _months(today: date) -> tuple[str, ...]:
    """Return the next months by name, this one first."""
    first = today.year * 12 + today.month - 1
    return tuple(str(PartialDate(month // 12, month % 12 + 1)) for month in range(first, first + MONTHS))


def _links(facts: DueFacts) -> DueSection:
    """Links by the age of the date that a person wrote."""
    ages = [(age_in_days(item.fields.links_updated, facts.today), item) for item in _with_links(facts.library)]
    ages.sort(key=lambda found: (-found[0], found[1].order))
    warn, fail = facts.settings.links.warn_after_days, facts.settings.links.fail_after_days
    steps = _steps((warn // 3, 2 * warn // 3, warn, fail))
    counts = Counter(next((label for limit, label in steps if limit is None or age <= limit), "") for age, _ in ages)
    late = f"Over {fail:,} days"
    return DueSection(
        "due_links",
        "Links",
        "Open every link of the briefing, fix what does not work, and write the day as its links_updated.",
        "Every briefing’s links were opened recently.",
        tuple(_link_items(ages, facts)),
        "Briefings with links, by the age of links_updated",
        "Briefings",
        tuple(Row(label, counts[label], is_late=label == late) for _, label in steps),
    )


def _with_links(library: Library) -> Iterator[Briefing]:
    return (item for item in library.briefings if any(link.leaves_site for link in item.page_links))


def _steps(ends: Sequence[int]) -> tuple[tuple[int | None, str], ...]:
    """Return the steps of an age in days: its last day, or None for the last step, and its name."""
    ends = sorted(set(ends))
    starts = [0, *(end + 1 for end in ends)]
    steps = [(end, f"{start:,} to {end:,} days") for start, end in zip(starts, ends, strict=False)]
    return (*steps, (None, f"Over {ends[-1]:,} days"))


def _link_items(ages: Iterable[tuple[int, Briefing]], facts: DueFacts) -> Iterator[DueItem]:
    for age, briefing in ages:
        fields = briefing.fields
        links_date = LinksDate(briefing.path, 1, fields.links_updated.iso, fields.links_review_days)
        warn, fail = limits(links_date, facts.settings.links)
        if age > warn:
            words = "too old" if age > fail else "open the links again"
            yield _item(briefing, f"{words}: {fields.links_updated}, {age:,} days ago", is_late=age > fail)


def _paper(facts: DueFacts) -> DueSection:
    """How small each briefing is printed, and what paper has no room for."""
    fits = [(facts.fits[item.slug], item) for item in facts.library.briefings if item.slug in facts.fits]
    fits.sort(key=lambda found: (found[0].type.size, found[1].order))
    sizes = Counter(_size_label(fit.type.size) for fit, _ in fits)
    return DueSection(
        "due_paper",
        "Paper",
        "Near the limit of its paper, a briefing with one more sentence may be too long to be published: cut before you add.",
        "Every briefing has room on its paper.",
        tuple(_item(briefing, _paper_words(fit, briefing)) for fit, briefing in fits if _is_near_limit(fit)),
        "Briefings by the size of their printed text",
        "Briefings",
        tuple(Row(label, sizes[label]) for label in _SIZES),
    )


_SIZES = ("9 to 9.4 point", "9.5 to 9.9 point", "10 to 10.9 point", "11 point or more")


def _size_label(size: float) -> str:
    return _SIZES[0] if size < GOOD else _SIZES[1] if size < 10 else _SIZES[2] if size < 11 else _SIZES[3]


def _is_near_limit(fit: Fit) -> bool:
    """Tell whether a text is printed almost as small as it may be."""
    return fit.type.size < GOOD


def _paper_words(fit: Fit, briefing: Briefing) -> str:
    pages = "two A4 pages" if briefing.fields.print == TWO_SIDED else "one A4 page"
    room = "" if fit.extras.summary else ", without its summary"
    return f"{briefing.words:,} words on {pages} in {fit.type.size:g} point ({SMALLEST:g} is the smallest){room}"


def _unpublished(facts: DueFacts) -> DueSection:
    """Drafts, and what waits for its day, the next first; on a published site without their names."""
    stages = [(stage_of(item.fields, facts.today), item) for item in facts.library.every_briefing]
    drafts = [item for stage, item in stages if stage is Stage.DRAFT]
    waiting = [item for stage, item in stages if stage is Stage.WAITING]
    waiting.sort(key=lambda item: (item.fields.published.first_day, item.order))
    counts = Counter(_review_label(item.fields.published, facts.today) for item in waiting)
    listed = [*((item, f"appears {item.fields.published}") for item in waiting), *((item, "a draft") for item in drafts)]
    hidden = {item.path for item in facts.library.unpublished}
    return DueSection(
        "due_unpublished",
        "Not published yet",
        "A draft waits until somebody deletes its line draft: true, the others for their day.",
        "Every briefing is published.",
        tuple(replace(_item(item, what), is_public=item.path not in hidden) for item, what in listed),
        "Drafts, and briefings by the month in which they appear",
        "Briefings",
        (*(Row(label, counts[label]) for label in (*_months(facts.today), "Later")), Row("Draft", len(drafts))),
    )


def _withdrawn(facts: DueFacts) -> DueSection:
    """Withdrawn briefings to which other pages still lead."""
    library = facts.library
    withdrawn = {item.path: item for item in library.withdrawn}
    found = Counter(source_of(path, link.target, withdrawn) for path, links in library.links.items() for link in links)
    linked = [item for item in library.withdrawn if found[item.path]]
    return DueSection(
        "due_withdrawn",
        "Withdrawn",
        "Of a withdrawn briefing only the address is left: link to what took its place, or take the link out.",
        "No page links to a withdrawn briefing.",
        tuple(DueItem(item.title, briefing_url(item), item.path, f"links to it: {found[item.path]}") for item in linked),
        "Withdrawn briefings",
        "Briefings",
        (Row("Linked to", len(linked)), Row("Not linked to", len(library.withdrawn) - len(linked))),
    )


def _item(briefing: Briefing, what: str, *, is_late: bool = False) -> DueItem:
    return DueItem(briefing.fields.title, briefing_url(briefing), briefing.path, what, briefing.lang, is_late)


_SECTIONS: tuple[Callable[[DueFacts], DueSection], ...] = (_reviews, _links, _paper, _unpublished, _withdrawn)
"""In the order of the page."""
