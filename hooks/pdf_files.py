"""Adds PDFs: each briefing on its page, in large print, and a pack for each topic; tells the templates where and how large."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from sevenminute.addresses import page_file
from sevenminute.build import Build, build_of, is_served
from sevenminute.dates import day_in_words
from sevenminute.print.documents import PACK, large_print, one_page, pack
from sevenminute.print.link_addresses import short_address
from sevenminute.print.pdf import PdfError, PdfJob, link_to, make_pdfs, missing

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = logging.getLogger("mkdocs.briefings")
_CACHE = ".cache/pdf"
_STYLES = "overrides/assets/stylesheets"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Make the PDFs when all that is printed is known, and before the pages that link to them are written."""
    build = build_of(config.extra)
    if not build.settings.print.pdf or not build.sheets or is_served(config.site_url, *config.dev_addr):
        return
    if lack := missing():
        in_ci = config.strict and os.environ.get("CI")
        log.log(logging.WARNING if in_ci else logging.INFO, "no PDFs are made, and no page links to one: %s", lack)
        return
    jobs = [job for briefing in build.sheets.values() for job in _briefing_jobs(build, briefing.slug)]
    jobs += _packs(build, env, config)
    try:
        made = make_pdfs(jobs, build.root / _CACHE, log.info)
    except PdfError as error:
        raise PluginError(str(error)) from None
    for name, content in made.items():
        if not files.get_file_from_path(name):
            files.append(File.generated(config, name, content=content))
    for file in files.documentation_pages():
        if file.page:
            folder = file.dest_uri.removesuffix("index.html")
            own = {name.removeprefix(folder): link_to(name, pdf) for name, pdf in made.items() if name.startswith(folder)}
            file.page.meta["pdf"] = {name.removesuffix(".pdf").replace("-", "_"): link for name, link in own.items()}


def _briefing_jobs(build: Build, slug: str) -> list[PdfJob]:
    styles = build.root / _STYLES
    briefing = build.sheets[slug]
    return [one_page(briefing, styles)] + ([large_print(briefing, styles)] if build.settings.print.large_print else [])


def _packs(build: Build, env: Environment, config: MkDocsConfig) -> list[PdfJob]:
    """Return the job of each topic's pack, of its briefings in the order of the series."""
    jobs = []
    for topic in build.library.topics if build.settings.print.packs else ():
        briefings = [build.sheets[item.slug] for item in build.library.on_topic(topic) if item.slug in build.sheets]
        if briefings:
            folder = page_file(topic.source).removesuffix("index.html")
            address = short_address(f"{config.site_url}{folder}") if config.site_url else None
            facts = {"title": topic.title, "briefings": briefings, "built": day_in_words(build.today), "address": address}
            cover = env.get_template("pack.html").render(config=config, **facts)
            jobs.append(pack(f"{folder}{PACK}", cover, briefings, build.root / _STYLES))
    return jobs
