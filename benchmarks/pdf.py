"""Prints what PDFs cost: seconds for a site without any, with all made anew, with nothing changed, and with one briefing changed.

    python benchmarks/pdf.py [--briefings 100]

Each build is a process of its own, from start to exit. With PDFs there are two for each briefing, and a pack for each topic.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from corpus import slug, write_site

from build import BuildError, build


def measure(briefings: int, folder: Path) -> list[tuple[str, float, float]]:
    """Build a site again and again; return what each build was, its seconds, and its seconds of processor time.

    Args:
        briefings: How many the site has.
        folder: Where the sites are made; nothing may be there.
    """
    write_site(folder / "none", briefings)
    write_site(folder / "all", briefings, pdfs=True)
    changed = folder / "all/briefings" / f"{slug(1)}.md"
    found = []
    for name, site in (
        ("no PDFs", "none"),
        ("all PDFs, cold", "all"),
        ("nothing changed", "all"),
        ("one briefing changed", "all"),
    ):
        if name.startswith("one"):
            changed.write_text(changed.read_text(encoding="utf-8").replace("summary: ", "summary: Anew. "), encoding="utf-8")
        run = build(folder / site)
        found.append((name, run.wall, run.cpu))
        print(f"{name}: {run.wall:.1f} s", file=sys.stderr)
    return found


def main() -> int:
    """Measure, and print a Markdown table.

    Returns:
        The exit code: 0, or 1 when a build failed.
    """
    parser = argparse.ArgumentParser(description="Print what PDFs cost as a Markdown table.")
    parser.add_argument("--briefings", type=int, default=100, metavar="N", help="how many (100)")
    given = parser.parse_args()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="briefings-") as folder:
        try:
            rows = measure(given.briefings, Path(folder) / "sites")
        except (BuildError, ValueError) as error:
            print(error, file=sys.stderr)
            return 1
    print("| Build | Seconds | Seconds of processor time |\n| --- | --: | --: |")
    for name, wall, cpu in rows:
        print(f"| {name} | {wall:.1f} | {cpu:.1f} |")
    print(f"\n{given.briefings} briefings, {os.cpu_count()} cores, of which others kept {busy:.1f} busy at the start.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
