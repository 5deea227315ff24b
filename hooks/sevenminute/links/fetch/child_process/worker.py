"""The child's side of an engine: hands out addresses when their hosts may be asked, and writes a line for each response."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any, TextIO

from sevenminute.links.fetch.address_limit import AddressLimit, limited
from sevenminute.links.fetch.child_process.parent import end_now, end_with_parent, has_no_parent
from sevenminute.links.fetch.failures import describe_failure
from sevenminute.links.fetch.protocol import Request
from sevenminute.links.fetch.proxy.guarded_proxy import GuardedProxy, ProxySession
from sevenminute.links.fetch.rate_limit import RequestDelays, RequestScheduler
from sevenminute.links.fetch.resolver import GuardedResolver, ports_for
from sevenminute.links.fetch.response import ENGINE_FAULT, OVER_LIMIT, Failure, Response
from sevenminute.links.fetch.response_writer import ResponseWriter
from sevenminute.links.fetch.slow_hosts import SlowHosts
from sevenminute.text.web_address import host_of

Ask = Callable[[Request, ProxySession], Response]
"""Asks for an address, through the proxy and with the session's name and password."""
MakeClient = Callable[[GuardedProxy], AbstractContextManager[Ask]]
"""Makes what asks; each thread has its own."""


class _Looks:
    """The addresses that are still to be asked for. Safe for threads."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        rates, usual = given["politeness"]["host_rates"], given["politeness"]["rate"]
        delays = RequestDelays(lambda host: rates.get(host) or rates.get(host.partition(":")[0]) or usual)
        self._scheduler: RequestScheduler[Request] = RequestScheduler(delays)
        self._changed = threading.Condition()
        now = time.monotonic()
        for row in given["requests"]:
            host = host_of(row["url"])
            # Another client may have asked the host a moment ago.
            request = Request(row["url"], tuple(row["fragments"]), row["scripts"])
            self._scheduler.add(host, request, not_before=now + delays.limits(host)[0])

    def take(self) -> Request | None:
        """Return what to ask for, once its host may be asked, or None when nothing is left."""
        with self._changed:
            while len(self._scheduler):
                found = self._scheduler.take(time.monotonic())
                if isinstance(found, Request):
                    return found
                self._changed.wait(found)
        return None

    def answered(self, request: Request) -> None:
        """Say that a host has answered, or failed to."""
        with self._changed:
            self._scheduler.answered(host_of(request.url))
            self._changed.notify_all()


class _Worker:
    def __init__(self, given: Mapping[str, Any], out: TextIO, make_client: MakeClient) -> None:
        self._politeness = given["politeness"]
        self._looks = _Looks(given)
        self._writer = ResponseWriter(out)
        self._slow_hosts = SlowHosts()
        self._make_client = make_client
        self._proxy = GuardedProxy(self._politeness, GuardedResolver(self._politeness))

    def run(self, threads: int) -> None:
        """Ask for all addresses, and write a line for each, then one that says that this is the end."""
        with ThreadPoolExecutor(threads) as pool:
            for asking in [pool.submit(self._ask_for_all) for _ in range(threads)]:
                asking.result()
        self._writer.end(__name__)

    def _ask_for_all(self) -> None:
        with self._make_client(self._proxy) as ask:
            self._writer.ready()
            while request := self._looks.take():
                self._writer.begin(request.url)
                response = self._ask(ask, request)
                self._writer.write(asdict(response))
                self._looks.answered(request)

    def _ask(self, ask: Ask, request: Request) -> Response:
        """Ask for an address. Whatever happens, only this address can suffer from it."""
        host = host_of(request.url)
        if self._slow_hosts.has(host):
            return _failed(request, OVER_LIMIT)
        with limited(self._politeness["time_limit"], ports_for(request.url)) as limit, self._proxy.session(limit) as session:
            try:
                response = ask(request, session)
            except Exception as error:  # a page of others may make a client fail in any way
                response = _failed(request, ENGINE_FAULT, type(error).__name__)
            slow = response.failure is not None and _used_up(limit, session)
        self._slow_hosts.note(host, slow=slow)
        return _failed(request, OVER_LIMIT) if slow else response


def _used_up(limit: AddressLimit, session: ProxySession) -> bool:
    # A host that was not even reached in all that time has its own failure: it does not answer.
    return session.over_limit or (limit.over and limit.reached)


def _failed(request: Request, *chain: str) -> Response:
    return Response(request.url, request.url, failure=Failure(chain))


def failure_of(error: BaseException) -> Failure:
    """Return a failure as an exception tells it."""
    return Failure(*describe_failure(error))


def run_worker(make_client: Callable[[Mapping[str, Any]], MakeClient], threads: int | None = None) -> None:
    """Read what to do, and do it. What is printed by others goes to standard error.

    Args:
        make_client: Returns what makes clients, from what was read.
        threads: How many ask at one time; without it, as many as was read.
    """
    end_with_parent()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        given = json.load(sys.stdin)
    except ValueError:  # who wrote it has ended in the middle
        end_now()
    try:
        _Worker(given, out, make_client(given)).run(threads or given["politeness"]["threads"])
    finally:
        if has_no_parent():  # whatever went wrong for it
            end_now()
