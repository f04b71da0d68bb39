"""Which error codes say that a request is wrong, by their documented names."""

from __future__ import annotations

import functools
import re

from harness.wire.protocol import all_protocols

INVALID = (
    r"^Validation$",
    r"^InvalidParameter$",
    r"^InvalidParameterValue$",
    r"^InvalidRequest$",
    r"^InvalidInput$",
    r"^InvalidArgument$",
    r"^BadRequest$",
    r"Validation",
    r"^Invalid(Parameter|Request|Input|Argument)",
    r"^(Malformed|Illegal|BadRequest)",
    r"^ClientException$|^Client$",
)
"""Names of errors for a request that breaks the contract, best first, without their ending (`ENDING`)."""

ENDING = re.compile(r"(Exception|Error|Fault)$")
"""What the names of errors end in."""


def says_invalid(code: str) -> bool:
    """Tell whether an error code says that a request breaks its contract, documented by name or common."""
    name = ENDING.sub("", code)
    return code in _common_codes() or any(re.search(pattern, name, re.IGNORECASE) for pattern in INVALID)


@functools.cache
def _common_codes() -> frozenset[str | None]:
    codes = [protocol.codes for protocol in all_protocols()]
    return frozenset(("SerializationException", *(c.invalid for c in codes), *(c.missing for c in codes)))
