"""Joining accessible PDFs into one: pages with their tags, links and bookmarks, behind the pages of a cover.

pikepdf copies pages; what hangs on a document as a whole it leaves behind. That is done here, for PDFs as WeasyPrint writes them:
the tree of tags, the table that leads from a page to its tags (ISO 32000-1, 14.7), links within a document, bookmarks.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from pikepdf import Array, Dictionary, Name, NameTree, Object, ObjectStreamMode, OutlineItem, Page, Pdf, String

TO_PART = "part:"
"""An address on the cover that begins like this and ends with a number, from 1, leads to the first page of that part."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def join(cover: bytes, parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return one PDF, with the title and language of the cover.

    Args:
        cover: What comes first; its links to `part:1` and so on become links to the parts.
        parts: What each is called, for those who cannot see where a link leads, and the PDF.
    """
    joined = io.BytesIO()
    with Pdf.open(io.BytesIO(cover)) as whole:
        own = list(_links(whole.pages))
        starts = []
        for number, (_, pdf) in enumerate(parts, start=1):
            starts.append(len(whole.pages))
            with Pdf.open(io.BytesIO(pdf)) as part:
                _add(whole, part, f"{number}-")
        for link in own:
            _lead_to_part(link, whole, [title for title, _ in parts], starts)
        whole.save(joined, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return joined.getvalue()


def _add(whole: Pdf, part: Pdf, prefix: str) -> None:
    """Add the pages of a part and all that belongs to them.

    Args:
        whole: What it is added to.
        part: What is added.
        prefix: What no other part's names begin with.
    """
    first = len(whole.pages)
    _bind_links(part)
    whole.pages.extend(part.pages)
    pages = whole.pages[first:]
    lang = part.Root.Lang if str(part.Root.Lang) != str(whole.Root.Lang) else None
    _add_tags(whole, whole.copy_foreign(part.Root.StructTreeRoot), pages, prefix, str(lang or ""))
    with part.open_outline() as theirs, whole.open_outline() as ours:
        ours.root.extend(_bookmarks(theirs.root, [page.obj.objgen for page in part.pages], pages))


def _bind_links(part: Pdf) -> None:
    """Let links within a part lead to places instead of names: a name such as a note's is in every part."""
    names = NameTree(part.Root.Names.Dests) if "/Names" in part.Root else {}
    for link in _links(part.pages):
        if "/Dest" in link:
            link.Dest = names[str(link.Dest)]


def _add_tags(whole: Pdf, added: Object, pages: Iterable[Page], prefix: str, lang: str) -> None:
    """Hang the tags of a part below those of the whole, and let its pages and links lead to them.

    Args:
        whole: What it is added to.
        added: The tree of the part's tags.
        pages: The part's pages in the whole.
        prefix: What no other part's names begin with.
        lang: The language of the part, or an empty string when it is that of the whole.
    """
    document, table = whole.Root.StructTreeRoot.K[0], whole.Root.StructTreeRoot.ParentTree.Nums
    first = max(int(key) for key in list(table)[::2]) + 1
    for tag in added.K[0].K:
        tag.P = document
        document.K.append(tag)
        _rename(tag, prefix)
        if lang:
            tag.Lang = String(lang)
    numbers = list(added.ParentTree.Nums)
    for key, tag in zip(numbers[::2], numbers[1::2], strict=True):
        table.append(first + int(key))
        table.append(tag)
    for page in pages:
        page.StructParents = first + int(page.StructParents)
    for link in _links(pages):
        link.StructParent = first + int(link.StructParent)


def _rename(tag: Object, prefix: str) -> None:
    """Give the headings of tables names that no other part has, as the cells that refer to them need."""
    if "/ID" in tag:
        tag.ID = String(prefix + str(tag.ID))
    if "/A" in tag and "/Headers" in tag.A:
        tag.A.Headers = Array([String(prefix + str(id)) for id in tag.A.Headers])
    for child in tag.get("/K", ()):
        if isinstance(child, Dictionary) and "/S" in child:
            _rename(child, prefix)


def _links(pages: Iterable[Page]) -> Iterator[Object]:
    for page in pages:
        yield from page.get("/Annots", ())


def _bookmarks(items: Iterable[OutlineItem], old: Sequence[tuple[int, int]], pages: Sequence[Page]) -> Iterator[OutlineItem]:
    """Yield the bookmarks of a part, which lead to its pages in the whole."""
    for item in items:
        assert isinstance(item.destination, Array)  # noqa: S101 - so WeasyPrint writes it
        page, *place = item.destination
        target = Array([pages[old.index(page.objgen)].obj, *place])
        copied = OutlineItem(item.title, target)
        copied.children.extend(_bookmarks(item.children, old, pages))
        yield copied


def _lead_to_part(link: Object, whole: Pdf, titles: Sequence[str], starts: Sequence[int]) -> None:
    """Let an entry of the contents lead to its part."""
    address = str(link.A.URI) if "/A" in link else ""
    if address.startswith(TO_PART):
        part = int(address.removeprefix(TO_PART)) - 1
        page = whole.pages[starts[part]]
        del link.A
        link.Dest = Array([page.obj, Name.XYZ, 0, page.mediabox[3], 0])
        link.Contents = String(titles[part])
