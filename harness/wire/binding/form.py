"""Operations whose parameters are a form and whose answers are XML: the binding of query and ec2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element

from botocore.model import OperationModel, ServiceModel

from harness.models.compile import ValueCompiler
from harness.wire.binding.rpc import operation_named
from harness.wire.binding.xml_error import read_error
from harness.wire.codec.form_codec import MemberName, Node, form_reader, load_form
from harness.wire.codec.text import strict_scalars
from harness.wire.codec.xml_codec import XML, load_xml, local_name
from harness.wire.errors import UnreadableMessage
from harness.wire.fault import Fault
from harness.wire.message import SIGNING_PARAMETERS, HttpResponse, ParsedResponse, Request, Response
from harness.wire.misspelt import Misspelt
from harness.wire.protocol.protocol import Marks, Naming, Protocol

_VERSION = re.compile(rb"(?:^|&)Version=([\w.-]+)")
_FRAME = SIGNING_PARAMETERS | {"Action", "Version"}

MAX_FIELDS = 100_000
"""How many fields a form may have."""


def form_fields(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a request: those of its body, and of its query for a GET or what it names there.

    Raises:
        UnreadableMessage: the body is no form, or has more than `MAX_FIELDS` fields.
    """
    try:
        text = request.content.decode()
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise UnreadableMessage("form body", str(error), "MalformedQueryString") from error
    return [*request.query, *fields]


def route(service: ServiceModel, request: Request) -> OperationModel:
    """Find the operation that a request names in ``Action``.

    Raises:
        UnknownOperation: the service has no such operation.
    """
    return _operation(service, load_form(form_fields(request)))


def _operation(service: ServiceModel, form: Node) -> OperationModel:
    return operation_named(service, form.get("Action", {}).get("", ""), "Action")


def read_request(
    service: ServiceModel, request: Request, reader: ValueCompiler
) -> tuple[OperationModel, dict[str, Any]]:
    """Find the operation of a request and read its parameters."""
    form = load_form(form_fields(request))
    operation = _operation(service, form)
    shape = operation.input_shape
    if shape is None:
        return operation, {}
    found: dict[str, Any] = reader(shape)(form)
    return operation, {
        name: value for name, value in found.items() if name in shape.members or name not in _FRAME
    }


def protocol(
    member_name: MemberName,
    read_result: Callable[[OperationModel, Element], dict[str, Any]],
    serialize_response: Callable[[OperationModel, Mapping[str, Any], int, str], HttpResponse],
    serialize_error: Callable[[Fault], HttpResponse],
    **facts: Any,
) -> Protocol:
    """Put a protocol together.

    Args:
        member_name: from a member's shape and name to its name in the form.
        read_result: from an operation and the root of its answer to the result.
        serialize_response: as in `Protocol`.
        serialize_error: as in `Protocol`.
        facts: what `Protocol` declares besides, and is not the same in both.
    """
    reader, strict_reader = form_reader(member_name), form_reader(member_name, strict_scalars("iso8601"))

    def parse_response(operation: OperationModel, response: Response) -> ParsedResponse:
        if response.is_error:
            return ParsedResponse(error=read_error(operation, response))
        if operation.output_shape is None or not response.body:
            return ParsedResponse({})
        root = load_xml(response.content)
        if local_name(root.tag) == "ErrorResponse":
            return ParsedResponse(error=read_error(operation, response))
        return ParsedResponse(read_result(operation, root))

    return Protocol(
        route=route,
        parse_request=lambda service, request, strict: read_request(
            service, request, strict_reader if strict else reader
        ),
        serialize_response=serialize_response,
        serialize_error=serialize_error,
        parse_response=parse_response,
        marks=Marks(of_request=_is_form, of_response=_is_xml),
        naming=Naming("apiVersion", _version, certain=False),
        response_form="xml",
        media_types=None,
        answer_types=lambda service: ("text/xml", XML.media_type),
        **facts,
    )


def result_faults(operation: OperationModel, response: Response) -> Iterator[Misspelt]:
    """Yield what the document of a result is otherwise than the protocol has it.

    Raises:
        UnreadableMessage: the body is no XML.
    """
    expected = f"an element {operation.name}Response"
    if not response.body:
        yield Misspelt((), expected, "", "The body")
        return
    root = load_xml(response.content)
    name, namespace = local_name(root.tag), root.tag.rpartition("}")[0].removeprefix("{")
    if name != f"{operation.name}Response":
        yield Misspelt((), expected, name, "The root element")
    stated = operation.service_model.metadata.get("xmlNamespace", namespace)
    if namespace and namespace.rstrip("/") != stated.rstrip("/"):
        yield Misspelt((), stated, namespace, "The namespace", is_tolerated=True)


def _is_form(request: Request) -> bool:
    is_form = "form-urlencoded" in request.headers.get("content-type")
    return is_form or any(name == "Action" for name, _ in request.query)


def _is_xml(response: Response) -> bool:
    return "xml" in response.headers.get("content-type")


def _version(request: Request) -> str:
    fields = dict(request.query)
    if "form-urlencoded" in request.headers.get("content-type"):
        found = _VERSION.search(request.content)
        return found[1].decode() if found else fields.get("Version", "")
    return fields.get("Version", "") if "Action" in fields else ""
