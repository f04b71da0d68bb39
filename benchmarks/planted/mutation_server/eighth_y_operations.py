"""Six operations more, part Y of the set `eighth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from .fourth_x_operations import DRY_RUN
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging, when
from .seventh_x_operations import wildcards


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _uuid(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))


# codecommit.GetPullRequestApprovalStates

_PEOPLE = (
    f"arn:aws:iam::{ACCOUNT}:user/Mary_Major",
    f"arn:aws:iam::{ACCOUNT}:user/teams/web/Li_Juan",
    f"arn:aws:sts::{ACCOUNT}:assumed-role/CodeCommitReview/Saanvi_Sarkar",
    f"arn:aws:sts::{ACCOUNT}:federated-user/Jorge.Souza@example.com",
    f"arn:aws:iam::{ACCOUNT}:root",
    "arn:aws:sts::210987654321:assumed-role/partner-reviewers/mateo,jackson=1",
    f"arn:aws:iam::{ACCOUNT}:user/mary_major",
)
# For each pull request, who approved each of its revisions, the latest one last.
_APPROVED: dict[str, tuple[tuple[int, ...], ...]] = {
    "1": ((),),
    "8": ((0, 1), (2, 0, 5)),
    "27": ((3,),),
    "28": ((), (4, 6, 0), ()),
    "104": ((0,),),
    "105": ((1, 2, 3, 4, 5, 6, 0),),
    "1024": ((6, 0),),
    "99999": ((5,), (1,)),
}


def revision(request: str, number: int) -> str:
    """The ID of a revision of a pull request."""
    return _digits(f"revision {number} of {request}", 64)


# The approvals of each revision of each pull request.
APPROVALS: dict[str, dict[str, list[Item]]] = {
    request: {
        revision(request, number): [
            {"userArn": _PEOPLE[person], "approvalState": "APPROVE"} for person in people
        ]
        for number, people in enumerate(revisions)
    }
    for request, revisions in _APPROVED.items()
}
PULL_REQUEST = {"pullRequestId": "8", "revisionId": revision("8", 1)}
_OF_MEMBER = {"pullRequestId": "PullRequestId", "revisionId": "RevisionId"}


def _approval_rules(params: Params) -> Iterable[Violation]:
    request, wanted = params["pullRequestId"], params["revisionId"]
    if not re.fullmatch("[0-9]{1,18}", request):
        yield rule("pullRequestId", "The pull request ID is not valid. It must be a number.", request)
    elif not re.fullmatch("[0-9a-f]{64}", wanted):
        yield rule("revisionId", "The revision ID is not valid.", wanted)


def _approval_error(wrong: list[Violation]) -> dict[str, Any]:
    first = min(wrong, key=lambda one: (one.member not in _OF_MEMBER, one.member))
    name = _OF_MEMBER.get(first.member, "PullRequestId")
    required = first.kind == "required"
    return {"code": f"{name}RequiredException" if required else f"Invalid{name}Exception"}


def _approvals_answer(params: Params, page: Page | None) -> Output:
    revisions = APPROVALS.get(params["pullRequestId"])
    if revisions is None:
        message = f"{params['pullRequestId']} does not exist"
        raise Refused(Refusal("PullRequestDoesNotExistException", message))
    if params["revisionId"] not in revisions:
        message = "The revision ID is not one of the pull request."
        raise Refused(Refusal("InvalidRevisionIdException", message))
    return {"approvals": [dict(one) for one in revisions[params["revisionId"]]]}


# ec2.DescribeFleets

# Type, state, activity, capacity that was asked for and that there is, and the default kind of capacity.
_FLEETS: tuple[tuple[str, str, str, int, float, str], ...] = (
    ("maintain", "active", "fulfilled", 10, 10.0, "spot"),
    ("request", "active", "pending_fulfillment", 4, 1.0, "spot"),
    ("instant", "active", "fulfilled", 6, 2.0, "on-demand"),
    ("maintain", "modifying", "pending_fulfillment", 25, 12.5, "spot"),
    ("maintain", "deleted_running", "pending_termination", 8, 8.0, "on-demand"),
    ("request", "deleted", "fulfilled", 3, 0.0, "on-demand"),
    ("maintain", "deleted_terminating", "pending_termination", 16, 4.0, "spot"),
    ("request", "failed", "error", 2, 0.0, "spot"),
    ("instant", "deleted", "fulfilled", 1, 1.0, "spot"),
    ("maintain", "submitted", "pending_fulfillment", 5, 0.0, "on-demand"),
    ("maintain", "active", "error", 12, 0.0, "spot"),
    ("request", "active", "fulfilled", 7, 7.5, "spot"),
    ("maintain", "active", "pending_termination", 9, 11.0, "on-demand"),
    ("instant", "active", "fulfilled", 3, 0.0, "spot"),
    ("request", "deleted_running", "fulfilled", 2, 2.0, "spot"),
)


def _overrides(number: int) -> list[Item]:
    first = {"InstanceType": ("m5.large", "c5.xlarge", "t3.micro")[number % 3], "MaxPrice": "0.12"}
    second = {"InstanceType": "r5.4xlarge", "AvailabilityZone": "us-east-1b", "WeightedCapacity": 2.5}
    return [first | {"SubnetId": f"subnet-{_digits(f'fleet {number}', 17)}"}, second][: number % 3]


def _template(number: int) -> Item:
    identifier = {"LaunchTemplateId": f"lt-{_digits(f'template of fleet {number}', 17)}"}
    version = ("1", "$Latest", "$Default", "12")[number % 4]
    name = {"LaunchTemplateName": f"web/fleet_({number})"}
    return {**(name if number % 5 == 1 else identifier), "Version": version}


def _launched(number: int, kind: str) -> Item:
    lifecycle = "spot" if kind == "spot" else "on-demand"
    overrides = {"InstanceType": "m5.large", "Placement": {"GroupName": "Größe & co"}}
    both = {"LaunchTemplateSpecification": _template(number), "Overrides": overrides}
    message = "There is no Spot capacity available that matches your request."
    error = {"ErrorCode": "InsufficientInstanceCapacity", "ErrorMessage": message}
    ids = [f"i-{_digits(f'instance {one} of fleet {number}', 17)}" for one in range(2)]
    instances = {"InstanceIds": ids, "InstanceType": "m5.large"}
    common: Item = {"LaunchTemplateAndOverrides": both, "Lifecycle": lifecycle}
    return {
        "Errors": [] if number == 8 else [common | error],
        "Instances": [] if number == 13 else [common | instances],
    }


def _fleet(number: int) -> Item:
    kind, state, activity, asked, there, capacity = _FLEETS[number]
    maintain = kind == "maintain"
    on_demand = asked if capacity == "on-demand" else number % 3
    tags = [
        {"Key": "Name", "Value": f"fleet <{number}> & co"},
        {"Key": "Owner", "Value": ""},
        {"Key": "größe", "Value": "L"},
    ]
    target = {
        "TotalTargetCapacity": asked,
        "OnDemandTargetCapacity": on_demand,
        "SpotTargetCapacity": asked - on_demand,
        "DefaultTargetCapacityType": capacity,
    }
    return {
        "ActivityStatus": activity,
        "CreateTime": BORN + number * 31 * HOUR + timedelta(seconds=number),
        "FleetId": f"fleet-{_uuid(f'fleet {number}')}",
        "FleetState": state,
        **({"ClientToken": _uuid(f"token of {number}")} if number % 3 == 0 else {}),
        **(
            {"ExcessCapacityTerminationPolicy": "no-termination" if number % 4 == 0 else "termination"}
            if maintain
            else {}
        ),
        "FulfilledCapacity": there,
        "FulfilledOnDemandCapacity": min(there, float(on_demand)),
        "LaunchTemplateConfigs": [
            {"LaunchTemplateSpecification": _template(number), "Overrides": _overrides(number)}
        ],
        "TargetCapacitySpecification": target,
        "TerminateInstancesWithExpiration": number % 2 == 1,
        "Type": kind,
        "ValidFrom": BORN + number * 31 * HOUR,
        "ValidUntil": BORN + number * 31 * HOUR + timedelta(days=7),
        "ReplaceUnhealthyInstances": maintain and number % 4 != 3,
        "SpotOptions": {
            "AllocationStrategy": ("lowest-price", "diversified", "price-capacity-optimized")[number % 3],
            "InstanceInterruptionBehavior": "terminate",
        },
        "OnDemandOptions": {"AllocationStrategy": "prioritized" if number % 2 else "lowest-price"},
        **({"Tags": tags[: number % 4]} if number % 4 else {}),
        **(_launched(number, capacity) if kind == "instant" else {}),
    }


FLEETS: list[Item] = [_fleet(number) for number in range(len(_FLEETS))]
FLEET_FILTERS = {
    "activity-status": "ActivityStatus",
    "excess-capacity-termination-policy": "ExcessCapacityTerminationPolicy",
    "fleet-state": "FleetState",
    "replace-unhealthy-instances": "ReplaceUnhealthyInstances",
    "type": "Type",
}


def fleet_values(fleet: Item, name: str) -> list[str]:
    """What a filter of this name looks at: the values of its documentation, and those of the answer."""
    value = fleet.get(FLEET_FILTERS[name])
    if value is None:
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    if name == "excess-capacity-termination-policy":
        return [value, "true" if value == "termination" else "false"]
    return [value, value.replace("_", "-")]


def fleet_passes(fleet: Item, by: Item) -> bool:
    """Whether a fleet passes one filter."""
    found = fleet_values(fleet, by["Name"])
    return any(wildcards(value).fullmatch(text) for value in by["Values"] for text in found)


def _fleet_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", []), 1):
        name = one.get("Name", "")
        if name not in FLEET_FILTERS:
            yield rule(f"Filter.{number}", f"The filter '{name}' is invalid", name)
        elif not one.get("Values"):
            yield rule(f"Filter.{number}", f"The filter '{name}' has no values", name)
    if params.get("MaxResults", 1) < 1:
        yield rule("MaxResults", "MaxResults must be 1 or more.", params["MaxResults"])


def fleets(params: Params) -> list[Item]:
    """The fleets of a request."""
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    wanted = params.get("FleetIds", [])
    for identifier in wanted:
        if identifier not in {one["FleetId"] for one in FLEETS}:
            message = f"The fleet ID '{identifier}' does not exist"
            raise Refused(Refusal("InvalidFleetId.NotFound", message))
    chosen = [one for one in FLEETS if (one["FleetId"] in wanted if wanted else one["Type"] != "instant")]
    filters = params.get("Filters", [])
    return [one for one in chosen if all(fleet_passes(one, by) for by in filters)]


# config.ListConfigurationRecorders

# Name, service principal, scope and third-party provider. The first is the customer's own.
_RECORDERS: tuple[tuple[str, str, str, str], ...] = (
    ("default", "", "PAID", ""),
    *(
        (f"AWSConfigurationRecorderFor{name}", f"{service}.amazonaws.com", scope, provider)
        for name, service, scope, provider in (
            ("ObservabilityAdmin", "observabilityadmin", "INTERNAL", ""),
            ("SecurityHub", "securityhub", "INTERNAL", ""),
            ("SecurityHub_Azure", "azure.securityhub", "PAID", "AZURE"),
            ("SecurityHub_GCP", "gcp.securityhub", "PAID", "GCP"),
            ("ResilienceHub", "resiliencehub", "INTERNAL", ""),
            ("AuditManager", "auditmanager", "PAID", ""),
            ("ControlTower", "controltower", "PAID", ""),
            ("ResourceExplorer", "resource-explorer-2", "INTERNAL", ""),
            ("Backup", "backup", "INTERNAL", ""),
            ("DevOpsGuru", "devops-guru", "INTERNAL", ""),
            ("TrustedAdvisor", "reporting.trustedadvisor", "INTERNAL", ""),
            ("LicenseManager", "license-manager", "PAID", ""),
            ("SSM", "ssm", "INTERNAL", ""),
            ("FMS", "fms", "PAID", ""),
            ("GuardDuty", "guardduty", "INTERNAL", ""),
            ("Inspector2", "inspector2", "INTERNAL", ""),
            ("Detective", "detective", "PAID", ""),
            ("Monitron_Azure", "azure.monitron", "INTERNAL", "AZURE"),
            ("WellArchitected", "wellarchitected", "INTERNAL", ""),
            ("CostOptimizationHub", "cost-optimization-hub", "PAID", ""),
            ("Health", "health", "INTERNAL", ""),
            ("Monitron_GCP", "gcp.monitron", "INTERNAL", "GCP"),
        )
    ),
)


def _recorder(number: int) -> Item:
    name, service, scope, provider = _RECORDERS[number]
    identifier = f"{name}/{_digits(f'recorder {number}', 16)}"
    return {
        "arn": f"arn:aws:config:{REGION}:{ACCOUNT}:configuration-recorder/{identifier}",
        "name": name,
        **({"servicePrincipal": service} if service else {}),
        "recordingScope": scope,
        **({"provider": provider} if provider else {}),
    }


RECORDERS: list[Item] = [_recorder(number) for number in range(len(_RECORDERS))]


def _recorder_rules(params: Params) -> Iterable[Violation]:
    for number, by in enumerate(params.get("Filters", []), 1):
        for value in by.get("filterValue", []):
            if value not in ("INTERNAL", "PAID"):
                member = f"Filters.{number}.member.filterValue"
                yield rule(member, f"The value {value!r} of recordingScope is not INTERNAL or PAID.", value)


def recorders(params: Params) -> list[Item]:
    """The recorders of a request."""
    wanted = [by["filterValue"] for by in params.get("Filters", []) if by.get("filterValue")]
    return [one for one in RECORDERS if all(one["recordingScope"] in values for values in wanted)]


# cloudfront.GetContinuousDeploymentPolicy

# Kind, weight or header and value, times of stickiness, whether it is enabled, and the number of names.
_POLICIES: tuple[tuple[str, Any, tuple[int, int] | None, bool, int], ...] = (
    ("SingleWeight", 0.05, (300, 600), True, 1),
    ("SingleWeight", 0.15, None, True, 1),
    ("SingleHeader", ("aws-cf-cd-staging", "true"), None, True, 1),
    ("SingleHeader", ("aws-cf-cd-größe", "<a> & b"), None, False, 1),
    ("SingleWeight", 0.0, (3600, 3600), False, 1),
    ("", None, None, False, 0),
    ("SingleWeight", 0.125, (300, 3600), True, 1),
    ("SingleWeight", 0.01, None, False, 1),
)


def _deployment_policy(number: int) -> Item:
    kind, what, times, enabled, names = _POLICIES[number]
    weight: Item = {}
    if kind == "SingleWeight":
        stickiness = {
            "SessionStickinessConfig": dict(zip(("IdleTTL", "MaximumTTL"), times or (), strict=False))
        }
        weight = {"SingleWeightConfig": {"Weight": what, **(stickiness if times else {})}}
    elif kind:
        weight = {"SingleHeaderConfig": {"Header": what[0], "Value": what[1]}}
    domain = f"d{_digits(f'staging {number}', 13)}.cloudfront.net"
    staging = {"Quantity": names, **({"Items": [domain]} if names else {})}
    config = {
        "StagingDistributionDnsNames": staging,
        "Enabled": enabled,
        **({"TrafficConfig": {**weight, "Type": kind}} if kind else {}),
    }
    return {
        "Id": _uuid(f"deployment policy {number}"),
        "LastModifiedTime": BORN + number * 77 * HOUR + timedelta(seconds=13 * number),
        "ContinuousDeploymentPolicyConfig": config,
    }


DEPLOYMENT_POLICIES: list[Item] = [_deployment_policy(number) for number in range(len(_POLICIES))]


def _deployment_answer(params: Params, page: Page | None) -> Output:
    for one in DEPLOYMENT_POLICIES:
        if one["Id"] == params["Id"]:
            etag = f"E{_digits('version of ' + one['Id'], 13).upper()}"
            return {"ContinuousDeploymentPolicy": dict(one), "ETag": etag}
    message = "The specified continuous deployment policy does not exist."
    raise Refused(Refusal("NoSuchContinuousDeploymentPolicy", message, 404))


# sagemaker.ListTrainingJobs

PLAN, SECOND_PLAN = (
    f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-plan/{name}" for name in ("p5-autumn", "p5-autumn-2")
)
# Name, status, secondary status, status of the warm pool, and the training plan.
_JOBS: tuple[tuple[str, str, str, str, str], ...] = (
    ("xgboost-churn-2024-05-17", "Completed", "Completed", "", ""),
    ("churn", "Failed", "Failed", "", ""),
    ("Churn", "Stopped", "Stopped", "", ""),
    ("llm-finetune-001", "Completed", "Completed", "Reused", PLAN),
    ("llm-finetune-002", "Completed", "Completed", "Reused", PLAN),
    ("llm-finetune-003", "Completed", "Completed", "Available", PLAN),
    ("llm-eval", "Stopped", "MaxRuntimeExceeded", "Terminated", SECOND_PLAN),
    ("image-classification-1", "Failed", "Failed", "Terminated", ""),
    ("a", "Completed", "Completed", "", ""),
    ("0815", "Stopped", "Interrupted", "", ""),
    ("forecast-daily", "Completed", "Completed", "", ""),
    ("forecast-daily-2", "Failed", "Failed", "", ""),
    ("object-detection", "Stopped", "MaxWaitTimeExceeded", "", ""),
    ("Forecast-weekly", "Completed", "Completed", "", ""),
    ("x" * 63, "Deleting", "Completed", "", ""),
    ("bert-squad", "Stopping", "Stopping", "", SECOND_PLAN),
    ("ranker", "InProgress", "Training", "InUse", PLAN),
    ("ranker-2", "InProgress", "Downloading", "InUse", ""),
    ("tuning-job-017-a1", "InProgress", "Starting", "", ""),
    ("tuning-job-017-a2", "InProgress", "Pending", "", SECOND_PLAN),
)
ENDED = ("Completed", "Failed", "Stopped")


def _job(number: int) -> Item:
    name, status, secondary, pool, plan = _JOBS[number]
    # Jobs were not changed in the order in which they were created.
    born = BORN + number * 53 * HOUR + timedelta(seconds=7 * number)
    changed = born + timedelta(hours=(number * 7 % 20) * 40 + 2, milliseconds=125 * number)
    warm = {
        "Status": pool,
        **({"ResourceRetainedBillableTimeInSeconds": 60 * number} if pool != "InUse" else {}),
        **({"ReusedByJob": _JOBS[number + 1][0]} if pool == "Reused" else {}),
    }
    return {
        "TrainingJobName": name,
        "TrainingJobArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/{name}",
        "CreationTime": born,
        **({"TrainingEndTime": born + timedelta(minutes=90, milliseconds=500)} if status in ENDED else {}),
        "LastModifiedTime": changed,
        "TrainingJobStatus": status,
        "SecondaryStatus": secondary,
        **({"WarmPoolStatus": warm} if pool else {}),
        **({"TrainingPlanArn": plan} if plan else {}),
    }


JOBS: list[Item] = [_job(number) for number in range(len(_JOBS))]
JOB_TIMES = ("CreationTime", "LastModifiedTime")
JOB_KEYS = {"Name": "TrainingJobName", "CreationTime": "CreationTime", "Status": "TrainingJobStatus"}


def job_passes(job: Item, params: Params) -> bool:
    """Whether a job passes all filters but StatusEquals."""
    for name in JOB_TIMES:
        after, before = when(params.get(f"{name}After")), when(params.get(f"{name}Before"))
        if (after is not None and job[name] <= after) or (before is not None and job[name] >= before):
            return False
    pool, plan = params.get("WarmPoolStatusEquals"), params.get("TrainingPlanArnEquals")
    return (
        params.get("NameContains", "") in job["TrainingJobName"]
        and pool in (None, job.get("WarmPoolStatus", {}).get("Status"))
        and plan in (None, job.get("TrainingPlanArn"))
    )


def status_first(params: Params) -> bool:
    """Whether jobs of another status do not count for a page."""
    return "StatusEquals" in params and "MaxResults" not in params


def jobs(params: Params) -> list[Item]:
    """The jobs of a request, in their order."""
    found = [one for one in JOBS if job_passes(one, params)]
    if status_first(params):
        found = [one for one in found if one["TrainingJobStatus"] == params["StatusEquals"]]
    latest_first = "StatusEquals" in params and "MaxResults" in params and "SortBy" not in params
    order = params.get("SortOrder", "Descending" if latest_first else "Ascending")
    key = JOB_KEYS[params.get("SortBy", "CreationTime")]
    return sorted(found, key=lambda one: (one[key], one["CreationTime"]), reverse=order == "Descending")


def _jobs_answer(params: Params, page: Page | None) -> Output:
    found = page.entries if page else []
    wanted = params.get("StatusEquals")
    return {"TrainingJobSummaries": [one for one in found if wanted in (None, one["TrainingJobStatus"])]}


EIGHTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "codecommit.GetPullRequestApprovalStates",
            "InvalidPullRequestIdException",
            _approvals_answer,
            rules=_approval_rules,
            detail=_approval_error,
        ),
        Operation(
            "ec2.DescribeFleets",
            "InvalidParameterValue",
            lambda params, page: {"Fleets": page.entries if page else []},
            fleets,
            _fleet_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation(
            "config.ListConfigurationRecorders",
            "ValidationException",
            lambda params, page: {"ConfigurationRecorderSummaries": page.entries if page else []},
            recorders,
            _recorder_rules,
            Paging("NextToken", "NextToken", "MaxResults", 20, 20, zero_is_default=True),
        ),
        Operation("cloudfront.GetContinuousDeploymentPolicy", "InvalidArgument", _deployment_answer),
        Operation(
            "sagemaker.ListTrainingJobs",
            "ValidationException",
            _jobs_answer,
            jobs,
            paging=Paging("NextToken", "NextToken", "MaxResults", 10, 100),
        ),
    ]
}
# What a user has to say, since it names a resource.
EIGHTH_Y_PARAMS: dict[str, dict[str, Any]] = {
    "codecommit.GetPullRequestApprovalStates": PULL_REQUEST,
    "cloudfront.GetContinuousDeploymentPolicy": {"Id": DEPLOYMENT_POLICIES[0]["Id"]},
}
