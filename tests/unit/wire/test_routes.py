from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.wire.binding.routes import routes_of
from harness.wire.message import read_request


def service(*templates: tuple[str, str], **traits: Any) -> ServiceModel:
    """Make a service of operations named A, B, C... from their methods and URI templates."""
    operations = {
        name: {"name": name, "http": {"method": method, "requestUri": uri}, **traits.get(name, {})}
        for name, (method, uri) in zip("ABCDEF", templates, strict=False)
    }
    return ServiceModel({"metadata": {}, "operations": operations, "shapes": traits.get("shapes", {})}, "x")


def found(model: ServiceModel, method: str, url: str) -> tuple[str, dict[str, str]] | None:
    request = read_request(method, f"https://x{url}", {}, b"")
    match = routes_of(model).find(request, request.path)
    return None if match is None else (match.route.operation, match.labels)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/things", ("A", {})),
        ("/things/", ("A", {})),
        ("/things/new", ("B", {})),
        ("/things/1", ("C", {"id": "1"})),
        ("/things/a%2Fb%20c", ("C", {"id": "a/b c"})),
        ("/things/1/files/a//b/", ("D", {"id": "1", "path": "a//b/"})),
        ("/things/1/files/a/b/meta", ("E", {"id": "1", "path": "a/b"})),
        ("/things/1/files/", None),
        ("/things/1/other", None),
        ("/", None),
    ],
)
def test_the_most_specific_template_is_found(url: str, expected: Any) -> None:
    model = service(
        ("GET", "/things"),
        ("GET", "/things/new"),
        ("GET", "/things/{id}"),
        ("GET", "/things/{id}/files/{path+}"),
        ("GET", "/things/{id}/files/{path+}/meta"),
    )
    assert found(model, "GET", url) == expected
    assert found(model, "PUT", url) is None


def test_a_dead_end_behind_a_literal_is_left_for_the_label() -> None:
    model = service(("GET", "/a/b/c"), ("GET", "/a/{x}/d"))
    assert found(model, "GET", "/a/b/d") == ("B", {"x": "b"})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/x", "A"),
        ("/x?acl", "B"),
        ("/x?acl=", "B"),
        ("/x?acl=1", "A"),
        ("/x?list-type=2", "C"),
        ("/x?other", "A"),
    ],
)
def test_query_literals_choose_among_operations_of_one_path(url: str, expected: str) -> None:
    model = service(("GET", "/{b}"), ("GET", "/{b}?acl"), ("GET", "/{b}?list-type=2"))
    assert found(model, "GET", url) == (expected, {"b": "x"})


def test_required_query_members_and_age_choose_among_the_same_templates() -> None:
    member = {"shape": "S", "location": "querystring", "locationName": "id"}
    shapes = {
        "S": {"type": "string"},
        "I": {"type": "structure", "required": ["Id"], "members": {"Id": member}},
    }
    model = service(
        ("GET", "/t"), ("GET", "/t"), ("GET", "/t"),
        A={"deprecated": True}, C={"input": {"shape": "I"}}, shapes=shapes,
    )  # fmt: skip
    assert found(model, "GET", "/t") == ("B", {})
    assert found(model, "GET", "/t?id=1") == ("C", {})


def test_a_request_may_lack_what_the_operation_requires() -> None:
    member = {"shape": "S", "location": "querystring", "locationName": "id"}
    shapes = {
        "S": {"type": "string"},
        "I": {"type": "structure", "required": ["Id"], "members": {"Id": member}},
    }
    model = service(("GET", "/a/{x}"), ("GET", "/a/b"), B={"input": {"shape": "I"}}, shapes=shapes)
    assert found(model, "GET", "/a/b") == ("A", {"x": "b"})  # which lacks nothing
    assert found(model, "GET", "/a/b?id=1") == ("B", {})
    alone = service(("GET", "/b"), A={"input": {"shape": "I"}}, shapes=shapes)
    assert found(alone, "GET", "/b") == ("A", {})


def test_what_a_literal_asks_for_may_lack_a_header() -> None:
    member = {"shape": "S", "location": "header", "locationName": "x-parts"}
    shapes = {
        "S": {"type": "string"},
        "I": {"type": "structure", "required": ["Parts"], "members": {"Parts": member}},
    }
    model = service(("GET", "/{k}"), ("GET", "/{k}?attributes"), B={"input": {"shape": "I"}}, shapes=shapes)
    assert found(model, "GET", "/a?attributes") == ("B", {"k": "a"})
    assert found(model, "GET", "/a") == ("A", {"k": "a"})


def test_a_path_may_begin_with_two_slashes() -> None:
    request = read_request("GET", "//orders/2025?a=1", {"host": "x"}, b"")
    assert (request.host, request.path, request.query) == ("x", "//orders/2025", (("a", "1"),))
