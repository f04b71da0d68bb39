"""Six operations more, part Y of the set `fourth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging
from .tokens import TokenUnknown, seal, unseal


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _identifier(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


# fsx.DescribeFileSystemAliases

FILE_SYSTEM = "fs-0123456789abcdef0"
BRANCH_SYSTEM = "fs-0a1b2c3d4e5f60718"
BARE_SYSTEM = "fs-0e0e0e0e0e0e0e0e0"
LUSTRE_SYSTEM = "fs-0f0f0f0f0f0f0f0f0"


def _alias(name: str, lifecycle: str = "AVAILABLE") -> Item:
    return {"Name": name, "Lifecycle": lifecycle}


ALIASES: dict[str, list[Item]] = {
    FILE_SYSTEM: [
        _alias("accounting.example.com"),
        _alias("finance.example.com"),
        _alias("2024-archive.example.com", "CREATE_FAILED"),
        _alias("hr_files.corp.example.com"),
        _alias("files.example.com", "CREATING"),
        _alias("sales.eu.example.com"),
        _alias("old-sales.example.com", "DELETING"),
        _alias("1.example.com"),
        _alias("engineering-team.example.com"),
        _alias("legacy.example.com", "DELETE_FAILED"),
        _alias("transfer.example.com"),
    ],
    BRANCH_SYSTEM: [_alias("branch.example.com"), _alias("till.example.com", "CREATING")],
    BARE_SYSTEM: [],
}


def _aliases(params: Params) -> list[Item]:
    system = params["FileSystemId"]
    if system == LUSTRE_SYSTEM:
        message = f"Operation not supported on file system type LUSTRE: {system}"
        raise Refused(Refusal("BadRequest", message))
    if system not in ALIASES:
        raise Refused(Refusal("FileSystemNotFound", f"File system '{system}' does not exist."))
    return ALIASES[system]


def _alias_owner(aliases: list[Item]) -> str:
    return " ".join(str(alias["Name"]) for alias in aliases)


def _alias_token(aliases: list[Item], start: int) -> str:
    """A token as its pattern says: base64 with its padding."""
    token = seal(start, _alias_owner(aliases))
    return token + "=" * (-len(token) % 4)


def _alias_position(aliases: list[Item], token: str) -> int | None:
    try:
        return unseal(token.rstrip("="), _alias_owner(aliases))
    except TokenUnknown:
        return None


# route53resolver.ListOutpostResolvers

OUTPOSTS = [
    f"arn:aws:outposts:{REGION}:{ACCOUNT}:outpost/op-{_digits(f'outpost {number}', 17)}"
    for number in range(3)
]


def rfc3339(time: datetime) -> str:
    """A time as text with milliseconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"


def _resolver(number: int, name: str, status: str, outpost: int, changed: bool, message: str) -> Item:
    created = BORN + number * 31 * HOUR + timedelta(milliseconds=117 * number + 5)
    identifier = f"rslvr-op-{_digits(f'resolver {number}', 17)}"
    return {
        "Arn": f"arn:aws:route53resolver:{REGION}:{ACCOUNT}:outpost-resolver/{identifier}",
        "CreationTime": rfc3339(created),
        "ModificationTime": rfc3339(created + (number + 1) * HOUR if changed else created),
        "CreatorRequestId": f"terraform-{_digits(name, 12)}",
        "Id": identifier,
        "InstanceCount": 4 + number % 3,
        "PreferredInstanceType": "m5.xlarge" if number % 2 else "c5.large",
        "Name": name,
        "Status": status,
        **({"StatusMessage": message} if message else {}),
        "OutpostArn": OUTPOSTS[outpost],
    }


RESOLVERS = [
    _resolver(number, *row)
    for number, row in enumerate(
        [
            ("factory", "OPERATIONAL", 0, True, ""),
            ("factory-spare", "OPERATIONAL", 0, False, ""),
            ("warehouse", "UPDATING", 1, True, "The instance count changes from 4 to 6."),
            ("Zürich <lab>", "OPERATIONAL", 1, False, ""),
            ("clinic", "ACTION_NEEDED", 0, True, "Capacity is missing on the Outpost & its racks."),
            ("clinic", "CREATING", 1, False, ""),
            ("museum", "FAILED_CREATION", 0, False, "No instance of type c5.large is available."),
            ("port", "DELETING", 2, True, ""),
            ("harbour", "OPERATIONAL", 0, True, ""),
        ]
    )
]


def _resolvers(params: Params) -> list[Item]:
    wanted = params.get("OutpostArn")
    return [one for one in RESOLVERS if wanted in (None, one["OutpostArn"])]


# lakeformation.ListLFTags

PARTNER = "210987654321"
AGENCY = "345678901234"
BARE_CATALOG = "456789012345"


def _tag(catalog: str, key: str, *values: str) -> Item:
    return {"CatalogId": catalog, "TagKey": key, "TagValues": list(values)}


TAGS = [
    _tag(ACCOUNT, "department", "sales", "finance", "hr"),
    _tag(ACCOUNT, "confidential", "yes", "no"),
    _tag(PARTNER, "region", "eu", "us"),
    _tag(ACCOUNT, "level", "1"),
    _tag(ACCOUNT, "größe", "klein", "groß"),
    _tag(PARTNER, "level", "gold"),
    _tag(ACCOUNT, "owner:team", "data+ai@example.com", ""),
    _tag(ACCOUNT, "module", "orders/*"),
    _tag(AGENCY, "campaign", "spring", "summer"),
    _tag(ACCOUNT, "audit", "2023", "2024"),
    _tag(ACCOUNT, "x-source", "crm", "erp"),
    _tag(PARTNER, "source", "pos"),
    _tag(ACCOUNT, "access level", "read only", "write"),
    _tag(AGENCY, "budget", "50%"),
]
CATALOGS = (ACCOUNT, PARTNER, AGENCY, BARE_CATALOG)


def _tags(params: Params) -> list[Item]:
    catalog, kind = params.get("CatalogId", ACCOUNT), params.get("ResourceShareType")
    if catalog not in CATALOGS:
        raise Refused(Refusal("EntityNotFoundException", f"Catalog {catalog} not found."))
    if kind is None:
        return [one for one in TAGS if one["CatalogId"] == catalog]
    given = [one for one in TAGS if params.get("CatalogId") in (None, ACCOUNT, one["CatalogId"])]
    return given if kind == "ALL" else [one for one in given if one["CatalogId"] != ACCOUNT]


def _tag_answer(params: Params, page: Page | None) -> Output:
    return {"LFTags": page.entries} if page and page.entries else {}


# pinpoint.GetSegmentImportJobs: the output is the payload, ImportJobsResponse

APPLICATION = _digits("application", 32)
SEGMENT = _digits("segment", 32)
OTHER_SEGMENT = _digits("another segment", 32)
BARE_SEGMENT = _digits("bare segment", 32)


def _job(number: int, segment: str, status: str, format: str, failed: int) -> Item:  # noqa: A002
    created = BORN + number * 25 * HOUR + timedelta(milliseconds=317 * number + 9)
    ended = status in ("COMPLETED", "FAILED")
    pieces = number % 4 + 2
    done = pieces - failed if ended else 1
    return {
        "ApplicationId": APPLICATION,
        "CompletedPieces": done,
        **({"CompletionDate": rfc3339(created + timedelta(minutes=7 + number))} if ended else {}),
        "CreationDate": rfc3339(created),
        "Definition": {
            "DefineSegment": number == 0,
            "Format": format,
            "RegisterEndpoints": number % 2 == 0,
            "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/service-role/pinpoint-import",
            "S3Url": f"s3://customers/zoë & co/{number}.{format.lower()}",
            "SegmentId": segment,
            **({"SegmentName": "customers"} if number == 0 else {}),
        },
        "FailedPieces": failed,
        **({"Failures": [f"Line {7 * number}: missing <Address>", "Line 90: no JSON"]} if failed else {}),
        "Id": _digits(f"import {number}", 32),
        "JobStatus": status,
        "TotalFailures": 2 * failed,
        "TotalPieces": pieces,
        "TotalProcessed": 1000 * done,
        "Type": "IMPORT",
    }


IMPORTS = [
    _job(number, *row)
    for number, row in enumerate(
        [
            (SEGMENT, "COMPLETED", "CSV", 0),
            (SEGMENT, "FAILED", "JSON", 1),
            (OTHER_SEGMENT, "COMPLETED", "CSV", 0),
            (SEGMENT, "COMPLETED", "CSV", 0),
            (SEGMENT, "FAILED", "CSV", 2),
            (OTHER_SEGMENT, "PROCESSING", "JSON", 0),
            (SEGMENT, "COMPLETED", "JSON", 0),
            (SEGMENT, "FAILED", "JSON", 1),
            (SEGMENT, "COMPLETED", "CSV", 0),
            (SEGMENT, "PROCESSING", "CSV", 0),
            (OTHER_SEGMENT, "COMPLETED", "JSON", 0),
            (SEGMENT, "CREATED", "JSON", 0),
        ]
    )
]


def _import_rules(params: Params) -> Iterable[Violation]:
    size = params.get("PageSize")
    if size is not None and not re.fullmatch("0*[1-9][0-9]{0,8}", size):
        yield rule("PageSize", f"The page-size {size!r} is not valid: it must be a positive integer.", size)


def _imports(params: Params) -> list[Item]:
    if params["ApplicationId"] != APPLICATION:
        raise Refused(Refusal("NotFoundException", f"Application {params['ApplicationId']} not found.", 404))
    if params["SegmentId"] not in (SEGMENT, OTHER_SEGMENT, BARE_SEGMENT):
        raise Refused(Refusal("NotFoundException", f"Segment {params['SegmentId']} not found.", 404))
    # The latest are the first.
    return [one for one in IMPORTS[::-1] if one["Definition"]["SegmentId"] == params["SegmentId"]]


# autoscaling.DescribePolicies

POLICY_TYPES = ("SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling")
MANAGED = "eks-managed-nodes"


def _policy(group: str, name: str, kind: str, **members: object) -> Item:
    arn = f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:scalingPolicy:{_identifier(f'{group} {name}')}"
    alarms = [] if kind in ("SimpleScaling", "PredictiveScaling") else [f"TargetTracking-{group}-AlarmHigh"]
    alarm_start = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:"
    return {
        "AutoScalingGroupName": group,
        "PolicyName": name,
        "PolicyARN": f"{arn}:autoScalingGroupName/{group}:policyName/{name}",
        "PolicyType": kind,
        **members,
        "Alarms": [{"AlarmName": alarm, "AlarmARN": alarm_start + alarm} for alarm in alarms],
        "Enabled": name != "nightly",
    }


def _simple(adjustment: int, **members: object) -> Item:
    return {"AdjustmentType": "ChangeInCapacity", "ScalingAdjustment": adjustment, **members}


def _steps(*steps: Item) -> Item:
    return {
        "AdjustmentType": "PercentChangeInCapacity",
        "MinAdjustmentMagnitude": 2,
        "StepAdjustments": list(steps),
        "MetricAggregationType": "Average",
        "EstimatedInstanceWarmup": 120,
    }


def _tracking(metric: str, target: float, disable: bool) -> Item:
    return {
        "TargetTrackingConfiguration": {
            "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
            "TargetValue": target,
            "DisableScaleIn": disable,
        }
    }


def _step(adjustment: int, lower: float | None, upper: float | None) -> Item:
    bounds = {"MetricIntervalLowerBound": lower, "MetricIntervalUpperBound": upper}
    return {
        **{name: bound for name, bound in bounds.items() if bound is not None},
        "ScalingAdjustment": adjustment,
    }


FORECAST: Item = {
    "PredictiveScalingConfiguration": {
        "MetricSpecifications": [
            {
                "TargetValue": 40.5,
                "PredefinedMetricPairSpecification": {"PredefinedMetricType": "ASGCPUUtilization"},
            }
        ],
        "Mode": "ForecastOnly",
        "SchedulingBufferTime": 300,
    }
}
POLICIES = [
    _policy("web", "ScaleIn", "SimpleScaling", **_simple(-1, Cooldown=60)),
    _policy("web", "ScaleOut", "SimpleScaling", **_simple(2)),
    _policy("web", "steps", "StepScaling", **_steps(_step(10, 0.0, 10.5), _step(30, 10.5, None))),
    _policy("web", "cpu50", "TargetTrackingScaling", **_tracking("ASGAverageCPUUtilization", 50.0, False)),
    _policy(MANAGED, "cpu50", "TargetTrackingScaling", **_tracking("ASGAverageNetworkIn", 1e6, True)),
    _policy("batch", "ScaleIn", "SimpleScaling", **_simple(-2, Cooldown=300)),
    _policy("batch", "R&D <nightly>", "SimpleScaling", **_simple(5)),
    _policy("batch", "forecast", "PredictiveScaling", **FORECAST),
    _policy("web", "forecast", "PredictiveScaling", **FORECAST),
    _policy("Web", "cpu50", "TargetTrackingScaling", **_tracking("ASGAverageNetworkOut", 2.5, True)),
    _policy("batch", "nightly", "StepScaling", **_steps(_step(-10, None, 0.0))),
    _policy(MANAGED, "ScaleOut", "SimpleScaling", **_simple(1)),
    _policy("web", "scaleout", "SimpleScaling", **_simple(4, Cooldown=0)),
]


def _policy_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxRecords", 1)
    if not 1 <= limit <= 100:
        yield rule("MaxRecords", f"Value '{limit}' at 'maxRecords' must be from 1 to 100.", limit)
    if len(params.get("PolicyNames", [])) > 50:
        yield rule("PolicyNames", "PolicyNames must have at most 50 items.", params["PolicyNames"])
    for number, kind in enumerate(params.get("PolicyTypes", []), 1):
        if kind not in POLICY_TYPES:
            message = f"Unsupported policy type: {kind}. Valid values are {', '.join(POLICY_TYPES)}."
            yield rule(f"PolicyTypes.{number}", message, kind)


def policies_for(params: Params) -> list[Item]:
    """The policies that the parameters ask for. A name may also be an ARN."""
    names, types = params.get("PolicyNames"), params.get("PolicyTypes")
    return [
        one
        for one in POLICIES
        if params.get("AutoScalingGroupName") in (None, one["AutoScalingGroupName"])
        and (not names or one["PolicyName"] in names or one["PolicyARN"] in names)
        and (not types or one["PolicyType"] in types)
        and (params.get("IncludeManagedResources", True) or one["AutoScalingGroupName"] != MANAGED)
    ]


# memorydb.DescribeParameterGroups


def _group(name: str, family: str, description: str) -> Item:
    arn = f"arn:aws:memorydb:{REGION}:{ACCOUNT}:parametergroup/{name}"
    return {"Name": name, "Family": family, "Description": description, "ARN": arn}


GROUPS = [
    _group(f"default.{family.replace('_', '-')}", family, f"Default parameter group for {family}")
    for family in ("memorydb_redis6", "memorydb_redis7", "memorydb_valkey7")
] + [
    _group("orders", "memorydb_redis7", "Evicts the least recently used"),
    _group("orders-eu", "memorydb_redis7", "Bestellungen für Zürich & Genf"),
    _group("sessions", "memorydb_redis6", ""),
    _group("sessions-v7", "memorydb_valkey7", "Sessions <2024>"),
    _group("search", "memorydb_redis7", "Search enabled"),
    _group("cache", "memorydb_valkey7", ""),
]


def _group_rules(params: Params) -> Iterable[Violation]:
    if params.get("MaxResults", 1) < 1:
        yield rule("MaxResults", "MaxResults must be at least 1.", params["MaxResults"])


def _groups(params: Params) -> list[Item]:
    if "ParameterGroupName" not in params:
        return GROUPS
    name = params["ParameterGroupName"]
    found = [one for one in GROUPS if one["Name"] == name]
    if not found:
        raise Refused(Refusal("ParameterGroupNotFoundFault", f"ParameterGroup not found: {name}"))
    return found


FOURTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "fsx.DescribeFileSystemAliases",
            "BadRequest",
            lambda params, page: {"Aliases": page.entries if page else []},
            _aliases,
            paging=Paging("NextToken", "NextToken", "MaxResults", 50, 50),
            token_of=_alias_token,
            position_of=_alias_position,
        ),
        Operation(
            "route53resolver.ListOutpostResolvers",
            "ValidationException",
            lambda params, page: {"OutpostResolvers": page.entries if page else []},
            _resolvers,
            paging=Paging("NextToken", "NextToken", "MaxResults", 100, 100),
        ),
        Operation(
            "lakeformation.ListLFTags",
            "InvalidInputException",
            _tag_answer,
            _tags,
            paging=Paging("NextToken", "NextToken", "MaxResults", 50, 50),
        ),
        Operation(
            "pinpoint.GetSegmentImportJobs",
            "BadRequestException",
            lambda params, page: {"Item": page.entries if page else []},
            _imports,
            _import_rules,
            Paging("Token", "NextToken", "PageSize", 100, 2**31),
        ),
        Operation(
            "autoscaling.DescribePolicies",
            "ValidationError",
            lambda params, page: {"ScalingPolicies": page.entries if page else []},
            policies_for,
            _policy_rules,
            Paging("NextToken", "NextToken", "MaxRecords", 50, 100),
            token_code="InvalidNextToken",
        ),
        Operation(
            "memorydb.DescribeParameterGroups",
            "InvalidParameterValueException",
            lambda params, page: {"ParameterGroups": page.entries if page else []},
            _groups,
            _group_rules,
            Paging("NextToken", "NextToken", "MaxResults", 100, 100),
        ),
    ]
}
# What a user has to say, since it names a resource.
FOURTH_Y_PARAMS = {
    "fsx.DescribeFileSystemAliases": {"FileSystemId": FILE_SYSTEM},
    "pinpoint.GetSegmentImportJobs": {"ApplicationId": APPLICATION, "SegmentId": SEGMENT},
}
