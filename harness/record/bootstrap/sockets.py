"""Close the sockets of Python programs that this one starts, by their environment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from harness.record.bootstrap import python_path
from harness.record.offline import changed_environment

_VARIABLE = "HARNESS_CLOSED_SOCKETS"
"""The endpoints that a program may reach all the same, as JSON; `sitecustomize` looks for it."""

_until_the_end = ExitStack()


@contextmanager
def close_in_children(allowed: Sequence[str]) -> Iterator[None]:
    """Have every Python program that this process starts until the block ends close its sockets.

    Args:
        allowed: the endpoints that it may reach (`harness.record.endpoints`).
    """
    changed = {_VARIABLE: json.dumps(list(allowed)), "PYTHONPATH": python_path()}
    with changed_environment(changed):
        yield


def start() -> None:
    """Close the sockets of this program until it ends."""
    from harness.record.endpoints import is_allowed_address
    from harness.record.errors import SocketClosed
    from harness.record.sockets import closed_sockets

    allowed = json.loads(os.environ[_VARIABLE])

    def gate(host: str, port: int | None) -> Exception | None:
        if is_allowed_address(host, port, allowed):
            return None
        return SocketClosed(f"Process {os.getpid()}, which a test started,", host, port)

    _until_the_end.enter_context(closed_sockets(gate))
