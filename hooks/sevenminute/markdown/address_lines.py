"""Where the addresses stand that have no mark of `line_numbers`: those in tags of HTML, and email addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from sevenminute.markdown.html.source import read_html
from sevenminute.markdown.outline import read_outline


class AddressLines:
    """Tells the lines of the addresses of one page, which is read again when the first is asked for."""

    def __init__(self, markdown: str, first_line: int) -> None:
        """Take a page.

        Args:
            markdown: Its Markdown.
            first_line: Line of the file of its first line, counted from 1.
        """
        self._markdown, self._first_line = markdown, first_line

    @cached_property
    def _in_tags(self) -> Mapping[str, Iterator[int]]:
        found = defaultdict[str, list[int]](list)
        for tag in read_html("\n".join(read_outline(self._markdown).plain), self._first_line).tags:
            for attribute in tag.attributes:
                found[attribute.value].append(attribute.line)
        return {address: iter(lines) for address, lines in found.items()}

    def next_line(self, address: str) -> int:
        """Return the next line on which a tag has an address; of one that stands in no tag, the first line that holds it."""
        in_tag = next(self._in_tags.get(address, iter(())), None)
        text = address.removeprefix("mailto:")
        lines = enumerate(self._markdown.split("\n"), self._first_line)
        return in_tag or next((number for number, line in lines if text in line), self._first_line)
