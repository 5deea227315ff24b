"""Whether a run says anything of the web, or only of our own way to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sevenminute.links.fetch.response import ENGINE_FAULT, NOT_WEB, OVER_LIMIT, UNCLEAR, Record
from sevenminute.text.web_address import host_of

_NO_CONNECTION = {"NameResolutionError", "gaierror", "NewConnectionError", "ConnectTimeout", "ConnectTimeoutError"}
_FEW, _SOME = 3, 5
_MOST = 0.8
_LOST = 0.1


def outage(records: Iterable[Record]) -> str:
    """Return why nothing can be concluded from what was brought back, or an empty string.

    A machine without the web is told by its resolver that no name exists: that would make every link dead.
    """
    hosts = defaultdict(list)
    for record in records:
        if not record.robots:
            hosts[host_of(record.url)].append(record)
    answered = sum(any(has_answer(record) for record in found) for found in hosts.values())
    unreached = sum(all(_is_unreached(record) for record in found) for found in hosts.values())
    if len(hosts) >= _FEW and not answered:
        return f"none of {len(hosts)} hosts answered: this machine has probably no way to the web"
    if len(hosts) >= _SOME and unreached >= _MOST * len(hosts):
        return f"{unreached} of {len(hosts)} hosts could not be reached: this machine has probably no way to the web"
    return ""


def too_many_lost(lost: int, asked: int) -> str:
    """Return why nothing can be concluded when the engine lost so many addresses, or an empty string."""
    return f"{lost} of {asked} links came back without an answer to judge" if asked and lost > _LOST * asked else ""


def too_many_faults(records: Iterable[Record], asked: int) -> str:
    """Return why nothing can be concluded when the engine broke on so many addresses, or an empty string.

    A few odd pages harm nobody, nor does a host all of whose pages are odd. An engine that breaks on everything, as after an
    upgrade, has looked at nothing.
    """
    broken = [record.url for record in records if record.failure is not None and ENGINE_FAULT in record.failure.chain]
    several = len(set(map(host_of, broken))) >= _FEW
    return f"the engine broke on {len(broken)} of {asked} links" if several and len(broken) > max(_FEW, _LOST * asked) else ""


def has_answer(record: Record) -> bool:
    """Tell whether some web server answered, even if it came to no end."""
    half = record.failure is not None and bool({OVER_LIMIT, NOT_WEB, UNCLEAR} & set(record.failure.chain))
    return record.robots or record.status_code is not None or bool(record.hops) or half


def _is_unreached(record: Record) -> bool:
    return not has_answer(record) and record.failure is not None and bool(_NO_CONNECTION & set(record.failure.chain))
