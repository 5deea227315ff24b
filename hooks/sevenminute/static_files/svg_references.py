"""How many shapes a drawing has when every part that it uses again is drawn again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from sevenminute.static_files.refusals import SvgRefusedError

MAX_SHAPES = 100_000
"""More than a map of a city; each is drawn by every reader's browser, and for every PDF."""


def check_shapes(elements: Sequence[etree._Element], references: Mapping[etree._Element, Set[str]]) -> None:
    """Refuse a drawing that draws itself without end, or too often.

    Args:
        elements: All elements of the drawing.
        references: Ids of the parts that an element uses.

    Raises:
        SvgRefusedError: It does.
    """
    parts: dict[str, etree._Element] = {}
    for element in elements:
        parts.setdefault(element.get("id", ""), element)
    uses = {element: [*element, *(parts[name] for name in references.get(element, ()) if name in parts)] for element in elements}
    shapes: dict[etree._Element, int] = {}
    try:
        for element in TopologicalSorter(uses).static_order():
            shapes[element] = min(1 + sum(shapes[used] for used in uses[element]), MAX_SHAPES + 1)
    except CycleError as error:
        line = min(element.sourceline or 1 for element in error.args[1])
        raise SvgRefusedError("has a part that draws itself again: save it as a PNG, and upload that", line) from None
    if max(shapes.values()) > MAX_SHAPES:
        raise SvgRefusedError(f"draws more than {MAX_SHAPES:,} shapes: save it as a PNG, and upload that")
