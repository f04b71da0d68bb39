"""What a botocore Stubber was given, as a cassette that plays the same."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.response import StreamingBody
from botocore.stub import ANY, Stubber

from harness.cassette.store import save_cassette
from harness.record.errors import CannotReplay
from harness.record.session import use_cassette
from harness.record.stubber import from_stubber
from harness.report.check import check
from harness.wire import identify, parse_request


def client(service: str) -> Any:
    return boto3.client(
        service, region_name="eu-west-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )


def test_it_plays_what_the_stubber_would_have_answered(tmp_path: Path) -> None:
    created = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    dynamodb = client("dynamodb")
    stubber = Stubber(dynamodb)
    stubber.add_response("list_tables", {"TableNames": ["orders"]}, {"Limit": 1})
    stubber.add_response("describe_table", {"Table": {"TableName": "orders", "CreationDateTime": created}})
    stubber.add_response("list_tables", {"TableNames": ["any"]}, {"Limit": ANY})
    stubber.add_client_error(
        "describe_table",
        "ResourceNotFoundException",
        "there is none",
        400,
        expected_params={"TableName": "nothing"},
    )
    cassette = from_stubber(stubber)
    path = tmp_path / "stubbed.yaml"
    save_cassette(path, cassette.interactions)
    with use_cassette(path):
        fresh = client("dynamodb")
        assert fresh.list_tables(Limit=1)["TableNames"] == ["orders"]
        assert fresh.list_tables(Limit=77)["TableNames"] == ["any"]
        with pytest.raises(ClientError, match="there is none") as caught:
            fresh.describe_table(TableName="nothing")
        assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"
        assert fresh.describe_table(TableName="x")["Table"]["CreationDateTime"] == created
        with pytest.raises(CannotReplay):
            fresh.list_tables(Limit=77)
    report = check(cassette)
    assert (report.checked, report.unknown_requests, report.errors) == (4, 2, ())
    with stubber:  # and the stubber itself still has them
        assert dynamodb.list_tables(Limit=1)["TableNames"] == ["orders"]


def test_the_facts_say_where_it_comes_from() -> None:
    stubber = Stubber(client("dynamodb"))
    stubber.add_response("list_tables", {}, {"Limit": 1})
    stubber.add_response("list_tables", {})
    known, unknown = from_stubber(stubber).interactions
    assert known.facts is not None
    assert unknown.facts is not None
    assert (known.facts.source, known.facts.params) == ("botocore Stubber, response 1", {"Limit": 1})
    assert (unknown.facts.source, unknown.facts.params) == ("botocore Stubber, response 2", None)
    assert unknown.request.uri == "https://stubber.invalid/"
    assert unknown.facts.region == "eu-west-1"


def test_the_expected_request_is_the_one_that_a_client_sends() -> None:
    stubber = Stubber(client("s3"))
    stubber.add_response(
        "put_object", {"ETag": '"x"'}, {"Bucket": "example", "Key": "a/b", "Body": b"content"}
    )
    (interaction,) = from_stubber(stubber).interactions
    request = interaction.request
    message = (request.method, request.uri, dict(request.headers), request.body)
    assert identify(*message).service == "s3"
    operation, params = parse_request(client("s3").meta.service_model, *message)
    assert (operation.name, params["Bucket"], params["Key"]) == ("PutObject", "example", "a/b")
    assert params["Body"] == b"content"
    assert "Authorization" not in dict(request.headers)


def test_a_stream_is_read_and_given_back() -> None:
    s3 = client("s3")
    stubber = Stubber(s3)
    stubber.add_response("get_object", {"Body": StreamingBody(io.BytesIO(b"\xff\x00content"), 9)})
    (interaction,) = from_stubber(stubber).interactions
    assert interaction.response.body == b"\xff\x00content"
    with stubber:
        assert s3.get_object(Bucket="example", Key="k")["Body"].read() == b"\xff\x00content"


def test_answers_that_break_the_contract_are_told_when_checked() -> None:
    stubber = Stubber(client("dynamodb"))
    stubber.add_response("list_tables", {"TableNames": ["orders"]}, {"Limit": 1000})
    report = check(from_stubber(stubber))
    assert [violation.code for violation in report.errors] == ["range"]


def test_secrets_are_taken_out() -> None:
    stubber = Stubber(client("ssm"))
    stubber.add_response(
        "get_parameter", {"Parameter": {"Name": "/db", "Value": "Hunter-22"}}, {"Name": "/db"}
    )
    cassette = from_stubber(stubber)
    assert b"Xxxxxx-00" in cassette.interactions[0].response.body
    assert check(cassette).errors == ()
