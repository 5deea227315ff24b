"""Makes PDFs in a process of its own: reads the jobs from the standard input, prints the number of each that is done."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

_DOTS = 150
"""Dots per inch to which photographs are made smaller: no printer in an office shows more of them, and e-mail carries them."""


def main() -> None:
    """Make each PDF at the path that stands beside its job."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of each property that only browsers know
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
        Path(path).write_bytes(pdf)
        print(number, flush=True)


if __name__ == "__main__":
    main()
