"""The Content-Security-Policy of every page: the browser runs and loads what the site brings, and nothing else.

It stands in the page itself, since many hosts send no headers of one’s own, and holds on a file share too. What a page may hold
is checked before (`foreign`); this is the second lock on the same door.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc\s*=)(?P<attributes>[^>]*)>(?P<script>.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"\stype\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\" content=\"(?P<policy>[^\"]*)\">")


def inline_hashes(html: str) -> frozenset[str]:
    """Return what a policy says of each script that stands in a page itself: `'sha256-…'`.

    Blocks of data are no scripts: browsers do not run them.
    """
    scripts = (found["script"] for found in _INLINE_SCRIPT.finditer(html) if not _DATA.search(found["attributes"]))
    return frozenset(_hash(script) for script in scripts)


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


def with_policy(html: str) -> str:
    """Return a page with its policy, which stands before all that it is about."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(inline_hashes(html))}">'
    return _CHARSET.sub(lambda charset: f"{charset[0]}\n  {tag}", html, count=1)


def hashes_in_policy(html: str) -> frozenset[str]:
    """Return the hashes that the policy of a built page names; none for a page without a policy."""
    found = _POLICY.search(html)
    return frozenset(re.findall(r"'sha256-[^']+'", found["policy"])) if found else frozenset()
