"""Every built page is valid HTML, by the W3C's own checker."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import sample
from conftest import ROOT, Built, SiteMaker

pytestmark = pytest.mark.slow  # needs Java

CHECKER = ROOT / "tests/npm/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(folder: Path) -> list[str]:
    """What the checker finds in the pages of a site: address, line and message."""
    checked = subprocess.run(
        ["java", "-jar", CHECKER, "--skip-non-html", "--errors-only", "--format", "json", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(checked.stderr)["messages"]
    return [f"{Path(found['url']).name}:{found.get('lastLine')}: {found['message']}" for found in messages]


def test_the_repository_s_own_site_is_valid(our_site: Built) -> None:
    assert errors(our_site.folder) == []


MARKDOWN = """
A list:

1. One[^1]
2. Two

    - deeper, with *emphasis* and `code`

| A | B |
| --- | :-: |
| 1 | 2 |

| Wide | B | C |
| --- | --- | --- |
| 1 | 2 | 3 |

!!! danger "Call at once"

    Ring 01632 960001.

Term
:   What it means, with SIDS.

```text
code
```

> A quotation.

### A heading

<details><summary>More</summary>

Words.

</details>

*[SIDS]: sudden infant death syndrome

[^1]: A note.
"""


def test_whatever_markdown_can_do_is_valid(make_site: SiteMaker) -> None:
    body = sample.panels().replace("Words about what to notice.", MARKDOWN)
    site = make_site(
        {
            "briefings/a.md": sample.briefing(body, topics="[unborn-babies]"),
            "briefings/b.md": sample.briefing(title="<Another> & more", number="2", review_due="2026-03"),
            "docs/help.md": f"# Help\n{MARKDOWN.replace('### A', '## A')}",
        }
    )
    assert site.passed, site.messages
    assert errors(site.folder) == []
    assert [cell.get_text() for cell in site.html("briefings/a/").select("td.column-center")] == ["2"]
    stops = [table.get_text().split()[0] for table in site.html("briefings/a/").select("table[tabindex='0']")]
    assert stops == ["Wide"]  # only what may be wider than a telephone has to be scrolled


@pytest.mark.parametrize("html", ["<p>Words", "<ul><p>Words</p></ul>", '<div id="a"></div><div id="a"></div>'])
def test_the_checker_finds_what_is_wrong(tmp_path: Path, html: str) -> None:
    page = f"<!doctype html><html lang='en-GB'><head><title>A</title></head><body>{html}<section></body></html>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert errors(tmp_path)
