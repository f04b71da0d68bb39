"""Requests that show the bugs of part X of the set `ninth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.model import Item
from mutation_server.ninth_x_operations import (
    ANYCAST,
    API,
    BARE_API,
    EMPTY_GROUP,
    INSTANCES,
    NINTH_X_PARAMS,
    PRIVATE_PORTFOLIO,
    QUIET_TOPIC,
    SECOND_API,
    SMALL_PORTFOLIO,
    TOPIC,
    TOPICS,
    commit_id,
    topic_arn,
)

Probe = dict[str, Any]


def _filters(*filters: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in filters]}


def _ids(instances: list[Item]) -> Probe:
    return {"InstanceIds": [one["InstanceId"] for one in instances]}


NINTH_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "codecommit.GetDifferences": (
        NINTH_X_PARAMS["codecommit.GetDifferences"],
        [
            {"repositoryName": None},
            {"repositoryName": "none"},
            {"repositoryName": "a b"},
            {"repositoryName": "empty-repo"},
            {"repositoryName": "docs.site"},
            {"beforeCommitSpecifier": None},
            {"beforeCommitSpecifier": None, "afterPath": "src"},
            {"beforeCommitSpecifier": "none"},
            {"beforeCommitSpecifier": "refs/tags/v1.0"},
            {"beforeCommitSpecifier": "HEAD", "afterCommitSpecifier": "refs/heads/feature/login"},
            {"beforeCommitSpecifier": "feature/login", "afterCommitSpecifier": "main"},
            {"afterCommitSpecifier": None},
            {"afterCommitSpecifier": ""},
            {"afterCommitSpecifier": "a b"},
            {"afterCommitSpecifier": "none"},
            {"afterCommitSpecifier": commit_id("feature")},
            {"afterCommitSpecifier": commit_id("feature")[:8]},
            {"afterCommitSpecifier": "0" * 40},
            {"afterCommitSpecifier": "v1.0"},
            {"afterPath": "src"},
            {"beforePath": "src/"},
            {"afterPath": "src/app.py"},
            {"afterPath": "none"},
            {"afterPath": "/src"},
            {"beforePath": ""},
            {"beforePath": "lib/old", "afterPath": "lib/new"},
            {"beforePath": "lib/none", "afterPath": "lib/new"},
            {"MaxResults": 0},
            {"MaxResults": -1},
            {"MaxResults": "5"},
            {"MaxResults": 5},
        ],
    ),
    "ec2.DescribeInstanceTopology": (
        {},
        [
            {"DryRun": True},
            {"DryRun": False},
            {"MaxResults": 0},
            {"MaxResults": 3},
            {"MaxResults": 100},
            {"MaxResults": 101},
            _ids(INSTANCES[2:5]),
            _ids([INSTANCES[3], INSTANCES[1], INSTANCES[3]]),
            _ids(INSTANCES[:2]) | {"MaxResults": 10},
            _ids(INSTANCES[:1] * 101),
            {"InstanceIds": ["i-0123456789abcdef0"]},
            {"InstanceIds": ["none"]},
            {"GroupNames": ["training"]},
            {"GroupNames": ["Training", "my-cluster_2"]},
            {"GroupNames": [EMPTY_GROUP]},
            {"GroupNames": ["none"]},
            {"GroupNames": ["training"] * 101},
            _filters(("availability-zone", ["us-east-1a"])),
            _filters(("availability-zone", ["us-east-1a", "us-east-1b"])),
            _filters(("zone-id", ["use1-az6"])),
            _filters(("zone-id", ["us-east-1b"])),
            _filters(("instance-type", ["p4d*"])),
            _filters(("instance-type", ["p4d?.24xlarge"])),
            _filters(("instance-type", ["P5.48XLARGE"])),
            _filters(("instance-type", ["p4d"])),
            _filters(("instance-type", ["p*"]), ("zone-id", ["use1-az4"])),
            _filters(("x", ["y"])),
            _filters(("Instance-Type", ["p5.48xlarge"])),
        ],
    ),
    "sns.ListTagsForResource": (
        NINTH_X_PARAMS["sns.ListTagsForResource"],
        [
            *[{"ResourceArn": arn} for arn in TOPICS],
            {"ResourceArn": None},
            {"ResourceArn": ""},
            {"ResourceArn": "Orders"},
            {"ResourceArn": "a" * 1012},
            {"ResourceArn": topic_arn("Order")},
            {"ResourceArn": topic_arn("ORDERS")},
            {"ResourceArn": topic_arn("none")},
            {"ResourceArn": f"{TOPIC}:6b0e71bd-7e97-4d97-80ce-4a0994e55286"},
            {"ResourceArn": f"{QUIET_TOPIC} "},
            {"ResourceArn": TOPIC.replace("sns", "sqs")},
            {"ResourceArn": TOPIC.replace("us-east-1", "eu-west-1")},
            {"ResourceArn": TOPIC.replace("1234", "4321")},
        ],
    ),
    "apigateway.GetStage": (
        NINTH_X_PARAMS["apigateway.GetStage"],
        [
            {"stageName": "dev"},
            {"stageName": "test_2-b"},
            {"stageName": "PROD"},
            {"stageName": "none"},
            {"stageName": "beta"},
            {"stageName": f"{API}-prod"},
            {"restApiId": SECOND_API},
            {"restApiId": SECOND_API, "stageName": "dev"},
            {"restApiId": BARE_API},
            {"restApiId": "none"},
            {"restApiId": API.upper()},
        ],
    ),
    "cloudfront.ListAnycastIpLists": (
        {},
        [
            {"MaxItems": 0},
            {"MaxItems": -1},
            {"MaxItems": "many"},
            {"MaxItems": 4},
            {"Marker": ""},
            {"Marker": ANYCAST[5]["Id"]},
            {"Marker": ANYCAST[-1]["Id"]},
            {"Marker": "none"},
        ],
    ),
    "servicecatalog.ListOrganizationPortfolioAccess": (
        NINTH_X_PARAMS["servicecatalog.ListOrganizationPortfolioAccess"],
        [
            {"OrganizationNodeType": "ORGANIZATION"},
            {"OrganizationNodeType": "ORGANIZATIONAL_UNIT"},
            {"OrganizationNodeType": "account"},
            {"OrganizationNodeType": None},
            {"PortfolioId": SMALL_PORTFOLIO},
            {"PortfolioId": PRIVATE_PORTFOLIO},
            {"PortfolioId": "port-none"},
            {"PortfolioId": "port none"},
            {"PortfolioId": "p" * 101},
            {"PortfolioId": ""},
            {"PortfolioId": None},
            {"PageSize": 0},
            {"PageSize": 5},
            {"PageSize": 21},
            {"PageSize": -1},
            {"PageSize": "5"},
            {"AcceptLanguage": "jp"},
            {"AcceptLanguage": "x" * 101},
        ],
    ),
}
NINTH_X_NARROW: dict[str, Probe] = {
    "ec2.DescribeInstanceTopology": _filters(("availability-zone", ["us-east-1*"])),
}
