"""The lives of briefings, seen together: what waits, what takes the place of what, and which addresses lead where."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.briefing import AnyBriefing, Briefing
from sevenminute.content.library import Library
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.slug import meant_slug
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.markdown.internal_links import source_of
from sevenminute.text.dates import day_in_words
from sevenminute.text.paths import RESERVED_SLUGS

_OR_DELETE = "or delete the line"
_OUT = "take the link out"


def unusable_replacements(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each withdrawn briefing whose replacement readers cannot open, or that has none of that name."""
    by_slug = {item.slug: item for item in library.preview.by_path.values()}
    for item in library.withdrawn:
        written = item.fields.replaced_by
        if written and (said := _replacement_fault(item, by_slug, library)):
            yield Problem(item.path, item.line_of("replaced_by"), f"replaced_by {quoted(written)} {said}")


def _replacement_fault(item: WithdrawnBriefing, by_slug: dict[str, AnyBriefing], library: Library) -> str:
    meant = meant_slug(item.fields.replaced_by or "")
    found = by_slug.get(meant)
    if found is item:
        return f"is this briefing itself: name the one that takes its place, {_OR_DELETE}"
    if isinstance(found, WithdrawnBriefing):
        return _withdrawn_too(item, by_slug)
    if isinstance(found, Briefing) and found in library.unpublished:
        if found.fields.draft:
            return f"is a draft, which readers cannot open: publish it first, {_OR_DELETE} until then"
        return f"waits for {found.fields.published}, and readers cannot open it before: delete the line until then"
    if found:
        return ""
    if moved := library.moved.get(meant):
        return f"has another name now: write replaced_by: {moved.slug}"
    known = [briefing.slug for briefing in library.briefings]
    return f"is not a briefing{did_you_mean(meant, known) or f': write the name of its file, like safer-sleep.md, {_OR_DELETE}'}"


def _withdrawn_too(item: WithdrawnBriefing, by_slug: dict[str, AnyBriefing]) -> str:
    """Say what is wrong with a replacement that is withdrawn: it may lead to another, or back."""
    chain: list[AnyBriefing] = [item]
    while isinstance(last := chain[-1], WithdrawnBriefing) and last.fields.replaced_by:
        following = by_slug.get(meant_slug(last.fields.replaced_by))
        if following is item:
            circle = ", ".join(posixpath.basename(link.path) for link in (*chain, item))
            return f"leads in a circle ({circle}): name a briefing that is not withdrawn, {_OR_DELETE}"
        if following is None or following in chain:
            break
        chain.append(following)
    if isinstance(chain[-1], WithdrawnBriefing):
        return f"is withdrawn itself: name a briefing that is not, {_OR_DELETE}"
    return f"is withdrawn itself: write replaced_by: {chain[-1].slug}, which took its place"


def unusable_former_addresses(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield a problem for each former address that something else has, or that is written twice."""
    everything = library.preview
    present = {item.slug: item.path for item in everything.by_path.values()}
    claimed: dict[str, str] = {}
    for item in sorted(everything.lasting, key=lambda item: item.path):
        for position, address in enumerate(item.fields.former_addresses):
            said = _address_fault(address, item, present, claimed)
            claimed.setdefault(address, item.path)
            if said:
                line = item.front.line_of(("former_addresses", position))
                yield Problem(item.path, line, f"former_addresses {quoted(address)} {said}")


def _address_fault(address: str, item: Briefing | WithdrawnBriefing, present: dict[str, str], claimed: dict[str, str]) -> str:
    if address == item.slug:
        return "is the address that the briefing has now: delete it"
    if address in present:
        return f"is the address of {present[address]}: delete it, or give that file another name"
    if address in RESERVED_SLUGS:
        return "belongs to a list of briefings: delete it"
    if claimed.get(address) == item.path:
        return "is here a second time: delete it"
    if address in claimed:
        return f"is already a former address of {claimed[address]}: keep it in one of the two"
    return ""


def unpublished_briefings(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice that tells what readers do not get yet, and from when they do."""
    for briefing in library.unpublished:
        if briefing.fields.draft:
            said = "this is a draft: readers do not get it, and everybody who can see the repository can read it"
            yield Problem(briefing.path, briefing.line_of("draft"), said)
        else:
            day = day_in_words(briefing.fields.published.first_day)
            said = f"this briefing waits: readers get it on {day}, and everybody who can see the repository can read it before"
            yield Problem(briefing.path, briefing.line_of("published"), said)


def links_to_withdrawn(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield advice on each link to a briefing of which only the address is left."""
    withdrawn = {item.path: item for item in library.withdrawn}
    for path, links in library.links.items():
        for link in links:
            item = withdrawn.get(source_of(path, link.target, withdrawn) or "")
            if item:
                new = library.replacement(item)
                instead = _OUT
                if new and new.path != path:
                    instead = f"link to {posixpath.relpath(new.path, posixpath.dirname(path))} instead"
                yield Problem(path, link.line, f"{quoted(link.written)} is withdrawn, and says nothing else any more: {instead}")
