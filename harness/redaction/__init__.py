"""Take the secrets out of a recording so that it still plays, matches and passes the contract."""

from __future__ import annotations

from harness.redaction.configuration import BadRedaction, configured
from harness.redaction.finding import Finding
from harness.redaction.memory import Memory
from harness.redaction.message import (
    examine,
    redact_interaction,
    redact_request,
    redact_response,
    redact_value,
    scan,
)
from harness.redaction.quoted import redact_text
from harness.redaction.specification import (
    DEFAULT,
    PSEUDONYMOUS,
    PSEUDONYMS,
    REDACTED,
    Redaction,
    ValuePattern,
)
from harness.redaction.stand_ins import stand_in

__all__ = [
    "DEFAULT",
    "PSEUDONYMOUS",
    "PSEUDONYMS",
    "REDACTED",
    "BadRedaction",
    "Finding",
    "Memory",
    "Redaction",
    "ValuePattern",
    "configured",
    "examine",
    "redact_interaction",
    "redact_request",
    "redact_response",
    "redact_text",
    "redact_value",
    "scan",
    "stand_in",
]
