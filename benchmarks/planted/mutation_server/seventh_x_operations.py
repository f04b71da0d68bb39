"""Five operations more, part X of the set `seventh`. What they do is what their documentation says."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from .fourth_x_operations import DRY_RUN
from .fresh_operations import rule
from .model import Item, Output, Page, Params, Refusal, Refused, Violation
from .operations import ACCOUNT, BORN, HOUR, NOW, REGION, Operation, Paging, when

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _uuid(text: str) -> str:
    return str(uuid.UUID(hashlib.sha256(text.encode()).hexdigest()[:32], version=4))


# workspaces.DescribeWorkspaceDirectories: 34 directories, so that one page of 25 cannot have them all

_KINDS = (
    ("SIMPLE_AD", "AWS_DIRECTORY_SERVICE", "PERSONAL"),
    ("AD_CONNECTOR", "AWS_DIRECTORY_SERVICE", "PERSONAL"),
    ("CUSTOMER_MANAGED", "CUSTOMER_MANAGED", "POOLS"),
    ("AWS_IAM_IDENTITY_CENTER", "AWS_IAM_IDENTITY_CENTER", "PERSONAL"),
    ("SIMPLE_AD", "AWS_DIRECTORY_SERVICE", "POOLS"),
)
_PLATFORMS = ("Windows", "Osx", "Web", "Ios", "Android", "ChromeOs", "ZeroClient", "Linux")
_DIRECTORY_NAMES = ("Sales", "Support team", "Lab_2", "build.farm")
_PERMISSIONS = (
    "RestartWorkspace",
    "IncreaseVolumeSize",
    "ChangeComputeType",
    "SwitchRunningMode",
    "RebuildWorkspace",
)


_STREAMING: Item = {
    "StreamingExperiencePreferredProtocol": "TCP",
    "UserSettings": [
        {"Action": "CLIPBOARD_COPY_FROM_LOCAL_DEVICE", "Permission": "ENABLED", "MaximumLength": 500},
        {"Action": "PRINTING_TO_LOCAL_DEVICE", "Permission": "DISABLED"},
    ],
    "StorageConnectors": [{"ConnectorType": "HOME_FOLDER", "Status": "ENABLED"}],
}


def _identity_center(number: int) -> Item:
    instance = _digits("identity center", 16)
    return {
        "InstanceArn": f"arn:aws:sso:::instance/ssoins-{instance}",
        "ApplicationArn": (
            f"arn:aws:sso::{ACCOUNT}:application/ssoins-{instance}/apl-{_digits(f'application {number}', 16)}"
        ),
    }


def _directory(number: int) -> Item:
    kind, identity, workspace = _KINDS[number % 5]
    state = "ERROR" if number in (6, 19) else "REGISTERING" if number == 11 else "REGISTERED"
    prefix = "wsd-" if workspace == "POOLS" else "d-"
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:workspaces/join-{number:04d}-AbCdEf"
    domain = f"corp{number}.example.com"
    return {
        "DirectoryId": f"{prefix}{_digits(f'directory {number}', 10)}",
        **({"Alias": f"corp-{number}"} if number % 4 else {}),
        "DirectoryName": domain,
        **(
            {"RegistrationCode": f"WSpdx+{_digits(f'code {number}', 6).upper()}"}
            if state == "REGISTERED"
            else {}
        ),
        "SubnetIds": [f"subnet-{_digits(f'subnet {number} {zone}', 17)}" for zone in "ab"],
        **({"DnsIpAddresses": [f"10.{number}.0.12", f"10.{number}.1.13"]} if prefix == "d-" else {}),
        **({"CustomerUserName": "Administrator"} if kind == "SIMPLE_AD" else {}),
        "IamRoleId": f"arn:aws:iam::{ACCOUNT}:role/workspaces_DefaultRole",
        "DirectoryType": kind,
        "WorkspaceSecurityGroupId": f"sg-{_digits(f'group {number}', 17)}",
        "State": state,
        "WorkspaceCreationProperties": {
            "EnableInternetAccess": number % 3 == 0,
            **({"DefaultOu": f"OU=WorkSpaces,DC=corp{number},DC=example"} if number % 2 else {}),
            "UserEnabledAsLocalAdministrator": number % 2 == 0,
            "EnableMaintenanceMode": number % 3 != 1,
        },
        "ipGroupIds": [f"wsipg-{_digits(f'ip {number}', 9)}"] if number % 3 == 2 else [],
        "WorkspaceAccessProperties": {
            f"DeviceType{name}": ("ALLOW", "DENY")[(number + place) % 3 == 0]
            for place, name in enumerate(_PLATFORMS)
        },
        "Tenancy": ("SHARED", "DEDICATED")[number % 7 == 0],
        "SelfservicePermissions": {
            name: ("ENABLED", "DISABLED")[(number + place) % 2] for place, name in enumerate(_PERMISSIONS)
        },
        **(
            {
                "SamlProperties": {
                    "Status": "ENABLED",
                    "UserAccessUrl": f"https://login.example.com/saml?app={number}&lang=de",
                    "RelayStateParameterName": "RelayState",
                }
            }
            if number % 4 == 2
            else {}
        ),
        **({"CertificateBasedAuthProperties": {"Status": "DISABLED"}} if number % 4 == 2 else {}),
        "EndpointEncryptionMode": ("STANDARD_TLS", "FIPS_VALIDATED")[number % 6 == 5],
        "WorkspaceDirectoryName": f"{_DIRECTORY_NAMES[number % 4]} {number // 8}",
        **({"WorkspaceDirectoryDescription": f"Desktops of floor {number}"} if number % 3 else {}),
        "UserIdentityType": identity,
        "WorkspaceType": workspace,
        **(
            {"ActiveDirectoryConfig": {"DomainName": domain, "ServiceAccountSecretArn": secret}}
            if workspace == "POOLS"
            else {}
        ),
        **({"IDCConfig": _identity_center(number)} if kind == "AWS_IAM_IDENTITY_CENTER" else {}),
        **({"StreamingProperties": _STREAMING} if workspace == "POOLS" else {}),
        **({"ErrorMessage": "The subnet has no free addresses."} if state == "ERROR" else {}),
    }


DIRECTORIES: list[Item] = [_directory(number) for number in range(34)]
DIRECTORY_FILTERS = {"USER_IDENTITY_TYPE": "UserIdentityType", "WORKSPACE_TYPE": "WorkspaceType"}


def directories_for(params: Params) -> list[Item]:
    """The directories that pass all filters of a request."""
    ids, names = params.get("DirectoryIds"), params.get("WorkspaceDirectoryNames")
    filters = [(DIRECTORY_FILTERS[one["Name"]], one["Values"]) for one in params.get("Filters", [])]
    return [
        one
        for one in DIRECTORIES
        if (ids is None or one["DirectoryId"] in ids)
        and (names is None or one["WorkspaceDirectoryName"] in names)
        and all(one[member] in values for member, values in filters)
    ]


# codepipeline.ListActionExecutions: five executions of one pipeline. In two of them an action ran twice

PIPELINE, SMALL_PIPELINE, NEW_PIPELINE = "shop-release", "docs", "Docs.2"
_ACTIONS = (
    ("Source", "Checkout", "Source", "CodeStarSourceConnection"),
    ("Build", "Compile", "Build", "CodeBuild"),
    ("Build", "Lint", "Test", "CodeBuild"),
    ("Approve", "Sign-off", "Approval", "Manual"),
    ("Deploy", "To.staging", "Deploy", "ECS"),
    ("Deploy", "Notify", "Invoke", "Lambda"),
)


def execution_id(pipeline: str, number: int) -> str:
    """The ID of an execution of a pipeline."""
    return _uuid(f"{pipeline} {number}")


def _artifact(name: str, execution: str) -> Item:
    bucket = f"codepipeline-{REGION}-{_digits('bucket', 12)}"
    return {"name": name, "s3location": {"bucket": bucket, "key": f"shop-release/{name}/{execution[:7]}"}}


def _action(pipeline: str, number: int, place: int, start: datetime, status: str) -> Item:
    stage, name, category, provider = _ACTIONS[place]
    execution = execution_id(pipeline, number)
    seed = f"{pipeline} {number} {place} {start}"
    configuration = {"ProjectName": "shop", "BranchName": "#{Variables.branch}"}
    result: Item = {"externalExecutionId": f"{provider}:{_digits(seed, 8)}"}
    if category == "Source":
        result["externalExecutionSummary"] = "Preise für <Größe> & Menge"
    if category == "Build":
        result["externalExecutionUrl"] = f"https://console.aws.amazon.com/codebuild?id={_digits(seed, 8)}&x=1"
    if status == "Failed":
        result["errorDetails"] = {"code": "JobFailed", "message": "Build terminated with state: FAILED"}
    return {
        "pipelineExecutionId": execution,
        "actionExecutionId": _uuid(seed),
        "pipelineVersion": 3 + number // 2,
        "stageName": stage,
        "actionName": name,
        "startTime": start,
        "lastUpdateTime": start if status == "InProgress" else start + (place + 1) * 2 * MINUTE,
        **({"updatedBy": f"arn:aws:iam::{ACCOUNT}:user/ana"} if category == "Approval" else {}),
        "status": status,
        "input": {
            "actionTypeId": {"category": category, "owner": "AWS", "provider": provider, "version": "1"},
            "configuration": configuration,
            "resolvedConfiguration": configuration | {"BranchName": "main"},
            **({"roleArn": f"arn:aws:iam::{ACCOUNT}:role/deploy"} if category == "Deploy" else {}),
            "region": REGION,
            "inputArtifacts": [] if category == "Source" else [_artifact("SourceOutput", execution)],
            **({"namespace": "SourceVariables"} if category == "Source" else {}),
        },
        **(
            {}
            if status == "InProgress"
            else {
                "output": {
                    "outputArtifacts": [_artifact("SourceOutput", execution)] if category == "Source" else [],
                    "executionResult": result,
                    "outputVariables": {"CommitId": _digits(seed, 40)} if category == "Source" else {},
                }
            }
        ),
    }


def _execution(pipeline: str, number: int, actions: int, last: str, again: str = "") -> list[Item]:
    """The actions of an execution. `last` is how the last one ended, and `again` when it was tried again."""
    start = NOW - (6 * 30 - 40 * number) * DAY
    done = [
        _action(
            pipeline,
            number,
            place,
            start + place * 11 * MINUTE,
            last if place == actions - 1 else "Succeeded",
        )
        for place in range(actions)
    ]
    if again:
        done.append(_action(pipeline, number, actions - 1, start + 5 * HOUR, again))
    return done


def _latest_first(actions: list[Item]) -> list[Item]:
    return sorted(actions, key=lambda action: action["startTime"], reverse=True)


PIPELINES: dict[str, list[Item]] = {
    PIPELINE: _latest_first(
        [
            *_execution(PIPELINE, 0, 6, "Succeeded"),
            *_execution(PIPELINE, 1, 3, "Failed", "Succeeded"),
            *_execution(PIPELINE, 2, 4, "Abandoned"),
            *_execution(PIPELINE, 3, 2, "Failed", "Failed"),
            *_execution(PIPELINE, 4, 5, "InProgress"),
        ]
    ),
    SMALL_PIPELINE: _latest_first(_execution(SMALL_PIPELINE, 0, 2, "Succeeded")),
    NEW_PIPELINE: [],
}


def _actions(params: Params) -> list[Item]:
    name = params["pipelineName"]
    if name not in PIPELINES:
        message = f"Account '{ACCOUNT}' does not have a pipeline with name '{name}'"
        raise Refused(Refusal("PipelineNotFoundException", message))
    actions = PIPELINES[name]
    wanted = params.get("filter", {})
    latest = wanted.get("latestInPipelineExecution", {})
    for execution in (wanted.get("pipelineExecutionId"), latest.get("pipelineExecutionId")):
        if execution is None:
            continue
        if execution not in {one["pipelineExecutionId"] for one in PIPELINES[name]}:
            message = f"The pipeline '{name}' has no execution with ID '{execution}'"
            raise Refused(Refusal("PipelineExecutionNotFoundException", message))
        actions = [one for one in actions if one["pipelineExecutionId"] == execution]
    return last_runs(actions) if latest.get("startTimeRange") == "Latest" else actions


def last_runs(actions: list[Item]) -> list[Item]:
    """Actions without those that were tried again later in the same execution. The latest comes first."""
    seen: set[tuple[str, str, str]] = set()
    found = []
    for action in actions:
        key = (action["pipelineExecutionId"], action["stageName"], action["actionName"])
        if key not in seen:
            seen.add(key)
            found.append(action)
    return found


# xray.GetInsightSummaries: 22 insights of one group, all of the last 30 days, and 2 of another one

GROUP, OTHER_GROUP, EMPTY_GROUP = "shop", "shop-api", "größe"
MONTH = 30 * DAY
GROUP_ARNS = {
    name: f"arn:aws:xray:{REGION}:{ACCOUNT}:group/{name}/{_digits(name, 40).upper()}"
    for name in (GROUP, OTHER_GROUP, EMPTY_GROUP)
}


def _service_id(number: int) -> Item:
    name = ("cart", "checkout & pay", "größe", "stock.example.com")[number % 4]
    kind = ("AWS::ECS::Fargate", "AWS::Lambda::Function", "remote")[number % 3]
    return {"Name": name, "Names": [name], "AccountId": ACCOUNT, "Type": kind}


def _statistics(number: int) -> Item:
    fault, okay = (0, 17, 250, 3_000_000_000)[number % 4], 31 * number + 5
    return {"FaultCount": fault, "OkCount": okay, "TotalCount": fault + okay}


def _summary(group: str, number: int) -> Item:
    start = NOW - 28 * DAY + number * 29 * HOUR + 0.25 * HOUR
    closed = number % 3 != 2
    end = start + (1 + number % 5) * HOUR
    return {
        "InsightId": _uuid(f"insight {group} {number}"),
        "GroupARN": GROUP_ARNS[group],
        "GroupName": group,
        "RootCauseServiceId": _service_id(number),
        "Categories": ["FAULT"],
        "State": "CLOSED" if closed else "ACTIVE",
        "StartTime": start,
        **({"EndTime": end} if closed else {}),
        "Summary": f"{_service_id(number)['Name']}: {number + 3} % of <requests> failed",
        "ClientRequestImpactStatistics": _statistics(number),
        "RootCauseServiceRequestImpactStatistics": _statistics(number + 1),
        "TopAnomalousServices": [{"ServiceId": _service_id(number + step)} for step in range(number % 3)],
        "LastUpdateTime": end,
    }


SUMMARIES: dict[str, list[Item]] = {
    GROUP: [_summary(GROUP, number) for number in reversed(range(22))],
    OTHER_GROUP: [_summary(OTHER_GROUP, number) for number in (9, 4)],
    EMPTY_GROUP: [],
}


def _summary_rules(params: Params) -> Iterable[Violation]:
    start, end = when(params["StartTime"]), when(params["EndTime"])
    assert start
    assert end
    oldest = datetime.now(UTC) - MONTH
    for name, time in (("StartTime", start), ("EndTime", end)):
        if time < oldest:
            yield rule(name, f"{name} cannot be more than 30 days old", time)
    if start > end:
        yield rule("EndTime", "StartTime cannot be after EndTime", end)
    if "GroupName" not in params and "GroupARN" not in params:
        yield rule("GroupName", "One of GroupName and GroupARN must be provided")


def group_of(params: Params) -> str:
    """The name of the group that a request means, which it may name in two ways."""
    named, arn = params.get("GroupName"), params.get("GroupARN")
    by_arn = next((name for name, known in GROUP_ARNS.items() if known == arn), None)
    if (named is not None and named not in GROUP_ARNS) or (arn is not None and by_arn is None):
        raise Refused(Refusal("InvalidRequestException", "Group not found"))
    if named is not None and by_arn not in (None, named):
        raise Refused(Refusal("InvalidRequestException", "GroupName and GroupARN are of different groups"))
    return str(named if named is not None else by_arn)


def summary_passes(one: Item, params: Params) -> bool:
    """Whether an insight has the state, and is in the time frame, of a request."""
    start, end = when(params["StartTime"]), when(params["EndTime"])
    assert start
    assert end
    states = params.get("States")
    return (not states or one["State"] in states) and (
        start <= one["StartTime"] and one["EndTime" if "EndTime" in one else "StartTime"] <= end
    )


def _summaries(params: Params) -> list[Item]:
    return [one for one in SUMMARIES[group_of(params)] if summary_passes(one, params)]


# cloudfront.ListDistributionsByTrustStore

TRUST_STORE = "ts_2vQ8mXExampleShopClients"
OTHER_STORE = "ts_2vQ8mXExamplePartners"
EMPTY_STORE = "ts_2vQ8mXExampleUnused"


def _origin(number: int, place: int) -> Item:
    origin = {
        "Id": f"origin-{place}",
        "DomainName": f"{('files', 'api')[place % 2]}{number}.example.com",
        "OriginPath": ("", "/v2")[place % 2],
        "CustomHeaders": {"Quantity": 0},
    }
    protocols = {"Quantity": 2, "Items": ["TLSv1.1", "TLSv1.2"]}
    ports = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    if place % 2 == 0:
        return origin | {"S3OriginConfig": {"OriginAccessIdentity": ""}}
    return origin | {
        "CustomOriginConfig": {**ports, "OriginSslProtocols": protocols, "OriginReadTimeout": 30}
    }


def _quantity(items: list[Any]) -> Item:
    return {"Quantity": len(items), **({"Items": items} if items else {})}


def _behavior(place: int) -> Item:
    methods = {
        "Quantity": 2,
        "Items": ["HEAD", "GET"],
        "CachedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"]},
    }
    return {
        "TargetOriginId": f"origin-{place}",
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "TrustedKeyGroups": {"Enabled": False, "Quantity": 0},
        "ViewerProtocolPolicy": ("https-only", "redirect-to-https")[place % 2],
        "AllowedMethods": methods,
        "SmoothStreaming": False,
        "Compress": place % 2 == 0,
        "LambdaFunctionAssociations": {"Quantity": 0},
        "FunctionAssociations": {"Quantity": 0},
        "FieldLevelEncryptionId": "",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    }


def _distribution(number: int, store: str) -> Item:
    identifier = f"E{_digits(f'distribution {store} {number}', 13).upper()}"
    aliases = [f"www{place}.shop{number}.example.com" for place in range(number % 3)]
    countries = ["DE", "AT", "CH"] if number % 4 == 1 else []
    pages = [
        {"ErrorCode": 404, "ResponsePagePath": "/404.html", "ResponseCode": "200", "ErrorCachingMinTTL": 30}
    ]
    certificate = (
        {
            "CloudFrontDefaultCertificate": False,
            "ACMCertificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/{_uuid(identifier)}",
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        }
        if aliases
        else {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"}
    )
    return {
        "Id": identifier,
        "ARN": f"arn:aws:cloudfront::{ACCOUNT}:distribution/{identifier}",
        "ETag": f"E{_digits(f'etag {number}', 12).upper()}",
        "Status": ("Deployed", "InProgress")[number % 5 == 3],
        "LastModifiedTime": BORN + number * 31 * HOUR,
        "DomainName": f"d{_digits(f'domain {number} {store}', 13)}.cloudfront.net",
        "Aliases": _quantity(aliases),
        "Origins": _quantity([_origin(number, place) for place in range(1 + number % 2)]),
        "OriginGroups": {"Quantity": 0},
        "DefaultCacheBehavior": _behavior(0),
        "CacheBehaviors": _quantity([{"PathPattern": "/api/*", **_behavior(1)}] if number % 2 else []),
        "CustomErrorResponses": _quantity(pages if number % 3 == 0 else []),
        "Comment": ("Für <uns> & mehr", "", "shop", "Fotos & films")[number % 4],
        "PriceClass": ("PriceClass_All", "PriceClass_100", "PriceClass_200")[number % 3],
        "Enabled": number % 4 != 2,
        "ViewerCertificate": certificate,
        "Restrictions": {
            "GeoRestriction": {
                "RestrictionType": "whitelist" if countries else "none",
                **_quantity(countries),
            }
        },
        "WebACLId": f"arn:aws:wafv2:{REGION}:{ACCOUNT}:global/webacl/shop/{_uuid(store)}"
        if number % 3 == 2
        else "",
        "HttpVersion": ("http2", "http2and3", "http1.1")[number % 3],
        "IsIPV6Enabled": number % 2 == 0,
        "AliasICPRecordals": [{"CNAME": alias, "ICPRecordalStatus": "APPROVED"} for alias in aliases],
        "Staging": number == 7,
        "ConnectionMode": "direct",
        "ViewerMtlsConfig": {
            "Mode": ("required", "optional")[number % 2],
            "TrustStoreConfig": {
                "TrustStoreId": store,
                "AdvertiseTrustStoreCaNames": number % 3 == 1,
                "IgnoreCertificateExpiry": number % 6 == 4,
            },
        },
    }


DISTRIBUTIONS: dict[str, list[Item]] = {
    store: sorted((_distribution(number, store) for number in range(count)), key=lambda one: one["Id"])
    for store, count in ((TRUST_STORE, 17), (OTHER_STORE, 4), (EMPTY_STORE, 0))
}


def _distribution_rules(params: Params) -> Iterable[Violation]:
    text = params.get("MaxItems", "1")
    if not re.fullmatch("[0-9]{1,10}", text) or not 1 <= int(text) < 2**31:
        yield rule("MaxItems", f"The value {text!r} of MaxItems is not a whole number above 0.", text)
    if not params["TrustStoreIdentifier"]:
        yield rule("TrustStoreIdentifier", "The parameter TrustStoreIdentifier must not be empty.")


def _distributions(params: Params) -> list[Item]:
    store = params["TrustStoreIdentifier"]
    if store not in DISTRIBUTIONS:
        raise Refused(Refusal("EntityNotFound", f"The trust store {store} was not found.", 404))
    return DISTRIBUTIONS[store]


def distribution_position(distributions: list[Item], marker: str) -> int | None:
    """Where the distributions after a marker begin. A marker is the ID of a distribution, or empty."""
    if not marker:
        return 0
    ids = [one["Id"] for one in distributions]
    return ids.index(marker) + 1 if marker in ids else None


def _distribution_answer(params: Params, page: Page | None) -> Output:
    # These are members of DistributionList, the payload.
    assert page
    return {
        "Marker": params.get("Marker", ""),
        "MaxItems": int(params.get("MaxItems", "100")),
        "IsTruncated": page.token is not None,
        "Quantity": len(page.entries),
        **({"Items": page.entries} if page.entries else {}),
    }


# ec2.DescribeIpamScopes: six IPAMs, each with its two default scopes and up to three others

SCOPE_STATES = (
    "create-complete",
    "modify-complete",
    "create-complete",
    "delete-in-progress",
    "create-failed",
)


def _scope(ipam: int, place: int) -> Item:
    region = (REGION, "eu-central-1", "ap-southeast-2")[ipam % 3]
    identifier = f"ipam-scope-{_digits(f'scope {ipam} {place}', 17)}"
    number = 4 * ipam + place
    tags = [
        {"Key": "Team", "Value": ("network", "Network", "größe & co", "")[number % 4]},
        {"Key": "Stage", "Value": ("prod", "test")[number % 2]},
    ]
    authority = {
        "Type": "infoblox",
        "ExternalResourceIdentifier": f"v1.identity.account.us.{_digits(identifier, 8)}",
    }
    return {
        "OwnerId": ACCOUNT,
        "IpamScopeId": identifier,
        "IpamScopeArn": f"arn:aws:ec2::{ACCOUNT}:ipam-scope/{identifier}",
        "IpamArn": f"arn:aws:ec2::{ACCOUNT}:ipam/ipam-{_digits(f'ipam {ipam}', 17)}",
        "IpamRegion": region,
        "IpamScopeType": "public" if place == 0 else "private",
        "IsDefault": place < 2,
        **({"Description": f"Netze <{region}> & Büro {place}"} if place >= 2 else {}),
        "PoolCount": (0, 3, 12)[number % 3],
        "State": "create-complete" if place < 2 else SCOPE_STATES[number % 5],
        "Tags": tags[: number % 3],
        **({"ExternalAuthorityConfiguration": authority} if place == 3 else {}),
    }


SCOPES: list[Item] = [_scope(ipam, place) for ipam in range(6) for place in range(2 + ipam % 4)]
SCOPE_FILTERS = {
    "owner-id": "OwnerId",
    "ipam-scope-id": "IpamScopeId",
    "ipam-scope-arn": "IpamScopeArn",
    "ipam-arn": "IpamArn",
    "ipam-region": "IpamRegion",
    "ipam-scope-type": "IpamScopeType",
    "is-default": "IsDefault",
    "description": "Description",
    "pool-count": "PoolCount",
    "state": "State",
}


def _scope_rules(params: Params) -> Iterable[Violation]:
    for number, identifier in enumerate(params.get("IpamScopeIds", []), 1):
        if not re.fullmatch("ipam-scope-[0-9a-f]{8}([0-9a-f]{9})?", identifier):
            message = (
                f"Value ({identifier}) for parameter ipamScopeId is invalid. Expected: 'ipam-scope-...'."
            )
            yield rule(f"IpamScopeId.{number}", message, identifier)
    for number, one in enumerate(params.get("Filters", []), 1):
        name = one.get("Name", "")
        if name not in SCOPE_FILTERS and name not in ("ipam-id", "tag-key") and not re.match("tag:.", name):
            yield rule(f"Filter.{number}", f"The filter '{name}' is invalid", name)
        elif not one.get("Values"):
            yield rule(f"Filter.{number}", f"The filter '{name}' has no values", name)


@cache
def wildcards(value: str) -> re.Pattern[str]:
    """A value of a filter, in which * is any text and ? any character."""
    return re.compile("".join({"*": ".*", "?": "."}.get(one, re.escape(one)) for one in value), re.DOTALL)


def scope_values(scope: Item, name: str) -> list[str]:
    """What a filter of this name looks at."""
    if name == "ipam-id":
        return [scope["IpamArn"].partition("/")[2]]
    if name == "tag-key":
        return [tag["Key"] for tag in scope["Tags"]]
    if name.startswith("tag:"):
        return [tag["Value"] for tag in scope["Tags"] if tag["Key"] == name[4:]]
    value = scope.get(SCOPE_FILTERS[name])
    if value is None:
        return []
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def scope_passes(scope: Item, one: Item) -> bool:
    """Whether a scope passes one filter."""
    found = scope_values(scope, one["Name"])
    return any(wildcards(value).fullmatch(text) for value in one["Values"] for text in found)


def _scopes(params: Params) -> list[Item]:
    if params.get("DryRun"):
        raise Refused(DRY_RUN)
    wanted = params.get("IpamScopeIds")
    known = {scope["IpamScopeId"] for scope in SCOPES}
    for identifier in wanted or []:
        if identifier not in known:
            message = f"The ipam-scope ID '{identifier}' does not exist"
            raise Refused(Refusal("InvalidIpamScopeId.NotFound", message))
    return [
        scope
        for scope in SCOPES
        if (not wanted or scope["IpamScopeId"] in wanted)
        and all(scope_passes(scope, one) for one in params.get("Filters", []))
    ]


SEVENTH_X = {
    operation.name: operation
    for operation in [
        Operation(
            "workspaces.DescribeWorkspaceDirectories",
            "InvalidParameterValuesException",
            lambda params, page: {"Directories": page.entries if page else []},
            directories_for,
            paging=Paging("NextToken", "NextToken", "Limit", 25, 25),
        ),
        Operation(
            "codepipeline.ListActionExecutions",
            "ValidationException",
            lambda params, page: {"actionExecutionDetails": page.entries if page else []},
            _actions,
            paging=Paging("nextToken", "nextToken", "maxResults", 100, 100),
            token_code="InvalidNextTokenException",
        ),
        Operation(
            "xray.GetInsightSummaries",
            "InvalidRequestException",
            lambda params, page: {"InsightSummaries": page.entries if page else []},
            _summaries,
            _summary_rules,
            Paging("NextToken", "NextToken", "MaxResults", 100, 100),
        ),
        Operation(
            "cloudfront.ListDistributionsByTrustStore",
            "InvalidArgument",
            _distribution_answer,
            _distributions,
            _distribution_rules,
            Paging("Marker", "NextMarker", "MaxItems", 100, 2**31),
            lambda distributions, stop: str(distributions[stop - 1]["Id"]),
            distribution_position,
        ),
        Operation(
            "ec2.DescribeIpamScopes",
            "InvalidParameterValue",
            lambda params, page: {"IpamScopes": page.entries if page else []},
            _scopes,
            _scope_rules,
            Paging("NextToken", "NextToken", "MaxResults", 1000, 1000),
        ),
    ]
}
# What a user has to say, since it names a resource.
SEVENTH_X_PARAMS: dict[str, dict[str, Any]] = {
    "codepipeline.ListActionExecutions": {"pipelineName": PIPELINE},
    "xray.GetInsightSummaries": {"GroupName": GROUP},
    "cloudfront.ListDistributionsByTrustStore": {"TrustStoreIdentifier": TRUST_STORE},
}
