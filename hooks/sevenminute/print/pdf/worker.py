"""Makes PDFs in a process of its own, which can open nothing but the files that it is handed.

A document may hold anything that somebody wrote: it is data. So this is run as a program, with an empty environment, and no part
of the engine: it reads one JSON object from the standard input, `{"folder": …, "files": […], "jobs": [[number, job], …]}`, writes
each PDF as `<number>.pdf` into the folder, and prints a JSON object for each job, `{"number": …, "reason": …, "marks": […]}`.
An empty reason says that the PDF is there; by the marks the reason is found in what somebody wrote. `{"errno": …}` is the last
that it prints when the machine lets it write no more.
"""

from __future__ import annotations

import io
import json
import logging
import mimetypes
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_DOTS = 150
"""Dots per inch to which photographs are made smaller: no printer in an office shows more of them, and e-mail carries them."""
_MOST_MEMORY = 4 * 2**30
"""Bytes that the process may ask for: far more than any page needs, and less than a picture made to fill the machine."""
_LONGEST = 80
"""Characters of an address that a message shows."""


def main() -> None:
    """Make each PDF, and say of each whether it was made."""
    _limit_memory()
    given = json.load(sys.stdin)
    renderer = _DocumentRenderer(given["files"])
    for number, job in given["jobs"]:
        try:
            pdf, reason = renderer.make(job)
            if not reason:
                Path(given["folder"], f"{number}.pdf").write_bytes(pdf)
        except Exception as error:
            if isinstance(error, OSError) and error.errno:  # of the system; a picture that cannot be read has no number
                print(json.dumps({"errno": error.errno}), flush=True)
                return
            reason = f"{type(error).__name__}: {error}"
        print(json.dumps({"number": number, "reason": reason, "marks": renderer.marks}), flush=True)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


class _DocumentRenderer:
    """Makes PDFs that share style sheets and fonts."""

    def __init__(self, files: Iterable[str]) -> None:
        self.said = _WarningListener()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self.said]  # else it warns of each property that only browsers know
        self._files = _AllowedFiles(files)
        self._fonts = FontConfiguration()
        self._known: dict[str, CSS] = {}

    def make(self, job: Mapping[str, Any]) -> tuple[bytes, str]:
        """Return the PDF, and why it must not be published or an empty string."""
        self.said.clear()
        self._files.refused.clear()
        for sheet in job["css"]:
            if sheet not in self._known:
                self._known[sheet] = CSS(filename=sheet, font_config=self._fonts, url_fetcher=self._files)
        sheets = [self._known[sheet] for sheet in job["css"]]
        base = Path(job["css"][-1]).parent.as_uri() + "/"
        sheets.append(CSS(string=job["text"], base_url=base, font_config=self._fonts, url_fetcher=self._files))
        document = HTML(string=job["html"], base_url=base, url_fetcher=self._files)
        pdf = document.write_pdf(stylesheets=sheets, font_config=self._fonts, pdf_variant="pdf/ua-1", dpi=_DOTS)
        return pdf, self._reason(pdf)

    @property
    def marks(self) -> list[str]:
        """What in the last document was refused: letters, and the last words of addresses."""
        return [unquote(urlsplit(url).path).rpartition("/")[2] for url in self._files.refused] or self.said.letters

    def _reason(self, pdf: bytes) -> str:
        if self._files.refused:
            asked = ", ".join(f"“{url[:_LONGEST]}{'…' * (len(url) > _LONGEST)}”" for url in self._files.refused)
            return f"it would open {asked}, and a PDF holds nothing but the site’s own: name a picture of the site"
        if _carries_a_file(pdf):
            return "it would carry a file for whoever opens it, and PDFs of this site hold words and pictures only"
        if self.said.letters:
            visible = [letter for letter in self.said.letters if not letter.isspace()] or self.said.letters
            letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in visible)
            return f"no font on this machine has {letters}: say it in words"
        return self.said.undrawn


class _AllowedFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers with what stands in an address itself, and with the files that were handed over; notes what else was asked for.

    WeasyPrint goes on without what it does not get. Here that is never the end of it: a PDF in which something is missing, or
    that wanted something of this machine, is a mistake of which somebody is told.
    """

    def __init__(self, files: Iterable[str]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._handed = {Path(file).as_uri(): Path(file) for file in files}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what is at an address.

        Raises:
            ValueError: It was not handed over.
        """
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        file = self._handed.get(url)
        if file is None:
            if url not in self.refused:
                self.refused.append(url)
            raise ValueError("not handed over")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


def _carries_a_file(pdf: bytes) -> bool:
    """Tell whether a PDF has an attachment, be it in the list of them or behind a mark on a page."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.attachments) > 0 or any(_is_attachment(thing) for thing in opened.objects)


def _is_attachment(thing: pikepdf.Object) -> bool:
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return "/EF" in thing or thing.get("/Type") == "/EmbeddedFile" or thing.get("/Subtype") == "/FileAttachment"


class _WarningListener(logging.Handler):
    """Hears from WeasyPrint of what it leaves out.

    For a letter that no font has it sets an empty box, which PDF/UA-1 forbids and nobody can read.
    """

    _LETTER = re.compile(r"\.notdef glyph .*\(U\+(?P<letter>[0-9A-F]+)\)", re.DOTALL)
    _UNDRAWN = ("Failed to load image", "Failed to render SVG", "Failed to load inline SVG")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.letters: list[str] = []
        self.undrawn = ""

    def clear(self) -> None:
        """Forget what was said of the document before."""
        self.letters.clear()
        self.undrawn = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the letter, once, or that there is a picture that cannot be drawn."""
        message = record.getMessage()
        found = self._LETTER.match(message)
        if found and (letter := chr(int(found["letter"], 16))) not in self.letters:
            self.letters.append(letter)
        if message.startswith(self._UNDRAWN):
            self.undrawn = "a picture in it cannot be drawn: save the picture as PNG, and upload it again"


if __name__ == "__main__":
    main()
