"""A PDF that is uploaded runs, loads and carries nothing, and names nobody; or it is refused with what to do."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Permissions, Stream, String
from PIL import Image
from pypdf import PdfReader

import sample
from conftest import Built, build_site, write_site
from sevenminute.checks import read_library
from sevenminute.static_files.pdf import publish_pdf
from sevenminute.static_files.refusals import FileRefusedError
from sevenminute.static_files.static_files import read_static_files
from sevenminute.storage.content_cache import ContentCache
from uploads import HTML, MARK, action, annotation, pdf, script

TODAY = date(2026, 11, 22)


def opens(made: Pdf) -> None:
    made.Root.OpenAction = script()


def opens_later(made: Pdf) -> None:
    made.Root.OpenAction = action("GoTo", D=Array([made.pages[0].obj, Name.Fit]), Next=script())


def named_scripts(made: Pdf) -> None:
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def on_close(made: Pdf) -> None:
    made.Root.AA = Dictionary(WC=script())


def on_page_open(made: Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=script())


def link_script(made: Pdf) -> None:
    annotation(made, "Link", A=script())


def field_script(made: Pdf) -> None:
    annotation(made, "Widget", FT=Name.Tx, T=String("a"), AA=Dictionary(K=script()))


def outline_script(made: Pdf) -> None:
    with made.open_outline() as outline:
        from pikepdf import OutlineItem  # noqa: PLC0415

        outline.root.append(OutlineItem("x", 0))
    made.Root.Outlines.First.A = script()
    del made.Root.Outlines.First.Dest


def script_in_a_stream(made: Pdf) -> None:
    made.Root.OpenAction = action("JavaScript", JS=Stream(made, b"app.alert('" + MARK + b"')"))


def disguised_script(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name("/URI"), URI=String("javascript:alert('" + MARK.decode() + "')"))


def opens_a_page(made: Pdf) -> None:
    made.Root.OpenAction = action("URI", URI=String("https://example.org/?read-by"))


def opens_a_page_next(made: Pdf) -> None:
    opening = action("GoTo", D=Array([made.pages[0].obj, Name.Fit]))
    opening.Next = Array([action("Named", N=Name.NextPage, Next=action("URI", URI=String("https://example.org/?read-by")))])
    made.Root.OpenAction = made.make_indirect(opening)


def opens_a_form(made: Pdf) -> None:
    made.Root.OpenAction = action("ResetForm")


def loose_file(made: Pdf) -> None:
    made.Root.Loose = Stream(made, MARK, {"/Type": Name.EmbeddedFile})


def launch(made: Pdf) -> None:
    annotation(made, "Link", A=action("Launch", F=String("cmd.exe")))


def other_file(made: Pdf) -> None:
    annotation(made, "Link", A=action("GoToR", F=String("\\\\host\\share\\a.pdf"), D=Array([0, Name.Fit])))


def submits(made: Pdf) -> None:
    annotation(made, "Link", A=action("SubmitForm", F=String("https://example.org/take")))


def imports(made: Pdf) -> None:
    annotation(made, "Link", A=action("ImportData", F=String("a.fdf")))


def renders(made: Pdf) -> None:
    annotation(made, "Link", A=action("Rendition", OP=0))


def plays(made: Pdf) -> None:
    annotation(made, "Link", A=action("Sound", Sound=Stream(made, b"x")))


def film(made: Pdf) -> None:
    annotation(made, "Link", A=action("Movie", T=String("x")))


def unknown_action(made: Pdf) -> None:
    annotation(made, "Link", A=action("Whatever"))


def rich_media(made: Pdf) -> None:
    annotation(made, "RichMedia", RichMediaContent=Dictionary())


def solid(made: Pdf) -> None:
    annotation(made, "3D")


def screen(made: Pdf) -> None:
    annotation(made, "Screen")


def attachment(made: Pdf) -> None:
    made.attachments["note.txt"] = MARK


def attached_to_a_page(made: Pdf) -> None:
    made.attachments["note.txt"] = MARK
    kept = made.Root.Names.EmbeddedFiles.Names[1]
    del made.Root.Names.EmbeddedFiles
    annotation(made, "FileAttachment", FS=kept)


def associated(made: Pdf) -> None:
    made.attachments["note.txt"] = MARK
    made.Root.AF = Array([made.Root.Names.EmbeddedFiles.Names[1]])
    del made.Root.Names.EmbeddedFiles


def portfolio(made: Pdf) -> None:
    made.Root.Collection = Dictionary(View=Name.D)


def xfa(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(made, b"<xdp/>"))


def local_file(made: Pdf) -> None:
    annotation(made, "Link", A=action("URI", URI=String("file:///etc/hostname")))


def share(made: Pdf) -> None:
    annotation(made, "Link", A=action("URI", URI=String("\\\\council\\share\\list.docx")))


def data_link(made: Pdf) -> None:
    annotation(made, "Link", A=action("URI", URI=String("data:text/html,<script>1</script>")))


def outside_stream(made: Pdf) -> None:
    made.pages[0].obj.Contents = Stream(made, b"", {"/F": String("/etc/hostname")})


def comment(made: Pdf) -> None:
    annotation(made, "Text", T=String("Jo Smith"), Contents=String("Is this the family in Mill Lane? " + MARK.decode()))


def typed_over(made: Pdf) -> None:
    annotation(made, "FreeText", Contents=String(MARK.decode()))


def not_yet_blacked_out(made: Pdf) -> None:
    annotation(made, "Redact")


def signed(made: Pdf) -> None:
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
    field = made.make_indirect(Dictionary(FT=Name.Sig, T=String("s"), V=made.make_indirect(value)))
    made.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def no_pages(made: Pdf) -> None:
    del made.pages[0]


HOLDS = {
    "a script, which could run on a reader’s computer": [
        *(opens, opens_later, named_scripts, link_script, field_script, outline_script, script_in_a_stream),
        *(on_close, on_page_open),
    ],
    "a command that starts a program or opens another file": [launch, other_file],
    "a command that opens a web page or empties a form by itself": [opens_a_page, opens_a_page_next, opens_a_form],
    "a form that sends or fetches what people write": [submits, imports],
    "a film, a sound or another thing that moves": [renders, plays, film, rich_media, solid, screen],
    "other files within it": [attachment, attached_to_a_page, associated, portfolio, loose_file],
    "a form of the kind XFA, which most programs cannot show": [xfa],
    "a link that does not go to a web page": [local_file, share, data_link, disguised_script],
    "a part that is in another file": [outside_stream],
    "a command that is not on the list of what is allowed": [unknown_action],
    "comments or marks of its readers": [comment, typed_over, not_yet_blacked_out],
    "a digital signature, which the copy on the site would break": [signed],
}
"""What a PDF may not hold, as the message says it, to what puts it there."""
REFUSED = {change.__name__: (said, pdf(change)) for said, changes in HOLDS.items() for change in changes}
ANEW = "make a new PDF of the document that it came from, without that, and upload the new one"

WHOLE = pdf()
LOCKED = "is locked with a password: save it without one, and upload that"
DAMAGED = "is damaged: make a new PDF of the document that it came from, and upload that"
BEHIND = "has something after its end: make a new PDF of the document that it came from, and upload that"
UNREADABLE = {
    "password": (LOCKED, pdf(encryption=Encryption(user="a", owner="b"))),
    "no-copying": (LOCKED, pdf(encryption=Encryption(owner="b", allow=Permissions(extract=False)))),
    "cut": (DAMAGED, WHOLE[: len(WHOLE) // 2]),
    "head-only": (DAMAGED, b"%PDF-1.7\n"),
    "shuffled": (DAMAGED, WHOLE.replace(b" obj", b" jbo")),
    "no-pages": ("has no page: make a new PDF of the document that it came from, and upload that", pdf(no_pages)),
    "html-behind": (BEHIND, WHOLE + HTML),
    "zip-behind": (BEHIND, WHOLE + b"PK\3\4" + MARK),
    "one-letter-behind": (BEHIND, WHOLE + b"\nx"),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with every PDF that is refused, beside the briefings and in docs/."""
    folder = tmp_path_factory.mktemp("refused")
    files: dict[str, str | bytes] = {"briefings/a.md": sample.briefing()}
    files |= {f"briefings/{name}.pdf": content for name, (_, content) in REFUSED.items()}
    files |= {f"docs/{name}.pdf": content for name, (_, content) in UNREADABLE.items()}
    return build_site(write_site(folder / "source", files), folder / "site")


@pytest.mark.parametrize("name", REFUSED)
def test_a_pdf_that_does_something_is_refused_with_what_to_do(refused: Built, name: str) -> None:
    assert [line for line in refused.messages if line.startswith(f"briefings/{name}.pdf:")] == [
        f"briefings/{name}.pdf:1: holds {REFUSED[name][0]}: {ANEW}"
    ]


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_pdf_that_cannot_be_looked_into_is_refused_with_what_to_do(refused: Built, name: str) -> None:
    assert [line for line in refused.messages if line.startswith(f"docs/{name}.pdf:")] == [
        f"docs/{name}.pdf:1: {UNREADABLE[name][0]}"
    ]


def test_no_refused_pdf_is_published(refused: Built) -> None:
    assert not refused.passed
    assert list(refused.folder.rglob("*.pdf")) == []


def gps_jpeg() -> bytes:
    """Return a photograph that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 33.0), 29: "MARK-OF-THE-PLACE"})
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
    assert b"MARK-OF-THE-PLACE" in stream.getvalue()
    return stream.getvalue()


def with_names(made: Pdf) -> None:
    """Name persons, programs and places wherever a PDF can."""
    made.docinfo["/Title"] = String("Our policy")
    made.docinfo["/Author"] = String("Jo Smith")
    made.docinfo["/Company"] = String("MARK-OF-THE-COMPANY")
    with made.open_metadata(set_pikepdf_as_editor=False) as known:
        known["dc:title"] = "Our policy"
        known["dc:creator"] = ["Jo Smith"]
        known["xmp:CreatorTool"] = "MARK-OF-THE-PROGRAM"
        known["pdfuaid:part"] = "1"
    page = made.pages[0].obj
    page.PieceInfo = Dictionary(Draw=Dictionary(LastModified=String("D:2026"), Private=String("MARK-OF-THE-DRAFT")))
    facts = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
    photo = Stream(made, gps_jpeg(), facts)
    photo.Filter = Name.DCTDecode
    photo.Metadata = Stream(made, b"<x:xmpmeta>MARK-OF-THE-PHOTOGRAPHER</x:xmpmeta>", {"/Type": Name.Metadata})
    page.Resources = Dictionary(XObject=Dictionary(Im0=photo))
    page.Thumb = Stream(made, b"MARK-OF-THE-PAGE-AS-IT-WAS" * 8, Dictionary(Width=1, Height=1, ColorSpace=Name.DeviceGray))
    layer = Dictionary(Type=Name.OCG, Name=String("Layer"), Usage=Dictionary(User=Dictionary(Name=String("MARK-OF-A-USER"))))
    layer.Usage.CreatorInfo = Dictionary(Creator=String("MARK-OF-A-CREATOR"), Subtype=Name.Artwork)
    made.Root.OCProperties = Dictionary(OCGs=Array([made.make_indirect(layer)]), D=Dictionary())
    page.Contents = Stream(made, b"q 100 0 0 100 0 0 cm /Im0 Do Q")


def everything(content: bytes) -> bytes:
    """Return all that a PDF holds, each stream unpacked."""
    with Pdf.open(io.BytesIO(content)) as opened:
        stream = io.BytesIO()
        opened.save(stream, compress_streams=False, object_stream_mode=0, stream_decode_level=1)  # type: ignore[arg-type]
    return content + stream.getvalue()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with PDFs that are published."""
    folder = tmp_path_factory.mktemp("good")
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(),
        "briefings/plain.pdf": WHOLE,
        "briefings/named.pdf": pdf(with_names),
        "docs/form.pdf": pdf(lambda made: annotation(made, "Widget", FT=Name.Tx, T=String("a"))),
        "docs/mail.pdf": pdf(lambda made: annotation(made, "Link", A=action("URI", URI=String("mailto:team@example.org")))),
        "docs/turns.pdf": pdf(lambda made: annotation(made, "Link", A=action("Named", N=Name.NextPage))),
        "docs/line-end.pdf": WHOLE + b"\r\n\0\0\n",
        "docs/packed.pdf": packed(behind=1),
        "docs/unused.pdf": WHOLE.replace(b"startxref", b"9 0 obj\n(MARK-OF-UNUSED)\nendobj\n% <script>\nstartxref"),
    }
    return build_site(write_site(folder / "source", files), folder / "site")


def test_plain_pdfs_are_published(good: Built) -> None:
    (named,) = good.messages
    assert named.startswith("briefings/named.pdf:1: has a photograph in it that may say where it was taken, ")
    for name in ("briefings/plain", "briefings/named", "form", "mail", "turns", "line-end"):
        pages = PdfReader(good.folder / f"{name}.pdf").pages
        assert len(pages) == 1, name
        links = str([annotation.get_object() for annotation in pages[0].annotations or []])
        assert "https://example.org/policy" in links, name


def test_a_published_pdf_names_no_person_no_program_and_no_place(good: Built) -> None:
    held = everything((good.folder / "briefings/named.pdf").read_bytes())
    for needle in (b"Jo Smith", b"MARK-OF"):
        assert needle not in held
    reader = PdfReader(good.folder / "briefings/named.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Our policy"
    with Pdf.open(good.folder / "briefings/named.pdf") as opened, opened.open_metadata() as known:
        assert known["pdfuaid:part"] == "1"
        assert known["dc:title"] == "Our policy"
        assert opened.Root.Lang == String("en-GB")
        photo = opened.pages[0].obj.Resources.XObject.Im0.read_raw_bytes()
    assert Image.open(io.BytesIO(photo)).size == (8, 8)


def in_another_picture(packing: Array | Name) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        facts = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
        )
        photo = Stream(made, gps_jpeg(), facts)
        photo.Filter = packing
        made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=photo))

    return change


@pytest.mark.parametrize(
    ("packing", "said"),
    [
        (Name.JPXDecode, "holds a JPEG 2000 picture, out of which nobody can take where it was taken: "),
        (Array([Name.ASCII85Decode, Name.DCTDecode]), "holds a picture that is packed in an unusual way: "),
    ],
)
def test_a_picture_within_a_pdf_that_nobody_can_clean_is_refused(packing: Array | Name, said: str) -> None:
    with pytest.raises(FileRefusedError, match=said):
        publish_pdf(pdf(in_another_picture(packing)))


def test_no_file_of_the_folder_in_which_a_command_starts_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root file of the repository may be proposed by anybody."""
    ran = tmp_path / "ran"
    for name in ("pikepdf", "json", "re", "sevenminute", "dataclasses", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(ran)!r}, 'w').close()\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert publish_pdf(WHOLE).data.startswith(b"%PDF-")
    assert not ran.exists()


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1]", b"null", b"\xff", b'{"is_changed": 1}'])
def test_what_another_program_kept_is_made_anew(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.pdf").write_bytes(WHOLE)
    first = read_static_files(tmp_path, ["docs/a.pdf"])
    (entry,) = (tmp_path / ".cache/files").iterdir()
    ContentCache(entry.parent).put(entry.name, kept)
    assert read_static_files(tmp_path, ["docs/a.pdf"]) == first
    assert not first.problems


def test_what_is_no_object_of_a_pdf_is_not_published(good: Built) -> None:
    for file in sorted(good.folder.rglob("*.pdf")):
        assert b"<script>" not in file.read_bytes(), file
        assert b"MARK-OF-UNUSED" not in everything(file.read_bytes()), file


def test_an_author_of_a_pdf_is_advice_that_does_not_name_them(tmp_path: Path) -> None:
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings/a.md").write_text(sample.briefing(), encoding="utf-8")
    (tmp_path / "briefings/b.pdf").write_bytes(pdf(with_names))
    library = read_library(tmp_path, today=TODAY)
    assert [str(advice) for advice in library.advice if advice.path.endswith(".pdf")] == [
        "briefings/b.pdf:1: names its author: the copy on the site does not, but the file in the repository does; if that is a "
        "person, upload a PDF without"
    ]


def packed(behind: int) -> bytes:
    """Return a PDF whose objects lie in a packed stream, with so many megabytes of nothing behind them."""
    objects = (
        b"<</Type/Catalog/Pages 5 0 R>>",
        b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
        b"<</Type/Page/Parent 5 0 R/MediaBox[0 0 9 9]>>",
    )
    index = b"".join(b"%d %d " % (number + 4, sum(map(len, objects[:number])) + number) for number in range(3))
    packer = zlib.compressobj(1)
    stream = packer.compress(index + b" ".join(objects)) + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(behind))
    stream += packer.flush()
    facts = b"<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>" % (len(index), len(stream))
    head = b"%PDF-1.5\n"
    holder = b"1 0 obj\n" + facts + b"\nstream\n" + stream + b"\nendstream\nendobj\n"
    start = len(head) + len(holder)
    places = ((0, 0, 0), (1, len(head), 0), (1, start, 0), (0, 0, 0), (2, 1, 0), (2, 1, 1), (2, 1, 2))
    rows = b"".join(bytes([kind]) + where.to_bytes(4, "big") + bytes([last]) for kind, where, last in places)
    table = b"2 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 4 0 R/Length %d>>\nstream\n" % len(rows) + rows
    return head + holder + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def bomb() -> bytes:
    """Return a PDF of two megabytes that unpacks to half a gigabyte."""
    return packed(behind=512)


def deep() -> bytes:
    """Return a PDF with an array within an array, and so on."""
    return pdf(lambda made: setattr(made.Root, "Deep", String("DEEP"))).replace(b"(DEEP)", b"[" * 200_000 + b"]" * 200_000)


@pytest.mark.parametrize("made", [bomb, deep])
def test_a_pdf_that_would_fill_the_machine_is_refused(tmp_path: Path, made: object) -> None:
    (tmp_path / "briefings").mkdir()
    (tmp_path / "briefings/a.md").write_text(sample.briefing(), encoding="utf-8")
    (tmp_path / "briefings/b.pdf").write_bytes(made())  # type: ignore[operator]
    (problem,) = read_library(tmp_path, today=TODAY).problems
    assert problem.path == "briefings/b.pdf"
    assert problem.message in (DAMAGED, "takes too long, or too much memory, to look into: make a new PDF of the document that "
                               "it came from, and upload that")  # fmt: skip
