"""The YAML of `mkdocs.yml`, with what keeps it from being read: each fault on its line, in words for those who know no YAML."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from sevenminute.diagnostics.problem import Problem, quoted
from sevenminute.text.file import CONTROL, read_text
from sevenminute.text.yaml_messages import CROOKED_LIST, bullets_within, explain

MAX_DEPTH = 30
"""Limit of values within each other; the sample needs six levels, YAML's own reader ends at some hundred."""
MAX_VALUES = 10_000
"""Limit of values, each counted as often as aliases lead to it: a few lines of aliases may stand for billions."""

MAX_NUMBER = 10**15
"""From here on a number is none that a setting could mean; Python itself refuses to write one of thousands of digits."""

_OTHER_TAGS = ("!ENV", "!relative")
"""Tags that MkDocs knows; `environment` says where the first may stand."""
_PLAIN = "tag:yaml.org,2002:"
"""Begins the tags of YAML itself; another tag is refused as such."""
_PYTHON = f"{_PLAIN}python/"
"""Begins the tags that name programs; `environment` says what is wrong with them."""
_RESOLVER = yaml.resolver.Resolver()
_TEXT = f"{_PLAIN}str"
_SIGN = f"{_PLAIN}value"
"""What YAML makes of a `=`, which no program can read."""
_MERGE = f"{_PLAIN}merge"


@dataclass(frozen=True)
class SettingsYaml:
    """A `mkdocs.yml` that can be read.

    Attributes:
        config: What it says, as MkDocs reads it.
        root: The same with the places where it stands.
        text: The whole file.
    """

    config: dict[str, Any]
    root: yaml.MappingNode
    text: str


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml` as MkDocs does, but for tags that name Python objects: those are none of ours."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Say on which line a value stands that looks like a number or date and is none."""
        try:
            value = super().construct_object(node, deep)
            if isinstance(value, int | float) and not abs(value) < MAX_NUMBER:  # nor is it one that is infinite, or none
                raise ValueError
            return value
        except (ValueError, OverflowError):
            said = f"{quoted(node.value)} looks like a date or number and is none: correct it, or put it in quotation marks"
            raise yaml.constructor.ConstructorError(None, None, said, node.start_mark) from None


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda _loader, _tag, _node: None)


def read_settings_yaml(config_file: Path) -> SettingsYaml | Problem:
    """Read a `mkdocs.yml`, or return what keeps it from being read."""
    path = config_file.name
    if not os.path.lexists(config_file):
        return Problem(path, 1, "is missing: run the command in the folder that holds it, or take it back from the sample")
    text = read_text(config_file.parent, path)
    if isinstance(text, Problem):
        return text
    source = text.split("\n")
    try:
        if line := _line_too_deep(text):
            return Problem(path, line, f"values inside values, more than {MAX_DEPTH} deep: write them plainly")
        root = yaml.compose(text, Loader=_Loader)
        if not isinstance(root, yaml.MappingNode):
            return Problem(path, 1, "holds no settings: write each as a line with its name, a colon, a space and its value")
        if problem := _problem_of_values(root, path, source):
            return problem
        return SettingsYaml(yaml.load(text, Loader=_Loader), root, text)  # noqa: S506 - a SafeLoader
    except yaml.constructor.ConstructorError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Problem(path, line, error.problem or "cannot be read")
    except yaml.MarkedYAMLError as error:
        fault = explain(error, source, 1, indented=True)
        return Problem(path, fault.line, fault.message)
    except yaml.YAMLError as error:
        return Problem(path, 1, f"cannot be read: {' '.join(str(error).split())}")


def lines_of(root: yaml.Node | None) -> dict[tuple[str | int, ...], int]:
    """Return the line of each value in `mkdocs.yml`; composing builds no object, so tags such as !ENV do no harm."""
    lines: dict[tuple[str | int, ...], int] = {}

    def visit(node: yaml.Node, place: tuple[str | int, ...]) -> None:
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                lines[(*place, key.value)] = key.start_mark.line + 1
                visit(value, (*place, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for position, item in enumerate(node.value):
                visit(item, (*place, position))

    if root is not None:
        visit(root, ())
    return lines


def nearest_line(lines: Mapping[tuple[str | int, ...], int], place: tuple[str | int, ...]) -> int:
    """Return the line of a value, or of the nearest one around it; `"extra", "links", "ignore", 0` is the first ignore."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return 1


def _line_too_deep(text: str) -> int:
    """Return the line on which values nest too deeply, or 0; the reader of events needs no recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return 0


def _problem_of_values(root: yaml.Node, path: str, source: list[str]) -> Problem | None:
    """Return what is wrong with keys that stand twice or are no texts, and with aliases that stand for too much."""
    sizes: dict[int, int] = {}
    for node, done in _walk(root):
        if not done:
            sizes[id(node)] = MAX_VALUES  # until all within it is counted; so much for an alias that leads back to it
            if problem := _problem_of_node(node, path, source):
                return problem
            continue
        sizes[id(node)] = 1 + sum(sizes[id(child)] for child in _children(node))
        if sizes[id(node)] > MAX_VALUES:
            said = f"stands for more than {MAX_VALUES:,} values, by aliases (*): write the values themselves"
            return Problem(path, node.start_mark.line + 1, said)
    return None


def _problem_of_node(node: yaml.Node, path: str, source: list[str]) -> Problem | None:
    line = node.start_mark.line + 1
    if not str(node.tag).startswith((_PYTHON, *_OTHER_TAGS)) and node.tag != _tag_without_marks(node):
        said = quoted(str(node.tag).replace(_PLAIN, "!!"))
        return Problem(path, line, f"text that begins with ! ({said}): put the whole text in quotation marks")
    if node.tag == _SIGN:
        return Problem(path, line, "a = that stands alone has a meaning of its own: put it in quotation marks")
    if isinstance(node, yaml.ScalarNode) and (control := CONTROL.search(node.value)):
        return Problem(path, line, f"holds the invisible character U+{ord(control[0]):04X}: delete it")
    if isinstance(node, yaml.ScalarNode) and node.style is None and (run_together := bullets_within(node, source)):
        return Problem(path, run_together[0] + 1, CROOKED_LIST)
    return _problem_of_keys(node, path) if isinstance(node, yaml.MappingNode) else None


def _tag_without_marks(node: yaml.Node) -> str:
    """Return the tag that YAML itself gives a value; another one was written in front of it, and may not fit it."""
    implicit = (node.style is None, node.style is not None) if isinstance(node, yaml.ScalarNode) else True
    return str(_RESOLVER.resolve(type(node), node.value, implicit))  # type: ignore[no-untyped-call]  # PyYAML has no types for it


def _walk(root: yaml.Node) -> Iterator[tuple[yaml.Node, bool]]:
    """Yield each node once before what it holds, and once after."""
    seen: set[int] = set()
    waiting = [(root, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            yield node, True
        elif id(node) not in seen:
            seen.add(id(node))
            yield node, False
            waiting.append((node, True))
            waiting += [(child, False) for child in _children(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _problem_of_keys(node: yaml.MappingNode, path: str) -> Problem | None:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if key.tag == _MERGE:
            continue
        if not isinstance(key, yaml.ScalarNode) or (key.tag != _TEXT and key.tag.startswith(_PLAIN)):
            shown = quoted(key.value) if isinstance(key, yaml.ScalarNode) else "a list or group"
            return Problem(path, line, f"{shown} is not the name of a setting: write a word, or put it in quotation marks")
        if key.value in lines:
            said = f"{quoted(key.value)} is here a second time, first on line {lines[key.value]}: keep one of the two"
            return Problem(path, line, said)
        lines[key.value] = line
    return None
