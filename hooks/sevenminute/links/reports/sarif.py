"""The findings as SARIF 2.1.0, which code hosts show beside the lines of a file."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from sevenminute.links.rules import RULES
from sevenminute.links.rules.finding import Finding
from sevenminute.links.rules.severity import Severity
from sevenminute.links.run.result import Result

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(result: Result) -> str:
    """Return the report."""
    driver = {
        "name": "briefings links check",
        "rules": [{"id": rule, "shortDescription": {"text": rule.summary}, "help": {"text": rule.help}} for rule in RULES],
    }
    invocation: dict[str, Any] = {
        "executionSuccessful": not result.inconclusive,
        "startTimeUtc": result.run.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    notifications = [{"level": "note", "message": {"text": remark}} for remark in result.remarks]
    if result.inconclusive:
        notifications.insert(0, {"level": "error", "message": {"text": result.inconclusive}})
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [_result(found) for found in result.findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _result(found: Finding) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": quote(found.path)},
        "region": {"startLine": found.line, "startColumn": found.column},
    }
    text = ". ".join(part.rstrip(".") for part in (found.what, found.why, found.fix) if part)
    # The line is no part of it: what moves down in a file is the same finding.
    same = hashlib.sha256("\n".join((found.rule, found.path, found.url or "")).encode()).hexdigest()
    return {
        "ruleId": found.rule,
        "ruleIndex": RULES.index(found.rule),
        "level": _LEVELS[found.severity],
        "message": {"text": f"{text}."},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"linkAndRule/v1": same},
    }
