"""The smithy-rpc-v2-cbor protocol: service and operation in the path, all else a CBOR body."""

from __future__ import annotations

import re

from botocore.model import OperationModel, ServiceModel

from harness.wire.binding import rpc
from harness.wire.codec.cbor_codec import CBOR, STRICT_CBOR
from harness.wire.message import Request, Response
from harness.wire.protocol.protocol import ErrorCodes, Marks, MediaTypes, Naming

_PATH = re.compile(r"/service/([^/]+)/operation/([^/]+)$")
_MARK = {"smithy-protocol": "rpc-v2-cbor"}


def _route(service: ServiceModel, request: Request) -> OperationModel:
    _, _, name = request.path.rpartition("/operation/")
    return rpc.operation_named(service, name, "/operation/ in its path")


def _headers(service: ServiceModel) -> dict[str, str]:
    return {**_MARK, "Content-Type": CBOR.media_type}


def _is_marked(message: Request | Response) -> bool:
    headers = message.headers
    is_named = all(headers.get(name) == value for name, value in _MARK.items())
    return is_named or "cbor" in headers.get("content-type")


def _target(request: Request) -> str:
    found = _PATH.search(request.path)
    return found[1] if found else ""


PROTOCOL = rpc.protocol(
    CBOR,
    STRICT_CBOR,
    _route,
    _headers,
    marks=Marks(
        of_request=lambda request: _is_marked(request) or bool(_target(request)), of_response=_is_marked
    ),
    naming=Naming("targetPrefix", _target, certain=True),
    request_form="cbor",
    response_form="cbor",
    media_types=MediaTypes(known=(CBOR.media_type,)),
    codes=ErrorCodes(),
    headers=_MARK,
)
