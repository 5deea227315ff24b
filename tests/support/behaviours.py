"""What servers and addresses do, what a reader sees of it, and what the check of links has to say: the form of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, Flag, auto

from link_server import Answer, ByHeaders, Kept, reply


class Sees(Enum):
    """What a reader in a browser sees behind the link."""

    PAGE = auto()
    PAGE_AFTER_WARNING = auto()
    """The page, after the browser's warning of a certificate."""
    ANOTHER_PAGE = auto()
    """Something that is not what the link was made for: a home page, a log-in, an advertisement."""
    NO_PAGE = auto()
    """Words that there is no such page."""
    ERROR = auto()
    """Words that something does not work, perhaps only now."""
    NOTHING = auto()
    """An empty page, or the browser's own words that it got none."""


class Outcome(Flag):
    """What the check says of a link in one night; a row may allow several."""

    FINE = auto()
    MOVED = auto()
    """Fine, and there is a newer address."""
    LOOK = auto()
    """It answers, and a person should look whether that is the page."""
    PART_MISSING = auto()
    """Fine, without the part that the link names."""
    UNCHECKED = auto()
    """Nobody could check it, or the part that it names."""
    CERTIFICATE = auto()
    FAILING = auto()
    """It fails, perhaps only now."""
    BROKEN = auto()
    NEVER_JUDGED = auto()
    """Nothing could be concluded of the whole run, or a rule was named that no row knows."""


S = Sees
O = Outcome  # noqa: E741 - columns of each table
MAYBE = O.FAILING | O.UNCHECKED


@dataclass(frozen=True, eq=False)
class Behaviour:
    """A row.

    Attributes:
        name: Short, and the name of its host: `NAME.example`.
        does: What the server or the address does.
        sees: What a reader sees.
        first: What may be said after one run.
        ninth: What may be said after nine nights of it.
        site: What its host answers, by path; `*` stands for all others, which are 404 without it, `//host/path` for another host.
        link: The path to which the link leads, with its fragment, as an editor writes it.
        host: The host, where it is not the one of the row.
        resolves: What its name stands for: an address, or the resolver's error number.
        certificate: The kind of certificate, or an empty string for plain HTTP.
        browser: Whether only a browser can tell, so that nothing is expected without one.
        may_come_back: Whether what fails may do so only now, so that a week of nights is needed to be sure.
        waits: Whether it keeps a client waiting for as long as that has patience.
    """

    name: str
    does: str
    sees: Sees
    first: Outcome
    ninth: Outcome
    site: Mapping[str, Answer | list[Answer]] = field(default_factory=dict)
    link: str = "/page"
    host: str = ""
    resolves: str | int = "127.0.0.1"
    certificate: str = ""
    browser: bool = False
    may_come_back: bool = False
    waits: bool = False

    @property
    def is_live(self) -> bool:
        """Whether a reader gets to the page."""
        return self.sees in (Sees.PAGE, Sees.PAGE_AFTER_WARNING)

    @property
    def is_said_to_be_gone(self) -> bool:
        """Whether the server itself says that there is no page, so that the second night is sure of it."""
        return self.ninth is Outcome.BROKEN and isinstance(self.resolves, str) and not self.may_come_back

    def url(self, port: int) -> str:
        """Return the address as an editor writes it."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{self.host or f'{self.name}.example'}:{port}{self.link}"


WORDS = (
    "Every child who comes to notice is seen, heard and helped. This page says who does what, when a worry is passed on, and "
    "how partners share what they know. Health visitors, schools, the police and social care meet each month. Ask for advice "
    "early: nobody was ever blamed for a question. The numbers for days and nights are at the end, with those for families."
)
"""Enough of them that no page looks empty."""
FORM = "text/html; charset=utf-8"


def html(title: str, heading: str = "", body: str = f"<p>{WORDS}</p>", head: str = "") -> str:
    """Return a page."""
    begin = f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
    return f"{begin}<body><h1>{heading or title}</h1>{body}</body></html>"


def page(title: str = "Safer sleep for babies", heading: str = "", status: int = 200, **headers: str) -> bytes:
    """Return the answer with a page."""
    return reply(status, html(title, heading), **headers)


PAGE = page()
PART = reply(200, html("Safer sleep for babies", body=f"<p>{WORDS}</p><h2 id=there>Where</h2><p>{WORDS}</p>"))
HOME = page("Example Safeguarding Children Partnership", "Welcome")
NOT_FOUND = page("Page not found", status=404)
GONE = reply(410, html("Gone"))


def raw(lines: str | bytes, body: str | bytes = html("Safer sleep for babies"), *, kept: bool = False) -> bytes:
    """Return an answer of exactly these lines and a body; the end of the connection is the end of the body."""
    head = lines.encode("latin-1") if isinstance(lines, str) else lines
    whole = head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + (body.encode() if isinstance(body, str) else body)
    return Kept(whole) if kept else whole


def only_if(wanted: Callable[[Mapping[str, str]], bool], otherwise: Answer, then: Answer = PAGE) -> ByHeaders:
    """Return an answer for those only that ask in the right way."""
    return ByHeaders(lambda headers: then if wanted(headers) else otherwise)


def says(header: str, words: str) -> Callable[[Mapping[str, str]], bool]:
    """Return what tells whether a header holds words."""
    return lambda headers: words in headers.get(header, "").lower()


def is_browser(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser asks, as a wall would."""
    return "Chrome/" in headers.get("user-agent", "")


def sites(rows: Iterable[Behaviour], port: int) -> dict[str, Answer | list[Answer]]:
    """Return what a server answers for rows, by host and path; `{port}` in an answer is its port."""

    def placed(answer: Answer) -> Answer:
        return type(answer)(answer.replace(b"{port}", str(port).encode())) if isinstance(answer, bytes) else answer

    def each(answers: Answer | list[Answer]) -> Answer | list[Answer]:
        return list(map(placed, answers)) if isinstance(answers, list) else placed(answers)

    return {_place(row, path): each(answers) for row in rows for path, answers in row.site.items()}


def _place(row: Behaviour, path: str) -> str:
    if path.startswith("//"):
        return path[2:]
    return path if row.host else f"{row.name}.example{'/' if path == '*' else ''}{path}"
