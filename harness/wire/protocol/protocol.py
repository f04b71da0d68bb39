"""What a protocol is: all that the rest of harness asks of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from botocore.model import OperationModel, ServiceModel

from harness.contract.values import JsonValue
from harness.wire.fault import Fault
from harness.wire.message import HttpResponse, ParsedResponse, Request, Response
from harness.wire.misspelt import Misspelt

FrameFaults = Callable[[OperationModel, Response, str], Iterator[Misspelt]]
"""From an operation, a response and the code of its error, or nothing, to what is wrong around values."""

Route = Callable[[ServiceModel, Request], OperationModel]
"""From a service and a request to the operation; raises `UnknownOperation`."""

BodyForm = Literal["json", "xml", "query", "ec2", "cbor"]
"""How a body is written; query and ec2 are the two ways to name values in a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How to tell that a message is in the protocol.

    Attributes:
        of_request: whether a request bears its mark.
        of_response: whether a response does.
        alone: whether a service that speaks the protocol speaks no other one, so that no mark is looked for.
    """

    of_request: Callable[[Request], bool]
    of_response: Callable[[Response], bool] = lambda response: False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """How a request names its service.

    Attributes:
        trait: the item of the service's metadata that the request has.
        read: from a request to what it has there; empty if nothing.
        certain: whether no two services share it, so that it tells more than the host.
    """

    trait: Literal["targetPrefix", "apiVersion"]
    read: Callable[[Request], str]
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaTypes:
    """The media types that a server takes in requests, and answers in.

    Attributes:
        known: the media types, its own first.
        refuses_others: whether a client that accepts none of them is refused (406).
    """

    known: tuple[str, ...]
    refuses_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCodes:
    """The codes of errors that its services have and none documents ("Common Errors" of their references).

    Attributes:
        throttled: it was called too often.
        invalid: a request breaks its contract.
        missing: a request lacks a parameter; None where that is as any other.
        internal: the service failed.
    """

    throttled: str = "ThrottlingException"
    invalid: str = "ValidationException"
    missing: str | None = None
    internal: str = "InternalFailure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """An AWS protocol, from the server's side and for reading recorded responses.

    Attributes:
        route: from a service and a request to the operation; raises `UnknownOperation`.
        parse_request: from a service, a request, and whether to read it as strictly as a server does, to the
            operation and its parameters; raises `UnknownOperation` and `UnreadableMessage`.
        serialize_response: from an operation, a result, a status and a request id to the response.
        serialize_error: from an error to the response.
        parse_response: from an operation and a response to its values; raises `UnreadableMessage`.
        parse_exchanged: from an operation and a response of success to its result as an `Exchange` holds it;
            None for a protocol whose values are parsed first, and converted then.
        marks: how to tell that a message is in it.
        naming: how a request names its service; None where only host and signature do.
        request_form: how the body of a request is written.
        response_form: how the body of a response is written.
        media_types: what a server takes; None where it takes any.
        codes: the codes of errors that no operation documents.
        headers: what the headers of every response say, by name in lower case.
        answer_types: from a service to the media types of its responses, the one that it writes first.
        frame_faults: tells what a response has around its values otherwise than the protocol.
    """

    route: Route
    parse_request: Callable[[ServiceModel, Request, bool], tuple[OperationModel, dict[str, Any]]]
    serialize_response: Callable[[OperationModel, Mapping[str, Any], int, str], HttpResponse]
    serialize_error: Callable[[Fault], HttpResponse]
    parse_response: Callable[[OperationModel, Response], ParsedResponse]
    parse_exchanged: Callable[[OperationModel, Response], dict[str, JsonValue]] | None = None
    marks: Marks
    naming: Naming | None
    request_form: BodyForm
    response_form: BodyForm
    media_types: MediaTypes | None
    codes: ErrorCodes
    headers: Mapping[str, str] = field(default_factory=dict)
    answer_types: Callable[[ServiceModel], tuple[str, ...]]
    frame_faults: FrameFaults

    @property
    def is_xml(self) -> bool:
        """Whether values travel as XML, or as forms that are answered in XML: without empty structures."""
        return self.response_form == "xml"

    @property
    def sends_forms(self) -> bool:
        """Whether requests are HTML forms, which cannot say that a list is empty."""
        return self.request_form in ("query", "ec2")
