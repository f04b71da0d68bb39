"""Six operations more, part Y of the set `seventh`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging
from .seventh_y_queries import Document, Query, QueryInvalid

DAY = timedelta(days=1)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _identifier(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))


# dms.DescribeFleetAdvisorCollectors: 23 collectors

_SITES = ("berlin", "Lyon & Nantes", "são-paulo", "ohio <lab>", "Zürich", "osaka")
FILTERS = {"collector-referenced-id": "CollectorReferencedId", "collector-name": "CollectorName"}


def microseconds(time: datetime) -> str:
    """A time as text with microseconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _collector(number: int) -> Item:
    site, again = _SITES[number % 6], number // 6
    created = BORN + number * 29 * HOUR + timedelta(microseconds=596113 + 1007 * number)
    active = number % 5 != 3
    return {
        "CollectorReferencedId": _identifier(f"collector {number}"),
        "CollectorName": f"{site}-{again + 1}" if again else site,
        **({"CollectorVersion": f"1.{number % 4}.{number}"} if active else {}),
        **({"VersionStatus": ("UP_TO_DATE", "OUTDATED", "UNSUPPORTED")[number % 3]} if active else {}),
        "Description": "" if number % 7 == 2 else f"Databases of {site}",
        "S3BucketName": f"fleet-{number % 3}-{ACCOUNT}",
        "ServiceAccessRoleArn": f"arn:aws:iam::{ACCOUNT}:role/FleetAdvisorS3Role",
        "CollectorHealthCheck": {
            "CollectorStatus": "ACTIVE" if active else "UNREGISTERED",
            "LocalCollectorS3Access": active and number % 4 != 1,
            "WebCollectorS3Access": active,
            "WebCollectorGrantedRoleBasedAccess": number % 6 != 4,
        },
        **({"LastDataReceived": microseconds(created + 40 * DAY + number * HOUR)} if active else {}),
        **({"RegisteredDate": microseconds(created + 2 * HOUR)} if active else {}),
        "CreatedDate": microseconds(created),
        "ModifiedDate": microseconds(created + number % 3 * DAY),
        **(
            {"InventoryData": {"NumberOfDatabases": number * 3 % 11, "NumberOfSchemas": number * 17 % 90}}
            if active
            else {}
        ),
    }


COLLECTORS: list[Item] = [_collector(number) for number in range(23)]


def _collector_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", ()), 1):
        if one["Name"] not in FILTERS:
            yield rule(f"Filters.{number}.Name", f"Unrecognized filter name: {one['Name']}", one["Name"])
        if not one["Values"]:
            yield rule(f"Filters.{number}.Values", "A filter must have at least one value.", one["Values"])
    if params.get("MaxRecords", 1) < 1:
        yield rule("MaxRecords", "MaxRecords must be a positive number.", params["MaxRecords"])


def meets(collector: Item, one: Item) -> bool:
    """Whether a collector meets a filter: it has one of the values."""
    return collector[FILTERS[one["Name"]]] in one["Values"]


def _collectors(params: Params) -> list[Item]:
    filters = params.get("Filters", [])
    return [collector for collector in COLLECTORS if all(meets(collector, one) for one in filters)]


# workspaces.DescribeAccountModifications: 14 modifications, five on a page

_MODIFICATIONS = (
    *("PENDING", "COMPLETED", "FAILED", "COMPLETED", "COMPLETED", "FAILED", "COMPLETED"),
    *("FAILED", "COMPLETED", "COMPLETED", "COMPLETED", "FAILED", "COMPLETED", "COMPLETED"),
)
_TROUBLE = (
    ("InsufficientPermission", "The role workspaces_DefaultRole is missing & the account is not verified."),
    ("CidrInUse", "Größe: the range <172.31.0.0/16> overlaps with a VPC."),
)
MODIFICATIONS: list[Item] = [
    {
        "ModificationState": state,
        "DedicatedTenancySupport": "DISABLED" if number % 4 == 1 else "ENABLED",
        **({} if number % 4 == 1 else {"DedicatedTenancyManagementCidrRange": f"{cidr}.0.0/16"}),
        "StartTime": BORN + (400 - number * 23) * DAY + timedelta(milliseconds=37 * number),
        **(
            dict(zip(("ErrorCode", "ErrorMessage"), _TROUBLE[number % 2], strict=True))
            if state == "FAILED"
            else {}
        ),
    }
    for number, (state, cidr) in enumerate(
        zip(
            _MODIFICATIONS,
            ("10.1", "172.31", "198.19", "10.255", "192.168", "172.16", "10.0") * 2,
            strict=True,
        )
    )
]


# config.DescribeOrganizationConfigRules: 20 rules

_EVENTS = (
    "ConfigurationItemChangeNotification",
    "OversizedConfigurationItemChangeNotification",
    "ScheduledNotification",
)
_FREQUENCIES = ("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")
_MANAGED = (
    *("IAM_PASSWORD_POLICY", "S3_BUCKET_VERSIONING_ENABLED", "ENCRYPTED_VOLUMES", "ACCESS_KEYS_ROTATED"),
    *("RDS_STORAGE_ENCRYPTED", "CLOUD_TRAIL_ENABLED", "EC2_INSTANCES_IN_VPC", "ROOT_ACCOUNT_MFA_ENABLED"),
)
_TYPES = ("AWS::S3::Bucket", "AWS::EC2::Volume", "AWS::IAM::User")


def _scope(number: int) -> Item:
    """What a rule looks at, and how often."""
    return {
        **({"Description": ("Größe & <limits>", "", "Checks keys")[number % 3]} if number % 4 else {}),
        **({"InputParameters": '{"maxAccessKeyAge":"90","tag":"<a&b>"}'} if number % 3 == 0 else {}),
        **({"MaximumExecutionFrequency": _FREQUENCIES[number % 5]} if number % 2 else {}),
        **({"ResourceTypesScope": list(_TYPES[: number % 3 + 1])} if number % 5 < 3 else {}),
        **({"ResourceIdScope": f"vol-{_digits(f'scope {number}', 17)}"} if number == 7 else {}),
        **({"TagKeyScope": "team", "TagValueScope": "zoë & co"} if number % 6 == 4 else {}),
    }


def _account(number: int) -> str:
    digits = f"{int(_digits(f'excluded {number}', 15), 16):012d}"[-11:]
    return f"{'0' if number % 3 == 1 else number % 8 + 1}{digits}"


def _org_rule(number: int) -> Item:
    kind = ("managed", "custom", "managed", "policy")[number % 4]
    name = f"{kind}-Rule_{number:02d}"
    found: Item = {
        "OrganizationConfigRuleName": name,
        "OrganizationConfigRuleArn": f"arn:aws:config:{REGION}:{ACCOUNT}:organization-config-rule/{name}-"
        f"{_digits(name, 8)}",
    }
    scope = _scope(number)
    if kind == "managed":
        found["OrganizationManagedRuleMetadata"] = scope | {"RuleIdentifier": _MANAGED[number // 2 % 8]}
    elif kind == "custom":
        found["OrganizationCustomRuleMetadata"] = scope | {
            "LambdaFunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:check-{number}",
            "OrganizationConfigRuleTriggerTypes": list(_EVENTS if number % 8 == 1 else _EVENTS[2:]),
        }
    else:
        found["OrganizationCustomPolicyRuleMetadata"] = scope | {
            "OrganizationConfigRuleTriggerTypes": list(_EVENTS[: number % 2 + 1]),
            "PolicyRuntime": "guard-2.x.x",
            **({"DebugLogDeliveryAccounts": [_account(number), ACCOUNT]} if number % 8 == 3 else {}),
        }
    if number % 3:
        found["ExcludedAccounts"] = [_account(number + one) for one in range(number % 3 + 1)]
    return found | {"LastUpdateTime": BORN + number * 51 * HOUR + timedelta(milliseconds=203 * number)}


ORG_RULES: list[Item] = [_org_rule(number) for number in range(20)]
ORG_NAMES: list[str] = [one["OrganizationConfigRuleName"] for one in ORG_RULES]


def org_rules(params: Params) -> list[Item]:
    """The rules of a request. With names, Limit and NextToken are not applicable."""
    names = params.get("OrganizationConfigRuleNames")
    if not names:
        return ORG_RULES
    params.pop("Limit", None)
    params.pop("NextToken", None)
    for name in names:
        if name not in ORG_NAMES:
            message = f"The organization config rule {name} does not exist."
            raise Refused(Refusal("NoSuchOrganizationConfigRuleException", message))
    return [one for one in ORG_RULES if one["OrganizationConfigRuleName"] in names]


def _limit_detail(wrong: list[Violation]) -> dict[str, Any]:
    only = all(one.member == "Limit" and one.kind in ("min", "max") for one in wrong)
    return {"code": "InvalidLimitException"} if only else {}


# ssm.DescribeInstancePatchStatesForPatchGroup: 13 nodes, and four of another group

GROUP, OTHER_GROUP = "Production", "web größe/eu"
COUNTS = (
    *("InstalledCount", "InstalledOtherCount", "InstalledPendingRebootCount", "InstalledRejectedCount"),
    *("MissingCount", "FailedCount", "UnreportedNotApplicableCount", "NotApplicableCount"),
)
_MISSING = (2, 0, 9, 10, 1, 0, 25, 3, 100, 0, 9, 5, 1, 7, 0, 11, 2)


def _patch_state(number: int) -> Item:
    windows, install = number % 3 == 1, number % 4 == 2
    start = BORN + number * 11 * HOUR + timedelta(milliseconds=590 + 13 * number)
    hybrid = number % 5 == 4
    failed = number // 2 % 3 if install else 0
    return {
        "InstanceId": f"{'mi' if hybrid else 'i'}-{_digits(f'node {number}', 17)}",
        "PatchGroup": GROUP if number < 13 else OTHER_GROUP,
        "BaselineId": f"arn:aws:ssm:{REGION}:{ACCOUNT}:patchbaseline/pb-{_digits('windows', 17)}"
        if windows
        else f"pb-{_digits('linux', 17)}",
        "SnapshotId": _identifier(f"snapshot {number // 3}"),
        **({"InstallOverrideList": f"s3://patches/list-{number} & more.yaml"} if number == 6 else {}),
        "InstalledCount": 30 + number * 7 % 40,
        "InstalledOtherCount": number % 4 * 12,
        "InstalledPendingRebootCount": number % 6 // 2 if install else 0,
        "InstalledRejectedCount": 1 if number % 7 == 3 else 0,
        "MissingCount": _MISSING[number],
        "FailedCount": failed,
        "UnreportedNotApplicableCount": 2671 if number % 5 == 0 else 0,
        "NotApplicableCount": 400 + number * 31 % 200,
        **({"AvailableSecurityUpdateCount": number % 4} if windows else {}),
        "OperationStartTime": start,
        "OperationEndTime": start + timedelta(seconds=31 + number, milliseconds=965),
        "Operation": "Install" if install else "Scan",
        **({"LastNoRebootInstallOperationTime": start - 9 * DAY} if number % 6 == 5 else {}),
        "RebootOption": "RebootIfNeeded" if install and number % 8 == 2 else "NoReboot",
        "CriticalNonCompliantCount": min(_MISSING[number], number % 3),
        "SecurityNonCompliantCount": min(_MISSING[number], number % 2),
        "OtherNonCompliantCount": failed,
    }


PATCH_STATES: list[Item] = [_patch_state(number) for number in range(len(_MISSING))]


def _patch_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", ()), 1):
        (value,) = one["Values"]
        if one["Key"] not in COUNTS:
            yield rule(f"Filters.{number}.Key", f"The filter name {one['Key']!r} is not valid.", one["Key"])
        if not re.fullmatch("[0-9]{1,9}", value):
            message = f"The filter value {value!r} is not an integer greater than or equal to 0."
            yield rule(f"Filters.{number}.Values", message, value)


def _patch_detail(wrong: list[Violation]) -> dict[str, Any]:
    keys = all(one.kind == "rule" and one.member.endswith(".Key") for one in wrong)
    return {"code": "InvalidFilter"} if keys else {}


def compares(count: int, kind: str, value: int) -> bool:
    """Whether a count compares with a value as the Type of a filter says."""
    return {
        "Equal": count == value,
        "NotEqual": count != value,
        "LessThan": count < value,
        "GreaterThan": count > value,
    }[kind]


def patch_states(params: Params) -> list[Item]:
    """The nodes of a patch group that pass all filters of a request."""
    return [
        state
        for state in PATCH_STATES
        if state["PatchGroup"] == params["PatchGroup"]
        and all(
            compares(state[one["Key"]], one["Type"], int(one["Values"][0]))
            for one in params.get("Filters", ())
        )
    ]


# datasync.ListTasks: 20 tasks, and what filters know of them

LOCATIONS = [
    f"arn:aws:datasync:{REGION}:{ACCOUNT}:location/loc-{_digits(f'location {number}', 17)}"
    for number in range(6)
]
TASK_STATES = ("AVAILABLE", "RUNNING", "AVAILABLE", "QUEUED", "UNAVAILABLE", "AVAILABLE", "CREATING")
NUMBER_OPERATORS = ("LessThanOrEqual", "LessThan", "GreaterThanOrEqual", "GreaterThan")
TEXT_OPERATORS = ("In", "Contains", "NotContains", "BeginsWith")


def _task(number: int) -> Item:
    name = ("nightly copy", "", "s3=archive+eu", "team@shop: /home", "Backup_2.1-b")[number % 5]
    return {
        "TaskArn": f"arn:aws:datasync:{REGION}:{ACCOUNT}:task/task-{_digits(f'task {number}', 17)}",
        "Status": TASK_STATES[number % 7],
        **({"Name": f"{name} {number}" if number % 3 else name} if name else {}),
        "TaskMode": "ENHANCED" if number % 4 == 3 else "BASIC",
        "source": LOCATIONS[number % 4],
        "destination": LOCATIONS[5 - number % 3],
        "created": BORN + number * 13 * HOUR,
    }


TASKS: list[Item] = [_task(number) for number in range(20)]


def _task_time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _task_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", ()), 1):
        name, operator, values = one["Name"], one["Operator"], one["Values"]
        if operator in (TEXT_OPERATORS if name == "CreationTime" else NUMBER_OPERATORS):
            message = f"The operator {operator} is not supported for the filter {name}."
            yield rule(f"Filters.{number}.Operator", message, operator)
        if not values:
            yield rule(f"Filters.{number}.Values", "A filter must have at least one value.", values)
        if name == "CreationTime" and not all(_task_time(value) for value in values):
            yield rule(f"Filters.{number}.Values", "CreationTime must be a date and a time.", values)


def task_passes(task: Item, one: Item) -> bool:
    """Whether a task passes a filter: either location may be meant, and one value is enough."""
    operator, values = one["Operator"], one["Values"]
    if one["Name"] == "CreationTime":
        created, times = task["created"], [_task_time(value) for value in values]
        return {
            "Equals": created in times,
            "NotEquals": created not in times,
            "LessThanOrEqual": any(time and created <= time for time in times),
            "LessThan": any(time and created < time for time in times),
            "GreaterThanOrEqual": any(time and created >= time for time in times),
            "GreaterThan": any(time and created > time for time in times),
        }[operator]
    pairs = [(place, value) for place in (task["source"], task["destination"]) for value in values]
    equal, within = (
        any(place == value for place, value in pairs),
        any(value in place for place, value in pairs),
    )
    return {
        "Equals": equal,
        "In": equal,
        "NotEquals": not equal,
        "Contains": within,
        "NotContains": not within,
        "BeginsWith": any(place.startswith(value) for place, value in pairs),
    }[operator]


def tasks(params: Params) -> list[Item]:
    """The tasks that pass all filters of a request."""
    return [task for task in TASKS if all(task_passes(task, one) for one in params.get("Filters", ()))]


def _tasks_answer(params: Params, page: Page | None) -> Output:
    shown = ("TaskArn", "Status", "Name", "TaskMode")
    entries = page.entries if page else []
    return {"Tasks": [{name: task[name] for name in shown if name in task} for task in entries]}


# iot.SearchIndex: 24 things and nine groups of things

MODELS = ("PumpX", "Valve", "sensor-2", "")
_GROUPS = ("plant-kiel", "Plant-Lima", "pumps", "old:line")
BILLING = ("billing-eu", "billing-us")
_REASONS = ("CLIENT_INITIATED_DISCONNECT", "CONNECTION_LOST", "MQTT_KEEP_ALIVE_TIMEOUT", "DUPLICATE_CLIENTID")


def milliseconds(time: datetime) -> int:
    """A time as milliseconds since 1970."""
    return round(time.timestamp() * 1000)


def _connectivity(name: str, number: int) -> Item:
    if number % 4 == 3:  # it has never connected
        return {"connected": False}
    connected = number % 4 != 2
    at = BORN + number * 7 * HOUR + timedelta(milliseconds=411 * number)
    return {
        "connected": connected,
        "timestamp": milliseconds(at),
        **({} if connected else {"disconnectReason": _REASONS[number // 4 % 4]}),
        "keepAliveDuration": 30 * (number % 3 + 1),
        "cleanSession": number % 2 == 0,
        "sessionExpiry": 0 if number % 2 == 0 else 3600,
        "clientId": name,
    }


def _shadow(number: int) -> Item:
    reported = {
        "temp": 18.5 + number,
        "site": "Größe & <hall>" if number % 2 else "hall 7",
        "on": number % 3 == 0,
    }
    at = {"timestamp": int((BORN + number * DAY).timestamp())}
    return {
        "desired": {"temp": 20},
        "reported": reported,
        "metadata": {"desired": {"temp": at}, "reported": dict.fromkeys(reported, at)},
        "hasDelta": True,
        "version": number + 1,
    }


def _thing(number: int) -> Item:
    name = f"{('pump', 'Valve', 'sensor', 'gate:way', 'cam_')[number % 5]}-{number:02d}"
    groups = [*_GROUPS[number % 4 : number % 4 + number % 3], *([BILLING[number % 2]] if number % 3 else [])]
    model = MODELS[number % 4]
    shadow = json.dumps(_shadow(number), ensure_ascii=False)
    defender = json.dumps({"violationCount": number % 4, "violating": True})
    return {
        "thingName": name,
        "thingId": _identifier(f"thing {number}"),
        **({"thingTypeName": model} if model else {}),
        **({"thingGroupNames": groups} if groups else {}),
        "attributes": {
            "serial": f"{number * 37 % 100}",
            **({"model": f"m/{number % 3}#a,b=c[1]"} if number % 2 else {}),
            **({"site": ""} if number % 6 == 1 else {}),
        },
        **({"shadow": shadow} if number % 3 != 2 else {}),
        **({"deviceDefender": defender} if number % 8 == 5 else {}),
        "connectivity": _connectivity(name, number),
    }


def _thing_group(number: int) -> Item:
    name = (*_GROUPS, "hall-7", "hall-8", "cold", "Empty", "spare")[number]
    return {
        "thingGroupName": name,
        "thingGroupId": _identifier(f"group {number}"),
        **({"thingGroupDescription": f"Line {number} & <more>"} if number % 2 else {}),
        **({"attributes": {"floor": str(number), "color": "red"}} if number % 3 else {}),
        **({"parentGroupNames": [*_GROUPS[: number - 3]][:2]} if number > 3 else {}),
    }


INDEXES: dict[str, list[Item]] = {
    "AWS_Things": [_thing(number) for number in range(24)],
    "AWS_ThingGroups": [_thing_group(number) for number in range(9)],
}
THING_FIELDS = frozenset(
    {"thingName", "thingId", "thingTypeName", "thingGroupNames"}
    | {"attributes", "shadow", "deviceDefender", "connectivity"}
)
GROUP_FIELDS = frozenset(
    {"thingGroupName", "thingGroupId", "thingGroupDescription", "attributes", "parentGroupNames"}
)


def _flat(value: Any, name: str) -> Document:
    if isinstance(value, dict):
        parts = [_flat(item, f"{name}.{key}" if name else key) for key, item in value.items()]
        return {key: values for part in parts for key, values in part.items()}
    values = value if isinstance(value, list) else [value]
    return {name: [json.dumps(one) if isinstance(one, bool | float | int) else str(one) for one in values]}


def document(item: Item) -> Document:
    """What an index knows of a thing or of a group."""
    parsed = {name: json.loads(item[name]) for name in ("shadow", "deviceDefender") if name in item}
    known = _flat(item | parsed, "")
    # Versions are in the answer, and cannot be searched.
    return {name: values for name, values in known.items() if name != "shadow.version"}


DOCUMENTS = {name: [document(item) for item in items] for name, items in INDEXES.items()}


def search(params: Params, *, fold: bool = True, either: bool = False) -> list[Item]:
    """The things or groups that a query finds."""
    index = params.get("indexName", "AWS_Things")
    if index not in INDEXES:
        raise Refused(Refusal("ResourceNotFoundException", f"Index {index} does not exist", 404))
    fields = THING_FIELDS if index == "AWS_Things" else GROUP_FIELDS
    query = Query(params["queryString"], fields, frozenset({"connectivity"}), fold, either)
    try:
        test = query.test()
    except QueryInvalid as error:
        raise Refused(Refusal("InvalidQueryException", str(error))) from error
    return [item for item, known in zip(INDEXES[index], DOCUMENTS[index], strict=True) if test(known)]


def _search_rules(params: Params) -> Iterable[Violation]:
    if params.get("maxResults", 1) > 100:
        yield rule("maxResults", "maxResults must not exceed 100.", params["maxResults"])
    if params.get("queryVersion", "2017-09-30") != "2017-09-30":
        yield rule("queryVersion", "The query version is not supported.", params["queryVersion"])


def _search_answer(params: Params, page: Page | None) -> Output:
    groups = params.get("indexName") == "AWS_ThingGroups"
    return {"thingGroups" if groups else "things": page.entries if page else []}


SEVENTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "dms.DescribeFleetAdvisorCollectors",
            "InvalidParameterValueException",
            lambda params, page: {"Collectors": page.entries if page else []},
            _collectors,
            _collector_rules,
            Paging("NextToken", "NextToken", "MaxRecords", 100, 100),
        ),
        Operation(
            "workspaces.DescribeAccountModifications",
            "ValidationException",
            lambda params, page: {"AccountModifications": page.entries if page else []},
            lambda params: MODIFICATIONS,
            paging=Paging("NextToken", "NextToken", "", 5, 5),
            token_code="InvalidParameterValuesException",
        ),
        Operation(
            "config.DescribeOrganizationConfigRules",
            "ValidationException",
            lambda params, page: {"OrganizationConfigRules": page.entries if page else []},
            org_rules,
            paging=Paging("NextToken", "NextToken", "Limit", 100, 100, zero_is_default=True),
            token_code="InvalidNextTokenException",
            detail=_limit_detail,
        ),
        Operation(
            "ssm.DescribeInstancePatchStatesForPatchGroup",
            "ValidationException",
            lambda params, page: {"InstancePatchStates": page.entries if page else []},
            patch_states,
            _patch_rules,
            # An answer has at most five states, though MaxResults is at least 10.
            Paging("NextToken", "NextToken", "MaxResults", 5, 5),
            token_code="InvalidNextToken",
            detail=_patch_detail,
        ),
        Operation(
            "datasync.ListTasks",
            "InvalidRequestException",
            _tasks_answer,
            tasks,
            _task_rules,
            Paging("NextToken", "NextToken", "MaxResults", 100, 100, zero_is_default=True),
        ),
        Operation(
            "iot.SearchIndex",
            "InvalidRequestException",
            _search_answer,
            search,
            _search_rules,
            Paging("nextToken", "nextToken", "maxResults", 100, 100),
        ),
    ]
}
# What a user has to say, since it names a resource.
SEVENTH_Y_PARAMS: dict[str, dict[str, Any]] = {
    "ssm.DescribeInstancePatchStatesForPatchGroup": {"PatchGroup": GROUP},
    "iot.SearchIndex": {"queryString": "thingName:*"},
}
