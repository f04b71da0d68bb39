"""Thirteen operations, with a small data set. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import urllib.parse
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .model import Item, Output, Page, Params, Refusal, Refused, Violation

ACCOUNT = "123456789012"
REGION = "us-east-1"
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
BORN = datetime(2024, 5, 17, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Paging:
    """The members of an operation that have to do with pages."""

    token_in: str
    token_out: str  # with a dot, if it is in another member
    limit: str  # or nothing, if no request can say it
    default: int
    ceiling: int
    zero_is_default: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation: its own rules, what it selects, and what it answers."""

    name: str
    code: str  # of the error for a parameter that is not valid
    answer: Callable[[Params, Page | None], Output]
    select: Callable[[Params], list[Item]] | None = None
    rules: Callable[[Params], Iterable[Violation]] = lambda params: ()
    paging: Paging | None = None
    # Tokens that are documented as names or identifiers: how one is made, and what it means.
    token_of: Callable[[list[Item], int], str] | None = None
    position_of: Callable[[list[Item], str], int | None] | None = None
    token_code: str = ""  # of the error for a token that is not valid, if it has its own
    # What else the error for parameters that are not valid says: the members of `Refusal` that differ.
    detail: Callable[[list[Violation]], dict[str, Any]] = lambda wrong: {}


def when(value: Any) -> datetime | None:
    """A time of a request, which is a number of seconds or a datetime."""
    if value is None or isinstance(value, datetime):
        return value
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC) if value > 0 else datetime.min.replace(tzinfo=UTC)


def _rule(member: str, message: str, value: Any = None) -> Violation:
    return Violation(member, "rule", message, value)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


# cloudtrail.ListInsightsMetricData

PERIODS = {60: timedelta(days=15), 300: timedelta(days=63), 3600: timedelta(days=90)}


def _metric_rules(params: Params) -> Iterable[Violation]:
    if params["InsightType"] == "ApiErrorRateInsight" and "ErrorCode" not in params:
        yield _rule("ErrorCode", "ErrorCode is required if InsightType is ApiErrorRateInsight.")
    if params.get("Period", 3600) not in PERIODS:
        message = f"Period {params['Period']} is not valid. Valid values are 60, 300, and 3600."
        yield _rule("Period", message, params["Period"])


def _metric_points(params: Params) -> list[Item]:
    period = timedelta(seconds=params.get("Period", 3600))
    source = f"{params['EventSource']} {params['EventName']} {params['InsightType']}"
    # Something happened in nine periods of the last day, and nothing in those between them.
    known = {
        NOW - number * period - 2 * HOUR: float(_number(f"{source} {number}") % 90 + 1) / 2
        for number in (1, 2, 3, 5, 8, 9, 12, 13, 20)
    }
    if params.get("DataType") == "FillWithZeros":
        known = {NOW - number * period - 2 * HOUR: 0.0 for number in range(1, 21)} | known
    start = when(params.get("StartTime")) or NOW - PERIODS.get(params.get("Period", 3600), timedelta(days=15))
    end = when(params.get("EndTime")) or NOW + HOUR
    return [{"time": time, "value": known[time]} for time in sorted(known) if start <= time < end]


def _metric_answer(params: Params, page: Page | None) -> Output:
    assert page
    echoed = {name: params[name] for name in ("EventSource", "EventName", "InsightType")}
    if params["InsightType"] == "ApiErrorRateInsight":
        echoed["ErrorCode"] = params.get("ErrorCode", "AccessDenied")
    output: Output = {**echoed, "Timestamps": [item["time"] for item in page.entries]}
    return output | {"Values": [item["value"] for item in page.entries]}


# cloudtrail.ListInsightsData

_NAMES = ("PutObject", "GetObject", "PutObject", "DeleteObject", "GetObject", "PutObject", "PutItem")
_SOURCES = ("s3", "s3", "s3", "s3", "s3", "s3", "dynamodb")
INSIGHTS: list[Item] = [
    {
        "EventId": str(uuid.UUID(int=_number(f"event {number}") << 64 | 4 << 76 | 8 << 60)),
        "EventName": name,
        "ReadOnly": "true" if name.startswith("Get") else "false",
        "EventTime": NOW - (3 * number + 2) * HOUR,
        "EventSource": f"{source}.amazonaws.com",
        "Username": "alice" if number % 2 else "bob",
        "Resources": [{"ResourceType": "AWS::S3::Bucket", "ResourceName": f"reports-{number}"}],
        "CloudTrailEvent": '{"eventVersion":"1.08"}',
    }
    for number, (name, source) in enumerate(zip(_NAMES, _SOURCES, strict=True))
]


def _insights_rules(params: Params) -> Iterable[Violation]:
    start, end = when(params.get("StartTime")), when(params.get("EndTime"))
    if start and end and start > end:
        yield _rule("StartTime", "StartTime must not be after EndTime.")


def _insights(params: Params) -> list[Item]:
    start = when(params.get("StartTime")) or NOW - timedelta(days=90)
    end = when(params.get("EndTime"))
    return [
        event
        for event in INSIGHTS
        if all(event[name] == value for name, value in params.get("Dimensions", {}).items())
        and start <= event["EventTime"]
        and (end is None or event["EventTime"] <= end)
    ]


# xray


def _impact(seed: str) -> Item:
    fault, okay = _number(seed) % 50 + 1, _number(seed[::-1]) % 900
    return {"FaultCount": fault, "OkCount": okay, "TotalCount": fault + okay}


def _service(name: str) -> Item:
    return {"Name": name, "Names": [name], "AccountId": ACCOUNT, "Type": "AWS::EC2::Instance"}


def _insight(params: Params, page: Page | None) -> Output:
    insight = params["InsightId"]
    closed = _number(insight.lower()) % 2 == 0
    output: Item = {
        "InsightId": insight,
        "GroupARN": f"arn:aws:xray:{REGION}:{ACCOUNT}:group/shop/ABCDEF",
        "GroupName": "shop",
        "RootCauseServiceId": _service("cart"),
        "Categories": ["FAULT"],
        "State": "CLOSED" if closed else "ACTIVE",
        "StartTime": BORN,
        "Summary": "The cart service has more faults than usual.",
        "ClientRequestImpactStatistics": _impact(insight),
        "RootCauseServiceRequestImpactStatistics": _impact(insight + "root"),
        "TopAnomalousServices": [{"ServiceId": _service("cart")}],
    }
    if closed:
        output["EndTime"] = BORN + 3 * HOUR
    return {"Insight": output}


def _insight_events(params: Params) -> list[Item]:
    return [
        {
            "Summary": f"Event {number} of the cart service",
            "EventTime": BORN + number * timedelta(minutes=10),
            "ClientRequestImpactStatistics": _impact(f"{params['InsightId']} {number}"),
            "RootCauseServiceRequestImpactStatistics": _impact(f"{number} {params['InsightId']}"),
            "TopAnomalousServices": [{"ServiceId": _service("cart")}],
        }
        for number in range(7)
    ]


# internetmonitor.GetInternetEvent

INTERNET_EVENTS = {
    f"event-{number}": {
        "EventId": f"event-{number}",
        "EventArn": f"arn:aws:internetmonitor::{ACCOUNT}:internet-event/event-{number}",
        "StartedAt": BORN + number * HOUR,
        **({"EndedAt": BORN + (number + 2) * HOUR} if number % 2 else {}),
        "ClientLocation": {
            "ASName": "Example Net",
            "ASNumber": 64500 + number,
            "Country": "United Kingdom",
            "Subdivision": "Scotland",
            "City": "Edinburgh",
            "Latitude": 55.95,
            "Longitude": -3.19,
        },
        "EventType": "AVAILABILITY" if number % 2 else "PERFORMANCE",
        "EventStatus": "RESOLVED" if number % 2 else "ACTIVE",
    }
    for number in range(1, 5)
}


def _internet_event(params: Params, page: Page | None) -> Output:
    event = INTERNET_EVENTS.get(params["EventId"])
    if not event:
        raise Refused(Refusal("ValidationException", f"The event {params['EventId']} does not exist."))
    return dict(event)


# sqs.ListQueues

QUEUES = [
    f"http://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
    for name in ("Orders", "audit", "audit-dead", "orders", "orders-dead", "orders-retry", "returns", "stock")
]


def _queue_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxResults", 1)
    if not 1 <= limit <= 1000:
        yield _rule("MaxResults", f"Value {limit} for MaxResults is not valid. Value range is 1 to 1000.")


def _queues(params: Params) -> list[Item]:
    prefix = params.get("QueueNamePrefix", "")
    return [{"url": url} for url in QUEUES if url.rpartition("/")[2].startswith(prefix)]


def _queue_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {"QueueUrls": [item["url"] for item in page.entries]}


# iam.ListUsers

USERS: list[Item] = [
    {
        "Path": path,
        "UserName": name,
        "UserId": f"AIDA{_number(name):08X}{_number(name[::-1]):08X}",
        "Arn": f"arn:aws:iam::{ACCOUNT}:user{path}{name}",
        "CreateDate": BORN + number * HOUR,
        **({"PasswordLastUsed": NOW - 5 * HOUR} if number % 3 == 0 else {}),
    }
    for number, (path, name) in enumerate(
        [
            ("/", "alice"),
            ("/", "bob"),
            ("/team/", "carol"),
            ("/team/", "dan"),
            ("/team/a/", "eve"),
            ("/", "frank"),
            ("/ops/", "grace"),
            ("/ops/", "heidi"),
        ]
    )
]


def _users(params: Params) -> list[Item]:
    return [user for user in USERS if user["Path"].startswith(params.get("PathPrefix", "/"))]


def _user_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {"Users": page.entries, "IsTruncated": page.token is not None}


# ec2.DescribeVolumes

VOLUMES: list[Item] = [
    {
        "VolumeId": f"vol-{_number(f'volume {number}'):08x}{number:09x}",
        "Size": 8 * (number + 1),
        "SnapshotId": "",
        "AvailabilityZone": f"{REGION}{'ab'[number % 2]}",
        "State": "in-use" if number % 3 == 0 else "available",
        "CreateTime": BORN + number * HOUR,
        "Attachments": [
            {
                "VolumeId": f"vol-{_number(f'volume {number}'):08x}{number:09x}",
                "InstanceId": f"i-0123456789abcde{number:02x}",
                "Device": "/dev/sda1",
                "State": "attached",
                "AttachTime": BORN + number * HOUR,
                "DeleteOnTermination": True,
            }
        ]
        if number % 3 == 0
        else [],
        "Encrypted": number % 2 == 1,
        "VolumeType": ("gp3", "gp2", "io1")[number % 3],
        "Iops": 3000,
        "MultiAttachEnabled": False,
        "Tags": [{"Key": "Owner", "Value": "TeamA" if number < 4 else "TeamB"}],
    }
    for number in range(8)
]
FILTERS: dict[str, Callable[[Item], list[str]]] = {
    "attachment.attach-time": lambda v: [
        a["AttachTime"].strftime("%Y-%m-%dT%H:%M:%S.000Z") for a in v["Attachments"]
    ],
    "attachment.delete-on-termination": lambda v: [_yes(a["DeleteOnTermination"]) for a in v["Attachments"]],
    "attachment.device": lambda v: [a["Device"] for a in v["Attachments"]],
    "attachment.instance-id": lambda v: [a["InstanceId"] for a in v["Attachments"]],
    "attachment.status": lambda v: [a["State"] for a in v["Attachments"]],
    "availability-zone": lambda v: [v["AvailabilityZone"]],
    "availability-zone-id": lambda v: [],
    "create-time": lambda v: [v["CreateTime"].strftime("%Y-%m-%dT%H:%M:%S.000Z")],
    "encrypted": lambda v: [_yes(v["Encrypted"])],
    "fast-restored": lambda v: ["false"],
    "multi-attach-enabled": lambda v: [_yes(v["MultiAttachEnabled"])],
    "operator.managed": lambda v: ["false"],
    "operator.principal": lambda v: [],
    "size": lambda v: [str(v["Size"])],
    "snapshot-id": lambda v: [v["SnapshotId"]],
    "status": lambda v: [v["State"]],
    "tag-key": lambda v: [tag["Key"] for tag in v["Tags"]],
    "volume-id": lambda v: [v["VolumeId"]],
    "volume-type": lambda v: [v["VolumeType"]],
}


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _volume_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxResults", 1)
    if limit < 1:
        yield _rule("MaxResults", f"Value ({limit}) for parameter MaxResults is invalid.", limit)
    for number, entry in enumerate(params.get("Filters", []), 1):
        name = entry.get("Name", "")
        if name not in FILTERS and not name.startswith("tag:"):
            yield _rule(f"Filter.{number}.Name", f"The filter '{name}' is invalid", name)


def _volumes(params: Params) -> list[Item]:
    if params.get("DryRun"):
        message = "Request would have succeeded, but DryRun flag is set."
        raise Refused(Refusal("DryRunOperation", message, 412))
    wanted = params.get("VolumeIds")
    known = {volume["VolumeId"] for volume in VOLUMES}
    for identifier in wanted or []:
        if identifier not in known:
            message = f"The volume '{identifier}' does not exist."
            raise Refused(Refusal("InvalidVolume.NotFound", message))
    return [
        volume
        for volume in VOLUMES
        if (not wanted or volume["VolumeId"] in wanted)
        and all(_passes(volume, entry) for entry in params.get("Filters", []))
    ]


def _passes(volume: Item, entry: Item) -> bool:
    name = entry["Name"]
    if name.startswith("tag:"):
        values = [tag["Value"] for tag in volume["Tags"] if tag["Key"] == name[4:]]
    else:
        values = FILTERS[name](volume)
    return any(value in entry.get("Values", []) for value in values)


# s3.ListObjectsV2

BUCKET = "reports"
OBJECTS: list[Item] = [
    {
        "Key": key,
        "LastModified": BORN + number * HOUR,
        "ETag": f'"{hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()}"',
        "Size": number * 1000,
        "StorageClass": "STANDARD",
    }
    for number, key in enumerate(
        sorted(
            [
                "2024/a.csv",
                "2024/b.csv",
                "2025/a.csv",
                "2025/q&a.txt",
                "index.html",
                "logs/x",
                "readme",
                "zoë.txt",
            ]
        )
    )
]


def _object_rules(params: Params) -> Iterable[Violation]:
    if params.get("MaxKeys", 1) < 0:
        yield _rule("MaxKeys", "Argument max-keys must be an integer between 0 and 2147483647.")


def _objects(params: Params) -> list[Item]:
    if params["Bucket"] != BUCKET:
        raise Refused(Refusal("NoSuchBucket", "The specified bucket does not exist", 404))
    if params.get("ExpectedBucketOwner", ACCOUNT) != ACCOUNT:
        raise Refused(Refusal("AccessDenied", "Access Denied", 403))
    prefix, after = params.get("Prefix", ""), params.get("StartAfter", "")
    delimiter = params.get("Delimiter", "")
    found: list[Item] = []
    for entry in OBJECTS:
        key = entry["Key"]
        if not key.startswith(prefix):
            continue
        head, cut, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
        name = prefix + head + cut if cut else key
        if name <= after:
            continue
        if not cut:
            found.append(entry)
        elif {"Prefix": name} not in found:
            found.append({"Prefix": name})
    return found


def _object_answer(params: Params, page: Page | None) -> Output:
    assert page
    quote: Callable[[str], str] = str
    if params.get("EncodingType"):
        quote = urllib.parse.quote
    owner = {"Owner": {"ID": "0" * 64}} if params.get("FetchOwner") else {}
    contents = [item | owner | {"Key": quote(item["Key"])} for item in page.entries if "Key" in item]
    prefixes = [{"Prefix": quote(item["Prefix"])} for item in page.entries if "Key" not in item]
    output: Output = {"Name": params["Bucket"], "Prefix": quote(params.get("Prefix", ""))}
    for name in ("Delimiter", "StartAfter"):
        if params.get(name):
            output[name] = quote(params[name])
    for name in ("EncodingType", "ContinuationToken"):
        if params.get(name):
            output[name] = params[name]
    output |= {"MaxKeys": min(params.get("MaxKeys", 1000), 1000), "KeyCount": len(page.entries)}
    output |= {"IsTruncated": page.token is not None}
    return (
        output
        | ({"Contents": contents} if contents else {})
        | ({"CommonPrefixes": prefixes} if prefixes else {})
    )


# route53.ListHostedZones

ZONES: list[Item] = [
    {
        "Id": f"/hostedzone/Z{_number(f'zone {number}'):010d}",
        "Name": f"shop-{number}.example.com.",
        "CallerReference": f"made-{number}",
        "Config": {"Comment": "Tests & trials", "PrivateZone": number % 3 == 0},
        "ResourceRecordSetCount": 2 + number,
    }
    for number in range(7)
]
DELEGATION_SET = "N1PA6795SAMPLE"


def _zone_rules(params: Params) -> Iterable[Violation]:
    text = params.get("MaxItems", "1")
    if not text.isascii() or not text.isdigit() or not int(text[:6]) >= 1:
        yield _rule("MaxItems", f"The value {text!r} of MaxItems is not a whole number above 0.", text)
    marker = params.get("Marker")
    if marker is not None and _zone_position(ZONES, marker) is None:
        yield _rule("Marker", f"The marker {marker!r} is not the ID of a hosted zone.", marker)


def _zones(params: Params) -> list[Item]:
    wanted = params.get("DelegationSetId")
    if wanted is not None and wanted.rpartition("/")[2] != DELEGATION_SET:
        message = f"The delegation set {wanted} does not exist."
        raise Refused(Refusal("NoSuchDelegationSet", message))
    private = params.get("HostedZoneType") == "PrivateHostedZone"
    return [
        zone
        for number, zone in enumerate(ZONES)
        if (not private or zone["Config"]["PrivateZone"]) and (wanted is None or number % 2 == 0)
    ]


def _zone_token(zones: list[Item], start: int) -> str:
    return str(zones[start]["Id"]).rpartition("/")[2]


def _zone_position(zones: list[Item], marker: str) -> int | None:
    names = [str(zone["Id"]).rpartition("/")[2] for zone in zones]
    return names.index(marker) if marker in names else None


def _zone_answer(params: Params, page: Page | None) -> Output:
    assert page
    output: Output = {"HostedZones": page.entries, "Marker": params.get("Marker", "")}
    output |= {"IsTruncated": page.token is not None, "MaxItems": params.get("MaxItems", "100")}
    return output


# dynamodb.ListTables

TABLES = ["Music", "Orders", "Stock", "audit", "carts", "orders", "returns"]


def _table_token(tables: list[Item], start: int) -> str:
    return str(tables[start - 1]["name"])


def _table_position(tables: list[Item], name: str) -> int:
    return sum(table["name"] <= name for table in tables)


# logs.DescribeLogGroups

LOG_GROUPS: list[Item] = [
    {
        "logGroupName": name,
        "creationTime": int((BORN + number * HOUR).timestamp() * 1000),
        **({"retentionInDays": 30} if number % 2 else {}),
        "metricFilterCount": 0,
        "arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}:*",
        "storedBytes": 1000 * number,
        "logGroupClass": ("STANDARD", "INFREQUENT_ACCESS", "STANDARD")[number % 3],
        "logGroupArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}",
        "deletionProtectionEnabled": False,
    }
    for number, name in enumerate(
        sorted(
            ["/aws/lambda/cart", "/aws/lambda/stock", "/aws/rds/DataLogs", "App", "DataLogs", "app", "web"]
        )
    )
]


def _log_rules(params: Params) -> Iterable[Violation]:
    if "logGroupNamePrefix" in params and "logGroupNamePattern" in params:
        yield _rule(
            "logGroupNamePattern", "logGroupNamePrefix and logGroupNamePattern are mutually exclusive."
        )
    others = set(params) - {"logGroupIdentifiers", "includeLinkedAccounts", "nextToken", "limit"}
    if "logGroupIdentifiers" in params and others:
        yield _rule("logGroupIdentifiers", f"logGroupIdentifiers excludes the filters {sorted(others)}.")


def _log_groups(params: Params) -> list[Item]:
    wanted = params.get("logGroupIdentifiers")
    classes = {params.get("logGroupClass")}
    if classes & {"INFREQUENT_ACCESS", "ESSENTIALS"}:
        classes = {"INFREQUENT_ACCESS", "ESSENTIALS"}
    found = [
        group
        for group in LOG_GROUPS
        if group["logGroupName"].startswith(params.get("logGroupNamePrefix", ""))
        and params.get("logGroupNamePattern", "") in group["logGroupName"]
        and (None in classes or group["logGroupClass"] in classes)
        and (not wanted or {group["logGroupName"], group["logGroupArn"]} & set(wanted))
        and ACCOUNT in [*params.get("accountIdentifiers", []), ACCOUNT]
    ]
    if "logGroupNamePattern" in params:
        return [{name: group[name] for name in ("arn", "creationTime", "logGroupName")} for group in found]
    return found


# eventbridgev2.ListEventBuses

LETTERS = "abcdefghijklmno"
BUSES: list[Item] = [
    {
        "Name": name,
        "EventBusArn": f"arn:aws:events:{REGION}:{owner}:event-busv2/{name}/{_number(name):010d}{LETTERS}",
        **(
            {
                "Description": f"The bus of {name}",
                "CreationTime": BORN,
                "LastModifiedTime": NOW,
                "State": "ACTIVE",
            }
            if owner == ACCOUNT
            else {}
        ),
        "EventBusAccountId": owner,
    }
    for name, owner in [
        ("carts", ACCOUNT),
        ("orders", ACCOUNT),
        ("orders.dead", ACCOUNT),
        ("orders_eu", "210987654321"),
        ("returns", ACCOUNT),
        ("stock", "210987654321"),
        ("stock-2", ACCOUNT),
    ]
]


def _buses(params: Params) -> list[Item]:
    owner = params.get("EventBusAccountId")
    prefix = params.get("NamePrefix", "")
    return [
        bus for bus in BUSES if bus["Name"].startswith(prefix) and owner in (None, bus["EventBusAccountId"])
    ]


def _entries(member: str) -> Callable[[Params, Page | None], Output]:
    def answer(params: Params, page: Page | None) -> Output:
        assert page
        return {member: page.entries}

    return answer


OPERATIONS = {
    operation.name: operation
    for operation in [
        Operation(
            "cloudtrail.ListInsightsMetricData",
            "InvalidParameterException",
            _metric_answer,
            _metric_points,
            _metric_rules,
            Paging("NextToken", "NextToken", "MaxResults", 21600, 21600),
        ),
        Operation(
            "cloudtrail.ListInsightsData",
            "InvalidParameterException",
            _entries("Events"),
            _insights,
            _insights_rules,
            Paging("NextToken", "NextToken", "MaxResults", 50, 50),
        ),
        Operation("xray.GetInsight", "InvalidRequestException", _insight),
        Operation(
            "xray.GetInsightEvents",
            "InvalidRequestException",
            _entries("InsightEvents"),
            _insight_events,
            paging=Paging("NextToken", "NextToken", "MaxResults", 50, 50),
        ),
        Operation("internetmonitor.GetInternetEvent", "ValidationException", _internet_event),
        Operation(
            "sqs.ListQueues",
            "InvalidParameterValue",
            _queue_answer,
            _queues,
            _queue_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation(
            "iam.ListUsers",
            "ValidationError",
            _user_answer,
            _users,
            paging=Paging("Marker", "Marker", "MaxItems", 100, 1000),
        ),
        Operation(
            "ec2.DescribeVolumes",
            "InvalidParameterValue",
            _entries("Volumes"),
            _volumes,
            _volume_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation(
            "s3.ListObjectsV2",
            "InvalidArgument",
            _object_answer,
            _objects,
            _object_rules,
            Paging("ContinuationToken", "NextContinuationToken", "MaxKeys", 1000, 1000),
        ),
        Operation(
            "route53.ListHostedZones",
            "InvalidInput",
            _zone_answer,
            _zones,
            _zone_rules,
            Paging("Marker", "NextMarker", "MaxItems", 100, 100),
            _zone_token,
            _zone_position,
        ),
        Operation(
            "dynamodb.ListTables",
            "ValidationException",
            lambda params, page: {"TableNames": [item["name"] for item in page.entries] if page else []},
            lambda params: [{"name": name} for name in TABLES],
            paging=Paging("ExclusiveStartTableName", "LastEvaluatedTableName", "Limit", 100, 100),
            token_of=_table_token,
            position_of=_table_position,
        ),
        Operation(
            "logs.DescribeLogGroups",
            "InvalidParameterException",
            _entries("logGroups"),
            _log_groups,
            _log_rules,
            Paging("nextToken", "nextToken", "limit", 50, 50),
        ),
        Operation(
            "eventbridgev2.ListEventBuses",
            "InvalidInputException",
            _entries("EventBuses"),
            _buses,
            paging=Paging("NextToken", "NextToken", "MaxResults", 100, 100),
        ),
    ]
}
