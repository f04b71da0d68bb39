"""Requests that show the bugs of part Y of the set `third`: those that all have, and changes to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mutation_server.operations import ACCOUNT, HOUR
from mutation_server.third_y_operations import (
    ARRAY,
    BACKUPS,
    DEFINITIONS,
    JOBS,
    PRICES,
    THIRD_Y_PARAMS,
)

Probe = dict[str, Any]
FOUR_DAYS = timedelta(days=4)


def _filter(*pairs: tuple[str, str]) -> Probe:
    return {"Filters": [{"Name": name, "Values": [value]} for name, value in pairs]}


def _job_filter(name: str, *values: str) -> Probe:
    return {"filters": [{"name": name, "values": list(values)}]}


def _range(text: str) -> Probe:
    return {"range": text}


THIRD_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "batch.ListJobs": (
        THIRD_Y_PARAMS["batch.ListJobs"],
        [
            {"arrayJobId": ARRAY},
            {"jobQueue": None, "arrayJobId": ARRAY},
            {"jobQueue": None},
            {"jobQueue": "missing"},
            {"jobStatus": "SUCCEEDED"},
            {"jobStatus": "STARTING"},
            {"jobStatus": "running"},
            {"maxResults": 0},
            {"maxResults": 6},
            _job_filter("JOB_NAME", "nightly"),
            _job_filter("JOB_NAME", "NIGHT*"),
            _job_filter("JOB_NAME", "export"),
            _job_filter("job_name", "export"),
            _job_filter("JOB_DEFINITION", "etl"),
            _job_filter("JOB_DEFINITION", f"{DEFINITIONS}etl:1"),
            _job_filter("SHARE_IDENTIFIER", "red") | {"jobStatus": "PENDING"},
            _job_filter("AFTER_CREATED_AT", str(JOBS[3]["createdAt"])),
            _job_filter("AFTER_CREATED_AT", "yesterday"),
            {"filters": [*_job_filter("JOB_NAME", "a*")["filters"]] * 2},
        ],
    ),
    "backup.ListBackupJobs": (
        {},
        [
            {"MaxResults": 1001},
            {"ByState": "completed"},
            {"ByState": "COMPLETED"},
            {"ByState": "PARTIAL"},
            {"ByBackupVaultName": "Def"},
            {"ByBackupVaultName": "a" * 51},
            {"ByAccountId": "1234-5678-9012"},
            {"ByAccountId": ACCOUNT + "\n"},
            {"ByAccountId": ACCOUNT},
            {"ByCreatedAfter": BACKUPS[3]["CreationDate"]},
            {"ByCreatedAfter": BACKUPS[5]["CreationDate"], "ByCreatedBefore": BACKUPS[2]["CreationDate"]},
            {"ByCompleteAfter": BACKUPS[6]["CompletionDate"]},
            {"ByCompleteBefore": BACKUPS[6]["CompletionDate"] - HOUR},
            {"ByMessageCategory": "AccessDenied"},
            {"ByResourceType": "S3"},
            {"ByResourceArn": BACKUPS[3]["ResourceArn"]},
        ],
    ),
    "glacier.GetJobOutput": (
        THIRD_Y_PARAMS["glacier.GetJobOutput"],
        [
            {},
            {"accountId": ACCOUNT},
            {"accountId": "1234-5678-9012"},
            {"vaultName": "missing"},
            {"jobId": "missing"},
            _range("bytes=0-4999"),
            _range("bytes=0-"),
            _range("bytes=10-19"),
            _range("bytes=4990-9999"),
            _range("bytes=-10"),
            _range("bytes=5000-"),
            _range("lines=1-2"),
        ],
    ),
    "s3.ListParts": (
        THIRD_Y_PARAMS["s3.ListParts"],
        [
            {"Bucket": "missing"},
            {"Key": "index.html"},
            {"UploadId": "missing"},
            {"MaxParts": 0},
            {"MaxParts": -1},
            {"MaxParts": 3},
            {"MaxParts": 1001},
            {"PartNumberMarker": 10},
            {"PartNumberMarker": 10, "MaxParts": 2},
            {"PartNumberMarker": 10001},
            {"ExpectedBucketOwner": "210987654321"},
            {"RequestPayer": "REQUESTER"},
        ],
    ),
    "cloudfront.ListFunctions": (
        {},
        [
            {"Stage": "LIVE"},
            {"Stage": "live"},
            {"MaxItems": "2"},
            {"MaxItems": "2.5"},
            {"MaxItems": "1000"},
        ],
    ),
    "ec2.DescribeSpotPriceHistory": (
        {},
        [
            {"AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az4"},
            {"AvailabilityZone": "us-east-1b"},
            {"AvailabilityZoneId": "use1-az6"},
            {"StartTime": PRICES[0]["Timestamp"] - FOUR_DAYS},
            {"EndTime": PRICES[0]["Timestamp"] - FOUR_DAYS},
            {"InstanceTypes": ["m5.large", "c5.xlarge"]},
            {"InstanceTypes": ["M5.large"]},
            {"ProductDescriptions": ["Windows"]},
            _filter(("instance-type", "m5*")),
            _filter(("instance-type", "m5")),
            _filter(("instance-type", "M5.LARGE")),
            _filter(("Instance-Type", "m5.large")),
            _filter(("spot-price", "0.0?4100")),
            _filter(("product-description", "Windows")),
            _filter(("product-description", "Windows"), ("instance-type", "m5.large")),
            _filter(("colour", "red")),
            {"MaxResults": 0},
            {"DryRun": True},
        ],
    ),
}
THIRD_Y_NARROW: dict[str, Probe] = {"backup.ListBackupJobs": {"ByState": "COMPLETED"}}
