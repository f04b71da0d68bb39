"""An answer as boto3 returns it, written as the HTTP response that it was read from."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import OperationModel

from harness.cassette.miss import ABSENT, differences
from harness.cassette.model import Response
from harness.contract.values import from_json_value, to_json_value
from harness.errors import HarnessError

_ERROR_STATUS = 400


class Unwritable(HarnessError):
    """An answer has a value of another type than its member, so that its service could not have sent it.

    Args:
        operation: the operation, ``"service.Operation"``.
        reason: what failed.
    """

    operation: str
    reason: str

    def __str__(self) -> str:
        return f"it is no answer of {self.operation}: a value is not of its member's type ({self.reason})"


def serialize_answer(
    operation: OperationModel, answer: Mapping[str, Any], status: int
) -> tuple[Response, tuple[str, ...]]:
    """Write an answer as its service does.

    Args:
        operation: the operation that answered.
        answer: what boto3 returned or put into a ``ClientError``, in the JSON-able form of
            `harness.contract.values`; of its ``ResponseMetadata`` the request id and the date are kept.
        status: the HTTP status.

    Returns:
        The response, and the JSON pointers of values that are not in it: the installed botocore does not
        know the member, or its type is another.

    Raises:
        Unwritable: a value is not of its member's type.
        WireError: the answer cannot be written.
    """
    try:
        return _serialize(operation, answer, status)
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        # What the codecs run into: they are made for values of their shape's type.
        name = f"{operation.service_model.service_name}.{operation.name}"
        raise Unwritable(name, str(error)) from error


def _serialize(
    operation: OperationModel, answer: Mapping[str, Any], status: int
) -> tuple[Response, tuple[str, ...]]:
    from harness.wire import parse_response, serialize_error, serialize_response
    from harness.wire.protocols import NO_REQUEST_ID

    members = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    metadata = answer.get("ResponseMetadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    identity = str(metadata.get("RequestId") or NO_REQUEST_ID)
    shape = operation.output_shape
    if _is_error(operation, members, status):
        error = members.pop("Error", None)
        error = error if isinstance(error, dict) else {}
        sent = serialize_error(
            operation,
            str(error.get("Code", status)),
            str(error.get("Message", "")),
            status=status if status >= 300 else _ERROR_STATUS,
            fields=members,
            request_id=identity,
        )
        return _response(*sent, metadata), ()
    result = from_json_value(shape, members)
    code, headers, body = serialize_response(operation, result, status=status, request_id=identity)
    read = parse_response(operation, code, dict(headers), body)
    # Both in one spelling: a time may be written in many ways.
    lost = tuple(_lost(to_json_value(shape, result), to_json_value(shape, read.result)))
    return _response(code, headers, body, metadata), lost


def _is_error(operation: OperationModel, members: Mapping[str, Any], status: int) -> bool:
    shape = operation.output_shape
    return status >= 300 or ("Error" in members and (shape is None or "Error" not in shape.members))


def _lost(given: Any, kept: Any) -> Iterator[str]:
    for difference in differences(given, kept):
        # boto3 fills in empty lists and what headers tell; nothing is lost by those.
        if difference.recorded is not ABSENT and difference.recorded not in (None, [], {}):
            yield difference.pointer


def _response(status: int, headers: Mapping[str, str], body: bytes, metadata: Mapping[str, Any]) -> Response:
    recorded = metadata.get("HTTPHeaders")
    date = recorded.get("date") if isinstance(recorded, dict) else None
    dated = (("Date", date),) if isinstance(date, str) else ()
    return Response(status, http.client.responses.get(status, ""), (*headers.items(), *dated), body)
