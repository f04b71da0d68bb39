"""What a call of `harness fuzz` costs beside botocore's call alone: processor time, the server's left out.

The server is the synthetic AWS, in a process of its own. An operation is held to all its laws,
with default settings. All the time counts: drawing requests, sending them, and judging the answers. The peer
sends the plainest request.
"""

from __future__ import annotations

import functools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from hypothesis import settings
from measure import Row, Target, compare, seconds_of

from harness.contract.contract import contract
from harness.fuzz import law_client
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import plain_request
from harness.fuzz.profiles import PROFILES
from harness.fuzz.search import search
from harness.models import method_name, parse_operation_name

_SERVER = """
import signal
from harness.synth import SyntheticService
from harness.synth.server.serving import serving
with serving(SyntheticService(3)) as url:
    print(url, flush=True)
    signal.pause()
"""
OPERATIONS = ("iam.ListUsers", "cloudtrail.ListInsightsData", "ec2.DescribeVolumes", "xray.GetInsight")
CALLS = 300  # of the peer in a round


def rows(rounds: int) -> Iterator[Row]:
    """Measure each operation."""
    with served() as url:
        for name in OPERATIONS:
            yield compare(
                f"harness fuzz, a call of {name}",
                "botocore's call alone",
                Target("ratio", 2),
                partial(seconds_a_call, name, url),
                partial(seconds_of, calls_of(name, url), CALLS),
                min(rounds, 5),
            )


@contextmanager
def served() -> Iterator[str]:
    """Start the server, and stop it in the end; yield its URL."""
    with subprocess.Popen((sys.executable, "-c", _SERVER), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def seconds_a_call(name: str, url: str) -> float:
    """Hold an operation to its laws; return the seconds for each call."""
    found = search(
        [contract(*parse_operation_name(name))],
        functools.cache(lambda service: law_client(service, url)),
        options=settings(PROFILES["dev"], database=None),
        seed=1,
        clock=time.process_time,
    )
    costs = found.costs.values()
    return sum(cost.seconds for cost in costs) / sum(cost.calls for cost in costs)


def calls_of(name: str, url: str) -> Callable[[], None]:
    """Return what calls an operation, without harness."""
    held_to = contract(*parse_operation_name(name))
    client: Any = law_client(held_to.service, url)
    params = plain_request(Caller(held_to, client))
    call = getattr(law_client(held_to.service, url), method_name(held_to.operation))

    def work() -> None:
        for _ in range(CALLS):
            call(**params)

    return work
