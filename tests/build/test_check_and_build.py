"""Over all bad content that the tests have: the build refuses what the check refuses, and says nothing that the check does not.

The tables are those of the other tests; texts that are hard on programs are compared in `test_hard_inputs`, which checks them
anyway. All that can lie in one site does, and is given to the real commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import test_addresses
import test_citations
import test_disallowed_html
import test_file_system
import test_file_types
import test_hard_inputs
import test_image_metadata
import test_images
import test_markdown_mistakes
import test_paper_of_hard_texts
import test_reserved_places
import test_settings
import test_settings_environment
import test_static_files
import test_svg
import test_uploaded_pdfs

import hard_inputs
import hostile_snippets
import sample
from bad_briefings import BAD_BRIEFINGS
from bad_libraries import BAD_LIBRARIES
from checking import mistakes_in, said_by_both, said_by_build, said_by_commands
from conftest import write_site
from sevenminute.cli import OK, PROBLEMS, main
from uploads import HTML

Files = dict[str, str | bytes]


def cases(test: Any, position: int = 0) -> list[Any]:
    """Return the values of one argument of a parametrized test."""
    mark = next(mark for mark in test.pytestmark if mark.name == "parametrize")
    values = [getattr(value, "values", value) for value in mark.args[1]]
    return [value[position] if isinstance(value, tuple) else value for value in values]


def in_panel(text: str, title: str) -> str:
    return sample.briefing(sample.panels().replace("Words about what to notice.", text), title=title)


PANEL_TEXTS: list[str] = [
    *cases(test_disallowed_html.test_what_loads_or_runs_is_named),
    *cases(test_disallowed_html.test_what_does_neither_passes),
    *cases(test_disallowed_html.test_what_is_not_on_the_list_is_named_with_its_line),
    *cases(test_disallowed_html.test_tags_that_would_break_the_page_are_named),
    *cases(test_disallowed_html.test_nothing_of_it_reaches_a_page_however_it_is_written),
    *cases(test_markdown_mistakes.test_a_mistake_has_its_message),
    *cases(test_markdown_mistakes.test_a_mistake_in_a_block_is_on_its_line),
    *cases(test_citations.test_an_id_that_leads_nowhere_is_a_problem_on_each_page),
    *test_paper_of_hard_texts.PANELS.values(),
    *(row[0] for row in test_addresses.UNREADABLE),
    *(row[0] for row in test_addresses.NOT_THERE),
    *cases(test_markdown_mistakes.test_a_comment_that_ends_before_its_end_is_named_with_its_line),
]
"""What stands in a panel, right or wrong."""


def texts_as_briefings() -> Files:
    """Return all bad briefings, all texts, each in a briefing of its own, and the snippets, each in a panel of its own."""
    whole = {f"briefings/whole-{number}.md": text for number, text in enumerate(cases_of(BAD_BRIEFINGS))}
    parts = {f"briefings/part-{number}.md": in_panel(text, f"Part {number}") for number, text in enumerate(PANEL_TEXTS)}
    snippets = {f"briefings/lines-{number}.md": text for number, text in enumerate(snippets_in_panels())}
    return {**whole, **parts, **snippets}


def snippets_in_panels() -> Iterator[str]:
    """Yield briefings whose panels hold a snippet each."""
    each = len(sample.HEADINGS)
    lines = hostile_snippets.SNIPPETS
    batches = [lines[begin : begin + each] for begin in range(0, len(lines), each)]
    for number, texts in enumerate(batches):
        body = sample.panels()
        for heading, text in zip(sample.HEADINGS, texts, strict=False):
            body = body.replace(f"Words about {heading.lower()}.", text)
        yield sample.briefing(body, title=f"Lines {number}")


def texts_as_pages() -> Files:
    """Return the same texts, each in a page of its own."""
    return {f"docs/topics/part-{number}.md": page(number, text) for number, text in enumerate(PANEL_TEXTS)}


def uploads() -> Files:
    """Return every bad drawing, picture, PDF and file of another kind, each under a name of its own."""
    drawings = [test_svg.svg(inner) for inner, named in (*test_svg.ACTIVE, *test_svg.LOADING, *test_svg.UNKNOWN) if named]
    pictures = [make() for make in cases(test_images.test_what_no_page_can_show_is_refused_with_what_to_do)]
    pictures += [make() for make, has_place in test_image_metadata.TELLING.values() if has_place]
    pdfs = dict((*test_uploaded_pdfs.REFUSED.values(), *test_uploaded_pdfs.UNREADABLE.values()))  # one for each message
    return {
        **{f"docs/up/drawing-{number}.svg": data for number, data in enumerate(drawings)},
        **{f"briefings/picture-{number}.png": data for number, data in enumerate(pictures)},
        **{f"docs/up/paper-{number}.pdf": data for number, data in enumerate(pdfs.values())},
        **{f"docs/other/{name}": data for name, data, _ in test_file_types.OTHER_CONTENT},
        **{f"docs/two/{name}": data for name, data in test_file_types.TWO_IN_ONE.items() if name.endswith(".svg")},
        **{f"briefings/{name}": data for name, data in test_file_types.ACTIVE_DRAWINGS.items()},
        **dict.fromkeys(test_file_types.NEVER_PUBLISHED, HTML),
        **test_static_files.OWN_FRAMES,
    }


def page(number: int, text: str) -> str:
    return f"---\ntopic: part-{number}\ntitle: Part {number}\n---\n\n{text}\n"


def cases_of(table: Iterable[Any]) -> list[Any]:
    """Return the first value of each row of a table for `parametrize`."""
    return [row.values[0] for row in table]


def packed(libraries: Iterable[Files]) -> list[Files]:
    """Put libraries into as few sites as hold each file once."""
    sites: list[Files] = []
    for library in libraries:
        folders = {path.lower() for path in library}
        free = (site for site in sites if folders.isdisjoint(path.lower() for path in site))
        into = next(free, None)
        if into is None:
            sites.append(into := {})
        into.update(library)
    return sites


ROBOTS = test_static_files.test_what_robots_and_security_may_not_say_is_named_with_its_line
LIBRARIES: list[Files] = [
    dict(test_reserved_places.OWN_PLACES),
    *(
        dict[str, str | bytes]({path: test_reserved_places.PAGE})
        for path in test_reserved_places.IN_PLACE_OF_MADE
        if path.endswith(".md")
    ),
    *(dict[str, str | bytes]({f"docs/{name}": text}) for name, text in zip(cases(ROBOTS), cases(ROBOTS, 1), strict=True)),
    *(dict[str, str | bytes]({"briefings/resources.yml": text}) for text in hard_inputs.REGISTERS.values()),
    *cases_of(BAD_LIBRARIES),
]
SITES = packed(LIBRARIES)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(SITES)))
def test_the_check_says_all_that_the_build_says(tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int) -> None:
    checked, built = said_by_both(write_site(tmp_path / "source", SITES[number]), tmp_path / "site", capsys)
    assert built
    assert checked == built


@pytest.mark.slow
def test_the_commands_say_the_same_of_all_that_can_lie_in_one_site(tmp_path: Path) -> None:
    files = {**texts_as_briefings(), **texts_as_pages(), **uploads()}
    root = write_site(tmp_path / "source", files)
    outside = test_file_system.outside(tmp_path / "outside")
    for path, target in test_file_system.LINKS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target.format(outside=outside))
    said = said_by_commands(root)
    assert said["check"][1] ^ said["build"][1] == set()
    assert [code for code, _ in said.values()] == [PROBLEMS, PROBLEMS]
    assert not (root / "site").exists()
    named = {message.partition(":")[0] for message in said["check"][1]}
    assert set(uploads()) | set(test_file_system.LINKS) <= named


def test_the_commands_say_the_same_of_a_site_without_mistakes(tmp_path: Path) -> None:
    said = said_by_commands(write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()}))
    assert said == {"check": (OK, set()), "build": (OK, set())}


HOOKS = {
    "it cannot be read": ("x = 1\ndef on_config(config:\n", "2: Python cannot read this line ('(' was never closed): "),
    "it is no text": ("x = '\0'\n", "1: Python cannot read this line (source code string cannot contain null bytes): "),
    "it is indented": ("def on_config(config):\nreturn\n", "2: Python cannot read this line (expected an indented block"),
    "it ends": ("import os\n\n1 / 0\n", "3: the hook ends here with an error (ZeroDivisionError: division by zero): "),
    "it needs what is not there": ("import not_there\n", "1: the hook ends here with an error (ModuleNotFoundError: "),
    "it leaves": ("raise SystemExit\n", "1: the hook ends here with an error (SystemExit): "),
    "it ends later": ("def on_nav(nav, config, files):\n    nav.gone\n", "2: the hook ends here with an error (AttributeError: "),
}
"""A hook of a partnership's own, by what is wrong with it, and what is said of it."""


@pytest.mark.parametrize(("hook", "said"), HOOKS.values(), ids=HOOKS)
def test_of_a_hook_that_does_not_work_both_say_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hook: str, said: str
) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing(), "own/mine.py": hook})
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("\nhooks:\n", "\nhooks:\n  - own/mine.py\n"), encoding="utf-8")
    line = config.read_text(encoding="utf-8").split("\n").index("  - own/mine.py") + 1
    assert main(["--root", str(root), "check"]) == PROBLEMS
    (checked,) = mistakes_in(capsys.readouterr().out)
    assert checked.startswith(f"mkdocs.yml:{line}: own/mine.py:{said}")
    assert checked.endswith(": correct it, or delete the line from hooks")
    assert main(["--root", str(root), "build"]) == PROBLEMS
    told = capsys.readouterr().err
    assert mistakes_in(told) == {checked}
    assert "Traceback" not in told


SETTINGS: list[str] = [
    *(
        base.replace(str(old), str(new))
        for base, table in ((sample.SETTINGS, test_settings.BAD_SETTINGS), (test_settings.LINKS, test_settings.BAD_LINKS))
        for old, new, _ in (getattr(row, "values", row) for row in table)
    ),
    *(settings for settings, _ in test_settings_environment.REFUSED.values()),
    *(make() for name, make in hard_inputs.SETTINGS.items() if name not in test_hard_inputs.GOOD_SETTINGS),
]


@pytest.mark.slow
def test_the_check_says_all_that_the_build_says_of_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()})
    config = root / "mkdocs.yml"
    rest = config.read_text(encoding="utf-8").removeprefix(sample.SETTINGS)
    passed = 0  # what depends on the day of the build: how long an ignore may go on
    for settings in SETTINGS:
        config.write_bytes((settings + rest).encode(errors="surrogateescape"))
        code = main(["--root", str(root), "check"])
        checked = mistakes_in(capsys.readouterr().out)
        if not checked:
            assert (code, said_by_build(root, tmp_path / "site")) == (OK, set())
            passed += 1
            continue
        assert (code, main(["--root", str(root), "build"])) == (PROBLEMS, PROBLEMS)
        told = mistakes_in(capsys.readouterr().err)
        assert told
        assert told <= checked
    assert passed <= 2


REFUSED_BY_MKDOCS = {
    "no address": ("repo_url: x y\n", "repo_url cannot be used: The URL isn't valid"),
    "a number for an address": ("dev_addr: 12\n", "dev_addr cannot be used: "),
    "a number for a switch": ("strict: 3\n", "strict cannot be used: "),
    "a setting of long ago": ("pages: [index.md]\n", "pages cannot be used: "),
    "a list for a name": ("site_author: [Jo]\n", "site_author cannot be used: "),
    "a number for words": ("copyright: 4\n", "copyright cannot be used: "),
    "a typing mistake": ("repo_ulr: https://example.org/\n", "repo_ulr is not a setting; did you mean “repo_url”?"),
    "a hook that is no program": ("  - /etc/hostname\n", "hooks cannot be used: Cannot import path '/etc/hostname'"),
}
"""What is added to mkdocs.yml, and what is said of it."""


@pytest.mark.parametrize("name", REFUSED_BY_MKDOCS)
def test_the_check_of_settings_alone_says_all_that_the_build_says_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()})
    config, (added, said) = root / "mkdocs.yml", REFUSED_BY_MKDOCS[name]
    text = config.read_text(encoding="utf-8")
    changed = text.replace("\ntheme:", f"{added}\ntheme:", 1) if added.startswith(" ") else f"{text}\n{added}"
    config.write_text(changed, encoding="utf-8")
    told = {}
    for command in (["check", "--settings"], ["check"], ["build"]):
        assert main(["--root", str(root), *command]) == PROBLEMS
        told[" ".join(command)] = mistakes_in("".join(capsys.readouterr()))
    (mistake,) = told["build"]
    assert mistake.partition(": ")[2].startswith(said)
    assert all(found == {mistake} for found in told.values())
