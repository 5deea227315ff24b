"""What is told of a page: facts only, no judgement."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

FEW_WORDS = 5
"""Words that are not yet a page, such as “Loading, please wait”."""
SHELL_WORDS = 30
"""Words below which a page with scripts is only the frame of one, the same for all pages of its site."""
LONGEST_TEXT = 300
"""Characters that are kept of a title, of a heading and of a block of text."""
MOST_OPENING_BLOCKS = 40
"""Blocks of text that are kept of the beginning of a page."""
NOTICE_WORDS = 150
"""Words of a page whose blocks of text are kept: a notice is short, but has the menus of its site around it."""
MOST_BLOCKS = 400
"""Blocks of text that are kept as hashes: those with the smallest hashes, so that two pages keep the same ones."""


class Blocks(Mapping[str, int]):
    """How many words each block of a page has, by a hash of them; in a tenth of the memory of a dictionary.

    Args:
        blocks: The words by hash, in eight hexadecimal digits.
    """

    __slots__ = ("_hashes", "_words")

    def __init__(self, blocks: Mapping[str, int]) -> None:
        rows = sorted(blocks.items())
        self._hashes = array("I", (int(block, 16) for block, _ in rows))
        self._words = array("I", (words for _, words in rows))

    def __getitem__(self, block: str) -> int:
        """Return the words of a block."""
        number = int(block, 16)
        place = bisect_left(self._hashes, number)
        if place == len(self._hashes) or self._hashes[place] != number:
            raise KeyError(block)
        return self._words[place]

    def __iter__(self) -> Iterator[str]:
        """Yield the hashes, the smallest first."""
        return (f"{number:08x}" for number in self._hashes)

    def __len__(self) -> int:
        """Return how many blocks there are."""
        return len(self._hashes)


@dataclass(frozen=True)
class PageFacts:
    """What a page says, as far as it was read.

    A block is what stands between two tags that begin a new line, such as a paragraph, a row of a menu, or a picture.

    Attributes:
        title: Its title.
        heading: Its first heading of the first level; where it has none, of the second.
        opening: The first blocks, but for headings, of a page of few words, as readers see them.
        words: How many words readers see without scripts; a block without letters, such as a number, counts as one.
        blocks: How many words each block has, by a hash of them. Numbers and the page's own address are left out, pictures and
            frames count by the address that they show.
        has_media: Whether it shows pictures, frames, drawings or fields.
        has_scripts: Whether it runs scripts.
        has_empty_root: Whether it has a place that only scripts fill.
        has_password_field: Whether it asks for a password.
        refresh: Where it sends its readers after at most ten seconds, as it is written, or an empty string.
        whole: Whether it was read to its end.
    """

    title: str = ""
    heading: str = ""
    opening: tuple[str, ...] = ()
    words: int = 0
    blocks: Mapping[str, int] = field(default_factory=dict)
    has_media: bool = False
    has_scripts: bool = False
    has_empty_root: bool = False
    has_password_field: bool = False
    refresh: str = ""
    whole: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing at all, whatever their browser can do.

        A title alone is a page of few words, unless there is a place that was to be filled.
        """
        shows = self.words or self.has_media or self.has_scripts or (self.title and not self.has_empty_root)
        return self.whole and not shows

    @property
    def needs_scripts(self) -> bool:
        """Whether a reader sees nothing until scripts have run, or only the frame of a page."""
        nothing = self.words <= FEW_WORDS and not self.has_media
        frame = self.words < SHELL_WORDS and self.has_empty_root
        return self.whole and self.has_scripts and (nothing or frame)


@dataclass(frozen=True)
class ReadPage:
    """A page that was read.

    Attributes:
        facts: What it says.
        missing: Those of the wanted anchors that were not found.
        unread: Whether they may be there all the same: not all of the page could be read.
    """

    facts: PageFacts
    missing: tuple[str, ...] = ()
    unread: bool = False
