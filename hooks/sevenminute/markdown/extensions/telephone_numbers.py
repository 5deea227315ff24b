"""UK telephone numbers in a text: where each begins and ends, and the address that calls it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

BREAK = "\x00"
"""Stands for what ends a text; no content holds it."""

_SPACE = r"[ \u00a0\u202f\n]+"
# As the regulator lays them out: 020, 0161, 01632 and a few of six digits; 03, 08 and 09 have four, 07 five or, loosely, four.
_AREA = r"(?:1(?:3873|5242|539[456]|697[347]|768[347]|9467|\d{3}|1\d|\d1)|2\d{1,2}|[389]\d\d|7\d{2,3})"
_AREA_IN_BRACKETS = rf"\(0{_AREA}\)"
_ABROAD = rf"(?:\(\+44\)|\+44|\b0044)(?:{_SPACE}|-)?(?:\(0\)(?:{_SPACE})?)?"
_GROUP = re.compile(rf"(?:{_SPACE}|-)?\d{{2,8}}(?!\d)")
# no part of a longer number, of a sum or of an address
_NOT_WITHIN = r"(?<![\w.,/@#£$€=&?%+-])(?<!\d:)(?<!\d{3}[ -])"
_SHORTER = r"0800(?:1111|\d{6})(?!\d)"  # without spaces, as people copy them
_START = re.compile(
    rf"{_NOT_WITHIN}(?:{_AREA_IN_BRACKETS}|(?:{_ABROAD}|0){_AREA}(?!\d)|(?:{_ABROAD}|0)[1235789]\d{{9}}(?!\d)|{_SHORTER})"
)
_MOST_DIGITS = 11
_WHOLE = re.compile(r"01\d{8,9}|0(?:2|3|7|9)\d{9}|08\d{9}|0800\d{6}|08001111")
_GOES_ON = re.compile(r"\w|[-–.,:/]\d|[%+]")
# “0300 456 0108/0109”: the second ends otherwise, in as many digits; a year is none of them
_OTHER_END = re.compile(rf"(?:{_SPACE})?/(?:{_SPACE})?(?P<end>(?!(?:19|20)\d\d)\d{{3,6}})(?!\w|[-–.,:/]\d|[%+])")
# the helplines that have the same number in all of Europe
_HELPLINE = re.compile(rf"{_NOT_WITHIN}116(?:{_SPACE})?(?:000|006|111|117|123)(?!\w|[-–.,:/]\d|[%+]|{_SPACE}\d{{3}})")

_WORDS_AFTER = (
    "again also always and any anonymously as ask asking at because before but by day during even every first for free from if "
    "immediately in instead night now only option or please quickly right say saying so straight straightaway tell telling text "
    "then to today tonight unless until urgently using via when whenever where whether while who with without you your"
)
_WELSH_WORDS_AFTER = (
    "a ac am ar bob cyn dim dros drwy er felly gan gyda heb hefyd i nawr neu nes oherwydd ond os pan rhag rhwng unrhyw wedyn "
    "y yn yna yng ym yr"
)


def _short_number(words_after: str) -> str:
    # a number of things has their name behind it: “call 101 parents”, “on 112 pages”
    return (
        r"(?P<number>999|101|111|112)"
        rf"(?=[.,:](?!\d)|[;!?)\]”\"’–—](?!\d)|\s*(?:$|{BREAK})|\s+(?:[(–—-]|(?:{words_after.replace(' ', '|')})\b))"
    )


def _short_patterns(verbs: str, joining: str, words_after: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a short number behind a word that says that it is called, and another one behind it."""
    number = _short_number(words_after)
    first, then, *on = joining.split()
    return (
        re.compile(rf"\b(?:{verbs}):?{_SPACE}{number}", re.IGNORECASE),
        re.compile(rf"(?:,|,?{_SPACE}(?:{first}|{then}))(?:{_SPACE}(?:{'|'.join(on)}))?{_SPACE}{number}", re.IGNORECASE),
    )


_SHORT = (
    _short_patterns("call|calling|dial|dialling|on|phone|phoning|ring|ringing|telephone|telephoning", "or and on", _WORDS_AFTER),
    # in Welsh; “ar” is a word in small letters only
    _short_patterns(
        r"ffoni(?:wch|o|a)|ph?honi(?:wch|o)|galw(?:ch)?|alw|dd?eialwch|dd?eialu|(?-i:ar)", "neu ac? ar", _WELSH_WORDS_AFTER
    ),
)
_EMERGENCY = re.compile(rf"{_NOT_WITHIN}(?<!\d )999(?!\w|[-–.,:/]\d|[%+]|{_SPACE}\d)")


@dataclass(frozen=True)
class Number:
    """A telephone number in a text.

    Attributes:
        start: Its first character.
        end: The one behind its last.
        href: The address that calls it.
    """

    start: int
    end: int
    href: str


def find_numbers(text: str) -> list[Number]:
    """Return the telephone numbers in a text, in their order; the short ones only where the words say that they are called."""
    helplines = [Number(*found.span(), _address(found[0])) for found in _HELPLINE.finditer(text)]
    return sorted({*_short_numbers(text), *helplines, *_long_numbers(text)}, key=lambda number: number.start)


def find_emergency_numbers(text: str) -> list[Number]:
    """Return each 999 in a text that says what to do at once: there it is to be called, whatever the words are."""
    return [Number(*found.span(), f"tel:{found[0]}") for found in _EMERGENCY.finditer(text)]


def is_telephone(text: str) -> bool:
    """Tell whether a text is one telephone number that can be called: a UK one, a short one, or one from abroad with its `+`."""
    short_or_foreign = re.fullmatch(r"1\d\d|999|\+(?!44)[1-9](?: ?\d){6,14}", text)
    return bool(short_or_foreign) or [(found.start, found.end) for found in find_numbers(text)] == [(0, len(text))]


def link_numbers(text: str) -> str:
    """Return a plain text as HTML in which telephone numbers are links."""
    parts = []
    position = 0
    for number in find_numbers(text):
        parts.append(html.escape(text[position : number.start]))
        parts.append(f'<a class="tel" href="{number.href}">{html.escape(text[number.start : number.end])}</a>')
        position = number.end
    return "".join([*parts, html.escape(text[position:])])


def _short_numbers(text: str) -> Iterator[Number]:
    for called, next_called in _SHORT:
        for found in called.finditer(text):
            following: re.Match[str] | None = found
            while following:  # “call 999 or 101”
                yield Number(*following.span("number"), f"tel:{following['number']}")
                following = next_called.match(text, following.end())


def _long_numbers(text: str) -> Iterator[Number]:
    position = 0
    while start := _START.search(text, position):
        end: int | None = start.end()
        position = start.end()
        # Add groups until the digits are a number: what follows may be the opening hours.
        while end is not None and len(digits := _national(text[start.start() : end])) <= _MOST_DIGITS:
            written = text[start.start() : end]
            other = _other_end(written, text, end)
            if _WHOLE.fullmatch(digits) and (other or not _GOES_ON.match(text, end)):
                yield Number(start.start(), end, _address(written))
                position = end
                if other:
                    yield other
                    position = other.end
                break
            following = _GROUP.match(text, end)
            end = following.end() if following else None


def _other_end(written: str, text: str, end: int) -> Number | None:
    """Return the number that a number turns into with the end that follows it, or None: `0109` after `0300 456 0108/`."""
    found = _OTHER_END.match(text, end)
    last = re.split(r"\D", written)[-1]
    if not found or len(found["end"]) != len(last):
        return None
    return Number(*found.span("end"), _address(written[: -len(last)] + found["end"]))


def _national(written: str) -> str:
    """Return the digits of a number as they are dialled within the country."""
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    return re.sub(r"^(?:0044|44)", "0", digits)


def _address(written: str) -> str:
    national = _national(written)
    abroad = re.sub(r"\D", "", written) != national
    return f"tel:+44{national[1:]}" if abroad else f"tel:{national}"
