"""What this site takes over from the theme is as it was when it was taken over."""

from __future__ import annotations

import hashlib
from pathlib import Path

import material
import pytest
from jinja2 import Environment, meta

from conftest import ROOT, Built

TEMPLATES = Path(material.__file__).parent / "templates"

SEEN = {
    "404.html": "replaced: ours says where to go on",
    "base.html": "replaced: the whole frame is ours",
    "main.html": "replaced: a page of docs/ within that frame",
    "partials/content.html": "replaced: without permalinks in headings, dates and buttons of the theme's own",
    "partials/search.html": "replaced: a dialogue without a name that takes the focus off screen on narrow windows",
}
"""File of the theme to what this site does with it."""

AS_SEEN = {
    "404.html": "80c93494b5432b1bcdf292caeb67a0653c45b37372f49e08ad4a70ca695a7495",
    "base.html": "8536d352b0093623df9e0032894f321cbe264b15a9b48cdd962583772455dadb",
    "main.html": "9948b55a7bc979c35825df99baba9e6971fca4eb298dea3cdde61e990a2de5e0",
    "partials/content.html": "ce33929c85af129f6e2f3b0aed47159e9c4a519482d1938bae15f5ff4a3cfae5",
    "partials/search.html": "bfd556535abcddb99396ab2a7e3acc2ebcd3f36756007d3969396caa4126be30",
}
"""File of the theme to the SHA-256 that it had when somebody last compared it with ours."""


def test_every_file_that_ours_replace_is_accounted_for() -> None:
    ours = {file.relative_to(ROOT / "overrides").as_posix() for file in (ROOT / "overrides").rglob("*.html")}
    replaced = {name for name in ours if (TEMPLATES / name).exists()}
    assert replaced == SEEN.keys() == AS_SEEN.keys()


@pytest.mark.parametrize("name", sorted(SEEN))
def test_every_file_that_ours_replace_says_what_is_wrong_with_the_theme_s(name: str) -> None:
    said = (ROOT / "overrides" / name).read_text(encoding="utf-8").partition("-#}")[0]
    assert said.startswith("{#-")
    assert "theme's" in said


@pytest.mark.parametrize("name", SEEN)
def test_the_theme_s_file_is_the_one_that_was_seen(name: str) -> None:
    found = hashlib.sha256((TEMPLATES / name).read_bytes()).hexdigest()
    assert found == AS_SEEN[name], f"{name} of the theme has changed ({SEEN[name]}): compare it with ours, then note {found}"


def test_no_template_of_ours_stands_on_one_of_the_theme_s() -> None:
    ours = {file.relative_to(ROOT / "overrides").as_posix() for file in (ROOT / "overrides").rglob("*.html")}
    asked = {name for file in ours for name in used(ROOT / "overrides" / file)}
    assert asked - ours == set()


def used(template: Path) -> set[str]:
    """Return the templates that one extends, includes or imports."""
    parsed = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    return set(filter(None, meta.find_referenced_templates(parsed)))


def test_nothing_of_the_theme_s_frame_stays_that_needs_its_scripts(our_site: Built) -> None:
    for file in our_site.folder.rglob("*.html"):
        page = our_site.html(file.relative_to(our_site.folder).as_posix())
        assert (
            page.select("input.md-toggle, .md-overlay, .md-dialog, [data-md-component=skip], [data-md-component=announce]") == []
        ), file
    assert not [
        file for file in (our_site.folder / "assets").rglob("*") if file.name.startswith(("bundle.", "main.", "palette."))
    ]


def test_no_script_is_published_that_no_page_loads(our_site: Built) -> None:
    scripts = {file.relative_to(our_site.folder).as_posix() for file in our_site.folder.rglob("*.js")}
    named = "\n".join(file.read_text(encoding="utf-8") for file in our_site.folder.rglob("*.html"))
    own = {script for script in scripts if not script.startswith("search/")}  # what is there, the search loads
    assert {script for script in own if f"{script}?v=" not in named} == set()
    assert len(own) > 3
