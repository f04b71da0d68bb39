"""The json protocol, versions 1.0 and 1.1 (Smithy's awsJson): target in a header, all else in the body."""

from __future__ import annotations

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import rpc
from harness.wire.codec.json_codec import JSON, STRICT_JSON
from harness.wire.message import Request
from harness.wire.protocol.protocol import ErrorCodes, Marks, MediaTypes, Naming


def _route(service: ServiceModel, request: Request) -> OperationModel:
    target = request.headers.get("x-amz-target")
    return rpc.operation_named(service, target.rpartition(".")[2], "X-Amz-Target")


def _headers(service: ServiceModel) -> dict[str, str]:
    return {"Content-Type": f"application/x-amz-json-{service.metadata.get('jsonVersion', '1.1')}"}


PROTOCOL = rpc.protocol(
    JSON,
    STRICT_JSON,
    _route,
    _headers,
    marks=Marks(
        of_request=lambda request: "x-amz-target" in request.headers,
        of_response=lambda response: "x-amz-json" in response.headers.get("content-type"),
    ),
    naming=Naming(
        "targetPrefix", lambda request: request.headers.get("x-amz-target").rpartition(".")[0], certain=True
    ),
    request_form="json",
    response_form="json",
    media_types=MediaTypes(
        known=("application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json")
    ),
    codes=ErrorCodes(internal="InternalServerError"),
)
