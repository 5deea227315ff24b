"""Symbolic links, folders that change, pipes and files that may not be read: told of, and nothing of them is published."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Built, build_site, write_site
from published_files import BRIEFING, SECRET, TODAY, lines_about, problems_of, published
from sevenminute.checks import read_library
from sevenminute.static_files.content_tree import ContentTree, read_content_tree
from uploads import pdf, picture

LINKS = {
    "docs/env.txt": "/proc/self/environ",
    "docs/linked": "{outside}",
    "docs/page.md": "{outside}/page.md",
    "docs/gone.png": "{outside}/gone.png",
    "docs/inside.md": "index.md",
    "docs/images/chain.png": "../../briefings/host.png",
    "docs/topics/t.md": "{outside}/page.md",
    "docs/robots.txt": "{outside}/page.md",
    "briefings/host.png": "{outside}/photo.png",
    "briefings/leak.pdf": "{outside}/leak.pdf",
    "briefings/gone.md": "nowhere.md",
    "briefings/other.md": "{outside}/page.md",
    "briefings/README.md": "{outside}/page.md",
    "briefings/more": "{outside}",
    "briefings/resources.yml": "{outside}/resources.yml",
}
"""Path of a symbolic link to where it leads."""
IS_A_LINK = "is a symbolic link, which this site does not follow: delete it, and put the file or folder itself there"


def outside(folder: Path) -> Path:
    """Write what lies outside of the repository and holds a secret."""
    (folder / "deep").mkdir(parents=True)
    secret = SECRET.decode()
    (folder / "page.md").write_text(f"# {secret}\n", encoding="utf-8")
    (folder / "deep/page.md").write_text(f"# {secret}\n", encoding="utf-8")
    (folder / "photo.png").write_bytes(picture() + SECRET)
    (folder / "leak.pdf").write_bytes(pdf() + SECRET)
    (folder / "resources.yml").write_text(f"{secret}:\n  title: {secret}\n  {secret}: {secret}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with symbolic links of all sorts."""
    folder = tmp_path_factory.mktemp("linked")
    words = "![A tree](host.png) [leak](leak.pdf) [gone](gone.md) [page](../docs/page.md)"
    briefing = BRIEFING.replace("Words about what to ask.", words)
    root = write_site(folder / "source", {"briefings/a.md": briefing, "docs/images/tree.png": picture()})
    away = outside(folder / "outside")
    for path, target in LINKS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target.format(outside=away))
    return build_site(root, folder / "site")


@pytest.mark.parametrize("path", LINKS)
def test_a_symbolic_link_is_a_problem_with_its_path(linked: Built, path: str) -> None:
    assert lines_about(linked.messages, path) == [IS_A_LINK]


def test_nothing_of_what_a_symbolic_link_leads_to_is_published_or_said(linked: Built) -> None:
    assert not linked.passed
    assert published(linked.folder, SECRET) == []
    assert published(linked.folder, b"PATH=") == []
    assert not [message for message in linked.messages if SECRET.decode() in message]
    assert (linked.folder / "images/tree.png").is_file()
    assert (linked.folder / "index.html").is_file()


def test_each_symbolic_link_is_told_of_once(linked: Built) -> None:
    assert len(linked.messages) == len(LINKS), linked.messages


@pytest.mark.parametrize("folder", ["docs", "briefings"])
def test_a_content_folder_may_be_no_symbolic_link(tmp_path: Path, folder: str) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING})
    away = outside(tmp_path / "outside")
    for file in sorted((root / folder).rglob("*"), reverse=True):
        file.unlink()
    (root / folder).rmdir()
    (root / folder).symlink_to(away)
    library = read_library(root, today=TODAY)
    assert f"{folder}:1: {IS_A_LINK}" in [str(problem) for problem in library.problems]
    assert SECRET.decode() not in str((library.problems, library.briefings, library.broken, library.pages))


SWAPPED = {"docs/deep": "docs/deep/page.md", "docs/images": "docs/images/photo.png", "briefings/x": "briefings/x/leak.pdf"}
"""A folder to a file in it that has a counterpart outside."""


@pytest.mark.parametrize("folder", SWAPPED)
def test_a_folder_that_becomes_a_symbolic_link_after_it_was_listed_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    def list_then_swap(root: Path) -> ContentTree:
        tree = read_content_tree(root)
        (root / folder).rename(tmp_path / "moved")
        (root / folder).symlink_to(away / ("deep" if folder == "docs/deep" else ""))
        return tree

    away = outside(tmp_path / "outside")
    monkeypatch.setattr("sevenminute.content.library.read_content_tree", list_then_swap)
    said = problems_of(tmp_path / "source", {SWAPPED[folder]: picture() if folder == "docs/images" else b"Mine"})
    assert said == [f"{SWAPPED[folder]}:1: {IS_A_LINK}"]


def test_a_folder_that_becomes_a_symbolic_link_while_it_is_listed_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap_then_open(file: str | Path, flags: int, *more: object, **named: object) -> int:
        deep = tmp_path / "source/docs/deep"
        if str(file).endswith("deep") and not deep.is_symlink():
            deep.rename(tmp_path / "moved")
            deep.symlink_to(away)
        return real(file, flags, *more, **named)  # type: ignore[arg-type]

    away = outside(tmp_path / "outside")
    real = os.open
    monkeypatch.setattr(os, "open", swap_then_open)
    assert problems_of(tmp_path / "source", {"docs/deep/page.md": "# Mine\n"}) == [f"docs/deep:1: {IS_A_LINK}"]


@pytest.mark.parametrize("path", ["docs/help.md", "docs/topics/sleep.md", "briefings/a.md", "docs/images/tree.png"])
def test_what_changes_after_it_was_checked_is_published_as_it_was(tmp_path: Path, path: str) -> None:
    files = {"docs/help.md": "# Help\n\nWords.\n", "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Sleep\n---\nWords.\n"}
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING, "docs/images/tree.png": picture(), **files})
    hook = f"""from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-900)
def on_files(files, config):
    (Path(config.config_file_path).parent / {path!r}).write_text('# {SECRET.decode()}')
"""
    (root / "swap.py").write_text(hook, encoding="utf-8")
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("\nhooks:\n", "\nhooks:\n  - swap.py\n"), encoding="utf-8")
    site = build_site(root, tmp_path / "site")
    assert site.messages == []
    assert SECRET in (root / path).read_bytes()
    assert published(site.folder, SECRET) == []


def test_loops_pipes_and_sockets_hold_up_no_build_and_no_check(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": BRIEFING, "docs/help/index.md": "# Help\n"})
    loops = {"docs/loop": ".", "docs/again": "..", "docs/help/round": "..", "briefings/loop": ".", "briefings/b": "c"}
    for path, target in {**loops, "briefings/c": "b"}.items():
        (root / path).symlink_to(target)
    pipes = ["docs/pipe.md", "docs/pipe.png", "briefings/pipe.md", "briefings/pipe.pdf", "briefings/resources.yml"]
    for path in pipes:
        os.mkfifo(root / path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(root / "docs/socket.svg"))
    odd = [*pipes, "docs/socket.svg"]
    settings = ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(tmp_path / "site")]
    for command in (["mkdocs", "build", "--strict", *settings], ["sevenminute", "--root", str(root), "check"]):
        ran = subprocess.run(
            [sys.executable, "-m", *command],
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = ran.stdout + ran.stderr
        assert ran.returncode == 1, said
        assert "Traceback" not in said
        for path in (*loops, "briefings/c"):
            assert f"{path}:1: {IS_A_LINK}" in said
        for path in odd:
            assert f"{path}:1: is a pipe, a socket or a device, not a file: delete it" in said


@pytest.mark.parametrize("path", ["docs/help.md", "docs/tree.png", "briefings/b.md", "briefings/policy.pdf"])
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    def refuse(file: str | Path, flags: int, *more: object, **named: object) -> int:
        if str(file) == Path(path).name:
            raise PermissionError(13, "Permission denied")
        return real(file, flags, *more, **named)  # type: ignore[arg-type]

    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    assert problems_of(tmp_path, {path: b"x"}) == [
        f"{path}:1: cannot be read: Permission denied; let everybody read it, or upload it again"
    ]


def test_a_folder_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: str | Path, flags: int, *more: object, **named: object) -> int:
        if str(file) == "closed":
            raise PermissionError(13, "Permission denied")
        return real(file, flags, *more, **named)  # type: ignore[arg-type]

    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    said = "cannot be read: Permission denied; let everybody read it, or upload it again"
    files: dict[str, str | bytes] = {"docs/closed/x.md": "# X\n", "briefings/closed/tree.png": picture()}
    assert problems_of(tmp_path, files) == [f"briefings/closed:1: {said}", f"docs/closed:1: {said}"]


# --- kinds of file ----------------------------------------------------------------------------------------------------
