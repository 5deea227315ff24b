"""What the jobs of CI may do, and what they run: audited by zizmor and actionlint, and held to our own rules."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from linked_site import git

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"

WRITING = re.compile(r"scripts/link-(state save|issue)")
"""What the jobs that may write run, and nothing else of ours."""
ASKING = re.compile(r"\bmake\b|\bbriefings\b|\bpip\b|\bmkdocs\b|scripts/setup")
"""What installs, runs hooks, or asks foreign pages."""


def audited(folder: Path) -> list[dict[str, Any]]:
    """Return what zizmor finds in `.github` of a folder, as its strictest persona; it asks nobody."""
    command: list[str | Path] = [BIN / "zizmor", "--offline", "--no-progress", "--quiet", "--persona=auditor"]
    ran = subprocess.run(
        [*command, "--strict-collection", "--no-exit-codes", "--format=json-v1", folder / ".github"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
    return found


def script_of(job: dict[str, Any]) -> str:
    """Return all that a job runs, of GitHub or GitLab."""
    steps = [str(step.get("run", "")) for step in job.get("steps", ())]
    return "\n".join([*steps, *map(str, job.get("script", ()))])


def test_zizmor_finds_nothing_in_the_workflows() -> None:
    found = [f"{item['ident']}: {item['desc']} {item['locations'][0]['symbolic']['key']}" for item in audited(ROOT)]
    assert not found, "\n".join(found)


def test_nothing_is_hidden_from_zizmor_without_a_reason() -> None:
    for file in [*WORKFLOWS, ROOT / ".github/dependabot.yml"]:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert "zizmor: ignore" not in line or re.search(r"zizmor: ignore\[[\w,-]+\] \w+ \w+", line), line
    assert not (ROOT / ".github/zizmor.yml").exists()
    assert not (ROOT / "zizmor.yml").exists()


SPOILED = {
    "unpinned-uses": (r"(actions/checkout)@\w+ #.*", r"\1@v7"),
    "artipacked": (r"persist-credentials: false", "fetch-depth: 1"),
    "template-injection": (r"run: make site\n", "run: echo ${{ github.event.pull_request.title }}\n"),
    "excessive-permissions": (r"permissions: \{\}", "permissions: write-all"),
    "undocumented-permissions": (r"contents: write #.*", "contents: write"),
    "dangerous-triggers": (r"  pull_request:", "  pull_request_target:"),
    "dependabot-cooldown": (r"default-days: \d+", "default-days: 0"),
    "concurrency-limits": (r"(?m)^concurrency:\n(  .*\n)+", ""),
}
"""Audit to a pattern and what stands in its place."""


def test_zizmor_finds_what_would_be_abused(tmp_path: Path) -> None:
    missing = []
    for audit, (pattern, replacement) in SPOILED.items():
        shutil.copytree(ROOT / ".github", tmp_path / audit / ".github")
        spoiled = 0
        for file in (tmp_path / audit / ".github").rglob("*.yml"):
            text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"))
            file.write_text(text, encoding="utf-8")
            spoiled += count
        assert spoiled, f"{audit}: nothing to spoil"
        if audit not in {item["ident"] for item in audited(tmp_path / audit)}:
            missing.append(audit)
    assert not missing


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_named_by_its_commit_with_its_version_and_a_day(file: Path) -> None:
    """Dependabot brings the version up to date only where the comment ends with it."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if re.search(r"\buses: (?!\$/)", line):
            assert re.search(r"uses: actions/[a-z-]+@[0-9a-f]{40} # as of \d{4}-\d\d-\d\d: v\d+\.\d+\.\d+$", line), line


def test_an_action_has_one_commit_everywhere() -> None:
    commits: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for name, commit in re.findall(r"uses: ([\w./-]+)@(.+)", file.read_text(encoding="utf-8")):
            commits.setdefault(name, set()).add(commit)
    assert {"actions/checkout", "actions/setup-python"} <= set(commits)
    assert not {name: found for name, found in commits.items() if len(found) > 1}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_token_reaches_only_the_steps_that_need_it(file: Path) -> None:
    for name, job in jobs(file).items():
        assert "env" not in job, name
        for step in job.get("steps", ()):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name
            if "token" in str(step.get("env", "")) or "secrets." in str(step):
                assert re.fullmatch(r"scripts/link-(state|issue)\b.*", step["run"]), step
                assert "\n" not in step["run"].strip(), step


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_words_of_content_never_become_part_of_a_script(file: Path) -> None:
    for name, job in jobs(file).items():
        assert "${{" not in script_of(job), f"{name}: hand it over in env"
        assert "GITHUB_ENV" not in script_of(job), name
        assert "GITHUB_PATH" not in script_of(job), name


def test_the_jobs_of_github_that_write_run_nothing_but_the_save() -> None:
    writing = []
    for file in WORKFLOWS:
        for name, job in jobs(file).items():
            rights = {right for right, level in job["permissions"].items() if level == "write"}
            if not rights & {"contents", "issues"}:
                assert not WRITING.search(script_of(job)), name
                continue
            writing.append(name)
            assert len(rights) == 1, "one right each"
            assert not ASKING.search(script_of(job)), name
            assert WRITING.search(script_of(job)), name
            for step in job["steps"]:
                assert "uses" not in step or re.match(r"actions/(checkout|download-artifact)@", step["uses"]), step
    assert len(writing) == 2


def test_the_job_of_gitlab_that_writes_runs_nothing_but_the_save() -> None:
    settings = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    found = {name: job for name, job in settings.items() if isinstance(job, dict) and "script" in job}
    writing = [name for name, job in found.items() if WRITING.search(script_of(job))]
    assert len(writing) == 1
    job = found[writing[0]]
    assert not ASKING.search(script_of(job))
    assert job["environment"] == {"name": "link-state", "action": "access"}, "only there the token is"
    for name, other in found.items():
        if name != writing[0]:
            assert "environment" not in other, name
            assert "LINKS_TOKEN" not in str(other), name


def test_what_gitlab_hands_over_cannot_stand_in_for_what_writes() -> None:
    """An archive of a job before is unpacked over the checkout: what runs has to come from the repository after that."""
    settings = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    job = next(job for job in settings.values() if isinstance(job, dict) and WRITING.search(script_of(job)))
    lines = script_of(job).splitlines()
    assert job["variables"]["GIT_STRATEGY"] == "clone"
    clone = next(number for number, line in enumerate(lines) if "git clone" in line)
    assert 'cd "$(mktemp -d)"' in lines[:clone], "git reads no settings that were handed over"
    assert all("trusted/scripts/" in line for line in lines if WRITING.search(line))


def test_no_job_keeps_a_cache() -> None:
    """What a pull request puts into a cache, a publishing job would take out."""
    for file in WORKFLOWS:
        assert "cache" not in str(jobs(file)), file.name
    settings = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    assert not [name for name, job in settings.items() if isinstance(job, dict) and "cache" in job]


def test_every_job_ends_and_none_runs_twice_at_once() -> None:
    for file in WORKFLOWS:
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(workflow["concurrency"]) == {"group", "cancel-in-progress"}, file.name
        for name, job in workflow["jobs"].items():
            assert "uses" in job or job["timeout-minutes"] <= 30, name
    assert yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["default"]["timeout"] == "30 minutes"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_workflow_runs_a_pull_request_with_more_than_reading(file: Path) -> None:
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    events = set(workflow[True])
    assert not events & {"pull_request_target", "workflow_run", "issue_comment", "issues", "discussion"}
    assert workflow["permissions"] == {}
    if "pull_request" in events:
        for name, job in workflow["jobs"].items():
            assert job["permissions"] == {"contents": "read"} or "github.event_name != 'pull_request'" in job["if"], name


def test_one_module_is_built_on_what_is_under_another_licence() -> None:
    """As the README says: a bundle without LinkChecker and without that module is whole, but for asking."""
    importing = [
        path
        for path in git(ROOT, "ls-files", "hooks", "scripts", "benchmarks").splitlines()
        if path.endswith(".py")
        and re.search(r"^\s*(?:from|import) linkcheck\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert importing == ["hooks/sevenminute/links/fetch/linkchecker_worker.py"]
    licence = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Licence\n")[2]
    assert importing[0] in licence
    blocked = "import sys; sys.modules['linkcheck'] = None; import sevenminute.cli; sys.exit(sevenminute.cli.main(['check']))"
    ran = subprocess.run([sys.executable, "-c", blocked], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
