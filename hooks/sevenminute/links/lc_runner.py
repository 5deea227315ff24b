"""The child process in which LinkChecker asks for addresses: JSON on standard input, one JSON line for each record out.

LinkChecker does what it is good at: robots.txt, the request, the redirects, reading the page. It promises no library
interface and changes the whole process, so nothing else imports it. Where it steps in differently from its command line:

- each address is asked for by a `_Probe`, which notes redirects and exceptions with their numbers, where LinkChecker keeps
  a text that may be cut;
- `_Queue` hands out addresses by our own schedule, where LinkChecker sleeps while it holds the lock of all threads;
- `_Aggregate` counts the threads that wait for a host too: LinkChecker looks every half minute whether any is busy, and else
  drops what is left;
- `_NoCache` never answers: each address comes once, and what another one was redirected to says nothing of it;
- `_Session` and `_resolver` refuse to follow a redirect or a name into a private network, and read no more than is needed.

It never gives up the rights of the user that starts it: LinkChecker's command line does, and then cannot read its own modules.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TextIO
from urllib.parse import unquote, urljoin, urlsplit

import requests
from linkcheck import configuration, director, get_link_pat
from linkcheck.cache.results import ResultCache
from linkcheck.cache.urlqueue import Empty, UrlQueue
from linkcheck.checker.httpurl import HttpUrl
from linkcheck.checker.urlbase import CompactUrlData
from linkcheck.director import aggregator, checker
from linkcheck.htmlutil import linkparse
from linkcheck.logger import _Logger
from linkcheck.plugins import _ContentPlugin
from requests.utils import get_environ_proxies

from sevenminute.links.address import is_private
from sevenminute.links.schedule import Pauses, Schedule

READ_FOR_WORDS = 256 * 1024
"""Bytes of a page that are read to see whether it says that there is no such page: title and first heading come early."""
READ_FOR_FRAGMENTS = 5 * 1024 * 1024
"""Bytes that are read to find a part of a page; beyond, nobody can tell."""
READ_OF_ROBOTS = 512 * 1024
KEPT_HEADERS = ("retry-after", "cf-mitigated", "last-modified", "etag")

NOT_FOUND = re.compile(
    r"""\b(?:page|document|file|content)s?\b.{0,40}?
            \b(?:not\ (?:be\ )?(?:found|available) | (?:can|could|was|is|are)(?:not|n?[’']t)\ (?:be\ )?(?:found|available)
                | (?:no\ longer|does\ not|doesn[’']t)\ exists?)
        | \b(?:404|410)\b.{0,20}\b(?:not\ found|error|gone)\b | \berror\ 404\b | ^\W*404\W*$
        | \b(?:domain|website|site)\b.{0,60}\b(?:for\ sale|is\ parked|has\ expired)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a title or first heading says when the page is not there, or the whole site is somebody else's now."""


class PrivateAddressError(requests.RequestException):
    """A redirect or a name leads to where machines from outside have no business."""


class _Session(requests.Session):
    """Asks with one thread's cookies; notes each redirect before it is followed."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__()
        self.hops: list[tuple[str, int]] | None = None
        self._last: requests.Response | None = None
        self._never = [re.compile(pattern) for pattern in given["never"]]
        self._allow_private = given["allow_private"]
        self._seconds = given["timeout"]

    def get(self, url: Any, **kwargs: Any) -> requests.Response:
        """Get a robots.txt: LinkChecker asks for nothing else in this way. It may be endless."""
        response = super().get(url, stream=True, **kwargs)
        response._content = b"".join(read_some(response, READ_OF_ROBOTS, self._seconds))
        response._content_consumed = True  # type: ignore[attr-defined]  # how requests marks a body as read
        return response

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        with suppress(ValueError):  # an address that cannot be read: requests says so in a moment
            address = urljoin(resp.url, target)
            if self.hops is not None and resp is not self._last:  # requests looks twice
                self.hops.append((address, resp.status_code))
                self._last = resp
            self._may_follow(address)
        # requests would read the body of a redirect to its end before it goes on, and some have none.
        resp._content = b""
        return target

    def _may_follow(self, address: str) -> None:
        if any(pattern.search(address) for pattern in self._never):
            raise PrivateAddressError(f"redirected to {address}, which is not asked")
        if not self._allow_private and urlsplit(address).scheme in ("http", "https") and is_private(address):
            raise PrivateAddressError(f"redirected to {address}, in a private network")


def read_some(response: requests.Response, most: int, seconds: float) -> Iterator[bytes]:
    """Yield the body of a response, up to some bytes and some time after: a host may send a byte a second for ever."""
    until = time.monotonic() + seconds
    read = 0
    while read < most and time.monotonic() < until:
        chunk = response.raw.read1(16 * 1024, decode_content=True)  # what has come, where read() would wait for all of it
        if not chunk:
            return
        read += len(chunk)
        yield chunk


class _Probe(HttpUrl):
    """One address."""

    def __init__(self, url: str, fragments: tuple[str, ...], aggregate: _Aggregate) -> None:
        self.key, self.fragments = url, fragments
        self.hops: list[tuple[str, int]] = []
        self.chain: tuple[str, ...] = ()
        self.errno: int | None = None
        self.said = ""
        self.denied = self.whole = False
        self.missing: list[str] = []
        self.not_found = self.asked_host = ""
        self.begun = time.monotonic()
        super().__init__(url, 0, aggregate, name="")

    def add_intern_pattern(self, url: str | None = None) -> None:
        """Add none: all addresses are internal, by one pattern instead of one for each."""

    def check(self) -> None:
        self.begun = time.monotonic()
        super().check()

    def allows_robots(self, url: str) -> bool:
        self.session.hops = None
        self.denied = not super().allows_robots(url)
        return not self.denied

    def send_request(self, request: requests.PreparedRequest) -> None:
        self.session.hops = self.hops  # from here on: a redirect of the robots.txt is none of the address
        super().send_request(request)

    def handle_exception(self) -> Any:
        error = sys.exc_info()[1]
        if error and not self.chain and not self.has_result:  # what comes later is about the body
            found = list(causes(error))
            self.chain = tuple(dict.fromkeys(type(cause).__name__ for cause in found))
            self.errno = next(
                (number for cause in reversed(found) if isinstance(number := getattr(cause, "errno", None), int)), None
            )
            self.said = str(error)[:500]
        return super().handle_exception()

    def can_get_content(self) -> bool:
        return True  # a page may say that it is as large as it likes: only its beginning is read

    def read_content(self) -> bytes:
        most = READ_FOR_FRAGMENTS if self.fragments else READ_FOR_WORDS
        data = b"".join(read_some(self.url_connection, most, self.aggregate.config["timeout"]))
        self.whole = len(data) < most
        return data

    def to_wire(self) -> Any:
        wire = _Wire(self.to_wire_dict())
        wire.record = self.record()
        return wire

    def record(self) -> dict[str, Any]:
        answer = self.url_connection
        if not self.valid and not self.chain and answer is None:
            self.chain, self.said = ("LinkCheckerError",), str(self.result)
        asked = answer is not None and not self.chain
        return {
            "url": self.key,
            "final_url": answer.url if asked else self.hops[-1][0] if self.hops else self.key,
            "status_code": answer.status_code if asked else None,
            "hops": self.hops,
            "failure": {"chain": self.chain, "errno": self.errno, "text": self.said} if self.chain else None,
            "robots": self.denied,
            "missing_fragments": self.missing,
            "not_found_words": self.not_found,
            "headers": {name: str(self.headers[name]) for name in KEPT_HEADERS if asked and name in self.headers},
            "ms": round((time.monotonic() - self.begun) * 1000),
        }


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all that it was raised for, each once, the outermost first."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = [getattr(cause, "reason", None), *cause.args, cause.__cause__, cause.__context__]
        waiting += [item for item in inner if isinstance(item, BaseException)]


class _Wire(CompactUrlData):
    """What LinkChecker hands to a logger, and our record."""

    record: dict[str, Any]


class _Reader(_ContentPlugin):
    """Reads a page for words that say that there is none, and for the parts that links name."""

    def applies_to(self, url_data: _Probe, **_: Any) -> bool:
        return bool(url_data.is_html())

    def check(self, url_data: _Probe) -> None:
        soup = url_data.get_soup()
        for tag in (soup.find("title"), soup.find("h1")):
            words = " ".join(tag.get_text(" ").split()) if tag else ""
            if not url_data.not_found and NOT_FOUND.search(words[:300]):
                url_data.not_found = words[:120]
        if url_data.fragments and url_data.whole:
            there: set[str] = set()
            linkparse.find_links(soup, lambda url, **_: there.add(unquote(url)), linkparse.AnchorTags)
            url_data.missing = [fragment for fragment in url_data.fragments if fragment not in there]


class _Lines(_Logger):
    """Writes a line for each address."""

    LoggerName = "lines"

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out

    def log_url(self, url_data: _Wire) -> None:
        self._out.write(json.dumps(url_data.record) + "\n")
        self._out.flush()

    def end_output(self, **_: Any) -> None:
        """Write nothing: the end is written when nothing can go wrong any more."""


class _NoCache(ResultCache):
    def get_result(self, key: str) -> None:
        return None

    def add_result(self, key: str, result: Any) -> None:
        pass


class _Queue(UrlQueue):
    """Hands out addresses when their hosts may be asked."""

    def __init__(self, schedule: Schedule[_Probe]) -> None:
        super().__init__()
        self._schedule = schedule

    def _empty(self) -> bool:
        return not self.queue and not len(self._schedule)

    def _put(self, url_data: _Probe) -> None:
        if url_data.has_result:  # its text is no address: nobody is asked
            self.queue.append(url_data)
        else:
            url_data.asked_host = url_data.urlparts[1]  # a redirect changes the parts
            self._schedule.add(url_data.asked_host, url_data)
        self.unfinished_tasks += 1

    def _get(self, timeout: float | None) -> _Probe:
        until = time.monotonic() + (timeout or 0)
        while True:
            now = time.monotonic()
            found = self.queue.popleft() if self.queue else self._schedule.take(now)
            if isinstance(found, _Probe):
                self.in_progress += 1
                return found
            if now >= until:
                raise Empty
            self.not_empty.wait(min(until - now, found if found is not None else until - now))

    def task_done(self, url_data: _Probe) -> None:
        with self.mutex:
            self._schedule.answered(url_data.asked_host)
            self.not_empty.notify()
        super().task_done(url_data)

    def do_shutdown(self) -> None:
        with self.mutex:
            self.unfinished_tasks -= self._schedule.drop()
        super().do_shutdown()


class _Aggregate(aggregator.Aggregate):
    given: Mapping[str, Any]

    def add_request_session(self) -> None:
        session = _Session(self.given)
        session.max_redirects = self.config["maxhttpredirects"]
        session.headers["User-Agent"] = self.config["useragent"]
        self.request_sessions[threading.get_ident()] = session

    def wait_for_host(self, host: str) -> None:
        """Do not wait: the queue has."""

    def get_check_threads(self) -> Iterator[str]:
        """Yield all threads: LinkChecker leaves out those that ask for nothing now, and ends when each waits for a host."""
        yield from (thread.name for thread in self.threads)


def _resolver(given: Mapping[str, Any]) -> Callable[..., Any]:
    """Return what answers for the name system: with public addresses only, unless private ones are allowed."""
    real = socket.getaddrinfo
    names: Mapping[str, str | int] = given["names"]
    # A council's own proxy is in its own network, and everything goes through it.
    proxies = {urlsplit(proxy).hostname for proxy in get_environ_proxies("https://www.example.org/").values()}

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        known = names.get(host, host)
        if isinstance(known, int):
            raise socket.gaierror(known, "as a test has it")
        found = real(known, *args, **kwargs)
        if given["allow_private"] or host in proxies:
            return found
        public = [entry for entry in found if not is_private(_literal(str(entry[4][0])))]
        if not public:
            raise PrivateAddressError(f"{host} is a name in a private network")
        return public

    return getaddrinfo


def _literal(address: str) -> str:
    bare = address.partition("%")[0]
    return f"http://[{bare}]/" if ":" in bare else f"http://{bare}/"


def _configure(given: Mapping[str, Any], out: TextIO) -> Any:
    config = configuration.Configuration()
    config.update(
        checkextern=True,
        internlinks=[get_link_pat("^https?://")],
        logger=_Lines(out),
        maxhttpredirects=given["max_redirects"],
        recursionlevel=0,
        robotstxt=given["robots"],
        sslverify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True,
        status=False,
        threads=given["threads"],
        timeout=given["timeout"],
        useragent=given["agent"],
        verbose=True,
    )
    config.sanitize()
    return config


def run(given: Mapping[str, Any], out: TextIO) -> None:
    """Ask for all addresses, and write a line for each, then one that says that this is the end."""
    socket.getaddrinfo = _resolver(given["manners"])
    checker.QUEUE_POLL_INTERVAL_SECS = 0.1  # how long threads live on when nothing is left
    manners = given["manners"]
    config = _configure(manners, out)
    rates = manners["host_rates"]
    schedule: Schedule[_Probe] = Schedule(
        Pauses(lambda host: rates.get(host) or rates.get(host.partition(":")[0]) or manners["rate"])
    )
    plain = director.get_aggregate(config)
    aggregate = _Aggregate(config, _Queue(schedule), plain.robots_txt, plain.plugin_manager, _NoCache(0))
    aggregate.given = manners
    aggregate.robots_txt.cache = {}  # LinkChecker's own forgets all but a hundred hosts, and asks them again and again
    aggregate.plugin_manager.content_plugins.append(_Reader({}))
    for target in given["targets"]:
        aggregate.urlqueue.put(_Probe(target["url"], tuple(target["fragments"]), aggregate))
    director.check_urls(aggregate)
    out.write(json.dumps({"end": configuration.App}) + "\n")
    out.flush()


def main() -> None:
    """Read what to do, and do it. What LinkChecker prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    run(json.load(sys.stdin), out)


if __name__ == "__main__":
    main()
