"""Troubles of a connection, which a client meets below its protocol; one value each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer comes late.

    Attributes:
        seconds: by how much. A client that waits less long (``read_timeout``) gives up then.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing is there yet: the answer comes late, and is asked for again meanwhile, each `PAUSE`.

    Attributes:
        seconds: how long to wait for something.
    """

    seconds: float


PAUSE = 0.1
"""How long, in seconds, before what is waited for is asked for again."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """The connection is closed before an answer comes."""


@dataclass(frozen=True, slots=True)
class Truncated:
    """The connection is closed in the middle of the body."""


Trouble = Slow | Waiting | Dropped | Truncated
