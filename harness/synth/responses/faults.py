"""Faults on request: what can go wrong between a client and a service, one value a fault.

Errors are answers; the others are troubles of the connection.
"""

from __future__ import annotations

import math
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel

from harness.contract.common_errors import is_common_error
from harness.contract.schema import error_code, find_error
from harness.contract.values import to_json_value
from harness.errors import HarnessError
from harness.models.rates import documented_rate
from harness.synth.responses.answer import Answer
from harness.synth.responses.refusals import error_answer
from harness.synth.responses.trouble import Dropped, Slow, Trouble, Truncated
from harness.synth.scene import Scene
from harness.wire.protocol import protocol_named

_THROTTLING = re.compile(
    r"throttl|toomanyrequests|slowdown|requestlimit|ratelimit|rateexceeded", re.IGNORECASE
)
_RATE_EXCEEDED = "Rate exceeded"


@dataclass(frozen=True, slots=True)
class Error:
    """The service answers with an error.

    Attributes:
        code: the error's code or the name of its shape; None for the operation's throttling error.
        message: the message; what it says of itself when left out.
        members: further members of the documented error, as boto3 returns them.
    """

    code: str | None = None
    message: str | None = None
    members: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, operation: OperationModel, scene: Scene) -> Answer:
        """Return the answer of an operation.

        Raises:
            UndocumentedError: the operation documents errors, but not this one.
        """
        if self.code is None:
            return error_answer(operation, throttling_code(operation), self.message or _RATE_EXCEEDED, scene)
        shape = find_error(operation, self.code)
        is_known = shape is not None or is_common_error(operation.service_model, self.code)
        if not is_known and operation.error_shapes:
            raise UndocumentedError(operation, self.code)
        message = self.message or _first_sentence(shape.documentation if shape is not None else "")
        members = to_json_value(shape, dict(self.members))
        return error_answer(operation, self.code, message or self.code, scene, members)


Fault = Error | Trouble

THROTTLED = Error()
"""The operation's throttling error: a documented one, else that of the protocol."""


def throttling_code(operation: OperationModel) -> str:
    """Return the code of the error by which an operation says that it was called too often."""
    documented = (error_code(shape) for shape in operation.error_shapes if _THROTTLING.search(shape.name))
    return next(documented, protocol_named(operation.service_model.resolved_protocol).codes.throttled)


def _first_sentence(documentation: str) -> str:
    text = " ".join(re.sub(r"<[^>]+>", " ", documentation).split())
    return text.partition(". ")[0].removesuffix(".")


_KINDS: Mapping[str, Callable[[str], Fault]] = {
    "throttle": lambda argument: THROTTLED,
    "drop": lambda argument: Dropped(),
    "truncate": lambda argument: Truncated(),
    "slow": lambda argument: Slow(float(argument or 1)),
    "error": lambda argument: Error(argument or "InternalFailure"),
}


@dataclass(frozen=True, slots=True)
class Chance:
    """A fault injected into a share of all calls.

    Attributes:
        fault: the fault.
        share: the share, from 0 to 1.
    """

    fault: Fault
    share: float


def parse_chances(text: str) -> tuple[Chance, ...]:
    """Read faults and their shares as the command line writes them.

    Args:
        text: ``"throttle=0.1,drop=0.05,slow:2.5=0.2,error:InternalFailure=0.01"``: kinds ``throttle``,
            ``drop``, ``truncate``, ``slow`` (with seconds) and ``error`` (with a code).

    Raises:
        BadFault: a kind is unknown, or a share is no number from 0 to 1.
    """
    return tuple(_parse_chance(part.strip()) for part in text.split(",") if part.strip())


def _parse_chance(text: str) -> Chance:
    name, equals, share = text.partition("=")
    kind, _, argument = name.partition(":")
    try:
        chance = Chance(_KINDS[kind](argument), float(share) if equals else 1.0)
    except (KeyError, ValueError):
        raise BadFault(text) from None
    seconds = chance.fault.seconds if isinstance(chance.fault, Slow) else 0
    if not 0 <= chance.share <= 1 or not 0 <= seconds < math.inf:
        raise BadFault(text)
    return chance


class BadFault(HarnessError):
    """A fault that was asked for cannot be had.

    Args:
        text: the fault as it was written.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return (
            f"{self.text!r} is no fault. Write one of {', '.join(_KINDS)}, and the share of calls that it "
            "hits from 0 to 1: throttle=0.1 or slow:2.5=0.2."
        )


class UndocumentedError(HarnessError):
    """An operation was to answer with an error that it does not document.

    Args:
        operation: the operation.
        code: the error that was asked for.
    """

    def __init__(self, operation: OperationModel, code: str) -> None:
        super().__init__(operation, code)
        self.operation = operation
        self.code = code

    def __str__(self) -> str:
        known = [error_code(shape) for shape in self.operation.error_shapes]
        return f"{self.operation.name} documents no error {self.code!r}; it documents {', '.join(known)}."


class RateLimiter:
    """Tells calls that come more often than the operation's documentation allows.

    Args:
        clock: seconds that only go up.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: dict[str, deque[float]] = {}

    def exceeds(self, operation: OperationModel, name: str) -> bool:
        """Count a call; tell whether it exceeds the documented rate.

        Args:
            operation: the operation that is called.
            name: what its rate is counted under: the operation with its region.
        """
        rate = documented_rate(operation)
        if rate is None:
            return False
        now = self._clock()
        times = self._times.setdefault(name, deque())
        while times and times[0] <= now - 1:
            times.popleft()
        if len(times) >= rate:
            return True
        times.append(now)
        return False
