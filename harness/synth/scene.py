"""Where and when synthetic answers take place: a region, an account, a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from harness.models.endpoints import partitions

ACCOUNT = "123456789012"
"""The account that AWS's own documentation shows."""

_ANCHOR = dt.datetime(2025, 6, 2, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """The circumstances of an answer.

    Attributes:
        now: when the request is answered; what the documentation says of a time before the call goes by it.
        region: the region that answers.
        account: the account that asks.
        caller: the id of the access key that signs; empty where that is not known.
    """

    now: dt.datetime
    region: str = "us-east-1"
    account: str = ACCOUNT
    caller: str = ""

    @property
    def partition(self) -> str:
        """The partition of the region, as ARNs name it: ``"aws"``, ``"aws-cn"``."""
        return next((p["id"] for p in partitions() if self.region in p["regions"]), "aws")

    @property
    def anchor(self) -> dt.datetime:
        """The time that all dates go by which no rule relates to now, so that they stay the same."""
        return min(self.now, _ANCHOR)


DEFAULT_SCENE = Scene(dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC))
"""Where and when a request is answered that is given no scene: in us-east-1, in the middle of 2025."""
