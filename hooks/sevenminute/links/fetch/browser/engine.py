"""A Chromium as an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version

from sevenminute.links.fetch.child_process.engine import ChildProcessEngine, deadline
from sevenminute.links.fetch.protocol import Politeness


class BrowserEngine(ChildProcessEngine):
    """Asks by a Chromium that Playwright drives.

    Args:
        executable: Path of the Chromium.
        stop_after: Returns the seconds after which a run is stopped.
    """

    label = "the browser"
    writes_files = True

    def __init__(self, executable: str, stop_after: Callable[[int, Politeness], float] = deadline) -> None:
        super().__init__(stop_after)
        self._executable = executable

    @property
    def name(self) -> str:
        """Name and version of what drives it."""
        return f"playwright {version('playwright')}"

    @property
    def worker(self) -> str:
        """The module that the child runs."""
        return "sevenminute.links.fetch.browser.worker"

    def options(self) -> Mapping[str, str]:
        """Return where the browser is."""
        return {"executable": self._executable}
