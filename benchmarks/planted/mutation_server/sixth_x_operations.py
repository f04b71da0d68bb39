"""One operation more, part X of the set `sixth`. What it does is what its documentation says."""

from __future__ import annotations

from typing import Any

from .model import Item, Params
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging

_STATES = ("Processed", "Unprocessed", "Failed", "Processing", "Building")


def _version(number: int) -> Item:
    application = ("shop", "Shop", "größe & <co>", "shop-api")[number % 4]
    label = f"v{number // 4}" if number % 3 else f"release {number // 4}.0"
    commit = f"{number:02d}" * 20
    source = {"SourceType": "Git", "SourceRepository": "CodeCommit", "SourceLocation": f"my-repo/{commit}"}
    created = BORN + (number - number % 2) * HOUR
    return {
        "ApplicationVersionArn": (
            f"arn:aws:elasticbeanstalk:{REGION}:{ACCOUNT}:applicationversion/{application}/{label}"
        ),
        "ApplicationName": application,
        **({"Description": f"Fix <b> & {number}"} if number % 5 else {}),
        "VersionLabel": label,
        **({"SourceBuildInformation": source} if number % 3 == 1 else {}),
        "SourceBundle": {"S3Bucket": f"elasticbeanstalk-{REGION}-{ACCOUNT}", "S3Key": f"shop/{number}.zip"},
        "DateCreated": created,
        "DateUpdated": created + HOUR * (number % 3),
        "Status": _STATES[number % 5],
    }


VERSIONS: list[Item] = [_version(number) for number in range(22)]


def _versions(params: Params) -> list[Item]:
    name, labels = params.get("ApplicationName"), params.get("VersionLabels")
    return [
        version
        for version in VERSIONS
        if name in (None, version["ApplicationName"]) and (not labels or version["VersionLabel"] in labels)
    ]


SIXTH_X = {
    operation.name: operation
    for operation in [
        Operation(
            "elasticbeanstalk.DescribeApplicationVersions",
            "ValidationError",
            lambda params, page: {"ApplicationVersions": page.entries if page else []},
            _versions,
            paging=Paging("NextToken", "NextToken", "MaxRecords", 2**31, 1000),
        ),
    ]
}
# What a user has to say, since it names a resource.
SIXTH_X_PARAMS: dict[str, dict[str, Any]] = {}
