"""Citing a resource, `[words][id]`: making links of the citations on a page."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from sevenminute.link_reader import RESOURCE
from sevenminute.resources import Resource


class ResourceLinks(Extension):
    """Makes links of the citations on each page."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__()
        self.resources = resources
        self._references: dict[str, Any] = {id: (f"{RESOURCE}{id}", None) for id in resources}
        self._md: Markdown | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        self._md = md
        md.registerExtension(self)
        # After inline patterns (20) have made links, before the site's own links are translated (1).
        md.treeprocessors.register(_ResourceTreeprocessor(md, self.resources), "sevenminute-resources", 3)

    def reset(self) -> None:
        """Define every id anew: Python-Markdown forgets all definitions before a page."""
        if self._md:
            self._md.references.update(self._references)


class _ResourceTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, resources: Mapping[str, Resource]) -> None:
        super().__init__(md)
        self._resources = resources

    def run(self, root: etree.Element) -> None:
        for element in root.iter("a"):
            target = element.get("href", "")
            resource = self._resources.get(target.removeprefix(RESOURCE)) if target.startswith(RESOURCE) else None
            if resource:
                _finish(element, resource)


def _finish(element: etree.Element, resource: Resource) -> None:
    """Give a link the resource's address and what readers expect to know before they follow it."""
    del element.attrib["href"]
    fields = resource.fields
    element.set("class", "resource")
    if fields.url:
        element.set("href", fields.url)
        element.set("title", fields.publisher)
        if resource.note:
            _append(element, f" ({resource.note})", "resource__file")
        return
    element.tag = "span"
    _append(element, " (no web address)", "resource__file")


def _append(element: etree.Element, text: str, css_class: str) -> None:
    note = etree.SubElement(element, "span", {"class": css_class})
    note.text = text
