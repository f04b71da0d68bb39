"""A lister of what a bucket holds.

Planted: it takes for granted that there are objects, and `Contents` is left out where there are none.
"""

import pytest

import harness


def list_sizes(client, bucket):
    """Return the sizes of all objects in bytes."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Size"] for page in pages for entry in page.get("Contents", [])]


def list_sizes_planted(client, bucket):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Size"] for page in pages for entry in page["Contents"]]


PLANTED = pytest.param(list_sizes_planted, marks=pytest.mark.xfail(raises=KeyError))


@pytest.mark.parametrize("list_all", [list_sizes, PLANTED])
@harness.fuzz.aws("s3.ListObjectsV2", present=["Contents[].Key", "Contents[].Size"], max_examples=25)
def test_every_object_counts(aws, list_all):
    assert list_all(aws.client, "reports") == aws.expected("Contents[].Size")
