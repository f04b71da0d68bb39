"""What a request is answered with: a result or an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel

from harness.contract.contract import Contract
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.values import JsonValue, format_timestamp, from_json_value, to_json_value
from harness.synth.responses.trouble import Trouble
from harness.synth.scene import Scene


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with; JSON-able, as in an `Exchange`.

    Attributes:
        response: the result; None where the answer is an error.
        error: the error, or None.
        status: the HTTP status.
        trouble: what goes wrong with the connection on the way, if anything.
        error_name: the name of the error's shape, where its code is another one that the query protocol had.
    """

    response: dict[str, JsonValue] | None = None
    error: ErrorAnswer | None = None
    status: int = 200
    trouble: Trouble | None = None
    error_name: str = ""

    def result(self, operation: OperationModel) -> dict[str, Any]:
        """Return the result as boto3 returns it."""
        return from_json_value(operation.output_shape, self.response) or {}


def exchange_of(contract: Contract, params: Mapping[str, Any], answer: Answer, scene: Scene) -> Exchange:
    """Put a request and its answer together, as they are checked and reported.

    Args:
        contract: the operation's contract.
        params: the parameters as a caller passes them.
        answer: what they are answered with.
        scene: where and when.
    """
    return Exchange(
        contract.service,
        contract.operation,
        region=scene.region,
        params=to_json_value(contract.operation_model.input_shape, dict(params)),
        response=answer.response,
        error=answer.error,
        status=answer.status,
        time=format_timestamp(scene.now),
    )
