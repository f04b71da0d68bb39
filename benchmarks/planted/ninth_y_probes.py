"""Requests that show the bugs of part Y of the set `ninth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server import wire
from mutation_server.fourth_x_operations import ANALYSES
from mutation_server.ninth_y_operations import (
    CHECKS,
    CLUSTER_GROUP,
    DEFAULT_GROUP,
    HIDDEN_TEMPLATE,
    NINTH_Y_PARAMS,
    PLAIN,
    PROFILES,
    SECURITY,
    SMALL_GROUP,
    SUPPRESSIONS,
    TEMPLATE,
    TEMPLATES,
    TOOLS,
    version_values,
)
from mutation_server.operations import ACCOUNT

Probe = dict[str, Any]
_ALL = {"LaunchTemplateId": None}


def _by(name: str, *values: str) -> Probe:
    return {"Filters": [{"Name": name, "Values": list(values)}]}


def _of(number: int) -> Probe:
    return {"resourceIdentifier": SUPPRESSIONS[number]["resourceIdentifier"]}


NINTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "organizations.ListDelegatedServicesForAccount": (
        NINTH_Y_PARAMS["organizations.ListDelegatedServicesForAccount"],
        [
            {"AccountId": None},
            {"AccountId": ACCOUNT},
            {"AccountId": TOOLS},
            {"AccountId": PLAIN},
            {"AccountId": "999999999999"},
            {"AccountId": "0123456789012"},
            {"AccountId": "12345"},
            {"AccountId": ""},
            {"AccountId": f" {SECURITY} "},
            {"AccountId": int(SECURITY)},
            {"AccountId": "11112222333x"},
            {"MaxResults": 0},
            {"MaxResults": 20},
            {"MaxResults": 21},
            {"MaxResults": "5"},
            {"NextToken": ""},
        ],
    ),
    "ec2.DescribeLaunchTemplateVersions": (
        NINTH_Y_PARAMS["ec2.DescribeLaunchTemplateVersions"],
        [
            _ALL,
            _ALL | {"Versions": ["$Latest"]},
            _ALL | {"Versions": ["$Default"]},
            _ALL | {"Versions": ["$Latest", "$Default"]},
            _ALL | {"Versions": ["$Latest"], "IncludeManagedResources": True},
            _ALL | {"Versions": ["1"]},
            _ALL | {"MinVersion": "2"},
            _ALL | {"LaunchTemplateName": "Web-Fleet"},
            _ALL | {"LaunchTemplateName": "batch/nightly_(spot)", "ResolveAlias": True},
            _ALL | {"LaunchTemplateName": "missing"},
            _ALL | {"LaunchTemplateName": "web"},
            _ALL | {"LaunchTemplateName": "web*"},
            _ALL | {"LaunchTemplateName": "ab"},
            _ALL | {"LaunchTemplateName": "a" * 129},
            _ALL | {"LaunchTemplateName": "web fleet"},
            {"LaunchTemplateName": "web-fleet"},
            {"LaunchTemplateId": "lt-00000000000000000"},
            {"LaunchTemplateId": "web-fleet"},
            {"LaunchTemplateId": HIDDEN_TEMPLATE},
            {"LaunchTemplateId": HIDDEN_TEMPLATE, "IncludeManagedResources": True},
            {"LaunchTemplateId": TEMPLATES[4][0]["LaunchTemplateId"], "IncludeManagedResources": False},
            {"Versions": ["1", "3"]},
            {"Versions": ["3", "$Default", "$Latest"]},
            {"Versions": ["99"]},
            {"Versions": ["latest"]},
            {"Versions": ["$latest"]},
            {"MinVersion": "3", "MaxVersion": "10"},
            {"MinVersion": "11"},
            {"MaxVersion": "2"},
            {"MaxVersion": "two"},
            {"MinVersion": "9", "MaxVersion": "3"},
            {"ResolveAlias": True},
            {"ResolveAlias": True, "MaxResults": 2},
            {"DryRun": True},
            {"DryRun": False},
            _by("instance-type", "m5.large"),
            _by("instance-type", "m5.*", "t3.micr?"),
            _by("instance-type", "M5.LARGE"),
            _by("is-default-version", "true"),
            _by("is-default-version", "false"),
            _by("iam-instance-profile", PROFILES[0]),
            _by("iam-instance-profile", "*web"),
            _by("network-card-index", "1"),
            _by("license-configuration-arn", "*lic-*"),
            _by("create-time", version_values(TEMPLATES[0][2], "create-time")[0]),
            _by("ebs-optimized", "true"),
            _by("tag:Name", "x"),
            _by("Instance-Type", "m5.large"),
            {"Filters": [{"Name": "instance-type"}]},
            {
                "Filters": [
                    *_by("instance-type", "m5.*")["Filters"],
                    *_by("http-tokens", "required")["Filters"],
                ]
            },
            {"MaxResults": 0},
            {"MaxResults": 201},
            {"MaxResults": "many"},
        ],
    ),
    "docdb.DescribeDBClusterParameters": (
        NINTH_Y_PARAMS["docdb.DescribeDBClusterParameters"],
        [
            {"DBClusterParameterGroupName": None},
            {"DBClusterParameterGroupName": "missing"},
            {"DBClusterParameterGroupName": "default.docdb4.0"},
            {"DBClusterParameterGroupName": DEFAULT_GROUP},
            {"DBClusterParameterGroupName": SMALL_GROUP},
            {"DBClusterParameterGroupName": CLUSTER_GROUP.upper()},
            {"Source": "customer"},
            {"Source": "service"},
            {"Source": "engine"},
            {"Source": "Customer"},
            {"Source": "nobody"},
            {"DBClusterParameterGroupName": DEFAULT_GROUP, "Source": "customer"},
            {"MaxRecords": 19},
            {"MaxRecords": 20},
            {"MaxRecords": 44},
            {"MaxRecords": 101},
            {"Filters": [{"Name": "x", "Values": ["y"]}]},
            {"Filters": [{"Name": "x"}]},
        ],
    ),
    "iot.ListAuditSuppressions": (
        {},
        [
            {"checkName": CHECKS[0]},
            {"checkName": CHECKS[4], "ascendingOrder": False},
            {"checkName": CHECKS[0].lower()},
            {"checkName": "DEVICE"},
            {"checkName": "NO_SUCH_CHECK"},
            {"checkName": ""},
            {"ascendingOrder": False},
            {"ascendingOrder": True},
            {"ascendingOrder": "false"},
            *(_of(number) for number in range(9)),
            {"resourceIdentifier": {}},
            {"resourceIdentifier": {"policyVersionIdentifier": {"policyName": "factory,line-4"}}},
            {
                "resourceIdentifier": {
                    "policyVersionIdentifier": {"policyName": "factory,line-4", "policyVersionId": "3"}
                }
            },
            {"resourceIdentifier": {"account": ACCOUNT}},
            {"resourceIdentifier": {"account": "12345"}},
            {"resourceIdentifier": {"deviceCertificateId": "abc"}},
            {"resourceIdentifier": {"caCertificateId": "z" * 64}},
            {"resourceIdentifier": {"policyVersionIdentifier": {"policyVersionId": "v1"}}},
            {
                "resourceIdentifier": {
                    "issuerCertificateIdentifier": {"issuerCertificateSubject": "CN=Z\u00fcrich"}
                }
            },
            {"resourceIdentifier": {"iamRoleArn": "short"}},
            {"checkName": CHECKS[1], **_of(0)},
            {"maxResults": 0},
            {"maxResults": -1},
            {"maxResults": 250},
            {"maxResults": 251},
            {"maxResults": "5"},
            {"maxResults": 2.5},
            {"nextToken": ""},
        ],
    ),
    "s3.GetBucketAnalyticsConfiguration": (
        NINTH_Y_PARAMS["s3.GetBucketAnalyticsConfiguration"],
        [
            *({"Id": ANALYSES[number]["Id"]} for number in (0, 1, 2, 4, 5, 6, 9, 10)),
            {"Id": None},
            {"Id": ""},
            {"Id": "missing"},
            {"Id": "analysis-"},
            {"Id": ANALYSES[1]["Id"].upper()},
            {"Id": ANALYSES[1]["Id"] + " "},
            {"Id": ANALYSES[-1]["Id"]},
            {"Id": ANALYSES[120]["Id"]},
            {"Id": "\u00fc"},
            {"Bucket": "missing"},
            {"ExpectedBucketOwner": ACCOUNT},
            {"ExpectedBucketOwner": "210987654321"},
            {"ExpectedBucketOwner": "210987654321", "Id": "missing"},
        ],
    ),
    "kafka.ListConfigurations": (
        {},
        [
            {"MaxResults": 0},
            {"MaxResults": -1},
            {"MaxResults": 100},
            {"MaxResults": 101},
            {"MaxResults": "many"},
            {"MaxResults": 23},
            {"MaxResults": 22},
            {"NextToken": ""},
        ],
    ),
}
NINTH_Y_NARROW: dict[str, Probe] = {
    "ec2.DescribeLaunchTemplateVersions": {**_ALL, "Versions": ["$Latest"]},
    "iot.ListAuditSuppressions": {"checkName": CHECKS[0]},
    "docdb.DescribeDBClusterParameters": {"Source": "engine"},
}
# Requests that botocore does not make.
NINTH_Y_REQUESTS: dict[str, list[wire.Request]] = {
    "ec2.DescribeLaunchTemplateVersions": [
        wire.Request(
            "POST",
            "/",
            [],
            {"content-type": "application/x-www-form-urlencoded"},
            f"Action=DescribeLaunchTemplateVersions&Version=2016-11-15&LaunchTemplateId={TEMPLATE}&DryRun=maybe".encode(),
        )
    ],
    "iot.ListAuditSuppressions": [
        wire.Request("POST", "/audit/suppressions/list", [], {}, b""),
        wire.Request("POST", "/audit/suppressions/list", [], {}, b"{"),
    ],
}
