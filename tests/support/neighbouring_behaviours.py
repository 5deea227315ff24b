"""What is near to behaviours that were once judged wrongly: rows, each a host of its own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from behaviours import HOME, PAGE, WORDS, Behaviour, O, S, html, page, raw
from link_server import Answer, ByHeaders, redirect, reply
from measured_behaviours import PLAIN, robots, text

NOT_THERE = {
    "polish": ("Nie znaleziono strony", "Przepraszamy, takiej strony nie ma."),
    "romanian": ("Pagina nu a fost găsită", "Ne pare rău, pagina nu există."),
    "somali": ("Bogga lama helin", "Waan ka xunnahay, boggan ma jiro."),
    "urdu": ("صفحہ نہیں ملا", "معذرت، یہ صفحہ موجود نہیں ہے۔"),
}


def not_there(language: str) -> Answer:
    """Return what a site says in another language of each address that it does not have, with a number that is new each time."""
    (title, sentence), numbers = NOT_THERE[language], count(1000)

    def says(headers: Mapping[str, str]) -> Answer:
        body = f"<nav>{'<a href=/x>Start</a> ' * 20}</nav><p>{sentence} {next(numbers)}</p><footer>{WORDS}</footer>"
        return reply(200, html(title, body=body))

    return ByHeaders(says)


SOFT = (
    *(
        Behaviour(
            f"soft-{language}", f"200, “{title}”, for each address", S.NO_PAGE, O.LOOK, O.LOOK, {"*": not_there(language)}, "/a/x"
        )
        for language, (title, _) in NOT_THERE.items()
    ),
    Behaviour(
        "soft-beside",
        "the page, and such words for each other address",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/a/x": PAGE, "*": not_there("polish")},
        "/a/x",
    ),
    Behaviour(
        "all-lead-home",
        "301 to the home page, as for each address that does not exist",
        S.ANOTHER_PAGE,
        O.LOOK,
        O.LOOK,
        {"/": HOME, "*": redirect("/")},
        "/a/x",
    ),
    *(
        Behaviour(name, f"a page with the title “{title}”", S.PAGE, O.FINE, O.FINE, {"/page": page(title)})
        for name, title in (
            ("title-maintenance", "Child maintenance: down payments"),
            ("title-not-found", "Missing from home: not found within 24 hours"),
            ("title-log-in", "How to log in to the learning site"),
        )
    ),
)

ROBOTS = (
    robots("redirected-nowhere", "is redirected to no address", redirect("http://[bad/")),
    robots("in-a-circle", "is redirected to itself", redirect("/robots.txt")),
    robots("binary", "is no text", text("".join(map(chr, range(256))) * 50)),
)

HEADS = (
    Behaviour(
        "chain-21",
        "21 redirects, one more than browsers follow",
        S.NOTHING,
        O.FAILING,
        O.BROKEN,
        {
            "/page": redirect("/1"),
            **{f"/{step}": redirect(f"/{step + 1}") for step in range(1, 21)},
            "/21": PAGE,
        },
        may_come_back=True,
    ),
    Behaviour("status-508", "answers 508", S.ERROR, O.FAILING, O.BROKEN, {"/page": page("Loop", status=508)}, may_come_back=True),
    *(
        Behaviour(
            f"status-{code}", f"answers {code}", S.NOTHING, O.UNCHECKED, O.UNCHECKED, {"/page": raw(f"HTTP/1.1 {code} Reason")}
        )
        for code in ("000", "1000")
    ),
    Behaviour("refresh-later", "a refresh after 300 s", S.PAGE, O.FINE, O.FINE, {"/page": page(Refresh="300")}),
    Behaviour(
        "many-cookies",
        "200 cookies of 700 bytes",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": raw(PLAIN + "".join(f"\nSet-Cookie: c{number}={'x' * 700}" for number in range(200)))},
    ),
    Behaviour(
        "pdf-as-html",
        "a PDF called HTML",
        S.PAGE,
        O.FINE,
        O.FINE,
        {"/page": reply(200, b"%PDF-1.7\n" + b"\0\1\2" * 5000)},
    ),
    Behaviour("text", "a text", S.PAGE, O.FINE, O.FINE, {"/page": text("Words.")}),
)

NEIGHBOURING = (*SOFT, *ROBOTS, *HEADS)
