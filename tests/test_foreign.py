"""Nothing is loaded from another host, and nothing runs, whatever an editor pastes."""

from __future__ import annotations

import pytest

import sample
from conftest import SiteMaker
from sevenminute.foreign import find_foreign, find_foreign_html
from sevenminute.outline import read_outline


def said(text: str) -> list[str]:
    return [str(problem) for problem in find_foreign("briefings/x.md", read_outline(text).kept, 1)]


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/a.png", "http://x/a.png", "//x/a.png", "file:///C:/a.png", "C:/a.png", "data:image/png;base64,AA"],
)
def test_a_picture_from_elsewhere_is_named(address: str) -> None:
    message = said(f"\n![A picture]({address})")[0]
    assert message.startswith("briefings/x.md:2: “")
    assert "would be loaded from elsewhere" in message


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://x/a.png" alt="A">',
        "<IMG alt=A SRC=//x/a.png>",
        '<video poster="https://x/a.png"></video>',
        '<img srcset="https://x/a.png 2x" alt="A">',
        "<script>alert(1)</script>",
        '<iframe src="https://x/"></iframe>',
        "<style>@import 'https://x/'</style>",
        "<svg><script>1</script></svg>",
        "<form action=x>",
        '<a href="#" onclick="x()">',
        "<p style='color: red'>",
        "[run](javascript:alert(1))",
        "[run]: javascript:alert(1)",
        '<a href="JavaScript:alert(1)">',
        "[file](file:///C:/a.md)",
    ],
)
def test_what_loads_or_runs_is_named(html: str) -> None:
    assert said(f"Words.\n\n{html}")


@pytest.mark.parametrize(
    "text",
    [
        "[words](https://www.example.org/) and ![A dot](dot.png)",
        "`<script>` and `![x](https://www.example.org/a.png)`",
        "```html\n<script>alert(1)</script>\n```",
        "<!-- <script> -->",
        "The weight is < 3 kg, on = off, style = plain.",
        '<div class="note" markdown="1">Words.</div>',
        '<img src="dot.png" alt="A dot">',
        "![Our area](<map of our area.png>) and [the form](<form a b.pdf>)",
    ],
)
def test_what_does_neither_passes(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Ask <name of child>.",
            "2: “<name of child>” is no HTML that a page may hold, and would vanish from it: write \\< for a <",
        ),
        (
            "<p class=note>One\n<font\ncolor=red>two</font></p>",
            "3: “<font color=red>” is no HTML that a page may hold: delete it, and </font> behind the words, which stay",
        ),
        ("<CENTER>Words</CENTER>", "2: “<CENTER>” is no HTML that a page may hold: delete it, and </center> behind the words"),
        ("Words<o:p></o:p>", "2: “<o:p>” is no HTML that a page may hold: delete it, and </o:p> behind the words, which stay"),
        ("<iframe\nsrc=x></iframe>", "2: <iframe> is not shown on this site: write a link to it instead"),
        ('<p class="a"\nstyle="color: red">', "2: style= in HTML does nothing on this site: delete it"),
        (
            '<table><tr><th colspan="2">x</th></tr></table>',
            "2: colspan= makes cells in which screen readers and PDFs lose their way: give each row all of its cells",
        ),
        ('<a href="https://www.example.org/" target="_blank">x</a>', "2: target= in HTML does nothing on this site: delete it"),
        ("<a href='java&#9;script:alert(1)'>x</a>", "2: “javascript:alert(1)” is no address for a link: write one that begins"),
    ],
)
def test_what_is_not_on_the_list_is_named_with_its_line(text: str, problem: str) -> None:
    assert [message for message in said(f"Words.\n{text}") if message.startswith(f"briefings/x.md:{problem}")]


@pytest.mark.parametrize("html", ["<div>", "</div>", "</article>", "<b>words", "<!-- words", "</p></main>"])
def test_tags_that_would_break_the_page_are_named(html: str) -> None:
    assert find_foreign_html(f"<p>Words.</p>{html}<p>More.</p>")


def test_what_editors_note_for_each_other_reaches_no_reader(make_site: SiteMaker) -> None:
    body = sample.panels().replace(
        "Words about background.", "Words.\n\n<!-- ask Jo\nabout this -->\n\nMore <!-- or Kim --> words."
    )
    site = make_site({"briefings/a.md": sample.briefing(body), "docs/help.md": "# Help\n\n<!-- ask Jo -->\n\nWords.\n"})
    assert site.passed, site.messages
    built = [file.read_text(encoding="utf-8") for file in site.folder.rglob("*") if file.suffix in {".html", ".js", ".json"}]
    assert not [text for text in built if "ask Jo" in text or "or Kim" in text]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="x"\nonclick="alert(1)">words</a>',
        '<img alt="A"\nsrc="https://x.example.com/x.png">',
        '<img alt="a>b" src="x" onerror="alert(1)">',
        '[x](#a){: onclick="alert(1)" }',
        "[x](&#106;avascript:alert(1))",
        "[x](<img src=x onerror=alert(1)>",
        "[x][j]\n\n[j]:\n   javascript:alert(1)",
        "![x][pic]\n\n[pic]: https://x.example.com/x.png",
        '<source srcset="a.png, https://x.example.com/x.png 2x">',
        '<button formaction="javascript:alert(1)">x</button>',
    ],
)
def test_nothing_of_it_reaches_a_page_however_it_is_written(make_site: SiteMaker, text: str) -> None:
    site = make_site({"briefings/a.md": sample.briefing(), "docs/help.md": f"# Help\n\n{text}\n"})
    assert not site.passed
    assert any(message.startswith("docs/help.md:") for message in site.messages)
    built = (site.folder / "help/index.html").read_text(encoding="utf-8")
    main = built[built.index("<main") : built.index("</main")]
    assert "alert(1)" not in main
    assert "x.example.com" not in main
