"""The body of a response, as far as it is read."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable

import requests
import urllib3

from sevenminute.links.fetch.address_limit import current_limit


def may_unpack(coding: str) -> bool:
    """Tell whether a body is read as it was before it was packed, by what its `Content-Encoding` says."""
    known = {"", "identity", *urllib3.HTTPResponse.CONTENT_DECODERS}
    return all(name.strip().lower() in known for name in coding.split(","))


def read_some(response: requests.Response, most: int, seconds: float, write: Callable[[bytes], object]) -> bool:
    """Read the body of a response, up to some bytes and some time after, and return whether that is the whole of it.

    Its connection is closed then: nobody will read the rest.

    Args:
        response: Whose body is not read yet.
        most: Bytes after which no more are read.
        seconds: Time after which no more are read.
        write: Takes what came, unpacked.
    """
    until = time.monotonic() + seconds
    read = 0
    with response:
        while read < most and time.monotonic() < until:
            try:
                chunk = response.raw.read1(16 * 1024, decode_content=True)  # what has come, where read() would wait for all of it
            except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
                return False
            if not chunk:
                return not current_limit().over  # to be cut off looks like the end
            read += len(chunk)
            write(chunk)
    return False
