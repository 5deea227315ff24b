"""The Python-Markdown extension that shows `\\<` as `<`, as code hosts do: else it would begin a tag all the same."""

from __future__ import annotations

from markdown.extensions import Extension

from markdown import Markdown


class EscapedBrackets(Extension):
    """Lets a backslash take its meaning from a `<`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        md.ESCAPED_CHARS.append("<")
