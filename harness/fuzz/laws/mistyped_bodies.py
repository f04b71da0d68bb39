"""Bodies of requests whose values have a type that botocore does not write: a text for a list."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import OperationModel

from harness.wire.codec.cbor_codec import write_values
from harness.wire.protocol import protocol_named

Rewrite = Callable[[dict[str, Any]], None]


def rewritten(operation: OperationModel, params: Mapping[str, Any], wrong: set[str]) -> Rewrite | None:
    """Return what writes some parameters into a request without them; None where none can.

    Args:
        operation: the operation.
        params: all parameters of the request.
        wrong: those that botocore does not write, with a value of another type than theirs somewhere.
    """
    shape: Any = operation.input_shape
    match protocol_named(operation.service_model.resolved_protocol).request_form:
        case "cbor":
            return lambda request: request.update(body=write_values(params))
        case "json" if "payload" not in shape.serialization and not any(
            shape.members[name].serialization.get("location") for name in wrong
        ):
            added = {
                _wire_name(shape.members[name], name): _plain(shape.members[name], params[name])
                for name in wrong
            }
            return lambda request: _add(request, added)
    return None


def _add(request: dict[str, Any], added: Mapping[str, Any]) -> None:
    """Add members to the JSON that botocore is about to send, as its event ``before-call`` has it."""
    request["body"] = json.dumps({**json.loads(request["body"] or b"{}"), **added}).encode()
    request["headers"].setdefault("Content-Type", "application/json")


def is_changed(shape: Any, value: Any) -> bool:
    """Tell whether botocore writes a value as one of another type: a text as the list of its characters."""
    match shape.type_name if shape is not None else "", value:
        case "list", str() | dict():
            return bool(value)
        case "timestamp", bool():
            return True
        case "list", list():
            return any(is_changed(shape.member, each) for each in value)
        case "structure", dict():
            return any(is_changed(shape.members.get(name), each) for name, each in value.items())
        case "map", dict():
            return any(is_changed(shape.value, each) for each in value.values())
    return False


def _plain(shape: Any, value: Any) -> Any:
    """Return a value as JSON has it, with the names of the wire. What does not fit its shape stays."""
    match value:
        case dict() if shape is not None:
            members = shape.members if shape.type_name == "structure" else {}
            inner = getattr(shape, "value", None)
            return {
                _wire_name(members.get(name), name): _plain(members.get(name, inner), each)
                for name, each in value.items()
            }
        case list():
            return [_plain(getattr(shape, "member", None), each) for each in value]
        case dt.datetime():
            return value.timestamp()
        case bytes():
            return base64.b64encode(value).decode("ascii")
    return value


def _wire_name(shape: Any, name: str) -> str:
    return name if shape is None else str(shape.serialization.get("name", name))
