"""What other tools would have recorded of synthetic exchanges is imported as it was, in every protocol.

A message goes into each tool's layout as that tool writes it, and what is read from the import must be what
is read from the message itself.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.cassette import yaml_format
from harness.cassette.exchange import exchange_of
from harness.cassette.importers import Imported, load_har, load_placebo, load_vcr
from harness.cassette.model import Interaction, Request, Response
from harness.contract.contract import contract
from harness.contract.values import from_json_value
from harness.errors import HarnessError
from harness.models import load_service, service_names
from harness.models.endpoints import service_metadata
from harness.synth.exchanges import HttpExchange, UnsendableRequest, exchanges

SAMPLE = 12


def made_of(service: str) -> HttpExchange | None:
    """An exchange of one operation of a service, of those that are no event streams; None if it has none."""
    model = load_service(service)
    names = sorted(model.operation_names)
    random.Random(service).shuffle(names)
    for name in names:
        if not model.operation_model(name).has_event_stream_output:
            try:
                return next(exchanges(contract(service, name), 1))
            except UnsendableRequest:  # botocore's rules of endpoints refuse some values
                continue
    return None


def message_of(made: HttpExchange) -> Interaction:
    status, headers, body = made.response
    request = Request(made.method, made.url, made.headers, made.body)
    return Interaction(request, Response(status, "OK", tuple(headers.items()), body))


def grouped(headers: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {name: [value] for name, value in headers}


def write_ruby(folder: Path, one: Interaction) -> Imported:
    def body(content: bytes) -> dict[str, str]:
        return {"encoding": "ASCII-8BIT", "base64_string": base64.encodebytes(content).decode()}

    recorded = {
        "request": {
            "method": one.request.method.lower(),
            "uri": one.request.uri,
            "body": body(one.request.body),
            "headers": grouped(one.request.headers),
        },
        "response": {
            "status": {"code": one.response.status, "message": "OK"},
            "headers": grouped(one.response.headers),
            "body": body(one.response.body),
        },
        "recorded_at": "Sat, 21 Nov 2026 10:00:00 GMT",
    }
    path = folder / "ruby.yml"
    path.write_bytes(yaml_format.serialize({"http_interactions": [recorded], "recorded_with": "VCR 6.3.1"}))
    return load_vcr(path)


def write_cassetter(folder: Path, one: Interaction) -> Imported:
    def body(content: bytes) -> dict[str, str]:
        return {"type": "binary", "content": content.hex()} if content else {"type": "none"}

    recorded = {
        "request": {
            "method": one.request.method,
            "uri": one.request.uri,
            "headers": grouped(one.request.headers),
            "body": body(one.request.body),
        },
        "response": {
            "status": one.response.status,
            "headers": grouped(one.response.headers),
            "body": body(one.response.body),
        },
        "recorded_at": "2026-11-21T10:00:00Z",
    }
    path = folder / "cassetter.yaml"
    path.write_bytes(yaml_format.serialize({"version": 1, "interactions": [recorded]}))
    return load_vcr(path)


def write_har(folder: Path, one: Interaction) -> Imported:
    def listed(headers: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in headers]

    def text(content: bytes) -> dict[str, str]:
        return {"text": base64.b64encode(content).decode(), "encoding": "base64"}

    recorded = {
        "startedDateTime": "2026-11-21T10:00:00Z",
        "request": {
            "method": one.request.method,
            "url": one.request.uri,
            "headers": listed(one.request.headers),
            "postData": text(one.request.body),
        },
        "response": {
            "status": one.response.status,
            "headers": listed(one.response.headers),
            "content": text(one.response.body),
        },
    }
    path = folder / "session.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [recorded]}}))
    return load_har(path)


LAYOUTS: dict[str, Callable[[Path, Interaction], Imported]] = {
    "VCR": write_ruby,
    "cassetter": write_cassetter,
    "HAR": write_har,
}


def write_placebo(folder: Path, made: HttpExchange) -> Imported:
    """What `placebo.serializer` writes of the answer."""
    exchange = made.exchange
    operation = load_service(exchange.service).operation_model(exchange.operation)
    answer = from_json_value(operation.output_shape, exchange.response)
    shape = operation.output_shape
    if operation.has_streaming_output and shape is not None:
        member = shape.serialization["payload"]
        content = base64.b64encode(answer.get(member, b"")).decode()
        answer[member] = {"__class__": "StreamingBody", "__module__": "botocore.response", "body": content}

    def plain(value: Any) -> Any:
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        assert isinstance(value, dt.datetime)
        names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return {"__class__": "datetime"} | {name: getattr(value, name) for name in names}

    prefix = service_metadata(exchange.service)["endpointPrefix"]
    recorded = {"status_code": exchange.status, "data": answer}
    place = folder / "placebo"
    place.mkdir()
    (place / f"{prefix}.{exchange.operation}_1.json").write_text(json.dumps(recorded, default=plain))
    return load_placebo(place, [exchange.service])


def differing(folder: Path, service: str, counts: Counter[str]) -> Iterator[str]:
    made = made_of(service)
    if made is None:
        counts["no operation"] += 1
        return
    name = made.exchange.name
    message = message_of(made)
    try:
        read = exchange_of(message)
    except HarnessError:  # where nothing in it names the service: no matter of the import
        counts["not read from HTTP"] += 1
        return
    for tool, write in LAYOUTS.items():
        imported = write(folder, message)
        if imported.left_out or len(imported.interactions) != 1:
            yield f"{tool}: {name}: {imported.left_out}"
            continue
        found = exchange_of(imported.interactions[0])
        seen = (found.name, found.region, found.params, found.response, found.error)
        if seen != (read.name, read.region, read.params, read.response, read.error):
            yield f"{tool}: {name}: {found} instead of {read}"
        counts[tool] += 1
    if made.exchange.error is None:
        imported = write_placebo(folder, made)
        if imported.left_out or imported.altered or len(imported.interactions) != 1:
            yield f"placebo: {name}: {imported}"
            return
        found = exchange_of(imported.interactions[0])
        if (found.name, found.params, found.response) != (name, None, read.response):
            yield f"placebo: {name}: {found.response} instead of {read.response}"
        counts["placebo"] += 1


def examine(folder: Path, services: Sequence[str]) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    found: list[str] = []
    for service in services:
        place = folder / service
        place.mkdir()
        found += differing(place, service, counts)
    return counts, found


def test_a_sample_of_services(tmp_path: Path) -> None:
    protocols = ("dynamodb", "s3", "sts", "ec2", "lambda", "cloudwatch")
    others = random.Random(6).sample(service_names(), SAMPLE - len(protocols))
    counts, found = examine(tmp_path, [*protocols, *(name for name in others if name not in protocols)])
    assert found == []
    assert counts["VCR"] == counts["cassetter"] == counts["HAR"]
    assert counts["placebo"] >= SAMPLE // 2


@pytest.mark.sweep
def test_every_service(tmp_path: Path) -> None:
    counts, found = examine(tmp_path, service_names())
    print(f"imported by tool, of {len(service_names())} services: {dict(counts)}")  # noqa: T201
    assert found == []
    assert counts["not read from HTTP"] <= 1  # signin's, which is unsigned and at a host of no endpoint rule
