"""What the page of all that is due is told. Texts are plain; templates escape them. Addresses are from the site's root."""

from __future__ import annotations

from collections.abc import Iterable

from sevenminute.config.schema import Settings
from sevenminute.pages.briefing import Data
from sevenminute.pages.due.chart import chart_data
from sevenminute.pages.due.sections import DueSection


def due_page_data(sections: Iterable[DueSection], settings: Settings, calendar: str | None) -> Data:
    """Return what the page shows.

    Args:
        sections: What is due.
        settings: For where a file is edited.
        calendar: The file of the calendar, or None when there is none.
    """
    return {"sections": [_section(section, settings) for section in sections], "calendar": calendar}


def _section(section: DueSection, settings: Settings) -> Data:
    hidden = any(not item.is_public for item in section.items)
    return {
        "id": section.id,
        "title": section.title,
        "advice": section.advice,
        "count": len(section.items),
        "nothing": "Readers can open this page, so it does not name them. The nightly issue does." if hidden else section.nothing,
        "items": [
            {
                "title": item.title,
                "lang": item.lang,
                "url": item.url,
                "path": item.path,
                "edit": settings.edit_address(item.path),
                "what": item.what[:1].upper() + item.what[1:],
                "late": item.is_late,
            }
            for item in section.items
            if item.is_public
        ],
        "chart": chart_data(section.chart_title, section.counted, section.rows),
    }
