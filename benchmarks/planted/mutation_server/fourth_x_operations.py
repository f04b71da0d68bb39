"""Six operations more, part X of the set `fourth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, BUCKET, HOUR, REGION, Operation, Paging
from .third_y_operations import wildcard

DAY = timedelta(days=1)
DRY_RUN = Refusal("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


# dynamodbstreams.DescribeStream

LABEL = "2024-05-17T09:30:00.123"
STREAM = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/Orders/stream/{LABEL}"
STREAM_ARN = r"arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[a-zA-Z0-9_.-]{3,255}/stream/.+"
# The parent of each shard, by number. Shards with children are closed, and the last four are open.
PARENTS = (None, None, 0, 0, 1, 2, 3, 4, 5, 5, 6, 7, 8)


def _shard_id(number: int) -> str:
    created = int((BORN + number * 4 * HOUR).timestamp() * 1000)
    return f"shardId-{created:020d}-{_digits(f'shard {number}', 8)}"


SHARDS: list[Item] = [
    {
        "ShardId": _shard_id(number),
        "SequenceNumberRange": {
            "StartingSequenceNumber": f"{4000 + number:09d}00000000002000000",
            **(
                {"EndingSequenceNumber": f"{4000 + number:09d}00000000002999999"} if number in PARENTS else {}
            ),
        },
        **({} if parent is None else {"ParentShardId": _shard_id(parent)}),
    }
    for number, parent in enumerate(PARENTS)
]


def _stream_rules(params: Params) -> Iterable[Violation]:
    arn, limit = params["StreamArn"], params.get("Limit", 1)
    if not re.fullmatch(STREAM_ARN, arn):
        yield rule("StreamArn", f"Invalid StreamArn: {arn!r}", arn)
    if limit > 100:
        message = f"Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value less than"
        yield rule("Limit", f"{message} or equal to 100", limit)
    shards = params.get("ShardFilter", {"Type": "", "ShardId": ""})
    for name in ("Type", "ShardId"):
        if name not in shards:
            yield rule(f"ShardFilter.{name}", f"ShardFilter must have a {name}.")


def _shards(params: Params) -> list[Item]:
    if params["StreamArn"] != STREAM:
        message = f"Requested resource not found: Stream: {params['StreamArn']} not found"
        raise Refused(Refusal("ResourceNotFoundException", message))
    parent = params.get("ShardFilter", {}).get("ShardId")
    return [shard for shard in SHARDS if parent is None or shard.get("ParentShardId") == parent]


def _stream_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {
        "StreamDescription": {
            "StreamArn": STREAM,
            "StreamLabel": LABEL,
            "StreamStatus": "ENABLED",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
            "CreationRequestDateTime": BORN + timedelta(milliseconds=123),
            "TableName": "Orders",
            "KeySchema": [
                {"AttributeName": "customer", "KeyType": "HASH"},
                {"AttributeName": "größe", "KeyType": "RANGE"},
            ],
            "Shards": page.entries,
        }
    }


# guardduty.GetFindingsStatistics

DETECTOR = "12abc34d567e8fa901bc2d34e56789f0"
_TYPES = (
    "Recon:EC2/PortProbeUnprotectedPort",
    "UnauthorizedAccess:EC2/SSHBruteForce",
    "CryptoCurrency:EC2/BitcoinTool.B!DNS",
    "Policy:S3/BucketBlockPublicAccessDisabled",
    "Discovery:S3/AnomalousBehavior",
)
FINDINGS: list[Item] = [
    {
        "id": _digits(f"finding {number}", 32),
        "accountId": (ACCOUNT, ACCOUNT, "210987654321")[number % 34 % 3],
        "region": REGION,
        "type": _TYPES[kind],
        "severity": (2.0, 5.0, 8.0, 2.0, 5.0)[kind],
        "resource.resourceType": "S3Bucket" if kind > 2 else "Instance",
        "resource": f"bucket-{number % 34}" if kind > 2 else f"i-{_digits(f'machine {number % 34}', 17)}",
        "service.archived": "true" if number % 7 == 0 else "false",
        "service.count": 1 + number % 5,
        "updatedAt": BORN + number * 3 * HOUR + timedelta(seconds=number),
    }
    for number in range(60)
    for kind in [(0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4)[number % 11]]
]
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ACCOUNT": ("GroupedByAccount", ("AccountId",)),
    "DATE": ("GroupedByDate", ("Date", "Severity")),
    "FINDING_TYPE": ("GroupedByFindingType", ("FindingType",)),
    "RESOURCE": ("GroupedByResource", ("AccountId", "ResourceId", "ResourceType")),
    "SEVERITY": ("GroupedBySeverity", ("Severity",)),
}
LISTS = ("Eq", "Equals", "Neq", "NotEquals")
BOUNDS = ("Gt", "GreaterThan", "Gte", "GreaterThanOrEqual", "Lt", "LessThan", "Lte", "LessThanOrEqual")
NUMBERS = ("severity", "service.count", "updatedAt")


def _statistics_rules(params: Params) -> Iterable[Violation]:
    if ("FindingStatisticTypes" in params) == ("GroupBy" in params):
        yield rule("GroupBy", "Provide either findingStatisticTypes or groupBy, and not both.")
    for name in ("OrderBy", "MaxResults"):
        if name in params and "GroupBy" not in params:
            yield rule(name, f"{name} can be used only with groupBy.", params[name])
    for field, condition in params.get("FindingCriteria", {}).get("Criterion", {}).items():
        member = f"FindingCriteria.Criterion.{field}"
        if field not in FINDINGS[0] or field == "resource":
            yield rule("FindingCriteria.Criterion.key", f"{field!r} is not a field of findings.", field)
        for name in LISTS:
            if len(condition.get(name, ())) > 50:
                yield rule(f"{member}.{name}", f"{name} may have 50 values.", condition[name])
        for name in ("Matches", "NotMatches"):
            if name in condition:
                yield rule(f"{member}.{name}", f"{name} is for filters only.", condition[name])
        if field not in NUMBERS and set(BOUNDS) & set(condition):
            yield rule(member, f"{field} is not a number.", condition)


def finding_passes(finding: Item, field: str, name: str, wanted: Any) -> bool:
    """Whether a finding passes one part of a condition."""
    value = finding[field]
    if isinstance(value, datetime):
        value = int(value.timestamp() * 1000)
    if name in LISTS:
        texts = {str(value), f"{value:g}"} if isinstance(value, float) else {str(value)}
        return bool(texts & set(wanted)) == name.lower().startswith("eq")
    equal = name in ("Gte", "GreaterThanOrEqual", "Lte", "LessThanOrEqual") and value == wanted
    return bool(equal or (value > wanted if name.startswith("G") else value < wanted))


def findings_for(params: Params) -> list[Item]:
    """The findings that pass the criteria."""
    criteria = params.get("FindingCriteria", {}).get("Criterion", {})
    return [
        finding
        for finding in FINDINGS
        if all(
            finding_passes(finding, field, name, wanted)
            for field, condition in criteria.items()
            for name, wanted in condition.items()
            if name in LISTS + BOUNDS
        )
    ]


def _group_value(finding: Item, member: str) -> Any:
    updated = finding["updatedAt"]
    return {
        "AccountId": finding["accountId"],
        "Date": datetime(updated.year, updated.month, updated.day, tzinfo=UTC),
        "FindingType": finding["type"],
        "ResourceId": finding["resource"],
        "ResourceType": finding["resource.resourceType"],
        "Severity": finding["severity"],
    }[member]


def groups_of(kind: str, findings: list[Item]) -> list[Item]:
    """The groups of findings with their sums, in ascending order."""
    _, members = GROUPS[kind]
    groups: dict[tuple[Any, ...], Item] = {}
    for finding in findings:
        names = {member: _group_value(finding, member) for member in members}
        group = groups.setdefault(tuple(names.values()), {**names, "TotalFindings": 0})
        group["TotalFindings"] += 1
        group["LastGeneratedAt"] = finding["updatedAt"]
    first = {"DATE": "Date", "SEVERITY": "Severity"}.get(kind, "TotalFindings")
    return sorted(groups.values(), key=lambda one: (one[first], *(str(one[member]) for member in members)))


def _statistics(params: Params, page: Page | None) -> Output:
    if params["DetectorId"] != DETECTOR:
        message = "The request is rejected because the input detectorId is not owned by the current account."
        raise Refused(Refusal("BadRequestException", message))
    findings = findings_for(params)
    if "GroupBy" not in params:
        counts: dict[str, int] = {}
        for finding in findings:
            counts[str(finding["severity"])] = counts.get(str(finding["severity"]), 0) + 1
        return {"FindingStatistics": {"CountBySeverity": counts} if params["FindingStatisticTypes"] else {}}
    groups = groups_of(params["GroupBy"], findings)
    if params.get("OrderBy", "DESC") == "DESC":
        groups.reverse()
    return {"FindingStatistics": {GROUPS[params["GroupBy"]][0]: groups[: params.get("MaxResults", 25)]}}


# elbv2.DescribeLoadBalancers

BALANCER_ARN = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/"


def _balancer(number: int, name: str, kind: str, scheme: str, state: str) -> Item:
    identifier = _digits(f"balancer {name}", 16)
    short = {"application": "app", "network": "net", "gateway": "gwy"}[kind]
    return {
        "LoadBalancerArn": f"{BALANCER_ARN}{short}/{name}/{identifier}",
        **(
            {"DNSName": f"{'internal-' * (scheme == 'internal')}{name}-{number}.{REGION}.elb.amazonaws.com"}
            if kind != "gateway"
            else {}
        ),
        "CanonicalHostedZoneId": "Z35SXDOTRQ7X7K",
        "CreatedTime": BORN + number * HOUR,
        "LoadBalancerName": name,
        "Scheme": scheme,
        "VpcId": f"vpc-{_digits('network', 17)}",
        "State": {
            "Code": state,
            **({"Reason": "Zoë's quota of <addresses> & networks"} if state == "failed" else {}),
        },
        "Type": kind,
        "AvailabilityZones": [
            {
                "ZoneName": f"{REGION}{letter}",
                "SubnetId": f"subnet-{_digits(letter, 17)}",
                "LoadBalancerAddresses": (
                    [{"IpAddress": f"203.0.113.{number}", "AllocationId": f"eipalloc-{identifier}0"}]
                    if kind == "network" and scheme != "internal"
                    else []
                ),
            }
            for letter in "ab"
        ],
        **({"SecurityGroups": [f"sg-{_digits(name, 17)}"]} if kind == "application" else {}),
        "IpAddressType": "dualstack" if number % 3 == 0 else "ipv4",
    }


BALANCERS = [
    _balancer(number, *row)
    for number, row in enumerate(
        [
            ("api", "application", "internet-facing", "active"),
            ("api-internal", "application", "internal", "active"),
            ("Shop", "network", "internet-facing", "active"),
            ("shop", "application", "internet-facing", "provisioning"),
            ("inspect", "gateway", "internal", "active"),
            ("mail", "network", "internal", "failed"),
            ("video", "application", "internet-facing", "active_impaired"),
        ]
    )
]


def _balancer_rules(params: Params) -> Iterable[Violation]:
    arns = params.get("LoadBalancerArns", [])
    if len(arns) > 20:
        yield rule("LoadBalancerArns", "Up to 20 load balancers can be specified.", arns)
    for arn in arns:
        if not arn.startswith("arn:"):
            yield rule("LoadBalancerArns", f"'{arn}' is not a valid load balancer ARN", arn)


def _balancers(params: Params) -> list[Item]:
    found = []
    for parameter, member in (("LoadBalancerArns", "LoadBalancerArn"), ("Names", "LoadBalancerName")):
        known = {balancer[member] for balancer in BALANCERS}
        missing = [one for one in params.get(parameter, []) if one not in known]
        if missing:
            message = f"Load balancers '[{', '.join(missing)}]' not found"
            raise Refused(Refusal("LoadBalancerNotFound", message))
        found += [one for one in BALANCERS if one[member] in params.get(parameter, [])]
    if not params.get("LoadBalancerArns") and not params.get("Names"):
        return BALANCERS
    return [balancer for balancer in BALANCERS if balancer in found]


# servicecatalog.ListProvisionedProductPlans

PRODUCTS = {"pp-ggdj5gxkbsu32": "shop.network", "pp-4q2pmfzsb2mxy": "build_farm", "pp-hzvvmzcgzv6ra": "wiki"}
ACCESS = ("User", "Role", "Account")


def plan_level(number: int) -> str:
    """The narrowest access level that shows a plan: those of the user are also those of the role."""
    return ACCESS[(0, 0, 1, 0, 2)[number % 5]]


PLANS: list[Item] = [
    {
        "PlanName": ("Größer network", "Plan & test", "first", "First", "move to eu")[number % 5],
        "PlanId": f"plan-{_digits(f'plan {number}', 13)}",
        "ProvisionProductId": product,
        "ProvisionProductName": PRODUCTS[product],
        "PlanType": "CLOUDFORMATION",
        "ProvisioningArtifactId": f"pa-{_digits(f'artifact {number % 4}', 13)}",
    }
    for number in range(45)
    for product in [list(PRODUCTS)[number // 2 % 3]]
]


def _plan_rules(params: Params) -> Iterable[Violation]:
    value = params.get("AccessLevelFilter", {}).get("Value", "self")
    if value != "self":
        yield rule("AccessLevelFilter.Value", f"The only supported value is self, not {value!r}.", value)


def plans_for(params: Params) -> list[Item]:
    """The plans of an access level and of a provisioned product."""
    level = ACCESS.index(params.get("AccessLevelFilter", {}).get("Key", "User"))
    return [
        plan
        for number, plan in enumerate(PLANS)
        if ACCESS.index(plan_level(number)) <= level
        and params.get("ProvisionProductId") in (None, plan["ProvisionProductId"])
    ]


def _plans(params: Params) -> list[Item]:
    product = params.get("ProvisionProductId")
    if product is not None and product not in PRODUCTS:
        message = f"Provisioned product {product} does not exist."
        raise Refused(Refusal("ResourceNotFoundException", message))
    return plans_for(params)


# s3.ListBucketAnalyticsConfigurations

_TEAM, _YEAR = {"Key": "team", "Value": "sales & co"}, {"Key": "year", "Value": "<2024>"}
_ANALYSES: tuple[Item, ...] = (
    {},
    {"Filter": {"Prefix": "films/zoë & co/"}},
    {"Filter": {"Tag": _TEAM}},
    {"Filter": {"And": {"Prefix": "logs/", "Tags": [_TEAM]}}},
    {"Filter": {"And": {"Tags": [_TEAM, _YEAR]}}},
)
_EXPORT = {
    "DataExport": {
        "OutputSchemaVersion": "V_1",
        "Destination": {
            "S3BucketDestination": {
                "Format": "CSV",
                "BucketAccountId": ACCOUNT,
                "Bucket": "arn:aws:s3:::analyses",
                "Prefix": "reports/",
            }
        },
    }
}
ANALYSES: list[Item] = [
    {
        "Id": f"analysis-{number:04d}",
        **_ANALYSES[number % 5],
        "StorageClassAnalysis": _EXPORT if number % 3 == 0 else {},
    }
    for number in range(230)
]


def _analyses(params: Params) -> list[Item]:
    if params["Bucket"] != BUCKET:
        raise Refused(Refusal("NoSuchBucket", "The specified bucket does not exist", 404))
    if params.get("ExpectedBucketOwner", ACCOUNT) != ACCOUNT:
        raise Refused(Refusal("AccessDenied", "Access Denied", 403))
    return ANALYSES


def _analysis_answer(params: Params, page: Page | None) -> Output:
    assert page
    token = {"ContinuationToken": params["ContinuationToken"]} if "ContinuationToken" in params else {}
    return {
        "IsTruncated": page.token is not None,
        **token,
        **({"AnalyticsConfigurationList": page.entries} if page.entries else {}),
    }


# ec2.DescribeCapacityBlocks

STATES = (
    *("active", "expired", "unavailable", "cancelled", "failed", "scheduled"),
    *("payment-pending", "payment-failed"),
)
BLOCKS: list[Item] = [
    {
        "CapacityBlockId": f"cb-{_digits(f'block {number}', 17)}",
        **({"UltraserverType": f"u-p6e-gb200x{36 * (1 + number % 2)}"} if number in (2, 3, 7) else {}),
        "AvailabilityZone": f"{REGION}{'abb'[number % 3]}",
        "AvailabilityZoneId": f"use1-az{'466'[number % 3]}",
        "CapacityReservationIds": [
            f"cr-{_digits(f'reservation {number} {one}', 17)}" for one in range(1 + number % 2)
        ],
        "StartDate": BORN + number // 2 * DAY + 2 * HOUR,
        "EndDate": BORN + (number // 2 + 7) * DAY,
        "CreateDate": BORN - 30 * DAY + number * HOUR,
        "State": STATES[number % 8],
        "Tags": [{"Key": "Team", "Value": "vision" if number % 2 else "Zoë & co"}] if number < 7 else [],
    }
    for number in range(11)
]
BLOCK_FILTERS = {
    "capacity-block-id": "CapacityBlockId",
    "ultraserver-type": "UltraserverType",
    "availability-zone": "AvailabilityZone",
    "start-date": "StartDate",
    "end-date": "EndDate",
    "create-date": "CreateDate",
    "state": "State",
    "tags": "Tags",
}


def _block_rules(params: Params) -> Iterable[Violation]:
    for number, entry in enumerate(params.get("Filters", []), 1):
        name = entry.get("Name", "")
        if name not in BLOCK_FILTERS:
            yield rule(f"Filter.{number}.Name", f"The filter '{name}' is invalid", name)
    for identifier in params.get("CapacityBlockIds", []):
        if not re.fullmatch(r"cb-[0-9a-z]{8,17}", identifier):
            message = f'Invalid id: "{identifier}" (expecting "cb-...")'
            raise Refused(Refusal("InvalidCapacityBlockId.Malformed", message))


def block_texts(block: Item, name: str) -> list[str]:
    """What a filter compares its values with."""
    value = block.get(BLOCK_FILTERS[name])
    if name == "ultraserver-type":
        return [value, "ultraservers"] if value else ["instances"]
    if name == "tags":
        return [text for tag in block["Tags"] for text in (tag["Key"], tag["Value"])]
    if isinstance(value, datetime):
        return [value.strftime(f"%Y-%m-%dT%H:%M:%S{end}") for end in (".000Z", "Z", "+00:00", "")]
    return [str(value)]


def block_passes(block: Item, entry: Item) -> bool:
    """Whether a Capacity Block passes a filter."""
    texts = block_texts(block, entry["Name"])
    return any(wildcard(value, text) for value in entry.get("Values", []) for text in texts)


def _blocks(params: Params) -> list[Item]:
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    wanted = params.get("CapacityBlockIds")
    known = {block["CapacityBlockId"] for block in BLOCKS}
    for identifier in wanted or []:
        if identifier not in known:
            message = f"The Capacity Block '{identifier}' does not exist."
            raise Refused(Refusal("InvalidCapacityBlockId.NotFound", message))
    return [
        block
        for block in BLOCKS
        if (not wanted or block["CapacityBlockId"] in wanted)
        and all(block_passes(block, entry) for entry in params.get("Filters", []))
    ]


FOURTH_X = {
    operation.name: operation
    for operation in [
        Operation(
            "dynamodbstreams.DescribeStream",
            "ValidationException",
            _stream_answer,
            _shards,
            _stream_rules,
            Paging("ExclusiveStartShardId", "StreamDescription.LastEvaluatedShardId", "Limit", 100, 100),
            lambda shards, start: str(shards[start - 1]["ShardId"]),
            lambda shards, token: sum(shard["ShardId"] <= token for shard in shards),
        ),
        Operation(
            "guardduty.GetFindingsStatistics", "BadRequestException", _statistics, rules=_statistics_rules
        ),
        Operation(
            "elbv2.DescribeLoadBalancers",
            "ValidationError",
            lambda params, page: {"LoadBalancers": page.entries if page else []},
            _balancers,
            _balancer_rules,
            Paging("Marker", "NextMarker", "PageSize", 400, 400),
        ),
        Operation(
            "servicecatalog.ListProvisionedProductPlans",
            "InvalidParametersException",
            lambda params, page: {"ProvisionedProductPlans": page.entries if page else []},
            _plans,
            _plan_rules,
            Paging("PageToken", "NextPageToken", "PageSize", 20, 20, zero_is_default=True),
        ),
        Operation(
            "s3.ListBucketAnalyticsConfigurations",
            "InvalidArgument",
            _analysis_answer,
            _analyses,
            paging=Paging("ContinuationToken", "NextContinuationToken", "", 100, 100),
        ),
        Operation(
            "ec2.DescribeCapacityBlocks",
            "InvalidParameterValue",
            lambda params, page: {"CapacityBlocks": page.entries if page else []},
            _blocks,
            _block_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
    ]
}
# What a user has to say, since it names a resource.
FOURTH_X_PARAMS: dict[str, dict[str, Any]] = {
    "dynamodbstreams.DescribeStream": {"StreamArn": STREAM},
    "guardduty.GetFindingsStatistics": {"DetectorId": DETECTOR},
    "s3.ListBucketAnalyticsConfigurations": {"Bucket": BUCKET},
}
