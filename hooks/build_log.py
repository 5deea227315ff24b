"""Gives MkDocs' messages about links and the menu the line that they are about, and drops those that were said already."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sevenminute.build.messages import BuildMessages
from sevenminute.build.state import build_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.briefings")
_THEIRS = [logging.getLogger(f"mkdocs.structure.{name}") for name in ("pages", "nav", "files")]


class _SaidAnew(logging.Filter):
    """Says the records of one build anew."""

    def __init__(self, messages: BuildMessages) -> None:
        super().__init__()
        self._messages = messages

    def filter(self, record: logging.LogRecord) -> bool:
        problems = self._messages.problems(record.getMessage())
        for problem in problems or ():
            log.log(record.levelno, "%s", problem)
        return problems is None


def on_config(config: MkDocsConfig) -> None:
    """Listen to what MkDocs says during this build."""
    _stop_listening()
    build = build_of(config.extra)
    file = Path(config.config_file_path).resolve()
    messages = BuildMessages(build.library, build.links.translate, config.nav, file, build.sources)
    for logger in _THEIRS:
        logger.addFilter(_SaidAnew(messages))


def on_post_build(config: MkDocsConfig) -> None:
    """Stop listening."""
    _stop_listening()


def on_build_error(error: Exception) -> None:
    """Stop listening."""
    _stop_listening()


def _stop_listening() -> None:
    for logger in _THEIRS:
        for listener in list(logger.filters):
            if type(listener).__name__ == _SaidAnew.__name__:  # of an earlier build that was broken off
                logger.removeFilter(listener)
