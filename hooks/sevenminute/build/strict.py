"""Builds the site as `make site` does, into a folder that is thrown away, to hear all that the build refuses.

This is the edge of the engine: it imports MkDocs, nothing of the engine imports it, but the command that uses it.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
import tempfile
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sevenminute.build.state import ask_for_preview, begun_build, hand_over
from sevenminute.config.machinery import HOOKS, read_site_file
from sevenminute.config.reader import is_safe_to_load, line_of_setting
from sevenminute.config.yaml_reader import read_settings_yaml
from sevenminute.content.library import Library
from sevenminute.diagnostics.machine_faults import fault_behind
from sevenminute.diagnostics.problem import Problem, did_you_mean, one_line
from sevenminute.print.layout.fit_result import Fit
from sevenminute.text.paths import repository_path

_PLACED = re.compile(r"(?P<path>[^\s:][^:\n]*):(?P<line>\d+): (?P<said>\S.*)")
_SETTING = re.compile(r"Config value '(?P<name>[^']+)': (?P<said>.*)", re.DOTALL)
_UNKNOWN = "Unrecognised configuration name"
_UNUSABLE = "cannot be used"
_PAGE = re.compile(r"'(?P<source>[^'\n]+\.md)'")


@dataclass(frozen=True)
class StrictBuild:
    """What a strict build that was thrown away has told.

    Attributes:
        problems: What it complains about, sorted.
        advice: What would be better, sorted, as far as only a build shows it.
        fits: How each briefing is printed, by slug, as far as it came.
    """

    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    fits: Mapping[str, Fit] = field(default_factory=dict, repr=False)

    def with_more(self, later: StrictBuild) -> StrictBuild:
        """Return what both builds have told."""
        problems, advice = {*self.problems, *later.problems}, {*self.advice, *later.advice}
        return StrictBuild(tuple(sorted(problems)), tuple(sorted(advice)), {**later.fits, **self.fits})


def settings_problems(root: Path) -> tuple[Problem, ...]:
    """Return all that is wrong with `mkdocs.yml`, sorted: what it says, how it makes the site, and what MkDocs refuses of it.

    Args:
        root: Its folder.

    Raises:
        OSError: The machine does not let it be read.
    """
    config_file = root / "mkdocs.yml"
    _, problems = read_site_file(config_file)  # before MkDocs loads it: it would end in a traceback, or run what a tag names
    if not is_safe_to_load(config_file):
        return problems
    return tuple(sorted({*problems, *build_strictly(root, extent=BuildExtent(only_settings=True), told=problems).problems}))


@dataclass(frozen=True)
class BuildExtent:
    """What is built of a site.

    Attributes:
        only_settings: Whether the build ends where MkDocs has looked at its own settings.
        pdfs: Whether the PDFs are made that the settings ask for.
        preview: Whether what is not published yet is built too.
    """

    only_settings: bool = False
    pdfs: bool = True
    preview: bool = False


WHOLE = BuildExtent()


def build_strictly(
    root: Path,
    *,
    told: Collection[Problem] = (),
    library: Library | None = None,
    extent: BuildExtent = WHOLE,
) -> StrictBuild:
    """Return what a strict build of the site tells; nothing is written but the PDFs that are kept for later.

    Args:
        root: Folder of `mkdocs.yml`, which can be read.
        told: What has been said already, and is left out; so is what MkDocs says of the same settings in its own words.
        library: The content, read with the site's settings; None leaves reading it to the build.
        extent: What is built of it.

    Raises:
        OSError: The machine does not let it be built.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build  # noqa: PLC0415 - takes a while, and only this command needs it
    from mkdocs.config import load_config  # noqa: PLC0415 - as above
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415 - as above

    config_file, made = root / "mkdocs.yml", StrictBuild()
    with messages_of_mkdocs() as messages, tempfile.TemporaryDirectory(prefix="briefings-check-") as folder:
        try:
            config = load_config(str(config_file), site_dir=folder)  # not strictly: else a setting too many would be all it says
            config.strict = True
            if not extent.only_settings:
                if library:
                    hand_over(config.extra, library)
                if not extent.pdfs:
                    config.extra["print"] = {**config.extra.get("print", {}), "pdf": False}
                if extent.preview:
                    ask_for_preview(config.extra)
                config.plugins.on_startup(command="build", dirty=False)
                try:
                    build(config)
                finally:
                    made = _made(config.extra)
        except (Exception, SystemExit) as error:  # whatever a hook runs into: all that was said before it is still told
            if fault := fault_behind(error):  # which no editor can fix
                raise fault from None
            if isinstance(error, MkDocsException):
                messages.extend([] if isinstance(error, Abort) else [str(error)])  # it only counts what has been said
            elif problem := hook_fault(error, config_file):
                messages.append(str(problem))
            elif extent.only_settings:
                return made  # what is wrong with them has been told
            else:
                said = f"the site cannot be built ({type(error).__name__}): run make site, and show the maintainers what it says"
                messages.append(str(Problem(config_file.name, 1, said)))
    settings = {_setting(problem) for problem in told if problem.path == config_file.name}
    problems = tuple(
        problem
        for problem in placed_problems(messages, root)
        if problem not in told and not (_UNUSABLE in problem.message and _setting(problem) in settings)
    )
    return replace(made, problems=problems)


def _made(extra: MutableMapping[str, Any]) -> StrictBuild:
    """Return what a build knows of the pages that it has made; nothing when it was never begun."""
    build = begun_build(extra)
    if build is None:
        return StrictBuild()
    return StrictBuild(advice=tuple(sorted(set(build.advice))), fits={slug: sheet.fit for slug, sheet in build.sheets.items()})


def hook_fault(error: BaseException, config_file: Path) -> Problem | None:
    """Return what an error says when a hook that is not the site's own ended in it: where, below the line that names the hook."""
    read = read_settings_yaml(config_file)
    given = [] if isinstance(read, Problem) else read.config.get("hooks") or []
    theirs = {
        (config_file.parent / str(name)).resolve(): (position, str(name))
        for position, name in enumerate(given)
        if posixpath.normpath(str(name)) not in HOOKS
    }
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if found := theirs.get(Path(frame.filename).resolve()):
            position, name = found
            why = ": ".join(filter(None, [type(error).__name__, one_line(error)]))
            said = f"{name}:{frame.lineno}: the hook ends here with an error ({why}): correct it, or delete the line from hooks"
            return Problem(config_file.name, line_of_setting(config_file, "hooks", position), said)
    return None


def _setting(problem: Problem) -> str:
    """Return the setting at the first level with which a message begins."""
    return re.split("[ .:]", problem.message, maxsplit=1)[0]


@contextmanager
def messages_of_mkdocs() -> Iterator[list[str]]:
    """Collect the warnings and errors of MkDocs and of the hooks."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    log, listener = logging.getLogger("mkdocs"), Listener(level=logging.WARNING)
    log.addHandler(listener)
    try:
        yield messages
    finally:
        log.removeHandler(listener)


def placed_problems(messages: Iterable[str], root: Path) -> tuple[Problem, ...]:
    """Return what messages of a build say, sorted: those of the hooks as they are, those of MkDocs with the place they are about.

    Args:
        messages: As `messages_of_mkdocs` collects them.
        root: Folder of `mkdocs.yml`.
    """
    return tuple(sorted({problem for message in messages for problem in _problems(message, root)}))


def _problems(message: str, root: Path) -> Iterator[Problem]:
    placed = [found for line in message.splitlines() if (found := _PLACED.fullmatch(line))]
    if placed:
        yield from (Problem(found["path"], int(found["line"]), found["said"]) for found in placed)
        return
    config_file, flat = root / "mkdocs.yml", " ".join(message.split())
    if setting := _SETTING.fullmatch(message):
        name, said = setting["name"], " ".join(setting["said"].split())
        if said.startswith(_UNKNOWN):
            said = "is not a setting" + (did_you_mean(name, _known_settings()) or ": delete the line")
        elif said.startswith("Required configuration"):
            said = "is missing: write it as a line of its own"
        elif "received: <class" in said:  # words for programmers
            said = f"{_UNUSABLE}: write it as the sample mkdocs.yml does, or delete the line"
        else:
            said = f"{_UNUSABLE}: {said}"
        yield Problem(config_file.name, line_of_setting(config_file, name), f"{name} {said}")
    elif (page := _PAGE.search(message)) and (root / repository_path(page["source"])).is_file():
        yield Problem(repository_path(page["source"]), 1, flat)
    else:
        yield Problem(config_file.name, 1, flat)


def _known_settings() -> list[str]:
    from mkdocs.config.defaults import get_schema  # noqa: PLC0415 - as above

    return [name for name, _ in get_schema()]
