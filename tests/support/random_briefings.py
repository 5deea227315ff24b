"""Made-up briefings of many shapes, the same ones each time, to be printed."""

from __future__ import annotations

import random
import re

import sample

_WORDS = re.findall(
    r"\w+",
    """the a an of to and in is it for on with as at by not you we they what who when how may can do if or but be are was has
    the a of to and in is that this from their her his one two day week night home child baby family team plan help worker
    visit parent school health review risk sleep safe listen share ask call partner father midwife sign voice before after
    because meeting manager notice concern information safeguarding professional early neighbour threshold""",
)
_LONG_WORDS = (
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "northborough-safeguarding-partnership/multi-agency/procedures/2026",
    "psychoneuroimmunological-interdisciplinary-arrangements",
)
_TITLES = ("Safer sleep", "Working with fathers", "Domestic abuse, coercive control and what children see and hear of it at home")
_SPREADS = {
    "even": (1, 1, 1, 1, 1, 1, 1),
    "skew": (0.7, 0.8, 2.2, 0.7, 0.8, 1.9, 0.9),
    "one": (0.6, 0.6, 0.6, 3.6, 0.6, 0.6, 0.6),
}
"""How the words are spread over the seven panels."""


def random_briefing(number: int, *, words: int | None = None) -> str:
    """Return the text of a briefing of 250 to 900 words whose shape depends on its number alone."""
    chance = random.Random(f"sheet {number}")  # noqa: S311 - the same words each time are the point
    words = words or chance.randrange(250, 901)
    spread = list(_SPREADS.values())[number % len(_SPREADS)]
    panels = [_panel(chance, place, round(words * share / sum(spread))) for place, share in enumerate(spread, start=1)]
    title = f"{chance.choice(_TITLES)} ({number})"
    front = {"print": chance.choice(("landscape", "portrait"))} if chance.random() < 0.6 else {}
    summary = _sentence(chance, 18)
    if chance.random() < 0.5:
        messages = [_sentence(chance, chance.randrange(4, 25)) for _ in range(chance.randrange(1, 4))]
        front["key_messages"] = f"[{', '.join(messages)}]"
    return sample.briefing("".join(panels), title=title, number=str(number), summary=summary, **front)


def _panel(chance: random.Random, place: int, words: int) -> str:
    heading = " ".join(chance.choice(_WORDS) for _ in range(chance.choice((1, 2, 3, 9)))).capitalize()
    blocks: list[str] = []
    left = words - len(heading.split())
    while left > 0 or not blocks:
        links = place == 7 and len(blocks) < 2
        size = min(max(left, 6), chance.randrange(25, 60))
        block = _resources(chance, size) if links else _block(chance, size)
        if blocks and block.startswith("1. ") and re.match(r"\d\. ", blocks[-1]):
            blocks.append("Then this follows:")  # or the second list would go on with the first
        blocks.append(block)
        left -= size
    return f"\n## {heading}\n\n" + "\n\n".join(blocks) + "\n"


def _block(chance: random.Random, words: int) -> str:
    match chance.randrange(14):
        case 0 | 1:
            return "\n".join(f"- {_sentence(chance, max(4, words // 4))}" for _ in range(min(4, words // 4 + 1)))
        case 2:
            return "\n".join(f"{at}. {_sentence(chance, max(4, words // 3))}" for at in range(1, 4))
        case 3:
            inner = "\n".join(f"    - {_sentence(chance, max(3, words // 5))}" for _ in range(2))
            return f"- {_sentence(chance, words // 4 + 2)}\n{inner}\n- {_sentence(chance, words // 4 + 2)}"
        case 4:
            rows = "\n".join(f"| {_some(chance, 2)} | {_some(chance, max(1, words // 4))} |" for _ in range(3))
            return f"| Sign | What it means |\n| --- | --- |\n{rows}"
        case 5:
            return f"> {_sentence(chance, words)}"
        case 6:
            return f"**{_some(chance, 3)}.** {_sentence(chance, words - 3)} Call 01632 960001. *{_sentence(chance, 4)}*"
        case 7:
            return f"{_sentence(chance, words)} {chance.choice(_LONG_WORDS)}."
        case _:
            return _sentence(chance, words)


def _resources(chance: random.Random, words: int) -> str:
    lines = []
    for _ in range(max(1, words // 11)):
        path = "-".join(chance.choice(_WORDS) for _ in range(chance.randrange(1, 6)))
        lines.append(f"- [{_some(chance, 5)}](https://www.example.org/{path}/), {_sentence(chance, 6)}")
    return "\n".join(lines)


def _some(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(max(1, words)))


def _sentence(chance: random.Random, words: int) -> str:
    return f"{_some(chance, words)}.".capitalize()
