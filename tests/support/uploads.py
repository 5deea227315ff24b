"""Files as people upload them, good and hostile, made where a test needs them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

MARK = b"mark-of-content"
"""Stands in what must not be published, and is looked for in every byte of a built site."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z"/></svg>'
HTML = b"<!doctype html><title>x</title><script src='https://example.org/x.js'></script><p>" + MARK


def picture(kind: str = "PNG", *, width: int = 4, height: int = 3, place: bool = False) -> bytes:
    """Return a picture of that kind: PNG, JPEG, GIF, WEBP, AVIF, BMP or TIFF; perhaps with the place where it was taken."""
    stream = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 33.0)})
        exif[0x010F] = MARK.decode()
    Image.new("RGB", (width, height), (0, 120, 60)).save(stream, kind, **({"exif": exif} if place else {}))
    return stream.getvalue()


def pdf(change: Callable[[Pdf], None] | None = None, **saved: Any) -> bytes:
    """Return a PDF of one page with a link, after a change; `saved` says how it is written."""
    with Pdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([0, 0, 9, 9]),
            A=Dictionary(S=Name.URI, URI=String("https://example.org/policy")),
        )
        made.pages[0].obj.Annots = Array([made.make_indirect(link)])
        made.Root.Lang = String("en-GB")
        if change:
            change(made)
        stream = io.BytesIO()
        made.save(stream, **saved)
    return stream.getvalue()


def action(kind: str, **more: Any) -> Dictionary:
    """Return an action of a PDF."""
    return Dictionary(S=Name(f"/{kind}"), **more)


def script() -> Dictionary:
    """Return an action that runs a script."""
    return action("JavaScript", JS=String(f"app.alert('{MARK.decode()}')"))


def annotation(made: Pdf, subtype: str, **more: Any) -> None:
    """Lay something over the first page."""
    laid = made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([0, 0, 9, 9]), **more))
    if subtype == "Widget":
        made.Root.AcroForm = Dictionary(Fields=Array([laid]))
    made.pages[0].obj.Annots.append(laid)
