"""Six operations more, part X of the set `eighth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from .fourth_x_operations import DRY_RUN
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, REGION, Operation, Paging
from .seventh_x_operations import distribution_position, wildcards


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _uuid(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))


# dms.DescribeReplicationTableStatistics

CONFIG, SECOND_CONFIG, NEW_CONFIG = (
    f"arn:aws:dms:{REGION}:{ACCOUNT}:replication-config:{_digits(f'config {number}', 26).upper()}"
    for number in range(3)
)
TABLE_FILTERS = {"schema-name": "SchemaName", "table-name": "TableName", "table-state": "TableState"}
_TABLES = (
    *("accounts", "Orders", "order_lines", "größen", "audit$log", "products", "prices", "stock"),
    *("suppliers", "returns", "carts", "sessions", "refunds", "coupons", "images", "reviews", "Tags"),
)
_STATES = (
    *("Table completed", "Full load", "Table completed", "Before load", "Table error"),
    *("Table is being reloaded", "Table cancelled", "Table does not exist"),
)
_VALIDATION = {
    "Table completed": ("Validated", "Mismatched records", "Pending records", "No primary key"),
    "Full load": ("Pending validation",),
    "Table error": ("Table error",),
}


def _table(number: int, config: str) -> Item:
    state = _STATES[number % 8]
    validation = _VALIDATION.get(state, ("Not enabled",))
    started = BORN + number * 3 * HOUR + timedelta(milliseconds=250)
    done = state == "Table completed"
    pending = number * 3 % 17
    loaded = number * 7919 % 1_000_003
    began = state not in ("Before load", "Table does not exist")
    resynced = validation[number % len(validation)] == "Mismatched records"
    return {
        "SchemaName": ("shop", "Shop", "hr")[number % 3] if config == CONFIG else "public",
        "TableName": _TABLES[number],
        "Inserts": number * 13,
        "Deletes": number % 4,
        "Updates": number * 5 % 11,
        "Ddls": number % 2,
        **(
            {
                "AppliedInserts": number * 13,
                "AppliedDeletes": number % 4,
                "AppliedUpdates": number * 5 % 11,
                "AppliedDdls": number % 2,
            }
            if done
            else {}
        ),
        "FullLoadRows": loaded if began else 0,
        "FullLoadCondtnlChkFailedRows": 0,
        "FullLoadErrorRows": 0,
        **({"FullLoadStartTime": started} if began else {}),
        **({"FullLoadEndTime": started + timedelta(minutes=number + 1)} if done else {}),
        "FullLoadReloaded": state == "Table is being reloaded",
        "LastUpdateTime": started + timedelta(hours=2),
        "TableState": state,
        "ValidationPendingRecords": pending if "Pending" in validation[number % len(validation)] else 0,
        "ValidationFailedRecords": number if resynced else 0,
        "ValidationSuspendedRecords": 0,
        "ValidationState": validation[number % len(validation)],
        "ResyncState": "Pending" if resynced else "Not enabled",
        **(
            {
                "ResyncRowsAttempted": 4,
                "ResyncRowsSucceeded": 3,
                "ResyncRowsFailed": 1,
                "ResyncProgress": 75.0,
            }
            if resynced
            else {}
        ),
    }


TABLES: dict[str, list[Item]] = {
    CONFIG: [_table(number, CONFIG) for number in range(17)],
    SECOND_CONFIG: [_table(number, SECOND_CONFIG) for number in range(3)],
    NEW_CONFIG: [],
}


def _table_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", ()), 1):
        if one["Name"] not in TABLE_FILTERS:
            yield rule(f"Filters.{number}.Name", f"Unrecognized filter name: {one['Name']}", one["Name"])
        if not one.get("Values", ["any"]):
            yield rule(f"Filters.{number}.Values", "A filter must have at least one value.", one["Values"])
    if not 1 <= params.get("MaxRecords", 1) <= 500:
        yield rule("MaxRecords", "MaxRecords must be from 1 to 500.", params["MaxRecords"])


def _tables(params: Params) -> list[Item]:
    config = params["ReplicationConfigArn"]
    if config not in TABLES:
        raise Refused(Refusal("ResourceNotFoundFault", f"Replication config {config} was not found."))
    filters = params.get("Filters", [])
    return [
        table
        for table in TABLES[config]
        if all(table[TABLE_FILTERS[one["Name"]]] in one.get("Values", []) for one in filters)
    ]


def _tables_answer(params: Params, page: Page | None) -> Output:
    return {
        "ReplicationConfigArn": params["ReplicationConfigArn"],
        "ReplicationTableStatistics": page.entries if page else [],
    }


# codebuild.ListSandboxes

ASCENDING, DESCENDING = "ASCENDING", "DESCENDING"
# From the oldest to the latest.
SANDBOXES: list[Item] = [
    {"id": f"{('shop-web', 'ledger_api', 'Nightly')[number % 3]}:{_uuid(f'sandbox {number}')}"}
    for number in range(16)
]


def _sandboxes(params: Params) -> list[Item]:
    return SANDBOXES if params.get("sortOrder") == ASCENDING else SANDBOXES[::-1]


# iot.DescribeDefaultAuthorizer

PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A1FQ4nUcx\n-----END PUBLIC KEY-----"
AUTHORIZER: Item = {
    "authorizerName": "shop-devices_v2",
    "authorizerArn": f"arn:aws:iot:{REGION}:{ACCOUNT}:authorizer/shop-devices_v2",
    "authorizerFunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:check-devices",
    "tokenKeyName": "x-shop-token",
    "tokenSigningPublicKeys": {"first-key": PUBLIC_KEY, "second_key": PUBLIC_KEY.replace("1FQ4", "9Ab3")},
    "status": "ACTIVE",
    "creationDate": BORN,
    "lastModifiedDate": BORN + 40 * HOUR + timedelta(milliseconds=125),
    "signingDisabled": False,
    "enableCachingForHttp": True,
}
NO_AUTHORIZER = Refusal("ResourceNotFoundException", "Default authorizer not found", 404)


# ec2.SearchTransitGatewayMulticastGroups

DOMAIN, SECOND_DOMAIN, EMPTY_DOMAIN = (
    f"tgw-mcast-domain-0{_digits(f'domain {number}', 16)}" for number in range(3)
)
GROUP_FILTERS = {
    "group-ip-address": "GroupIpAddress",
    "is-group-member": "GroupMember",
    "is-group-source": "GroupSource",
    "member-type": "MemberType",
    "resource-id": "ResourceId",
    "resource-type": "ResourceType",
    "source-type": "SourceType",
    "subnet-id": "SubnetId",
    "transit-gateway-attachment-id": "TransitGatewayAttachmentId",
}
_GROUP_KINDS = ("vpc", "vpc", "vpn", "vpc", "direct-connect-gateway", "tgw-peering")
_PREFIXES = {"vpc": "vpc-0", "vpn": "vpn-0", "tgw-peering": "tgw-attach-0"}


def _group(number: int, domain: str) -> Item:
    kind = _GROUP_KINDS[number % 6]
    member, source = number % 3 != 1, number % 3 == 1 or number % 5 == 4
    place = f"{domain} {number % 4}"
    identifier = _PREFIXES[kind] + _digits(place, 16) if kind in _PREFIXES else _uuid(place)
    return {
        "GroupIpAddress": ("224.0.0.200", "239.1.2.3", "232.0.1.9", "ff0e::1:3")[number * 5 % 7 % 4],
        "TransitGatewayAttachmentId": f"tgw-attach-0{_digits(place + kind, 16)}",
        **({"SubnetId": f"subnet-0{_digits(place, 16)}"} if kind == "vpc" else {}),
        "ResourceId": identifier,
        "ResourceType": kind,
        "ResourceOwnerId": "210987654321" if number % 7 == 3 else ACCOUNT,
        **({"NetworkInterfaceId": f"eni-0{_digits(f'{domain} {number}', 16)}"} if kind == "vpc" else {}),
        "GroupMember": member,
        "GroupSource": source,
        **({"MemberType": ("igmp", "static")[number % 2]} if member else {}),
        **({"SourceType": ("static", "igmp")[number % 4 == 0]} if source else {}),
    }


GROUPS: dict[str, list[Item]] = {
    DOMAIN: [_group(number, DOMAIN) for number in range(19)],
    SECOND_DOMAIN: [_group(number, SECOND_DOMAIN) for number in range(4)],
    EMPTY_DOMAIN: [],
}


def group_passes(group: Item, one: Item) -> bool:
    """Whether a group passes one filter."""
    value = group.get(GROUP_FILTERS[one["Name"]])
    if value is None:
        return False
    text = str(value).lower() if isinstance(value, bool) else value
    return any(wildcards(wanted).fullmatch(text) for wanted in one["Values"])


def _group_rules(params: Params) -> Iterable[Violation]:
    for number, one in enumerate(params.get("Filters", []), 1):
        name = one.get("Name", "")
        if name not in GROUP_FILTERS:
            yield rule(f"Filter.{number}", f"The filter '{name}' is invalid", name)
        elif not one.get("Values"):
            yield rule(f"Filter.{number}", f"The filter '{name}' has no values", name)


def _groups(params: Params) -> list[Item]:
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    domain = params["TransitGatewayMulticastDomainId"]
    if domain not in GROUPS:
        message = f"Transit Gateway Multicast Domain {domain} was deleted or does not exist."
        raise Refused(Refusal("InvalidTransitGatewayMulticastDomainId.NotFound", message))
    filters = params.get("Filters", [])
    return [one for one in GROUPS[domain] if all(group_passes(one, by) for by in filters)]


# cloudfront.ListStreamingDistributions: the output is the payload, StreamingDistributionList


def _quantity(entries: list[Any]) -> Item:
    return {"Quantity": len(entries), **({"Items": entries} if entries else {})}


def _streaming(number: int) -> Item:
    identifier = f"E{_digits(f'streaming {number}', 13).upper()}"
    signers = ["self", "210987654321"][: number % 3]
    access = f"origin-access-identity/cloudfront/E{_digits(f'oai {number}', 13).upper()}"
    return {
        "Id": identifier,
        "ARN": f"arn:aws:cloudfront::{ACCOUNT}:streaming-distribution/{identifier}",
        "Status": ("Deployed", "InProgress")[number % 5 == 3],
        "LastModifiedTime": BORN + number * 29 * HOUR,
        "DomainName": f"s{_digits(f'stream {number}', 13)}.cloudfront.net",
        "S3Origin": {
            "DomainName": f"films-{number}.s3.amazonaws.com",
            "OriginAccessIdentity": access if number % 2 else "",
        },
        "Aliases": _quantity([f"tv{place}.films{number}.example.com" for place in range(number % 4)]),
        "TrustedSigners": {"Enabled": bool(signers), **_quantity(signers)},
        "Comment": ("Filme für <uns> & mehr", "", "trailers")[number % 3],
        "PriceClass": ("PriceClass_All", "PriceClass_100", "PriceClass_200")[number * 2 % 3],
        "Enabled": number % 4 != 2,
    }


STREAMING: list[Item] = sorted((_streaming(number) for number in range(13)), key=lambda one: one["Id"])


def _streaming_rules(params: Params) -> Iterable[Violation]:
    text = params.get("MaxItems", "1")
    if not re.fullmatch("[0-9]{1,10}", text) or not 1 <= int(text) < 2**31:
        yield rule("MaxItems", f"The value {text!r} of MaxItems is not a whole number above 0.", text)


def _streaming_answer(params: Params, page: Page | None) -> Output:
    assert page
    return {
        "Marker": params.get("Marker", ""),
        "MaxItems": int(params.get("MaxItems", "100")),
        "IsTruncated": page.token is not None,
        "Quantity": len(page.entries),
        **({"Items": page.entries} if page.entries else {}),
    }


# config.GetCustomRulePolicy

RULE = "dynamodb-pitr-enabled"
POLICIES: dict[str, str] = {
    RULE: 'rule tableisactive when resourceType == "AWS::DynamoDB::Table" {\n'
    "    configuration.tableStatus == ['ACTIVE']\n}\n",
    "Bucket names": "# Für <uns> & mehr\nrule named {\n\tconfiguration.name == /^shop-/\n}",
    "größe-der-platten": "let large = 100\nrule small {\n  configuration.size <= %large\n}\n",
    "empty_one": "",
    "x" * 128: "rule any {\n" + "  configuration.tags !empty\n" * 345 + "}",
}
# Rules of Config that have no policy.
MANAGED = ("s3-bucket-versioning-enabled", "lambda-checked")


def _policy_answer(params: Params, page: Page | None) -> Output:
    name = params.get("ConfigRuleName", "")
    if name in POLICIES:
        return {"PolicyText": POLICIES[name]}
    message = f"The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name"
    raise Refused(Refusal("NoSuchConfigRuleException", message))


EIGHTH_X = {
    operation.name: operation
    for operation in [
        Operation(
            "dms.DescribeReplicationTableStatistics",
            "InvalidParameterValueException",
            _tables_answer,
            _tables,
            _table_rules,
            Paging("Marker", "Marker", "MaxRecords", 100, 500),
        ),
        Operation(
            "codebuild.ListSandboxes",
            "InvalidInputException",
            lambda params, page: {"ids": [one["id"] for one in page.entries] if page else []},
            _sandboxes,
            paging=Paging("nextToken", "nextToken", "maxResults", 100, 100),
        ),
        Operation(
            "iot.DescribeDefaultAuthorizer",
            "InvalidRequestException",
            lambda params, page: {"authorizerDescription": dict(AUTHORIZER)},
        ),
        Operation(
            "ec2.SearchTransitGatewayMulticastGroups",
            "InvalidParameterValue",
            lambda params, page: {"MulticastGroups": page.entries if page else []},
            _groups,
            _group_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
        Operation(
            "cloudfront.ListStreamingDistributions",
            "InvalidArgument",
            _streaming_answer,
            lambda params: STREAMING,
            _streaming_rules,
            Paging("Marker", "NextMarker", "MaxItems", 100, 2**31),
            lambda distributions, stop: str(distributions[stop - 1]["Id"]),
            distribution_position,
        ),
        Operation("config.GetCustomRulePolicy", "ValidationException", _policy_answer),
    ]
}
# What a user has to say, since it names a resource.
EIGHTH_X_PARAMS: dict[str, dict[str, Any]] = {
    "dms.DescribeReplicationTableStatistics": {"ReplicationConfigArn": CONFIG},
    "ec2.SearchTransitGatewayMulticastGroups": {"TransitGatewayMulticastDomainId": DOMAIN},
    "config.GetCustomRulePolicy": {"ConfigRuleName": RULE},
}
