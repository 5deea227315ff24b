"""How `mkdocs.yml` says that the site is made: what has to stand there, since without it protections are off, silently."""

from __future__ import annotations

import difflib
import posixpath
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from sevenminute.config.environment import environment_problems
from sevenminute.config.reader import read_settings_file
from sevenminute.config.schema import Settings
from sevenminute.config.yaml_reader import lines_of, nearest_line, read_settings_yaml
from sevenminute.diagnostics.problem import Problem, nearest, one_line, quoted
from sevenminute.static_files.file_types import FILE_TYPES
from sevenminute.static_files.signatures import kind_of
from sevenminute.static_files.static_files import MAX_BYTES
from sevenminute.text.file import read_bytes
from sevenminute.text.paths import DOCS
from sevenminute.text.web_address import UNREADABLE, is_readable

OVERRIDES = "overrides"
"""Folder of the templates, and of what every page loads."""
_PUBLISHED = f"{OVERRIDES}/assets"
"""What of it reaches the site as it is."""
HOOKS = (
    "hooks/site_settings.py",
    "hooks/static_files.py",
    "hooks/quick_exit.py",
    "hooks/assets.py",
    "hooks/html_policy.py",
    "hooks/briefing_pages.py",
    "hooks/generated_pages.py",
    "hooks/feeds.py",
    "hooks/site_search.py",
    "hooks/markdown_extensions.py",
    "hooks/printed_pages.py",
    "hooks/pdf_files.py",
    "hooks/build_log.py",
    "hooks/page_output.py",
)
"""The site's own hooks in the order in which they run; others may stand before, between and after them."""
_RENAMED_HOOKS = {
    "hooks/foreign_content.py": "hooks/html_policy.py",
    "hooks/unreadable_pages.py": "hooks/generated_pages.py",
    "hooks/telephone_links.py": "hooks/markdown_extensions.py",
    "hooks/link_messages.py": "hooks/build_log.py",
    "hooks/content_policy.py": "hooks/page_output.py",
}
"""Hooks of earlier versions, to those that stand in their place today."""
_MERGED_HOOKS = {
    "hooks/preview_faults.py": "hooks/build_log.py",
    "hooks/briefing_lists.py": "hooks/generated_pages.py",
    "hooks/topic_pages.py": "hooks/generated_pages.py",
    "hooks/resource_index.py": "hooks/generated_pages.py",
    "hooks/link_list.py": "hooks/generated_pages.py",
    "hooks/home_page.py": "hooks/generated_pages.py",
    "hooks/theme_files.py": "hooks/page_output.py",
    "hooks/page_facts.py": "hooks/markdown_extensions.py",
    "hooks/page_addresses.py": "hooks/page_output.py",
    "hooks/asset_versions.py": "hooks/page_output.py",
    "hooks/page_weight.py": "hooks/page_output.py",
}
"""Hooks of earlier versions whose work is done by another one that has its place already."""
_OWN_EXTENSIONS = frozenset(
    (
        *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables", "fenced_code"),
        *("pymdownx.betterem", "pymdownx.magiclink", "pymdownx.superfences", "pymdownx.tilde"),
    )
)
"""The Markdown extensions whose work the site does by itself, since pages are converted before MkDocs sees them."""

_OPENS_FILES = "puts files of the machine that builds into pages"
_NEEDS_MORE = "needs scripts or styles that this site does not load"
_WHY_NOT = {
    "pymdownx.snippets": _OPENS_FILES,
    "pymdownx.b64": _OPENS_FILES,
    "markdown_include.include": _OPENS_FILES,
    "pymdownx.emoji": "loads pictures from another host",
    "pymdownx.pathconverter": "changes addresses after they were checked",
    "wikilinks": "makes links that are not checked",
    "meta": "reads facts about a page that are not checked",
    "pymdownx.arithmatex": _NEEDS_MORE,
    "pymdownx.tabbed": _NEEDS_MORE,
    "pymdownx.highlight": _NEEDS_MORE,
    "codehilite": _NEEDS_MORE,
}
_THEME: Mapping[str, Any] = {"name": "material", "custom_dir": OVERRIDES, "font": False}
_SAMPLE = "the sample mkdocs.yml, which git keeps (see guide/run-a-site.md)"
_SHOWN_FILES = ("favicon", "logo")
_PICTURES = {".ico": ""} | {ending: row.kind for row in FILE_TYPES if row.kind and row.kind != "PDF" for ending in row.endings}
"""Endings of the names of pictures, and what `kind_of` says of each; of an icon it says nothing."""
_ENGLISH = re.compile(r"en(?:-[A-Z]{2})?")
_LOCAL_FILE = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")
_FOLDERS = {"docs_dir": DOCS, "site_dir": "site"}
_UNUSED = {
    "exclude_docs": "would leave out pages that lists and links go to: delete the setting, and move the pages elsewhere",
    "draft_docs": "would leave out pages that lists and links go to: delete the setting, and move the pages elsewhere",
    "extra_css": "would load a style sheet that nobody checks: delete the setting, and change overrides/ instead",
    "extra_javascript": "would run a script that nobody checks: delete the setting, and change overrides/ instead",
    "extra_templates": "would run what a file of docs/ holds, and publish it unchecked: delete the setting",
}
"""Settings of MkDocs that may not be used, and why."""
_ADDRESSES = ("repo_url", "edit_uri", "edit_uri_template")
_VALIDATED = ("omitted_files", "absolute_links", "unrecognized_links", "anchors")

Found: TypeAlias = "Iterator[tuple[tuple[str | int, ...], str]]"
"""Mistakes: the place of each in the settings, and what is said of it, which begins with the setting's name."""


def read_site_file(config_file: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return what the organisation says in a `mkdocs.yml`, if that is right, and every mistake of the file."""
    settings, machinery = read_settings_file(config_file), machinery_problems(config_file)
    return (settings, machinery) if isinstance(settings, Settings) else (None, tuple(sorted({*settings, *machinery})))


def machinery_problems(config_file: Path) -> tuple[Problem, ...]:
    """Return what is wrong with how the site is made; nothing of a file of which `read_settings_file` says all."""
    read, path = read_settings_yaml(config_file), config_file.name
    if isinstance(read, Problem) or environment_problems(read.root, path):
        return ()
    config, root, lines = read.config, config_file.parent, lines_of(read.root)
    found = [*_hooks(config.get("hooks"), root), *_theme(config.get("theme"), root), *_others(config)]
    if config.get("nav") is not None:
        found += _menu(config["nav"], ("nav",))
    found += _extensions(config.get("markdown_extensions"))
    return tuple(sorted(Problem(path, nearest_line(lines, place), said) for place, said in found))


def _hooks(given: object, root: Path) -> Found:
    if not isinstance(given, list) or not given:
        yield (
            ("hooks",),
            f"hooks is empty or missing: copy it whole from {_SAMPLE}",
        )
        return
    names = [posixpath.normpath(str(name).replace("\\", "/")) for name in given]
    meant = set[str]()
    for position, name in enumerate(names):
        if name in names[:position]:
            yield ("hooks", position), f"hooks: {quoted(name)} is here a second time: delete the line"
        elif name in _RENAMED_HOOKS:
            meant.add(new := _RENAMED_HOOKS[name])
            what = "delete the line" if new in names else f"write {new} instead"
            yield ("hooks", position), f"hooks: {quoted(name)} is called {new} since an upgrade: {what}"
        elif name in _MERGED_HOOKS:
            said = f"is part of {_MERGED_HOOKS[name]} since an upgrade: delete the line"
            yield ("hooks", position), f"hooks: {quoted(name)} {said}"
        elif name not in HOOKS and not _is_file(root / name):
            meant.add(near := nearest(name, [hook for hook in HOOKS if hook not in names]))
            right = f"; did you mean {quoted(near)}?" if near else ": delete the line"
            yield ("hooks", position), f"hooks: {quoted(name)} is not a file{right}"
        elif name not in HOOKS and name.endswith(".py") and (said := _fault_of_source(root / name)):
            yield ("hooks", position), f"{name}:{said}: correct it, or delete the line from hooks"
    ours = [name for name in dict.fromkeys(names) if name in HOOKS]
    expected = [hook for hook in HOOKS if hook in ours]
    in_order = {expected[found.a + step] for found in _common(expected, ours) for step in range(found.size)}
    for hook, before in zip(HOOKS, ("", *HOOKS), strict=False):
        where = f"below {before}" if before else "above all others"
        at = names.index(before) if before in ours else 0
        if hook not in ours and hook not in meant:
            yield (
                ("hooks", at),
                f"hooks: {hook} is missing, and without it the site is not whole, or not checked: write - {hook} {where}",
            )
        elif hook in ours and hook not in in_order:
            yield ("hooks", names.index(hook)), f"hooks: {hook} is in the wrong place: move it {where}"


def _fault_of_source(file: Path) -> str:
    """Return the line on which a program cannot be read, and why; an empty string when it can. Nothing of it is run."""
    try:
        with warnings.catch_warnings(action="ignore"):  # they are for its author
            compile(file.read_bytes(), file, "exec")
    except SyntaxError as error:
        return f"{error.lineno or 1}: Python cannot read this line ({error.msg})"
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        return f"1: Python cannot read this file ({error})"
    return ""


def _common(expected: list[str], given: list[str]) -> list[difflib.Match]:
    return difflib.SequenceMatcher(None, expected, given, autojunk=False).get_matching_blocks()


def _theme(given: object, root: Path) -> Found:
    if not isinstance(given, dict):
        yield ("theme",), f"theme holds other settings: copy them from {_SAMPLE}"
        return
    for name, right in _THEME.items():
        value = given.get(name)
        if (posixpath.normpath(value) if name == "custom_dir" and isinstance(value, str) else value) != right:
            yield ("theme", name), f"theme.{name} has to be as in the sample mkdocs.yml: write {name}: {_written(right)}"
    if "favicon" not in given:
        yield ("theme",), "theme.favicon is missing: write favicon: assets/images/favicon.svg"
    language = given.get("language", "en")
    if not isinstance(language, str) or not _ENGLISH.fullmatch(language):
        said = "the site’s own words are English, which a screen reader would read as something else"
        yield ("theme", "language"), f"theme.language is {quoted(language)}, but {said}: write language: en-GB"
    for name, value in given.items():
        if name in _SHOWN_FILES and not _is_shown(value, root):
            said = f"is {quoted(value)}, no picture in docs/ or {_PUBLISHED}/: write the path of one within docs/ or {OVERRIDES}/"
            yield ("theme", name), f"theme.{name} {said}"
        elif name not in (*_THEME, *_SHOWN_FILES, "language"):
            yield ("theme", name), f"theme.{name} is not used by this site: delete the line"


def _is_shown(value: object, root: Path) -> bool:
    """Tell whether a picture of every page is one of the site's own: an address would show readers to another host."""
    if not isinstance(value, str) or not _LOCAL_FILE.fullmatch(value):
        return False
    kind = _PICTURES.get(PurePosixPath(value).suffix.lower())
    content = read_bytes(root, f"{DOCS}/{value}", limit=MAX_BYTES)
    own = root / OVERRIDES / value
    if not isinstance(content, bytes) and f"{OVERRIDES}/{value}".startswith(f"{_PUBLISHED}/") and _is_file(own):
        content = own.read_bytes()
    return kind is not None and isinstance(content, bytes) and kind_of(content) == kind


def _is_file(path: Path) -> bool:
    """Tell whether a file is there; what the machine does not take for a path, such as a name too long, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _extensions(given: object) -> Found:
    entries: list[tuple[str | int, str, object]] = []
    if isinstance(given, dict):
        entries = [(name, str(name), options) for name, options in given.items()]
    elif isinstance(given, list):
        for position, entry in enumerate(given):
            of_entry = entry if isinstance(entry, dict) else {str(entry): None}
            entries += [(position, str(name), options) for name, options in of_entry.items()]
    for place, name, options in entries:
        said = "has options, with which headings would not be as they were checked: delete them" if options else ""
        if name in _OWN_EXTENSIONS:
            said = "is part of the site since an upgrade: delete the line"
        elif name != "toc":
            said = f"{_WHY_NOT.get(name, 'would show pages otherwise than the preview')}: delete the line"
        if said:
            yield ("markdown_extensions", place), f"markdown_extensions: {quoted(name)} {said}"


def _menu(given: object, place: tuple[str | int, ...]) -> Found:
    if not isinstance(given, list):
        yield place, "nav is not a list of pages: write each on a line of its own below it, like - About: about.md"
        return
    for position, entry in enumerate(given):
        at = (*place, position)
        if isinstance(entry, str):
            yield from _address("nav", entry, at)
        elif not isinstance(entry, dict):
            yield at, "nav: an entry is a page or a group of pages: write it like - About: about.md, or delete the line"
        elif len(entry) != 1:
            yield at, "nav: an entry has one name: begin the line of each with a hyphen and a space, like - About: about.md"
        else:
            ((name, inside),) = entry.items()
            if isinstance(inside, list):
                yield from _menu(inside, (*at, name))
            elif isinstance(inside, str):
                yield from _address("nav", inside, (*at, name))
            else:
                yield (*at, name), f"nav: {quoted(name)} has no page: write its path, like - {one_line(name)}: about.md"


def _address(setting: str, value: object, place: tuple[str | int, ...]) -> Found:
    if isinstance(value, str) and not is_readable(value):
        yield place, f"{setting}: {quoted(value)} {UNREADABLE}"


def _others(config: Mapping[str, Any]) -> Found:
    if config.get("plugins", "") not in ([], {}):
        yield ("plugins",), "plugins has to be empty, or MkDocs adds what is not checked: write plugins: []"
    if config.get("use_directory_urls") is not False:
        yield ("use_directory_urls",), "use_directory_urls has to be false: the site makes its addresses itself"
    for name, right in _FOLDERS.items():
        if config.get(name, right) not in (right, f"{right}/"):
            yield (name,), f"{name} is {quoted(config[name])}: delete the line, the folder is always {right}/"
    for name, why in _UNUSED.items():
        if config.get(name):
            yield (name,), f"{name} {why}"
    for name in _ADDRESSES:
        yield from _address(name, config.get(name), (name,))
    yield from _validation(config.get("validation"))


def _validation(given: object) -> Found:
    asked = given if isinstance(given, dict) else {}
    for name in (*_VALIDATED, *(name for name in asked if name not in _VALIDATED)):
        if asked.get(name) != "warn":
            said = f"has to be warn, or what it finds is published all the same: write {name}: warn"
            yield (
                ("validation", name),
                f"validation.{name} {said if name in _VALIDATED else 'is not used by this site: delete it'}",
            )


def _written(value: object) -> str:
    return "false" if value is False else str(value)
