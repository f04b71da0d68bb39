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
class Dropped:
    """The connection is closed before an answer comes."""


@dataclass(frozen=True, slots=True)
class Truncated:
    """The connection is closed in the middle of the body."""


Trouble = Slow | Dropped | Truncated
