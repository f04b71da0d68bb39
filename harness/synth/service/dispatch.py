"""From an HTTP request to an HTTP response: identify, parse, answer, serialize.

What cannot be read is refused in the protocol that the request speaks, or seems to speak.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.contract.schema import find_error
from harness.contract.values import from_json_value
from harness.models import load_service
from harness.models.waiters import waiters_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.trouble import Trouble
from harness.synth.responses.waiting import ANY_WAITER, MAYBE_A_WAITER
from harness.wire import Endpoint, UnidentifiedRequest, WireError, serialize_error, serialize_response
from harness.wire.identity.identify import access_key_of, identify_request, identify_unsigned
from harness.wire.message import HeaderArgument, HttpResponse, Request, read_request
from harness.wire.protocol import ANY
from harness.wire.protocols import apparent_protocol, detect_protocol, parse_message


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        operation: the operation.
        params: its parameters as boto3 takes them.
        region: the region that the request is for; None where it does not tell.
        protocol: botocore's name of the protocol that the request is in.
        request_id: the id that the answer gives the request; equal requests have equal ids.
        waiter: the name of the waiter that polls, `ANY_WAITER` or `MAYBE_A_WAITER`; empty if none does.
        access_key: the id of the access key that signs; empty where none does.
    """

    operation: OperationModel
    params: Mapping[str, Any]
    region: str | None
    protocol: str
    request_id: str
    waiter: str = ""
    access_key: str = ""

    @property
    def name(self) -> str:
        """The operation as reports write it: ``"service.Operation"``."""
        return f"{self.operation.service_model.service_name}.{self.operation.name}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request is answered with.

    Attributes:
        response: status, headers and body.
        asked: what the request asks; None where that cannot be read.
        error: the error code; empty if the answer is none.
        trouble: what goes wrong with the connection on the way, if anything.
    """

    response: HttpResponse
    asked: Asked | None
    error: str = ""
    trouble: Trouble | None = None


def dispatch(
    method: str, url: str, headers: HeaderArgument, body: bytes, respond: Callable[[Asked], Answer]
) -> Reply:
    """Answer an HTTP request.

    Args:
        method: the HTTP method.
        url: the URL, absolute, or only path and query.
        headers: the header fields.
        body: the body as it was sent, out of HTTP's own chunks.
        respond: the service: from what is asked to the answer.

    Returns:
        The answer in the request's protocol; an error in the form of AWS where the request cannot be read.
    """
    request_id = request_id_of(method, url, body)
    service = protocol = None
    try:
        request = read_request(method, url, headers, body)
        protocol = apparent_protocol(request)
        endpoint = _identified(request)
        service = load_service(endpoint.service)
        protocol = detect_protocol(service, request)
        operation, params = parse_message(service, request, protocol=protocol, verify=True)
    except WireError as error:
        refused = refuse(error.code, str(error), error.status, protocol, service, request_id)
        return Reply(refused, None, error.code)
    waiter = _who_polls(operation, params, request.headers.get("user-agent"))
    key = access_key_of(request)
    asked = Asked(operation, params, endpoint.region, protocol, request_id, waiter, key)
    return reply(asked, respond(asked))


def _identified(request: Request) -> Endpoint:
    try:
        return identify_request(request)
    except UnidentifiedRequest:
        return identify_unsigned(request)


def _who_polls(operation: OperationModel, params: Mapping[str, Any], agent: str) -> str:
    if is_poll(agent):
        return ANY_WAITER
    # Of the SDKs only botocore's tell that a waiter calls; a question after something by name may be one's.
    may_poll = agent.startswith("aws-sdk-") and params and waiters_of(operation)
    return MAYBE_A_WAITER if may_poll else ""


_FEATURES = re.compile(r"(?:^|\s)m/([\w,+-]+)")


def is_poll(agent: str) -> bool:
    """Tell whether a user agent says that a waiter calls (``botocore.useragent``: the feature ``B``)."""
    found = _FEATURES.search(agent)
    return found is not None and "B" in found[1].split(",")


def reply(asked: Asked, answer: Answer) -> Reply:
    """Write an answer in the protocol of its request."""
    operation, error = asked.operation, answer.error
    if error is None:
        response = serialize_response(
            operation,
            answer.result(operation),
            status=answer.status,
            protocol=asked.protocol,
            request_id=asked.request_id,
        )
        return Reply(response, asked, trouble=answer.trouble)
    fields = from_json_value(find_error(operation, error.code), dict(error.members))
    response = serialize_error(
        operation,
        error.code,
        error.message,
        status=answer.status,
        fields=fields,
        protocol=asked.protocol,
        request_id=asked.request_id,
        name=answer.error_name,
    )
    if operation.http.get("method") == "HEAD":  # its answer has no body (RFC 9110, section 9.3.2)
        status, headers, _ = response
        response = (status, headers, b"")
    return Reply(response, asked, error.code, answer.trouble)


def refuse(
    code: str,
    message: str,
    status: int,
    protocol: str | None = None,
    service: ServiceModel | None = None,
    request_id: str | None = None,
) -> HttpResponse:
    """Write the error for a request that no operation answers.

    Args:
        code: the error code.
        message: the message.
        status: the HTTP status.
        protocol: the protocol to write it in; that of no mark, which most clients read, when left out.
        service: the service, where one is known.
        request_id: the id of the request; a new one when left out.
    """
    return serialize_error(
        service or _no_service(),
        code,
        message,
        status=status,
        protocol=protocol or ANY,
        request_id=request_id or str(uuid.uuid4()),
    )


@cache
def _no_service() -> ServiceModel:
    """The model of no service in particular, for errors before it is known which one is asked."""
    metadata = {"protocol": ANY, "protocols": [ANY], "endpointPrefix": "", "apiVersion": ""}
    return ServiceModel({"metadata": metadata, "operations": {}, "shapes": {}}, "aws")


def request_id_of(method: str, url: str, body: bytes) -> str:
    """Return the id of a request; equal requests have equal ids."""
    digest = blake2b(f"{method} {url}\n".encode(errors="backslashreplace"), digest_size=16)
    digest.update(body)
    return str(uuid.UUID(bytes=digest.digest(), version=4))
