"""Take the secrets out of a recording so that it still plays, matches and passes the contract."""

from __future__ import annotations

from harness.record.redaction.message import redact_request, redact_response, redact_value
from harness.record.redaction.specification import DEFAULT, REDACTED, Redaction, ValuePattern
from harness.record.redaction.stand_in import stand_in

__all__ = [
    "DEFAULT",
    "REDACTED",
    "Redaction",
    "ValuePattern",
    "redact_request",
    "redact_response",
    "redact_value",
    "stand_in",
]
