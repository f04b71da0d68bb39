"""Canaries at every sensitive member of every operation, written and read by botocore's own codecs.

Two laws hold redaction of wire messages to redaction of values: a redacted request is the request of the
redacted parameters, and a redacted response reads as the redacted result. A third searches the raw bytes,
as does a recording of canaries that are really sent and answered over HTTP.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, unquote, unquote_plus, urlencode, urlsplit
from xml.etree import ElementTree

import botocore.session
import cbor2
import pytest
from botocore.awsrequest import prepare_request_dict
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import OperationModel, Shape
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from botocore.tokens import FrozenAuthToken

import harness
from harness.cassette.model import Request, Response
from harness.contract.values import from_json_value, is_document, to_json_value
from harness.models import method_name, operations, service_names
from harness.redaction import redact_request, redact_response, redact_value
from harness.redaction.classes import is_credential_shape
from harness.wire import serialize_response

pytestmark = pytest.mark.usefixtures("not_judged")  # the requests are made to hold secrets, not to be right

ENDPOINT = "https://example.invalid"


LARGE = 200


def is_secret(shape: Shape, service: str) -> bool:
    return bool(shape.metadata.get("sensitive")) and is_credential_shape(service, shape.name)


def holds_secret(shape: Shape, service: str, above: tuple[str, ...] = ()) -> bool:
    if is_secret(shape, service) or shape.name in above:
        return is_secret(shape, service)
    parts = {
        "structure": lambda: shape.members.values(),
        "list": lambda: [shape.member],
        "map": lambda: [shape.key, shape.value],
    }.get(shape.type_name, list)()
    return any(holds_secret(part, service, (*above, shape.name)) for part in parts)


@dataclass
class Canaries:
    """Builds values in JSON form with a text of its own at every string and blob, and counts the secrets."""

    service: str
    planted: int = 0
    count: int = 0

    def value(self, shape: Shape, sensitive: bool = False, above: tuple[str, ...] = ()) -> object:
        sensitive = sensitive or is_secret(shape, self.service)
        above = (*above, shape.name)
        kind = shape.type_name
        if shape.serialization.get("jsonvalue"):
            return self.document(sensitive)
        if kind == "structure":
            return self.structure(shape, sensitive, above)
        if kind == "list":
            return [self.value(shape.member, sensitive, above) for _ in range(self.items())]
        if kind == "map":
            return {
                # The keys of a map stay, unless they are marked themselves.
                str(self.value(shape.key, above=above)): self.value(shape.value, sensitive, above)
                for _ in range(1 if "enum" in shape.key.metadata else self.items())
            }
        return self.scalar(shape, sensitive)

    def structure(self, shape: Shape, sensitive: bool, above: tuple[str, ...]) -> object:
        if is_document(shape):
            return self.document(sensitive)
        members = {n: m for n, m in shape.members.items() if m.name not in above}
        if getattr(shape, "is_tagged_union", False):
            # Of a union the first member that holds a secret, or else the first.
            members = dict(sorted(members.items(), key=lambda each: not is_secret(each[1], self.service))[:1])
        else:
            members = {n: m for n, m in members.items() if self.is_wanted(m, sensitive)}
        return {
            n: self.value(m, sensitive, above)
            for n, m in members.items()
            if not m.serialization.get("eventstream") and m.serialization.get("location") != "statusCode"
        }

    def items(self) -> int:
        return 2 if self.count < LARGE else 1

    def is_wanted(self, shape: Shape, sensitive: bool) -> bool:
        """Leave out what holds no secret once a value is large (some have millions of members)."""
        return sensitive or self.count < LARGE or holds_secret(shape, self.service)

    def document(self, sensitive: bool) -> object:
        return {"name": self.text(sensitive), "items": [self.text(sensitive), 7, True, None]}

    def scalar(self, shape: Shape, sensitive: bool) -> object:
        kind = shape.type_name
        if "enum" in shape.metadata:
            return shape.metadata["enum"][-1]
        if kind == "string":
            return self.text(sensitive)
        if kind == "blob":
            return base64.b64encode(self.text(sensitive).encode()).decode()
        if kind == "timestamp":
            return "2024-05-06T07:08:09Z"
        if kind == "boolean":
            return True
        return 4711.5 if kind in ("float", "double") else 4711

    def text(self, sensitive: bool) -> str:
        self.count += 1
        self.planted += sensitive
        return f"CanaryCanary{self.count:05d}Q7z" if sensitive else f"Plain{self.count:05d}Q7z"


SPELLINGS = ("Canary", *(base64.b64encode(b"." * n + b"CanaryCanary").decode()[4:12] for n in range(3)))


def leaks(*parts: object) -> bool:
    """Tell whether a planted text is to be found, plain or in any of the three phases of base64."""
    return any(spelled in str(part) for part in parts for spelled in SPELLINGS)


def to_request(operation: OperationModel, params: dict) -> Request:
    serializer = create_serializer(operation.service_model.resolved_protocol, include_validation=False)
    message = serializer.serialize_to_request(from_json_value(operation.input_shape, params), operation)
    prepare_request_dict(message, ENDPOINT, context={})
    body = message["body"]
    if isinstance(body, dict):
        body = urlencode(body)
    if hasattr(body, "read"):
        body = body.read()
    headers = tuple((name, str(value)) for name, value in message["headers"].items())
    return Request(
        message["method"], message["url"], headers, body.encode() if isinstance(body, str) else body
    )


def to_response(operation: OperationModel, result: dict) -> Response:
    protocol = operation.service_model.resolved_protocol
    shape = operation.output_shape
    value = from_json_value(shape, result)
    if protocol in ("query", "ec2"):
        return Response(200, "OK", (("Content-Type", "text/xml"),), query_answer(operation, value))
    answering = OperationModel(
        {**operation._operation_model, "input": operation._operation_model["output"], "endpoint": None}
        | {"http": {"method": "POST", "requestUri": "/"}},
        operation.service_model,
        operation.name,
    )
    payload = shape.serialization.get("payload")
    root = answering.input_shape.members[payload] if payload else answering.input_shape
    root.serialization.setdefault("name", root.name)
    message = create_serializer(protocol, include_validation=False).serialize_to_request(value, answering)
    body = message["body"]
    headers = tuple((name, str(value)) for name, value in message["headers"].items())
    return Response(200, "OK", headers, body.encode() if isinstance(body, str) else body)


def query_answer(operation: OperationModel, value: dict) -> bytes:
    shape = operation.output_shape
    root = ElementTree.Element(f"{operation.name}Response")
    name = shape.serialization.get("resultWrapper", shape.name)
    create_serializer("rest-xml", include_validation=False)._serialize(shape, value, root, name)
    if operation.service_model.resolved_protocol == "ec2":
        root = root[0]
    return ElementTree.tostring(root)


def read(operation: OperationModel, response: Response) -> object:
    parser = create_parser(operation.service_model.resolved_protocol)
    message = {
        "status_code": response.status,
        "headers": HTTPHeaders.from_pairs(response.headers),
        "body": response.body,
        "context": {},
    }
    result = parser.parse(message, operation.output_shape)
    result.pop("ResponseMetadata", None)
    return to_json_value(operation.output_shape, result)


def decoded(request: Request) -> object:
    """Return what a request says, whatever its spelling."""
    parts = urlsplit(request.uri)
    # Parameters may state any checksum; a changed body has its own.
    headers = [
        header for header in request.headers if header[0] not in ("Content-MD5", "x-amz-checksum-crc32")
    ]
    return unquote(parts.path), parse_qsl(parts.query), headers, decoded_body(request.body)


def decoded_body(body: bytes) -> object:
    for decode in (json.loads, cbor2.loads):
        try:
            return decode(body)
        except Exception:
            continue
    return unquote_plus(body.decode("latin-1"))


def check_operation(operation: OperationModel, found: Counter) -> None:
    for shape, check, side in (
        (operation.input_shape, check_request, "requests"),
        (operation.output_shape, check_response, "responses"),
    ):
        service = operation.service_model.service_name
        canaries = Canaries(service)
        if shape is not None and holds_secret(shape, service) and not is_event_stream(shape):
            check(operation, canaries.value(shape))
            found[side] += 1
            found["secrets"] += canaries.planted


def is_event_stream(shape: Shape) -> bool:
    return any(member.serialization.get("eventstream") for member in shape.members.values())


def check_request(operation: OperationModel, params: dict) -> None:
    request = to_request(operation, params)
    redacted, redacted_params = redact_request(operation, request, params)
    assert not leaks(redacted.uri, redacted.headers, redacted.body, redacted_params)
    assert decoded(redacted) == decoded(to_request(operation, redacted_params))
    assert redact_request(operation, redacted, redacted_params) == (redacted, redacted_params)


def check_response(operation: OperationModel, result: dict) -> None:
    response = to_response(operation, result)
    redacted = redact_response(operation, response)
    assert not leaks(redacted.headers, redacted.body)
    service = operation.service_model.service_name
    expected = redact_value(operation.output_shape, read(operation, response), service=service)
    assert read(operation, redacted) == expected
    assert redact_response(operation, redacted) == redacted


@pytest.mark.sweep
def test_no_canary_survives_anywhere() -> None:
    found: Counter = Counter()
    for service in service_names():
        for operation in operations(service):
            check_operation(operation, found)
    print(f"\n{dict(found)}")  # noqa: T201
    assert found["requests"] > 500
    assert found["responses"] > 700


BEARER = "CanaryCanaryBearerQ7z"
CREDENTIALS = ("AKIACANARYCANARYCANA", "CanaryCanarySecretQ7z", "CanaryCanaryTokenQ7z")


@functools.cache
def client(service: str, endpoint: str) -> Any:
    session = botocore.session.Session()
    session.set_credentials(*CREDENTIALS)
    bearer = SimpleNamespace(get_frozen_token=lambda: FrozenAuthToken(BEARER))
    session.register_component("token_provider", SimpleNamespace(load_token=lambda **_: bearer))
    config = Config(
        retries={"total_max_attempts": 1},
        read_timeout=10,
        parameter_validation=False,
        inject_host_prefix=False,
        s3={"addressing_style": "path"},
    )
    return session.create_client(service, "us-east-1", endpoint_url=endpoint, config=config)


def exchange_canaries(operation: OperationModel, answering: Any, found: Counter) -> None:
    """Send canaries in a request, and have canaries answered, over HTTP."""
    service = operation.service_model.service_name
    asked, answered = Canaries(service), Canaries(service)
    shape = operation.input_shape
    params = asked.value(shape) if shape is not None and not is_event_stream(shape) else {}
    shape = operation.output_shape
    result = answered.value(shape) if shape is not None else {}
    for name, member in shape.members.items() if shape is not None else ():
        if member.serialization.get("eventstream"):
            events = {event: inner for event, inner in member.members.items() if not is_exception(inner)}
            result[name] = [{event: answered.value(inner)} for event, inner in events.items()]
    answering.answer = serialize_response(operation, from_json_value(shape, result) if shape else {})
    try:
        call = getattr(
            client(operation.service_model.service_name, answering.url), method_name(operation.name)
        )
        answer = call(**from_json_value(operation.input_shape, params) if params else {})
    except (BotoCoreError, ClientError, AttributeError, KeyError, TypeError, ValueError) as error:
        found[f"not asked: {type(error).__name__}"] += 1
        return
    for value in answer.values():
        if isinstance(value, EventStream):
            list(value)
    found["exchanges"] += 1
    found["secrets"] += asked.planted + answered.planted + len(CREDENTIALS)
    found["event streams"] += any(isinstance(value, EventStream) for value in answer.values())


def is_exception(shape: Shape) -> bool:
    return bool(shape.metadata.get("exception"))


def record_canaries(chosen: Iterable[OperationModel], answering: Any, folder: Path) -> Counter:
    """Record the operations, a cassette for each service, and search the files' raw bytes."""
    found: Counter = Counter()
    by_service: dict[str, list[OperationModel]] = {}
    for operation in chosen:
        by_service.setdefault(operation.service_model.service_name, []).append(operation)
    for number, (service, its) in enumerate(by_service.items()):
        path = folder / f"{service}.{'json' if number % 2 else 'yaml'}"
        with harness.use_cassette(path, "rewrite"):
            for operation in its:
                exchange_canaries(operation, answering, found)
        if path.exists():
            leaked = [spelled for spelled in SPELLINGS if spelled.encode() in unpacked(path.read_bytes())]
            assert not leaked, (service, leaked)
            found["bytes"] += path.stat().st_size
    client.cache_clear()
    return found


def unpacked(content: bytes) -> bytes:
    """Return bytes, with all base64 in them decoded, and gzip in that and in them unpacked, behind them."""
    parts = [content]
    for run in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", re.sub(rb"\n +", b"", content)):
        decoded = base64.b64decode(run[: len(run) // 4 * 4] + b"====")
        parts.append(decoded)
        if decoded.startswith(b"\x1f\x8b"):
            with contextlib.suppress(OSError, EOFError, zlib.error):
                parts.append(gzip.decompress(decoded))
    return b"\0".join(parts)


def with_secrets() -> Iterator[OperationModel]:
    for service in service_names():
        for operation in operations(service):
            shapes = (operation.input_shape, operation.output_shape)
            if any(shape is not None and holds_secret(shape, service) for shape in shapes):
                yield operation


def test_no_canary_of_a_few_operations_is_recorded(answering: Any, tmp_path: Path) -> None:
    drawn = random.Random(20261121).sample(["kms", "sts", "iam", "ssm", "s3", "sqs", "lambda", "rds"], 4)
    chosen = [
        operation
        for service in drawn
        for operation in operations(service)
        if any(
            s is not None and holds_secret(s, service)
            for s in (operation.input_shape, operation.output_shape)
        )
    ]
    found = record_canaries(chosen[:40], answering, tmp_path)
    assert found["exchanges"] > 10
    assert found["secrets"] > 50


@pytest.mark.sweep
def test_no_canary_is_recorded(answering: Any, tmp_path: Path) -> None:
    found = record_canaries(with_secrets(), answering, tmp_path)
    print(f"\n{dict(found)}")  # noqa: T201
    assert found["exchanges"] > 1100
