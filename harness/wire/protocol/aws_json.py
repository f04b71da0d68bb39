"""The json protocol, versions 1.0 and 1.1 (Smithy's awsJson): target in a header, all else in the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import rpc
from harness.wire.binding.object_error import error_tree, query_error_header
from harness.wire.codec.json_codec import JSON
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, Request
from harness.wire.protocol.protocol import Protocol


def _headers(service: ServiceModel, request_id: str) -> dict[str, str]:
    media_type = f"application/x-amz-json-{service.metadata.get('jsonVersion', '1.1')}"
    return {"Content-Type": media_type, "x-amzn-RequestId": request_id}


def _route(service: ServiceModel, request: Request) -> OperationModel:
    target = request.headers.get("x-amz-target")
    return rpc.operation_named(service, target.rpartition(".")[2], "X-Amz-Target")


def _parse_request(service: ServiceModel, request: Request) -> tuple[OperationModel, dict[str, Any]]:
    operation = _route(service, request)
    return operation, rpc.read_request(operation, request, JSON)


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    headers = _headers(operation.service_model, request_id)
    return rpc.write_response(operation, result, status, JSON, headers)


def _serialize_error(fault: Fault) -> HttpResponse:
    fields = {} if fault.shape is None else JSON.write(fault.shape)(fault.fields)
    headers = {**_headers(fault.service, fault.request_id), **query_error_header(fault)}
    return fault.status, headers, JSON.dump({**error_tree(fault), **fields})


PROTOCOL = Protocol(
    route=_route,
    parse_request=_parse_request,
    serialize_response=_serialize_response,
    serialize_error=_serialize_error,
    parse_response=lambda operation, response: rpc.read_response(operation, response, JSON),
)
