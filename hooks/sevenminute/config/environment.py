"""What `mkdocs.yml` may take from the machine that builds: nearly nothing, since all that it says may reach readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from sevenminute.diagnostics.problem import Problem

ALLOWED: Mapping[str, frozenset[str]] = {
    "site_url": frozenset({"SITE_URL", "CI_PAGES_URL", "DEPLOY_PRIME_URL", "URL", "CF_PAGES_URL"}),
    "strict": frozenset({"CI"}),
}
"""Setting to the variables of the environment that it may name: where hosts say that they publish, and whether this is CI."""

_ENV = "!ENV"
_RUNS_PYTHON = "tag:yaml.org,2002:python/"
"""Begins the tags for which MkDocs calls or loads what the file names."""
_MOST = 100
"""Problems after which nobody reads on."""

Place = tuple[str, ...]
"""Keys that lead to a value of the file, entries of lists counted from 1."""


def environment_problems(root: yaml.Node | None, path: str) -> list[Problem]:
    """Report each value that would be taken from the machine, or from a file that is not checked; values are never named.

    Args:
        root: The file, composed and not constructed.
        path: Its name in problems.
    """
    problems: list[Problem] = []
    for place, line, node in _tagged(root):
        if said := _refused(place, node):
            problems.append(Problem(path, line, f"{'.'.join(place)} {said}"))
        if len(problems) == _MOST:
            break
    if isinstance(root, yaml.MappingNode):
        problems += [
            Problem(
                path,
                key.start_mark.line + 1,
                f"INHERIT takes settings from another file, which is not checked: write all settings in {path}",
            )
            for key, _ in root.value
            if key.value == "INHERIT"
        ]
    return problems


def variables_of(root: yaml.Node | None, setting: str) -> tuple[str, ...]:
    """Return the variables from which a setting at the first level is taken, or nothing when the file itself says it."""
    return next((_variables(node) for place, _, node in _tagged(root) if place == (setting,) and node.tag == _ENV), ())


def _refused(place: Place, node: yaml.Node) -> str:
    """Return what is wrong with a tagged value, or an empty string."""
    setting = ".".join(place)
    if node.tag != _ENV:
        return "would run or load a program of the machine that builds: write the value itself"
    if setting not in ALLOWED:
        may = " and ".join(sorted(ALLOWED))
        return f"is taken from the machine that builds, where secrets are: write the value itself; only {may} may have !ENV"
    others = [name for name in _variables(node) if name not in ALLOWED[setting]]
    if not others:
        return ""
    known = ", ".join(sorted(ALLOWED[setting]))
    return f"may not be taken from {others[0]} of the machine that builds: the names that it may have are {known}"


def _variables(node: yaml.Node) -> tuple[str, ...]:
    """Return the names after `!ENV`; the last of several entries is the value without them."""
    if isinstance(node, yaml.SequenceNode):
        names = node.value[:-1] if len(node.value) > 1 else node.value
        return tuple(str(name.value) for name in names)
    return (str(node.value),)


def _tagged(root: yaml.Node | None) -> Iterator[tuple[Place, int, yaml.Node]]:
    """Yield each value or key with a tag that takes something from the machine: its place, its line and itself."""
    harmless = _SafeValues()

    def visit(node: yaml.Node, place: Place, line: int) -> Iterator[tuple[Place, int, yaml.Node]]:
        if harmless(node):
            return
        if _is_tagged(node):
            yield place, line, node
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inside = place if key.tag == "tag:yaml.org,2002:merge" else (*place, str(key.value))
                at = key.start_mark.line + 1
                yield from visit(key, inside, at)
                yield from visit(value, inside, at)
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value, start=1):
                yield from visit(item, (*place, str(number)), item.start_mark.line + 1)

    if root is not None:
        yield from visit(root, (), 1)


def _is_tagged(node: yaml.Node) -> bool:
    return node.tag == _ENV or str(node.tag).startswith(_RUNS_PYTHON)


class _SafeValues:
    """Tells whether no value within a node has such a tag; asks each node once, however many aliases lead to it."""

    def __init__(self) -> None:
        self._known: dict[int, bool] = {}

    def __call__(self, node: yaml.Node) -> bool:
        if id(node) not in self._known:
            self._known[id(node)] = True  # an alias may lead back to the node that holds it
            self._known[id(node)] = not _is_tagged(node) and all(map(self, _children(node)))
        return self._known[id(node)]


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value
