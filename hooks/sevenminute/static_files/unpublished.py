"""The kinds of file that people would upload and that are not published, and what to do with each; hidden ones too."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from sevenminute.text.paths import WELL_KNOWN


@dataclass(frozen=True)
class UnpublishedType:
    """Files that are not published.

    Attributes:
        endings: Of their names.
        said: What a file is, and what to do with it. `{like}` stands for its name without the
            ending, `{page}` for what it could be.
        instead: What a link can lead to instead.
    """

    endings: frozenset[str]
    said: str
    instead: str = "write the address at which it is on the web"


def _row(endings: str, said: str, **more: str) -> UnpublishedType:
    return UnpublishedType(frozenset(f".{ending}" for ending in endings.split()), said, **more)


_AS_PDF = "save it as a PDF, upload that, and write its name here"
_FILM = "put it where your organisation keeps such files, link to it there, and delete this one"
_WORDS = "copy its words into a new file whose name ends in .md, or upload it as a PDF for readers to open; then delete this one"

UNPUBLISHED_TYPES = (
    _row(
        "heic heif tif tiff bmp jfif psd",
        "is a picture that most browsers do not show: upload it as a JPEG or PNG, and delete this one",
        instead="save it as a JPEG or PNG, upload that, and write its name here",
    ),
    _row("ico", "is an icon for browsers: the site has its own; delete this one"),
    _row("doc docx docm dot dotx", f"is a Word document: {_WORDS}", instead=_AS_PDF),
    _row("odt rtf pages", f"is a document of a word processor: {_WORDS}", instead=_AS_PDF),
    _row(
        "xls xlsx xlsm ods csv tsv",
        "is a spreadsheet: upload it as a PDF for readers to open, and delete this one",
        instead=_AS_PDF,
    ),
    _row(
        "ppt pptx pptm pps ppsx odp key",
        "is a presentation: upload it as a PDF for readers to open, and delete this one",
        instead=_AS_PDF,
    ),
    _row(
        "html htm xhtml xht shtml mht mhtml hta php asp aspx jsp",
        "is a web page, which could run or load anything: copy its words into a new file whose name ends in .md, and delete "
        "this one",
    ),
    _row(
        "js mjs cjs ts css wasm map",
        "is a script or a style sheet: the site runs and loads its own only; delete this one",
    ),
    _row("woff woff2 ttf otf eot", "is a font: the site has its own; delete this one"),
    _row(
        "zip gz tgz bz2 xz 7z rar tar svgz",
        "is an archive: upload what is in it, each file by itself, and delete this one",
    ),
    _row("txt text", "is plain text: let its name end in .md, and it becomes a page"),
    _row("mp4 m4v mov avi webm mkv wmv mp3 m4a wav ogg oga ogv aac flac", f"is a film or a recording: {_FILM}"),
    _row("markdown mdown mkdn mkd", "is not read: the name of a {page} ends in .md, in small letters, like {like}.md"),
)
"""What has no row here and none in the table of what is published is refused too, in general words."""

_FOR_HOSTS = "says how a web host serves a site, and is not published: set that in the host’s own settings, and delete this file"
_NAMED = {
    "cname": "names the site’s own address for GitHub: write it under Settings, Pages of the repository, and delete this file",
    **dict.fromkeys(("_headers", "_redirects", "web.config", "netlify.toml", "vercel.json"), _FOR_HOSTS),
}
"""Files that are known by their whole names, in small letters."""
_LEFT_ALONE = (
    *(".DS_Store", "._*", ".directory", ".git", ".gitattributes", ".gitignore", ".gitkeep", ".keep"),
    *(".idea", ".obsidian", ".vscode", ".*.sw?", ".*.kate-swp", ".#*", ".~lock.*#", ".goutputstream-*"),
)
"""Hidden files of git, of the machine, and of programs that have a file open at the moment."""
_HIDDEN = (
    (
        ".env*",
        "may hold passwords, which the repository keeps for ever: change each of them, delete this file, and ask the people who "
        "look after the repository to take it out of its history",
    ),
    (
        ".ht*",
        "is a file of settings for a web server, and is not published: give it to the people who run the server, and delete it "
        "here",
    ),
    (".well-known", f"is not read: the folder of security.txt is {WELL_KNOWN}/, in small letters"),
    (
        "*",
        "has a name that begins with a full stop, and no hidden file or folder is published: take the full stop away, or delete "
        "it",
    ),
)


def refuse_named(name: str) -> str:
    """Return what is wrong with a file that other sites have under this name, and what to do; else an empty string."""
    return _NAMED.get(name.lower(), "")


def is_left_alone(name: str) -> bool:
    """Tell whether a hidden file or folder is nothing that anybody would want on the site, and can stay where it is."""
    return any(fnmatchcase(name, pattern) for pattern in _LEFT_ALONE)


def refuse_hidden(name: str) -> str:
    """Return what is wrong with a file or folder whose name begins with a full stop, and what to do."""
    return next(said for pattern, said in _HIDDEN if fnmatchcase(name.lower(), pattern))
