"""What of mkdocs.yml makes the site has to stand: no part of it can be taken out without a word."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import sample
from conftest import MACHINERY, ROOT, build_site, write_site
from sevenminute.cli import PROBLEMS, main
from sevenminute.config.machinery import HOOKS, machinery_problems
from uploads import HTML, SVG, pdf, picture

FONT = "  font: false # the bundled font; nothing is loaded from another host\n"
THEME = MACHINERY[MACHINERY.index("\ntheme:") + 1 : MACHINERY.index("\nplugins:")]
LOST = "is missing, and without it the site is not whole, or not checked: write"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, whose mkdocs.yml each test writes."""
    return write_site(tmp_path_factory.mktemp("machinery") / "source", {"briefings/a.md": sample.briefing()})


def write(root: Path, old: str, new: str) -> list[str]:
    """Write the site's mkdocs.yml with one change to how the site is made, and return its lines."""
    text = f"{sample.SETTINGS}\nnav: [index.md, briefings/index.md]\n{MACHINERY}"
    assert old in text
    changed = text.replace(old, new, 1) if old else text + new
    (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
    return changed.split("\n")


def test_the_hooks_are_those_that_are_delivered() -> None:
    listed = re.findall(r"(?m)^  - (hooks/\w+\.py) #", MACHINERY)
    assert listed == list(HOOKS)
    assert sorted(listed) == sorted(f"hooks/{file.name}" for file in (ROOT / "hooks").glob("*.py"))
    assert machinery_problems(ROOT / "mkdocs.yml") == ()


@pytest.mark.parametrize("hook", HOOKS)
def test_no_hook_can_be_left_out(root: Path, hook: str) -> None:
    lines = write(root, f"  - {hook}", f"  # - {hook}")
    (problem,) = machinery_problems(root / "mkdocs.yml")
    before = HOOKS[HOOKS.index(hook) - 1] if hook != HOOKS[0] else ""
    assert problem.message == f"hooks: {hook} {LOST} - {hook} {f'below {before}' if before else 'above all others'}"
    assert lines[problem.line - 1].startswith(f"  - {before}" if before else f"  - {HOOKS[1]}")


def in_menu(entry: str) -> tuple[str, str, str]:
    """Return a change of the menu to one that ends with an entry, and the line that is told."""
    told = entry.split("\n")[-1 if entry.endswith(":") else 0]
    return "nav: [index.md, briefings/index.md]", f"nav:\n  - index.md\n  - briefings/index.md\n{entry}", told


WRONG: dict[str, tuple[str, str, str, str]] = {
    "no hooks": (MACHINERY[1 : MACHINERY.index("\ntheme:")], "hooks: []\n", "hooks: []", "hooks is empty or missing"),
    "hooks of nothing": (MACHINERY[1 : MACHINERY.index("\ntheme:")], "hooks:\n", "hooks:", "hooks is empty or missing"),
    "a hook that is late": (
        "\ntheme:",
        "  - hooks/more.py\n\ntheme:",
        "  - hooks/more.py",
        "hooks: “hooks/more.py” is not a file: delete the line",
    ),
    "a hook misspelt": (
        "hooks/html_policy.py",
        "hooks/html_polcy.py",
        "  - hooks/html_polcy.py",
        "hooks: “hooks/html_polcy.py” is not a file; did you mean “hooks/html_policy.py”?",
    ),
    "a hook twice": (
        "\ntheme:",
        "  - ./hooks/feeds.py\n\ntheme:",
        "  - ./hooks/feeds.py",
        "hooks: “hooks/feeds.py” is here a second time: delete the line",
    ),
    "a hook with an endless name": ("hooks:\n", f"hooks:\n  - {'a' * 300}\n", "  - aaa", "hooks: “aaa"),
    "a logo with an endless name": (FONT, f"{FONT}  logo: {'a' * 300}.svg\n", "  logo:", "theme.logo is “aaa"),
    "a favicon with an endless path": (
        "favicon: assets/images/favicon.svg",
        f"favicon: {'a/' * 3_000}f.svg",
        "  favicon:",
        "theme.favicon is “a/a/",
    ),
    "a page of the menu without its path": (*in_menu("  - About:"), "nav: “About” has no page: write its path, like - About:"),
    "a page of a group without its path": (
        *in_menu("  - More:\n      - About:"),
        "nav: “About” has no page: write its path, like",
    ),
    "a page of the menu that is a number": (*in_menu("  - 7"), "nav: an entry is a page or a group of pages: write it like"),
    "two pages in one entry": (*in_menu("  - Home: index.md\n    About: about.md"), "nav: an entry has one name: begin the line"),
    "an address of the menu that cannot be read": (
        *in_menu('  - Evil: "https://[bad/"'),
        "nav: “https://[bad/” cannot be read as a web address: copy it again",
    ),
    "a page of the menu that is an address that cannot be read": (*in_menu('  - "//[bad/"'), "nav: “//[bad/” cannot be read"),
    "a repository that cannot be read": (
        "plugins: []",
        'plugins: []\nrepo_url: "https://[bad/"',
        "repo_url:",
        "repo_url: “https://[bad/” cannot be read as a web address",
    ),
    "a way to edit that cannot be read": (
        "plugins: []",
        "plugins: []\nedit_uri: //a]b/",
        "edit_uri:",
        "edit_uri: “//a]b/” cannot",
    ),
    "a menu that is a word": ("nav: [index.md, briefings/index.md]", "nav: no", "nav: no", "nav is not a list of pages: write"),
    "a plugin": ("plugins: []", "plugins: [search]", "plugins:", "plugins has to be empty"),
    "no line of plugins": ("plugins: []", "#", "site_name", "plugins has to be empty"),
    "plugins of nothing": ("plugins: []", "plugins:", "plugins:", "plugins has to be empty"),
    "no theme": (THEME, "theme: null\n", "theme:", "theme holds other settings"),
    "a theme by its name": (THEME, "theme: material\n", "theme:", "theme holds other settings"),
    "another theme": ("name: material", "name: mkdocs", "  name:", "theme.name has to be as in the sample mkdocs.yml"),
    "no templates of ours": ("  custom_dir: overrides\n", "", "theme:", "theme.custom_dir has to be as in the sample"),
    "other templates": ("custom_dir: overrides", "custom_dir: docs", "  custom_dir:", "theme.custom_dir has to be as"),
    "a font from elsewhere": (FONT, "  font: {text: Roboto}\n", "  font:", "theme.font has to be as in the sample mkdocs.yml"),
    "the theme's own font": (FONT, "", "theme:", "theme.font has to be as in the sample mkdocs.yml: write font: false"),
    "a favicon from elsewhere": (
        "favicon: assets/images/favicon.svg",
        "favicon: https://cdn.example/f.svg",
        "  favicon:",
        "theme.favicon is “https://cdn.example/f.svg”, no picture in docs/ or overrides/assets/",
    ),
    "a favicon of another host": ("assets/images/favicon.svg", "//cdn.example/f.svg", "  favicon:", "theme.favicon is “//cdn"),
    "a favicon that is not there": ("images/favicon.svg", "images/f.svg", "  favicon:", "theme.favicon is “assets/images/f.svg”"),
    "a favicon outside": ("assets/images/favicon.svg", "../mkdocs.yml", "  favicon:", "theme.favicon is “../mkdocs.yml”"),
    "a favicon that is a template": (
        "assets/images/favicon.svg",
        "main.html",
        "  favicon:",
        "theme.favicon is “main.html”, no pic",
    ),
    "a favicon that is a page": (
        "assets/images/favicon.svg",
        "index.md",
        "  favicon:",
        "theme.favicon is “index.md”, no picture",
    ),
    "a logo that is a template": (FONT, f"{FONT}  logo: 404.html\n", "  logo:", "theme.logo is “404.html”, no picture in docs/"),
    "no favicon": ("  favicon: assets/images/favicon.svg\n", "", "theme:", "theme.favicon is missing"),
    "a favicon that is a switch": ("favicon: assets/images/favicon.svg", "favicon: no", "  favicon:", "theme.favicon is “false”"),
    "a logo from elsewhere": (FONT, f"{FONT}  logo: data:image/png;base64,x\n", "  logo:", "theme.logo is “data:image/png;"),
    "a language that the site does not speak": (
        "language: en-GB",
        "language: cy",
        "  language:",
        "theme.language is “cy”, but the site’s own words are English, which a screen reader would read as something else: "
        "write language: en-GB",
    ),
    "a style sheet of docs/": (
        "use_directory_urls: false",
        "use_directory_urls: false\nextra_css: [my.css]",
        "extra_css:",
        "extra_css would load a style sheet that nobody checks: delete the setting, and change overrides/ instead",
    ),
    "a language that is a tag": (
        "language: en-GB",
        "language: 'en\"><script>run()</script>'",
        "  language:",
        'theme.language is “en"><script>run()</script>”, but the site’s own words are English, which a screen '
        "reader would read as something else: write language: en-GB",
    ),
    "other templates that are published": (FONT, f"{FONT}  static_templates: [a.html]\n", "  static_t", "theme.static_templates"),
    "files in pages": (
        "",
        "markdown_extensions:\n  - pymdownx.snippets: {base_path: /}\n",
        "  - pymdownx.snippets",
        "markdown_extensions: “pymdownx.snippets” puts files of the machine that builds into pages: delete the line",
    ),
    "pictures in pages": (
        "",
        "markdown_extensions:\n  - pymdownx.b64\n",
        "  - pymdownx.b64",
        "markdown_extensions: “pymdownx.b64” puts",
    ),
    "an unknown extension": (
        "",
        "markdown_extensions:\n  - my.own\n",
        "  - my.own",
        "markdown_extensions: “my.own” would show pages otherwise than the preview: delete the line",
    ),
    "an extension with options": (
        "",
        "markdown_extensions:\n  - toc: {permalink: true}\n",
        "  - toc",
        "markdown_extensions: “toc” has options",
    ),
    "an extension of an earlier version": (
        "",
        "markdown_extensions:\n  - toc\n  - attr_list\n",
        "  - attr_list",
        "markdown_extensions: “attr_list” is part of the site since an upgrade: delete the line",
    ),
    "addresses of another kind": ("use_directory_urls: false", "use_directory_urls: true", "use_d", "use_directory_urls has to"),
    "addresses as MkDocs makes them": ("use_directory_urls: false", "#", "site_name", "use_directory_urls has to be false"),
    "pages of another folder": ("", "docs_dir: briefings\n", "docs_dir:", "docs_dir is “briefings”: delete the line"),
    "a site in the place of the content": ("", "site_dir: briefings\n", "site_dir:", "site_dir is “briefings”: delete the line"),
    "pages left out": ("", "exclude_docs: '*.md'\n", "exclude_docs:", "exclude_docs would leave out pages"),
    "pages as drafts": ("", "draft_docs: |\n  *.md\n", "draft_docs:", "draft_docs would leave out pages"),
    "links not looked at": ("anchors: warn", "anchors: ignore", "  anchors:", "validation.anchors has to be warn"),
    "links of the menu not looked at": ("  anchors: warn", "  anchors: warn\n  nav: {}", "  nav:", "validation.nav is not used"),
}
"""What stands in the delivered file, into what it is changed, how the line of the mistake begins, and what is said."""


@pytest.mark.parametrize(("old", "new", "line", "said"), WRONG.values(), ids=WRONG)
def test_what_switches_a_protection_off_is_told_with_its_line(root: Path, old: str, new: str, line: str, said: str) -> None:
    lines = write(root, old, new)
    (problem,) = machinery_problems(root / "mkdocs.yml")
    assert problem.message.startswith(said)
    assert ": " in problem.message or problem.message.endswith("?"), "it says what would be right"
    assert lines[problem.line - 1].startswith(line)


PICTURES: dict[str, tuple[bytes | None, bool]] = {
    "docs/logo.svg": (SVG, True),
    "docs/images/logo.PNG": (picture("PNG"), True),
    "docs/logo.ico": (b"\0\0\1\0\1\0", True),
    "docs/logo.pdf": (pdf(), False),
    "docs/words.png": (b"words", False),
    "docs/another.svg": (picture("PNG"), False),
    "docs/page.svg": (HTML, False),
    "docs/folder.svg": (None, False),
}
"""A file, and whether every page can show it."""


@pytest.mark.parametrize("path", PICTURES)
@pytest.mark.parametrize("setting", ["logo", "favicon"])
def test_what_every_page_shows_is_a_picture(tmp_path: Path, path: str, setting: str) -> None:
    content, is_shown = PICTURES[path]
    root = write_site(tmp_path / "source", {} if content is None else {path: content})
    if content is None:
        (root / path).mkdir()
    value = path.removeprefix("docs/")
    old = FONT if setting == "logo" else "  favicon: assets/images/favicon.svg\n"
    write(root, old, f"{old if setting == 'logo' else ''}  {setting}: {value}\n")
    fix = "write the path of one within docs/ or overrides/"
    said = f"theme.{setting} is “{value}”, no picture in docs/ or overrides/assets/: {fix}"
    assert [problem.message for problem in machinery_problems(root / "mkdocs.yml")] == ([] if is_shown else [said])


@pytest.mark.parametrize(
    ("path", "is_shown"), [("icon.svg", False), ("assets/icon.svg", True), ("assets-of-ours/icon.svg", False)]
)
def test_of_the_templates_folder_only_what_is_published_is_shown(tmp_path: Path, path: str, is_shown: bool) -> None:
    root = write_site(tmp_path / "source", {})
    overrides = root / "overrides"
    if overrides.is_symlink():
        overrides.unlink()
    file = overrides / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(SVG)
    write(root, "  favicon: assets/images/favicon.svg\n", f"  favicon: {path}\n")
    found = [problem.message for problem in machinery_problems(root / "mkdocs.yml") if "favicon" in problem.message]
    assert bool(found) is not is_shown


def test_a_hook_in_another_place_is_told_and_none_of_the_others(root: Path) -> None:
    line = "  - hooks/static_files.py # lets pages, pictures and PDFs of docs/ and briefings/ through, and nothing else\n"
    write(root, line, "")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("\ntheme:", f"{line}\ntheme:")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    (problem,) = machinery_problems(root / "mkdocs.yml")
    assert problem.message == "hooks: hooks/static_files.py is in the wrong place: move it below hooks/site_settings.py"
    assert text.split("\n")[problem.line - 1] == line.rstrip("\n")


def test_hooks_of_one_s_own_may_stand_anywhere(root: Path) -> None:
    for place in ("\nhooks:\n", "  - hooks/feeds.py # /feed.xml and /feed.json of the briefings\n"):
        write(root, place, f"{place}  - hooks/sevenminute/../../overrides/main.html\n")
        assert machinery_problems(root / "mkdocs.yml") == ()


BEFORE = """
hooks:
  - hooks/site_settings.py # reads and checks settings and content
  - own.py
  - hooks/preview_faults.py
  - hooks/static_files.py
  - hooks/quick_exit.py
  - hooks/foreign_content.py
  - hooks/briefing_pages.py
  - hooks/unreadable_pages.py
  - hooks/briefing_lists.py
  - hooks/topic_pages.py
  - hooks/feeds.py
  - hooks/resource_index.py
  - hooks/link_list.py
  - hooks/home_page.py
  - hooks/site_search.py
  - hooks/theme_files.py
  - hooks/telephone_links.py # telephone numbers in summaries and questions
  - hooks/printed_pages.py
  - hooks/pdf_files.py
  - hooks/page_facts.py
  - hooks/link_messages.py
  - hooks/page_addresses.py
  - hooks/asset_versions.py
  - hooks/page_weight.py
  - hooks/content_policy.py
"""


def test_each_hook_of_an_earlier_version_says_what_to_do_and_that_is_all(tmp_path: Path) -> None:
    root = write_site(tmp_path / "source", {"briefings/a.md": sample.briefing(), "own.py": ""})
    lines = write(root, MACHINERY[: MACHINERY.index("\ntheme:")], BEFORE)
    problems = machinery_problems(root / "mkdocs.yml")
    assert len(problems) == len([line for line in BEFORE.split("\n") if ".py" in line]) - 9 + 1
    for problem in problems:
        line = lines[problem.line - 1]
        if problem.message.endswith(": delete the line"):
            lines[problem.line - 1] = ""
        elif " is missing, " in problem.message:
            assert problem.message.endswith(": write - hooks/assets.py below hooks/quick_exit.py")
            lines[problem.line - 1] += "\n  - hooks/assets.py"
        else:
            old, new = re.findall(r"hooks/\w+[.]py", problem.message)[:2]
            assert problem.message == f"hooks: “{old}” is called {new} since an upgrade: write {new} instead"
            lines[problem.line - 1] = line.replace(old, new)
    (root / "mkdocs.yml").write_text("\n".join(lines), encoding="utf-8")
    assert machinery_problems(root / "mkdocs.yml") == ()
    built = build_site(root, tmp_path / "site")
    assert built.messages == []


LEFT_OUT = [
    "  - hooks/static_files.py # lets pages, pictures and PDFs of docs/ and briefings/ through, and nothing else\n",
    FONT,
    "plugins: [] # without this line MkDocs adds a search whose index every page would fetch\n",
]


def test_each_command_tells_all_of_it_at_once_and_builds_nothing(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(root, "", "site_nmae: x\n")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("area: Testshire", "area: TBC")
    for line in LEFT_OUT:
        assert line in text
        text = text.replace(line, "")
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    own = [
        "extra.organisation.area: “TBC”",
        f"hooks: hooks/static_files.py {LOST}",
        "theme.font has to",
        "plugins has to be empty",
    ]
    for command in (["check", "--settings"], ["check", "--quick"], ["check"], ["build"]):
        assert main(["--root", str(root), *command]) == PROBLEMS
        said = "".join(capfd.readouterr())
        assert [said.count(words) for words in own] == [1, 1, 1, 1], command
        assert ("site_nmae is not a setting" in said) is (command != ["check", "--quick"])
        assert "Traceback" not in said
        assert not (root / "site").exists()
    done = mkdocs_build(root)
    assert done.returncode == 1
    assert [done.stderr.count(words) for words in own] == [1, 1, 1, 1]
    assert "Traceback" not in done.stderr


def mkdocs_build(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(root.parent / "out")]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_without_the_hook_that_checks_the_others_build_nothing(root: Path) -> None:
    write(root, f"  - {HOOKS[0]}", f"  # - {HOOKS[0]}")
    done = mkdocs_build(root)
    assert done.returncode == 1
    assert done.stderr.endswith(
        "Error: mkdocs.yml: hooks/site_settings.py is missing from hooks: run make check, which says where\n"
    )
    assert "Traceback" not in done.stderr
    assert not (root.parent / "out").exists()
