"""LinkChecker as an engine: never believed to have looked where it has not."""

from __future__ import annotations

from importlib.metadata import version

from sevenminute.links.fetch.child_process.engine import ChildProcessEngine

WORKER = "sevenminute.links.fetch.linkchecker_worker"


class LinkCheckerEngine(ChildProcessEngine):
    """Asks by LinkChecker."""

    label = "LinkChecker"

    @property
    def name(self) -> str:
        """Name and version, for the state file."""
        return f"linkchecker {version('linkchecker')}"

    @property
    def worker(self) -> str:
        """The module that the child runs."""
        return WORKER
