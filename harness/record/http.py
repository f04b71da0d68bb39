"""botocore's HTTP messages to a cassette's, and back."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.response import StreamingBody

from harness.cassette.model import Request, Response
from harness.wire.awsrequest import RawBody, aws_response, header_fields, request_body


def from_prepared(request: AWSPreparedRequest) -> Request:
    """Copy a request that botocore is about to send; a file-like body is read and rewound."""
    return Request(request.method, request.url, header_fields(request.headers), request_body(request))


def read_body(response: dict[str, Any]) -> bytes:
    """Read the body of an answer in botocore's form, ``before-parse``'s ``response_dict``.

    In the place of a streaming body it puts a fresh one, for botocore to hand to the caller.
    """
    body = response["body"]
    if isinstance(body, bytes):
        return body
    content = b"".join(body.stream()) if hasattr(body, "stream") else body.read()
    response["body"] = StreamingBody(RawBody(content), len(content))
    return content


def from_response_dict(response: Mapping[str, Any], body: bytes) -> Response:
    """Copy an answer in botocore's form, whose body has been read."""
    status: int = response["status_code"]
    reason = http.client.responses.get(status, "")
    return Response(status, reason, header_fields(response["headers"]), body)


def to_aws_response(url: str, response: Response) -> AWSResponse:
    """Make the answer that botocore's ``before-send`` takes in place of the network's."""
    return aws_response(url, response.status, response.headers, response.body)
