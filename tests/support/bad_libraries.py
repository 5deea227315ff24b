"""Content whose files do not go together, and all that is said of it."""

from __future__ import annotations

import pytest

from bad_briefings import CONFLICT, swapped
from sample import briefing
from uploads import picture

RESOURCE = "  title: A guide\n  publisher: A team\n  kind: guidance\n  audience: both\n  url: https://www.example.org/\n"

ONLY = "only pages, pictures and PDFs are published"
WORD = (
    "is a Word document: copy its words into a new file whose name ends in .md, or upload it as a PDF for readers to open; "
    "then delete this one"
)
AS_PDF = "save it as a PDF, upload that, and write its name here"


def pictures(*names: str) -> str:
    """Return a briefing that shows these pictures, from line 23 on."""
    return swapped("Words about what to ask.", "\n".join(f"![A tree]({name})" for name in names))


BAD_LIBRARIES = [
    pytest.param(
        {
            "briefings/04-new.md": briefing(title="Other", published="2026-01"),
            "briefings/x.md": briefing(number="4", published="2026-01"),
        },
        [
            "briefings/04-new.md:1: number 4, with which the file’s name begins, is already used by briefings/x.md: "
            "begin the name with another, such as 5",
        ],
        id="one number in a name and in front matter, of one month",
    ),
    pytest.param(
        {
            "briefings/04-old.md": briefing(title="Other", published="2026-01-05"),
            "briefings/x.md": briefing(number="4", published="2026-01-20"),
        },
        [
            "briefings/x.md:7: number 4 is already used by briefings/04-old.md: give this briefing another number, such as 5",
        ],
        id="one number in a name and in front matter, where the days tell",
    ),
    pytest.param(
        {
            "briefings/1-x.md": briefing(title="Other", published="2026-02"),
            "briefings/x.md": briefing(published="2026-01"),
        },
        [
            "briefings/1-x.md:1: the address /briefings/x/ is already used by briefings/x.md: give this file another name",
        ],
        id="the newer of two briefings with one address",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(number="4", published="2026-01"),
            "briefings/04-new.md": briefing(title="Other", published="2026-03"),
        },
        [
            "briefings/04-new.md:1: number 4, with which the file’s name begins, is already used by briefings/x.md: "
            "begin the name with another, such as 5",
        ],
        id="the newer of two briefings with one number",
    ),
    pytest.param(
        {
            "briefings/Tree.PNG": picture(),
            "briefings/x.md": pictures("tree.png"),
        },
        [
            "briefings/x.md:23: “tree.png” is not there: the file is called “Tree.PNG”, and capitals count: write its name "
            "as it is",
        ],
        id="a picture whose name has other capitals",
    ),
    pytest.param(
        {
            "briefings/Images/Tree.png": picture(),
            "briefings/Safer-Sleep.md": briefing(title="Other"),
            "briefings/x.md": pictures("images/tree.png") + "\n[other](safer-sleep.md) [about](../Docs/about.md)\n",
            "docs/about.md": "# About\n",
        },
        [
            "briefings/x.md:23: “images/tree.png” is not there: the file is called “Images/Tree.png”, and capitals count: write "
            "its name as it is",
            "briefings/x.md:37: “../Docs/about.md” is not there: the file is called “../docs/about.md”, and capitals count: "
            "write its name as it is",
            "briefings/x.md:37: “safer-sleep.md” is not there: the file is called “Safer-Sleep.md”, and capitals count: write "
            "its name as it is",
        ],
        id="a folder, a page and a folder above whose names have other capitals",
    ),
    pytest.param(
        {
            "briefings/tree.png": picture(),
            "briefings/x.md": pictures("tree.jpg"),
        },
        [
            "briefings/x.md:23: “tree.jpg” is not there; did you mean “tree.png”?",
        ],
        id="a picture that was saved as another kind",
    ),
    pytest.param(
        {
            "briefings/a.md": briefing(number="1"),
            "briefings/x.md": briefing(number="1", title="Other"),
        },
        [
            "briefings/x.md:7: number 1 is already used by briefings/a.md: give this briefing another number, such as 2",
        ],
        id="two briefings with one number",
    ),
    pytest.param(
        {
            "briefings/1-a.md": briefing(),
            "briefings/1-x.md": briefing(title="Other"),
        },
        [
            "briefings/1-x.md:1: number 1, with which the file’s name begins, is already used by briefings/1-a.md: "
            "begin the name with another, such as 2",
        ],
        id="two file names with one number",
    ),
    pytest.param(
        {
            "briefings/a.md": briefing(),
            "briefings/x.md": briefing(title="safer Sleep"),
        },
        [
            "briefings/x.md:2: the title “safer Sleep” is already used by briefings/a.md: give this briefing another title",
        ],
        id="two briefings with one title",
    ),
    pytest.param(
        {
            "briefings/1-x.md": briefing(),
            "briefings/x.md": briefing(title="Other"),
        },
        [
            "briefings/x.md:1: the address /briefings/x/ is already used by briefings/1-x.md: give this file another name",
        ],
        id="two briefings with one address",
    ),
    pytest.param(
        {
            "briefings/1-x.md": briefing(),
            "briefings/x.md": briefing(owner=None),
        },
        [
            "briefings/x.md:1: the address /briefings/x/ is already used by briefings/1-x.md: give this file another name",
            "briefings/x.md:1: “owner” is missing: add a line owner: Learning and Development Team",
        ],
        id="a broken briefing with a taken address",
    ),
    pytest.param(
        {
            "briefings/newest.md": briefing(),
            "briefings/2-a-to-z.md": briefing(title="Other"),
            "briefings/index.md": briefing(title="Third"),
        },
        [
            "briefings/2-a-to-z.md:1: the address /briefings/a-to-z/ belongs to a list of briefings: give this file another name",
            "briefings/index.md:1: the address /briefings/index/ belongs to a list of briefings: give this file another name",
            "briefings/newest.md:1: the address /briefings/newest/ belongs to a list of briefings: give this file another name",
        ],
        id="the address of a list",
    ),
    pytest.param(
        {
            "briefings/!.md": briefing(),
            "briefings/---.md": briefing(title="Other"),
        },
        [
            "briefings/!.md:1: the file’s name has no letters: name it like safer-sleep.md",
            "briefings/---.md:1: the file’s name has no letters: name it like safer-sleep.md",
        ],
        id="file names without letters",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/briefings/x.md": "Words",
        },
        [
            "docs/briefings/x.md:1: is where the site puts its briefings: move it into briefings/, or to another folder of docs/",
        ],
        id="a page where the briefings go",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "briefings/2026/y.md": briefing(title="Other"),
        },
        [
            "briefings/2026/y.md:1: is not read: briefings are in briefings/ itself, not in a folder of it",
        ],
        id="a briefing in a folder",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "briefings/y.markdown": briefing(title="Other"),
        },
        [
            "briefings/y.markdown:1: is not read: the name of a briefing ends in .md, in small letters, like y.md",
        ],
        id="a briefing with another ending",
    ),
    pytest.param(
        {
            "docs/index.md": "Words",
        },
        [
            "briefings:1: holds no briefing: put a Markdown file there, like safer-sleep.md",
        ],
        id="no briefing",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(topics="safer-slep"),
            "docs/topics/safer-sleep.md": "---\ntopic: safer-sleep\ntitle: Safer sleep\n---\n",
        },
        [
            "briefings/x.md:7: the topic “safer-slep” is used only here; did you mean “safer-sleep”? If it is a "
            "new topic, add a page for it, docs/topics/safer-slep.md",
        ],
        id="a topic misspelt beside its page",
    ),
    pytest.param(
        {
            "briefings/a.md": briefing(title="A", topics="safer-sleep"),
            "briefings/b.md": briefing(title="B", topics="safer-sleep"),
            "briefings/x.md": briefing(topics="[safer-slep, safer-slep]"),
        },
        [
            "briefings/x.md:7: the topic “safer-slep” is used only here; did you mean “safer-sleep”? If it is a "
            "new topic, add a page for it, docs/topics/safer-slep.md",
        ],
        id="a topic misspelt beside other briefings",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/topics/a.md": "---\ntopic: safer-sleep\ntitle: Safer sleep\n---\n",
            "docs/topics/b.md": "---\ntopic: safer-sleep\ntitle: Safer sleep\n---\n",
        },
        [
            "docs/topics/b.md:1: the topic “safer-sleep” has a page already, docs/topics/a.md: keep one of the two",
        ],
        id="two pages for one topic",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/topics/a.md": "Words",
        },
        [
            "docs/topics/a.md:1: the front matter, the facts about the page, is missing: "
            "begin the file with a line ---, then title: and the rest, then ---",
        ],
        id="a topic page without front matter",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/topics/a.md": "---\ntopc: safer-sleep\ntitle: Safer sleep\n---\n",
        },
        [
            "docs/topics/a.md:2: “topc” is not a key of this file; did you mean “topic”?",
        ],
        id="a topic page with a misspelt key",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/topics/a.md": "---\ntopic: safer-sleep\n---\n",
        },
        [
            "docs/topics/a.md:1: “title” is missing: add a line title: Unborn babies and under-ones",
        ],
        id="a topic page without a title",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/about.md": "---\ntitle: About: us\n---\n",
        },
        [
            "docs/about.md:2: this title contains a colon: put it in quotation marks",
        ],
        id="a page whose front matter cannot be read",
    ),
    pytest.param(
        {
            "briefings/x.md": briefing(),
            "docs/about.md": "Words".encode("utf-16"),
        },
        [
            "docs/about.md:1: is saved as UTF-16: save it again with the encoding UTF-8",
        ],
        id="a page in UTF-16",
    ),
    pytest.param(
        {
            "briefings/x.md": swapped("Words about what to ask.", "See [the guide][guide]."),
            "briefings/resources.yml": f"guide:\n<<<<<<< HEAD\n{RESOURCE}=======\n{RESOURCE}>>>>>>> guide\n",
            "docs/about.md": "# About\n\n<<<<<<< HEAD\nWords.\n=======\nOther words.\n>>>>>>> about\n",
            "docs/topics/a.md": "---\n<<<<<<< HEAD\ntopic: a\n=======\ntopic: b\n>>>>>>> b\ntitle: A\n---\n",
        },
        [
            f"briefings/resources.yml:2: {CONFLICT}",
            f"docs/about.md:3: {CONFLICT}",
            f"docs/topics/a.md:2: {CONFLICT}",
        ],
        id="conflicts in the register, in a page and in a topic page",
    ),
    pytest.param(
        {
            "briefings/x.md": pictures("a.png", "c.svg", "e.tif", "g.svg"),
            "briefings/a.png": "version https://git-lfs.github.com/spec/v1",
            "briefings/c.svg": picture(),
            "briefings/e.tif": picture("TIFF"),
            "briefings/g.svg": "<svg/>",
            "docs/about.md": "# About\n\n![A tree](images/tree.gif)\n",
            "docs/images/tree.gif": "<!doctype html>",
        },
        [
            "briefings/a.png:1: is not a picture, whatever its name says: save the picture as a JPEG or PNG, and upload that",
            "briefings/c.svg:1: is a PNG picture, whatever its name says: let its name end in .png, here and where a page "
            "shows it",
            "briefings/e.tif:1: is a picture that most browsers do not show: upload it as a JPEG or PNG, and delete this one",
            'briefings/g.svg:1: lacks xmlns="http://www.w3.org/2000/svg", without which browsers show nothing: save it again as '
            "a plain SVG",
            "briefings/x.md:25: “e.tif” is not on the site: only pages, pictures and PDFs are published; save it as a JPEG or "
            "PNG, upload that, and write its name here",
            "docs/images/tree.gif:1: is not a picture, whatever its name says: save the picture as a JPEG or PNG, and upload "
            "that",
        ],
        id="files that are not what their names say",
    ),
    pytest.param(
        {
            "briefings/x.md": swapped(
                "Words about what to ask.", "[policy](policy.docx) [form](form.xlsx) [film](film.mp4) ![A tree](tree.heic)"
            ),
            "briefings/policy.docx": b"PK",
            "docs/about.md": "# About\n\n[policy](policy.docx) [plan](plan.docx) [that](../briefings/plan.docx)\n",
            "docs/policy.docx": b"PK",
        },
        [
            f"briefings/policy.docx:1: {WORD}",
            f"briefings/x.md:23: “film.mp4” is not on the site: {ONLY}; write the address at which it is on the web",
            f"briefings/x.md:23: “form.xlsx” is not on the site: {ONLY}; {AS_PDF}",
            f"briefings/x.md:23: “policy.docx” is not on the site: {ONLY}; {AS_PDF}",
            f"briefings/x.md:23: “tree.heic” is not on the site: {ONLY}; save it as a JPEG or PNG, upload that, and write its "
            "name here",
            f"docs/about.md:3: “../briefings/plan.docx” is not on the site: {ONLY}; {AS_PDF}",
            f"docs/about.md:3: “plan.docx” is not on the site: {ONLY}; {AS_PDF}",
            f"docs/about.md:3: “policy.docx” is not on the site: {ONLY}; {AS_PDF}",
            f"docs/policy.docx:1: {WORD}",
        ],
        id="documents",
    ),
    pytest.param(
        {
            "briefings/x.md": swapped(
                "Words about what to ask.",
                "[a](www.gov.uk/guide) [b](gov.uk) [c](jo@example.org)\n\n[d](team/guide) [e][e]\n\n[e]: nspcc.org.uk/a?b#c",
            ),
        },
        [
            "briefings/x.md:23: “gov.uk” is an incomplete web address: add https:// in front of it",
            "briefings/x.md:23: “jo@example.org” is an email address: write mailto: in front of it",
            "briefings/x.md:23: “www.gov.uk/guide” is an incomplete web address: add https:// in front of it",
            "briefings/x.md:25: “team/guide” is not there: write the path from this file, like ../docs/about.md",
            "briefings/x.md:27: “nspcc.org.uk/a?b#c” is an incomplete web address: add https:// in front of it",
        ],
        id="addresses without what they begin with",
    ),
]
"""Files that do not go together, and all that is said of them."""
