"""Bounds beyond all times: nothing began in the next century, and nothing ended half a century ago."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.rules.value import comparable
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue
from harness.synth.responses.demands.demand import Parameter
from harness.synth.responses.demands.entries import lists_of
from harness.synth.responses.demands.parameters import free_parameters
from harness.synth.responses.demands.times import is_lower

FAR_PAST, FAR_FUTURE = "1971-01-01T00:00:00Z", "2200-01-01T00:00:00Z"
_FIRST, _LAST = 315_532_800.0, 5_680_281_600.0  # the years 1980 and 2150

_SAYS_AFTER = re.compile(r"\b(?:after|since|later|from|begin\w*|start\w*)\b", re.IGNORECASE)
_SAYS_BEFORE = re.compile(r"\b(?:before|until|earlier|prior|end|up to|to)\b", re.IGNORECASE)
# What is worked out for a time, or shown next to the others.
_NO_BOUND = re.compile(r"\bcalculated\b|\bdeleted\b|\bforecast|\bas of\b|\bsimulat", re.IGNORECASE)


@lru_cache(maxsize=4096)
def time_bounds(operation: OperationModel) -> tuple[tuple[Parameter, bool], ...]:
    """Return the parameters that bound the times of entries, shown or not: each, and whether from below.

    Args:
        operation: the operation.
    """
    found = []
    for parameter in free_parameters(operation) if lists_of(operation) else ():
        is_low = is_lower(parameter) if parameter.shape.type_name == "timestamp" else None
        if is_low is not None and _is_said(parameter, is_low=is_low):
            found.append((parameter, is_low))
    return tuple(found)


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


def _is_said(parameter: Parameter, *, is_low: bool) -> bool:
    """Tell whether documentation does not say otherwise than the name: "QueryEndDate: ended after"."""
    if parameter.path[0] in parameter.operation.input_shape.required_members:
        return False
    text = " ".join(sentence.text for sentence in sentences_of(parameter.shape.documentation))
    own, other = (_SAYS_AFTER, _SAYS_BEFORE) if is_low else (_SAYS_BEFORE, _SAYS_AFTER)
    if other.search(text) and not own.search(text):
        return False
    return not _NO_BOUND.search(text)
