"""What is published: pages, pictures, PDFs, and nothing else, whatever folder a file lies in and whatever it is called."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

import sample
from conftest import ROOT, Built, SiteMaker, build_site, write_site
from linked_site import git
from sevenminute.checks import read_library
from sevenminute.cli import PROBLEMS, main
from sevenminute.static_files.content_tree import ContentTree, read_content_tree
from sevenminute.static_files.file_types import FILE_TYPES, FileType, publish
from sevenminute.static_files.refusals import FileRefusedError
from sevenminute.static_files.tracked_output import tracked_output
from uploads import HTML, MARK, SVG, pdf, picture

TODAY = date(2026, 11, 22)
SECRET = b"secret-of-the-machine-5519"
BRIEFING = sample.briefing(topics="[sleep]")


def published(folder: Path, needle: bytes) -> list[str]:
    """Return the files of a built site that hold these bytes."""
    return sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and needle in file.read_bytes()
    )


def problems_of(root: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return what is said of the files of a repository."""
    for path, content in {"briefings/a.md": BRIEFING, **files}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(problem) for problem in read_library(root, today=TODAY).problems]


def lines_about(messages: list[str], path: str) -> list[str]:
    """Return what is said of one file."""
    return [message.removeprefix(f"{path}:1: ") for message in messages if message.startswith(f"{path}:1: ")]


# --- symbolic links ---------------------------------------------------------------------------------------------------

LINKS = {
    "docs/env.txt": "/proc/self/environ",
    "docs/linked": "{outside}",
    "docs/page.md": "{outside}/page.md",
    "docs/gone.png": "{outside}/gone.png",
    "docs/inside.md": "index.md",
    "docs/images/chain.png": "../../briefings/host.png",
    "docs/topics/t.md": "{outside}/page.md",
    "docs/robots.txt": "{outside}/page.md",
    "briefings/host.png": "{outside}/photo.png",
    "briefings/leak.pdf": "{outside}/leak.pdf",
    "briefings/gone.md": "nowhere.md",
    "briefings/other.md": "{outside}/page.md",
    "briefings/README.md": "{outside}/page.md",
    "briefings/more": "{outside}",
    "briefings/resources.yml": "{outside}/resources.yml",
}
"""Path of a symbolic link to where it leads."""
IS_A_LINK = "is a symbolic link, which this site does not follow: delete it, and put the file or folder itself there"


def outside(folder: Path) -> Path:
    """Write what lies outside of the repository and holds a secret."""
    (folder / "deep").mkdir(parents=True)
    secret = SECRET.decode()
    (folder / "page.md").write_text(f"# {secret}\n", encoding="utf-8")
    (folder / "deep/page.md").write_text(f"# {secret}\n", encoding="utf-8")
    (folder / "photo.png").write_bytes(picture() + SECRET)
    (folder / "leak.pdf").write_bytes(pdf() + SECRET)
    (folder / "resources.yml").write_text(f"{secret}:\n  title: {secret}\n  {secret}: {secret}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with symbolic links of all sorts."""
    folder = tmp_path_factory.mktemp("linked")
    words = "![A tree](host.png) [leak](leak.pdf) [gone](gone.md) [page](../docs/page.md)"
    briefing = BRIEFING.replace("Words about what to ask.", words)
    root = write_site(folder / "source", {"briefings/a.md": briefing, "docs/images/tree.png": picture()})
    away = outside(folder / "outside")
    for path, target in LINKS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target.format(outside=away))
    return build_site(root, folder / "site")


@pytest.mark.parametrize("path", LINKS)
def test_a_symbolic_link_is_a_problem_with_its_path(linked: Built, path: str) -> None:
    assert lines_about(linked.messages, path) == [IS_A_LINK]


def test_nothing_of_what_a_symbolic_link_leads_to_is_published_or_said(linked: Built) -> None:
    assert not linked.passed
    assert published(linked.folder, SECRET) == []
    assert published(linked.folder, b"PATH=") == []
    assert not [message for message in linked.messages if SECRET.decode() in message]
    assert (linked.folder / "images/tree.png").is_file()
    assert (linked.folder / "index.html").is_file()


def test_each_symbolic_link_is_told_of_once(linked: Built) -> None:
    assert len(linked.messages) == len(LINKS), linked.messages


@pytest.mark.parametrize("folder", ["docs", "briefings"])
def test_a_content_folder_may_be_no_symbolic_link(tmp_path: Path, folder: str) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING})
    away = outside(tmp_path / "outside")
    for file in sorted((root / folder).rglob("*"), reverse=True):
        file.unlink()
    (root / folder).rmdir()
    (root / folder).symlink_to(away)
    library = read_library(root, today=TODAY)
    assert f"{folder}:1: {IS_A_LINK}" in [str(problem) for problem in library.problems]
    assert SECRET.decode() not in str((library.problems, library.briefings, library.broken, library.pages))


SWAPPED = {"docs/deep": "docs/deep/page.md", "docs/images": "docs/images/photo.png", "briefings/x": "briefings/x/leak.pdf"}
"""A folder to a file in it that has a counterpart outside."""


@pytest.mark.parametrize("folder", SWAPPED)
def test_a_folder_that_becomes_a_symbolic_link_after_it_was_listed_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    def list_then_swap(root: Path) -> ContentTree:
        tree = read_content_tree(root)
        (root / folder).rename(tmp_path / "moved")
        (root / folder).symlink_to(away / ("deep" if folder == "docs/deep" else ""))
        return tree

    away = outside(tmp_path / "outside")
    monkeypatch.setattr("sevenminute.content.library.read_content_tree", list_then_swap)
    said = problems_of(tmp_path / "source", {SWAPPED[folder]: picture() if folder == "docs/images" else b"Mine"})
    assert said == [f"{SWAPPED[folder]}:1: {IS_A_LINK}"]


def test_a_folder_that_becomes_a_symbolic_link_while_it_is_listed_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap_then_open(file: str | Path, flags: int, *more: object, **named: object) -> int:
        deep = tmp_path / "source/docs/deep"
        if str(file).endswith("deep") and not deep.is_symlink():
            deep.rename(tmp_path / "moved")
            deep.symlink_to(away)
        return real(file, flags, *more, **named)  # type: ignore[arg-type]

    away = outside(tmp_path / "outside")
    real = os.open
    monkeypatch.setattr(os, "open", swap_then_open)
    assert problems_of(tmp_path / "source", {"docs/deep/page.md": "# Mine\n"}) == [f"docs/deep:1: {IS_A_LINK}"]


@pytest.mark.parametrize("path", ["docs/help.md", "docs/topics/sleep.md", "briefings/a.md", "docs/images/tree.png"])
def test_what_changes_after_it_was_checked_is_published_as_it_was(tmp_path: Path, path: str) -> None:
    files = {"docs/help.md": "# Help\n\nWords.\n", "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Sleep\n---\nWords.\n"}
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING, "docs/images/tree.png": picture(), **files})
    hook = f"""from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-900)
def on_files(files, config):
    (Path(config.config_file_path).parent / {path!r}).write_text('# {SECRET.decode()}')
"""
    (root / "swap.py").write_text(hook, encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("\nhooks:\n", "\nhooks:\n  - swap.py\n"), encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert site.messages == []
    assert SECRET in (root / path).read_bytes()
    assert published(site.folder, SECRET) == []


def test_loops_pipes_and_sockets_hold_up_no_build_and_no_check(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING, "docs/help/index.md": "# Help\n"})
    loops = {"docs/loop": ".", "docs/again": "..", "docs/help/round": "..", "briefings/loop": ".", "briefings/b": "c"}
    for path, target in {**loops, "briefings/c": "b"}.items():
        (root / path).symlink_to(target)
    pipes = ["docs/pipe.md", "docs/pipe.png", "briefings/pipe.md", "briefings/pipe.pdf", "briefings/resources.yml"]
    for path in pipes:
        os.mkfifo(root / path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(root / "docs/socket.svg"))
    odd = [*pipes, "docs/socket.svg"]
    settings = ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(tmp_path / "site")]
    for command in (["mkdocs", "build", "--strict", *settings], ["sevenminute", "--root", str(root), "check"]):
        ran = subprocess.run(
            [sys.executable, "-m", *command],
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = ran.stdout + ran.stderr
        assert ran.returncode == 1, said
        assert "Traceback" not in said
        for path in (*loops, "briefings/c"):
            assert f"{path}:1: {IS_A_LINK}" in said
        for path in odd:
            assert f"{path}:1: is a pipe, a socket or a device, not a file: delete it" in said


@pytest.mark.parametrize("path", ["docs/help.md", "docs/tree.png", "briefings/b.md", "briefings/policy.pdf"])
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    def refuse(file: str | Path, flags: int, *more: object, **named: object) -> int:
        if str(file) == Path(path).name:
            raise PermissionError(13, "Permission denied")
        return real(file, flags, *more, **named)  # type: ignore[arg-type]

    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    assert problems_of(tmp_path, {path: b"x"}) == [
        f"{path}:1: cannot be read: Permission denied; let everybody read it, or upload it again"
    ]


def test_a_folder_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: str | Path, flags: int, *more: object, **named: object) -> int:
        if str(file) == "closed":
            raise PermissionError(13, "Permission denied")
        return real(file, flags, *more, **named)  # type: ignore[arg-type]

    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    said = "cannot be read: Permission denied; let everybody read it, or upload it again"
    files: dict[str, str | bytes] = {"docs/closed/x.md": "# X\n", "briefings/closed/tree.png": picture()}
    assert problems_of(tmp_path, files) == [f"briefings/closed:1: {said}", f"docs/closed:1: {said}"]


# --- kinds of file ----------------------------------------------------------------------------------------------------

NEVER_PUBLISHED = [
    *("docs/old.html", "docs/OLD.HTML", "docs/form.htm", "docs/a.xhtml", "docs/index.html", "docs/a.mhtml", "docs/a.shtml"),
    *("docs/data.js", "docs/evil.js", "docs/a.mjs", "docs/style.css", "docs/a.wasm", "docs/a.js.map", "docs/sw.js"),
    *("docs/policy.docx", "docs/policy.odt", "docs/list.xlsx", "docs/list.csv", "docs/talk.pptx"),
    *("docs/font.woff2", "docs/a.zip", "docs/a.tar.gz", "docs/a.svgz", "docs/film.mp4", "docs/call.mp3"),
    *("docs/notes.txt", "docs/data.json", "docs/a.xml", "docs/a.yml", "docs/a.php", "docs/web.config", "docs/CNAME", "docs/none"),
    *(
        "docs/.well-known/other.txt",
        "docs/page.markdown",
        "docs/page.mdown",
        "docs/page.mkd",
        "docs/Page.MD",
        "docs/a.html.",
        "docs/help/deep/old.html",
    ),
    *("briefings/old.html", "briefings/a.js", "briefings/Other.MD", "briefings/deep/a.css", "briefings/a.md.html"),
    *("docs/.htaccess", "docs/.env", "docs/help/.htpasswd", "docs/.hidden.html", "docs/.well-known/.env.local", "docs/.swp.md"),
    *("briefings/.a.md", "briefings/.b.png", "briefings/.ENV", "briefings/deep/.web.config"),
    *("briefings/other.yml", "briefings/resources.yaml", "briefings/robots.txt", "docs/help/robots.txt", "docs/a.png.html"),
]


HIDDEN_FOLDERS = ["docs/.Well-Known", "docs/help/.well-known", "docs/.github", "briefings/.well-known"]
LEFT_ALONE = [
    *("docs/.DS_Store", "docs/._photo.png", "docs/images/.gitkeep", "briefings/.gitignore", "briefings/.gitattributes"),
    *("docs/.about.md.swp", "briefings/.a.md.swo", "docs/.~lock.policy.odt#", "docs/.#about.md", "docs/.obsidian/app.json"),
]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site whose folders hold every kind of file, each with a mark in it."""
    folder = tmp_path_factory.mktemp("kinds")
    words = "[a](policy.docx) [b](../docs/policy.docx) [c](../docs/old.html) ![d](photo.png)"
    files: dict[str, str | bytes] = {"briefings/a.md": BRIEFING.replace("Words about what to ask.", words)}
    files |= dict.fromkeys(NEVER_PUBLISHED, HTML)
    files |= {"briefings/photo.png": HTML, "docs/policy.pdf": HTML, "docs/drawing.svg": HTML}
    files |= dict.fromkeys([*LEFT_ALONE, *(f"{folder}/inside.html" for folder in HIDDEN_FOLDERS)], HTML)
    return build_site(write_site(folder / "source", files), folder / "site")


@pytest.mark.parametrize("path", [*NEVER_PUBLISHED, *HIDDEN_FOLDERS])
def test_what_is_no_page_picture_or_pdf_is_refused_by_name(kinds: Built, path: str) -> None:
    assert lines_about(kinds.messages, path)


def test_what_git_and_editors_programs_hide_in_a_folder_is_left_alone(kinds: Built) -> None:
    assert [message for message in kinds.messages if message.partition(":")[0] in LEFT_ALONE] == []
    assert not [message for message in kinds.messages if ".obsidian" in message or "inside.html" in message]


def test_nothing_is_published_that_is_no_page_picture_or_pdf(kinds: Built) -> None:
    assert not kinds.passed
    assert published(kinds.folder, MARK) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/old.html", "is a web page, which could run or load anything: copy its words into a new file whose name ends "
         "in .md, and delete this one"),
        ("docs/evil.js", "is a script or a style sheet: the site runs and loads its own only; delete this one"),
        ("docs/policy.docx", "is a Word document: copy its words into a new file whose name ends in .md, or upload it as a PDF "
         "for readers to open; then delete this one"),
        ("docs/list.csv", "is a spreadsheet: upload it as a PDF for readers to open, and delete this one"),
        ("docs/notes.txt", "is plain text: let its name end in .md, and it becomes a page"),
        ("docs/a.zip", "is an archive: upload what is in it, each file by itself, and delete this one"),
        ("docs/film.mp4", "is a film or a recording: put it where your organisation keeps such files, link to it there, and "
         "delete this one"),
        ("docs/Page.MD", "is not read: the name of a page ends in .md, in small letters, like Page.md"),
        ("docs/none", "is neither a page nor a picture or PDF, and nothing else is published: delete it, or, if it is a page, "
         "let its name end in .md, like none.md"),
        ("docs/CNAME", "names the site’s own address for GitHub: write it under Settings, Pages of the repository, and delete "
         "this file"),
        ("docs/web.config", "says how a web host serves a site, and is not published: set that in the host’s own settings, and "
         "delete this file"),
        ("docs/.htaccess", "is a file of settings for a web server, and is not published: give it to the people who run the "
         "server, and delete it here"),
        ("docs/.env", "may hold passwords, which the repository keeps for ever: change each of them, delete this file, and ask "
         "the people who look after the repository to take it out of its history"),
        ("docs/.Well-Known", "is not read: the folder of security.txt is docs/.well-known/, in small letters"),
        ("briefings/.a.md", "has a name that begins with a full stop, and no hidden file or folder is published: take the full "
         "stop away, or delete it"),
        ("briefings/other.yml", "is not read: the register of resources is briefings/resources.yml; delete this one"),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_to_do(kinds: Built, path: str, said: str) -> None:
    assert lines_about(kinds.messages, path) == [said]


def test_a_link_to_what_is_refused_says_what_to_write(kinds: Built) -> None:
    said = "only pages, pictures and PDFs are published; save it as a PDF, upload that, and write its name here"
    about = sorted(message for message in kinds.messages if message.startswith("briefings/a.md:"))
    assert about == [  # what else is linked to is told of at the file
        f"briefings/a.md:24: “../docs/policy.docx” is not on the site: {said}",
        f"briefings/a.md:24: “policy.docx” is not on the site: {said}",
    ]


def test_pictures_and_pdfs_are_published_from_every_folder(make_site: SiteMaker) -> None:
    names = {"a.png": picture(), "b.jpg": picture("JPEG"), "c.gif": picture("GIF"), "d.webp": picture("WEBP")}
    names |= {"e.avif": picture("AVIF"), "f.svg": SVG, "G.PDF": pdf(), "h.jpeg": picture("JPEG"), "I.PNG": picture()}
    places = ("docs", "docs/images", "briefings", "briefings/images", "docs/topics")
    files = {f"{place}/{name}": content for place in places for name, content in names.items()}
    site = make_site({"briefings/a.md": BRIEFING, **files})
    assert site.messages == []
    for place in places:
        for name in names:
            assert (site.folder / place.removeprefix("docs").lstrip("/") / name).is_file(), (place, name)


# --- the content decides ----------------------------------------------------------------------------------------------

GIF_WITH_A_SCRIPT = b"GIF89a/*" + picture("GIF")[8:] + b"*/=1;document.title='" + MARK + b"'//"
NO_PICTURE = "is not a picture, whatever its name says: save the picture as a JPEG or PNG, and upload that"
NO_DRAWING = "is not a drawing, whatever its name says: save the drawing as a plain SVG or as a PNG, and upload that"
NO_PDF = "is not a PDF, whatever its name says: save it as a PDF, and upload that"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
NOT_UTF8 = "is not saved as UTF-8: save it again as a plain SVG with the encoding UTF-8, or as a PNG, and upload that"


def is_really(what: str, ending: str) -> str:
    """Return what is said of a file whose name says something else than it is."""
    return f"is {what}, whatever its name says: let its name end in {ending}, here and where a page shows it"


def not_shown(what: str) -> str:
    """Return what is said of a picture of a kind that is not published."""
    return f"is {what} picture, which most browsers do not show: save it as a JPEG or PNG, and upload that"


OTHER_CONTENT = [
    ("photo.png", HTML, NO_PICTURE),
    ("photo.jpg", b"alert(1)", NO_PICTURE),
    ("photo.gif", b"version https://git-lfs.github.com/spec/v1", NO_PICTURE),
    ("photo.webp", b"PK\3\4", NO_PICTURE),
    ("photo.svg", HTML, NO_DRAWING),
    ("photo.svg", picture("BMP"), NOT_UTF8),
    ("policy.pdf", HTML, NO_PDF),
    ("policy.pdf", b"PK\3\4", NO_PDF),
    ("policy.pdf", HTML + b" " * 900 + pdf(), NO_PDF),
    ("photo.jpg", picture(), is_really("a PNG picture", ".png")),
    ("photo.png", picture("JPEG"), is_really("a JPEG picture", ".jpg")),
    ("photo.svg", picture(), is_really("a PNG picture", ".png")),
    ("photo.png", SVG, is_really("an SVG drawing", ".svg")),
    ("policy.pdf", picture(), is_really("a PNG picture", ".png")),
    ("photo.png", pdf(), is_really("a PDF", ".pdf")),
    ("photo.jpg", HEIC, not_shown("a HEIC")),
    ("photo.png", picture("BMP"), not_shown("a BMP")),
    ("photo.jpg", picture("TIFF"), not_shown("a TIFF")),
    ("photo.png", b"", "is empty: upload it again"),
    ("policy.pdf", b"", "is empty: upload it again"),
]


@pytest.mark.parametrize("folder", ["docs/images", "briefings"])
@pytest.mark.parametrize(("name", "content", "said"), OTHER_CONTENT)
def test_what_a_file_holds_decides_and_not_its_name(tmp_path: Path, folder: str, name: str, content: bytes, said: str) -> None:
    assert problems_of(tmp_path, {f"{folder}/{name}": content}) == [f"{folder}/{name}:1: {said}"]


TWO_IN_ONE = {
    "gif-script.gif": GIF_WITH_A_SCRIPT,
    "gif-behind.gif": picture("GIF") + HTML,
    "png-behind.png": picture() + b"PK\3\4" + MARK,
    "jpeg-behind.jpg": picture("JPEG") + HTML,
    "webp-behind.webp": picture("WEBP") + HTML,
    "svg-behind.svg": SVG + HTML,
    "html-before.svg": HTML + SVG,
    "pdf-behind.pdf": pdf() + HTML,
    "pdf-zip.pdf": pdf() + b"PK\3\4" + MARK + b"PK\5\6" + bytes(18),
    "pdf-late.pdf": b"<!--" + MARK + b" " * 900 + pdf(),
    "pdf-twice.pdf": pdf() + HTML + b"\n%%EOF\n",
}


def test_nothing_that_is_two_kinds_in_one_reaches_the_site(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": BRIEFING, **{f"docs/{name}": content for name, content in TWO_IN_ONE.items()}})
    assert published(site.folder, MARK) == []
    assert published(site.folder, b"<script src='https://example.org") == []
    for name in ("svg-behind.svg", "html-before.svg", "pdf-behind.pdf", "pdf-zip.pdf", "pdf-late.pdf", "pdf-twice.pdf"):
        assert lines_about(site.messages, f"docs/{name}"), name


ACTIVE_DRAWINGS = {
    "script.svg": SVG.replace(b"<path", b"<script>alert('" + MARK + b"')</script><path"),
    "event.svg": SVG.replace(b"<svg", b"<svg onload='alert(\"" + MARK + b"\")'"),
    "file.svg": SVG.replace(b"<path", b"<image href='file:///etc/hostname#" + MARK + b"'/><path"),
    "foreign.svg": SVG.replace(b"<path", b"<foreignObject><p>" + MARK + b"</p></foreignObject><path"),
    "entity.svg": b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" + SVG.replace(b"<path", b"<text>&x;</text><path"),
}


def test_a_drawing_that_does_or_loads_something_is_published_nowhere(make_site: SiteMaker) -> None:
    shown = "\n\n".join(f"![A drawing]({name})" for name in ACTIVE_DRAWINGS)
    files: dict[str, str | bytes] = {"briefings/a.md": BRIEFING.replace("Words about what to ask.", shown)}
    for folder in ("docs", "briefings"):
        files |= {f"{folder}/{name}": content for name, content in ACTIVE_DRAWINGS.items()}
    site = make_site(files)
    assert published(site.folder, MARK) == []
    for folder in ("docs", "briefings"):
        for name in ACTIVE_DRAWINGS:
            assert len(lines_about(site.messages, f"{folder}/{name}")) == 1, name
            assert not (site.folder / folder.removeprefix("docs") / name).exists()


# --- the site's own files ---------------------------------------------------------------------------------------------

OWN_PLACES: dict[str, bytes] = {
    "docs/assets/javascripts/every-page.js": b"/*" + MARK,
    "docs/assets/javascripts/search.js": b"/*" + MARK,
    "docs/Assets/JavaScripts/Every-Page.js": b"/*" + MARK,
    "docs/assets/images/favicon.svg": SVG,
    "docs/aſſets/images/emblem.svg": SVG,  # a disk of a Mac takes this for the folder assets
    "docs/assets/images/new.png": picture(),
    "docs/assets/page.md": b"# " + MARK,
    "docs/search/words.svg": SVG,
    "docs/sitemap.xml": MARK,
    "docs/404.html": HTML,
    "docs/feed.xml": MARK,
    "docs/topics/sleep/pack.pdf": pdf(),
    "docs/templates/page.md": b"# " + MARK,
    "docs/briefings/tree.png": picture(),
    "briefings/a/one-page.pdf": pdf(),
    "briefings/a/Large-Print.PDF": pdf(),
}


@pytest.fixture(scope="module")
def replacing(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site whose content is where the site puts files of its own."""
    folder = tmp_path_factory.mktemp("replacing")
    files: dict[str, str | bytes] = {"briefings/a.md": BRIEFING, **OWN_PLACES}
    return build_site(write_site(folder / "source", files), folder / "site")


@pytest.mark.parametrize("path", OWN_PLACES)
def test_content_in_a_place_of_the_sites_own_is_refused(replacing: Built, path: str) -> None:
    assert len(lines_about(replacing.messages, path)) == 1, replacing.messages


def test_content_never_stands_in_for_a_file_of_the_site(replacing: Built, our_site: Built) -> None:
    assert not replacing.passed
    assert published(replacing.folder, MARK) == []
    assets = [file.relative_to(our_site.folder) for file in (our_site.folder / "assets").rglob("*") if file.is_file()]
    ours = [file.relative_to(replacing.folder) for file in (replacing.folder / "assets").rglob("*") if file.is_file()]
    assert sorted(assets) == sorted(ours)
    for name in assets:
        if name.name != "quick-exit.js":  # made from settings
            assert (replacing.folder / name).read_bytes() == (our_site.folder / name).read_bytes(), name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("docs/images/Tree.png", "docs/images/tree.png"),
        ("docs/images/TREE.png", "docs/Images/tree.png"),
        ("briefings/Tree.png", "briefings/tree.PNG"),
        (unicodedata.normalize("NFC", "docs/tŷ.png"), unicodedata.normalize("NFD", "docs/tŷ.png")),
        ("docs/straße.png", "docs/STRASSE.png"),
    ],
)
def test_two_files_that_some_disks_take_for_one_are_refused(tmp_path: Path, first: str, second: str) -> None:
    said = problems_of(tmp_path, {first: picture(), second: picture()})
    assert len(said) == 1
    assert "has the same address as" in said[0]


# --- odd names --------------------------------------------------------------------------------------------------------


def test_a_name_cannot_write_lines_of_its_own_into_the_report(tmp_path: Path) -> None:
    names = ["docs/a\n::error::forged.png", "docs/b\r\x1b[2J.md", "docs/c\u202egnp.exe.png", "briefings/d\n.md"]
    said = problems_of(tmp_path, dict.fromkeys(names, picture()))
    assert len(said) == len(names)
    for message in said:
        assert message.isprintable(), message
        assert "has an invisible character in its name" in message


def test_a_name_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING})
    for folder in (b"docs", b"briefings"):
        (Path(os.fsdecode(os.fsencode(root) + b"/" + folder + b"/caf\xe9.md"))).write_text("# X\n", encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert len(site.messages) == 2, site.messages
    assert all("caf" in message and message.isprintable() for message in site.messages)


# --- the files that a site may have at its root ------------------------------------------------------------------------

ROBOTS = "# All may look\nUser-agent: *\nDisallow: /links/\n\nSitemap: https://briefings.example.org/sitemap.xml\n"
SECURITY = "Contact: mailto:security@example.org\nExpires: 2027-11-01T00:00:00Z\nPreferred-Languages: en, cy\n"


def test_robots_and_security_are_published_at_the_root(make_site: SiteMaker) -> None:
    files = {"docs/robots.txt": ROBOTS, "docs/.well-known/security.txt": SECURITY, "docs/.DS_Store": SVG}
    site = make_site({"briefings/a.md": BRIEFING, **files})
    assert site.messages == []
    assert not list(site.folder.rglob(".DS_Store"))
    assert (site.folder / "robots.txt").read_text(encoding="utf-8") == ROBOTS
    assert (site.folder / ".well-known/security.txt").read_text(encoding="utf-8") == SECURITY


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("robots.txt", ROBOTS + "<script>alert(1)</script>\n", 6),
        ("robots.txt", "User-agent *\n", 1),
        ("robots.txt", "User-agent: *\nRedirect: https://example.org/\n", 2),
        ("robots.txt", "User-agent: *\nDisallow: /\x1b\n", 2),
        ("robots.txt", "# <!doctype html><script>\n", 1),
        (".well-known/security.txt", SECURITY + "Contact: javascript:alert(1)\n", 4),
        (".well-known/security.txt", SECURITY + "Key: none\n", 4),
        (".well-known/security.txt", "<html>\n", 1),
    ],
)
def test_what_robots_and_security_may_not_say_is_named_with_its_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    (message,) = problems_of(tmp_path, {f"docs/{name}": text})
    assert message.startswith(f"docs/{name}:{line}: ")


@pytest.mark.parametrize("type", FILE_TYPES, ids=lambda row: row.name)
def test_each_row_of_the_table_refuses_what_is_of_no_kind(type: FileType) -> None:
    with pytest.raises(FileRefusedError):
        publish(type, b"<script>alert(1)</script>")


# --- what builds make, kept in git ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [".cache/pdf/kept.pdf", "site/index.html", ".Cache/images/kept", "packs/sleep.pdf"])
def test_what_a_build_makes_may_not_be_kept_in_git(tmp_path: Path, path: str) -> None:
    git(tmp_path, "init", "--quiet")
    problems_of(tmp_path, {path: "Mine"})
    assert list(tracked_output(tmp_path)) == []
    git(tmp_path, "add", "--force", path)
    (message,) = map(str, tracked_output(tmp_path))
    top = path.partition("/")[0]
    assert message.startswith(f"{path}:1: is made by the build, and git keeps it: ")
    assert f"git rm -r --cached {top}" in message


def test_what_git_keeps_is_found_in_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, where git gives no answer to whom the folder does not belong."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("Mine", encoding="utf-8")
    git(tmp_path, "add", "--force", "site/index.html")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert len(list(tracked_output(tmp_path))) == 1
    (tmp_path / ".git/index").write_bytes(b"DIRC, damaged")
    (problem,) = tracked_output(tmp_path)
    assert str(problem).startswith(".git:1: cannot be read, so nobody can tell whether ")


# --- the finished site ------------------------------------------------------------------------------------------------


def test_what_nobody_let_through_is_an_error_at_the_end(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING})
    hook = "from pathlib import Path\n\n\ndef on_post_build(config):\n    Path(config.site_dir, 'own.html').write_text('x')\n"
    (root / "more.py").write_text(hook, encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("\nhooks:\n", "\nhooks:\n  - more.py\n"), encoding="utf-8")
    (tmp_path / "site/.left").mkdir(parents=True)
    (tmp_path / "site/.left/over.txt").write_text("x", encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert not site.passed
    assert sorted(message.partition(":")[0] for message in site.messages) == [".left/over.txt", "own.html"]


def test_a_page_of_docs_is_no_template(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS + "\nextra_templates: [words.html]\n"
    site = make_site({"briefings/a.md": BRIEFING, "docs/words.html": "{{ config.site_name }} " + MARK.decode()}, settings)
    assert not site.passed
    assert published(site.folder, MARK) == []


# --- pages ------------------------------------------------------------------------------------------------------------

REDIRECT = "template: redirect.html\nlocation: https://example.org/mark-of-content\n"
OWN_FRAMES = {
    "docs/a.md": f"---\ntitle: A\n{REDIRECT}---\n# A\n",
    "docs/b.md": "---\ntitle: B\nTemplate: 404.html\n---\n# B\n",
    "docs/c.md": f"{REDIRECT}\n# C\n",  # without front matter, MkDocs takes such lines for facts all the same
    "docs/d.md": "Title: D\ntemplate:   sitemap.xml\n\n# D\n",
    "docs/topics/e.md": "---\ntopic: sleep\ntitle: E\ntemplate: base.html\n---\n# E\n",
}


def test_no_page_takes_a_frame_of_its_own(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": BRIEFING, **OWN_FRAMES})
    assert published(site.folder, MARK) == ["links/index.html"]  # which lists every address for editors
    assert published(site.folder, b'content="0;url=') == []
    for path in OWN_FRAMES:
        assert len([message for message in site.messages if message.startswith(f"{path}:")]) == 1, path
    for page in ("a", "b", "c", "d", "topics/e"):
        assert site.html(page).select_one(".quick-exit"), page


def test_check_finds_frames_and_facts_outside_of_the_front_matter(tmp_path: Path) -> None:
    said = "would show the page without the quick exit: delete the line"
    facts = "would be read as front matter, and not be shown: leave the first line of the file empty"
    assert problems_of(tmp_path, dict(OWN_FRAMES)) == [
        f"docs/a.md:3: “template” {said}",
        f"docs/b.md:3: “Template” {said}",
        f"docs/c.md:1: “template: redirect.html” {facts}",
        f"docs/d.md:1: “Title: D” {facts}",
        f"docs/topics/e.md:4: “template” {said}",
    ]


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_a_photograph_with_a_place_is_named_and_published_without_it(make_site: SiteMaker) -> None:
    photograph = picture("JPEG", width=2500, place=True)
    words = BRIEFING.replace("Words about what to ask.", "![A road](road.jpg)")
    site = make_site({"briefings/a.md": words, "briefings/road.jpg": photograph, "docs/road.jpg": photograph})
    assert published(site.folder, MARK) == []
    for path in ("briefings/road.jpg", "docs/road.jpg"):
        assert [line.partition(":")[0] for line in lines_about(site.messages, path)] == [
            "may say where it was taken, and the repository keeps that for ever"
        ]
    with Image.open(site.folder / "briefings/road.jpg") as shown:
        assert shown.width < 2500
        assert not shown.getexif()
    kept = list((site.folder.parent / "source/.cache/files").iterdir())
    assert len(kept) == 1  # the same picture twice
    kept[0].write_bytes(kept[0].read_bytes()[:-9])  # damaged: it is made anew
    again = build_site(site.folder.parent / "source", site.folder.parent / "again")
    assert (again.folder / "briefings/road.jpg").read_bytes() == (site.folder / "briefings/road.jpg").read_bytes()


# --- pages whose folder is the place of a file --------------------------------------------------------------------------

PAGE = "# A page\n\nWords.\n"
IN_PLACE_OF_MADE = [
    "docs/feed.xml.md",
    "docs/Feed.JSON/a.md",
    "docs/feed.json/deeper/a.md",
    "docs/resources.csv.md",
    "docs/resources.json/index.md",
    "docs/sitemap.xml.md",
    "docs/sitemap.xml.gz/README.md",
    "docs/404.html.md",
    "docs/index.html.md",
    "docs/guide/index.html.md",
    "docs/topics/sleep/pack.pdf.md",
    "docs/resources.csv/tree.png",
]
IN_PLACE_OF_CONTENT = {
    "docs/x.png.md": "docs/x.png",
    "docs/Y.PNG/a.md": "docs/y.png",
    f"docs/{unicodedata.normalize('NFD', 'tŷ')}.pdf.md": f"docs/{unicodedata.normalize('NFC', 'tŷ')}.pdf",
    "docs/robots.txt.md": "docs/robots.txt",
    "docs/W.pdf/deep/tree.png": "docs/w.pdf",
}


def test_no_page_has_the_place_of_a_file_as_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {path: picture() if path.endswith(".png") else PAGE for path in (*IN_PLACE_OF_MADE, *IN_PLACE_OF_CONTENT)}
    beside: dict[str, str | bytes] = {
        "docs/x.png": picture(),
        "docs/y.png": picture(),
        "docs/robots.txt": ROBOTS,
        "docs/w.pdf": pdf(),
    }
    beside |= {IN_PLACE_OF_CONTENT[path]: pdf() for path in IN_PLACE_OF_CONTENT if path.endswith(".pdf.md")}
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING, **beside, **own})
    settings = root / "mkdocs.yml"
    lines = settings.read_text(encoding="utf-8").split("\n")
    nav = next(number for number, line in enumerate(lines) if line.startswith("nav:"))
    lines[nav] = "nav: [index.md, briefings/index.md]"
    settings.write_text("\n".join(lines), encoding="utf-8")
    made = "has the name of a file that the site makes: give it another name"
    expected = {f"{path}:1: {made}" for path in IN_PLACE_OF_MADE}
    expected |= {
        f"{path}:1: has the same address as {file}: give one of the two files another name"
        for path, file in IN_PLACE_OF_CONTENT.items()
    }
    assert main(["--root", str(root), "check"]) == PROBLEMS
    assert {line for line in capsys.readouterr().out.splitlines() if ":1: " in line} == expected
    assert set(build_site(root, tmp_path / "site").messages) == expected


@pytest.mark.parametrize(
    ("path", "address"),
    [("docs/links.md", "/links/"), ("docs/resources.md", "/resources/"), ("docs/topics/Sleep.md", "/topics/sleep/")],
)
def test_a_page_in_the_place_of_one_that_the_site_makes_is_told_which(tmp_path: Path, path: str, address: str) -> None:
    said = problems_of(tmp_path, {path: "---\ntitle: A page\ntopic: other\n---\n"})
    made = f"has the address of a page that the site makes by itself, {address}: give this file another name"
    assert lines_about(said, path) == [made]


def test_a_page_may_be_named_like_what_lies_elsewhere(tmp_path: Path) -> None:
    pages = dict.fromkeys(["docs/feed.md", "docs/404.md", "docs/guide/feed.xml.md", "docs/sitemap.md", "docs/x.png.md"], PAGE)
    assert problems_of(tmp_path, {**pages, "docs/guide/x.png": picture()}) == []
