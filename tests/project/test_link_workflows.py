"""The jobs that check links in CI: linted, and their shell steps run as they stand, in clones of a repository of a test's own."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import sample
from conftest import MACHINERY
from link_server import OK, reply, serving
from linked_site import ALLOW, STATE, briefing, commit, git, write_linked_site
from sevenminute.text.dates import today

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
WORKFLOWS = ROOT / ".github/workflows"
GITLAB = ROOT / ".gitlab-ci.yml"
FILE = "briefings/a.md"


def recent(days: int) -> str:
    """Return the day so many days ago: CI has no other clock than the machine's."""
    return (today() - timedelta(days=days)).isoformat()


def test_the_workflows_of_github_are_linted() -> None:
    files = [str(file) for file in sorted(WORKFLOWS.glob("*.yml"))]
    assert len(files) >= 5
    linted = subprocess.run([BIN / "actionlint", "-no-color", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(
    ("schema", "file"),
    [("gitlab-ci", GITLAB), *(("github-workflows", file) for file in sorted(WORKFLOWS.glob("*.yml")))],
    ids=lambda item: str(getattr(item, "name", item)),
)
def test_every_file_of_ci_follows_its_schema(schema: str, file: Path) -> None:
    transform = ["--data-transform", "gitlab-ci"] if schema == "gitlab-ci" else []
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *transform, file]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_mistake_in_a_workflow_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    text = (WORKFLOWS / "links.yml").read_text(encoding="utf-8").replace("github.base_ref", "github.base_reff")
    wrong.write_text(text, encoding="utf-8")
    assert subprocess.run([BIN / "actionlint", wrong], cwd=ROOT, capture_output=True, check=False).returncode == 1
    wrong.write_text(GITLAB.read_text(encoding="utf-8").replace("script:", "scripts:"), encoding="utf-8")
    command: list[str | Path] = [BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", wrong]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def steps(file: str, job: str) -> list[str]:
    """Return the shell steps of a job of GitHub, in order."""
    found: dict[str, Any] = yaml.safe_load((WORKFLOWS / file).read_text(encoding="utf-8"))
    return [str(step["run"]) for step in found["jobs"][job]["steps"] if "run" in step]


def lines(job: str) -> str:
    """Return the script of a job of GitLab, which runs as one."""
    return "\n".join(map(str, yaml.safe_load(GITLAB.read_text(encoding="utf-8"))[job]["script"]))


def state(engine: str) -> str:
    """Return a state file of a site without links."""
    return json.dumps({"kind": "meta", "v": 1, "run": "2026-11-22T02:10:00Z", "engine": engine}) + "\n"


class Scene:
    """A clone of a repository on a code host, with that host's own programs in its path."""

    def __init__(self, folder: Path, content: str) -> None:
        self.origin, self.clone, self.programs = folder / "origin.git", folder / "clone", folder / "bin"
        self.calls, self.handed = folder / "calls", folder / "temporary/links"
        git(folder, "init", "--quiet", "--bare", str(self.origin))
        git(folder, "clone", "--quiet", str(self.origin), str(self.clone))
        ignored = ".venv\n/linkstate*\n/links-report/\n"
        write_linked_site(
            self.clone, {FILE: content, "docs/index.md": "# Home\n", ".gitignore": ignored}, ALLOW, "browser: false"
        )
        with (self.clone / "mkdocs.yml").open("a", encoding="utf-8") as settings:  # what is due is found by a build
            settings.write(f"\nnav: [index.md, briefings/index.md]\n{MACHINERY}")
        for name in ("hooks", "overrides"):
            (self.clone / name).symlink_to(ROOT / name)
        for name in ("Makefile", "requirements.txt", "requirements-browser.txt", "pyproject.toml"):
            shutil.copy(ROOT / name, self.clone)
        shutil.copytree(ROOT / "scripts", self.clone / "scripts")
        git(self.clone, "checkout", "--quiet", "-b", "main")
        commit(self.clone)
        git(self.clone, "push", "--quiet", "origin", "main")
        self._set_up(self.clone)
        self.programs.mkdir()
        self.summary = folder / "summary.md"

    def _set_up(self, clone: Path) -> None:
        (clone / ".venv").mkdir()
        (clone / ".venv/bin").symlink_to(BIN)
        (clone / ".venv/.ready-for-links").touch()

    def again(self, *, ready: bool = True) -> None:
        """Take a fresh, shallow clone, as each job of CI does; one that is not ready has nothing installed."""
        shutil.rmtree(self.clone)
        git(self.origin.parent, "clone", "--quiet", "--depth=1", "--branch=main", self.origin.as_uri(), str(self.clone))
        if ready:
            self._set_up(self.clone)

    def hand_over(self, file: str, job: str) -> None:
        """Take what a job of GitHub uploads to where another job downloads it, unless that is done already."""
        workflow = yaml.safe_load((WORKFLOWS / file).read_text(encoding="utf-8"))
        upload = next(step for step in workflow["jobs"][job]["steps"] if "upload-artifact@" in step.get("uses", ""))
        names = [name for name in upload["with"]["path"].split() if (self.clone / name).exists()]
        if not names:
            return
        shutil.rmtree(self.handed, ignore_errors=True)
        self.handed.mkdir(parents=True)
        for name in names:
            (self.clone / name).rename(self.handed / name)

    def concludes(self, code: int) -> None:
        """Let the check end with an exit code."""
        (self.clone / ".venv/bin").unlink()
        (self.clone / ".venv/bin").mkdir()
        check = self.clone / ".venv/bin/briefings"
        check.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        check.chmod(0o755)

    def program(self, name: str, script: str) -> None:
        """Put a program into the path that notes how it was called."""
        file = self.programs / name
        file.write_text(f'#!/bin/sh\nprintf "%s\\n" "{name} $*" >> "{self.calls}"\n{script}\n', encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a step as CI does."""
        environment = {**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(self.summary)}
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=self.clone,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def run_all(self, scripts: list[str], **variables: str) -> list[subprocess.CompletedProcess[str]]:
        """Run the steps of a job up to the first that fails."""
        done: list[subprocess.CompletedProcess[str]] = []
        for script in scripts:
            done.append(self.run(script, **variables))
            if done[-1].returncode:
                break
        return done

    def called(self) -> list[str]:
        """Return the calls of programs since the last time."""
        found = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return found

    def keep(self, engine: str) -> None:
        """Let a check by an engine of that name be remembered."""
        self.run("scripts/link-state fetch")
        (self.clone / STATE).write_text(state(engine), encoding="utf-8")
        done = self.run("scripts/link-state save")
        assert done.returncode == 0, done.stderr

    def remembered(self) -> str:
        """Return the state file as the code host has it."""
        return git(self.origin, "show", f"link-state:{STATE}")


def propose(scene: Scene, content: str) -> None:
    """Make a branch with another briefing."""
    git(scene.clone, "checkout", "--quiet", "-b", "proposal")
    (scene.clone / FILE).write_text(content, encoding="utf-8")
    commit(scene.clone)


@pytest.mark.slow
def test_a_pull_request_fails_for_a_dead_link_that_it_adds_and_for_no_other(tmp_path: Path) -> None:
    with serving({"/ok": OK}) as server:
        scene = Scene(tmp_path, briefing(server.url("/gone-before"), links_updated=recent(1)))
        scripts = steps("links.yml", "links")
        propose(scene, briefing(server.url("/gone-before"), server.url("/ok"), links_updated=recent(0)))
        dated = scene.run_all(scripts, BASE="origin/main")
        assert "::error" in dated[-1].stdout, "a new date says that the dead link was opened"
        (scene.clone / FILE).write_text(
            briefing(server.url("/gone-before"), links_updated=recent(1)).replace("Words about background", "Other words"),
            encoding="utf-8",
        )
        commit(scene.clone)
        other_words = scene.run_all(scripts, BASE="origin/main")
        assert [step.returncode for step in other_words] == [0, 0, 0], other_words[-1].stdout + other_words[-1].stderr
        assert "N L141" in other_words[-1].stdout
        (scene.clone / FILE).write_text(briefing(server.url("/gone-now"), links_updated=recent(0)), encoding="utf-8")
        commit(scene.clone)
        dead = scene.run_all(scripts, BASE="origin/main")[-1]
    assert dead.returncode == 1
    assert f"::error file={FILE},line=37,col=13,title=L142::this link does not work: " in dead.stdout
    assert "## To fix (1)" in scene.summary.read_text(encoding="utf-8")
    assert json.loads((scene.clone / "links-report/links.json").read_text(encoding="utf-8"))["counts"]["errors"] == 1


def test_a_pull_request_is_green_when_nothing_could_be_concluded(tmp_path: Path) -> None:
    scene = Scene(tmp_path, sample.briefing())
    scene.concludes(3)
    done = scene.run_all(steps("links.yml", "links"), BASE="origin/main")
    assert [step.returncode for step in done] == [0, 0, 0], done[-1].stdout + done[-1].stderr
    assert "::notice::The links could not be checked this time" in done[-1].stdout


GH = """
case "$*" in
  "issue list "*) cat "$(dirname "$0")/open" 2>/dev/null || true ;;
  "issue create "*) echo 7 > "$(dirname "$0")/open" ;;
  "issue close "*) rm "$(dirname "$0")/open" ;;
esac
"""


def a_night(scene: Scene) -> list[str]:
    """Run the nightly jobs of GitHub, each in a fresh clone, and return the calls of gh."""
    scene.again()
    done = scene.run_all(steps("daily.yml", "links"), LINKS_TOKEN="a token")  # noqa: S106 - nobody's
    assert all(step.returncode == 0 for step in done), done[-1].stdout + done[-1].stderr
    assert not scene.called(), "what asks foreign pages has no program of the code host"
    for job in ("remember", "issue"):
        scene.hand_over("daily.yml", "links")
        scene.again(ready=False)
        tokens = {"LINKS_TOKEN": "a token", "GH_TOKEN": "a token"}
        done = scene.run_all(steps("daily.yml", job), RUNNER_TEMP=str(scene.handed.parent), **tokens)
        assert [step.returncode for step in done] == [0], done[-1].stdout + done[-1].stderr
    return [call.partition(" --")[0] for call in scene.called()]


@pytest.mark.slow
def test_every_night_keeps_what_was_seen_and_one_issue(tmp_path: Path) -> None:
    with serving({"/ok": OK}) as server:
        scene = Scene(tmp_path, briefing(server.url("/ok"), server.url("/dead"), links_updated=recent(0)))
        scene.program("gh", GH)
        assert a_night(scene) == ["gh issue list", "gh label create link-check", "gh issue create"]
        first = scene.remembered()
        assert '"kind":"meta"' in first
        assert server.url("/dead") in first
        assert a_night(scene) == ["gh issue list", "gh issue edit 7"], "the same issue, and nobody is told anew"
        assert git(scene.origin, "rev-list", "--count", "link-state").strip() == "2"
        server.script["/dead"] = OK
        assert a_night(scene) == ["gh issue list", "gh issue close 7"]
        assert a_night(scene) == ["gh issue list"], "nothing to fix, and no issue"
    assert git(scene.origin, "ls-tree", "--name-only", "link-state").split() == [STATE]
    assert git(scene.origin, "rev-list", "--count", "main").strip() == "1", "no machine writes to main"


@pytest.mark.parametrize("code", [2, 3])
def test_a_night_that_concludes_nothing_keeps_nothing_and_fails(tmp_path: Path, code: int) -> None:
    scene = Scene(tmp_path, sample.briefing())
    scene.keep("before")
    scene.again()
    scene.concludes(code)
    done = scene.run_all(steps("daily.yml", "links"))
    assert [step.returncode for step in done] == [0, 0, code]
    assert scene.remembered() == state("before")
    needs = yaml.safe_load((WORKFLOWS / "daily.yml").read_text(encoding="utf-8"))["jobs"]
    assert all(needs[job]["needs"] == "links" and "if" not in needs[job] for job in ("remember", "issue")), "so neither is run"


def test_the_site_is_published_with_what_is_remembered(tmp_path: Path) -> None:
    scene = Scene(tmp_path, sample.briefing())
    fetch = next(script for script in steps("publish.yml", "build") if "link-state" in script)
    done = scene.run(fetch)
    assert done.returncode == 0
    assert "There is no branch link-state yet" in done.stdout
    scene.keep("first")
    scene.again()
    assert scene.run(fetch).returncode == 0
    assert (scene.clone / STATE).read_text(encoding="utf-8") == state("first")
    assert "Nothing new to keep." in scene.run("scripts/link-state save").stdout


@pytest.mark.parametrize("host", ["github", "gitlab"])
@pytest.mark.parametrize("fault", ["no answer", "no file"])
def test_what_is_published_waits_for_nothing_that_is_remembered(tmp_path: Path, host: str, fault: str) -> None:
    """A telephone number that was wrong is put right at once; a check that knows nothing would begin anew, and is stopped."""
    scene = Scene(tmp_path, sample.briefing())
    if fault == "no answer":
        shutil.rmtree(scene.origin)
    else:
        git(scene.clone, "push", "--quiet", "origin", "main:link-state")
    script = next(text for text in steps("publish.yml", "build") if "link-state" in text) if host == "github" else lines("pages")
    scene.program("make", "mkdir site")
    (scene.clone / "mkdocs.yml").write_text("site_url: https://briefings.council.example/\n", encoding="utf-8")
    done = scene.run(script)
    assert done.returncode == 0, done.stderr
    words = "The site is published without what is remembered of links: see above."
    assert (f"::warning::{words}" if host == "github" else words) in done.stdout.splitlines()
    assert scene.called() == ([] if host == "github" else ["make site"])
    assert not (scene.clone / STATE).exists()
    nightly = steps("daily.yml", "links") if host == "github" else [lines("nightly-links")]
    stopped = scene.run_all(nightly)
    assert len(stopped) == 1
    assert stopped[0].returncode == 1
    assert ("cannot be asked for" if fault == "no answer" else f"has no {STATE}: guide/run-a-site.md says") in stopped[0].stderr
    assert not scene.called(), "nothing is made or checked"


def test_a_code_host_that_never_answers_holds_no_publication_up() -> None:
    workflow = yaml.safe_load((WORKFLOWS / "publish.yml").read_text(encoding="utf-8"))
    (fetch,) = [step for step in workflow["jobs"]["build"]["steps"] if "link-state" in step.get("run", "")]
    assert fetch["timeout-minutes"] <= 2
    assert fetch["continue-on-error"] is True
    assert re.search(r"^timeout 120 scripts/link-state fetch \|\| ", lines("pages"), re.MULTILINE)


def test_the_branch_can_be_taken_back_by_one_command(tmp_path: Path) -> None:
    """As guide/run-a-site.md has it; nothing is overwritten, which the rules of the branch forbid."""
    text = (ROOT / "guide/run-a-site.md").read_text(encoding="utf-8")
    part = text[text.index("### When what is remembered cannot be used") :]
    (command,) = re.findall(r"```sh\n(.+)\n```", part.partition("\n## ")[0])
    scene = Scene(tmp_path, sample.briefing())
    git(scene.origin, "config", "receive.denyNonFastForwards", "true")
    git(scene.origin, "config", "receive.denyDeletes", "true")
    scene.keep("good")
    scene.keep("bad")
    done = scene.run(command)
    assert done.returncode == 0, done.stderr
    assert scene.remembered() == state("good")
    assert git(scene.origin, "rev-list", "--count", "link-state").strip() == "3"
    (scene.clone / STATE).write_text("{}\n", encoding="utf-8")
    read = scene.run(".venv/bin/briefings links check --all")
    assert read.returncode == 2
    assert "guide/run-a-site.md says under “When what is remembered cannot be used”" in read.stderr
    assert not scene.called()


def test_a_night_begun_by_hand_on_another_branch_does_nothing() -> None:
    """Not even push a night that waits out of the queue."""
    workflow = yaml.safe_load((WORKFLOWS / "daily.yml").read_text(encoding="utf-8"))
    assert "github.ref" in workflow["concurrency"]["group"]
    for name, job in workflow["jobs"].items():
        follows_a_job_that_was_left_out = job.get("needs") == "links" and "if" not in job
        assert follows_a_job_that_was_left_out or "github.ref == 'refs/heads/main'" in job["if"], name


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    scene = Scene(tmp_path, sample.briefing())
    scene.keep("first")
    scene.again()
    scene.run("scripts/link-state fetch")
    other = tmp_path / "other"
    shutil.copytree(scene.clone, other, symlinks=True)
    (other / STATE).write_text(state("quicker"), encoding="utf-8")
    subprocess.run([other / "scripts/link-state", "save"], check=True, capture_output=True)
    (scene.clone / STATE).write_text(state("slower"), encoding="utf-8")
    done = scene.run("scripts/link-state save")
    assert done.returncode == 1
    assert "another run was quicker" in done.stderr
    assert scene.remembered() == state("quicker")


def test_a_code_host_that_does_not_answer_stops_the_night(tmp_path: Path) -> None:
    scene = Scene(tmp_path, sample.briefing())
    shutil.rmtree(scene.origin)
    done = scene.run("scripts/link-state fetch")
    assert done.returncode == 1
    assert "cannot be asked for" in done.stderr
    assert not (scene.clone / STATE).exists()


@pytest.mark.slow
def test_gitlab_checks_a_merge_request(tmp_path: Path) -> None:
    with serving({"/ok": OK, "/wall": reply(403)}) as server:
        scene = Scene(tmp_path, briefing(server.url("/ok"), links_updated=recent(1)))
        base = git(scene.clone, "rev-parse", "HEAD").strip()
        propose(scene, briefing(server.url("/ok"), server.url("/wall"), links_updated=recent(0)))
        fine = scene.run(lines("links"), CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert fine.returncode == 0, fine.stdout + fine.stderr
        (scene.clone / FILE).write_text(briefing(server.url("/dead"), links_updated=recent(0)), encoding="utf-8")
        dead = scene.run(lines("links"), CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert dead.returncode == 1
    assert "E L142 this link does not work" in dead.stdout
    assert (scene.clone / "links-report/links.junit.xml").exists()


def at_a_terminal(folder: Path, command: str, answer: str) -> tuple[int, str]:
    """Run a command as a person does who types an answer; return its exit code and what stands on the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(["bash", "-c", command], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    shown = b""
    with contextlib.suppress(OSError):  # what a terminal says when the last program has closed it
        while chunk := os.read(ours, 4096):
            shown += chunk
    os.close(ours)
    return process.wait(timeout=300), shown.decode()


@pytest.mark.slow
def test_the_newcomers_path_leads_to_its_end(tmp_path: Path) -> None:
    text = (ROOT / "guide/links.md").read_text(encoding="utf-8")
    path = text[text.index("## Try it once") :]
    path = path[: path.index("\n## ")]
    (line,) = re.findall(r"```markdown\n +(.+)\n", path)
    check, stamp = re.findall(r"```sh\n +(.+)\n", path)
    message = next(block for block in re.findall(r"```text\n(.+)\n```", text) if "L142" in block)
    (made_up,) = re.findall(r"\((https://[^)]+)\)", line)
    file = "briefings/safer-sleep.md"
    with serving({"/ok": OK}) as server:
        scene = Scene(tmp_path, briefing(server.url("/ok"), links_updated=recent(1)))
        (scene.clone / FILE).rename(scene.clone / file)
        commit(scene.clone)
        good = (scene.clone / file).read_text(encoding="utf-8")
        (scene.clone / file).write_text(good + line.replace(made_up, server.url("/gone")) + "\n", encoding="utf-8")
        broken = scene.run(check)
        assert broken.returncode == 1
        said = next(said for said in broken.stdout.splitlines() if "L142" in said)
        place, _, words = said.replace(server.url("/gone"), made_up).partition(" ")
        assert re.fullmatch(rf"{file}:38:30:", place)
        # The day of the trial, and whether there is a Chromium, differ.
        varies = re.compile(
            r"dated [\w ]+,|web/\d{8}/|LinkChecker(?:, a second program and Chromium| and a second program) agree"
        )
        assert varies.sub("", words) == varies.sub("", message.partition(" ")[2])
        (scene.clone / file).write_text(good, encoding="utf-8")
        mended = scene.run(check)
        assert mended.returncode == 0
        assert "no errors" in mended.stdout
        code, shown = at_a_terminal(scene.clone, stamp, "yes")
        assert code == 0, shown
    assert "Have you opened each of these links" in shown
    changed = git(scene.clone, "diff", "-U0").splitlines()[5:]
    assert changed == [f"-links_updated: {recent(1)}", f"+links_updated: {recent(0)}"]
