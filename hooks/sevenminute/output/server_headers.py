"""What a web server should say with every page, from one list, as the settings file of each kind of server.

The pages bring their Content-Security-Policy themselves; a server adds what only a header can say: who may show the site in a
frame, that addresses are never passed on, and how long a browser may keep what. It also leads on from former addresses at once,
where the pages at them would be fetched first.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import quoteattr

from sevenminute.output.built_page import read_head
from sevenminute.output.csp import hashes_in_policy, policy
from sevenminute.search.index import FOLDER

YEAR, MONTH, MINUTES = 365 * 24 * 3600, 30 * 24 * 3600, 5 * 60
"""Seconds for which a browser may keep: what has another address when it changes; fonts and pictures; pages."""

_VERSIONED = ("assets/stylesheets", "assets/javascripts")
_LASTING = ("assets/fonts", "assets/images")
_Moved = dict[str, str]
"""Folders that briefings had on the site, to those that they have, as they are written without percent signs."""
_Kept = dict[int, tuple[str, ...]]
"""Seconds to the folders whose files may be kept for so long, when it is not `MINUTES`."""
_PRESSED = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
    "text/csv",
    "text/xml",
    "application/xml",
    "image/svg+xml",
]
"""Kinds of file that a server makes smaller on their way; fonts and PDFs are small already."""
_NOT_USED = "accelerometer autoplay camera display-capture geolocation gyroscope microphone midi payment usb"


def headers(hashes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the headers of every answer but for how long it may be kept.

    Args:
        hashes: What the policy says of the scripts that stand in pages; see `inline_hashes`.
    """
    return [
        ("Content-Security-Policy", f"{policy(hashes)}; frame-ancestors 'self'"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Permissions-Policy", ", ".join(f"{name}=()" for name in _NOT_USED.split())),
        ("Strict-Transport-Security", f"max-age={YEAR}"),
    ]


def server_settings(server: str, site: Path) -> str:
    """Return the settings file of a kind of server for a built site.

    Args:
        server: One of `SERVERS`.
        site: Folder of the built site. Where it is published, its home page says.

    Raises:
        OSError: The site cannot be read.
    """
    home = read_head((site / "index.html").read_text(encoding="utf-8"))
    hashes, moved = frozenset[str](), _Moved()
    for file in sorted(site.rglob("*.html")):
        page = file.read_text(encoding="utf-8")
        hashes |= hashes_in_policy(page)
        if to := read_head(page).leads_to:
            folder = file.parent.relative_to(site).as_posix()
            moved[folder] = posixpath.normpath(posixpath.join(folder, posixpath.dirname(unquote(to))))
    # The parts of the search's index lie in a folder that is named after what they hold; the file that names it does not.
    index = tuple(f"{FOLDER}/{part.name}" for part in sorted((site / FOLDER).glob("*/")))
    kept = {YEAR: _VERSIONED + index, MONTH: _LASTING}
    return SERVERS[server](headers(hashes), urlsplit(home.address).path.rstrip("/"), kept, moved)


def _keep(seconds: int) -> str:
    return f"max-age={seconds}, immutable" if seconds == YEAR else f"max-age={seconds}"


def _pattern(base: str, folder: str) -> str:
    """Return what matches the address of a page, however it is written, and nothing else in its folder."""
    return rf"^{re.escape(f'{base}/{folder}')}(/(index\.html)?)?$"


def _nginx(fields: list[tuple[str, str]], base: str, kept: _Kept, moved: _Moved) -> str:
    def said(seconds: int) -> list[str]:
        return [f'add_header {name} "{value}" always;' for name, value in [*fields, ("Cache-Control", _keep(seconds))]]

    lines = ["# For nginx: save beside its settings, and name it within the server block: include briefings-headers.conf;"]
    lines += ["index index.html;", "autoindex off;", f"error_page 404 {base}/404.html;"]
    # nginx by itself presses at level 1, which makes pages a sixth heavier, and nothing that a proxy asks for
    lines += ["gzip on;", "gzip_comp_level 6;", "gzip_vary on;", "gzip_proxied any;"]
    lines += [f"gzip_types {' '.join(kind for kind in _PRESSED if kind != 'text/html')};"]  # which nginx presses anyway
    lines += said(MINUTES)
    # A location that adds a header of its own sends none of those above: each names them all.
    for seconds, folders in kept.items():
        lines += [f"location ~ /({'|'.join(folders)})/ {{", *(f"  {line}" for line in said(seconds)), "}"]
    for former, folder in moved.items():
        to = quote(f"{base}/{folder}/")
        lines += [f'location ~ "{_pattern(base, former)}" {{ absolute_redirect off; return 301 {to}; }}']
    return "\n".join(lines) + "\n"


def _apache(fields: list[tuple[str, str]], base: str, kept: _Kept, moved: _Moved) -> str:
    lines = [
        "# For Apache: save as .htaccess in the folder of the site. Needs mod_headers, and AllowOverride All for the folder."
    ]
    lines += ["DirectoryIndex index.html", "Options -Indexes", f"ErrorDocument 404 {base}/404.html"]
    lines += [f'Header always set {name} "{value}"' for name, value in fields]
    lines += ["<IfModule mod_deflate.c>", f"  AddOutputFilterByType DEFLATE {' '.join(_PRESSED)}", "</IfModule>"]
    # Apache itself writes the percent signs of an address to which a pattern leads.
    lines += [f'RedirectMatch 301 "{_pattern(base, former)}" "{base}/{folder}/"' for former, folder in moved.items()]
    lines += [f'Header set Cache-Control "{_keep(MINUTES)}"']
    for seconds, folders in kept.items():
        lines += [f'<If "%{{REQUEST_URI}} =~ m#/({"|".join(folders)})/#">']
        lines += [f'  Header set Cache-Control "{_keep(seconds)}"', "</If>"]
    return "\n".join(lines) + "\n"


def _iis(fields: list[tuple[str, str]], base: str, kept: _Kept, moved: _Moved) -> str:
    def clock(seconds: int) -> list[str]:
        days, rest = divmod(seconds, 24 * 3600)
        age = f"{days}.{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"
        return [f'<staticContent><clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="{age}" /></staticContent>']

    types = {".woff2": "font/woff2", ".json": "application/json", ".xml": "application/xml", ".csv": "text/csv"}
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!-- For IIS: save as web.config in the folder of the site. -->"]
    lines += ["<configuration>", "<system.webServer>", "<httpProtocol><customHeaders>", '<remove name="X-Powered-By" />']
    # taken out first, since IIS refuses to answer at all when a folder above has set one of them too
    lines += [
        f"<remove name={quoteattr(name)} /><add name={quoteattr(name)} value={quoteattr(value)} />" for name, value in fields
    ]
    lines += ["</customHeaders></httpProtocol>", "<staticContent>"]
    lines += [
        f'<remove fileExtension="{end}" /><mimeMap fileExtension="{end}" mimeType="{mime}" />' for end, mime in types.items()
    ]
    lines += [f'<clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="00:{MINUTES // 60:02}:00" />', "</staticContent>"]
    lines += ['<urlCompression doStaticCompression="true" />', '<directoryBrowse enabled="false" />']
    lines += ['<defaultDocument><files><clear /><add value="index.html" /></files></defaultDocument>']
    missing = f'path="{base}/404.html" responseMode="ExecuteURL"'
    lines += [f'<httpErrors errorMode="Custom"><remove statusCode="404" /><error statusCode="404" {missing} /></httpErrors>']
    lines += ["</system.webServer>"]
    for seconds, folders in kept.items():
        for folder in folders:
            lines += [f'<location path="{folder}"><system.webServer>', *clock(seconds), "</system.webServer></location>"]
    for former, folder in moved.items():
        # what follows the former folder in an address, such as a PDF, IIS writes behind the new one
        to = f"destination={quoteattr(quote(f'{base}/{folder}'))}"
        redirect = f'<httpRedirect enabled="true" {to} exactDestination="false" httpResponseStatus="Permanent" />'
        lines += [f"<location path={quoteattr(former)}><system.webServer>{redirect}</system.webServer></location>"]
    return "\n".join([*lines, "</configuration>"]) + "\n"


def _netlify(fields: list[tuple[str, str]], base: str, kept: _Kept, moved: _Moved) -> str:
    # Rules that fit one address add up: Cache-Control stands only where the host's own, which is short, is not meant.
    lines = ["# For Netlify and Cloudflare Pages: save as _headers in the folder of the site.", "/*"]
    lines += [f"  {name}: {value}" for name, value in fields]
    for seconds, folders in kept.items():
        for folder in folders:
            lines += [f"/{folder}/*", f"  Cache-Control: {_keep(seconds)}"]
    return "\n".join(lines) + "\n"


def _netlify_redirects(fields: list[tuple[str, str]], base: str, kept: _Kept, moved: _Moved) -> str:
    return _redirects("Netlify", "301!", moved)  # else it would show the page that is there


def _cloudflare_redirects(fields: list[tuple[str, str]], base: str, kept: _Kept, moved: _Moved) -> str:
    return _redirects("Cloudflare Pages", "301", moved)


def _redirects(host: str, code: str, moved: _Moved) -> str:
    lines = [f"# For {host}: save as _redirects in the folder of the site."]
    lines += [f"{quote(f'/{former}')}/* {quote(f'/{folder}')}/:splat {code}" for former, folder in moved.items()]
    return "\n".join(lines) + "\n"


SERVERS: dict[str, Callable[[list[tuple[str, str]], str, _Kept, _Moved], str]] = {
    "nginx": _nginx,
    "apache": _apache,
    "iis": _iis,
    "netlify": _netlify,
    "netlify-redirects": _netlify_redirects,
    "cloudflare-redirects": _cloudflare_redirects,
}
"""Kind of server to the writer of its settings. `netlify` is for Cloudflare Pages too, which reads the same file of headers."""
