"""Requests that show the bugs of part X of the set `third`: those that all have, and changes to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mutation_server.third_x_operations import (
    ALLOCATIONS,
    ATTRIBUTION,
    MACHINE,
    MAP_RUN,
    POOL,
    SECRET,
    SECRET_VERSIONS,
    SECRETS,
)

Probe = dict[str, Any]
AGO = datetime.now(UTC) - timedelta(days=20)


def _filter(key: str, option: str | None, *values: str) -> Probe:
    given = {"Key": key, "Option": option, "Values": list(values)}
    return {
        "Recursive": True,
        "ParameterFilters": [{name: value for name, value in given.items() if value is not None}],
    }


THIRD_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "secretsmanager.GetSecretValue": (
        {"SecretId": SECRET},
        [
            {"SecretId": SECRETS[SECRET]},
            {"SecretId": SECRETS[SECRET][:-7]},
            {"SecretId": "missing"},
            {"VersionStage": "AWSPREVIOUS"},
            {"VersionStage": "AWSPENDING"},
            {"VersionStage": "awscurrent"},
            {"VersionId": SECRET_VERSIONS[0]["VersionId"]},
            {"VersionId": SECRET_VERSIONS[0]["VersionId"], "VersionStage": "AWSCURRENT"},
            {"VersionId": SECRET_VERSIONS[1]["VersionId"][:8]},
            {"VersionId": "a" * 32},
        ],
    ),
    "stepfunctions.ListExecutions": (
        {"stateMachineArn": MACHINE},
        [
            {"stateMachineArn": None},
            {"mapRunArn": MAP_RUN},
            {"stateMachineArn": None, "mapRunArn": MAP_RUN},
            {"stateMachineArn": f"{MACHINE}:live"},
            {"stateMachineArn": f"{MACHINE}:9"},
            {"stateMachineArn": "orders"},
            {"statusFilter": "RUNNING"},
            {"statusFilter": "PENDING_REDRIVE"},
            {"redriveFilter": "REDRIVEN"},
            {"maxResults": 0},
            {"maxResults": 2},
            {"maxResults": 1001},
        ],
    ),
    "redshift.DescribeEvents": (
        {},
        [
            {"Duration": 600},
            {"Duration": 100000},
            {"StartTime": AGO},
            {"StartTime": AGO, "EndTime": AGO + timedelta(days=16)},
            {"SourceIdentifier": "Sales"},
            {"SourceType": "cluster"},
            {"SourceIdentifier": "sales", "SourceType": "cluster"},
            {"SourceIdentifier": "sales", "SourceType": "Cluster"},
            {"SourceIdentifier": "sales-eu", "SourceType": "cluster-snapshot"},
            {"MaxRecords": 19},
            {"MaxRecords": 101},
            {"MaxRecords": 20},
        ],
    ),
    "ssm.GetParametersByPath": (
        {"Path": "/shop"},
        [
            {"Path": "shop"},
            {"Path": "/"},
            {"Path": "/sh op"},
            {"Path": "/shop/"},
            {"Recursive": True, "WithDecryption": True},
            {"WithDecryption": True},
            {"MaxResults": 11},
            {"MaxResults": 2},
            _filter("Type", None, "SecureString", "StringList"),
            _filter("Type", "BeginsWith", "String"),
            _filter("Type", "Contains", "List"),
            _filter("Label", None, "prod"),
            _filter("Label", "BeginsWith", "pr"),
            _filter("tag:team", None, "a"),
            _filter("KeyId", "Equals", "alias/shop"),
        ],
    ),
    "cognito-idp.ListUsers": (
        {"UserPoolId": POOL},
        [
            {"UserPoolId": "us-east-1_missing"},
            {"Filter": 'username = "alice"'},
            {"Filter": 'username ^= "bob"'},
            {"Filter": 'username="bob"'},
            {"Filter": 'username = "zoë"'},
            {"Filter": 'family_name = "O\\"Neil"'},
            {"Filter": 'cognito:user_status = "confirmed"'},
            {"Filter": 'cognito:user_status = "CONFIRMED"'},
            {"Filter": 'status = "Disabled"'},
            {"Filter": 'custom:tier = "gold"'},
            {"Filter": 'username = "frida"', "Limit": 2},
            {"Filter": "nonsense"},
            {"AttributesToGet": ["email"]},
            {"AttributesToGet": ["given_name"]},
            {"Limit": 61},
            {"Limit": 0},
        ],
    ),
    "partnercentral-revenue-measurement.ListRevenueAttributionAllocations": (
        {"Catalog": "AWS", "RevenueAttributionIdentifier": ATTRIBUTION},
        [
            {"Catalog": "Sandbox"},
            {"RevenueAttributionIdentifier": "ra-9999999999999"},
            {"AfterEffectiveFrom": "2024-03-01"},
            {"BeforeEffectiveFrom": "2024-03-01"},
            {"AfterEffectiveUntil": "2024-12-31"},
            {"BeforeEffectiveUntil": "2024-12-31"},
            {"SortOrder": "DESCENDING"},
            {"SortOrder": "DESCENDING", "MaxResults": 2},
            {"EntityTypeFilters": ["OPPORTUNITY", "OFFER"]},
            {"EntityIdentifierFilters": [ALLOCATIONS[0]["EntityIdentifier"]] * 51},
            {"CustomerAwsAccountIdFilters": ["11122223333"]},
            {"StatusFilter": "INACTIVE"},
            {"StatusFilter": "inactive"},
            {"RevenueAttributionRevision": "2"},
            {"RevenueAttributionRevision": str(2**33)},
        ],
    ),
}
THIRD_X_NARROW: dict[str, Probe] = {
    "stepfunctions.ListExecutions": {"statusFilter": "SUCCEEDED"},
    "ssm.GetParametersByPath": {"Recursive": True, "WithDecryption": True},
    "partnercentral-revenue-measurement.ListRevenueAttributionAllocations": {"SortOrder": "DESCENDING"},
}
