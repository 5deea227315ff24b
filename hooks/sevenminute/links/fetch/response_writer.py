"""What the child says, each a line of JSON: that it can ask, which address it asks for, what came of it, and that it is done."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from sevenminute.links.fetch.response import Response


class ResponseWriter:
    """Writes whole lines, whichever thread they come from.

    Args:
        out: Where they are written.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def ready(self) -> None:
        """Write that this process can ask."""
        self.write({"ready": True})

    def begin(self, url: str) -> None:
        """Write that an address is asked for: should this process end, the parent knows at which."""
        self.write({"begun": url})

    def write_response(self, response: Response) -> None:
        """Write a response as `response_reader` reads it."""
        self.write(asdict(response))

    def write(self, row: Mapping[str, Any]) -> None:
        """Write a line; days as the standard has them."""
        with self._lock:
            self._out.write(json.dumps(row, default=str) + "\n")
            self._out.flush()

    def end(self, engine: str) -> None:
        """Write that this is the end, and by what: nothing can go wrong any more."""
        self.write({"end": engine})
