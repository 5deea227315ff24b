"""HTML is read by one parser, selectolax: no other, and no regular expression, decides what a page holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from conftest import ROOT

ALLOWED = {
    "markdown/html/source.py": "Markdown's own addresses between angle brackets, no tags, and code that hides a comment",
    "markdown/comments.py": "comments in pieces that the parser took for HTML, and their marks in what it took for words",
    "lint/markdown.py": "an address that a definition gives, which begins with no angle bracket",
    "text/marks.py": "words that readers would see: what looks like a tag, and is none",
}
"""Module to what its patterns with a `<` read, and why that is not HTML or decides nothing."""

OTHER_READERS = {
    "links/fetch/page/parsing.py": "pages of other sites, of which no tree is built, however long they are",
    "markdown/html/source.py": "on which line an editor wrote a tag, which selectolax does not tell",
}
"""Module that reads HTML with something else than selectolax, and why."""
OTHERS = re.compile(r"(html\.parser|bs4|html5lib|lxml\.html|lxml\.etree\.HTML\w*)\b")

GROUP = re.compile(r"\(\?(?:P?<[A-Za-z_]\w*>|<[=!]|[:=!])")
TAG = re.compile(r"<(?:[A-Za-z/!?([.\\^]|$)")
"""A `<` in a pattern with what may begin a tag behind it: a letter, a stroke, a class, a group."""


def patterns(source: str) -> Iterator[str]:
    """Yield the patterns that a module compiles or uses at once, without what is filled into them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            texts = (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
            yield "".join(text for text in texts if isinstance(text, str))


def reads_html(pattern: str) -> bool:
    return bool(TAG.search(GROUP.sub("(", pattern)))


@pytest.mark.parametrize(
    "pattern", ["<a\\b[^>]*>", "</?[a-z]+>", "(<(?P<tag>pre|b).*?</(?P=tag)>)", "(?P<x><img)", "<!--.*?-->", "x<(?:a|b)"]
)
def test_a_pattern_over_html_is_known_for_one(pattern: str) -> None:
    assert reads_html(pattern)


@pytest.mark.parametrize("pattern", ["(?P<tag>a)", "(?<=x)a", "(?<!x)a", "^<{7}", "[<>]", "a<"[:1], "\\](?P<a>b)"])
def test_others_are_not(pattern: str) -> None:
    assert not reads_html(pattern)


def test_no_pattern_reads_html_but_those_of_which_we_know_why() -> None:
    folder = ROOT / "hooks"
    found = {
        file.relative_to(folder).as_posix().removeprefix("sevenminute/")
        for file in folder.rglob("*.py")
        if any(map(reads_html, patterns(file.read_text(encoding="utf-8"))))
    }
    assert found == ALLOWED.keys()


def readers(source: str) -> Iterator[str]:
    """Yield the readers of HTML, other than selectolax, that a module imports or uses."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("etree."):
            names = [f"lxml.{ast.unparse(node)}"]
        else:
            names = []
        yield from filter(OTHERS.match, names)


@pytest.mark.parametrize(
    "source",
    [
        "from html.parser import HTMLParser",
        "from html import parser",
        "import html.parser",
        "from bs4 import BeautifulSoup",
        "import lxml.html",
        "from lxml import html",
        "from lxml import etree\nmade = etree.HTMLParser()",
        "from lxml.etree import HTMLPullParser",
    ],
)
def test_another_reader_of_html_is_known_for_one(source: str) -> None:
    assert list(readers(source))


@pytest.mark.parametrize(
    "source",
    ["from html import escape", "from lxml import etree\netree.XMLParser()", "from selectolax.lexbor import LexborHTMLParser"],
)
def test_what_reads_no_html_is_none(source: str) -> None:
    assert not list(readers(source))


def test_html_is_read_by_no_other_parser_but_where_we_know_why() -> None:
    folder = ROOT / "hooks"
    found = {
        file.relative_to(folder).as_posix().removeprefix("sevenminute/")
        for file in folder.rglob("*.py")
        if any(readers(file.read_text(encoding="utf-8")))
    }
    assert found == OTHER_READERS.keys()


def test_no_decision_is_made_by_finding_a_tag_in_a_text() -> None:
    """As in `content.find("<div")`, `"<h1" in content`, `content.split("<p>")`."""
    found = []
    for file in sorted((ROOT / "hooks").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SEARCHING:
                sought = node.args[:1]
            elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
                sought = [node.left]
            else:
                continue
            found += [f"{file.name}: {part.value!r}" for part in sought if isinstance(part, ast.Constant) and is_tag(part.value)]
    assert found == []


SEARCHING = (
    "find",
    "index",
    "rfind",
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "startswith",
    "endswith",
    "removesuffix",
    "count",
)


def is_tag(value: object) -> bool:
    return isinstance(value, str) and bool(re.match(r"</?[a-zA-Z]", value))
