"""What a page of the built site says of itself in its head."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class Head:
    """The head of a page.

    Attributes:
        title: Its title, or an empty string.
        address: Where it is published, or an empty string when the page does not say.
        policy: Its Content-Security-Policy, or an empty string.
        leads_to: Address, from the page, of the one to which it leads on at once, or an empty string.
    """

    title: str
    address: str
    policy: str
    leads_to: str


def read_head(html: str) -> Head:
    """Read the head of a page."""
    tree = LexborHTMLParser(html)
    title = tree.css_first("head > title")

    def said(selector: str, attribute: str) -> str:
        found = tree.css_first(f"head > {selector}")
        return (found.attributes.get(attribute) or "") if found else ""

    return Head(
        title.text().strip() if title else "",
        said('link[rel="canonical"]', "href"),
        said('meta[http-equiv="Content-Security-Policy"]', "content"),
        said('meta[http-equiv="refresh"]', "content").partition("url=")[2],
    )
