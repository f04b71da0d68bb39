"""harness.wire held to botocore's own codec: what one writes the other reads, for every operation.

Parameters go through botocore's serializer to a prepared request, and must come back equal from
`parse_request`; results go through `serialize_response`, and must come back equal from botocore's parser and
from `parse_response`; modelled errors likewise, with code, message and members. Values are drawn by shape,
from a random generator seeded with the operation's name.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

import pytest
from botocore.awsrequest import HeadersDict, create_request_object, prepare_request_dict
from botocore.eventstream import EventStream
from botocore.model import OperationModel, Shape
from botocore.parsers import ResponseParserFactory, create_parser
from botocore.response import StreamingBody
from botocore.serialize import create_serializer

from harness.contract.values import JsonValue
from harness.models import load_service, operations
from harness.models.endpoints import all_metadata
from harness.record.parsers import KeepingParsers
from harness.wire import parse_request, parse_response, serialize_error, serialize_response
from harness.wire.protocols import parse_exchanged

# A place decides what text survives it: a header has no control characters and no spaces at its ends, XML 1.0
# has no control characters, a host label only letters, digits and hyphens.
WORDS = {
    "body": "Aa 0-_.:/\\\"'&<>{}[]%+=,;~#?@é€漢😀\t\n",
    "header": "Aa0-_.:/'&<>{}[]%+=;~#?@",
    "place": "Aa 0-_.:/\\\"'&<>{}[]%+=,;~#?@é€漢😀",
    "host": "Aa0b",
}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Draw:
    """Draws values of shapes.

    Args:
        seed: what the drawing depends on.
        empty: lists, maps and structures may be empty; the form protocols cannot tell that from absent.
        infinite: floats may be infinite; botocore leaves the word for it in JSON answers as it is.
    """

    def __init__(self, seed: str, *, empty: bool, infinite: bool) -> None:
        self.random = random.Random(seed)
        self.empty = empty
        self.infinite = infinite

    def structure(self, shape: Shape, depth: int = 0, always: Set[str] = frozenset()) -> dict[str, Any]:
        names = list(shape.members)
        if shape.metadata.get("union"):
            names = [self._shallow(shape, names, depth)] if names else []
        elif depth > 0 or self.random.random() < 0.5:
            share = 0.6 if depth < 2 else 0.15
            wanted = {name for name in names if name in always or self.random.random() < share}
            # At the top level an empty structure is a payload, and not to be told from an absent one.
            if not wanted and names and (not self.empty or depth == 1):
                wanted = {self._shallow(shape, names, depth)}
            names = [name for name in names if name in wanted]
        return {name: self.value(shape.members[name], depth + 1) for name in names}

    def _shallow(self, shape: Shape, names: list[str], depth: int) -> str:
        """Choose a member; deep down a scalar, so that a shape that contains itself comes to an end."""
        scalars = [n for n in names if shape.members[n].type_name not in ("structure", "list", "map")]
        flat = [n for n in names if shape.members[n].type_name != "structure"]
        return self.random.choice((scalars or flat or names) if depth > 2 else names)

    def value(self, shape: Shape, depth: int = 0) -> Any:
        place = shape.serialization.get("location")
        if shape.serialization.get("eventstream"):
            return self.events(shape)
        if shape.type_name == "structure":
            if getattr(shape, "is_document_type", False):
                return {"name": self.text("body"), "list": [1, 2.5, True, None], "nested": {"a": {}}}
            return self.structure(shape, depth)
        if shape.type_name == "list":
            return [self._item(shape.member, place, depth) for _ in range(self._count(shape, depth))]
        if shape.type_name == "map":
            return self._map(shape, place, depth)
        return self.scalar(shape, place)

    def events(self, shape: Shape) -> list[dict[str, Any]]:
        events = [name for name, member in shape.members.items() if not member.metadata.get("exception")]
        names = self.random.choices(events, k=3)
        return [{name: self._event(shape.members[name])} for name in names]

    def _event(self, shape: Shape) -> dict[str, Any]:
        # A payload member is always there: it is what the frame holds.
        return {
            name: self.value(member, 1)
            for name, member in shape.members.items()
            if member.serialization.get("eventpayload") or self.random.random() < 0.7
        }

    def _item(self, shape: Shape, place: str | None, depth: int) -> Any:
        if place is not None and shape.type_name == "string" and not shape.metadata.get("enum"):
            return self.text("header" if place == "header" else "place")
        return self.value(shape, depth + 1)

    def _count(self, shape: Shape, depth: int) -> int:
        # A list of repeated fields or elements leaves no trace when it is empty.
        repeated = shape.serialization.get("location") or shape.serialization.get("flattened")
        least = 0 if self.empty and not repeated else 1
        return self.random.randint(least, 3 if depth < 3 else least)

    def _map(self, shape: Shape, place: str | None, depth: int) -> dict[str, Any]:
        count = self._count(shape, depth)
        if place is None:
            return {self.value(shape.key): self.value(shape.value, depth + 1) for _ in range(count)}
        words = "header" if place == "headers" else "place"
        keys = [f"x-key-{number}" for number in range(count)]
        if shape.value.type_name == "list":
            return {key: [self.text(words) for _ in range(2)] for key in keys}
        return {key: self.text(words) for key in keys}

    def scalar(self, shape: Shape, place: str | None) -> Any:
        draw = self.random
        match shape.type_name:
            case "string" | "character":
                return self._string(shape, place)
            case "integer" if place == "statusCode":
                return draw.choice([200, 201, 202])
            case "integer" | "long":
                return draw.choice([0, 1, -1, 2**31 - 1, draw.randint(-1000, 100_000)])
            case "float" | "double":
                return draw.choice([0.0, -1.5, 2.0**40, float("inf") if self.infinite else 0.125])
            case "boolean":
                return draw.random() < 0.5
            case "blob":
                return draw.randbytes(draw.randint(1, 24))
            case "timestamp":
                return self._timestamp(shape, place)
        raise AssertionError(shape.type_name)

    def _string(self, shape: Shape, place: str | None) -> Any:
        if shape.serialization.get("jsonvalue") and place == "header":
            return {"name": self.text("body"), "list": [1, None]}
        if shape.metadata.get("enum"):
            return self.random.choice(shape.metadata["enum"])
        if shape.serialization.get("hostLabel"):
            return self.text("host")
        return self.text({None: "body", "header": "header", "headers": "header"}.get(place, "place"))

    def _timestamp(self, shape: Shape, place: str | None) -> dt.datetime:
        whole = place == "header" or shape.serialization.get("timestampFormat", "").lower() == "rfc822"
        seconds = self.random.randint(-(10**6), 4 * 10**9)
        return EPOCH + dt.timedelta(
            seconds=seconds, milliseconds=0 if whole else self.random.choice([0, 250, 7])
        )

    def text(self, words: str) -> str:
        return "".join(self.random.choices(WORDS[words], k=self.random.randint(1, 12)))


def always_answered(shape: Shape) -> set[str]:
    """Return the members that each response has, if only empty: status, header map, payload, stream."""
    places = {name: member.serialization.get("location") for name, member in shape.members.items()}
    named = {shape.serialization.get("payload"), shape.event_stream_name}
    return {name for name, place in places.items() if place in ("statusCode", "headers") or name in named}


def sent(operation: OperationModel, params: Mapping[str, Any]) -> tuple[str, str, dict[str, str], bytes]:
    """Return the request as botocore sends it: method, URL, headers, body."""
    service = operation.service_model
    serializer = create_serializer(service.resolved_protocol, include_validation=False)
    request = serializer.serialize_to_request(dict(params), operation)
    prepare_request_dict(request, f"https://{service.endpoint_prefix}.us-east-1.amazonaws.com", context={})
    prepared = create_request_object(request).prepare()
    body = prepared.body or b""
    body = body.encode() if isinstance(body, str) else bytes(body)
    return prepared.method, prepared.url, dict(prepared.headers.items()), body


class Stream(io.BytesIO):
    """A raw HTTP body as urllib3 has it, as far as botocore's event streams read it."""

    def stream(self) -> Iterator[bytes]:
        yield self.getvalue()


def botocore_reads(
    operation: OperationModel, response: tuple[int, dict[str, str], bytes], shape: Shape | None
) -> dict[str, Any]:
    """Return what botocore's parser makes of a response; streams and event streams read to their end."""
    status, headers, body = response
    content: Any = body
    if status < 300 and operation.has_event_stream_output:
        content = Stream(body)
    elif status < 300 and operation.has_streaming_output:
        content = StreamingBody(io.BytesIO(body), len(body))
    parser = create_parser(operation.service_model.resolved_protocol)
    parsed = parser.parse(
        {
            "status_code": status,
            "headers": HeadersDict(headers),
            "body": content,
            "context": {"operation_name": operation.name},
        },
        shape,
    )
    parsed.pop("ResponseMetadata", None)
    return {name: _finish(value) for name, value in parsed.items()}


def _finish(value: Any) -> Any:
    if isinstance(value, StreamingBody):
        return value.read()
    return list(value) if isinstance(value, EventStream) else value


def request_mismatch(operation: OperationModel, params: dict[str, Any]) -> str | None:
    method, url, headers, body = sent(operation, params)
    found, parsed = parse_request(operation.service_model, method, url, headers, body)
    if found.name != operation.name:
        return f"read as {found.name}"
    return None if parsed == params else f"sent {params}\n  read {parsed}"


def response_mismatch(operation: OperationModel, result: dict[str, Any]) -> str | None:
    response = serialize_response(operation, result)
    by_botocore = botocore_reads(operation, response, operation.output_shape)
    if by_botocore != result:
        return f"written {result}\n  botocore read {by_botocore}"
    parsed = parse_response(operation, *response)
    if parsed.result != result or parsed.error:
        return f"written {result}\n  read {parsed}"
    return kept_mismatch(operation, *response)


def kept_mismatch(operation: OperationModel, status: int, headers: dict[str, str], body: bytes) -> str | None:
    """Compare what botocore's parser kept, if anything, with what harness reads itself."""
    kept: list[JsonValue] = []
    parsers = KeepingParsers(ResponseParserFactory(), lambda: lambda _, result: kept.append(result))
    parser = parsers.create_parser(operation.service_model.resolved_protocol)
    is_stream = operation.has_streaming_output or operation.has_event_stream_output
    if is_stream or not type(parser).__module__.startswith("harness."):
        return None
    answer = {"status_code": status, "headers": HeadersDict(headers), "body": body, "context": {}}
    parser.parse(answer, operation.output_shape)
    read = parse_exchanged(operation, status, headers, body)
    return None if all((result, None) == read for result in kept) else f"kept {kept[0]!r}"


def error_mismatch(
    operation: OperationModel, shape: Shape, fields: dict[str, Any], status: int
) -> str | None:
    fields = {name: value for name, value in fields.items() if name.lower() != "message"}
    for name, member in shape.members.items():
        if member.serialization.get("name", name).lower() in ("x-amzn-errortype", "code"):
            fields[name] = shape.error_code
    response = serialize_error(operation, shape.error_code, "Words.", status=status, fields=fields)
    found = botocore_reads(operation, response, operation.output_shape)["Error"]
    if (found["Code"], found["Message"]) != (shape.error_code, "Words."):
        return f"botocore read {found}"
    words = {name: "Words." for name in shape.members if name.lower() == "message"}
    modelled = operation.service_model.shape_for_error_code(found["Code"])
    by_botocore = botocore_reads(operation, response, modelled)
    if by_botocore != {**fields, **words}:
        return f"written {fields}\n  botocore read {by_botocore}"
    error = parse_response(operation, *response).error
    if error is None or (error.code, error.message) != (shape.error_code, "Words."):
        return f"read {error}"
    return None if error.fields == {**fields, **words} else f"written {fields}\n  read {error.fields}"


PROTOCOLS = ("json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2")

NO_INPUT_STREAMS = "botocore does not write input event streams"
TWIN = "the deprecated twin of the operation that it is read as: their requests are the same"
EXCEPTIONS = {
    "bedrock-runtime.InvokeModelWithBidirectionalStream request": NO_INPUT_STREAMS,
    "connecthealth.StartMedicalScribeListeningSession request": NO_INPUT_STREAMS,
    "lexv2-runtime.StartConversation request": NO_INPUT_STREAMS,
    "polly.StartSpeechSynthesisStream request": NO_INPUT_STREAMS,
    "qbusiness.Chat request": NO_INPUT_STREAMS,
    "s3.GetBucketLifecycle request": TWIN,
    "s3.GetBucketNotification request": TWIN,
    "s3.PutBucketLifecycle request": TWIN,
    "s3.PutBucketNotification request": TWIN,
    "s3.GetBucketLocation response": "not by botocore's parser, but by a handler of its S3 client",
    "s3.GetBucketNotification response": "two members have one element, which botocore's parser mixes up",
    "dataexchange.SendApiAsset response": "a member takes all headers, and so the protocol's own as well",
}
"""What cannot be equal, because botocore loses it, and why."""


def mismatches(operation: OperationModel) -> Iterator[tuple[str, str | None]]:
    """Yield, for each way of an operation, its name and how it is not equal, or None where it is."""
    service = operation.service_model
    name = f"{service.service_name}.{operation.name}"
    if operation.input_shape is not None:
        draw = Draw(name, empty=service.resolved_protocol not in ("query", "ec2"), infinite=True)
        params = draw.structure(operation.input_shape, always=set(operation.input_shape.required_members))
        streams = operation.has_event_stream_input
        yield "request", NO_INPUT_STREAMS if streams else request_mismatch(operation, params)
    draw = Draw(name, empty=True, infinite=False)
    if operation.output_shape is not None:
        result = draw.structure(operation.output_shape, always=always_answered(operation.output_shape))
        yield "response", response_mismatch(operation, result)
    for shape in operation.error_shapes:
        yield (
            "error",
            error_mismatch(operation, shape, draw.structure(shape), draw.random.choice([400, 404, 500])),
        )


def run(chosen: Iterable[OperationModel]) -> tuple[Counter[tuple[str, str]], dict[str, str]]:
    """Try operations; return the cases by protocol and way, and what was not equal."""
    counts: Counter[tuple[str, str]] = Counter()
    unequal: dict[str, str] = {}
    for operation in chosen:
        service = operation.service_model
        counts[service.resolved_protocol, "operations"] += 1
        for way, mismatch in mismatches(operation):
            counts[service.resolved_protocol, way] += 1
            if mismatch is not None:
                unequal[f"{service.service_name}.{operation.name} {way}"] = mismatch
    return counts, unequal


def sample(seed: int, services: int, size: int) -> Iterator[OperationModel]:
    """Draw operations of a number of services of each protocol."""
    draw = random.Random(seed)
    by_protocol: dict[str, list[str]] = {}
    for name, metadata in all_metadata().items():
        by_protocol.setdefault(metadata["protocol"], []).append(name)
    for names in by_protocol.values():
        for name in draw.sample(names, min(services, len(names))):
            model = load_service(name)
            for operation in draw.sample(model.operation_names, min(size, len(model.operation_names))):
                yield model.operation_model(operation)


def test_sampled_operations_pass_botocore_both_ways_unchanged() -> None:
    counts, unequal = run(sample(seed=7, services=5, size=7))
    assert {name: mismatch for name, mismatch in unequal.items() if name not in EXCEPTIONS} == {}
    assert {protocol for protocol, way in counts} == set(PROTOCOLS)


@pytest.mark.sweep
def test_every_operation_of_every_service_passes_botocore_both_ways_unchanged() -> None:
    counts, unequal = run(operations())
    ways = ("operations", "request", "response", "error")
    lines = [f"{protocol}: { ({way: counts[protocol, way] for way in ways}) }" for protocol in PROTOCOLS]
    lines += [f"{name}: {EXCEPTIONS.get(name, mismatch[:600])}" for name, mismatch in unequal.items()]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert set(unequal) == set(EXCEPTIONS)
