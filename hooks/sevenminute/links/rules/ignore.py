"""The rule about what the settings ignore and should not be any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sevenminute.config.links import Ignore
from sevenminute.diagnostics.problem import quoted
from sevenminute.links.rules import Rule
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Mode

SETTINGS_FILE = "mkdocs.yml"


def ignore_findings(
    ignores: Sequence[tuple[Ignore, int]], urls: Collection[str], today: date, *, mode: Mode
) -> Iterator[Finding]:
    """Check the ignores of the settings.

    Args:
        ignores: As they stand in the settings, each with its line.
        urls: Every address of the site.
        today: The day, in UTC.
        mode: What the run is for.
    """
    rule = Rule.IGNORE_UNUSED
    severity = rule.severity(mode)
    if severity is None:
        return
    for ignore, line in ignores:
        if ignore.is_over(today):
            what, why = f"{quoted(ignore.url)} is ignored no longer", f"until {ignore.until}, because: {ignore.reason}"
            fix = "look at the links; delete the entry, or give it a new end"
            yield Finding(SETTINGS_FILE, line, 1, rule, severity, what, why, fix)
        elif not any(ignore.covers(url) for url in urls):
            yield Finding(SETTINGS_FILE, line, 1, rule, severity, f"no link matches {quoted(ignore.url)}", fix="delete the entry")
