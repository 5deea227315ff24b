"""Citing a resource, `[words][id]`: making links of the citations on a page."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Protocol

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from markdown import Markdown
from sevenminute.markdown.grammar.parser import RESOURCE
from sevenminute.text.paths import RESOURCE_INDEX
from sevenminute.text.urls import page_file

_NO_ADDRESS = "label"
"""Element that stands for a link whose resource has no address, until that of the page of all resources takes its place: MkDocs
asks for the address of every link, and a telephone number within it must become no link."""


class _Fields(Protocol):
    @property
    def url(self) -> str | None: ...
    @property
    def publisher(self) -> str: ...


class CitedResource(Protocol):
    """What a citation has to know of a resource."""

    @property
    def id(self) -> str:
        """Its id in the register."""

    @property
    def note(self) -> str:
        """What readers expect to know before they follow the link, as `PDF, 2 MB`, or an empty string."""

    @property
    def fields(self) -> _Fields:
        """Its address, if it has one, and its publisher."""


class ResourceLinks(Extension):
    """Makes links of the citations on each page."""

    def __init__(self, resources: Mapping[str, CitedResource]) -> None:
        super().__init__()
        self.resources = resources
        self.page_address = ""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register with Python-Markdown."""
        # After inline patterns (20) have made links, before the site's own links are translated (1); what has no address gets
        # one of the built site when MkDocs (0) has looked at the links to sources.
        md.treeprocessors.register(_ResourceTreeprocessor(md, self), "sevenminute-resources", 3)
        md.treeprocessors.register(_NoAddressTreeprocessor(md, self), "sevenminute-no-address", -1)

    def page(self, address: str) -> None:
        """Say which page is rendered next, by its built file."""
        self.page_address = address

    def how_to_get(self, resource: CitedResource) -> str:
        """Return the address of a resource on the page of all resources, from the page that is rendered."""
        return f"{posixpath.relpath(page_file(RESOURCE_INDEX), posixpath.dirname(self.page_address))}#{resource.id}"


class _ResourceTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: ResourceLinks) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: etree.Element) -> None:
        for element in root.iter("a"):
            target = element.get("href", "")
            id = target.removeprefix(RESOURCE) if target.startswith(RESOURCE) else ""
            if id in self._extension.resources:
                _finish(element, self._extension.resources[id])


class _NoAddressTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: ResourceLinks) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: etree.Element) -> None:
        for element in root.iter(_NO_ADDRESS):
            if resource := self._extension.resources.get(element.get("for", "")):
                element.tag = "a"
                del element.attrib["for"]
                element.set("href", self._extension.how_to_get(resource))


def _finish(element: etree.Element, resource: CitedResource) -> None:
    """Give a link the resource's address and what readers expect to know before they follow it."""
    del element.attrib["href"]
    fields = resource.fields
    element.set("class", "resource")
    element.set("title", fields.publisher)
    if fields.url:
        element.set("href", fields.url)
        if resource.note:
            _append(element, f" ({resource.note})", "resource__file")
        return
    element.tag = _NO_ADDRESS
    element.set("for", resource.id)
    _append(element, " (no web address)", "resource__file")


def _append(element: etree.Element, text: str, css_class: str) -> None:
    note = etree.SubElement(element, "span", {"class": css_class})
    note.text = text
