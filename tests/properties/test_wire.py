"""Whatever comes in, harness.wire either reads it or says what is wrong with it, as an AWS error."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import cbor2
from botocore.model import OperationModel, Shape
from hypothesis import example, given
from hypothesis import strategies as st

from harness.contract.values import to_json_value
from harness.models import find_operation
from harness.wire import Endpoint, WireError, identify, parse_request, parse_response, serialize_response
from harness.wire.protocols import parse_exchanged
from harness.wire.transfer import read_chunks

# One operation of each protocol, with all kinds of members, and the request that reaches it.
REQUESTS: dict[str, tuple[str, str, str, dict[str, str], bytes]] = {
    "dynamodb.PutItem": ("POST", "/", "json", {"X-Amz-Target": "DynamoDB_20120810.PutItem"}, b""),
    "lambda.Invoke": ("POST", "/2015-03-31/functions/f/invocations", "rest-json", {}, b""),
    "s3.PutBucketReplication": ("PUT", "/bucket?replication", "rest-xml", {}, b""),
    "sns.PublishBatch": ("POST", "/", "query", {"Content-Type": "application/x-www-form-urlencoded"},
                         b"Action=PublishBatch&"),
    "ec2.RunInstances": ("POST", "/", "ec2", {"Content-Type": "application/x-www-form-urlencoded"},
                         b"Action=RunInstances&"),
    "cloudwatch.PutMetricData": (
        "POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData", "smithy-rpc-v2-cbor", {},
        b"",
    ),
}  # fmt: skip

names = st.sampled_from(sorted(REQUESTS))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
texts = st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass"))
elements = st.recursive(
    texts.filter(lambda text: b"<" not in text and b"&" not in text),
    lambda inner: st.builds(
        lambda tag, children: b"<%s>%s</%s>" % (tag, b"".join(children), tag),
        st.sampled_from([b"Rule", b"Error", b"Code", b"member", b"entry", b"ReplicationConfiguration", b"x"]),
        st.lists(inner, max_size=3),
    ),
)
forms = st.lists(
    st.tuples(
        st.sampled_from(["Filter", "member", "entry", "1", "2", "Value", "key", "", "Encrypted"]), texts
    ),
    max_size=8,
).map(lambda parts: b"&".join(b"%s.%s=%s" % (name.encode(), text, text) for name, text in parts))
bodies = st.one_of(
    st.binary(max_size=60),
    texts,
    elements,
    forms,
    values.map(lambda value: json.dumps(value, default=repr).encode()),
    values.map(cbor2.dumps),
    st.binary(max_size=40).map(gzip.compress),
    st.sampled_from(
        [
            b"[" * 100_000,
            b"\x81" * 100_000,
            b"<a>" * 5000,
            b"<Error>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</Error>",
            b"\xc1\xc1\x00",
            b"0\r\n\r\n",
        ]
    ),
)
headers = st.dictionaries(
    st.sampled_from(
        ["content-type", "content-encoding", "transfer-encoding", "x-amz-content-sha256", "x-amzn-errortype",
         "x-amzn-query-error", "authorization", "x-amz-meta-a", "content-length", "x-amz-target"]
    ),
    st.text(max_size=10)
    | st.sampled_from(["gzip", "deflate", "aws-chunked", "chunked", "application/cbor", "a;b"]),
    max_size=4,
)  # fmt: skip


def operation_of(name: str) -> OperationModel:
    return find_operation(*name.split("."))


def outcome(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Return what a function returns, or the error that it refuses its input with."""
    try:
        return function(*args, **options)
    except WireError as error:
        return error


@given(names, bodies, headers)
def test_any_request_is_read_or_refused(name: str, body: bytes, extra: dict[str, str]) -> None:
    method, path, protocol, fields, start = REQUESTS[name]
    service = operation_of(name).service_model
    sent = {**extra, **fields}
    read = outcome(parse_request, service, method, path, sent, start + body, protocol=protocol, verify=True)
    if isinstance(read, WireError):
        assert 400 <= read.status < 500
        assert read.code
        assert str(read)
    else:
        operation, params = read
        assert operation.name in service.operation_names
        assert isinstance(params, dict)


@given(names, st.sampled_from([200, 204, 301, 400, 404, 500, 503, 599]), bodies, headers)
def test_any_response_is_read_or_refused(name: str, status: int, body: bytes, fields: dict[str, str]) -> None:
    read = outcome(parse_response, operation_of(name), status, fields, body, REQUESTS[name][2])
    if isinstance(read, WireError):
        assert status < 301
    else:
        assert (read.result is None) == (read.error is not None)
        assert status < 301 or read.error is not None


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(width=32),
    st.sampled_from(["NaN", "-Infinity", "2024-05-06T07:08:09Z", "c2Vj", "c2Vj==", 1.0, 1714979289.123]),
    st.text(max_size=5),
)


def trees(shape: Shape | None, depth: int = 4) -> st.SearchStrategy[Any]:
    """Return bodies of a shape, before they are written: with members of any type, unknown ones, nulls."""
    kind = shape.type_name if shape is not None and depth else ""
    rest = scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.text(max_size=3), scalars, max_size=2)
    if kind == "structure":
        members = shape.members.items()  # type: ignore[union-attr]
        names = {**dict(members), **{m.serialization.get("name", name): m for name, m in members}}
        known = {name: trees(member, depth - 1) for name, member in names.items()}
        unknown = dict.fromkeys(("__type", "Unknown"), rest)
        return st.fixed_dictionaries({}, optional={**known, **unknown}) | rest
    if kind == "list":
        return st.lists(trees(shape.member, depth - 1) | st.none(), max_size=3) | rest  # type: ignore[union-attr]
    if kind == "map":
        entries = trees(shape.value, depth - 1) | st.none()  # type: ignore[union-attr]
        return st.dictionaries(st.text(max_size=3), entries, max_size=3) | rest
    return rest


ANSWERS = ("dynamodb.Query", "cloudtrail.LookupEvents", "ecs.DescribeTasks", "lambda.ListFunctions",
           "kms.DescribeKey", "xray.GetInsightEvents", "batch.DescribeJobs", "lambda.Invoke",
           "apigatewaymanagementapi.GetConnection", "bedrock-runtime.Converse")  # fmt: skip

spellings: st.SearchStrategy[Callable[[Any], str]] = st.sampled_from(
    [
        json.dumps,
        lambda tree: json.dumps(tree, ensure_ascii=False),
        lambda tree: json.dumps(tree).replace("_", r"\u005f"),
    ]
)


def answer_bodies(name: str) -> st.SearchStrategy[bytes]:
    """Return bodies of the answers of an operation, as JSON text in several spellings."""
    tree = trees(operation_of(name).output_shape)
    return st.builds(lambda spell, tree: spell(tree).encode("utf-8", "surrogatepass"), spellings, tree)


@given(st.sampled_from(ANSWERS).flatmap(lambda name: st.tuples(st.just(name), answer_bodies(name))), headers)
@example(("dynamodb.Query", b"Infinity"), {})
@example(("dynamodb.Query", b"NaN"), {})
@example(("dynamodb.Query", "NaN".encode("utf-16")), {})
@example(("dynamodb.Query", rb'{"\u005f_type": 1}'), {})
@example(("dynamodb.Query", rb'{"__t\u0079pe": 1}'), {})
@example(("apigatewaymanagementapi.GetConnection", b'{"LastActiveAt": 1}'), {})
@example(("apigatewaymanagementapi.GetConnection", b'{"connectedAt": 1e17}'), {})
def test_answers_are_read_in_one_pass_as_in_two(answer: tuple[str, bytes], fields: dict[str, str]) -> None:
    operation, body = operation_of(answer[0]), answer[1]
    protocol = operation.service_model.resolved_protocol
    once = outcome(parse_exchanged, operation, 200, fields, body, protocol)
    twice = outcome(parse_response, operation, 200, fields, body, protocol)
    if isinstance(twice, WireError):
        assert str(once) == str(twice)
    else:
        assert once == (to_json_value(operation.output_shape, twice.result), None)


@given(st.sampled_from(["GET", "POST", "X"]), st.text(max_size=30), headers, bodies)
def test_any_request_is_identified_or_refused(
    method: str, url: str, fields: dict[str, str], body: bytes
) -> None:
    read = outcome(identify, method, url, fields, body)
    assert isinstance(read, Endpoint) or 400 <= read.status < 500


@given(st.binary(max_size=200), st.lists(st.integers(1, 50), max_size=8), st.booleans())
def test_chunks_are_put_together_again(content: bytes, sizes: list[int], signed: bool) -> None:
    framed, rest = b"", content
    for size in [*sizes, len(content)]:
        chunk, rest = rest[:size], rest[size:]
        extension = b";chunk-signature=" + b"0" * 64 if signed else b""
        framed += b"%x%s\r\n%s\r\n" % (len(chunk), extension, chunk) if chunk else b""
    framed += b"0\r\nx-amz-checksum-crc32: AAAA\r\n\r\n"
    assert read_chunks(framed) == (content, {"x-amz-checksum-crc32": "AAAA"})


events = st.lists(
    st.one_of(
        st.builds(lambda payload: {"Records": {"Payload": payload}}, st.binary(max_size=50)),
        st.builds(lambda n: {"Stats": {"Details": {"BytesScanned": n}}}, st.integers(0, 2**40)),
        st.just({"Cont": {}}),
    ),
    max_size=5,
)


@given(events, st.integers(0, 10_000))
def test_event_streams_are_read_as_written_and_refused_when_broken_off(stream: list[Any], cut: int) -> None:
    operation = find_operation("s3", "SelectObjectContent")
    status, fields, body = serialize_response(operation, {"Payload": stream})
    assert parse_response(operation, status, fields, body).result == {"Payload": stream}
    part = body[: cut % max(len(body), 1)]
    read = outcome(parse_response, operation, status, fields, part)
    if isinstance(read, WireError):
        assert "event stream" in str(read)
    else:
        assert read.result["Payload"] == stream[: len(read.result["Payload"])]
