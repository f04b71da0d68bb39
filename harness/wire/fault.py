"""Errors that a service is to answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape


@dataclass(frozen=True, slots=True)
class Fault:
    """An error to be answered with.

    Attributes:
        service: the service that answers.
        shape: the modelled error shape, if the code is that of one.
        code: the error code as clients know it.
        message: the message.
        status: the HTTP status.
        fields: members of the error shape, by name; with the message where the shape has a member for it.
        request_id: the id that the service gives the request.
    """

    service: ServiceModel
    shape: Shape | None
    code: str
    message: str
    status: int
    fields: Mapping[str, Any]
    request_id: str


def find_fault(
    model: OperationModel | ServiceModel,
    code: str,
    message: str,
    status: int,
    fields: Mapping[str, Any],
    request_id: str,
    name: str = "",
) -> Fault:
    """Make a fault of an error code, with the shape that the service has for it.

    Args:
        model: the operation that fails, or the service where no operation is known.
        code: the error code, or the name of the error shape.
        message: the message.
        status: the HTTP status.
        fields: further members of the error shape.
        request_id: the id of the request.
        name: the name of the error shape, where its code is another one that the query protocol had.
    """
    service = model.service_model if isinstance(model, OperationModel) else model
    named = next((shape for shape in service.error_shapes if shape.name == (name or code)), None)
    shape = (named if name else None) or service.shape_for_error_code(code) or named
    if shape is None:
        return Fault(service, None, code, message, status, {}, request_id)
    member = next((name for name in shape.members if name.lower() == "message"), None)
    words = {} if member is None else {member: message}
    members = {**words, **fields}
    code = code if name else shape.error_code or code
    return Fault(service, shape, code, message, status, members, request_id)
