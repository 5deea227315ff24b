"""The body of a response, as far as it is read."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator, Sequence

import requests
import urllib3

from sevenminute.links.fetch.address_limit import current_limit
from sevenminute.links.fetch.page.facts import ReadPage
from sevenminute.links.fetch.page.read import IncompletePageError, read_page

_CHUNK = 16 * 1024


def body_chunks(response: requests.Response) -> Iterator[bytes]:
    """Yield the body of a response as it comes, unpacked; its connection is closed in the end.

    Raises:
        IncompletePageError: The rest of it cannot be had.
    """
    with response:
        while True:
            try:
                chunk = response.raw.read1(_CHUNK, decode_content=True)  # what has come, where read() would wait for all of it
            except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                raise IncompletePageError(str(error)) from error
            if not chunk:
                break
            yield chunk
    if current_limit().over:  # to be cut off looks like the end
        raise IncompletePageError("the time for this address is over")


def read_response_page(response: requests.Response, encoding: str | None, anchors: Sequence[str], timeout: float) -> ReadPage:
    """Read the page of a response within the limits of its address.

    Args:
        response: Whose body is not read yet; its connection is closed then.
        encoding: How it is encoded, or None if it must say so itself.
        anchors: Names of the parts that it should have, decoded.
        timeout: Seconds after which no more of it is taken.
    """
    with response:
        return read_page(
            body_chunks(response),
            response.headers,
            url=response.url,
            until=current_limit().until,
            timeout=timeout,
            encoding=encoding,
            anchors=anchors,
        )


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
        try:
            for chunk in body_chunks(response):
                read += len(chunk)
                write(chunk)
                if read >= most or time.monotonic() >= until:
                    return False
        except IncompletePageError:
            return False
    return True
