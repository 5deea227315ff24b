"""What commands say, whatever becomes of it: a full disk, a reader that ends, or an output that is closed stops no command."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TextIO

from sevenminute.diagnostics.machine_faults import explain

_IN, _OUT, _ERRORS = 0, 1, 2
_LOST = {
    errno.EPIPE: "what reads it has ended. Let it read to the end, or write the output into a file.",
    errno.EBADF: "it is closed. Leave it open, or write the output into a file.",
}


class Output:
    """Standard output and errors of this process, from now on: both take all that is written, and remember what was lost."""

    def __init__(self) -> None:
        _open_what_is_closed()
        self._out = _FaultRecorder(_OUT, "wb", closefd=False)
        if sys.platform != "win32":  # whose consoles are no files
            sys.stdout = _text(self._out, sys.stdout, by_line=os.isatty(_OUT))
            sys.stderr = _text(_FaultRecorder(_ERRORS, "wb", closefd=False), sys.stderr, by_line=True)
        if sys.stdin is None:
            sys.stdin = open(_IN, encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives

    def lost(self) -> str:
        """Write what still waits to be written. Return why standard output lacks some of what was said, or an empty string."""
        sys.stdout.flush()
        fault = self._out.fault
        return (_LOST.get(fault.errno or 0) or explain(fault) or str(fault)) if fault else ""


class _FaultRecorder(io.FileIO):
    """Takes all that is written, and remembers the first fault in place of raising it."""

    fault: OSError | None = None

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override] # a buffered stream hands over nothing else
        try:
            return super().write(data)
        except OSError as error:
            self.fault = self.fault or error
            return len(data)


def _text(file: io.FileIO, before: TextIO | None, *, by_line: bool) -> TextIO:
    """Return a stream of text; letters that the terminal does not know are written as their numbers, and the rest is shown."""
    encoding = before.encoding if before else "utf-8"
    at_once = isinstance(before, io.TextIOWrapper) and before.write_through
    buffered = io.BufferedWriter(file)
    return io.TextIOWrapper(buffered, encoding, errors="backslashreplace", line_buffering=by_line or at_once)


def _open_what_is_closed() -> None:
    """Open standard streams that are closed, so that nothing can be written: else the next file that is opened would be one."""
    for number in (_IN, _OUT, _ERRORS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # gets the lowest number that is free, which is this one
