"""Comments that Markdown or browsers would show to readers: an editor's note is for nobody else."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sevenminute.markdown.line_numbers import marked_comments, marked_ends
from sevenminute.markdown.link import CommentFault


def comment_faults(html: str) -> tuple[tuple[int, CommentFault], ...]:
    """Return what is wrong with the comments of some HTML with marks; code has none, but by its indent alone it may be a note.

    What stands behind a wrong beginning ends elsewhere than it seems, so nothing is said of ends behind one.
    """
    root = LexborHTMLParser(html).root
    begins, ends = dict[int, CommentFault](), set[int]()
    for node in root.traverse(include_text=True) if root else ():
        if node.is_comment_node:
            begins |= dict.fromkeys(marked_comments(f"<!--{node.comment_content}")[1:], CommentFault.NESTED)
        elif node.is_element_node or not _is_code(node):
            texts = node.attributes.values() if node.is_element_node else (node.text_content,)
            begins |= {line: CommentFault.SHOWN for text in texts for line in marked_comments(text or "")}
            ends |= {line for text in texts for line in marked_ends(text or "")}
        elif _is_indented(node):
            begins |= dict.fromkeys(marked_comments(node.text_content or ""), CommentFault.SHOWN)
    first = min(begins, default=None)
    wrong = {line: CommentFault.ENDED for line in ends if first is None or line < first}
    return tuple(sorted((wrong | begins).items(), key=lambda fault: fault[0]))


def _is_code(node: LexborNode | None) -> bool:
    while node is not None and node.tag not in ("code", "pre"):
        node = node.parent
    return node is not None


def _is_indented(node: LexborNode | None) -> bool:
    """Tell whether a text is a block of code by its indent alone: a block between fences lies in a box of its own."""
    while node is not None and node.tag != "pre":
        node = node.parent
    box = node.parent if node is not None else None
    return box is not None and box.attributes.get("class") != "highlight"
