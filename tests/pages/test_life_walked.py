"""A rename, a withdrawal, a draft and a briefing that waits, from the proposal to page and paper, in a browser.

Each is proposed on a branch of its own, checked as the code host checks it, looked at in the preview and merged. Then the site is
opened as readers open it: below a path of a web server and from a folder, with JavaScript and without.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page
from pypdf import PdfReader

import sample
from browsing import opened, search
from conftest import write_site
from sevenminute.cli import OK, PROBLEMS, main

pytestmark = pytest.mark.slow

SETTINGS = sample.SETTINGS.replace("  print: {pdf: false}\n", "")
DAY, NEXT_DAY = "1796083200", "1796169600"  # 1 and 2 December 2026
WAITS = sample.briefing(title="Quokka waits", published="2026-12-02", topics="[sleep]")
DRAFT = sample.briefing(title="Quokka draft", draft="true", topics="[sleep]")
WOMBAT = sample.panels().replace("Words about", "Wombat about")
WITHDRAWN = sample.briefing(
    WOMBAT,
    title="Old advice",
    topics="[sleep]",
    withdrawn="2026-12-01",
    withdrawn_because="The law has changed.",
    replaced_by="safe-sleep",
)
SITE: dict[str, str | bytes] = {
    "docs/index.md": "# Home\n\n[Sleep](../briefings/safer-sleep.md)\n",
    "docs/topics/sleep.md": "---\ntitle: Sleep\ntopic: sleep\n---\n\n# Sleep\n",
    "briefings/safer-sleep.md": sample.briefing(topics="[sleep]"),
    "briefings/advice.md": sample.briefing(WOMBAT, title="Old advice", topics="[sleep]"),
}
OUTSIDE = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True)
class Walked:
    """The repository after four merges, and what its checks said of each proposal."""

    root: Path
    said: dict[str, str]


def git(root: Path, *arguments: str) -> None:
    given = ["git", "-c", "user.name=An editor", "-c", "user.email=editor@example.org", *arguments]
    subprocess.run(given, cwd=root, check=True, capture_output=True)


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """Four proposals, each checked against the branch of readers, built as a preview, and merged."""
    root = write_site(tmp_path_factory.mktemp("walked") / "source", SITE, SETTINGS)
    (root / ".gitignore").write_text("/.cache/\n/site/\n/preview/\n/intranet/\n")
    git(root, "init", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--message=Begin")
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        for name, change in PROPOSALS.items():
            git(root, "checkout", "-b", name)
            change(root)
            git(root, "add", "--all")
            git(root, "commit", f"--message={name}")
            said[name] = checked(root, patch)
            git(root, "checkout", "main")
            git(root, "merge", name)
        assert run(root, "build", "--preview") == OK
        assert run(root, "build") == OK
        assert run(root, "intranet") == OK
        yield Walked(root, said)


def checked(root: Path, patch: pytest.MonkeyPatch) -> str:
    """Return what the check of a proposal says; none of the four has a mistake."""
    told = io.StringIO()
    with patch.context() as quiet:
        quiet.setattr("sys.stdout", told)
        assert run(root, "check", "--quick", "--against", "main") == OK
    return told.getvalue()


PROPOSALS: dict[str, Callable[[Path], object]] = {
    "rename": lambda root: run(root, "rename", "safer-sleep", "safe-sleep"),
    "withdrawal": lambda root: (root / "briefings/advice.md").write_text(WITHDRAWN),
    "draft": lambda root: (root / "briefings/secret.md").write_text(DRAFT),
    "schedule": lambda root: (root / "briefings/soon.md").write_text(WAITS),
}


def test_a_proposal_is_told_what_readers_do_not_get(walked: Walked) -> None:
    assert "advice:" not in walked.said["rename"] + walked.said["withdrawal"]
    assert "briefings/secret.md:7: this is a draft" in walked.said["draft"]
    assert "briefings/soon.md:4: this briefing waits: readers get it on 2 December 2026" in walked.said["schedule"]


def test_a_file_that_was_only_renamed_is_refused(walked: Walked, capsys: pytest.CaptureFixture[str]) -> None:
    git(walked.root, "checkout", "-b", "renamed-by-hand")
    git(walked.root, "mv", "briefings/advice.md", "briefings/advice-of-old.md")
    try:
        assert run(walked.root, "check", "--quick", "--against", "main") == PROBLEMS
    finally:
        git(walked.root, "checkout", "--force", "main")
    said = "briefings/advice-of-old.md:1: paper and bookmarks name /briefings/advice/, which would no longer work: "
    assert f"{said}add a line former_addresses: [advice]" in capsys.readouterr().out


@pytest.fixture(params=["http", "file", "unpacked zip"])
def site(request: pytest.FixtureRequest, walked: Walked, serve: Callable[[Path], str], tmp_path: Path) -> str:
    """The address of the home page: below a path of a web server, from a folder, and from the zip for an intranet."""
    if request.param == "http":
        return f"{serve(walked.root)}site/"
    if request.param == "file":
        return f"{(walked.root / 'site').as_uri()}/"
    (copy,) = (walked.root / "intranet").glob("*.zip")
    with zipfile.ZipFile(copy) as packed:
        packed.extractall(tmp_path)
    return f"{tmp_path.as_uri()}/{copy.stem}/"


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
def test_readers_get_what_they_should(browser: Browser, site: str, javascript: bool) -> None:
    with opened(browser, java_script_enabled=javascript) as page:
        page.context.route(f"{OUTSIDE}**", lambda route: route.fulfill(body="<title>Elsewhere</title>"))
        _lists(page, site)
        _renamed(page, site)
        _withdrawn(page, site)
        if javascript:
            _searched(page, site)


def _lists(page: Page, site: str) -> None:
    """Home, lists and topic name the one briefing that is left."""
    for path in ("", "briefings/", "briefings/a-to-z/", "briefings/newest/", "topics/sleep/"):
        page.goto(f"{site}{path}index.html")
        named = page.inner_text("main")
        assert "Safer sleep" in named or path == "", path
        assert "Quokka" not in named, path
        assert "Old advice" not in named, path
    for path in ("briefings/secret/index.html", "briefings/soon/index.html"):
        assert not _is_there(page, f"{site}{path}")


def _is_there(page: Page, address: str) -> bool:
    tab = page.context.new_page()
    try:
        answer = tab.goto(address)
    except Error:  # of a folder, Chromium answers nothing
        return False
    finally:
        tab.close()
    return answer is None or answer.ok


def _renamed(page: Page, site: str) -> None:
    """Old links lead on, the way out works, and Back leads to where the reader came from."""
    page.goto(f"{site}index.html")
    page.click("main a")
    page.wait_for_url(f"{site}briefings/safe-sleep/index.html")
    page.goto(f"{site}index.html")
    page.goto(f"{site}briefings/safer-sleep/index.html")
    page.wait_for_url(f"{site}briefings/safe-sleep/index.html")
    assert page.inner_text("h1") == "Safer sleep"
    page.go_back()
    page.wait_for_url(f"{site}index.html")
    page.goto(f"{site}briefings/safe-sleep/index.html")
    page.click(".quick-exit")
    page.wait_for_url(OUTSIDE)


def _withdrawn(page: Page, site: str) -> None:
    """The address says that it was withdrawn and what to read, and nothing else."""
    page.goto(f"{site}briefings/advice/index.html")
    said = page.inner_text("main")
    assert "This briefing was withdrawn on 1 December 2026." in said
    assert "Wombat" not in page.content()
    page.click("main a")
    page.wait_for_url(f"{site}briefings/safe-sleep/index.html")


def _searched(page: Page, site: str) -> None:
    page.goto(f"{site}index.html")
    for words, found in (("sleep", 1), ("wombat", 0), ("quokka", 0), ("advice", 0)):
        search(page, words)
        page.wait_for_selector(".search__result" if found else ".search :text('Nothing')")
        assert page.locator(".search__result", has_text="Old advice").count() == 0


def test_paper_at_both_addresses_and_what_the_withdrawn_one_says(walked: Walked) -> None:
    briefings = walked.root / "site/briefings"
    for name in ("one-page.pdf", "large-print.pdf"):
        assert (briefings / "safer-sleep" / name).read_bytes() == (briefings / "safe-sleep" / name).read_bytes()
        (sheet,) = PdfReader(briefings / "advice" / name).pages
        assert "This briefing was withdrawn on 1 December 2026." in " ".join(sheet.extract_text().split())
    pack = " ".join(sheet.extract_text() for sheet in PdfReader(walked.root / "site/topics/sleep/pack.pdf").pages)
    assert "Safer sleep" in pack
    assert not any(word in pack for word in ("Quokka", "Old advice", "Wombat"))


def test_what_subscribers_and_search_engines_get(walked: Walked) -> None:
    for name in ("feed.xml", "feed.json", "sitemap.xml"):
        text = (walked.root / "site" / name).read_text(encoding="utf-8")
        assert "/briefings/safe-sleep/" in text
        assert not any(word in text for word in ("Quokka", "Wombat", "/safer-sleep/", "/secret/", "/soon/")), name
        assert ("Withdrawn: Old advice" in text) is name.startswith("feed"), name


@pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_editors_see_it_in_the_preview(
    walked: Walked, browser: Browser, serve: Callable[[Path], str], scheme: str, javascript: bool
) -> None:
    folder = walked.root / "preview"
    address = serve(folder) if scheme == "http" else f"{folder.as_uri()}/"
    with opened(browser, java_script_enabled=javascript) as page:
        for slug, words in (("secret", "Draft: not published."), ("soon", "Not published before 2 December 2026.")):
            page.goto(f"{address}briefings/index.html")
            page.click(f"main a[href*='{slug}']")
            assert page.inner_text(".ribbon").startswith(words)
            assert (folder / f"briefings/{slug}/one-page.pdf").is_file()


def test_on_its_day_what_waited_is_there(
    walked: Walked, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build of that morning, of the same commit."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NEXT_DAY)
    root = shutil.copytree(walked.root, tmp_path / "next day", symlinks=True)
    assert run(root, "build") == OK
    with opened(browser) as page:
        page.goto((root / "site/briefings/index.html").as_uri())
        page.click("main a[href*='soon']")
        assert page.inner_text("h1") == "Quokka waits"
        assert page.locator(".ribbon").count() == 0
        search(page, "quokka")
        page.locator(".search a", has_text="Quokka waits").first.wait_for()
    assert "Quokka waits" in (root / "site/feed.xml").read_text(encoding="utf-8")
    assert "Quokka draft" not in (root / "site/feed.xml").read_text(encoding="utf-8")
