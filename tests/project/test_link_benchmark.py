"""The benchmark of the link check: as many addresses as it says, and times only of checkers that found every one fine."""

from __future__ import annotations

from itertools import pairwise

import link_check
import pytest


def test_it_asks_for_as_many_addresses_as_it_says() -> None:
    even, skewed = link_check.cases(1.0)
    assert (sum(even.paths), set(even.paths), len(even.paths)) == (1000, {10}, 100)
    assert (sum(skewed.paths), max(skewed.paths), len(skewed.paths), skewed.latency) == (750, 300, 100, 0.3)
    assert sorted(skewed.alternating(80)) == sorted(skewed.grouped(80))
    hosts = [url.split("/")[2] for url in even.alternating(80)]
    assert all(first != second for first, second in pairwise(hosts))


@pytest.mark.slow  # three checkers, one after another
def test_each_checker_finds_every_address_fine() -> None:
    case = link_check.Case("three on two hosts", (2, 1), 0.0)
    found = dict(link_check.rows(case, 1))  # a checker that finds another number stops the benchmark
    assert list(found)[:2] == ["this project, whatever the order", "LinkChecker's command line, hosts alternating"]
    assert all(spent.wall > 0 and spent.cpu > 0 for spent in found.values())


@pytest.mark.slow  # a browser too
def test_each_client_that_looks_again_finds_what_is_gone() -> None:
    found = dict(link_check.second_opinions(3, 1))  # a client that finds another number stops the benchmark
    assert list(found) == ["the second client", "Chromium"]
    assert all(spent.wall > 0 for spent in found.values())
