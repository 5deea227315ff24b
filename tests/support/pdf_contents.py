"""All that a PDF holds, so that a test can tell what is in none of it."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2


def everything_in(pdf: bytes) -> bytes:
    """Return the file as it is, each of its objects with streams unpacked and strings read, its attachments and its words."""
    found = [pdf]
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            found.append(thing.unparse(resolved=True))
            if isinstance(thing, pikepdf.Stream):
                found += _streams(thing)
        found += [attached.get_file().read_bytes() for attached in opened.attachments.values()]
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return b"\n".join([*found, words.encode()])


def _streams(stream: pikepdf.Stream) -> list[bytes]:
    raw = stream.read_raw_bytes()
    try:
        return [raw, stream.read_bytes()]
    except pikepdf.PdfError:  # a picture in a form of its own
        return [raw]
