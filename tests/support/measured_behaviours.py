"""Behaviours of servers that were measured against the check of links: rows for a server, each a host of its own."""

from __future__ import annotations

from behaviours import (
    FORM,
    GONE,
    HOME,
    MAYBE,
    NOT_FOUND,
    PAGE,
    PART,
    WORDS,
    Behaviour,
    O,
    S,
    Sees,
    html,
    is_browser,
    only_if,
    page,
    raw,
    says,
)
from link_server import Answer, never_answers, redirect, reply
from server_behaviours import CONTINUE, EARLY_HINTS, MIB, body_of, bomb, message, never_ends

PLAIN = "HTTP/1.1 200 OK\nContent-Type: text/html"
UP = {"/new": PAGE}
SORRY = "<p>Perhaps the address was typed wrongly. Go to the home page, or use the search.</p>"


def kept_redirect(status: int, to: str = "/new", body: str = "<p>Moved.") -> bytes:
    return raw(f"HTTP/1.1 {status} Reason\nLocation: {to}\nContent-Length: {len(body)}", body, kept=True)


def chain(steps: int) -> dict[str, Answer]:
    whole: dict[str, Answer] = {f"/{step}": redirect(f"/{step + 1}") for step in range(1, steps)}
    return {**whole, "/page": redirect("/1"), f"/{steps}": PAGE}


def refusing(status: int, words: str = "Refused") -> Behaviour:
    return Behaviour(
        f"status-{status}", f"answers {status}", S.ERROR, O.UNCHECKED, O.UNCHECKED, {"/page": page(words, status=status)}
    )


def saying(name: str, title: str, heading: str = "", *, wanted: O = O.LOOK, sees: Sees = S.NO_PAGE) -> Behaviour:
    answer = reply(200, html(title, heading or title, SORRY))
    return Behaviour(name, f"200, and the page says “{heading or title}”", sees, wanted, wanted, {"/page": answer})


def robots(name: str, does: str, answer: Answer, *, path: str = "/page", waits: bool = False) -> Behaviour:
    site: dict[str, Answer | list[Answer]] = {"/robots.txt": answer, path: PAGE}
    return Behaviour(f"robots-{name}", f"robots.txt {does}", S.PAGE, O.FINE, O.FINE, site, path, waits=waits)


def text(rules: str, status: int = 200) -> bytes:
    return reply(status, rules, Content_Type="text/plain")


def written(name: str, link: str, asked: str = "") -> Behaviour:
    """Return an address behind which is a page, and nothing behind other ways to write it."""
    return Behaviour(f"written-{name}", f"the address is {link}", S.PAGE, O.FINE, O.FINE, {asked or link: PAGE}, link)


def private(name: str, to: str) -> Behaviour:
    site: dict[str, Answer | list[Answer]] = {"/page": redirect(to, 302)}
    return Behaviour(f"private-{name}", f"redirects to {to}", S.NOTHING, O.UNCHECKED, O.UNCHECKED, site)


CONNECTIONS = (
    Behaviour("kept-301", "301 with its body, connection kept", S.PAGE, O.MOVED, O.MOVED, {"/page": kept_redirect(301), **UP}),
    Behaviour("kept-302-empty", "302 of no length, kept", S.PAGE, O.FINE, O.FINE, {"/page": kept_redirect(302, body=""), **UP}),
    *(
        Behaviour(
            f"kept-{status}-again", f"{status}, connection kept", S.PAGE, wanted, wanted, {"/page": kept_redirect(status), **UP}
        )
        for status, wanted in ((301, O.MOVED), (302, O.FINE), (303, O.FINE), (307, O.FINE), (308, O.MOVED))
    ),
    Behaviour("kept-to-404", "301 on a kept connection, to a 404", S.NO_PAGE, O.FAILING, O.BROKEN, {"/page": kept_redirect(301)}),
    Behaviour(
        "drips-headers",
        "sends a header line now and then, for ever",
        S.NOTHING,
        O.UNCHECKED,
        O.UNCHECKED,
        {"/page": never_ends(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n", 0.2)},
        waits=True,
    ),
    Behaviour("early-hints", "103 before the 200", S.PAGE, O.FINE, O.FINE, {"/page": EARLY_HINTS + PAGE}),
    Behaviour("continues", "100 before the 200", S.PAGE, O.FINE, O.FINE, {"/page": CONTINUE + PAGE}),
    Behaviour("empty-line-first", "an empty line before the status line", S.PAGE, O.FINE, O.FINE, {"/page": b"\r\n" + PAGE}),
    Behaviour(
        "many-headers",
        "150 header lines",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": raw(PLAIN + "".join(f"\nX-{number}: 1" for number in range(150)))},
    ),
    Behaviour(
        "long-header", "a header of 70,000 bytes", S.PAGE, O.FINE, O.FINE, {"/page": raw(f"{PLAIN}\nX-Long: {'x' * 70_000}")}
    ),
    Behaviour(
        "length-too-large", "says that it is longer", S.PAGE, O.FINE, O.FINE, {"/page": raw(f"{PLAIN}\nContent-Length: 99999")}
    ),
    Behaviour(
        "length-too-small", "says that it is shorter", S.PAGE, O.FINE, O.FINE, {"/page": raw(f"{PLAIN}\nContent-Length: 200")}
    ),
    Behaviour(
        "falsely-gzip",
        "says gzip and sends none",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": reply(200, html("A"), Content_Encoding="gzip")},
    ),
    Behaviour("fails-once", "503 once, then 200", S.PAGE, O.FINE, O.FINE, {"/page": [page("Busy", status=503), PAGE]}),
)

PAGES = (
    Behaviour(
        "deep-divs",
        "5 MB of <div>, and a part is wanted",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"/page": body_of(b"", b"<div>", 5 * MIB)},
        "/page#far",
    ),
    Behaviour(
        "long-ps",
        "6 MB of <p>x, and a part is wanted",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"/page": body_of(b"", b"<p>x", 6 * MIB)},
        "/page#far",
    ),
    Behaviour(
        "note-in-body", "<![note] in the body", S.PAGE, O.FINE, O.FINE, {"/page": raw(PLAIN, f"<p><![note] here</p>{WORDS}")}
    ),
    Behaviour(
        "unended-li",
        "500 kB of <li> without end tags, and a part that is not there",
        S.PAGE,
        O.PART_MISSING,
        O.PART_MISSING,
        {"/page": body_of(b"<title>List</title><ul>", b"<li>Words", MIB // 2)},
        "/page#Here",
    ),
    Behaviour(
        "unended-p",
        "500 kB of <p> without end tags, and a part that is there",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": body_of(b"<title>List</title>", b"<p id=Here>Words", MIB // 2)},
        "/page#Here",
    ),
    Behaviour("part-there", "has the part", S.PAGE, O.FINE, O.FINE, {"/page": PART}, "/page#there"),
    Behaviour("part-missing", "has no such part", S.PAGE, O.PART_MISSING, O.PART_MISSING, {"/page": PART}, "/page#nowhere"),
    Behaviour(
        "bomb",
        "a small body that unpacks to 200 MB, and a part",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"/page": bomb(200 * MIB)},
        "/page#far",
    ),
    Behaviour(
        "large", "20 MB", S.PAGE, O.FINE, O.FINE, {"/page": body_of(b"<title>A report</title>", b"<p>Words.</p>\n", 20 * MIB)}
    ),
)

REDIRECTS = (
    private("site-local", "http://[fec0::1]/"),
    private("nat64", "http://[64:ff9b::a9fe:a9fe]/"),
    private("6to4", "http://[2002:a9fe:a9fe::]/"),
    private("teredo", "http://[2001:0:808:808::f5ff:fffe]/"),
    private("cloud", "http://192.0.0.192/"),
    private("cloud-2", "http://168.63.129.16/"),
    private("port", "http://port.example:22/"),
    Behaviour("location-unreadable", "301 to http://[bad/", S.NOTHING, O.FAILING, O.BROKEN, {"/page": redirect("http://[bad/")}),
    Behaviour(
        "location-latin-1",
        "301 to /café in Latin-1",
        S.PAGE,
        O.MOVED,
        O.MOVED,
        {"/page": raw("HTTP/1.1 301 Moved\nLocation: /caf\xe9\nContent-Length: 0", ""), "/caf%E9": PAGE},
    ),
    Behaviour("chain-11", "11 redirects", S.PAGE, O.MOVED, O.MOVED, {**chain(11)}),
    Behaviour("chain-19", "19 redirects", S.PAGE, O.MOVED, O.MOVED, {**chain(19)}),
    Behaviour("choices", "300 with a page", S.PAGE, O.FINE, O.FINE, {"/page": page(status=300)}),
    Behaviour(
        "not-modified", "304 unasked", S.NOTHING, O.UNCHECKED, O.UNCHECKED, {"/page": raw("HTTP/1.1 304 Not Modified", "")}
    ),
    Behaviour("to-home", "302 to the home page", S.ANOTHER_PAGE, O.LOOK, O.LOOK, {"/x": redirect("/", 302), "/": HOME}, "/x"),
    Behaviour(
        "to-home-of-language",
        "302 from a deep page to /en/",
        S.ANOTHER_PAGE,
        O.LOOK,
        O.LOOK,
        {"/a/b/x": redirect("/en/", 302), "/en/": HOME},
        "/a/b/x",
    ),
    Behaviour(
        "to-home-with-query",
        "302 from a deep page to /?e=404",
        S.ANOTHER_PAGE,
        O.LOOK,
        O.LOOK,
        {"/a/b/x": redirect("/?e=404", 302), "/?e=404": HOME, "/": HOME},
        "/a/b/x",
    ),
    Behaviour(
        "to-search",
        "302 from a deep page to /search?q=x",
        S.ANOTHER_PAGE,
        O.LOOK,
        O.LOOK,
        {"/a/b/x": redirect("/search?q=x", 302), "/search?q=x": page("Search results")},
        "/a/b/x",
    ),
)

ADDRESSES = (
    written("slash-escaped", "/a%2Fb"),
    written("latin-1-path", "/%E9tude"),
    written("latin-1-query", "/x?q=%E9"),
    written("backslash-escaped", "/a%5Cb"),
    written("address-in-address", "/web/2020/http:%2F%2Fx"),
    Behaviour("written-ipv6", "the host is [::1]", S.PAGE, O.FINE, O.FINE, {"/ipv6": PAGE}, "/ipv6", host="[::1]"),
)

REQUESTS = (
    *(
        Behaviour(
            f"{status}-but-browsers",
            f"{status} to all but browsers",
            S.PAGE,
            O.FINE | O.UNCHECKED,
            O.FINE | O.UNCHECKED,
            {
                "/page": only_if(is_browser, page("Not here", status=status)),
                "/": only_if(is_browser, page("Not here", status=status), HOME),
            },
            browser=True,
        )
        for status in (404, 410)
    ),
    *(
        Behaviour(
            f"{status}-without-{header}",
            f"{status} unless {header} holds {value}",
            S.PAGE,
            O.FINE,
            O.FINE,
            {"/page": only_if(says(header, value), page("No", status=status))},
        )
        for status in (404, 406)
        for header, value in (("accept", "text/html"), ("accept-language", "en"))
    ),
    *map(refusing, (401, 402, 403, 405, 406, 429, 451, 999)),
    Behaviour("status-404", "answers 404", S.NO_PAGE, O.FAILING, O.BROKEN, {"/page": NOT_FOUND}),
    Behaviour("status-410", "answers 410", S.NO_PAGE, O.FAILING, O.BROKEN, {"/page": GONE}),
    Behaviour(
        "slow-first-byte",
        "the first byte after 20 s, each night",
        S.PAGE,
        MAYBE,
        O.UNCHECKED,
        {"/page": never_answers},
        waits=True,
    ),
    Behaviour(
        "busy-every-night",
        "503 with Retry-After, each night",
        S.ERROR,
        MAYBE,
        O.UNCHECKED,
        {"/page": page("Service unavailable", status=503, Retry_After="3600")},
    ),
)

CERTIFICATES = (
    *(
        Behaviour(
            f"certificate-{kind}",
            f"a certificate that is {kind}",
            S.PAGE_AFTER_WARNING,
            O.CERTIFICATE,
            O.CERTIFICATE,
            {"/page": PAGE},
            certificate=kind,
        )
        for kind in ("self-signed", "expired", "for-another-name")
    ),
    *(
        Behaviour(
            f"certificate-{kind}-404",
            f"a certificate that is {kind}, and a 404 behind it",
            S.NO_PAGE,
            O.FAILING | O.CERTIFICATE,
            O.BROKEN,
            {"/page": NOT_FOUND},
            certificate=kind,
        )
        for kind in ("self-signed", "expired", "for-another-name")
    ),
)

ROBOTS = (
    robots(
        "cut", "ends before its length", raw("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 500", "User-agent: *\n")
    ),
    robots(
        "cut-in-chunks",
        "ends within a chunk",
        raw("HTTP/1.1 200 OK\nContent-Type: text/plain\nTransfer-Encoding: chunked", "500\r\nUser-agent: *\n"),
    ),
    robots("late", "comes after 20 s", never_answers, waits=True),
    robots("endless", "never ends", never_ends(message(200, "Content-Type: text/plain"), b"#", 0.2), waits=True),
    robots("allows-a-folder", "disallows all but a folder", text("User-agent: *\nDisallow: /\nAllow: /a/\n"), path="/a/page"),
    robots(
        "against-mozilla",
        "disallows Mozilla, and allows *",
        text("User-agent: Mozilla\nDisallow: /\n\nUser-agent: *\nDisallow:\n"),
    ),
    *(robots(f"status-{status}", f"answers {status}", text("No", status)) for status in (404, 429, 500, 503)),
    robots("html", "is a page", HOME),
)

SOFT = (
    saying("soft-sorry", "Sorry, we can't find that page"),
    saying("soft-removed", "This page has been removed"),
    saying("soft-moved", "Page has moved"),
    saying("soft-renamed", "Example council", "The page has been moved, renamed or deleted"),
    saying("soft-welsh", "Tudalen heb ei chanfod"),
    saying("soft-welsh-2", "Ni ellir dod o hyd i’r dudalen"),
    saying("soft-suspended", "Account suspended", "This account has been suspended"),
    saying("soft-for-sale", "example.org is for sale", sees=S.ANOTHER_PAGE),
    saying("wall-runtime-error", "Runtime Error", wanted=O.UNCHECKED, sees=S.ERROR),
    saying("wall-maintenance", "Down for maintenance", wanted=O.UNCHECKED, sees=S.ERROR),
    saying("wall-moment", "Just a moment...", wanted=O.UNCHECKED, sees=S.ERROR),
    saying("wall-denied", "Access denied", wanted=O.UNCHECKED, sees=S.ERROR),
    saying("wall-robot", "Are you a robot?", wanted=O.UNCHECKED, sees=S.ERROR),
    Behaviour(
        "refresh-in-page",
        "a meta refresh to a 404",
        S.NO_PAGE,
        O.FAILING,
        O.BROKEN,
        {"/page": reply(200, html("Moved", body="", head='<meta http-equiv="refresh" content="0; url=/gone">'))},
    ),
    Behaviour(
        "refresh-in-header",
        "a header Refresh to a 404",
        S.NO_PAGE,
        O.FAILING,
        O.BROKEN,
        {"/page": page("Moved", Refresh="0; url=/gone")},
    ),
    Behaviour("no-content", "204", S.NOTHING, O.LOOK, O.LOOK, {"/page": raw("HTTP/1.1 204 No Content", "")}),
    Behaviour("empty", "an empty 200", S.NOTHING, O.LOOK, O.LOOK, {"/page": reply(200, "", Content_Type=FORM)}),
    *(
        Behaviour(name, f"a page with the title “{title}”", S.PAGE, O.FINE, O.FINE, {"/page": page(title)})
        for name, title in (
            ("title-not-in-welsh", "Content not available in Welsh"),
            ("title-missing", "Children missing: when a document cannot be found"),
        )
    ),
)

MEASURED = (*CONNECTIONS, *PAGES, *REDIRECTS, *ADDRESSES, *REQUESTS, *CERTIFICATES, *ROBOTS, *SOFT)
