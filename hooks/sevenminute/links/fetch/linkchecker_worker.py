"""The child process in which LinkChecker asks for addresses: JSON on standard input, one JSON line for each response out.

LinkChecker does what it is good at: robots.txt, the request, the redirects, reading the page. It promises no library
interface and changes the whole process, so nothing else imports it. Where it steps in differently from its command line:

- each address is asked for by a `_Probe`, which notes redirects and exceptions with their numbers, where LinkChecker keeps
  a text that may be cut;
- `_Queue` hands out addresses by our own scheduler, where LinkChecker sleeps while it holds the lock of all threads;
- `_Aggregate` counts the threads that wait for a host too: LinkChecker looks every half minute whether any is busy, and else
  drops what is left;
- `_NoCache` never answers: each address comes once, and what another one was redirected to says nothing of it;
- `WebSession` and `GuardedResolver` refuse to follow a redirect or a name into a private network or to another port;
- `limited` ends what takes too long, `page_reading` reads pages without a tree of them, and whatever goes wrong with one
  address becomes a response of that address.

It never gives up the rights of the user that starts it: LinkChecker's command line does, and then cannot read its own modules.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TextIO
from urllib.parse import urlsplit

from linkcheck import configuration, director, get_link_pat
from linkcheck.cache.results import ResultCache
from linkcheck.cache.urlqueue import Empty, UrlQueue
from linkcheck.checker.httpurl import HttpUrl
from linkcheck.checker.urlbase import CompactUrlData
from linkcheck.director import aggregator, checker
from linkcheck.logger import _Logger
from linkcheck.plugins import _ContentPlugin
from linkcheck.url import default_ports

from sevenminute.links.fetch.address_limit import AddressLimit, current_limit, limited
from sevenminute.links.fetch.page_reading import MOST_FOR_ANCHORS, MOST_FOR_WORDS, has_nulls, missing_anchors, not_found_words
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestScheduler
from sevenminute.links.fetch.response import ENGINE_FAULT, KEPT_HEADERS, LONGEST_HEADER, OVER_LIMIT
from sevenminute.links.fetch.web_session import GuardedResolver, WebSession, may_unpack, ports_for, read_some

MOST_SLOW = 3
"""Addresses of one host that may use up their time; it may have so many more for each that it answers."""


class _Probe(HttpUrl):
    """One address."""

    def __init__(self, url: str, fragments: tuple[str, ...], aggregate: _Aggregate) -> None:
        self.key, self.fragments = url, fragments
        self.hops: list[tuple[str, int]] = []
        self.chain: tuple[str, ...] = ()
        self.errno: int | None = None
        self.message = ""
        self.robots_denied = self.unread_fragments = False
        self.missing: list[str] = []
        self.not_found = self.asked_host = ""
        self.begun = time.monotonic()
        super().__init__(url, 0, aggregate, name="")

    def add_intern_pattern(self, url: str | None = None) -> None:
        """Add none: all addresses are internal, by one pattern instead of one for each."""

    def build_url(self) -> None:
        """Take the address as it is: it has its one form, and what LinkChecker would make of it leads elsewhere."""
        self.url = self.base_url
        self.urlparts = self.build_url_parts(self.url)

    def build_url_parts(self, url: str) -> list[str]:
        """Take an address apart, with the brackets that LinkChecker would take from an IP address of the sixth version."""
        split = urlsplit(url)
        self.userinfo, self.host, self.anchor = None, split.hostname, split.fragment
        self.port = split.port or default_ports[split.scheme]
        return list(split)

    def check(self) -> None:
        """Ask for the address and read its page. Whatever happens, only this address can suffer from it."""
        self.begun = time.monotonic()
        self.aggregate.lines.begin(self.key)
        try:
            if self.aggregate.slow_hosts.has(self.asked_host):
                self.chain, self.message = (OVER_LIMIT,), "other addresses of this host took too long"
                return
            with limited(self.aggregate.politeness["time_limit"], ports_for(self.key)) as limit:
                super().check()
                super().check_content()
            self._judge_time(limit)
        except BaseException as error:
            self.fail(error)

    def _judge_time(self, limit: AddressLimit) -> None:
        # A host that was not even reached in all that time has its own failure: it does not answer.
        slow = bool(self.chain) and limit.over and limit.reached
        if slow:
            self.chain = (OVER_LIMIT,)
        self.aggregate.slow_hosts.note(self.asked_host, slow=slow)

    def fail(self, error: BaseException) -> None:
        """Note that this address cannot be checked, for a reason that is none of the web's."""
        self.chain, self.message = (ENGINE_FAULT, type(error).__name__), str(error)[:500]

    def check_content(self) -> bool:
        """Do nothing more: the page has been read within the limits of `check`."""
        return False

    def allows_robots(self, url: str) -> bool:
        self.session.begin()
        self.robots_denied = not super().allows_robots(url)
        return not self.robots_denied

    def send_request(self, request: Any) -> None:
        self.session.hops = self.hops  # from here on: a redirect of the robots.txt is none of the address
        super().send_request(request)

    def _add_ssl_info(self) -> None:
        """Leave it: LinkChecker would connect a second time where the first connection is closed already."""

    def handle_exception(self) -> Any:
        error = sys.exc_info()[1]
        if error and not self.chain and not self.has_result:  # what comes later is about the body
            found = list(causes(error))
            self.chain = tuple(dict.fromkeys(type(cause).__name__ for cause in found))
            self.errno = next(
                (number for cause in reversed(found) if isinstance(number := getattr(cause, "errno", None), int)), None
            )
            self.message = str(error)[:500]
        return super().handle_exception()

    def can_get_content(self) -> bool:
        return True  # a page may say that it is as large as it likes: only its beginning is read

    def to_wire(self) -> Any:
        logged = _LoggedUrl(self.to_wire_dict())
        logged.response = self.response()
        return logged

    def response(self) -> dict[str, Any]:
        answer = self.url_connection
        if not self.valid and not self.chain and answer is None:
            self.chain, self.message = ("LinkCheckerError",), str(self.result)[:500]
        asked = answer is not None and not self.chain
        return {
            "url": self.key,
            "final_url": answer.url if asked else self.hops[-1][0] if self.hops else self.key,
            "status_code": answer.status_code if asked else None,
            "hops": [{"url": url, "code": code} for url, code in self.hops],
            "failure": {"chain": self.chain, "errno": self.errno, "text": self.message} if self.chain else None,
            "robots": self.robots_denied,
            "missing_fragments": self.missing,
            "unread_fragments": self.unread_fragments,
            "not_found_words": self.not_found,
            "headers": {
                name: str(self.headers[name])[:LONGEST_HEADER] for name in KEPT_HEADERS if asked and name in self.headers
            },
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


class _LoggedUrl(CompactUrlData):
    """What LinkChecker hands to a logger, and our response."""

    response: dict[str, Any]


class _PageReader(_ContentPlugin):
    """Reads a page for words that say that there is none, and for the parts that links name."""

    def applies_to(self, url_data: _Probe, **_: Any) -> bool:
        return bool(url_data.is_html())

    def check(self, url_data: _Probe) -> None:
        limit, most = current_limit(), MOST_FOR_ANCHORS if url_data.fragments else MOST_FOR_WORDS
        encoding = url_data.content_encoding
        with tempfile.TemporaryFile() as page:  # ten pages at once are too much for memory
            whole = read_some(
                url_data.url_connection, most, min(limit.seconds_left(), url_data.aggregate.politeness["timeout"]), page.write
            )
            url_data.not_found = not_found_words(page, encoding, limit.until)
            if not url_data.fragments:
                return
            missing, read = missing_anchors(page, encoding, url_data.fragments, limit.until)
            url_data.missing = [fragment for fragment in url_data.fragments if fragment in missing]
            packed = not may_unpack(url_data.headers.get("Content-Encoding", ""))
            url_data.unread_fragments = bool(missing) and (packed or has_nulls(page) or not (whole and read))


class _SlowHosts:
    """Knows hosts that use up the time of others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slow: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()

    def note(self, host: str, *, slow: bool) -> None:
        """Note that an address of a host has used up its time, or has not."""
        with self._lock:
            (self._slow if slow else self._answered)[host] += 1

    def has(self, host: str) -> bool:
        """Tell whether a host is to be asked no more."""
        with self._lock:
            return self._slow[host] >= MOST_SLOW * (1 + self._answered[host])


class _JsonLines(_Logger):
    """Writes a line when an address is asked for, and one with what came of it."""

    LoggerName = "lines"

    def __init__(self, out: TextIO) -> None:
        super().__init__()
        self._out = out
        self._writing = threading.Lock()

    def begin(self, url: str) -> None:
        """Write that an address is asked for: should this process end, the parent knows at which."""
        self._write({"begun": url})

    def log_url(self, url_data: _LoggedUrl) -> None:
        self._write(url_data.response)

    def end(self) -> None:
        """Write that this is the end: nothing can go wrong any more."""
        self._write({"end": configuration.App})

    def end_output(self, **_: Any) -> None:
        """Write nothing: LinkChecker says so before its threads have ended."""

    def _write(self, row: Mapping[str, Any]) -> None:
        with self._writing:
            self._out.write(json.dumps(row) + "\n")
            self._out.flush()


class _NoCache(ResultCache):
    def get_result(self, key: str) -> None:
        return None

    def add_result(self, key: str, result: Any) -> None:
        pass


class _Queue(UrlQueue):
    """Hands out addresses when their hosts may be asked."""

    def __init__(self, scheduler: RequestScheduler[_Probe]) -> None:
        super().__init__()
        self._scheduler = scheduler

    def _empty(self) -> bool:
        return not self.queue and not len(self._scheduler)

    def _put(self, url_data: _Probe) -> None:
        if url_data.has_result:  # its text is not an address: nobody is asked
            self.queue.append(url_data)
        else:
            url_data.asked_host = url_data.urlparts[1]  # a redirect changes the parts
            self._scheduler.add(url_data.asked_host, url_data)
        self.unfinished_tasks += 1

    def _get(self, timeout: float | None) -> _Probe:
        until = time.monotonic() + (timeout or 0)
        while True:
            now = time.monotonic()
            found = self.queue.popleft() if self.queue else self._scheduler.take(now)
            if isinstance(found, _Probe):
                self.in_progress += 1
                return found
            if now >= until:
                raise Empty
            self.not_empty.wait(min(until - now, found if found is not None else until - now))

    def task_done(self, url_data: _Probe) -> None:
        with self.mutex:
            self._scheduler.answered(url_data.asked_host)
            self.not_empty.notify()
        super().task_done(url_data)

    def do_shutdown(self) -> None:
        with self.mutex:
            self.unfinished_tasks -= self._scheduler.drop()
        super().do_shutdown()


class _Aggregate(aggregator.Aggregate):
    politeness: Mapping[str, Any]
    lines: _JsonLines
    slow_hosts: _SlowHosts
    resolver: GuardedResolver

    def add_request_session(self) -> None:
        self.request_sessions[threading.get_ident()] = WebSession(self.politeness, self.resolver)

    def wait_for_host(self, host: str) -> None:
        """Do not wait: the queue has."""

    def get_check_threads(self) -> Iterator[str]:
        """Yield all threads: LinkChecker leaves out those that ask for nothing now, and ends when each waits for a host."""
        yield from (thread.name for thread in self.threads)


def _configure(politeness: Mapping[str, Any], lines: _JsonLines) -> Any:
    config = configuration.Configuration()
    config.update(
        checkextern=True,
        internlinks=[get_link_pat("^https?://")],
        logger=lines,
        maxhttpredirects=politeness["max_redirects"],
        recursionlevel=0,
        robotstxt=politeness["robots"],
        sslverify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True,
        status=False,
        threads=politeness["threads"],
        timeout=politeness["timeout"],
        useragent=politeness["agent"],
        verbose=True,
    )
    config.sanitize()
    return config


def run(given: Mapping[str, Any], out: TextIO) -> None:
    """Ask for all addresses, and write a line for each, then one that says that this is the end."""
    politeness = given["politeness"]
    resolver = GuardedResolver(politeness)
    socket.getaddrinfo = resolver
    checker.QUEUE_POLL_INTERVAL_SECS = 0.1  # how long threads live on when nothing is left
    lines = _JsonLines(out)
    config = _configure(politeness, lines)
    rates = politeness["host_rates"]
    scheduler: RequestScheduler[_Probe] = RequestScheduler(
        RequestDelays(lambda host: rates.get(host) or rates.get(host.partition(":")[0]) or politeness["rate"])
    )
    plain = director.get_aggregate(config)
    aggregate = _Aggregate(config, _Queue(scheduler), plain.robots_txt, plain.plugin_manager, _NoCache(0))
    aggregate.politeness, aggregate.lines, aggregate.slow_hosts, aggregate.resolver = politeness, lines, _SlowHosts(), resolver
    aggregate.robots_txt.cache = {}  # LinkChecker's own forgets all but a hundred hosts, and asks them again and again
    aggregate.plugin_manager.content_plugins.append(_PageReader({}))
    for request in given["requests"]:
        aggregate.urlqueue.put(_Probe(request["url"], tuple(request["fragments"]), aggregate))
    director.check_urls(aggregate)
    lines.end()


def main() -> None:
    """Read what to do, and do it. What LinkChecker prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    run(json.load(sys.stdin), out)


if __name__ == "__main__":
    main()
