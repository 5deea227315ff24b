"""The HTML that a page may hold, and what is said of all other: one list for the source and for the built page.

It is a list of what is allowed, not of what is known to be bad: what nobody thought of is refused.
"""

from __future__ import annotations

import re

from sevenminute.diagnostics.problem import quoted
from sevenminute.text.languages import language_tag


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names("""
    a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr
    address article aside blockquote details div figcaption figure h1 h2 h3 h4 h5 h6 hr img p pre section summary
    dd dl dt li ol ul caption col colgroup table tbody td tfoot th thead tr
""")
"""What Markdown makes, and what an editor may write beside it."""

_EVERYWHERE = _names("class dir id lang role title aria-describedby aria-hidden aria-label aria-labelledby")
_OF_ELEMENT = {
    "a": _names("href hreflang"),
    "blockquote": _names("cite"),
    "col": _names("span"),
    "colgroup": _names("span"),
    "data": _names("value"),
    "del": _names("cite datetime"),
    "details": _names("open"),
    "img": _names("alt height loading src width"),
    "ins": _names("cite datetime"),
    "li": _names("value"),
    "ol": _names("reversed start type"),
    "q": _names("cite"),
    "table": _names("tabindex"),
    "td": _names("align headers"),
    "th": _names("abbr align headers scope"),
    "time": _names("datetime"),
}
_BUILT = _names("data-panel data-toc-label")
"""Attributes that are gone, or say nothing, when the page is shown."""

LEAVING_REL = "noreferrer noopener"
"""What stands in `rel` of each link that leaves the site. Editors write none: `attachment` would put files into PDFs."""

SITE_BLOCKS = _names("""
    about briefing button card cards changes chart column columns cover due fact file filter found home icon in-short item
    jumps large-print-only
    link-dates link-entry link-group link-list md-container md-main more nothing-found notice off-sheet on-this-page
    orders page page-foot panel panels print-address printed-from problems prose questions quick-exit quick-exit-blank
    quick-exit-box quick-exit-early resource resource-entry resource-files resource-group resource-index resource-list
    sample-notice screen-only search series sheet-back sheet-date sheet-facts sheet-foot sheet-help sheet-only sheet-qr
    sheet-turn side site-footer site-header site-name site-nav skip-link tag topic topic-pack topic-resources topics
    urgent visually-hidden wrap
    ribbon withdrawn
""")
"""What the classes of the site's own parts begin with, up to `__` or `--`: its scripts, styles and paper go by them."""
SITE_IDS = _names("""
    about-this-briefing briefings filter_hint filter_words latest link_dates list_for_reuse main-content questions quick-exit-hint
    search-query sheet site-menu topic_resources topics what_has_changed
""")
"""Ids of the site's own parts."""
_PANEL_ID = re.compile(r"panel-\d+", re.IGNORECASE)
_SPANS = _names("colspan rowspan")
"""The maker of PDFs tells of such a heading that it belongs to its first column only, which PDF/UA-1 forbids."""
_LOADING = _names("action background data formaction ping poster src srcset")
_INSTEAD = {
    **dict.fromkeys(_names("applet audio embed frame frameset iframe object source track video"), "write a link to it instead"),
    **dict.fromkeys(
        _names("button dialog form input select textarea"), "readers can send nothing from here; delete it, or write its words"
    ),
    **dict.fromkeys(_names("canvas svg"), "save the drawing as a file beside this one, and write ![What it shows](drawing.svg)"),
    "math": "say it in words, or upload it as a picture",
    **dict.fromkeys(_names("base link meta noscript script slot style template"), "delete it, with all that is in it"),
}
"""Elements of forms, films, drawings and programs, to what to do with them."""
_OF_OTHER_PROGRAMS = _names("""
    acronym basefont bgsound big blink body center dir fieldset font footer head header hgroup html listing main marquee menu nav
    nobr noembed noframes plaintext spacer strike tt xmp
""")
"""HTML of old pages, of whole pages and of word processors, whose own names have a colon, as `o:p`: nobody means such words."""
_SPACES = re.compile(r"[\x00-\x20]+")
_SAFE_LINK = re.compile(r"(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))", re.IGNORECASE)
_OTHER_HOST = re.compile(r"(?:^|,)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_ROOT = re.compile(r"[/\\]")


def refuse_element(name: str, written: str = "") -> str:
    """Return what is wrong with an element of this name, or an empty string.

    Args:
        name: In small letters.
        written: The whole tag as it stands in the source, where that is known.
    """
    if name in ELEMENTS:
        return ""
    if name in _INSTEAD:
        return f"<{name}> is not shown on this site: {_INSTEAD[name]}"
    tag = quoted(written or f"<{name}>")
    if name in _OF_OTHER_PROGRAMS or ":" in name:
        return f"{tag} is not HTML that a page may hold: delete it, and </{name}> after the words; keep the words"
    return f"{tag} is not HTML that a page may hold, and would vanish from it: write \\< for a < that readers are to see"


def refuse_attribute(element: str, name: str, value: str) -> str:
    """Return what is wrong with an attribute, or an empty string.

    Args:
        element: Name of its element, in small letters.
        name: In small letters.
        value: As a browser reads it: without quotation marks, character references replaced.
    """
    address = _SPACES.sub("", value)
    if name in _LOADING and _OTHER_HOST.search(address):
        fix = "upload the picture beside this file, and write its name here"
        return f"{quoted(address)} would be loaded from another website, which would learn who reads this page: {fix}"
    if name == "src" and _ROOT.match(address):
        return f"{quoted(address)} begins with / or \\: write the name of a picture beside this file"
    if name in ("href", "cite") and not _SAFE_LINK.match(address):
        return f"{quoted(address)} is not an address for a link: write one that begins with https://"
    if name in ("lang", "hreflang") and (said := _refuse_language(value)):
        return f"{name}={said}"
    if name in _EVERYWHERE or name in _BUILT or name in _OF_ELEMENT.get(element, ()):
        return ""
    if name in _SPANS:
        return f"{name}= joins cells, which screen readers and PDFs cannot follow: give each row all of its cells"
    return f"{name}= in HTML does nothing on this site: delete it"


def _refuse_language(value: str) -> str:
    """Return what is wrong with the code of a language, or an empty string."""
    try:
        language_tag(value)
    except ValueError as error:
        return str(error)
    return ""


def refuse_site_name(name: str, value: str) -> str:
    """Return what is wrong with a name that an editor gives to an element, when it is that of a part of the site; else nothing.

    Args:
        name: Of the attribute.
        value: Of the attribute.
    """
    words = value.split() if name in ("class", "id") else []
    taken = [word for word in words if (_is_site_class(word) if name == "class" else _is_site_id(word))]
    return f"{name}={quoted(taken[0])} is a name of the site’s own parts: delete it, or choose another" if taken else ""


def _is_site_class(word: str) -> bool:
    return word.partition("__")[0].partition("--")[0] in SITE_BLOCKS


def _is_site_id(word: str) -> bool:
    return word in SITE_IDS or bool(_PANEL_ID.fullmatch(word))
