"""What users of link checkers and HTTP clients have reported of servers: rows, each a host of its own."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Mapping

from behaviours import (
    HOME,
    MAYBE,
    NOT_FOUND,
    PAGE,
    PART,
    WORDS,
    Behaviour,
    O,
    S,
    html,
    is_browser,
    only_if,
    page,
    raw,
    says,
)
from link_server import Answer, ByHeaders, redirect, reply
from measured_behaviours import PLAIN, robots, text, written
from server_behaviours import then_resets

SCRIPTED = '<div id="app"></div><script>document.getElementById("app").textContent = location.pathname;</script>'
SHELL = reply(200, html("Example app", " ", SCRIPTED))
"""What an application in JavaScript answers for each address, known or not."""
ADVERTS = reply(200, html("page.example", "page.example", "<ul><li>Insurance<li>Holidays<li>Loans</ul><p>Privacy policy"))


def looked_up(name: str, fragment: str, id_: str) -> Behaviour:
    answer = reply(200, html("A guide", body=f"<p>{WORDS}</p><h2 id='{id_}'>Part</h2>"))
    return Behaviour(
        f"part-{name}", f"#{fragment} for the id {id_}", S.PAGE, O.FINE, O.FINE, {"/page": answer}, f"/page#{fragment}"
    )


def moving(name: str, location: str, *, to: str = "/new", wanted: O = O.MOVED, status: int = 301) -> Behaviour:
    site: dict[str, Answer | list[Answer]] = {
        "/a/page": raw(f"HTTP/1.1 {status} Moved\nLocation: {location}\nContent-Length: 0", ""),
        to: PAGE,
    }
    return Behaviour(f"location-{name}", f"{status} to {location}", S.PAGE, wanted, wanted, site, "/a/page")


def leading(name: str, does: str, to: str, answer: Answer, wanted: O = O.LOOK) -> Behaviour:
    link = "/a/b/page"
    sees = S.PAGE if wanted in O.FINE | O.MOVED else S.ANOTHER_PAGE
    return Behaviour(name, does, sees, wanted, wanted, {link: redirect(to, 302), to: answer}, link)


def coded(name: str, does: str, body: bytes, coding: str, wanted: O = O.FINE) -> Behaviour:
    site: dict[str, Answer | list[Answer]] = {"/page": raw(f"{PLAIN}\nContent-Encoding: {coding}", body)}
    return Behaviour(f"coding-{name}", does, S.PAGE, wanted, wanted, site, "/page#there")


def unless_seen(headers: Mapping[str, str]) -> Answer:
    return PAGE if "seen=1" in headers.get("cookie", "") else reply(302, "", Location="/page", Set_Cookie="seen=1; Path=/")


def tested(headers: Mapping[str, str]) -> Answer:
    return redirect("/page", 302) if "seen=1" in headers.get("cookie", "") else redirect("/no-cookies", 302)


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


BODY = PART.partition(b"\r\n\r\n")[2]

COOKIES = (
    Behaviour(
        "cookie-then-page",
        "redirects to itself until a cookie is sent",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": ByHeaders(unless_seen)},
    ),
    Behaviour(
        "cookie-test",
        "sends to a test of cookies, which sends back or to a page that asks for them",
        S.PAGE,
        O.FINE,
        O.FINE,
        {
            "/page": ByHeaders(
                lambda headers: (
                    PAGE
                    if "seen=1" in headers.get("cookie", "")
                    else reply(302, "", Location="/test", Set_Cookie="seen=1; Path=/")
                )
            ),
            "/test": ByHeaders(tested),
            "/no-cookies": page("Switch cookies on"),
        },
    ),
)

WALLS = (
    *(
        Behaviour(
            f"agent-{word}",
            f"403 to names with “{word}” in them",
            S.PAGE,
            O.FINE | O.UNCHECKED,
            O.FINE | O.UNCHECKED,
            {"/page": only_if(says("user-agent", word), PAGE, page("Forbidden", status=403))},
        )
        for word in ("link", "bot", "compatible")
    ),
    Behaviour(
        "accept-first",
        "404 unless Accept begins with text/html",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": only_if(lambda headers: headers.get("accept", "").startswith("text/html"), NOT_FOUND)},
    ),
    Behaviour(
        "waf-202",
        "an empty 202 that wants a browser to prove itself",
        S.ERROR,
        O.UNCHECKED,
        O.UNCHECKED,
        {"*": reply(202, "", x_amzn_waf_action="challenge")},
    ),
    Behaviour(
        "waf-405",
        "405 with a puzzle",
        S.ERROR,
        O.UNCHECKED,
        O.UNCHECKED,
        {"*": page("Human Verification", status=405, x_amzn_waf_action="captcha")},
    ),
    Behaviour(
        "challenge-503",
        "503 with a script that leads on",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"*": reply(503, html("Just a moment...", "Checking your browser", "<noscript>Enable JavaScript"), Server="cloudflare")},
    ),
    Behaviour(
        "challenge-403",
        "403 with cf-mitigated",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"*": page("Just a moment...", status=403, cf_mitigated="challenge")},
    ),
    Behaviour(
        "challenge-404",
        "404 with cf-mitigated, for each address",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"*": page("Attention Required!", status=404, cf_mitigated="challenge")},
    ),
    *(
        Behaviour(
            f"status-{status}",
            f"{status} to what is no browser",
            S.PAGE,
            O.FINE | O.UNCHECKED,
            O.FINE | O.UNCHECKED,
            {"/page": only_if(is_browser, page("No", status=status))},
            browser=True,
        )
        for status in (418, 441)
    ),
    Behaviour(
        "first-403-then-fine",
        "403 to the first request only",
        S.PAGE,
        O.FINE | O.UNCHECKED,
        O.FINE | O.UNCHECKED,
        {"/page": [page("No", status=403), PAGE]},
    ),
    Behaviour(
        "consent",
        "sends to a page of another host that asks for consent",
        S.PAGE,
        O.FINE | O.UNCHECKED,
        O.FINE | O.UNCHECKED,
        {
            "/page": redirect("http://ask.example:{port}/ask?continue=/page", 302),
            "//ask.example/ask?continue=/page": page("Before you continue"),
        },
    ),
)

LOCATIONS = (
    moving("spaces", "/a new page", to="/a%20new%20page"),
    moving("spaces-in-query", "/new?scope=openid profile", to="/new?scope=openid%20profile"),
    moving("three-slashes", "http:///location-three-slashes.example:{port}/new"),
    moving("tabs", "/new\t\t\t"),
    moving("query-only", "?page=2", to="/a/page?page=2"),
    moving("fragment", "/new#there"),
    moving("relative", "../new"),
    moving("slash", "/a/page/", to="/a/page/"),
    moving("error-in-path", "/guide/error-handling.html", to="/guide/error-handling.html"),
)

BODIES = (
    coded("none", "Content-Encoding: none", BODY, "none"),
    coded(
        "unknown", "a Content-Encoding that nobody knows, over plain text", BODY, "ResponseContentEncoding", O.FINE | O.UNCHECKED
    ),
    coded("plain", "says gzip, sends plain text", BODY, "gzip", O.FINE | O.UNCHECKED),
    coded("raw-deflate", "deflate without its envelope", deflated(BODY), "deflate"),
    coded("x-gzip", "x-gzip", gzip.compress(BODY), "x-gzip"),
    coded("gzip-cut", "gzip without its last bytes", gzip.compress(BODY)[:-8], "gzip"),
    Behaviour(
        "chunks-unended",
        "chunks without the last one",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": raw(f"{PLAIN}\nTransfer-Encoding: chunked", b"%x\r\n%b\r\n" % (len(BODY), BODY))},
        "/page#there",
    ),
    Behaviour(
        "no-head",
        "a page without any head, which browsers take at port 80 only",
        S.NOTHING,
        MAYBE,
        MAYBE | O.BROKEN,
        {"/page": html("Old").encode()},
    ),
    Behaviour("resets-late", "the page, then a reset", S.PAGE, O.FINE, O.FINE, {"/page": then_resets(PAGE)}),
    Behaviour("bare-line-feeds", "lines that end in line feeds", S.PAGE, O.FINE, O.FINE, {"/page": PAGE.replace(b"\r\n", b"\n")}),
    Behaviour(
        "no-reason",
        "a status line of version and number",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": raw("HTTP/1.1 200\nContent-Type: text/html")},
    ),
)

PARTS = (
    looked_up("escaped", "tangent%3A-kustomize", "tangent%3A-kustomize"),
    looked_up("escaped-colon", "tangent%3Akustomize", "tangent:kustomize"),
    looked_up("selector", "%EF%B8%8F-mit", "\N{VARIATION SELECTOR-16}-mit"),
    looked_up("user-content", "code-conformance", "user-content-code-conformance"),
    Behaviour("part-route", "#/route, for an application", S.PAGE, O.FINE, O.FINE, {"/page": PAGE}, "/page#/route/7"),
    Behaviour("part-text", "#:~:text= for words", S.PAGE, O.FINE, O.FINE, {"/page": PART}, "/page#:~:text=Every%20child"),
    Behaviour(
        "part-pdf",
        "#page=3 of a PDF",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/a.pdf": reply(200, b"%PDF-1.7\n%%EOF", Content_Type="application/pdf")},
        "/a.pdf#page=3",
    ),
)

ELSEWHERE = (
    leading("to-404-html", "302 to /404.html, which is a 200", "/404.html", page("Oops")),
    leading("to-error", "302 to /error?aspxerrorpath=", "/error?aspxerrorpath=/a/b/page", page("Error"), O.LOOK | O.UNCHECKED),
    leading("to-login", "302 to a log-in under another name", "/Account/SignIn?ReturnUrl=%2Fa", page("Sign in")),
    leading("to-cas", "302 to /cas/login?service=", "/cas/login?service=x", page("Central Authentication Service")),
    leading(
        "to-forsale", "302 to a page that sells the name", "/forsale/page.example?utm=1", page("page.example", "Buy this domain")
    ),
    leading("to-session", "302 to itself with the number of a session", "/a/b/page;jsessionid=1A2B", PAGE, O.FINE),
    Behaviour(
        "to-section",
        "302 to the section, as for each address that does not exist",
        S.ANOTHER_PAGE,
        O.LOOK,
        O.LOOK,
        {"/news/2009/page": redirect("/news", 302), "/news": page("News"), "*": redirect("/news", 302)},
        "/news/2009/page",
    ),
    Behaviour(
        "to-section-truly",
        "301 to the section, where others are 404",
        S.PAGE,
        O.MOVED,
        O.MOVED,
        {"/news/2009/page": redirect("/news/"), "/news/": page("News of 2009")},
        "/news/2009/page",
    ),
    Behaviour(
        "others-lead-home",
        "the page; each address that does not exist leads home",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/a/page": PAGE, "/": HOME, "*": redirect("/", 302)},
        "/a/page",
    ),
    Behaviour(
        "app-live",
        "an application, the same answer for each address",
        S.PAGE,
        O.FINE | O.UNCHECKED,
        O.FINE | O.UNCHECKED,
        {"*": SHELL},
    ),
    Behaviour(
        "adverts", "advertisements for each address, without a telling word", S.ANOTHER_PAGE, O.LOOK, O.LOOK, {"*": ADVERTS}
    ),
    Behaviour(
        "soft-german",
        "“Seite nicht gefunden”, 200, for each address",
        S.NO_PAGE,
        O.LOOK,
        O.LOOK,
        {"*": reply(200, html("Seite nicht gefunden", body="<p>Bitte nutzen Sie die Suche."))},
    ),
    Behaviour(
        "script-leads-on",
        "an empty page whose script leads to a page that sells the name",
        S.ANOTHER_PAGE,
        O.LOOK,
        O.LOOK,
        {
            "*": reply(200, "<html><head><script>location.href='/lander'</script></head></html>"),
            "/lander": page("page.example", "Buy this domain"),
        },
        browser=True,
    ),
)

SOFT = (
    Behaviour(
        "body-has-been-removed",
        "a page whose list of changes says that a passage has been removed",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": reply(200, html("Overview", body=f"<p>{WORDS}</p><li>The passage has been removed from the section"))},
    ),
    Behaviour(
        "title-of-404",
        "a page that explains 404",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": page("What error 404 means and how to fix it")},
    ),
    Behaviour(
        "title-for-sale",
        "a page about a school site for sale",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": page("School site for sale: planning brief")},
    ),
    Behaviour(
        "title-in-picture",
        "a page with a picture whose title is “Page not found”",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": reply(200, html("Icons", body=f"<svg><title>Page not found</title></svg><p>{WORDS}"))},
    ),
    Behaviour(
        "soft-windows-1252",
        "“can’t find that page” with the apostrophe of Windows",
        S.NO_PAGE,
        O.LOOK,
        O.LOOK,
        {
            "/page": reply(
                200,
                html("Sorry, we can’t find that page", body="<p>Search").encode("cp1252"),
                Content_Type="text/html; charset=windows-1252",
            )
        },
    ),
    Behaviour(
        "soft-utf-16",
        "“Page not found” in UTF-16",
        S.NO_PAGE,
        O.LOOK,
        O.LOOK,
        {"/page": reply(200, html("Page not found", body="<p>Search").encode("utf-16"), Content_Type="text/html")},
    ),
    Behaviour(
        "soft-untyped",
        "“Page not found” without a type",
        S.NO_PAGE,
        O.LOOK,
        O.LOOK,
        {"/page": raw("HTTP/1.1 200 OK", html("Page not found", body="<p>Search"))},
    ),
)

ROBOTS = (
    robots("empty-rule", "has an empty Disallow", text("User-agent: *\nDisallow:\n")),
    robots("delay-first", "begins with a Crawl-delay of nobody", text("Crawl-delay: 1\n\nUser-agent: *\nDisallow: /*.aspx\n")),
    robots("status-403", "answers 403", text("No", 403)),
    robots(
        "against-linkchecker", "disallows LinkChecker", text("User-agent: LinkChecker\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    ),
    Behaviour(
        "robots-disallows",
        "robots.txt disallows the page by a pattern",
        S.PAGE,
        O.UNCHECKED,
        O.UNCHECKED,
        {"/robots.txt": text("User-agent: *\nDisallow: /*.aspx$\n"), "/page.aspx": PAGE},
        "/page.aspx",
    ),
)

ADDRESSES = (
    written("brackets", "/journals/PIIS2215-0366(17)30328-0/fulltext"),
    written("two-slashes", "/a//b"),
    written("tilde", "/%7Eoffice/"),
    written("pipe", "/x?a=[1]|2"),
    written("plus", "/it's?q=a+b'c", "/it's?q=a+b%27c"),
    written("dots", "/a/./b/../page", "/a/page"),
)

NAMES = (
    Behaviour("name-unknown", "a name that nobody has", S.NOTHING, O.FAILING, O.BROKEN, resolves=socket.EAI_NONAME),
    Behaviour(
        "name-not-now",
        "a name server that does not answer, each night",
        S.NOTHING,
        MAYBE,
        MAYBE | O.BROKEN,
        resolves=socket.EAI_AGAIN,
    ),
    Behaviour(
        "certificate-incomplete",
        "a certificate whose issuer is left out",
        S.PAGE,
        O.FINE | O.CERTIFICATE,
        O.FINE | O.CERTIFICATE,
        {"/page": PAGE},
        certificate="incomplete",
    ),
)

REPORTED = (*COOKIES, *WALLS, *LOCATIONS, *BODIES, *PARTS, *ELSEWHERE, *SOFT, *ROBOTS, *ADDRESSES, *NAMES)
