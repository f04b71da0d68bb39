"""A whole suite: many tests, each with a client and with a cassette, a Stubber or a mock of its own.

Each suite is one pytest process with the plugin that it uses and no other. All tests make the same call of
DynamoDB's ListTables; harness checks each against its contract besides.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import Measure, Row, Target, compare, seconds_of_program
from replay import RESULT, URL, interaction, params

from harness.cassette.store import save_cassette

TESTS = 500
PLUGINS = ("aws_contract_harness", "recording", "cassetter", "hypothesispytest")
CLIENT = f"""
import boto3, pytest
from botocore.stub import Stubber
KEYS = {{"aws_access_key_id": "example", "aws_secret_access_key": "example"}}
def client(url={URL!r}):
    return boto3.client("dynamodb", region_name="us-east-1", endpoint_url=url, **KEYS)
"""
REPLAYED = """
@pytest.mark.{marker}
def test_{number}():
    assert len(client().list_tables(**{params})["TableNames"]) == 20
"""
STUBBED = """
def test_{number}():
    aws = client()
    with Stubber(aws) as stubber:
        stubber.add_response("list_tables", {result}, {params})
        assert len(aws.list_tables(**{params})["TableNames"]) == 20
"""
MOCKED = """
@mock_aws
def test_{number}():
    assert client(None).list_tables(**{params})["TableNames"] == []
"""
HARNESS, RECORDING, CASSETTER, STUBBER, MOTO = "harness", "pytest-recording", "cassetter", "Stubber", "moto"
PLUGIN = {HARNESS: "aws_contract_harness", RECORDING: "recording", CASSETTER: "cassetter"}
TEMPLATE = {STUBBER: STUBBED, MOTO: MOCKED}


def rows(rounds: int) -> Iterator[Row]:
    """Measure suites of many tests, and of one."""
    with tempfile.TemporaryDirectory() as folder:
        for peer, bound in ((STUBBER, 1.1), (RECORDING, 1), (CASSETTER, 1), (MOTO, 1)):
            ours, theirs = (suite(Path(folder), kind, TESTS) for kind in (HARNESS, peer))
            what = f"{TESTS} tests with a cassette each"
            yield compare(what, peer, Target("ratio", bound), ours, theirs, min(rounds, 3))
        ours, theirs = (suite(Path(folder), kind, 1) for kind in (HARNESS, RECORDING))
        what = "one test with a cassette, pytest from start to end"
        yield compare(what, RECORDING, Target("ratio", 1), ours, theirs, 3 * rounds)


def suite(folder: Path, kind: str, tests: int) -> Measure:
    """Write a suite, if it is not there yet, and return what runs it."""
    home = folder / f"{kind}-{tests}"
    if not home.exists():
        home.mkdir()
        marker = "cassette" if kind == HARNESS else "vcr"
        template = TEMPLATE.get(kind, REPLAYED)
        head = CLIENT + ("from moto import mock_aws\n" if kind == MOTO else "")
        written = (
            template.format(marker=marker, number=number, params=params(number), result=RESULT)
            for number in range(tests)
        )
        (home / "test_calls.py").write_text(head + "".join(written))
        (home / "pytest.ini").write_text("[pytest]\n")
        for number in range(tests if kind in PLUGIN else 0):
            save_cassette(home / "cassettes" / "test_calls" / f"test_{number}.yaml", [interaction(number)])
    unused = [option for name in PLUGINS if name != PLUGIN.get(kind) for option in ("-p", f"no:{name}")]
    options = ("-q", "-p", "no:cacheprovider", *unused)
    return partial(seconds_of_program, sys.executable, "-m", "pytest", *options, str(home))
