"""Calls of one operation as the laws make them: by a client that leaves all checking to the server."""

from __future__ import annotations

import datetime as dt
import re
import threading
import uuid
import weakref
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, HTTPClientError
from botocore.handlers import BUILTIN_HANDLERS, set_list_objects_encoding_type_url
from botocore.parsers import ResponseParserError
from botocore.response import StreamingBody

from harness.contract.contract import Contract
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.paths.pointer import to_steps
from harness.contract.values import JsonValue, format_timestamp, from_json_value, to_json_value
from harness.contract.violation import CODES, Severities, Severity, Violation, deciding_key, has_to_be_refused
from harness.errors import HarnessError
from harness.fuzz.ledger import Keeper
from harness.fuzz.script import KEYS
from harness.models import method_name
from harness.models.endpoints import service_metadata
from harness.models.resources import retry_tokens
from harness.synth.sessions import plain_client
from harness.wire import WireError, parse_request
from harness.wire.awsrequest import header_fields, request_body
from harness.wire.protocols import parse_exchanged

from .mistyped_bodies import is_changed, rewritten

NETWORK = "network error"
NOT_SENT = "cannot be sent"
NOT_IMPLEMENTED = "not implemented"
ANSWERED = "answered"

# What services, gateways and emulators answer to an operation that they do not have ("Common Error Types" of
# AWS's API references; S3's "NotImplemented" has status 501).
_UNKNOWN_OPERATION = frozenset(
    {"InvalidAction", "NotImplemented", "UnknownAction", "UnknownOperation", "UnknownOperationException"}
)

_NOT_YET = re.compile(r"\bnot (?:yet )?implemented\b", re.IGNORECASE)

_MOST_READ = 1 << 20  # bytes of a body that comes as a stream

_OF_ENDPOINTS: weakref.WeakSet[Any] = weakref.WeakSet()

LONGEST_CALL = 20
"""For how many seconds a call waits for its answer."""

LAW_CONFIG = Config(
    parameter_validation=False,
    inject_host_prefix=False,
    retries={"total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=LONGEST_CALL,
    s3={"addressing_style": "path"},
    user_agent="harness-fuzz",  # botocore puts its own together twice a call, in 6 % of the call's time
)
"""What a client needs for the laws: the server sees each request as it was made, and each once."""


def law_client(
    service: str, endpoint_url: str, region: str = "us-east-1", timeout: float = LONGEST_CALL
) -> Any:
    """Make a client of an endpoint that sends what it is given, unchecked and without retries.

    Args:
        service: botocore's service name.
        endpoint_url: where the endpoint listens, ``"http://127.0.0.1:5000"``.
        region: the client's region.
        timeout: for how many seconds a call waits for its answer.

    Returns:
        boto3's client, with made-up credentials; botocore's where boto3 is not installed.
    """
    # As other SDKs say it: services of equal signatures and paths are told apart by nothing else.
    agent = f"{LAW_CONFIG.user_agent} api/{service_metadata(service)['serviceId'].replace(' ', '_')}"
    config = LAW_CONFIG.merge(Config(read_timeout=timeout, user_agent=agent))
    client = plain_client(service, region, config, endpoint_url, KEYS)
    own = _place_of(endpoint_url)

    def stay(request: AWSPreparedRequest, **_: Any) -> None:
        if _place_of(request.url) != own:
            raise SentElsewhere(url=request.url)

    client.meta.events.register("before-send", stay, unique_id="harness-fuzz-stay")
    for event, handler, *_ in BUILTIN_HANDLERS:
        if handler is set_list_objects_encoding_type_url:  # botocore would ask for encoded keys by itself
            client.meta.events.unregister(event, handler)
    client.meta.events.register_first("choose-signer", _no_bearer)
    _OF_ENDPOINTS.add(client)
    return client


class SentElsewhere(BotoCoreError):  # type: ignore[misc]
    """botocore makes another address of a parameter than the endpoint's (of Kinesis's ``StreamId``)."""

    fmt = "The request would go to {url}, which is not the endpoint."


def _place_of(url: str) -> tuple[str | None, int | None]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def is_of_endpoint(client: Any) -> bool:
    """Tell whether a client is one of `law_client`, so that its requests go to the endpoint under test."""
    return client in _OF_ENDPOINTS


class NothingAnswered(HarnessError):
    """A law cannot be judged, because no call was answered by the service.

    Args:
        operation: ``"service.Operation"``.
        reasons: how many calls failed, by the reason.
    """

    def __init__(self, operation: str, reasons: Mapping[str, int]) -> None:
        super().__init__(operation, reasons)
        self.operation = operation
        self.reasons = reasons

    def __str__(self) -> str:
        counts = ", ".join(f"{reason} ({count})" for reason, count in self.reasons.items())
        text = f"No call of {self.operation} was answered, so nothing can be said of it: {counts}."
        if NOT_SENT in self.reasons:
            text += (
                " Where the client checks parameters by itself, make it with "
                "Config(parameter_validation=False), or by harness.fuzz.law_client."
            )
        return text


_LOOSE = [
    code
    for code, known in CODES.items()
    if (known.request, known.response) == (Severity.ERROR, Severity.WARNING) and code != "undocumented-error"
]


def strict_severities(operation: str, own: Severities) -> Severities:
    """Return severities that hold an endpoint under test to every word, where a user's own say nothing else.

    Real services break their models' looser traits, so that these are warnings elsewhere.

    Args:
        operation: ``"service.Operation"``.
        own: a user's severities.
    """
    undecided = [code for code in _LOOSE if deciding_key(code, "response", own, operation) is None]
    return {**own, **{f"response.{code}": Severity.ERROR for code in undecided}}


@dataclass(frozen=True, slots=True)
class Writing:
    """A way to write a request that is not botocore's.

    Attributes:
        rewrite: changes what botocore is about to send, as its event ``before-call`` has it.
        protocol: botocore's name of the protocol that the request is in then.
    """

    rewrite: Callable[[dict[str, Any]], None]
    protocol: str


@dataclass(frozen=True, slots=True)
class Call(Exchange):
    """A call of a law, and its answer.

    Attributes:
        body: the answer's body as it came.
        request_id: the id of the request as botocore reads it from the answer; empty where the answer has
            none, None where botocore could not read the answer.
        protocol: botocore's name of the protocol that the answer is to be in.
    """

    body: bytes = field(default=b"", repr=False)
    request_id: str | None = None
    protocol: str = ""

    @property
    def throttled(self) -> bool:
        """Whether the answer asks for another attempt, later."""
        return self.status in (429, 503)


class Caller:
    """Calls one operation and reads what is answered; it may be shared by threads.

    Args:
        contract: the operation's contract.
        client: a client of its service.
        params: parameters that every request has, such as the name of a resource that exists.
        severities: a user's severities by violation code.
        lenient: whether answers are held only to what their readers trip over, as those of real services are.

    Attributes:
        tally: how many calls were answered, could not be sent, were not implemented or failed on the network.
        network_error: what the last call said that failed on the network.
        plain: what the plainest request was answered with; None as long as nobody asked.
        ledger: sees the calls, and tells what was judged.
        walks: what walks through pages have found, by their first request (`harness.fuzz.laws.pages.walk`).
    """

    def __init__(
        self,
        contract: Contract,
        client: Any,
        params: Mapping[str, Any] | None = None,
        severities: Severities | None = None,
        *,
        lenient: bool = False,
    ) -> None:
        self.contract = contract
        self.client = client
        self.lenient = lenient
        own = severities or {}
        self.severities: Severities = own if lenient else strict_severities(contract.name, own)
        self.params: dict[str, Any] = dict(params or {})
        # A name that the contract rules out and the endpoint has: what else is wrong with it tells nothing.
        broken = [to_steps(one.pointer)[:1] for one in contract.check_request(self.params, own)]
        self._own = [[name] for name in self.params if [name] in broken]
        self.tally: Counter[str] = Counter()
        self.walks: dict[str, Any] = {}
        self.network_error = ""
        self.plain: tuple[Call | None] | None = None
        self.ledger = Keeper(contract)
        self._sent: dict[tuple[str, str], str] = {}  # with each idempotency token, the first request
        self._lock = threading.Lock()
        client.meta.events.register("before-call", _rewrite, unique_id="harness-fuzz-writing")
        client.meta.events.register("before-parse", _note_response, unique_id="harness-fuzz")
        client.meta.events.register("before-sign", _sign_elsewhere, unique_id="harness-fuzz-region")
        client.meta.events.register_first("before-send", _note_request, unique_id="harness-fuzz-request")

    def __call__(
        self, params: Mapping[str, Any], region: str | None = None, writing: Writing | None = None
    ) -> Call | None:
        """Call the operation.

        Args:
            params: the request's parameters, as for the client's method; it need not be valid.
            region: the region that the request is signed for; the client's when left out.
            writing: how the request is written; as botocore does when left out.

        Returns:
            What was asked and answered; None where there is no answer to judge, which is only counted. An
            answer that does not follow the operation's protocol has the error code ``""``.
        """
        _LAST.region, _LAST.writing = region, writing
        try:
            outcome, exchange = self._ask(self._with_fresh_tokens(params))
        finally:
            _LAST.region = _LAST.writing = None
        _LAST.unknown = exchange if exchange is not None and _is_unknown(exchange) else None
        if _LAST.unknown is not None:
            outcome, exchange = NOT_IMPLEMENTED, None
        with self._lock:
            self.tally[outcome] += 1
            if exchange is not None:
                self.ledger.see(exchange)
        return exchange

    def parsed(self, params: Mapping[str, JsonValue]) -> dict[str, Any]:
        """Return parameters in JSON-able form as the client's method takes them."""
        shape = self.contract.operation_model.input_shape
        values: dict[str, Any] = from_json_value(shape, dict(params))
        return values

    def errors(self, params: Mapping[str, Any]) -> list[Violation]:
        """Return why a request has to be refused, but for what the caller's own parameters break."""
        return [
            violation
            for violation in self.contract.check_request(params, self.severities)
            if has_to_be_refused(violation) and to_steps(violation.pointer)[:1] not in self._own
        ]

    def allows(self, params: Mapping[str, Any]) -> bool:
        """Tell whether a request has no error."""
        return not self.errors(params)

    @property
    def unknown(self) -> Call | None:
        """This thread's last call, if the endpoint said that it does not have the operation; None if not."""
        found: Call | None = _LAST.unknown
        return found

    def as_sent(self) -> tuple[str, dict[str, Any]] | None:
        """Return this thread's last call as the server reads it: the operation and its parameters.

        botocore converts some values of another type than the parameter's, such as numbers for timestamps.
        Without a header or query parameter a request may be one of another operation (S3's UploadPartCopy).

        Returns:
            None if the request cannot be read.
        """
        request = _LAST.request
        # HTTP takes no account of space around the value of a field (RFC 9110, 5.5).
        headers = {name: value.strip(" \t") for name, value in header_fields(request.headers)}
        message = (request.method, request.url, headers, request_body(request))
        try:
            service = self.contract.operation_model.service_model
            operation, params = parse_request(service, *message, strict=False)
        except WireError:
            return None
        return operation.name, params

    @property
    def protocol(self) -> str:
        """The protocol that its client speaks, by botocore's name of it."""
        return str(self.contract.operation_model.service_model.resolved_protocol)

    @property
    def last_request(self) -> AWSPreparedRequest:
        """This thread's last request, as it was sent."""
        request: AWSPreparedRequest = _LAST.request
        return request

    def is_signed_for(self, region: str) -> bool:
        """Tell whether this thread's last request says that it is for a region: some are not signed."""
        return f"/{region}/" in str(self.last_request.headers.get("Authorization", ""))

    def require_answers(self) -> None:
        """Tell whether anything was learnt.

        Raises:
            NothingAnswered: calls were made, and the service answered none.
        """
        missed = {reason: count for reason, count in self.tally.items() if reason != ANSWERED}
        if missed and not self.tally[ANSWERED]:
            raise NothingAnswered(self.contract.name, missed)

    def _with_fresh_tokens(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a request other idempotency tokens than those of different requests before it.

        A server may answer a request with a token that it knows as it answered the first one that had it.
        """
        found = dict(params)
        for name in self._tokens:
            if isinstance(token := params.get(name), str):
                others = repr({other: params[other] for other in sorted(params) if other != name})
                if self._sent.setdefault((name, token), others) != others and self._is_valid(name, token):
                    found[name] = str(uuid.uuid5(uuid.NAMESPACE_OID, others))
        return found

    @cached_property
    def _tokens(self) -> tuple[str, ...]:
        """The parameters that are idempotency tokens, and may have any text of the form of UUIDs."""
        names = retry_tokens(self.contract.operation_model)
        return tuple(name for name in names if self._is_valid(name, str(uuid.UUID(int=0, version=4))))

    def _is_valid(self, name: str, token: str) -> bool:
        broken = self.contract.check_request({name: token})
        return not any(to_steps(violation.pointer)[:1] == [name] for violation in broken)

    def _ask(self, params: Mapping[str, Any]) -> tuple[str, Call | None]:
        if _LAST.writing is not None:
            return self._try(params)
        operation = self.contract.operation_model
        changed = is_changed(operation.input_shape, params)
        outcome, call = (NOT_SENT, None) if changed else self._try(params)
        if outcome != NOT_SENT:
            return outcome, call
        # botocore writes no value of another type where it looks inside, which other clients do.
        violations = self.contract.check_request(params)
        wrong = {to_steps(violation.pointer)[0] for violation in violations if violation.pointer}
        unknown = any(violation.code == "unknown-member" for violation in violations)  # servers pass over it
        rewrite = None if unknown else rewritten(operation, params, wrong)
        if rewrite is None:
            return self._try(params) if changed else (outcome, call)
        _LAST.writing = Writing(rewrite, self.protocol)
        return self._try({name: value for name, value in params.items() if name not in wrong}, params)

    def _try(
        self, params: Mapping[str, Any], asked: Mapping[str, Any] | None = None
    ) -> tuple[str, Call | None]:
        """Make a call; what was asked for is told where the body is made by hand."""
        _LAST.response = None
        metadata: Mapping[str, Any] | None = None
        try:
            answer = getattr(self.client, method_name(self.contract.operation))(**params)
            metadata = answer.get("ResponseMetadata")
            for value in answer.values():
                if isinstance(value, StreamingBody):
                    _LAST.response = {**(_LAST.response or {}), "body": value.read(_MOST_READ)}
                if hasattr(value, "close"):  # a stream holds its connection
                    value.close()
        except (HTTPClientError, EndpointConnectionError) as error:
            if isinstance(error.kwargs.get("error"), ValueError):
                return NOT_SENT, None  # Python's HTTP writes no header with a line end
            self.network_error = str(error)
            return NETWORK, None
        except CALL_FAILURES as error:
            if _LAST.response is None:
                return NOT_SENT, None
            metadata = getattr(error, "response", {}).get("ResponseMetadata")
        request_id = None if metadata is None else metadata.get("RequestId", "")
        return ANSWERED, self._read(params if asked is None else asked, request_id)

    def _read(self, params: Mapping[str, Any], request_id: str | None) -> Call:
        """Read the answer as it was sent: botocore passes over what its model does not know."""
        operation = self.contract.operation_model
        protocol = self.protocol if _LAST.writing is None else _LAST.writing.protocol
        status, headers, body = (_LAST.response[part] for part in ("status_code", "headers", "body"))
        body = body if isinstance(body, bytes) else b""
        response = error = None
        try:
            response, error = parse_exchanged(operation, status, dict(headers), body, protocol)
        except WireError as unreadable:
            error = ErrorAnswer("", str(unreadable))
        return Call(
            self.contract.service,
            self.contract.operation,
            region=getattr(_LAST, "region", None) or self.client.meta.region_name,
            params=to_json_value(operation.input_shape, dict(params)),
            response=response,
            error=error,
            status=status,
            headers=tuple(headers.items()),
            time=format_timestamp(dt.datetime.now(dt.UTC)),
            body=body,
            request_id=request_id,
            protocol=protocol,
        )


_LAST = threading.local()

CALL_FAILURES = (
    BotoCoreError,
    ClientError,
    ResponseParserError,
    WireError,
    AttributeError,
    LookupError,
    MemoryError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a call raises where a request is not sent, or its answer is an error or cannot be read.

They are of botocore's serializers, which expect what its validation lets through, and of its parsers: for a
time in milliseconds `botocore.utils.parse_timestamp` raises a `RuntimeError`. A client that answers in this
process may find that no operation is asked for.
"""


def _rewrite(params: dict[str, Any], **_: Any) -> None:
    writing = getattr(_LAST, "writing", None)
    if writing is not None:
        writing.rewrite(params)


def _no_bearer(signature_version: str, **_: Any) -> Any:
    """Send no token: there is none, and botocore sends one to HTTPS only."""
    return UNSIGNED if signature_version == "bearer" else None


def _sign_elsewhere(request: Any, **_: Any) -> None:
    region = getattr(_LAST, "region", None)
    if region is not None:
        request.context["signing"] = {**request.context.get("signing", {}), "region": region}


def _note_request(request: AWSPreparedRequest, **_: Any) -> None:
    _LAST.request = request


def _note_response(response_dict: dict[str, Any], **_: Any) -> None:
    _LAST.response = response_dict


def _is_unknown(exchange: Exchange) -> bool:
    """Tell whether an answer says that the endpoint does not have the operation."""
    if exchange.error is None:
        return False
    code = exchange.error.code
    return (
        exchange.status == 501
        or code in _UNKNOWN_OPERATION
        or (exchange.status == 500 and _NOT_YET.search(exchange.error.message) is not None)
        or (is_web_page(exchange) and exchange.status == 404)
    )


def is_html(exchange: Exchange) -> bool:
    """Tell whether an answer is a page for people, by its header."""
    types = (value for name, value in exchange.headers if name.lower() == "content-type")
    return next(types, "").startswith("text/html")


def is_web_page(exchange: Exchange) -> bool:
    """Tell whether a web framework answered instead of the service: its error page says nothing else.

    An error of the service that only comes as HTML, by its header, is none.
    """
    says_more = exchange.error is not None and exchange.error.code not in ("", str(exchange.status))
    return exchange.status >= 400 and is_html(exchange) and not says_more
