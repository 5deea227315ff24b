"""`.gitlab-ci.yml` as it stands, run by gitlab-ci-local on a copy of the repository that is on a code host of the test's own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

import sample
from conftest import ROOT, write_site
from gitlab_host import GitLabHost, hosting
from link_server import OK, serving
from linked_site import ALLOW, STATE, briefing, commit, git
from sevenminute.text.dates import today

pytestmark = pytest.mark.slow  # needs npm

BIN = Path(sys.executable).parent
RUNNER = ROOT / "tests/npm/node_modules/gitlab-ci-local/dist/index.js"
TOKEN = "glpat-nobody-may-see-this"  # noqa: S105 - nobody's
FILE = "briefings/a.md"
OWN = sample.SETTINGS.replace("  sample: true\n", "").replace("example.org", "testshire.gov.uk")
OWN = OWN.replace("01632 960100", '"01225 400100"').replace("01632 960001", '"01225 400001"')
"""The settings of a site that is published."""


def recent(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


WATCH = """#!/bin/sh
printf '%s %s %s\\n' "$CI_JOB_NAME" "${0##*/}" "${LINKS_TOKEN:+has the token}" >> "$HOME/run"
exec "PATH_OF_IT" "$@"
"""
"""Stands in for a program of the tests' `.venv`, and notes in which job it was run."""


class Pipeline:
    """A checkout of a copy of the repository, in which the runner runs pipelines.

    What `make` would install is there already: `.venv` leads to that of the tests, and is part of the copy, as nothing else than
    what git knows reaches a job.
    """

    def __init__(self, folder: Path, host: GitLabHost, content: str, settings: str = OWN) -> None:
        self.host, self.checkout, self.home = host, folder / "checkout", folder / "home"
        write_site(self.checkout, {FILE: content}, f"{settings}  links:\n    {ALLOW}\n    browser: false\n")
        for file in [
            *ROOT.glob("requirements*.txt"),
            *map(ROOT.joinpath, (".gitlab-ci.yml", ".gitignore", "Makefile", "pyproject.toml")),
        ]:
            shutil.copy(file, self.checkout)
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        self.home.mkdir()
        programs = self.checkout / ".venv/bin"
        programs.mkdir(parents=True)
        for name in ("python", "mkdocs", "briefings"):
            (programs / name).write_text(WATCH.replace("PATH_OF_IT", str(BIN / name)), encoding="utf-8")
            (programs / name).chmod(0o755)
        for what in ("site", "links"):
            (self.checkout / f".venv/.ready-for-{what}").touch()
        git(self.checkout, "init", "--quiet")
        git(self.checkout, "remote", "add", "origin", str(host.origin))
        git(self.checkout, "add", "--force", ".venv")
        commit(self.checkout)
        git(self.checkout, "push", "--quiet", "origin", "main")
        git(self.checkout, "fetch", "--quiet")
        git(self.checkout, "remote", "set-head", "origin", "main")

    def run(self, source: str, *jobs: str, token: str = TOKEN, **variables: str) -> str:
        """Run a pipeline, or some of its jobs; return what was said."""
        predefined = {
            "CI_PIPELINE_SOURCE": source,
            "CI_PROJECT_URL": self.host.address,
            "CI_API_V4_URL": self.host.api,
            "CI_REPOSITORY_URL": self.host.origin.as_uri(),
            **variables,
        }
        scoped = {"LINKS_TOKEN": {"values": {"link-state": token}}} if token else {}
        (self.home / "variables.yml").write_text(json.dumps(scoped), encoding="utf-8")
        node, _ = compute_driver_executable()
        command = [node, str(RUNNER), *jobs, "--force-shell-executor", "--shell-isolation", "--no-color"]
        command += ["--variables-file", str(self.home / "variables.yml"), "--ignore-predefined-vars", ",".join(predefined)]
        command += [word for name, value in predefined.items() for word in ("--variable", f"{name}={value}")]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "NO_MKDOCS_2_WARNING": "1", "CI": "true"}
        done = subprocess.run(
            command, cwd=self.checkout, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        return done.stdout + done.stderr

    def ran(self) -> set[str]:
        """Return job and program of what was run of `.venv` since the last time."""
        noted = self.home / "run"
        found = set(noted.read_text(encoding="utf-8").splitlines()) if noted.exists() else set()
        noted.unlink(missing_ok=True)
        return {line.rstrip() for line in found}

    def remembered(self) -> str:
        """Return the state file as the code host has it."""
        return git(self.host.origin, "show", f"link-state:{STATE}")

    def handed_over(self, job: str) -> Path:
        """Return the folder of what a job has handed over."""
        return self.checkout / ".gitlab-ci-local/artifacts" / job


def ended(said: str) -> dict[str, str]:
    """Return how each job ended: an empty string, or the code with which it failed."""
    found = dict(re.findall(r"^([\w-]+) +finished in [\d.]+ \w+ *(?:(?:WARN|FAIL) +(\d+))? *$", said, re.MULTILINE))
    return {name: code for name, code in found.items() if name != "pipeline"}


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "origin.git"))
    git(tmp_path / "origin.git", "symbolic-ref", "HEAD", "refs/heads/main")
    git(tmp_path / "origin.git", "config", "http.receivepack", "true")
    return tmp_path / "origin.git"


def test_two_nights(tmp_path: Path, origin: Path) -> None:
    with serving({"/ok": OK}) as server, hosting(origin, TOKEN) as host:
        pipeline = Pipeline(tmp_path, host, briefing(server.url("/ok"), server.url("/dead"), links_updated=recent(0)))
        said = pipeline.run("schedule")
        assert ended(said) == {"nightly-links": "", "remember-links": "", "pages": ""}, said
        assert server.url("/dead") in pipeline.remembered()
        (issue,) = host.issues.values()
        assert (issue["title"], issue["labels"]) == ("Links to fix, and what is due", "link-check")
        assert f"`{server.url('/dead')}`" in issue["description"]
        # The token is where it is needed, and in nothing that is run, said or handed over.
        assert pipeline.ran() == {"nightly-links briefings", "pages briefings"}
        assert TOKEN not in said
        files = [file for file in (pipeline.checkout / ".gitlab-ci-local").rglob("*") if file.is_file() and not file.is_symlink()]
        assert files
        assert not [file for file in files if TOKEN.encode() in file.read_bytes()]
        page = (pipeline.handed_over("pages") / "public/briefings/a/index.html").read_text(encoding="utf-8")
        assert "1 of 2" in page, "it is published with what was seen"

        server.script["/dead"] = OK
        # What a job hands over is unpacked over the checkout of the next: had a page taken it over, it would hand over programs.
        mark, handed = tmp_path / "mark", pipeline.handed_over("nightly-links")
        again = pipeline.run("schedule", "nightly-links")
        assert ended(again) == {"nightly-links": ""}, again
        for name in ("scripts/link-state", "scripts/link-issue", "scripts/verify_artifact.py", "json.py", ".git/hooks/pre-push"):
            (handed / name).parent.mkdir(parents=True, exist_ok=True)
            (handed / name).write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
            (handed / name).chmod(0o755)
        (handed / ".git/config").write_text(
            f"[core]\n\tfsmonitor = touch '{mark}'\n[alias]\n\tclone = !touch '{mark}'\n", encoding="utf-8"
        )
        remembering = pipeline.run("schedule", "remember-links")
        assert ended(remembering) == {"remember-links": ""}, remembering
        assert "imported artifacts" in remembering
        assert not mark.exists()
        assert not host.issues
        assert git(origin, "rev-list", "--count", "link-state").strip() == "2"
        assert git(origin, "rev-list", "--count", "main").strip() == "1", "no machine writes to main"


def test_a_night_without_a_token_says_so_and_the_sample_is_not_published(tmp_path: Path, origin: Path) -> None:
    with hosting(origin, TOKEN) as host:
        pipeline = Pipeline(tmp_path, host, sample.briefing(), sample.SETTINGS)
        said = pipeline.run("schedule", token="")
        assert ended(said) == {"nightly-links": "", "remember-links": "2", "pages": "3"}, said
        assert "the variable LINKS_TOKEN is missing" in said
        assert "Not published: site_url is missing or still the sample's" in said
        said = pipeline.run("schedule", "nightly-links", "remember-links", token="another")  # noqa: S106 - nobody's
        assert ended(said) == {"nightly-links": "", "remember-links": "1"}, said
        assert "The branch link-state" in said
        assert not git(origin, "for-each-ref", "refs/heads/link-state")
        assert not host.issues


def test_a_merge_request(tmp_path: Path, origin: Path) -> None:
    with serving({"/ok": OK}) as server, hosting(origin, TOKEN) as host:
        pipeline = Pipeline(tmp_path, host, briefing(server.url("/ok"), links_updated=recent(1)))
        base = git(pipeline.checkout, "rev-parse", "HEAD").strip()
        git(pipeline.checkout, "checkout", "--quiet", "-b", "proposal")
        (pipeline.checkout / FILE).write_text(briefing(server.url("/dead"), links_updated=recent(0)), encoding="utf-8")
        commit(pipeline.checkout)
        said = pipeline.run("merge_request_event", "check", "links", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert ended(said) == {"check": "", "links": "1"}, said
        assert "E L142 this link does not work" in said
        assert pipeline.ran() == {"check briefings", "links briefings"}, "and none has the token"
        assert (pipeline.handed_over("check") / "preview/index.html").is_file()
        assert (pipeline.handed_over("links") / "links-report/links.junit.xml").is_file()
    assert not git(origin, "for-each-ref", "refs/heads/link-state")
