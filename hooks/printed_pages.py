"""Works out how each briefing prints on one A4 page, and adds the style sheet, QR code and facts that paper needs."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from sevenminute.addresses import without_index
from sevenminute.briefing import Briefing
from sevenminute.build import build_of
from sevenminute.dates import day_in_words
from sevenminute.print.fit import Fit
from sevenminute.print.link_addresses import short_address
from sevenminute.print.metrics import read_metrics
from sevenminute.print.prepared import Wish, fit_briefing, left_out
from sevenminute.print.qr import qr_code
from sevenminute.print.sheet import Sheet
from sevenminute.print.stylesheet import page_css, with_columns

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")
_FONTS = "overrides/assets/fonts"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Fit each briefing, once all pages have their content and before any is written."""
    build = build_of(config.extra)
    metrics = read_metrics(build.root / _FONTS)
    for file in files.documentation_pages():
        page, briefing = file.page, build.library.by_path.get(file.src_uri)
        if page is None or not isinstance(briefing, Briefing):
            continue
        address = without_index(page.canonical_url or "")
        qr = qr_code(address) if address else None
        page.meta["sheet"] = {"qr": qr, "address": short_address(address), "built": day_in_words(build.today)}
        sheet = Sheet(_printed_html(env, config, page), metrics, qr=qr.width if qr else 0.0)
        if not sheet.whole:
            continue  # reported with what keeps the panels from coming out
        found = fit_briefing(briefing, sheet, Wish.of(briefing, build.settings.print.orientation))
        if not isinstance(found, Fit):
            log.warning("%s", found)
            continue
        if advice := left_out(briefing, sheet, found):
            log.info("advice: %s", advice)
        page.content = with_columns(page.content or "", found)
        css = file.dest_uri.replace("index.html", "print.css")
        measures = page_css(found)
        if not files.get_file_from_path(css):  # else two briefings have one address, which is reported
            files.append(File.generated(config, css, content=measures))
        version = hashlib.sha256(measures.encode()).hexdigest()[:8]  # a page never prints by the measures of an earlier one
        page.meta["sheet"] |= {"css": css, "version": version}


def _printed_html(env: Environment, config: MkDocsConfig, page: Page) -> str:
    """Return what is printed of the page, as a document of its own."""
    template = env.get_template("sheet.html")
    return template.render(config=config, page=page, content=page.content, base_url=config.site_url or "")
