"""Bodies as they were before they were packed, a chunk at a time: a few bytes can stand for gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_CHUNK = 64 * 1024
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def unpacked(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield a body in chunks of at most 64 KiB.

    Args:
        chunks: The body as it comes.
        coding: What its `Content-Encoding` says.

    Raises:
        ValueError: It is not packed in the way that it says, or in a way that nobody asked for.
    """
    if coding.strip().lower() in ("", "identity"):
        yield from chunks
        return
    if coding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"packed by {coding}")
    unpacking = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting:
                yield unpacking.decompress(waiting, _CHUNK)
                waiting = unpacking.unconsumed_tail
    except zlib.error as error:
        raise ValueError("not packed as it says") from error
