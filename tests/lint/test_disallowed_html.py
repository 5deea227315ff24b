"""Nothing is loaded from another host, and nothing runs, whatever an editor pastes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample
from conftest import ROOT, SiteMaker
from hostile_snippets import SNIPPETS
from sevenminute.lint.html import find_disallowed_html, read_page_html
from sevenminute.lint.html_allowlist import SITE_BLOCKS, SITE_IDS
from sevenminute.markdown.document import DocumentReader
from sevenminute.markdown.limits import limit_problems
from sevenminute.markdown.page_links import OWN_SCHEMES

OVERRIDES = ROOT / "overrides"


def said(text: str) -> list[str]:
    return [str(problem) for problem in find_disallowed_html("briefings/x.md", DocumentReader().read(text, 1))]


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/a.png", "http://x/a.png", "//x/a.png", "file:///C:/a.png", "C:/a.png", "data:image/png;base64,AA"],
)
def test_a_picture_from_elsewhere_is_named(address: str) -> None:
    message = said(f"\n![A picture]({address})")[0]
    assert message.startswith("briefings/x.md:2: “")
    assert "would be loaded from another website" in message


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
        "[run]\n\n[run]: javascript:alert(1)",
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
        '<div class="note">Words.</div>',
        '<img src="dot.png" alt="A dot">',
        "![Our area](<map of our area.png>) and [the form](<form a b.pdf>)",
        '*Gofal*{ lang=cy } and <span lang="zh-Hans">words</span>',
        "*[File]: File: a folder of paper\n\nOne [^1]: data: a footnote is none",
    ],
)
def test_what_does_neither_passes(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Ask <name of child>.",
            "2: “<name of child>” is not HTML that a page may hold, and would vanish from it: write \\< for a <",
        ),
        (
            "<p class=note>One\n<font\ncolor=red>two</font></p>",
            "3: “<font color=red>” is not HTML that a page may hold: delete it, and </font> after the words; keep the words",
        ),
        ("<CENTER>Words</CENTER>", "2: “<CENTER>” is not HTML that a page may hold: delete it, and </center> after the words"),
        ("<iframe\nsrc=x></iframe>", "2: <iframe> is not shown on this site: write a link to it instead"),
        (
            "<button>Call</button>",
            "2: <button> is not shown on this site: readers can send nothing from here; delete it, or write",
        ),
        ("<svg><path/></svg>", "2: <svg> is not shown on this site: save the drawing as a file beside this one, and write !["),
        ("<script>x</script>", "2: <script> is not shown on this site: delete it, with all that is in it"),
        ("<math><mi>x</mi></math>", "2: <math> is not shown on this site: say it in words, or upload it as a picture"),
        ('<p class="a"\nstyle="color: red">', "3: style= in HTML does nothing on this site: delete it"),
        ("\n*Gofal*{ lang=Welsh }", "3: lang=“Welsh” is not the code of a language: write cy"),
        ("<p lang='en_XX'>x</p>", "2: lang=“en_XX” has the country “XX”, which there is not: write en alone"),
        ('<a href="https://www.example.org/" hreflang="welsh">x</a>', "2: hreflang=“welsh” is not the code of a language: write"),
        ("<p lang>x</p>", "2: lang=“” is not the code of a language: write cy for Welsh,"),
        (
            '<table><tr><th colspan="2">x</th></tr></table>',
            "2: colspan= joins cells, which screen readers and PDFs cannot follow: give each row all of its cells",
        ),
        ('<a href="https://www.example.org/" target="_blank">x</a>', "2: target= in HTML does nothing on this site: delete it"),
        (
            "<a href='java&#9;script:alert(1)'>x</a>",
            "2: “javascript:alert(1)” is not an address for a link: write one that begins",
        ),
    ],
)
def test_what_is_not_on_the_list_is_named_with_its_line(text: str, problem: str) -> None:
    assert [message for message in said(f"Words.\n{text}") if message.startswith(f"briefings/x.md:{problem}")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('<a rel="attachment" href="x.pdf">x</a>', 1),
        ('Words, and\n\nmore <A\nHREF="x.pdf"\nREL=attachment>x</A>.', 5),
        ('<a title="a > b" href="x.pdf" rel="&#97;ttachment">x</a>', 1),
        ("- one\n- two\n    - <a href=x.pdf rel=attachment>x</a>", 3),
        ("| a |\n| --- |\n| b |\n| <a href=x.pdf rel=attachment>x</a> |", 4),
        ('!!! note "Box"\n\n    Words.\n\n    <a href=x.pdf\n    rel=attachment>x</a>', 6),
        ("> Words\n>\n> <a href=x.pdf rel=attachment>x</a>", 3),
        ("<!-- a --!> Words\n\n<b rel=attachment>x</b> -->", 3),
        ("Words <!-- a\n--!> and\nmore <b rel=attachment>x</b> -->", 3),
        ("<!--> Words\n\n<b rel=attachment>x</b> -->", 3),
        ("Words <!---> and\n<b rel=attachment>x</b> -->", 2),
        ("<!-- <b rel=attachment>\n-- > --!-->\n\n<i\nrel=attachment>x</i>", 5),
        ("<div>\n\n*x* <a href=x.pdf rel=attachment>x</a>\n\n</div>", 3),
        ("<div>\n<p>a < b\n<![note]>x\n<a href=x.pdf rel=attachment>x</a>\n</div>", 4),
        ("Relative, interrelated.\n\n[x](x.pdf){: rel=attachment }", 3),
        ("rel=\n\n![x](x.png){ rel='attachment' }", 3),
        ("Words\n\n*x*{: .a rel=attachment }", 3),
        ("# Title\n\n## Rel {: rel=attachment }", 3),
        ("Words.\n\nA paragraph.\n{: rel=attachment }", 4),
        ("<https://www.example.org/?rel=attachment>, <jo@example.org>\n\n<a rel=attachment href=x.pdf>x</a>", 3),
        ("[x](<rel=a.pdf>) and `<a rel=attachment>`\n\n<b>x</b>\n<a rel=attachment href=x.pdf>x</a>", 4),
        ("A note.[^1]\n\n[^1]: <a rel=attachment href=x.pdf>x</a>", 3),
    ],
)
def test_an_attribute_is_named_with_the_line_on_which_it_stands_however_it_is_written(text: str, line: int) -> None:
    assert said(text) == [f"briefings/x.md:{line}: rel= in HTML does nothing on this site: delete it"]


def test_every_mistake_is_named_at_once_those_of_markdown_too() -> None:
    assert [message.split(":")[1] for message in said("*a*{: rel=b }\n\n*a*{: rel=b }\n\n*a*{: rel=b }")] == ["1", "3", "5"]
    text = "<b rel=a>x</b>\n\n*y*{: rel=b }\n\n[z](&#106;avascript:alert(1))\n\n<b style=c>x</b>\n\n<i>w"
    assert [message.split(":")[1] for message in sorted(said(text))] == ["1", "3", "5", "7", "9"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<b>x\n\nWords.", [1]),
        ("Ask <name of the child>.\n\nThen <b>call.", [3]),
        ("Ask <name of the child> and <telephone>.\n\nThen\n<em>call.", [4]),
        ("<!-- <b> -->\n\nWrite \\<b> or `<b>`.\n\nThen <i>call.", [5]),
        ("<b>One\n\n<i>Two", [1, 3]),
    ],
)
def test_a_tag_that_is_never_closed_is_named_with_its_own_line(text: str, lines: list[int]) -> None:
    unpaired = "an HTML tag is opened and never closed, or closed and never opened: write both <b> and </b>, or neither"
    assert [message for message in said(text) if unpaired in message] == [f"briefings/x.md:{line}: {unpaired}" for line in lines]


def test_a_sign_behind_a_backslash_is_shown_and_begins_no_tag(make_site: SiteMaker) -> None:
    words = "Ask \\<name of the child>, write \\<b> and `\\<i>`. \\\\<b>x</b>"
    site = make_site({"briefings/a.md": sample.briefing(sample.panels().replace("Words about what to ask.", words))})
    assert site.messages == []
    assert "Ask <name of the child>, write <b> and \\<i>. \\x" in site.html("briefings/a").text


@pytest.mark.parametrize("address", ["/etc/passwd", "/\\\\host/a.png", "\\\\/host/a.png", "/a.png", "\\\\host\\a.png"])
def test_a_picture_is_not_named_from_the_root(address: str) -> None:
    assert said(f'<img alt="A" src="{address}">')


@pytest.mark.parametrize("html", ["<div>", "</div>", "</article>", "<b>words", "<!-- words", "</p></main>"])
def test_tags_that_would_break_the_page_are_named(html: str) -> None:
    assert read_page_html(f"<p>Words.</p>{html}<p>More.</p>").disallowed


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ('<p class="quick-exit__status">x</p>', 1, "class=“quick-exit__status”"),
        ('<p\nclass="a SCREEN-ONLY screen-only">x</p>', 2, "class=“screen-only”"),
        ("Words.\n\n*x*{: .panel--3 }", 3, "class=“panel--3”"),
        ("Words.\n\n!!! panels\n    x", 3, "class=“panels”"),
        ('Words.\n\n<i id="quick-exit-hint">x</i>', 3, "id=“quick-exit-hint”"),
        ("## Words {: #main-content }", 1, "id=“main-content”"),
        ("<b id=Panel-4>x</b>", 1, "id=“Panel-4”"),
    ],
)
def test_nothing_that_an_editor_writes_passes_for_a_part_of_the_site(text: str, line: int, name: str) -> None:
    assert said(text) == [f"briefings/x.md:{line}: {name} is a name of the site’s own parts: delete it, or choose another"]


def test_all_names_of_the_site_s_own_parts_are_known() -> None:
    """As templates, scripts and style sheets write them, but for those that Markdown makes and the site only dresses."""
    texts = {file: file.read_text(encoding="utf-8") for end in ("html", "js", "css") for file in OVERRIDES.rglob(f"*.{end}")}
    templates = "".join(text for file, text in texts.items() if file.suffix == ".html")
    scripts = "".join(text for file, text in texts.items() if file.suffix == ".js")
    styles = re.sub(
        r"url\([^)]*\)|/\*.*?\*/", "", "".join(text for file, text in texts.items() if file.suffix == ".css"), flags=re.DOTALL
    )
    groups = re.findall(r'class="([^"]*)"', templates) + re.findall(r'make\("[a-z0-9]+", "([^"]*)"', scripts)
    words = {word for group in groups for word in re.sub(r"{[{%].*?[%}]}", " ", group).split()}
    words |= set(re.findall(r"\.([a-z][\w-]*)", styles))
    blocks = {word.partition("__")[0].partition("--")[0].rstrip("-") for word in words}
    assert blocks - SITE_BLOCKS == MADE_BY_MARKDOWN
    ids = set(re.findall(r'\bid="([^"{]*)"', templates)) | set(re.findall(r'\.id = "([^"]*)"', scripts))
    assert ids - SITE_IDS == set()


MADE_BY_MARKDOWN = {
    *("admonition", "task", "admonition-title", "danger", "footnote", "footnote-backref", "footnote-ref"),
    *("column-center", "column-right", "tel"),
}


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


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*SNIPPETS, "words", "- ", "> ", "\n", "\n\n", "<![x", "<?", "</"]), min_size=1, max_size=5))
def test_all_that_a_page_must_not_hold_is_found_before_it_is_built_with_a_line_of_its_file(pieces: list[str]) -> None:
    text = "".join(pieces)
    if limit_problems(text, "briefings/x.md", 1):
        return
    document = DocumentReader().read(text, 1)
    found = find_disallowed_html("briefings/x.md", document)
    refused = [
        foreign
        for foreign in read_page_html(document.page.html, is_only_markdown=True).disallowed
        if not foreign.value.startswith(OWN_SCHEMES)
    ]
    assert bool(found) >= bool(refused)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in found)
