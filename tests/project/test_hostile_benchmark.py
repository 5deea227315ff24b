"""The benchmark of the link check against hosts that do harm, smaller: all is found, nothing inconclusive, little memory."""

from __future__ import annotations

import os
import subprocess
import sys

import hostile_hosts
import pytest

pytestmark = pytest.mark.slow  # hundreds of links, some of which take their whole time


def test_among_hostile_hosts_every_live_link_is_fine_and_every_dead_one_found() -> None:
    size = ["--links", "200", "--hosts", "40", "--hostile", "8", "--timeout", "5", "--time-limit", "10"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, hostile_hosts.__file__, *size]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200 links on 40 hosts, 8 of them hostile\n" in done.stdout
    assert "inconclusive: no; 0 links judged otherwise than they should be\n" in done.stdout


def test_what_the_process_before_it_needed_is_not_counted() -> None:
    """Such as that of the tests, which by then may need more than the check is allowed."""
    measured = "import hostile_hosts; print(hostile_hosts.own_peak())"
    outer = "import subprocess, sys; held = b'x' * (300 << 20); subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", outer, measured]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert 10 < int(done.stdout) < hostile_hosts.MOST_MEMORY
