"""Six operations more, part Z of the set `seventh`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from .fourth_x_operations import DRY_RUN
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, NOW, REGION, Operation, Paging
from .seventh_x_operations import wildcards

DAY = timedelta(days=1)
PARTNER = "210987654321"
MANAGEMENT = "098765432109"


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _uuid(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))


# codepipeline.GetActionType

ACTION = {"category": "Test", "owner": "ThirdParty", "provider": "LoadStorm", "version": "1"}
# Category, owner, provider, version, and the least and greatest numbers of input and output artifacts.
_ACTION_TYPES: tuple[tuple[str, str, str, str, int, int, int, int], ...] = (
    ("Test", "ThirdParty", "LoadStorm", "1", 1, 1, 0, 1),
    ("Test", "ThirdParty", "LoadStorm", "2", 1, 5, 0, 5),
    ("Build", "ThirdParty", "LoadStorm", "1", 1, 1, 0, 10),
    ("Source", "ThirdParty", "git-mirror_eu", "1", 0, 0, 1, 1),
    ("Source", "AWS", "LedgerSource", "2024-05", 0, 0, 1, 1),
    ("Deploy", "ThirdParty", "Kahn", "v3", 1, 10, 0, 0),
    ("Deploy", "AWS", "Kahn", "v3", 1, 1, 0, 0),
    ("Invoke", "AWS", "Notify", "1", 0, 10, 0, 10),
    ("Approval", "ThirdParty", "Two-Keys", "1", 0, 0, 0, 0),
    ("Compute", "AWS", "Batches", "1", 0, 10, 0, 10),
    ("Build", "ThirdParty", "a" * 35, "123456789", 1, 3, 1, 3),
)


def _properties(number: int) -> list[Item]:
    project = {"name": "Project", "optional": False, "key": True, "noEcho": False, "queryable": True}
    token = {"name": "ApiToken", "optional": False, "key": False, "noEcho": True, "queryable": False}
    note = {
        "name": "Größe & note",
        "optional": True,
        "key": False,
        "noEcho": False,
        "description": "Shown <as it is>",
    }
    return [project, token, note][: number % 4]


def _executor(number: int, provider: str) -> Item:
    function = f"arn:aws:lambda:{REGION}:{PARTNER}:function:{provider}-action"
    workers: Item = {"pollingAccounts": [PARTNER, "012345678901"][: number % 2 + 1]}
    if number % 4 == 3:
        workers = {"pollingServicePrincipals": ["codepipeline.amazonaws.com"]}
    template = '{"Version": "2012-10-17", "Statement": []}'
    lambda_ = number % 3 == 0
    return {
        "configuration": {"lambdaExecutorConfiguration": {"lambdaFunctionArn": function}}
        if lambda_
        else {"jobWorkerExecutorConfiguration": workers},
        "type": "Lambda" if lambda_ else "JobWorker",
        **({"policyStatementsTemplate": template} if number % 4 == 2 else {}),
        **({"jobTimeout": (900, 60, 43200)[number % 3]} if number % 5 != 4 else {}),
    }


def _action_type(number: int) -> Item:
    category, owner, provider, version, least_in, most_in, least_out, most_out = _ACTION_TYPES[number]
    page = f"https://example.com/{provider}?a=1&b=2"
    urls = {"configurationUrl": page, "entityUrlTemplate": page + "#{Entity}"}
    allowed = ["*"] if number % 2 == 0 else [ACCOUNT, "012345678901"]
    properties = _properties(number)
    return {
        **({"description": f"{provider} für <{category}>"} if number % 3 != 1 else {}),
        "executor": _executor(number, provider),
        "id": {"category": category, "owner": owner, "provider": provider, "version": version},
        "inputArtifactDetails": {"minimumCount": least_in, "maximumCount": most_in},
        "outputArtifactDetails": {"minimumCount": least_out, "maximumCount": most_out},
        **({"permissions": {"allowedAccounts": allowed}} if number % 5 != 3 else {}),
        **({"properties": properties} if properties else {}),
        **({"urls": urls} if number % 2 == 0 else {}),
    }


ACTION_TYPES: list[Item] = [_action_type(number) for number in range(len(_ACTION_TYPES))]


def _action_answer(params: Params, page: Page | None) -> Output:
    wanted = {name: params[name] for name in ACTION}
    for one in ACTION_TYPES:
        if one["id"] == wanted:
            return {"actionType": dict(one)}
    message = "ActionType (Category: '{category}', Owner: '{owner}', Provider: '{provider}', Version: "
    message += "'{version}') is not available"
    raise Refused(Refusal("ActionTypeNotFoundException", message.format(**wanted)))


# ec2.DescribeReservedInstances

YEAR = 365 * DAY
# Type, scope, class, type of offering, state, prices at once and per hour, and the recurring charge.
_RESERVED: tuple[tuple[str, str, str, str, str, float, float, float], ...] = (
    ("m5.large", "Region", "standard", "No Upfront", "active", 0.0, 0.0, 0.0605),
    ("m5.large", "us-east-1a", "standard", "All Upfront", "active", 9800.0, 0.0, 0.0),
    ("c5.xlarge", "Region", "convertible", "Partial Upfront", "active", 976.6, 0.0, 0.05985),
    ("c3.2xlarge", "us-east-1b", "standard", "Heavy Utilization", "retired", 1214.5, 0.0, 0.0855),
    ("m1.small", "us-east-1a", "standard", "Medium Utilization", "retired", 160.0, 0.024, 0.0),
    ("m1.small", "us-east-1c", "standard", "Light Utilization", "retired", 69.0, 0.84, 0.0),
    ("t3.micro", "Region", "standard", "All Upfront", "payment-pending", 53.25, 0.0, 0.0),
    ("r5.4xlarge", "us-east-1b", "convertible", "No Upfront", "payment-failed", 0.0, 0.0, 0.744),
    ("r5.4xlarge", "Region", "convertible", "All Upfront", "active", 15730.0, 0.0, 0.0),
    ("t3.micro", "Region", "standard", "No Upfront", "queued", 0.0, 0.0, 0.0062),
    ("t3.micro", "Region", "standard", "No Upfront", "queued-deleted", 0.0, 0.0, 0.0062),
    ("c5.xlarge", "us-east-1c", "standard", "Partial Upfront", "retired", 488.3, 0.0, 0.05985),
    ("m5.large", "Region", "convertible", "No Upfront", "retired", 0.0, 0.0, 0.071),
    ("p3.2xlarge", "us-east-1a", "standard", "Partial Upfront", "active", 7894.0, 0.0, 0.901),
)
ZONE_IDS = {"us-east-1a": "use1-az4", "us-east-1b": "use1-az6", "us-east-1c": "use1-az1"}


def _reservation(number: int) -> Item:
    kind, scope, offering, payment, state, price, usage, charge = _RESERVED[number]
    first = BORN - 4 * YEAR if state == "retired" else NOW + (-200 * DAY if "queued" not in state else DAY)
    start = first + number * 9 * DAY + timedelta(seconds=number * 7)
    duration = (1 if number % 3 else 3) * YEAR
    zone = {} if scope == "Region" else {"AvailabilityZone": scope, "AvailabilityZoneId": ZONE_IDS[scope]}
    tags = [
        {"Key": "Owner", "Value": ("TeamA", "teama", "Größe & co", "")[number % 4]},
        {"Key": "owner", "Value": "TeamB"},
        {"Key": "cost center", "Value": "<4711>"},
    ]
    return {
        "CurrencyCode": "USD",
        "InstanceTenancy": "dedicated" if number % 7 == 5 else "default",
        "OfferingClass": offering,
        "OfferingType": payment,
        "RecurringCharges": [{"Amount": charge, "Frequency": "Hourly"}] if charge else [],
        "Scope": "Region" if scope == "Region" else "Availability Zone",
        **({"Tags": tags[: number % 4]} if number % 4 else {}),
        **zone,
        "ReservedInstancesId": _uuid(f"reserved {number}"),
        "InstanceType": kind,
        "Start": start,
        "End": start + duration - timedelta(seconds=1),
        "Duration": int(duration.total_seconds()),
        "UsagePrice": usage,
        "FixedPrice": price,
        "InstanceCount": number % 5 + 1,
        "ProductDescription": ("Linux/UNIX", "Windows", "Linux/UNIX (Amazon VPC)")[number % 3],
        "State": state,
    }


RESERVATIONS: list[Item] = [_reservation(number) for number in range(len(_RESERVED))]
RESERVATION_FILTERS = {
    "availability-zone": "AvailabilityZone",
    "availability-zone-id": "AvailabilityZoneId",
    "duration": "Duration",
    "end": "End",
    "fixed-price": "FixedPrice",
    "instance-type": "InstanceType",
    "scope": "Scope",
    "product-description": "ProductDescription",
    "reserved-instances-id": "ReservedInstancesId",
    "start": "Start",
    "state": "State",
    "usage-price": "UsagePrice",
}


def reservation_values(one: Item, name: str) -> list[str]:
    """What a filter of this name looks at."""
    tags = one.get("Tags", [])
    if name == "tag-key":
        return [tag["Key"] for tag in tags]
    if name.startswith("tag:"):
        return [tag["Value"] for tag in tags if tag["Key"] == name[4:]]
    value = one.get(RESERVATION_FILTERS[name])
    if isinstance(value, datetime):
        return [value.strftime("%Y-%m-%dT%H:%M:%S.000Z")]
    return [] if value is None else [str(value)]


def reservation_passes(one: Item, filter_: Item) -> bool:
    """Whether a reservation passes one filter."""
    found = reservation_values(one, filter_["Name"])
    return any(wildcards(value).fullmatch(text) for value in filter_["Values"] for text in found)


def _reservation_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", []), 1):
        name = one.get("Name", "")
        if name not in RESERVATION_FILTERS and name != "tag-key" and not re.match("tag:.", name):
            yield rule(f"Filter.{number}", f"The filter '{name}' is invalid", name)
        elif not one.get("Values"):
            yield rule(f"Filter.{number}", f"The filter '{name}' has no values", name)


def _known_reservations(wanted: list[str]) -> None:
    known = {one["ReservedInstancesId"] for one in RESERVATIONS}
    for identifier in wanted:
        if identifier not in known:
            message = f"The reserved instance ID '{identifier}' does not exist"
            raise Refused(Refusal("InvalidReservedInstancesId", message))


def chosen_reservations(params: Params) -> list[Item]:
    """The reservations that all parameters but the filters let through."""
    wanted = params.get("ReservedInstancesIds")
    same = [name for name in ("OfferingClass", "OfferingType") if name in params]
    return [
        one
        for one in RESERVATIONS
        if (not wanted or one["ReservedInstancesId"] in wanted)
        and all(one[name] == params[name] for name in same)
    ]


def _reservations_answer(params: Params, page: Page | None) -> Output:
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    _known_reservations(params.get("ReservedInstancesIds", []))
    filters = params.get("Filters", [])
    found = [one for one in chosen_reservations(params) if all(reservation_passes(one, f) for f in filters)]
    return {"ReservedInstances": found}


# transfer.ListUsers

SERVER, SECOND_SERVER, EMPTY_SERVER = (f"s-{_digits(f'users of {number}', 17)}" for number in range(3))
_NAMES = (
    *("alice", "bob.b", "Carol", "carol", "dave@example.com", "_batch", "e-van", "partner_01"),
    *("partner_02", "0815", "x" * 100, "zoe", "nightly.export", "Zoe"),
)


def _user(server: str, number: int) -> Item:
    name = _NAMES[number]
    logical = number % 3 == 1
    home = "" if number == 6 else f"/sftp/home/{name}" if number % 2 else "/sftp & co/größe"
    return {
        "Arn": f"arn:aws:transfer:{REGION}:{ACCOUNT}:user/{server}/{name}",
        **({} if logical else {"HomeDirectory": home}),
        "HomeDirectoryType": "LOGICAL" if logical else "PATH",
        "Role": f"arn:aws:iam::{ACCOUNT}:role/service-role/transfer-{number % 4}",
        "SshPublicKeyCount": (2, 0, 1, 10)[number % 4],
        "UserName": name,
    }


USERS: dict[str, list[Item]] = {
    SERVER: [_user(SERVER, number) for number in range(len(_NAMES))],
    SECOND_SERVER: [_user(SECOND_SERVER, number) for number in range(3)],
    EMPTY_SERVER: [],
}


def _users(params: Params) -> list[Item]:
    server = params["ServerId"]
    if server not in USERS:
        extra = {"Resource": server, "ResourceType": "Server"}
        raise Refused(Refusal("ResourceNotFoundException", f"Unknown server: {server}", extra=extra))
    return USERS[server]


# lightsail.GetRelationalDatabaseBlueprints

_BLUEPRINTS = (
    *(("5_1", "5.1.73"), ("5_5", "5.5.62"), ("5_6", "5.6.51"), ("5_7", "5.7.44"), ("8_0", "8.0.40")),
    *(("8_1", "8.1.0"), ("8_2", "8.2.0"), ("8_3", "8.3.0"), ("8_4", "8.4.5"), ("9_0", "9.0.1")),
    *(("9_1", "9.1.0"), ("9_2", "9.2.0")),
)
BLUEPRINTS: list[Item] = [
    {
        "blueprintId": f"mysql_{major}",
        "engine": "mysql",
        "engineVersion": version,
        "engineDescription": "MySQL Community Edition",
        "engineVersionDescription": f"MySQL {version}",
        "isEngineDefault": major == "8_0",
    }
    for major, version in _BLUEPRINTS
]


# opensearch.GetDefaultApplicationSetting

APPLICATION = f"arn:aws:opensearch:{REGION}:{ACCOUNT}:application/{_digits('application', 20)}"
NO_APPLICATION = Refusal("ResourceNotFoundException", "The default application is not set.", 409)


# cloudformation.ListStackSets

SELF, DELEGATED = "SELF", "DELEGATED_ADMIN"
_SETS = (
    *("baseline", "guard-rails", "baseline", "vpc", "Log-Archive", "budget", "iam-roles", "dns"),
    *("kms", "config", "security-hub", "backup", "sso", "tags", "old", "canary", "edge", "mail"),
)
_DRIFT = ("NOT_CHECKED", "IN_SYNC", "DRIFTED", "NOT_CHECKED", "IN_SYNC", "DRIFTED")


def _stack_set(number: int, delegated: bool) -> Item:
    name = ("org-" if delegated else "") + _SETS[number]
    drift = _DRIFT[number % 6]
    enabled = number % 3 != 1
    account = MANAGEMENT if delegated else ACCOUNT
    needed = f"arn:aws:cloudformation:{REGION}:{account}:stackset/org-baseline:{_uuid('set 0 True')}"
    deployment = {
        "Enabled": enabled,
        **({"RetainStacksOnAccountRemoval": number % 2 == 0} if enabled else {}),
        **({"DependsOn": [needed]} if number % 6 == 5 else {}),
    }
    checked = BORN + number * 31 * HOUR + timedelta(milliseconds=17 * number)
    return {
        "StackSetName": name,
        "StackSetId": f"{name}:{_uuid(f'set {number} {delegated}')}",
        **({"Description": f"Größe & <{name}>"} if number % 4 else {}),
        "Status": "DELETED" if number in (0, 4, 7, 14, 15) else "ACTIVE",
        **({"AutoDeployment": deployment} if delegated else {}),
        "PermissionModel": "SERVICE_MANAGED" if delegated else "SELF_MANAGED",
        "DriftStatus": drift,
        **({"LastDriftCheckTimestamp": checked} if drift in ("IN_SYNC", "DRIFTED") else {}),
        "ManagedExecution": {"Active": number % 5 == 2},
    }


# The account is no management account, but a delegated administrator.
STACK_SETS: dict[str, list[Item]] = {
    SELF: [_stack_set(number, False) for number in range(18)],
    DELEGATED: [_stack_set(number, True) for number in range(9)],
}


def stack_sets(params: Params) -> list[Item]:
    """The StackSets of a request."""
    status = params.get("Status")
    found = STACK_SETS[params.get("CallAs", SELF)]
    return [one for one in found if status in (None, one["Status"])]


SEVENTH_Z = {
    operation.name: operation
    for operation in [
        Operation("codepipeline.GetActionType", "ValidationException", _action_answer),
        Operation(
            "ec2.DescribeReservedInstances",
            "InvalidParameterValue",
            _reservations_answer,
            rules=_reservation_rules,
        ),
        Operation(
            "transfer.ListUsers",
            "InvalidRequestException",
            lambda params, page: {"ServerId": params["ServerId"], "Users": page.entries if page else []},
            _users,
            paging=Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
            token_code="InvalidNextTokenException",
        ),
        Operation(
            "lightsail.GetRelationalDatabaseBlueprints",
            "InvalidInputException",
            lambda params, page: {"blueprints": page.entries if page else []},
            lambda params: BLUEPRINTS,
            paging=Paging("pageToken", "nextPageToken", "", 5, 5),
        ),
        Operation(
            "opensearch.GetDefaultApplicationSetting",
            "ValidationException",
            lambda params, page: {"applicationArn": APPLICATION},
        ),
        Operation(
            "cloudformation.ListStackSets",
            "ValidationError",
            lambda params, page: {"Summaries": page.entries if page else []},
            stack_sets,
            paging=Paging("NextToken", "NextToken", "MaxResults", 100, 100),
        ),
    ]
}
# What a user has to say, since it names a resource.
SEVENTH_Z_PARAMS: dict[str, dict[str, Any]] = {
    "codepipeline.GetActionType": ACTION,
    "transfer.ListUsers": {"ServerId": SERVER},
}
