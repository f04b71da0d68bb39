"""How each protocol writes a body, and which shape is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from harness.message.place import Place, inside, top
from harness.wire.protocol import protocol_named
from harness.wire.protocol.protocol import BodyForm

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.message.model import Headers

Form = BodyForm | Literal["raw"]
"""How a body is written; ``raw`` is the bare bytes or text of one member."""

Side = Literal["request", "response"]

_CONTENT_TYPES: tuple[tuple[str, Form], ...] = (("json", "json"), ("cbor", "cbor"), ("xml", "xml"))


def form_of(headers: Headers, protocol: str | None, side: Side) -> Form:
    """Tell how a body is written.

    Args:
        headers: the message's. A service speaks several protocols (SQS query and JSON), so the message's own
            word counts first.
        protocol: botocore's name of the service's protocol; None if the service is not known.
        side: of which message of the exchange.
    """
    content_type = next((value.lower() for name, value in headers if name.lower() == "content-type"), "")
    for word, form in _CONTENT_TYPES:
        if word in content_type:
            return form
    spoken = protocol_named(protocol) if protocol is not None else None
    if "form-urlencoded" in content_type:
        return "ec2" if spoken is not None and spoken.request_form == "ec2" else "query"
    if spoken is None:
        return "raw"
    return spoken.request_form if side == "request" else spoken.response_form


def reading_of(
    operation_model: OperationModel | None, shape: Shape | None, side: Side, headers: Headers
) -> tuple[Place, Form, str | None]:
    """Return how to read a body: its place, its form, and the XML element that holds its shape."""
    protocol = operation_model.service_model.resolved_protocol if operation_model is not None else None
    form = form_of(headers, protocol, side)
    place = top(shape)
    if shape is None:
        return place, form, None
    payload = shape.serialization.get("payload") or _event_stream(shape)
    if payload:
        place = inside(place, payload, "model")
        return place, payload_form(place, form), None
    if shape.metadata.get("exception"):
        return place, form, "Error"
    return place, form, shape.serialization.get("resultWrapper")


def _event_stream(shape: Shape) -> str | None:
    """Return the name of the member that is an event stream, which the JSON protocol marks as no payload."""
    members = shape.members if shape.type_name == "structure" else {}
    return next((name for name, member in members.items() if member.serialization.get("eventstream")), None)


def payload_form(place: Place, form: Form) -> Form:
    """Tell how a payload is written: bare where it is a text or blob, else as the protocol writes bodies."""
    kind = place.shape.type_name if place.shape is not None else "structure"
    return "raw" if kind in ("blob", "string") else form
