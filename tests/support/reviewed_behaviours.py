"""What servers do that an earlier check of links was wrong about: rows, each a host of its own."""

from __future__ import annotations

from collections.abc import Mapping

from behaviours import PAGE, WORDS, Behaviour, O, S, Sees, html, only_if, raw, says
from link_server import Answer, reply

SEEN = says("cookie", "seen=1")
UNREADABLE = O.UNCHECKED


def until_a_cookie(name: str, written: str) -> Behaviour:
    """Return a page that sends to itself until its cookie comes back."""
    first = reply(302, "", Location="/page", Set_Cookie=f"seen=1; {written}")
    return Behaviour(
        f"cookie-{name}", f"waits for a cookie with {written}", S.PAGE, O.FINE, O.FINE, {"/page": only_if(SEEN, first)}
    )


COOKIES = (
    until_a_cookie("empty-max-age", "Max-Age="),
    until_a_cookie("max-age-of-words", "Max-Age=never; Path=/"),
    until_a_cookie("odd-version", "Version=x; Path=/"),
    until_a_cookie("odd-path", "Path=x"),
    until_a_cookie("empty-path", "Path="),
    until_a_cookie("odd-date", "Expires=whenever; Path=/"),
    until_a_cookie("two-paths", "Path=/elsewhere; Path=/"),
    until_a_cookie("no-such-attribute", "; ;Priority=High; SameSite=Maybe; Path=/"),
)


def answering(name: str, does: str, line: str, sees: Sees, wanted: O = UNREADABLE) -> Behaviour:
    return Behaviour(f"answer-{name}", does, sees, wanted, wanted, {"/page": raw(f"{line}\nContent-Type: text/html")})


ANSWERS = (
    answering("icy", "begins as a radio does, which browsers take", "ICY 200 OK", S.PAGE, O.FINE | UNREADABLE),
    answering("101", "says that it speaks another way from now on", "HTTP/1.1 101 Switching Protocols", S.NOTHING, UNREADABLE),
    answering("no-code", "says OK without a number", "HTTP/1.1 OK", S.PAGE, UNREADABLE),
    Behaviour(
        "answer-of-mail",
        "speaks as a mail server does",
        S.NOTHING,
        UNREADABLE,
        UNREADABLE,
        {"/page": b"220 mail.example ESMTP\r\n250 OK\r\n"},
    ),
    Behaviour(
        "answer-of-zeros", "sends what is no answer at all", S.NOTHING, UNREADABLE, UNREADABLE, {"/page": b"\0\1\2\r\n\0\r\n"}
    ),
)

RELOADS = "<p>One moment, please.<script>document.cookie = 'seen=1; path=/'; location.reload()</script>"


def refreshing(name: str, status: int, seconds: str) -> Behaviour:
    first = reply(status, f"<meta http-equiv=refresh content='{seconds}'><p>One moment.", Set_Cookie="seen=1; Path=/")
    does = f"{status} with a cookie, and a page that loads itself again after {seconds} s"
    return Behaviour(f"wall-refresh-{name}", does, S.PAGE, O.FINE, O.FINE, {"/page": only_if(SEEN, first)}, browser=True)


WALLS = (
    refreshing("503", 503, "0"),
    refreshing("503-later", 503, "3"),
    refreshing("403-to-itself", 403, "1;url=/page"),
    Behaviour(
        "wall-404-script",
        "404 with a script that sets a cookie and loads the page again",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": only_if(SEEN, reply(404, RELOADS))},
        browser=True,
    ),
)

FRAME = f"<nav><p>{WORDS}</nav>"
FILL = """<main id=here></main><script>
const known = {'/guides/page': ['Safer sleep', 'Put the baby on the back in a cot of its own and keep the room cool at night'],};
const [title, text] = known[location.pathname] || ['Ojej', 'Szukaj dalej albo zadzwon do nas w dzien powszedni przed poludniem'];
document.title = title; here.innerHTML = `<h1>${title}</h1><p>${text}`;
</script>"""


APPLICATION: Mapping[str, Answer | list[Answer]] = {"*": reply(200, f"<title>Guides</title>{FRAME}{FILL}")}
"""An application in JavaScript with many words around what its scripts fill, and no root of a known name."""
LIVE, GONE = "/guides/page", "/guides/gone"
APPLICATIONS = (
    Behaviour("app-frame", "an application with a long frame", S.PAGE, O.UNCHECKED, O.UNCHECKED, APPLICATION, LIVE),
    Behaviour("app-frame-opened", "the same, in a browser", S.PAGE, O.FINE, O.FINE, APPLICATION, LIVE, browser=True),
    Behaviour("app-frame-gone", "the same, without the page", S.NO_PAGE, O.LOOK, O.LOOK, APPLICATION, GONE, browser=True),
    Behaviour(
        "app-404-live",
        "404 for each address, whose script leads to the page",
        S.PAGE,
        O.FINE,
        O.FINE,
        {
            "/": reply(200, html("Home", body=f"<p id=home>{WORDS}")),
            "/app": PAGE,
            "*": reply(404, "<script>location.replace('/app?for=' + location.pathname)</script>"),
            "/app?for=/guides/page": PAGE,
        },
        "/guides/page",
        browser=True,
    ),
)

REVIEWED = (*COOKIES, *ANSWERS, *WALLS, *APPLICATIONS)
