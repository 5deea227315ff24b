"""Whatever somebody proposes as content, nothing of the machine that builds reaches the site: no variable, no file."""

from __future__ import annotations

import base64
import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest
from PIL import Image, UnidentifiedImageError

import sample
from conftest import build_site, write_site
from pdf_contents import everything_in
from sevenminute.print.pdf import documents

IN_ENVIRONMENT = "s3cret-1n-the-environment"
IN_FILE = "s3cret-1n-a-file-outside"
PIXELS = bytes(range(1, 193))
"""An 8 × 8 picture outside of the repository; its pixels are to be in no picture of the site."""
SETTINGS = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: true}")
REGISTER = """\
guide:
  title: "{{ config.extra }} {{ environ.SECRETVAR }} ${SECRETVAR} $SECRETVAR %SECRETVAR%"
  publisher: "{# include '{outside}/secret.txt' #}"
  kind: guidance
  audience: practitioners
  summary: "$(cat {outside}/secret.txt) <img alt='x' src='file://{outside}/secret.png'>"
  url: https://www.example.org/guide
leaflet:
  title: "!ENV SECRETVAR"
  publisher: "!!python/object/apply:os.getenv [SECRETVAR]"
  kind: leaflet
  audience: parents
  summary: "--8<-- {outside}/secret.txt"
  url: https://www.example.org/leaflet
"""
OF_A_FILE = "  url: file://{outside}/secret.txt"
TAGS = [
    "!ENV SECRETVAR",
    "!ENV [SECRETVAR, x]",
    "!!python/object/apply:os.getenv [SECRETVAR]",
    "!!python/name:os.environ",
    "!include x",
]
"""What would read the machine where the register has a title: such a register is read no further."""
FIELDS = {
    "title": "{{ environ['SECRETVAR'] }} {{ config }}",
    "summary": "!ENV [SECRETVAR, x]",
    "owner": "!!python/object/apply:os.getenv [SECRETVAR]",
    "questions": "[!ENV SECRETVAR, '{% include \"{outside}/secret.txt\" %}']",
    "topics": "[!ENV SECRETVAR]",
    "audience": "!ENV [SECRETVAR]",
    "number": "!ENV [SECRETVAR, 7]",
    "published": "!ENV [SECRETVAR, 2026-01]",
    "template": "{outside}/secret.txt",
    "picture": "{outside}/secret.png",
}
"""Key of the front matter to a value that would read the machine."""
BODIES = {
    "attachment": "<a rel='attachment' href='{outside}/secret.txt'>x</a>",
    "attachment-bare": "<a rel=attachment href={outside}/secret.txt>x</a>",
    "attachment-environment": '<a rel="attachment" href="/proc/self/environ">x</a>',
    "attachment-capitals": '<A TITLE=">" REL="Attachment noopener" HREF="file://{outside}/secret.txt">x</A>',
    "attachment-spaced": '<a\nrel = "attachment"\nhref = "file:///proc/self/environ"\n>x</a>',
    "attachment-link": '<link rel="attachment" href="file://{outside}/secret.txt">',
    "attachment-in-a-list": "- one\n- two <a rel='attachment' href='file:{outside}/secret.txt'>x</a>",
    "attachment-by-attribute-list": '[x](../docs/index.md){: rel="attachment" href="file://{outside}/secret.txt" }',
    "picture": "![x](file://{outside}/secret.png)",
    "picture-of-a-path": "![x]({outside}/secret.png)",
    "picture-above": "![x](../../outside/secret.png)",
    "picture-encoded": "![x](..%2F..%2Foutside%2Fsecret.png)",
    "picture-html": '<img alt="x" src="file://{outside}/secret.png">',
    "picture-entities": '<img alt="x" src="&#102;ile://{outside}/secret.png">',
    "picture-set": '<img alt="x" srcset="file://{outside}/secret.png 2x" src="x.png">',
    "picture-by-reference": "![x][there]\n\n[there]: file://{outside}/secret.png",
    "picture-by-attribute-list": '![x](x.png){: src="file://{outside}/secret.png" }',
    "object": '<object data="file://{outside}/secret.txt"></object>',
    "embed": '<embed src="file://{outside}/secret.txt">',
    "frame": '<iframe src="file://{outside}/secret.txt"></iframe>',
    "style": "<style>@import url(file://{outside}/secret.txt); p { background: url(file://{outside}/secret.png) }</style>",
    "style-attribute": '<p style="background: url(file://{outside}/secret.png); content: url({outside}/secret.txt)">x</p>',
    "style-by-attribute-list": 'Words.\n{: style="background: url(file://{outside}/secret.png)" }',
    "base": '<base href="file://{outside}/"><img alt="x" src="secret.png">',
    "svg": '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file://{outside}/secret.png"/></svg>',
    "data": "![x](data:image/svg+xml;base64,{svg_in_base64})",
    "snippet": '--8<-- "{outside}/secret.txt"\n\n;--8<--\n\n{! {outside}/secret.txt !}',
    "template-words": "{% include '{outside}/secret.txt' %} {{ config }} {{ environ.SECRETVAR }} {{ self.__init__.__globals__ }}",
    "template-extra": "{{ extra._sevenminute }} {{ organisation.__class__ }} {{ if environ.SECRETVAR }}x{{ end }}",
    "shell-words": "$SECRETVAR ${SECRETVAR} %SECRETVAR% $(cat {outside}/secret.txt) `cat {outside}/secret.txt`",
    "link": "[x]({outside}/secret.txt) [y](../../outside/secret.txt) [z](file://{outside}/secret.txt)",
    "xml": '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY e SYSTEM "file://{outside}/secret.txt">]>\n\n&e;',
    "shown-picture": "![x](drawing.svg)",
    "shown-linked-picture": "![x](linked.png)",
}
"""Name of a briefing to what stands in a panel of it."""
PAST_THE_GATE = {
    "files": "attachment attachment-capitals attachment-link attachment-bare object embed",
    "environment": "attachment-environment attachment-spaced",
    "pictures": "picture-html picture-entities style-attribute",
}
"""Name of a briefing to what stands in it as if nothing that looks at HTML before it is printed had ever been there."""
DRAWINGS = {
    "drawing.svg": '<image xlink:href="file://{outside}/secret.png" width="9" height="9"/>',
    "drawing-text.svg": '<image href="file://{outside}/secret.txt" width="9" height="9"/>',
    "drawing-style.svg": "<style>@import url(file://{outside}/secret.txt);</style>",
    "drawing-use.svg": '<use xlink:href="file://{outside}/secret.svg#x"/>',
    "drawing-include.svg": '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{outside}/secret.txt" parse="text"/>',
    "drawing-entity.svg": "<text>&e;</text>",
}
"""Name of a file to what stands in the drawing."""
LINKS = {
    "docs/linked.txt": "secret.txt",
    "docs/linked.md": "secret.txt",
    "docs/environment.md": "/proc/self/environ",
    "docs/linked.html": "secret.txt",
    "docs/folder": ".",
    "docs/assets": ".",
    "docs/linked.pdf": "secret.txt",
    "briefings/linked.png": "secret.png",
    "briefings/linked.pdf": "secret.txt",
    "briefings/linked.md": "secret.txt",
    "briefings/environment.md": "/proc/self/environ",
    "briefings/folder": ".",
}
"""Symbolic link in the content to what it leads to, from the folder outside."""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Build a site of hostile content, as `make serve` does, which goes on after mistakes; return it and what was said."""
    root = tmp_path_factory.mktemp("hostile")
    outside = root / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(f"{IN_FILE}\n", encoding="utf-8")
    picture = io.BytesIO()
    Image.frombytes("RGB", (8, 8), PIXELS).save(picture, "PNG")
    (outside / "secret.png").write_bytes(picture.getvalue())
    (outside / "secret.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text id="x">{IN_FILE}</text></svg>')
    source = write_site(root / "source", dict(_files(str(outside))), SETTINGS)
    for link, target in LINKS.items():
        (source / link).symlink_to(outside / target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRETVAR", IN_ENVIRONMENT)
        patch.setenv("CI", "")
        patch.setattr(documents, "self_contained", _past_the_gate(str(outside)))
        built = build_site(source, root / "site", strict=False, level=logging.DEBUG)
    return built.folder, "\n".join(built.messages)


def _past_the_gate(outside: str) -> Callable[..., str]:
    """Return what makes documents for printing, and puts there what no document of a briefing may hold."""
    real = documents.self_contained

    def self_contained(html: str, *rest: Any) -> str:
        html = real(html, *rest)
        for name, bodies in PAST_THE_GATE.items():
            wanted = "".join(BODIES[body] for body in bodies.split())
            html = html.replace(f"PAST THE GATE: {name}", wanted.replace("{outside}", outside))
        return html

    return self_contained


def _files(outside: str) -> Iterator[tuple[str, str | bytes]]:
    def filled(text: str) -> str:
        return text.replace("{outside}", outside).replace("{svg_in_base64}", base64.b64encode(drawing.encode()).decode())

    def drawn(part: str) -> str:
        head = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file://{outside}/secret.txt">]>' if "&e;" in part else ""
        return f"{head}<svg {namespaces}>{part.replace('{outside}', outside)}</svg>"

    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
    drawing = drawn(DRAWINGS["drawing.svg"])
    yield "briefings/resources.yml", filled(REGISTER)
    yield "briefings/good.md", sample.briefing(title="A good briefing", topics="[sleep]")
    yield "docs/topics/sleep.md", filled(f"---\ntopic: sleep\ntitle: Sleep\n---\n\n# Sleep\n\n{BODIES['attachment']}\n")
    for key, value in FIELDS.items():
        text = filled(value)
        quoted = text if text.startswith(("!", "[")) else f"'{text}'"
        yield f"briefings/field-{key}.md", sample.briefing(**{"title": f"Field {key}", key: quoted})
    for name, body in BODIES.items():
        panels = sample.panels().replace("Words about background.", filled(body))
        yield f"briefings/body-{name}.md", sample.briefing(panels, title=f"Body {name}")
        yield f"docs/page-{name}.md", f"# Page {name}\n\n{filled(body)}\n"
    for name in PAST_THE_GATE:
        panels = sample.panels().replace("Words about background.", f"PAST THE GATE: {name}")
        yield f"briefings/past-{name}.md", sample.briefing(panels, title=f"Past {name}")
    for name, part in DRAWINGS.items():
        yield f"briefings/{name}", drawn(part)
        yield f"docs/{name}", drawn(part)


def _spellings(secret: str) -> list[bytes]:
    """Return the secret as it may stand in a file: in other encodings, and in base64 at each of its three beginnings."""
    plain = secret.encode()
    encoded = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode(), quote(secret).encode(), *encoded]


def _all_bytes(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a site, and what is packed within it."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        data = file.read_bytes()
        name = file.relative_to(folder).as_posix()
        yield name, data
        yield from ((f"{name}, {part}", packed) for part, packed in _unpacked(file))


def _unpacked(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what is packed within a file, by the name of the part."""
    with suppress(pikepdf.PdfError, UnidentifiedImageError):  # its name lies: then its bytes are all there is
        if file.suffix == ".pdf":
            yield "all of it", everything_in(file.read_bytes())
        elif zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                yield from ((entry, packed.read(entry)) for entry in packed.namelist())
        elif file.suffix in {".png", ".jpg", ".gif", ".webp", ".avif"}:
            with Image.open(file) as picture:
                yield "pixels", picture.convert("RGB").tobytes()


@pytest.mark.slow
def test_no_byte_of_the_site_is_of_the_machine(hostile_site: tuple[Path, str]) -> None:
    folder, _ = hostile_site
    assert len(FIELDS) + 2 * len(BODIES) + 2 * len(DRAWINGS) + len(LINKS) >= 40
    assert _leaks(folder) == []


def _leaks(folder: Path) -> list[str]:
    secrets = [*_spellings(IN_ENVIRONMENT), *_spellings(IN_FILE), PIXELS]
    return [name for name, data in _all_bytes(folder) if any(secret in data for secret in secrets)]


def test_nothing_of_it_is_said_while_building(hostile_site: tuple[Path, str]) -> None:
    _, said = hostile_site
    assert IN_ENVIRONMENT not in said
    assert IN_FILE not in said


def test_what_is_good_beside_it_is_published_with_its_pdfs(hostile_site: tuple[Path, str]) -> None:
    folder, _ = hostile_site
    assert "Words about background." in (folder / "briefings/good/index.html").read_text(encoding="utf-8")
    assert (folder / "briefings/good/one-page.pdf").stat().st_size > 5000
    assert not [file for file in folder.rglob("*") if file.is_symlink()]


def test_each_hostile_file_is_named(hostile_site: tuple[Path, str]) -> None:
    _, said = hostile_site
    for link in LINKS:
        assert f"{link}:1: " in said or f"{link}/" in said, link
    for name in DRAWINGS:
        assert f"briefings/{name}:" in said, name
        assert f"docs/{name}:" in said, name


def test_what_makes_pdfs_refuses_what_nothing_has_refused_before(hostile_site: tuple[Path, str]) -> None:
    _, said = hostile_site
    for name in PAST_THE_GATE:
        own = [line for line in said.splitlines() if line.startswith(f"briefings/past-{name}.md:")]
        assert len(own) == 1, own
        assert "it would open “file:///" in own[0]


def test_the_register_is_shown_as_it_is_written(hostile_site: tuple[Path, str]) -> None:
    folder, said = hostile_site
    assert "resources.yml" not in said
    page = (folder / "resources/index.html").read_text(encoding="utf-8")
    for words in (
        "{{ environ.SECRETVAR }} ${SECRETVAR}",
        "!ENV SECRETVAR",
        "!!python/object/apply:os.getenv [SECRETVAR]",
        "$(cat ",
    ):
        assert words in page


def test_a_register_that_would_read_the_machine_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRETVAR", IN_ENVIRONMENT)
    (tmp_path / "secret.txt").write_text(IN_FILE, encoding="utf-8")
    root = write_site(tmp_path / "source", {"briefings/good.md": sample.briefing()})
    register = REGISTER.replace("{outside}", str(tmp_path))
    bad = [register.replace('"!ENV SECRETVAR"', tag) for tag in TAGS]
    for text in [*bad, register.replace("  url: https://www.example.org/guide", OF_A_FILE)]:
        (root / "briefings/resources.yml").write_text(text, encoding="utf-8")
        built = build_site(root, tmp_path / "site", strict=False, level=logging.DEBUG)
        said = "\n".join(built.messages)
        assert "briefings/resources.yml:" in said, text
        assert IN_ENVIRONMENT not in said
        assert IN_FILE not in said
        assert _leaks(built.folder) == []
