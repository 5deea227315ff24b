"""A command reads and renders each Markdown file once, however many of its parts ask for what is in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import sample
from conftest import write_site
from sevenminute.cli import main
from sevenminute.markdown.document import DocumentReader
from sevenminute.text import front_matter
from sevenminute.text.yaml_reader import PlainYaml

FILES: dict[str, str | bytes] = {
    "briefings/a.md": sample.briefing(title="A"),
    "briefings/b.md": sample.briefing(title="B", owner=None),
    "docs/topics/babies.md": "---\ntopic: babies\ntitle: Babies\n---\n# Babies\n\nThey cannot tell.\n",
}


@pytest.mark.parametrize("command", ["check", "links check --offline", "links report"])
def test_each_file_is_read_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str) -> None:
    parsed, rendered = Counter[str](), Counter[str]()

    class CountedYaml(PlainYaml):
        def __init__(self, block: str, path: str, **rest: Any) -> None:
            parsed[path] += 1
            super().__init__(block, path, **rest)

    def read(reader: DocumentReader, markdown: str, first_line: int, original: Any = DocumentReader.read) -> Any:
        rendered[markdown] += 1
        return original(reader, markdown, first_line)

    monkeypatch.setattr(front_matter, "PlainYaml", CountedYaml)
    monkeypatch.setattr(DocumentReader, "read", read)
    root = write_site(tmp_path / "source", FILES)
    main(["--root", str(root), *command.split()])
    assert parsed == dict.fromkeys(FILES, 1)
    assert sum(rendered.values()) == len(FILES) + 1  # and the home page
