"""Adds PDFs: each briefing on its page, in large print, and a pack for each topic; tells the templates where and how large."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from sevenminute.build.state import Build, build_of
from sevenminute.content.briefing import common_people
from sevenminute.diagnostics.problem import Problem
from sevenminute.markdown.extensions.short_urls import short_address
from sevenminute.markdown.internal_links import is_broken
from sevenminute.print.layout.briefing_fit import failed_pdf
from sevenminute.print.layout.font_metrics import read_metrics
from sevenminute.print.pdf.documents import (
    at_former_addresses,
    cover,
    large_print,
    large_print_of,
    one_page,
    one_page_file,
)
from sevenminute.print.pdf.job import FailedPdf, MissingError, PdfError, PdfJob, link_to
from sevenminute.print.pdf.packs import Entry, Pack, PackBuilder
from sevenminute.print.pdf.renderer import PDF_CACHE, PdfRenderer
from sevenminute.text.paths import PACK
from sevenminute.text.urls import page_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = logging.getLogger("mkdocs.briefings")
_OVERRIDES = "overrides"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Make the PDFs when all that is printed is known, and before the pages that link to them are written."""
    build = build_of(config.extra)
    if not build.settings.print.pdf or not (build.sheets or build.withdrawn_sheets) or build.served:
        return
    jobs = {slug: _briefing_jobs(build, slug) for slug in build.sheets}
    jobs |= {slug: _withdrawn_jobs(build, slug) for slug in build.withdrawn_sheets}
    try:
        renderer = PdfRenderer(build.root / PDF_CACHE, log.info)
        made, failed = renderer.make_all([job for own in jobs.values() for job in own])
        for problem in _problems(build, jobs, failed):
            log.warning("%s", problem)
        packs = _packs(build, made, config)
        made |= PackBuilder(renderer, build.settings, build.root / _OVERRIDES, build.today).make(packs)
    except MissingError as lack:
        in_ci = config.strict and os.environ.get("CI")
        log.log(logging.WARNING if in_ci else logging.INFO, "no PDFs are made, and no page links to one: %s", lack)
        return
    except PdfError as error:
        raise PluginError(str(error)) from None
    made |= at_former_addresses(made, {address: item.slug for address, item in build.library.moved.items()})
    for name, content in made.items():
        if not files.get_file_from_path(name):
            files.append(File.generated(config, name, content=content))
    for file in files.documentation_pages():
        if file.page:
            folder = file.dest_uri.removesuffix("index.html")
            own = {name.removeprefix(folder): link_to(name, pdf) for name, pdf in made.items() if name.startswith(folder)}
            file.page.meta["pdf"] = {name.removesuffix(".pdf").replace("-", "_"): link for name, link in own.items()}


def _problems(build: Build, jobs: Mapping[str, list[PdfJob]], failed: Iterable[FailedPdf]) -> list[Problem]:
    """Return what editors are told of PDFs that could not be made, once for all PDFs of a briefing.

    Nothing of a briefing that shows what is not there, or refused: that was told of, and is why.
    """
    briefings = {briefing.slug: briefing for briefing in build.library.lasting}
    slugs = {job.name: slug for slug, own in jobs.items() for job in own}
    library = build.library
    told = {path for path, links in library.links.items() if any(is_broken(path, link.target, library.sources) for link in links)}
    found = ((briefings[slugs[failure.name]], failure) for failure in failed)
    metrics = read_metrics(build.root / _OVERRIDES / "assets/fonts")
    return sorted({failed_pdf(briefing, failure, metrics) for briefing, failure in found if briefing.path not in told})


def _briefing_jobs(build: Build, slug: str) -> list[PdfJob]:
    overrides = build.root / _OVERRIDES
    briefing = build.sheets[slug]
    return [one_page(briefing, overrides)] + ([large_print(briefing, overrides)] if build.settings.print.large_print else [])


def _withdrawn_jobs(build: Build, slug: str) -> list[PdfJob]:
    html, overrides = build.withdrawn_sheets[slug], build.root / _OVERRIDES
    return [cover(one_page_file(slug), html, overrides)] + (
        [large_print_of(slug, html, overrides)] if build.settings.print.large_print else []
    )


def _packs(build: Build, made: Mapping[str, bytes], config: MkDocsConfig) -> list[Pack]:
    """Return each topic's pack, of its briefings in the order of the series."""
    packs = []
    for topic in build.library.topics if build.settings.print.packs else ():
        briefings = [build.sheets[item.slug] for item in build.library.on_topic(topic) if item.slug in build.sheets]
        if briefings and all(one_page_file(item.slug) in made for item in briefings):
            folder = page_file(topic.source).removesuffix("index.html")
            entries = tuple(Entry(item.title, made[one_page_file(item.slug)], item.lang) for item in briefings)
            address = short_address(f"{config.site_url}{folder}") if config.site_url else None
            people = common_people(build.library.on_topic(topic))
            packs.append(Pack(f"{folder}{PACK}", topic.title, entries, address, people))
    return packs
