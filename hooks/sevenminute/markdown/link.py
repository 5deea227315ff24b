"""What links a page has, as its readers meet them."""

from __future__ import annotations

from dataclasses import dataclass

from sevenminute.text.web_address import leads_elsewhere


@dataclass(frozen=True)
class PageLink:
    """A link of a page.

    Attributes:
        words: The words that readers see; of a picture those for people who cannot see it.
        target: The address as the editor wrote it; for a resource cited by its id, that id.
        line: Line of the file where the address or the id stands, counted from 1.
        panel: Number of the panel from which a reader follows it, also from its footnotes; None outside of panels.
        is_citation: Whether the target is an id of the register.
        is_bare: Whether the address stands in the text, without words of its own.
    """

    words: str
    target: str
    line: int
    panel: int | None = None
    is_citation: bool = False
    is_bare: bool = False

    @property
    def leaves_site(self) -> bool:
        """Whether it is a citation, or leads to another site."""
        return self.is_citation or leads_elsewhere(self.target)


@dataclass(frozen=True)
class UndefinedReference:
    """What an editor wrote as a link or picture by an id, and has no address.

    Attributes:
        written: What stands on the page, as `[words][id]`.
        id: The id.
        line: Line of the file, counted from 1.
        alone: Whether the id stands alone, as `[id]`: the brackets may be meant.
        is_picture: Whether it is a picture whose id is a resource's.
        near: The id that was probably meant, or an empty string.
    """

    written: str
    id: str
    line: int
    alone: bool = False
    is_picture: bool = False
    near: str = ""


@dataclass(frozen=True)
class PageLinks:
    """The links of a page, in the order in which they are read; those of footnotes come last.

    Attributes:
        links: What is a link on the page.
        undefined: What was meant for one.
        unreadable: Addresses of links and pictures that no program can take apart, each with its line.
        split: Lines of ids that stand behind words in brackets, and apart from them.
    """

    links: tuple[PageLink, ...] = ()
    undefined: tuple[UndefinedReference, ...] = ()
    unreadable: tuple[tuple[int, str], ...] = ()
    split: tuple[int, ...] = ()


def same_id(id: str) -> str:
    """Return an id as Markdown compares it."""
    return " ".join(id.lower().split())
