"""What CI files and documents say is true: commands exist, examples pass, messages are the ones that people meet."""

from __future__ import annotations

import json
import re
import subprocess
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import sample
from linked_site import commit, git, write_linked_site
from sevenminute.checks import read_library
from sevenminute.cli import USAGE, main
from sevenminute.config.links import LinkSettings
from sevenminute.config.reader import read_settings
from sevenminute.config.schema import Settings
from sevenminute.content.briefing import Briefing, BrokenBriefing, read_briefing
from sevenminute.content.schema import BriefingFields
from sevenminute.diagnostics.problem import Problem
from sevenminute.links.rules import RULES
from sevenminute.markdown.internal_links import NO_SUCH_PART
from uploads import annotation, pdf, picture, script

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "PUBLISHING.md"]
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
"""The briefing whose messages README and CONTRIBUTING show."""


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def loaded(file: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(text_of(file))
    assert isinstance(found, dict)
    return found


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    """Return the jobs of a workflow of GitHub."""
    found: dict[str, dict[str, Any]] = loaded(file)["jobs"]
    return found


def scripts() -> Iterator[tuple[str, str]]:
    """Yield every script of every CI file with the name of its file."""
    for file in WORKFLOWS:
        for job in jobs(file).values():
            yield from ((file.name, str(step["run"])) for step in job.get("steps", ()) if "run" in step)
    for job in loaded(GITLAB).values():
        if isinstance(job, dict):
            yield from ((GITLAB.name, str(line)) for line in job.get("script", ()))
    yield ".ci/run", text_of(ROOT / ".ci/run")


def shown_as_code(document: Path) -> Iterator[str]:
    """Yield what a document shows as code, in a line of text or in a block of shell commands."""
    text = text_of(document)
    for block in re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL))


def blocks(document: Path, language: str) -> list[str]:
    """Return the blocks of code of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(document), re.MULTILINE | re.DOTALL)


def section(document: Path, heading: str) -> str:
    """Return the text below a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text_of(document), re.MULTILINE | re.DOTALL)
    assert found, f"{document.name} has no heading {heading}"
    return found[1]


def rows(document: Path, heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head."""
    table = section(document, heading).lstrip().split("\n\n")
    lines = next(part for part in table if part.startswith("|")).strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def targets() -> set[str]:
    """Return what `make` can make."""
    found = re.findall(r"^([\w./-]+)(?: [\w./ -]+)?:(?!=)", text_of(ROOT / "Makefile"), re.MULTILINE)
    return {target for target in found if target != ".PHONY"}


def asked_of_make(text: str) -> list[str]:
    """Return the targets that the calls of `make` in a text name."""
    calls = re.findall(r"(?:^|[;&|]\s*|\w+=\S* )make((?: +[\w./-]+(?![\w./=-]))+)", text, re.MULTILINE)
    return [target for call in calls for target in call.split()]


def asked_of_briefings(text: str) -> list[list[str]]:
    """Return the arguments of the calls of `briefings` in a text; a variable of CI names the branch that a change is for."""
    text = re.sub(r'"\$\w+"', "origin/main", text)
    return [call.split() for call in re.findall(r"(?:^|[;&|]\s*|bin/)briefings((?: +[\w=./-]+)+)", text, re.MULTILINE)]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_a_name_and_jobs_that_can_be_found(file: Path) -> None:
    """What they may do, and by which commit they name their actions, is in `test_workflow_security.py`."""
    workflow = loaded(file)
    assert workflow["name"]
    assert workflow[True], "YAML reads the key `on` as true"
    for name, job in jobs(file).items():
        if "uses" in job:
            assert job["uses"].startswith("$/"), "of the commit that runs"
            assert (ROOT / job["uses"].removeprefix("$/")).is_file(), name
            continue
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step


def test_a_schedule_stops_no_other_workflow() -> None:
    """GitHub stops the schedules of a quiet repository, and with one all that its file does."""
    for file in WORKFLOWS:
        events = loaded(file)[True]
        if "schedule" in events:
            assert set(events) == {"schedule", "workflow_dispatch"}, file.name


def test_gitlab_does_the_same() -> None:
    settings = loaded(GITLAB)
    for name in ("check", "links", "nightly-links", "remember-links", "test", "pages", "newest"):
        assert settings[name]["stage"] in settings["stages"]
        assert settings[name]["script"]
        assert settings[name]["rules"]


def test_every_call_of_make_names_a_target() -> None:
    asked = {target for _, script in scripts() for target in asked_of_make(script)}
    assert {"site", "test"} <= asked <= targets()


def test_every_call_of_briefings_is_one_that_it_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    register = "guide:\n  title: A guide\n  publisher: Us\n  kind: guidance\n  audience: both\n  how_to_get: Ask.\n"
    files = {"briefings/safer-sleep.md": sample.briefing(), "briefings/resources.yml": register}
    write_linked_site(tmp_path, {**files, "site/index.html": "<!doctype html>"})
    commit(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    calls = [call for _, script in scripts() for call in asked_of_briefings(script)]
    calls += [call for document in DOCUMENTS for code in shown_as_code(document) for call in asked_of_briefings(code)]
    assert ["check", "--annotations"] in calls
    for call in calls:
        answered = ["--yes"] if "stamp" in call else []  # nobody sits at the terminal of a test
        assert main([*call, *answered]) != USAGE, capsys.readouterr().err


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_a_document_names_only_targets_that_exist(document: Path) -> None:
    asked = {target for code in shown_as_code(document) for target in asked_of_make(code)}
    assert asked
    assert asked <= targets()


def test_ci_runs_the_two_commands_of_the_readme_and_all_the_tests() -> None:
    block = blocks(ROOT / "README.md", "sh")[0]
    assert block.split("\n") == ["make site", "make test", ""]
    assert asked_of_make(text_of(ROOT / ".ci/run")) == ["site", "test", "test-all"]


@pytest.mark.parametrize(
    ("site_url", "published"),
    [
        ("site_url: https://briefings.council.example/\n", True),
        ('site_url: "https://briefings.council.example/"\n', True),
        ("site_url: https://briefings.example.org/\n", False),
        ("site_url:\n", False),
        ("# site_url: https://briefings.council.example/\n", False),
        ("", False),
    ],
)
def test_the_sample_is_never_published(tmp_path: Path, site_url: str, published: bool) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Briefings\n{site_url}", encoding="utf-8")
    guards = [script for _, script in scripts() if "site_url" in script]
    assert len(guards) == 2, "one for GitHub, one for GitLab"
    for guard in guards:
        output = tmp_path / "output"
        output.write_text("", encoding="utf-8")
        ran = subprocess.run(["bash", "-e", "-c", guard], cwd=tmp_path, env={"GITHUB_OUTPUT": str(output)}, check=False)
        on_github = ran.returncode == 0 and "ready=yes" in output.read_text(encoding="utf-8")
        on_gitlab = ran.returncode == 0
        assert (on_github if "GITHUB_OUTPUT" in guard else on_gitlab) == published
        assert ran.returncode in (0, 3)


def test_what_a_build_reports_is_shown_on_its_line() -> None:
    matcher = json.loads(text_of(ROOT / ".github/problem-matcher.json"))["problemMatcher"][0]["pattern"][0]
    problem = Problem("briefings/safer-sleep.md", 6, "“owner” is missing: add a line owner: Team")
    for line in (str(problem), f"WARNING -  {problem}"):
        found = re.search(matcher["regexp"], line)
        assert found, line
        assert found.group(matcher["file"], matcher["line"], matcher["message"]) == (problem.path, "6", problem.message)
    assert re.search(matcher["regexp"], "mkdocs.yml:30: extra.latest is “0”: at least 1")
    assert not re.search(matcher["regexp"], "INFO    -  Building documentation to directory: site")


def test_the_matcher_is_switched_on_where_ci_builds() -> None:
    added = [script for _, script in scripts() if "::add-matcher::.github/problem-matcher.json" in script]
    assert added
    assert all(asked_of_make(script) == ["site"] for script in added)


@pytest.mark.parametrize("document", DOCUMENTS[:2], ids=lambda file: file.name)
def test_the_briefing_that_a_document_shows_has_no_mistake(document: Path) -> None:
    shown = [block for block in blocks(document, "markdown") if block.startswith("---\n")]
    assert len(shown) == 1
    read = read_briefing(shown[0].replace("TODO: ", ""), "briefings/private-fostering.md", today=TODAY)
    assert isinstance(read, Briefing), read


def test_the_skeleton_is_refused_until_all_of_it_is_written() -> None:
    skeleton = next(block for block in blocks(ROOT / "CONTRIBUTING.md", "markdown") if block.startswith("---\n"))
    read = read_briefing(skeleton, "briefings/private-fostering.md", today=TODAY)
    assert isinstance(read, BrokenBriefing)
    assert all("still to be filled in" in problem.message for problem in read.problems)
    assert len(read.problems) == skeleton.count("TODO: ") >= 8


def test_the_table_of_keys_is_the_model() -> None:
    table = {cells[0].strip("`"): cells for cells in rows(ROOT / "CONTRIBUTING.md", "The front matter")}
    assert list(table) == list(BriefingFields.model_fields)
    for key, field in BriefingFields.model_fields.items():
        assert table[key][1] == ("yes" if field.is_required() else "no"), key
        for limit in (item for item in field.metadata if hasattr(item, "max_length")):
            unit = "topics" if key == "topics" else "characters"
            assert f"{limit.max_length} {unit}" in table[key][2] or key == "owner", key


def test_the_examples_in_the_table_of_keys_have_no_mistake() -> None:
    examples = [cells[3] for cells in rows(ROOT / "CONTRIBUTING.md", "The front matter")]
    lines = [example.strip("`") for example in examples if example.startswith("`")]
    read = read_briefing("\n".join(["---", *lines, "---", sample.panels()]), "briefings/a.md", today=date(2027, 3, 1))
    assert isinstance(read, Briefing), read


def test_every_setting_is_in_the_readme() -> None:
    named = {name for row in rows_of_settings() for name in re.findall(r"`(\w+)`", row[0])}
    assert set(Settings.model_fields) <= named
    assert named - set(Settings.model_fields) == {"site_name", "site_description", "site_url", "nav"}


def rows_of_settings() -> list[list[str]]:
    lines = [line.strip() for line in section(ROOT / "README.md", "Make it yours").splitlines()]
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]


def test_the_messages_that_the_documents_show_are_the_ones_that_are_said(tmp_path: Path) -> None:
    read = read_briefing(BROKEN, "briefings/private-fostering.md", today=TODAY)
    assert not isinstance(read, Briefing)
    said = [str(problem) for problem in read.problems]
    readme, settings_message = blocks(ROOT / "README.md", "text")[:2]
    assert readme.splitlines() == said
    assert blocks(ROOT / "CONTRIBUTING.md", "text")[0].strip() in said
    config = tmp_path / "mkdocs.yml"
    config.write_text(sample.SETTINGS, encoding="utf-8")
    settings = yaml.safe_load(sample.SETTINGS.replace("  sample: true\n", ""))
    problems = read_settings(settings, config)
    assert not isinstance(problems, Settings)
    assert settings_message.strip().partition(": ")[2] in [problem.message for problem in problems]


def test_every_message_that_contributing_explains_is_one_that_editors_meet(tmp_path: Path) -> None:
    """Each row of the table is said about one of these files; `…` in a row stands for any words."""
    body = sample.panels()
    eight = sample.panels(*sample.HEADINGS, "One more")
    six = sample.panels(*sample.HEADINGS[:6])
    good = sample.briefing(title="Safer sleep", number="3")
    slips = (
        sample.panels()
        + """
[Gone](gone.md), [about](/about/), ![](a.png), [the guide][guide], a note,[^1] [split] (https://www.example.org/), TODO.

![A picture](https://www.example.org/a.png)

[The guide](www.gov.uk/guide), [policy](policy.docx), ![A tree](tree.png)

<p style="color: red">Ask <name of the child>.</p> <iframe src="map.html"></iframe>

• bruises
• burns

Look for:
- bruises

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
        "slip": sample.briefing(title="Slip", links_updated=None, links_update="2026-01"),
        "twice": "---\ntitle: Twice\ntitle: Twice\n---\n" + body,
        "words": sample.briefing(title="Date in words", published="March 2026"),
        "future": sample.briefing(title="Future", updated="2026-12"),
        "before": sample.briefing(title="Before", published="2026-03", review_due="2025-01"),
        "topic": sample.briefing(title="Topic", topics="Safer sleep"),
        "topic-slip": sample.briefing(title="Slip of a topic", topics="unborn-babys"),
        "audience": sample.briefing(title="Audience", audience="[practitioner]"),
        "summary": sample.briefing(title="Summary", summary="x" * 318),
        "taken-number": sample.briefing(title="Number", number="3"),
        "taken-title": sample.briefing(title="Safer sleep"),
        "7-safer-sleep": sample.briefing(title="Address"),
        "six": sample.briefing(six, title="Six"),
        "eight": sample.briefing(eight, title="Eight"),
        "before-the-first": sample.briefing("Words.\n" + body, title="Words first"),
        "first-level": sample.briefing("# Safer sleep\n" + body, title="First level"),
        "skips": sample.briefing(body + "\n#### Signs\n\nWords.\n", title="Skips"),
        "empty-panel": sample.briefing(body.replace("Words about what to notice.", ""), title="Empty panel"),
        "order": sample.briefing(body.replace("## Why it matters", "## 3. What to do"), title="Order"),
        "slips": sample.briefing(slips, title="Slips"),
        "conflict": sample.briefing(body + "\n<<<<<<< HEAD\nAsk.\n=======\nListen.\n>>>>>>> listen\n", title="Conflict"),
        "two-pages": sample.briefing(body.replace("Words about", "Word " * 220), title="Two pages", print="two-sided"),
        "safer-sleep": good,
        "places": sample.briefing(f"{body}\n{places}", title="Places"),
        "parts": sample.briefing(f'{body}\n<p class="notice">x</p>\n\n<img alt="x" src="/map.png">\n', title="Parts"),
        "comment": sample.briefing(f"{body}\nWords <!-- ask\n\nJo -->\n", title="Comment"),
        "unpaired": sample.briefing(f"{body}\nWords <b>in bold.\n", title="Unpaired"),
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
    (tmp_path / "docs/aux.md").write_text("# Aux\n", encoding="utf-8")
    (tmp_path / "docs/tree.png").write_bytes(picture())
    for name, front_matter in {"number": "title: 2026", "links": "links: x", "feed.xml": "", "tree.png": ""}.items():
        (tmp_path / f"docs/{name}.md").write_text(f"---\n{front_matter}\n---\n# A page\n", encoding="utf-8")
    resource = "{}:\n  title: A guide\n  publisher: A team\n  kind: guidance\n  audience: both\n{}"
    address = "  url: https://www.example.org/guide\n"
    register = [resource.format("icon", address), resource.format("icon-guide", address), resource.format("leaflet", "")]
    (tmp_path / "briefings/resources.yml").write_text("".join([*register, "form:\ntitle: A form\n"]), encoding="utf-8")
    said = [problem.message for problem in read_library(tmp_path, today=TODAY).problems]
    said.append(f"“safer-sleep.md#signs”: {NO_SUCH_PART}")  # by the build
    fit = "words do not fit on one A4 page at 9 point (portrait); the longest panel is 3, “What to notice”, with 233"
    said.append(
        f"846 {fit}: cut about 115 words, or write print: two-sided"
    )  # by the build; tests/print/test_paper.py has it made
    said += [  # by the build, too; tests/cli/test_check_command.py and tests/print/test_pdf.py have them made
        "nav: “abuot.md” is not a page of the site; did you mean “about.md”?",
        "no menu leads to this page: add it to nav: in mkdocs.yml, or to not_in_nav: if other pages link to it",
        "a PDF of it cannot be made: no font on this machine has 😀 (U+1F600): say it in words",
        "a PDF of it cannot be made: it would open “x.png”",
    ]
    said += [  # of mkdocs.yml; tests/config/test_settings_machinery.py and tests/config/test_settings_yaml.py have them made
        "hooks: hooks/feeds.py is missing, and without it the site is not whole, or not checked",
        "the line begins with 3 spaces, and the key above it with 2: begin both with the same",
    ]
    # in a table, two backslashes are shown as one
    table = [row[0].replace("\\\\", "\\") for row in rows(ROOT / "CONTRIBUTING.md", "What the messages mean")]
    assert len(table) > 20
    unknown = []
    for message in table:
        pattern = re.compile(".+".join(re.escape(part) for part in message.split("…")) + ("" if "…" in message else "$"))
        if not any(pattern.match(problem) for problem in said):
            unknown.append(message)
    assert not unknown, "\n".join(["nobody says:", *unknown, "what is said:", *said])


def test_everything_in_the_layout_exists() -> None:
    block = next(block for block in blocks(ROOT / "README.md", "text") if "hooks/sevenminute/" in block)
    names = [line.split()[0] for line in block.splitlines()]
    assert not [name for name in names if not (ROOT / name).exists()]
    assert all((ROOT / name).is_dir() == name.endswith("/") for name in names)


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "CHANGELOG.md"], ids=lambda file: file.name)
def test_links_between_the_documents_lead_somewhere(document: Path) -> None:
    prose = re.sub(r"^ *```.*?^ *```$|`[^`\n]+`", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", prose):
        assert ":" not in target, "an address of another site would age unseen"
        path, _, anchor = target.partition("#")
        file = ROOT / path if path else document
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text_of(file), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings], target


def test_no_file_for_people_or_ci_names_a_registry() -> None:
    files = [*DOCUMENTS, ROOT / "CHANGELOG.md", GITLAB, *WORKFLOWS]
    for file in files:
        assert not re.search(r"pypi|docker\.io|ghcr\.io|quay\.io|registry\.", text_of(file), re.IGNORECASE), file.name


def test_the_table_of_the_settings_of_links_is_the_model() -> None:
    table = rows(ROOT / "README.md", "The settings of the link check")
    named = {name: row for row in table for name in re.findall(r"`(\w+)`", row[0])}
    assert set(named) == set(LinkSettings.model_fields)
    usual = {name: value for row in table for name, value in zip(re.findall(r"`(\w+)`", row[0]), row[1].split(", "), strict=True)}
    for name, value in LinkSettings():
        assert usual[name].strip("`") == (str(value).lower() if value not in ((), {}) else "none"), name


def test_every_rule_of_links_is_explained_to_editors() -> None:
    named = [rule for row in rows(ROOT / "CONTRIBUTING.md", "When “Links and their dates” is red") for rule in row[0].split(", ")]
    assert named == list(RULES)
