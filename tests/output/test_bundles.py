"""The scripts and styles that pages load are joined from small sources: none is left out, and each comes after what it needs."""

from __future__ import annotations

import posixpath
import re

import pytest

from conftest import ROOT, Built
from sevenminute.output.bundles import SCRIPTS, STYLES

IMPORT = re.compile(r'^import \{ (.*) \} from "(.*)";$', re.MULTILINE)
EXPORT = re.compile(r"^export const (\w+)", re.MULTILINE)


def source(module: str) -> str:
    return (ROOT / "overrides/scripts" / module).read_text(encoding="utf-8")


@pytest.mark.parametrize("address", SCRIPTS)
def test_modules_come_after_those_that_they_import(address: str) -> None:
    modules = SCRIPTS[address]
    for place, module in enumerate(modules):
        for names, other in IMPORT.findall(source(module)):
            imported = posixpath.normpath(f"{posixpath.dirname(module)}/{other}")
            assert imported in modules[:place], module
            assert set(names.split(", ")) <= set(EXPORT.findall(source(imported))), module


def test_no_source_is_left_out() -> None:
    used = {f"scripts/{name}" for names in SCRIPTS.values() for name in names}
    used |= {f"styles/{name}" for names in STYLES.values() for name in names}
    alone = ("scripts/quick-exit/", "scripts/inline/")
    overrides = ROOT / "overrides"
    files = {file.relative_to(overrides).as_posix() for part in ("scripts", "styles") for file in (overrides / part).rglob("*.*")}
    assert {file for file in files if not file.startswith(alone)} == {name for name in used if "/../" not in name}


def test_what_is_published_is_no_module(our_site: Built) -> None:
    for address in SCRIPTS:
        script = (our_site.folder / address).read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:import|export)\b", script, re.MULTILINE)
        assert script.startswith('(() => {\n"use strict";')
        assert script.endswith("})();\n")
    assert not (our_site.folder / "scripts").exists()
    assert not (our_site.folder / "styles").exists()
