"""Whether the XMP that was taken out of a picture says where it was taken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import IntEnum
from xml.parsers import expat

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_MARKS = ("adobe:ns:meta/", _RDF)
"""Namespaces of which one is declared in the tag with which a block of XMP begins, whatever its prefix."""
_ENCODINGS = (("utf-8",), ("utf-16-le", "utf-16-be"), ("utf-32-le", "utf-32-be"))
"""In which XMP may be written; English words in one order of bytes are words in the other too, one byte further on."""
_PLACES = {
    "http://ns.adobe.com/exif/1.0/": {"GPSAreaInformation"},
    "http://ns.adobe.com/photoshop/1.0/": {"City", "State", "Country"},
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": {"Location", "CountryCode"},
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": {
        *("LocationCreated", "LocationShown", "LocationId", "LocationName", "City", "Sublocation", "ProvinceState"),
        *("CountryName", "CountryCode", "WorldRegion"),
    },
    "http://www.w3.org/2003/01/geo/wgs84_pos#": {"lat", "long", "lat_long", "location", "Point"},
    "http://purl.org/dc/elements/1.1/": {"coverage"},
    "http://purl.org/dc/terms/": {"coverage", "spatial"},
    "http://ns.acdsee.com/iptc/1.0/": {"location", "city", "state", "country"},
}
_ANY_PLACES = set[str]().union(*_PLACES.values())
_DEGREES = ("latitude", "longitude", "gpscoordinates", "gpsposition")
"""Ends of the names that makers of cameras and drones give to a place, each in a namespace of their own."""
_OF_SYNTAX = {"about", "ID", "nodeID", "parseType", "datatype"}
"""Attributes of RDF that say nothing of the picture."""
_STEP = 1 << 12
_MOST = 1000
"""Blocks that are read; whoever has more of them hides something."""


class _Verdict(IntEnum):
    NO_XMP = 0
    NO_PLACE = 1
    UNREADABLE = 2
    PLACE = 3


def xmp_names_place(removed: bytes) -> bool:
    """Return whether a block of XMP names a place, or cannot be read to its end.

    Args:
        removed: All that was taken out of the picture's file.
    """
    for orders in _ENCODINGS:
        verdicts = [_verdict(removed, encoding) for encoding in orders]
        if _Verdict.PLACE in verdicts or (_Verdict.UNREADABLE in verdicts and _Verdict.NO_PLACE not in verdicts):
            return True
    return False


def _verdict(removed: bytes, encoding: str) -> _Verdict:
    return max((_verdict_of_text(text) for text in _texts(removed, encoding)), default=_Verdict.NO_XMP)


def _texts(removed: bytes, encoding: str) -> Iterator[str]:
    """Yield what is read as text from each byte on at which a mark may begin."""
    width = len("<".encode(encoding))
    marks = [re.escape(mark.encode(encoding)) for mark in _MARKS]  # each for itself: both in one pattern take twice as long
    for shift in sorted({found.start() % width for mark in marks for found in re.finditer(mark, removed)}):
        yield removed[shift:].decode(encoding, "replace")


def _verdict_of_text(text: str) -> _Verdict:
    """Return what the blocks within a text say; a mark within one that was read to its end belongs to it."""
    read_to, worst, tried = 0, _Verdict.NO_XMP, 0
    for start, end in sorted(found.span() for mark in _MARKS for found in re.finditer(re.escape(mark), text)):
        if start < read_to:
            continue
        begin = text.rfind("<", read_to, start)
        read_to = end  # so that no tag is read twice, and the time grows with the length only
        if begin >= 0 and not text.startswith(("<!", "<?", "</"), begin):
            block = _Block()
            read_to = max(read_to, block.read(text, begin))
            worst = max(worst, block.verdict(len(text[begin:end].encode())))
            tried += 1
        if worst >= _Verdict.UNREADABLE:
            return worst
        if tried == _MOST:
            return _Verdict.UNREADABLE
    return worst


class _EndError(Exception):
    """No more has to be read."""


class _Block:
    """Reads one block, and builds nothing of it, however long it is."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._declared: list[list[str]] = []
        self._namespaces = defaultdict[str, list[str]](list)
        self._depth_of_place = 0
        self._is_xmp = self._names_place = self._ended = False

    def read(self, text: str, begin: int) -> int:
        """Read the block that begins in a text, and return where it ends at the earliest."""
        step, fed = _STEP, 0
        while True:
            part = text[begin : begin + step]
            try:
                self._parser.Parse(part, not part)
            except _EndError:
                return begin + len(part.encode()[: max(0, self._parser.CurrentByteIndex - fed)].decode(errors="ignore"))
            except expat.ExpatError:
                return begin
            fed += len(part.encode())
            begin += len(part)
            step *= 2  # for a long attribute is read again with each part

    def verdict(self, mark: int) -> _Verdict:
        """Return what the block says.

        Args:
            mark: The byte at which a namespace of XMP ends. What is no tag before it, as in a caption, only talks of it.
        """
        if self._names_place:
            return _Verdict.PLACE
        if self._is_xmp:
            return _Verdict.NO_PLACE if self._ended else _Verdict.UNREADABLE
        return _Verdict.NO_XMP if self._ended or self._parser.ErrorByteIndex < mark else _Verdict.UNREADABLE

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        declared = {key[6:]: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        if not self._declared:
            self._is_xmp = any(mark in value for value in declared.values() for mark in _MARKS)
            self._ended = not self._is_xmp
            if self._ended:
                raise _EndError
        self._declared.append(list(declared))
        for prefix, namespace in declared.items():
            self._namespaces[prefix].append(namespace)
        self._depth_of_place += bool(self._depth_of_place or self._is_place(name))
        for key, value in attributes.items():
            if value.strip() and ((self._depth_of_place and self._says_something(key)) or (":" in key and self._is_place(key))):
                self._found()

    def _end(self, _: str) -> None:
        self._depth_of_place -= self._depth_of_place > 0
        for prefix in self._declared.pop():
            self._namespaces[prefix].pop()
        if not self._declared:
            self._ended = True
            raise _EndError

    def _say(self, text: str) -> None:
        if self._depth_of_place and text.strip():
            self._found()

    def _found(self) -> None:
        self._names_place = True
        raise _EndError

    def _split(self, name: str) -> tuple[str | None, str]:
        """Return the namespace of a name, None when nobody can tell it, and the rest of the name."""
        prefix, _, local = name.rpartition(":")
        found = self._namespaces.get(prefix)
        return (found[-1] if found else None if prefix else ""), local

    def _is_place(self, name: str) -> bool:
        namespace, local = self._split(name)
        return local.lower().endswith(_DEGREES) or local in (_ANY_PLACES if namespace is None else _PLACES.get(namespace, ()))

    def _says_something(self, key: str) -> bool:
        """Return whether an attribute says more than how the XMP is built."""
        namespace, local = self._split(key)
        return not (key.startswith(("xml:", "xmlns")) or (namespace == _RDF and local in _OF_SYNTAX))
