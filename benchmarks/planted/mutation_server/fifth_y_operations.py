"""Six operations more, part Y of the set `fifth`. What they do is what their documentation says."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, BUSES, HOUR, NOW, REGION, Operation, Paging

DAY = 24 * HOUR


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


# transfer.ListHostKeys

SERVER = f"s-{_digits('server', 17)}"
OTHER_SERVER = f"s-{_digits('another server', 17)}"


def _host_key(server: str, number: int, kind: str, description: str | None, secret: str = "") -> Item:
    identifier = f"hostkey-{_digits(f'{server} {number}', 17)}"
    print_ = base64.b64encode(hashlib.sha256(identifier.encode()).digest()).decode().rstrip("=")
    secret_arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{secret}"
    return {
        "Arn": f"arn:aws:transfer:{REGION}:{ACCOUNT}:host-key/{server}/{identifier}",
        "HostKeyId": identifier,
        "Fingerprint": f"SHA256:{print_}",
        **({} if description is None else {"Description": description}),
        "Type": kind,
        "DateImported": BORN + number * 29 * HOUR + timedelta(milliseconds=131 * number + 7),
        "StorageType": "SECRETS_MANAGER" if secret else "SERVICE_MANAGED",
        **({"SecretId": secret_arn} if secret else {}),
    }


HOST_KEYS = {
    SERVER: [
        _host_key(SERVER, 0, "ssh-rsa", "Made with the server"),
        _host_key(SERVER, 1, "ssh-ed25519", "Keys of 2024 & later"),
        _host_key(SERVER, 2, "ecdsa-sha2-nistp256", None),
        _host_key(SERVER, 3, "ssh-ed25519", "", "sftp/host-AbCdEf"),
        _host_key(SERVER, 4, "ecdsa-sha2-nistp384", "Partner <bank>"),
        _host_key(SERVER, 5, "ssh-rsa", "Old clients, 4096 bits"),
        _host_key(SERVER, 6, "ecdsa-sha2-nistp521", None, "sftp/partner-x1Y2z3"),
        _host_key(SERVER, 7, "ssh-ed25519", "Rotation 7"),
        _host_key(SERVER, 8, "ssh-rsa", None),
        _host_key(SERVER, 9, "ecdsa-sha2-nistp256", "Test \\ stage"),
        _host_key(SERVER, 10, "ssh-ed25519", "Spare"),
    ],
    OTHER_SERVER: [
        _host_key(OTHER_SERVER, 0, "ssh-rsa", "Branch"),
        _host_key(OTHER_SERVER, 1, "ssh-ed25519", None),
    ],
}


def _host_keys(params: Params) -> list[Item]:
    server = params["ServerId"]
    if server not in HOST_KEYS:
        extra = {"Resource": server, "ResourceType": "Server"}
        raise Refused(Refusal("ResourceNotFoundException", f"Unknown server: {server}", extra=extra))
    return HOST_KEYS[server]


# sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet

INSTANCE = "arn:aws:sso:::instance/ssoins-7223b02a91c4d5ef"
OTHER_INSTANCE = "arn:aws:sso:::instance/ssoins-1a2b3c4d5e6f7081"


def _permission_set(instance: str, name: str) -> str:
    return f"arn:aws:sso:::permissionSet/{instance.rpartition('/')[2]}/ps-{_digits(name, 16)}"


ANALYSTS = _permission_set(INSTANCE, "analysts")
AUDITORS = _permission_set(INSTANCE, "auditors")
NOBODY = _permission_set(INSTANCE, "nobody")
REFERENCES = {
    ANALYSTS: [
        {"Name": name, "Path": path}
        for name, path in [
            ("reports-read", "/"),
            ("billing", "/"),
            ("S3_Read+Write", "/data/"),
            ("warehouse", "/data/eu-west/"),
            ("billing", "/finance/"),
            ("team@example.com", "/people/a.b,c+d=e@f_g-h/"),
            ("Athena.Query=1", "/"),
            ("billing", "/finance/2024/"),
            ("logs,read", "/ops/"),
        ]
    ],
    AUDITORS: [{"Name": "audit", "Path": "/"}, {"Name": "trail", "Path": "/audit/"}],
    NOBODY: [],
}


def _references(params: Params) -> list[Item]:
    instance, wanted = params["InstanceArn"], params["PermissionSetArn"]
    if instance not in (INSTANCE, OTHER_INSTANCE):
        raise Refused(Refusal("ResourceNotFoundException", f"Instance not found: {instance}"))
    if wanted not in REFERENCES or instance != INSTANCE:
        raise Refused(Refusal("ResourceNotFoundException", f"PermissionSet not found: {wanted}"))
    return REFERENCES[wanted]


# mediaconvert.SearchJobs: 27 jobs, as a page has at most 20

QUEUES = {
    name: f"arn:aws:mediaconvert:{REGION}:{ACCOUNT}:queues/{name}"
    for name in ("Default", "express", "Nightly-batch", "unused")
}
STATUSES = ("COMPLETE", "ERROR", "COMPLETE", "CANCELED", "COMPLETE", "PROGRESSING", "SUBMITTED")
FILES = (
    "s3://amzn-s3-demo-bucket/raw/interview-{}.mp4",
    "s3://amzn-s3-demo-bucket/Trailers/trailer {} & credits.mov",
    "https://example.com/films/film-{}.mxf",
    "s3://archive/2023/zoë-{}.mp4",
)


def _details(number: int) -> Item:
    video = {"WidthInPx": 1920 if number % 2 else 1280, "HeightInPx": 1080 if number % 2 else 720}
    return {"OutputDetails": [{"DurationInMs": 61000 + 1500 * number, "VideoDetails": video}]}


def _job(number: int) -> Item:
    created = BORN + number * 7 * HOUR + timedelta(seconds=41 * number)
    identifier = f"{int(created.timestamp() * 1000)}-{_digits(f'media {number}', 6)}"
    status = STATUSES[number % 7]
    queue = list(QUEUES.values())[(0, 1, 0, 2, 1)[number % 5]]
    inputs = [FILES[number % 4].format(number)] + [FILES[0].format(f"intro-{number}")] * (number % 6 == 3)
    destination = f"s3://amzn-s3-demo-bucket1/done/{number}/"
    times = {"SubmitTime": created}
    if status != "SUBMITTED":
        times["StartTime"] = created + timedelta(seconds=12)
    if status in ("COMPLETE", "ERROR", "CANCELED"):
        times["FinishTime"] = created + timedelta(seconds=95 + number)
    of_status: dict[str, Item] = {
        "COMPLETE": {"JobPercentComplete": 100, "OutputGroupDetails": [_details(number)]},
        "ERROR": {
            "ErrorCode": 1404,
            "ErrorMessage": f'Unable to open input file [{inputs[0]}]: "Not Found" <404>',
        },
        "PROGRESSING": {"CurrentPhase": "TRANSCODING", "JobPercentComplete": 37},
    }
    return {
        "Arn": f"arn:aws:mediaconvert:{REGION}:{ACCOUNT}:jobs/{identifier}",
        "Id": identifier,
        "CreatedAt": created,
        "Queue": queue,
        "Role": f"arn:aws:iam::{ACCOUNT}:role/MediaConvert",
        "Settings": {
            "TimecodeConfig": {"Source": "ZEROBASED"},
            "Inputs": [{"FileInput": one, "TimecodeSource": "ZEROBASED"} for one in inputs],
            "OutputGroups": [
                {
                    "Name": "File Group",
                    "OutputGroupSettings": {
                        "Type": "FILE_GROUP_SETTINGS",
                        "FileGroupSettings": {"Destination": destination},
                    },
                }
            ],
        },
        "Status": status,
        "Timing": times,
        **of_status.get(status, {}),
        "AccelerationSettings": {"Mode": "DISABLED"},
        "AccelerationStatus": "NOT_APPLICABLE",
        "BillingTagsSource": "QUEUE" if number % 3 else "JOB",
        "ClientRequestToken": f"upload-{_digits(identifier, 12)}",
        "Priority": number % 11 - 5,
        "RetryCount": number % 2,
        "SimulateReservedQueue": "DISABLED",
        "StatusUpdateInterval": "SECONDS_60",
        **({"UserMetadata": {"Customer": f"c-{number}", "title": "Ça & là"}} if number % 4 == 1 else {}),
    }


MEDIA_JOBS = [_job(number) for number in range(27)][::-1]


def _media_rules(params: Params) -> Iterable[Violation]:
    text = params.get("InputFile", "")
    if len(text) > 300:
        yield rule("InputFile", "inputFile must have at most 300 characters.", text)


def media_jobs(params: Params) -> list[Item]:
    """The jobs that the parameters ask for, the most recent first if they do not say otherwise."""
    queue, part = params.get("Queue"), params.get("InputFile", "")
    arn = QUEUES.get(queue, queue) if queue is not None else None
    if arn is not None and arn not in QUEUES.values():
        raise Refused(Refusal("NotFoundException", f"The queue {queue} does not exist.", 404))
    found = [
        one
        for one in MEDIA_JOBS
        if arn in (None, one["Queue"])
        and params.get("Status") in (None, one["Status"])
        and any(part in given["FileInput"] for given in one["Settings"]["Inputs"])
    ]
    return found[::-1] if params.get("Order") == "ASCENDING" else found


# rds.DescribeDBParameters: 60 parameters, as a page has at least 20

DB_GROUP = "orders-mysql8"
SOURCES = ("user", "system", "engine-default")
# Name, value, allowed values; the letters say: static, not modifiable, user or system.
SWITCHES = (
    "autocommit automatic_sp_privileges big_tables/sn event_scheduler/u explicit_defaults_for_timestamp "
    "flush general_log/u innodb_adaptive_hash_index innodb_buffer_pool_dump_at_shutdown "
    "innodb_deadlock_detect innodb_doublewrite/sny innodb_file_per_table/y innodb_print_all_deadlocks/u "
    "innodb_random_read_ahead innodb_read_only/sny innodb_rollback_on_timeout/s innodb_stats_on_metadata "
    "local_infile/u log_bin_trust_function_creators/u log_queries_not_using_indexes low_priority_updates "
    "performance_schema/su read_only/y skip_external_locking/sny slow_query_log/u sync_frm/sn"
)
NUMBERS = (
    "auto_increment_increment:1-65535 auto_increment_offset:1-65535 back_log/s:1-65535 "
    "binlog_cache_size:4096-18446744073709547520 connect_timeout:2-31536000 "
    "eq_range_index_dive_limit:0-4294967295 innodb_io_capacity/u:100-18446744073709551615 "
    "innodb_lock_wait_timeout/u:1-1073741824 innodb_page_size/sny:4096-65536 innodb_read_io_threads/s:1-64 "
    "interactive_timeout:1-31536000 join_buffer_size:128-18446744073709547520 max_allowed_packet/u:1024-"
    "1073741824 max_connect_errors:1-9223372036854775807 max_user_connections:0-4294967295 "
    "net_read_timeout:1-31536000 open_files_limit/sny:0-1048576 port/sny:1150-65535 "
    "server_id/sny:0-4294967295 sort_buffer_size:32768-18446744073709551615 table_open_cache:1-524288 "
    "thread_cache_size:0-16384 wait_timeout/u:1-31536000"
)
TEXTS = {
    "basedir/sny": ("/rdsdbbin/mysql", None),
    "character_set_server/u": ("utf8mb4", "big5,dec8,latin1,utf8mb3,utf8mb4"),
    "collation_server/u": ("utf8mb4_0900_ai_ci", None),
    "datadir/sny": ("/rdsdbdata/db/", None),
    "default_storage_engine": ("InnoDB", "InnoDB,MYISAM"),
    "init_connect/u": ("SET @a = 1 < 2 && 'R&D' <> \"x\"", None),
    "max_connections": ("{DBInstanceClassMemory/12582880}", "1-100000"),
    "optimizer_switch": (None, None),
    "secure_file_priv/sny": ("/tmp", None),
    "sql_mode/u": ("", "ALLOW_INVALID_DATES,ANSI_QUOTES,STRICT_ALL_TABLES"),
    "time_zone/u": ("Europe/Berlin", "Asia/Tokyo,Europe/Berlin,UTC"),
}


def _parameter(given: str, value: str | None, kind: str, allowed: str | None) -> Item:
    name, _, letters = given.partition("/")
    source = "user" if "u" in letters else "system" if "y" in letters else "engine-default"
    return {
        "ParameterName": name,
        **({} if value is None else {"ParameterValue": value}),
        "Description": f"Controls {name.replace('_', ' ')} & <related> settings.",
        "Source": source,
        "ApplyType": "static" if "s" in letters else "dynamic",
        "DataType": kind,
        **({"AllowedValues": allowed} if allowed else {}),
        "IsModifiable": "n" not in letters,
        **({"MinimumEngineVersion": "8.0.11"} if len(name) % 5 == 0 else {}),
        "ApplyMethod": "pending-reboot" if "s" in letters else "immediate",
    }


def _number_row(text: str) -> Item:
    name, _, allowed = text.partition(":")
    # A value for what somebody set; the engine chooses the others.
    value = str(int(allowed.partition("-")[0]) * 2 + len(name)) if "/" in name else None
    return _parameter(name, value, "integer", allowed)


DB_PARAMETERS = {
    DB_GROUP: sorted(
        [
            *(_parameter(one, str(len(one) % 2), "boolean", "0,1") for one in SWITCHES.split()),
            *(_number_row(one) for one in NUMBERS.split()),
            *(_parameter(one, value, "string", allowed) for one, (value, allowed) in TEXTS.items()),
        ],
        key=lambda one: str(one["ParameterName"]),
    ),
    "default.mysql8.0": [_parameter("port/sny", "3306", "integer", "1150-65535")],
}


def _parameter_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxRecords", 100)
    if not 20 <= limit <= 100:
        yield rule("MaxRecords", f"Invalid value {limit} for MaxRecords. Must be between 20 and 100", limit)
    if params.get("Source", SOURCES[0]) not in SOURCES:
        message = f"Invalid Source: {params['Source']}. Valid values: {', '.join(SOURCES)}"
        yield rule("Source", message, params["Source"])
    for number, entry in enumerate(params.get("Filters", []), 1):
        if entry["Name"] != "parameter-name":
            yield rule(f"Filters.{number}", f"Unrecognized filter name: {entry['Name']}", entry["Name"])


def _db_parameters(params: Params) -> list[Item]:
    group = params["DBParameterGroupName"]
    if group not in DB_PARAMETERS:
        raise Refused(Refusal("DBParameterGroupNotFound", f"DBParameterGroup not found: {group}", 404))
    return [
        one
        for one in DB_PARAMETERS[group]
        if params.get("Source") in (None, one["Source"])
        and all(one["ParameterName"] in entry["Values"] for entry in params.get("Filters", []))
    ]


# securityhub.GetSoftwareStatisticsV2: each pair is a package and a resource on which it is installed

ORGANIZATION = "o-abcd1234567890"
UNITS = {
    "ou-ab12-core0001": [ACCOUNT],
    "ou-ab12-cd345678": ["111122223333", "222233334444"],
    "ou-ab12-ef567890": ["333344445555"],
    "ou-ab12-vacant01": [],
}
RESOURCES = [
    (f"i-{_digits(f'instance {number}', 17)}", "AwsEc2Instance", account, region)
    for number, (account, region) in enumerate(
        [
            (ACCOUNT, "us-east-1"),
            (ACCOUNT, "us-east-1"),
            ("111122223333", "us-east-1"),
            ("111122223333", "eu-west-1"),
            ("222233334444", "us-west-2"),
            ("333344445555", "us-east-1"),
            ("333344445555", "eu-central-1"),
        ]
    )
] + [
    (
        f"arn:aws:ecr:{region}:{account}:repository/{name}/sha256:{_digits(name, 64)}",
        kind,
        account,
        region,
    )
    for name, kind, account, region in [
        ("shop", "AwsEcrContainerImage", "111122223333", "us-east-1"),
        ("Shop-api", "AwsEcrContainerImage", "222233334444", "eu-west-1"),
        ("mailer", "AwsEcrContainerImage", ACCOUNT, "us-east-1"),
        ("resize", "AwsLambdaFunction", "111122223333", "us-east-1"),
    ]
]
# Name, version, type, and on how many of the resources, beginning with which.
PACKAGES = [
    ("openssl", "3.0.13", "OS", 7, 0),
    ("openssl", "1.1.1w", "OS", 4, 6),
    ("log4j-core", "2.17.1", "JAR", 3, 4),
    ("requests", "2.31.0", "PYTHONPKG", 5, 5),
    ("Requests-OAuthlib", "1.3.1", "PYTHONPKG", 1, 8),
    ("bash", "5.2.15", "OS", 7, 0),
    ("left-pad", "1.3.0", "NODEPKG", 2, 7),
    ("@babel/core", "7.24.0", "NODEPKG", 2, 9),
    ("curl", "8.5.0", "OS", 9, 1),
    ("curl", "8.6.0", "OS", 2, 0),
    ("glibc", "2.38", "OS", 6, 0),
    ("spring-core", "6.1.5", "JAR", 1, 4),
    ("boto3", "1.34.69", "PYTHONPKG", 4, 3),
]
PAIRS: list[dict[str, str]] = [
    {
        "AccountId": account,
        "PackageName": name,
        "PackageVersion": version,
        "PackageType": kind,
        "Region": region,
        "ResourceRegion": region,
        "ResourceType": resource_type,
        "ResourceId": resource,
        "ResourceProvider": "AWS",
        "ResourceOwnerAccountId": account,
        "ResourceOwnerOrgId": ORGANIZATION,
        "ResourceCloudPartition": "aws",
    }
    for name, version, kind, count, first in PACKAGES[3:] + PACKAGES[:3]
    for resource, resource_type, account, region in (RESOURCES * 2)[first : first + count]
]
POSITIVE = ("EQUALS", "PREFIX")
COMPARISONS = (*POSITIVE, "NOT_EQUALS", "PREFIX_NOT_EQUALS")


def _composites(filters: Item) -> Iterator[tuple[str, int, Item]]:
    """All composite filters, each with its path and its depth, which begins with 1."""
    waiting = [("CompositeFilters", 1, one) for one in filters.get("CompositeFilters", [])]
    while waiting:
        path, depth, one = waiting.pop(0)
        yield path, depth, one
        inner = f"{path}.NestedCompositeFilters"
        waiting += [(inner, depth + 1, nested) for nested in one.get("NestedCompositeFilters", [])]


def _conflicts(composite: Item) -> Iterator[str]:
    """The fields that are to be equal to one value, and not to another one."""
    by_field: dict[str, set[str]] = {}
    for one in composite.get("StringFilters", []):
        by_field.setdefault(one.get("FieldName", ""), set()).add(one.get("Filter", {}).get("Comparison", ""))
    for field, found in by_field.items():
        if "EQUALS" in found and found & {"NOT_EQUALS", "PREFIX_NOT_EQUALS"}:
            yield field


def _software_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("GroupByRules", []), 1):
        for path, depth, composite in _composites(one.get("Filters", {})):
            member = f"GroupByRules.{number}.Filters.{path}"
            if depth > 3:
                yield rule(member, "Composite filters can be nested up to three levels deep.", "depth")
            for string in composite.get("StringFilters", []):
                comparison = string.get("Filter", {}).get("Comparison", "EQUALS")
                if comparison not in COMPARISONS:
                    message = (
                        f"Comparison {comparison} is not supported. Use one of {', '.join(COMPARISONS)}."
                    )
                    yield rule(f"{member}.StringFilters", message, comparison)
            for field in _conflicts(composite):
                message = f"EQUALS and a negative comparison cannot both be used for {field}."
                yield rule(f"{member}.StringFilters", message, "conflict")
    yield from _scope_rules(params.get("Scopes", {}).get("AwsOrganizations", []))


def _scope_rules(scopes: list[Item]) -> Iterable[Violation]:
    member = "Scopes.AwsOrganizations"
    if len(scopes) > 10:
        yield rule(member, "Scopes.AwsOrganizations can have up to 10 entries.", scopes)
    if not all(scopes):
        yield rule(member, "An entry must have OrganizationId or OrganizationalUnitId.", scopes)
    if len({"OrganizationalUnitId" in one for one in scopes if one}) > 1:
        message = "A request is either for the entire organization or for organizational units."
        yield rule(member, message, scopes)


def _matches(text: str, value: str, comparison: str) -> bool:
    match comparison:
        case "EQUALS":
            return text == value
        case "NOT_EQUALS":
            return text != value
        case "PREFIX":
            return text.startswith(value)
        case "PREFIX_NOT_EQUALS":
            return not text.startswith(value)
        case "CONTAINS":  # the others are never reached, as they are refused
            return value in text
        case "NOT_CONTAINS":
            return value not in text
    return value.lower() in text.lower().split()


def _complete(string: Item) -> bool:
    return "FieldName" in string and {"Value", "Comparison"} <= set(string.get("Filter", {}))


def _joined(results: list[bool | None], operator: str) -> bool | None:
    """None if there is no condition."""
    known = [one for one in results if one is not None]
    if not known:
        return None
    return any(known) if operator == "OR" else all(known)


def _passes(pair: dict[str, str], composite: Item) -> bool | None:
    results: list[bool | None] = [
        _passes(pair, nested) for nested in composite.get("NestedCompositeFilters", [])
    ]
    either: dict[str, list[bool]] = {}
    for string in filter(_complete, composite.get("StringFilters", [])):
        field, wanted = string["FieldName"], string["Filter"]
        found = _matches(pair[field], wanted["Value"], wanted["Comparison"])
        if "Operator" not in composite and wanted["Comparison"] in POSITIVE:
            either.setdefault(field, []).append(found)
        else:
            results.append(found)
    results += [any(found) for found in either.values()]
    return _joined(results, composite.get("Operator", "AND"))


def _in_scopes(params: Params) -> list[dict[str, str]]:
    scopes = params.get("Scopes", {}).get("AwsOrganizations", [])
    for one in scopes:
        organization, unit = one.get("OrganizationId", ORGANIZATION), one.get("OrganizationalUnitId")
        if organization != ORGANIZATION:
            message = f"The organization {organization} does not exist or is not yours."
            raise Refused(Refusal("OrganizationNotFoundException", message))
        if unit is not None and unit not in UNITS:
            message = f"The organizational unit {unit} does not exist in your organization."
            raise Refused(Refusal("OrganizationalUnitNotFoundException", message))
    units = [one["OrganizationalUnitId"] for one in scopes if "OrganizationalUnitId" in one]
    accounts = {account for unit in units for account in UNITS[unit]}
    return [pair for pair in PAIRS if not units or pair["AccountId"] in accounts]


def selected(params: Params, rule_: Item) -> list[dict[str, str]]:
    """The pairs that a rule counts."""
    filters = rule_.get("Filters", {})
    operator = filters.get("CompositeOperator", "AND")
    return [
        pair
        for pair in _in_scopes(params)
        if _joined([_passes(pair, one) for one in filters.get("CompositeFilters", [])], operator) is not False
    ]


def in_order(counts: dict[str, int], params: Params) -> list[Item]:
    """The values by count, the highest first if the parameters do not say otherwise."""
    sign = 1 if params.get("SortOrder") == "asc" else -1
    ordered = sorted(counts.items(), key=lambda one: (sign * one[1], one[0]))
    return [{"FieldValue": value, "Count": count} for value, count in ordered]


def _statistics(params: Params, page: Page | None) -> Output:
    limit = params.get("MaxStatisticResults", 400)
    _in_scopes(params)  # which refuses what does not exist
    return {
        "GroupByResults": [
            {
                "GroupByField": one["GroupByField"],
                "GroupByValues": in_order(
                    Counter(pair[one["GroupByField"]] for pair in selected(params, one)), params
                )[:limit],
            }
            for one in params.get("GroupByRules", [])
        ]
    }


# eventbridgev2.DescribeEventBus: the buses of ListEventBuses that the account owns

STATES = {"orders.dead": "CREATE_FAILED", "returns": "UPDATING", "stock-2": "DELETE_FAILED"}
REASONS = {
    "CREATE_FAILED": "The key alias/events is disabled.",
    "UPDATING": "The retention period changes.",
    "DELETE_FAILED": "The bus has 2 subscribers.",
}


def _bus(number: int, name: str, arn: str) -> Item:
    state = STATES.get(name, "ACTIVE")
    created = BORN + number * 53 * HOUR + timedelta(milliseconds=250 * number + 125)
    days = (30, 7, 1, 365, 14)[number % 5]
    key = {"EncryptionConfiguration": {"KmsKeyIdentifier": "alias/events"}}
    return {
        "EventBusArn": arn,
        "Name": name,
        **({"Description": f"Größe & Preis of {name}"} if number != 3 else {}),
        **(key if number % 2 == 0 else {}),
        "StorageConfiguration": {
            "RetentionPeriodInDays": days,
            "RetentionWindowStartTime": max(created, NOW - days * DAY),
        },
        "CreationTime": created,
        "LastModifiedTime": created + (number + 1) * 19 * HOUR,
        "State": state,
        **({"StateReason": REASONS[state]} if state in REASONS else {}),
    }


EVENT_BUSES = {
    bus["EventBusArn"]: _bus(number, bus["Name"], bus["EventBusArn"])
    for number, bus in enumerate(one for one in BUSES if one["EventBusAccountId"] == ACCOUNT)
}
BUS = next(arn for arn, bus in EVENT_BUSES.items() if bus["Name"] == "orders")


def _described(params: Params, page: Page | None) -> Output:
    arn = params["EventBusArn"]
    if arn not in EVENT_BUSES:
        raise Refused(Refusal("ResourceNotFoundException", f"Event bus {arn} does not exist.", 404))
    return EVENT_BUSES[arn]


FIFTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "transfer.ListHostKeys",
            "InvalidRequestException",
            lambda params, page: {"ServerId": params["ServerId"], "HostKeys": page.entries if page else []},
            _host_keys,
            paging=Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
            token_code="InvalidNextTokenException",
        ),
        Operation(
            "sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet",
            "ValidationException",
            lambda params, page: {"CustomerManagedPolicyReferences": page.entries if page else []},
            _references,
            paging=Paging("NextToken", "NextToken", "MaxResults", 100, 100),
        ),
        Operation(
            "mediaconvert.SearchJobs",
            "BadRequestException",
            lambda params, page: {"Jobs": page.entries if page else []},
            media_jobs,
            _media_rules,
            Paging("NextToken", "NextToken", "MaxResults", 20, 20),
        ),
        Operation(
            "rds.DescribeDBParameters",
            "InvalidParameterValue",
            lambda params, page: {"Parameters": page.entries if page else []},
            _db_parameters,
            _parameter_rules,
            Paging("Marker", "Marker", "MaxRecords", 100, 100),
        ),
        Operation(
            "securityhub.GetSoftwareStatisticsV2",
            "ValidationException",
            _statistics,
            rules=_software_rules,
        ),
        Operation("eventbridgev2.DescribeEventBus", "InvalidInputException", _described),
    ]
}
# What a user has to say, since it names a resource.
FIFTH_Y_PARAMS = {
    "transfer.ListHostKeys": {"ServerId": SERVER},
    "sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet": {
        "InstanceArn": INSTANCE,
        "PermissionSetArn": ANALYSTS,
    },
    "rds.DescribeDBParameters": {"DBParameterGroupName": DB_GROUP},
    "eventbridgev2.DescribeEventBus": {"EventBusArn": BUS},
}
