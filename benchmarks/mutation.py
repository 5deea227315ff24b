"""How many changes of the code the tests notice: a sample of mutants of a wing, made by Cosmic Ray, and the share that is killed.

    .venv/bin/python -m pip install '.[benchmark]'
    .venv/bin/python benchmarks/mutation.py checks --sample 40 --seed 1

A mutant is one small change, as `>` for `>=`. It is killed when a test fails, and survives when none does. Everything runs in a
copy of the repository at `--ref`, so that nothing here is changed. A survivor is either a change that makes no difference or a
test that is missing: they are listed with their lines, to be looked at.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shlex
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WINGS = {
    "checks": ("hooks/sevenminute/checks", "tests/checks tests/content tests/lint"),
    "rules": ("hooks/sevenminute/links/rules", "tests/links"),
    "layout": ("hooks/sevenminute/print/layout", "tests/print"),
}
"""The folder of each wing that is changed, and the tests that hold it."""
LONGEST = 900.0
"""Seconds after which a mutant counts as killed: it has made something endless."""


@dataclass(frozen=True)
class Sample:
    """How many mutants are tried, and the seed by which they are chosen."""

    size: int
    seed: int


def main() -> None:
    """Read the command, sample, run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wing", choices=WINGS)
    parser.add_argument("--sample", type=int, default=40, help="how many mutants are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ref", default="HEAD", help="which commit is changed and tested")
    parser.add_argument("--tests", help="other tests than those of the wing, as words of pytest")
    parser.add_argument(
        "--marked", default="not slow", help="marks of the tests, as pytest has them; '' for a commit without marks"
    )
    asked = parser.parse_args()
    modules, tests = WINGS[asked.wing]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
        subprocess.run(["git", "-C", copy, "checkout", "--quiet", asked.ref], check=True)
        killed, survivors = tried(copy, modules, f"-m '{asked.marked}' {asked.tests or tests}", Sample(asked.sample, asked.seed))
    print(f"{asked.wing} at {asked.ref}: {killed} of {killed + len(survivors)} killed", *survivors, sep="\n  survived: ")


def tried(copy: Path, modules: str, tests: str, sample: Sample) -> tuple[int, list[str]]:
    """Try a sample of mutants; return how many were killed, and the others as `path:line operator`."""
    command = f"{shlex.quote(sys.executable)} -m pytest -x -q -p no:cacheprovider {tests}"
    settings = {"module-path": modules, "timeout": LONGEST, "excluded-modules": [], "test-command": command}
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    config, session = copy.parent / "mutants.toml", copy.parent / "mutants.sqlite"
    config.write_text("\n".join(["[cosmic-ray]", *lines, "[cosmic-ray.distributor]", 'name = "local"\n']), encoding="utf-8")
    # What tests start in processes of their own is to be the copy too.
    environment = {**os.environ, "PYTHONPATH": str(copy / "hooks")}
    run = [sys.executable, "-m", "cosmic_ray.cli"]
    subprocess.run([*shlex.split(command)], cwd=copy, env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*run, "init", config, session], cwd=copy, env=environment, check=True)
    keep(session, copy, sample)
    subprocess.run([*run, "exec", config, session], cwd=copy, env=environment, check=True)
    dumped = subprocess.run([*run, "dump", session], cwd=copy, capture_output=True, text=True, check=True).stdout
    return counted(dumped)


def keep(session: Path, copy: Path, sample: Sample) -> None:
    """Leave a sample of the mutants of a session, without those of type annotations, which nobody evaluates."""
    with sqlite3.connect(session) as database:
        rows = database.execute(
            "SELECT job_id, module_path, start_pos_row, start_pos_col, operator_name FROM mutation_specs"
        ).fetchall()
        annotated = {module: list(type_annotations(copy / module)) for module in {row[1] for row in rows}}
        rows = [row for row in rows if not any(first <= row[2:4] < last for first, last in annotated[row[1]])]
        rows.sort(key=lambda row: row[1:])  # job ids are other ones each time
        kept = [row[0] for row in random.Random(sample.seed).sample(rows, min(sample.size, len(rows)))]  # noqa: S311 - the same each time
        marks = ",".join("?" * len(kept))
        for table in ("mutation_specs", "work_items"):
            database.execute(f"DELETE FROM {table} WHERE job_id NOT IN ({marks})", kept)  # noqa: S608 - question marks only


def type_annotations(module: Path) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where each type annotation of a module begins and ends, as line and column."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or part.lineno, part.end_col_offset or part.col_offset)


def counted(dumped: str) -> tuple[int, list[str]]:
    """Count what `cosmic-ray dump` prints: a line for each mutant."""
    killed, survivors = 0, []
    for item, result in results(dumped):
        if result["test_outcome"] == "survived":
            mutation = item["mutations"][0]
            survivors.append(f"{mutation['module_path']}:{mutation['start_pos'][0]} {mutation['operator_name']}")
        else:
            killed += 1
    return killed, survivors


def results(dumped: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each mutant with what became of it."""
    for line in dumped.splitlines():
        item, result = json.loads(line)
        yield item, result


if __name__ == "__main__":
    main()
