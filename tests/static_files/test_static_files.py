"""What is published of files that say something to programs, and what no folder and no page may bring along."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import sample
from conftest import SiteMaker, build_site, write_site
from linked_site import git
from published_files import BRIEFING, lines_about, problems_of, published
from sevenminute.static_files.tracked_output import tracked_output
from uploads import MARK, SVG, picture

ROBOTS = "# All may look\nUser-agent: *\nDisallow: /links/\n\nSitemap: https://briefings.example.org/sitemap.xml\n"
SECURITY = "Contact: mailto:security@example.org\nExpires: 2027-11-01T00:00:00Z\nPreferred-Languages: en, cy\n"


def test_robots_and_security_are_published_at_the_root(make_site: SiteMaker) -> None:
    files = {"docs/robots.txt": ROBOTS, "docs/.well-known/security.txt": SECURITY, "docs/.DS_Store": SVG}
    site = make_site({"briefings/a.md": BRIEFING, **files})
    assert site.messages == []
    assert not list(site.folder.rglob(".DS_Store"))
    assert (site.folder / "robots.txt").read_text(encoding="utf-8") == ROBOTS
    assert (site.folder / ".well-known/security.txt").read_text(encoding="utf-8") == SECURITY


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("robots.txt", ROBOTS + "<script>alert(1)</script>\n", 6),
        ("robots.txt", "User-agent *\n", 1),
        ("robots.txt", "User-agent: *\nRedirect: https://example.org/\n", 2),
        ("robots.txt", "User-agent: *\nDisallow: /\x1b\n", 2),
        ("robots.txt", "# <!doctype html><script>\n", 1),
        (".well-known/security.txt", SECURITY + "Contact: javascript:alert(1)\n", 4),
        (".well-known/security.txt", SECURITY + "Key: none\n", 4),
        (".well-known/security.txt", "<html>\n", 1),
    ],
)
def test_what_robots_and_security_may_not_say_is_named_with_its_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    (message,) = problems_of(tmp_path, {f"docs/{name}": text})
    assert message.startswith(f"docs/{name}:{line}: ")


@pytest.mark.parametrize("path", [".cache/pdf/kept.pdf", "site/index.html", ".Cache/images/kept", "packs/sleep.pdf"])
def test_what_a_build_makes_may_not_be_kept_in_git(tmp_path: Path, path: str) -> None:
    git(tmp_path, "init", "--quiet")
    problems_of(tmp_path, {path: "Mine"})
    assert list(tracked_output(tmp_path)) == []
    git(tmp_path, "add", "--force", path)
    (message,) = map(str, tracked_output(tmp_path))
    top = path.partition("/")[0]
    assert message.startswith(f"{path}:1: is made by the build, and git keeps it: ")
    assert f"git rm -r --cached {top}" in message


def test_what_git_keeps_is_found_in_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, where git gives no answer to whom the folder does not belong."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("Mine", encoding="utf-8")
    git(tmp_path, "add", "--force", "site/index.html")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert len(list(tracked_output(tmp_path))) == 1
    (tmp_path / ".git/index").write_bytes(b"DIRC, damaged")
    (problem,) = tracked_output(tmp_path)
    assert str(problem).startswith(".git:1: cannot be read, so nobody can tell whether ")


# --- the finished site ------------------------------------------------------------------------------------------------


def test_what_nobody_let_through_is_an_error_at_the_end(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING})
    hook = "from pathlib import Path\n\n\ndef on_post_build(config):\n    Path(config.site_dir, 'own.html').write_text('x')\n"
    (root / "more.py").write_text(hook, encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("\nhooks:\n", "\nhooks:\n  - more.py\n"), encoding="utf-8")
    (tmp_path / "site/.left").mkdir(parents=True)
    (tmp_path / "site/.left/over.txt").write_text("x", encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert not site.passed
    assert sorted(message.partition(":")[0] for message in site.messages) == [".left/over.txt", "own.html"]


def test_a_page_of_docs_is_no_template(make_site: SiteMaker) -> None:
    settings = sample.SETTINGS + "\nextra_templates: [words.html]\n"
    site = make_site({"briefings/a.md": BRIEFING, "docs/words.html": "{{ config.site_name }} " + MARK.decode()}, settings)
    assert not site.passed
    assert published(site.folder, MARK) == []


# --- pages ------------------------------------------------------------------------------------------------------------


REDIRECT = "template: redirect.html\nlocation: https://example.org/mark-of-content\n"
OWN_FRAMES = {
    "docs/a.md": f"---\ntitle: A\n{REDIRECT}---\n# A\n",
    "docs/b.md": "---\ntitle: B\nTemplate: 404.html\n---\n# B\n",
    "docs/c.md": f"{REDIRECT}\n# C\n",  # without front matter, MkDocs takes such lines for facts all the same
    "docs/d.md": "Title: D\ntemplate:   sitemap.xml\n\n# D\n",
    "docs/topics/e.md": "---\ntopic: sleep\ntitle: E\ntemplate: base.html\n---\n# E\n",
}


def test_no_page_takes_a_frame_of_its_own(make_site: SiteMaker) -> None:
    site = make_site({"briefings/a.md": BRIEFING, **OWN_FRAMES})
    assert published(site.folder, MARK) == ["links/index.html"]  # which lists every address for editors
    assert published(site.folder, b'content="0;url=') == []
    for path in OWN_FRAMES:
        assert len([message for message in site.messages if message.startswith(f"{path}:")]) == 1, path
    for page in ("a", "b", "c", "d", "topics/e"):
        assert site.html(page).select_one(".quick-exit"), page


def test_check_finds_frames_and_facts_outside_of_the_front_matter(tmp_path: Path) -> None:
    said = "would show the page without the quick exit: delete the line"
    facts = "would be read as front matter, and not be shown: leave the first line of the file empty"
    assert problems_of(tmp_path, dict(OWN_FRAMES)) == [
        f"docs/a.md:3: “template” {said}",
        f"docs/b.md:3: “Template” {said}",
        f"docs/c.md:1: “template: redirect.html” {facts}",
        f"docs/d.md:1: “Title: D” {facts}",
        f"docs/topics/e.md:4: “template” {said}",
    ]


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_a_photograph_with_a_place_is_named_and_published_without_it(make_site: SiteMaker) -> None:
    photograph = picture("JPEG", width=2500, place=True)
    words = BRIEFING.replace("Words about what to ask.", "![A road](road.jpg)")
    site = make_site({"briefings/a.md": words, "briefings/road.jpg": photograph, "docs/road.jpg": photograph})
    assert published(site.folder, MARK) == []
    for path in ("briefings/road.jpg", "docs/road.jpg"):
        assert [line.partition(":")[0] for line in lines_about(site.messages, path)] == [
            "may say where it was taken, and the repository keeps that for ever"
        ]
    with Image.open(site.folder / "briefings/road.jpg") as shown:
        assert shown.width < 2500
        assert not shown.getexif()
    kept = list((site.folder.parent / "source/.cache/files").iterdir())
    assert len(kept) == 1  # the same picture twice
    kept[0].write_bytes(kept[0].read_bytes()[:-9])  # damaged: it is made anew
    again = build_site(site.folder.parent / "source", site.folder.parent / "again")
    assert (again.folder / "briefings/road.jpg").read_bytes() == (site.folder / "briefings/road.jpg").read_bytes()


# --- pages whose folder is the place of a file --------------------------------------------------------------------------
