"""What a protocol is: how it finds the operation, and reads and writes the messages, on top of a codec."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.contract.values import JsonValue
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedResponse, Request, Response

Route = Callable[[ServiceModel, Request], OperationModel]
"""From a service and a request to the operation; raises `UnknownOperation`."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """An AWS protocol, from the server's side and for reading recorded responses.

    Attributes:
        route: from a service and a request to the operation; raises `UnknownOperation`.
        parse_request: from a service, a request, and whether to read it as strictly as a server does, to the
            operation and its parameters; raises `UnknownOperation` and `UnreadableMessage`.
        serialize_response: from an operation, a result, a status and a request id to the response.
        serialize_error: from an error to the response.
        parse_response: from an operation and a response to its values; raises `UnreadableMessage`.
        parse_exchanged: from an operation and a response of success to its result as an `Exchange` holds it;
            None for a protocol whose values are parsed first, and converted then.
    """

    route: Route
    parse_request: Callable[[ServiceModel, Request, bool], tuple[OperationModel, dict[str, Any]]]
    serialize_response: Callable[[OperationModel, Mapping[str, Any], int, str], HttpResponse]
    serialize_error: Callable[[Fault], HttpResponse]
    parse_response: Callable[[OperationModel, Response], ParsedResponse]
    parse_exchanged: Callable[[OperationModel, Response], dict[str, JsonValue]] | None = None
