"""The child process in which LinkChecker asks for addresses: JSON on standard input, one JSON line for each response out.

LinkChecker makes the request and reads the page. It promises no library interface and changes the whole process, so nothing else
imports it. Where it steps in differently from its command line:

- each address is asked for by a `_Probe`, which notes redirects and exceptions with their numbers, where LinkChecker keeps
  a text that may be cut;
- `_Queue` hands out addresses by our own scheduler, where LinkChecker sleeps while it holds the lock of all threads;
- `_Aggregate` counts the threads that wait for a host too: LinkChecker drops what is left when none is busy;
- `_NoCache` never answers: where another address was redirected says nothing of it;
- `Robots` reads robots.txt by a library that knows groups and `Allow`, which LinkChecker's own reader does not;
- `WebSession` and `GuardedResolver` refuse to follow a redirect or a name into a private network or to another port;
- `limited` ends what takes too long, `fetch.page` reads pages without a tree of them, and what goes wrong becomes a response.

It never gives up the rights of the user that starts it: LinkChecker's command line does, and then cannot read its own modules.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
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

from sevenminute.links.fetch.address_limit import AddressLimit, limited
from sevenminute.links.fetch.child_process.parent import end_with_parent
from sevenminute.links.fetch.failures import describe_failure
from sevenminute.links.fetch.hosts.certificate import Issuers, trusted_bundle
from sevenminute.links.fetch.hosts.robots import Robots
from sevenminute.links.fetch.page.facts import PageFacts, ReadPage
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestScheduler
from sevenminute.links.fetch.resolver import GuardedResolver, ports_for
from sevenminute.links.fetch.response import ENGINE_FAULT, KEPT_HEADERS, LONGEST_HEADER, OVER_LIMIT, Failure, Hop, Response
from sevenminute.links.fetch.response_body import read_response_page
from sevenminute.links.fetch.response_writer import ResponseWriter
from sevenminute.links.fetch.slow_hosts import SlowHosts
from sevenminute.links.fetch.web_session import RobotsError, WebSession
from sevenminute.text.web_address import host_of


class _Probe(HttpUrl):
    """One address."""

    def __init__(self, url: str, fragments: tuple[str, ...], aggregate: _Aggregate) -> None:
        self.key, self.fragments = url, fragments
        self.hops: list[tuple[str, int]] = []
        self.chain: tuple[str, ...] = ()
        self.errno: int | None = None
        self.robots_denied = False
        self.asked_host = ""
        self.read: ReadPage | None = None
        self.session: Any = None  # until it is asked for
        super().__init__(url, 0, aggregate, name="")

    def add_intern_pattern(self, url: str | None = None) -> None:
        """Add none: all addresses are internal, by one pattern instead of one for each."""

    def build_url(self) -> None:
        """Take the address as it is: it has its one form, and what LinkChecker would make of it leads elsewhere."""
        self.url = self.base_url
        self.urlparts = self.build_url_parts(self.url)

    def check_url_warnings(self) -> None:
        """Warn of nothing: what LinkChecker would warn of it would also change, such as a `?` at the end."""

    def build_url_parts(self, url: str) -> list[str]:
        """Take an address apart, with the brackets that LinkChecker would take from an IP address of the sixth version."""
        split = urlsplit(url)
        self.userinfo, self.host, self.anchor = None, split.hostname, split.fragment
        self.port = split.port or default_ports[split.scheme]
        return list(split)

    def check(self) -> None:
        """Ask for the address and read its page. Whatever happens, only this address can suffer from it."""
        self.aggregate.writer.begin(self.key)
        try:
            if self.aggregate.slow_hosts.has(self.asked_host):
                self.chain = (OVER_LIMIT,)
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
        self.chain = (ENGINE_FAULT, type(error).__name__)

    def check_content(self) -> bool:
        """Do nothing more: the page has been read within the limits of `check`."""
        return False

    def allows_robots(self, url: str) -> bool:
        self.session.begin()
        self.robots_denied = not self.session.allows(self.key)
        return not self.robots_denied

    def send_request(self, request: Any) -> None:
        self.session.hops = self.hops  # from here on: a redirect of the robots.txt is none of the address
        super().send_request(request)

    def _add_ssl_info(self) -> None:
        """Leave it: LinkChecker would connect a second time where the first connection is closed already."""

    def handle_exception(self) -> Any:
        error = sys.exc_info()[1]
        if isinstance(error, RobotsError):
            self.robots_denied = True
        elif error and not self.chain and not self.has_result:  # what comes later is about the body
            self.chain, self.errno = describe_failure(error)
        return super().handle_exception()

    def can_get_content(self) -> bool:
        return True  # a page may say that it is as large as it likes: only its beginning is read

    def to_wire(self) -> Any:
        logged = _LoggedUrl(self.to_wire_dict())
        logged.response = self.response()
        return logged

    def response(self) -> Response:
        answer = self.url_connection
        if not self.valid and not self.chain and not self.robots_denied and answer is None:
            self.chain = ("LinkCheckerError",)
        asked = answer is not None and not self.chain and not self.robots_denied
        read = self.read or ReadPage(PageFacts())
        return Response(
            url=self.key,
            final_url=answer.url if asked else self.hops[-1][0] if self.hops else self.key,
            status_code=answer.status_code if asked else None,
            hops=tuple(Hop(url, code) for url, code in self.hops),
            failure=Failure(self.chain, self.errno) if self.chain else None,
            robots=self.robots_denied,
            missing_fragments=read.missing,
            unread_fragments=read.unread,
            headers={name: str(self.headers[name])[:LONGEST_HEADER] for name in KEPT_HEADERS if asked and name in self.headers},
            page=read.facts if self.read and asked else None,
            certificate=self.session.certificate if self.session else None,
        )


class _LoggedUrl(CompactUrlData):
    """What LinkChecker hands to a logger, and our response."""

    response: Response


class _PageReader(_ContentPlugin):
    """Reads what a page says, and whether it has the parts that links name."""

    def applies_to(self, url_data: _Probe, **_: Any) -> bool:
        return bool(url_data.is_html()) or "content-type" not in url_data.headers  # browsers take such a page for HTML

    def check(self, url_data: _Probe) -> None:
        timeout = url_data.aggregate.politeness["timeout"]
        read = read_response_page(url_data.url_connection, url_data.content_encoding, url_data.fragments, timeout)
        if url_data.is_html() or read.facts.title:  # what has no type and no title may be anything
            url_data.read = read


class _JsonLines(_Logger):
    """Writes a line with what came of each address."""

    LoggerName = "lines"

    def __init__(self, writer: ResponseWriter) -> None:
        super().__init__()
        self._writer = writer

    def log_url(self, url_data: _LoggedUrl) -> None:
        self._writer.write_response(url_data.response)

    def end_output(self, **_: Any) -> None:
        """Write nothing: LinkChecker says so before its threads have ended."""


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
            url_data.asked_host = host_of(url_data.url)  # a redirect changes the address
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
    writer: ResponseWriter
    slow_hosts: SlowHosts
    new_session: Callable[[], WebSession]

    def add_request_session(self) -> None:
        self.request_sessions[threading.get_ident()] = self.new_session()

    def wait_for_host(self, host: str) -> None:
        """Do not wait: the queue has."""

    def get_check_threads(self) -> Iterator[str]:
        """Yield all threads: LinkChecker leaves out those that ask for nothing now, and ends when each waits for a host."""
        yield from (thread.name for thread in self.threads)


def _configure(politeness: Mapping[str, Any], writer: ResponseWriter) -> Any:
    config = configuration.Configuration()
    config.update(
        checkextern=True,
        internlinks=[get_link_pat("^https?://")],
        logger=_JsonLines(writer),
        maxhttpredirects=politeness["max_redirects"],
        recursionlevel=0,
        sslverify=trusted_bundle(),
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
    resolver, robots, issuers = GuardedResolver(politeness), Robots(), Issuers(trusted_bundle())
    socket.getaddrinfo = resolver
    checker.QUEUE_POLL_INTERVAL_SECS = 0.1  # how long threads live on when nothing is left
    writer = ResponseWriter(out)
    writer.ready()
    config, rates = _configure(politeness, writer), politeness["host_rates"]
    delays = RequestDelays(
        lambda host: rates.get(host) or rates.get(host.partition(":")[0]) or politeness["rate"], least=robots.crawl_delay
    )
    scheduler: RequestScheduler[_Probe] = RequestScheduler(delays)
    plain = director.get_aggregate(config)
    aggregate = _Aggregate(config, _Queue(scheduler), plain.robots_txt, plain.plugin_manager, _NoCache(0))
    aggregate.politeness, aggregate.writer, aggregate.slow_hosts = politeness, writer, SlowHosts()
    aggregate.new_session = lambda: WebSession(politeness, resolver, robots, issuers)
    aggregate.plugin_manager.content_plugins.append(_PageReader({}))
    for request in given["requests"]:
        aggregate.urlqueue.put(_Probe(request["url"], tuple(request["fragments"]), aggregate))
    director.check_urls(aggregate)
    writer.end(configuration.App)


def main() -> None:
    """Read what to do, and do it. What LinkChecker prints goes to standard error."""
    end_with_parent()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    run(json.load(sys.stdin), out)


if __name__ == "__main__":
    main()
