"""What a request is answered with: a result or an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel

from harness.contract.exchange import ErrorAnswer
from harness.contract.values import JsonValue, from_json_value


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with; JSON-able, as in an `Exchange`.

    Attributes:
        response: the result; None where the answer is an error.
        error: the error, or None.
        status: the HTTP status.
    """

    response: dict[str, JsonValue] | None = None
    error: ErrorAnswer | None = None
    status: int = 200

    def result(self, operation: OperationModel) -> dict[str, Any]:
        """Return the result as boto3 returns it."""
        return from_json_value(operation.output_shape, self.response) or {}
