"""Addresses of other sites: read as browsers read them, written as browsers ask for them, and refused when they cannot work.

The standard is that of browsers, https://url.spec.whatwg.org/.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ada_url import URL, HostType

LONGEST = 2048
"""Letters that an address may have; many servers and proxies take no more."""

_SCHEMES = ("http", "https")
_AROUND = "".join(map(chr, range(33)))
_WITHIN = str.maketrans("", "", "\t\r\n")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = re.compile(r"https?:(?P<slashes>[/\\]{2,})(?:[^/\\?#]*@)?(?P<host>[^/\\?#]*)", re.IGNORECASE)
"""An address that leads to another site, whatever page it is on; with less than two slashes it may lead to the same site."""
_ZONE = re.compile(r"[^?#]*\[[^\]]*%")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_CLOSED_PORTS = {
    *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111),
    *(113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548),
    *(554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 5060, 5061, 6000, 6566),
    *(6665, 6666, 6667, 6668, 6669, 6697, 10080),
}
"""Ports of other services, such as email, which browsers are kept from."""
_OWN_NETWORK = (
    *(".local", ".localhost", ".localdomain", ".internal", ".intranet", ".private", ".lan", ".home", ".corp", ".home.arpa"),
    *(".svc", ".consul", ".docker"),  # of clusters of machines
)
"""Endings of names that no public register hands out."""
_OF_CLOUDS = {
    *("metadata.tencentyun.com", "metadata.packet.net", "metadata.platformequinix.com", "metadata.oraclecloud.com"),
}
"""Names under which a rented machine reads its own secrets; those of other clouds end as above."""

# The registers of special addresses that IANA keeps, without those that are for the web. Python's own list differs from one
# version to the next, and takes multicast and the old site-local addresses to be global.
_NOT_PUBLIC_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # Alibaba's 100.100.100.200 too
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure answers its machines here
            "169.254.0.0/16",  # and nearly all clouds here
            "172.16.0.0/12",
            "192.0.0.0/24",  # Oracle's 192.0.0.192 too
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(
        ipaddress.IPv6Network,
        ("2001::/23", "2001:db8::/32", "3fff::/20"),  # the first holds Teredo: tunnels to single machines
    )
)
_WITHIN_6 = {
    ipaddress.IPv6Network("::ffff:0:0/96"): 0,
    ipaddress.IPv6Network("64:ff9b::/96"): 0,  # NAT64; 64:ff9b:1::/48 is each network's own
    ipaddress.IPv6Network("2002::/16"): 80,  # 6to4
}
"""Where an address of the fourth version is written in one of the sixth, by how many bits stand behind it."""


UNREADABLE = "cannot be read as a web address: copy it again from the address bar"
"""What is said of an address that is not `is_readable`."""


class AddressError(ValueError):
    """The text is not an address that a browser could open; the message says what is wrong and what would be right."""


@dataclass(frozen=True)
class Address:
    """An address of the web.

    Attributes:
        url: The address in its one form, without a fragment and without a user's name and password.
        fragment: The part of the page that it names, decoded, or an empty string.
        credentials: Whether a user's name or password stood in it.
    """

    url: str
    fragment: str = ""
    credentials: bool = False


def trimmed(text: str) -> str:
    """Return an address without what browsers leave out of it: control characters and spaces around it, line ends within it.

    A space that does not break is kept: it belongs to the address.
    """
    return text.strip(_AROUND).translate(_WITHIN)


def scheme_of(text: str) -> str:
    """Return what stands before the first colon of an address, in small letters, or an empty string if it has no scheme."""
    found = _SCHEME.match(trimmed(text))
    return found[1].lower() if found else ""


def leads_elsewhere(text: str) -> bool:
    """Tell whether an address is to lead to another site, be it one that can be read or not."""
    return _WEB.match(trimmed(text)) is not None


def read_address(text: str) -> Address:
    """Read an http or https address.

    Raises:
        AddressError: It cannot work, whatever the host says.
    """
    if len(text) > LONGEST:
        raise AddressError(
            f"has {len(text):,} letters: addresses have at most {LONGEST:,}; look for a shorter one to the same page"
        )
    begin = _WEB.match(trimmed(text))
    if not begin:
        raise AddressError("begins with neither http:// nor https://: write the whole of it")
    try:
        url = URL(text)
    except ValueError:
        raise AddressError(_fault(begin["host"])) from None
    if len(begin["slashes"]) > 2 and url.host_type is HostType.DEFAULT and "." not in url.hostname:
        raise AddressError(_NO_HOST)  # https:///guide: to browsers that is a machine called guide
    if url.hostname in _SCHEMES:
        raise AddressError(f"has {url.hostname}:// twice: take one out")
    if url.port and int(url.port) in _CLOSED_PORTS:
        raise AddressError(f"has the port {url.port}, which browsers never open: copy it again from the address bar")
    if url.host_type is HostType.DEFAULT and not _can_exist(url.hostname.removesuffix(".")):
        raise AddressError(_NO_SUCH_HOST)
    credentials = bool(url.username or url.password)
    address, _, fragment = _written(url).partition("#")
    return Address(address, _fragment(fragment), credentials)


def follow(text: str, base: str) -> str:
    """Return where an address, or what stands for one after another, leads from there.

    Args:
        text: What a page or a server says, as `../guide`.
        base: The read address of that page.

    Returns:
        An address in its one form, with its fragment, and without a user's name and password.

    Raises:
        ValueError: It is no address that a browser can open.
    """
    return _written(URL(text, base))


def _written(url: URL) -> str:
    """Return an address as browsers ask for it, without a user's name and password."""
    url.username = url.password = ""
    if "|" in url.pathname:  # the standard leaves it; Chromium encodes it, and some servers refuse it otherwise
        url.pathname = url.pathname.replace("|", "%7C")
    return url.href


def names_zone(text: str) -> bool:
    """Tell whether the host of an address is one of a network card of one machine, as `[fe80::1%eth0]`: no browser goes there."""
    return _ZONE.match(text) is not None


def without_fragment(url: str) -> str:
    """Return an address without its fragment. A question mark at its end stays: servers see it."""
    return url.partition("#")[0]


def with_fragment(url: str, fragment: str) -> str:
    """Return an address with the part of its page that a link names, decoded; one that names a part already stays."""
    if not fragment or "#" in url:
        return url
    return url + URL(f"#{fragment.replace('%', '%25')}", "https://example.org/").hash


def target_of(url: str) -> str:
    """Return what the first line of a request names of a read address: its path, and its query with the question mark."""
    address = without_fragment(url)
    return address[address.index("/", len("https://")) :]


def is_readable(address: str) -> bool:
    """Tell whether an address, of whatever kind, can be taken apart: programs stop at one like `https://[example/`."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


_NO_HOST = "names no website: copy it again from the address bar"
_NO_SUCH_HOST = "has a host name that cannot exist: copy it again from the address bar"


def _fault(host: str) -> str:
    """Return what is wrong with the host of an address that no browser can read."""
    if not host or host.startswith(":"):
        return _NO_HOST
    if names_zone(host):
        return "names a network card of one machine after the % in its host: no browser goes there; take it out"
    if re.search(r"\s", unquote(host)):
        return "has a space in the name of its host: take it out"
    return UNREADABLE if re.search(r"[\[\]:]", host) else _NO_SUCH_HOST


def _can_exist(name: str) -> bool:
    return len(name) <= 253 and all(map(_LABEL.fullmatch, name.split(".")))


def _fragment(text: str) -> str:
    """Return the part of a page that a fragment names; the top, and words to look for, are on every page."""
    part = unquote(text).partition(":~:")[0]
    return "" if part.lower() == "top" else part


def host_of(url: str) -> str:
    """Return the host of a read address, with its port if that is not the usual one.

    A dot behind it, with which it is the same machine, is left out.
    """
    read = URL(url)
    return read.hostname.rstrip(".") + (f":{read.port}" if read.port else "")


def is_private(url: str) -> bool:
    """Tell whether an address leads into somebody's own network: a machine that checks links has no business there."""
    try:
        host = URL(url).hostname.strip("[].")
    except ValueError:  # nobody can tell
        return True
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return "." not in host or host.endswith(_OWN_NETWORK) or host in _OF_CLOUDS


def is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether everybody reaches the same machine under an IP address, and web servers stand there.

    Addresses of the sixth version in which one of the fourth is written are as public as that.
    """
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _NOT_PUBLIC_4)
    for network, shift in _WITHIN_6.items():
        if ip in network:
            return is_public(ipaddress.IPv4Address(int(ip) >> shift & 0xFFFFFFFF))
    return ip in _GLOBAL_6 and not any(ip in network for network in _NOT_PUBLIC_6)
