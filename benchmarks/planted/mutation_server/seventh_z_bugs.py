"""The mistakes of part Z of the set `seventh`. Some were made by real servers, whose issues are named."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import cbor, wire
from . import faults as f
from .bugs import in_operation
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply
from .operations import ACCOUNT, BORN
from .seventh_z_operations import (
    ACTION_TYPES,
    APPLICATION,
    DELEGATED,
    NO_APPLICATION,
    RESERVATIONS,
    STACK_SETS,
    USERS,
    chosen_reservations,
    reservation_passes,
    reservation_values,
)

# codepipeline.GetActionType

add = in_operation("codepipeline.GetActionType")
NO_ACTION_TYPE = "ActionTypeNotFoundException: The specified action type cannot be found."


def _action(function: Callable[[Item], Item]) -> Hooks:
    return f.answers(lambda output: output | {"actionType": function(output["actionType"])})


def _any_version(params: Params) -> Params:
    for one in ACTION_TYPES:
        if all(one["id"][name] == params[name] for name in ("category", "owner", "provider")):
            return params | {"version": one["id"]["version"]}
    return params


def _without_zeros(one: Item) -> Item:
    names = ("inputArtifactDetails", "outputArtifactDetails")
    return one | {name: {key: value for key, value in one[name].items() if value} for name in names}


def _required_for_optional(one: Item) -> Item:
    if "properties" not in one:
        return one
    return one | {"properties": [had | {"optional": not had["optional"]} for had in one["properties"]]}


def _both_configurations(one: Item) -> Item:
    empty: Item = {"lambdaExecutorConfiguration": {}, "jobWorkerExecutorConfiguration": {}}
    executor = one["executor"]
    return one | {"executor": executor | {"configuration": empty | executor["configuration"]}}


def _in_executor(name: str, function: Callable[[Any], Any]) -> Hooks:
    def change(one: Item) -> Item:
        executor = one["executor"]
        return one | {"executor": executor | ({name: function(executor[name])} if name in executor else {})}

    return _action(change)


def _one_account(one: Item) -> Item:
    allowed = one.get("permissions", {}).get("allowedAccounts", [])
    return one | ({"permissions": {"allowedAccounts": Raw(allowed[0])}} if len(allowed) == 1 else {})


def _nothing_found(reply: Reply) -> Reply:
    if b"ActionTypeNotFound" not in reply.body:
        return reply
    return replace(reply, status=200, body=cbor.encode({}))


add(
    "compute-refused",
    "The category Compute is refused, as it was added later.",
    "The following are the valid values: Source, Build, Test, Deploy, Approval, Invoke, Compute",
    lambda: f.demand("category", lambda value: value == "Compute"),
)
add(
    "owner-custom",
    "The owner Custom is accepted, as in other operations. (awslabs/aws-codepipeline-plugin-for-jenkins#14 "
    "has such an action type.)",
    "owner: There are two valid values: AWS and ThirdParty.",
    lambda: f.overlook("owner", "pattern", f.matches("Custom")),
)
add(
    "provider-any-length",
    "A provider of more than 35 characters is looked up.",
    "provider: length up to 35",
    lambda: f.overlook("provider", "max"),
)
add(
    "version-ignored",
    "Whatever the version, the first one of the provider is answered.",
    "actionType: The action type information for the requested action type, such as the action type ID.",
    lambda: f.params(_any_version),
)
add(
    "not-available-code",
    "An action type that there is not is an InvalidActionDeclarationException, as in CreatePipeline. "
    "(hashicorp/terraform-provider-aws#4667)",
    NO_ACTION_TYPE,
    lambda: f.error_for("ActionTypeNotFoundException", code="InvalidActionDeclarationException"),
)
add(
    "not-found-is-empty",
    "An action type that there is not is answered with an empty output.",
    NO_ACTION_TYPE,
    lambda: f.http(_nothing_found, errors_only=True),
)
add(
    "zeros-left-out",
    "Numbers of artifacts that are 0 are left out, as Go's omitempty does.",
    "ActionTypeArtifactDetails: required minimumCount, maximumCount",
    lambda: _action(_without_zeros),
)
add(
    "required-for-optional",
    "`optional` of a property is what `required` of a custom action type is.",
    "An action type can have up to one queryable property. If it has one, that property must be both "
    "required and not secret.",
    lambda: _action(_required_for_optional),
)
add(
    "both-configurations",
    "Both configurations of an executor are answered, and the other one is empty.",
    "LambdaExecutorConfiguration: required lambdaFunctionArn",
    lambda: _action(_both_configurations),
)
add(
    "executor-type-upper",
    "The type of the executor is in upper case, as constants of a program.",
    "type: The integration model used to create and update the action type, Lambda or JobWorker.",
    lambda: _in_executor("type", str.upper),
)
add(
    "timeout-milliseconds",
    "jobTimeout is in milliseconds.",
    "jobTimeout: The timeout in seconds for the job. Up to 43200.",
    lambda: _in_executor("jobTimeout", lambda seconds: seconds * 1000),
)
add(
    "one-account-no-list",
    "One allowed account is no list, as in policies of IAM.",
    "allowedAccounts: A list of Amazon Web Services account IDs with access to use the action type",
    lambda: _action(_one_account),
)

# ec2.DescribeReservedInstances

add = in_operation("ec2.DescribeReservedInstances")
SET = "ReservedInstances"
ALL = "Default: Describes all your Reserved Instances, or only those otherwise specified."
AND = (
    "If you specify multiple filters, the filters are joined with an AND, and the request returns only "
    "results that match all of the specified filters."
)
OR = (
    "If you specify multiple values for a filter, the values are joined with an OR, and the request returns "
    "all results that match any of the specified values."
)


def _only(test: Callable[[Item, Params], bool]) -> Hooks:
    return f.answer(
        lambda output, params, page: output | {SET: [one for one in output[SET] if test(one, params)]}
    )


def _filtered(change: Callable[[list[Item]], list[Item]]) -> Hooks:
    def changed(params: Params) -> Params:
        return params | {"Filters": change(params["Filters"])} if "Filters" in params else params

    return f.params(changed)


def _without_filter(name: str) -> Hooks:
    return _filtered(lambda filters: [one for one in filters if one["Name"] != name])


def _any_filter(output: Output, params: Params, page: Page | None) -> Output:
    filters = params.get("Filters", [])
    chosen = chosen_reservations(params)
    return {SET: [one for one in chosen if not filters or any(reservation_passes(one, by) for by in filters)]}


def _any_case(filters: list[Item]) -> list[Item]:
    known: dict[str, set[str]] = {}
    for by in filters:
        known[by["Name"]] = {text for one in RESERVATIONS for text in reservation_values(one, by["Name"])}

    def spelled(by: Item, value: str) -> list[str]:
        return [text for text in known[by["Name"]] if text.lower() == value.lower()] or [value]

    return [by | {"Values": [text for one in by["Values"] for text in spelled(by, one)]} for by in filters]


def _other_values(names: tuple[str, ...], function: Callable[[str], str]) -> Hooks:
    return _filtered(
        lambda filters: [
            one | {"Values": [function(text) for text in one["Values"]]} if one["Name"] in names else one
            for one in filters
        ]
    )


def _other_time(text: str) -> str:
    return text.replace(".000Z", "Z") if text.endswith(".000Z") else text.replace("Z", ".000Z")


def _any_value(filters: list[Item]) -> list[Item]:
    return [one | {"Values": ["*"]} if one["Name"].startswith("tag:") else one for one in filters]


def _no_usage_price(params: Params) -> Params:
    if any(one["Name"] == "usage-price" for one in params.get("Filters", [])):
        raise Refused(Refusal("InvalidParameterValue", "The filter 'usage-price' is invalid"))
    return params


add(
    "regional-missing",
    "Reserved Instances whose scope is a Region are not described. (aws/aws-sdk-net#483, aws/aws-cli#2319)",
    ALL,
    lambda: _only(lambda one, params: one["Scope"] != "Region"),
)
add(
    "queued-missing",
    "Reserved Instances in a state that is not a value of the filter `state` are not described.",
    ALL,
    lambda: _only(lambda one, params: not one["State"].startswith("queued")),
)
add(
    "offering-type-ignored",
    "OfferingType is ignored. (flexera-public/right_aws#151)",
    "OfferingType: The Reserved Instance offering type.",
    lambda: f.drop("OfferingType"),
)
add(
    "legacy-types-refused",
    "The offering types of before 2014 are refused.",
    "OfferingType: Heavy Utilization | Medium Utilization | Light Utilization | No Upfront | Partial "
    "Upfront | All Upfront",
    lambda: f.demand("OfferingType", lambda value: value.endswith(" Utilization")),
)
add(
    "first-id-only",
    "Only the first one of ReservedInstancesIds is looked at.",
    "ReservedInstancesIds: One or more Reserved Instance IDs.",
    lambda: f.params(
        lambda params: (
            params
            | ({"ReservedInstancesIds": ids[:1]} if (ids := params.get("ReservedInstancesIds")) else {})
        )
    ),
)
add(
    "zone-filter-ignored",
    "The filter availability-zone is ignored. (floci-io/floci#2542)",
    "availability-zone - The Availability Zone where the Reserved Instance can be used.",
    lambda: _without_filter("availability-zone"),
)
add(
    "filters-or",
    "One of several filters is enough.",
    AND,
    lambda: f.answer(_any_filter),
)
add(
    "first-value-only",
    "Only the first value of a filter is looked at.",
    OR,
    lambda: _filtered(lambda filters: [one | {"Values": one["Values"][:1]} for one in filters]),
)
add(
    "values-any-case",
    "The case of letters in values of filters does not matter.",
    "Filter values are case-sensitive.",
    lambda: _filtered(_any_case),
)
add(
    "times-without-milliseconds",
    "Values of `start` and `end` are compared with times that have no milliseconds, so the documented form "
    "finds nothing. (aws/aws-cli#5869 has a filter that works.)",
    "end - The time when the Reserved Instance expires (for example, 2015-08-07T11:54:42.000Z).",
    lambda: _other_values(("start", "end"), _other_time),
)
add(
    "usage-price-unknown",
    "The filter usage-price is refused. (Like getmoto/moto#581 for others.)",
    "usage-price - The usage price of the Reserved Instance, per hour (for example, 0.84).",
    lambda: f.params(_no_usage_price),
)
add(
    "tag-any-value",
    "tag:key finds what has the key, whatever the value is.",
    "Use the tag key in the filter name and the tag value as the filter value.",
    lambda: _filtered(_any_value),
)
add(
    "dry-run-ignored",
    "DryRun is ignored.",
    "If you have the required permissions, the error response is DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "class-capital",
    "The offering class is Standard or Convertible, as in the text of the documentation.",
    "OfferingClassType: standard | convertible",
    lambda: f.each(SET, lambda one: one | {"OfferingClass": one["OfferingClass"].title()}),
)
add(
    "duration-years",
    "The duration is in years, as the console shows it.",
    "duration: The duration of the Reserved Instance, in seconds.",
    lambda: f.each(SET, lambda one: one | {"Duration": one["Duration"] // 31536000}),
)
add(
    "tags-element",
    "Tags are in an element `tags`, which no client reads.",
    "Tags: name tagSet",
    lambda: f.http(f.substitute(b"(</?)tagSet>", rb"\1tags>")),
)

# transfer.ListUsers

add = in_operation("transfer.ListUsers")
NO_SERVER = (
    "ResourceNotFoundException: This exception is thrown when a resource is not found by the Amazon Web "
    "Services Transfer Family service. Required: Message, Resource, ResourceType"
)
MORE = (
    "If there are additional results from the ListUsers call, a NextToken parameter is returned in the "
    "output."
)


def _empty_for_unknown(reply: Reply, params: Params) -> Reply:
    if reply.status < 400 or b"ResourceNotFound" not in reply.body:
        return reply
    body = json.dumps({"ServerId": params["ServerId"], "Users": []}).encode()
    return replace(reply, status=200, body=body)


def _crash_for_unknown(params: Params) -> Params:
    if params["ServerId"] not in USERS:
        raise KeyError(params["ServerId"])
    return params


def _any_server() -> Hooks:
    return Hooks(excuse=lambda one, params: one.member == "ServerId" and one.kind != "required")


def _of_server(one: Item) -> Item:
    return one | {"Arn": one["Arn"].rpartition("/")[0].replace(":user/", ":server/")}


def _no_slash(one: Item) -> Item:
    return one | ({"HomeDirectory": one["HomeDirectory"].lstrip("/")} if "HomeDirectory" in one else {})


def _token_on_full_page() -> Hooks:
    def answer(output: Output, params: Params, page: Page | None) -> Output:
        full = page is not None and len(page.items) == params.get("MaxResults")
        return output | ({"NextToken": "ZnVsbA"} if full and "NextToken" not in output else {})

    return Hooks(answer=answer, position=lambda token, params: 10**6 if token == "ZnVsbA" else None)


add(
    "unknown-server-empty",
    "A server that there is not has no users.",
    NO_SERVER,
    lambda: f.replies(_empty_for_unknown),
)
add(
    "unknown-server-500",
    "A server that there is not is answered with 500, since the error is made and not raised. "
    "(getmoto/moto#10140)",
    NO_SERVER,
    lambda: f.params(_crash_for_unknown),
)
add(
    "server-not-found-code",
    "A server that there is not is a ServerNotFound. (getmoto/moto#7891)",
    NO_SERVER,
    lambda: f.error_for("ResourceNotFoundException", code="ServerNotFound"),
)
add(
    "error-without-resource",
    "ResourceNotFoundException has a message only.",
    NO_SERVER,
    lambda: f.error_for("ResourceNotFoundException", extra={}),
)
add(
    "server-id-any-form",
    "A ServerId of another form is looked up.",
    "ServerId: s-([0-9a-f]{17})",
    _any_server,
)
add(
    "arn-of-server",
    "The ARN of each user is that of the server. (Like getmoto/moto#9787, which mends wrong ARNs.)",
    "Arn: Provides the unique Amazon Resource Name (ARN) for the user that you want to learn about.",
    lambda: f.each("Users", _of_server),
)
add(
    "home-without-slash",
    "HomeDirectory begins with the name of the bucket.",
    "HomeDirectory: (|/.*). A HomeDirectory example is /bucket_name/home/mydirectory.",
    lambda: f.each("Users", _no_slash),
)
add(
    "key-count-text",
    "SshPublicKeyCount is text.",
    "SshPublicKeyCount: type integer",
    lambda: f.each("Users", lambda one: one | {"SshPublicKeyCount": Raw(str(one["SshPublicKeyCount"]))}),
)
add(
    "no-token",
    "MaxResults cuts the list, and there is no NextToken. (Like aws/aws-cli#169.)",
    MORE,
    lambda: Hooks(page=lambda page, params: replace(page, token=None)),
)
add(
    "token-on-full-page",
    "A last page that is full has a token, which leads to an empty page. (getmoto/moto#9922)",
    MORE,
    _token_on_full_page,
)
add(
    "max-results-100",
    "MaxResults above 100 is refused.",
    "MaxResults: 1 to 1000",
    lambda: f.demand("MaxResults", lambda value: isinstance(value, int) and value > 100),
)
add(
    "max-results-zero",
    "MaxResults 0 is answered with no users.",
    "MaxResults: 1 to 1000",
    lambda: f.overlook("MaxResults", "min"),
)
add(
    "any-token",
    "A token that nobody issued leads to the first page.",
    "InvalidNextTokenException: The NextToken parameter that was passed is invalid.",
    lambda: f.any_token("NextToken"),
)
add(
    "token-code",
    "A token that nobody issued is an InvalidRequestException.",
    "InvalidNextTokenException: The NextToken parameter that was passed is invalid.",
    lambda: f.error_for("InvalidNextTokenException", code="InvalidRequestException"),
)
add(
    "server-id-on-first-page",
    "Pages after the first have no ServerId.",
    "ListUsersResponse: required ServerId, Users",
    lambda: f.second_page(lambda output: f.lacking(output, "ServerId")),
)

# lightsail.GetRelationalDatabaseBlueprints

add = in_operation("lightsail.GetRelationalDatabaseBlueprints")
LAST = "A next page token is not returned if there are no more results to display."
NEXT = (
    "To get the next page of results, perform another GetRelationalDatabaseBlueprints request and specify "
    "the next page token using the pageToken parameter."
)
INVALID = (
    "InvalidInputException: Lightsail throws this exception when user input does not conform to the "
    "validation rules of an input field."
)


def _blueprints(function: Callable[[Item], Item]) -> Hooks:
    return f.each("blueprints", function)


add(
    "empty-last-token",
    "The last page has an empty token. (Like googleapis/google-cloud-cpp#6635.)",
    LAST,
    lambda: f.empty_token("nextPageToken"),
)
add(
    "page-token-ignored",
    "pageToken is ignored: each page is the first.",
    NEXT,
    lambda: Hooks(position=lambda token, params: 0),
)
add(
    "next-token-name",
    "The token of the next page is called nextToken, as in other services.",
    "nextPageToken: The token to advance to the next page of results from your request.",
    lambda: f.http(f.substitute(b'"nextPageToken"', b'"nextToken"')),
)
add(
    "repeats-at-border",
    "The last entry of a page is the first of the next one as well.",
    "nextPageToken: The token to advance to the next page of results from your request.",
    f.doubles_at_border,
)
add(
    "invalid-token-500",
    "A token that nobody issued is a ServiceException with status 500.",
    INVALID,
    lambda: f.error_for("InvalidInputException", code="ServiceException", status=500, sender=False),
)
add(
    "engine-name",
    "The engine is MySQL, as its description says.",
    "engine: mysql",
    lambda: _blueprints(f.put(engine="MySQL")),
)
add(
    "version-number",
    "An engine version is a number.",
    "engineVersion: type string. The database engine version for the database blueprint (for example, "
    "5.7.23).",
    lambda: _blueprints(
        lambda one: one | {"engineVersion": Raw(float(one["engineVersion"].rpartition(".")[0]))}
    ),
)
add(
    "default-text",
    "isEngineDefault is text.",
    "isEngineDefault: A Boolean value indicating whether the engine version is the default",
    lambda: _blueprints(
        lambda one: one | {"isEngineDefault": Raw("true" if one["isEngineDefault"] else "false")}
    ),
)
add(
    "id-of-engine",
    "The ID of each blueprint is that of the engine, without a version.",
    "blueprintId: The ID for the database blueprint.",
    lambda: _blueprints(f.put(blueprintId="mysql")),
)

# opensearch.GetDefaultApplicationSetting

add = in_operation("opensearch.GetDefaultApplicationSetting")
CURRENT = "Gets the ARN of the current default application."
NOT_SET = "If the default application isn't set, the operation returns a resource not found error."
GONE = f"{NOT_SET} ResourceNotFoundException: HTTP status code 409"
LONG = "applicationArn: length from 20 to 2048"


def _arn(value: Any) -> Hooks:
    return f.answers(lambda output: {"applicationArn": value})


def _refused(refusal: Refusal) -> Hooks:
    def answer(output: Output, params: Params, page: Page | None) -> Output:
        raise Refused(refusal)

    return Hooks(answer=answer)


def _body(value: Any) -> Hooks:
    return f.http(lambda reply: replace(reply, body=json.dumps(value).encode()))


def _read_once() -> Hooks:
    read: list[bool] = []

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        if read:
            raise Refused(NO_APPLICATION)
        read.append(True)
        return output

    return Hooks(answer=answer)


add(
    "not-set-empty",
    "There is no default application, which is answered with an empty output.",
    NOT_SET,
    lambda: f.answers(lambda output: {}),
)
add(
    "not-set-empty-arn",
    "There is no default application, which is answered with an empty ARN.",
    f"{NOT_SET} {LONG}",
    lambda: _arn(""),
)
add(
    "not-set-404",
    "There is no default application, which is answered with status 404. (AWS answers 409: "
    "hashicorp/terraform-provider-aws#44599)",
    GONE,
    lambda: _refused(replace(NO_APPLICATION, status=404)),
)
add(
    "not-set-validation",
    "There is no default application, which is a ValidationException.",
    NOT_SET,
    lambda: _refused(Refusal("ValidationException", NO_APPLICATION.message)),
)
add(
    "id-for-arn",
    "The ID of the application stands in the place of its ARN. (Like anomalyco/sst#5811, the other way.)",
    f"{CURRENT} {LONG}",
    lambda: _arn(APPLICATION.rpartition("/")[2][:12]),
)
add(
    "name-capital",
    "The member is called ApplicationArn, as members of other operations are.",
    "GetDefaultApplicationSettingResponse: applicationArn",
    lambda: f.http(f.substitute(b"applicationArn", b"ApplicationArn")),
)
add(
    "wrapped",
    "The answer is in a member `defaultApplicationSetting`.",
    "GetDefaultApplicationSettingResponse: applicationArn",
    lambda: _body({"defaultApplicationSetting": {"applicationArn": APPLICATION}}),
)
add(
    "arn-object",
    "The ARN is an object of its parts.",
    "applicationArn: type string",
    lambda: _arn(Raw({"region": "us-east-1", "account": ACCOUNT, "arn": APPLICATION})),
)
add(
    "another-each-time",
    "Each call makes an application and answers its ARN.",
    CURRENT,
    lambda: f.answers(
        lambda output: {"applicationArn": APPLICATION.rpartition("/")[0] + f"/{uuid.uuid4().hex[:20]}"}
    ),
)
add(
    "read-once",
    "Whoever reads the default application removes it.",
    f"{CURRENT} To remove the default application, use PutDefaultApplicationSetting",
    _read_once,
)
add(
    "created-201",
    "The status of the answer is 201.",
    "HTTP status code 200",
    lambda: f.http(lambda reply: replace(reply, status=201)),
)

# cloudformation.ListStackSets

add = in_operation("cloudformation.ListStackSets")
SUMMARIES = "Summaries"
IN_ACCOUNT = (
    "If you set the CallAs parameter to SELF while signed in to your Amazon Web Services account, "
    "ListStackSets returns all self-managed StackSets in your Amazon Web Services account."
)
AS_DELEGATED = (
    "If you set the CallAs parameter to DELEGATED_ADMIN while signed in to your member account, "
    "ListStackSets returns all StackSets with service-managed permissions in the management account."
)


def _managed_text(one: Item) -> Item:
    return one | {"ManagedExecution": {"Active": Raw(str(one["ManagedExecution"]["Active"]))}}


def _checked_never(one: Item) -> Item:
    return {"LastDriftCheckTimestamp": BORN.replace(year=1970, month=1, day=1), **one}


def _day_first(one: Item) -> Item:
    time = one.get("LastDriftCheckTimestamp")
    return one | ({"LastDriftCheckTimestamp": Raw(time.strftime("%d/%m/%Y %H:%M"))} if time else {})


def _summary_elements() -> Hooks:
    names = (b"StackSetSummary", b"member")
    model = wire.operation_model("cloudformation.ListStackSets")
    assert model.output_shape.members[SUMMARIES].member.name == names[0].decode()
    pattern = rb"(</?)member>(?=<StackSetName>|</Summaries>|<member>)"
    return f.http(f.substitute(pattern, rb"\1" + names[0] + b">"))


add(
    "deleted-missing",
    "StackSets that were deleted are left out if no Status is given. (Like getmoto/moto#1968; "
    "rebuy-de/aws-nuke#488 shows that AWS has them.)",
    IN_ACCOUNT,
    lambda: f.params(lambda params: {"Status": "ACTIVE"} | params),
)
add(
    "status-ignored",
    "Status is ignored. (It is needed in "
    "aws-cloudformation/aws-cloudformation-resource-providers-cloudformation#74.)",
    "Status: The status of the StackSets that you want to get summary information about.",
    lambda: f.drop("Status"),
)
add(
    "call-as-ignored",
    "CallAs is ignored. (Like aws-cloudformation/rain#277.)",
    AS_DELEGATED,
    lambda: f.drop("CallAs"),
)
add(
    "delegated-by-default",
    "CallAs is DELEGATED_ADMIN if it is not given.",
    "By default, SELF is specified.",
    lambda: f.params(lambda params: {"CallAs": DELEGATED} | params),
)
add(
    "self-has-all",
    "SELF has the StackSets of the management account too.",
    IN_ACCOUNT,
    lambda: f.items(
        lambda items, params: (
            items
            if params.get("CallAs") == DELEGATED
            else [
                *items,
                *[one for one in STACK_SETS[DELEGATED] if params.get("Status") in (None, one["Status"])],
            ]
        )
    ),
)
add(
    "status-any-case",
    "The case of letters in Status does not matter.",
    "Status: ACTIVE | DELETED",
    lambda: f.change("Status", lambda value: value.upper()),
)
add(
    "max-results-101",
    "MaxResults above 100 means 100.",
    "MaxResults: 1 to 100",
    lambda: f.overlook("MaxResults", "max"),
)
add(
    "one-page",
    "MaxResults is ignored.",
    "MaxResults: The maximum number of results to be returned with a single call.",
    lambda: Hooks(limit=lambda limit, params: 100),
)
add(
    "empty-next-token",
    "The last page has an empty NextToken. (Like EC2 in smithy-lang/smithy-rs#1054.)",
    "If the request returns all results, NextToken is set to null.",
    lambda: f.empty_token("NextToken"),
)
add(
    "any-token",
    "A token that nobody issued leads to the first page.",
    "NextToken: The token for the next set of items to return. (You received this token from a previous "
    "call.)",
    lambda: f.any_token("NextToken"),
)
add(
    "managed-text",
    "Active is True or False, as Python writes it.",
    "Active: type boolean. When true, CloudFormation performs non-conflicting operations concurrently",
    lambda: f.each(SUMMARIES, _managed_text),
)
add(
    "never-checked-1970",
    "A StackSet that was not checked for drift has a time of 1970.",
    "LastDriftCheckTimestamp: This value will be NULL for any StackSet that drift detection hasn't yet been "
    "performed on.",
    lambda: f.each(SUMMARIES, _checked_never),
)
add(
    "time-local-form",
    "LastDriftCheckTimestamp has the form of day, month and year.",
    "LastDriftCheckTimestamp: type timestamp",
    lambda: f.each(SUMMARIES, _day_first),
)
add(
    "description-empty",
    "A StackSet without a description has an empty one.",
    "Description: length from 1 to 1024",
    lambda: f.each(SUMMARIES, lambda one: {"Description": "", **one}),
)
add(
    "summary-elements",
    "Entries of Summaries are in elements StackSetSummary, which no client reads.",
    "Summaries: A list of StackSetSummary structures (members of a list are `member` in this protocol)",
    _summary_elements,
)
