"""The mistakes of part X of the set `third`. Those that a real emulator made name its issue or its change."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from . import cbor
from . import faults as f
from .bugs import in_operation
from .model import Hooks, Item, Output, Params, Raw, Reply
from .operations import when
from .third_x_operations import (
    ALLOCATIONS,
    ATTRIBUTION,
    EXECUTIONS,
    MACHINE,
    PARAMETERS,
    SECRET_VERSIONS,
    USERS,
    accepted,
    filtered,
    parsed_filter,
    redshift_events,
    redshift_span,
    shown,
)


def _each(member: str, function: Callable[[Item], Item]) -> Hooks:
    """Each entry of a list in the answer is changed."""
    return f.answers(lambda output: output | {member: [function(one) for one in output[member]]})


def _each_later(member: str, function: Callable[[Item], Item]) -> Hooks:
    """Each entry of a list is changed on pages after the first."""
    return f.second_page(lambda output: output | {member: [function(one) for one in output[member]]})


def _only_with(member: str, hooks: Hooks) -> Hooks:
    """Parameters are ignored only if a member is given."""
    return f.params(lambda params: hooks.params(params) if member in params else params)


def _all_on_one_page() -> Hooks:
    return Hooks(limit=lambda limit, params: 10**6)


# secretsmanager.GetSecretValue

add = in_operation("secretsmanager.GetSecretValue")
SAME_VERSION = (
    "If you include both this parameter and VersionStage, the two parameters must refer to the same secret "
    "version."
)
CURRENT = (
    "If you don't specify either a VersionStage or VersionId, then Secrets Manager returns the AWSCURRENT "
    "version."
)
FIRST_VERSION, PREVIOUS_VERSION, CURRENT_VERSION, PENDING_VERSION = (
    one["VersionId"] for one in SECRET_VERSIONS
)
ALL_STAGES = [stage for one in SECRET_VERSIONS for stage in one.get("VersionStages", [])]


def _first_with_stage(params: Params) -> Params:
    if params.get("VersionStage") != "AWSPREVIOUS" or "VersionId" in params:
        return params
    return {"SecretId": params["SecretId"], "VersionId": FIRST_VERSION}


def _without_version(params: Params) -> bool:
    return "VersionId" not in params and "VersionStage" not in params


def _string_as_binary(output: Output) -> Output:
    if "SecretString" not in output:
        return output
    return output | {"SecretBinary": base64.b64encode(output["SecretString"].encode()).decode()}


def _arn_changes() -> Hooks:
    calls = count()
    return f.answers(lambda output: output | {"ARN": f"{output['ARN'][:-6]}{next(calls):06d}"})


def _known_version(params: Params) -> Params:
    known = [one["VersionId"] for one in SECRET_VERSIONS]
    if params.get("VersionId", known[0]) in known:
        return params
    return {"SecretId": params["SecretId"]}


def _short_version(params: Params) -> Params:
    version = params.get("VersionId", "")
    if not 0 < len(version) < 32:
        return params
    found = [one["VersionId"] for one in SECRET_VERSIONS if one["VersionId"].startswith(version)]
    return params | {"VersionId": (found or [CURRENT_VERSION])[0]}


add(
    "stage-not-checked",
    "VersionStage is not looked at if there is a VersionId (getmoto/moto#5238).",
    SAME_VERSION,
    lambda: _only_with("VersionId", f.drop("VersionStage")),
)
add(
    "first-version-of-stage",
    "AWSPREVIOUS leads to the first version that ever had it (getmoto/moto#4906).",
    "To retrieve the previous version of a secret, use VersionStage and specify AWSPREVIOUS.",
    lambda: f.params(_first_with_stage),
)
add(
    "default-is-newest",
    "Without VersionId and VersionStage, the newest version is returned (aws/aws-cli#5031).",
    CURRENT,
    lambda: f.params(
        lambda params: params | {"VersionId": PENDING_VERSION} if _without_version(params) else params
    ),
)
add(
    "partial-arn-500",
    "An ARN without its last six characters is answered with 500 (localstack/localstack#9968).",
    "For an ARN, we recommend that you specify a complete ARN rather than a partial ARN.",
    lambda: f.crashes_if(
        lambda params: (
            str(params.get("SecretId")).startswith("arn:")
            and not re.search("-[A-Za-z0-9]{6}$", str(params.get("SecretId")))
        )
    ),
)
add(
    "created-text",
    "CreatedDate is text with a space (localstack/localstack#981).",
    "CreatedDate: type timestamp, in JSON seconds since 1970",
    lambda: f.answers(
        lambda output: output | {"CreatedDate": Raw(output["CreatedDate"].strftime("%Y-%m-%d %H:%M:%S.%f"))}
    ),
)
add(
    "binary-not-encoded",
    "SecretBinary is not encoded (localstack/localstack#13518).",
    "When you retrieve a SecretBinary using the HTTP API, the Python SDK, or the Amazon Web Services CLI, "
    "the value is Base64-encoded.",
    lambda: f.answers(
        lambda output: output | ({"SecretBinary": "tops3cret"} if "SecretBinary" in output else {})
    ),
)
add(
    "string-as-binary-too",
    "A secret that is text is returned as SecretBinary too.",
    "if the secret value was originally provided as a string, then this field is omitted.",
    lambda: f.answers(_string_as_binary),
)
add(
    "string-is-object",
    "SecretString is a JSON object in place of text (localstack/localstack#3496).",
    "SecretString: type string",
    lambda: f.answers(
        lambda output: (
            output
            | ({"SecretString": Raw(json.loads(output["SecretString"]))} if "SecretString" in output else {})
        )
    ),
)
add(
    "labels-of-all-versions",
    "VersionStages has the labels of all versions.",
    "A list of all of the staging labels currently attached to this version of the secret.",
    lambda: f.answers(lambda output: output | {"VersionStages": ALL_STAGES}),
)
add(
    "version-id-lower",
    "VersionId is returned in lower case, in which it is not found again.",
    "VersionId: The unique identifier of this version of the secret.",
    lambda: f.answers(lambda output: output | {"VersionId": output["VersionId"].lower()}),
)
add(
    "version-id-short",
    "The beginning of a VersionId is enough, and any short text means the current version.",
    "VersionId: min 32",
    lambda: f.merged(f.overlook("VersionId", "min"), f.params(_short_version)),
)
add(
    "unknown-version-is-current",
    "A VersionId of no version is answered with the current version.",
    "ResourceNotFoundException: Secrets Manager can't find the resource that you asked for.",
    lambda: f.params(_known_version),
)
add(
    "unknown-stage-500",
    "A staging label that no version has is answered with 500.",
    "ResourceNotFoundException: Secrets Manager can't find the resource that you asked for.",
    lambda: f.error_for("ResourceNotFoundException", code="InternalServiceError", status=500, sender=False),
)
add(
    "arn-changes",
    "Each call returns another ARN for the same secret (localstack/localstack#1866).",
    "ARN: The ARN of the secret.",
    _arn_changes,
)
add(
    "created-now",
    "CreatedDate is the time of the request.",
    "The date and time that this version of the secret was created.",
    lambda: f.answers(lambda output: output | {"CreatedDate": datetime.now(UTC)}),
)

# stepfunctions.ListExecutions

add = in_operation("stepfunctions.ListExecutions")
EITHER = "You can specify either a mapRunArn or a stateMachineArn, but not both."
SORTED = "Results are sorted by time, with the most recent execution first."
STOPPED = (
    "Running executions are sorted by their startDate or redriveDate, and other executions are sorted by "
    "their stopDate."
)
NEXT = "Make the call again using the returned token to retrieve the next page."
ONLY_STATUS = (
    "If specified, only list the executions whose current execution status matches the given filter."
)


def _both_arns() -> Hooks:
    def excuse_both(params: Params) -> Params:
        both = "mapRunArn" in params and "stateMachineArn" in params
        return {name: params[name] for name in params if name != "mapRunArn"} if both else params

    return Hooks(request=excuse_both)


def _all_for_alias(items: list[Item], params: Params) -> list[Item]:
    if not params.get("stateMachineArn", "").endswith(":live"):
        return items
    return sorted(
        (one for one in EXECUTIONS if params.get("statusFilter") in (None, one["status"])),
        key=lambda one: str(one["startDate"]),
        reverse=True,
    )


def _status_forgotten(items: list[Item], params: Params) -> list[Item]:
    if "nextToken" not in params or "statusFilter" not in params or "stateMachineArn" not in params:
        return items
    return EXECUTIONS[::-1]


add(
    "status-ignored",
    "statusFilter filters nothing (localstack/localstack#9833).",
    ONLY_STATUS,
    lambda: f.drop("statusFilter"),
)
add(
    "status-forgotten",
    "Pages after the first have executions of every status.",
    ONLY_STATUS,
    lambda: f.items(_status_forgotten),
)
add(
    "no-pages",
    "maxResults is ignored, and there is no nextToken (getmoto/moto#3137).",
    "The maximum number of results that are returned per call.",
    _all_on_one_page,
)
add(
    "by-name",
    "Executions are sorted by their ARN (stackshy/cloudemu#1076).",
    SORTED,
    lambda: f.items(lambda items, params: sorted(items, key=lambda one: str(one["executionArn"]))),
)
add(
    "by-start",
    "Executions are sorted by their startDate, also those that ended.",
    STOPPED,
    lambda: f.items(lambda items, params: sorted(items, key=lambda one: str(one["startDate"]), reverse=True)),
)
add(
    "no-stop-date",
    "Executions that ended have no stopDate (getmoto/moto#6792).",
    "stopDate: If the execution already ended, the date the execution stopped.",
    lambda: _each("executions", f.without("stopDate")),
)
add(
    "without-arn-500",
    "A request without an ARN is answered with 500 (localstack/localstack#12669).",
    "ValidationException: The input does not satisfy the constraints specified by an Amazon Web Services "
    "service.",
    lambda: f.crashes_if(lambda params: not {"stateMachineArn", "mapRunArn"} & set(params)),
)
add("both-arns", "mapRunArn is ignored if there is a stateMachineArn.", EITHER, _both_arns)
add(
    "zero-is-none",
    "maxResults 0 is answered with no executions.",
    "A value of 0 uses the default.",
    lambda: Hooks(limit=lambda limit, params: 0 if params.get("maxResults") == 0 else limit),
)
add(
    "any-token",
    "Text that was never a token leads to the first page (localstack/localstack#12495).",
    "InvalidToken: The provided token is not valid.",
    lambda: f.any_token("nextToken"),
)
add(
    "token-error-code",
    "A token that is not valid is answered with ValidationException.",
    "InvalidToken: The provided token is not valid.",
    lambda: f.error_for("InvalidToken", code="ValidationException"),
)
add(
    "pending-redrive-accepted",
    "PENDING_REDRIVE is accepted with a stateMachineArn.",
    "If you provide a stateMachineArn and a PENDING_REDRIVE statusFilter, the API returns a validation "
    "exception.",
    lambda: f.overlook("statusFilter", "rule"),
)
add(
    "map-run-returned",
    "Executions of a state machine have mapRunArn and itemCount.",
    "If stateMachineArn was specified in ListExecutions, the mapRunArn isn't returned.",
    lambda: _each("executions", lambda one: {"mapRunArn": MACHINE, "itemCount": 0, **one}),
)
add(
    "redrive-count-missing",
    "Executions that were not redriven have no redriveCount.",
    "If you have not yet redriven an execution, the redriveCount is 0.",
    lambda: _each("executions", lambda one: one if one["redriveCount"] else f.without("redriveCount")(one)),
)
add(
    "alias-is-machine",
    "The ARN of an alias lists all executions of its state machine.",
    "You can also return a list of executions associated with a specific alias or version, by specifying an "
    "alias ARN or a version ARN in the stateMachineArn parameter.",
    lambda: f.items(_all_for_alias),
)
add(
    "loses-at-border",
    "The first execution of each later page is lost.",
    NEXT,
    f.loses_at_border,
)

# redshift.DescribeEvents

add = in_operation("redshift.DescribeEvents")
BOUNDS = "MaxRecords: Constraints: minimum 20, maximum 100."
HAND_IN_HAND = "If SourceIdentifier is supplied, SourceType must also be provided."
MARKER = "If the Marker field is empty, all response records have been retrieved for the request."


def _source(keep: Callable[[Item, Params], bool]) -> Hooks:
    """Events are chosen by their source in another way."""

    def items(events: list[Item], params: Params) -> list[Item]:
        start, end = redshift_span(params)
        return [one for one in redshift_events() if start <= one["Date"] <= end and keep(one, params)]

    return f.items(items)


def _too_old(events: list[Item], params: Params) -> list[Item]:
    start = when(params.get("StartTime"))
    if (start and start < datetime.now(UTC) - timedelta(days=14)) or params.get("Duration", 60) > 20160:
        old = redshift_events()[-1]
        return [*events, old] if params.get("SourceType") in (None, old["SourceType"]) else events
    return events


add(
    "past-day",
    "Without Duration, the events of the past day are returned.",
    "By default, the past hour of events are returned.",
    lambda: f.params(lambda params: {"Duration": 24 * 60} | params),
)
add(
    "duration-in-seconds",
    "Duration is read as seconds.",
    "The number of minutes prior to the time of the request for which to retrieve events.",
    lambda: f.params(
        lambda params: params | ({"Duration": params["Duration"] // 60} if "Duration" in params else {})
    ),
)
add(
    "identifier-without-type",
    "SourceIdentifier is accepted without SourceType, and filters (faiscadev/fakecloud#942).",
    HAND_IN_HAND,
    lambda: f.overlook("SourceType", "rule"),
)
add(
    "identifier-as-prefix",
    "SourceIdentifier may be the beginning of the event's own.",
    "The identifier of the event source for which events will be returned.",
    lambda: _source(
        lambda one, params: (
            one["SourceIdentifier"].startswith(params.get("SourceIdentifier", ""))
            and params.get("SourceType") in (None, one["SourceType"])
        )
    ),
)
add(
    "type-ignored",
    "SourceType is checked and then ignored.",
    "The event source to retrieve events for.",
    lambda: f.drop("SourceType"),
)
add(
    "unknown-type-empty",
    "A SourceType that there is not is answered with no events (faiscadev/fakecloud#1158).",
    "SourceType: enumeration cluster, cluster-parameter-group, cluster-security-group, cluster-snapshot, "
    "scheduled-action",
    lambda: f.overlook("SourceType", "enum"),
)
add(
    "records-clamped",
    "MaxRecords is brought between 20 and 100 without a word (stackshy/cloudemu#723).",
    BOUNDS,
    lambda: f.merged(
        f.overlook("MaxRecords", "rule"),
        Hooks(limit=lambda limit, params: max(20, min(params.get("MaxRecords", 100), 100))),
    ),
)
add(
    "records-19",
    "MaxRecords may be from 19 to 101.",
    BOUNDS,
    lambda: f.merged(
        f.overlook("MaxRecords", "rule", lambda value: value in (19, 101)),
        Hooks(limit=lambda limit, params: params.get("MaxRecords", limit)),
    ),
)
add(
    "no-pages",
    "All events are returned at once, whatever MaxRecords says (stackshy/cloudemu#723).",
    "The maximum number of response records to return in each call.",
    _all_on_one_page,
)
add(
    "marker-goes-round",
    "The Marker of the last page leads to the first.",
    MARKER,
    lambda: f.token_goes_round("Marker"),
)
add(
    "date-with-space",
    "Date is text with a space, and without a zone.",
    "Date: type timestamp, in XML ISO 8601",
    lambda: f.http(f.substitute(rb"<Date>([0-9-]+)T([0-9:]+)Z</Date>", rb"<Date>\1 \2</Date>")),
)
add(
    "fifteen-days",
    "An event that is older than 14 days is returned.",
    "Returns events related to clusters, security groups, snapshots, and parameter groups for the past 14 "
    "days.",
    lambda: f.items(_too_old),
)
add(
    "end-ignored",
    "EndTime is ignored.",
    "The end of the time interval for which to retrieve events, specified in ISO 8601 format.",
    lambda: f.drop("EndTime"),
)
add(
    "categories-joined",
    "EventCategories is one text with commas.",
    "A list of the event categories. Values: Configuration, Management, Monitoring, Security, Pending",
    lambda: _each("Events", lambda one: one | {"EventCategories": [",".join(one["EventCategories"])]}),
)
add(
    "ampersand-not-escaped",
    "The & of messages is not escaped (localstack/localstack#3172).",
    "Message: The text of this event, in XML",
    lambda: f.http(f.substitute(b"&amp;", b"&")),
)
add(
    "any-marker",
    "Text that was never a Marker leads to the first page.",
    "You can retrieve the next set of response records by providing the returned marker value in the Marker "
    "parameter and retrying the request.",
    lambda: f.any_token("Marker"),
)

# ssm.GetParametersByPath

add = in_operation("ssm.GetParametersByPath")
KEYS = (
    "The following Key values aren't supported for GetParametersByPath: tag, DataType, Name, Path, and Tier."
)
NO_SPACES = (
    "If the specified name for a parameter contains spaces between characters, the request fails with a "
    "ValidationException error."
)


def _filters(function: Callable[[Item], Item | None]) -> Hooks:
    """Each filter is replaced, or left out for None, after the constraints were checked."""

    def params(params: Params) -> Params:
        if "ParameterFilters" not in params:
            return params
        made = [function(entry) for entry in params["ParameterFilters"]]
        return params | {"ParameterFilters": [entry for entry in made if entry is not None]}

    return f.params(params)


def _siblings(items: list[Item], params: Params) -> list[Item]:
    filters = params.get("ParameterFilters", [])
    path = params["Path"].strip(" ").rstrip("/")
    near = [
        one
        for one in PARAMETERS
        if one["Name"].startswith(path)
        and one["Name"].count("/") <= path.count("/") + 1
        and all(filtered(one, entry) for entry in filters)
    ]
    return [one for one in PARAMETERS if one in items or one in near]


def _encrypted_later(output: Output) -> Output:
    known = {one["Name"]: one for one in PARAMETERS}
    return output | {
        "Parameters": [shown(known[one["Name"]], decrypted=False) for one in output["Parameters"]]
    }


def _plain_always(output: Output) -> Output:
    known = {one["Name"]: one for one in PARAMETERS}
    return output | {
        "Parameters": [shown(known[one["Name"]], decrypted=True) for one in output["Parameters"]]
    }


add(
    "filters-ignored",
    "ParameterFilters filter nothing (getmoto/moto#1517).",
    "ParameterFilters: Filters to limit the request results.",
    lambda: f.drop("ParameterFilters"),
)
add(
    "other-keys-ignored",
    "Filters with keys for other operations are accepted and ignored (aws/aws-cli#2850, getmoto/moto#3189).",
    KEYS,
    lambda: _filters(lambda entry: entry if entry["Key"] in ("Type", "KeyId", "Label") else None),
)
add(
    "label-begins-with",
    "BeginsWith is accepted with Label, and means Equals.",
    "Exception: For filters using Label as the Key name, the only valid option is Equals.",
    lambda: _filters(lambda entry: entry | {"Option": "Equals"} if entry["Key"] == "Label" else entry),
)
add(
    "label-unknown",
    "Label is refused as a key (getmoto/moto#4542).",
    "The following Key values are supported for GetParametersByPath: Type, KeyId, and Label.",
    lambda: _filters(lambda entry: entry | {"Key": "Tier"} if entry["Key"] == "Label" else entry),
)
add(
    "any-option",
    "Options that there are not mean Equals.",
    "For filters used with GetParametersByPath, valid options include Equals and BeginsWith.",
    lambda: _filters(
        lambda entry: entry if entry.get("Option") == "BeginsWith" else entry | {"Option": "Equals"}
    ),
)
add(
    "begins-with-as-equals",
    "BeginsWith means Equals.",
    "For filters used with GetParametersByPath, valid options include Equals and BeginsWith.",
    lambda: _filters(lambda entry: entry | ({"Option": "Equals"} if entry["Key"] != "Label" else {})),
)
add(
    "no-next-token",
    "A list that is cut has no NextToken (getmoto/moto#1864).",
    "The call also returns a token that you can specify in a subsequent call to get the next set of results.",
    lambda: Hooks(page=lambda page, params: replace(page, token=None)),
)
add(
    "any-token",
    "Text that was never a token leads to the first page (faiscadev/fakecloud#1614).",
    "InvalidNextToken: The specified token isn't valid.",
    lambda: f.any_token("NextToken"),
)
add(
    "recursive-ignored",
    "Recursive is ignored (aws-powertools/powertools-lambda-python#4736).",
    "Recursive: Retrieve all parameters within a hierarchy.",
    lambda: f.drop("Recursive"),
)
add(
    "siblings",
    "Parameters of hierarchies whose names begin with the same text are returned too.",
    "Retrieve information about one or more parameters under a specified level in a hierarchy.",
    lambda: f.items(_siblings),
)
add(
    "plain-always",
    "The value of a SecureString is decrypted, whatever WithDecryption says (sivchari/kumo#425).",
    "WithDecryption: Retrieve all parameters in a hierarchy with their value decrypted.",
    lambda: f.answers(_plain_always),
)
add(
    "encrypted-later",
    "Values on pages after the first are not decrypted.",
    "WithDecryption: Retrieve all parameters in a hierarchy with their value decrypted.",
    lambda: f.second_page(_encrypted_later),
)
add(
    "date-as-text",
    "LastModifiedDate is text (localstack/localstack#3263).",
    "LastModifiedDate: type timestamp, in JSON seconds since 1970",
    lambda: _each(
        "Parameters", lambda one: one | {"LastModifiedDate": Raw(one["LastModifiedDate"].isoformat())}
    ),
)
add(
    "max-results-50",
    "MaxResults may be up to 50, as in DescribeParameters.",
    "MaxResults: max 10",
    lambda: f.merged(
        f.overlook("MaxResults", "max", lambda value: value <= 50),
        Hooks(limit=lambda limit, params: params.get("MaxResults", limit)),
    ),
)
add(
    "spaces-in-path",
    "Spaces between the characters of a path are removed.",
    NO_SPACES,
    lambda: f.change("Path", lambda value: value.replace(" ", "") if isinstance(value, str) else value),
)
add(
    "lists-with-spaces",
    "The values of a StringList have spaces after their commas.",
    "If type is StringList, the system returns a comma-separated string with no spaces between commas in the "
    "Value field.",
    lambda: _each(
        "Parameters",
        lambda one: one | ({"Value": one["Value"].replace(",", ", ")} if one["Type"] == "StringList" else {}),
    ),
)

# cognito-idp.ListUsers

add = in_operation("cognito-idp.ListUsers")
FILTER = 'A filter string of the form "AttributeName Filter-Type "AttributeValue".'


def _asked(params: Params) -> tuple[str, str, str] | None:
    return parsed_filter(params.get("Filter", ""))


def _rewritten(function: Callable[[str, str, str], str]) -> Hooks:
    """A filter becomes another one. One that cannot be read stays."""

    def params(params: Params) -> Params:
        found = re.fullmatch(r'\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*', params.get("Filter", ""), re.S)
        return params | {"Filter": function(found[1], found[2], found[3])} if found else params

    return f.params(params)


def _cut_first(items: list[Item], params: Params) -> list[Item]:
    if not params.get("Filter") or "PaginationToken" in params:
        return items
    return [user for user in USERS[: params.get("Limit", 60)] if user in items]


def _custom_searched() -> Hooks:
    def params(params: Params) -> Params:
        custom = r'(custom:\w+)\s*(\^?=)\s*"([^"]*)"'
        found = re.fullmatch(custom, params.get("Filter", ""))
        return params | {"Filter": "", "custom": list(found.groups())} if found else params

    def items(users: list[Item], params: Params) -> list[Item]:
        return [one for one in users if "custom" not in params or accepted(one, *params["custom"])]

    return Hooks(params=params, items=items)


def _without_case(users: list[Item], params: Params) -> list[Item]:
    asked = _asked(params)
    if asked is None or asked[0] != "username":
        return users
    name, operator, value = asked
    return [
        user
        for user in USERS
        if accepted(user | {"Username": user["Username"].lower()}, name, operator, value.lower())
    ]


def _status_with_case(users: list[Item], params: Params) -> list[Item]:
    asked = _asked(params)
    if asked is None or asked[0] != "cognito:user_status":
        return users
    return [user for user in users if user["UserStatus"].startswith(asked[2])]


def _common_attributes(params: Params) -> Params:
    if "AttributesToGet" not in params:
        return params
    return params | {
        "AttributesToGet": [name for name in params["AttributesToGet"] if name in ("sub", "email")] or ["sub"]
    }


def _quote_ends(params: Params) -> Params:
    text = params.get("Filter", "")
    return params | ({"Filter": re.sub(r'\\".*"', '"', text)} if r"\"" in text else {})


add(
    "limit-before-filter",
    "Limit cuts the list before Filter does, and the rest is lost (getmoto/moto#8363).",
    "If the response contains a PaginationToken, then there are more results.",
    lambda: f.items(_cut_first),
)
add(
    "prefix-as-equals",
    "^= means = (getmoto/moto#4386).",
    'For a prefix ("starts with") match, use ^=',
    lambda: _rewritten(lambda name, operator, value: f'{name} = "{value}"'),
)
add(
    "equals-as-prefix",
    "= means ^=.",
    "For an exact match, use =",
    lambda: _rewritten(lambda name, operator, value: f'{name} ^= "{value}"'),
)
add(
    "custom-searched",
    "Custom attributes may be searched (getmoto/moto#4389).",
    "Custom attributes aren't searchable.",
    _custom_searched,
)
add(
    "attributes-ignored",
    "AttributesToGet has no effect (getmoto/moto#1944).",
    "A JSON array of user attribute names that you want Amazon Cognito to include in the response for each "
    "user.",
    lambda: f.drop("AttributesToGet"),
)
add(
    "filter-ignored",
    "Filter has no effect (getmoto/moto#2726, jagregory/cognito-local#313, floci-io/floci#233).",
    "The attribute value that must be matched for each user.",
    lambda: f.drop("Filter"),
)
add(
    "spaces-refused",
    "Spaces around the operator of a filter are refused (getmoto/moto#3315).",
    FILTER + ' For example, "family_name = \\"Reddy\\""',
    lambda: f.demand("Filter", lambda value: bool(re.match(r"[\w:]+\s+\^?=", value))),
)
add(
    "status-matches-none",
    "Filters by cognito:user_status match nobody (getmoto/moto#4120).",
    "You can only search for the following standard attributes: username, email, ..., cognito:user_status",
    lambda: f.items(
        lambda users, params: (
            [] if params.get("Filter", "").strip().startswith("cognito:user_status") else users
        )
    ),
)
add(
    "username-any-case",
    "username is compared without case.",
    "username (case-sensitive)",
    lambda: f.items(_without_case),
)
add(
    "status-with-case",
    "cognito:user_status is compared with case.",
    "cognito:user_status (called Status in the Console) (case-insensitive)",
    lambda: f.items(_status_with_case),
)
add(
    "missing-attribute-skipped",
    "Attributes that not all users have are left out without an error.",
    "Amazon Cognito returns an error if not all users in the results have set a value for the attribute you "
    "request.",
    lambda: f.params(_common_attributes),
)
add(
    "quote-ends-value",
    "The value of a filter ends at its first escaped quotation mark.",
    "Quotation marks within the filter string must be escaped using the backslash ( \\ ) character.",
    lambda: f.params(_quote_ends),
)
add(
    "doubles-at-border",
    "The last user of a page comes again on the next one.",
    "the paginated list from a single chain of requests won't return duplicates.",
    f.doubles_at_border,
)
add(
    "created-iso",
    "UserCreateDate is ISO text.",
    "Amazon Cognito returns this timestamp in UNIX epoch time format.",
    lambda: _each("Users", lambda one: one | {"UserCreateDate": Raw(one["UserCreateDate"].isoformat())}),
)
add(
    "unicode-500",
    "A filter beyond ASCII is answered with 500.",
    FILTER,
    lambda: f.crashes_if(lambda params: not str(params.get("Filter", "")).isascii()),
)
add(
    "limit-61",
    "Limit 61 is accepted.",
    "Limit: max 60",
    lambda: f.overlook("Limit", "max", lambda value: value == 61),
)

# partnercentral-revenue-measurement.ListRevenueAttributionAllocations

add = in_operation("partnercentral-revenue-measurement.ListRevenueAttributionAllocations")
LIST = "RevenueAttributionAllocationSummaries"
INCLUSIVE = "Inclusive lower bound for EffectiveFrom date filter."


def _kept(keep: Callable[[Item, Params], bool]) -> Hooks:
    return f.items(lambda items, params: [one for one in items if keep(one, params)])


def _with_end(items: list[Item], params: Params) -> list[Item]:
    """Allocations at BeforeEffectiveUntil too, if nothing else is asked for."""
    plain = {"Catalog", "RevenueAttributionIdentifier", "BeforeEffectiveUntil", "MaxResults", "NextToken"}
    other = set(params) - plain
    if "BeforeEffectiveUntil" not in params or other:
        return items
    at_end = [one for one in ALLOCATIONS if one["EffectiveUntil"] == params["BeforeEffectiveUntil"]]
    return sorted(
        [*items, *at_end], key=lambda one: (one["EffectiveFrom"], one["RevenueAttributionAllocationId"])
    )


def _later_ascending(items: list[Item], params: Params) -> list[Item]:
    return items[::-1] if "NextToken" in params and params.get("SortOrder") == "DESCENDING" else items


def _no_reason(reply: Reply) -> Reply:
    body = {name: value for name, value in cbor.decode(reply.body).items() if name != "Reason"}
    return replace(reply, body=cbor.encode(body))


def _errors_in_json(reply: Reply) -> Reply:
    headers = reply.headers | {"Content-Type": "application/json"}
    return replace(reply, headers=headers, body=json.dumps(cbor.decode(reply.body)).encode())


def _first_only(member: str) -> Hooks:
    return f.params(lambda params: params | ({member: params[member][:1]} if member in params else {}))


def _revision(params: Params) -> int:
    text = str(params.get("RevenueAttributionRevision", "0"))
    return int(text) if re.fullmatch("[0-9]+", text) else 0


def _none_for_unknown(params: Params) -> Params:
    if params["Catalog"] == "AWS" and ATTRIBUTION in params["RevenueAttributionIdentifier"]:
        return params
    known = {"Catalog": "AWS", "RevenueAttributionIdentifier": ATTRIBUTION}
    return params | known | {"EntityIdentifierFilters": ["none"]}


add(
    "from-exclusive",
    "Allocations at AfterEffectiveFrom are left out.",
    INCLUSIVE,
    lambda: _kept(lambda one, params: one["EffectiveFrom"] != params.get("AfterEffectiveFrom")),
)
add(
    "until-inclusive",
    "Allocations at BeforeEffectiveUntil are returned.",
    "Exclusive upper bound for EffectiveUntil date filter (half-open range).",
    lambda: f.items(_with_end),
)
add(
    "before-from-ignored",
    "BeforeEffectiveFrom has no effect.",
    "Exclusive upper bound for EffectiveFrom date filter (half-open range).",
    lambda: f.drop("BeforeEffectiveFrom"),
)
add(
    "until-compared-with-from",
    "AfterEffectiveUntil is compared with EffectiveFrom.",
    "Inclusive lower bound for EffectiveUntil date filter.",
    lambda: _kept(lambda one, params: params.get("AfterEffectiveUntil", "") <= one["EffectiveFrom"]),
)
add(
    "default-descending",
    "Without SortOrder, the order is descending.",
    "Sort direction. Defaults to ASCENDING.",
    lambda: f.params(lambda params: {"SortOrder": "DESCENDING"} | params),
)
add(
    "later-ascending",
    "Pages after the first are in ascending order, whatever SortOrder says.",
    "SortOrder: Sort direction.",
    lambda: f.items(_later_ascending),
)
add(
    "account-loses-zero",
    "Accounts lose their zeros at the beginning.",
    "CustomerAwsAccountId: min 12, pattern [0-9]{12}",
    lambda: _each(LIST, lambda one: one | {"CustomerAwsAccountId": one["CustomerAwsAccountId"].lstrip("0")}),
)
add(
    "percent-is-number",
    "RevenueSharePercent is a number.",
    "RevenueSharePercent: type string",
    lambda: _each(LIST, lambda one: one | {"RevenueSharePercent": Raw(float(one["RevenueSharePercent"]))}),
)
add(
    "first-type-only",
    "Only the first of EntityTypeFilters counts.",
    "EntityTypeFilters: Filter by deal entity types.",
    lambda: _first_only("EntityTypeFilters"),
)
add(
    "fifty-one-identifiers",
    "EntityIdentifierFilters may have any number of identifiers.",
    "EntityIdentifierFilters: max 50",
    lambda: f.overlook("EntityIdentifierFilters", "max"),
)
add(
    "no-reason",
    "Errors have no Reason.",
    "ValidationException: Reason is required",
    lambda: f.http(_no_reason, errors_only=True),
)
add(
    "errors-in-json",
    "Errors are JSON (robotocore/robotocore#290).",
    "Smithy RPC v2 CBOR: the Content-Type of responses is application/cbor",
    lambda: f.http(_errors_in_json, errors_only=True),
)
add(
    "no-protocol-header",
    "Answers have no header smithy-protocol (awslabs/aws-sdk-swift#1850).",
    "Every response for the rpcv2Cbor protocol MUST contain a smithy-protocol header with the value of "
    "rpc-v2-cbor.",
    lambda: f.http(f.no_header("smithy-protocol")),
)
add(
    "revision-ignored",
    "RevenueAttributionRevision has no effect.",
    "Point-in-time revision number to query.",
    lambda: f.drop("RevenueAttributionRevision"),
)
add(
    "revision-500",
    "A revision that needs more than 32 bits is answered with 500.",
    "RevenueAttributionRevision: max 19, pattern [1-9][0-9]*",
    lambda: f.crashes_if(lambda params: _revision(params) >= 2**31),
)
add(
    "later-without-entity",
    "Entries on pages after the first have no EntityIdentifier.",
    "EntityIdentifier is required",
    lambda: _each_later(LIST, f.without("EntityIdentifier")),
)
add(
    "until-first-day",
    "EffectiveUntil is the first day of its month.",
    "EffectiveUntil: Last day of the effective month.",
    lambda: _each(LIST, lambda one: one | {"EffectiveUntil": one["EffectiveUntil"][:8] + "01"}),
)
add(
    "unknown-is-empty",
    "A revenue attribution that there is not is answered with an empty list.",
    "ResourceNotFoundException: httpStatusCode 404",
    lambda: f.params(_none_for_unknown),
)
