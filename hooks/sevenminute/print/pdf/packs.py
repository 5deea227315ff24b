"""Packs: several briefings as one PDF, each as on its own page, behind a page that lists them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sevenminute.config.schema import Settings
from sevenminute.print.pdf.documents import cover
from sevenminute.print.pdf.job import PdfJob
from sevenminute.print.pdf.renderer import PdfRenderer, input_files, version_of
from sevenminute.text.dates import day_in_words
from sevenminute.text.languages import SITE_LANGUAGE

_TEMPLATE = "pack.html"


@dataclass(frozen=True)
class Entry:
    """A briefing in a pack.

    Attributes:
        title: As the editor wrote it.
        pdf: Its one page, or its two.
        lang: The language of its words.
    """

    title: str
    pdf: bytes
    lang: str = SITE_LANGUAGE


@dataclass(frozen=True)
class Pack:
    """What is joined.

    Attributes:
        name: Path of the PDF on the site.
        title: What the contents page is headed with.
        entries: At least one, in order.
        address: Where the current versions are, as people type it, or None.
        people: Whom all of them are about, or None.
    """

    name: str
    title: str
    entries: tuple[Entry, ...]
    address: str | None
    people: str | None = None


class PackBuilder:
    """Makes packs."""

    def __init__(self, renderer: PdfRenderer, settings: Settings, overrides: Path, day: date) -> None:
        """Take what all packs share.

        Args:
            renderer: Makes the contents page, and keeps what has been made.
            settings: Who made the pack, and whom to call.
            overrides: Folder of the templates, with the style sheets below it.
            day: On which the pack is put together.
        """
        self._renderer = renderer
        self._overrides = overrides
        self._day = day
        self._settings = settings
        self._shared = {"organisation": settings.organisation, "sample": settings.sample}
        self._templates = Environment(loader=FileSystemLoader(overrides), autoescape=True, undefined=StrictUndefined)

    def make(self, packs: Sequence[Pack]) -> dict[str, bytes]:
        """Return the packs by name.

        Raises:
            PdfError: A page of contents could not be made, or a pack not be kept.
        """
        keys = {pack.name: self._key(pack) for pack in packs}
        made = {name: pdf for name, key in keys.items() if (pdf := self._renderer.get(key)) is not None}
        todo = [pack for pack in packs if pack.name not in made]
        for pack, content in zip(todo, self._joined(todo), strict=True):
            self._renderer.put(keys[pack.name], content)
            made[pack.name] = content
        return made

    def _joined(self, packs: Sequence[Pack]) -> list[bytes]:
        if not packs:
            return []
        from sevenminute.print.pdf.merge import join, page_count  # noqa: PLC0415 - it takes its time to load, and most builds join nothing

        counts = {pack.name: [page_count(entry.pdf) for entry in pack.entries] for pack in packs}
        covers = self._renderer.make([self._cover(pack, counts[pack.name], own=1) for pack in packs])
        long = [(pack, pages) for pack in packs if (pages := page_count(covers[pack.name])) > 1]
        covers |= self._renderer.make([self._cover(pack, counts[pack.name], own=pages) for pack, pages in long])
        return [join(covers[pack.name], [(entry.title, entry.pdf) for entry in pack.entries]) for pack in packs]

    def _cover(self, pack: Pack, counts: Sequence[int], *, own: int) -> PdfJob:
        """Return the job of the contents.

        Args:
            pack: Whose they are.
            counts: Pages of each entry.
            own: Pages of the contents.
        """
        starts = [own + 1 + sum(counts[:place]) for place in range(len(counts))]
        lines = list(zip(pack.entries, starts, strict=True))
        return cover(pack.name, self._html(pack, lines), self._overrides)

    def _html(self, pack: Pack, lines: Sequence[tuple[Entry, int]]) -> str:
        facts: dict[str, object] = {
            "title": pack.title,
            "address": pack.address,
            "built": day_in_words(self._day),
            "site_lang": SITE_LANGUAGE,
        }
        facts["help"] = self._settings.help_for(pack.people)
        return self._templates.get_template(_TEMPLATE).render(**self._shared, **facts, lines=lines)

    def _key(self, pack: Pack) -> str:
        """Return what stands for all that a pack is made from."""
        joining = Path(__file__).with_name("merge.py").read_text(encoding="utf-8")
        engine = [self._renderer.engine(input_files(cover(pack.name, "", self._overrides).css)), version_of("pikepdf"), joining]
        html = self._html(pack, [(entry, 0) for entry in pack.entries])
        parts = [hashlib.sha256(entry.pdf).hexdigest() for entry in pack.entries]
        return hashlib.sha256(json.dumps([engine, html, parts]).encode()).hexdigest()[:40]
