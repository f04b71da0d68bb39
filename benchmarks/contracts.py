"""The contracts of all operations, beside only loading the models that they come from.

    python benchmarks/contracts.py models|contracts [SERVICE ...]

Each runs in a process of its own. A contract here is one with its rules, its schemas and its validators,
ready to check a request, a response and every documented error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial

from measure import Row, Target, compare, seconds_of_program

ROUNDS = 3  # each takes a while


def rows(rounds: int) -> Iterator[Row]:
    """Measure all services."""
    program = partial(seconds_of_program, sys.executable, __file__)
    ours, theirs = partial(program, "contracts"), partial(program, "models")
    what, peer = "contracts of all operations", "botocore loads all service models"
    yield compare(what, peer, Target("ratio", 3), ours, theirs, min(rounds, ROUNDS))


def models(services: Sequence[str]) -> None:
    from botocore.session import Session

    session = Session()
    for service in services or session.get_available_services():
        session.get_service_model(service)


def contracts(services: Sequence[str]) -> None:
    from harness.contract.contract import contracts as compiled

    for service in services or (None,):
        compiled(service)


if __name__ == "__main__":
    {"models": models, "contracts": contracts}[sys.argv[1]](sys.argv[2:])
