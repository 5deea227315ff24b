"""Starts the command `briefings`, and ends it in words: when it is stopped before it has begun, or cannot be heard."""

from __future__ import annotations

import sys

from sevenminute.diagnostics.standard_output import Output


def main() -> int:
    """Run the command and return its exit code."""
    output = Output()
    try:
        from sevenminute import cli  # noqa: PLC0415 - it takes a while, in which a person may stop it
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped before it began. Nothing was changed.\n")
        return 2
    try:
        code = cli.main()
    except SystemExit as end:  # of what reads the options
        code = end.code if isinstance(end.code, int) else cli.USAGE
    if lost := output.lost():
        done = " All else was done." if code == 0 else ""
        sys.stderr.write(f"Not all of the output could be written: {lost}{done}\n")
        return cli.USAGE
    return code


if __name__ == "__main__":
    sys.exit(main())
