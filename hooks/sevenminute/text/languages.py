"""Languages as pages and PDFs name them: tags of BCP 47, such as `cy` for Welsh."""

from __future__ import annotations

import re
from functools import cache

from sevenminute.diagnostics.problem import nearest, quoted

SITE_LANGUAGE = "en-GB"
"""The language of every page's own words, and of what says no other."""
LONGEST_TAG = 15
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}))?", re.IGNORECASE)
_NO_LANGUAGE = ("mul", "root", "und", "zxx")
"""Codes for several languages, or for none."""


def language_tag(text: str) -> str:
    """Return a tag as it is written by custom: `cy`, `zh-Hans`, `pt-BR`.

    Raises:
        ValueError: There is no such language; the message says what would be right.
    """
    tag = text.strip().replace("_", "-")
    found = _TAG.fullmatch(tag)
    if not found or len(tag) > LONGEST_TAG or not _is_language(found["language"].lower()):
        raise ValueError(f"{quoted(text)} is not the code of a language: write {_suggestion(text)}")
    language, script, region = found["language"].lower(), found["script"], found["region"]
    scripts, regions = _names("scripts"), _names("territories")
    if script and script.title() not in scripts:
        raise ValueError(f"{quoted(text)} has the script {quoted(script)}, which there is not: write {language} alone")
    if region and region.upper() not in regions:
        raise ValueError(f"{quoted(text)} has the country {quoted(region)}, which there is not: write {language} alone")
    return "-".join(filter(None, [language, script and script.title(), region and region.upper()]))


def language_name(tag: str) -> str:
    """Return the English name of a tag's language, as Welsh."""
    return _names("languages").get(tag.partition("-")[0], tag)


def _is_language(code: str) -> bool:
    return code in _names("languages") and code not in _NO_LANGUAGE


def _suggestion(text: str) -> str:
    """Return how the language that was probably meant is written, or how languages are."""
    codes = {name.casefold(): code for code, name in _names("languages").items() if _is_language(code)}
    near = nearest(text.casefold(), codes, likeness=0.8)
    return codes[near] if near else "cy for Welsh, pl for Polish, ur for Urdu, or leave the line out for English"


@cache
def _names(what: str) -> dict[str, str]:
    """Return the English names of all languages, scripts or territories by their codes."""
    from babel import Locale  # noqa: PLC0415 - its tables take a while to load, and most sites have one language

    return dict(getattr(Locale("en"), what))
