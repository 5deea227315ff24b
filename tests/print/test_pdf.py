"""The PDFs that are made: whole, accessible, the same each time, and none where they cannot be made."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from pypdf import PdfReader

import sample
from conftest import ROOT, Built, SiteMaker, build_site, write_site
from paper import A4, fonts_of, letters, missing, sizes, text_of
from random_briefings import random_briefing
from sevenminute.content.briefing import Briefing, read_briefing
from sevenminute.print.layout.briefing_fit import failed_pdf
from sevenminute.print.layout.font_metrics import read_metrics
from sevenminute.print.pdf import processes, renderer
from sevenminute.print.pdf.documents import self_contained
from sevenminute.print.pdf.job import FailedPdf, PdfError, PdfJob

SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: true}")
RESOURCES = """- [The guide](https://www.example.org/guide/), for **all**: 01632 960001.

    It has two paragraphs.

- [The *other* briefing](safer-sleep.md)
- Nested:
    1. one
    2. two
"""
STEPS = """1. Listen.
2. Write down.

Then, on the same day:

3. Tell your manager.

    She decides with you.

4. Record.

<ol type="a" start="3"><li>third</li><li value="7">seventh</li><li>eighth</li></ol>

<ol reversed><li>second of two</li><li>first of two</li></ol>
"""
TABLE = """| Sign | What it means |
| --- | --- |
| A bruise | Call |

A note.[^1]

Midwife
:   Before the birth, ½ an hour at the café: “mam a thŷ”, **Łódź**, *façade*.

[^1]: The note.
"""


def body() -> str:
    """Return seven panels with all that Markdown makes."""
    text = sample.panels().replace("Words about resources.\n", RESOURCES).replace("Words about what to notice.\n", STEPS)
    return text.replace("Words about what to do.\n", TABLE).replace(
        "Words about what to ask.\n", '> A *quotation, with **both** marks*.\n\n!!! note "Box"\n\n    Words.\n'
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with PDFs of every kind: landscape, portrait, front and back, and what random briefings bring."""
    files: dict[str, str | bytes] = {
        "briefings/full.md": sample.briefing(body(), title="Everything", topics="[sleep]", number="1"),
        "briefings/safer-sleep.md": sample.briefing(topics="[sleep]", print="portrait", number="2"),
        "briefings/two.md": sample.briefing(title="Two sides", print="two-sided", topics="[sleep]", number="3"),
    }
    files |= {f"briefings/sheet-{number}.md": random_briefing(number, words=420) for number in (20, 21)}
    folder = tmp_path_factory.mktemp("pdf")
    built = build_site(write_site(folder / "source", files, SETTINGS), folder / "site")
    assert built.messages == []
    return built


def pdfs(site: Built) -> dict[str, bytes]:
    """Return all PDFs of a site by their path."""
    return {file.relative_to(site.folder).as_posix(): file.read_bytes() for file in sorted(site.folder.rglob("*.pdf"))}


def test_every_pdf_is_accessible_and_small(site: Built) -> None:
    found = pdfs(site)
    assert len(found) == 5 + 5 + 1  # one page, large print, the pack of the topic
    require_accessible_and_small(found)


@pytest.mark.slow
def test_every_pdf_of_more_random_briefings_is_accessible_and_small(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    files |= {f"briefings/sheet-{number}.md": random_briefing(number, words=420) for number in range(22, 28)}
    built = build_site(write_site(tmp_path / "source", files, SETTINGS), tmp_path / "site")
    assert built.messages == []
    assert len(pdfs(built)) == 6 + 6
    require_accessible_and_small(pdfs(built))


def require_accessible_and_small(found: dict[str, bytes]) -> None:
    for name, content in found.items():
        report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, (name, [failure.message for failure in report.failures])
        assert len(content) < 200_000, name
        assert all(embedded and font.startswith("Atkinson") for font, embedded in fonts_of(content).items()), name
        catalogue: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
        assert catalogue["/Lang"] == "en-GB", name
        assert catalogue["/MarkInfo"]["/Marked"], name
        assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"], name


def test_a_briefing_is_one_page_with_all_its_words(site: Built) -> None:
    for name, content in pdfs(site).items():
        if name.endswith("/one-page.pdf"):
            briefing = name.removesuffix("/one-page.pdf")
            assert len(sizes(content)) == (2 if briefing.endswith("two") else 1), name
            assert sorted(sizes(content)[0]) == list(A4), name
            assert missing(site.html(briefing), content) == [], name
            assert "correctwhenprintedon" in text_of(content), name


@pytest.mark.parametrize("name", ["one-page.pdf", "large-print.pdf"])
def test_lists_are_numbered_as_on_the_page(site: Built, name: str) -> None:
    printed = text_of((site.folder / "briefings/full" / name).read_bytes())
    for items in (
        "1 Listen 2 Write down",
        "3 Tell your manager She decides with you 4 Record",
        "c third g seventh h eighth",
        "2 second of two 1 first of two",
    ):
        assert letters(items) in printed


@pytest.mark.parametrize("name", ["one-page.pdf", "large-print.pdf"])
def test_bold_within_italics_is_bold(site: Built, name: str) -> None:
    fonts: dict[str, str] = {}

    def note(text: str, _: object, __: object, font: dict[str, Any] | None, ___: float) -> None:
        fonts[text.strip()] = str(font and font["/BaseFont"])

    for printed in PdfReader(site.folder / "briefings/full" / name).pages:
        printed.extract_text(visitor_text=note)
    assert fonts["both"].endswith("Bold")


def test_large_print_is_large_and_whole(site: Built) -> None:
    content = pdfs(site)["briefings/full/large-print.pdf"]
    assert missing(site.html("briefings/full"), content) == []
    assert set(sizes(content)) == {A4}
    smallest = min(sizes_of_type(content))
    assert smallest >= 18 * 0.75 - 0.1, "18 point, and the raised marks of notes"
    assert f"page1of{len(sizes(content))}" in text_of(content)


def test_each_page_of_large_print_has_the_title_and_the_first_says_whom_to_call(site: Built) -> None:
    content = pdfs(site)["briefings/full/large-print.pdf"]
    title = letters(site.html("briefings/full").select("h1")[0].get_text())
    pages = [letters(sheet.get_textpage().get_text_range()) for sheet in pypdfium2.PdfDocument(content)]
    assert len(pages) > 1
    assert all(title in text for text in pages)
    assert ["worriedaboutachild" in text for text in pages] == [True] + [False] * (len(pages) - 1)
    one_page = pdfs(site)["briefings/full/one-page.pdf"]
    assert text_of(one_page).count("worriedaboutachild") == 1


def sizes_of_type(content: bytes) -> set[float]:
    """Return the sizes of type in a PDF, in points."""
    found = set()
    for sheet in pypdfium2.PdfDocument(content):
        text = sheet.get_textpage()
        for at in range(text.count_chars()):
            if text.get_text_range(at, 1).strip():
                found.add(round(pypdfium2.raw.FPDFText_GetFontSize(text, at), 1))
    return found


def test_no_type_on_one_page_is_small(site: Built) -> None:
    for name, content in pdfs(site).items():
        if name.endswith("/one-page.pdf"):
            raised = {round(size, 1) for size in sizes_of_type(content) if size < 8.5}
            assert all(size >= 9 * 0.75 - 0.1 for size in raised), (name, raised)


def structure(content: bytes) -> list[str]:
    """Return the tags of a PDF in order."""
    tags: list[str] = []

    def visit(element: Any) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for child in element:
                visit(child)
        elif isinstance(element, dict) and "/S" in element:
            tags.append(str(element["/S"]))
            visit(element.get("/K", []))

    root: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    visit(root["/StructTreeRoot"]["/K"])
    return tags


def test_tags_bookmarks_and_links_are_those_of_the_briefing(site: Built) -> None:
    content = pdfs(site)["briefings/full/one-page.pdf"]
    tags = structure(content)
    assert [tag for tag in tags if re.fullmatch(r"/H\d", tag)] == ["/H1", *["/H2"] * 7]
    assert {"/L", "/LI", "/LBody", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= set(tags)
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Everything: 7-minute briefing"
    flat = [item.title for item in flattened(reader.outline)]
    assert flat == ["Everything", *[f"{number} {heading}" for number, heading in enumerate(sample.HEADINGS, start=1)]]
    notes: Any = reader.pages[0]["/Annots"]
    links = [note.get_object() for note in notes]
    addresses = [str(link["/A"]["/URI"]) for link in links if "/URI" in link.get("/A", {})]
    assert addresses.count("https://www.example.org/guide/") == 1
    assert addresses.count("https://briefings.example.org/briefings/safer-sleep/") == 1
    assert "tel:01632960001" in addresses
    assert all(link.get("/Contents") for link in links)
    assert all(address.startswith(("https://", "tel:")) for address in addresses)


def flattened(outline: Any) -> list[Any]:
    return [item for entry in outline for item in (flattened(entry) if isinstance(entry, list) else [entry])]


def test_the_pack_holds_the_briefings_of_a_topic_behind_their_contents(site: Built) -> None:
    content = pdfs(site)["topics/sleep/pack.pdf"]
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 1 + 1 + 1 + 2
    first = reader.pages[0].extract_text()
    assert re.findall(r"(Everything|Safer sleep|Two sides), page (\d)", first) == [
        ("Everything", "2"),
        ("Safer sleep", "3"),
        ("Two sides", "4"),
    ]
    titles = [item.title for item in flattened(reader.outline)]
    assert titles[:2] == ["Contents", "Everything"]
    assert len(titles) == 1 + 3 * 8
    for name in ("full", "safer-sleep", "two"):
        assert missing(site.html(f"briefings/{name}"), content) == []
    link = site.html("topics/sleep").select_one(".topic-pack a")
    assert link is not None
    assert link["href"] == "pack.pdf"


def test_pages_say_where_the_pdfs_are_and_how_large(site: Built) -> None:
    links = site.html("briefings/full").select(".briefing__files a")
    assert [link["href"] for link in links] == ["one-page.pdf", "large-print.pdf"]
    for link, kind in zip(links, ("One-page PDF", "Large print PDF"), strict=True):
        size = (site.folder / "briefings/full" / str(link["href"])).stat().st_size
        assert link.get_text() == f"{kind} ({round(size / 1000)} KB)"
    assert site.html("briefings/two").select(".briefing__files a")[0].get_text().startswith("Two-page PDF")


@pytest.mark.slow
def test_the_same_site_has_the_same_pdfs(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(body().replace("safer-sleep.md", "a.md"), topics="[sleep]")
    }
    built = [build_site(write_site(tmp_path / name, files, SETTINGS), tmp_path / f"{name}-site") for name in ("one", "two")]
    assert pdfs(built[0]) == pdfs(built[1])
    assert len(pdfs(built[0])) == 3


def test_what_has_been_made_is_not_made_again(site: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(todo: object, said: object) -> None:
        raise AssertionError("a PDF was made anew")

    monkeypatch.setattr(renderer, "render_all", refuse)
    again = build_site(site.folder.parent / "source", tmp_path / "site")
    assert again.passed
    assert pdfs(again) == pdfs(site)


@pytest.mark.slow
def test_what_was_damaged_while_it_was_kept_is_made_anew(site: Built, tmp_path: Path) -> None:
    source = shutil.copytree(site.folder.parent / "source", tmp_path / "source", symlinks=True)
    kept = sorted((source / ".cache/pdf").iterdir())
    assert len(kept) >= 11
    whole = [file.read_bytes() for file in kept]
    for number, file in enumerate(kept):
        if number % 6 == 0:
            file.write_bytes(whole[number][:3000])
        elif number % 6 == 1:
            file.write_bytes(b"")
        elif number % 6 == 2:
            file.unlink()
            (file / "folder").mkdir(parents=True)
        elif number % 6 == 3:
            file.write_bytes(b"%PDF-1.7\nwords of somebody else")
        elif number % 6 == 4:
            file.write_bytes(whole[number][:-1])
        else:
            file.write_bytes(bytes([*whole[number][:500], whole[number][500] ^ 1, *whole[number][501:]]))
    again = build_site(source, tmp_path / "site")
    assert again.messages == []
    assert again.passed
    assert pdfs(again) == pdfs(site)
    assert [file.read_bytes() for file in kept] == whole


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("storage.content_cache.replace_file", "{root}/.cache/pdf cannot keep a PDF: No space left on device"),
        ("print.pdf.renderer.tempfile.TemporaryDirectory", "no PDF can be made: No space left on device"),
    ],
)
def test_a_disk_that_is_full_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str, said: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()}, SETTINGS)
    monkeypatch.setattr(f"sevenminute.{written}", full)
    built = build_site(root, tmp_path / "site")
    assert not built.passed
    assert built.messages == [said.format(root=root)]


@pytest.mark.slow
def test_another_picture_of_the_same_name_is_another_pdf(tmp_path: Path) -> None:
    body = sample.panels().replace("Words about background.", "![A square](square.png)")
    made = []
    for colour in ("red", "blue", "red"):
        picture = io.BytesIO()
        Image.new("RGB", (40, 40), colour).save(picture, "PNG")
        root = tmp_path / "source"
        if root.exists():
            (root / "briefings/square.png").write_bytes(picture.getvalue())
        else:
            write_site(root, {"briefings/a.md": sample.briefing(body), "briefings/square.png": picture.getvalue()}, SETTINGS)
        made.append(pdfs(build_site(root, tmp_path / "site")))
    assert made[0] == made[2]
    assert all(made[0][name] != made[1][name] for name in made[0])


def test_pdfs_of_somebody_elses_cache_are_taken(site: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.utime", refuse)
    again = build_site(site.folder.parent / "source", tmp_path / "site")
    assert again.passed
    assert pdfs(again) == pdfs(site)


def test_a_cache_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing()}, SETTINGS)
    (root / ".cache").write_text("no folder", encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert not site.passed
    assert site.messages == [f"{root}/.cache/pdf is to keep PDFs, and cannot be made: Not a directory"]


def test_a_maker_of_pdfs_that_dies_is_reported(site: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However much it said, and however much it has not read."""
    dying = tmp_path / "python"
    said = "head -c 300000 /dev/zero | tr '\\0' x >&2\necho >&2\necho Out of memory >&2\n"
    dying.write_text(f"#!/bin/sh\n{said}exit 3\n", encoding="utf-8")
    dying.chmod(0o755)
    monkeypatch.setattr(renderer, "missing", str)
    monkeypatch.setattr("sys.executable", str(dying))
    jobs = [PdfJob(f"briefings/{name}/one-page.pdf", "x" * 300_000, (), "") for name in "abc"]
    with pytest.raises(PdfError, match=r"briefings/[abc]/one-page\.pdf cannot be made: Out of memory"):
        renderer.PdfRenderer(tmp_path / "cache", print).make(jobs)


def test_a_maker_of_pdfs_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "python"
    hanging.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    hanging.chmod(0o755)
    monkeypatch.setattr(renderer, "missing", str)
    monkeypatch.setattr(processes, "LONGEST", 0.2)
    monkeypatch.setattr("sys.executable", str(hanging))
    with pytest.raises(PdfError, match=r"^briefings/a/one-page\.pdf cannot be made: it takes longer than 0\.2 seconds$"):
        renderer.PdfRenderer(tmp_path / "cache", print).make([PdfJob("briefings/a/one-page.pdf", "x" * 300_000, (), "")])


RIGHT_TO_LEFT = {
    "ar": "اتصل على 01632 960011 أو 0800 1111 الآن",
    "ur": "ابھی 01632 960021 پر یا 0800 1111 پر کال کریں",
    "he": "התקשרו 01632 960031 או 0800 1111 עכשיו",
}


@pytest.mark.slow
def test_numbers_keep_their_order_between_words_that_go_to_the_left(make_site: SiteMaker) -> None:
    text = "\n\n".join(f"{words}\n{{: lang={language} dir=rtl }}" for language, words in RIGHT_TO_LEFT.items())
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(sample.panels().replace("Words about what to ask.", text)),
    }
    site = make_site(files, SETTINGS)
    assert site.messages == []
    for name, content in pdfs(site).items():
        rows = figures_from_the_left(content)
        for number in ("01632960011", "01632960021", "01632960031"):
            assert any(number in row for row in rows), (name, rows)


def figures_from_the_left(pdf: bytes) -> list[str]:
    """Return the figures of each line of a PDF in the order in which a reader sees them."""
    rows: dict[tuple[int, int], list[tuple[float, str]]] = {}
    for number, sheet in enumerate(pypdfium2.PdfDocument(pdf)):
        text = sheet.get_textpage()
        for place in range(text.count_chars()):
            letter = text.get_text_range(place, 1)
            if letter.isdecimal():
                left, bottom, _, _ = text.get_charbox(place, loose=True)
                rows.setdefault((number, round(bottom)), []).append((left, letter))
    return ["".join(letter for _, letter in sorted(row)) for row in rows.values()]


@pytest.mark.slow
def test_letters_that_no_font_has_are_named_with_their_lines_and_stop_no_other_pdf(make_site: SiteMaker) -> None:
    letters = {"fine": "é", "none": "\U0010fffd", "two": "\U0010fffc and \U0010fffd"}
    files = {
        f"briefings/{name}.md": sample.briefing(sample.panels().replace("Words about what to ask.", f"Ask {letter}."), title=name)
        for name, letter in letters.items()
    }
    files["briefings/title.md"] = sample.briefing(title="Words \U0010fffd")
    site = make_site(files, SETTINGS)
    assert not site.passed
    said = "a PDF of it cannot be made: no font on this machine has {}: say it in words"
    one, other = "\U0010fffd (U+10FFFD)", "\U0010fffc (U+10FFFC)"
    assert site.messages == [
        f"briefings/none.md:23: {said.format(one)}",
        f"briefings/title.md:2: {said.format(one)}",
        f"briefings/two.md:23: {said.format(f'{other}, {one}')}",
    ]
    assert sorted(pdfs(site)) == ["briefings/fine/large-print.pdf", "briefings/fine/one-page.pdf"]


@pytest.mark.parametrize(
    ("text", "marks", "said"),
    [
        (
            "Half, ½ or ⅓ of them",
            (" ",),
            "11: … the font of this machine that has “⅓” has no space to go with it: say it in words",
        ),
        ("½ or ⅓ of them", ("⅓", " "), "11: … the reason"),
        ("Half of them", (), "1: … the reason"),
    ],
)
def test_a_space_that_a_font_lacks_names_the_letter_beside_it(text: str, marks: tuple[str, ...], said: str) -> None:
    written = sample.briefing(sample.panels().replace("Words about background.", text))
    read = read_briefing(written, "briefings/a.md", today=date(2026, 11, 22))
    assert isinstance(read, Briefing)
    problem = failed_pdf(read, FailedPdf("a.pdf", "the reason", marks), read_metrics(ROOT / "overrides/assets/fonts"))
    assert str(problem) == f"briefings/a.md:{said.replace('…', 'a PDF of it cannot be made:')}"


def test_of_a_picture_that_is_not_there_or_refused_only_its_own_line_tells(make_site: SiteMaker) -> None:
    body = sample.panels().replace("Words about what to ask.", "![A tree](gone.png)\n\n![A house](house.svg)")
    files: dict[str, str | bytes] = {"briefings/house.svg": "<svg><script/></svg>", "briefings/a.md": sample.briefing(body)}
    said = make_site(files, SETTINGS).messages
    assert [message.split(": ")[0] for message in said] == ["briefings/a.md:23", "briefings/house.svg:1"]


def test_large_print_and_packs_can_be_left_out(make_site: SiteMaker) -> None:
    fewer = sample.SETTINGS.replace("print: {pdf: false}", "print: {large_print: false, packs: false}")
    site = make_site({"briefings/a.md": sample.briefing(topics="[sleep]")}, fewer)
    assert list(pdfs(site)) == ["briefings/a/one-page.pdf"]


@pytest.mark.parametrize("ci", [True, False])
def test_without_pango_there_are_no_pdfs(make_site: SiteMaker, monkeypatch: pytest.MonkeyPatch, ci: bool) -> None:
    real = subprocess.run

    def run(command: list[str], **how: Any) -> subprocess.CompletedProcess[Any]:
        return subprocess.CompletedProcess([], 1) if "import weasyprint" in command else real(command, **how)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("CI", "true" if ci else "")
    site = make_site({"briefings/a.md": sample.briefing()}, SETTINGS)
    notice = "no PDFs are made, and no page links to one: WeasyPrint finds no Pango. On Debian or Ubuntu: apt-get install "
    assert site.messages == ([notice + "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"] if ci else [])
    assert site.passed is not ci
    assert pdfs(site) == {}
    if not ci:
        assert site.html("briefings/a").select(".briefing__files") == []


def test_links_of_a_document_lead_from_anywhere_however_they_are_written() -> None:
    html = (
        "<title>a</title><p><A\nHREF=../b/index.html#c rel='attachment noreferrer' title='>'>One <b>two</b> <img src=x.png alt=x>"
        '</A><a href="#d">Three</a><a rel=attachment href="mailto:a@example.org">four</a><a class=x>five</a></p>'
    )
    alone = BeautifulSoup(self_contained(html, "https://briefings.example.org/a/", lambda src: f"data:{src}"), "html5lib")
    links = [(link.get("href"), link.get_text(), [child.name for child in link.find_all(True)]) for link in alone.select("a")]
    assert links == [
        ("https://briefings.example.org/b/#c", "One two ", []),
        ("#d", "Three", []),
        ("mailto:a@example.org", "four", []),
        (None, "five", []),
    ]
    assert alone.select("[rel]") == []
    assert [image["src"] for image in alone.select("p > img")] == ["data:x.png"]
    apart = BeautifulSoup(self_contained(html, None, str), "html5lib")
    assert [link.get("href") for link in apart.select("a")] == [None, "#d", "mailto:a@example.org", None]
