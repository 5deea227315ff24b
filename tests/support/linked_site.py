"""A small site with links, the command run on it with its tools exchanged, and an engine that brings back what a test says."""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import sample
from sevenminute.links.commands.check import Tools, add_check, check_command, no_browser
from sevenminute.links.fetch.linkchecker import LinkCheckerEngine
from sevenminute.links.fetch.protocol import Engine, Politeness, Request, Responses
from sevenminute.links.fetch.response import Failure, Hop, Response
from sevenminute.links.run.retry import RetryPolicy

TODAY = "2026-11-22"
STATE = "linkstate.jsonl"
ALLOW = "allow_private: true"
"""The setting that lets a test's own server be asked."""


def briefing(*links: str, links_updated: str = "2026-11", **front_matter: str | None) -> str:
    """Return a briefing whose last panel has a line for each link, with words of its own; the first is on line 37."""
    body = sample.panels() + "".join(f"\n- [Guide {number}]({link})" for number, link in enumerate(links, 1)) + "\n"
    return sample.briefing(body, links_updated=links_updated, **front_matter)


def write_linked_site(root: Path, files: Mapping[str, str], *links: str) -> Path:
    """Write content and settings, without what a build needs.

    Args:
        root: Folder of the site.
        files: Path to text.
        links: Lines of `extra.links`.
    """
    settings = sample.SETTINGS + ("  links:\n" + "".join(f"    {line}\n" for line in links) if links else "")
    for path, text in {"mkdocs.yml": settings, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "briefings").mkdir(exist_ok=True)
    return root


@dataclass
class FakeEngine:
    """Brings back what a test says, and notes what it was asked for. What its function has no key for is not there."""

    answers: Mapping[str, Response | None] | Callable[[str], Response | None]
    asked: list[str] = field(default_factory=list)
    fault: str = ""
    timed_out: bool = False
    name: str = "fake"

    def probe(self, targets: Sequence[Request], politeness: Politeness, answered: Callable[[Response], None]) -> Responses:
        self.asked += [target.url for target in targets]
        responses = {target.url: response for target in targets if (response := self._find(target.url))}
        for response in responses.values():
            answered(response)
        return Responses(responses, self.fault, self.timed_out)

    def _find(self, url: str) -> Response | None:
        if not callable(self.answers):
            return self.answers.get(url)
        try:
            return self.answers(url)
        except KeyError:
            return answer(url, 404)


def answer(url: str, code: int = 200, **facts: object) -> Response:
    """Return a response of an address that answers with a status code."""
    return replace(Response(url, url, code), **facts)  # type: ignore[arg-type]


def moved(url: str, to: str, code: int = 301) -> Response:
    """Return a response of an address that leads elsewhere."""
    return Response(url, to, 200, (Hop(to, code),))


def no_answer(url: str, *chain: str, errno: int | None = None) -> Response:
    """Return a response of an address that does not answer."""
    return Response(url, url, None, failure=Failure(chain or ("ConnectTimeout",), errno))


@dataclass
class Waited:
    """Waits for nothing, and notes for how long."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def quick(politeness: Politeness) -> Politeness:
    """Return how a server of our own is asked."""
    return replace(politeness, rate=10_000, timeout=6)


def check(  # noqa: PLR0913 - each is for some tests only
    root: Path,
    *arguments: str,
    engine: Engine | None = None,
    today: str = TODAY,
    waited: Waited | None = None,
    names: Mapping[str, str | int] | None = None,
    time_limit: float = 45,
    second_client: Engine | None = None,
    browser: Callable[[bool | str], Engine] = no_browser,
) -> int:
    """Run `briefings links check` and return its exit code; with real LinkChecker unless an engine is given."""
    parser = argparse.ArgumentParser()
    add_check(parser.add_subparsers(dest="links_command"))
    given = parser.parse_args(["check", *arguments, "--today", today])
    retry_policy = RetryPolicy(retries=1, slow_down=lambda politeness: politeness, sleep=waited or Waited())
    tools = Tools(
        engine or LinkCheckerEngine(),
        retry_policy,
        lambda politeness: replace(quick(politeness), names=names or {}, time_limit=time_limit),
        second_client,
        browser,
    )
    return check_command(root, given, tools)


def git(root: Path, *words: str) -> str:
    """Run git in a repository of its own."""
    identity = [
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "init.defaultBranch=main",
    ]
    done = subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True, text=True)
    return done.stdout


def commit(root: Path, message: str = "Change") -> None:
    """Commit everything."""
    if not (root / ".git").exists():
        git(root, "init")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", message)
