"""Starts the command `briefings`, and ends it in words when it is stopped before it has begun."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command and return its exit code."""
    try:
        from sevenminute.cli import main as run  # noqa: PLC0415 - it takes a while, in which a person may stop it

        return run()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped before it began. Nothing was changed.\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
