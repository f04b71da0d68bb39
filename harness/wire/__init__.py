"""Layer 2: the server's side of the AWS protocols, and the reading of recorded exchanges.

A protocol is put together, as in Smithy, from a body codec (`harness.wire.codec`), the places where members
travel (`harness.wire.binding`) and a form for errors; one module each in `harness.wire.protocol`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.lazy import lazy_names

if TYPE_CHECKING:
    from harness.wire.errors import UnidentifiedRequest, UnknownOperation, UnreadableMessage, WireError
    from harness.wire.identity.identify import Endpoint, identify
    from harness.wire.message import HttpResponse, ParsedError, ParsedResponse
    from harness.wire.protocols import parse_request, parse_response, serialize_error, serialize_response

_MODULES = {
    "Endpoint": "identity.identify",
    "HttpResponse": "message",
    "ParsedError": "message",
    "ParsedResponse": "message",
    "UnidentifiedRequest": "errors",
    "UnknownOperation": "errors",
    "UnreadableMessage": "errors",
    "WireError": "errors",
    "identify": "identity.identify",
    "parse_request": "protocols",
    "parse_response": "protocols",
    "serialize_error": "protocols",
    "serialize_response": "protocols",
}

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES)

__all__ = [
    "Endpoint",
    "HttpResponse",
    "ParsedError",
    "ParsedResponse",
    "UnidentifiedRequest",
    "UnknownOperation",
    "UnreadableMessage",
    "WireError",
    "identify",
    "parse_request",
    "parse_response",
    "serialize_error",
    "serialize_response",
]
