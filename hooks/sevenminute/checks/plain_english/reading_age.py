"""The reading age of a text, by the Flesch-Kincaid formula: school years in the United States, and five for the years before."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from pyphen import Pyphen

from sevenminute.checks.plain_english.sentences import Sentence

_YEARS_BEFORE_SCHOOL = 5


def reading_age(sentences: Collection[Sentence]) -> int:
    """Return the age in years at which most people can read a text; of a text without words the youngest."""
    words = [word for sentence in sentences for word in sentence.words]
    if not words:
        return _YEARS_BEFORE_SCHOOL
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return _YEARS_BEFORE_SCHOOL + max(0, round(grade))


@cache
def _hyphenation() -> Pyphen:
    return Pyphen(lang="en_US", left=1, right=1)


@cache
def _syllables(word: str) -> int:
    """Return how many syllables a word has, as far as the places tell at which it may be hyphenated."""
    return len(_hyphenation().positions(word.lower())) + 1
