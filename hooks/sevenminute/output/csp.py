"""The Content-Security-Policy of every page: the browser runs and loads what the site brings, and nothing else.

It stands in the page itself, since many hosts send no headers of one’s own, and holds on a file share too. What a page may hold
is checked before (`lint.html`); this is the second lock on the same door.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable

from selectolax.lexbor import LexborHTMLParser

from sevenminute.output.built_page import read_head

_DATA = ("application/json", "application/ld+json")
_CHARSET = '<meta charset="utf-8">'
"""The first line of the head of every page, in front of which nothing is that anybody wrote; see `base.html`."""
NO_PLACE = f"has no place for the policy of what a browser may run: begin <head> with {_CHARSET}, written just so"
"""What is wrong with a page that `with_policy` refuses."""
_HASH = re.compile(r"'sha256-[^']+'")


class NoPlaceError(ValueError):
    """The head of a page does not begin with what its policy stands behind."""


def inline_scripts(html: str) -> frozenset[str]:
    """Return each script that stands in a page itself. Blocks of data are no scripts: browsers do not run them."""
    scripts = LexborHTMLParser(html).css("script:not([src])")
    return frozenset(script.text() for script in scripts if (script.attributes.get("type") or "").lower() not in _DATA)


def inline_hashes(html: str) -> frozenset[str]:
    """Return what a policy says of each script that stands in a page itself: `'sha256-…'`."""
    return frozenset(map(_hash, inline_scripts(html)))


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(hashes: Iterable[str]) -> str:
    """Return the policy of pages whose own scripts have these hashes."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *sorted(hashes)]),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",  # nothing connects; Lighthouse reads robots.txt as the page would
            "form-action 'self' file:",  # on a file share, Firefox takes nothing for 'self'
            "base-uri 'none'",
        ]
    )


def with_policy(html: str, own: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return a page with its policy, which stands before all that it is about, and the scripts in it that it does not allow.

    Args:
        html: The finished page.
        own: The scripts that the site writes into pages.

    Raises:
        NoPlaceError: Something may stand before the policy, for which it would not hold.
    """
    scripts = inline_scripts(html)
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(map(_hash, scripts.intersection(own)))}">'
    before, _, after = html.partition(_CHARSET)
    beginning = f"{before}{_CHARSET}\n  {tag}"
    if not _begins_head(beginning):
        raise NoPlaceError
    return beginning + after, tuple(sorted(scripts.difference(own)))


def _begins_head(html: str) -> bool:
    """Tell whether the beginning of a page ends behind the first two elements of its head, as a browser reads it."""
    tree = LexborHTMLParser(html)
    held = tree.head.iter() if tree.head else ()
    return [node.tag for node in held] == ["meta", "meta"] and not (tree.body and tree.body.child)


def hashes_in_policy(html: str) -> frozenset[str]:
    """Return the hashes that the policy of a built page names; none for a page without a policy."""
    return frozenset(_HASH.findall(read_head(html).policy))
