"""What the documents say is true: links lead to something, examples pass, messages and tables are those of the code."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

import sample
from project_documents import (
    DOCUMENTS,
    GUIDE,
    ROOT,
    asked_of_make,
    blocks,
    commands,
    rows,
    shown_as_code,
    targets,
    text_of,
)
from sevenminute.checks import read_library
from sevenminute.config.links import LinkSettings
from sevenminute.config.quick_exit import ExitWords, QuickExit
from sevenminute.config.reader import read_settings
from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing, BrokenBriefing, read_briefing
from sevenminute.content.life import WithdrawnBriefing
from sevenminute.content.resource import ResourceFields
from sevenminute.content.schema import BriefingFields, TopicPageFields
from sevenminute.links.rules import RULES
from sevenminute.markdown.internal_links import NO_SUCH_PART
from sevenminute.output.server_headers import headers
from uploads import annotation, pdf, picture, script

WRITE, REFERENCE, LINKS, RUN, DEVELOP = (
    GUIDE / f"{name}.md" for name in ("write-a-briefing", "reference", "links", "run-a-site", "develop")
)
TODAY = date(2026, 11, 22)

BROKEN = textwrap.dedent("""\
    ---
    title: Private fostering
    sumary: What private fostering is.
    topics: [private-fostering]
    audience: [practitioners]
    published: March 2026
    links_updated: 2026-03
    owner: Learning and Development Team
    ---

    ## Background
    Text.
    ## Why it matters
    Text.
    ## What to notice
    - A sign.
    - Another sign.
    ## What to ask
    Text.
    ## What to do
    Text.
    Text.

    ## Resources
    Text.
    """)
"""The briefing whose messages the documents show."""


def anchors(document: Path) -> set[str]:
    """Return the anchors that a code host gives the headings of a document."""
    prose = re.sub(r"^```.*?^```$", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_a_document_names_only_targets_that_exist(document: Path) -> None:
    assert {target for code in shown_as_code(document) for target in asked_of_make(code)} <= targets()


@pytest.mark.slow
def test_each_command_is_explained_once() -> None:
    lines = [line for document in DOCUMENTS for line in text_of(document).splitlines()]
    explained = Counter(found[1] for line in lines if (found := re.match(r"\| `((?:make|briefings) [^`]+)` \|", line)))
    made = {f"make {target}" for target in targets() if not target.startswith(".")}
    assert explained == Counter(made | commands())


@pytest.mark.parametrize(
    ("document", "most"), [(ROOT / "README.md", 150), (ROOT / "CONTRIBUTING.md", 40)], ids=["README", "CONTRIBUTING"]
)
def test_an_entrance_is_short(document: Path, most: int) -> None:
    assert len(text_of(document).splitlines()) <= most


def test_a_briefing_is_begun_within_ten_minutes() -> None:
    assert len(text_of(WRITE).split()) <= 1200


def test_the_wings_are_in_the_order_of_their_imports() -> None:
    settings = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    layers = next(
        contract["layers"] for contract in settings["tool"]["importlinter"]["contracts"] if contract["type"] == "layers"
    )
    assert [name for row in rows(DEVELOP, "Architecture") for name in re.findall(r"`(\w+)/`", row[0])] == layers


def test_each_example_of_another_shape_has_seven_panels() -> None:
    shapes = GUIDE / "other-shapes.md"
    headings = [line.removeprefix("## ") for line in text_of(shapes).split("\n") if line.startswith("## ") and "section" in line]
    assert headings == [f"{number} sections" for number in ("Three", "Four", "Five", "Six", "Eight", "Ten")]
    for heading in [*headings, "The two usual orders"]:
        assert [row[0] for row in rows(shapes, heading)] == [f"{number}" for number in range(1, 8)], heading


def test_the_glossary_is_short() -> None:
    words = [row[0] for row in rows(DEVELOP, "Glossary")]
    assert len(set(words)) == len(words) <= 25


def test_where_else_a_document_is_named_it_is_there() -> None:
    """In messages, in CI files and on the site's own pages: a document, and where a heading is named, the heading."""
    files = [
        file
        for folder in ("hooks", "scripts", ".github", "docs", "briefings")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    ]
    named = 0
    for file in [*files, ROOT / ".gitlab-ci.yml", ROOT / "mkdocs.yml", ROOT / "Makefile"]:
        text = file.read_bytes().decode("utf-8", "ignore")
        assert not re.search(r"\b(?:PUBLISHING|CONTRIBUTING)\.md", text), file
        for path, heading in re.findall(r"(guide/[\w-]+\.md)(?:,? (?:says under )?\\?[\"“]([A-Z][\w ]+))?", text):
            named += 1
            assert (ROOT / path).is_file(), file
            assert not heading or re.sub(" ", "-", heading.lower()) in anchors(ROOT / path), (file, heading)
    assert named >= 6


def test_the_briefings_that_are_shown_have_no_mistake() -> None:
    (skeleton,), (example,) = blocks(WRITE, "markdown"), blocks(GUIDE / "other-shapes.md", "markdown")
    for text in (skeleton.replace("TODO: ", ""), sample.briefing(f"\n{example}")):
        read = read_briefing(text, "briefings/private-fostering.md", today=TODAY)
        assert isinstance(read, Briefing), read


def test_the_skeleton_is_refused_until_all_of_it_is_written() -> None:
    skeleton = blocks(WRITE, "markdown")[0]
    read = read_briefing(skeleton, "briefings/private-fostering.md", today=TODAY)
    assert isinstance(read, BrokenBriefing)
    assert all("still to be filled in" in problem.message for problem in read.problems)
    assert len(read.problems) == skeleton.count("TODO: ") >= 8


def test_the_table_of_keys_is_the_model() -> None:
    table = {cells[0].strip("`"): cells for cells in rows(REFERENCE, "Front matter of a briefing")}
    assert list(table) == list(BriefingFields.model_fields)
    for key, field in BriefingFields.model_fields.items():
        assert table[key][1] == ("yes" if field.is_required() else "no"), key
        for limit in (item for item in field.metadata if hasattr(item, "max_length")):
            units = {"topics": "topics", "key_messages": "sentences", "changes": "entries", "former_addresses": "addresses"}
            unit = units.get(key, "characters")
            assert f"{limit.max_length} {unit}" in table[key][2] or key == "owner", key


def test_the_examples_in_the_table_of_keys_have_no_mistake() -> None:
    examples = [cells[3] for cells in rows(REFERENCE, "Front matter of a briefing")]
    lines = [example.strip("`") for example in examples if example.startswith("`")]
    withdrawal = [line for line in lines if line.startswith(("withdrawn", "replaced_by"))]
    for left_out, kind in ((withdrawal, Briefing), (["draft: true"], WithdrawnBriefing)):  # a draft cannot be withdrawn
        kept = [line for line in lines if line not in left_out]
        read = read_briefing("\n".join(["---", *kept, "---", sample.panels()]), "briefings/a.md", today=date(2027, 3, 1))
        assert isinstance(read, kind), read


def test_the_table_of_the_register_is_the_model() -> None:
    table = {name: row for row in rows(REFERENCE, "Register of resources") for name in re.findall(r"`(\w+)`", row[0])}
    assert set(table) == set(ResourceFields.model_fields)
    for key, field in ResourceFields.model_fields.items():
        assert (table[key][1] == "yes") == field.is_required(), key


def test_the_keys_of_a_topic_page_are_in_the_table() -> None:
    assert set(TopicPageFields.model_fields) <= {row[0].strip("`") for row in rows(REFERENCE, "Other pages")}


def test_every_setting_is_in_the_table() -> None:
    named = [name for row in rows(RUN, "Settings") for name in re.findall(r"`(\w+)`", row[0])]
    assert len(set(named)) == len(named)
    assert set(named) - set(Settings.model_fields) == {"site_name", "site_description", "site_url", "nav"}
    assert set(Settings.model_fields) <= set(named)


def test_every_header_of_a_server_is_in_the_table() -> None:
    named = [name for row in rows(RUN, "The headers of a server") for name in re.findall(r"`([\w-]+)[:`]", row[0])]
    assert Counter(named) == Counter([name for name, _ in headers(())] + ["Cache-Control"])


def test_the_settings_of_the_quick_exit_are_on_their_own_page() -> None:
    page = ROOT / "docs/quick-exit.md"
    named = [name for line in text_of(page).splitlines() for name in re.findall(r"^\| `(\w+)` \|", line)]
    assert set(named) == {*QuickExit.model_fields, *ExitWords.model_fields}


def test_the_messages_that_the_documents_show_are_the_ones_that_are_said(tmp_path: Path) -> None:
    read = read_briefing(BROKEN, "briefings/private-fostering.md", today=TODAY)
    assert isinstance(read, BrokenBriefing)
    said = [str(problem) for problem in read.problems]
    assert blocks(REFERENCE, "text")[0].splitlines() == said
    assert blocks(WRITE, "text")[0].strip() in said
    settings_message = blocks(RUN, "text")[0]
    config = tmp_path / "mkdocs.yml"
    config.write_text(sample.SETTINGS, encoding="utf-8")
    settings = yaml.safe_load(sample.SETTINGS.replace("  sample: true\n", ""))
    problems = read_settings(settings, config)
    assert not isinstance(problems, Settings)
    assert settings_message.strip().partition(": ")[2] in [problem.message for problem in problems]


def test_every_message_that_is_explained_is_one_that_editors_meet(tmp_path: Path) -> None:
    """Each row of the table is said about one of these files; `…` in a row stands for any words."""
    body = sample.panels()
    eight = sample.panels(*sample.HEADINGS, "One more")
    six = sample.panels(*sample.HEADINGS[:6])
    good = sample.briefing(title="Safer sleep", number="3")
    mistakes = (
        sample.panels()
        + """
[Gone](gone.md), [about](/about/), ![](a.png), [the guide][guide], a note,[^1] [split] (https://www.example.org/), TODO.

![A picture](https://www.example.org/a.png)

[The guide](www.gov.uk/guide), [policy](policy.docx), ![A tree](tree.png)

<p style="color: red">Ask <name of the child>.</p> <iframe src="map.html"></iframe>

• bruises
• burns

Look for:
2. bruises

7. Resources

2021. A year

See [[Safer sleep]].

See www.example.org\\
or the note.[^2]

[^2]:

| A | B |
| 1 | 2 |

!!! danger "Call"

Ring.
"""
    )
    places = "[form](LADO form.docx)\n\n[form](\\\\council\\share\\form.pdf)\n\nLook at \\\\council\\share in the office.\n"
    broken = {
        "no-front-matter": "## Background\n",
        "unclosed": "---\ntitle: Unclosed\n",
        "second-colon": "---\ntitle: Child abuse: what to notice\n---\n" + body,
        "curly": sample.briefing(title="“Curly”"),
        "no-colon": "---\ntitle: No colon\nowner Team\n---\n" + body,
        "mark": "---\ntitle: @ mark\n---\n" + body,
        "missing": sample.briefing(title="Missing", owner=None),
        "empty": sample.briefing(title="Empty", owner=""),
        "unknown-key": sample.briefing(title="Unknown key", links_updated=None, links_update="2026-01"),
        "draft": sample.briefing(title="Draft", draft="maybe"),
        "a-draft": sample.briefing(title="A draft", draft="true"),
        "hidden": sample.briefing(title="Hidden", hidden="true"),
        "far": sample.briefing(title="Far", published="2028-01"),
        "no-reason": sample.briefing(title="No reason", withdrawn="2026-11"),
        "withdrawn-draft": sample.briefing(title="Both", draft="true", withdrawn="2026-11", withdrawn_because="Old."),
        "not-withdrawn": sample.briefing(title="Not withdrawn", replaced_by="safer-sleep"),
        "replaced": sample.briefing("", title="Replaced", withdrawn="2026-11", withdrawn_because="Old.", replaced_by="gone-on"),
        "circle": sample.briefing("", title="Circle", withdrawn="2026-11", withdrawn_because="Old.", replaced_by="round"),
        "round": sample.briefing("", title="Round", withdrawn="2026-11", withdrawn_because="Old.", replaced_by="circle"),
        "by-draft": sample.briefing("", title="By a draft", withdrawn="2026-11", withdrawn_because="Old.", replaced_by="a-draft"),
        "by-itself": sample.briefing("", title="By itself", withdrawn="2026-11", withdrawn_because="Old.", replaced_by="round"),
        "bold-facts": sample.briefing(title="Bold facts", summary='"A **bold** word."'),
        "path": sample.briefing(title="Path", former_addresses="/briefings/old-name/"),
        "moved": sample.briefing(title="Moved", former_addresses="[once, safer-sleep]"),
        "moved-too": sample.briefing(title="Moved too", former_addresses="[once]"),
        "links-life": sample.briefing(f"{body}\n[a](a-draft.md) [b](soon.md) [c](once.md)\n", title="Links to drafts"),
        "soon": sample.briefing(title="Soon", published="2027-01"),
        "twice": "---\ntitle: Twice\ntitle: Twice\n---\n" + body,
        "words": sample.briefing(title="Date in words", published="March 2026"),
        "future": sample.briefing(title="Future", updated="2026-12"),
        "before": sample.briefing(title="Before", published="2026-03", review_due="2025-01"),
        "topic": sample.briefing(title="Topic", topics="Safer sleep"),
        "misspelt-topic": sample.briefing(title="Misspelt topic", topics="unborn-babys"),
        "audience": sample.briefing(title="Audience", audience="[practitioner]"),
        "audiences": sample.briefing(title="Audiences", audience="practitioners, managers"),
        "people": sample.briefing(title="People", people="adults"),
        "about-adults": sample.briefing(f"{body}\nSelf-neglect.\n", title="About adults"),
        "two-audiences": sample.briefing(title="Two audiences", audience="[GPs, nurses]"),
        "change": sample.briefing(title="Change", changes="\n  - 2026-11 The number changed."),
        "changes": sample.briefing(title="Changes", changes="\n  - 2026-02: One.\n  - 2026-03: Two."),
        "language": sample.briefing(title="Language", lang="Welsh"),
        "unnamed": sample.briefing(title="Unnamed", topics="lado"),
        "03-number": sample.briefing(title="Number of a name"),
        "summary": sample.briefing(title="Summary", summary="x" * 318),
        "taken-number": sample.briefing(title="Number", number="3"),
        "taken-title": sample.briefing(title="Safer sleep"),
        "7-safer-sleep": sample.briefing(title="Address"),
        "six": sample.briefing(six, title="Six"),
        "eight": sample.briefing(eight, title="Eight"),
        "before-the-first": sample.briefing("Words.\n" + body, title="Words first"),
        "first-level": sample.briefing("# Safer sleep\n" + body),
        "panel-of-the-first-level": sample.briefing(
            body.replace("## What to do", "# What to do"), title="Panel of the first level"
        ),
        "colon-in-a-list": sample.briefing(title="Colon in a list", questions="\n  - Fire kills: ask for a visit."),
        "lines": sample.briefing(f"{body}\na) bruises\nb) cuts\n\nAge\tWhat to say\n1\tAsk\n", title="Lines"),
        "inside": sample.briefing(f"{body}\n1. One\n  - inner\n2. Two\n", title="Inside"),
        "skips": sample.briefing(body + "\n#### Signs\n\nWords.\n", title="Skips"),
        "empty-panel": sample.briefing(body.replace("Words about what to notice.", ""), title="Empty panel"),
        "order": sample.briefing(body.replace("## Why it matters", "## 3. What to do"), title="Order"),
        "mistakes": sample.briefing(mistakes, title="Mistakes"),
        "conflict": sample.briefing(body + "\n<<<<<<< HEAD\nAsk.\n=======\nListen.\n>>>>>>> listen\n", title="Conflict"),
        "two-pages": sample.briefing(body.replace("Words about", "Word " * 220), title="Two pages", print="two-sided"),
        "safer-sleep": good,
        "places": sample.briefing(f"{body}\n{places}", title="Places"),
        "parts": sample.briefing(f'{body}\n<p class="notice">x</p>\n\n<img alt="x" src="/map.png">\n', title="Parts"),
        "comment": sample.briefing(f"{body}\nWords <!-- ask\n\nJo -->\n", title="Comment"),
        "comments": sample.briefing(f"{body}\n<!-- ask\n\n<!-- Jo -->\n\n-->\n", title="Comments"),
        "unpaired": sample.briefing(f"{body}\nWords <b>in bold.\n", title="Unpaired"),
        "attributes": sample.briefing(f"{body}\nGofal{{ lang=cy }}\n", title="Attributes"),
        "preview": sample.briefing(f'{body}\n!!! note "Call"\n\n    Words.\nMore.\n', title="Preview"),
        "marks": sample.briefing(f"{body}\n{'*' * 3000}\n", title="Marks"),
        "long-word": sample.briefing(f"{body}\n{'x' * 5000}\n", title="Long word"),
        "deep": sample.briefing(f"{body}\n{'<div>' * 40}x{'</div>' * 40}\n", title="Deep"),
        "calls": sample.briefing(f"{body}\n{'Words.[^n] ' * 400}\n\n[^n]: A note.\n", title="Calls"),
    }
    (tmp_path / "briefings").mkdir()
    (tmp_path / "docs/topics").mkdir(parents=True)
    (tmp_path / "docs/topics/unborn-babies.md").write_text(
        "---\ntitle: Unborn babies\ntopic: unborn-babies\n---\n", encoding="utf-8"
    )
    for name, text in broken.items():
        (tmp_path / f"briefings/{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "briefings/not-utf-8.md").write_bytes(good.replace("Words", "Child\x92s").encode("latin-1"))
    (tmp_path / "briefings/private-fostering").touch()
    (tmp_path / "briefings/tree.png").write_text("A tree", encoding="utf-8")
    (tmp_path / "briefings/policy.docx").touch()
    (tmp_path / "briefings/link.png").symlink_to("tree.png")
    (tmp_path / "briefings/form.pdf").write_bytes(pdf(lambda made: annotation(made, "Link", A=script())))
    (tmp_path / "briefings/photo.jpg").write_bytes(picture())
    (tmp_path / "briefings/road.jpg").write_bytes(picture("JPEG", place=True))
    (tmp_path / "docs/old.html").touch()
    (tmp_path / "docs/assets").mkdir()
    (tmp_path / "docs/assets/logo.png").write_bytes(picture())
    far = tmp_path / "docs" / Path(*["folder-of-a-folder"] * 8)
    far.mkdir(parents=True)
    (far / "page.md").write_text("# Page\n", encoding="utf-8")
    (tmp_path / "docs/aux.md").write_text("# Aux\n", encoding="utf-8")
    (tmp_path / "docs/tree.png").write_bytes(picture())
    for name, front_matter in {"number": "title: 2026", "links": "links: x", "feed.xml": "", "tree.png": ""}.items():
        (tmp_path / f"docs/{name}.md").write_text(f"---\n{front_matter}\n---\n# A page\n", encoding="utf-8")
    resource = "{}:\n  title: A guide\n  publisher: A team\n  kind: guidance\n  audience: both\n{}"
    address = "  url: https://www.example.org/guide\n"
    register = [resource.format("icon", address), resource.format("icon-guide", address), resource.format("leaflet", "")]
    (tmp_path / "briefings/resources.yml").write_text("".join([*register, "form:\ntitle: A form\n"]), encoding="utf-8")
    read = read_library(tmp_path, today=TODAY, settings=sample.settings())
    said = [problem.message for problem in (*read.problems, *read.advice)]
    said.append(f"“safer-sleep.md#signs”: {NO_SUCH_PART}")  # by the build
    said.append(  # against the base of a proposal; tests/links/test_lost_addresses.py has it made
        "paper and bookmarks name /briefings/old-name/, which would no longer work: add a line former_addresses: [old-name]"
    )
    fit = "words do not fit on one A4 page at 9 point (portrait); the longest panel is 3, “What to notice”, with 233"
    said.append(
        f"846 {fit}: cut about 120 words, whole sentences or points, or write print: two-sided"
    )  # by the build; tests/print/test_paper.py has it made
    said += [  # by the build, too; tests/cli/test_check_command.py and tests/print/test_pdf.py have them made
        "nav: “abuot.md” is not a page of the site; did you mean “about.md”?",
        "this page is in no menu: add it to nav: in mkdocs.yml, or to not_in_nav: if other pages link to it",
        "a PDF of it cannot be made: no font on this machine has 😀 (U+1F600): say it in words",
        "a PDF of it cannot be made: it would open “x.png”",
    ]
    said += [  # of mkdocs.yml; tests/config/test_settings_machinery.py and tests/config/test_settings_yaml.py have them made
        "hooks: hooks/feeds.py is missing, and without it the site is not whole, or not checked",
        "the line begins with 3 spaces, and the key above it with 2: begin both with the same",
    ]
    # in a table, two backslashes are shown as one
    table = [row[0].replace("\\\\", "\\") for row in rows(REFERENCE, "Messages")]
    assert len(table) > 20
    unknown = []
    for message in table:
        pattern = re.compile(".+".join(re.escape(part) for part in message.split("…")) + ("" if "…" in message else "$"))
        if not any(pattern.match(problem) for problem in said):
            unknown.append(message)
    assert not unknown, "\n".join(["nobody says:", *unknown, "what is said:", *said])


def test_everything_in_the_layout_exists() -> None:
    block = next(block for block in blocks(DEVELOP, "text") if "hooks/sevenminute/   " in block)
    names = [line.split()[0] for line in block.splitlines()]
    assert not [name for name in names if not (ROOT / name).exists()]
    assert all((ROOT / name).is_dir() == name.endswith("/") for name in names)


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "CHANGELOG.md"], ids=lambda file: file.name)
def test_links_between_the_documents_lead_somewhere(document: Path) -> None:
    prose = re.sub(r"^ *```.*?^ *```$|`[^`\n]+`", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        assert ":" not in target, "an address of another site would age unseen"
        path, _, anchor = target.partition("#")
        file = document.parent / unquote(path) if path else document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_table_of_the_settings_of_links_is_the_model() -> None:
    table = rows(RUN, "Settings of the check of links")
    named = {name: row for row in table for name in re.findall(r"`(\w+)`", row[0])}
    assert set(named) == set(LinkSettings.model_fields)
    usual = {name: value for row in table for name, value in zip(re.findall(r"`(\w+)`", row[0]), row[1].split(", "), strict=True)}
    for name, value in LinkSettings():
        assert usual[name].strip("`") == (str(value).lower() if value not in ((), {}) else "none"), name


def test_every_rule_of_links_is_explained_to_editors() -> None:
    named = [rule for row in rows(LINKS, "Rules") for rule in row[0].split(", ")]
    assert named == list(RULES)
