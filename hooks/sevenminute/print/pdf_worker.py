"""Makes PDFs in a process of its own: reads the jobs from the standard input, prints the number of each that is done."""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

_DOTS = 150
"""Dots per inch to which photographs are made smaller: no printer in an office shows more of them, and e-mail carries them."""


def main() -> None:
    """Make each PDF at the path that stands beside its job."""
    lacking = _Lacking()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [lacking]  # else it warns of each property that only browsers know
    fetcher = URLFetcher(allowed_protocols=("file", "data"))  # fonts, emblem and pictures: a PDF is made without asking anybody
    known: dict[str, CSS] = {}
    fonts = FontConfiguration()
    for number, (path, job) in enumerate(json.load(sys.stdin)):
        for sheet in job["css"]:
            known.setdefault(sheet, CSS(filename=sheet, font_config=fonts, url_fetcher=fetcher))
        sheets = [known[sheet] for sheet in job["css"]]
        base = Path(job["css"][-1]).parent.as_uri() + "/"
        sheets.append(CSS(string=job["text"], base_url=base, font_config=fonts, url_fetcher=fetcher))
        document = HTML(string=job["html"], base_url=base, url_fetcher=fetcher)
        pdf = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", dpi=_DOTS)
        if lacking.letters:
            letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in lacking.letters)
            sys.exit(f"no font on this machine has {letters}: say it in words")
        Path(path).write_bytes(pdf)
        print(number, flush=True)


class _Lacking(logging.Handler):
    """Hears from WeasyPrint of letters that no font has: it sets an empty box, which PDF/UA-1 forbids and nobody can read."""

    _SAID = re.compile(r"\.notdef glyph .*\(U\+(?P<letter>[0-9A-F]+)\)", re.DOTALL)

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.letters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the letter, once."""
        found = self._SAID.match(record.getMessage())
        if found and (letter := chr(int(found["letter"], 16))) not in self.letters:
            self.letters.append(letter)


if __name__ == "__main__":
    main()
