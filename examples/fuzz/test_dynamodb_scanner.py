"""A scanner of a DynamoDB table, with a filter.

Planted: it stops at the first page on which the filter leaves nothing, though the table goes on.
"""

import boto3
import pytest

import harness

FILTER = {
    "FilterExpression": "#status = :open",
    "ExpressionAttributeNames": {"#status": "status"},
    "ExpressionAttributeValues": {":open": {"S": "open"}},
}


def scan(table):
    """Return the open items of a table."""
    client = boto3.client("dynamodb")
    items, request = [], {"TableName": table, **FILTER}
    while True:
        page = client.scan(**request)
        items += page.get("Items", [])
        if not page.get("LastEvaluatedKey"):
            return items
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def scan_planted(table):
    client = boto3.client("dynamodb")
    items, request = [], {"TableName": table, **FILTER}
    while True:
        page = client.scan(**request)
        items += page.get("Items", [])
        if not page.get("Items") or not page.get("LastEvaluatedKey"):
            return items
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


PLANTED = pytest.param(scan_planted, marks=pytest.mark.xfail(raises=AssertionError))


@pytest.mark.parametrize("scan_all", [scan, PLANTED])
@harness.fuzz.aws("dynamodb.Scan", max_examples=25)
def test_every_item_is_there(aws, scan_all):
    assert scan_all("orders") == aws.expected("Items")
