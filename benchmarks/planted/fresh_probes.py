"""Requests that show the bugs of the set `fresh`: those that all have, and changes to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mutation_server.fresh_operations import (
    ETAG,
    EVENTS,
    FIRST_EVENT,
    HEADED,
    LOG_GROUP,
    LOG_STREAMS,
    MODIFIED,
    SNAPSHOTS,
    VERSIONS,
)

Probe = dict[str, Any]
DAY = timedelta(days=1)


def _filter(name: str, *values: str) -> Probe:
    return {"Filters": [{"Name": name, "Values": list(values)}]}


FRESH_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "lambda.ListFunctions": (
        {},
        [
            {"MasterRegion": "us-east-1"},
            {"MasterRegion": "us-east-1", "FunctionVersion": "ALL"},
            {"MasterRegion": "nowhere", "FunctionVersion": "ALL"},
            {"FunctionVersion": "ALL"},
            {"FunctionVersion": "all"},
            {"MaxItems": 10001},
            {"MaxItems": 52},
            {"MaxItems": 0},
        ],
    ),
    "kinesis.ListStreams": (
        {},
        [
            {"Limit": 101},
            {"Limit": 0},
            {"Limit": "5"},
            {"ExclusiveStartStreamName": "clicks-eu"},
            {"ExclusiveStartStreamName": "clicks eu"},
            {"ExclusiveStartStreamName": "a" * 129},
        ],
    ),
    "logs.FilterLogEvents": (
        {"logGroupName": LOG_GROUP},
        [
            {"logGroupIdentifier": LOG_GROUP},
            {"logGroupName": "missing"},
            {"logStreamNames": list(LOG_STREAMS[:2])},
            {"logStreamNames": []},
            {"logStreamNames": [LOG_STREAMS[0]], "logStreamNamePrefix": "2024"},
            {"logStreamNamePrefix": "2024"},
            {"startTime": EVENTS[3]["timestamp"]},
            {"endTime": EVENTS[3]["timestamp"]},
            {"limit": 10001},
            {"limit": 2},
            {"startFromHead": False},
            {"startFromHead": False, "startTime": FIRST_EVENT - 200 * 86_400_000},
            {"filterPattern": "ERROR"},
            {"filterPattern": '?ERROR ?"order 1"'},
        ],
    ),
    "rds.DescribeDBInstances": (
        {},
        [
            {"MaxRecords": 19},
            {"MaxRecords": 20},
            {"MaxRecords": 101},
            {"DBInstanceIdentifier": "shop-03"},
            {"DBInstanceIdentifier": "Shop-03"},
            {"DBInstanceIdentifier": "nothing"},
            _filter("engine", "aurora"),
            _filter("engine", "mysql", "postgres"),
            _filter("db-cluster-id", "cluster-1"),
            _filter("status", "available"),
            {"Filters": [{"Name": "engine"}]},
        ],
    ),
    "ec2.DescribeSnapshots": (
        {},
        [
            {"OwnerIds": ["self"]},
            {"OwnerIds": ["self", "amazon"]},
            {"RestorableByUserIds": ["all"]},
            {"SnapshotIds": [SNAPSHOTS[2]["SnapshotId"], SNAPSHOTS[0]["SnapshotId"]]},
            {"SnapshotIds": ["snap-00000000"]},
            {"SnapshotIds": ["vol-1"]},
            {"DryRun": True},
            _filter("status", "completed", "pending"),
            _filter("status", "COMPLETED"),
            _filter("tag:Owner", "TeamA"),
            _filter("colour", "red"),
            {"MaxResults": 0},
        ],
    ),
    "s3.ListObjectVersions": (
        {"Bucket": "reports"},
        [
            {"Bucket": "missing"},
            {"MaxKeys": 1},
            {"MaxKeys": 4},
            {"MaxKeys": 0},
            {"MaxKeys": 1, "KeyMarker": VERSIONS[0]["Key"], "VersionIdMarker": VERSIONS[0]["VersionId"]},
            {"KeyMarker": VERSIONS[3]["Key"]},
            {"VersionIdMarker": VERSIONS[0]["VersionId"]},
            {"Delimiter": "/"},
            {"Delimiter": "/", "KeyMarker": "2024/"},
            {"Delimiter": "/", "MaxKeys": 1},
            {"EncodingType": "url"},
            {"EncodingType": "url", "KeyMarker": "2024/a&b.csv"},
            {"EncodingType": "base64"},
            {"Prefix": "2024/"},
            {"Prefix": "csv"},
            {"ExpectedBucketOwner": "210987654321"},
            {"OptionalObjectAttributes": ["RestoreStatus"]},
            {"OptionalObjectAttributes": ["Owner"]},
        ],
    ),
    "s3.HeadObject": (
        {"Bucket": "reports", "Key": HEADED},
        [
            {"Key": "missing"},
            {"IfMatch": '"0"'},
            {"IfMatch": ETAG},
            {"IfNoneMatch": ETAG},
            {"IfNoneMatch": '"0"'},
            {"IfModifiedSince": MODIFIED},
            {"IfModifiedSince": MODIFIED - DAY},
            {"IfUnmodifiedSince": MODIFIED - DAY},
            {"IfUnmodifiedSince": MODIFIED},
            {"Range": "bytes=0-9"},
            {"Range": "bytes=-10"},
            {"Range": "bytes=10000-"},
            {"Range": "lines=1-2"},
            {"ExpectedBucketOwner": "210987654321"},
            {"PartNumber": 0},
            {"PartNumber": 1},
            {"PartNumber": 2},
            {"PartNumber": 10001},
            {"ChecksumMode": "ENABLED"},
            {"ChecksumMode": "enabled"},
            {"ResponseContentType": "text/plain"},
            {"ResponseExpires": MODIFIED},
            {"VersionId": "x"},
        ],
    ),
}
