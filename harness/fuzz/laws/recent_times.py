"""Times that may not be long ago: "The start time can't be more than 30 days old" (X-Ray).

Requests are made with fixed times, so that each run sends the same. Where documentation says how old a time
may be, they are moved to the present, all together: what lies between them stays. The present of an operation
is when it was first asked for, so that a run sends the same all the while.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.sentences import sentences_of
from harness.synth.prose.numbers import NUMBER, parse_number, unit_of

_AGE = rf"(?P<count>{NUMBER}) (?P<unit>hour|day|week|month|year)s?\b"
_LIMITS = (
    re.compile(
        rf"\b(?:can(?:'|no)t|must not|may not|must|should not) be (?:no )?(?:more|older|earlier) than {_AGE} "
        r"(?:old|ago|in the past|before)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\bearlier than {_AGE} ago\b", re.IGNORECASE),
    re.compile(rf"\b(?:must be|specify a \w+|up to)\b (?:within )?the (?:last|past) {_AGE}", re.IGNORECASE),
)
_PER_UNIT = {"hour": 1, "day": 24, "week": 168, "month": 28 * 24, "year": 365 * 24}
_APART = dt.timedelta(minutes=5)  # between our clock and the server's
_LASTS = dt.timedelta(hours=1)  # what is asked for by a run is not too old when it ends


@lru_cache(maxsize=4096)
def oldest_of(operation: OperationModel) -> Mapping[str, dt.timedelta]:
    """Return how old the times of a request may be, by the parameter, as documentation says.

    Args:
        operation: the operation.
    """
    shape: Any = operation.input_shape
    found = {}
    for name, member in shape.members.items() if shape is not None else ():
        said = sentences_of(member.documentation) if member.type_name == "timestamp" else ()
        limits = [match for one in said for limit in _LIMITS if (match := limit.search(one.text))]
        if limits:
            hours = parse_number(limits[0]["count"]) * _PER_UNIT[unit_of(limits[0]["unit"]) or "day"]
            found[name] = dt.timedelta(hours=hours)
    return found


def as_recent(
    operation: OperationModel, params: Mapping[str, Any], now: dt.datetime | None = None
) -> dict[str, Any]:
    """Move the times of a request to the present, if one of them is older than documentation allows.

    Args:
        operation: the operation.
        params: the request.
        now: the present; when the operation was first asked for, in whole minutes, if left out.
    """
    limits = oldest_of(operation)
    if not limits:
        return dict(params)
    times = {name: value for name, value in params.items() if isinstance(value, dt.datetime)}
    now = now or _present(operation)
    if not any(name in limits and value < now - limits[name] for name, value in times.items()):
        return dict(params)
    later = now - _APART - max(times.values())
    moved = {name: value + later for name, value in times.items()}
    oldest = {name: now - limit + _LASTS for name, limit in limits.items()}
    return {**params, **{name: max(value, oldest.get(name, value)) for name, value in moved.items()}}


@lru_cache(maxsize=4096)
def _present(operation: OperationModel) -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
