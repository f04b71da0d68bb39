"""A lister of the objects in a bucket.

Planted: it takes for granted that there are objects, and `Contents` is left out when there are none.
"""

import pytest

import harness


def sizes(client, bucket):
    """Return the size of each object by its key."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {entry["Key"]: entry["Size"] for page in pages for entry in page.get("Contents", [])}


def sizes_planted(client, bucket):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {entry["Key"]: entry["Size"] for page in pages for entry in page["Contents"]}


@pytest.mark.parametrize("sizes_of", [sizes, pytest.param(sizes_planted, marks=pytest.mark.xfail)])
@harness.fuzz.aws("s3.ListObjectsV2", present=["Contents[].Key", "Contents[].Size"], max_examples=40)
def test_every_object_is_there(aws, sizes_of):
    found = sizes_of(aws.client, "reports")
    assert set(found) == set(aws.expected("Contents[].Key"))
