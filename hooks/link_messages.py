"""Gives MkDocs' messages about links the line of the link, and drops those that were reported with it already."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from sevenminute.build import Build, build_of
from sevenminute.internal_links import NO_SUCH_PART, source_of
from sevenminute.places import repository_path
from sevenminute.problem import Problem, quoted

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_THEIRS = logging.getLogger("mkdocs.structure.pages")
_ABOUT_A_LINK = re.compile(
    r"Doc file '(?P<source>[^']+)' contains an? (?:[a-z]+ )*link '(?P<link>[^']+)',? ?(?P<rest>.*)", re.DOTALL
)
_ANCHOR = re.compile(r"anchor '(#[^']*)'|no such anchor")


class _LineOfLink(logging.Filter):
    """Rewrites the records of one build."""

    def __init__(self, build: Build) -> None:
        super().__init__()
        self._build = build
        self._said = [(problem.path, problem.line, problem.message) for problem in build.library.problems]

    def filter(self, record: logging.LogRecord) -> bool:
        found = _ABOUT_A_LINK.match(record.getMessage())
        if not found:
            return True
        path = repository_path(found["source"])
        for link in self._build.library.links.get(path, ()):
            if found["link"] in (link.target, self._build.links.translate(link.target, found["source"])):
                if source_of(path, link.target, self._build.library.refused):
                    return False  # said at the file itself
                if any(said[:2] == (path, link.line) and quoted(link.target) in said[2] for said in self._said):
                    return False
                reason = NO_SUCH_PART if _ANCHOR.search(found["rest"]) else found["rest"]
                record.msg = str(Problem(path, link.line, f"{quoted(link.target)} leads nowhere: {reason}"))
                record.args = ()
                return True
        return True


def on_config(config: MkDocsConfig) -> None:
    """Listen to what MkDocs says during this build."""
    _stop_listening()
    _THEIRS.addFilter(_LineOfLink(build_of(config.extra)))


def on_post_build(config: MkDocsConfig) -> None:
    """Stop listening."""
    _stop_listening()


def on_build_error(error: Exception) -> None:
    """Stop listening."""
    _stop_listening()


def _stop_listening() -> None:
    for listener in list(_THEIRS.filters):
        if type(listener).__name__ == _LineOfLink.__name__:  # of an earlier build that was broken off
            _THEIRS.removeFilter(listener)
