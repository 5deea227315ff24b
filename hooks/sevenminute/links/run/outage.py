"""Whether a run says anything of the web, or only of our own way to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sevenminute.links.fetch.response import ENGINE_FAULT, NOT_WEB, OVER_LIMIT, UNCLEAR, Response
from sevenminute.text.web_address import host_of

_NO_CONNECTION = {"NameResolutionError", "gaierror", "NewConnectionError", "ConnectTimeout", "ConnectTimeoutError"}
_LEAST_HOSTS, _LEAST_FOR_SHARE = 3, 5
_UNREACHED_SHARE = 0.8
_LOST_SHARE = 0.1


def outage(responses: Iterable[Response]) -> str:
    """Return why nothing can be concluded from what was brought back, or an empty string.

    A machine without the web is told by its resolver that no name exists: that would make every link dead.
    """
    hosts = defaultdict(list)
    for response in responses:
        if not response.robots:
            hosts[host_of(response.url)].append(response)
    answered = sum(any(has_answer(response) for response in found) for found in hosts.values())
    unreached = sum(all(_is_unreached(response) for response in found) for found in hosts.values())
    if len(hosts) >= _LEAST_HOSTS and not answered:
        return f"none of {len(hosts)} hosts answered: this machine has probably no way to the web"
    if len(hosts) >= _LEAST_FOR_SHARE and unreached >= _UNREACHED_SHARE * len(hosts):
        return f"{unreached} of {len(hosts)} hosts could not be reached: this machine has probably no way to the web"
    return ""


def too_many_lost(lost: int, asked: int) -> str:
    """Return why nothing can be concluded when the engine lost so many addresses, or an empty string."""
    return f"{lost} of {asked} links came back without an answer to judge" if asked and lost > _LOST_SHARE * asked else ""


def too_many_faults(responses: Iterable[Response], asked: int) -> str:
    """Return why nothing can be concluded when the engine broke on so many addresses, or an empty string.

    A few odd pages harm nobody, nor does a host all of whose pages are odd. An engine that breaks on everything, as after an
    upgrade, has looked at nothing.
    """
    broken = [response.url for response in responses if response.failure is not None and ENGINE_FAULT in response.failure.chain]
    several = len(set(map(host_of, broken))) >= _LEAST_HOSTS
    return (
        f"the engine broke on {len(broken)} of {asked} links"
        if several and len(broken) > max(_LEAST_HOSTS, _LOST_SHARE * asked)
        else ""
    )


def has_answer(response: Response) -> bool:
    """Tell whether some web server answered, even if it came to no end."""
    cut_short = response.failure is not None and bool({OVER_LIMIT, NOT_WEB, UNCLEAR} & set(response.failure.chain))
    return response.robots or response.status_code is not None or bool(response.hops) or cut_short


def _is_unreached(response: Response) -> bool:
    return not has_answer(response) and response.failure is not None and bool(_NO_CONNECTION & set(response.failure.chain))
