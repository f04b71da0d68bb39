"""What a botocore ``Stubber`` was given, as a cassette without secrets.

Leans on ``Stubber._queue``, which botocore keeps no promise about: the one place where the answers that were
added can be had.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import OperationModel
from botocore.response import StreamingBody
from botocore.stub import ANY, Stubber

from harness.cassette.importers.answer import serialize_answer
from harness.cassette.model import Cassette, Facts, Interaction, Request, Response
from harness.contract.values import to_json_value
from harness.models import botocore_version, find_operation, method_name
from harness.redaction import DEFAULT, Redaction
from harness.redaction.cassette import redact_interactions
from harness.wire.awsrequest import aws_response, header_fields, request_body

NO_REQUEST = "https://stubber.invalid/"
"""Where a request stands that was not expected in particular: a host that there never is (RFC 2606)."""


def from_stubber(stubber: Stubber, redaction: Redaction = DEFAULT) -> Cassette:
    """Return the answers that a stubber holds and has not given yet, as a cassette.

    Where parameters are expected the request is the one that the stubber's client would send with them,
    unsigned. Where none are, or one is `botocore.stub.ANY`, the parameters are not known: on replay the
    answer is for the next call of its operation.

    The stubber may be used as before.

    Args:
        stubber: botocore's, after its ``add_response`` and ``add_client_error``.
        redaction: what is taken out, as of any recording.

    Raises:
        UnknownName: the installed botocore has no such operation.
        Unwritable: an answer has a value of another type than its member.
        WireError: an answer cannot be written as its service does.
        botocore.exceptions.ParamValidationError: expected parameters are none that a client would send.
    """
    client = stubber.client
    interactions = [_interaction(client, number, one) for number, one in enumerate(stubber._queue, 1)]
    return Cassette(None, tuple(redact_interactions(interactions, redaction)[0]))


def _interaction(client: Any, number: int, added: dict[str, Any]) -> Interaction:
    operation = find_operation(client.meta.service_model.service_name, added["operation_name"])
    sent, parsed = added["response"]
    answer = to_json_value(operation.output_shape, _with_stream_read(operation, parsed))
    response, _ = serialize_answer(operation, answer, sent.status_code)
    expected = added["expected_params"]
    known = expected is not None and not _holds_any(expected)
    facts = Facts(
        service=operation.service_model.service_name,
        operation=operation.name,
        region=client.meta.region_name,
        params=to_json_value(operation.input_shape, expected) if known else None,
        protocol=operation.service_model.resolved_protocol,
        source=f"botocore Stubber, response {number}",
        model=botocore_version(),
    )
    request = _request(client, operation, expected, response) if known else Request("POST", NO_REQUEST)
    return Interaction(request, response, facts)


def _holds_any(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_any, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_any, value))
    return value is ANY


def _with_stream_read(operation: OperationModel, parsed: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with bytes instead of its stream, of which the stubber gets a fresh one."""
    if not operation.has_streaming_output:
        return parsed
    member = operation.output_shape.serialization["payload"]
    stream: Any = parsed.get(member)
    if not hasattr(stream, "read"):
        return parsed
    content = stream.read()
    parsed[member] = StreamingBody(io.BytesIO(content), len(content))
    return {**parsed, member: content}


def _request(client: Any, operation: OperationModel, params: dict[str, Any], response: Response) -> Request:
    """Return the request of a call, by a client like this one whose requests go nowhere."""
    import botocore.session

    session = botocore.session.Session()
    session.set_credentials("STUBBER", "stubber-only")
    twin = session.create_client(
        operation.service_model.service_name,
        region_name=client.meta.region_name,
        endpoint_url=client.meta.endpoint_url,
        config=client.meta.config.merge(
            Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
        ),
    )
    sent: list[Request] = []

    def send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        headers = header_fields(request.headers)
        sent.append(Request(request.method, request.url, headers, request_body(request)))
        return aws_response(request.url, response.status, response.headers, response.body)

    twin.meta.events.register_first("before-send", send)
    with suppress(ClientError):  # the answer may be one
        getattr(twin, method_name(operation.name))(**params)
    return sent[-1]
