"""Every protocol declares all its parts, truly, and nothing outside of them asks for a protocol by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from botocore.model import ServiceModel
from botocore.parsers import PROTOCOL_PARSERS
from botocore.serialize import create_serializer

import harness
from harness.message.body import _EDITS
from harness.wire import parse_request, parse_response, serialize_error, serialize_response
from harness.wire.message import Headers, Request, Response, read_request
from harness.wire.protocol import ANY, NAMES, protocol_named
from harness.wire.protocol.protocol import BodyForm
from harness.wire.protocols import apparent_protocol, detect_protocol, detect_response_protocol

PACKAGE = Path(harness.__file__).parent
PROTOCOLS = PACKAGE / "wire" / "protocol"

# Modules that name a protocol all the same, each with its reason.
NAMED = {
    "contract/diff/operations.py": "which metadata of a model a protocol goes by; contract is below wire",
}


def service(name: str) -> ServiceModel:
    metadata = {
        "protocol": name,
        "protocols": [name],
        "apiVersion": "2020-01-02",
        "endpointPrefix": "toys",
        "serviceId": "Toys",
        "targetPrefix": "ToyService",
        "jsonVersion": "1.1",
        "xmlNamespace": "http://toys.example/",
    }
    operation = {
        "name": "PutToy",
        "http": {"method": "POST", "requestUri": "/toys" if name.startswith("rest-") else "/"},
        "input": {"shape": "Toy", "locationName": "PutToyRequest"},
        "output": {"shape": "Toy", "resultWrapper": "PutToyResult"},
    }
    shapes = {
        "Toy": {"type": "structure", "members": {"Name": {"shape": "Text"}}},
        "Text": {"type": "string"},
    }
    return ServiceModel({"metadata": metadata, "operations": {"PutToy": operation}, "shapes": shapes}, "toys")


def written(name: str) -> tuple[str, str, dict[str, str], bytes]:
    """Return a request as botocore writes it."""
    made = create_serializer(name).serialize_to_request(
        {"Name": "bear"}, service(name).operation_model("PutToy")
    )
    body: Any = made["body"]
    if isinstance(body, dict):
        body = "&".join(f"{key}={value}" for key, value in body.items())
    content = body.encode() if isinstance(body, str) else body
    return "POST", f"https://toys.example{made['url_path']}", dict(made["headers"]), content


def asked(name: str) -> Request:
    return read_request(*written(name))


def answered(name: str) -> Response:
    operation = service(name).operation_model("PutToy")
    status, headers, body = serialize_response(operation, {"Name": "bear"}, protocol=name)
    return Response(status, Headers(headers), body)


def missing(name: str) -> Iterator[str]:
    """Yield the parts that a protocol declares wrongly, or does not."""
    model, protocol = service(name), protocol_named(name)
    request, response = asked(name), answered(name)
    if not protocol.marks.alone and not protocol.marks.of_request(request):
        yield "marks.of_request"
    if not protocol.marks.alone and not protocol.marks.of_response(response):
        yield "marks.of_response"
    if protocol.naming is not None and protocol.naming.read(request) != model.metadata[protocol.naming.trait]:
        yield "naming"
    if protocol.media_types is not None and request.headers.get("content-type") not in (
        "",
        *protocol.media_types.known,
    ):
        yield "media_types"
    yield from (form for form in (protocol.request_form, protocol.response_form) if form not in _EDITS)
    codes = protocol.codes
    yield from (part for part in ("throttled", "invalid", "internal") if not getattr(codes, part))
    _, params = parse_request(model, *written(name))
    result = parse_response(model.operation_model("PutToy"), 200, dict(response.headers), response.body)
    if (params, result.result) != ({"Name": "bear"}, {"Name": "bear"}):
        yield "parse_request or parse_response"
    failed = serialize_error(model.operation_model("PutToy"), codes.invalid, "no", status=400)
    error = parse_response(model.operation_model("PutToy"), *failed).error
    if error is None or (error.code, error.message) != (codes.invalid, "no"):
        yield "serialize_error"


def test_no_protocol_lacks_a_part() -> None:
    assert {name: parts for name in NAMES if (parts := list(missing(name)))} == {}


def test_every_protocol_that_botocore_speaks_is_there() -> None:
    assert set(NAMES) == set(PROTOCOL_PARSERS)
    modules = {path.stem for path in PROTOCOLS.glob("*.py")} - {"__init__", "protocol"}
    assert modules == {name.replace("-", "_") for name in NAMES}


def test_every_form_of_a_body_can_be_edited() -> None:
    assert set(get_args(BodyForm)) <= set(_EDITS)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_is_told_by_its_marks(name: str) -> None:
    model = service(name)
    assert detect_protocol(model, asked(name)) == name
    assert detect_response_protocol(model, answered(name)) == name


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("rest-")])
def test_a_message_counts_more_than_the_model(name: str) -> None:
    model = service("query" if name == "ec2" else "ec2" if name == "query" else "json")
    twin = {"ec2": "query", "query": "ec2"}.get(name, name)  # forms look alike: the model decides
    assert detect_protocol(model, asked(name)) == twin


def test_a_request_without_a_service_is_answered_in_what_it_seems_to_be() -> None:
    seen = {name: apparent_protocol(asked(name)) for name in NAMES}
    assert seen == {name: name for name in NAMES} | {"ec2": "query", "rest-xml": ANY}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for each in node.elts:
            yield from _names(each)
    elif isinstance(node, ast.Dict):
        for key in node.keys:
            yield from _names(key) if key is not None else ()


def _named_protocols(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of code that name protocols: by a name of no other meaning, several, or beside one."""
    own = {name for name in NAMES if "-" in name}
    for node in ast.walk(tree):
        found = list(_names(node))
        if found and set(found) <= set(NAMES) and (own & set(found) or len(set(found)) > 1):
            yield node.lineno  # type: ignore[attr-defined]
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = {name for side in sides for name in _names(side)}
            asked = (ast.unparse(side) for side in sides if isinstance(side, ast.Name | ast.Attribute))
            if named & set(NAMES) and any("protocol" in side for side in asked):
                yield node.lineno


def test_no_other_module_names_a_protocol() -> None:
    naming = {
        path.relative_to(PACKAGE).as_posix(): sorted(set(lines))
        for path in PACKAGE.rglob("*.py")
        if not path.is_relative_to(PROTOCOLS)
        and (lines := list(_named_protocols(ast.parse(path.read_text()))))
    }
    assert naming.keys() == NAMED.keys(), naming
