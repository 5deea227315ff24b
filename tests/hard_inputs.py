"""Content that is hard on programs rather than wrong: deep, long, endless or invisible. Each is one file of a small site.

A program that reads it must come to an end soon: either it shows what is written, or it says what is wrong, with its line.
"""

from __future__ import annotations

from collections.abc import Callable

import sample

DEEP = 3_000
LONG = 50_000
FULL = 60_000
"""Bytes; a content file may have 65,536."""


def in_panel(text: str) -> str:
    """Return a briefing with a text in its third panel."""
    return sample.briefing(sample.panels().replace("Words about what to notice.", text))


def _nested(tag: str, depth: int, *, closed: bool = True, attributes: str = "") -> str:
    return f"<{tag}{attributes}>" * depth + "x" + f"</{tag}>" * depth * closed


def _filled(piece: str, size: int = FULL) -> str:
    return piece * (size // len(piece.encode()))


TEXTS: dict[str, str] = {
    # HTML within HTML
    "b-unclosed": "<b>" * DEEP + "x",
    "b": _nested("b", DEEP),
    "b-lines": "\n".join(["<b>"] * DEEP + ["x"] + ["</b>"] * DEEP),
    "div": _nested("div", DEEP),
    "div-lines": "\n\n".join(["<div>"] * DEEP + ["x"] + ["</div>"] * DEEP),
    "div-markdown": _nested("div", 1_500, attributes=' markdown="1"'),
    "div-markdown-lines": "\n".join(['<div markdown="1">'] * 1_200 + ["x"] + ["</div>"] * 1_200),
    "span": _nested("span", DEEP),
    "details": _nested("details", 2_900),
    "lists-in-html": "<ul><li>" * DEEP + "x" + "</li></ul>" * DEEP,
    "b-and-p": "<b><p>" * DEEP + "x",
    "tables-in-html": "<table><tr><td>" * 1_500 + "x",
    "many-kinds": _filled("<div><span><b><i><em><strong>", 40_000) + "x",
    "items-without-ends": "<ul>" + "<li>a" * 300 + "</ul>",
    "closing-only": "</b>" * 10_000,
    "rows-without-ends": "<table>" + "<tr><td>a<td>b" * 60 + "</table>",
    "tags-of-attributes": f"<span {_filled('a=b ', 40_000)}>x</span>",
    "one-attribute": f'<span title="{_filled("a", 40_000)}">x</span>',
    "anchors-in-anchors": '<a href="https://www.example.org/">' * 1_400 + "x",
    # one mark, again and again
    **{f"mark-{ord(mark):x}": mark * DEEP for mark in "*_[(`~|>#\\<{"},
    **{f"marks-spaced-{ord(mark):x}": f"{mark} " * DEEP for mark in "*`|>"},
    **{f"marks-words-{ord(mark):x}": f"{mark}a " * 500 for mark in "*_[`<&\\"},
    "strong-begun": "**a" * 2_000,
    "strong-begun-spaced": "**a " * 2_000,
    "strong-in-lines": "**a\n" * 10_000,
    "emphasis-in-strong": "*a **b " * 800,
    "emphasis-alternating": "*a _b " * 200 + "_ *" * 200,
    "triple": "***a " * 1_200,
    "underscores": "__a_b" * 1_600,
    "links-begun": "[a](" * 10_000,
    "links-in-links": "[a" * 3_000 + "](b)" * 3_000,
    "pictures-begun": "![a](" * 8_000,
    "references-begun": "[a][" * 10_000,
    "code-begun": "`a``b" * 1_600,
    "fences": "```\n" * 10_001,
    "fences-within": "\n".join("`" * length for length in range(3, 300)),
    "braces": "{: a" * 2_000,
    "attribute-lists": "x {: " + ".a " * 2_000 + "}",
    "comments": "<!-- a -->" * 6_000,
    "instructions": "<?a " * 10_000,
    "declarations": "<!A " * 10_000,
    "cdata": "<![CDATA[ " * 6_000,
    "angles": "<" * FULL,
    "addresses-begun": "<https://a" * 6_000,
    "escapes": "\\*" * 6_000,
    "entities": "&amp;" * 2_400,
    "entity-too-high": "&#999999999; &#xFFFFFFFFF; &#0; &#xD800; &#x1F600;",
    "entity-of-digits": f"&#{'9' * LONG};",
    "entity-of-hex": f"&#x{'F' * LONG};",
    "entities-begun": "&#" * 4_000,
    # depth by Markdown's own marks
    "quotes": ">" * 5_000 + " x",
    "quotes-spaced": "> " * 5_000 + "x",
    "lists-deep": "\n".join(f"{'    ' * depth}- x" for depth in range(100)),
    "lists-on-a-line": "- " * 5_000 + "x",
    "numbers-on-a-line": "1. " * 5_000 + "x",
    "callouts-deep": "\n".join(f"{'    ' * depth}!!! note\n" for depth in range(60)),
    "definitions-deep": "\n".join(f"{'    ' * depth}:   x\n" for depth in range(60)),
    "footnotes-deep": "\n\n".join(f"{'    ' * depth}[^{depth}]: x[^{depth + 1}]" for depth in range(60)),
    "indent": " " * FULL + "x",
    "tabs": "\t" * FULL + "x",
    # long
    "word-of-digits": "1" * LONG,
    "word-of-zeros": "0" * LONG,
    "digits-in-pairs": "01 " * 4_000,
    "digits-in-threes": "016 " * 3_000,
    "numbers-of-phones": "01632 960001 " * 800,
    "numbers-run-together": "01632960001" * 5_000,
    "plus-signs-and-digits": "+44" * 15_000,
    "word-of-letters": "a" * LONG,
    "word-of-hyphens": "a-" * (LONG // 2),
    "word-of-strokes": "a/" * (LONG // 2),
    "word-of-dots": "a." * (LONG // 2),
    "word-of-ats": "a@" * (LONG // 2),
    "word-of-wide-letters": "安" * 20_000,
    "no-break-spaces": "a\u00a0" * 4_000,
    "address": f"https://www.example.org/{'a' * LONG}",
    "address-of-strokes": f"https://www.example.org/{'a/' * (LONG // 2)}",
    "address-in-brackets": f"<https://www.example.org/{'a' * LONG}>",
    "address-of-link": f"[x](https://www.example.org/{'a' * LONG})",
    "address-of-percents": f"[x](https://www.example.org/{'%41' * (LONG // 3)})",
    "address-of-question": f"https://www.example.org/?{'a=b&' * (LONG // 4)}",
    "path-of-link": f"[x](../docs/{'a' * LONG}.md)",
    "path-up": f"[x]({'../' * 15_000}about.md)",
    "anchor-of-link": f"[x](#{'a' * LONG})",
    "host": f"https://{'a.' * 25_000}example.org/",
    "email": f"{'a' * LONG}@example.org",
    "emails": "a@example.org " * 800,
    "telephone": f"[x](tel:{'0' * LONG})",
    "one-line": _filled("Words about sleep and safety, ", 20_000),
    "one-paragraph-of-lines": "\n".join(["Words about sleep."] * 3_000),
    "paragraphs": "x\n\n" * 3_000,
    "lines-ended": "x  \n" * 499,
    "breaks": "<br>" * 2_000,
    "rules": "---\n\n" * 8_000,
    "items": "- x\n" * 499 + "\n",
    "headings": "### x\n\n" * 1_000,
    "headings-alike": "\n".join(f"### {'x' * 40}\n" for _ in range(1_200)),
    "heading": f"### {'x' * LONG}",
    "heading-of-words": f"### {_filled('Words ', 40_000)}",
    "table-of-columns": f"|{'a|' * 1_000}\n|{'-|' * 1_000}\n|{'b|' * 1_000}",
    "table-of-rows": "| a | b |\n|---|---|\n" + "| c | d |\n" * 498,
    "table-of-rows-long": "| a | b |\n|---|---|\n" + "| c | d |\n" * 5_000,
    "table-of-a-word": f"| a | b |\n|---|---|\n| {'x' * LONG} | d |",
    "table-in-html": "<table>" + "<tr>" + "<td>x</td>" * 5_000 + "</tr></table>",
    "span-of-cells": '<table><tr><td colspan="99999999" rowspan="99999999">x</td></tr></table>',
    "footnotes": "x"
    + "".join(f"[^{number}]" for number in range(2_000))
    + "\n\n"
    + "\n\n".join(f"[^{n}]: y" for n in range(2_000)),
    "footnote-used-often": "x" + "[^a]" * 10_000 + "\n\n[^a]: y",
    "footnotes-unused": "x\n\n" + "\n\n".join(f"[^{number}]: y" for number in range(5_000)),
    "footnote-of-itself": "x[^a]\n\n[^a]: y[^a]",
    "footnotes-in-a-ring": "x[^a]\n\n[^a]: y[^b]\n\n[^b]: z[^a]",
    "references": "\n".join(f"[w{number}]: https://www.example.org/{number}" for number in range(1_300)),
    "references-apart": "\n\n".join(f"[w{number}]: https://www.example.org/{number}" for number in range(1_300)),
    "references-used": "x [a]" * 1_600 + "\n\n[a]: https://www.example.org/",
    "references-unknown": "[nobody-knows][this] " * 2_500,
    "abbreviations": "SAR " * 400 + "\n\n" + "\n\n".join(f"*[S{number}]: x" for number in range(3_000)),
    "abbreviation-of-a-letter": "x" * 20_000 + "\n\n*[x]: y",
    "placeholders": "{{ organisation.name }} " * 400,
    "placeholders-begun": "{{ " * 3_000,
    "small-words": "a " * 5_000,
    "small-caps": "999 " * 3_000,
    "call": "call 999 or 101, " * 600,
    # letters
    "control": "a\x07b",
    "nul": "a\x00b",
    "right-to-left": "\u202e" * 5_000 + "abc",
    "isolates": "\u2067" * 5_000 + "abc",
    "zero-width": "a\u200b" * 3_000,
    "zero-width-alone": "\u200b" * 20_000,
    "joiners": "a\u200d" * 3_000,
    "soft-hyphens": "a\u00ad" * 25_000,
    "combining": "a" + "\u0301" * 25_000,
    "combining-floods": ("a" + "\u0301\u0316" * 60 + " ") * 200,
    "tags-of-flags": "\U0001f3f4" + "\U000e0067" * 12_000,
    "emoji": "\U0001f476 " * 2_400,
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 600,
    "private-letters": "\ue000" * 15_000,
    "private-letter": "A letter that nobody has: \ue123.",
    "fractions": "½ and ⅓ of all babies",
    "line-separators": "a\u2028b\u2029c\u0085d " * 800,
    "arabic": "الطفل " * 1_000,
    "widest-letter": "\ufdfd" * 5_000,
    "replacement": "\ufffd" * 5_000,
    "noncharacter": "a\U0001fffeb",
}
"""What a briefing holds in its third panel, by name."""

PAGES = (
    "b",
    "div",
    "div-markdown",
    "details",
    "word-of-digits",
    "address",
    "entity-of-digits",
    "footnote-used-often",
    "quotes",
    "nul",
)
"""Texts that stand on a page of `docs/` too."""

FACTS: dict[str, dict[str, str | None]] = {
    "flow-deep": {"owner": "[" * 10_000},
    "flow-deep-closed": {"owner": "[" * 5_000 + "]" * 5_000},
    "flow-maps-deep": {"owner": "{a: " * 3_000 + "}" * 3_000},
    "block-deep": {"questions": "\n" + "\n".join(f"{' ' * depth}-" for depth in range(1, 170))},
    "hyphens-deep": {"questions": "\n  " + "- " * 5_000 + "x"},
    "maps-deep": {"owner": "\n" + "\n".join(f"{' ' * depth}a:" for depth in range(1, 170))},
    "laughs": {"owner": '&a ["x", "x"]', "topics": "&b [*a, *a, *a]", "audience": "[*b, *b, *b]"},
    "itself": {"owner": "&a [*a]"},
    "merge": {"owner": "{<<: *a}"},
    "number-of-5000-digits": {"number": "9" * 5_000},
    "number-hex": {"number": "0x" + "f" * 5_000},
    "number-of-sixties": {"number": "1:" * 2_000 + "1"},
    "number-power": {"number": "1e999999999"},
    "number-infinite": {"number": ".inf"},
    "number-not-one": {"number": ".nan"},
    "number-of-other-digits": {"number": "٣"},
    "number-raised": {"number": "²"},
    "number-underscored": {"number": "1_000"},
    "month-99": {"published": "9999-99"},
    "year-0": {"published": "0000-01"},
    "year-9999": {"review_due": "9999-12-31"},
    "year-10000": {"review_due": "10000-01"},
    "day-of-other-digits": {"published": "٢٠٢٦-٠١"},
    "day-of-5000-digits": {"published": "2026-" + "1" * 5_000},
    "title-long": {"title": "a" * 15_000},
    "title-of-words": {"title": "Words " * 2_500},
    "title-of-marks": {"title": "'" + "*_[<" * 3_000 + "'"},
    "title-of-zalgo": {"title": "a" + "\u0301" * 7_000},
    "title-of-nothing": {"title": '"\\u200b\\u200b"'},
    "title-surrogate": {"title": '"Sleep \\ud800 safely"'},
    "title-surrogates": {"title": '"Sleep \\ud83d\\ude00 safely"'},
    "title-too-high": {"title": '"Sleep \\U00110000"'},
    "title-nul": {"title": '"Sleep \\0 safely"'},
    "title-bell": {"title": '"Sleep \\a safely"'},
    "title-right-to-left": {"title": '"\\u202eSleep"'},
    "title-line": {"title": '"Sleep\\nsafely"'},
    "title-separator": {"title": '"Sleep\\u2028safely"'},
    "title-noncharacter": {"title": '"Sleep \\uffff"'},
    "title-private": {"title": "Sleep \ue123"},
    "summary-long": {"summary": "a" * 15_000},
    "owner-of-digits": {"owner": "9" * 15_000},
    "owner-of-phones": {"owner": "01632 960001 " * 1_000},
    "questions-many": {"questions": "[" + "a, " * 4_000 + "a]"},
    "question-long": {"questions": f"['{'a' * 15_000}']"},
    "topics-many": {"topics": "[" + ", ".join(f"t{number}" for number in range(1_500)) + "]"},
    "topic-long": {"topics": f"[{'a' * 10_000}]"},
    "topic-up": {"topics": "[../../../etc]"},
    "audience-long": {"audience": f"[{'a' * 10_000}]"},
    "keys-many": {f"k{number}": "x" for number in range(1_200)},
    "key-long": {"k" * 10_000: "x"},
    "key-again": {"? " + "a" * 2_000: "b"},
    "documents": {"owner": "a\n---\nb: c"},
    "directive": {"owner": "a\n%YAML 9.9"},
    "too-large": {"owner": "a" * 17_000},
}
"""Front matter of a briefing, by name."""

REGISTERS: dict[str, str] = {
    "flow-deep": "guide: " + "[" * 10_000,
    "block-deep": "\n".join(f"{' ' * depth}a:" for depth in range(2_000)),
    "hyphens-deep": "- " * 5_000,
    "laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "itself": "a: &a [*a]\n",
    "long-text": f"guide:\n  title: {'a' * 100_000}\n  kind: guidance\n  audience: parents\n",
    "surrogate": 'guide:\n  title: "a \\ud800 b"\n  kind: guidance\n  audience: parents\n  phone: 01632 960003\n',
    "date": "guide:\n  title: a\n  kind: guidance\n  audience: parents\n  checked: 9999-99\n",
    "address": f"guide:\n  title: a\n  kind: guidance\n  audience: parents\n  url: https://www.example.org/{'a' * 100_000}\n",
    "many": "".join(
        f"r{number}:\n  title: A {number}\n  kind: guidance\n  audience: parents\n  phone: 01632 960003\n"
        for number in range(1_000)
    ),
    "nul": "guide:\n  title: a\x00b\n",
    "one-line": "a" * 500_000,
}
"""`briefings/resources.yml`, by name."""


def _with(old: str, new: str) -> str:
    assert old in sample.SETTINGS
    return sample.SETTINGS.replace(old, new)


SETTINGS: dict[str, Callable[[], str]] = {
    "flow-deep": lambda: sample.SETTINGS + "x: " + "[" * 10_000 + "\n",
    "flow-deep-closed": lambda: sample.SETTINGS + "x: " + "[" * 3_000 + "]" * 3_000 + "\n",
    "block-deep": lambda: sample.SETTINGS + "x:\n" + "\n".join(f"{' ' * depth}a:" for depth in range(1, 2_000)) + "\n",
    "hyphens-deep": lambda: sample.SETTINGS + "x:\n  " + "- " * 5_000 + "y\n",
    "laughs": lambda: (
        sample.SETTINGS + "x0: &x0 [y]\n" + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12))
    ),
    "itself": lambda: sample.SETTINGS + "x: &x [*x]\n",
    "merge": lambda: sample.SETTINGS + "x: &x {a: b}\ny: {<<: *x}\n",
    "number": lambda: _with("response_days: 10", f"response_days: {'9' * 5_000}"),
    "number-hex": lambda: _with("response_days: 10", f"response_days: 0x{'f' * 5_000}"),
    "number-infinite": lambda: _with("response_days: 10", "response_days: .inf"),
    "number-sixties": lambda: _with("response_days: 10", f"response_days: {'1:' * 3_000}1"),
    "month-13": lambda: _with("prepared: 2026-11-22", "prepared: 2026-13-22"),
    "day-32": lambda: _with("tested: 2026-11-22", "tested: 2026-11-32"),
    "time": lambda: _with("prepared: 2026-11-22", "prepared: 2026-11-22 25:61:61"),
    "year-0": lambda: _with("prepared: 2026-11-22", "prepared: 0000-01-01"),
    "surrogate": lambda: _with("area: Testshire", 'area: "\\ud800"'),
    "nul": lambda: _with("area: Testshire", 'area: "a\\0b"'),
    "bell": lambda: _with("area: Testshire", "area: a\x07b"),
    "long": lambda: _with("area: Testshire", f"area: {'a' * 50_000}"),
    "right-to-left": lambda: _with("area: Testshire", 'area: "\\u202eTestshire"'),
    "not-utf-8": lambda: _with("area: Testshire", "area: caf\udce9"),
    "tab": lambda: _with("    area: Testshire", "\tarea: Testshire"),
    "colon": lambda: _with("area: Testshire", "area: Test: shire"),
    "quote": lambda: _with("area: Testshire", 'area: "Testshire'),
    "bracket": lambda: sample.SETTINGS + "x: [a\n",
    "key-of-a-list": lambda: sample.SETTINGS + "? [a, b]\n: c\n",
    "key-of-a-number": lambda: sample.SETTINGS + "1: c\n",
    "key-of-nothing": lambda: sample.SETTINGS + "~: c\n",
    "key-in-extra": lambda: _with("extra:\n", "extra:\n  1: c\n  ? [a]\n  : d\n"),
    "twice": lambda: sample.SETTINGS + "extra: {}\n",
    "tag": lambda: sample.SETTINGS + "x: !!python/object/apply:os.system [ls]\n",
    "tag-bool": lambda: _with("site_name: Testshire briefings", "site_name: !!bool Exampleshire"),
    "tag-timestamp": lambda: _with("site_name: Testshire briefings", "site_name: !!timestamp x"),
    "tag-set": lambda: _with("area: Testshire", "area: !!set [Testshire]"),
    "tag-binary": lambda: _with("area: Testshire", "area: !!binary ä"),
    "tag-int-in-quotes": lambda: _with("response_days: 10", 'response_days: !!int "ten"'),
    "tag-unknown": lambda: sample.SETTINGS + "x: !reference [a]\n",
    "documents": lambda: sample.SETTINGS + "---\na: b\n",
    "a-list": lambda: "- a\n- b\n",
    "a-word": lambda: "word\n",
    "empty": lambda: "",
    "conflict": lambda: _with("    area: Testshire", "<<<<<<< HEAD\n    area: a\n=======\n    area: b\n>>>>>>> x"),
    "extra-a-list": lambda: "site_name: a\nextra: [a]\n",
    "extra-a-word": lambda: "site_name: a\nextra: a\n",
    "site-name-missing": lambda: _with("site_name: Testshire briefings\n", ""),
    "site-name-a-list": lambda: _with("site_name: Testshire briefings", "site_name: [a]"),
    "site-url-a-number": lambda: _with("site_url: https://briefings.example.org/", "site_url: 7"),
    "site-url-unclosed": lambda: _with("https://briefings.example.org/", '"http://[::1"\ndev_addr: 127.0.0.1:8000'),
    "site-url-of-nothing": lambda: _with("site_url: https://briefings.example.org/", "site_url: https://[bad/"),
    "unknown-key": lambda: sample.SETTINGS + "site_nmae: x\n",
    "description-a-list": lambda: sample.SETTINGS + "site_description: [a]\n",
    "edit-uri": lambda: sample.SETTINGS + "edit_uri_template: '{x'\n",
    "watch-a-number": lambda: sample.SETTINGS + "extra_css: 7\n",
    "dev-addr": lambda: sample.SETTINGS + "dev_addr: nowhere\n",
    "extra-css-a-switch": lambda: sample.SETTINGS + "extra_css: no\n",
    "copyright-a-list": lambda: sample.SETTINGS + "copyright: [a]\n",
    "extra-css-gone": lambda: sample.SETTINGS + "extra_css: [gone.css]\n",
    "extra-template-gone": lambda: sample.SETTINGS + "extra_templates: [gone.html]\n",
    "exclude-docs": lambda: sample.SETTINGS + "exclude_docs: '['\n",
}
"""A `mkdocs.yml`, by name, without nav and machinery."""
