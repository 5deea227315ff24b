"""The command `briefings rename`: another name for the file of a briefing, whose old address goes on leading to it."""

from __future__ import annotations

import argparse
import posixpath
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sevenminute.cli.check import OK, PROBLEMS, USAGE
from sevenminute.config.yaml_reader import read_settings_yaml
from sevenminute.content.briefing import Briefing, BrokenBriefing
from sevenminute.content.library import Library
from sevenminute.content.life import Stage, WithdrawnBriefing, stage_of
from sevenminute.content.slug import meant_slug, slug_of
from sevenminute.diagnostics.problem import Problem, did_you_mean, quoted
from sevenminute.links.edit.former_addresses import with_former_addresses, with_replacement
from sevenminute.links.edit.renamed_file import with_renamed_links, with_renamed_path
from sevenminute.markdown.internal_links import InternalLink, source_of
from sevenminute.storage.atomic_write import replace_file
from sevenminute.text.dates import today
from sevenminute.text.paths import BRIEFINGS, REGISTER, RESERVED_SLUGS

_SETTINGS = "mkdocs.yml"


class CannotRenameError(Exception):
    """The file cannot get that name; each argument is a line that says why, and what to do."""


def add_rename(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of `briefings`."""
    rename = commands.add_parser(
        "rename",
        help="give the file of a briefing another name; its old address leads on, and links to it change",
        description="Give the file of a briefing another name. Links to it in briefings, pages and the menu change with it, and "
        "former_addresses in its front matter keeps its old address. When one of these cannot be done, nothing is.",
    )
    rename.add_argument("old", metavar="OLD", help="the briefing, like safer-sleep")
    rename.add_argument("new", metavar="NEW", help="its new name, like safe-sleep-for-babies")


def rename_command(root: Path, given: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    if not (root / BRIEFINGS).is_dir():
        sys.stderr.write(f"{root} has no folder {BRIEFINGS}/: run this in the folder of {_SETTINGS}\n")
        return USAGE
    day = today()
    library = Library.read(root, today=day).preview
    try:
        renaming = _Renaming.of(library, given.old, given.new)
        files = _changed_files(library, renaming, day)
        _require_same_links(library, renaming, files, day)
    except CannotRenameError as error:
        sys.stderr.write("\n".join([*error.args, "Nothing was renamed.", ""]))
        return PROBLEMS
    for path, data in files.items():
        replace_file(root / path, data)
    (root / renaming.old).rename(root / renaming.new)  # last: a stop before it leaves a command that can be given again
    print(f"{renaming.old} is {renaming.new} now.")
    for path in files:
        print(f"changed: {renaming.new if path == renaming.old else path}")
    return OK


@dataclass(frozen=True)
class _Renaming:
    """A file and its new name, which nothing else has.

    Attributes:
        item: The briefing.
        old: Its file, relative to the root of the repository.
        new: The same with its new name.
    """

    item: Briefing | WithdrawnBriefing
    old: str
    new: str

    @classmethod
    def of(cls, library: Library, old: str, new: str) -> _Renaming:
        """Find the briefing, and look whether it can have the name.

        Raises:
            CannotRenameError: It cannot, or there is no such briefing.
        """
        item = _briefing(library, old)
        name = posixpath.basename(new.strip()).removesuffix(".md")
        folder = posixpath.dirname(new.strip())
        if folder not in ("", BRIEFINGS):
            raise CannotRenameError(f"{quoted(new)} is in another folder: briefings are in {BRIEFINGS}/, so write its name only")
        path, slug = f"{BRIEFINGS}/{name}.md", slug_of(name)
        if not slug.strip("-_") or not name.endswith(slug) or name.removesuffix(slug).strip("0123456789-_."):
            right = meant_slug(new) or "safer-sleep"
            raise CannotRenameError(
                f"{quoted(new)} is not a name of a briefing: write it in small letters with hyphens, like {right}"
            )
        if path == item.path:
            raise CannotRenameError(f"{path} has that name already")
        if (library.root / path).exists() and not (library.root / path).samefile(library.root / item.path):
            raise CannotRenameError(f"{path} is there already: choose another name")
        _require_free(library, slug, item)
        return cls(item, item.path, path)


def _briefing(library: Library, old: str) -> Briefing | WithdrawnBriefing:
    """Return the briefing that is meant by its file, the name of that, or its address."""
    name = posixpath.basename(old.strip()).removesuffix(".md")
    items = sorted(library.by_path.values(), key=lambda item: posixpath.basename(item.path) != f"{name}.md")
    found = next((item for item in items if name == posixpath.basename(item.path).removesuffix(".md")), None)
    found = found or next((item for item in items if item.slug == meant_slug(old)), None)
    if isinstance(found, BrokenBriefing):
        raise CannotRenameError(f"{found.path} has mistakes: fix them first", *map(str, found.problems))
    if not found:
        near = did_you_mean(name, [item.slug for item in items]) or f": a briefing is named as its file in {BRIEFINGS}/ is"
        raise CannotRenameError(f"{quoted(old)} is not a briefing{near}")
    unread = [problem for item in library.broken if item.text is None or not item.front.values for problem in item.problems]
    unread += [problem for page in library.unreadable for problem in page.problems]
    if unread:
        raise CannotRenameError("Links to it may be in files that cannot be read: fix them first", *map(str, unread))
    return found


def _require_free(library: Library, slug: str, item: Briefing | WithdrawnBriefing) -> None:
    """Look whether an address is free, or the briefing's own."""
    for other in library.by_path.values():
        if other.slug == slug and other.path != item.path:
            raise CannotRenameError(f"the address /{BRIEFINGS}/{slug}/ belongs to {other.path}: choose another name")
    if slug in RESERVED_SLUGS:
        raise CannotRenameError(f"the address /{BRIEFINGS}/{slug}/ belongs to a list of briefings: choose another name")
    other_owner = library.moved.get(slug)
    if other_owner and other_owner.path != item.path:
        said = f"the address /{BRIEFINGS}/{slug}/ is a former address of {other_owner.path}: choose another name"
        raise CannotRenameError(f"{said}, or delete it there")


def _changed_files(library: Library, renaming: _Renaming, day: date) -> dict[str, bytes]:
    """Return what the files become that change, by their paths before; the briefing itself is the last."""
    old, name = renaming.old, posixpath.basename(renaming.new)
    changed = {path: _relinked(library.root, path, links, name) for path, links in _links_to(library, old).items()}
    for item in library.withdrawn:
        if item.fields.replaced_by and meant_slug(item.fields.replaced_by) == renaming.item.slug != slug_of(name[:-3]):
            data = changed.get(item.path) or (library.root / item.path).read_bytes()
            changed[item.path] = _done(with_replacement(data, item.path, slug_of(name.removesuffix(".md"))))
    own = changed.pop(old, None) or (library.root / old).read_bytes()
    settings = library.root / _SETTINGS
    if settings.is_file():
        text = settings.read_bytes().decode()
        if (named := with_renamed_path(text, old, name)) != text:
            changed[_SETTINGS] = named.encode()
    after = _done(with_former_addresses(own, old, _addresses(renaming, day)))
    if after != (library.root / old).read_bytes():
        changed[old] = after
    return changed


def _addresses(renaming: _Renaming, day: date) -> list[str]:
    """Return the former addresses that the briefing has with its new name; one that nobody could open yet is none."""
    item, slug = renaming.item, slug_of(posixpath.basename(renaming.new).removesuffix(".md"))
    public = isinstance(item, WithdrawnBriefing) or stage_of(item.fields, day) is Stage.PUBLISHED
    known = [*item.fields.former_addresses, *([item.slug] if public else [])]
    return [address for address in dict.fromkeys(known) if address != slug]


def _links_to(library: Library, path: str) -> dict[str, list[InternalLink]]:
    """Return the links that lead to a file, by the page that has them."""
    everywhere = _all_links(library).items()
    found = {page: [link for link in links if source_of(page, link.target, (path,))] for page, links in everywhere}
    return {page: links for page, links in found.items() if links}


def _all_links(library: Library) -> dict[str, tuple[InternalLink, ...]]:
    """Return the links of each page, those that a withdrawn briefing has below its front matter too."""
    return {**library.links, **{item.path: item.shown for item in library.withdrawn}}


def _relinked(root: Path, path: str, links: Iterable[InternalLink], name: str) -> bytes:
    return with_renamed_links((root / path).read_bytes().decode(), links, name).encode()


def _done(made: bytes | Problem) -> bytes:
    if isinstance(made, Problem):
        raise CannotRenameError(str(made))
    return made


def _require_same_links(library: Library, renaming: _Renaming, files: Mapping[str, bytes], day: date) -> None:
    """Read the pages as they would be, and look whether each link leads where it led: what Markdown makes of them decides.

    Raises:
        CannotRenameError: One does not.
    """
    pages = [*library.by_path, *(page.path for page in library.pages), *([REGISTER] if library.has_register else [])]
    with tempfile.TemporaryDirectory(prefix="briefings-rename-") as folder:
        for path in pages:
            file = Path(folder, renaming.new if path == renaming.old else path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files.get(path) or (library.root / path).read_bytes())
        if _SETTINGS in files:
            Path(folder, _SETTINGS).write_bytes(files[_SETTINGS])
            if isinstance(fault := read_settings_yaml(Path(folder, _SETTINGS)), Problem):
                raise CannotRenameError(str(fault))
        after = _all_links(Library.read(Path(folder), today=day))
    wrong = []
    for path, links in _all_links(library).items():
        now = renaming.new if path == renaming.old else path
        if _leads(path, links, renaming.old) != _leads(now, after.get(now, ()), renaming.new):
            line = next((link.line for link in links if source_of(path, link.target, (renaming.old,))), 1)
            said = f"a link to {renaming.old} cannot be changed by this command: write it"
            wrong.append(str(Problem(path, line, f"{said} as [words]({posixpath.basename(renaming.old)}) first")))
    if wrong:
        raise CannotRenameError(*wrong)


def _leads(path: str, links: Iterable[InternalLink], file: str) -> list[str]:
    """Return where links lead, with one word for a file that has two names."""
    return [f"it{link.target.partition('#')[2]}" if source_of(path, link.target, (file,)) else link.target for link in links]
