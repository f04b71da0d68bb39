"""Bounds beyond all times: nothing began in the next century, and nothing ended half a century ago."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.synth.proposals import proposals_of
from harness.synth.responses.demands.demand import Parameter

FAR_PAST, FAR_FUTURE = "1971-01-01T00:00:00Z", "2200-01-01T00:00:00Z"
_FIRST, _LAST = 315_532_800.0, 5_680_281_600.0  # the years 1980 and 2150


@lru_cache(maxsize=4096)
def time_bounds(operation: OperationModel) -> tuple[tuple[Parameter, bool], ...]:
    """Return the parameters that bound the times of entries, shown or not: each, and whether from below.

    Args:
        operation: the operation.
    """
    written = proposals_of(operation, "bounds")
    return tuple((Parameter.at(operation, one["param"]), one["end"] == "low") for one in written)


def is_beyond_all(operation: OperationModel, params: Mapping[str, JsonValue]) -> bool:
    """Tell whether a request wants what began in the far future, or ended in the far past.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for parameter, is_low in time_bounds(operation):
        asked = first_value(params, ".".join(parameter.path))
        moment = comparable(asked) if isinstance(asked, str) else None
        if moment is not None and (moment > _LAST if is_low else moment < _FIRST):
            return True
    return False
