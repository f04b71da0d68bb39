"""Requests that show the bugs of part X of the set `seventh`: those that all have, and changes to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mutation_server.operations import NOW
from mutation_server.seventh_x_operations import (
    DIRECTORIES,
    EMPTY_GROUP,
    EMPTY_STORE,
    GROUP,
    GROUP_ARNS,
    NEW_PIPELINE,
    OTHER_GROUP,
    OTHER_STORE,
    PIPELINE,
    SCOPES,
    SEVENTH_X_PARAMS,
    SMALL_PIPELINE,
    execution_id,
)

Probe = dict[str, Any]
DAY = timedelta(days=1)
WHILE = {"StartTime": NOW - 29 * DAY, "EndTime": NOW}


def _latest(execution: str | None, time_range: str | None) -> Probe:
    found = {"pipelineExecutionId": execution, "startTimeRange": time_range}
    return {"filter": {"latestInPipelineExecution": {key: value for key, value in found.items() if value}}}


def _by_execution(execution: str) -> Probe:
    return {"filter": {"pipelineExecutionId": execution}}


def _filter(name: str, *values: str) -> Probe:
    return {"Name": name, "Values": list(values)}


def _filters(*filters: Probe) -> Probe:
    return {"Filters": list(filters)}


SEVENTH_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "codepipeline.ListActionExecutions": (
        SEVENTH_X_PARAMS["codepipeline.ListActionExecutions"],
        [
            *[{"pipelineName": name} for name in (SMALL_PIPELINE, NEW_PIPELINE, "missing", "a b", "", None)],
            *[_by_execution(execution_id(PIPELINE, number)) for number in (0, 1, 3, 9)],
            _by_execution(execution_id(SMALL_PIPELINE, 0)),
            _by_execution("1"),
            _by_execution(execution_id(PIPELINE, 0).upper()),
            *[_latest(execution_id(PIPELINE, 1), one) for one in ("Latest", "All", "latest", "Last", None)],
            _latest(execution_id(SMALL_PIPELINE, 0), "All"),
            _latest(None, "Latest"),
            _by_execution(execution_id(PIPELINE, 0)) | {"pipelineName": "missing"},
            *[{"maxResults": number} for number in (0, 1, 100, 101, "5")],
            {"nextToken": ""},
        ],
    ),
    "xray.GetInsightSummaries": (
        {**SEVENTH_X_PARAMS["xray.GetInsightSummaries"], **WHILE},
        [
            *[{"GroupName": name} for name in (OTHER_GROUP, EMPTY_GROUP, "missing", "", "a" * 33, None)],
            {"GroupName": None, "GroupARN": GROUP_ARNS[OTHER_GROUP]},
            {"GroupARN": GROUP_ARNS[OTHER_GROUP]},
            {"GroupARN": GROUP_ARNS[GROUP]},
            {"GroupName": None, "GroupARN": GROUP_ARNS[GROUP] + "0"},
            *[{"States": states} for states in ([], ["ACTIVE"], ["CLOSED"], ["ACTIVE", "CLOSED"])],
            *[{"States": [state]} for state in ("ALL", "active", "")],
            {"StartTime": NOW - 31 * DAY},
            {"StartTime": NOW - 33 * DAY, "EndTime": NOW - 31 * DAY},
            {"StartTime": NOW - 20 * DAY},
            {"EndTime": NOW - 20 * DAY},
            {"StartTime": NOW, "EndTime": NOW - DAY},
            {"StartTime": None},
            {"EndTime": None},
            *[{"MaxResults": number} for number in (0, 1, 100, 101)],
            {"NextToken": ""},
        ],
    ),
    "workspaces.DescribeWorkspaceDirectories": (
        {},
        [
            {"DirectoryIds": []},
            {"DirectoryIds": [DIRECTORIES[0]["DirectoryId"]]},
            {"DirectoryIds": [DIRECTORIES[2]["DirectoryId"], DIRECTORIES[3]["DirectoryId"]]},
            {"DirectoryIds": ["d-0123456789"]},
            {"DirectoryIds": ["d-012345678g"]},
            {"DirectoryIds": [one["DirectoryId"] for one in DIRECTORIES[:26]]},
            {"WorkspaceDirectoryNames": []},
            {"WorkspaceDirectoryNames": ["Sales 0"]},
            {"WorkspaceDirectoryNames": ["sales 0", "Lab_2 1"]},
            {"WorkspaceDirectoryNames": ["größe"]},
            {"Filters": []},
            _filters(_filter("USER_IDENTITY_TYPE", "CUSTOMER_MANAGED")),
            _filters(_filter("USER_IDENTITY_TYPE", "CUSTOMER_MANAGED", "AWS_IAM_IDENTITY_CENTER")),
            _filters(_filter("WORKSPACE_TYPE", "POOLS")),
            _filters(_filter("WORKSPACE_TYPE", "POOLS"), _filter("USER_IDENTITY_TYPE", "CUSTOMER_MANAGED")),
            _filters(_filter("WORKSPACE_TYPE", "pools")),
            _filters(_filter("WORKSPACE_TYPE", "ü")),
            _filters(_filter("WORKSPACE_TYPE")),
            _filters(_filter("STATE", "ERROR")),
            *[{"Limit": number} for number in (0, 1, 25, 26, "5")],
            {"NextToken": ""},
        ],
    ),
    "cloudfront.ListDistributionsByTrustStore": (
        SEVENTH_X_PARAMS["cloudfront.ListDistributionsByTrustStore"],
        [
            *[{"TrustStoreIdentifier": store} for store in (OTHER_STORE, EMPTY_STORE, "missing", "", None)],
            *[{"MaxItems": text} for text in ("0", "-1", "1", "5", "100", "1.5", "many", "", "99999999999")],
            *[{"Marker": text} for text in ("", "EMISSING")],
        ],
    ),
    "ec2.DescribeIpamScopes": (
        {},
        [
            {"DryRun": True},
            {"DryRun": False},
            {"IpamScopeIds": [SCOPES[0]["IpamScopeId"]]},
            {"IpamScopeIds": [SCOPES[3]["IpamScopeId"], SCOPES[4]["IpamScopeId"]]},
            {"IpamScopeIds": ["ipam-scope-0123456789abcdef0"]},
            {"IpamScopeIds": ["ipam-0123456789abcdef0"]},
            {"IpamScopeIds": [SCOPES[0]["IpamScopeId"]], **_filters(_filter("is-default", "false"))},
            _filters(_filter("ipam-scope-type", "private")),
            _filters(_filter("ipam-scope-type", "private"), _filter("is-default", "false")),
            _filters(_filter("ipam-scope-type", "Private")),
            _filters(_filter("State", "create-complete")),
            _filters(_filter("state", "create-failed", "delete-in-progress")),
            _filters(_filter("ipam-id", SCOPES[0]["IpamArn"].partition("/")[2])),
            _filters(_filter("ipam-region", "eu-*")),
            _filters(_filter("pool-count", "12")),
            _filters(_filter("tag:Team", "network")),
            _filters(_filter("tag:Team", "Network")),
            _filters(_filter("tag:Team", "prod")),
            _filters(_filter("tag:team", "network")),
            _filters(_filter("tag-key", "Stage")),
            _filters(_filter("x", "y")),
            _filters(_filter("state")),
            *[{"MaxResults": number} for number in (0, 1, 4, 5, 1000, 1001)],
            {"NextToken": ""},
        ],
    ),
}
SEVENTH_X_NARROW: dict[str, Probe] = {
    "codepipeline.ListActionExecutions": _by_execution(execution_id(PIPELINE, 0)),
    "xray.GetInsightSummaries": {"States": ["CLOSED"]},
    "workspaces.DescribeWorkspaceDirectories": _filters(_filter("WORKSPACE_TYPE", "POOLS")),
    "ec2.DescribeIpamScopes": _filters(_filter("is-default", "true")),
}
