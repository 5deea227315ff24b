"""Works out how each briefing prints on one A4 page, and adds the sizes, QR code and facts that paper needs."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from mkdocs.structure.files import File

from sevenminute.build.state import Build, build_of
from sevenminute.content.briefing import Briefing
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.urls import briefing_url
from sevenminute.markdown.extensions.short_urls import short_address
from sevenminute.print.css.screen import head_height, qr_width, sizes_css, title_size, type_size
from sevenminute.print.layout.briefing_fit import PageSetup, fit_briefing, left_out, missing_letters
from sevenminute.print.layout.columns import PageTurn, with_columns
from sevenminute.print.layout.fit_result import Fit
from sevenminute.print.layout.font_metrics import read_metrics
from sevenminute.print.layout.sheet import Orientation, Sheet
from sevenminute.print.pdf.documents import PrintedBriefing, data_url, self_contained
from sevenminute.print.qr import qr_code
from sevenminute.text.dates import day_in_words
from sevenminute.text.languages import SITE_LANGUAGE
from sevenminute.text.urls import without_index

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.briefings")
_FONTS = "overrides/assets/fonts"
_SIZES = "assets/stylesheets/sheet-sizes.css"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the style sheet that reads the sizes of every briefing."""
    files.append(File.generated(config, _SIZES, content=sizes_css()))
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Fit each briefing, once all pages have their content and before any is written."""
    build = build_of(config.extra)
    for file in files.documentation_pages():
        briefing = build.library.by_path.get(file.src_uri)
        if file.page and isinstance(briefing, Briefing):
            found = _fit(build, briefing, file.page, env, config)
            if found:
                help = env.get_template("partials/sheet-help.html").render(config=config, page=file.page).strip()
                _set_sizes(file.page, found)
                file.page.content = with_columns(build.rendered[briefing.path], found, PageTurn(briefing.fields.title, help))
                html = _printed_html(env, config, file.page, file.page.content)
                html = self_contained(html, file.page.canonical_url, partial(_picture, files, file))
                build.sheets[briefing.slug] = PrintedBriefing(
                    briefing.slug, briefing.fields.title, html, found, briefing.lang or SITE_LANGUAGE
                )
        elif file.page and isinstance(briefing, WithdrawnBriefing):
            html = _withdrawn_html(env, config, file.page, build.library.replacement(briefing))
            build.withdrawn_sheets[briefing.slug] = self_contained(html, file.page.canonical_url, partial(_picture, files, file))


def _fit(build: Build, briefing: Briefing, page: Page, env: Environment, config: MkDocsConfig) -> Fit | None:
    """Return how a briefing prints; tell the editor when it does not fit."""
    address = without_index(page.canonical_url or "")
    qr = qr_code(address) if address else None
    page.meta["sheet"] = {"qr": qr, "address": short_address(address), "built": day_in_words(build.today)}
    if not build.rendered[briefing.path].panels:
        return None  # what keeps them from coming out has been said
    frame, metrics = _printed_html(env, config, page, ""), read_metrics(build.root / _FONTS)
    sheet = Sheet(frame, build.rendered[briefing.path], metrics, qr=qr.width if qr else 0.0)
    found = fit_briefing(briefing, sheet, PageSetup.of(briefing, build.settings.print.orientation))
    if not isinstance(found, Fit):
        log.warning("%s", found)
        return None
    for advice in filter(None, (left_out(briefing, sheet, found), missing_letters(briefing, sheet))):
        log.info("advice: %s", advice)
        build.advice.append(advice)
    return found


def _set_sizes(page: Page, found: Fit) -> None:
    """Tell the page what its style sheets need to know."""
    page.meta["sheet"] |= {
        "landscape": found.orientation is Orientation.LANDSCAPE,
        "sides": len(found.sides),
        "extras": found.extras,
        "sizes": {"type": type_size(found), "head": head_height(found), "title": title_size(found), "qr": qr_width(found)},
    }


def _printed_html(env: Environment, config: MkDocsConfig, page: Page, content: str) -> str:
    """Return what is printed of the page, as a document of its own."""
    return env.get_template("sheet.html").render(config=config, page=page, content=content, base_url=config.site_url or "")


def _withdrawn_html(env: Environment, config: MkDocsConfig, page: Page, replacement: Briefing | None) -> str:
    """Return what is printed of the page of a withdrawn briefing, with the addresses that people type."""
    new = urljoin(config.site_url, briefing_url(replacement)) if replacement and config.site_url else ""
    addresses = {"address": page.canonical_url or "", "replacement": new}
    page.meta["sheet"] = {name: short_address(without_index(address)) for name, address in addresses.items()}
    return env.get_template("withdrawn_sheet.html").render(config=config, page=page, base_url=config.site_url or "")


def _picture(files: Files, file: File, src: str) -> str:
    """Return an address that is the picture itself: so a document changes with its pictures."""
    found = files.get_file_from_path(unquote(urljoin(file.dest_uri, src)))
    if not found:
        return src
    return data_url(found.dest_uri, found.content_bytes)
