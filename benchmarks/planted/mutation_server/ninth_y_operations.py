"""Six operations more, part Y of the set `ninth`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from .fourth_x_operations import ANALYSES, DRY_RUN
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, BUCKET, HOUR, REGION, Operation, Paging
from .seventh_x_operations import wildcards
from .tokens import TokenUnknown, seal, unseal

DAY = timedelta(days=1)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _uuid(text: str) -> str:
    digits = _digits(text, 32)
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:32]))


# organizations.ListDelegatedServicesForAccount: who asks is the management account

SECURITY = "111122223333"
TOOLS = "222233334444"
PLAIN = "333344445555"
_PRINCIPALS = (
    "access-analyzer",
    "account",
    "auditmanager",
    "backup",
    "cloudtrail",
    "compute-optimizer",
    "config-multiaccountsetup",
    "config",
    "detective",
    "fms",
    "guardduty",
    "health",
    "inspector2",
    "ipam",
    "license-manager",
    "macie",
    "malware-protection.guardduty",
    "member.org.stacksets.cloudformation",
    "reporting.trustedadvisor",
    "resource-explorer-2",
    "securityhub",
    "securitylake",
    "sso",
)


def _delegations(names: Iterable[str], start: int) -> list[Item]:
    return [
        {
            "ServicePrincipal": f"{name}.amazonaws.com",
            "DelegationEnabledDate": BORN
            + (7 * number % 19 + start) * 29 * HOUR
            + timedelta(milliseconds=131 * number + 7),
        }
        for number, name in enumerate(names)
    ]


DELEGATED: dict[str, list[Item]] = {
    SECURITY: _delegations(_PRINCIPALS, 0),
    TOOLS: _delegations(("ssm", "config", "storage-lens.s3"), 40),
}
# The accounts of the organization. Every delegated administrator has a service at least.
MEMBERS = (ACCOUNT, SECURITY, TOOLS, PLAIN)
_REASONS = {
    "required": "INPUT_REQUIRED",
    "pattern": "INVALID_PATTERN",
    "max": "MAX_LENGTH_EXCEEDED",
    "min": "MIN_LENGTH_EXCEEDED",
}


def _reason(wrong: list[Violation]) -> dict[str, Any]:
    kind = wrong[0].kind
    if wrong[0].member == "MaxResults" and kind in ("min", "max"):
        return {"extra": {"Reason": f"{kind.upper()}_VALUE_EXCEEDED"}}
    return {"extra": {"Reason": _REASONS[kind]} if kind in _REASONS else {}}


def _delegated(params: Params) -> list[Item]:
    account = params["AccountId"]
    if account not in MEMBERS:
        message = "You specified an account that doesn't exist."
        raise Refused(Refusal("AccountNotFoundException", message))
    if account not in DELEGATED:
        message = "The provided account is not a registered delegated administrator for your organization."
        raise Refused(Refusal("AccountNotRegisteredException", message))
    return DELEGATED[account]


def _delegated_owner(services: list[Item]) -> str:
    return " ".join(f"{one['ServicePrincipal']} {one['DelegationEnabledDate']}" for one in services)


def _delegated_token(services: list[Item], start: int) -> str:
    return seal(start, _delegated_owner(services))


def _delegated_position(services: list[Item], token: str) -> int | None:
    try:
        return unseal(token, _delegated_owner(services))
    except TokenUnknown:
        message = "Invalid NextToken: get it from the response to a previous call."
        extra = {"Reason": "INVALID_PAGINATION_TOKEN"}
        raise Refused(Refusal("InvalidInputException", message, extra=extra)) from None


# ec2.DescribeLaunchTemplateVersions

_ALIASES = {
    "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64": "al2023",
    "resolve:ssm:golden-image:4": "golden",
}
# The images that the parameters of Systems Manager stand for.
RESOLVED = {alias: f"ami-{_digits(name, 17)}" for alias, name in _ALIASES.items()}
_TYPES = ("t3.micro", "m5.large", "c5.xlarge", "m5.large")
PROFILES = [f"arn:aws:iam::{ACCOUNT}:instance-profile/{name}" for name in ("web", "teams/batch/nightly")]
LICENSE = f"arn:aws:license-manager:{REGION}:{ACCOUNT}:license-configuration:lic-{_digits('license', 32)}"
HOSTS = f"arn:aws:resource-groups:{REGION}:{ACCOUNT}:group/dedicated-hosts"


def _template_data(seed: int, number: int) -> Item:
    """What a version says: other things in other versions, as nothing of it is required."""
    mixed = seed + number
    alias = list(RESOLVED)[mixed % 2]
    data: Item = {"ImageId": alias if mixed % 3 == 0 else f"ami-{_digits(f'image {mixed % 5}', 17)}"}
    data["InstanceType"] = _TYPES[mixed % 4]
    if number == 1:
        return data  # somebody began with little
    data["EbsOptimized"] = mixed % 2 == 0
    if mixed % 3:
        data["IamInstanceProfile"] = {"Arn": PROFILES[mixed % 2]}
    data["BlockDeviceMappings"] = [
        {
            "DeviceName": "/dev/xvda",
            "Ebs": {
                "Encrypted": mixed % 2 == 1,
                "DeleteOnTermination": True,
                "VolumeSize": 8 * (mixed % 4 + 1),
                "VolumeType": "gp3",
                "Iops": 3000,
                "Throughput": 125,
            },
        }
    ]
    groups = [f"sg-{_digits(f'group {one}', 17)}" for one in range(mixed % 2 + 1)]
    if mixed % 2:
        interface = {"AssociatePublicIpAddress": False, "DeleteOnTermination": True, "DeviceIndex": 0}
        data["NetworkInterfaces"] = [
            {**interface, "Groups": groups, "NetworkCardIndex": card, "DeviceIndex": card}
            for card in range(mixed % 4 // 2 + 1)
        ]
    else:
        data["SecurityGroupIds"] = groups
    data["KeyName"] = "operators"
    data["Monitoring"] = {"Enabled": mixed % 3 == 1}
    if mixed % 4 == 2:
        data["Placement"] = {"Tenancy": "host", "HostResourceGroupArn": HOSTS}
        data["LicenseSpecifications"] = [{"LicenseConfigurationArn": LICENSE}]
    if mixed % 5 == 4:
        data["KernelId"] = "aki-0123abcd"
        data["RamDiskId"] = "ari-4567ef01"
    data["DisableApiTermination"] = mixed % 4 == 3
    data["InstanceInitiatedShutdownBehavior"] = "stop"
    data["UserData"] = "IyEvYmluL2Jhc2gKZWNobyBoZWxsbyA+IC9ldGMvbW90ZAo="
    data["TagSpecifications"] = [
        {
            "ResourceType": "instance",
            "Tags": [{"Key": "Name", "Value": f"Zürich & <{mixed}>"}, {"Key": "empty", "Value": ""}],
        }
    ]
    if data["InstanceType"] == "t3.micro":
        data["CreditSpecification"] = {"CpuCredits": "unlimited"}
    data["MetadataOptions"] = {
        "HttpTokens": "required" if mixed % 3 else "optional",
        "HttpPutResponseHopLimit": 2,
        "HttpEndpoint": "disabled" if mixed % 7 == 5 else "enabled",
        "HttpProtocolIpv6": "disabled",
        "InstanceMetadataTags": "enabled" if mixed % 2 else "disabled",
    }
    return data


def _template(seed: int, name: str, count: int, default: int, operator: Item) -> list[Item]:
    """The versions of a template, the latest first."""
    return [
        {
            "LaunchTemplateId": f"lt-{_digits(f'launch template {name}', 17)}",
            "LaunchTemplateName": name,
            "VersionNumber": number,
            **({"VersionDescription": f"Größe & <{number}>"} if number % 4 else {}),
            "CreateTime": BORN + (seed * 31 + number * 5) * DAY + number * HOUR,
            "CreatedBy": f"arn:aws:iam::{ACCOUNT}:user/{'alice' if number % 2 else 'ci/deployer'}",
            "DefaultVersion": number == default,
            "LaunchTemplateData": _template_data(seed, number),
            "Operator": operator,
        }
        for number in range(count, 0, -1)
    ]


_OURS: Item = {"Managed": False}
TEMPLATES: list[list[Item]] = [
    _template(0, "web-fleet", 12, 3, _OURS),
    _template(1, "batch/nightly_(spot)", 4, 4, _OURS),
    _template(2, "ml.training", 1, 1, _OURS),
    _template(3, "Web-Fleet", 2, 1, _OURS),
    _template(
        4, "eks-nodes", 3, 2, {"Managed": True, "Principal": "eks.amazonaws.com", "HiddenByDefault": False}
    ),
    _template(
        5, "ecs-capacity", 2, 2, {"Managed": True, "Principal": "ecs.amazonaws.com", "HiddenByDefault": True}
    ),
]
TEMPLATE = TEMPLATES[0][0]["LaunchTemplateId"]
HIDDEN_TEMPLATE = TEMPLATES[-1][0]["LaunchTemplateId"]
TEMPLATE_FILTERS = (
    "create-time",
    "ebs-optimized",
    "http-endpoint",
    "http-protocol-ipv4",
    "host-resource-group-arn",
    "http-tokens",
    "iam-instance-profile",
    "image-id",
    "instance-type",
    "is-default-version",
    "kernel-id",
    "license-configuration-arn",
    "network-card-index",
    "ram-disk-id",
)
_VERSION_CODES = {
    "LaunchTemplateId": "InvalidLaunchTemplateId.Malformed",
    "LaunchTemplateName": "InvalidLaunchTemplateName.MalformedException",
    "LaunchTemplateId, LaunchTemplateName": "InvalidParameterCombination",
    "LaunchTemplateVersion": "MissingParameter",
}


def _version_code(wrong: list[Violation]) -> dict[str, Any]:
    code = _VERSION_CODES.get(wrong[0].member)
    return {"code": code} if code else {}


def _version_rules(params: Params) -> Iterable[Violation]:
    identifier = params.get("LaunchTemplateId")
    if identifier is not None and not re.fullmatch("lt-([0-9a-f]{8}|[0-9a-f]{17})", identifier):
        yield rule("LaunchTemplateId", f"The launch template ID '{identifier}' is not valid.", identifier)
    named = [one for one in ("LaunchTemplateId", "LaunchTemplateName") if one in params]
    if len(named) == 2:
        message = "Specify either a launch template ID or a launch template name, but not both."
        yield rule(", ".join(named), message)
    if not named and "Versions" not in params:
        message = (
            "To describe the launch template data for all your launch templates, specify $Latest, $Default, "
            "or both as versions, and omit the launch template ID and the launch template name."
        )
        yield rule("LaunchTemplateVersion", message)
    allowed = r"\$Latest|\$Default|[0-9]{1,18}" if named else r"\$Latest|\$Default"
    for number, version in enumerate(params.get("Versions", []), 1):
        if not re.fullmatch(allowed, version, re.ASCII):
            yield rule(f"LaunchTemplateVersion.{number}", f"The version '{version}' is not valid.", version)
    for name in ("MinVersion", "MaxVersion"):
        if name in params and not re.fullmatch("[0-9]{1,18}", params[name], re.ASCII):
            yield rule(name, f"The value '{params[name]}' of {name} is not a version number.", params[name])
    limit = params.get("MaxResults", 1)
    if not 1 <= limit <= 200:
        yield rule("MaxResults", f"Value ({limit}) for parameter MaxResults must be from 1 to 200.", limit)
    for number, one in enumerate(params.get("Filters", []), 1):
        if one.get("Name") not in TEMPLATE_FILTERS:
            name = one.get("Name", "")
            yield rule(f"Filter.{number}.Name", f"The filter '{name}' is invalid", name)


def version_values(version: Item, name: str) -> list[str]:
    """What a filter of this name looks at."""
    data = version["LaunchTemplateData"]
    options = data.get("MetadataOptions", {})
    found: dict[str, list[Any]] = {
        "create-time": [version["CreateTime"].strftime(f"%Y-%m-%dT%H:%M:%S{end}") for end in ("Z", ".000Z")],
        "ebs-optimized": [data.get("EbsOptimized")],
        "http-endpoint": [options.get("HttpEndpoint")],
        "http-protocol-ipv4": [options.get("HttpEndpoint")],  # IPv4 is there where the endpoint is
        "host-resource-group-arn": [data.get("Placement", {}).get("HostResourceGroupArn")],
        "http-tokens": [options.get("HttpTokens")],
        "iam-instance-profile": [data.get("IamInstanceProfile", {}).get("Arn")],
        "image-id": [data.get("ImageId")],
        "instance-type": [data.get("InstanceType")],
        "is-default-version": [version["DefaultVersion"]],
        "kernel-id": [data.get("KernelId")],
        "license-configuration-arn": [
            one["LicenseConfigurationArn"] for one in data.get("LicenseSpecifications", [])
        ],
        "network-card-index": [one["NetworkCardIndex"] for one in data.get("NetworkInterfaces", [])],
        "ram-disk-id": [data.get("RamDiskId")],
    }
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in found[name] if one is not None]


def version_passes(version: Item, by: Item) -> bool:
    """Whether a version passes one filter. Nothing passes one without values."""
    found = version_values(version, by["Name"])
    return any(wildcards(value).fullmatch(text) for value in by.get("Values", []) for text in found)


def _template_of(params: Params) -> list[Item]:
    member = "LaunchTemplateId" if "LaunchTemplateId" in params else "LaunchTemplateName"
    for versions in TEMPLATES:
        if versions[0][member] == params[member]:
            return versions
    if member == "LaunchTemplateId":
        message = f"The specified launch template, with template ID {params[member]}, does not exist."
        raise Refused(Refusal("InvalidLaunchTemplateId.NotFound", message))
    message = f"The specified launch template, with template name {params[member]}, does not exist."
    raise Refused(Refusal("InvalidLaunchTemplateName.NotFoundException", message))


def _is_asked_for(version: Item, latest: int, asked: list[str]) -> bool:
    return any(
        version["DefaultVersion"]
        if one == "$Default"
        else version["VersionNumber"] == (latest if one == "$Latest" else int(one))
        for one in asked
    )


def _chosen(versions: list[Item], params: Params) -> list[Item]:
    """The versions of one template that a request chooses by their numbers."""
    asked, latest = params.get("Versions"), versions[0]["VersionNumber"]
    for one in asked or []:
        if one.isdigit() and not 1 <= int(one) <= latest:
            message = f"Could not find the specified version {one} for the launch template."
            raise Refused(Refusal("InvalidLaunchTemplateId.VersionNotFound", message))
    low, high = int(params.get("MinVersion", 0)), int(params.get("MaxVersion", 10**18))
    return [
        one
        for one in versions
        if low <= one["VersionNumber"] <= high and (asked is None or _is_asked_for(one, latest, asked))
    ]


def resolved(version: Item) -> Item:
    """A version that shows the image which a parameter of Systems Manager stands for."""
    data = version["LaunchTemplateData"]
    image = RESOLVED.get(data["ImageId"], data["ImageId"])
    return version | {"LaunchTemplateData": data | {"ImageId": image}}


def template_versions(params: Params) -> list[Item]:
    """The versions of a request."""
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    named = "LaunchTemplateId" in params or "LaunchTemplateName" in params
    templates = [_template_of(params)] if named else TEMPLATES
    found = [one for versions in templates for one in _chosen(versions, params)]
    if not params.get("IncludeManagedResources"):
        found = [one for one in found if not one["Operator"].get("HiddenByDefault")]
    if params.get("ResolveAlias"):
        found = [resolved(one) for one in found]
    return [one for one in found if all(version_passes(one, by) for by in params.get("Filters", []))]


# docdb.DescribeDBClusterParameters: 44 parameters, as a page has at least 20

CLUSTER_GROUP = "orders-docdb5"
SMALL_GROUP = "sessions-docdb4"
DEFAULT_GROUP = "default.docdb5.0"
CLUSTER_SOURCES = ("engine", "service", "customer")
# Name, value, allowed values. The letters say: static, not modifiable, service or customer.
_CLUSTER_PARAMETERS: tuple[tuple[str, str, str, str], ...] = (
    ("audit_logs", "enabled", "enabled,disabled,none,all,dml_read,dml_write,ddl", "c"),
    ("change_stream_log_retention_duration", "10800", "3600-604800", "s"),
    ("default_collection_compression", "disabled", "enabled,disabled", "e"),
    ("planner_version", "2.0", "1.0,2.0", "c"),
    ("profiler", "enabled", "enabled,disabled", "c"),
    ("profiler_sampling_rate", "1.0", "0.0-1.0", "s"),
    ("profiler_threshold_ms", "100", "50-2147483646", "c"),
    ("tls", "tls1.2+", "disabled,enabled,fips-140-3,tls1.2+,tls1.3+", "ct"),
    ("ttl_monitor", "enabled", "enabled,disabled", "s"),
)
_MORE_PARAMETERS: tuple[tuple[str, str, str, str], ...] = (
    *((f"cache_shard_{number:02d}_mb", str(64 << number % 4), "32-4096", "e") for number in range(1, 19)),
    ("cluster_name", "", "", "en"),
    ("cursor_timeout_ms", "600000", "1-2147483647", "e"),
    ("dictionary_path", "/rdsdbdata/<dict> & more", "", "sn"),
    ("index_build_workers", "2", "1-8", "e"),
    *((f"lock_wait_{number:02d}_ms", str(100 * number), "0-100000", "e") for number in range(1, 11)),
    ("log_prefix", "%t:%r & <%u>:", "", "sn"),
    ("max_connections", "4500", "10-30000", "st"),
    ("server_location", "Zürich", "", "sn"),
)


def _cluster_parameter(row: tuple[str, str, str, str], custom: bool) -> Item:
    name, value, allowed, letters = row
    kind = "customer" if "c" in letters and custom else "engine" if "e" in letters else "service"
    static = "t" in letters
    whole = re.fullmatch("-?[0-9]+-[0-9]+", allowed)
    return {
        "ParameterName": name,
        **({"ParameterValue": value} if value else {}),
        "Description": f"Sets {name.replace('_', ' ')} & what depends on it.",
        "Source": kind,
        "ApplyType": "static" if static else "dynamic",
        "DataType": "integer" if whole else "float" if allowed.startswith("0.0") else "string",
        **({"AllowedValues": allowed} if allowed else {}),
        "IsModifiable": "n" not in letters,
        **({"MinimumEngineVersion": "5.0.0"} if name == "planner_version" else {}),
        "ApplyMethod": "pending-reboot" if static or kind != "customer" else "immediate",
    }


def _cluster_group(rows: Iterable[tuple[str, str, str, str]], custom: bool) -> list[Item]:
    return [_cluster_parameter(row, custom) for row in sorted(rows)]


CLUSTER_PARAMETERS: dict[str, list[Item]] = {
    CLUSTER_GROUP: _cluster_group(_CLUSTER_PARAMETERS + _MORE_PARAMETERS, True),
    SMALL_GROUP: _cluster_group(_CLUSTER_PARAMETERS[1:3] + _CLUSTER_PARAMETERS[4:6], True),
    DEFAULT_GROUP: _cluster_group(_CLUSTER_PARAMETERS + _MORE_PARAMETERS, False),
}


def _cluster_rules(params: Params) -> Iterable[Violation]:
    limit = params.get("MaxRecords", 100)
    if not 20 <= limit <= 100:
        yield rule("MaxRecords", f"Invalid value {limit} for MaxRecords. Must be between 20 and 100", limit)
    source = params.get("Source")
    if source is not None and source not in CLUSTER_SOURCES:
        message = f"Invalid Source: {source}. Valid values: {', '.join(CLUSTER_SOURCES)}"
        yield rule("Source", message, source)


def _cluster_code(wrong: list[Violation]) -> dict[str, Any]:
    return {"code": "MissingParameter"} if wrong[0].kind == "required" else {}


def cluster_parameters(params: Params) -> list[Item]:
    """The parameters of a request. Filters are not supported, and say nothing."""
    group = params["DBClusterParameterGroupName"]
    if group not in CLUSTER_PARAMETERS:
        raise Refused(Refusal("DBParameterGroupNotFound", f"DBClusterParameterGroup not found: {group}", 404))
    return [one for one in CLUSTER_PARAMETERS[group] if params.get("Source", one["Source"]) == one["Source"]]


# iot.ListAuditSuppressions

CHECKS = (
    "DEVICE_CERTIFICATE_EXPIRING_CHECK",
    "CA_CERTIFICATE_EXPIRING_CHECK",
    "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
    "CONFLICTING_CLIENT_IDS_CHECK",
    "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
    "LOGGING_DISABLED_CHECK",
    "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK",
    "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
)


def _resource(number: int) -> Item:
    """What is not compliant, in the kinds of the checks."""
    certificate = _digits(f"certificate {number}", 64)
    iot, iam = f"arn:aws:iot:{REGION}:{ACCOUNT}", f"arn:aws:iam::{ACCOUNT}:role"
    kinds: tuple[Item, ...] = (
        {"deviceCertificateId": certificate},
        {"caCertificateId": certificate},
        {
            "cognitoIdentityPoolId": f"{REGION}:{_uuid(f'pool {number}')}",
            "iamRoleArn": f"{iam}/service-role/Cognito_{number}Unauth_Role",
        },
        {"clientId": f"sensor & <{number}> Zürich"},
        {
            "policyVersionIdentifier": {
                "policyName": f"factory,line-{number % 16}",
                "policyVersionId": str(number // 8 + 1),
            }
        },
        {"account": ACCOUNT},
        {"roleAliasArn": f"{iot}:rolealias/camera-{number}"},
        {
            "issuerCertificateIdentifier": {
                "issuerCertificateSubject": f"CN=Factory CA {number},O=Example & Sons",
                "issuerId": _digits(f"issuer {number}", 40),
                "issuerCertificateSerialNumber": _digits(f"serial {number}", 20),
            },
            "deviceCertificateArn": f"{iot}:cert/{certificate}",
        },
    )
    return kinds[number % 8]


def _suppression(number: int) -> Item:
    endless = number % 7 == 4
    expires = datetime(2027, 1, 4, 12, tzinfo=UTC) + (11 * number % 37) * 9 * DAY
    return {
        "checkName": CHECKS[number % 8],
        "resourceIdentifier": _resource(number),
        **({} if endless else {"expirationDate": expires}),
        "suppressIndefinitely": endless,
        **({"description": f"Known & accepted <ticket {number}>"} if number % 3 else {}),
    }


def _expiry(one: Item) -> datetime:
    return one.get("expirationDate", datetime.max.replace(tzinfo=UTC))  # type: ignore[no-any-return]


# LOGGING_DISABLED_CHECK is about the account, so it can be suppressed once.
SUPPRESSIONS = sorted(
    (_suppression(number) for number in range(36) if number % 8 != 5 or number == 5), key=_expiry
)


def _matches(found: Any, wanted: Any) -> bool:
    """Whether a resource has all members that are wanted."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_matches(found.get(name), wanted[name]) for name in wanted)
    return bool(found == wanted)


def suppressions(params: Params) -> list[Item]:
    """The suppressions of a request. Those that never expire come after the others in ascending order."""
    found = [
        one
        for one in SUPPRESSIONS
        if params.get("checkName", one["checkName"]) == one["checkName"]
        and _matches(one["resourceIdentifier"], params.get("resourceIdentifier", {}))
    ]
    return found if params.get("ascendingOrder", True) else found[::-1]


# s3.GetBucketAnalyticsConfiguration: the configurations that ListBucketAnalyticsConfigurations lists

ANALYSIS = ANALYSES[3]["Id"]  # with a filter and an export


def _analysis(params: Params, page: Page | None) -> Output:
    if params["Bucket"] != BUCKET:
        raise Refused(Refusal("NoSuchBucket", "The specified bucket does not exist", 404))
    if params.get("ExpectedBucketOwner", ACCOUNT) != ACCOUNT:
        raise Refused(Refusal("AccessDenied", "Access Denied", 403))
    for one in ANALYSES:
        if one["Id"] == params["Id"]:
            return {"AnalyticsConfiguration": one}
    raise Refused(Refusal("NoSuchConfiguration", "The specified configuration does not exist.", 404))


# kafka.ListConfigurations

_BROKERS = ("2.8.1", "3.5.1", "3.6.0", "3.7.x.kraft", "3.9.x")


def _configuration(number: int, name: str, description: str, state: str, revision: int) -> Item:
    created = BORN + number * 53 * HOUR + timedelta(milliseconds=219 * number + 23)
    changed = created + (revision - 1) * 7 * DAY
    start = f"arn:aws:kafka:{REGION}:{ACCOUNT}:configuration"
    note = {"Description": f"Größe <{revision}> & mehr"} if number % 4 != 2 else {}
    return {
        "Arn": f"{start}/{name}/{_uuid(f'kafka {name}')}-{number % 9 + 1}",
        "CreationTime": created,
        "Description": description,
        "KafkaVersions": list(_BROKERS[number % 3 : number % 5 + 1]),
        "LatestRevision": {"CreationTime": changed, **note, "Revision": revision},
        "Name": name,
        "State": state,
    }


CONFIGURATIONS = [
    _configuration(
        number,
        name,
        ("", "Retention of a week", "Für Zürich & Genf", "Auto-create <topics>")[number % 4],
        "DELETING" if number == 9 else "DELETE_FAILED" if number == 15 else "ACTIVE",
        (1, 4, 1, 2, 17)[number % 5],
    )
    for number, name in enumerate(
        [
            *("orders", "orders-eu", "payments", "Payments", "clicks", "audit-log", "inventory", "iot-raw"),
            *("billing", "old-billing", "search", "fraud-2024", "mail", "crm-sync", "a", "legacy", "stock"),
            *("telemetry", "shop-cart", "shop-users", "data-lake", "test-1", "zz-last"),
        ]
    )
]


def _invalid_parameter(wrong: list[Violation]) -> dict[str, Any]:
    name = wrong[0].member
    return {"extra": {"invalidParameter": name[:1].lower() + name[1:]}}


NINTH_Y = {
    operation.name: operation
    for operation in [
        Operation(
            "organizations.ListDelegatedServicesForAccount",
            "InvalidInputException",
            lambda params, page: {"DelegatedServices": page.entries if page else []},
            _delegated,
            paging=Paging("NextToken", "NextToken", "MaxResults", 20, 20),
            token_of=_delegated_token,
            position_of=_delegated_position,
            detail=_reason,
        ),
        Operation(
            "ec2.DescribeLaunchTemplateVersions",
            "InvalidParameterValue",
            lambda params, page: {"LaunchTemplateVersions": page.entries if page else []},
            template_versions,
            _version_rules,
            Paging("NextToken", "NextToken", "MaxResults", 200, 200),
            detail=_version_code,
        ),
        Operation(
            "docdb.DescribeDBClusterParameters",
            "InvalidParameterValue",
            lambda params, page: {"Parameters": page.entries if page else []},
            cluster_parameters,
            _cluster_rules,
            Paging("Marker", "Marker", "MaxRecords", 100, 100),
            detail=_cluster_code,
        ),
        Operation(
            "iot.ListAuditSuppressions",
            "InvalidRequestException",
            lambda params, page: {"suppressions": page.entries if page else []},
            suppressions,
            paging=Paging("nextToken", "nextToken", "maxResults", 25, 250),
        ),
        Operation("s3.GetBucketAnalyticsConfiguration", "InvalidArgument", _analysis),
        Operation(
            "kafka.ListConfigurations",
            "BadRequestException",
            lambda params, page: {"Configurations": page.entries if page else []},
            lambda params: CONFIGURATIONS,
            paging=Paging("NextToken", "NextToken", "MaxResults", 100, 100),
            detail=_invalid_parameter,
        ),
    ]
}
# What a user has to say, since it names a resource.
NINTH_Y_PARAMS = {
    "organizations.ListDelegatedServicesForAccount": {"AccountId": SECURITY},
    "ec2.DescribeLaunchTemplateVersions": {"LaunchTemplateId": TEMPLATE},
    "docdb.DescribeDBClusterParameters": {"DBClusterParameterGroupName": CLUSTER_GROUP},
    "s3.GetBucketAnalyticsConfiguration": {"Bucket": BUCKET, "Id": ANALYSIS},
}
