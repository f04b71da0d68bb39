"""What the page of ``harness serve`` shows of a body: its text, without secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.message.model import Request, Response
from harness.redaction import redact_request, redact_response

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from harness.synth.server.index import Body


def show(operation: OperationModel | None, request: Body, response: Body) -> tuple[str, str]:
    """Return the bodies of an exchange as texts without secrets.

    Args:
        operation: the operation; None where it is not known.
        request: the request's body.
        response: the response's body.
    """
    # The place of the request does not matter to its body.
    asked = Request("POST", "https://localhost/", _headers(request), request.content)
    answered = Response(200, headers=_headers(response), body=response.content)
    bodies = (
        redact_request(operation, asked, None)[0].body,
        redact_response(operation, answered).body,
    )
    return _text(bodies[0]), _text(bodies[1])


def _headers(body: Body) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", body.media_type),) if body.media_type else ()


def _text(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")
