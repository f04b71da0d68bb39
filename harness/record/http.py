"""botocore's HTTP messages to a cassette's, and back."""

from __future__ import annotations

import http.client
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.model import OperationModel
from botocore.response import StreamingBody

from harness.cassette.model import Request, Response
from harness.wire.awsrequest import RawBody, aws_response, header_fields, request_body


def from_prepared(request: AWSPreparedRequest) -> Request:
    """Copy a request that botocore is about to send; a file-like body is read and rewound."""
    return Request(request.method, request.url, header_fields(request.headers), request_body(request))


def from_response_dict(operation: OperationModel, response: dict[str, Any]) -> Response:
    """Copy an answer in botocore's form, ``before-parse``'s ``response_dict``.

    A streaming body is read, and a fresh one put in its place for botocore to hand to the caller.
    """
    status: int = response["status_code"]
    body = response["body"]
    if not isinstance(body, bytes):
        content = b"".join(body.stream()) if hasattr(body, "stream") else body.read()
        fresh: Any = RawBody(content)
        if not operation.has_event_stream_output:
            fresh = StreamingBody(fresh, len(content))
        response["body"] = fresh
        body = content
    reason = http.client.responses.get(status, "")
    return Response(status, reason, header_fields(response["headers"]), body)


def to_aws_response(url: str, response: Response) -> AWSResponse:
    """Make the answer that botocore's ``before-send`` takes in place of the network's."""
    return aws_response(url, response.status, response.headers, response.body)
