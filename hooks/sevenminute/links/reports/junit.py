"""The findings as JUnit XML: a suite for each page or file, a case for each of its links, and one for its date."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import defaultdict
from collections.abc import Sequence

from sevenminute.links.classify.verdict import Kind
from sevenminute.links.rules.checked import CheckedLink
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Severity
from sevenminute.links.run.result import Result

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, in whatever way it is written."""
_DATE = "links updated"
"""Name of the case that is about the page and none of its links."""


def as_junit(result: Result) -> str:
    """Return the report. An error is a failed case; a link that nobody could check is a skipped one."""
    findings: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for found in result.findings:
        findings[found.path, found.url].append(found)
    links: dict[str, dict[str, CheckedLink]] = {page.path: {} for page in result.pages}
    for link in result.links:
        for place in link.occurrences:
            links.setdefault(place.path, {})[link.url] = link
    for path, _ in findings:
        links.setdefault(path, {})
    root = etree.Element("testsuites", {"name": "links", "timestamp": result.run.strftime("%Y-%m-%dT%H:%M:%S")})
    for path, own in sorted(links.items()):
        suite = etree.SubElement(root, "testsuite", {"name": _legal(path)})
        _case(suite, path, _DATE, findings[path, None])
        for url, link in own.items():
            _case(suite, path, url, findings[path, url], link)
        _count(suite)
    _count(root)
    etree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _case(suite: etree.Element, path: str, name: str, findings: Sequence[Finding], link: CheckedLink | None = None) -> None:
    line = findings[0].line if findings else _line(path, link)
    case = etree.SubElement(
        suite, "testcase", {"classname": _legal(path), "name": _legal(name), "file": _legal(path), "line": str(line)}
    )
    errors = [found for found in findings if found.severity is Severity.ERROR]
    others = [found for found in findings if found.severity is not Severity.ERROR]
    if errors:
        words = {"type": errors[0].rule, "message": _legal(errors[0].what)}
        etree.SubElement(case, "failure", words).text = _legal("\n".join(map(str, errors)))
    elif link and _is_unchecked(link):
        etree.SubElement(case, "skipped", {"message": _legal(link.skipped or "could not be checked")})
    if others:
        etree.SubElement(case, "system-out").text = _legal("\n".join(map(str, others)))


def _line(path: str, link: CheckedLink | None) -> int:
    return next((place.line for place in link.occurrences if place.path == path), 1) if link else 1


def _is_unchecked(link: CheckedLink) -> bool:
    verdict = link.verdict or (link.state.verdict if link.state else None)
    return bool(link.skipped) or verdict is None or verdict.kind in (Kind.UNVERIFIED, Kind.NONE)


def _count(element: etree.Element) -> None:
    counts = {"tests": "testcase", "failures": "failure", "skipped": "skipped"}
    element.attrib.update({name: str(sum(1 for _ in element.iter(tag))) for name, tag in counts.items()})
    element.set("errors", "0")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
