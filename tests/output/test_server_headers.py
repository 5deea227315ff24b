"""The settings files for web servers: nginx is started with its own, the others are read as their servers read them."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sample
from browsing import opened
from conftest import ROOT, Built, SiteMaker, build_site, write_site
from sevenminute.cli import main
from sevenminute.output.server_headers import SERVERS, headers, server_settings

ALWAYS = {name.lower(): value for name, value in headers([])}


@contextmanager
def started_nginx(site: Path, root: Path, folder: Path) -> Iterator[str]:
    """Serve a folder, which holds a site, with nginx and the settings of the site, on the loopback interface.

    Args:
        site: Folder of the site.
        root: What is served: the site, or a folder above it.
        folder: For nginx's own files.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert program, "make test-all installs nginx"
    (folder / "briefings-headers.conf").write_text(server_settings("nginx", site), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root; " if os.geteuid() == 0 else ""  # else nginx would read the files as nobody
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; include /etc/nginx/mime.types; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; include {folder}/briefings-headers.conf; }} }}\n",
        encoding="utf-8",
    )
    server = subprocess.Popen([program, "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.PIPE, text=True)
    try:
        while True:  # ends: either nginx answers, or it has stopped and says why
            try:
                socket.create_connection(("127.0.0.1", port), timeout=10).close()
                break
            except ConnectionRefusedError:
                assert server.poll() is None, server.stderr and server.stderr.read()
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.communicate()


@pytest.fixture(scope="module")
def nginx(our_site: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the repository's own site with nginx, and return its address."""
    with started_nginx(our_site.folder, our_site.folder, tmp_path_factory.mktemp("nginx")) as address:
        yield address


def index_folder(site: Built) -> str:
    """The folder of the parts of the search's index, named after what they hold."""
    (found,) = {file.parent.relative_to(site.folder).as_posix() for file in site.folder.glob("search/*/*.js")}
    return found


def answer(address: str) -> tuple[int, dict[str, str], str]:
    """The status, headers (names in small letters) and text that a server answers with."""
    try:
        response = urllib.request.urlopen(address, timeout=30)  # noqa: S310 - loopback
    except urllib.error.HTTPError as error:
        response = error
    with response:
        text = response.read().decode(errors="replace")
        return response.status, {name.lower(): value for name, value in response.headers.items()}, text


@pytest.mark.slow
def test_nginx_says_all_of_it_with_every_answer(nginx: str, our_site: Built) -> None:
    style = next((our_site.folder / "assets/stylesheets").glob("*.css")).name
    part = index_folder(our_site)
    kept = {
        "": "max-age=300",
        "safety/": "max-age=300",
        "feed.xml": "max-age=300",
        "is-not-there/": "max-age=300",
        f"assets/stylesheets/{style}": "max-age=31536000, immutable",
        f"{part}/near.js": "max-age=31536000, immutable",
        "search/index.js": "max-age=300",
        "assets/images/favicon.svg": "max-age=2592000",
    }
    for path, caching in kept.items():
        status, said, _ = answer(nginx + path)
        assert status == (404 if path == "is-not-there/" else 200), path
        assert said["cache-control"] == caching, path
        for name, value in ALWAYS.items():
            assert said[name] == value or name == "content-security-policy", path
        assert said["content-security-policy"].endswith("frame-ancestors 'self'")


@pytest.mark.slow
def test_nginx_makes_pages_as_light_as_the_budget_counts(nginx: str, our_site: Built) -> None:
    for path in (
        "index.html",
        "resources/index.html",
        "assets/stylesheets/site.css",
        "search/index.js",
        "feed.xml",
    ):
        file = our_site.folder / path
        if file.is_file():  # a feed needs an address of the site
            request = urllib.request.Request(nginx + path, headers={"Accept-Encoding": "gzip", "Via": "1.1 proxy"})  # noqa: S310 - loopback
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - loopback
                assert response.headers["Vary"] == "Accept-Encoding", path
                body = response.read()
            assert gzip.decompress(body) == file.read_bytes()
            assert len(body) <= len(gzip.compress(file.read_bytes(), 6)) + 50, path


@pytest.mark.slow
def test_nginx_lists_no_folder_and_shows_our_page_for_what_is_missing(nginx: str) -> None:
    assert answer(nginx + "assets/")[0] == 403
    assert "Page not found" in answer(nginx + "no/such/page/")[2]


@pytest.mark.slow
def test_pages_work_under_the_policy_of_the_server(browser: Browser, nginx: str, our_pages: list[str]) -> None:
    said: list[str] = []
    with opened(browser) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in our_pages:
            page.goto(nginx + path, wait_until="networkidle")
    assert [message for message in said if "404" not in message] == []


def test_apache_gets_the_same(our_site: Built) -> None:
    text = server_settings("apache", our_site.folder)
    said = dict(re.findall(r'^Header always set (\S+) "([^"]*)"$', text, re.MULTILINE))
    assert {name.lower() for name in said} == ALWAYS.keys()
    assert 'Header set Cache-Control "max-age=300"' in text
    year = "max-age=31536000, immutable"
    assert re.search(
        rf"#/\(assets/stylesheets\|assets/javascripts\|{index_folder(our_site)}\)/#\">\s+Header set Cache-Control \"{year}\"",
        text,
    )
    assert "Options -Indexes" in text
    assert re.search(r"^<IfModule mod_deflate.c>\n  AddOutputFilterByType DEFLATE text/html text/css ", text, re.MULTILINE)


def test_iis_gets_the_same(our_site: Built) -> None:
    root = etree.fromstring(server_settings("iis", our_site.folder).encode())  # noqa: S314 - our own
    added = {element.attrib["name"].lower() for element in root.iterfind("system.webServer/httpProtocol/customHeaders/add")}
    assert added == ALWAYS.keys()
    kept = {
        place.attrib["path"]: clock.attrib["cacheControlMaxAge"]
        for place in root.iterfind("location")
        for clock in place.iterfind("system.webServer/staticContent/clientCache")
    }
    assert kept["assets/stylesheets"] == kept[index_folder(our_site)] == "365.00:00:00"
    assert kept["assets/images"] == "30.00:00:00"
    types = {element.attrib["fileExtension"] for element in root.iterfind("system.webServer/staticContent/mimeMap")}
    assert {".woff2", ".json"} <= types
    pressed = root.find("system.webServer/urlCompression")
    assert pressed is not None
    assert pressed.attrib["doStaticCompression"] == "true"
    listing = root.find("system.webServer/directoryBrowse")
    assert listing is not None
    assert listing.attrib["enabled"] == "false"


def test_netlify_and_cloudflare_get_the_same(our_site: Built) -> None:
    rules: dict[str, dict[str, str]] = {}
    for line in server_settings("netlify", our_site.folder).splitlines():
        if line.startswith("/"):
            rules[line] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules[list(rules)[-1]][name.lower()] = value
    assert rules["/*"].keys() == ALWAYS.keys()
    for folder in ("assets/stylesheets", index_folder(our_site)):
        assert rules[f"/{folder}/*"] == {"cache-control": "max-age=31536000, immutable"}


@pytest.mark.parametrize(
    ("server", "line"),
    [
        ("nginx", "error_page 404 /safeguarding/briefings/404.html;"),
        ("apache", "ErrorDocument 404 /safeguarding/briefings/404.html"),
        ("iis", '<error statusCode="404" path="/safeguarding/briefings/404.html" responseMode="ExecuteURL" />'),
    ],
)
def test_below_a_path_the_page_for_what_is_missing_lies_there_too(make_site: SiteMaker, server: str, line: str) -> None:
    settings = sample.SETTINGS.replace("briefings.example.org/", "www.example.org/safeguarding/briefings/")
    site = make_site({"briefings/a.md": sample.briefing()}, settings)
    assert line in server_settings(server, site.folder)
    assert 'href="/safeguarding/briefings/assets/' in (site.folder / "404.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def moved_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site below a path, with two briefings that had other addresses."""
    folder = tmp_path_factory.mktemp("moved")
    settings = sample.SETTINGS.replace("briefings.example.org/", "www.example.org/safeguarding/")
    files: dict[str, str | bytes] = {
        "briefings/safer-sleep.md": sample.briefing(former_addresses="[cot-death, cysgu]"),
        "briefings/tŷ.md": sample.briefing(title="Tŷ", former_addresses="[ŵy]"),
    }
    built = build_site(write_site(folder / "source", files, settings), folder / "www" / "safeguarding")
    assert built.messages == []
    return built


def test_apache_and_iis_lead_on_from_former_addresses(moved_site: Built) -> None:
    apache = server_settings("apache", moved_site.folder)
    rules = dict(re.findall(r'^RedirectMatch 301 "([^"]*)" "([^"]*)"$', apache, re.MULTILINE))
    addresses = [
        f"/safeguarding/briefings/{name}{end}"
        for name in ("cot-death", "ŵy")
        for end in ("", "/", "/index.html", "/one-page.pdf")
    ]
    led = {address: to for address in addresses for rule, to in rules.items() if re.search(rule, address)}
    assert led == {
        **dict.fromkeys(addresses[:3], "/safeguarding/briefings/safer-sleep/"),
        **dict.fromkeys(addresses[4:7], "/safeguarding/briefings/tŷ/"),
    }
    iis = etree.fromstring(server_settings("iis", moved_site.folder).encode())  # noqa: S314 - our own
    to = {
        place.attrib["path"]: redirect.attrib["destination"]
        for place in iis.iterfind("location")
        for redirect in place.iterfind("system.webServer/httpRedirect")
    }
    assert to == {
        "briefings/cot-death": "/safeguarding/briefings/safer-sleep",
        "briefings/cysgu": "/safeguarding/briefings/safer-sleep",
        "briefings/ŵy": "/safeguarding/briefings/t%C5%B7",
    }


@pytest.mark.parametrize(("server", "code"), [("netlify-redirects", "301!"), ("cloudflare-redirects", "301")])
def test_netlify_and_cloudflare_lead_on_by_a_file_of_its_own(moved_site: Built, server: str, code: str) -> None:
    lines = server_settings(server, moved_site.folder).splitlines()
    assert sorted(line for line in lines if not line.startswith("#")) == [
        f"/briefings/%C5%B5y/* /briefings/t%C5%B7/:splat {code}",
        f"/briefings/cot-death/* /briefings/safer-sleep/:splat {code}",
        f"/briefings/cysgu/* /briefings/safer-sleep/:splat {code}",
    ]


@pytest.mark.slow
def test_nginx_leads_on_from_former_addresses(moved_site: Built, tmp_path: Path) -> None:
    with started_nginx(moved_site.folder, moved_site.folder.parent, tmp_path) as address:
        for former, slug in (("cot-death", "safer-sleep"), ("%C5%B5y", "t%C5%B7")):
            for end in ("", "/", "/index.html"):
                request = urllib.request.Request(f"{address}safeguarding/briefings/{former}{end}", method="HEAD")  # noqa: S310 - loopback
                with pytest.raises(urllib.error.HTTPError) as led:
                    urllib.request.build_opener(_NoRedirects).open(request, timeout=30)
                assert led.value.code == 301
                assert led.value.headers["Location"] == f"/safeguarding/briefings/{slug}/"
                assert led.value.headers["Referrer-Policy"] == "no-referrer"
                led.value.close()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.mark.parametrize("server", SERVERS)
def test_the_command_prints_the_file(our_site: Built, capsys: pytest.CaptureFixture[str], server: str) -> None:
    assert main(["--root", str(ROOT), "headers", server, "--site", str(our_site.folder)]) == 0
    assert capsys.readouterr().out == server_settings(server, our_site.folder)


def test_the_command_says_what_to_do_before_the_site_is_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "headers", "nginx"]) == 2
    assert "build the site first, with make site" in capsys.readouterr().err
