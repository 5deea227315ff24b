"""What is remembered after a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.history.record import Meta, PageState, State, UrlState, to_the_second
from sevenminute.links.history.update import announce, update_state, without_old, without_unlinked
from sevenminute.links.rules.date import links_digest
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.missing_pages import ComparedPages
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.retry import ClassifiedResponse
from sevenminute.links.run.selection import why_skipped


def shown_state(url: str, classified: Mapping[str, ClassifiedResponse], after: State, options: RunOptions) -> UrlState | None:
    """Return what is known of an address in the end; outside of the night what was seen now is shown, and forgotten again."""
    known = after.urls.get(url)
    if options.mode is Mode.ALL or known is None or url not in classified:
        return known
    return update_state(known, url, classified[url].verdict, classified[url].response, options.now)


def updated_state(
    state: State,
    pages: Sequence[LinkedPage],
    compared: ComparedPages,
    options: RunOptions,
    meta: Meta,
) -> State:
    """Return what is remembered of all links and briefings after a run from which something can be concluded."""
    classified, linked = compared.classified, {url for page in pages for url in page.urls}
    urls = dict(state.urls)
    for url in linked:
        if why_skipped(url, options.settings, options.today):
            continue
        if url in classified:
            urls[url] = update_state(urls.get(url), url, classified[url].verdict, classified[url].response, options.now)
        elif url not in urls:
            urls[url] = UrlState(id=url, first_seen=to_the_second(options.now))
        urls[url] = announce(urls[url], options.today, options.settings.known_grace_days)
    meta = meta.model_copy(update=state.meta.model_extra or {}) if state.meta else meta
    missing = without_old({**state.missing_pages, **compared.asked}, options.now)
    return State(meta, dict(_page_states(state, pages)), without_unlinked(urls, linked, options.now), missing)


def _page_states(state: State, pages: Iterable[LinkedPage]) -> Iterator[tuple[str, PageState]]:
    for page in pages:
        if page.links_date is None or page.links_date.written is None:
            continue
        known = state.pages.get(page.path)
        row = PageState(
            id=page.path, links_updated=page.links_date.written, links_digest=links_digest(page.urls), n=len(page.urls)
        )
        if known:  # keys of a later program stay, and so does the digest for as long as the date does
            same = known.links_updated == page.links_date.written
            row = known.model_copy(
                update={
                    "links_updated": row.links_updated,
                    "n": row.n,
                    "links_digest": known.links_digest if same else row.links_digest,
                }
            )
        yield page.path, row
