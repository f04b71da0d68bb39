"""Errors of the wire: requests that name no operation, and messages that cannot be read.

Each error carries what a server answers with, besides its words for a person: the AWS error code and the
HTTP status.
"""

from __future__ import annotations

from harness.errors import HarnessError


class WireError(HarnessError):
    """The base of what this package raises.

    Attributes:
        code: the AWS error code that a server answers with.
        status: the HTTP status that goes with it.
    """

    code = "SerializationException"
    status = 400


class UnreadableMessage(WireError):
    """A request or response does not follow its protocol, so that no values can be read from it.

    Args:
        what: the thing that was read: ``"JSON body"``, ``"event stream"``.
        reason: what is wrong with it.
        code: the AWS error code of the protocol for it.
        status: the HTTP status; 413 for what is too large.
    """

    what: str
    reason: str
    code: str = "SerializationException"
    status: int = 400

    def __str__(self) -> str:
        return f"The {self.what} cannot be read: {self.reason}."


class UnknownOperation(WireError):
    """A request names no operation of the service's installed model.

    Args:
        service: botocore's service name.
        asked: what the request asked for: ``"operation 'GetThing'"``, ``"GET /2014-11-13/functions"``.
        version: the botocore version whose model was searched.
    """

    code = "UnknownOperationException"
    status = 404

    service: str
    asked: str
    version: str

    def __str__(self) -> str:
        return (
            f"{self.service} has no {self.asked} in botocore {self.version}. The request may be for another "
            f"API version, or for an operation that the service has since removed."
        )


class UnidentifiedRequest(WireError):
    """The AWS service of a request is not known.

    Args:
        method: the HTTP method.
        url: the URL without its query.
        reason: what could not be found.
    """

    code = "UnknownOperationException"
    status = 404

    method: str
    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.method} {self.url} is no request to a known AWS service: {self.reason}."
