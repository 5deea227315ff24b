"""Prints what Lighthouse says of the repository's own site, with its mobile profile: a slow telephone on a slow line.

    npm install --prefix .cache/lighthouse lighthouse@12.8.2
    .venv/bin/python benchmarks/lighthouse.py [--runs 3]

The site is built once, strictly, and served on this machine with gzip, as partnerships publish it. Each page is opened several
times; the middle figure of each kind is shown, since a busy machine lowers the performance of some runs.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from corpus import ROOT
from filter import chromium

LIGHTHOUSE = ROOT / ".cache/lighthouse/node_modules/.bin/lighthouse"
CATEGORIES = {"performance": "Performance", "accessibility": "Accessibility", "best-practices": "Best practices", "seo": "SEO"}
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The score below which the exit code is 1."""


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Answers as a web server with gzip and the caching of guide/run-a-site.md does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file; text is compressed."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix != ".woff2":
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", f"max-age={31_536_000 if '/assets/' in self.path else 300}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine, and yield its address."""
    handler = functools.partial(_Compressing, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def pages(site: Path) -> dict[str, str]:
    """Return the pages that are measured, by name: of briefings and of topics the one with the largest HTML."""

    def largest(folder: str) -> str:
        found = max((site / folder).glob("*/index.html"), key=lambda file: (file.stat().st_size, file))
        return found.parent.relative_to(site).as_posix() + "/"

    return {
        "Home": "",
        "Briefing": largest("briefings"),
        "Index": "briefings/",
        "Topic": largest("topics"),
        "Resources": "resources/",
    }


def scores(address: str) -> dict[str, float]:
    """Return what Lighthouse gives a page, of 100, and print what it takes points off for to the standard error.

    Raises:
        CalledProcessError: Lighthouse failed.
    """
    flags = "--headless=new --disable-gpu" + (" --no-sandbox" if os.geteuid() == 0 else "")
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    for name in CATEGORIES:
        for audit in report["categories"][name]["auditRefs"]:
            found = report["audits"][audit["id"]]
            if audit["weight"] and found["score"] is not None and found["score"] < 0.9:
                print(f"{address}: {name}: {found['title']} {found.get('displayValue', '')}", file=sys.stderr)
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}


def main() -> int:
    """Build, measure, and print a Markdown table.

    Returns:
        The exit code: 0, or 1 when the build failed or a score is below `LEAST`.
    """
    parser = argparse.ArgumentParser(description="Print what Lighthouse says of the site as a Markdown table.")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="of each page (3)")
    given = parser.parse_args()
    if not LIGHTHOUSE.exists():
        parser.error(f"{LIGHTHOUSE} is missing: npm install --prefix .cache/lighthouse lighthouse@12.8.2")
    good = True
    with tempfile.TemporaryDirectory(prefix="briefings-") as temporary:
        site = Path(temporary) / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if built.returncode:
            print(built.stdout + built.stderr, file=sys.stderr)
            return 1
        print(f"| Page | {' | '.join(CATEGORIES.values())} |\n| --- |{' --: |' * len(CATEGORIES)}")
        with served(site) as root:
            for name, path in pages(site).items():
                runs = [scores(root + path) for _ in range(given.runs)]
                middle = {category: round(median(run[category] for run in runs)) for category in CATEGORIES}
                good = good and all(middle[category] >= least for category, least in LEAST.items())
                print(f"| {name} | {' | '.join(str(score) for score in middle.values())} |", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
