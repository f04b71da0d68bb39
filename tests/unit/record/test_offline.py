"""The environment that a replay gives to clients."""

from __future__ import annotations

import os

import pytest

from harness.record.offline import offline_environment

REGION = "AWS_DEFAULT_REGION"


@pytest.fixture(autouse=True)
def no_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(REGION, raising=False)


def test_the_inner_of_two_cassettes_says_the_region() -> None:
    # A module's cassette is open around those of its tests, and may be of another region.
    with offline_environment("us-west-1"):
        with offline_environment("us-east-1"):
            assert os.environ[REGION] == "us-east-1"
        assert os.environ[REGION] == "us-west-1"
    assert REGION not in os.environ


def test_a_region_that_somebody_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with offline_environment("us-west-1"):
        monkeypatch.setenv(REGION, "eu-west-1")
        with offline_environment("us-east-1"):
            assert os.environ[REGION] == "eu-west-1"
    assert os.environ[REGION] == "eu-west-1"
