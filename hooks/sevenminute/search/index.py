"""Writes the index of the site's search as small scripts, of which a browser fetches the few that a query needs.

A script is what every page may load, from a web server under any path, from a file share, and under a policy that allows the
site's own scripts and nothing else; a worker, WebAssembly and `fetch` each fail at one of these.

- `index.js`, small: where the rest is, and which word each of the lists of words begins with.
- `<version>/words-<n>.js`: words in order, each with the pages that hold it. One query reads one or two for each of its words.
- `<version>/pages-<n>.js`: titles, headings and texts of a page or a few, read for the results that are shown.
- `<version>/near.js`: the commonest words, read only when a word is nowhere, to offer one that is.

The version is a hash of what they hold: a browser that kept files of an older index never mixes the two. Words are written as
they stand in the texts; which of them have one stem is for the browser to tell, so that there is one place that knows.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sevenminute.search.documents import SearchPage

FOLDER = "search"
"""Folder of the index on the site, beside the page of the search."""

_CALLED = "sevenminuteSearch"
"""The function of overrides/scripts/search/index.js that each script calls with its name and what it holds."""
_MARKS = re.compile("[\u00ad\u0300-\u036f\u200b\u2060'’]")
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]++(?:[-\u2010\u2011][^\W_]++)+")
_TITLE, _HEADING, _REPEATED, _MOST = 6, 3, 3, 9
"""What a word weighs: in the title, in a heading, at most by its number in the text, at most in all (one digit)."""
_WORDS_SIZE = 9_000
"""Characters from which on a list of words is long enough: some 3 KB once it is compressed."""
_PAGES_SIZE = 3_500
"""Characters of texts from which on a script of pages is full: a briefing, or some fifteen resources."""
_NEAR_WORDS = 4_000
_NEAR_LENGTH = 4
"""How many words are kept to be offered, and the least of their letters."""


def search_files(pages: Iterable[SearchPage]) -> dict[str, str]:
    """Return the files of the index by their names within `FOLDER`: the same for the same pages, in whatever order.

    Args:
        pages: Whatever can be found; no two have one address.
    """
    ordered = sorted(pages, key=lambda page: page.url)
    postings = _postings(ordered)
    lists = list(_word_lists(postings))
    parts = list(_parts(ordered))
    scripts: dict[str, object] = {f"words-{number}": "\n".join(lines) for number, lines in enumerate(lists)}
    scripts |= {f"pages-{number}": [_page_data(page) for page in part] for number, part in enumerate(parts)}
    scripts["near"] = " ".join(_common_words(postings))
    called = {name: _script(name, data) for name, data in scripts.items()}
    version = hashlib.sha256("".join(called.values()).encode()).hexdigest()[:10]
    index = {
        "version": version,
        "pages": len(ordered),
        "words": [lines[0].partition(" ")[0] for lines in lists],
        "parts": [len(part) for part in parts],
    }
    return {"index.js": _script("index", index), **{f"{version}/{name}.js": script for name, script in called.items()}}


def split_words(text: str) -> list[str]:
    """Return the words of a text as the search compares them: small letters without accents, no apostrophes.

    Of words with a hyphen come the parts and, at the end, the whole without it: co-sleeping is found by cosleeping too.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    plain = _MARKS.sub("", text).lower()
    wholes = ("".join(_WORD.findall(compound)) for compound in _COMPOUND.findall(plain))
    return [*_WORD.findall(plain), *(whole for whole in wholes if not whole.isdigit())]


def _postings(pages: Sequence[SearchPage]) -> dict[str, list[str]]:
    """Return for each word the pages that hold it, each as the step from the one before and the weight unless it is 1."""
    found: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, page in enumerate(pages):
        for word, weight in _weights(page).items():
            step = _base36(number - last.get(word, -1))
            found.setdefault(word, []).append(step if weight == 1 else f"{step}:{weight}")
            last[word] = number
    return found


def _weights(page: SearchPage) -> dict[str, int]:
    title = set(split_words(f"{page.title} {page.kind}"))
    headings = {word for place in page.places for word in split_words(place.heading)}
    counted = Counter(split_words(" ".join(place.text for place in page.places)))
    return {
        word: min(_MOST, _TITLE * (word in title) + _HEADING * (word in headings) + min(_REPEATED, counted[word]))
        for word in {*title, *headings, *counted}
    }


def _word_lists(postings: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield lists of lines, each a word and its pages, in the order of the words."""
    lines: list[str] = []
    size = 0
    for word in sorted(postings):
        line = " ".join([word, *postings[word]])
        if lines and size + len(line) > _WORDS_SIZE:
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def _parts(pages: Sequence[SearchPage]) -> Iterator[list[SearchPage]]:
    """Yield pages in order, as many in each part as its size allows, and one at least."""
    part: list[SearchPage] = []
    size = 0
    for page in pages:
        length = sum(len(place.text) + len(place.heading) for place in page.places)
        if part and size + length > _PAGES_SIZE:
            yield part
            part, size = [], 0
        part.append(page)
        size += length
    if part:
        yield part


def _page_data(page: SearchPage) -> list[object]:
    places = [[place.anchor, place.number, place.heading, place.text] for place in page.places]
    return [page.url, page.title, page.kind, places, *([page.lang] if page.lang else [])]


def _common_words(postings: Mapping[str, Sequence[str]]) -> list[str]:
    words = (word for word in postings if len(word) >= _NEAR_LENGTH and not any(letter.isdigit() for letter in word))
    return sorted(islice(sorted(words, key=lambda word: (-len(postings[word]), word)), _NEAR_WORDS))


def _script(name: str, data: object) -> str:
    return f"{_CALLED}({json.dumps(name)},{json.dumps(data, separators=(',', ':'))});\n"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
