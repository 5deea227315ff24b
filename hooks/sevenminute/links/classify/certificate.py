"""What a reader sees of a certificate that cannot be trusted, in words."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from sevenminute.links.fetch.response import CertificateFault, CertificateProblem
from sevenminute.text.dates import PartialDate

_AFTER_A_WARNING = "opens in a browser only after a warning"
_SEEN: Mapping[CertificateFault, str] = {
    **dict.fromkeys(CertificateFault, _AFTER_A_WARNING),
    CertificateFault.INCOMPLETE_CHAIN: "opens in most browsers",
    CertificateFault.NO_AGREEMENT: "opens in some browsers only",
}
_WHY: Mapping[CertificateFault, str] = {
    CertificateFault.EXPIRED: "{whose} certificate ended{day}",
    CertificateFault.NOT_YET_VALID: "{whose} certificate is not valid yet{day}",
    CertificateFault.OTHER_NAME: "{whose} certificate is for another name",
    CertificateFault.SELF_SIGNED: "{whose} certificate is signed by nobody but itself",
    CertificateFault.UNKNOWN_ISSUER: "{whose} certificate is signed by somebody whom browsers do not know",
    CertificateFault.INCOMPLETE_CHAIN: "{whose} certificate comes without the one above it, which most browsers fetch",
    CertificateFault.NO_AGREEMENT: "{whose} encryption is too old for others",
    CertificateFault.OTHER: "browsers do not trust {whose} certificate",
}
_DAY = {CertificateFault.EXPIRED: " on {}", CertificateFault.NOT_YET_VALID: ": it begins on {}"}


def what_is_seen(problem: CertificateProblem | None) -> str:
    """Return how a page opens, as `opens in a browser only after a warning`."""
    return _SEEN[problem.fault] if problem else _AFTER_A_WARNING


def what_is_wrong(problem: CertificateProblem | None, url: str) -> str:
    """Return what is wrong, as `its certificate ended on 3 May 2026`.

    Args:
        problem: What is known of it, or None.
        url: Of the link: another host on the way is named.
    """
    if problem is None:
        return "its certificate has a problem"
    whose = "its" if problem.host == urlsplit(url).hostname else f"{problem.host}’s"
    day = problem.day
    written = _DAY[problem.fault].format(PartialDate(day.year, day.month, day.day)) if day and problem.fault in _DAY else ""
    return _WHY[problem.fault].format(whose=whose, day=written)
