"""Abbreviations whose long form a reader does not get where the abbreviation first stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from sevenminute.checks.plain_english.sentences import Sentence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN = _words("""
    A&E AGM AIDS AM BBC BSL CCTV CD CEO DIY DNA DVD EU FAQ GB GP HIV HR ID IQ IT KB MB MP NB NHS NSPCC OK PC PDF PE
    PIN PM PS QR RSVP SMS TV UK UN URL USA USB VAT
    """)
"""Those that everybody knows, better than their long forms."""
_EMPHASIS = _words("ALL ALWAYS AND ANY ASK CALL DO IF IN IS MUST NEVER NO NOT NOW OFF ON ONLY OR SAY STOP TO YES")
"""Words that people write in capitals to stress them."""
_ABBREVIATION = re.compile(r"(?<![\w@./-])(?P<letters>[A-Z]+(?:&[A-Z]+)?)(?:[’']?s)?(?![\w@/]|\.\w|-\w*\d)")
_ROMAN = re.compile(r"[IVX]+")
_LEAST, _MOST = 2, 8
"""Letters of an abbreviation."""
_ROOM = 3
"""How many words a long form may have for each letter of its abbreviation: small words stand between."""


def unexplained(
    sentences: Iterable[Sentence], known: Collection[str], cited: Collection[str] = ()
) -> Iterator[tuple[str, Sentence]]:
    """Yield each abbreviation that has no long form where it first stands, with the sentence that has it.

    Args:
        sentences: In reading order.
        known: Those that need none on this site, or have one that readers can open.
        cited: The words of links to resources of the register, which are those of their titles.
    """
    told = {*KNOWN, *_EMPHASIS, *known}
    for sentence in sentences:
        if sentence.is_heading or sentence.text.upper() == sentence.text:
            continue  # words in capitals, as a heading may be; its text uses the abbreviation again
        for found in _ABBREVIATION.finditer(_without(sentence.text, cited)):
            letters = found["letters"]
            if letters in told or not _LEAST <= len(letters) <= _MOST or _ROMAN.fullmatch(letters):
                continue
            told.add(letters)
            if not _is_explained(sentence.text, found):
                yield letters, sentence


def _without(text: str, cited: Collection[str]) -> str:
    """Return a text of the same length with the words of links blanked."""
    for words in cited:
        text = text.replace(words, " " * len(words))
    return text


def _is_explained(text: str, found: re.Match[str]) -> bool:
    """Tell whether the long form stands before it, `long form (X)`, or behind it, `X (long form)` or `X, the long form,`."""
    before, after = text[: found.start()], text[found.end() :]
    if before.endswith("("):
        return _spells(re.findall(r"[^\W\d_]+", before), found["letters"])
    if behind := re.match(r"\s*\((?P<words>[^()]+)\)", after):
        return _spells(re.findall(r"[^\W\d_]+", behind["words"]), found["letters"])
    return False


def _spells(words: list[str], letters: str) -> bool:
    """Tell whether words are a long form: the initials of some of the last ones are most of the letters, in their order."""
    initials = "".join(word[0].upper() for word in words[-_ROOM * len(letters) :])
    wanted, place = [letter for letter in letters if letter.isalpha()], 0
    matched = 0
    for letter in wanted:
        at = initials.find(letter, place)
        if at >= 0:
            matched, place = matched + 1, at + 1
    return len(words) > 1 and matched * 2 > len(wanted)
