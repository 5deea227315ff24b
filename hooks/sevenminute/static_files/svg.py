"""A drawing as it is published: shapes and words, without what acts, loads, or tells of whoever drew it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sevenminute.diagnostics.problem import quoted
from sevenminute.static_files.refusals import SvgRefusedError
from sevenminute.static_files.svg_lists import (
    ATTRIBUTES,
    ELEMENTS,
    LEFT_OUT_ATTRIBUTES,
    LEFT_OUT_ELEMENTS,
    REFUSED_NAMESPACES,
    STYLED_ATTRIBUTES,
    SVG,
    XLINK,
    XML,
)
from sevenminute.static_files.svg_references import check_shapes
from sevenminute.static_files.svg_styles import Styles, is_local, read_sheet, read_values

__all__ = ["MAX_BYTES", "SvgRefusedError", "publish_svg"]

MAX_BYTES = 1_000_000
"""A drawing with more would be lighter as a picture; readers on telephones load it."""
_MAX_ELEMENTS = 20_000
_MAX_DEPTH = 64
_MOST_NAMED = 8
_ENCODINGS = {"UTF-8", "US-ASCII", "ASCII"}
_ENCODED = "is not saved as UTF-8: save it again as a plain SVG with the encoding UTF-8, or as a PNG, and upload that"
_NO_DRAWING = "is not a drawing, whatever its name says: save the drawing as a plain SVG or as a PNG, and upload that"
_DAMAGED = "is a damaged drawing: save it again as a plain SVG or as a PNG, and upload that"
_DECLARATIONS = ("<!ENTITY", "<!ATTLIST", "<!ELEMENT", "<!NOTATION")
"""What is looked for before anything is read: a reader of XML would follow it."""


def publish_svg(data: bytes) -> bytes:
    """Return a drawing without comments, metadata and notes of drawing programs; the very bytes when it has none.

    Args:
        data: The file.

    Raises:
        SvgRefusedError: It is damaged, too large, or holds what acts or loads; the message names all of that at once.
    """
    root = _parsed(data)
    outside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    drawing = _Drawing(root)
    for node in outside:
        drawing.refuse_stylesheet(node)
    drawing.clean()
    if not drawing.changed and not outside and not root.getroottree().docinfo.doctype:
        return data
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8")


def _parsed(data: bytes) -> etree._Element:
    """Return the root of a drawing; nothing that it names is opened.

    Raises:
        SvgRefusedError: It is no whole drawing in UTF-8, too large, or declares entities.
    """
    if data.startswith(b"\x1f\x8b"):
        raise SvgRefusedError("is a packed drawing (svgz): save it as a plain SVG, and upload that")
    if len(data) > MAX_BYTES:
        raise SvgRefusedError(
            f"has {len(data) / 1e6:.1f} MB, and a drawing at most {MAX_BYTES / 1e6:.0f}: save it as a PNG, and upload that"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SvgRefusedError(_ENCODED)
    if "svg" not in text:
        raise SvgRefusedError(_NO_DRAWING)
    declared = [at for declaration in _DECLARATIONS if (at := text.find(declaration)) >= 0]
    if declared:
        line = text.count("\n", 0, min(declared)) + 1
        raise SvgRefusedError(
            "declares entities or attributes of its own: save it as a plain SVG (in Illustrator, without “Preserve Illustrator "
            "Editing Capabilities”), or as a PNG, and upload that",
            line,
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = "is nested too deep: save it as a PNG, and upload that" if "depth" in str(error) else _DAMAGED
        raise SvgRefusedError(what, max(error.lineno or 1, 1)) from None
    except (LookupError, ValueError):
        raise SvgRefusedError(_ENCODED) from None
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise SvgRefusedError(_ENCODED)
    name = etree.QName(root)
    if name.localname != "svg":
        raise SvgRefusedError(_NO_DRAWING)
    if name.namespace != SVG:
        raise SvgRefusedError(
            f'lacks xmlns="{SVG}", without which browsers show nothing: save it again as a plain SVG', root.sourceline or 1
        )
    return root


class _Drawing:
    """A drawing that is held to the lists."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._refused: dict[str, int] = {}
        self._references: dict[etree._Element, set[str]] = {}
        self._rules: dict[str, set[str]] = {}
        self.changed = False

    def refuse_stylesheet(self, node: etree._Element) -> None:
        """Refuse an instruction that loads styles, or changes the whole file."""
        if isinstance(node, etree._ProcessingInstruction) and str(node.target).startswith("xml-stylesheet"):
            self._refuse(quoted("xml-stylesheet"), node)

    def clean(self) -> None:
        """Take out what is left out.

        Raises:
            SvgRefusedError: Something is refused.
        """
        self._leave_out_nodes()
        elements = list(self._root.iter(etree.Element))
        for element in elements:
            self._check_attributes(element)
            if _name(element) == "style":
                self._check_sheet(element)
        self._raise_refused()
        if len(elements) > _MAX_ELEMENTS:
            raise SvgRefusedError(f"has more than {_MAX_ELEMENTS:,} shapes: save it as a PNG, and upload that")
        for element in elements:
            used = (self._rules[name] for name in _selectors(element) & self._rules.keys())
            self._references.setdefault(element, set()).update(*used)
        check_shapes(elements, self._references)

    def _leave_out_nodes(self) -> None:
        """Take out comments, instructions, metadata and elements of drawing programs; refuse elements that are on no list."""
        for node in list(self._within(self._root, 1)):
            self.refuse_stylesheet(node)
            parent = node.getparent()
            if parent is not None:
                _take_out(node, parent)
                self.changed = True

    def _within(self, element: etree._Element, depth: int) -> Iterator[etree._Element]:
        """Yield what is to be taken out below an element."""
        if depth > _MAX_DEPTH:
            raise SvgRefusedError("is nested too deep: save it as a PNG, and upload that", element.sourceline or 1)
        for node in element:
            if not isinstance(node.tag, str):
                yield node
                continue
            name = etree.QName(node)
            of_program = name.namespace != SVG and (name.namespace or "") not in REFUSED_NAMESPACES
            if of_program or (name.namespace == SVG and name.localname in LEFT_OUT_ELEMENTS):
                yield node
                continue
            if name.namespace != SVG or name.localname not in ELEMENTS:
                self._refuse(quoted(name.localname), node)
            yield from self._within(node, depth + 1)

    def _check_attributes(self, element: etree._Element) -> None:
        if any(address not in (SVG, XLINK, XML) for address in element.nsmap.values()):
            self.changed = True
        for key, value in list(element.attrib.items()):
            name = etree.QName(str(key))
            if not self._attribute_stays(element, name.namespace, name.localname, str(value)):
                del element.attrib[key]
                self.changed = True

    def _attribute_stays(self, element: etree._Element, namespace: str | None, name: str, value: str) -> bool:
        """Return whether an attribute stays; one that may not be there at all is refused."""
        if name == "href" and namespace in (None, XLINK):
            self._check_address(element, value)
            return True
        if namespace == XML:
            if name == "base":
                self._refuse(quoted(name), element)
            return name in ("space", "lang")
        if namespace or name.startswith("data-") or name in LEFT_OUT_ATTRIBUTES:
            return False
        if name in STYLED_ATTRIBUTES:
            styles = read_values(value)
            self._take(styles, element)
            if styles.text != value:
                element.set(name, styles.text)
                self.changed = True
        elif name not in ATTRIBUTES and not name.startswith("aria-"):
            self._refuse(quoted(name), element)
        return True

    def _check_address(self, element: etree._Element, address: str) -> None:
        if is_local(address):
            self._references.setdefault(element, set()).add(address[1:])
        else:
            self._refuse(quoted(address) if address.strip() else "empty “href”", element)

    def _check_sheet(self, element: etree._Element) -> None:
        if len(element):
            self._refuse(quoted("style"), element)
        if element.get("type", "text/css") != "text/css":
            self._refuse(quoted(element.get("type")), element)
        sheet = read_sheet(element.text or "")
        self._take(sheet, element)
        for selector, used in sheet.rules.items():
            self._rules.setdefault(selector, set()).update(used)
        if sheet.text != (element.text or ""):
            element.text = sheet.text
            self.changed = True

    def _take(self, styles: Styles, element: etree._Element) -> None:
        self._references.setdefault(element, set()).update(styles.references)
        for named in styles.refused:
            self._refuse(named, element)

    def _refuse(self, named: str, node: etree._Element) -> None:
        self._refused.setdefault(named, node.sourceline or 1)

    def _raise_refused(self) -> None:
        if self._refused:
            named = [*self._refused][:_MOST_NAMED]
            more = " and more" if len(self._refused) > _MOST_NAMED else ""
            fix = "save it as a plain SVG without scripts, links, pictures and films in it, or as a PNG, and upload that"
            if quoted("foreignObject") in self._refused:  # as draw.io writes words: whoever drew it put none of the rest in
                fix = "its words are saved as parts of a web page; save it as a PNG, and upload that"
            said = f"holds {', '.join(named)}{more}, which no drawing on a page may hold: {fix}"
            raise SvgRefusedError(said, min(self._refused.values()))


def _take_out(node: etree._Element, parent: etree._Element) -> None:
    """Take out a node; the text behind it stays."""
    before = node.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (node.tail or "")
    else:
        before.tail = (before.tail or "") + (node.tail or "")
    parent.remove(node)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _selectors(element: etree._Element) -> set[str]:
    """Return the simple selectors that mean an element."""
    return {"*", _name(element), f"#{element.get('id', '')}", *(f".{name}" for name in element.get("class", "").split())}
