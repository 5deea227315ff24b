"""The smallest good content, to be broken or extended by a test that shows what it changes."""

from __future__ import annotations

import textwrap

import yaml

from sevenminute.config.schema import Settings

SETTINGS = textwrap.dedent("""\
    site_name: Testshire briefings
    site_url: https://briefings.example.org/
    extra:
      organisation:
        name: Testshire Safeguarding Partnership
        short_name: Testshire SP
        area: Testshire
        email: partnership@example.org
        telephone: 01632 960100
        website: https://www.example.org/
      urgent_help:
        question: Is a child in danger now?
        emergency: {name: Police, telephone: "999"}
        worried: Worried about a child?
        contacts:
          - {name: Testshire Front Door, telephone: 01632 960001, when: all day}
      quick_exit: {text: Leave this site, url: "https://www.bbc.co.uk/weather", site_name: BBC Weather}
      accessibility_statement:
        status: partially
        prepared: 2026-11-22
        reviewed: 2026-11-22
        tested: 2026-11-22
        tested_by: the team
        response_days: 10
      questions: ["What will we do this week?"]
      sample: true
      print: {pdf: false}
      plain_english: false
""")
"""The part of a mkdocs.yml that an organisation writes."""


def settings(**more: object) -> Settings:
    """Return those settings as the engine reads them, with more of them or others."""
    return Settings.model_validate({**yaml.safe_load(SETTINGS)["extra"], **more})


FRONT_MATTER = {
    "title": "Safer sleep",
    "summary": "How to talk about safer sleep.",
    "published": "2026-01",
    "links_updated": "2026-02",
    "owner": "Learning Team",
}
"""The keys that every briefing needs."""

HEADINGS = ("Background", "Why it matters", "What to notice", "What to ask", "What to do", "Who can help", "Resources")


def panels(*headings: str) -> str:
    """Return the body of a briefing with a sentence below each heading; the seven usual headings when none is given."""
    return "".join(f"\n## {heading}\n\nWords about {heading.lower()}.\n" for heading in headings or HEADINGS)


def briefing(body: str | None = None, **front_matter: str | None) -> str:
    """Return the text of a briefing; a key given as None is left out."""
    values = {key: value for key, value in {**FRONT_MATTER, **front_matter}.items() if value is not None}
    lines = [f"{key}: {value}" if value else f"{key}:" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", ""]) + (panels() if body is None else body)
