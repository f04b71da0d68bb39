"""The smithy-rpc-v2-cbor protocol: service and operation in the path, all else a CBOR body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import rpc
from harness.wire.binding.object_error import error_tree, query_error_header
from harness.wire.codec.cbor_codec import CBOR
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, Request
from harness.wire.protocol.protocol import Protocol


def _headers(request_id: str) -> dict[str, str]:
    return {
        "smithy-protocol": "rpc-v2-cbor",
        "Content-Type": CBOR.media_type,
        "x-amzn-RequestId": request_id,
    }


def _route(service: ServiceModel, request: Request) -> OperationModel:
    _, _, name = request.path.rpartition("/operation/")
    return rpc.operation_named(service, name, "/operation/ in its path")


def _parse_request(service: ServiceModel, request: Request) -> tuple[OperationModel, dict[str, Any]]:
    operation = _route(service, request)
    return operation, rpc.read_request(operation, request, CBOR)


def _serialize_response(
    operation: OperationModel, result: Mapping[str, Any], status: int, request_id: str
) -> HttpResponse:
    return rpc.write_response(operation, result, status, CBOR, _headers(request_id))


def _serialize_error(fault: Fault) -> HttpResponse:
    fields = {} if fault.shape is None else CBOR.write(fault.shape)(fault.fields)
    headers = {**_headers(fault.request_id), **query_error_header(fault)}
    return fault.status, headers, CBOR.dump({**error_tree(fault), **fields})


PROTOCOL = Protocol(
    route=_route,
    parse_request=_parse_request,
    serialize_response=_serialize_response,
    serialize_error=_serialize_error,
    parse_response=lambda operation, response: rpc.read_response(operation, response, CBOR),
)
