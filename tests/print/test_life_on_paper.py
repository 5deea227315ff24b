"""What paper says of withdrawn briefings, of drafts, and of briefings at the addresses that they had."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

import sample
from conftest import Built, build_site, write_site
from pdf_contents import everything_in
from sevenminute.cli import OK, USAGE, main

SETTINGS = sample.SETTINGS.replace("  print: {pdf: false}\n", "")
LONG = " ".join(["Safeguarding"] * 9)
"""As long as a title may be, or nearly."""
CONTACTS = "".join(
    f"\n      - {{name: The front door of the partnership number {number}, telephone: 01632 96000{number}, "
    "when: Monday to Friday from nine to five}"
    for number in range(1, 5)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A published briefing with a former address, two withdrawn ones, of which one says as much as it may, and a draft."""
    folder = tmp_path_factory.mktemp("paper")
    contacts = "contacts:\n      - {name: Testshire Front Door, telephone: 01632 960001, when: all day}"
    assert contacts in SETTINGS
    files: dict[str, str | bytes] = {
        "briefings/new.md": sample.briefing(topics="[sleep]", former_addresses="[once]"),
        "briefings/old.md": sample.briefing(
            sample.panels().replace("Words about", "Quokka about"),
            title="Old advice",
            topics="[sleep]",
            withdrawn="2026-10",
            withdrawn_because="The law has changed.",
            replaced_by="new",
            former_addresses="[older]",
        ),
        "briefings/long.md": sample.briefing(
            "", title=LONG, withdrawn="2026-10-05", withdrawn_because=" ".join(["Because"] * 37) + "."
        ),
        "briefings/draft.md": sample.briefing(title="Quokka", draft="true", topics="[sleep]"),
    }
    root = write_site(folder / "source", files, SETTINGS.replace(contacts, f"contacts:{CONTACTS}"))
    built = build_site(root, folder / "site")
    assert built.messages == []
    assert main(["--root", str(root), "build", "--preview"]) == OK
    return built


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def pdf(site: Built, path: str) -> bytes:
    return (site.folder / "briefings" / path).read_bytes()


@pytest.mark.parametrize("name", ["one-page.pdf", "large-print.pdf"])
@pytest.mark.parametrize("slug", ["old", "long"])
def test_a_withdrawn_briefing_has_one_page_that_says_so(site: Built, slug: str, name: str) -> None:
    made = pdf(site, f"{slug}/{name}")
    said = text_of(made)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert "withdrawn" in said
    assert "Do not rely on a printed or saved copy of it." in said
    assert "01632 960001" in said
    assert b"Quokka" not in everything_in(made)
    if slug == "old":
        assert "This briefing was withdrawn in October 2026." in said
        assert "Why: The law has changed." in said
        assert "Readthisinstead:Safersleep,briefings.example.org/briefings/new" in said.replace(" ", "")
        assert b"https://briefings.example.org/briefings/new/" in everything_in(made)
    else:
        assert "This briefing was withdrawn on 5 October 2026." in said
        assert "No other briefing takes its place." in said


@pytest.mark.parametrize("name", ["one-page.pdf", "large-print.pdf"])
def test_paper_at_a_former_address_is_the_same_to_the_byte(site: Built, name: str) -> None:
    assert pdf(site, f"once/{name}") == pdf(site, f"new/{name}")
    assert pdf(site, f"older/{name}") == pdf(site, f"old/{name}")


def test_packs_hold_neither_drafts_nor_withdrawn_briefings(site: Built) -> None:
    said = text_of((site.folder / "topics/sleep/pack.pdf").read_bytes())
    assert "1 briefing of seven minutes" in said
    assert "Quokka" not in said
    assert "Old advice" not in said


def test_no_pdf_holds_anything_of_a_draft(site: Built) -> None:
    for file in site.folder.rglob("*.pdf"):
        assert b"Quokka" not in everything_in(file.read_bytes()), file


@pytest.mark.parametrize("name", ["one-page.pdf", "large-print.pdf"])
def test_paper_of_a_preview_says_that_a_draft_is_one(site: Built, name: str) -> None:
    made = (site.folder.parent / "source/preview/briefings/draft" / name).read_bytes()
    assert "Draft: not published" in text_of(made)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("old", "“old” is withdrawn, so it is in no pack: leave it out"),
        ("draft", "“draft” is not published yet, so it is in no pack: leave it out"),
    ],
)
def test_nobody_hands_out_what_readers_do_not_get(
    site: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    root = str(site.folder.parent / "source")
    given = ["--root", root, "pack", "--briefings", name, "--site", str(site.folder), "--to", str(tmp_path)]
    assert main(given) == USAGE
    assert said in capsys.readouterr().err
