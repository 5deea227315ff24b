"""httpx as an engine."""

from __future__ import annotations

from importlib.metadata import version

from sevenminute.links.fetch.child_process.engine import ChildProcessEngine


class SecondClientEngine(ChildProcessEngine):
    """Asks by httpx."""

    label = "a second program"

    @property
    def name(self) -> str:
        """Name and version."""
        return f"httpx {version('httpx')}"

    @property
    def worker(self) -> str:
        """The module that the child runs."""
        return "sevenminute.links.fetch.second_client.worker"
