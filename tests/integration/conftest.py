"""A user's project for ``pytester``: its fixture ``dynamodb`` is a client whose network is a stub."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable

import boto3
import pytest

import harness
import harness.pytest_plugin.usage

CONFTEST = '''
import itertools
import json

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from harness.record.http import RawBody

count = itertools.count(1)


@pytest.fixture(scope="session")
def dynamodb():
    """Each answer of the network names another table; the answer's members can be added to."""
    client = boto3.client(
        "dynamodb", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )

    def network(request, **_):
        body = {"TableNames": [f"table-{next(count)}"], **client.extra}
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, RawBody(json.dumps(body).encode()))

    client.extra = {}
    client.meta.events.register("before-send.dynamodb", network)
    return client


@pytest.fixture
def tables(dynamodb):
    def tables(after="aaa", **params):
        return dynamodb.list_tables(ExclusiveStartTableName=after, **params)["TableNames"]

    return tables
'''


@pytest.fixture(scope="session")
def _imported() -> None:
    """Import here what inner sessions import: pytester forgets what they do."""
    harness.contract("dynamodb", "ListTables").check_request({"Limit": 0})
    importlib.import_module("harness.wire")
    boto3.client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


@pytest.fixture
def project(_imported: None, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with the fixtures ``dynamodb`` and ``tables``, and nothing of AWS in the environment."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(pytester.path))
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\naddopts = -p no:randomly -p no:asyncio -p no:xdist")
    return pytester


@pytest.fixture
def run_in_workers(project: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Run the project's tests in two workers of pytest-xdist, without other plugins, which start slowly."""
    plugins = "addopts=-p no:randomly -p no:asyncio -p no:recording -p no:hypothesispytest"
    return lambda *options: project.runpytest_subprocess("-o", plugins, "-n2", *options)
