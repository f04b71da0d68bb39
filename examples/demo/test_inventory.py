"""A user's tests: the marker is all that harness asks for."""

import pytest
from botocore.exceptions import ClientError
from inventory import boto3, inventory


@pytest.mark.cassette
def test_inventory_finds_the_table():
    assert inventory()["tables"] == ["customers"]


@pytest.mark.cassette
def test_a_missing_object_is_an_error():
    with pytest.raises(ClientError) as error:
        boto3.client("s3").get_object(Bucket="reports", Key="missing")
    assert error.value.response["Error"]["Code"] == "NoSuchKey"
