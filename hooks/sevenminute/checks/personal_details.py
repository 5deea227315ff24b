"""Advice about what could name a person: people move on, and their numbers and addresses are on paper for years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sevenminute.config.schema import Settings
from sevenminute.content.library import Library
from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.markdown.extensions.telephone_numbers import Number, find_numbers
from sevenminute.text.formats import EMAIL


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MOBILE = re.compile(r"tel:(?:\+44|0)7")
_TITLES = _words("mr mrs ms miss mx dr prof professor sir dame rev sgt insp pc dc ds di dci")
_OF_ORGANISATIONS = _words("""
    academy adults advice agency alliance and approach authority board borough business care centre centres charity child
    children childrens city clinic college commission commissioning committee community conference coordinator council county
    delivery department designated desk development directorate disability district domestic door early education emergency
    england exploitation families family federation for forum foundation front general group head health help helpline home
    hospital hub improvement infant institute integrated justice lead leader leadership learning legal local london maternity
    medical mental midwifery national neglect network nhs north northern nurse nursing of office officer operations panel
    parents partners partnership planning police policy practice prevention probation programme project protection public quality
    region regional research response review royal safe safeguarding safer scheme school schools scotland secretariat service
    services sexual shire social society south southern specialist staff strategic strategy sudden support task team teams the
    tîm training transformation trust unit university violence visiting voluntary wales ward west wing women workforce working
    young youth
    addysg adran arbenigol awdurdod bwrdd canolfan cenedlaethol cwm cymdeithasol cymru cymunedol cyngor datblygu de diogelu dysgu
    dîm fwrdd gofal gogledd gorllewin grŵp gwasanaeth gwasanaethau gyngor heddlu iechyd lleol oedolion partneriaeth plant
    prifysgol rhanbarthol sir swyddog swyddogaeth teuluoedd uned ymarfer ymddiriedolaeth ysgol ysgolion
    """)
"""Words of the names of teams, posts and organisations, in English and Welsh."""
_BETWEEN = re.compile(r"[,;/|<>()\[\]]|\s[-–—]\s|(?<!\w)\+?\d[\d ]+|\b(?:tel|phone|mobile|email|contact)\b[.:]?", re.IGNORECASE)
"""What stands between a team and a person."""
_SEVERAL = re.compile(r"\s*;\s+|\s+[/|]\s+")
"""What people write between several teams where a list belongs."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
_PARTICLES = _words("al bin da de den der di du el la le van von y")
_SHORTEST_NAME, _LONGEST_NAME = 2, 5
"""Words of a person's name."""


def personal_details(library: Library, _settings: Settings | None) -> Iterator[Problem]:
    """Yield the advice on all briefings."""
    for briefing in library.every_briefing:
        line = briefing.line_of("owner")
        owners = briefing.fields.owner
        yield from (Problem(briefing.path, line, said) for owner in owners for said in _in_owner(owner, briefing.lang))
        for number, text in enumerate(briefing.body.split("\n"), briefing.body_line):
            for found in _mobiles(text):
                said = (
                    f"{quoted(text[found.start : found.end])} is a mobile number: make sure that it is a team’s, not a person’s"
                )
                yield Problem(briefing.path, number, said)


def _in_owner(owner: str, lang: str | None) -> Iterator[str]:
    """Yield what is better left out of the owner of a briefing; which words are a team's is known of English only."""
    for number in _mobiles(owner):
        yield f"owner has the mobile number {quoted(owner[number.start : number.end])}: name the team, which people can reach"
    addresses = [found[0] for found in EMAIL.finditer(owner)]
    yield from (
        f"owner has the email address {quoted(address)}, which looks like a person’s: name the team"
        for address in addresses
        if _is_of_a_person(address)
    )
    teams = [part.strip() for part in _SEVERAL.split(owner)]
    if len(teams) > 1 and not any(map(_is_a_person, teams)):
        yield f"owner {quoted(owner)} is shown as one team: write several as a list, [{', '.join(teams)}]"
    for part in [] if lang else _BETWEEN.split(EMAIL.sub(",", owner)):
        if _is_a_person(part.strip()):
            yield f"owner {quoted(part.strip())} looks like a person’s name: name the team that answers for the briefing"


def _mobiles(text: str) -> list[Number]:
    return [number for number in find_numbers(text) if _MOBILE.match(number.href)] if "7" in text else []


def _is_of_a_person(address: str) -> bool:
    """Tell whether an address is made of two words, as jo.smith@, of which none is of an organisation."""
    words = re.split(r"[._-]", address.partition("@")[0].lower())
    return len(words) >= _SHORTEST_NAME and not _OF_ORGANISATIONS.intersection(words) and all(words)


def _is_a_person(text: str) -> bool:
    """Tell whether a text is a title with a name, or some words with capitals of which none is of an organisation."""
    words = text.split()
    if not _SHORTEST_NAME <= len(words) <= _LONGEST_NAME or not all(_WORD.fullmatch(word) for word in words):
        return False
    plain = [re.sub(r"[’'.]", "", word.lower()) for word in words]
    if any(word in _OF_ORGANISATIONS or word.removesuffix("s") in _OF_ORGANISATIONS or word.endswith("shire") for word in plain):
        return False
    if plain[0] in _TITLES:
        return True
    capitals = [word for word, low in zip(words, plain, strict=True) if low not in _PARTICLES]
    return len(capitals) >= _SHORTEST_NAME and all(word[0].isupper() and not word.isupper() for word in capitals)
