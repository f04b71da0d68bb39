"""The fixtures ``vcr_cassette_dir`` and ``default_cassette_name`` of pytest-recording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

OWN = ("-p", "no:recording")

CONFTEST = """
import boto3
import pytest

@pytest.fixture
def tables():
    return boto3.client(
        "dynamodb", "us-east-1", endpoint_url="{url}", aws_access_key_id="a", aws_secret_access_key="b"
    )
"""
FOLDER = """
@pytest.fixture(scope="module")
def vcr_cassette_dir():
    return "tapes"
"""
NAME = """
@pytest.fixture
def default_cassette_name(request):
    return "orders/" + request.node.name
"""
TEST = """
import pytest

pytestmark = pytest.mark.{marker}

@pytest.mark.parametrize("limit", [1, 2])
def test_it(tables, limit):
    tables.list_tables(Limit=limit)
"""
BOTH = ["tapes/orders/test_it[1].yaml", "tapes/orders/test_it[2].yaml"]


def cassettes(project: pytest.Pytester) -> list[str]:
    return sorted(str(path.relative_to(project.path)) for path in Path(project.path).rglob("*.yaml"))


@pytest.mark.parametrize(
    ("fixtures", "paths"),
    [
        (FOLDER, ["tapes/test_it[1].yaml", "tapes/test_it[2].yaml"]),
        (NAME, [f"cassettes/test_it/orders/test_it[{limit}].yaml" for limit in (1, 2)]),
        (FOLDER + NAME, BOTH),
    ],
)
@pytest.mark.parametrize("options", [OWN, ("-p", "recording")])
def test_they_choose_where_cassettes_are(
    project: pytest.Pytester, api: Any, fixtures: str, paths: list[str], options: tuple[str, ...]
) -> None:
    project.makeconftest(CONFTEST.format(url=api.url) + fixtures)
    project.makepyfile(test_it=TEST.format(marker="cassette"))
    project.runpytest_inprocess("--cassette-mode=once", *options).assert_outcomes(passed=2)
    assert cassettes(project) == paths
    project.runpytest_inprocess("--cassette-mode=none", *options).assert_outcomes(passed=2)
    assert api.count == 2


def test_a_test_of_pytest_recording_plays_with_another_marker(project: pytest.Pytester, api: Any) -> None:
    project.makeconftest(CONFTEST.format(url=api.url) + FOLDER + NAME)
    project.makepyfile(test_it=TEST.format(marker="vcr"))
    project.runpytest_inprocess("-p", "recording", "--record-mode=once").assert_outcomes(passed=2)
    project.makepyfile(test_it=TEST.format(marker="cassette"))
    project.runpytest_inprocess("--record-mode=none", "--block-network", *OWN).assert_outcomes(passed=2)
    assert cassettes(project) == BOTH
    assert api.count == 2


def test_the_markers_name_comes_first(project: pytest.Pytester, api: Any) -> None:
    project.makeconftest(CONFTEST.format(url=api.url) + FOLDER + NAME)
    project.makepyfile(test_it=TEST.format(marker='cassette("mine", scope="module")'))
    project.runpytest_inprocess("--cassette-mode=once", *OWN).assert_outcomes(passed=2)
    assert cassettes(project) == ["cassettes/test_it/mine.yaml"]
