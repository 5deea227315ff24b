"""What a build says, in the project's own words: each message with its line, and what `make serve` shows instead of pages.

MkDocs' messages about links and the menu get the line that they are about, and those that were said already are dropped. While
`mkdocs.yml` cannot be read, `make serve` goes on: terminal and pages say what is wrong, until it is corrected.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort, MkDocsException

from sevenminute.build.messages import BuildMessages
from sevenminute.build.state import build_of
from sevenminute.build.strict import messages_of_mkdocs, placed_problems
from sevenminute.config.machinery import read_site_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

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


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> LiveReloadServer:
    """Build through a `_Preview`, which also answers for the pages while there is nothing that could be built."""
    preview = _Preview(server, Path(config.config_file_path).resolve())
    server.builder = preview.build
    server.set_app(preview.answer)
    return server


class _Preview:
    """A server of pages whose settings may break at any time."""

    def __init__(self, server: LiveReloadServer, config_file: Path) -> None:
        self._build, self._answer = server.builder, server.serve_request
        self._config_file = config_file
        self._faults: list[str] = []
        self._building = threading.Lock()

    def build(self) -> None:
        """Build the site, unless the settings are wrong: MkDocs would end in a traceback, and leave all pages waiting."""
        with self._building:
            _, wrong = read_site_file(self._config_file)
            self._faults = [str(problem) for problem in wrong] or self._built()
        for fault in self._faults:
            log.error("%s", fault)

    def _built(self) -> list[str]:
        """Build the site, and return why that was impossible, or nothing."""
        with messages_of_mkdocs() as messages:
            try:
                self._build()
            except Abort:
                pass  # why has been said
            except MkDocsException as error:
                messages.append(str(error))
            except Exception:  # the server goes on, and the terminal shows the traceback
                log.exception("the site cannot be built: the terminal says why; show it to the maintainers")
            else:
                return []
        return [str(problem) for problem in placed_problems(messages, self._config_file.parent)]

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request: with what is wrong, in a page that asks again by itself, or as the server does."""
        path = str(environ["PATH_INFO"])
        with self._building:
            faults = self._faults
        if not faults or path.startswith("/livereload/") or not path.endswith(("/", ".html")):
            return self._answer(environ, start_response)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [_page(faults).encode()]


def _page(faults: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
        "<title>The site cannot be built</title><h1>The site cannot be built</h1>"
        f"<p>This page comes back by itself when it is done.</p><ul>{items}</ul></html>"
    )
