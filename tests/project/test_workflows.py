"""CI files do what they say: the commands that they name exist, and what is wrong is shown where it is."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import sample
from linked_site import commit, git, write_linked_site
from project_documents import (
    DOCUMENTS,
    ROOT,
    asked_of_briefings,
    asked_of_make,
    blocks,
    commands,
    shown_as_code,
    targets,
    text_of,
)
from sevenminute.cli import USAGE, main
from sevenminute.diagnostics.problem import Problem

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"


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


@pytest.mark.slow
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
    shown = [call for document in DOCUMENTS for code in shown_as_code(document) for call in asked_of_briefings(code)]
    calls += [
        call for call in shown if " ".join(["briefings", *call]) not in commands()
    ]  # a command that is only named is not called
    assert ["check", "--annotations"] in calls
    assert ["links", "stamp", "briefings/safer-sleep.md"] in calls
    for call in calls:
        answered = ["--yes"] if "stamp" in call else []  # nobody sits at the terminal of a test
        assert main([*call, *answered]) != USAGE, capsys.readouterr().err


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
    assert sorted(asked_of_make(script) for script in added) == [["preview", "site"]]


def test_a_proposal_is_compared_with_its_base_and_a_merge_is_not(tmp_path: Path) -> None:
    """A stand-in for `briefings` says with what it was called."""
    program = tmp_path / ".venv/bin/briefings"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    lines = [line for _, script in scripts() for line in script.splitlines() if re.search(r"bin/briefings check\b", line)]
    assert len(lines) == 2, "one for GitHub, one for GitLab"
    for line in lines:
        for base, revision in (("main", "origin/main"), ("", "")):
            variables = {"BASE": base, "CI_MERGE_REQUEST_DIFF_BASE_SHA": revision}
            done = subprocess.run(
                ["bash", "-e", "-c", line], cwd=tmp_path, env=variables, capture_output=True, text=True, check=True
            )
            assert done.stdout.split() == [
                "check",
                *(["--annotations"] if "BASE:+" in line and "CI_" not in line else []),
                *(["--against", revision] if revision else []),
            ]


def test_no_file_for_people_or_ci_names_a_registry() -> None:
    files = [*DOCUMENTS, ROOT / "CHANGELOG.md", GITLAB, *WORKFLOWS]
    for file in files:
        assert not re.search(r"pypi|docker\.io|ghcr\.io|quay\.io|registry\.", text_of(file), re.IGNORECASE), file.name
