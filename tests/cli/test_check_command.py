"""`briefings check` finds all that the build refuses, in the same words; and the commands say what is wrong with the settings."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import sample
from conftest import Built, build_site, write_site
from sevenminute.cli import OK, PROBLEMS, main

BIN = Path(sys.executable).parent
LONG = "Words that go on and on about sleep and safety. " * 400


def in_panel(text: str, title: str = "Safer sleep") -> str:
    """Return a briefing with a text in its third panel."""
    return sample.briefing(sample.panels().replace("Words about what to notice.", text), title=title)


def checked(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the mistakes that the command prints, and make sure that its exit code says whether there are any."""
    code = main(["--root", str(root), "check", *arguments])
    lines = capsys.readouterr().out.splitlines()
    said = [line for line in lines if re.match(r"(?!advice: )\S+:\d+: ", line)]
    assert code == (PROBLEMS if said else OK)
    return said


def refused(built: Built) -> list[str]:
    """Return the messages of a build, each on one line."""
    assert built.passed is not bool(built.messages)
    return [line for message in built.messages for line in message.splitlines() if line != "The settings need fixing:"]


ONLY_THE_BUILD: dict[str, tuple[str, str]] = {
    "too long for one page": (LONG, "17: 4,043 words do not fit on one A4 page at 9 point"),
    "a link to a part of this page": ("[x](#nope)", "19: “#nope”: the page has no such part"),
    "a link to a part of another page": ("[x](other.md#nope)", "19: “other.md#nope”: the page has no such part"),
    "a part with a space in its name": ("[x](#my%20part)", "19: “#my%20part”: the page has no such part"),
}
"""What stands in a panel, by what is wrong with it, and what is said."""

AT_ONCE: dict[str, tuple[str, str]] = {
    "a drive of the own machine": ("[x](H:/form.docx)", "19: “H:/form.docx” is not an address for a link"),
    "an element that is none": ("a <file://share/x> b", "19: “file://share/x” is not an address for a link"),
    "a space in the name of a document": ("[form](LADO form.docx)", "19: “LADO form.docx” has a space in its name"),
    "a space in the name of a page": ('[form](a b.md "t")', "19: “a b.md” has a space in its name"),
    "a space before an anchor": ("[form](my page.md#part)", "19: “my page.md#part” has a space in its name"),
    "an address over two lines": ("[x](gone\n.md)", "19: “[x](gone .md)” would be shown to readers"),
    "a shared folder": (r"[x](\\council\share\form.docx)", r"19: “\\council\share\form.docx” is in a shared folder"),
    "a shared folder in brackets": (
        r"[x](<\\council\my share\a.pdf>)",
        r"19: “\\council\my share\a.pdf” is in a shared folder",
    ),
    "a shared folder as an address": ("[x](//council/share/a.pdf)", "19: “//council/share/a.pdf” is in a shared folder"),
    "a shared folder of another drive": ("[x](Z:/share/a.pdf)", "19: “Z:/share/a.pdf” is not an address for a link"),
    "a space in the name of a picture": ("![A tree](family tree.png)", "19: “family tree.png” has a space in its name"),
    "a shared folder in words": (r"Look at \\council\share\forms.", r"19: “\\council\share\forms” would lose a backslash"),
}
"""What the engine tells without building."""


@pytest.fixture(scope="module")
def site_of_faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of which each page has one fault, and the menu some."""
    root = tmp_path_factory.mktemp("faults") / "source"
    names = {name: f"fault-{number:02}" for number, name in enumerate({**ONLY_THE_BUILD, **AT_ONCE}, 1)}
    files: dict[str, str | bytes] = {
        f"briefings/{names[name]}.md": in_panel(text, name.capitalize())
        for name, (text, _) in {**ONLY_THE_BUILD, **AT_ONCE}.items()
    }
    files["briefings/other.md"] = sample.briefing(title="Another")
    files["docs/about.md"] = "# About\n\n[x](#nope) and ![y](gone\n.png)\n"
    files["docs/alone.md"] = "# Alone\n"
    write_site(root, files, sample.SETTINGS + "site_nmae: x\n")
    config = root / "mkdocs.yml"
    pages = (
        "index.md",
        "Abuot: abuot.md",
        "More:",
        "    - /about.md",
        "    - about.md",
        "    - gone/away.md",
        "briefings/index.md",
    )
    menu = "nav:\n" + "".join(f"  {page}\n" if page.startswith(" ") else f"  - {page}\n" for page in pages)
    config.write_text(re.sub(r"^nav:.*\n", menu, config.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    return root


def test_what_only_the_build_finds_is_told_with_its_line(site_of_faults: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = checked(site_of_faults, capsys)
    for number, (_, message) in enumerate({**ONLY_THE_BUILD, **AT_ONCE}.values(), 1):
        found = [line for line in said if line.startswith(f"briefings/fault-{number:02}.md:")]
        assert len(found) == 1, (message, found)
        assert message in found[0]
    others = "\n".join(line for line in said if not line.startswith("briefings/"))
    assert "docs/about.md:3: “#nope”: the page has no such part" in others
    assert "docs/alone.md:1: this page is in no menu" in others
    nav = (site_of_faults / "mkdocs.yml").read_text(encoding="utf-8").split("\n").index("nav:") + 1
    assert f"mkdocs.yml:{nav + 2}: nav: “abuot.md” is not a page of the site; did you mean “about.md”?" in others
    assert f"mkdocs.yml:{nav + 4}: nav: “/about.md” is not a page of the site; did you mean “about.md”?" in others
    assert f"mkdocs.yml:{nav + 6}: nav: “gone/away.md” is not a page of the site; write the page’s path within docs/" in others
    assert f"mkdocs.yml:{nav - 2}: site_nmae is not a setting; did you mean “site_name”?" in others
    assert len(said) == len(set(said))
    assert not re.search(r"Doc file|Config value|'nav'", "\n".join(said)), "MkDocs' own words name no line"
    assert not (site_of_faults / "site").exists()


def test_without_the_build_the_rest_is_told(site_of_faults: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = checked(site_of_faults, capsys, "--quick")
    assert len(said) == len(AT_ONCE) + 1  # and the picture of docs/about.md, whose address goes over two lines
    for number, (_, message) in enumerate(AT_ONCE.values(), len(ONLY_THE_BUILD) + 1):
        assert any(line.startswith(f"briefings/fault-{number:02}.md:") and message in line for line in said)


def test_annotations_cover_what_the_build_finds(site_of_faults: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(site_of_faults), "check", "--annotations"]) == PROBLEMS
    printed = capsys.readouterr().out
    assert "::error file=briefings/fault-02.md,line=19::“#nope”: the page has no such part" in printed
    problems = [line for line in printed.splitlines() if re.match(r"(?!advice: |::)\S+:\d+: ", line)]
    assert printed.count("::error file=") == len(problems)
    assert re.search(rf"{len(problems)} mistakes found", printed)


def test_the_build_and_the_check_say_the_same(site_of_faults: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = site_of_faults / "mkdocs.yml"  # but for a setting too many, before which MkDocs reads no page
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("site_nmae: x\n", ""), encoding="utf-8")
    try:
        assert sorted(checked(site_of_faults, capsys)) == sorted(refused(build_site(site_of_faults, tmp_path / "site")))
    finally:
        config.write_text(text, encoding="utf-8")


def test_the_folder_of_the_site_needs_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: true}")
    monkeypatch.chdir(write_site(tmp_path, {"briefings/a.md": sample.briefing()}, settings))  # as `make check` does
    assert checked(Path(), capsys) == []
