"""Checks links of which some lead to hosts that do harm, and prints whether all others were judged, in what time and memory.

    python benchmarks/hostile_hosts.py [--links 2000] [--hosts 200] [--hostile 20] [--timeout 15] [--time-limit 45]

The hosts are addresses of this machine. A hostile one does one thing to whoever asks it: it never ends its headers, sends a page
that unpacks to 200 MB, breaks off. The others have pages that are there, some behind redirects on connections that stay open,
and pages that are gone. Every page that is there has to be found fine, every one that is gone has to be found gone, and neither
the check nor the child that asks may need more than 250 MiB.
"""

from __future__ import annotations

import argparse
import asyncio
import pathlib
import resource
import socket
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sevenminute.config.links import LinkSettings
from sevenminute.links.classify.verdict import Verdict
from sevenminute.links.extract.links import LinkedPage
from sevenminute.links.extract.links_date import LinksDate
from sevenminute.links.extract.occurrence import Occurrence
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Politeness
from sevenminute.links.history.record import State
from sevenminute.links.rules.severity import Mode
from sevenminute.links.run.check import check
from sevenminute.links.run.options import RunOptions
from sevenminute.links.run.result import Result
from sevenminute.links.run.retry import RetryPolicy

MOST_MEMORY = 250
"""MiB that the check and its child may need, each."""
PER_PAGE = 20
"""Links of one briefing."""
V = Verdict
Write = Callable[[bytes], Awaitable[None]]


def address(number: int) -> str:
    """Return the loopback address of a host."""
    return f"127.0.{2 + number // 250}.{1 + number % 250}"


def message(status: int, *headers: str, body: bytes = b"") -> bytes:
    """Return an answer with no other headers than these."""
    return "\r\n".join([f"HTTP/1.1 {status} Reason", *headers, "", ""]).encode() + body


def whole(status: int, *headers: str, body: bytes = b"") -> bytes:
    """Return an answer that says where it ends, so that its connection can stay open."""
    return message(status, "Content-Type: text/html", f"Content-Length: {len(body)}", *headers, body=body)


@dataclass(frozen=True)
class Path:
    """What hosts that mean no harm answer at a path.

    Attributes:
        answer: The answer.
        verdict: What has to be found.
        stays: Whether the connection stays open.
    """

    answer: bytes
    verdict: Verdict
    stays: bool = True


PAGE = b"<title>A page</title><h1>A page</h1><p>Words."
PATHS: Mapping[str, Path] = {
    "page": Path(whole(200, body=PAGE), V.OK),
    "moved": Path(whole(301, "Location: /page", body=b"<p>Moved."), V.MOVED),
    "gone": Path(whole(404, body=b"<p>Not here."), V.GONE),
    "elsewhere": Path(whole(302, "Location: /page"), V.REDIRECTED),
    "closes": Path(whole(200, "Connection: close", body=PAGE), V.OK, stays=False),
    "moved-gone": Path(whole(308, "Location: /removed"), V.GONE),
    "removed": Path(whole(410), V.GONE),
    "continue": Path(b"HTTP/1.1 100 Continue\r\n\r\n" + whole(200, body=PAGE), V.OK),
    "chunked": Path(
        message(200, "Content-Type: text/html", "Transfer-Encoding: chunked", body=b"8\r\n<p>Words\r\n0\r\n\r\n"), V.OK
    ),
    "twice": Path(whole(307, "Location: /moved"), V.REDIRECTED),
}
MISSING = PATHS["gone"]
NO_ROBOTS = whole(404)
HTML = message(200, "Content-Type: text/html")


@dataclass(frozen=True)
class Harm:
    """What a hostile host does.

    Attributes:
        verdict: What may be found of its links; what they are cannot be told.
        do: Does it, given how to send bytes.
        fragment: Part of the page that its links name.
    """

    verdict: Verdict
    do: Callable[[Write], Awaitable[None]]
    fragment: str = ""


def sends(answer: bytes) -> Callable[[Write], Awaitable[None]]:
    """Send something, and close."""

    async def send(write: Write) -> None:
        await write(answer)

    return send


def repeats(begin: bytes, again: bytes, pause: float = 0.0, most: int | None = None) -> Callable[[Write], Awaitable[None]]:
    """Send something for ever, or up to so many bytes."""

    async def send(write: Write) -> None:
        await write(begin)
        sent = 0
        while most is None or sent < most:
            await write(again)
            sent += len(again)
            await asyncio.sleep(pause)

    return send


async def keeps_silent(write: Write) -> None:
    """Send nothing."""
    await asyncio.sleep(3600)


async def bomb(write: Write) -> None:
    """Send a page that unpacks to 200 MB."""
    await write(_bomb())


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(b"<p>Words." * 100_000) for _ in range(222)) + packer.flush()
    return message(200, "Content-Type: text/html", "Content-Encoding: gzip", f"Content-Length: {len(packed)}", body=packed)


HARMS: Mapping[str, Harm] = {
    "a header every 2 s": Harm(V.TOO_SLOW, repeats(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n", 2)),
    "a page that unpacks to 200 MB": Harm(V.FRAGMENT_UNCHECKED, bomb, "far"),
    "5 MB of <div>": Harm(V.FRAGMENT_UNCHECKED, repeats(HTML, b"<div>" * 10_000, most=5_000_000), "far"),
    "a page that never ends": Harm(V.FRAGMENT_UNCHECKED, repeats(HTML, b"<p>x" * 10_000), "far"),
    "redirects in a circle": Harm(V.REDIRECT_LOOP, sends(whole(301, "Location: /again"))),
    "a body of 50 MB": Harm(V.OK, repeats(HTML, b"<p>Words.\n" * 10_000, most=50_000_000)),
    "a reset": Harm(V.TEMPORARY, sends(b"")),
    "no answer": Harm(V.BUSY, keeps_silent),
    "headers without end": Harm(V.TOO_LONG, repeats(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n" * 1000)),
    "100 Continue for ever": Harm(V.TOO_SLOW, repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.5)),
    "one header, a letter a second": Harm(V.TOO_SLOW, repeats(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x", 1)),
    "a body, a letter a second": Harm(V.OK, repeats(HTML, b"x", 1)),
    "the body of a redirect, a letter a second": Harm(V.REDIRECT_LOOP, repeats(message(301, "Location: /again"), b"x", 1)),
    "5 MB of attributes": Harm(V.FRAGMENT_UNCHECKED, repeats(HTML + b"<a", b" a b c d" * 5_000, most=5_000_000), "far"),
    "no HTTP": Harm(V.TEMPORARY, sends(b"220 mail.example.org ESMTP\r\n")),
    "a redirect to the cloud's own address": Harm(V.BLOCKED, sends(whole(302, "Location: http://127.0.0.1:22/"))),
    "a redirect to no address": Harm(V.GONE, sends(whole(302, "Location: http://[bad/"))),
    "<![note] in the page": Harm(V.OK, sends(whole(200, body=b"<![note] here"))),
    "a body that breaks off": Harm(V.OK, sends(message(200, "Content-Type: text/html", "Content-Length: 99", body=b"<p>x"))),
    "binary data as HTML": Harm(V.FRAGMENT_UNCHECKED, repeats(HTML, b"\0\xff<\x80>" * 10_000, most=6_000_000), "far"),
}


async def serve(hosts: int, hostile: int) -> None:
    """Serve until the process is ended; the port is printed when all listen. The first hosts are the hostile ones."""
    _bomb()  # it takes seconds, in which nobody would be answered
    by_address = {address(number): harm for number, harm in zip(range(hostile), _harms(hostile), strict=True)}

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def write(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        harm = by_address.get(writer.get_extra_info("sockname")[0])
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode().strip("/").partition("?")[0]
                if path == "robots.txt":
                    await write(NO_ROBOTS)
                elif (
                    harm and len(path) < 20
                ):  # as many letters has a name with which the check asks what is shown for a missing page
                    await harm.do(write)
                    return
                else:
                    found = PATHS.get(path, MISSING)
                    await write(found.answer)
                    if not found.stays:
                        return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            if harm is HARMS["a reset"]:
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            writer.close()

    first = await asyncio.start_server(handle, address(0), 0, backlog=500)
    port = first.sockets[0].getsockname()[1]
    rest = await asyncio.start_server(handle, [address(number) for number in range(1, hosts)], port, backlog=500)
    print(port, flush=True)
    async with first, rest:
        await asyncio.gather(first.serve_forever(), rest.serve_forever())


def _harms(hostile: int) -> Iterator[Harm]:
    kinds = list(HARMS.values())
    for number in range(hostile):
        yield kinds[number % len(kinds)]


@contextmanager
def running(hosts: int, hostile: int) -> Iterator[int]:
    """Run the hosts in a process of their own, and give their port."""
    command = [sys.executable, __file__, "--serve", "--hosts", str(hosts), "--hostile", str(hostile)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield int(server.stdout.readline() if server.stdout else "")
        finally:
            server.kill()


def links(given: argparse.Namespace, port: int) -> dict[str, tuple[Verdict, str]]:
    """Return the links, with what has to be found and the part of the page that they name."""
    found: dict[str, tuple[Verdict, str]] = {}
    each = given.links // given.hosts
    for number, harm in enumerate(_harms(given.hostile)):
        for path in range(each):
            found[f"http://{address(number)}:{port}/{path}"] = harm.verdict, harm.fragment
    names = list(PATHS)
    for number in range(given.hostile, given.hosts):
        for path in range(each):
            name = names[(number + path) % len(names)]
            found[f"http://{address(number)}:{port}/{name}?{path}"] = PATHS[name].verdict, ""
    return found


def checked(expected: Mapping[str, tuple[Verdict, str]], given: argparse.Namespace) -> Result:
    """Check the links of briefings as the nightly run does, without the rest between its rounds."""
    urls = list(expected)
    pages = []
    for number in range(0, len(urls), PER_PAGE):
        path = f"briefings/page-{number}.md"
        places = tuple(
            Occurrence(path, 40 + line, 3, url, expected[url][1]) for line, url in enumerate(urls[number : number + PER_PAGE])
        )
        pages.append(LinkedPage(path, f"Page {number}", LinksDate(path, 5, "2026-11"), places))
    order = RunOptions(
        Mode.ALL,
        datetime.now(UTC),
        LinkSettings(allow_private=True),
        Politeness(timeout=given.timeout, time_limit=given.time_limit, allow_private=True),
        RetryPolicy(sleep=lambda seconds: None),
    )
    return check(pages, State(), order, LinkCheckerEngine()).result


def own_peak() -> int:
    """Return the MiB that this process needed at most.

    `resource.getrusage` would count what the process that started it had needed by then: Linux hands that on.
    """
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def main() -> int:
    """Run the check and print what came of it.

    Returns:
        The exit code: 0 when all was found as it should be, within the memory that there is, else 1.
    """
    parser = argparse.ArgumentParser(description="Check links of which some lead to hosts that do harm.")
    parser.add_argument("--links", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--hostile", type=int, default=20, help="how many of the hosts")
    parser.add_argument("--timeout", type=float, default=15, help="seconds to wait for the next byte")
    parser.add_argument("--time-limit", type=float, default=45, help="seconds for one address")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve(given.hosts, given.hostile))
        return 0
    begun = time.monotonic()
    with running(given.hosts, given.hostile) as port:
        expected = links(given, port)
        result = checked(expected, given)
        # Of those that have ended, so not of the hosts; and never less than what this process needed before it started them.
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own = own_peak()
    wrong = [
        (link.url, link.verdict, expected[link.url][0]) for link in result.links if link.verdict is not expected[link.url][0]
    ]
    counts = Counter(str(link.verdict) for link in result.links)
    print(f"{len(expected)} links on {given.hosts} hosts, {given.hostile} of them hostile")
    print(f"{time.monotonic() - begun:.0f} s; the child needed {child} MiB at most, the check itself {own} MiB")
    print(", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items())))
    print(f"inconclusive: {result.inconclusive or 'no'}; {len(wrong)} links judged otherwise than they should be")
    for url, verdict, right in wrong[:20]:
        print(f"  {url}: {verdict}, not {right}")
    return int(bool(wrong or result.inconclusive or len(result.links) != len(expected) or max(child, own) >= MOST_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
