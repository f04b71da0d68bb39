"""The exchange: one call and its answer, decoded, in the JSON-able form that is checked and reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """The error that a service answered with.

    Attributes:
        code: the error code, as in ``ClientError.response["Error"]["Code"]``.
        message: the service's message.
        members: the modelled members that the error carries besides these, in JSON-able form.
    """

    code: str
    message: str = ""
    members: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One API call and its answer.

    Timestamps are RFC 3339 strings and blobs base64 text (`harness.contract.values`).

    Attributes:
        service: botocore's service name.
        operation: the operation's API name.
        region: the region that the client was made for, where known.
        params: the request parameters; None where they are not known (the request is then not judged).
        response: the result; None where the service answered with an error, or the answer is not known.
        error: the error answer, if it was one.
        status: the HTTP status code.
        headers: the response's HTTP headers, in order.
        time: when the exchange took place, RFC 3339; None where it is not known.
    """

    service: str
    operation: str
    region: str | None = None
    params: Any = None
    response: Any = None
    error: ErrorAnswer | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    time: str | None = None

    @property
    def name(self) -> str:
        """The operation as reports write it: ``"service.Operation"``."""
        return f"{self.service}.{self.operation}"
