"""The smithy-rpc-v2-cbor protocol: service and operation in the path, all else a CBOR body."""

from __future__ import annotations

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import rpc
from harness.wire.codec.cbor_codec import CBOR, STRICT_CBOR
from harness.wire.message import Request


def _route(service: ServiceModel, request: Request) -> OperationModel:
    _, _, name = request.path.rpartition("/operation/")
    return rpc.operation_named(service, name, "/operation/ in its path")


def _headers(service: ServiceModel) -> dict[str, str]:
    return {"smithy-protocol": "rpc-v2-cbor", "Content-Type": CBOR.media_type}


PROTOCOL = rpc.protocol(CBOR, STRICT_CBOR, _route, _headers)
