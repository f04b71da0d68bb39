"""An entry that is asked for by its name: by a server whose list is known."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked.by_name import naming_parameters
from harness.fuzz.laws.asked.laws import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.synth.responses.matching import matching_of
from harness.wire.awsrequest import aws_response, request_body

NAMES = ["cart", "cart-2", "shop"]
Selects = Callable[[str, str], bool]

# What the servers here get wrong besides: they have no tags to filter by.
_OTHERS = ("request-id", "required", "ignored-filter")


def found(operation: str, param: str, selects: Selects, missing: int = 404) -> list[tuple[str, str]]:
    """Hold a server with three clusters to the law; a predicate selects those of a name."""
    service, _, name = operation.partition(".")
    client = law_client(service, "http://127.0.0.1:1")
    member = "ClusterIdentifier" if service == "redshift" else "CacheClusterId"
    kind = "Cluster" if service == "redshift" else "CacheCluster"

    def answer(request: Any, **_: Any) -> Any:
        asked = dict(urllib.parse.parse_qsl(request_body(request).decode())).get(param)
        names = [name for name in NAMES if asked is None or selects(name, asked)]
        if not names:
            error = f"<Error><Code>{kind}NotFound</Code><Message>{asked} not found.</Message></Error>"
            body, status = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>", missing
        else:
            listed = "".join(f"<{kind}><{member}>{name}</{member}></{kind}>" for name in names)
            result = f"<{name}Result><{kind}s>{listed}</{kind}s></{name}Result>"
            told = "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
            body, status = f"<{name}Response>{result}{told}</{name}Response>", 200
        return aws_response(request.url, status, [("Content-Type", "text/xml")], body.encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract(service, name), client))
    told = (one for one in law.certain() if one is not None)
    return sorted({(one.code, one.place) for one in told if one.code not in _OTHERS})


CACHE = ("elasticache.DescribeCacheClusters", "CacheClusterId")  # "This parameter is not case-sensitive."
CLUSTER = ("redshift.DescribeClusters", "ClusterIdentifier")  # "This parameter is case sensitive."


@pytest.mark.parametrize(
    ("operation", "selects", "expected"),
    [
        (CACHE, lambda name, asked: name == asked.lower(), []),
        (CACHE, lambda name, asked: name == asked, ["lost"]),
        (CACHE, lambda name, asked: True, ["not-asked-for"]),
        (CACHE, lambda name, asked: name.startswith(asked.lower()), ["not-asked-for"]),
        (CACHE, lambda name, asked: name == asked.lower() != "cart-2", ["lost"]),
        (CLUSTER, lambda name, asked: name == asked, []),
        (CLUSTER, lambda name, asked: name == asked.lower(), ["not-asked-for"]),
    ],
)
def test_a_name(operation: tuple[str, str], selects: Selects, expected: list[str]) -> None:
    assert found(*operation, selects) == [(code, operation[1]) for code in expected]


def test_a_name_that_nothing_has() -> None:
    selected = found(*CACHE, lambda name, asked: name == asked.lower(), missing=400)
    assert selected == [("status", "CacheClusterNotFound")]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("rds.DescribeDBInstances", (("DBInstanceIdentifier", "DBInstances[].DBInstanceIdentifier"),)),
        ("redshift-data.ListStatements", ()),  # "You can list all statements by using a prefix"
        ("omics.ListWorkflows", ()),  # "Filter the list by workflow name."
        ("iam.ListUsers", ()),
    ],
)
def test_what_names_an_entry(operation: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert naming_parameters(harness.contract(*operation.split(".")).operation_model) == expected


@pytest.mark.parametrize(
    ("operation", "param", "expected"),
    [
        ("rds.DescribeDBInstances", "DBInstanceIdentifier", True),
        ("redshift.DescribeClusters", "ClusterIdentifier", False),
        ("efs.DescribeFileSystems", "FileSystemId", None),
    ],
)
def test_whether_case_matters(operation: str, param: str, expected: bool | None) -> None:
    shape = harness.contract(*operation.split(".")).operation_model.input_shape.members[param]
    assert matching_of(shape.documentation).any_case is expected
