"""Packs: briefings joined into one PDF, whose tags, links and bookmarks still lead where they should."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

import sample
from conftest import ROOT, Built, build_site, write_site
from paper import missing
from sevenminute.cli import OK, PROBLEMS, USAGE, main
from sevenminute.config.reader import read_settings_file
from sevenminute.config.schema import Settings
from sevenminute.print.pdf.merge import join
from sevenminute.print.pdf.packs import Entry, Pack, PackBuilder
from sevenminute.print.pdf.renderer import PdfRenderer
from sevenminute.text.dates import today

SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {large_print: false}")
TABLE = """| Sign | What it means |
| --- | --- |
| A bruise | Call |

A note.[^1]

[^1]: The note.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Three briefings with a table and a note each, of which one fills two pages; two have a topic."""
    body = sample.panels().replace("Words about what to do.\n", TABLE)
    files: dict[str, str | bytes] = {
        "briefings/01-safer-sleep.md": sample.briefing(body, topics="[sleep]", number="1"),
        "briefings/02-bruising.md": sample.briefing(body, title="Bruising", topics="[sleep]", number="2", print="two-sided"),
        "briefings/03-fathers.md": sample.briefing(body, title="Fathers", number="3", print="portrait"),
    }
    folder = tmp_path_factory.mktemp("packs")
    built = build_site(write_site(folder / "source", files, SETTINGS), folder / "site")
    assert built.messages == []
    return built


def one_page(site: Built, slug: str) -> bytes:
    return (site.folder / "briefings" / slug / "one-page.pdf").read_bytes()


def chosen(site: Built, to: Path, *given: str) -> int:
    root = str(site.folder.parent / "source")
    return main(["--root", root, "pack", *given, "--site", str(site.folder), "--to", str(to)])


def tags_by_key(reader: PdfReader) -> dict[int, Any]:
    root: Any = reader.trailer["/Root"]
    numbers = list(root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    return {int(key): tags for key, tags in zip(numbers[::2], numbers[1::2], strict=True)}


def all_tags(reader: PdfReader) -> list[Any]:
    """Return the tags of a PDF in reading order; each knows the one above it."""
    found = []

    def visit(tag: Any, parent: Any) -> None:
        assert tag.raw_get("/P") == parent
        found.append(tag)
        for child in tag.get("/K", ()):
            inner = child.get_object()
            if isinstance(inner, dict) and "/S" in inner:
                visit(inner, tag.indirect_reference)

    root: Any = reader.trailer["/Root"]
    visit(root["/StructTreeRoot"]["/K"][0].get_object(), root.raw_get("/StructTreeRoot"))
    return found


def links(sheet: Any) -> list[Any]:
    return [link.get_object() for link in sheet.get("/Annots", ())]


@pytest.mark.slow
def test_tags_are_those_of_the_parts_in_their_order(site: Built) -> None:
    reader = PdfReader(site.folder / "topics/sleep/pack.pdf")
    parts = [PdfReader(io.BytesIO(one_page(site, slug))) for slug in ("safer-sleep", "bruising")]
    kinds = [tag["/S"] for tag in all_tags(reader)]
    expected = [tag["/S"] for part in parts for tag in all_tags(part)[1:]]
    assert len(expected) > 100
    assert kinds[-len(expected) :] == expected


def test_pages_and_links_lead_to_tags_of_their_own_page(site: Built) -> None:
    reader = PdfReader(site.folder / "topics/sleep/pack.pdf")
    by_key, known = tags_by_key(reader), {tag.indirect_reference for tag in all_tags(reader)}
    assert len(reader.pages) == 1 + 1 + 2
    for sheet in reader.pages:
        for tag in by_key.pop(int(str(sheet["/StructParents"]))):
            assert tag.get_object().raw_get("/Pg") == sheet.indirect_reference
            assert tag in known
        for link in links(sheet):
            reference = by_key.pop(int(link["/StructParent"]))
            assert reference in known
            kids = [child.get_object() for child in reference.get_object()["/K"]]
            assert link.indirect_reference in [kid.raw_get("/Obj") for kid in kids if isinstance(kid, DictionaryObject)]
    assert by_key == {}, "nothing leads to a tag from nowhere"


def test_links_of_the_contents_and_of_notes_lead_to_the_right_page(site: Built) -> None:
    reader = PdfReader(site.folder / "topics/sleep/pack.pdf")
    contents, *sheets = reader.pages
    entries = [(str(link["/Contents"]), link["/Dest"][0]) for link in links(contents)]
    assert entries == [("Safer sleep", sheets[0].indirect_reference), ("Bruising", sheets[1].indirect_reference)]
    notes = [(sheet, link["/Dest"][0].get_object()) for sheet in sheets for link in links(sheet) if "/Dest" in link]
    assert len(notes) == 2, "the mark of one note in each briefing"
    assert notes[0] == (sheets[0], sheets[0])
    assert notes[1][1] in sheets[1:]


def test_headings_of_tables_are_told_apart(site: Built) -> None:
    part = one_page(site, "safer-sleep")
    tags = all_tags(PdfReader(io.BytesIO(join(part, [("A", part), ("B", part)]))))
    names = [str(tag["/ID"]) for tag in tags if "/ID" in tag]
    assert len(names) == len(set(names)) == 3 * 2
    used = [str(name) for tag in tags if tag["/S"] == "/TD" for name in tag["/A"]["/Headers"]]
    assert sorted(used) == sorted(names)


@pytest.mark.slow
def test_contents_of_several_pages_still_name_the_right_ones(site: Built, tmp_path: Path) -> None:
    root = site.folder.parent / "source"
    settings = read_settings_file(root / "mkdocs.yml")
    assert isinstance(settings, Settings)
    binder = PackBuilder(PdfRenderer(tmp_path / "cache", print), settings, root / "overrides", today())
    entries = tuple(Entry(f"Title number {number}", one_page(site, "safer-sleep")) for number in range(1, 61))
    pdf = binder.make([Pack("many.pdf", "Many", entries, None)])["many.pdf"]
    pages = list(pypdfium2.PdfDocument(pdf))
    own = len(pages) - len(entries)
    assert own > 1
    said = "".join(f"{sheet.get_textpage().get_text_range()}\n" for sheet in pages[:own])
    named = [(int(entry), int(at)) for entry, at in re.findall(r"Title number (\d+), page (\d+)\r?\n", said)]
    assert named == [(number, own + number) for number in range(1, 61)]
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_the_same_pack_is_made_once(site: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(todo: object, said: object) -> None:
        raise AssertionError("a PDF was made anew")

    monkeypatch.chdir(site.folder.parent / "source")  # as `make pack` does
    given = ["pack", "--briefings", "fathers", "--site", str(site.folder), "--to"]
    assert main([*given, str(tmp_path / "a")]) == OK
    monkeypatch.setattr("sevenminute.print.pdf.renderer.render_all", refuse)
    assert main([*given, str(tmp_path / "b")]) == OK
    assert (tmp_path / "a/chosen-briefings.pdf").read_bytes() == (tmp_path / "b/chosen-briefings.pdf").read_bytes()


def test_a_pack_is_handed_out_by_its_topic(site: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chosen(site, tmp_path, "sleep") == OK
    assert (tmp_path / "sleep.pdf").read_bytes() == (site.folder / "topics/sleep/pack.pdf").read_bytes()
    assert chosen(site, tmp_path, "sleeep") == USAGE
    assert "“sleeep” is not a topic of any briefing; did you mean “sleep”?" in capsys.readouterr().err


def test_briefings_are_chosen_by_name_in_any_order(site: Built, tmp_path: Path) -> None:
    assert chosen(site, tmp_path, "--briefings", "fathers,", "briefings/01-safer-sleep.md", "--title", "Our day: 1 June") == OK
    pdf = (tmp_path / "our-day-1-june.pdf").read_bytes()
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Our day: 1 June: pack of 7-minute briefings"
    first = reader.pages[0].extract_text()
    assert re.findall(r"(Fathers|Safer sleep|Bruising), page (\d)", first) == [("Fathers", "2"), ("Safer sleep", "3")]
    assert "Current versions: briefings.example.org/briefings" in first
    for slug in ("fathers", "safer-sleep"):
        assert missing(site.html(f"briefings/{slug}"), pdf) == []
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_a_choice_that_cannot_be_made_says_why(site: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chosen(site, tmp_path, "--briefings", "safer-slep", "fathers", "bru", "safr", "x") == USAGE
    assert capsys.readouterr().err.splitlines() == [
        "“safer-slep” is not a briefing; did you mean “safer-sleep”?",
        "“bru” is not a briefing; did you mean “bruising”?",
        "“safr” is not a briefing; did you mean “safer-sleep”?",
        "“x” is not a briefing: a briefing is named as its file in briefings/ is, without .md",
    ]
    assert chosen(site, tmp_path, "--briefings", ",") == USAGE
    assert capsys.readouterr().err == "no briefing is named: write their names with spaces between\n"
    lacking = Built(tmp_path / "site", [], passed=True)
    shutil.copytree(site.folder, lacking.folder, ignore=shutil.ignore_patterns("one-page.pdf"))
    shutil.copytree(site.folder.parent / "source", tmp_path / "source", symlinks=True)
    assert chosen(lacking, tmp_path, "--briefings", "fathers") == PROBLEMS
    assert (
        "one-page.pdf is not there: fathers could not be printed, or mkdocs.yml says that PDFs are off" in capsys.readouterr().err
    )
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize("given", [[], ["sleep", "--briefings", "fathers"], ["sleep", "--title", "Mine"]])
def test_a_pack_is_of_a_topic_or_of_a_choice(
    site: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        chosen(site, tmp_path, *given)
    assert stopped.value.code == USAGE
    assert "say TOPIC, or --briefings and --title" in capsys.readouterr().err


def test_make_hands_the_choice_on(tmp_path: Path) -> None:
    """What stands behind `make pack` reaches the command as it is, with the quotation marks of a title."""
    said = tmp_path / "said"
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "briefings").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{said}"\n', encoding="utf-8")
    (binaries / "briefings").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name not in ("TOPIC", "BRIEFINGS", "TITLE")}

    def make(*given: str) -> list[str]:
        rule = ["make", "--silent", "--old-file=site", "pack", f"bin={binaries}", *given]
        subprocess.run(rule, cwd=ROOT, env=environment, check=True)
        return said.read_text(encoding="utf-8").splitlines()

    assert make("TOPIC=sleep") == ["pack", "sleep"]
    title = 'Mum\'s "own" day; $HOME'.replace("$", "$$")  # as make reads it
    assert make("BRIEFINGS=a b", f"TITLE={title}") == ["pack", "--briefings", "a", "b", "--title", title.replace("$$", "$")]
    assert make() == ["pack"]
