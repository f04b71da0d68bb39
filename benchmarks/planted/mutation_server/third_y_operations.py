"""Six operations more, part Y of the set `third`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, BUCKET, HOUR, NOW, REGION, Operation, Paging, when

DAY = timedelta(days=1)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _identifier(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "8" + digits[17:20], digits[20:32]))


def milliseconds(time: datetime) -> int:
    """A time as milliseconds since 1970."""
    return int(time.timestamp() * 1000)


# batch.ListJobs

QUEUE = "orders"
ARRAY = _identifier("array")
NODES = _identifier("nodes")
DEFINITIONS = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-definition/"


def _job(number: int, name: str, status: str, definition: str, share: str) -> Item:
    created = milliseconds(BORN + number * HOUR) + 7 * number
    identifier = _identifier(f"job {number}")
    started = {"startedAt": created + 60_000} if status in ("RUNNING", "SUCCEEDED", "FAILED") else {}
    ended = {"stoppedAt": created + 900_000} if status in ("SUCCEEDED", "FAILED") else {}
    return {
        "jobArn": f"arn:aws:batch:{REGION}:{ACCOUNT}:job/{identifier}",
        "jobId": identifier,
        "jobName": name,
        "createdAt": created,
        "shareIdentifier": share,
        "status": status,
        "statusReason": "Zoë's <job> & others" if number == 4 else "Essential container in task",
        **started,
        **ended,
        "container": {"exitCode": 1 if status == "FAILED" else 0} if ended else {},
        "jobDefinition": DEFINITIONS + definition,
    }


JOBS = [
    _job(number, *row)
    for number, row in enumerate(
        [
            ("nightly", "RUNNING", "etl:1", "red"),
            ("Nightly", "RUNNING", "etl:2", "blue"),
            ("nightly-eu", "RUNNING", "etl-eu:1", "red"),
            ("import", "SUCCEEDED", "etl:2", "red"),
            ("import", "RUNNING", "Etl:1", "blue"),
            ("Export", "FAILED", "export:3", "blue"),
            ("export", "RUNNING", "export:3", "red"),
            ("export-all", "PENDING", "export:12", "red"),
            ("report", "RUNNING", "report:1", "blue"),
            ("report", "RUNNABLE", "report:1", "red"),
        ]
    )
]
ARRAY_JOBS = [
    _job(20 + number, "split", status, "split:1", "red")
    | {
        "jobId": f"{ARRAY}:{number}",
        "jobArn": f"arn:aws:batch:{REGION}:{ACCOUNT}:job/{ARRAY}:{number}",
        "arrayProperties": {"index": number},
    }
    for number, status in enumerate(["RUNNING", "RUNNING", "SUCCEEDED"])
]
NODE_JOBS = [
    _job(30 + number, "mesh", "RUNNING", "mesh:1", "red")
    | {
        "jobId": f"{NODES}#{number}",
        "jobArn": f"arn:aws:batch:{REGION}:{ACCOUNT}:job/{NODES}#{number}",
        "nodeProperties": {"isMainNode": number == 0, "numNodes": 2, "nodeIndex": number},
    }
    for number in range(2)
]
JOB_FILTERS = ("JOB_NAME", "JOB_DEFINITION", "BEFORE_CREATED_AT", "AFTER_CREATED_AT", "SHARE_IDENTIFIER")
PARENTS = ("jobQueue", "arrayJobId", "multiNodeJobId")


def _job_rules(params: Params) -> Iterable[Violation]:
    if sum(name in params for name in PARENTS) != 1:
        yield rule("jobQueue", "Specify only one of jobQueue, arrayJobId and multiNodeJobId.")
    if params.get("maxResults", 1) < 1:
        yield rule("maxResults", "maxResults must be at least 1.", params["maxResults"])
    filters = params.get("filters", [])
    if len(filters) > 1:
        yield rule("filters", "Only one filter key-value pair can be specified.", filters)
    for entry in filters:
        name, values = entry.get("name"), entry.get("values")
        if name not in JOB_FILTERS:
            yield rule("filters.name", f"{name!r} is not a valid filter name.", name)
        elif not values:
            yield rule("filters.values", f"The filter {name} has no values.", values)
        elif name.endswith("_CREATED_AT") and not all(re.fullmatch("[0-9]{1,18}", one) for one in values):
            yield rule("filters.values", f"The values of {name} must be numbers of milliseconds.", values)


def job_passes(job: Item, name: str, value: str) -> bool:
    """Whether a job passes one value of a filter."""
    definition = job["jobDefinition"]
    match name:
        case "JOB_NAME":
            wanted, known = value.lower(), job["jobName"].lower()
            return bool(known.startswith(wanted[:-1]) if wanted.endswith("*") else known == wanted)
        case "JOB_DEFINITION" if value.startswith("arn:"):
            return bool(definition == value)
        case "JOB_DEFINITION":
            known = definition.removeprefix(DEFINITIONS).rpartition(":")[0]
            return bool(known.startswith(value[:-1]) if value.endswith("*") else known == value)
        case "BEFORE_CREATED_AT":
            return bool(job["createdAt"] < int(value))
        case "AFTER_CREATED_AT":
            return bool(job["createdAt"] > int(value))
    return bool(job["shareIdentifier"] == value)


def _jobs(params: Params) -> list[Item]:
    children = "jobQueue" not in params
    if not children:
        if params["jobQueue"] not in (QUEUE, f"arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/{QUEUE}"):
            message = f"The job queue {params['jobQueue']} does not exist."
            raise Refused(Refusal("ClientException", message))
        known = JOBS
    else:
        known = ARRAY_JOBS if params.get("arrayJobId") == ARRAY else []
        known = NODE_JOBS if params.get("multiNodeJobId") == NODES else known
    entry: Item = {} if children else next(iter(params.get("filters", [])), {})
    name = entry.get("name", "")
    status = params.get("jobStatus", "" if entry else "RUNNING")
    if entry and name != "SHARE_IDENTIFIER":
        status = ""
    found = [
        job
        for job in known
        if status in ("", job["status"])
        and (not entry or any(job_passes(job, name, value) for value in entry["values"]))
    ]
    found.sort(key=lambda job: -int(job["createdAt"]))
    if name == "JOB_NAME":
        found.sort(key=lambda job: (job["jobName"], job["jobDefinition"]))
    return found


# backup.ListBackupJobs

VAULTS = ("Default", "archive_eu")
PLAN = f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-plan:{_identifier('plan')}"


def _backup(number: int, state: str, resource: str, category: str) -> Item:
    name = f"{resource}-{number % 4}"
    arn = {
        "EBS": f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/vol-{number % 4:017x}",
        "DynamoDB": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}",
        "S3": f"arn:aws:s3:::{name.lower()}",
    }[resource]
    created = NOW - number * 2 * DAY - timedelta(minutes=17, milliseconds=13)
    vault = VAULTS[number % 2]
    ended = state in ("COMPLETED", "FAILED", "EXPIRED", "PARTIAL")
    return {
        "AccountId": ACCOUNT,
        "BackupJobId": _identifier(f"backup {number}").upper(),
        "BackupVaultName": vault,
        "BackupVaultArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:{vault}",
        "VaultType": "BACKUP_VAULT",
        "IsEncrypted": True,
        "ResourceArn": arn,
        "CreationDate": created,
        **({"CompletionDate": created + 3 * HOUR} if ended else {}),
        "State": state,
        **({"StatusMessage": "Übersicht: no access to <table>"} if state == "FAILED" else {}),
        "PercentDone": "100.0" if ended else "12.5",
        "BackupSizeInBytes": 5_000_000_000 + number,
        "IamRoleArn": f"arn:aws:iam::{ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole",
        "CreatedBy": {"BackupPlanArn": PLAN, "BackupPlanId": PLAN.rpartition(":")[2]},
        "StartBy": created + 8 * HOUR,
        "ResourceType": resource,
        "BytesTransferred": 5_000_000_000 + number,
        **({"ParentJobId": _identifier("parent").upper()} if number in (3, 4) else {}),
        "IsParent": False,
        "ResourceName": name,
        "InitiationDate": created,
        "MessageCategory": category,
    }


ALL_BACKUPS = [
    _backup(number, *row)
    for number, row in enumerate(
        [
            ("RUNNING", "EBS", "SUCCESS"),
            ("COMPLETED", "EBS", "SUCCESS"),
            ("COMPLETED", "DynamoDB", "InvalidParameters"),
            ("FAILED", "DynamoDB", "AccessDenied"),
            ("COMPLETED", "S3", "SUCCESS"),
            ("EXPIRED", "EBS", "SUCCESS"),
            ("COMPLETED", "S3", "SUCCESS"),
            ("PARTIAL", "S3", "InvalidParameters"),
            ("CREATED", "EBS", "SUCCESS"),
            ("COMPLETED", "EBS", "SUCCESS"),
            *[("COMPLETED", "EBS", "SUCCESS")] * 8,
        ]
    )
    if number < 10 or number > 15
]
BACKUPS = [job for job in ALL_BACKUPS if job["CreationDate"] > NOW - 30 * DAY]
BACKUP_MEMBERS = {
    "ByResourceArn": "ResourceArn",
    "ByState": "State",
    "ByBackupVaultName": "BackupVaultName",
    "ByResourceType": "ResourceType",
    "ByAccountId": "AccountId",
    "ByParentJobId": "ParentJobId",
}
BACKUP_TIMES = {
    "ByCreatedBefore": ("CreationDate", -1),
    "ByCreatedAfter": ("CreationDate", 1),
    "ByCompleteBefore": ("CompletionDate", -1),
    "ByCompleteAfter": ("CompletionDate", 1),
}
ANY_CATEGORY = ("*", "AGGREGATE_ALL")


def backup_passes(job: Item, parameter: str, value: Any) -> bool:
    """Whether a backup job is one that a parameter asks for."""
    if parameter in BACKUP_TIMES:
        member, direction = BACKUP_TIMES[parameter]
        time, bound = job.get(member), when(value)
        assert bound
        return time is not None and (time < bound if direction < 0 else time > bound)
    if parameter == "ByMessageCategory":
        return value in ANY_CATEGORY or job["MessageCategory"] == value
    return parameter not in BACKUP_MEMBERS or job.get(BACKUP_MEMBERS[parameter]) == value


def backups_for(params: Params, known: list[Item]) -> list[Item]:
    """Those of the backup jobs that the parameters ask for."""
    return [job for job in known if all(backup_passes(job, name, value) for name, value in params.items())]


# glacier.GetJobOutput

VAULT = "photos"
ARCHIVE_JOB = "HkF9p6o7yjhFx-K3CGl6fuSm6VzW9T7esGQfco8nUXVYwS0jlb5gq1JZ55yHgt5vP54ZShjoQzQVVh7vEXAMPLEjobID"
INVENTORY_JOB = "inventory-" + ARCHIVE_JOB[10:]
ARCHIVE = b"".join(hashlib.sha256(f"photo {number}".encode()).digest() for number in range(160))[:5000]
INVENTORY = b'{"VaultARN":"arn:aws:glacier:us-east-1:123456789012:vaults/photos","ArchiveList":[]}'
MEGABYTE = 2**20


def _output_rules(params: Params) -> Iterable[Violation]:
    account = params["accountId"]
    if account != "-" and not re.fullmatch("[0-9]{12}", account):
        yield rule("accountId", f"Invalid account ID: {account!r}", account)
    text = params.get("range")
    if text is not None and span(text, len(ARCHIVE)) is None:
        yield rule("range", f"Invalid range: {text!r}", text)


def span(text: str, size: int) -> tuple[int, int] | None:
    """The first byte and the last of a range, or None if it is none that can be satisfied."""
    found = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", text)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        count = int(found[2])
        return (max(size - count, 0), size - 1) if count else None
    first, last = int(found[1]), int(found[2] or size - 1)
    return (first, min(last, size - 1)) if first <= last and first < size else None


def tree_hash(data: bytes) -> str:
    """The SHA-256 tree hash of at most a megabyte."""
    return hashlib.sha256(data).hexdigest()


def _job_output(params: Params, page: Page | None) -> Output:
    if params["accountId"] not in ("-", ACCOUNT) or params["vaultName"] != VAULT:
        message = f"Vault not found for ARN: arn:aws:glacier:{REGION}:{ACCOUNT}:vaults/{params['vaultName']}"
        raise Refused(Refusal("ResourceNotFoundException", message, 404))
    if params["jobId"] not in (ARCHIVE_JOB, INVENTORY_JOB):
        message = f"The job ID was not found: {params['jobId']}"
        raise Refused(Refusal("ResourceNotFoundException", message, 404))
    archive = params["jobId"] == ARCHIVE_JOB
    data, part = ARCHIVE if archive else INVENTORY, None
    if "range" in params:
        part = span(params["range"], len(data))
        if part is None:
            raise Refused(Refusal("InvalidParameterValueException", f"Invalid range: {params['range']!r}"))
    first, last = part or (0, len(data) - 1)
    output: Output = {
        "body": data[first : last + 1],
        "status": 206 if part else 200,
        "acceptRanges": "bytes",
        "contentType": "application/octet-stream" if archive else "application/json",
    }
    if part:
        output["contentRange"] = f"bytes {first}-{last}/{len(data)}"
    if archive:
        output["archiveDescription"] = "Photos of 2024"
        if first % MEGABYTE == 0 and (last == len(data) - 1 or (last + 1) % MEGABYTE == 0):
            output["checksum"] = tree_hash(output["body"])
    return output


# s3.ListParts

PARTS_KEY = "films/zoë & co.mp4"
UPLOAD = "VXBsb2FkIElEIGZvciA2aWWpbmcncyBteS1tb3ZpZS5tMnRzIHVwbG9hZA"
PARTS: list[Item] = [
    {
        "PartNumber": number,
        "LastModified": BORN + at * HOUR,
        "ETag": f'"{hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()}"',
        "Size": 4 * 2**30 + 5 if number == 9 else 5 * 2**20 + number,
        "ChecksumSHA256": _digits(f"part {number}", 43) + "=",
    }
    for at, number in enumerate([1, 2, 3, 5, 8, 9, 10, 11, 20, 100, 1000, 10000])
]


def _part_rules(params: Params) -> Iterable[Violation]:
    for name, spelling in (("MaxParts", "max-parts"), ("PartNumberMarker", "part-number-marker")):
        if params.get(name, 0) < 0:
            message = f"Argument {spelling} must be an integer between 0 and 2147483647."
            yield rule(name, message, params[name])


def _parts(params: Params) -> list[Item]:
    if params["Bucket"] != BUCKET:
        raise Refused(Refusal("NoSuchBucket", "The specified bucket does not exist", 404))
    if params.get("ExpectedBucketOwner", ACCOUNT) != ACCOUNT:
        raise Refused(Refusal("AccessDenied", "Access Denied", 403))
    if params["UploadId"] != UPLOAD or params["Key"] != PARTS_KEY:
        message = (
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
            "aborted or completed."
        )
        raise Refused(Refusal("NoSuchUpload", message, 404))
    return PARTS


def _part_position(parts: list[Item], marker: Any) -> int:
    return sum(int(part["PartNumber"]) <= int(marker) for part in parts)


def _part_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {
        "AbortDate": BORN + 7 * DAY,
        "AbortRuleId": "abort-after-a-week",
        "Bucket": params["Bucket"],
        "Key": params["Key"],
        "UploadId": params["UploadId"],
        "PartNumberMarker": params.get("PartNumberMarker", 0),
        "MaxParts": min(params.get("MaxParts", 1000), 1000),
        "IsTruncated": page.token is not None,
        **({"Parts": page.entries} if page.entries else {}),
        "Initiator": {"ID": f"arn:aws:iam::{ACCOUNT}:user/zoe", "DisplayName": "zoe"},
        "Owner": {"ID": "0" * 64},
        "StorageClass": "STANDARD",
        "ChecksumAlgorithm": "SHA256",
        "ChecksumType": "COMPOSITE",
    }


# cloudfront.ListFunctions


def _edge_function(name: str, number: int, stage: str) -> Item:
    return {
        "Name": name,
        "Status": "UNASSOCIATED" if stage == "DEVELOPMENT" else "DEPLOYED",
        "FunctionConfig": {
            "Comment": ("Für <uns> & mehr", "", "Adds headers")[number % 3],
            "Runtime": f"cloudfront-js-{1 + number % 2}.0",
        },
        "FunctionMetadata": {
            "FunctionARN": f"arn:aws:cloudfront::{ACCOUNT}:function/{name}",
            "Stage": stage,
            "CreatedTime": BORN + number * HOUR,
            "LastModifiedTime": BORN + number * HOUR + 3 * DAY,
        },
    }


EDGE_FUNCTIONS = [
    _edge_function(name, number, stage)
    for number, name in enumerate(["auth", "cors-headers", "Geo_2", "redirects", "rewrite", "x" * 64])
    for stage in (("DEVELOPMENT", "LIVE") if number % 2 == 0 else ("DEVELOPMENT",))
]


def _edge_rules(params: Params) -> Iterable[Violation]:
    text = params.get("MaxItems", "1")
    if not re.fullmatch("[0-9]{1,10}", text) or not 1 <= int(text) < 2**31:
        yield rule("MaxItems", f"The value {text!r} of MaxItems is not a whole number above 0.", text)


def stage_of(function: Item) -> str:
    """The stage of a function of CloudFront."""
    return str(function["FunctionMetadata"]["Stage"])


def _edge_functions(params: Params) -> list[Item]:
    return [one for one in EDGE_FUNCTIONS if params.get("Stage") in (None, stage_of(one))]


def _edge_answer(params: Params, page: Page | None) -> Output:
    # These are members of FunctionList, the payload.
    assert page
    output = {"MaxItems": int(params.get("MaxItems", "100")), "Quantity": len(page.entries)}
    return output | ({"Items": page.entries} if page.entries else {})


# ec2.DescribeSpotPriceHistory

ZONES = {f"{REGION}a": "use1-az4", f"{REGION}b": "use1-az6"}
_KINDS = (
    ("m5.large", "us-east-1a", "Linux/UNIX"),
    ("m5.large", "us-east-1b", "Linux/UNIX"),
    ("c5.xlarge", "us-east-1a", "Windows"),
    ("c5.xlarge", "us-east-1a", "Linux/UNIX (Amazon VPC)"),
)
PRICES: list[Item] = [
    {
        "AvailabilityZone": zone,
        "AvailabilityZoneId": ZONES[zone],
        "InstanceType": kind,
        "ProductDescription": product,
        "SpotPrice": f"0.{3 + 4 * number + change:02d}4100",
        "Timestamp": NOW - change * 5 * DAY - number * HOUR,
    }
    for change in range(3)
    for number, (kind, zone, product) in enumerate(_KINDS)
]
PRICE_FILTERS = {
    "availability-zone": "AvailabilityZone",
    "availability-zone-id": "AvailabilityZoneId",
    "instance-type": "InstanceType",
    "product-description": "ProductDescription",
    "spot-price": "SpotPrice",
    "timestamp": "Timestamp",
}
PRICE_LISTS = {"InstanceTypes": "InstanceType", "ProductDescriptions": "ProductDescription"}


def _price_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxResults", 1)
    if limit < 1:
        yield rule("MaxResults", f"Value ({limit}) for parameter MaxResults is invalid.", limit)
    if "AvailabilityZone" in params and "AvailabilityZoneId" in params:
        yield rule("AvailabilityZoneId", "Specify either AvailabilityZone or AvailabilityZoneId.")
    for number, entry in enumerate(params.get("Filters", []), 1):
        name = entry.get("Name", "")
        if name not in PRICE_FILTERS:
            yield rule(f"Filter.{number}.Name", f"The filter '{name}' is invalid", name)


def wildcard(value: str, text: str) -> bool:
    """Whether a text is one of a value of a filter, in which * and ? stand for others."""
    parts = ({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in value)
    return bool(re.fullmatch("".join(parts), text, re.DOTALL))


def price_text(price: Item, name: str) -> str:
    """What a filter compares its values with."""
    value = price[PRICE_FILTERS[name]]
    return value.strftime("%a %b %d %H:%M:%S UTC %Y") if isinstance(value, datetime) else str(value)


def prices_in_time(params: Params, prices: list[Item]) -> list[Item]:
    """The prices from StartTime to EndTime, and the last of each kind before StartTime."""
    start, end = when(params.get("StartTime")), when(params.get("EndTime"))
    found, effective = [], set()
    for price in prices:  # the latest are the first
        kind = (price["InstanceType"], price["AvailabilityZone"], price["ProductDescription"])
        if end and price["Timestamp"] > end:
            continue
        if start is None or price["Timestamp"] >= start:
            found.append(price)
        elif kind not in effective:
            found.append(price)
            effective.add(kind)
    return found


def _prices(params: Params) -> list[Item]:
    if params.get("DryRun"):
        message = "Request would have succeeded, but DryRun flag is set."
        raise Refused(Refusal("DryRunOperation", message, 412))
    found = [
        price
        for price in PRICES
        if all(params.get(name) in (None, price[name]) for name in ("AvailabilityZone", "AvailabilityZoneId"))
        and all(not params.get(name) or price[member] in params[name] for name, member in PRICE_LISTS.items())
        and all(
            any(wildcard(value, price_text(price, entry["Name"])) for value in entry.get("Values", []))
            for entry in params.get("Filters", [])
        )
    ]
    return prices_in_time(params, found)


THIRD_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "batch.ListJobs",
            "ClientException",
            lambda params, page: {"jobSummaryList": page.entries if page else []},
            _jobs,
            _job_rules,
            Paging("nextToken", "nextToken", "maxResults", 1000, 1000),
        ),
        Operation(
            "backup.ListBackupJobs",
            "InvalidParameterValueException",
            lambda params, page: {"BackupJobs": page.entries if page else []},
            lambda params: backups_for(params, BACKUPS),
            paging=Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation("glacier.GetJobOutput", "InvalidParameterValueException", _job_output, rules=_output_rules),
        Operation(
            "cloudfront.ListFunctions",
            "InvalidArgument",
            _edge_answer,
            _edge_functions,
            _edge_rules,
            Paging("Marker", "NextMarker", "MaxItems", 100, 2**31),
        ),
        Operation(
            "ec2.DescribeSpotPriceHistory",
            "InvalidParameterValue",
            lambda params, page: {"SpotPriceHistory": page.entries if page else []},
            _prices,
            _price_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation(
            "s3.ListParts",
            "InvalidArgument",
            _part_answer,
            _parts,
            _part_rules,
            Paging("PartNumberMarker", "NextPartNumberMarker", "MaxParts", 1000, 1000),
            lambda parts, start: parts[start - 1]["PartNumber"],
            _part_position,
        ),
    ]
}
# What a user has to say, since it names a resource.
THIRD_Y_PARAMS = {
    "batch.ListJobs": {"jobQueue": QUEUE},
    "glacier.GetJobOutput": {"accountId": "-", "vaultName": VAULT, "jobId": ARCHIVE_JOB},
    "s3.ListParts": {"Bucket": BUCKET, "Key": PARTS_KEY, "UploadId": UPLOAD},
}
