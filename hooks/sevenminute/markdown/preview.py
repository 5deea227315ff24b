"""What the code host's preview shows of a page: comrak's reading of it, which GitLab uses and which follows GitHub's.

What this site has and no preview is written in the preview's own marks first, line by line, so that lines stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec

from markdown_it.token import Token

from sevenminute.markdown.grammar.blocks import CALLOUT
from sevenminute.markdown.grammar.parser import RESOURCE, parse_markdown
from sevenminute.markdown.html.tree import parse_html
from sevenminute.markdown.leaves import TITLE_MARK, Leaf, leaves_of

_DEFINES = re.compile(r"(?P<indent>[ \t]*(?:> ?)*[ \t]*):(?P<space>[ \t]+)(?=\S)")
_ATTRIBUTES = re.compile(r"[ \t]*\{(?::[ ]*(?=[^}\n ])|(?=[ ]*(?:[#.]|[\w-]+=)))[^}\n]*\}")


def is_available() -> bool:
    """Tell whether comrak is installed: there are machines for which it has no wheel."""
    return find_spec("comrak") is not None


def preview_leaves(markdown: str, ids: Iterable[str]) -> list[Leaf]:
    """Return what the preview of a page shows.

    Args:
        markdown: The page's Markdown, with its placeholders filled.
        ids: Ids of the register, which every page may cite.
    """
    import comrak  # noqa: PLC0415 - it is not on every machine; see `is_available`

    extensions = comrak.ExtensionOptions()
    for name in ("table", "strikethrough", "autolink", "tasklist", "alerts", "footnotes", "shortcodes"):
        setattr(extensions, name, True)
    options = comrak.RenderOptions()
    options.unsafe_ = options.sourcepos = True  # raw HTML has been looked at
    html = comrak.render_markdown(_in_their_marks(markdown, ids), extension_options=extensions, render_options=options)
    return leaves_of(parse_html(html))


def _in_their_marks(markdown: str, ids: Iterable[str]) -> str:
    """Return a page in which nothing is left that no preview knows."""
    lines = markdown.split("\n")
    parsed = parse_markdown(markdown, ids)
    tokens = [*parsed.tokens, *(token for note in parsed.notes.values() for token in note)]
    for token in tokens:
        if token.map and token.type == "inline":
            _cut_attributes(lines, token)
    for token in tokens:
        if token.map and token.type == "dd_open":
            number = next((number for number in range(*token.map) if _DEFINES.match(lines[number])), token.map[0])
            lines[number] = _DEFINES.sub(r"\g<indent>-\g<space>", lines[number], count=1)
    for abbreviation in parsed.abbreviations:
        lines[abbreviation.line] = ""
    for token in tokens:
        if token.map and token.type == f"{CALLOUT}_open":
            _make_quotation(lines, token)
    links = [token.attrs for block in tokens for token in block.children or () if "href" in token.attrs or "src" in token.attrs]
    cited = {given.get("href") for given in links}
    definitions = [f"[{id}]: {RESOURCE}{id}" for id in ids if f"{RESOURCE}{id}" in cited]
    # comrak follows no more ids than have, with their addresses, the length of the page; code hosts follow 100,000 letters.
    room = "\n" * sum(len(str(value)) for given in links for value in given.values())
    return "\n".join([*lines, "", *definitions, room])


def _cut_attributes(lines: list[str], block: Token) -> None:
    """Cut the attribute lists out of a block; those between backticks are words."""
    for number in range(*(block.map or (0, 0))):
        if "{" in lines[number]:
            pieces = re.split(r"(`+[^`]*`+)", lines[number])
            lines[number] = "".join(piece if piece.startswith("`") else _ATTRIBUTES.sub("", piece) for piece in pieces)


def _make_quotation(lines: list[str], callout: Token) -> None:
    """Write a callout as a quotation of the same depth, whose first line is a heading with the callout's kind and title."""
    first, last = callout.map or (0, 0)
    before, _, _ = lines[first].partition("!!!")
    kind = str(callout.attrs["class"]).split()[1]
    lines[first] = f"{before}> ###### {TITLE_MARK}{kind}{TITLE_MARK} {callout.meta.get('title', '')}"
    for number in range(first + 1, last):
        kept, text = lines[number][: len(before)], lines[number][len(before) :]
        lines[number] = f"{kept.ljust(len(before))}> {text.removeprefix('    ')}" if text.strip() else f"{before}>"
