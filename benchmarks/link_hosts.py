"""Web servers for the benchmark of the link check: many loopback addresses, one port, one answer, after some time.

What begins with `/gone` is not there, nor is a robots.txt.
"""

from __future__ import annotations

import argparse
import asyncio

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 23\r\nConnection: close\r\n\r\n<title>A page.</title>\n"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def address(number: int) -> str:
    """Return the loopback address of a host; there are 100."""
    return f"127.0.1.{number + 1}"


async def serve(hosts: int, latency: float) -> None:
    """Serve until the process is ended; the port is printed when all listen.

    Args:
        hosts: How many addresses.
        latency: Seconds before an answer.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(latency)
            missing = head.startswith((b"GET /robots.txt ", b"GET /gone"))
            writer.write(NOT_FOUND if missing else ANSWER)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    first = await asyncio.start_server(answer, address(0), 0, backlog=500)
    port = first.sockets[0].getsockname()[1]
    others = [address(number) for number in range(1, hosts)]
    rest = await asyncio.start_server(answer, others, port, backlog=500)
    print(port, flush=True)
    async with first, rest:
        await asyncio.gather(first.serve_forever(), rest.serve_forever())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    given = parser.parse_args()
    asyncio.run(serve(given.hosts, given.latency))
