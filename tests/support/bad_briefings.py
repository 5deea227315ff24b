"""Briefings with one mistake each, and all that is said of it."""

from __future__ import annotations

import pytest

from sample import HEADINGS, briefing, panels

CONFLICT = (
    "two people changed the same place: keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
)


def swapped(old: str, new: str) -> str:
    """Return a good briefing but for one change."""
    assert old in briefing()
    return briefing().replace(old, new)


BAD_BRIEFINGS = [
    pytest.param(
        briefing(title="Safer sleep: why"),
        [
            "2: this text contains a colon: put it in quotation marks",
        ],
        id="a colon in the title",
    ),
    pytest.param(
        briefing(owner="Team: Learning"),
        [
            "6: this text contains a colon: put it in quotation marks",
        ],
        id="a colon in the last entry",
    ),
    pytest.param(
        briefing(questions="\n  - Ask: what: who"),
        [
            "8: this text contains a colon: put it in quotation marks",
        ],
        id="two colons in a list entry",
    ),
    pytest.param(
        briefing(questions="\n  - Ask: what?"),
        [
            "8: an entry of questions is not one line of text: put it in quotation marks",
        ],
        id="a colon in a list entry",
    ),
    pytest.param(
        briefing(owner="@learning"),
        [
            "6: text that begins with @: put the whole text in quotation marks",
        ],
        id="an unquoted @",
    ),
    pytest.param(
        briefing(summary="`sleep` words"),
        [
            "3: text that begins with `: put the whole text in quotation marks",
        ],
        id="an unquoted backtick",
    ),
    pytest.param(
        briefing(summary="%s of babies"),
        [
            "3: text that begins with %: put the whole text in quotation marks",
        ],
        id="an unquoted %",
    ),
    pytest.param(
        briefing(owner="&team Learning"),
        [
            "6: text that begins with & or *: put the whole text in quotation marks",
        ],
        id="an anchor",
    ),
    pytest.param(
        briefing(owner="*team"),
        [
            "6: text that begins with & or *: put the whole text in quotation marks",
        ],
        id="an alias",
    ),
    pytest.param(
        briefing(summary="**Think** family"),
        [
            "3: text that begins with *: put the whole text in quotation marks",
        ],
        id="bold type in the summary",
    ),
    pytest.param(
        briefing(summary="!important Think"),
        [
            "3: text that begins with !: put the whole text in quotation marks",
        ],
        id="a tag",
    ),
    pytest.param(
        briefing(summary="!!python/object/apply:os.system [ls]"),
        [
            "3: text that begins with !: put the whole text in quotation marks",
        ],
        id="a tag that would run code",
    ),
    pytest.param(
        briefing(summary="| Think"),
        [
            "3: text that begins with |: put the whole text in quotation marks",
        ],
        id="a bar before text",
    ),
    pytest.param(
        briefing(summary="{{ organisation.name }}"),
        [
            "3: { or [ at the beginning of a text or line has a meaning of its own: put the text in quotation marks",
        ],
        id="a placeholder",
    ),
    pytest.param(
        briefing(summary="{Think}"),
        [
            "3: summary must be one line of text: put it in quotation marks, or write summary: What makes an unborn "
            "baby vulnerable, and how agencies plan together.",
        ],
        id="a brace",
    ),
    pytest.param(
        briefing(topics="[safer-sleep, babies"),
        [
            "7: [ is opened and never closed: close it with ], or put the whole text in quotation marks",
        ],
        id="a bracket never closed",
    ),
    pytest.param(
        briefing(title="[Draft] Safer sleep"),
        [
            "2: text that begins with [ but does not end with ]: put the whole text in quotation marks",
        ],
        id="text after a bracket",
    ),
    pytest.param(
        briefing(questions="\n\t- Ask"),
        [
            "8: a tab at the beginning of the line: use spaces",
        ],
        id="a tab before a list entry",
    ),
    pytest.param(
        swapped("summary:", "\tsummary:"),
        [
            "3: a tab at the beginning of the line: use spaces",
        ],
        id="a tab before a key",
    ),
    pytest.param(
        briefing(title='"Safer sleep'),
        [
            '2: the quotation mark " is opened and never closed: close it at the end of the text',
        ],
        id="a double quotation mark never closed",
    ),
    pytest.param(
        briefing(summary="'Safer sleep"),
        [
            "3: the quotation mark ' is opened and never closed: close it at the end of the text",
        ],
        id="a single quotation mark never closed",
    ),
    pytest.param(
        briefing(title='"Safer sleep', summary='"How to talk"'),
        [
            '2: the quotation mark " is opened and never closed: close it at the end of the text',
        ],
        id="a quotation mark never closed above another",
    ),
    pytest.param(
        briefing(questions='\n  - "One?\n  - "Two?"'),
        [
            '8: the quotation mark " is opened and never closed: close it at the end of the text',
        ],
        id="a quotation mark never closed in a list",
    ),
    pytest.param(
        briefing(summary='"How to talk\n  about sleep."', owner="Team: A"),
        [
            "7: this text contains a colon: put it in quotation marks",
        ],
        id="a mistake below a quoted text of two lines",
    ),
    pytest.param(
        briefing(title="“Safer sleep: why”"),
        [
            "2: this text contains a colon: put it in straight quotation marks (\" or '), not curly ones",
        ],
        id="curly quotation marks around a colon",
    ),
    pytest.param(
        briefing(title="“Safer sleep”", published="‘2026-01’", topics="[“safer-sleep”]"),
        [
            "2: curly quotation marks would be shown: write straight ones (\" or ') instead, or around a whole quotation",
            "4: curly quotation marks would be shown: write straight ones (\" or ') instead, or around a whole quotation",
            "7: curly quotation marks would be shown: write straight ones (\" or ') instead, or around a whole quotation",
        ],
        id="curly quotation marks around a value",
    ),
    pytest.param(
        briefing(summary="'It's here'"),
        [
            "3: text after the closing ': put the whole text in \" instead",
        ],
        id="an apostrophe within single quotation marks",
    ),
    pytest.param(
        briefing(title='"Think" family'),
        [
            "2: text after the closing \": put the whole text in ' instead",
        ],
        id="text after quotation marks",
    ),
    pytest.param(
        swapped("summary: How", "summary How"),
        [
            "3: no key with a colon and a space: write key: value, or join this line to the one above",
        ],
        id="a missing colon",
    ),
    pytest.param(
        swapped("title: Safer", "title Safer"),
        [
            "2: no key with a colon and a space: write each line as key: value",
        ],
        id="a missing colon in the first line",
    ),
    pytest.param(
        swapped("owner: ", "owner:"),
        [
            "6: no key with a colon and a space: write key: value, or join this line to the one above",
        ],
        id="a missing space after the colon",
    ),
    pytest.param(
        briefing(summary="How to talk\nabout safer sleep."),
        [
            "4: no key with a colon and a space: write key: value, or join this line to the one above",
        ],
        id="a text that goes on at the left edge",
    ),
    pytest.param(
        swapped("summary:", "  summary:"),
        [
            "3: the line begins with spaces: begin each key at the left edge; if it goes on from the text above, put the whole "
            "text in quotation marks",
        ],
        id="a key further in than the others",
    ),
    pytest.param(
        briefing(topics="[sleep]").replace("topics:", " topics:"),
        [
            "7: the line begins with spaces: begin each key at the left edge; if it goes on from the text above, put the whole "
            "text in quotation marks",
        ],
        id="a key of a list further in than the others",
    ),
    pytest.param(
        briefing(topics="\n  - sleep").replace("topics:", " topics:"),
        [
            "7: the line begins with spaces: begin each key at the left edge; if it goes on from the text above, put the whole "
            "text in quotation marks",
        ],
        id="a key of lines further in than the others",
    ),
    pytest.param(
        swapped("title:", "  title:"),
        [
            "2: the line begins with spaces: begin each key at the left edge",
        ],
        id="the first key further in than the others",
    ),
    pytest.param(
        briefing(questions="\n  - One?\n - Two?"),
        [
            "9: a list whose lines do not match: begin each with the same spaces, a hyphen and one space",
        ],
        id="a list that does not line up",
    ),
    pytest.param(
        briefing(questions="\n   - One?\n  - Two?"),
        [
            "8: a list whose lines do not match: begin each with the same spaces, a hyphen and one space",
        ],
        id="a list whose first line does not line up",
    ),
    pytest.param(
        briefing(questions="\n  - One?\n    - Two?"),
        [
            "9: a list whose lines do not match: begin each with the same spaces, a hyphen and one space",
        ],
        id="a list entry too far in",
    ),
    pytest.param(
        briefing(questions="\n  -One?\n  -Two?"),
        [
            "8: a list whose lines do not match: begin each with the same spaces, a hyphen and one space",
        ],
        id="list entries without a space",
    ),
    pytest.param(
        briefing(topics="\n  -unborn-babies"),
        [
            "8: a list whose lines do not match: begin each with the same spaces, a hyphen and one space",
        ],
        id="a topic without a space, of which nothing else is said",
    ),
    pytest.param(
        briefing(audience="\n  -practitioners\n  -managers"),
        [
            "8: a list whose lines do not match: begin each with the same spaces, a hyphen and one space",
        ],
        id="readers without a space, of whom nothing else is said",
    ),
    *(
        pytest.param(
            briefing(questions=written),
            [
                f"{line}: “{mark}” does not begin an entry of a list: begin it with a hyphen and a space",
            ],
            id=f"a list with the mark {mark}, {name}",
        )
        for mark in "*–•"
        for name, written, line in (
            ("at all entries", f"\n  {mark} One?\n  {mark} Two?", 8),
            ("at the first", f"\n  {mark} One?\n  - Two?", 8),
            ("at another", f"\n  - One?\n  {mark} Two?", 9),
        )
    ),
    pytest.param(
        briefing(owner="- Learning"),
        [
            "6: an entry of a list beside its key: delete the hyphen, or write each entry on a line of its own below the key",
        ],
        id="an entry of a list beside its key",
    ),
    pytest.param(
        briefing(questions="- One?\n  - Two?"),
        [
            "7: an entry of a list beside its key: delete the hyphen, or write each entry on a line of its own below the key",
        ],
        id="the first of several entries beside its key",
    ),
    pytest.param(
        swapped("---\n\n", "--- end\n---\n\n"),
        [
            "7: text after ---: let the line --- stand alone where the front matter ends",
        ],
        id="text behind the closing line",
    ),
    pytest.param(
        "---\n- title: Safer sleep\n---\n" + panels(),
        [
            "2: the front matter begins with a hyphen or bracket: write each line as key: value",
        ],
        id="a list at top level",
    ),
    pytest.param(
        "---\nSafer sleep\n---\n" + panels(),
        [
            "2: no key with a colon and a space: write each line as key: value",
        ],
        id="plain text in the front matter",
    ),
    pytest.param(
        "---\n---\n" + panels(),
        [
            "1: the front matter is empty: write title: and the rest between the two lines ---",
        ],
        id="an empty front matter",
    ),
    pytest.param(
        briefing(title=""),
        [
            "2: “title” is empty: write title: Safeguarding unborn babies",
        ],
        id="a key without a value",
    ),
    pytest.param(
        briefing(topics=""),
        [
            "7: “topics” is empty: write topics: [unborn-babies], or delete the line",
        ],
        id="an optional key without a value",
    ),
    pytest.param(
        briefing(summary="#EndViolence now"),
        [
            "3: everything from “#EndViolence” on is left out, as a comment: put the whole text in quotation marks, or a space "
            "after the #",
        ],
        id="a value that is a remark",
    ),
    pytest.param(
        briefing(summary="Say #EndViolence now"),
        [
            "3: everything from “#EndViolence” on is left out, as a comment: put the whole text in quotation marks, or a space "
            "after the #",
        ],
        id="a value cut off at a hash",
    ),
    pytest.param(
        briefing(owner="\n  name: Learning Team"),
        [
            "6: owner must be one line of text: put it in quotation marks, or write owner: Learning and Development Team",
        ],
        id="lines of their own below a key",
    ),
    pytest.param(
        briefing(title="[Safer, sleep]"),
        [
            "2: title must be one line of text: put it in quotation marks, or write title: Safeguarding unborn babies",
        ],
        id="a list where a text should be",
    ),
    pytest.param(
        swapped("summary:", "summary: First\nsummary:"),
        [
            "4: “summary” is here a second time, first on line 3: keep one of the two",
        ],
        id="a duplicate key",
    ),
    pytest.param(
        briefing(title='"Safer\\0sleep"'),
        [
            "2: holds the invisible character U+0000: delete it",
        ],
        id="an invisible character by its code",
    ),
    pytest.param(
        briefing(topics="[" * 10_000),
        [
            "7: lists inside lists, more than 6 deep: write one plain list",
        ],
        id="lists within lists",
    ),
    pytest.param(
        briefing(topics="&a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]"),
        [f"{line}: text that begins with & or *: put the whole text in quotation marks" for line in (7, 8, 9)],
        id="an alias bomb",
    ),
    pytest.param(
        briefing(owner="x" * 20_000),
        [
            "1: the front matter is 20,109 bytes: at most 16,384 are read",
        ],
        id="a huge front matter",
    ),
    pytest.param(
        panels(),
        [
            "1: the front matter, the facts about the page, is missing: "
            "begin the file with a line ---, then title: and the rest, then ---",
        ],
        id="no front matter",
    ),
    pytest.param(
        "",
        [
            "1: the file is empty: begin it with a line ---, then title: and the rest, then ---",
        ],
        id="an empty file",
    ),
    pytest.param(
        "\n" + briefing(),
        [
            "2: the front matter begins on the first line with exactly ---: no space or blank line before it, no other dashes",
        ],
        id="an empty line before the front matter",
    ),
    pytest.param(
        swapped("---\n", "-----\n"),
        [
            "1: the front matter begins on the first line with exactly ---: no space or blank line before it, no other dashes",
        ],
        id="too many hyphens",
    ),
    pytest.param(
        "---\ntitle: Safer sleep\n",
        [
            "1: the front matter has no end: put a line --- after its last entry",
        ],
        id="a front matter never closed",
    ),
    pytest.param(
        swapped("---\n\n", "--\n\n"),
        [
            "7: “--” does not close the front matter: write ---",
        ],
        id="a front matter closed with two hyphens",
    ),
    pytest.param(
        swapped("---\n\n## Background\n", "\n## Background\n---\n"),
        [
            "8: “## Background” is inside the front matter: put a line --- above it, after the last entry",
        ],
        id="a front matter closed after the first heading",
    ),
    pytest.param(
        briefing(owner=None),
        [
            "1: “owner” is missing: add a line owner: Learning and Development Team",
        ],
        id="a missing key",
    ),
    pytest.param(
        briefing(links_updated=None, links_update="2026-02"),
        [
            "6: “links_update” is not a key of this file; did you mean “links_updated”?",
        ],
        id="a misspelt key",
    ),
    pytest.param(
        swapped("links_updated:", "Links Updated:"),
        [
            "5: “Links Updated” is not a key of this file; did you mean “links_updated”?",
        ],
        id="a key with capitals and spaces",
    ),
    pytest.param(
        briefing(colour="red"),
        [
            "7: “colour” is not a key of this file: delete the line; the keys are title, summary, number, topics, "
            "audience, published, updated, links_updated, links_review_days, review_due, owner, questions, print",
        ],
        id="an unknown key",
    ),
    pytest.param(
        briefing(links_updated=None),
        ["1: “links_updated” is missing: add a line links_updated: 2026-11, with the right month"],
        id="a date that is missing",
    ),
    pytest.param(
        briefing(draft="true"),
        [
            "7: “draft” is not a key of this file, and keeps nothing back: delete the line, and merge the change only when "
            "readers may see it",
        ],
        id="a draft",
    ),
    pytest.param(
        swapped("owner:", "author:"),
        ["6: “author” is not a key of this file; did you mean “owner”?"],
        id="a key by the name that other programs give it",
    ),
    pytest.param(
        briefing(audience="[everyone]"),
        [
            "7: audience “everyone” is not known; use practitioners or managers or parents",
        ],
        id="an unknown audience",
    ),
    pytest.param(
        briefing(audience="[practitoners]"),
        [
            "7: audience “practitoners” is not known; did you mean “practitioners”?",
        ],
        id="a misspelt audience",
    ),
    pytest.param(
        briefing(audience="practitioners, managers"),
        [
            "7: audience “practitioners, managers” is taken for one word: write several as [practitioners, managers]",
        ],
        id="two audiences without brackets",
    ),
    pytest.param(
        briefing(topics="x" * 81),
        [
            "7: topics “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” has 81 characters: write at most 60",
        ],
        id="a long topic",
    ),
    pytest.param(
        briefing(review_due=""),
        [
            "7: “review_due” is empty: write review_due: 2027-11, or delete the line",
        ],
        id="a review without a day",
    ),
    pytest.param(
        briefing(title="Sleep: safer", summary="Where: how", owner="Team: A"),
        [
            "2: this text contains a colon: put it in quotation marks",
            "3: this text contains a colon: put it in quotation marks",
            "6: this text contains a colon: put it in quotation marks",
        ],
        id="three colons",
    ),
    pytest.param(
        briefing(topics="[Safer Sleep]"),
        [
            "7: topics “Safer Sleep” is not a topic: write it in small letters with hyphens, like safer-sleep",
        ],
        id="a topic with a capital and a space",
    ),
    pytest.param(
        briefing(topics="safer-sleep, Unborn babies"),
        [
            "7: topics “safer-sleep, Unborn babies” is not a topic: write several as [safer-sleep, unborn-babies]",
        ],
        id="two topics without brackets",
    ),
    pytest.param(
        briefing(number="one"),
        [
            "7: number “one” is not a whole number: write number: 1",
        ],
        id="a number in words",
    ),
    pytest.param(
        briefing(number="0"),
        [
            "7: number “0” is out of range: write a number from 1 to 9999",
        ],
        id="a number out of range",
    ),
    pytest.param(
        briefing(number="9" * 5_000),
        [
            "7: number “99999999999999999999999999999999999999999999999999999999999…” is out of range: write a number "
            "from 1 to 9999",
        ],
        id="a number beyond counting",
    ),
    pytest.param(
        briefing(number="[1, 2]"),
        [
            "7: number must be one whole number: write number: 1",
        ],
        id="a list of numbers",
    ),
    pytest.param(
        briefing(title="x" * 121),
        [
            "2: title has 121 characters: write at most 120",
        ],
        id="a long title",
    ),
    pytest.param(
        briefing(questions="[a, b, c, d, e, f, g]"),
        [
            "7: questions has 7 entries: write at most 6",
        ],
        id="too many questions",
    ),
    pytest.param(
        briefing(questions="[]"),
        [
            "7: questions is an empty list: write questions: [What would you do differently this week?], or delete the line",
        ],
        id="an empty list of questions",
    ),
    pytest.param(
        briefing(questions="\n  - One?\n  -"),
        [
            "9: an entry of questions is empty: write it, or delete it",
        ],
        id="an empty question",
    ),
    pytest.param(
        briefing(published="1st Febuary 2026"),
        [
            "4: published “1st Febuary 2026” is not a date that can be read: write 2026-02-01",
        ],
        id="a date in words",
    ),
    pytest.param(
        briefing(published="01/02/2026"),
        [
            "4: published “01/02/2026” is not a date that can be read: write 2026-02-01",
        ],
        id="a date in figures",
    ),
    pytest.param(
        briefing(published="2/2026"),
        [
            "4: published “2/2026” is not a date that can be read: write 2026-02",
        ],
        id="a month in figures",
    ),
    pytest.param(
        briefing(published="2026-2"),
        [
            "4: published “2026-2” is not a date that can be read: write 2026-02",
        ],
        id="a month of one figure",
    ),
    pytest.param(
        briefing(published="2026"),
        [
            "4: published “2026” is not a date that can be read: write the year and month like 2025-04, or the day like"
            " 2025-04-01",
        ],
        id="a year alone",
    ),
    pytest.param(
        briefing(published="Spring 2026"),
        [
            "4: published “Spring 2026” is not a date that can be read: write the year and month like 2025-04, or the "
            "day like 2025-04-01",
        ],
        id="a season",
    ),
    pytest.param(
        briefing(published="2026-13"),
        [
            "4: published “2026-13” has the month 13: months go from 01 to 12, after the year",
        ],
        id="the month 13",
    ),
    pytest.param(
        briefing(published="2026-02-30"),
        [
            "4: published “2026-02-30” has the day 30: February 2026 goes from 01 to 28",
        ],
        id="30 February",
    ),
    pytest.param(
        briefing(published="31/02/2026"),
        [
            "4: published “31/02/2026” is not a date that can be read: write the year and month like 2025-04, or the "
            "day like 2025-04-01",
        ],
        id="31 February in figures",
    ),
    pytest.param(
        briefing(published="1026-01"),
        [
            "4: published “1026-01” has the year 1026: the earliest that makes sense is 1990",
        ],
        id="a date long ago",
    ),
    pytest.param(
        briefing(published="[2026-01]"),
        [
            "4: published must be one date: write the month like 2025-04, or the day like 2025-04-01",
        ],
        id="a list of dates",
    ),
    pytest.param(
        briefing(links_updated="2026-11-23"),
        [
            "5: links_updated 23 November 2026 is in the future: write the month or day when it was done",
        ],
        id="a date in the future",
    ),
    pytest.param(
        briefing(updated="2025-12"),
        [
            "7: updated December 2025 is before published January 2026: one of the two is wrong",
        ],
        id="an update before the publication",
    ),
    pytest.param(
        briefing(review_due="2025-12-31"),
        [
            "7: review_due 31 December 2025 is before published January 2026: one of the two is wrong",
        ],
        id="a review before the publication",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:6])),
        [
            "29: 6 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to ask” (line 21), “What to do” (line 25), “Who can help” (line 29); add the missing ## heading",
        ],
        id="six panels",
    ),
    pytest.param(
        briefing(panels(*HEADINGS, "More")),
        [
            "37: 8 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to ask” (line 21), “What to do” (line 25), “Who can help” (line 29), “Resources” (line 33), “More” "
            "(line 37); join two panels, or make one heading ### to keep it inside the panel above",
        ],
        id="eight panels",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:3])),
        [
            "17: 3 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17); "
            "add 4 ## headings, each where a new subject begins",
        ],
        id="three panels",
    ),
    pytest.param(
        briefing("\nOnly words.\n"),
        [
            "8: no panels: begin each of the 7 with a line ## and its heading",
        ],
        id="no panels",
    ),
    pytest.param(
        briefing(""),
        [
            "8: no panels: begin each of the 7 with a line ## and its heading",
        ],
        id="nothing below the front matter",
    ),
    pytest.param(
        swapped("## What to ask", " ## What to ask"),
        [
            "33: 6 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to do” (line 25), “Who can help” (line 29), “Resources” (line 33); line 21: no space before ##",
        ],
        id="a space before a panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "Words about what to ask.\n---"),
        [
            "23: 8 panels instead of 7: “Background” (line 9), “Why it matters” (line 13), “What to notice” (line 17), "
            "“What to ask” (line 21), “Words about what to ask.” (line 23), “What to do” (line 26), “Who can help” "
            "(line 30), “Resources” (line 34); the --- below “Words about what to ask.” makes a heading of it: put a "
            "blank line between the two",
        ],
        id="a line below a text",
    ),
    pytest.param(
        swapped("## What to ask", "# What to ask"),
        [
            "21: “What to ask” is a heading with one #: the title goes in the front matter; begin a panel with ##",
        ],
        id="a panel of the first level",
    ),
    pytest.param(
        swapped("## Background", "# Safer sleep\n\n## Background"),
        [
            "9: “Safer sleep” is a heading with one #: the title goes in the front matter; begin a panel with ##",
        ],
        id="the title repeated in the body",
    ),
    pytest.param(
        swapped("Words about what to ask.", "#### Smaller\n\nWords."),
        [
            "23: “Smaller” skips a level: write ### instead of ####",
        ],
        id="a skipped level",
    ),
    pytest.param(
        swapped("## What to ask", "##"),
        [
            "21: the heading has no words: write them after the # marks, or delete the line",
        ],
        id="a panel without words in its heading",
    ),
    pytest.param(
        swapped("## What to ask", "## 4."),
        [
            "21: the heading “4.” is only a number: write words after it",
        ],
        id="a panel headed by a number alone",
    ),
    pytest.param(
        swapped("Words about what to ask.\n", ""),
        [
            "21: panel 4, “What to ask”, is empty: write its text below the heading",
        ],
        id="an empty panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "<!-- to write -->"),
        [
            "21: panel 4, “What to ask”, is empty: write its text below the heading",
        ],
        id="a panel of a comment",
    ),
    pytest.param(
        swapped("Words about resources.", "[nhs]: https://www.nhs.uk/"),
        [
            "33: panel 7, “Resources”, is empty: write its text below the heading",
        ],
        id="a last panel of link definitions",
    ),
    pytest.param(
        briefing("\nHello.\n" + panels()),
        [
            "9: text before the first panel: move it below the first ## heading, or into the summary",
        ],
        id="text before the first panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "<!-- to write"),
        [
            "23: the comment <!-- is never closed: put --> where it ends",
        ],
        id="a comment never closed",
    ),
    pytest.param(
        briefing(panels(*(f"{number}. Part" for number in (1, 2, 3, 5, 6, 7, 8)))),
        [
            "21: “5. Part” says 5 but is panel 4; the headings say 1, 2, 3, 5, 6, 7, 8: number them in their order from"
            " 1, or leave the numbers out",
        ],
        id="a skipped number",
    ),
    pytest.param(
        briefing(panels(*(f"Minute {number}: Part" for number in (1, 2, 3, 3, 5, 6, 7)))),
        [
            "21: “Minute 3: Part” repeats the number 3 of line 17; the headings say 1, 2, 3, 3, 5, 6, 7: number them in"
            " their order from 1, or leave the numbers out",
        ],
        id="a repeated number",
    ),
    pytest.param(
        briefing(panels(*(f"0{number} Part" for number in (1, 3, 2, 4, 5, 6, 7)))),
        [
            "13: “03 Part” says 3 but is panel 2; the headings say 1, 3, 2, 4, 5, 6, 7: number them in their order from"
            " 1, or leave the numbers out",
        ],
        id="swapped numbers",
    ),
    pytest.param(
        briefing(panels(*(f"{number}. Part" for number in (1, 2, 3, 5, 6, 7)))),
        [
            "29: 6 panels instead of 7: “1. Part” (line 9), “2. Part” (line 13), “3. Part” (line 17), “5. Part” (line "
            "21), “6. Part” (line 25), “7. Part” (line 29); add the missing ## heading",
        ],
        id="a number missing with its panel",
    ),
    pytest.param(
        briefing(panels(*HEADINGS[:6], "8) Resources")),
        [
            "33: “8) Resources” says 8 but is panel 7; the headings say none, none, none, none, none, none, 8: number "
            "them in their order from 1, or leave the numbers out",
        ],
        id="one number out of place",
    ),
    pytest.param(
        briefing("\n" + "##A\n\n" * 10_000),
        [
            "23: 10000 panels instead of 7: “A” (line 9), “A” (line 11), “A” (line 13), “A” (line 15), “A” (line 17), "
            "“A” (line 19), “A” (line 21), “A” (line 23), “A” (line 25), “A” (line 27), “A” (line 29), “A” (line 31), "
            "“A” (line 33), “A” (line 35) and 9986 more; join panels, or make 9993 of the headings ### to "
            "keep each inside the panel above",
        ],
        id="ten thousand headings",
    ),
    pytest.param(
        swapped("Words about what to ask.", "*" * 500),
        [
            "23: too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 "
            "deep, or 500 lines without a blank one; make it simpler",
        ],
        id="a mark repeated hundreds of times",
    ),
    pytest.param(
        swapped("Words about what to ask.", "> " * 20 + "words"),
        [
            "23: too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 "
            "deep, or 500 lines without a blank one; make it simpler",
        ],
        id="quotes nested too deeply",
    ),
    pytest.param(
        swapped("Words about what to ask.", "".join("  " * depth + "- a\n" for depth in range(240))),
        [
            "48: too much for one paragraph: a mark repeated hundreds of times, brackets left open, quotes or lists 13 "
            "deep, or 500 lines without a blank one; make it simpler",
        ],
        id="lists nested too deeply",
    ),
    pytest.param(
        briefing().encode("utf-16"),
        [
            "1: is saved as UTF-16: save it again with the encoding UTF-8",
        ],
        id="UTF-16",
    ),
    pytest.param(
        briefing().encode("utf-16-le"),
        [
            "1: is saved as UTF-16: save it again with the encoding UTF-8",
        ],
        id="UTF-16 without its mark",
    ),
    pytest.param(
        briefing().encode("utf-32"),
        [
            "1: is saved as UTF-32: save it again with the encoding UTF-8",
        ],
        id="UTF-32",
    ),
    pytest.param(
        briefing(summary="Naïve words").encode("latin-1"),
        [
            "3: this line has a character that cannot be read (0xef): save the file again with the encoding UTF-8",
        ],
        id="Latin-1",
    ),
    pytest.param(
        briefing(summary="Naïve words").replace("\n", "\r").encode("latin-1"),
        [
            "3: this line has a character that cannot be read (0xef): save the file again with the encoding UTF-8",
        ],
        id="Latin-1 with the line ends of old Macs",
    ),
    pytest.param(
        briefing(summary="Words\x1b here"),
        [
            "3: holds the invisible character U+001B: delete it",
        ],
        id="a control character",
    ),
    pytest.param(
        b"x" * 5_000_000,
        [
            "1: is 5,000,000 bytes: a content file has at most 65,536; put pictures and documents beside it instead of inside it",
        ],
        id="five megabytes",
    ),
    pytest.param(
        b"\xef\xbb\xbf" + briefing(owner="Team: A").replace("\n", "\r\n").encode(),
        [
            "6: this text contains a colon: put it in quotation marks",
        ],
        id="a mistake below a byte-order mark with Windows line ends",
    ),
    pytest.param(
        swapped("Words about what to ask.", "<<<<<<< HEAD\nAsk.\n=======\nListen.\n>>>>>>> listen"),
        [
            f"23: {CONFLICT}",
        ],
        id="a conflict in a panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "<<<<<<< HEAD\nAsk.\n||||||| 1d4f\nOld.\n=======\n>>>>>>> listen").replace(
            "title: Safer sleep", "<<<<<<< HEAD\ntitle: Safer sleep\n=======\ntitle: Sleep\n>>>>>>> listen"
        ),
        [
            f"2: {CONFLICT}; do the same at line 27",
        ],
        id="conflicts in the front matter and in a panel",
    ),
    pytest.param(
        swapped("Words about what to ask.", "Ask.\n\n=======\n\nListen.\n>>>>>>> listen").replace("\n", "\r\n"),
        [
            f"28: {CONFLICT}",
        ],
        id="a conflict of which only the end is left",
    ),
    pytest.param(
        briefing(summary="One\u2028two\x85three", owner="Team: A"),
        [
            "6: this text contains a colon: put it in quotation marks",
        ],
        id="a mistake below other line separators",
    ),
]
"""A briefing with one mistake, and all that is said of it, as line and message."""
