"""The linter of scripts and style sheets; biome.jsonc has its rules."""

from __future__ import annotations

import subprocess

import pytest

from conftest import ROOT

pytestmark = pytest.mark.slow


def test_the_linter_of_scripts_and_styles_finds_nothing() -> None:
    linter = ROOT / "tests/npm/node_modules/.bin/biome"
    done = subprocess.run([linter, "lint", "--error-on-warnings", "."], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
