"""The rooms of the engine: who may import whom, how many modules a folder has, how long one is."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from conftest import ROOT

ENGINE = ROOT / "hooks/sevenminute"
MOST_MODULES = 20
MOST_LINES = 320


def test_imports_run_downwards_and_only_what_starts_mkdocs_imports_it() -> None:
    """The contracts stand in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    program = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(contracts)} kept, 0 broken" in done.stdout


def test_no_folder_of_the_engine_has_more_modules_than_one_can_overlook() -> None:
    folders = {file.parent for file in ENGINE.rglob("*.py")}
    crowded = {str(folder.relative_to(ROOT)): len(list(folder.glob("*.py"))) for folder in folders}
    assert {name: number for name, number in crowded.items() if number > MOST_MODULES} == {}


def test_no_module_is_longer_than_one_can_overlook() -> None:
    modules = [*ENGINE.rglob("*.py"), *(ROOT / "hooks").glob("*.py")]
    lines = {str(module.relative_to(ROOT)): len(module.read_text(encoding="utf-8").splitlines()) for module in modules}
    assert {name: number for name, number in lines.items() if number > MOST_LINES} == {}
