"""Every address of a link is read as browsers read it, with its line, however it is written."""

from __future__ import annotations

from itertools import chain

import pytest

import sample
from conftest import SiteMaker
from sevenminute.markdown.link import PageLink
from uploads import picture


def panel(text: str, title: str = "A briefing") -> str:
    """Return a briefing whose third panel has a text, which begins on line 19."""
    return sample.briefing(sample.panels().replace("Words about what to notice.", text), title=title)


UNREADABLE = [
    ("[q](http://[bad/x)", {1: "http://[bad/x"}),
    ("<https://[bad/>", {1: "https://[bad/"}),
    ("[q][a]\n\n[a]: https://[bad/", {1: "https://[bad/"}),
    ('<p>\n<a href="//[bad/x">q</a></p>', {2: "//[bad/x"}),
    ('<p><a href="https://a]b/">q</a></p>', {1: "https://a]b/"}),
    ('Words\n<a href="http://a&#x2100;b/">q</a> [r](https://example.org／x/)', {2: "http://a℀b/"}),
    ("A note.[^1]\n\n[^1]: Words [q](//[bad).", {3: "//[bad"}),
    ("| a | b |\n| --- | --- |\n| c | [q](http://[bad) |", {3: "http://[bad"}),
    ('<div>\n\n<a href="https&colon;//[bad/">x</a>\n\n</div>', {3: "https://[bad/"}),
    ('<a href="//[x">a</a>\n\n<a href="//[x">a</a>', {1: "//[x", 3: "//[x"}),
]
"""What stands on a page, and the address of each line that nobody can read."""


def test_an_address_that_nobody_can_read_is_named_with_its_line(make_site: SiteMaker) -> None:
    briefings = {f"briefings/part{number}.md": panel(text, f"Part {number}") for number, (text, _) in enumerate(UNREADABLE, 1)}
    pages = {f"docs/page-{number}.md": f"# Page\n\n{text}\n" for number, (text, _) in enumerate(UNREADABLE, 1)}
    site = make_site({**briefings, **pages})
    said = "cannot be read as a web address: copy it again from the address bar"
    expected = chain.from_iterable(
        (f"briefings/part{number}.md:{line + 18}: “{address}” {said}", f"docs/page-{number}.md:{line + 2}: “{address}” {said}")
        for number, (_, addresses) in enumerate(UNREADABLE, 1)
        for line, address in addresses.items()
    )
    assert not site.passed
    assert set(expected) <= set(site.messages)
    assert all(said in message for message in site.messages)
    assert "This page cannot be shown yet" in site.html("page-1").get_text(" ", strip=True)


@pytest.mark.parametrize("text", ["<p><a href='https://[::1]/'>q</a></p>", '`<a href="//[x">`', "    [q](//[x)"])
def test_an_address_that_can_be_read_is_none_of_them(make_site: SiteMaker, text: str) -> None:
    assert make_site({"briefings/a.md": panel(text)}).messages == []


NOT_THERE = [
    ('<p><a href="\\\\server\\share\\a.pdf">x</a></p>', 1, "“\\\\server\\share\\a.pdf” is in a shared folder"),
    ('<p>\n<a href="gone\\\\a.md">x</a></p>', 2, "“gone\\\\a.md” is not there"),
    ('<p>\n<a href="`gone.md">x</a> <b title="`">x</b></p>', 2, "“`gone.md” is not there"),
    ('<p title="`">\n<a href="gone.md">x</a> <b title="`">x</b></p>', 2, "“gone.md” is not there"),
    ('<div>\n`<a href="gone.md">x</a>`\n</div>', 2, "“gone.md” is not there"),
    (
        '<p title="`">\n<img src="https://www.example.org/x.png" alt="`"></p>',
        2,
        "“https://www.example.org/x.png” would be loaded",
    ),
    ("[x](///x)", 1, "“///x” is an incomplete web address: write https:// in place of the first strokes"),
    ('<p>\n<a href="///www.example.org/">x</a></p>', 2, "“///www.example.org/” is an incomplete web address"),
    ("[x](../docs/about'.md)", 1, "“../docs/about'.md” is not there"),
    ("Words.\n[x](../docs/about.md'x)", 2, "“../docs/about.md'x” is not on the site"),
    ('<p>\n<img src="../docs/about.md" alt="x"></p>', 2, "“../docs/about.md” is a page, which cannot be shown as a picture"),
    ("Words.\n\n![x](../docs/about.md)", 3, "“../docs/about.md” is a page, which cannot be shown as a picture"),
    ("[x](../docs/about.md)\n![x](../docs/about.md)", 2, "“../docs/about.md” is a page, which cannot be shown as a picture"),
    ("![x][a]\n\n[a]: ../docs/about.md", 3, "“../docs/about.md” is a page, which cannot be shown as a picture"),
    ('<p><img src="#panel-1" alt="x"></p>', 1, "“#panel-1” is a page, which cannot be shown as a picture"),
]
"""What stands on a page, the line of the one mistake, and how that is told."""


def test_an_address_that_leads_nowhere_is_named_with_its_line_once(make_site: SiteMaker) -> None:
    briefings = {f"briefings/part{number}.md": panel(text, f"Part {number}") for number, (text, *_) in enumerate(NOT_THERE, 10)}
    site = make_site({**briefings, "docs/about.md": "# About\n"})
    assert not site.passed
    for (text, line, said), message in zip(NOT_THERE, sorted(site.messages), strict=True):
        path = message.partition(":")[0]
        assert message.startswith(f"{path}:{line + 18}: {said}"), text


LIVE = [
    ('<a href=" https://www.example.org/a ">x</a>', "https://www.example.org/a"),
    ('<a href="ht\ntps://www.example.org/a">x</a>', "https://www.example.org/a"),
    ('<a href="&#10;https://www.example.org/a&#9;">x</a>', "https://www.example.org/a"),
    ('<a href="https&colon;//www.example.org/a">x</a>', "https://www.example.org/a"),
    ("[x](https&colon;//www.example.org/a)", "https://www.example.org/a"),
    ("[x](&#32;https://www.example.org/a)", "https://www.example.org/a"),
    ("[x](https://www.example.org/?a=1&b=2&copy=3&amp;lt;)", "https://www.example.org/?a=1&b=2&copy=3&lt;"),
    ('<a href=" ../docs/about.md ">x</a>', "../../about/index.html"),
    ('<a href="../docs/%61bout.md">x</a>', "../../about/index.html"),
    ('<a href="%2e%2e/docs/about.md">x</a>', "../../about/index.html"),
    ("[x](../docs/%61bout.md?a=1#part)", "../../about/index.html?a=1#part"),
    ("[x](..&#47;docs/about.md)", "../../about/index.html"),
    ("[x](&#32;../docs/about.md)", "../../about/index.html"),
    ("[x](safer\\_sleep.md)", "../safer_sleep/index.html"),
    ("[x][about]\n\n[about]: &#46;./docs/about.md", "../../about/index.html"),
    ('<img src=" guide.png " alt="x">', "../guide.png"),
    ("![x](guide&#46;png)", "../guide.png"),
    ("![x](guide%2Epng)", "../guide.png"),
    ("<jo@example.org>", "mailto:jo@example.org"),
]
"""A link or picture as an editor may write it, and its address on the page."""


def test_an_address_is_taken_as_browsers_take_it(make_site: SiteMaker) -> None:
    briefings = {f"briefings/part{number}.md": panel(text, f"Part {number}") for number, (text, _) in enumerate(LIVE, 1)}
    site = make_site(
        {
            **briefings,
            "briefings/safer_sleep.md": sample.briefing(title="Safer sleep"),
            "briefings/guide.png": picture(),
            "docs/about.md": "# About\n\n## Part\n\n[x](../briefings/%70art1.md)\n",
        }
    )
    assert site.messages == []
    for number, (text, address) in enumerate(LIVE, 1):
        made = site.html(f"briefings/part{number}").select_one("#panel-3 ~ p :is(a, img), section:has(#panel-3) :is(a, img)")
        assert made, text
        assert (made.get("href") or made.get("src")) == address, text


@pytest.mark.parametrize(
    "target", ["https://www.example.org/", "HTTPS:\\\\www.example.org\\a", "http:///www.example.org/", "https://["]
)
def test_a_link_to_another_site_is_one_however_its_slashes_are_written(target: str) -> None:
    assert PageLink("A guide", target, 1, None).leaves_site
    assert not PageLink("A guide", target.replace(":", "", 1), 1, None).leaves_site
