"""Which kinds of file are published: pages, pictures, PDFs, and nothing else, by what they hold and not by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Built, SiteMaker, build_site, write_site
from published_files import BRIEFING, lines_about, problems_of, published
from sevenminute.static_files.file_types import FILE_TYPES, FileType, publish
from sevenminute.static_files.refusals import FileRefusedError
from uploads import HTML, MARK, SVG, pdf, picture

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


@pytest.mark.parametrize("type", FILE_TYPES, ids=lambda row: row.name)
def test_each_row_of_the_table_refuses_what_is_of_no_kind(type: FileType) -> None:
    with pytest.raises(FileRefusedError):
        publish(type, b"<script>alert(1)</script>")


# --- what builds make, kept in git ------------------------------------------------------------------------------------
