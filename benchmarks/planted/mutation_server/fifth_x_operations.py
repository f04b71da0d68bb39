"""Six operations more, part X of the set `fifth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging

DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)
PARTNER = "210987654321"


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


# budgets.DescribeBudgetNotificationsForAccount: 63 budgets, so that one page of 50 cannot have them all

THRESHOLDS = (80.0, 99.5, 100.0, 0.0, 250000.0, 50.0, 33.25, 120.0, 1000000.0, 75.0)


def _notification(budget: int, number: int) -> Item:
    kind = "PERCENTAGE" if THRESHOLDS[number] < 1000 else "ABSOLUTE_VALUE"
    return {
        "NotificationType": ("ACTUAL", "FORECASTED")[(budget + number) % 2],
        "ComparisonOperator": ("GREATER_THAN", "GREATER_THAN", "LESS_THAN", "EQUAL_TO")[number % 4],
        "Threshold": THRESHOLDS[number],
        **({"ThresholdType": kind} if kind == "ABSOLUTE_VALUE" or (budget + number) % 3 else {}),
        **({"NotificationState": ("OK", "ALARM")[budget % 2]} if number % 2 == 0 else {}),
    }


BUDGETS: list[Item] = [
    {
        "Notifications": [_notification(number, one) for one in range((2, 1, 4, 0, 3, 10, 1)[number % 7])],
        "BudgetName": f"{('Größe', 'Sales & marketing', 'dev <eu>', 'prod')[number % 4]} {number:03d}",
    }
    for number in range(63)
]


def _budgets(params: Params) -> list[Item]:
    if params["AccountId"] != ACCOUNT:
        message = f"You do not have access to the budgets of account {params['AccountId']}."
        raise Refused(Refusal("AccessDeniedException", message))
    return BUDGETS


# swf.GetWorkflowExecutionHistory: one execution of 48 events, and an earlier one of 5

DOMAIN = "Shop"
WORKFLOW = "order-4711"
RUN = "22CxZ1pTbY0kEXAMPLEq3VbN7uRkWJ2sD5fGh8jKlM0="
EARLIER_RUN = "12fFZmw9Xq3dEXAMPLEt6LcR5yHjQn4vB8sKa1pUo0E="
_TASKS = {"taskList": {"name": "orders"}}
_ROUNDS = 5


def _round(number: int, first: int) -> list[tuple[str, Item]]:
    """A decision task that starts an activity and a timer, and what became of them. `first` is its ID."""
    decided = {"decisionTaskCompletedEventId": first + 2}
    failed = number % 3 == 1
    outcome = {"reason": "Zahlung <abgelehnt>", "details": "card & bank"} if failed else {"result": "größer"}
    timer = {"timerId": f"timer-{number}"}
    return [
        ("DecisionTaskScheduled", {**_TASKS, "taskPriority": "0", "startToCloseTimeout": "30"}),
        ("DecisionTaskStarted", {"scheduledEventId": first, "identity": "decider-1"}),
        ("DecisionTaskCompleted", {"scheduledEventId": first, "startedEventId": first + 1}),
        (
            "ActivityTaskScheduled",
            {
                "activityType": {"name": "charge", "version": "1.2"},
                "activityId": f"charge-{number}",
                "input": '{"amount": 12}',
                "heartbeatTimeout": "NONE",
                **_TASKS,
                **decided,
            },
        ),
        ("TimerStarted", {**timer, "startToFireTimeout": "60", **decided}),
        ("ActivityTaskStarted", {"scheduledEventId": first + 3, "identity": "worker-7"}),
        (
            "ActivityTaskFailed" if failed else "ActivityTaskCompleted",
            {"scheduledEventId": first + 3, "startedEventId": first + 5, **outcome},
        ),
        ("TimerFired", {**timer, "startedEventId": first + 4}),
        ("WorkflowExecutionSignaled", {"signalName": "paid", "input": ""}),
    ]


def _history(steps: list[tuple[str, Item]], begun: int) -> list[Item]:
    """Events with their IDs and times. Several events of one decision have the same time."""
    events = []
    for number, (kind, attributes) in enumerate(steps):
        together = number - (kind in ("ActivityTaskScheduled", "TimerStarted")) - (kind == "TimerStarted")
        events.append(
            {
                "eventTimestamp": BORN + begun * HOUR + together * 1357 * MILLISECOND,
                "eventType": kind,
                "eventId": number + 1,
                f"{kind[0].lower()}{kind[1:]}EventAttributes": attributes,
            }
        )
    return events


_STARTED: tuple[str, Item] = (
    "WorkflowExecutionStarted",
    {
        "childPolicy": "TERMINATE",
        **_TASKS,
        "workflowType": {"name": "Bestellung", "version": "2.0"},
        "executionStartToCloseTimeout": "3600",
        "taskStartToCloseTimeout": "NONE",
        "tagList": ["blue", "größe"],
        "input": "{}",
        "parentInitiatedEventId": 0,
    },
)


def _finished(first: int) -> list[tuple[str, Item]]:
    """A decision task that ends the execution. `first` is its ID."""
    done = {"decisionTaskCompletedEventId": first + 2}
    return [*_round(0, first)[:3], ("WorkflowExecutionCompleted", {"result": "done", **done})]


HISTORIES: dict[tuple[str, str], list[Item]] = {
    (WORKFLOW, EARLIER_RUN): _history([_STARTED, *_finished(2)], 0),
    (WORKFLOW, RUN): _history(
        [
            _STARTED,
            *(step for number in range(_ROUNDS) for step in _round(number, 2 + 9 * number)),
            ("MarkerRecorded", {"markerName": "end", "decisionTaskCompletedEventId": 40}),
            ("WorkflowExecutionTerminated", {"childPolicy": "TERMINATE", "cause": "OPERATOR_INITIATED"}),
        ],
        24,
    ),
}


def _events(params: Params) -> list[Item]:
    execution = params["execution"]
    workflow, run = execution["workflowId"], execution["runId"]
    if params["domain"] != DOMAIN:
        raise Refused(Refusal("UnknownResourceFault", f"Unknown domain: {params['domain']}"))
    if (workflow, run) not in HISTORIES:
        message = f"Unknown execution: WorkflowExecution=[workflowId={workflow}, runId={run}]"
        raise Refused(Refusal("UnknownResourceFault", message))
    events = HISTORIES[workflow, run]
    return events[::-1] if params.get("reverseOrder") else events


# ram.ListPermissions

_RESOURCES = (
    *("ec2:Subnet", "glue:Catalog", "ec2:TransitGateway", "route53resolver:ResolverRule", "rds:Cluster"),
    *("license-manager:LicenseConfiguration", "appmesh:Mesh"),
)
STATUSES = ("ATTACHABLE", "ATTACHABLE", "UNATTACHABLE", "DEPRECATED", "DELETING", "ATTACHABLE", "DELETED")


def _permission(number: int) -> Item:
    resource = _RESOURCES[number % 7]
    managed, ours = number % 3 == 0, number % 2 == 0
    owner = "aws" if managed else ACCOUNT if ours else PARTNER
    place = "" if managed else REGION
    default = managed and number < 21
    name = f"{'AWSRAMPermission' if managed else 'team'}{resource.partition(':')[2]}{number:03d}"
    template = {"name": "prefixes", "type": "STRING_LIST", "description": "Präfixe <je Team>"}
    return {
        "arn": f"arn:aws:ram:{place}:{owner}:permission/{name}",
        "version": str(1 + number % 4),
        "defaultVersion": True,
        "name": name,
        "resourceType": resource,
        "status": STATUSES[number // 3 % 7],
        "creationTime": BORN + number * HOUR,
        "lastUpdatedTime": BORN + number * HOUR + number % 5 * DAY,
        "isResourceTypeDefault": default,
        "permissionType": "AWS_MANAGED" if managed else "CUSTOMER_MANAGED",
        "featureSet": ("STANDARD", "STANDARD", "CREATED_FROM_POLICY", "PROMOTING_TO_STANDARD")[number % 4],
        **({"permissionTemplateParameters": [template]} if number % 5 == 1 else {}),
        "tags": [] if managed else [{"key": "Team", "value": ("", "größe & co")[number // 2 % 2]}],
        **({} if managed else {"resourceOwner": "SELF" if ours else "OTHER-ACCOUNTS"}),
    }


PERMISSIONS: list[Item] = [_permission(number) for number in range(66)]
RESOURCE_TYPES = {name.lower() for name in _RESOURCES}


def _permission_rules(params: Params) -> Iterable[Violation]:
    name = params.get("resourceType")
    if name is not None and name.lower() not in RESOURCE_TYPES:
        yield rule("resourceType", f"Invalid resource type: {name}", name)


def permissions_for(params: Params) -> list[Item]:
    """The permissions that pass the filters of a request."""
    kind, resource = params.get("permissionType", "ALL"), params.get("resourceType")
    return [
        one
        for one in PERMISSIONS
        if kind in ("ALL", one["permissionType"])
        and (resource is None or one["resourceType"].lower() == resource.lower())
        and params.get("resourceOwner") in (None, one.get("resourceOwner"))
        and params.get("permissionStatus") in (None, one["status"])
    ]


# elasticache.DescribeReservedCacheNodes: 47 of them, as a page has at least 20

YEAR = 31536000
DURATIONS = {"1": YEAR, "3": 3 * YEAR, str(YEAR): YEAR, str(3 * YEAR): 3 * YEAR}
OFFERING_TYPES = (
    *("Light Utilization", "Medium Utilization", "Heavy Utilization"),
    *("All Upfront", "Partial Upfront", "No Upfront"),
)
NODE_TYPES = ("cache.m5.large", "cache.r6g.xlarge", "cache.t3.micro", "cache.m5.2xlarge", "cache.r6g.large")


def _reserved(number: int) -> Item:
    years, offering = 1 if number % 3 else 3, OFFERING_TYPES[number * 5 % 6]
    kind = NODE_TYPES[number % 5]
    charge = {"RecurringChargeAmount": 0.023 + number / 100, "RecurringChargeFrequency": "Hourly"}
    offering_id = f"438012d3-4052-4cc7-b2e3-{_digits(f'{kind} {offering} {years}', 12)}"
    identifier = f"ri-2024-05-{1 + number // 24:02d}-{number % 24:02d}-30-00-{number:03d}"
    return {
        "ReservedCacheNodeId": identifier,
        "ReservedCacheNodesOfferingId": offering_id,
        "CacheNodeType": kind,
        "StartTime": BORN + number * 30 * DAY,
        "Duration": years * YEAR,
        "FixedPrice": 0.0 if offering == "No Upfront" else 1227.5 + number,
        "UsagePrice": 0.0 if offering == "All Upfront" else 0.0495 + number / 10,
        "CacheNodeCount": 1 + number % 4,
        "ProductDescription": ("redis", "memcached", "valkey")[number // 2 % 3],
        "OfferingType": offering,
        "State": ("active", "payment-pending", "active", "retired", "payment-failed")[number // 3 % 5],
        "RecurringCharges": [] if offering == "All Upfront" else [charge],
        "ReservationARN": f"arn:aws:elasticache:{REGION}:{ACCOUNT}:reserved-instance:{identifier}",
    }


RESERVED: list[Item] = [_reserved(number) for number in range(47)]
RESERVED_FILTERS = (
    *("ReservedCacheNodeId", "ReservedCacheNodesOfferingId", "CacheNodeType", "Duration"),
    *("ProductDescription", "OfferingType"),
)


def _reserved_rules(params: Params) -> Iterable[Violation]:
    limit, duration = params.get("MaxRecords", 100), params.get("Duration", "1")
    offering = params.get("OfferingType", "No Upfront")
    if not 20 <= limit <= 100:
        yield rule("MaxRecords", f"Invalid value {limit} for MaxRecords. Must be between 20 and 100", limit)
    if duration not in DURATIONS:
        message = f"The value {duration!r} of Duration is not one of {', '.join(DURATIONS)}"
        yield rule("Duration", message, duration)
    if offering not in OFFERING_TYPES:
        yield rule("OfferingType", f"The offering type {offering!r} is not known.", offering)


def reserved_passes(node: Item, name: str, value: str) -> bool:
    """Whether a reserved cache node passes one of the filters."""
    return bool(node[name] == (DURATIONS[value] if name == "Duration" else value))


def _reserved_nodes(params: Params) -> list[Item]:
    wanted = params.get("ReservedCacheNodeId")
    if wanted is not None and wanted not in {node["ReservedCacheNodeId"] for node in RESERVED}:
        raise Refused(Refusal("ReservedCacheNodeNotFound", f"Reservation {wanted} not found.", 404))
    given = [(name, params[name]) for name in RESERVED_FILTERS if name in params]
    return [node for node in RESERVED if all(reserved_passes(node, *one) for one in given)]


# cloudfront.ListCloudFrontOriginAccessIdentities

IDENTITIES: list[Item] = sorted(
    (
        {
            "Id": f"E{_digits(f'identity {number}', 13).upper()}",
            "S3CanonicalUserId": _digits(f"canonical {number}", 64) + _digits(f"user {number}", 32),
            "Comment": ("Für <uns> & mehr", "", "access-identity-reports", "Fotos & films")[number % 4],
        }
        for number in range(36)
    ),
    key=lambda identity: identity["Id"],
)


def _identity_rules(params: Params) -> Iterable[Violation]:
    text = params.get("MaxItems", "1")
    if not re.fullmatch("[0-9]{1,10}", text) or not 1 <= int(text) < 2**31:
        yield rule("MaxItems", f"The value {text!r} of MaxItems is not a whole number above 0.", text)


def identity_position(identities: list[Item], marker: str) -> int | None:
    """Where the identities after a marker begin. A marker is the ID of an identity, or empty."""
    if not marker:
        return 0
    ids = [identity["Id"] for identity in identities]
    return ids.index(marker) + 1 if marker in ids else None


def _identity_answer(params: Params, page: Page | None) -> Output:
    # These are members of CloudFrontOriginAccessIdentityList, the payload.
    assert page
    return {
        "Marker": params.get("Marker", ""),
        "MaxItems": int(params.get("MaxItems", "100")),
        "IsTruncated": page.token is not None,
        "Quantity": len(page.entries),
        **({"Items": page.entries} if page.entries else {}),
    }


# ec2.ListVolumesInRecycleBin

VOLUME_TYPES = ("gp3", "io2", "standard", "gp2", "io1", "st1", "sc1")


def _recycled(number: int) -> Item:
    kind = VOLUME_TYPES[number % 7]
    entered = BORN + 200 * DAY + number * HOUR
    outpost = f"arn:aws:outposts:{REGION}:{ACCOUNT}:outpost/op-{_digits('outpost', 17)}"
    managed = {"Managed": True, "Principal": "eks.amazonaws.com", "HiddenByDefault": number % 2 == 0}
    return {
        "VolumeId": f"vol-{_digits(f'recycled {number}', 17)}",
        "VolumeType": kind,
        "State": "error" if number == 5 else "available",
        "Size": 8 * (1 + number % 9),
        **({"Iops": 3000 + 100 * number} if kind in ("gp3", "io2", "gp2", "io1") else {}),
        **({"Throughput": 125 + number} if kind == "gp3" else {}),
        **({"OutpostArn": outpost} if number == 4 else {}),
        "AvailabilityZone": f"{REGION}{'abd'[number % 3]}",
        "AvailabilityZoneId": f"use1-az{'462'[number % 3]}",
        **({"SourceVolumeId": f"vol-{_digits(f'source {number}', 17)}"} if number % 6 == 1 else {}),
        **({"SnapshotId": f"snap-{_digits(f'snapshot {number}', 17)}"} if number % 4 else {}),
        "Operator": managed if number % 5 == 2 else {"Managed": False},
        "CreateTime": BORN + number * DAY,
        "RecycleBinEnterTime": entered,
        "RecycleBinExitTime": entered + 7 * DAY,
    }


RECYCLED: list[Item] = [_recycled(number) for number in range(23)]


def _recycled_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxResults", 5)
    if not 5 <= limit <= 500:
        message = f"Value ({limit}) for parameter maxResults is invalid. Expecting a value from 5 to 500."
        yield rule("MaxResults", message, limit)
    for number, identifier in enumerate(params.get("VolumeIds", []), 1):
        if not re.fullmatch("vol-[0-9a-f]{8}([0-9a-f]{9})?", identifier):
            message = f"Value ({identifier}) for parameter volumeId is invalid. Expected: 'vol-...'."
            yield rule(f"VolumeId.{number}", message, identifier)


def _recycled_volumes(params: Params) -> list[Item]:
    if params.get("DryRun"):
        message = "Request would have succeeded, but DryRun flag is set."
        raise Refused(Refusal("DryRunOperation", message, 412))
    wanted = params.get("VolumeIds")
    known = {volume["VolumeId"] for volume in RECYCLED}
    for identifier in wanted or []:
        if identifier not in known:
            raise Refused(Refusal("InvalidVolume.NotFound", f"The volume '{identifier}' does not exist."))
    return [volume for volume in RECYCLED if not wanted or volume["VolumeId"] in wanted]


FIFTH_X = {
    operation.name: operation
    for operation in [
        Operation(
            "budgets.DescribeBudgetNotificationsForAccount",
            "InvalidParameterException",
            lambda params, page: {"BudgetNotificationsForAccount": page.entries if page else []},
            _budgets,
            paging=Paging("NextToken", "NextToken", "MaxResults", 50, 1000),
            token_code="InvalidNextTokenException",
        ),
        Operation(
            "swf.GetWorkflowExecutionHistory",
            "ValidationException",
            lambda params, page: {"events": page.entries if page else []},
            _events,
            paging=Paging(
                "nextPageToken", "nextPageToken", "maximumPageSize", 1000, 1000, zero_is_default=True
            ),
        ),
        Operation(
            "ram.ListPermissions",
            "InvalidParameterException",
            lambda params, page: {"permissions": page.entries if page else []},
            permissions_for,
            _permission_rules,
            Paging("nextToken", "nextToken", "maxResults", 50, 500),
            token_code="InvalidNextTokenException",
        ),
        Operation(
            "elasticache.DescribeReservedCacheNodes",
            "InvalidParameterValue",
            lambda params, page: {"ReservedCacheNodes": page.entries if page else []},
            _reserved_nodes,
            _reserved_rules,
            Paging("Marker", "Marker", "MaxRecords", 100, 100),
        ),
        Operation(
            "cloudfront.ListCloudFrontOriginAccessIdentities",
            "InvalidArgument",
            _identity_answer,
            lambda params: IDENTITIES,
            _identity_rules,
            Paging("Marker", "NextMarker", "MaxItems", 2**31, 2**31),
            lambda identities, stop: str(identities[stop - 1]["Id"]),
            identity_position,
        ),
        Operation(
            "ec2.ListVolumesInRecycleBin",
            "InvalidParameterValue",
            lambda params, page: {"Volumes": page.entries if page else []},
            _recycled_volumes,
            _recycled_rules,
            Paging("NextToken", "NextToken", "MaxResults", 500, 500),
        ),
    ]
}
# What a user has to say, since it names a resource.
FIFTH_X_PARAMS: dict[str, dict[str, Any]] = {
    "budgets.DescribeBudgetNotificationsForAccount": {"AccountId": ACCOUNT},
    "swf.GetWorkflowExecutionHistory": {
        "domain": DOMAIN,
        "execution": {"workflowId": WORKFLOW, "runId": RUN},
    },
}
