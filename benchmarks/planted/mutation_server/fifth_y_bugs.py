"""The mistakes of part Y of the set `fifth`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import base64
import json
import re
import struct
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from . import cbor
from . import faults as f
from .bugs import in_operation
from .fifth_y_operations import (
    EVENT_BUSES,
    HOST_KEYS,
    INSTANCE,
    NOBODY,
    QUEUES,
    REFERENCES,
    UNITS,
    in_order,
    media_jobs,
    selected,
)
from .fourth_y_operations import rfc3339
from .model import Hooks, Item, Output, Page, Params, Raw, Reply
from .operations import ACCOUNT


def _token_if_full(member: str, limit: str, default: int) -> Hooks:
    """A last page that is full has a token too, which leads to an empty page."""
    issued = "ZW5kLm9mLmxpc3Q"

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        full = page and page.items and len(page.items) == int(params.get(limit, default))
        return output if member in output or not full else output | {member: issued}

    return Hooks(answer=answer, position=lambda token, params: 10**6 if token == issued else None)


# transfer.ListHostKeys

add = in_operation("transfer.ListHostKeys")
NO_SERVER = "ResourceNotFoundException: This exception is thrown when a resource is not found"


def _looked_up(params: Params) -> Params:
    assert HOST_KEYS[params["ServerId"]]
    return params


def _decoded(token: str, params: Params) -> int | None:
    """Crashes on text that is no token."""
    text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    int(text.partition(".")[0])
    return None


add(
    "unknown-server-500",
    "A ServerId that does not exist is answered with an internal error. (Like getmoto/moto#7891 in review: "
    "the exception was made, but not raised.)",
    NO_SERVER,
    lambda: f.params(_looked_up),
)
add(
    "not-found-bare",
    "The error for a server that does not exist has a Message only.",
    "ResourceNotFoundException: required Message, Resource, ResourceType",
    lambda: f.error_for("ResourceNotFoundException", extra={}),
)
add(
    "server-arn",
    "ServerId may be the ARN of the server, as its last part is taken. (Like getmoto/moto#8688 for groups.)",
    "ServerId: pattern s-([0-9a-f]{17}), min 19, max 19",
    lambda: f.change("ServerId", lambda value: value.rpartition("/")[2] if isinstance(value, str) else value),
)
add(
    "max-results-1001",
    "MaxResults above 1000 is accepted.",
    "MaxResults: max 1000",
    lambda: f.overlook("MaxResults", "max"),
)
add(
    "max-results-ignored",
    "All host keys are returned, whatever MaxResults says. (floci-io/floci#1358)",
    "MaxResults: The maximum number of items to return.",
    lambda: Hooks(limit=lambda limit, params: 1000),
)
add(
    "bad-token-500",
    "A NextToken that cannot be decoded is answered with an internal error.",
    "InvalidNextTokenException: The NextToken parameter that was passed is invalid.",
    lambda: Hooks(position=_decoded),
)
add(
    "next-token-null",
    "NextToken is null on the last page.",
    "NextToken: type string, min 1. Returns a token that you can use ... if there are any.",
    lambda: f.answers(lambda output: {"NextToken": Raw(None), **output}),
)
add(
    "server-id-missing",
    "The answer has no ServerId.",
    "ListHostKeysResponse: required ServerId, HostKeys",
    lambda: f.answers(lambda output: f.lacking(output, "ServerId")),
)
add(
    "date-imported-iso",
    "DateImported is a text. (getmoto/moto#9763)",
    "DateImported: type timestamp, in JSON 1.1 a number of seconds",
    lambda: f.each("HostKeys", lambda one: one | {"DateImported": Raw(rfc3339(one["DateImported"]))}),
)
add(
    "secret-id-empty",
    "SecretId is empty for a host key that is not in Secrets Manager, as the zero value of a text in Go.",
    "SecretId: min 1. The ARN of the Secrets Manager secret ... when StorageType is SECRETS_MANAGER.",
    lambda: f.each("HostKeys", lambda one: {"SecretId": "", **one}),
)

# sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet

add = in_operation("sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet")
NO_RESOURCE = "ResourceNotFoundException: Indicates that a requested resource is not found."
LISTED = "CustomerManagedPolicyReferences"
FOLLOWING = "NextToken: Use the output of previous API calls to make subsequent calls."


def _or_nobody(params: Params) -> Params:
    return params if params["PermissionSetArn"] in REFERENCES else params | {"PermissionSetArn": NOBODY}


def _resume_by_name() -> Hooks:
    """The token is the last name. The next page begins after the first reference of that name."""
    shown: list[Item] = []

    def items(references: list[Item], params: Params) -> list[Item]:
        shown[:] = references
        return references

    def page(page: Page, params: Params) -> Page:
        if not page.token:
            return page
        name = base64.urlsafe_b64encode(page.items[-1]["Name"].encode()).decode()
        return replace(page, token=f"after_{name}")

    def position(token: str, params: Params) -> int | None:
        try:
            name = base64.urlsafe_b64decode(token.removeprefix("after_")).decode()
        except ValueError:
            return None
        places = [at for at, one in enumerate(shown) if one["Name"] == name]
        return places[0] + 1 if token.startswith("after_") and places else None

    return Hooks(items=items, page=page, position=position)


def _unprocessable(reply: Reply, params: Params) -> Reply:
    """What FastAPI answers for a body that does not validate."""
    if reply.status != 400:
        return reply
    found = json.loads(reply.body)
    if found["__type"] != "ValidationException":
        return reply
    detail = [{"type": "value_error", "loc": ["body"], "msg": found["Message"]}]
    headers = reply.headers | {"Content-Type": "application/json"}
    return Reply(422, headers, json.dumps({"detail": detail}).encode())


add(
    "unknown-set-empty",
    "A permission set that does not exist has no policies.",
    NO_RESOURCE,
    lambda: f.params(_or_nobody),
)
add(
    "not-found-code",
    "The code for a permission set that does not exist is ResourceNotFound. (getmoto/moto#7182)",
    NO_RESOURCE,
    lambda: f.error_for("ResourceNotFoundException", code="ResourceNotFound"),
)
add(
    "instance-ignored",
    "Any InstanceArn finds the permission set.",
    "InstanceArn: The ARN of the IAM Identity Center instance under which the operation will be executed.",
    lambda: f.params(lambda params: params | {"InstanceArn": INSTANCE}),
)
add(
    "max-results-0",
    "MaxResults 0 is accepted, and means the default, as 0 is false in Python.",
    "MaxResults: min 1",
    lambda: f.merged(
        f.overlook("MaxResults", "min", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 100),
    ),
)
add(
    "max-results-fraction",
    "The fraction of MaxResults is cut off.",
    "MaxResults: type integer",
    lambda: f.change("MaxResults", lambda value: f.number_of(value) if isinstance(value, float) else value),
)
add(
    "resume-by-name",
    "A token is a name, but policies on several paths have the same name, so pages come again.",
    FOLLOWING,
    _resume_by_name,
)
add(
    "path-without-end",
    "Paths have no slash at the end.",
    r"ManagedPolicyPath: pattern ((/[A-Za-z0-9\.,\+@=_-]+)*)/",
    lambda: f.each(LISTED, lambda one: one | {"Path": one["Path"].rstrip("/") or "/"}),
)
add(
    "keys-lower",
    "The members of a reference are name and path. (Like the wrong key in getmoto/moto#8688.)",
    "CustomerManagedPolicyReference: required Name",
    lambda: f.each(LISTED, lambda one: {name.lower(): value for name, value in one.items()}),
)
add(
    "validation-422",
    "Requests that are not valid are answered with status 422 and a detail, as FastAPI does by itself.",
    "ValidationException: The request failed because it contains a syntax error.",
    lambda: Hooks(reply=_unprocessable),
)
add(
    "content-type-json",
    "The Content-Type of answers is application/json. (floci-io/floci#240)",
    "protocol json: Content-Type application/x-amz-json-1.1",
    lambda: f.http(
        lambda reply: replace(reply, headers=reply.headers | {"Content-Type": "application/json"})
    ),
)

# mediaconvert.SearchJobs

add = in_operation("mediaconvert.SearchJobs")
RECENT = "Retrieve a JSON array that includes job details for up to twenty of your most recent jobs."
NARROWED = "Optionally filter results further according to input file, queue, or status."


def _unordered(jobs: list[Item], params: Params) -> list[Item]:
    return jobs[::-1] if params.get("Order") == "ASCENDING" else jobs


def _sorted_page(page: Page, params: Params) -> Page:
    return replace(page, items=page.items[::-1]) if params.get("Order") == "ASCENDING" else page


def _whole_file(jobs: list[Item], params: Params) -> list[Item]:
    wanted = params.get("InputFile")
    if wanted is None:
        return jobs
    return [one for one in jobs if wanted in [given["FileInput"] for given in one["Settings"]["Inputs"]]]


def _milliseconds(value: Any) -> Any:
    if isinstance(value, datetime):
        return Raw(int(value.timestamp() * 1000))
    return {name: _milliseconds(one) for name, one in value.items()}


def _in_milliseconds(job: Item) -> Item:
    return job | {name: _milliseconds(job[name]) for name in ("CreatedAt", "Timing")}


def _first_page_only(params: Params) -> Params:
    return f.lacking(params, "InputFile", "Queue", "Status") if "NextToken" in params else params


def _order_alone(params: Params) -> Params:
    return {name: value for name, value in params.items() if name == "Order"}


add(
    "oldest-first",
    "Without Order the oldest jobs come first.",
    RECENT,
    lambda: f.items(
        lambda jobs, params: jobs if "Order" in params else media_jobs(params | {"Order": "ASCENDING"})
    ),
)
add(
    "order-within-page",
    "Order sorts each page, after the most recent jobs were chosen for it.",
    "you can specify whether they are sorted in ASCENDING or DESCENDING order",
    lambda: Hooks(items=_unordered, page=_sorted_page),
)
add(
    "file-whole",
    "InputFile finds only files whose whole URL it is.",
    "InputFile: Provide your input file URL or your partial input file name.",
    lambda: f.items(_whole_file),
)
add(
    "file-301",
    "InputFile may be longer than 300 characters.",
    "The maximum length for an input file is 300 characters.",
    lambda: f.overlook("InputFile", "rule"),
)
add(
    "queue-name-finds-none",
    "A queue name finds no jobs: Queue is compared with ARNs only.",
    "Provide a queue name, or a queue ARN, to return only jobs from that queue.",
    lambda: f.items(lambda jobs, params: [] if params.get("Queue") in QUEUES else jobs),
)
add(
    "filters-first-page-only",
    "With NextToken the filters have no effect: the next page has jobs that they would leave out.",
    NARROWED + " To retrieve the twenty next most recent jobs, use the nextToken string",
    lambda: Hooks(params=_first_page_only, binding=_order_alone),
)
add(
    "max-results-21",
    "MaxResults above 20 is accepted, and has an effect.",
    "MaxResults: max 20",
    lambda: f.merged(
        f.overlook("MaxResults", "max"),
        Hooks(limit=lambda limit, params: int(params.get("MaxResults", limit))),
    ),
)
add(
    "times-in-milliseconds",
    "Times are milliseconds, as those of Date.now().",
    "CreatedAt: The time, in Unix epoch format in seconds, when the job got created.",
    lambda: f.each("Jobs", _in_milliseconds),
)
add(
    "status-cancelled",
    "The Status of a job that was canceled is CANCELLED.",
    "A job's status can be SUBMITTED, PROGRESSING, COMPLETE, CANCELED, or ERROR.",
    lambda: f.each("Jobs", lambda one: one | {"Status": str(one["Status"]).replace("CANCELED", "CANCELLED")}),
)
add(
    "jobs-null",
    "Where no job is found, jobs is null.",
    "Jobs: type list",
    lambda: f.answers(lambda output: output | {"Jobs": output["Jobs"] or Raw(None)}),
)

# rds.DescribeDBParameters

add = in_operation("rds.DescribeDBParameters")
MORE_RECORDS = (
    "If more records exist than the specified MaxRecords value, a pagination token called a marker is "
    "included in the response"
)
BY_NAME = (
    "The only supported filter is parameter-name. The results list only includes information about the DB "
    "parameters with these names."
)


def _first_value(params: Params) -> Params:
    filters = [entry | {"Values": entry["Values"][:1]} for entry in params.get("Filters", [])]
    return params | ({"Filters": filters} if filters else {})


def _supported(params: Params) -> Params:
    filters = [entry for entry in params.get("Filters", []) if entry["Name"] == "parameter-name"]
    return f.lacking(params, "Filters") | ({"Filters": filters} if filters else {})


def _last_again(parameters: list[Item], params: Params) -> list[Item]:
    """Pages begin with the last entry of the page before."""
    limit = params.get("MaxRecords", 100)
    found: list[Item] = []
    for left, one in enumerate(parameters, 1 - len(parameters)):
        found.append(one)
        if left and len(found) % limit == 0:
            found.append(one)
    return found


def _immediate(one: Item) -> Item:
    return one | {"ApplyMethod": "immediate"}


add(
    "source-ignored",
    "Source has no effect. (ministackorg/ministack#292)",
    "Source: The parameter types to return.",
    lambda: f.drop("Source"),
)
add(
    "engine-defaults-none",
    "With the Source engine-default no parameters are returned. (faiscadev/fakecloud#1075)",
    "Source: The parameter types to return. Valid Values: user | system | engine-default",
    lambda: f.items(
        lambda parameters, params: [] if params.get("Source") == "engine-default" else parameters
    ),
)
add(
    "source-any-value",
    "A Source that is not documented is accepted, and finds no parameters.",
    "Valid Values: user | system | engine-default",
    lambda: f.overlook("Source", "rule"),
)
add(
    "filter-one-value",
    "A filter uses only its first value.",
    "Values: One or more filter values.",
    lambda: f.params(_first_value),
)
add(
    "filter-any-name",
    "A filter with an unknown name is accepted, and has no effect.",
    BY_NAME,
    lambda: f.merged(f.overlook(r"Filters\..*", "rule"), f.params(_supported)),
)
add(
    "max-records-5",
    "MaxRecords below 20 is accepted.",
    "MaxRecords: Constraints: Minimum 20, maximum 100.",
    lambda: f.overlook("MaxRecords", "rule", lambda value: 0 < value < 20),
)
add(
    "marker-if-full",
    "A full page has a Marker, even if there is nothing after it. (getmoto/moto#9923)",
    MORE_RECORDS,
    lambda: _token_if_full("Marker", "MaxRecords", 100),
)
add(
    "marker-included",
    "A page begins with the parameter at which the page before ended.",
    "If this parameter is specified, the response includes only records beyond the marker",
    lambda: f.items(_last_again),
)
add(
    "member-for-parameter",
    "Entries are elements called member in place of Parameter. (Like getmoto/moto#4341.)",
    "ParametersList: the name of an entry in XML is Parameter",
    lambda: f.http(f.substitute(rb"<(/?)Parameter>", rb"<\1member>")),
)
add(
    "static-immediate",
    "The ApplyMethod of static parameters is immediate too.",
    "You can use the immediate value with dynamic parameters only. (ModifyDBParameterGroup)",
    lambda: f.each("Parameters", _immediate),
)
add(
    "not-found-fault",
    "The code for a group that does not exist is DBParameterGroupNotFoundFault, as the shape is called. "
    "(Like ministackorg/ministack#531.)",
    "DBParameterGroupNotFoundFault: error code DBParameterGroupNotFound",
    lambda: f.error_for("DBParameterGroupNotFound", code="DBParameterGroupNotFoundFault"),
)

# securityhub.GetSoftwareStatisticsV2

add = in_operation("securityhub.GetSoftwareStatisticsV2")
BY_COUNT = "Sorts aggregated statistics by count. The default is descending"
HIGHEST = "which returns the values with the highest counts first"
SUPPORTED = "Supported comparisons are EQUALS, NOT_EQUALS, PREFIX, and PREFIX_NOT_EQUALS."


def _computed(params: Params, values: Any) -> Output:
    """An answer whose values a function makes of the pairs of a rule and of its field."""
    rules = params.get("GroupByRules", [])
    return {
        "GroupByResults": [
            {
                "GroupByField": one["GroupByField"],
                "GroupByValues": values(selected(params, one), one["GroupByField"]),
            }
            for one in rules
        ]
    }


def _cut_before_order(output: Output, params: Params, page: Page | None) -> Output:
    def values(pairs: list[dict[str, str]], field: str) -> list[Item]:
        counts = Counter(pair[field] for pair in pairs)
        return in_order(dict(list(counts.items())[: params.get("MaxStatisticResults", 400)]), params)

    return _computed(params, values)


def _ordered_as_text(output: Output, params: Params, page: Page | None) -> Output:
    def values(pairs: list[dict[str, str]], field: str) -> list[Item]:
        found = in_order(Counter(pair[field] for pair in pairs), params)
        found.sort(key=lambda one: str(one["Count"]), reverse=params.get("SortOrder") != "asc")
        return found[: params.get("MaxStatisticResults", 400)]

    return _computed(params, values)


def _each_package_once(output: Output, params: Params, page: Page | None) -> Output:
    def values(pairs: list[dict[str, str]], field: str) -> list[Item]:
        seen = {(pair[field], pair["PackageName"], pair["PackageVersion"]) for pair in pairs}
        counts = Counter(value for value, _, _ in sorted(seen))
        return in_order(counts, params)[: params.get("MaxStatisticResults", 400)]

    return _computed(params, values)


def _of_each_value(output: Output, function: Any) -> Output:
    results = [
        one | {"GroupByValues": [function(value) for value in one["GroupByValues"]]}
        for one in output["GroupByResults"]
    ]
    return output | {"GroupByResults": results}


def _changed(value: Any, function: Any) -> Any:
    """A parameter whose structures are changed, wherever they are."""
    if isinstance(value, dict):
        return function({name: _changed(one, function) for name, one in value.items()})
    return [_changed(one, function) for one in value] if isinstance(value, list) else value


def _known_case(string: Item) -> Item:
    """A condition whose value has the case of what it finds."""
    wanted = string.get("Filter", {})
    if wanted.get("Comparison") not in ("EQUALS", "NOT_EQUALS"):
        return string
    known = {pair[string["FieldName"]] for pair in selected({}, {})} if "FieldName" in string else set()
    same = [one for one in sorted(known) if one.lower() == str(wanted.get("Value")).lower()]
    return string | {"Filter": wanted | {"Value": same[0]}} if same else string


def _known_unit(scope: Item) -> Item:
    if scope.get("OrganizationalUnitId") in (None, *UNITS):
        return scope
    return scope | {"OrganizationalUnitId": "ou-ab12-vacant01"}


add(
    "order-of-text",
    "Counts are sorted as texts, as sort() does in JavaScript: 9 is higher than 10.",
    f"{BY_COUNT}, {HIGHEST}.",
    lambda: Hooks(answer=_ordered_as_text),
)
add(
    "cut-before-order",
    "MaxStatisticResults takes the first values, and sorts only them.",
    f"{BY_COUNT}, {HIGHEST}.",
    lambda: Hooks(answer=_cut_before_order),
)
add(
    "max-401",
    "MaxStatisticResults above 400 is accepted.",
    "Valid values are 1–400.",
    lambda: f.overlook("MaxStatisticResults", "max"),
)
add(
    "packages-once",
    "A package counts once for each value, on however many resources it is installed.",
    "A package installed on three resources contributes three to the count.",
    lambda: Hooks(answer=_each_package_once),
)
add(
    "count-text",
    "Counts are texts, as the COUNT of a database is for node-postgres.",
    "Count: type integer",
    lambda: f.answers(
        lambda output: _of_each_value(output, lambda one: one | {"Count": Raw(str(one["Count"]))})
    ),
)
add(
    "any-case",
    "EQUALS and NOT_EQUALS look at no case, as MySQL does by default.",
    "Filter values are case sensitive.",
    lambda: f.params(lambda params: _changed(params, _known_case)),
)
add(
    "nested-ignored",
    "NestedCompositeFilters have no effect.",
    "NestedCompositeFilters: Provides an additional level of filtering",
    lambda: f.params(lambda params: _changed(params, lambda one: f.lacking(one, "NestedCompositeFilters"))),
)
add(
    "contains-accepted",
    "CONTAINS is accepted, and finds parts of values.",
    SUPPORTED,
    lambda: f.overlook(r"GroupByRules\..*", "rule", lambda value: value == "CONTAINS"),
)
add(
    "equals-and-not",
    "EQUALS and NOT_EQUALS are accepted for the same field.",
    "you can't provide both an EQUALS filter and a NOT_EQUALS or PREFIX_NOT_EQUALS filter on the same field. "
    "Combining filters in this way returns an error.",
    lambda: f.overlook(r"GroupByRules\..*", "rule", lambda value: value == "conflict"),
)
add(
    "first-rule-only",
    "Only the first of several rules is answered.",
    "GroupByResults: The aggregated statistics about software based on the specified grouping rule.",
    lambda: f.answers(lambda output: output | {"GroupByResults": output["GroupByResults"][:1]}),
)
add(
    "unknown-unit-empty",
    "An organizational unit that does not exist has no software.",
    "OrganizationalUnitNotFoundException: ... one or more organizational units specified in the request "
    "don't exist within the caller's organization.",
    lambda: f.params(lambda params: _changed(params, _known_unit)),
)

# eventbridgev2.DescribeEventBus

add = in_operation("eventbridgev2.DescribeEventBus")
NO_BUS = "ResourceNotFoundException: The resource does not exist. httpStatusCode 404"


def _tags_in_milliseconds(reply: Reply, params: Params) -> Reply:
    def milliseconds(found: re.Match[bytes]) -> bytes:
        return b"\xc1" + cbor.encode(round(struct.unpack(">d", found[1])[0] * 1000))

    return replace(reply, body=re.sub(rb"(?s)\xc1\xfb(.{8})", milliseconds, reply.body))


def _without_type(reply: Reply) -> Reply:
    return replace(reply, body=cbor.encode(f.lacking(cbor.decode(reply.body), "__type")))


def _by_name(params: Params) -> Params:
    start = params["EventBusArn"].rpartition("/")[0]
    same = [arn for arn in EVENT_BUSES if arn.rpartition("/")[0] == start]
    return params | {"EventBusArn": same[0]} if same else params


def _float_days(output: Output) -> Output:
    storage = output["StorageConfiguration"]
    days = Raw(float(storage["RetentionPeriodInDays"]))
    return output | {"StorageConfiguration": storage | {"RetentionPeriodInDays": days}}


add(
    "times-in-milliseconds",
    "The tag of a time has milliseconds in it. (Like floci-io/floci#2432, the other way round.)",
    "protocol smithy-rpc-v2-cbor: timestamps are epoch-seconds, in tag 1",
    lambda: Hooks(reply=_tags_in_milliseconds),
)
add(
    "retention-float",
    "RetentionPeriodInDays is a double, as all numbers of JavaScript are.",
    "RetentionPeriodInDays: type integer",
    lambda: f.answers(_float_days),
)
add(
    "reason-empty",
    "StateReason is empty if the State is ACTIVE.",
    "Omitted when the bus is in a normal operational state (ACTIVE).",
    lambda: f.answers(lambda output: {"StateReason": "", **output}),
)
add(
    "arn-of-localstack",
    "The account in EventBusArn is 000000000000.",
    "EventBusArn: The Amazon Resource Name (ARN) that uniquely identifies an event bus.",
    lambda: f.answers(
        lambda output: output | {"EventBusArn": output["EventBusArn"].replace(ACCOUNT, "0" * 12)}
    ),
)
add(
    "name-from-arn",
    "Name is all that comes after event-busv2/ in the ARN.",
    r"EventBusName: pattern [A-Za-z0-9][\.\-_A-Za-z0-9]*",
    lambda: f.answers(lambda output: output | {"Name": output["EventBusArn"].partition(":event-busv2/")[2]}),
)
add(
    "modified-now",
    "LastModifiedTime is the time of the request.",
    "LastModifiedTime: The time the event bus was last modified.",
    lambda: f.answers(lambda output: output | {"LastModifiedTime": datetime.now(UTC)}),
)
add(
    "found-by-name",
    "The last part of EventBusArn is not looked at: the name finds the bus.",
    NO_BUS,
    lambda: f.params(_by_name),
)
add(
    "no-validation",
    "An EventBusArn that is no ARN is looked up: the error is ResourceNotFoundException.",
    "InvalidInputException: A request parameter is missing or not valid.",
    lambda: f.overlook("EventBusArn", "pattern"),
)
add(
    "not-found-400",
    "The status of ResourceNotFoundException is 400.",
    NO_BUS,
    lambda: f.error_for("ResourceNotFoundException", status=400),
)
add(
    "error-without-type",
    "Errors have no __type.",
    "protocol smithy-rpc-v2-cbor: the body of an error has a member __type",
    lambda: f.http(_without_type, errors_only=True),
)
