"""The environment that a replay gives to clients."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.record.offline import configured_region, offline_environment

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


def test_a_recording_without_a_region_sets_none_within_one_that_has_one() -> None:
    with offline_environment("us-west-1"):
        with offline_environment(""):
            assert REGION not in os.environ
        assert os.environ[REGION] == "us-west-1"
    assert REGION not in os.environ


def test_a_recording_of_unknown_region_keeps_that_around_it() -> None:
    with offline_environment("us-west-1"), offline_environment(None):
        assert os.environ[REGION] == "us-west-1"


def test_the_configured_region_is_that_of_clients_that_are_told_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("[default]\n[profile own]\nregion = eu-west-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    assert configured_region() == ""
    monkeypatch.setenv("AWS_PROFILE", "own")
    assert configured_region() == "eu-west-1"
    monkeypatch.setenv(REGION, "us-east-2")
    assert configured_region() == "us-east-2"
    monkeypatch.setenv("AWS_PROFILE", "missing")
    monkeypatch.delenv(REGION)
    assert configured_region() is None
