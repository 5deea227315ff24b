"""The commands that people type: building keeps the last good site, serving survives mistakes, ProperDocs builds the same."""

from __future__ import annotations

import html
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import sample
from conftest import ROOT, write_site

BIN = Path(sys.executable).parent


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def make_target(root: Path, target: str = "site") -> subprocess.CompletedProcess[str]:
    """Run `make` on a small site, with the environment that the tests run in."""
    ready = root / ".venv/.ready-for-site"
    ready.parent.mkdir(exist_ok=True)
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    if not (root / "scripts").exists():
        shutil.copytree(ROOT / "scripts", root / "scripts")
    ready.touch()
    return subprocess.run(["make", target, f"bin={BIN}"], cwd=root, capture_output=True, text=True, check=False)


def test_make_site_says_where_to_open_it_and_keeps_the_last_good_site(tmp_path: Path) -> None:
    root = write_site(tmp_path / "a cloné", {"briefings/a.md": sample.briefing()})
    good = make_target(root)
    assert good.returncode == 0, good.stderr
    assert good.stdout == f"The site is built. Open {(root / 'site/index.html').as_uri()}\n"
    assert good.stderr == ""
    before = contents(root / "site")
    (root / "briefings/a.md").write_text(sample.briefing(owner=None, title=None), encoding="utf-8")
    bad = make_target(root)
    assert bad.returncode != 0
    assert bad.stdout == ""
    owner, title, last, _of_make = bad.stderr.splitlines()
    assert owner.startswith("briefings/a.md:1: “owner” is missing")
    assert title.startswith("briefings/a.md:1: “title” is missing")
    assert last == "Not built: fix what is listed above. site/ is as it was."
    assert contents(root / "site") == before
    assert list(root.glob(".site*")) == []


class Serving:
    """A running `mkdocs serve`."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address = address
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=[process], daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._lines.put(line)

    def said_until(self, pattern: str, *, seconds: float = 60) -> str:
        """Return what the server says up to a line that matches; `queue.Empty` when it says nothing more for so long."""
        said = ""
        while not re.search(pattern, said):
            said += self._lines.get(timeout=seconds)
        return said

    def after_writing(self, file: Path, text: str) -> str:
        """Write a file and return what the rebuild says. The watch begins some time after the server does: write again."""
        for _ in range(12):
            file.write_text(text, encoding="utf-8")
            try:
                return self.said_until("Documentation built", seconds=5)
            except queue.Empty:
                file.unlink()
        raise AssertionError(f"{file} was changed and nothing was built")

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=20) as response:  # noqa: S310 - our own server on loopback
            text: str = response.read().decode()
            return text


@contextmanager
def serving(root: Path) -> Iterator[Serving]:
    """Start `mkdocs serve` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command: list[str | Path] = [BIN / "mkdocs", "serve", "--livereload", "--dev-addr", address]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    try:
        yield Serving(f"http://{address}/", process)
    finally:
        process.kill()
        process.wait(timeout=20)
        if process.stdout:
            process.stdout.close()


@pytest.mark.slow
def test_serving_survives_mistakes_and_shows_them(tmp_path: Path) -> None:
    root = write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()})
    with serving(root) as server:
        server.said_until("Serving on")
        assert "Words about background." in server.page("briefings/a/")
        said = server.after_writing(root / "briefings/a.md", sample.briefing(links_updated="April 2025"))
        assert "briefings/a.md:5: links_updated “April 2025”" in said
        assert "2025-04" in server.page("briefings/a/")
        assert "Content-Security-Policy" not in server.page("briefings/a/"), "or MkDocs' own script could not load it anew"
        server.after_writing(root / "briefings/a.md", sample.briefing(title="Mended"))
        assert "Mended" in server.page("briefings/a/")
        server.after_writing(root / "briefings/new.md", sample.briefing(title="New"))
        assert "Words about background." in server.page("briefings/new/")
        assert "Other words" not in server.page("")
        server.after_writing(root / "docs/index.md", "# Home\n\nOther words.\n")
        assert "Other words" in server.page("")
        said = server.after_writing(root / "docs/form.html", "<form></form>")
        assert "docs/form.html:1: is a web page" in said
        with pytest.raises(urllib.error.HTTPError, match="404"):
            server.page("form.html")


SETTINGS_FAULTS = {
    "two versions of one line": (
        "    area: Testshire",
        "<<<<<<< HEAD\n    area: Testshire\n=======\n    area: Test\n>>>>>>> area",
        "mkdocs.yml:7: two people changed the same place",
    ),
    "a colon too many": ("area: Testshire", "area: Test: shire", "mkdocs.yml:7: this text contains a colon"),
    "a quotation mark never closed": ("area: Testshire", 'area: "Testshire', 'mkdocs.yml:7: the quotation mark " is opened'),
    "a day that is none": ("tested: 2026-11-22", "tested: 2026-11-32", "mkdocs.yml:22: “2026-11-32” looks like a date"),
    "a wrong setting": ("email: partnership@example.org", "email: partnership", "mkdocs.yml:8: extra.organisation.email"),
    "a theme that is none": ("extra:", "docs_dir: nowhere\nextra:", "docs_dir"),
}
"""What is wrong with the settings, by what it is, what stands there otherwise, and what is said."""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["site", "serve"])
@pytest.mark.parametrize(("old", "new", "said"), list(SETTINGS_FAULTS.values())[:4], ids=list(SETTINGS_FAULTS)[:4])
def test_a_fault_in_the_settings_has_its_line_and_no_traceback(
    tmp_path: Path, command: str, old: str, new: str, said: str
) -> None:
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing()}, sample.SETTINGS.replace(old, new, 1))
    done = make_target(root, command)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_serving_survives_faults_in_the_settings_and_shows_them(tmp_path: Path) -> None:
    root = write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()})
    config = root / "mkdocs.yml"
    good = config.read_text(encoding="utf-8")

    def shown_after(text: str, wanted: str) -> str:
        """Write the settings, and return what the page of the briefing says once the terminal has said what is wanted."""
        for _ in range(12):  # the watch begins some time after the server does: write again
            config.write_text(text, encoding="utf-8")
            try:
                said = server.said_until(wanted, seconds=5)
            except queue.Empty:
                continue
            assert "Traceback" not in said
            try:
                return server.page("briefings/a/")
            except urllib.error.HTTPError as error:
                return f"{error.code} {error.read().decode()}"
        raise AssertionError(f"mkdocs.yml was changed and nobody said {wanted}")

    with serving(root) as server:
        server.said_until("Serving on")
        for number, (old, new, said) in enumerate(SETTINGS_FAULTS.values()):
            page = shown_after(good.replace(old, new, 1), re.escape(said))
            assert page.startswith("503")
            assert html.escape(said) in page
            assert "Words about background." not in page
            name = f"Town {number}"
            assert name in shown_after(good.replace("Testshire briefings", name), "Documentation built")


def test_serving_survives_a_fault_of_the_program_and_says_so_once(tmp_path: Path) -> None:
    root = write_site(tmp_path / "clone", {"briefings/a.md": sample.briefing()})
    hook = "def on_files(files, config):\n    assert 'Fault' not in files.src_uris['index.md'].content_string\n"
    (root / "more.py").write_text(hook, encoding="utf-8")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("\nhooks:\n", "\nhooks:\n  - more.py\n"), encoding="utf-8")
    with serving(root) as server:
        server.said_until("Serving on")
        for _ in range(12):  # the watch begins some time after the server does: write again
            (root / "docs/index.md").write_text("# Home\n\nFault.\n", encoding="utf-8")
            with suppress(queue.Empty):
                assert "Traceback" in server.said_until("mkdocs.yml:1: the site cannot be built", seconds=5)
                break
        with pytest.raises(urllib.error.HTTPError, match="503") as answer:
            server.page("briefings/a/")
        page = answer.value.read().decode()
        assert re.findall("<li>(.*?)</li>", page) == [
            "mkdocs.yml:1: the site cannot be built: the terminal says why; show it to the maintainers"
        ]
        server.after_writing(root / "docs/index.md", "# Home\n\nMended.\n")
        assert "Mended" in server.page("")


def test_no_pdf_is_made_while_editing(tmp_path: Path) -> None:
    """Each change would have to wait for them; and a page that is edited has no link to what was made before."""
    files: dict[str, str | bytes] = {"briefings/a.md": sample.briefing(topics="[sleep]")}
    root = write_site(tmp_path / "clone", files, sample.SETTINGS.replace("print: {pdf: false}", "print: {}"))
    with serving(root) as server:
        assert "PDF" not in server.said_until("Serving on")
        assert "Words about background." in server.page("briefings/a/")
        assert ".pdf" not in server.page("briefings/a/")
        assert ".pdf" not in server.page("topics/sleep/")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            server.page("briefings/a/one-page.pdf")
    assert not (root / ".cache/pdf").exists()


@pytest.mark.slow
def test_properdocs_builds_the_same_site(tmp_path: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795348800"}
    for tool in ("mkdocs", "properdocs"):
        command: list[str | Path] = [
            BIN / tool,
            "build",
            "--strict",
            "--config-file",
            "mkdocs.yml",
            "--site-dir",
            tmp_path / tool,
        ]
        built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stdout + built.stderr
    theirs, ours = contents(tmp_path / "properdocs"), contents(tmp_path / "mkdocs")
    assert len([name for name in ours if name.endswith(".html")]) >= 15
    assert theirs.keys() == ours.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_no_file_names_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    hosts = re.compile(r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|deb\.debian\.org")
    for name in listed.stdout.split("\0"):
        file = ROOT / name
        if name and file.is_file() and file != Path(__file__) and file.suffix not in (".woff2", ".png"):
            assert not hosts.search(file.read_text(encoding="utf-8")), name


def test_a_day_of_the_build_that_is_none_is_said_and_no_traceback(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"briefings/a.md": sample.briefing()})
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "yesterday"}
    said = "SOURCE_DATE_EPOCH is “yesterday”: must be seconds since 1970"
    for command, code in (("mkdocs build -q", 1), ("briefings check", 2), ("briefings links check --offline", 2)):
        words = command.split()
        words[0] = str(BIN / words[0])
        done = subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moments", "epoch"),
    [(("2026-11-22 08:00:00", "2031-03-09 23:30:00"), "1795348800"), (("2026-11-22 08:00:00", "2026-11-22 21:00:00"), None)],
    ids=["different days, one SOURCE_DATE_EPOCH", "one day"],
)
def test_two_builds_are_the_same_to_the_byte(tmp_path: Path, moments: tuple[str, str], epoch: str | None) -> None:
    clock = shutil.which("faketime")
    if not clock and not os.environ.get("CI"):
        pytest.skip("no faketime: install Debian's package of that name")
    assert clock, "no faketime, with which CI changes the day: scripts/setup test-all installs it"
    settings = sample.SETTINGS.replace("print: {pdf: false}", "print: {pdf: true}")
    files: dict[str, str | bytes] = {
        "briefings/a.md": sample.briefing(topics="[sleep]"),
        "docs/topics/sleep.md": "---\ntopic: sleep\ntitle: Sleep\n---\n",
    }
    built = []
    for name, moment in zip(("one", "two"), moments, strict=True):
        root = write_site(tmp_path / name / "source", files, settings)
        site = tmp_path / name / "site"
        command: list[str | Path] = [clock, moment, BIN / "mkdocs", "build", "-q", "--strict", "--site-dir", site]
        environment = {**os.environ, "TZ": "UTC", "NO_FAKE_STAT": "1", "SOURCE_DATE_EPOCH": epoch or ""}
        if not epoch:
            del environment["SOURCE_DATE_EPOCH"]
        subprocess.run(command, cwd=root, env=environment, check=True)
        built.append(contents(site))
    assert built[0].keys() == built[1].keys()
    assert sum(name.endswith(".pdf") for name in built[0]) == 3
    assert [name for name in built[0] if built[0][name] != built[1][name]] == []
