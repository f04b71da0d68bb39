"""Bounds beyond all times: nothing began in the next century, and nothing ended half a century ago."""

from __future__ import annotations

from collections.abc import Mapping

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.synth.proposals import proposals_of

_FIRST, _LAST = 315_532_800.0, 5_680_281_600.0  # the years 1980 and 2150


def is_beyond_all(operation: OperationModel, params: Mapping[str, JsonValue]) -> bool:
    """Tell whether a request wants what began in the far future, or ended in the far past.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for one in proposals_of(operation, "bounds"):
        asked = first_value(params, one["param"])
        moment = comparable(asked) if isinstance(asked, str) else None
        if moment is not None and (moment > _LAST if one["end"] == "low" else moment < _FIRST):
            return True
    return False
