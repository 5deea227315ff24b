"""Of several opinions the best of those who could look counts, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linked_site import answer, moved, no_answer
from sevenminute.links.classify.classify import classify
from sevenminute.links.classify.opinion import Client, Opinion, in_words, merged, perhaps_browsers_only
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.fetch.page.facts import PageFacts
from sevenminute.links.fetch.response import ENGINE_FAULT, NOT_HTTP, CertificateFault, CertificateProblem, Response

V = Verdict
A = "https://a.example.org/"

EXPIRED = CertificateProblem(CertificateFault.EXPIRED, "a.example.org")
SEEN: dict[str, Response] = {
    "200": answer(A),
    "moved": moved(A, f"{A}new"),
    "soft": answer(A, page=PageFacts(title="Page not found", words=9)),
    "part": answer(A, missing_fragments=("here",)),
    "403": answer(A, 403),
    "429": answer(A, 429),
    "404": answer(A, 404),
    "500": answer(A, 500),
    "dns": no_answer(A, "gaierror", errno=-2),
    "tls": replace(no_answer(A, "SSLError", "SSLCertVerificationError"), certificate=EXPIRED),
    "200!": answer(A, certificate=EXPIRED),
    "404!": answer(A, 404, certificate=EXPIRED),
    "500!": answer(A, 500, certificate=EXPIRED),
    "403!": answer(A, 403, certificate=EXPIRED),
    "silent": no_answer(A, "ConnectTimeout"),
    "busy": answer(A, 503, headers={"retry-after": "60"}),
    "slow": no_answer(A, "ReadTimeout"),
    "odd": no_answer(A, "ConnectionError", "ProtocolError", NOT_HTTP),
    "101": answer(A, 101),
    "broke": no_answer(A, ENGINE_FAULT),
}


def opinions(*seen: str) -> list[Opinion]:
    """Return what LinkChecker, the second client and the browser think who saw so; `-` for one that was not asked."""
    return [Opinion(client, classify(SEEN[what]), SEEN[what]) for client, what in zip(Client, seen, strict=False) if what != "-"]


COUNTS = {
    # the best counts
    ("404", "200"): V.OK,
    ("404", "moved"): V.MOVED,
    ("404", "404", "200"): V.OK,
    ("soft", "200"): V.OK,
    ("404", "soft"): V.SOFT_404,
    ("part", "part", "200"): V.OK,
    ("part", "404"): V.FRAGMENT_MISSING,
    ("403", "200"): V.OK,
    # all agree
    ("404", "404"): V.GONE,
    ("404", "404", "404"): V.GONE,
    ("dns", "dns"): V.DNS_UNKNOWN,
    ("silent", "silent", "silent"): V.TEMPORARY,
    # they do not
    ("404", "500"): V.TEMPORARY,
    ("404", "silent", "404"): V.TEMPORARY,
    ("404", "dns"): V.DNS_UNKNOWN,
    # who is shut out has not looked, and is no witness for a death either
    ("404", "403"): V.BLOCKED,
    ("403", "404"): V.BLOCKED,
    ("404", "429"): V.RATE_LIMITED,
    ("404", "404", "403"): V.BLOCKED,
    ("403", "404", "404"): V.GONE,
    ("403", "403", "404"): V.GONE,
    ("403", "403", "403"): V.BLOCKED,
    # who broke says nothing
    ("404", "broke"): V.GONE,
    ("404", "broke", "404"): V.GONE,
    ("broke", "404"): V.GONE,
    ("404", "slow", "404"): V.GONE,
    ("404", "busy"): V.GONE,
    ("slow", "slow", "slow"): V.BUSY,
    ("broke", "broke"): V.UNCHECKED,
    # what a machine cannot read, a browser may show
    ("odd", "silent"): V.UNCHECKED,
    ("101", "404"): V.UNCHECKED,
    ("odd", "200"): V.OK,
    ("odd", "silent", "silent"): V.TEMPORARY,
    ("101", "101", "404"): V.GONE,
    ("odd", "odd", "403"): V.UNCHECKED,
    ("broke", "200"): V.OK,
    ("404", "-", "404"): V.GONE,
    # nor who does not take a certificate that another takes, as behind the proxy of a council
    ("404", "404", "tls"): V.GONE,
    ("tls", "404"): V.GONE,
    ("tls", "200"): V.OK,
    ("tls", "tls", "tls"): V.CERTIFICATE,
    # behind a certificate, marked "!", a page may be there or gone
    ("200!", "200!", "200!"): V.CERTIFICATE,
    ("200!", "tls", "tls"): V.CERTIFICATE,
    ("200!", "200!", "200"): V.OK,
    ("200!", "silent"): V.CERTIFICATE,
    ("404!", "404!", "404!"): V.GONE,
    ("404!", "404!", "tls"): V.GONE,
    ("500!", "500!", "500!"): V.TEMPORARY,
    ("500!", "500!", "tls"): V.TEMPORARY,
    ("500!", "500!", "200!"): V.CERTIFICATE,
    ("403!", "403!"): V.CERTIFICATE,
    ("404!", "404!", "200!"): V.CERTIFICATE,
}


@pytest.mark.parametrize(("seen", "verdict"), COUNTS.items(), ids=["+".join(seen) for seen in COUNTS])
def test_the_best_opinion_of_those_who_could_look_counts(seen: tuple[str, ...], verdict: Verdict) -> None:
    assert merged(opinions(*seen)).verdict is verdict


@pytest.mark.parametrize(
    ("seen", "perhaps"),
    [
        (("404", "403"), True),
        (("403", "404"), True),
        (("404", "404"), False),
        (("404", "403", "404"), False),
        (("404", "404", "403"), True),
        (("404", "broke"), False),
        (("dns", "silent"), False),
    ],
)
def test_words_are_careful_where_machines_were_told_different_things(seen: tuple[str, ...], perhaps: bool) -> None:
    assert perhaps_browsers_only(opinions(*seen)) is perhaps


def test_of_a_page_that_is_there_it_is_said_what_speaks_against_it() -> None:
    assert in_words(opinions("404", "soft", "200")) == (
        "LinkChecker: 404; a second program: its page says that it does not exist; Chromium: it answers"
    )
    assert (
        in_words(opinions("dns", "200!"))
        == "LinkChecker: no website has this name; a second program: its certificate has a problem"
    )
