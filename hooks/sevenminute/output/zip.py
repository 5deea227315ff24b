"""The site as one file to hand on: a zip for an intranet, a shared folder or a USB stick, with a note for whoever receives it."""

from __future__ import annotations

import io
import textwrap
import zipfile
from datetime import date
from pathlib import Path

from pymdownx.slugs import slugify

from sevenminute.config.schema import Settings
from sevenminute.output.built_page import read_head
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import PartialDate

_slugify = slugify(case="lower")


def write_copy(site: Path, folder: Path, settings: Settings, day: date) -> Path:
    """Write the zip of a built site, and return where it is.

    The same site on the same day gives the same bytes.

    Args:
        site: Folder of the built site. Its name and address are those of its home page.
        folder: Where the zip is put; made when it is not there.
        settings: Whom to ask and whom to call, for the note.
        day: The day of the copy: in the zip's name, in the note, and the time of every file in it.

    Raises:
        OSError: The site cannot be read, or the zip not be written; an older zip is then as it was.
    """
    home = read_head((site / "index.html").read_text(encoding="utf-8"))
    name = home.title or settings.organisation.name
    top = f"{_slugify(name, '-')}-{day.isoformat()}"
    note = _note(name, home.address, settings, day)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as copy:
        _add(copy, f"{top}/README.txt", note.replace("\n", "\r\n").encode("utf-8-sig"), day)  # as Windows' Notepad reads it
        for file in sorted(file for file in site.rglob("*") if file.is_file()):
            _add(copy, f"{top}/{file.relative_to(site).as_posix()}", file.read_bytes(), day)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{top}.zip"
    replace_file(target, data.getvalue())
    return target


def _add(copy: zipfile.ZipFile, name: str, data: bytes, day: date) -> None:
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # so that the bytes do not tell on which system it was made
    copy.writestr(entry, data)


def _note(name: str, address: str, settings: Settings, day: date) -> str:
    """Return the text for the person who receives the copy, in lines that any editor shows whole."""
    organisation, urgent = settings.organisation, settings.urgent_help
    contacts = (urgent.emergency, *urgent.contacts)
    calls = [f"{contact.name}: {contact.telephone}" + (f" ({contact.when})" if contact.when else "") for contact in contacts]
    current = f"The current version is at {address}" if address else "Ask for a newer copy now and then."
    sample = ["It is a sample: its telephone numbers are made up, and nobody answers them."] if settings.sample else []
    parts = [
        (name, [f"A copy made on {PartialDate(day.year, day.month, day.day)}.", *sample]),
        (urgent.question, calls),
        (
            "TO OPEN IT",
            [
                "1. Take the whole folder out of the zip. On Windows: right click the zip, then Extract All. "
                "Within the zip itself the pages do not find each other.",
                "2. Double click index.html.",
                "It needs no installing and no internet. Only links to other websites, and the button that leaves the site, do.",
            ],
        ),
        (
            "HOW OLD IT IS",
            [f"This copy does not change by itself: numbers and links in it are as they were on its day. {current}"],
        ),
        (
            "FOR MANY PEOPLE",
            [
                "Put the folder on a shared drive and send people the path of its index.html, or on a web server, at any path. "
                "Put each new copy into a new folder, then give it the old one's name, so that nobody meets half a copy.",
            ],
        ),
        (
            "WHOM TO ASK ABOUT IT",
            [f"{organisation.name}, {organisation.telephone}, {organisation.email}"],
        ),
    ]
    blocks = ["\n".join([title, *(textwrap.fill(line, 78, break_on_hyphens=False) for line in lines)]) for title, lines in parts]
    return "\n\n".join(blocks) + "\n"
