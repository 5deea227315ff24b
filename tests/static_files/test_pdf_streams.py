"""What a PDF hides beside its pages is not published: what cameras noted, remarks, and what lies behind an end."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable, Mapping

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

import sample
from conftest import Built, build_site, write_site
from pdf_contents import everything_in
from uploads import MARK, annotation, pdf, picture

PHOTO = picture("JPEG", place=True)
EXIF = PHOTO[PHOTO.index(b"Exif\0\0") :]
PLACE = b"q 4 0 0 3 0 0 cm BI /W 4 /H 3 /CS /RGB /BPC 8 /F %s ID %s\nEI Q"
ROWS = bytes(4 * 3 * 3)
PHOTO_FACTS = {"/Width": 4, "/Height": 3, "/ColorSpace": Name.DeviceRGB, "/BitsPerComponent": 8}
IMAGE_FACTS = {"/Type": Name.XObject, "/Subtype": Name.Image, **PHOTO_FACTS}
FORM_FACTS = {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 4, 3])}
REMARK = b"q % " + MARK + b"\n1 0 0 1 0 0 cm (50% \\(of all\\)) Tj %" + MARK + b"\nQ"


def contents(*parts: bytes) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        streams = [Stream(made, part) for part in parts]
        made.pages[0].obj.Contents = streams[0] if len(streams) == 1 else Array(streams)

    return change


def drawn(data: bytes, facts: Mapping[str, object]) -> Callable[[Pdf], None]:
    """Return what puts something that pages draw into a PDF."""
    return lambda made: setattr(made.pages[0].obj, "Resources", Dictionary(XObject=Dictionary(A=Stream(made, data, dict(facts)))))


def pattern(made: Pdf) -> None:
    tile = Stream(made, PLACE % (b"/DCT", PHOTO), {"/PatternType": 1, "/BBox": Array([0, 0, 4, 3])})
    made.pages[0].obj.Resources = Dictionary(Pattern=Dictionary(P=tile))


def letter(data: bytes) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=Stream(made, data)))
        made.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))

    return change


def shown_field(made: Pdf) -> None:
    annotation(made, "Widget", AP=Dictionary(N=Stream(made, PLACE % (b"/DCT", PHOTO), FORM_FACTS)))


def field_without_a_kind(made: Pdf) -> None:
    packed = base64.a85encode(PHOTO) + b"~>"
    shown = Stream(made, PLACE % (b"[/A85 /DCT]", packed), {"/BBox": FORM_FACTS["/BBox"]})
    annotation(made, "Widget", AP=Dictionary(N=shown))


def private(data: bytes, **facts: object) -> Callable[[Pdf], None]:
    return lambda made: setattr(made.pages[0].obj, "OfOurProgram", Stream(made, data, {f"/{k}": v for k, v in facts.items()}))


REFUSED = {
    "inline": contents(PLACE % (b"/DCT", PHOTO)),
    "inline-spelt-otherwise": contents(PLACE % (b"/D#43TDecode", PHOTO)),
    "inline-in-figures": contents(PLACE % (b"[/AHx /DCT]", PHOTO.hex().encode() + b">")),
    "inline-across-streams": contents(*(PLACE % (b"/DCT", PHOTO)).partition(b"BI ")),
    "inline-in-form": drawn(PLACE % (b"/DCT", PHOTO), FORM_FACTS),
    "inline-in-pattern": pattern,
    "inline-in-letter": letter(PLACE % (b"/DCT", PHOTO)),
    "inline-in-field": shown_field,
    "inline-in-field-without-a-kind": field_without_a_kind,
    "loose": private(PHOTO),
    "loose-packed": private(zlib.compress(PHOTO), Filter=Name.FlateDecode),
    "loose-png": private(picture("PNG")),
    "loose-exif": private(b"notes " + EXIF),
    "called-a-scan": drawn(PHOTO, {**IMAGE_FACTS, "/Filter": Name.CCITTFaxDecode}),
    "behind-the-last-row": drawn(zlib.compress(ROWS + PHOTO), {**IMAGE_FACTS, "/Filter": Name.FlateDecode}),
}
"""Where a photograph may stand, of which nobody can take out what its camera noted."""
CLEANED = {
    "behind-packed-rows": drawn(zlib.compress(ROWS) + PHOTO, {**IMAGE_FACTS, "/Filter": Name.FlateDecode}),
    "behind-packed-words": drawn(zlib.compress(b"q Q") + MARK, {**FORM_FACTS, "/Filter": Name.FlateDecode}),
    "behind-figures": drawn(ROWS.hex().encode() + b">" + MARK, {**IMAGE_FACTS, "/Filter": Name.ASCIIHexDecode}),
    "metadata-elsewhere": private(b"<x:xmpmeta>" + MARK, Type=Name.Metadata, Subtype=Name.XML),
    "remark-in-page": contents(REMARK),
    "remark-across-streams": contents(b"q 1 0 0 1 0 0", b" cm Q %" + MARK),
    "remark-in-form": drawn(REMARK, FORM_FACTS),
    "remark-in-letter": letter(REMARK),
}
"""Where something may stand that is taken out."""
PLACES = {
    "not-called-a-picture": drawn(PHOTO, {**PHOTO_FACTS, "/Filter": Name.DCTDecode}),
    "private-photo": private(PHOTO, Filter=Name.DCTDecode),
}
"""Photographs that are published without what their camera noted, and named."""
UNUSUAL = (
    "holds a picture that is packed in an unusual way: make a new PDF of the document that it came from, in which pictures are "
    "saved as JPEG, and upload that"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with all of these."""
    folder = tmp_path_factory.mktemp("streams")
    files: dict[str, str | bytes] = {"briefings/a.md": sample.briefing()}
    files |= {f"briefings/{name}.pdf": pdf(change) for name, change in (REFUSED | CLEANED | PLACES).items()}
    return build_site(write_site(folder / "source", files), folder / "site")


def said(built: Built, name: str) -> list[str]:
    return [line for line in built.messages if line.startswith(f"briefings/{name}.pdf:")]


@pytest.mark.parametrize("name", REFUSED)
def test_a_photograph_that_nobody_can_clean_is_refused(built: Built, name: str) -> None:
    assert said(built, name) == [f"briefings/{name}.pdf:1: {UNUSUAL}"]
    assert not (built.folder / f"briefings/{name}.pdf").exists()


@pytest.mark.parametrize("name", [*CLEANED, *PLACES])
def test_nothing_that_a_pdf_hides_is_published(built: Built, name: str) -> None:
    held = everything_in((built.folder / f"briefings/{name}.pdf").read_bytes())
    assert MARK not in held
    assert b"Exif\0\0" not in held
    assert len(said(built, name)) == (name in PLACES)


def test_what_pages_show_stays_as_it_was(built: Built) -> None:
    with Pdf.open(built.folder / "briefings/remark-in-page.pdf") as opened:
        assert opened.pages[0].obj.Contents.read_bytes().split() == b"q 1 0 0 1 0 0 cm (50% \\(of all\\)) Tj Q".split()
    with Pdf.open(built.folder / "briefings/remark-across-streams.pdf") as opened:
        assert opened.pages[0].obj.Contents.read_bytes().split() == b"q 1 0 0 1 0 0 cm Q".split()
    for name in ("behind-packed-rows", "behind-figures"):
        with Pdf.open(built.folder / f"briefings/{name}.pdf") as opened:
            assert opened.pages[0].obj.Resources.XObject.A.read_bytes() == ROWS
    with Pdf.open(built.folder / "briefings/not-called-a-picture.pdf") as opened:
        photo = opened.pages[0].obj.Resources.XObject.A.read_raw_bytes()
    assert Image.open(io.BytesIO(photo)).size == (4, 3)
