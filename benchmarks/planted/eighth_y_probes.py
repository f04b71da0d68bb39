"""Requests that show the bugs of part Y of the set `eighth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.eighth_y_operations import (
    APPROVALS,
    DEPLOYMENT_POLICIES,
    EIGHTH_Y_PARAMS,
    FLEETS,
    JOBS,
    PLAN,
    SECOND_PLAN,
)

Probe = dict[str, Any]
TIMES = ("CreationTime", "LastModifiedTime")
FLEET_IDS = [str(one["FleetId"]) for one in FLEETS]


def _filters(*filters: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in filters]}


def _scopes(*values: list[str]) -> Probe:
    return {"Filters": [{"filterName": "recordingScope", "filterValue": one} for one in values]}


EIGHTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "codecommit.GetPullRequestApprovalStates": (
        EIGHTH_Y_PARAMS["codecommit.GetPullRequestApprovalStates"],
        [
            *[
                {"pullRequestId": request, "revisionId": revision}
                for request, revisions in APPROVALS.items()
                for revision in revisions
            ],
            {"pullRequestId": None},
            {"revisionId": None},
            {"pullRequestId": None, "revisionId": None},
            {"pullRequestId": 8},
            {"pullRequestId": "7"},
            {"pullRequestId": "x"},
            {"pullRequestId": ""},
            {"revisionId": "9f29d167EXAMPLE"},
            {"revisionId": "0" * 64},
        ],
    ),
    "ec2.DescribeFleets": (
        {},
        [
            {"DryRun": True},
            {"DryRun": False},
            {"MaxResults": 0},
            {"MaxResults": 12},
            {"FleetIds": FLEET_IDS},
            {"FleetIds": FLEET_IDS[2:4]},
            {"FleetIds": FLEET_IDS[8:9]},
            {"FleetIds": ["fleet-missing"]},
            _filters(("fleet-state", ["active"])),
            _filters(("fleet-state", ["active"])) | {"FleetIds": FLEET_IDS[:6]},
            _filters(("fleet-state", ["deleted-running", "deleted-terminating"])),
            _filters(("fleet-state", ["Active"])),
            _filters(("activity-status", ["pending-fulfillment"])),
            _filters(("activity-status", ["error", "fulfilled"]), ("type", ["maintain"])),
            _filters(("excess-capacity-termination-policy", ["true"])),
            _filters(("excess-capacity-termination-policy", ["no-termination"])),
            _filters(("replace-unhealthy-instances", ["true"])),
            _filters(("replace-unhealthy-instances", ["false"])),
            _filters(("type", ["instant"])),
            _filters(("type", ["request", "maintain"])),
            _filters(("x", ["y"])),
        ],
    ),
    "config.ListConfigurationRecorders": (
        {},
        [
            _scopes(["PAID"]),
            _scopes(["INTERNAL"]),
            _scopes(["INTERNAL", "PAID"]),
            _scopes(["PAID"], ["INTERNAL"]),
            _scopes(["paid"]),
            _scopes(["*"]),
            {"Filters": [{"filterName": "RecordingScope", "filterValue": ["PAID"]}]},
            {"Filters": []},
            {"MaxResults": 0},
            {"MaxResults": 20},
            {"MaxResults": 21},
            {"MaxResults": "5"},
        ],
    ),
    "cloudfront.GetContinuousDeploymentPolicy": (
        EIGHTH_Y_PARAMS["cloudfront.GetContinuousDeploymentPolicy"],
        [
            *[{"Id": one["Id"]} for one in DEPLOYMENT_POLICIES],
            {"Id": "missing"},
            {"Id": str(DEPLOYMENT_POLICIES[0]["Id"]).upper()},
        ],
    ),
    "sagemaker.ListTrainingJobs": (
        {},
        [
            *[{name + way: JOBS[9][name]} for name in TIMES for way in ("After", "Before")],
            {"CreationTimeAfter": JOBS[3]["CreationTime"], "CreationTimeBefore": JOBS[8]["CreationTime"]},
            {"NameContains": "churn"},
            {"NameContains": "forecast"},
            {"NameContains": "daily"},
            {"NameContains": "a b"},
            {"StatusEquals": "Failed"},
            {"StatusEquals": "InProgress"},
            {"StatusEquals": "failed"},
            {"StatusEquals": "InProgress", "MaxResults": 7},
            {"StatusEquals": "Failed", "MaxResults": 100},
            {"StatusEquals": "Failed", "MaxResults": 15, "SortOrder": "Ascending"},
            {"SortBy": "Name"},
            {"SortBy": "Status"},
            {"SortBy": "Name", "SortOrder": "Descending"},
            {"SortOrder": "Descending"},
            {"SortOrder": "descending"},
            {"WarmPoolStatusEquals": "Reused"},
            {"WarmPoolStatusEquals": "InUse"},
            {"TrainingPlanArnEquals": PLAN},
            {"TrainingPlanArnEquals": SECOND_PLAN},
            {"TrainingPlanArnEquals": "p5-autumn"},
            {"MaxResults": 0},
            {"MaxResults": 100},
            {"MaxResults": 101},
        ],
    ),
}
# Bugs that only pages of a shorter list show.
EIGHTH_Y_NARROW: dict[str, Probe] = {
    "config.ListConfigurationRecorders": _scopes(["PAID"]),
    "sagemaker.ListTrainingJobs": {"StatusEquals": "Completed"},
}
