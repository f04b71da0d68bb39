"""harness beside the plugins that people have: all of them in one session, and each with a cassette."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

OTHERS = """
import asyncio
import random
import urllib.request

import boto3
import pytest
from moto import mock_aws


@pytest.mark.cassette
def test_harness(tables):
    assert tables()


@pytest.mark.cassette
@pytest.mark.asyncio
async def test_harness_in_a_coroutine(tables):
    assert await asyncio.to_thread(tables)
    assert tables("bbb")


@pytest.fixture
async def page(tables):
    return tables("aaa", Limit=1)


@pytest.mark.asyncio
@pytest.mark.cassette
async def test_harness_in_an_async_fixture(cassette, page):
    assert len(cassette.served) == 1


@pytest.mark.vcr
def test_pytest_recording(vcr):
    assert urllib.request.urlopen("http://127.0.0.1:9/x").read() == b"recorded"


@mock_aws
def test_moto():
    s3 = boto3.client("s3", "us-east-1")
    s3.create_bucket(Bucket="reports")
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["reports"]


@pytest.mark.vcr
@pytest.mark.cassette
def test_both_markers(tables):
    assert tables()


@pytest.mark.parametrize("n", range(10))
def test_plain(n):
    assert n < 10
"""
VCR = """
interactions:
- request: {method: GET, uri: 'http://127.0.0.1:9/x', body: null, headers: {}}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: recorded}}
version: 1
"""


def test_all_of_them_in_one_session(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    project.makepyfile(test_it=OTHERS)
    project.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function")
    folder = project.path / "cassettes" / "test_it"
    folder.mkdir(parents=True)
    (folder / "test_pytest_recording.yaml").write_text(VCR)
    recorded = project.runpytest_inprocess("--cassette-mode=once", "-p", "no:xdist", "-q")
    recorded.assert_outcomes(passed=16)
    recorded.stdout.fnmatch_lines(["5 exchanges (5 recorded) of 1 operation, *"])
    replayed = project.runpytest_subprocess("-n2", "-W", "ignore")
    replayed.assert_outcomes(passed=16)
    replayed.stdout.fnmatch_lines(["5 exchanges of 1 operation, 0 contract errors, 0 warnings"])


def test_workers_record_into_a_shared_cassette_and_lose_nothing(
    project: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette(scope="module")
        @pytest.mark.parametrize("n", range(8))
        def test_one(tables, n):
            tables(f"table-{n}")
        """
    )
    cassette = project.path / "cassettes" / "test_it" / "module.yaml"
    for mode in ("once", "rewrite"):
        run_in_workers(f"--cassette-mode={mode}").assert_outcomes(passed=8)
        assert cassette.read_text().count("- harness:") == 8
    project.runpytest_inprocess().assert_outcomes(passed=8)


def test_a_fixture_called_cassette_of_somebody_else(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_other="""
        import pytest

        @pytest.fixture
        def cassette():
            return "of a tape deck"

        def test_one(cassette, tables):
            assert cassette == "of a tape deck"
            assert tables()
        """,
        test_ours="""
        import pytest

        @pytest.fixture
        def cassette(cassette):
            return cassette.path.name

        def test_one(cassette, tables):
            assert cassette == "test_one.yaml"
            assert tables()
        """,
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["1 exchange (1 recorded) of 1 operation, *"])
    project.runpytest_inprocess("test_other.py").assert_outcomes(passed=1)


def test_a_session_that_uses_none_of_it_imports_none_of_it(project: pytest.Pytester) -> None:
    (project.path / "conftest.py").unlink()
    project.makepyfile(
        test_it="""
        import json
        import sys

        def test_nothing(tmp_path):
            heavy = {"botocore", "boto3", "vcr", "hypothesis", "jsonschema", "jsonschema_rs", "yaml"}
            ours = [name for name in sys.modules if name.startswith("harness")]
            print(json.dumps([sorted(heavy & sys.modules.keys()), sorted(ours)]))
        """
    )
    result = project.runpytest_subprocess("-s")
    result.assert_outcomes(passed=1)
    (printed,) = [line for line in result.outlines if "[[" in line]
    heavy, ours = json.loads(printed[printed.index("[[") :])
    assert heavy == []
    assert ours == [
        "harness",
        "harness.contract",
        "harness.errors",
        "harness.lazy",
        "harness.printable",
        "harness.pytest_plugin",
        "harness.pytest_plugin.keys",
        "harness.pytest_plugin.marker",
        "harness.pytest_plugin.options",
        "harness.record",
        "harness.record.mode",
        "harness.record.opened",
    ]
    result.stdout.no_fnmatch_line("*AWS contract*")


def test_the_options_are_in_the_help(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--help")
    for option in ("--cassette-mode=", "--cassette-dir=", "--cassette-unused", "--contract="):
        assert option in result.stdout.str()
    assert "@pytest.mark.cassette(name=None" in project.runpytest_inprocess("--markers").stdout.str()
