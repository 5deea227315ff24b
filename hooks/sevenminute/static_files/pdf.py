"""A PDF as it is published: it does nothing by itself, carries no other file, and does not say who made it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sevenminute.static_files.refusals import FileRefusedError

_SOURCE = Path(__file__).resolve().parents[2]
_PROGRAM = f"import sys; sys.path.insert(0, {str(_SOURCE)!r}); from sevenminute.static_files.pdf_worker import main; main()"
"""Run with -I: else a file of the folder in which the command was started, called like a library, would run in its place."""
_LONGEST = 120
"""Seconds after which the process is stopped, on the slowest machine."""
_TOO_MUCH = "takes too long, or too much memory, to look into: make a new PDF of the document that it came from, and upload that"
_NO_PDF = "is not a PDF, whatever its name says: save it as a PDF, and upload that"


@dataclass(frozen=True)
class PublishedPdf:
    """A PDF as it is published.

    Attributes:
        data: The file.
        names_author: Whether the file that was given names an author; `data` names none.
        has_place: Whether a photograph within it says where it was taken; those within `data` do not.
    """

    data: bytes
    names_author: bool
    has_place: bool


def publish_pdf(data: bytes) -> PublishedPdf:
    """Return a PDF without metadata; the same bytes in give the same bytes out.

    Raises:
        FileRefusedError: It is no PDF, is damaged, or does or carries something.
    """
    if not data.startswith(b"%PDF-"):
        raise FileRefusedError(_NO_PDF)
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        ran = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM],
            input=data,
            capture_output=True,
            env=environment,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefusedError(_TOO_MUCH) from None
    head, _, content = ran.stdout.partition(b"\n")
    if ran.returncode or not head:
        raise FileRefusedError(_TOO_MUCH)
    answer = json.loads(head)
    if "refused" in answer:
        raise FileRefusedError(answer["refused"])
    return PublishedPdf(content, answer["names_author"], answer["has_place"])
