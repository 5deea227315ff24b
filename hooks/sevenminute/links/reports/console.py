"""The findings and the counts of a run, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from sevenminute.links.rules.severity import Severity
from sevenminute.links.run.result import Result


def as_lines(result: Result) -> Iterator[str]:
    """Yield a line for each finding, errors first, then the counts."""
    for severity in Severity:
        yield from (str(found) for found in result.findings if found.severity is severity)
    yield from (f"{remark}." for remark in result.remarks)
    if result.inconclusive:
        yield f"Nothing can be concluded from this run: {result.inconclusive}."
    if result.findings or not result.inconclusive:
        yield f"{counts(result)}."
    yield f"{progress(result)}."


def counts(result: Result) -> str:
    """Return how many findings there are, as `no errors, 1 warning, 2 notes`."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    return ", ".join(_counted(result.count(severity), word) for severity, word in words.items())


def progress(result: Result) -> str:
    """Return how much was looked at, as `Asked for 11 of 12 links; 1 waits for the next run; no machine could check 2`."""
    links = _counted(len(result.links), "link").replace("no links", "0 links")
    if result.inconclusive:
        return f"Asked for {result.probed} of {links}, and no answer counts"
    if not result.links:
        return "There are no links to other sites"
    if not result.probed:
        return f"Asked for none of {links}"
    parts = [f"Asked for {result.probed} of {links}"]
    if result.deferred:
        parts.append(f"{result.deferred} {'waits' if result.deferred == 1 else 'wait'} for the next run")
    if unverified := result.unverified:
        places = len(unverified)
        at = f", at {places} places" if places > len(set(unverified)) else ""
        parts.append(f"no machine could check {len(set(unverified))}{at}")
    return "; ".join(parts)


def _counted(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
