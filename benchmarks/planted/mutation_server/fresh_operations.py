"""Seven operations more, the set `fresh`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
import urllib.parse
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, BUCKET, HOUR, REGION, Operation, Paging, when
from .tokens import TokenUnknown, seal, unseal

OTHER = "210987654321"


def rule(member: str, message: str, value: object = None) -> Violation:
    """A violation of a rule that only the documentation's text tells."""
    return Violation(member, "rule", message, value)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


# lambda.ListFunctions: 53 functions, so that one page cannot have them all


def _function(name: str, number: int, version: str) -> Item:
    return {
        "FunctionName": name,
        "FunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
        "Runtime": ("python3.13", "nodejs22.x", "java21")[number % 3],
        "Role": f"arn:aws:iam::{ACCOUNT}:role/service-role/{name}",
        "Handler": "app.handler",
        "CodeSize": 300 + number,
        "Description": "Übersicht & Preise" if number == 1 else "",
        "Timeout": 3 + number,
        "MemorySize": 128 * (1 + number % 8),
        "LastModified": (BORN + number * HOUR).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "CodeSha256": _digits(name, 43) + "=",
        "Version": version,
        "TracingConfig": {"Mode": "PassThrough"},
        "RevisionId": f"{_digits(name + version, 8)}-0000-4000-8000-{number:012d}",
        "PackageType": "Zip",
        "Architectures": ["arm64" if number % 2 else "x86_64"],
        "EphemeralStorage": {"Size": 512},
    }


FUNCTIONS = [_function(f"shop-{number:02d}", number, "$LATEST") for number in range(51)] + [
    _function(f"us-east-1.edge-{number}", number, "$LATEST")
    | {"MasterArn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:edge-{number}:3"}
    for number in range(2)
]


def _function_rules(params: Params) -> Iterable[Violation]:
    if "MasterRegion" in params and params.get("FunctionVersion") != "ALL":
        yield rule("MasterRegion", "FunctionVersion must be ALL if MasterRegion is given.")


def _functions(params: Params) -> list[Item]:
    if params.get("FunctionVersion") != "ALL":
        return FUNCTIONS
    region = params.get("MasterRegion", "ALL")
    found = []
    for number, function in enumerate(FUNCTIONS):
        master = function.get("MasterArn", "")
        if region != "ALL" and not master.startswith(f"arn:aws:lambda:{region}:"):
            continue
        for version in ("$LATEST", "1", "2") if number % 10 == 3 else ("$LATEST",):
            arn = f"{function['FunctionArn']}:{version}"
            found.append(function | {"FunctionArn": arn, "Version": version})
    return found


# kinesis.ListStreams

STREAMS: list[Item] = [
    {
        "StreamName": name,
        "StreamARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{name}",
        "StreamStatus": ("ACTIVE", "ACTIVE", "UPDATING")[number % 3],
        "StreamModeDetails": {"StreamMode": ("ON_DEMAND", "PROVISIONED")[number % 2]},
        "StreamCreationTimestamp": BORN + number * HOUR,
    }
    for number, name in enumerate(
        ["Audit", "audit", "clicks", "clicks-eu", "clicks.raw", "orders", "orders_dead", "prices", "stock"]
    )
]


def _streams(params: Params) -> list[Item]:
    start = params.get("ExclusiveStartStreamName", "")
    return [stream for stream in STREAMS if stream["StreamName"] > start]


def _stream_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {
        "StreamNames": [stream["StreamName"] for stream in page.entries],
        "HasMoreStreams": page.token is not None,
        "StreamSummaries": page.entries,
    }


# logs.FilterLogEvents

LOG_GROUP = "/aws/lambda/cart"
FIRST_EVENT = int(BORN.timestamp() * 1000)
HEAD_ONLY_BEFORE = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp() * 1000)
LOG_STREAMS = ("2024/05/17/[$LATEST]a1", "2024/05/17/[$LATEST]b2", "canary/2024")
EVENTS: list[Item] = [
    {
        "logStreamName": LOG_STREAMS[number % 3],
        "timestamp": FIRST_EVENT + number * 1500,
        "message": f"{('INFO', 'ERROR', 'INFO', 'WARN')[number % 4]} order {number} of Zoë took {number} ms",
        "ingestionTime": FIRST_EVENT + number * 1500 + 40,
        "eventId": f"3826{number:052d}",
    }
    for number in range(11)
]


def _event_rules(params: Params) -> Iterable[Violation]:
    if ("logGroupName" in params) == ("logGroupIdentifier" in params):
        yield rule("logGroupName", "Give either logGroupName or logGroupIdentifier.")
    if "logStreamNames" in params and "logStreamNamePrefix" in params:
        yield rule("logStreamNames", "logStreamNames and logStreamNamePrefix exclude each other.")
    if params.get("startFromHead") is False and params.get("startTime", HEAD_ONLY_BEFORE) < HEAD_ONLY_BEFORE:
        yield rule("startFromHead", "startFromHead may be false only from 1 January 2024 on.")


def _events(params: Params) -> list[Item]:
    group = params.get("logGroupName") or params.get("logGroupIdentifier")
    if group not in (LOG_GROUP, f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{LOG_GROUP}"):
        message = "The specified log group does not exist."
        raise Refused(Refusal("ResourceNotFoundException", message))
    streams = params.get("logStreamNames", LOG_STREAMS)
    found = [
        event
        for event in EVENTS
        if event["logStreamName"] in streams
        and event["logStreamName"].startswith(params.get("logStreamNamePrefix", ""))
        and params.get("startTime", 0) <= event["timestamp"] <= params.get("endTime", 2**63)
        and _has_terms(event["message"], params.get("filterPattern", ""))
    ]
    # The direction of a token goes before the parameter.
    token = str(params.get("nextToken", ""))
    forward = params.get("startFromHead", True) if token[:2] not in ("f/", "b/") else token[:2] == "f/"
    return found if forward else found[::-1]


def _has_terms(message: str, pattern: str) -> bool:
    """Terms, phrases, `?` for any of several and `-` for none. Other patterns find nothing."""
    terms = [phrase or word for phrase, word in re.findall(r'"([^"]*)"|(\S+)', pattern)]
    if pattern.lstrip()[:1] in ("{", "[", "%"):
        return False
    some = [term[1:] for term in terms if term.startswith("?")]
    none = [term[1:] for term in terms if term.startswith("-") and len(term) > 1]
    every = [term for term in terms if not term.startswith(("?", "-"))]
    return (
        all(term in message for term in every)
        and not any(term in message for term in none)
        and (not some or bool(every) or any(term in message for term in some))
    )


def _list_of(events: list[Item]) -> str:
    return " ".join(sorted(str(event["eventId"]) for event in events))


def _event_token(events: list[Item], start: int) -> str:
    forward = len(events) < 2 or events[0]["timestamp"] < events[1]["timestamp"]
    return ("f/" if forward else "b/") + seal(start, _list_of(events))


def _event_position(events: list[Item], token: str) -> int:
    if token[:2] not in ("f/", "b/"):
        raise TokenUnknown(token)
    return unseal(token[2:], _list_of(events))


def _event_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {"events": page.entries, "searchedLogStreams": []}


# rds.DescribeDBInstances: 45 instances, as a page has at least 20


def _instance(number: int) -> Item:
    engine = ("postgres", "mysql", "aurora-mysql", "aurora-postgresql")[number % 4]
    name = f"shop-{number:02d}"
    cluster = {"DBClusterIdentifier": f"cluster-{number % 3}"} if engine.startswith("aurora") else {}
    address = f"{name}.c9akciq32rgh.{REGION}.rds.amazonaws.com"
    return {
        "DBInstanceIdentifier": name,
        "DBInstanceClass": "db.t4g.medium",
        "Engine": engine,
        "DBInstanceStatus": "available" if number % 9 else "creating",
        "MasterUsername": "admin",
        **(
            {"Endpoint": {"Address": address, "Port": 5432, "HostedZoneId": "Z2R2ITUGPM61AM"}}
            if number % 9
            else {}
        ),
        "AllocatedStorage": 20 + number,
        "InstanceCreateTime": BORN + number * HOUR,
        "MultiAZ": number % 2 == 0,
        "EngineVersion": "16.3",
        **cluster,
        "DbiResourceId": "db-" + _digits(name, 26).upper(),
        "DBInstanceArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{name}",
        "TagList": [{"Key": "Team", "Value": "R&D"}] if number == 2 else [],
    }


INSTANCES = [_instance(number) for number in range(45)]
INSTANCE_FILTERS: dict[str, Callable[[Item], list[str]]] = {
    "db-cluster-id": lambda one: [
        start + one["DBClusterIdentifier"]
        for start in ("", f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:")
        if "DBClusterIdentifier" in one
    ],
    "db-instance-id": lambda one: [one["DBInstanceIdentifier"], one["DBInstanceArn"]],
    "dbi-resource-id": lambda one: [one["DbiResourceId"]],
    "domain": lambda one: [],
    "engine": lambda one: [one["Engine"]],
}


def _instance_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxRecords", 100)
    if not 20 <= limit <= 100:
        yield rule("MaxRecords", f"Invalid value {limit} for MaxRecords. Must be between 20 and 100", limit)
    for number, entry in enumerate(params.get("Filters", []), 1):
        if entry["Name"] not in INSTANCE_FILTERS:
            yield rule(f"Filters.{number}", f"Unrecognized filter name: {entry['Name']}", entry["Name"])


def _instances(params: Params) -> list[Item]:
    wanted = params.get("DBInstanceIdentifier")
    found = INSTANCES
    if wanted is not None:
        name = wanted.lower()
        found = [one for one in INSTANCES if name in (one["DBInstanceIdentifier"], one["DBInstanceArn"])]
        if not found:
            raise Refused(Refusal("DBInstanceNotFound", f"DBInstance {wanted} not found.", 404))
    return [
        one
        for one in found
        if all(
            set(INSTANCE_FILTERS[entry["Name"]](one)) & set(entry["Values"])
            for entry in params.get("Filters", [])
        )
    ]


# ec2.DescribeSnapshots

SNAPSHOTS: list[Item] = [
    {
        "SnapshotId": f"snap-{_digits(f'snapshot {number}', 8)}{number:09d}",
        "VolumeId": f"vol-{_digits(f'volume {number % 4}', 17)}",
        "State": "pending" if number == 3 else "completed",
        "StartTime": BORN + number * HOUR,
        "Progress": "80%" if number == 3 else "100%",
        "OwnerId": (ACCOUNT, ACCOUNT, OTHER, "137112412989")[number % 4],
        **({"OwnerAlias": "amazon"} if number % 4 == 3 else {}),
        "Description": "Nightly" if number % 2 else "Before <upgrade> & test",
        "VolumeSize": 8 * (1 + number % 3),
        "Encrypted": number % 4 == 0,
        "StorageTier": "archive" if number == 5 else "standard",
        "Tags": [{"Key": "Owner", "Value": "TeamA" if number < 6 else "TeamB"}] if number % 4 < 2 else [],
    }
    for number in range(10)
]
SNAPSHOT_FILTERS: dict[str, Callable[[Item], list[str]]] = {
    "description": lambda one: [one["Description"]],
    "encrypted": lambda one: ["true" if one["Encrypted"] else "false"],
    "owner-alias": lambda one: [one["OwnerAlias"]] if "OwnerAlias" in one else [],
    "owner-id": lambda one: [one["OwnerId"]],
    "progress": lambda one: [one["Progress"]],
    "snapshot-id": lambda one: [one["SnapshotId"]],
    "start-time": lambda one: [one["StartTime"].strftime("%Y-%m-%dT%H:%M:%S.000Z")],
    "status": lambda one: [one["State"]],
    "storage-tier": lambda one: [one["StorageTier"]],
    "transfer-type": lambda one: [],
    "tag-key": lambda one: [tag["Key"] for tag in one["Tags"]],
    "volume-id": lambda one: [one["VolumeId"]],
    "volume-size": lambda one: [str(one["VolumeSize"])],
}


def owned(snapshot: Item, owner: str) -> bool:
    """Whether a snapshot has an owner: an account, `self` or `amazon`."""
    return owner in (snapshot["OwnerId"], snapshot.get("OwnerAlias")) or (
        owner == "self" and snapshot["OwnerId"] == ACCOUNT
    )


def restorable(snapshot: Item, user: str) -> bool:
    """Whether a user may restore a snapshot. Those of others are public here."""
    mine = snapshot["OwnerId"] == ACCOUNT
    return user in (("self", ACCOUNT) if mine else ("all",))


def passes(snapshot: Item, entry: Item) -> bool:
    """Whether a snapshot passes one filter."""
    name = entry["Name"]
    if name.startswith("tag:"):
        values = [tag["Value"] for tag in snapshot["Tags"] if tag["Key"] == name[4:]]
    else:
        values = SNAPSHOT_FILTERS[name](snapshot)
    return any(value in entry.get("Values", []) for value in values)


def _snapshot_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxResults", 1)
    if limit < 1:
        yield rule("MaxResults", f"Value ({limit}) for parameter MaxResults is invalid.", limit)
    for number, entry in enumerate(params.get("Filters", []), 1):
        name = entry.get("Name", "")
        if name not in SNAPSHOT_FILTERS and not name.startswith("tag:"):
            yield rule(f"Filter.{number}.Name", f"The filter '{name}' is invalid", name)


def _snapshots(params: Params) -> list[Item]:
    if params.get("DryRun"):
        message = "Request would have succeeded, but DryRun flag is set."
        raise Refused(Refusal("DryRunOperation", message, 412))
    wanted = params.get("SnapshotIds", [])
    known = {snapshot["SnapshotId"] for snapshot in SNAPSHOTS}
    for identifier in wanted:
        if not re.fullmatch("snap-[0-9a-f]{8,17}", identifier):
            message = f'Invalid id: "{identifier}" (expecting "snap-...")'
            raise Refused(Refusal("InvalidSnapshotID.Malformed", message))
        if identifier not in known:
            raise Refused(Refusal("InvalidSnapshot.NotFound", f"The snapshot '{identifier}' does not exist."))
    owners, users = params.get("OwnerIds"), params.get("RestorableByUserIds")
    return [
        one
        for one in SNAPSHOTS
        if (not wanted or one["SnapshotId"] in wanted)
        and (not owners or any(owned(one, owner) for owner in owners))
        and (not users or any(restorable(one, user) for user in users))
        and all(passes(one, entry) for entry in params.get("Filters", []))
    ]


# s3.ListObjectVersions: two markers tell where a page begins


def _version(key: str, number: int, *, latest: bool, deleted: bool = False) -> Item:
    entry = {
        "Key": key,
        "VersionId": _digits(f"{key} {number}", 32),
        "IsLatest": latest,
        "LastModified": BORN + number * HOUR,
        "Owner": {"ID": "0" * 64},
    }
    if deleted:
        return entry | {"deleted": True}
    tag = hashlib.md5(f"{key} {number}".encode(), usedforsecurity=False).hexdigest()
    return {"ETag": f'"{tag}"', "Size": number * 1000, "StorageClass": "STANDARD"} | entry


VERSIONS = [
    _version("2024/a&b.csv", 3, latest=True),
    _version("2024/a&b.csv", 1, latest=False),
    _version("2024/b.csv", 2, latest=True),
    _version("2025/a.csv", 9, latest=True, deleted=True),
    _version("2025/a.csv", 6, latest=False),
    _version("2025/a.csv", 4, latest=False),
    _version("index.html", 12, latest=True),
    _version("index.html", 11, latest=False, deleted=True),
    _version("index.html", 10, latest=False),
    _version("readme", 5, latest=True, deleted=True),
    _version("zoë.txt", 7, latest=True),
]


def _bucket(params: Params) -> None:
    if params["Bucket"] != BUCKET:
        raise Refused(Refusal("NoSuchBucket", "The specified bucket does not exist", 404))
    if params.get("ExpectedBucketOwner", ACCOUNT) != ACCOUNT:
        raise Refused(Refusal("AccessDenied", "Access Denied", 403))


def _version_rules(params: Params) -> Iterable[Violation]:
    if params.get("MaxKeys", 1) < 0:
        yield rule("MaxKeys", "Argument max-keys must be an integer between 0 and 2147483647.")
    marker = params.get("VersionIdMarker")
    if marker and not params.get("KeyMarker"):
        yield rule("VersionIdMarker", "A version-id marker cannot be specified without a key marker.")
    if marker and marker not in [version["VersionId"] for version in VERSIONS]:
        yield rule("VersionIdMarker", "Invalid version id specified", marker)


def versions_after(params: Params, *, roll_up_again: bool = False) -> list[Item]:
    """The versions, and the prefixes, that come after the markers.

    Prefixes do too that do not come after them, with `roll_up_again`.
    """
    prefix, delimiter = params.get("Prefix", ""), params.get("Delimiter", "")
    marker, version = params.get("KeyMarker", ""), params.get("VersionIdMarker", "")
    found: list[Item] = []
    passed = not version
    for entry in VERSIONS:
        key = entry["Key"]
        if key == marker and not passed:
            passed = entry["VersionId"] == version
            continue
        if not key.startswith(prefix) or key < marker or (key == marker and not version):
            continue
        head, cut, _ = key[len(prefix) :].partition(delimiter) if delimiter else (key, "", "")
        rolled = {"Prefix": prefix + head + cut}
        if not cut:
            found.append(entry)
        elif rolled not in found and (rolled["Prefix"] > marker or roll_up_again):
            found.append(rolled)
    return found


def _versions(params: Params, page: Page | None) -> Output:
    _bucket(params)
    return versions_page(params, versions_after(params))


def versions_page(params: Params, found: list[Item]) -> Output:
    """The answer with the first of these versions and prefixes."""
    limit = min(params.get("MaxKeys", 1000), 1000)
    quote: Callable[[str], str] = urllib.parse.quote if params.get("EncodingType") else str
    entries = found[:limit]
    output: Output = {"Name": params["Bucket"], "Prefix": quote(params.get("Prefix", ""))}
    output |= {"KeyMarker": quote(params.get("KeyMarker", ""))}
    output |= {"VersionIdMarker": params.get("VersionIdMarker", ""), "MaxKeys": limit}
    output["IsTruncated"] = bool(entries) and len(found) > limit
    if output["IsTruncated"]:
        last = entries[-1]
        output["NextKeyMarker"] = quote(last["Key"] if "Key" in last else last["Prefix"])
        if "VersionId" in last:
            output["NextVersionIdMarker"] = last["VersionId"]
    if params.get("Delimiter"):
        output["Delimiter"] = quote(params["Delimiter"])
    if params.get("EncodingType"):
        output["EncodingType"] = params["EncodingType"]
    lists: dict[str, list[Item]] = {"Versions": [], "DeleteMarkers": [], "CommonPrefixes": []}
    for entry in entries:
        shown = {name: value for name, value in entry.items() if name != "deleted"}
        if "Prefix" in entry:
            lists["CommonPrefixes"].append({"Prefix": quote(entry["Prefix"])})
        else:
            shown["Key"] = quote(entry["Key"])
            lists["DeleteMarkers" if "deleted" in entry else "Versions"].append(shown)
    return output | {name: items for name, items in lists.items() if items}


# s3.HeadObject

HEADED = "index.html"
SIZE = 1234
ETAG = '"9b2cf535f27731c974343645a3985328"'
MODIFIED = BORN + 12 * HOUR
VERSION = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
SHOWN = {
    "ResponseCacheControl": "CacheControl",
    "ResponseContentDisposition": "ContentDisposition",
    "ResponseContentEncoding": "ContentEncoding",
    "ResponseContentLanguage": "ContentLanguage",
    "ResponseContentType": "ContentType",
    "ResponseExpires": "Expires",
}


def _head_rules(params: Params) -> Iterable[Violation]:
    number = params.get("PartNumber", 1)
    if not 1 <= number <= 10000:
        yield rule("PartNumber", "Part number must be an integer between 1 and 10000, inclusive", number)


def _conditions(params: Params) -> None:
    """Raises Refused with 412 or 304, in the order of RFC 7232."""
    if "IfMatch" in params:
        if params["IfMatch"] not in (ETAG, ETAG.strip('"'), "*"):
            raise Refused(Refusal("PreconditionFailed", "At least one of the conditions did not hold", 412))
    elif (since := when(params.get("IfUnmodifiedSince"))) and since < MODIFIED:
        raise Refused(Refusal("PreconditionFailed", "At least one of the conditions did not hold", 412))
    if "IfNoneMatch" in params:
        if params["IfNoneMatch"] in (ETAG, ETAG.strip('"'), "*"):
            raise Refused(Refusal("NotModified", "Not Modified", 304))
    elif (since := when(params.get("IfModifiedSince"))) and since >= MODIFIED:
        raise Refused(Refusal("NotModified", "Not Modified", 304))


def _range(text: str | None) -> tuple[int, int] | None:
    """The first byte and the last. A range of another form is ignored."""
    found = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", text or "")
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(SIZE - int(found[2]), 0), SIZE - 1
        first = SIZE if int(found[2]) == 0 else first
    else:
        first, last = int(found[1]), min(int(found[2] or SIZE), SIZE - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first >= SIZE:
        raise Refused(Refusal("InvalidRange", "The requested range is not satisfiable", 416))
    return first, last


def _head(params: Params, page: Page | None) -> Output:
    _bucket(params)
    if params["Key"] != HEADED:
        raise Refused(Refusal("NoSuchKey", "The specified key does not exist.", 404))
    if params.get("VersionId", VERSION) != VERSION:
        raise Refused(Refusal("NoSuchVersion", "The specified version does not exist.", 404))
    _conditions(params)
    part = _range(params.get("Range"))
    if params.get("PartNumber", 1) != 1:
        raise Refused(Refusal("InvalidPartNumber", "The requested partnumber is not satisfiable", 416))
    output: Output = {
        "AcceptRanges": "bytes",
        "LastModified": MODIFIED,
        "ContentLength": SIZE if part is None else part[1] - part[0] + 1,
        "ETag": ETAG,
        "VersionId": VERSION,
        "ContentType": "text/html",
        "ServerSideEncryption": "AES256",
        "Metadata": {"author": "zoe"},
    }
    if params.get("ChecksumMode"):
        output |= {"ChecksumCRC32": "jHNlIQ==", "ChecksumType": "FULL_OBJECT"}
    return output | {shown: params[asked] for asked, shown in SHOWN.items() if asked in params}


def _entries(member: str) -> Callable[[Params, Page | None], Output]:
    def answer(params: Params, page: Page | None) -> Output:
        assert page
        return {member: page.entries}

    return answer


FRESH = {
    operation.name: operation
    for operation in [
        Operation(
            "lambda.ListFunctions",
            "InvalidParameterValueException",
            _entries("Functions"),
            _functions,
            _function_rules,
            Paging("Marker", "NextMarker", "MaxItems", 50, 50),
        ),
        Operation(
            "kinesis.ListStreams",
            "InvalidArgumentException",
            _stream_answer,
            _streams,
            paging=Paging("NextToken", "NextToken", "Limit", 100, 100),
        ),
        Operation(
            "logs.FilterLogEvents",
            "InvalidParameterException",
            _event_answer,
            _events,
            _event_rules,
            Paging("nextToken", "nextToken", "limit", 10000, 10000),
            _event_token,
            _event_position,
        ),
        Operation(
            "rds.DescribeDBInstances",
            "InvalidParameterValue",
            _entries("DBInstances"),
            _instances,
            _instance_rules,
            Paging("Marker", "Marker", "MaxRecords", 100, 100),
        ),
        Operation(
            "ec2.DescribeSnapshots",
            "InvalidParameterValue",
            _entries("Snapshots"),
            _snapshots,
            _snapshot_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation("s3.ListObjectVersions", "InvalidArgument", _versions, rules=_version_rules),
        Operation("s3.HeadObject", "InvalidArgument", _head, rules=_head_rules),
    ]
}
