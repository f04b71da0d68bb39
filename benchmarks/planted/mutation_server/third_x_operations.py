"""Six operations more, part X of the set `third`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging, when

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def _rule(member: str, message: str, value: object = None) -> Violation:
    return Violation(member, "rule", message, value)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _entries(member: str) -> Callable[[Params, Page | None], Output]:
    def answer(params: Params, page: Page | None) -> Output:
        assert page
        return {member: page.entries}

    return answer


# secretsmanager.GetSecretValue

SECRET = "prod/db"
SECRETS = {
    SECRET: f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{SECRET}-a1b2C3",
    "prod/tls": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:prod/tls-Q7xY2z",
}
SECRET_VERSIONS: list[Item] = [
    {
        "VersionId": f"{_digits(f'version {number}', 8)}-5678-90ab-cdef-EXAMPLE{number:05d}",
        **content,
        **({"VersionStages": stages} if stages else {}),
        "CreatedDate": BORN + number * DAY + timedelta(milliseconds=250),
    }
    for number, (stages, content) in enumerate(
        [
            ([], {"SecretString": '{"user":"zoë","password":"first"}'}),
            (["AWSPREVIOUS"], {"SecretString": '{"user":"zoë","password":"<second>"}'}),
            (["AWSCURRENT", "Grün"], {"SecretString": '{"user":"zoë","password":"third & last"}'}),
            (["AWSPENDING"], {"SecretBinary": "AAEC/f7/"}),
        ]
    )
]


def _secret_name(identifier: str) -> str:
    """The name of a secret: by its name, its ARN, or its ARN without the six characters at the end."""
    for name, arn in SECRETS.items():
        if identifier in (name, arn, arn[:-7]):
            return name
    message = "Secrets Manager can't find the specified secret."
    raise Refused(Refusal("ResourceNotFoundException", message))


def secret_versions(params: Params) -> list[Item]:
    """The versions that a request names, the current one if it names none."""
    wanted, stage = params.get("VersionId"), params.get("VersionStage")
    if wanted is None and stage is None:
        stage = "AWSCURRENT"
    by_id = [one for one in SECRET_VERSIONS if wanted in (None, one["VersionId"])]
    if not by_id:
        message = f"Secrets Manager can't find the specified secret value for VersionId: {wanted}"
        raise Refused(Refusal("ResourceNotFoundException", message))
    found = [one for one in by_id if stage is None or stage in one.get("VersionStages", [])]
    if not found and wanted is None:
        message = f"Secrets Manager can't find the specified secret value for staging label: {stage}"
        raise Refused(Refusal("ResourceNotFoundException", message))
    if not found:
        message = "You provided a VersionStage that is not associated to the provided VersionId."
        raise Refused(Refusal("InvalidRequestException", message))
    return found


def _secret_value(params: Params, page: Page | None) -> Output:
    name = _secret_name(params["SecretId"])
    return {"ARN": SECRETS[name], "Name": name, **secret_versions(params)[0]}


# stepfunctions.ListExecutions

STATES = f"arn:aws:states:{REGION}:{ACCOUNT}"
MACHINE = f"{STATES}:stateMachine:orders"
MAP_RUN = f"{STATES}:mapRun:orders/Import:0d5b2d9e-1f6c-3a4b-9c8d-7e6f5a4b3c2d"
STATUSES = ("SUCCEEDED", "FAILED", "RUNNING", "TIMED_OUT", "SUCCEEDED", "ABORTED")


def _execution(number: int) -> Item:
    name, status = f"order-{number:03d}", STATUSES[number % len(STATUSES)]
    start = BORN + number * HOUR
    redriven = number in (2, 4)
    begun = start + 15 * HOUR + 5 * MINUTE if redriven else start
    qualified = ("", f"{MACHINE}:1", f"{MACHINE}:2")[number % 3]
    return {
        "executionArn": f"{STATES}:execution:orders:{name}",
        "stateMachineArn": MACHINE,
        "name": name,
        "status": status,
        "startDate": start,
        # An execution that started later may have ended earlier.
        **({} if status == "RUNNING" else {"stopDate": begun + (95, 10, 205)[number % 3] * MINUTE}),
        **({"stateMachineVersionArn": qualified} if qualified else {}),
        **({"stateMachineAliasArn": f"{MACHINE}:live"} if number % 6 == 5 else {}),
        "redriveCount": int(redriven),
        **({"redriveDate": begun} if redriven else {}),
    }


EXECUTIONS = [_execution(number) for number in range(14)]
CHILDREN: list[Item] = [
    {
        "executionArn": f"{STATES}:execution:orders/Import:child-{number}",
        "stateMachineArn": f"{MACHINE}/Import",
        "name": f"child-{number}",
        "status": ("SUCCEEDED", "PENDING_REDRIVE", "FAILED")[number % 3],
        "startDate": BORN + number * MINUTE,
        "stopDate": BORN + (number + 30) * MINUTE,
        "mapRunArn": MAP_RUN,
        "itemCount": 10 + number,
        "redriveCount": 0,
    }
    for number in range(5)
]


def latest(execution: Item) -> datetime:
    """The time by which executions are sorted."""
    begun: datetime = execution["redriveDate" if "redriveDate" in execution else "startDate"]
    ended: datetime = begun if execution["status"] == "RUNNING" else execution["stopDate"]
    return ended


def _execution_rules(params: Params) -> Iterable[Violation]:
    if ("stateMachineArn" in params) == ("mapRunArn" in params):
        yield _rule("mapRunArn", "Must provide either State Machine ARN or Map Run ARN")
    elif params.get("statusFilter") == "PENDING_REDRIVE" and "mapRunArn" not in params:
        yield _rule("statusFilter", "PENDING_REDRIVE may be given with a mapRunArn only.")


def _executions(params: Params) -> list[Item]:
    if "mapRunArn" in params:
        if params["mapRunArn"] != MAP_RUN:
            raise Refused(Refusal("ResourceNotFound", "The Map Run does not exist."))
        found = CHILDREN
    else:
        arn = params["stateMachineArn"]
        if not re.fullmatch(r"arn:[^:]+:states:[^:]*:[0-9]{12}:stateMachine:[^:]+(:[^:]+)?", arn):
            raise Refused(Refusal("InvalidArn", f"Invalid Arn: '{arn}'"))
        owners = ("stateMachineArn", "stateMachineVersionArn", "stateMachineAliasArn")
        if arn not in (MACHINE, f"{MACHINE}:1", f"{MACHINE}:2", f"{MACHINE}:live"):
            message = f"State Machine Does Not Exist: '{arn}'"
            raise Refused(Refusal("StateMachineDoesNotExist", message))
        found = [one for one in EXECUTIONS if arn in [one.get(owner) for owner in owners]]
    redriven = params.get("redriveFilter")
    return sorted(
        (
            one
            for one in found
            if params.get("statusFilter") in (None, one["status"])
            and redriven in (None, "REDRIVEN" if one["redriveCount"] else "NOT_REDRIVEN")
        ),
        key=latest,
        reverse=True,
    )


# redshift.DescribeEvents: 45 events in the past hour, as a page has at least 20

SOURCES = (
    ("cluster", "Sales"),
    ("cluster", "sales-eu"),
    ("cluster-snapshot", "sales"),
    ("cluster-parameter-group", "default.redshift-2.0"),
    ("scheduled-action", "pause-nightly"),
)
# How old the events are, from the last full ten minutes on.
AGES = [(3 + number) * MINUTE for number in range(45)] + [
    HOUR * hours for hours in (2, 3, 5, 8, 13, 24, 48, 72, 120, 200, 300, 330, 360, 500)
]


def redshift_events() -> list[Item]:
    """All events, also those that are too old."""
    full = datetime.now(UTC).replace(second=0, microsecond=0)
    full -= full.minute % 10 * MINUTE
    return [
        {
            "SourceIdentifier": SOURCES[number % 5][1],
            "SourceType": SOURCES[number % 5][0],
            "Message": f"Event {number} of {SOURCES[number % 5][1]}: <ready> & günstig",
            "EventCategories": ["Monitoring", "Management"] if number % 4 == 0 else ["Configuration"],
            "Severity": "ERROR" if number % 7 == 3 else "INFO",
            "Date": full - age,
            "EventId": f"REDSHIFT-EVENT-{2000 + number}",
        }
        for number, age in enumerate(AGES)
    ]


def _redshift_rules(params: Params) -> Iterable[Violation]:
    if ("SourceType" in params) != ("SourceIdentifier" in params):
        missing = "SourceType" if "SourceIdentifier" in params else "SourceIdentifier"
        yield _rule(missing, "SourceIdentifier and SourceType must be provided together.")
    limit = params.get("MaxRecords", 100)
    if not 20 <= limit <= 100:
        yield _rule("MaxRecords", f"Invalid value {limit} for MaxRecords. Must be between 20 and 100", limit)


def redshift_span(params: Params) -> tuple[datetime, datetime]:
    """The first time and the last of the events that a request asks for."""
    now = datetime.now(UTC)
    minutes = max(min(params.get("Duration", 60), 14 * 24 * 60), 0)
    start = when(params.get("StartTime")) or now - minutes * MINUTE
    return max(start, now - 14 * DAY), when(params.get("EndTime")) or now


def _redshift_events(params: Params) -> list[Item]:
    start, end = redshift_span(params)
    return [
        event
        for event in redshift_events()
        if start <= event["Date"] <= end
        and params.get("SourceIdentifier") in (None, event["SourceIdentifier"])
        and params.get("SourceType") in (None, event["SourceType"])
    ]


# ssm.GetParametersByPath

SSM_NAMES = [
    *(f"/shop/item-{number:02d}" for number in range(12)),
    "/shop/db/host",
    "/shop/db/password",
    "/shop/db/eu/host",
    "/shop/db/eu/password",
    "/shop/Regions",
    "/shop/api.key",
    "/shopping/list",
    "/shop-eu/name",
    "plain",
]


def _parameter(number: int, name: str) -> Item:
    secure = name.endswith(("password", "key"))
    kind = "SecureString" if secure else "StringList" if number % 4 == 0 else "String"
    value = (
        f"geheim {number} ✓" if secure else f"a{number},b" if kind == "StringList" else f"Wert {number} <ü>"
    )
    return {
        "Name": name,
        "Type": kind,
        "Value": value,
        "Version": 1 + number % 3,
        "LastModifiedDate": BORN + number * HOUR + timedelta(milliseconds=125),
        "ARN": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/{name.lstrip('/')}",
        "DataType": "text",
        "labels": ["prod", "stable"] if number % 3 == 0 else ["prod"] if number % 3 == 1 else [],
        "key": ["alias/aws/ssm", "alias/shop"][number % 2] if secure else None,
    }


PARAMETERS = [_parameter(number, name) for number, name in enumerate(SSM_NAMES)]
FILTERED: dict[str, Callable[[Item], list[str]]] = {
    "Type": lambda one: [one["Type"]],
    "KeyId": lambda one: [one["key"]] if one["key"] else [],
    "Label": lambda one: list(one["labels"]),
}


def filtered(parameter: Item, entry: Item) -> bool:
    """Whether a parameter passes one filter."""
    values = FILTERED[entry["Key"]](parameter)
    if entry.get("Option", "Equals") == "BeginsWith":
        return any(value.startswith(wanted) for value in values for wanted in entry["Values"])
    return any(value in entry["Values"] for value in values)


def below(path: str, name: str, *, recursive: bool) -> bool:
    """Whether a parameter is in a hierarchy, or in the hierarchies below it."""
    rest = ("/" + name.lstrip("/")).removeprefix(path.rstrip("/") + "/")
    return rest != "/" + name.lstrip("/") and (recursive or "/" not in rest)


def _parameter_rules(params: Params) -> Iterable[Violation]:
    path = params["Path"].strip(" ")
    if not path.startswith("/") or " " in path or path.rstrip("/").count("/") > 15:
        yield _rule("Path", "The parameter path must begin with / and have at most 15 levels.", path)


def _parameter_filters(params: Params) -> list[Item]:
    filters: list[Item] = params.get("ParameterFilters", [])
    for entry in filters:
        key, option = entry["Key"], entry.get("Option", "Equals")
        if key not in FILTERED:
            message = (
                f"The following filter key is not valid: {key}. Valid filter keys: [Type, KeyId, Label]."
            )
            raise Refused(Refusal("InvalidFilterKey", message))
        if option not in (("Equals",) if key == "Label" else ("Equals", "BeginsWith")):
            message = f"The following filter option is not valid: {option}."
            raise Refused(Refusal("InvalidFilterOption", message))
        if "Values" not in entry:
            message = f"The following filter values are missing : null for filter key {key}"
            raise Refused(Refusal("InvalidFilterValue", message))
    return filters


def _parameters(params: Params) -> list[Item]:
    filters = _parameter_filters(params)
    path = params["Path"].strip(" ")
    return [
        one
        for one in PARAMETERS
        if below(path, one["Name"], recursive=params.get("Recursive", False))
        and all(filtered(one, entry) for entry in filters)
    ]


def shown(parameter: Item, *, decrypted: bool) -> Item:
    """A parameter as it is returned."""
    item = {name: value for name, value in parameter.items() if name not in ("labels", "key")}
    if parameter["Type"] == "SecureString" and not decrypted:
        item["Value"] = "AQICAHh" + hashlib.sha256(parameter["Value"].encode()).hexdigest()
    return item


def _parameter_answer(params: Params, page: Page | None) -> Output:
    assert page
    decrypted = params.get("WithDecryption", False)
    return {"Parameters": [shown(one, decrypted=decrypted) for one in page.entries]}


# cognito-idp.ListUsers

POOL = f"{REGION}_Shop12345"
SEARCHABLE = (
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
)
USER_NAMES = ["alice", "Alice", "bob", "bob.smith", "carol", "dora", "zoë", "erik", "frida", "gül", "hans"]


def _user(number: int, name: str) -> Item:
    attributes = {
        "sub": f"{_digits(name, 8)}-0000-1000-8000-{number:012d}",
        "email": f"{name}@Example.com",
        **({"given_name": ("Jon", "jon", "Jonas")[number % 3]} if number % 4 else {}),
        **({"family_name": 'O"Neil' if number == 5 else "Reddy"} if number % 2 else {}),
        **({"phone_number": f"+4930{number:06d}"} if number < 4 else {}),
        **({"custom:tier": "gold"} if number == 2 else {}),
    }
    return {
        "Username": name,
        "Attributes": [{"Name": key, "Value": value} for key, value in attributes.items()],
        "UserCreateDate": BORN + number * DAY + timedelta(milliseconds=500),
        "UserLastModifiedDate": BORN + number * DAY + HOUR,
        "Enabled": number % 5 != 3,
        "UserStatus": ("CONFIRMED", "UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD")[number % 4],
    }


USERS = [_user(number, name) for number, name in enumerate(USER_NAMES)]


def parsed_filter(text: str) -> tuple[str, str, str] | None:
    """The attribute, the operator and the value of a filter; None for one that filters nothing."""
    if not text:
        return None
    found = re.fullmatch(r'\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*', text, re.S)
    if not found:
        raise Refused(Refusal("InvalidParameterException", "Error while parsing filter."))
    if found[1] not in SEARCHABLE:
        message = f"Invalid search attribute: {found[1]}"
        raise Refused(Refusal("InvalidParameterException", message))
    return found[1], found[2], re.sub(r"\\(.)", r"\1", found[3], flags=re.S)


def attribute(user: Item, name: str) -> str | None:
    """What a filter compares, for the attribute of a user."""
    own = {
        "username": user["Username"],
        "status": "Enabled" if user["Enabled"] else "Disabled",
        "cognito:user_status": user["UserStatus"],
    }
    return next((one["Value"] for one in user["Attributes"] if one["Name"] == name), own.get(name))


def accepted(user: Item, name: str, operator: str, value: str) -> bool:
    """Whether a user passes a filter."""
    own = attribute(user, name)
    if own is None:
        return False
    if name == "cognito:user_status":
        own, value = own.lower(), value.lower()
    return own == value if operator == "=" else own.startswith(value)


def _users(params: Params) -> list[Item]:
    if params["UserPoolId"] != POOL:
        message = f"User pool {params['UserPoolId']} does not exist."
        raise Refused(Refusal("ResourceNotFoundException", message))
    asked = parsed_filter(params.get("Filter", ""))
    found = [user for user in USERS if asked is None or accepted(user, *asked)]
    for name in params.get("AttributesToGet", []):
        if any(name not in [one["Name"] for one in user["Attributes"]] for user in found):
            message = f"One or more requested attributes do not exist: {name}"
            raise Refused(Refusal("InvalidParameterException", message))
    return found


def _user_answer(params: Params, page: Page | None) -> Output:
    assert page
    names = params.get("AttributesToGet")
    if not names:
        return {"Users": page.entries}
    return {
        "Users": [
            user | {"Attributes": [one for one in user["Attributes"] if one["Name"] in names]}
            for user in page.entries
        ]
    }


# partnercentral-revenue-measurement.ListRevenueAttributionAllocations

ATTRIBUTION = "ra-0a1b2c3d4e5f6"
ATTRIBUTION_ARN = f"arn:aws:partnercentral:{REGION}:{ACCOUNT}:catalog/AWS/revenue-attribution/{ATTRIBUTION}"
LAST_DAYS = ("2024-06-30", "2024-12-31", "2025-02-28")
ALLOCATIONS: list[Item] = [
    {
        "RevenueAttributionAllocationId": f"alloc-{_digits(f'allocation {number}', 13)}",
        "RevenueAttributionIdentifier": ATTRIBUTION,
        "EntityType": ("OFFER", "OPPORTUNITY", "OFFER")[number % 3],
        "EntityIdentifier": f"{('offer', 'O', 'Offer')[number % 3]}-{number // 2:04d}",
        "EntityName": f"Angebot № {number} für Zoë",
        "CustomerAwsAccountId": ("111122223333", "011122223333", "444455556666")[number // 3 % 3],
        "RevenueSharePercent": ("100", "12.5", "0.25")[number % 3],
        "EffectiveFrom": f"2024-{1 + number % 5:02d}-01",
        "EffectiveUntil": LAST_DAYS[number // 2 % 3],
        "Status": "INACTIVE" if number % 4 == 1 else "ACTIVE",
        "revision": 1 + number // 4,
    }
    for number in range(13)
]


def _allocations(params: Params) -> list[Item]:
    if params["Catalog"] != "AWS" or params["RevenueAttributionIdentifier"] not in (
        ATTRIBUTION,
        ATTRIBUTION_ARN,
    ):
        message = "The revenue attribution does not exist."
        raise Refused(Refusal("ResourceNotFoundException", message, 404))
    filters = {
        "EntityType": params.get("EntityTypeFilters"),
        "EntityIdentifier": params.get("EntityIdentifierFilters"),
        "CustomerAwsAccountId": params.get("CustomerAwsAccountIdFilters"),
        "Status": [params["StatusFilter"]] if "StatusFilter" in params else None,
    }
    return sorted(
        (
            one
            for one in ALLOCATIONS
            if all(wanted is None or one[name] in wanted for name, wanted in filters.items())
            and all(
                params.get(f"After{name}", "") <= one[name]
                and (f"Before{name}" not in params or one[name] < params[f"Before{name}"])
                for name in ("EffectiveFrom", "EffectiveUntil")
            )
            and one["revision"] <= int(params.get("RevenueAttributionRevision", 2**63))
        ),
        key=lambda one: (one["EffectiveFrom"], one["RevenueAttributionAllocationId"]),
        reverse=params.get("SortOrder") == "DESCENDING",
    )


def _allocation_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {
        "RevenueAttributionAllocationSummaries": [
            {name: value for name, value in one.items() if name != "revision"} for one in page.entries
        ]
    }


THIRD_X = {
    operation.name: operation
    for operation in [
        Operation("secretsmanager.GetSecretValue", "InvalidParameterException", _secret_value),
        Operation(
            "stepfunctions.ListExecutions",
            "ValidationException",
            _entries("executions"),
            _executions,
            _execution_rules,
            Paging("nextToken", "nextToken", "maxResults", 100, 1000, zero_is_default=True),
            token_code="InvalidToken",
        ),
        Operation(
            "redshift.DescribeEvents",
            "InvalidParameterValue",
            _entries("Events"),
            _redshift_events,
            _redshift_rules,
            Paging("Marker", "Marker", "MaxRecords", 100, 100),
        ),
        Operation(
            "ssm.GetParametersByPath",
            "ValidationException",
            _parameter_answer,
            _parameters,
            _parameter_rules,
            Paging("NextToken", "NextToken", "MaxResults", 10, 10),
            token_code="InvalidNextToken",
        ),
        Operation(
            "cognito-idp.ListUsers",
            "InvalidParameterException",
            _user_answer,
            _users,
            paging=Paging("PaginationToken", "PaginationToken", "Limit", 60, 60),
        ),
        Operation(
            "partnercentral-revenue-measurement.ListRevenueAttributionAllocations",
            "ValidationException",
            _allocation_answer,
            _allocations,
            paging=Paging("NextToken", "NextToken", "MaxResults", 500, 500),
        ),
    ]
}
