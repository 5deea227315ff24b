"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import re
from contextlib import suppress

from lxml import etree

_READ = 16 * 1024
"""Bytes that are read of a drawing: it may begin with remarks of the program that made it."""
_SIGNATURES = {
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "JPEG": rb"\xff\xd8\xff",
    "GIF": rb"GIF8[79]a",
    "WebP": rb"RIFF....WEBP",
    "AVIF": rb"....ftyp(?:....){0,10}avi[fs]",
    "BMP": rb"BM.{12}[(8l|]\x00",
    "HEIC": rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)",
    "TIFF": rb"II\*\x00|MM\x00\*",
    "PDF": rb"%PDF-",
}
"""What a file of each kind begins with; a kind further up counts first."""
_SVG = "{http://www.w3.org/2000/svg}svg"


def kind_of(data: bytes) -> str:
    """Return the kind of a file, like `PNG` or `SVG`, from its beginning; or an empty string when it is none that is known."""
    found = next((kind for kind, begins in _SIGNATURES.items() if re.match(begins, data, re.DOTALL)), "")
    return found or ("SVG" if _is_svg(data[:_READ]) else "")


def _is_svg(data: bytes) -> bool:
    """Tell whether the first element is a drawing, by the name under which browsers know one."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    with suppress(etree.XMLSyntaxError):  # what was read before it counts
        parser.feed(data)
    with suppress(etree.XMLSyntaxError):
        for _, element in parser.read_events():
            return bool(element.tag == _SVG)
    return False
