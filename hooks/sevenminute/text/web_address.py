"""Addresses of other sites: written in one way, so that the same ones look the same, and refused when they cannot work."""

from __future__ import annotations

import ipaddress
import re
import string
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

import idna

LONGEST = 2048
"""Letters that an address may have; many servers and proxies take no more."""

_PORTS = {"http": 80, "https": 443}
_BEFORE_QUERY = re.compile(r"[^?#]*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_PATH_MARKS = "/%:@!$&'()*+,;=~-._[]"
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)")
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


def read_address(text: str) -> Address:
    """Read an http or https address.

    Scheme and host are in small letters, other letters than ASCII encoded, the usual port left out. Query and path keep
    their capitals, which may matter.

    Raises:
        AddressError: It cannot work, whatever the host says.
    """
    if len(text) > LONGEST:
        raise AddressError(
            f"has {len(text):,} letters: addresses have at most {LONGEST:,}; look for a shorter one to the same page"
        )
    text = _BEFORE_QUERY.sub(lambda found: found[0].replace("\\", "/"), text, count=1)  # as browsers take it
    try:
        parts = urlsplit(text.strip(string.whitespace))  # a space that does not break belongs to it, as in a browser
        port = parts.port
    except ValueError:
        raise AddressError(UNREADABLE) from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise AddressError("begins with neither http:// nor https://: write the whole of it")
    if port == 0:
        raise AddressError("has the port 0: copy it again from the address bar")
    host = _host(parts)
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    query = quote(_STRAY_PERCENT.sub("%25", parts.query), safe=_PATH_MARKS + "?")
    url = urlunsplit((scheme, place, quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_PATH_MARKS) or "/", query, ""))
    return Address(url, _fragment(parts.fragment), parts.username is not None or parts.password is not None)


def is_readable(address: str) -> bool:
    """Tell whether an address, of whatever kind, can be taken apart: programs stop at one like `https://[example/`."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removesuffix(".")
    if not host:
        raise AddressError("names no host: copy it again from the address bar")
    if re.search(r"\s", parts.netloc) or ("%" in host and "[" not in parts.netloc):
        raise AddressError("has a space in the name of its host: take it out")
    if parts.netloc.rpartition("@")[2].startswith("["):
        if "%" in host:
            raise AddressError("names a network card of one machine after the % in its host: no browser goes there; take it out")
        return f"[{host}]"  # an IPv6 address; urlsplit has read it
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        name = ""
    labels = name.lower().split(".")
    if len(name) > 253 or not all(len(label) < 64 and _LABEL.fullmatch(label) for label in labels):
        raise AddressError("has a host name that cannot exist: copy it again from the address bar")
    return ".".join(labels)


def _fragment(text: str) -> str:
    """Return the part of a page that a fragment names; the top, and words to look for, are on every page."""
    part = unquote(text).partition(":~:")[0]
    return "" if part.lower() == "top" else part


def host_of(url: str) -> str:
    """Return the host of a read address, with its port if that is not the usual one."""
    return urlsplit(url).netloc


def is_private(url: str) -> bool:
    """Tell whether a read address leads into somebody's own network: a machine that checks links has no business there."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        last = host.rpartition(".")[2]
        # A browser takes 127.1, 0x7f000001 and 2130706433 for addresses of the same machine.
        return last == host or host.endswith(_OWN_NETWORK) or host in _OF_CLOUDS or _NUMBER.fullmatch(last) is not None


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
