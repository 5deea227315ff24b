"""Writes a site of as many made-up briefings as wanted, ours or stock Material's, with the same bytes each time.

python benchmarks/corpus.py FOLDER [--briefings 50] [--variant ours]
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
"""Folder of the project whose hooks, templates and pages are copied."""

MOST = 9999
"""Limit of the numbers that a series may have."""


class Variant(StrEnum):
    """A way to make a site from the same briefings."""

    OURS = "ours"
    STOCK = "stock"
    """Material as it is, with the briefings left out of the navigation."""
    STOCK_NAV = "stock-nav"
    """Material as it comes: every page in the navigation."""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


# The lengths of the three share no factor: no title comes twice among the first 21 * 22 * 23 = 10,626.
_ACTIONS = _phrases(
    "Asking about, Finding out about, Giving advice on, Helping with, Hearing about, Keeping notes on, Learning from, "
    "Listening for, Looking again at, Making sense of, Noticing, Passing on, Planning for, Preparing for, Questions about, "
    "Raising, Responding to, Sharing, Starting with, Talking about, Understanding"
)
_SUBJECTS = _phrases(
    "a new baby, a house move, a long silence, a missed visit, a quiet child, a second opinion, a sudden change, an early "
    "birth, bedtime, bruises, food and money, grandparents, hidden harm, new partners, older brothers, online friends, "
    "pets at home, school days, sleep, starting school, time alone, worries at night"
)
_PLACES = _phrases(
    "after the summer, among cousins, at the clinic, at the weekend, before birth, between two homes, by telephone, during "
    "the holidays, for busy teams, from the first day, in a crowded house, in foster care, in hospital, in the village, on "
    "home visits, on the night shift, through an interpreter, under one roof, when parents part, while travelling, with "
    "fathers, with young carers, without delay"
)

TOPICS = (
    "asking-well",
    "bruising",
    "carers",
    "disability",
    "exploitation",
    "fathers",
    "home-visits",
    "mental-health",
    "neglect",
    "online-life",
    "safer-sleep",
    "unborn-babies",
)
"""Ids of the topics; each briefing has one or two."""

_OWNERS = ("Learning and Development Team", "Quality and Review Team", "Early Help Team", "Health Safeguarding Team")
_AUDIENCES = ("[practitioners]", "[practitioners, managers]", "[managers]")
_HEADINGS = (
    ("Background", "Why this matters", "What happened"),
    ("What we know", "What reviews tell us", "The facts"),
    ("What to notice", "Signs to look for", "What you may see"),
    ("What to ask", "Questions for the family", "How to start"),
    ("What to do", "Your next steps", "Act on it"),
    ("Who can help", "Working together", "Who has a part to play"),
    ("Resources", "Where to find more", "Links to support practice"),
)
_WHO = _phrases(
    "the health visitor, a social worker, the school nurse, the midwife, a foster carer, a neighbour, the family doctor, "
    "a youth worker, everyone in the team, a teacher, the person who knows the child best"
)
_DOES = _phrases(
    "asks what has changed at home, writes down the child’s own words, calls the family back, reads the last plan again, "
    "listens before giving advice, shares what is known with the others, looks at where the child sleeps, thanks the parent "
    "for being open, checks who else lives there, says plainly what worries them, keeps the promise that was made, "
    "finds out who looks after the baby at night, explains what will happen next"
)
_WHEN = _phrases(
    "before the next visit, on the same day, when plans change, after each meeting, even if it feels awkward, as soon as "
    "there is a worry, without waiting for proof, together with the family, in words that a child can follow, at the start "
    "of every shift"
)
_REASONS = _phrases(
    "small signs add up, nobody holds the whole picture alone, children notice more than adults think, a plan that is not "
    "shared helps nobody, trust grows slowly and goes fast, the first answer is not always the full one"
)
_ADVICE = _phrases(
    "Ask to see the room, Note the date and the time, Speak with both parents, Use an interpreter, Tell your manager today, "
    "Keep the child in mind, Say what you have seen, Check the telephone number, Offer to come back, Agree who does what"
)
_LINKS = ("Guide to", "Checklist for", "Short film on", "Leaflet about", "Helpline for", "Review of")
_MATTERS = _phrases("calm talks, good notes, home visits, new parents, night care, shared plans, young carers, safe beds")

_KINDS = _phrases("policy, guidance, leaflet, training, report, service, form, video")
_PUBLISHERS = _phrases("County Council, Health Board, Police, Children’s Charity, Parents’ Network, Review Panel, School Trust")
_AREAS = _phrases("North, South, East, West, Upper, Lower, Old, New, Great, Little")
_LINKS_EACH = 6
"""Links in a briefing."""

_PANEL_WORDS = 50
"""Words from which on a panel's text is long enough; a sentence has about 12."""
_LINK_INTO_SITE = re.compile(r"\[([^\]]+)\]\((?:\.\./)*(?:briefings|topics)/[^)]*\)")


def title(number: int) -> str:
    """Return the title of a briefing, which no other has."""
    return " ".join(words[number % len(words)] for words in (_ACTIONS, _SUBJECTS, _PLACES))


def slug(number: int) -> str:
    """Return the place of a briefing under `briefings/`, in the sources without `.md` and on every variant's site."""
    return re.sub(r"[^a-z]+", "-", title(number).lower())


def briefing_body(number: int, resources: int = 0) -> str:
    """Return the Markdown of a briefing below its front matter: seven panels, 450 to 600 words, six links.

    Args:
        number: Of the briefing.
        resources: How many the register holds: the links cite them in turn. Without a register they name their addresses.
    """
    writer = _Writer(number, resources)
    return "\n".join(f"## {writer.pick(headings)}\n\n{writer.panel(place)}" for place, headings in enumerate(_HEADINGS, start=1))


def briefing_file(number: int, variant: Variant, resources: int = 0) -> str:
    """Return the whole Markdown file of a briefing; the body is the same in all variants."""
    front = _front_matter(number) if variant is Variant.OURS else _stock_front_matter(number)
    return "\n".join(["---", *front, "---", "", briefing_body(number, resources)])


def resource_file(resources: int) -> str:
    """Return a register of as many resources as wanted."""
    return "\n".join(line for number in range(resources) for line in _resource(number))


def write_site(folder: Path, briefings: int, variant: Variant = Variant.OURS, resources: int = 0, *, pdfs: bool = False) -> None:
    """Write a site with its `mkdocs.yml` into a folder, which is made.

    Each file is written before the next is made: the memory that this takes does not grow with the site.

    Args:
        folder: Where to; nothing may be there.
        briefings: How many, from 1 to 9,999. The first ten are the same in a site of ten and a site of a thousand.
        variant: What the site is built with.
        resources: How many a register holds that the briefings cite; only in this project's variant.
        pdfs: Whether the site has PDFs; only in this project's variant.

    Raises:
        ValueError: The number of briefings is out of range.
    """
    if not 1 <= briefings <= MOST:
        raise ValueError(f"{briefings} briefings: a series has from 1 to {MOST:,}")
    folder.mkdir(parents=True)
    _copy_pages(folder / "docs")
    if variant is Variant.OURS:
        settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        _write(
            folder / "mkdocs.yml",
            settings if pdfs else re.sub(r"^    pdf: true\b", "    pdf: false", settings, flags=re.MULTILINE),
        )
        for name in ("hooks", "overrides"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        content = folder / "briefings"
    else:
        _write(folder / "mkdocs.yml", _stock_settings(variant))
        content = folder / "docs" / "briefings"
    content.mkdir()
    for number in range(1, briefings + 1):
        _write(content / f"{slug(number)}.md", briefing_file(number, variant, resources))
    if resources:
        _write(content / "resources.yml", resource_file(resources))


class _Writer:
    """Makes up the words of one briefing; they depend on its number alone."""

    def __init__(self, number: int, resources: int = 0) -> None:
        self._cited = number * _LINKS_EACH
        self._resources = resources
        self._random = random.Random(f"briefing {number}")  # noqa: S311 - the same words each time are the point

    def pick(self, choices: Sequence[str]) -> str:
        """Return one of the choices."""
        return self._random.choice(choices)

    def panel(self, place: int) -> str:
        """Return the text of a panel: paragraphs, and a list, a quotation or links by its place from 1 to 7."""
        blocks = {3: self._list, 4: self._quotation, 5: self._list, 7: self._links}
        special = blocks[place]() if place in blocks else ""
        if place == 2:
            special = f"More is in the {self._link()}.\n"
        paragraphs: list[str] = []
        while len(" ".join([*paragraphs, special]).split()) < _PANEL_WORDS:
            paragraphs.append(" ".join(self._sentence() for _ in range(2)) + "\n")
        return "\n".join([*paragraphs, special] if special else paragraphs)

    def _sentence(self) -> str:
        who, does, when = self.pick(_WHO), self.pick(_DOES), self.pick(_WHEN)
        forms = (
            f"{who} {does} {when}.",
            f"{when}, {who} {does}.",
            f"{who} {does}, because {self.pick(_REASONS)}.",
            f"what helps most is that {who} **{does}** {when}.",
        )
        said = self.pick(forms)
        return said[0].upper() + said[1:]

    def _list(self) -> str:
        return "".join(f"- {self.pick(_ADVICE)} {self.pick(_WHEN)}.\n" for _ in range(4))

    def _quotation(self) -> str:
        return f"> “{self._sentence()}”\n"

    def _link(self) -> str:
        words = f"{self.pick(_LINKS)} {self.pick(_MATTERS)}"
        address = f"https://www.example.org/{words.lower().replace(' ', '-')}/{self._random.randrange(1000)}"
        if not self._resources:
            return f"[{words}]({address})"
        self._cited += 1
        return f"[{words}][resource-{self._cited % self._resources}]"

    def _links(self) -> str:
        return "".join(f"- {self._link()}, *Exampleshire*: {self._sentence()}\n" for _ in range(5))


def _resource(number: int) -> list[str]:
    """Return the lines of a resource in the register."""
    writer = _Writer(-number)
    name = f"{writer.pick(_LINKS)} {writer.pick(_MATTERS)} {writer.pick(_PLACES)}"
    area = writer.pick(_AREAS)
    return [
        f"resource-{number}:",
        f"  title: {name}, part {number}",
        f"  publisher: {area} {writer.pick(_PUBLISHERS)}",
        f"  kind: {writer.pick(_KINDS)}",
        f"  audience: {writer.pick(('practitioners', 'parents', 'both'))}",
        f"  url: https://www.example.org/resources/{number}",
        f"  topics: [{writer.pick(TOPICS)}]",
        f"  summary: What {writer.pick(_WHO)} can do about {writer.pick(_SUBJECTS)}.",
        f"  published: 20{writer.pick(('16', '18', '20', '22'))}-0{number % 9 + 1}",
        f"  applies_to: {area} {writer.pick(_AREAS)}",
    ]


def _front_matter(number: int) -> list[str]:
    """Return the lines of a briefing's front matter; all dates lie in the past, so that no page depends on the day."""
    writer = _Writer(-number)
    topics = dict.fromkeys((TOPICS[number % len(TOPICS)], writer.pick(TOPICS)))
    lines = [
        f"title: {title(number)}",
        f"summary: {_summary(number)}",
        f"number: {number}",
        f"topics: [{', '.join(topics)}]",
        f"audience: {writer.pick(_AUDIENCES)}",
        f"published: {writer.pick(('2016', '2018', '2020', '2022'))}-{writer.pick(('01', '04-30', '10'))}",
        f"links_updated: {writer.pick(('2023', '2024', '2025'))}-{writer.pick(('02', '05', '11-30'))}",
    ]
    if number % 2:
        lines.append(f"review_due: {writer.pick(('2023', '2024', '2025'))}-{writer.pick(('03', '12'))}")
    return [*lines, f"owner: {writer.pick(_OWNERS)}"]


def _stock_front_matter(number: int) -> list[str]:
    return [f"title: {title(number)}", f"description: {_summary(number)}"]


def _summary(number: int) -> str:
    name = title(number)
    return f"What is known about {name[0].lower()}{name[1:]}, and how a team can act on it in the week ahead."


STOCK_EXTENSIONS = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables", "toc"),
    *("pymdownx.magiclink", "pymdownx.superfences"),
)
"""What a site of the stock theme needs to show the same Markdown."""


def _stock_settings(variant: Variant) -> str:
    """Return a `mkdocs.yml` of stock Material with Markdown extensions that do what ours does."""
    ours = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    stock = {
        "site_name": ours["site_name"],
        "site_url": ours.get("site_url", ""),
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        "markdown_extensions": list(STOCK_EXTENSIONS),
    }
    if variant is Variant.STOCK:
        stock["not_in_nav"] = "/briefings/\n"
    return yaml.safe_dump(stock, allow_unicode=True, sort_keys=False)


def _copy_pages(docs: Path) -> None:
    """Copy the pages about the site; links to briefings and topics, which are other ones here, become plain words."""
    shutil.copytree(ROOT / "docs", docs, ignore=shutil.ignore_patterns("topics"))
    for page in docs.rglob("*.md"):
        _write(page, _LINK_INTO_SITE.sub(r"\1", page.read_text(encoding="utf-8")))


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write one site."""
    parser = argparse.ArgumentParser(description="Write a site of made-up briefings.")
    parser.add_argument("folder", type=Path, help="where to; nothing may be there")
    parser.add_argument("--briefings", type=int, default=50, metavar="N", help="how many, from 1 to 9999 (50)")
    parser.add_argument("--variant", type=Variant, choices=list(Variant), default=Variant.OURS, help="(ours)")
    given = parser.parse_args()
    write_site(given.folder, given.briefings, given.variant)


if __name__ == "__main__":
    main()
