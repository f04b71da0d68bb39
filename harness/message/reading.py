"""How each protocol writes a body, and which shape stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from harness.message.place import Place, inside, top

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import OperationModel, Shape

    from harness.message.model import Headers

Form = Literal["json", "xml", "query", "ec2", "cbor", "raw"]
"""How a body is written; ``raw`` is the bare bytes or text of one member."""

REQUEST_FORMS: Mapping[str, Form] = {
    "json": "json",
    "rest-json": "json",
    "rest-xml": "xml",
    "query": "query",
    "ec2": "ec2",
    "smithy-rpc-v2-cbor": "cbor",
}
"""The form of a request's body by botocore's name of the protocol."""

RESPONSE_FORMS: Mapping[str, Form] = {**REQUEST_FORMS, "query": "xml", "ec2": "xml"}
"""The form of a response's body by botocore's name of the protocol."""

_CONTENT_TYPES: tuple[tuple[str, Form], ...] = (("json", "json"), ("cbor", "cbor"), ("xml", "xml"))


def form_of(headers: Headers, protocol: str | None, forms: Mapping[str, Form]) -> Form:
    """Tell how a body is written.

    Args:
        headers: the message's. A service speaks several protocols (SQS query and JSON), so the message's own
            word counts first.
        protocol: botocore's name of the service's protocol; None if the service is not known.
        forms: `REQUEST_FORMS` or `RESPONSE_FORMS`.
    """
    content_type = next((value.lower() for name, value in headers if name.lower() == "content-type"), "")
    for word, form in _CONTENT_TYPES:
        if word in content_type:
            return form
    if "form-urlencoded" in content_type:
        return "ec2" if protocol == "ec2" else "query"
    return forms[protocol] if protocol is not None else "raw"


def reading_of(
    operation_model: OperationModel | None, shape: Shape | None, forms: Mapping[str, Form], headers: Headers
) -> tuple[Place, Form, str | None]:
    """Tell how a body is to be read: where it stands, its form, and the XML element that holds its shape."""
    protocol = operation_model.service_model.resolved_protocol if operation_model is not None else None
    form = form_of(headers, protocol, forms)
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
