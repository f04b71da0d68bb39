"""The mistakes of part X of the set `eighth`. Some were made by real servers, whose issues are named."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .eighth_x_operations import (
    ASCENDING,
    EMPTY_DOMAIN,
    GROUPS,
    MANAGED,
    NEW_CONFIG,
    NO_AUTHORIZER,
    POLICIES,
    SANDBOXES,
    TABLES,
    group_passes,
)
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply

# dms.DescribeReplicationTableStatistics

add = in_operation("dms.DescribeReplicationTableStatistics")
TABLE_SET = "ReplicationTableStatistics"
BEYOND = "If this parameter is specified, the response includes only records beyond the marker."
MORE = "If more records exist than the specified MaxRecords value, a marker is included in the response."


def _config_or_new(params: Params) -> Params:
    known = params["ReplicationConfigArn"] in TABLES
    return params | ({} if known else {"ReplicationConfigArn": NEW_CONFIG})


def _filters(change: Callable[[list[Item]], list[Item]]) -> Hooks:
    """Filters are others, after the constraints are checked."""

    def changed(params: Params) -> Params:
        return params | {"Filters": change(params["Filters"])} if "Filters" in params else params

    return f.params(changed)


def _numbers_as_text(one: Item) -> Item:
    counts = ("Inserts", "Deletes", "Updates", "Ddls", "FullLoadRows")
    return one | {name: Raw(str(one[name])) for name in counts}


def _times_as_text(one: Item) -> Item:
    times = [name for name in one if name.endswith("Time")]
    return one | {name: Raw(one[name].isoformat()) for name in times}


add(
    "marker-ignored",
    "Marker has no effect: every page is the first one. (Like getmoto/moto#5575.)",
    BEYOND,
    lambda: Hooks(position=lambda marker, params: 0),
)
add(
    "marker-inclusive",
    "A page begins with the last record of the page before.",
    BEYOND,
    f.doubles_at_border,
)
add(
    "marker-on-last-page",
    "The last page has a Marker, which leads to an empty page.",
    MORE,
    lambda: f.token_on_last_page("Marker"),
)
add(
    "max-records-ignored",
    "All records are on one page. (Like floci-io/floci#3630)",
    "MaxRecords: The maximum number of records to include in the response.",
    lambda: Hooks(limit=lambda limit, params: 10**6),
)
add(
    "unknown-config-empty",
    "A replication config that there is not has no tables. (Like faiscadev/fakecloud#2116)",
    "ResourceNotFoundFault: The resource could not be found.",
    lambda: f.params(_config_or_new),
)
add(
    "not-found-exception",
    "A replication config that there is not is a ResourceNotFoundException, as in other services.",
    "ResourceNotFoundFault: The resource could not be found.",
    lambda: f.error_for("ResourceNotFoundFault", code="ResourceNotFoundException"),
)
add(
    "filters-ignored",
    "Filters are checked, and then ignored. (Like faiscadev/fakecloud#2116)",
    "Filters applied to the replication table statistics.",
    lambda: f.drop("Filters"),
)
add(
    "last-filter-only",
    "Of several filters only the last one is applied.",
    "Filters applied to the replication table statistics.",
    lambda: _filters(lambda filters: filters[-1:]),
)
add(
    "first-value-only",
    "Only the first value of a filter is looked at.",
    "Values: The filter value, which can specify one or more values used to narrow the returned results.",
    lambda: _filters(lambda filters: [one | {"Values": one["Values"][:1]} for one in filters]),
)
add(
    "values-not-required",
    "A filter without Values is accepted, and finds nothing.",
    "Filter: required Name, Values",
    lambda: f.overlook(r"Filters\.\d+\.member\.Values", "required"),
)
add(
    "state-as-constant",
    "TableState is in the form of a constant, as TABLE_COMPLETED.",
    "Valid states: Table does not exist | Before load | Full load | Table completed | Table cancelled | "
    "Table error | Table is being reloaded",
    lambda: f.each(TABLE_SET, lambda one: one | {"TableState": one["TableState"].upper().replace(" ", "_")}),
)
add(
    "times-as-text",
    "Times are text in ISO 8601. (Like getmoto/moto#9763)",
    "FullLoadStartTime: type timestamp, in JSON a number of seconds",
    lambda: f.each(TABLE_SET, _times_as_text),
)
add(
    "counts-as-text",
    "Counts of rows are text, as databases with large numbers write them.",
    "Inserts: type long. The number of insert actions performed on a table.",
    lambda: f.each(TABLE_SET, _numbers_as_text),
)

# codebuild.ListSandboxes

add = in_operation("codebuild.ListSandboxes")
ORDER = "sortOrder: The order in which sandbox records should be retrieved."
TOKEN = "nextToken: You will get this value from previous execution of list sandboxes."
SIZE = "maxResults: from 1 to 100"


def _order_of_page() -> Hooks:
    """The list is in one order, and each page is turned."""

    def page(page: Page, params: Params) -> Page:
        turned = params.get("sortOrder") == ASCENDING
        return replace(page, items=page.items[::-1]) if turned else page

    return Hooks(items=lambda items, params: SANDBOXES[::-1], page=page)


add(
    "order-ignored",
    "sortOrder is ignored.",
    ORDER,
    lambda: f.drop("sortOrder"),
)
add("order-of-page", "Only the entries of each page are sorted.", ORDER, _order_of_page)
add(
    "order-any-case",
    "sortOrder is accepted in lower case.",
    "sortOrder: ASCENDING | DESCENDING",
    lambda: f.change("sortOrder", lambda value: value.upper() if isinstance(value, str) else value),
)
add("zero-accepted", "maxResults may be 0.", SIZE, lambda: f.overlook("maxResults", "min"))
add("more-than-100", "maxResults above 100 is cut to 100.", SIZE, lambda: f.overlook("maxResults", "max"))
add(
    "text-accepted",
    "maxResults may be text.",
    "maxResults: type integer",
    lambda: f.change("maxResults", f.number_of),
)
add(
    "objects-for-ids",
    "ids has objects with an id each, as BatchGetSandboxes has.",
    "ids: a list of NonEmptyString",
    lambda: f.answers(lambda output: output | {"ids": [{"id": one} for one in output["ids"]]}),
)
add(
    "any-token",
    "A token that nobody issued leads to the first page.",
    TOKEN,
    lambda: f.any_token("nextToken"),
)
add(
    "one-cursor",
    "The server has one cursor for all callers.",
    "nextToken: The next token, if any, to get paginated results.",
    lambda: f.one_cursor("nextToken"),
)
add(
    "last-token-empty",
    "The last page has an empty nextToken. (Like the one of aws/aws-sdk-java-v2#931)",
    "nextToken: The next token, if any, to get paginated results.",
    lambda: f.empty_token("nextToken"),
)
add(
    "validation-exception",
    "Input that is not valid is a ValidationException.",
    "InvalidInputException: The input value that was provided is not valid.",
    lambda: f.errors(code="ValidationException"),
)
add("lost-at-border", "The first sandbox of each page but the first is lost.", TOKEN, f.loses_at_border)

# iot.DescribeDefaultAuthorizer

add = in_operation("iot.DescribeDefaultAuthorizer")
DESCRIPTION = "authorizerDescription: The default authorizer's description."
DATE = "creationDate: The UNIX timestamp of when the authorizer was created."


def _authorizer(**changes: Callable[[Any], Any]) -> Hooks:
    """Members of the authorizer are changed."""

    def change(output: Output) -> Output:
        one = output["authorizerDescription"]
        return {"authorizerDescription": one | {name: new(one[name]) for name, new in changes.items()}}

    return f.answers(change)


def _in_json(one: Item) -> Item:
    """An authorizer under a name that the model does not have, as JSON has it."""
    return {name: value.timestamp() if isinstance(value, datetime) else value for name, value in one.items()}


def _never_set(output: Output, params: Params, page: Page | None) -> Output:
    raise Refused(NO_AUTHORIZER)


add(
    "default-lost",
    "The default authorizer is not found, as the server keeps none. (Like localstack/localstack#9422, "
    "which has no authorizers.)",
    "Describes the default authorizer.",
    lambda: f.answer(_never_set),
)
add(
    "not-wrapped",
    "The members of the description are members of the answer.",
    DESCRIPTION,
    lambda: f.answers(lambda output: _in_json(output["authorizerDescription"])),
)
add(
    "other-wrapper",
    "The description is in a member `authorizer`.",
    DESCRIPTION,
    lambda: f.answers(lambda output: {"authorizer": _in_json(output["authorizerDescription"])}),
)
add(
    "dates-as-text",
    "Dates are text in ISO 8601. (Like localstack/localstack#511 and getmoto/moto#9763)",
    DATE,
    lambda: _authorizer(
        creationDate=lambda date: Raw(date.isoformat()), lastModifiedDate=lambda date: Raw(date.isoformat())
    ),
)
add(
    "dates-in-milliseconds",
    "Dates are in milliseconds, as Java has them.",
    DATE,
    lambda: _authorizer(
        creationDate=lambda date: Raw(int(date.timestamp() * 1000)),
        lastModifiedDate=lambda date: Raw(int(date.timestamp() * 1000)),
    ),
)
add(
    "status-enabled",
    "The status is ENABLED.",
    "status: ACTIVE | INACTIVE",
    lambda: _authorizer(status=lambda status: "ENABLED"),
)
add(
    "signing-as-text",
    "signingDisabled is text. (hashicorp/terraform-provider-awscc#1543 has trouble with this member.)",
    "signingDisabled: type boolean",
    lambda: _authorizer(signingDisabled=lambda value: Raw(str(value).lower())),
)
add(
    "keys-as-list",
    "The public keys are a list of names and keys.",
    "tokenSigningPublicKeys: a map of KeyName to KeyValue",
    lambda: _authorizer(
        tokenSigningPublicKeys=lambda keys: Raw([{"keyName": name, "key": keys[name]} for name in keys])
    ),
)
add(
    "name-is-arn",
    "authorizerName is the ARN.",
    r"authorizerName: pattern [\w=,@-]+",
    lambda: _authorizer(
        authorizerName=lambda name: f"arn:aws:iot:us-east-1:123456789012:authorizer/{name}",
    ),
)
add(
    "function-name",
    "authorizerFunctionArn is the name of the function.",
    "authorizerFunctionArn: The authorizer's Lambda function ARN.",
    lambda: _authorizer(authorizerFunctionArn=lambda arn: arn.rpartition(":")[2]),
)
add(
    "caching-seconds",
    "enableCachingForHttp is the number of seconds of refreshAfterInSeconds.",
    "enableCachingForHttp: type boolean",
    lambda: _authorizer(enableCachingForHttp=lambda value: Raw(300)),
)
add(
    "key-name-as-header",
    "tokenKeyName has the colon of a header.",
    "tokenKeyName: pattern [a-zA-Z0-9_-]+",
    lambda: _authorizer(tokenKeyName=lambda name: f"{name}:"),
)

# ec2.SearchTransitGatewayMulticastGroups

add = in_operation("ec2.SearchTransitGatewayMulticastGroups")
GROUP_SET = "MulticastGroups"
SEARCH = "Searches one or more transit gateway multicast groups and returns the group membership information."
OR = (
    "If you specify multiple values for a filter, the values are joined with an OR, and the request returns "
    "all results that match any of the specified values."
)


def _without_filter(name: str) -> Hooks:
    return _filters(lambda filters: [one for one in filters if one["Name"] != name])


def _domain_or_empty(params: Params) -> Params:
    known = params["TransitGatewayMulticastDomainId"] in GROUPS
    return params | ({} if known else {"TransitGatewayMulticastDomainId": EMPTY_DOMAIN})


def _of_all_domains(groups: list[Item], params: Params) -> list[Item]:
    everything = [one for known in GROUPS.values() for one in known]
    return [one for one in everything if all(group_passes(one, by) for by in params.get("Filters", []))]


def _lower_values(filters: list[Item]) -> list[Item]:
    return [one | {"Values": [text.lower() for text in one["Values"]]} for one in filters]


def _lower_names(filters: Any) -> Any:
    if not isinstance(filters, list):
        return filters
    return [
        one | {"Name": str(one["Name"]).lower()} if isinstance(one, dict) and "Name" in one else one
        for one in filters
    ]


def _source_is_member(filters: list[Item]) -> list[Item]:
    return [one | {"Name": "member-type"} if one["Name"] == "source-type" else one for one in filters]


def _no_attachment(params: Params) -> Params:
    if any(one["Name"] == "transit-gateway-attachment-id" for one in params.get("Filters", [])):
        raise Refused(
            Refusal("InvalidParameterValue", "The filter 'transit-gateway-attachment-id' is invalid")
        )
    return params


add(
    "dry-run-ignored",
    "DryRun is ignored. (getmoto/moto#1980)",
    "If you have the required permissions, the error response is DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "sources-missing",
    "What is only a source of a group is not found. (hashicorp/terraform-provider-aws#25991 does not find "
    "sources and members.)",
    SEARCH,
    lambda: f.items(lambda groups, params: [one for one in groups if one["GroupMember"]]),
)
add(
    "source-filter-ignored",
    "The filter is-group-source is ignored. (Like floci-io/floci#3820 and localstack/localstack#6055)",
    "is-group-source - The resource is a group source. Valid values are true | false.",
    lambda: _without_filter("is-group-source"),
)
add(
    "source-type-of-member",
    "The filter source-type looks at the type of members.",
    "source-type - The source type. Valid values are igmp | static.",
    lambda: _filters(_source_is_member),
)
add(
    "attachment-unknown",
    "The filter transit-gateway-attachment-id is refused. (Like getmoto/moto#581 for others.)",
    "transit-gateway-attachment-id - The id of the transit gateway attachment.",
    lambda: f.params(_no_attachment),
)
add(
    "first-value-only",
    "Only the first value of a filter is looked at.",
    OR,
    lambda: _filters(lambda filters: [one | {"Values": one["Values"][:1]} for one in filters]),
)
add(
    "values-any-case",
    "The case of letters in values of filters does not matter.",
    "Filter values are case-sensitive.",
    lambda: _filters(_lower_values),
)
add(
    "names-any-case",
    "The case of letters in names of filters does not matter.",
    "Filter names are case-sensitive.",
    lambda: f.change("Filters", _lower_names),
)
add(
    "unknown-domain-empty",
    "A domain that there is not has no groups.",
    "TransitGatewayMulticastDomainId: The ID of the transit gateway multicast domain.",
    lambda: f.params(_domain_or_empty),
)
add(
    "all-domains",
    "Groups of other domains are found too.",
    "TransitGatewayMulticastDomainId: The ID of the transit gateway multicast domain.",
    lambda: f.items(_of_all_domains),
)
add(
    "small-pages",
    "MaxResults may be less than 5.",
    "MaxResults: from 5 to 1000",
    lambda: f.overlook("MaxResults", "min"),
)
add(
    "token-on-last-page",
    "The last page has a nextToken, which leads to an empty page. (Like getmoto/moto#9923)",
    "NextToken: This value is null when there are no more results to return.",
    lambda: f.token_on_last_page("NextToken"),
)
add(
    "group-set",
    "The groups are in an element `multicastGroupSet`, as most lists of EC2.",
    "MulticastGroups: name multicastGroups",
    lambda: f.http(f.substitute(rb"(</?)multicastGroups", rb"\1multicastGroupSet")),
)

# cloudfront.ListStreamingDistributions

add = in_operation("cloudfront.ListStreamingDistributions")
AFTER = (
    "NextMarker: the value you can use for the Marker request parameter to continue listing your RTMP "
    "distributions where they left off."
)
REQUIRED = "StreamingDistributionList: required Marker, MaxItems, IsTruncated, Quantity"


def _in_result(reply: Reply) -> Reply:
    if reply.status != 200:
        return reply
    opened = rb"<ListStreamingDistributionsResult\1><StreamingDistributionList>"
    body = re.sub(rb"<StreamingDistributionList( xmlns=[^>]*)>", opened, reply.body)
    return replace(reply, body=body + b"</ListStreamingDistributionsResult>")


def _no_number(params: Params) -> bool:
    return not re.fullmatch("[0-9]+", params.get("MaxItems", "1"))


def _no_empty_identity(one: Item) -> Item:
    return one | {"S3Origin": {name: text for name, text in one["S3Origin"].items() if text}}


add(
    "root-result",
    "The root of the answer is ListStreamingDistributionsResult, and the list is in it. "
    "(Like floci-io/floci#1148)",
    "ListStreamingDistributionsResult: payload StreamingDistributionList",
    lambda: f.http(_in_result),
)
add(
    "marker-ignored",
    "Marker has no effect: every page is the first one. (Like getmoto/moto#5575, which uses no marker.)",
    AFTER,
    lambda: Hooks(position=lambda marker, params: 0),
)
add(
    "disabled-missing",
    "Distributions that are disabled are not listed. (Like what aws/aws-cli#6410 reports.)",
    "Items: one StreamingDistributionSummary element for each distribution that was created by the current "
    "Amazon Web Services account.",
    lambda: f.items(lambda found, params: [one for one in found if one["Enabled"]]),
)
add(
    "never-truncated",
    "IsTruncated is false on every page.",
    "IsTruncated: A flag that indicates whether more streaming distributions remain to be listed.",
    lambda: f.answers(lambda output: output | {"IsTruncated": False}),
)
add(
    "no-next-marker",
    "NextMarker is missing where more distributions remain, as S3 does it without a delimiter. "
    "(aws/aws-sdk-js#161)",
    "NextMarker: If IsTruncated is true, this element is present.",
    lambda: f.answers(lambda output: f.lacking(output, "NextMarker")),
)
add(
    "max-items-of-page",
    "MaxItems is the number of distributions on the page.",
    "MaxItems: The value you provided for the MaxItems request parameter.",
    lambda: f.answers(lambda output: output | {"MaxItems": output["Quantity"]}),
)
add(
    "marker-not-echoed",
    "Marker is left out of the answer.",
    REQUIRED,
    lambda: f.answers(lambda output: f.lacking(output, "Marker")),
)
add(
    "max-items-500",
    "A MaxItems that is no number is answered with 500.",
    "InvalidArgument: An argument is invalid.",
    lambda: f.crashes_if(_no_number),
)
add(
    "empty-identity-left-out",
    "An empty OriginAccessIdentity is left out.",
    "S3Origin: required DomainName, OriginAccessIdentity",
    lambda: f.each("Items", _no_empty_identity),
)
add(
    "signers-never-enabled",
    "Enabled of TrustedSigners is false, whatever signers there are.",
    "Enabled: This field is true if any of the Amazon Web Services accounts in the list are configured as "
    "trusted signers.",
    lambda: f.each("Items", lambda one: one | {"TrustedSigners": one["TrustedSigners"] | {"Enabled": False}}),
)
add(
    "aliases-quantity",
    "Quantity of Aliases is 0, whatever aliases there are.",
    "Quantity: The number of CNAME aliases, if any, that you want to associate with this distribution.",
    lambda: f.each("Items", lambda one: one | {"Aliases": one["Aliases"] | {"Quantity": 0}}),
)
add(
    "price-class-short",
    "PriceClass is without its prefix, as All.",
    "PriceClass: PriceClass_100 | PriceClass_200 | PriceClass_All | None",
    lambda: f.each("Items", lambda one: one | {"PriceClass": one["PriceClass"].removeprefix("PriceClass_")}),
)
add(
    "modified-http-date",
    "LastModifiedTime is a date of HTTP.",
    "LastModifiedTime: type timestamp, in XML a date and time of ISO 8601",
    lambda: f.each(
        "Items",
        lambda one: one | {"LastModifiedTime": Raw(format_datetime(one["LastModifiedTime"], usegmt=True))},
    ),
)

# config.GetCustomRulePolicy

add = in_operation("config.GetCustomRulePolicy")
NO_RULE = (
    "NoSuchConfigRuleException: The Config rule in the request is not valid. Verify that the rule is an "
    "Config Process Check rule, that the rule name is correct"
)
TEXT = "PolicyText: The policy definition containing the logic for your Config Custom Policy rule."
NAME = r"ConfigRuleName: length from 1 to 128, pattern .*\S.*"


def _text(function: Callable[[str], Any]) -> Hooks:
    return f.answers(lambda output: {"PolicyText": function(output["PolicyText"])})


def _no_policy(test: Callable[[str], bool]) -> Hooks:
    """Rules that are not valid have an empty policy if the test holds."""

    def params(params: Params) -> Params:
        name = params.get("ConfigRuleName", "")
        return params | ({"ConfigRuleName": "empty_one"} if name not in POLICIES and test(name) else {})

    return f.params(params)


def _any_case(name: str) -> str:
    return next((one for one in POLICIES if one.lower() == name.lower()), name)


def _named(function: Callable[[str], str]) -> Hooks:
    return f.params(
        lambda params: (
            params
            | ({"ConfigRuleName": function(params["ConfigRuleName"])} if "ConfigRuleName" in params else {})
        )
    )


add(
    "unknown-empty",
    "A rule that there is not has an empty policy.",
    NO_RULE,
    lambda: _no_policy(lambda name: True),
)
add(
    "managed-empty",
    "A rule that is no custom policy rule has an empty policy.",
    NO_RULE,
    lambda: _no_policy(lambda name: name in MANAGED),
)
add(
    "not-found-code",
    "A rule that there is not is a ResourceNotFoundException.",
    NO_RULE,
    lambda: f.error_for("NoSuchConfigRuleException", code="ResourceNotFoundException"),
)
add(
    "not-found-500",
    "A rule that there is not is answered with the status 500.",
    NO_RULE,
    lambda: f.error_for("NoSuchConfigRuleException", status=500),
)
add(
    "name-any-case",
    "The case of letters in the name does not matter.",
    "ConfigRuleName: The name of your Config Custom Policy rule.",
    lambda: _named(_any_case),
)
add(
    "name-trimmed",
    "Blanks around the name are removed.",
    "ConfigRuleName: The name of your Config Custom Policy rule.",
    lambda: _named(str.strip),
)
add(
    "long-name",
    "A name of more than 128 characters is looked up.",
    NAME,
    lambda: f.overlook("ConfigRuleName", "max"),
)
add(
    "blank-name",
    "A name of blanks is looked up.",
    NAME,
    lambda: f.overlook("ConfigRuleName", "pattern"),
)
add(
    "not-ascii-500",
    "A name beyond ASCII is answered with 500.",
    NAME,
    lambda: f.crashes_if(f.not_ascii),
)
add(
    "text-base64",
    "The policy is in base64.",
    TEXT,
    lambda: _text(lambda text: base64.b64encode(text.encode()).decode()),
)
add(
    "details-for-text",
    "PolicyText is the CustomPolicyDetails of PutConfigRule.",
    "PolicyText: type string",
    lambda: _text(lambda text: Raw({"PolicyRuntime": "guard-2.x.x", "PolicyText": text})),
)
add(
    "member-lower",
    "The member is called policyText.",
    "PolicyText: The policy definition",
    lambda: f.http(f.substitute(rb'"PolicyText"', b'"policyText"')),
)
add(
    "text-of-lines",
    "PolicyText is a list of lines.",
    "PolicyText: type string",
    lambda: _text(lambda text: Raw(text.splitlines())),
)
