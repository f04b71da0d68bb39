"""A client that is told no region has in replay the one that it had while recording."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import NoRegionError

import harness
from harness.cassette.store import save_cassette

LIST = b"<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"


class Raw(io.BytesIO):
    def stream(self, **_: Any) -> list[bytes]:
        return [self.read()]


def client(service: str, region: str | None = None) -> Any:
    found = boto3.Session().client(
        service, region, aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="none"
    )
    body = LIST if service == "s3" else b'{"TableNames": []}'
    found.meta.events.register(
        "before-send", lambda request, **_: AWSResponse(request.url, 200, {}, Raw(body))
    )
    return found


def mixed() -> None:
    client("dynamodb", "eu-west-1").list_tables()
    client("dynamodb", "eu-west-1").list_tables(Limit=2)
    client("s3").list_buckets()


@pytest.fixture
def tape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    return tmp_path / "c.yaml"


def default_regions(path: Path) -> list[str | None]:
    return [
        one.facts.default_region if one.facts else "?" for one in harness.load_cassette(path).interactions
    ]


def test_a_client_without_a_region_has_none_in_replay(tape: Path) -> None:
    with harness.use_cassette(tape, mode="all"):
        mixed()
    assert default_regions(tape) == ["", "", ""]
    with harness.use_cassette(tape, mode="none"):
        mixed()
        with pytest.raises(NoRegionError):
            client("dynamodb")


def test_the_region_of_the_environment_is_given_to_replay(
    tape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "us-west-2")
        with harness.use_cassette(tape, mode="all"):
            mixed()
    assert default_regions(tape) == ["us-west-2", "us-west-2", None]
    with harness.use_cassette(tape, mode="none"):
        mixed()


def test_a_recording_that_does_not_say_gives_the_region_of_most_of_its_calls(tape: Path) -> None:
    with harness.use_cassette(tape, mode="all"):
        mixed()
    old = [
        replace(one, facts=replace(one.facts, default_region=None))
        for one in harness.load_cassette(tape).interactions
        if one.facts is not None
    ]
    assert len(old) == 3
    save_cassette(tape, old)
    with harness.use_cassette(tape, mode="none"):
        assert client("dynamodb").meta.region_name == "eu-west-1"
