"""Ways in which web servers send what a browser shows without a complaint, and ways in which they do harm: rows for a server."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from link_server import Answer, Kept, Stopped, redirect
from sevenminute.links.classify.verdict import Verdict

V = Verdict
MIB = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """What a server does at `/<name>`, and the verdict; `/<name>` with more behind it is a step on the way."""

    verdict: Verdict
    answer: Answer
    fragments: tuple[str, ...] = ()


CODES: Mapping[int, Verdict] = {
    301: V.MOVED,
    302: V.REDIRECTED,
    303: V.REDIRECTED,
    307: V.REDIRECTED,
    308: V.MOVED,
}
BODY = b"<title>A page</title><p id=there>Words."


def message(status: int, *headers: str, body: bytes = b"", version: str = "1.1") -> bytes:
    """Return an answer with no other headers than these."""
    lines = [f"HTTP/{version} {status} Reason", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def chunked(body: bytes) -> bytes:
    """Return a body in two chunks."""
    half = len(body) // 2
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:half], body[half:]) if part) + b"0\r\n\r\n"


def pieces(answer: bytes, size: int, pause: float = 0.002, *, kept: bool = True) -> Answer:
    """Send an answer in so many bytes at a time, as a slow line does."""

    def send(connection: socket.socket, stopped: Stopped) -> bool:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for begin in range(0, len(answer), size):
            connection.sendall(answer[begin : begin + size])
            stopped.wait(pause)
        return kept

    return send


def then_resets(answer: bytes) -> Answer:
    """Send an answer and break the connection off."""

    def send(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(answer)
        stopped.wait(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    return send


def then_keeps_silent(answer: bytes) -> Answer:
    """Send an answer, and neither the rest of it nor an end."""

    def send(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(answer)
        stopped.wait()

    return send


FRAMES: Mapping[str, Callable[[bytes], tuple[list[str], bytes]]] = {
    "length": lambda body: ([f"Content-Length: {len(body)}"], body),
    "empty": lambda body: (["Content-Length: 0"], b""),
    "chunked": lambda body: (["Transfer-Encoding: chunked"], chunked(body)),
}
"""How an answer says where it ends: headers, and the body as it is sent."""


def redirects() -> Iterator[tuple[str, Row]]:
    """Yield every way to send a redirect; all lead to `/kept`, a page on a connection that stays open."""
    for code, verdict in CODES.items():
        for frame, of in FRAMES.items():
            headers, body = of(b"<p>It has moved.")
            stays = message(code, "Location: /kept", *headers, body=body)
            ends = message(code, "Location: /kept", "Connection: close", *headers, body=body)
            yield f"r/{code}/{frame}/kept/whole", Row(verdict, Kept(stays))
            yield f"r/{code}/{frame}/kept/pieces", Row(verdict, pieces(stays, 7))
            yield f"r/{code}/{frame}/close/whole", Row(verdict, ends)
            yield f"r/{code}/{frame}/close/pieces", Row(verdict, pieces(ends, 7, kept=False))
        yield f"r/{code}/http-1.0", Row(verdict, message(code, "Location: /kept", body=b"<p>Moved.", version="1.0"))
        ten = message(code, "Location: /kept", "Connection: keep-alive", "Content-Length: 9", body=b"<p>Moved.", version="1.0")
        yield f"r/{code}/http-1.0/kept", Row(verdict, Kept(ten))
        yield f"r/{code}/no-length", Row(verdict, message(code, "Location: /kept", body=b"<p>Moved."))
        yield f"r/{code}/no-body-and-no-end", Row(verdict, then_keeps_silent(message(code, "Location: /kept")))
        yield f"r/{code}/half-a-body", Row(verdict, then_keeps_silent(message(code, "Location: /kept", "Content-Length: 99")))
        yield f"r/{code}/reset", Row(verdict, then_resets(message(code, "Location: /kept", "Content-Length: 99")))
        yield f"r/{code}/to-404", Row(V.GONE, Kept(message(code, "Location: /kept-404", "Content-Length: 4", body=b"gone")))
        yield f"r/{code}/chain", Row(verdict, Kept(message(code, f"Location: /r/{code}/length/kept/whole", "Content-Length: 0")))
        yield f"r/{code}/slow-head", Row(verdict, pieces(message(code, "Location: /kept", "Content-Length: 0"), 30, 0.3))


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
PAGE = message(200, "Content-Type: text/html", f"Content-Length: {len(BODY)}", body=BODY)
CHUNKED_PAGE = message(200, "Content-Type: text/html", "Transfer-Encoding: chunked", body=chunked(BODY))
OLD_PAGE = message(200, "Content-Type: text/html", body=BODY, version="1.0")
UNENDED = message(200, "Content-Type: text/html", "Content-Length: 9999")

_HERE = "127.0.0.1:{port}"
LOCATIONS: Mapping[str, bytes] = {
    "spaces": b"Location: \t  /kept \t ",
    "control-marks": b"Location: \x0b\x1f/kept\x0c\x01",
    "tab-within": b"Location: /ke\tpt",
    "folded": b"Location:\r\n\t/kept",
    "twice": b"Location: /kept\r\nLocation:  /kept ",
    "thrice": b"location: /kept\r\nX: 1\r\nLOCATION: /kept\r\nLocation: /kept",
    "behind-no-header": b"No header\r\nLocation: /kept",
    "behind-words": b"Warning - this: is none\r\nLocation: /kept",
    "behind-a-folded-one": b"No header\r\n and: more of it\r\nLocation: /kept",
    "behind-no-name": b": 1\r\nLocation: /kept",
    "behind-from": b"From somebody\r\nLocation: /kept",
    "behind-latin-1": b"X-\xe9: 1\r\nLocation: /kept",
    "space-before-colon": b"Location : /kept",
    "return-in-another": b"X: 1\rLocation: /gone\r\nLocation: /kept",
    "backslash": b"Location: \\kept",
    "backslashes": b"Location: \\\\%b\\kept",
    "mixed-slashes": b"Location: /\\%b\\kept",
    "scheme-and-backslashes": b"Location: http:\\\\%b\\kept",
    "three-slashes": b"Location: http:///%b/kept",
    "five-slashes": b"Location: hTTp://///%b/kept",
    "three-slashes-of-no-scheme": b"Location: ///%b/kept",
    "scheme-and-path": b"Location: http:/kept",
    "scheme-and-name": b"Location: http:../../kept",
    "user": b"Location: http://user:word@%b/kept",
    "utf-8-host": "Location: http://m\xfcnchen.example.org:{port}/kept".encode(),
    "utf-8-host-in-capitals": "Location: //M\xdcNCHEN.example.ORG:{port}/kept".encode(),
    "decomposed-host": "Location: http://mu\u0308nchen.example.org:{port}/kept".encode(),
    "encoded-host": b"Location: http://m%C3%BCnchen.example.org:{port}/kept",
    "other-full-stops": "Location: http://127\u30020\uff0e0\uff611:{port}/kept".encode(),
    "wide-digits": "Location: http://\uff11\uff12\uff17.0.0.1:{port}/kept".encode(),
}
"""Ways to say where a page is that browsers take."""


def head(status: int, lines: bytes) -> bytes:
    """Return an answer without a body whose header lines are sent as they are."""
    return b"HTTP/1.1 %d Reason\r\n%b\r\nContent-Length: 0\r\n\r\n" % (status, lines.replace(b"%b", _HERE.encode()))


UNCLEAR: Mapping[str, bytes] = {
    "cut-off": b"HTTP/1.1 301 Reason\r\nX: 1\r\nLocation: /ke",
    "cut-off-before": b"HTTP/1.1 308 Reason\r\nLocati",
    "cut-off-by-limit": b"HTTP/1.1 302 Reason\r\nLocation:",
    "two": head(301, b"Location: /kept\r\nLocation: /kept-404"),
    "none": head(301, b"X: 1"),
    "empty": head(302, b"Location:  "),
    "choices": head(300, b"X: 1"),
    "not-changed": head(304, b"X: 1"),
    "email": head(301, b"Location: mailto:somebody@example.org"),
    "script": head(302, b"Location: javascript:alert(1)"),
    "data": head(301, b"Location: data:text/html,x"),
    "file": head(301, b"Location: file:///etc/passwd"),
    "app": head(302, b"Location: \x01Intent://x#y"),
}
"""Redirects of which nobody can tell where they lead, or that lead to no page of the web."""

CONNECTIONS: dict[str, Row] = {
    **{f"location/{name}": Row(V.MOVED, head(301, line)) for name, line in LOCATIONS.items()},
    **{f"unclear/{name}": Row(V.UNCHECKED, answer) for name, answer in UNCLEAR.items()},
    "kept": Row(V.OK, Kept(PAGE), ("there",)),
    "kept-404": Row(V.GONE, Kept(message(404, "Content-Length: 0"))),
    "kept-410": Row(V.GONE, Kept(message(410, "Transfer-Encoding: chunked", body=chunked(b"It is gone.")))),
    **dict(redirects()),
    "page/pieces": Row(V.OK, pieces(PAGE, 5), ("there",)),
    "page/chunked": Row(V.OK, Kept(CHUNKED_PAGE), ("there",)),
    "page/chunked/pieces": Row(V.OK, pieces(CHUNKED_PAGE, 5), ("there",)),
    "page/chunked/part-missing": Row(V.FRAGMENT_MISSING, Kept(CHUNKED_PAGE), ("nowhere",)),
    "page/unknown-coding": Row(
        V.FRAGMENT_UNCHECKED,
        Kept(message(200, "Content-Type: text/html", "Content-Encoding: x-own", "Content-Length: 9", body=b"<p>Words.")),
        ("far",),
    ),
    "page/utf-16-without-a-mark": Row(
        V.FRAGMENT_UNCHECKED,
        message(200, "Content-Type: text/html", body="<title>A</title><p id=there>Words.".encode("utf-16-le")),
        ("there",),
    ),
    "page/empty": Row(V.EMPTY, Kept(message(200, "Content-Type: text/html", "Content-Length: 0"))),
    "page/http-1.0": Row(V.OK, OLD_PAGE, ("there",)),
    "page/continue": Row(V.OK, Kept(CONTINUE + PAGE), ("there",)),
    "page/continue/twice": Row(V.OK, Kept(CONTINUE * 2 + PAGE)),
    "page/continue/pieces": Row(V.OK, pieces(CONTINUE + PAGE, 5)),
    "r/continue": Row(V.MOVED, Kept(CONTINUE + message(301, "Location: /kept", "Content-Length: 0"))),
    "r/continue/pieces": Row(V.MOVED, pieces(CONTINUE + message(301, "Location: /kept", "Content-Length: 0"), 5)),
    "r/another-host-name": Row(V.MOVED, Kept(message(301, "Location: //www9.example.org:{port}/kept", "Content-Length: 0"))),
    "r/latin-1": Row(V.MOVED, Kept(message(301, "Location: /caf\xe9", "Content-Length: 0"))),
    **{name: Row(V.OK, Kept(PAGE)) for name in ("caf%E9", "a%2Fb", "a%5Cb", "x?q=%E9", "web/2020/http:%2F%2Fx")},
    "page/slow-head": Row(V.OK, pieces(PAGE, 20, 0.2)),
    "page/slow-body": Row(V.OK, pieces(PAGE, 20, 0.1), ("there",)),
    "page/reset-after-the-head": Row(V.OK, then_resets(UNENDED)),
    "page/reset-in-the-body": Row(V.OK, then_resets(UNENDED + BODY)),
    "page/early-hints": Row(V.OK, Kept(EARLY_HINTS * 2 + PAGE), ("there",)),
    "r/early-hints": Row(V.MOVED, pieces(EARLY_HINTS + message(301, "Location: /kept", "Content-Length: 0"), 9)),
    "page/empty-line-first": Row(V.OK, Kept(b"\r\n" + PAGE), ("there",)),
    "page/empty-lines-first": Row(V.OK, pieces(b"\n\r\n" + PAGE, 3), ("there",)),
    "r/empty-line-first": Row(V.MOVED, Kept(b"\r\n" + message(301, "Location: /kept", "Content-Length: 0"))),
    "page/small-letters": Row(V.OK, Kept(PAGE.replace(b"HTTP/1.1", b"http/1.1"))),
    "page/another-version": Row(V.OK, PAGE.replace(b"HTTP/1.1", b"HTTP/2.0"), ("there",)),
    "page/no-reason": Row(V.OK, Kept(PAGE.replace(b"200 Reason", b"200"))),
    "page/no-reason-and-space": Row(V.OK, Kept(PAGE.replace(b"200 Reason", b"200 "))),
    "page/spaces-before-code": Row(V.OK, Kept(PAGE.replace(b" 200", b"  200"))),
    "page/reason-of-bytes": Row(V.OK, Kept(PAGE.replace(b"Reason", b"\xd0\x9e\xd0\x9a"))),
    "page/length-twice": Row(V.OK, message(200, *[f"Content-Length: {len(BODY)}"] * 2, "Content-Type: text/html", body=BODY)),
    "page/lengths": Row(V.OK, message(200, f"Content-Length: {len(BODY)}, {len(BODY)}", "Content-Type: text/html", body=BODY)),
    "page/length-and-chunks": Row(V.OK, CHUNKED_PAGE.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n", 1), ("there",)),
    "page/length-below-zero": Row(V.OK, message(200, "Content-Length: -1", "Content-Type: text/html", body=BODY), ("there",)),
    "page/switching-then-page": Row(V.OK, Kept(b"HTTP/1.1 102 Processing\r\n\r\n" + PAGE)),
    "page/lines-without-returns": Row(V.OK, PAGE.replace(b"\r\n", b"\n"), ("there",)),
    "page/150-headers": Row(V.OK, Kept(message(200, *(f"X-{n}: 1" for n in range(150)), "Content-Length: 0"))),
    "page/long-header": Row(V.OK, Kept(message(200, f"X-Long: {'x' * 70_000}", "Content-Length: 0"))),
    "page/no-end": Row(V.OK, then_keeps_silent(UNENDED + BODY)),
}
"""What servers do with connections: each page is there, or is said not to be, for whoever looks."""


def never_ends(begin: bytes, again: bytes, pause: float = 0.01) -> Answer:
    """Send something for ever."""

    def send(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(begin)
        while not stopped.wait(pause):
            connection.sendall(again)

    return send


def body_of(begin: bytes, again: bytes, size: int, *headers: str) -> Answer:
    """Send a page that repeats itself up to a size in bytes."""

    def send(connection: socket.socket, stopped: Stopped) -> None:
        connection.sendall(message(200, "Content-Type: text/html", *headers) + begin)
        block = again * max(1, 65536 // len(again))
        for _ in range(size // len(block)):
            if stopped.is_set():
                return
            connection.sendall(block)

    return send


def bomb(size: int, coding: str = "gzip") -> Answer:
    """Return a page that unpacks to a size in bytes, a thousand times what comes over the line; `gzip, gzip` is packed twice."""
    packer = zlib.compressobj(9, wbits=15 if coding == "deflate" else 31)
    packed = b"".join(packer.compress(b"<p>Words." * 100_000) for _ in range(size // 900_000)) + packer.flush()
    if "," in coding:
        packed = gzip.compress(packed)
    return message(200, "Content-Type: text/html", f"Content-Encoding: {coding}", f"Content-Length: {len(packed)}", body=packed)


HOSTILE: dict[str, Row] = {
    "slow/head": Row(V.TOO_SLOW, never_ends(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n", 0.2)),
    "slow/line": Row(V.TOO_SLOW, never_ends(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x", 0.2)),
    "slow/status": Row(V.TOO_SLOW, never_ends(b"HTTP/1.1 ", b"2", 0.2)),
    "slow/continue": Row(V.TOO_SLOW, never_ends(b"", CONTINUE, 0.2)),
    "slow/second-head": Row(V.TOO_SLOW, redirect("/slow/head")),
    "slow/body": Row(V.OK, never_ends(message(200, "Content-Type: text/html") + BODY, b" ", 0.2)),
    "slow/body/part": Row(V.FRAGMENT_UNCHECKED, never_ends(message(200, "Content-Type: text/html"), b" ", 0.2), ("far",)),
    "slow/redirect-body": Row(V.MOVED, never_ends(message(301, "Location: /kept"), b" ", 0.2)),
    "slow/chunk": Row(V.OK, never_ends(message(200, "Content-Type: text/html", "Transfer-Encoding: chunked"), b"0", 0.2)),
    "endless/head": Row(V.TOO_LONG, never_ends(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n" * 1000, 0)),
    "endless/line": Row(V.TOO_LONG, never_ends(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65536, 0)),
    "endless/continue": Row(V.TOO_LONG, never_ends(b"", CONTINUE * 1000, 0)),
    "endless/body": Row(V.FRAGMENT_UNCHECKED, never_ends(message(200, "Content-Type: text/html"), b"<p>x" * 9999, 0), ("far",)),
    "endless/redirect-body": Row(V.MOVED, never_ends(message(301, "Location: /kept"), b" " * 65536, 0)),
    "bomb/gzip": Row(V.FRAGMENT_UNCHECKED, bomb(200 * MIB), ("far",)),
    "bomb/deflate": Row(V.FRAGMENT_UNCHECKED, bomb(200 * MIB, "deflate"), ("far",)),
    "bomb/words": Row(V.OK, bomb(200 * MIB)),
    "bomb/twice": Row(V.FRAGMENT_UNCHECKED, bomb(200 * MIB, "gzip, gzip"), ("far",)),
    "many/headers": Row(V.TOO_LONG, Kept(message(200, *(f"X-{n}: 1" for n in range(5000)), "Content-Length: 0"))),
    "many/cookies": Row(V.OK, Kept(message(200, *(f"Set-Cookie: c{n}=1" for n in range(900)), "Content-Length: 0"))),
    "long/location": Row(V.TOO_LONG, redirect(f"/{'x' * 100_000}")),
    "long/location/again": Row(V.MOVED, redirect(f"/kept?{'x' * 7000}")),
    "large/div": Row(V.FRAGMENT_UNCHECKED, body_of(b"", b"<div>", 5 * MIB), ("far",)),
    "large/p": Row(V.FRAGMENT_UNCHECKED, body_of(b"", b"<p>x", 6 * MIB), ("far",)),
    "large/b-and-strays": Row(V.FRAGMENT_UNCHECKED, body_of(b"<b>" * 100_000, b"</i>", 4 * MIB), ("far",)),
    "large/attributes": Row(V.FRAGMENT_UNCHECKED, body_of(b"<a", b" a b c d", 5 * MIB), ("far",)),
    "large/comment": Row(V.FRAGMENT_UNCHECKED, body_of(b"<!--", b"- - -", 6 * MIB), ("far",)),
    "large/entities": Row(V.FRAGMENT_UNCHECKED, body_of(b"<p>", b"&amp;", 6 * MIB), ("far",)),
    "large/tables": Row(V.FRAGMENT_UNCHECKED, body_of(b"", b"<table><tr><td>", 5 * MIB), ("far",)),
    "large/found-early": Row(V.OK, body_of(b"<p id=there>", b"<div>", 50 * MIB), ("there",)),
    "large/binary": Row(V.FRAGMENT_UNCHECKED, body_of(b"", b"\0\xff<\x80>", 6 * MIB), ("far",)),
    "large/50-mb": Row(V.OK, body_of(b"<title>A page</title>", b"<p>Words.</p>\n", 50 * MIB)),
    "loop": Row(V.REDIRECT_LOOP, redirect("/loop")),
    "reset": Row(V.TEMPORARY, then_resets(b"")),
    "note": Row(V.EMPTY, Kept(message(200, "Content-Type: text/html", "Content-Length: 15", body=b"<![note] here<p")), ()),
    "note/words": Row(V.OK, Kept(message(200, "Content-Type: text/html", "Content-Length: 22", body=b"<p>Words.<![note] here"))),
    "note/part": Row(
        V.OK,
        message(200, "Content-Type: text/html", body=b"<![note] a> <![CDATA[<p>]]> <!E x> <?php > <p id=there>"),
        ("there",),
    ),
    "bad-location": Row(V.GONE, redirect("http://[bad/")),
    "bad-port": Row(V.GONE, redirect("http://127.0.0.1:99999/")),
    "bad-charset": Row(V.OK, message(200, "Content-Type: text/html; charset=no-such", body=BODY), ("there",)),
    **{
        f"charset-of-marks/{number}": Row(V.OK, message(200, f"Content-Type: text/html; charset={name}", body=BODY), ("there",))
        for number, name in enumerate(("a\0b", "\x01", "\xe9", "\x7f\x80", '"a\0"'))
    },
    "odd-charset": Row(V.OK, message(200, "Content-Type: text/html; charset=utf-7", body=BODY), ("there",)),
    "charset-of-no-letters": Row(V.OK, message(200, "Content-Type: text/html; charset=base64", body=BODY), ("there",)),
}
"""What does harm, and the verdict on it: the address itself is judged as far as can be, and no other suffers."""

_UNENDED = {"li": b"<li>Words", "p": b"<p>Words", "td": b"<tr><td>x", "option": b"<option>x", "dt": b"<dt>x<dd>y"}
_UNENDED_PARTS = {"li": b"<li id=Here>Words", "p": b"<p id=Here>Words", "a": b"<a name='Here'>x</a>"}
UNENDED_LISTS: dict[str, Row] = {
    **{f"unended/{n}": Row(V.FRAGMENT_MISSING, body_of(b"<ul>", item, MIB // 2), ("Here",)) for n, item in _UNENDED.items()},
    **{f"unended/{n}/there": Row(V.OK, body_of(b"<ul>", item, MIB // 4), ("Here",)) for n, item in _UNENDED_PARTS.items()},
}
"""Right HTML that leaves out end tags."""


def script(rows: Mapping[str, Row], port: int) -> dict[str, Answer]:
    """Return the script of a server for rows; `{port}` in an answer is its port."""

    def placed(answer: Answer) -> Answer:
        return type(answer)(answer.replace(b"{port}", str(port).encode())) if isinstance(answer, bytes) else answer

    return {f"/kept?{'x' * 7000}": Kept(PAGE), **{f"/{name}": placed(row.answer) for name, row in rows.items()}}
