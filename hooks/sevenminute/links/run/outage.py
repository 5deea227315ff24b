"""Whether a run says anything of the web, or only of our own way to it.

One host, however many links it has, is never enough to tell: addresses are counted by their owners.
"""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from sevenminute.links.classify.verdict import Kind
from sevenminute.links.fetch.response import ENGINE_FAULT, LIMITS, NO_HEAD, NOT_HTTP, NOT_WEB, UNCLEAR, Response
from sevenminute.links.history.record import Status, UrlState
from sevenminute.links.run.retry import ClassifiedResponse
from sevenminute.text.web_address import host_of

WITNESS_FOR = timedelta(days=28)
"""How long ago an address may have been fine that is asked to find out whether this machine reaches the web."""
_LEAST, _LEAST_FOR_SHARE = 3, 5
_FAILING_SHARE = 0.8
_LOST_SHARE = 0.1
_NO_CONNECTION = {"NameResolutionError", "gaierror", "NewConnectionError", "ConnectTimeout", "ConnectTimeoutError"}
_OFFLINE = "this machine can probably not reach the internet"


def owner_of(url: str) -> str:
    """Return the part of a host's name that one owner has, such as `example.org.uk`.

    Under two letters, which are a country's, it is the last three parts, else the last two.
    """
    host = host_of(url)
    name = host if host.startswith("[") else host.partition(":")[0]
    if name.startswith("[") or _is_ip(name):
        return name
    parts = name.removeprefix("www.").split(".")
    return ".".join(parts[-3 if len(parts[-1]) == 2 else -2 :])


def is_witness(known: UrlState | None, now: datetime) -> bool:
    """Tell whether an address was fine when last looked at, not long ago: if it fails now, perhaps we do."""
    return bool(known and known.status is Status.OK and known.last_ok and now - known.last_ok <= WITNESS_FOR)


def outage(classified: Mapping[str, ClassifiedResponse], known: Mapping[str, UrlState], now: datetime) -> str:
    """Return why nothing can be concluded because nobody answers, or an empty string.

    A machine without the web is told by its resolver that no name exists. So a run is judged by its witnesses: one that answers
    is enough for a site that has few. If all of those few fail, and before the first night, all hosts are.

    Args:
        classified: What came of each address.
        known: What was known of them before.
        now: The moment of the run.
    """
    said = failing_witnesses(classified, known, now, _is_silent)
    return _silence(found.response for found in classified.values() if found.response) if said is None else said


def failing_witnesses(
    classified: Mapping[str, ClassifiedResponse],
    known: Mapping[str, UrlState],
    now: datetime,
    fails: Callable[[ClassifiedResponse], bool] = lambda found: found.verdict.kind in (Kind.CERTAIN, Kind.UNCERTAIN),
) -> str | None:
    """Return why nothing can be concluded because nearly all fail that were fine, an empty string, or None if too few were.

    A filter or a proxy between this machine and the web may answer in the place of every host.

    Args:
        classified: What came of each address, all clients together: a site may be fine for one of them only.
        known: What was known of them before.
        now: The moment of the run.
        fails: Tells whether an address fails.
    """
    witnesses: dict[str, list[bool]] = defaultdict(list)
    for url, found in classified.items():
        if found.response and is_witness(known.get(url), now):
            witnesses[owner_of(url)].append(fails(found))
    failing = sum(map(all, witnesses.values()))
    if witnesses and failing < _FAILING_SHARE * len(witnesses):
        return ""
    if len(witnesses) < _LEAST:
        return None
    return f"{failing} of {len(witnesses)} sites fail that were fine not long ago, so {_OFFLINE}"


def _silence(responses: Iterable[Response]) -> str:
    """Return why nothing can be concluded when nobody is known to be fine."""
    hosts: dict[str, list[Response]] = defaultdict(list)
    for response in responses:
        if not response.robots:
            hosts[host_of(response.url)].append(response)
    answered = sum(any(map(has_answer, found)) for found in hosts.values())
    unreached = sum(all(map(_is_unreached, found)) for found in hosts.values())
    if len(hosts) >= _LEAST and not answered:
        return f"none of {len(hosts)} websites answered, so {_OFFLINE}"
    if len(hosts) >= _LEAST_FOR_SHARE and unreached >= _FAILING_SHARE * len(hosts):
        return f"{unreached} of {len(hosts)} websites could not be reached, so {_OFFLINE}"
    return ""


def too_many_lost(classified: Mapping[str, ClassifiedResponse]) -> str:
    """Return why nothing can be concluded when the engine lost addresses of so many owners, or all, or an empty string."""
    lost = [url for url, found in classified.items() if found.response is None]
    if lost and (len(lost) == len(classified) or _are_of_many_owners(lost, classified)):
        return f"{len(lost)} of {len(classified)} links came back without an answer to judge"
    return ""


def too_many_faults(classified: Mapping[str, ClassifiedResponse]) -> str:
    """Return why nothing can be concluded when the engine broke on addresses of so many owners, or an empty string.

    A few odd pages harm nobody. An engine that breaks on everything, as after an upgrade, has looked at nothing.
    """
    broken = [url for url, found in classified.items() if _is_fault(found.response)]
    return f"the engine broke on {len(broken)} of {len(classified)} links" if _are_of_many_owners(broken, classified) else ""


def _are_of_many_owners(some: Iterable[str], every: Iterable[str]) -> bool:
    """Tell whether addresses are of more owners than a few odd ones, and of more than a tenth of all."""
    return len(set(map(owner_of, some))) > max(_LEAST, _LOST_SHARE * len(set(map(owner_of, every))))


def _is_fault(response: Response | None) -> bool:
    return response is not None and response.failure is not None and ENGINE_FAULT in response.failure.chain


def has_answer(response: Response) -> bool:
    """Tell whether some web server answered, even if it came to no end."""
    cut_short = response.failure is not None and not {*LIMITS, NO_HEAD, NOT_HTTP, NOT_WEB, UNCLEAR}.isdisjoint(
        response.failure.chain
    )
    return response.robots or response.status_code is not None or bool(response.hops) or cut_short


def _is_silent(found: ClassifiedResponse) -> bool:
    return found.response is None or not has_answer(found.response)


def _is_unreached(response: Response) -> bool:
    return not has_answer(response) and response.failure is not None and bool(_NO_CONNECTION & set(response.failure.chain))


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
