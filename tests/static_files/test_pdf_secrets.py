"""What makes PDFs opens nothing but what it is handed: whatever a briefing says, nothing of this machine gets into a PDF."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

import sample
from conftest import ROOT, Built, build_site, write_site
from pdf_contents import everything_in
from sevenminute.print.pdf import renderer
from sevenminute.print.pdf.job import PdfError, PdfJob

pytestmark = pytest.mark.slow  # makes many PDFs

SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: true, packs: false}")
STYLES = ROOT / "overrides/assets/stylesheets"

ASKING = [
    "<a rel='attachment' href='{file}'>x</a>",
    "<a rel=attachment href={file}>x</a>",
    '<a rel="attachment" HREF="{file}">x</a>',
    '<a rel="attachment" href = "{file}">x</a>',
    '<a title=">" rel="attachment" href="{file}">x</a>',
    "<A REL=ATTACHMENT HREF={file}>x</A>",
    '<a rel="Attachment noreferrer" href="file://{file}">x</a>',
    '<a\nrel="noreferrer\nattachment"\nhref="{file}">x</a>',
    '<a rel="&#97;ttachment" href="fil&#101;:{file}">x</a>',
    '<a/rel="attachment"/href="{file}">x</a>',
    '<a href="{file}"rel="attachment">x</a>',
    '<ul><li><a rel=attachment href="{up}{file}">x</a></li></ul>',
    '[x]({file}){{: rel="attachment" }}',
    "[x]({up}{file}){{ rel=attachment }}",
    '!!! note "Box"\n\n    <a rel="attachment" href="{file}">x</a>',
    "| a | b |\n| --- | --- |\n| <a rel=attachment href={file}>x</a> | c |",
    '<link rel="attachment" href="{file}">',
    '<link rel="stylesheet" href="file://{file}">',
    '<img src="file://{file}" alt="x">',
    '<img alt="x" src="FiLe:{file}">',
    '<img alt="x" src="f&#105;le:///{file}">',
    '<img alt="x" src="//localhost{file}">',
    '<img alt="x" src="{file}">',
    '<img alt="x" src="{up}{file}">',
    '<img alt="x" src="/\\localhost{file}">',
    '<img alt="x" src="\\\\localhost{file}">',
    '<img alt="x" src="{svg}">',
    "![x]({svg})",
    "![x](<file:{file}>)",
    "![x][p]\n\n[p]: file:{file}",
    '<p style="background: url(file://{file})">x</p>',
    "<style>@import url(file://{file});</style>",
    '<object data="file://{file}" type="image/svg+xml">x</object>',
    '<embed src="file://{file}" type="image/svg+xml">',
    '<svg><image xlink:href="file://{file}" width="9" height="9"/></svg>',
    '<svg><use href="file://{file}#x"/></svg>',
    '<input type="image" src="file://{file}">',
    '<base href="file:///"><img src="{file}" alt="x">',
]
"""What a briefing may say to have a file; `{up}` leads to the root of the disk, `{svg}` is a picture that wants the file."""


@pytest.fixture(scope="module")
def secret() -> str:
    return f"only-for-us-{secrets.token_hex(12)}"


@pytest.fixture(scope="module")
def outside(secret: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is no part of the site: a picture, a style sheet and a text at once."""
    file = tmp_path_factory.mktemp("outside") / "private.svg"
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><text id="x" y="9">{secret}</text></svg>'
    file.write_text(text, encoding="utf-8")
    return file


def filled(text: str, file: str) -> str:
    picture = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{file}" width="9" height="9"/></svg>'
    return text.format(file=file, up="../" * 30 + "..", svg=f"data:image/svg+xml,{quote(picture)}")


@pytest.fixture(scope="module")
def hostile(secret: str, outside: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Built, list[str]]]:
    """A site in which each briefing wants something of this machine, but for one; and the sources of those that want."""
    files: dict[str, str | bytes] = {"briefings/fine.md": sample.briefing(title="Fine")}
    asking = []
    for number, (text, file) in enumerate((text, file) for text in ASKING for file in ("/proc/self/environ", str(outside))):
        body = sample.panels().replace("Words about what to ask.", f"Words.\n\n{filled(text, file)}\n\nMore.")
        files[f"briefings/asks-{number}.md"] = sample.briefing(body, title=f"Asks {number}")
        asking.append(text)
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARTNERSHIP_TOKEN", secret)
        yield build_site(write_site(folder / "source", files, SETTINGS), folder / "site"), asking


def test_nothing_of_this_machine_is_in_any_byte_of_the_site(hostile: tuple[Built, list[str]], secret: str) -> None:
    site, _ = hostile
    holding = []
    for file in sorted(file for file in site.folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        if secret.encode() in (everything_in(content) if content.startswith(b"%PDF") else content):
            holding.append(file.relative_to(site.folder).as_posix())
    assert holding == []
    assert (site.folder / "briefings/fine/one-page.pdf").is_file()


def test_each_that_asks_is_refused_with_its_line(hostile: tuple[Built, list[str]]) -> None:
    site, asking = hostile
    assert not site.passed
    for number, text in enumerate(asking):
        own = [message for message in site.messages if message.startswith(f"briefings/asks-{number}.md:")]
        assert own, text
        lines = {int(message.split(":")[1]) for message in own}
        assert all(23 <= line <= 31 for line in lines), (text, own)  # where the words of the fourth panel stand


WANTED = [
    "<link rel=attachment href='file://{file}'>",
    "<a rel=attachment href='file://{file}'>x</a>",
    "<a rel=attachment href='data:text/plain,words'>x</a>",
    "<link rel=attachment href='data:text/plain,words'>",
    "<link rel=stylesheet href='file://{file}'>",
    "<style>@import 'file://{file}';</style>",
    "<style>@font-face {{ font-family: x; src: url('file://{file}') }} p {{ font-family: x }}</style>",
    "<p style=\"background: url('file://{file}')\">x</p>",
    "<p style='list-style-image: url(file://{file}); display: list-item'>x</p>",
    "<style>p::before {{ content: url('file://{file}') }}</style>",
    "<img src='file://{file}' alt=x>",
    "<img src='{file}' alt=x>",
    "<img src='FILE:{file}' alt=x>",
    "<img src='file://localhost{file}' alt=x>",
    "<img src='%66ile://{file}' alt=x>",
    "<img src='../fonts/../../../../mkdocs.yml' alt=x>",
    "<img src='../images/emblem.svg/../../../../mkdocs.yml' alt=x>",
    "<img src='http://127.0.0.1:9/x.svg' alt=x>",
    "<img src='ftp://127.0.0.1:9/x.svg' alt=x>",
    "<object data='file://{file}'>x</object>",
    "<embed src='file://{file}'>",
    "<svg xmlns='http://www.w3.org/2000/svg' width=9 height=9><image href='file://{file}' width=9 height=9 /></svg>",
    "<img src='{svg}' alt=x>",
    "<img src='{svg64}' alt=x>",
    "<img src='{nested}' alt=x>",
    "<img src='{styled}' alt=x>",
]
"""What a document may say to have a file, were it to pass all that looks at it before."""


def job(html: str, number: int = 0) -> PdfJob:
    words = f"<article class=briefing id=sheet><h1>Title</h1><p>Words.</p>{html}</article>"
    document = f"<!doctype html><html lang=en><title>Words</title><body>{words}"
    styles = tuple(str(STYLES / name) for name in ("pdf-fonts.css", "sheet.css", "pdf.css"))
    return PdfJob(f"briefings/{number}/one-page.pdf", document, styles, "")


def test_what_a_document_may_not_have_is_refused_and_not_left_out(
    outside: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret: str
) -> None:
    monkeypatch.setenv("PARTNERSHIP_TOKEN", secret)
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    plain = f'{head}<image xlink:href="file://{outside}" width="9" height="9"/></svg>'
    nested = f'{head}<image href="{picture(plain)}" width="9" height="9"/></svg>'
    styled = f'{head}<style>@import "file://{outside}";</style><rect width="9" height="9"/></svg>'
    pictures = {
        "svg": picture(plain),
        "svg64": f"data:image/svg+xml;base64,{base64.b64encode(plain.encode()).decode()}",
        "nested": picture(nested),
        "styled": picture(styled),
    }
    jobs = [job(html.format(file=file, **pictures), number) for number, (html, file) in enumerate(wanted(outside))]
    fine = job("<p>Nothing.</p>", len(jobs))
    made, failed = renderer.PdfRenderer(tmp_path / "cache", print).make_all([*jobs, fine])
    assert list(made) == [fine.name]
    assert {failure.name for failure in failed} == {wants.name for wants in jobs}
    said = re.compile("it would open “|it would carry a file|a picture in it cannot be drawn")
    assert [failure for failure in failed if not said.match(failure.reason)] == []


def wanted(outside: Path) -> list[tuple[str, str]]:
    return [(html, file) for html in WANTED for file in (str(outside), "/proc/self/environ")]


def picture(svg: str) -> str:
    return f"data:image/svg+xml,{quote(svg)}"


def test_a_picture_cannot_read_files_by_names_of_its_own(outside: Path, tmp_path: Path, secret: str) -> None:
    entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{outside}">]>'
    svg = f'{entity}<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"><text y="9">&x;</text></svg>'
    Image.new("RGB", (40, 40), "red").save(tmp_path / "a.png")
    data = base64.b64encode((tmp_path / "a.png").read_bytes()).decode()
    handed = f"<img src='data:image/png;base64,{data}' alt='Red'><img src='../images/emblem.svg' alt='Emblem'>"
    jobs = [job(f"<img src='{picture(svg)}' alt=x>"), job(handed, 1)]
    made, _ = renderer.PdfRenderer(tmp_path / "cache", print).make_all(jobs)
    assert secret.encode() not in b"".join(everything_in(content) for content in made.values())
    whole = everything_in(made[jobs[1].name])
    assert b"/Subtype /Image" in whole, "what a document is handed is in it"
    assert b"Atkinson" in whole


def test_what_makes_pdfs_has_no_environment_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret: str) -> None:
    said = tmp_path / "environment"
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nenv > '{said}'\npwd >> '{said}'\n", encoding="utf-8")
    python.chmod(0o755)
    for name in ("PARTNERSHIP_TOKEN", "PYTHONPATH", "HOME", "PYTHONSTARTUP", "AWS_SECRET_ACCESS_KEY", "LD_PRELOAD_X"):
        monkeypatch.setenv(name, secret)
    monkeypatch.setattr(renderer, "missing", str)
    monkeypatch.setattr("sys.executable", str(python))
    with pytest.raises(PdfError):
        renderer.PdfRenderer(tmp_path / "cache", print).make([PdfJob("a.pdf", "x", (), "")])
    assert said.read_text(encoding="utf-8")
    assert secret not in said.read_text(encoding="utf-8")
