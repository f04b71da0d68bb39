"""The mistakes of part Y of the set `ninth`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import faults as f
from .bugs import in_operation
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply
from .ninth_y_operations import (
    CLUSTER_SOURCES,
    DEFAULT_GROUP,
    DELEGATED,
    SUPPRESSIONS,
    TEMPLATE,
    TEMPLATE_FILTERS,
    TEMPLATES,
    TOOLS,
    template_versions,
    version_passes,
    version_values,
)
from .operations import BUCKET, REGION


def _if_good(function: Callable[[bytes], bytes]) -> Hooks:
    """The body of answers that are no errors is another."""
    return f.replies(
        lambda reply, params: (
            replace(reply, body=function(reply.body)) if reply.status < 400 and reply.body else reply
        )
    )


def _if_bad(function: Callable[[Reply], Reply]) -> Hooks:
    """Errors are answered in another way."""
    return f.replies(lambda reply, params: function(reply) if reply.status >= 400 else reply)


# organizations.ListDelegatedServicesForAccount

add = in_operation("organizations.ListDelegatedServicesForAccount")
NOT_REGISTERED = (
    "AccountNotRegisteredException: The specified account is not a delegated administrator for this Amazon "
    "Web Services service."
)


def _without_reason(refusal: Refusal, params: Params) -> Refusal:
    return replace(refusal, extra={})


def _digits_of_number(value: Any) -> Any:
    return str(value).zfill(12) if isinstance(value, int) and not isinstance(value, bool) else value


def _unregistered(refusal: Refusal, params: Params) -> Refusal:
    return replace(refusal, code="InvalidInputException", extra={"Reason": "INVALID_PATTERN"})


add(
    "unregistered-empty",
    "An account that is no delegated administrator has an empty list. (Like floci-io/floci#3246, where a "
    "launch template that does not exist is an empty list.)",
    NOT_REGISTERED,
    lambda: Hooks(
        params=lambda params: (
            params if params["AccountId"] in DELEGATED else params | {"AccountId": TOOLS, "nothing": True}
        ),
        items=lambda items, params: [] if "nothing" in params else items,
    ),
)
add(
    "unknown-invalid-input",
    "An account that is not in the organization is an InvalidInputException.",
    "AccountNotFoundException: We can't find an Amazon Web Services account with the AccountId that you "
    "specified",
    lambda: Hooks(
        error=lambda refusal, params: (
            _unregistered(refusal, params) if refusal.code == "AccountNotFoundException" else refusal
        )
    ),
)
add(
    "date-as-text",
    "DelegationEnabledDate is text in ISO 8601. (getmoto/moto#9763, of other services)",
    "DelegationEnabledDate: type timestamp, which JSON 1.1 writes as a number",
    lambda: f.each(
        "DelegatedServices",
        lambda one: (
            one
            | {"DelegationEnabledDate": Raw(one["DelegationEnabledDate"].replace(tzinfo=None).isoformat())}
        ),
    ),
)
add(
    "bad-token-first-page",
    "A NextToken that cannot be read leads to the first page. (faiscadev/fakecloud#1595)",
    "INVALID_PAGINATION_TOKEN: Get the value for the NextToken parameter from the response to a previous "
    "call of the operation.",
    lambda: f.any_token("NextToken"),
)
add(
    "no-reason",
    "InvalidInputException has no Reason.",
    "This exception includes a reason that contains additional information about the violated limit",
    lambda: Hooks(error=_without_reason),
)
add(
    "max-results-100",
    "MaxResults may be up to 100, and the page is as long.",
    "MaxResults: max 20",
    lambda: Hooks(
        excuse=lambda one, params: one.member == "MaxResults" and one.kind == "max" and one.value <= 100,
        limit=lambda limit, params: params.get("MaxResults", limit),
    ),
)
add(
    "account-number",
    "AccountId may be a number in JSON.",
    "AccountId: type string",
    lambda: f.change("AccountId", _digits_of_number),
)
add(
    "account-not-checked",
    "AccountId is not checked: text that is no account number is an account that is not found.",
    "INVALID_PATTERN: You provided a value that doesn't match the required pattern.",
    lambda: f.overlook("AccountId", "pattern"),
)
add(
    "principal-with-scheme",
    "ServicePrincipal begins with https://.",
    r"ServicePrincipal: pattern [\w+=,.@-]*",
    lambda: f.each(
        "DelegatedServices", lambda one: one | {"ServicePrincipal": "https://" + one["ServicePrincipal"]}
    ),
)
add(
    "key-lower",
    "The list is called delegatedServices.",
    "DelegatedServices: The services for which the account is a delegated administrator.",
    lambda: _if_good(lambda body: body.replace(b'"DelegatedServices"', b'"delegatedServices"')),
)
add(
    "not-found-404",
    "The status of AccountNotFoundException and AccountNotRegisteredException is 404.",
    "AccountNotFoundException: without an httpStatusCode, so 400 as all errors of a client in JSON 1.1",
    lambda: Hooks(
        error=lambda refusal, params: (
            replace(refusal, status=404) if refusal.code.startswith("AccountNot") else refusal
        )
    ),
)
add(
    "token-on-last-page",
    "The last page has a token, which leads to an empty page.",
    "You should repeat this until the NextToken response element comes back as null.",
    lambda: f.token_on_last_page("NextToken"),
)

# ec2.DescribeLaunchTemplateVersions

add = in_operation("ec2.DescribeLaunchTemplateVersions")
MUST_NAME = (
    "To describe one or more versions of a specified launch template, you must specify either the launch "
    "template ID or the launch template name, but not both."
)
VERSION_VALUES = (
    "To describe one or more versions of a specified launch template, valid values are $Latest, $Default, "
    "and numbers."
)
_NOTHING = {"Filters": [{"Name": "kernel-id", "Values": []}]}


def _must_have_versions(params: Params) -> Params:
    if not {"LaunchTemplateId", "LaunchTemplateName", "Versions"} & set(params):
        raise UnboundLocalError("local variable 'template' referenced before assignment")
    return params


def _unknown_name_is_nothing(params: Params) -> Params:
    known = [versions[0]["LaunchTemplateName"] for versions in TEMPLATES]
    if params.get("LaunchTemplateName", known[0]) in known:
        return params
    return f.lacking(params, "LaunchTemplateName", "Filters") | {"LaunchTemplateId": TEMPLATE} | _NOTHING


def _id_wins(params: Params) -> Params:
    return f.lacking(params, "LaunchTemplateName") if "LaunchTemplateId" in params else params


def _between_as_text(items: list[Item], params: Params) -> list[Item]:
    low, high = params.get("MinVersion", ""), params.get("MaxVersion", "~")
    found = template_versions(f.lacking(params, "MinVersion", "MaxVersion"))
    return [one for one in found if low <= str(one["VersionNumber"]) <= high]


def _default_is_1(params: Params) -> Params:
    if "Versions" not in params or not {"LaunchTemplateId", "LaunchTemplateName"} & set(params):
        return params
    return params | {"Versions": ["1" if one == "$Default" else one for one in params["Versions"]]}


def _by_filters(passes: Callable[[Item, list[Item]], bool]) -> Hooks:
    """The filters of a request are used in another way."""

    def items(items: list[Item], params: Params) -> list[Item]:
        found = template_versions(f.lacking(params, "Filters"))
        return [one for one in found if passes(one, params.get("Filters", []))]

    return Hooks(items=items)


def _known_filters(params: Params) -> Params:
    filters = [one for one in params.get("Filters", []) if one.get("Name") in TEMPLATE_FILTERS]
    return params | ({"Filters": filters} if "Filters" in params else {})


def _needs_values(params: Params) -> Params:
    for one in params.get("Filters", []):
        one["Values"]
    return params


def _python_booleans(version: Item, by: Item) -> bool:
    if by["Name"] not in ("is-default-version", "ebs-optimized"):
        return version_passes(version, by)
    return any(text.capitalize() in by.get("Values", []) for text in version_values(version, by["Name"]))


def _first_card(version: Item, by: Item) -> bool:
    if by["Name"] != "network-card-index":
        return version_passes(version, by)
    return any(text in by.get("Values", []) for text in version_values(version, by["Name"])[:1])


def _any_case(version: Item, by: Item) -> bool:
    values = [text.lower() for text in by.get("Values", [])]
    return version_passes(version, by) or any(
        text.lower() in values for text in version_values(version, by["Name"])
    )


def _latest_is_default(version: Item) -> Item:
    latest = max(
        one["VersionNumber"]
        for versions in TEMPLATES
        for one in versions
        if one["LaunchTemplateId"] == version["LaunchTemplateId"]
    )
    return version | ({"DefaultVersion": True} if version["VersionNumber"] == latest else {})


add(
    "no-template-500",
    "Without a launch template and without Versions the answer is an internal error. "
    "(localstack/localstack#8606)",
    MUST_NAME,
    lambda: Hooks(request=_must_have_versions),
)
add(
    "missing-name-empty",
    "A launch template name that does not exist has an empty list of versions. (getmoto/moto#5477)",
    "InvalidLaunchTemplateName.NotFoundException: The specified launch template name does not exist.",
    lambda: f.params(_unknown_name_is_nothing),
)
add(
    "id-and-name",
    "The ID and the name are accepted together. The ID wins.",
    MUST_NAME,
    lambda: f.merged(f.overlook("LaunchTemplateId, LaunchTemplateName", "rule"), f.params(_id_wins)),
)
add(
    "version-as-text",
    "MinVersion and MaxVersion are compared as text, so 10 comes before 3.",
    "MaxVersion: The version number up to which to describe launch template versions.",
    lambda: f.items(_between_as_text),
)
add(
    "dry-run-ignored",
    "DryRun has no effect. (getmoto/moto#1980, floci-io/floci#3598)",
    "If you have the required permissions, the error response is DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "default-is-1",
    "$Default of a launch template is always version 1. (Like "
    "aws-cloudformation/cloudformation-coverage-roadmap#1518.)",
    VERSION_VALUES,
    lambda: f.params(_default_is_1),
)
add(
    "first-version-only",
    "Only the first of Versions is looked at.",
    "You can specify $Latest and $Default in the same request.",
    lambda: f.params(
        lambda params: params | ({"Versions": params["Versions"][:1]} if "Versions" in params else {})
    ),
)
add(
    "filters-any",
    "A version that passes one of several filters is returned.",
    "If you specify multiple filters, the filters are joined with an AND, and the request returns only "
    "results that match all of the specified filters.",
    lambda: _by_filters(
        lambda version, filters: not filters or any(version_passes(version, by) for by in filters)
    ),
)
add(
    "filter-unknown-ignored",
    "A filter that there is not has no effect. (floci-io/floci#3820)",
    "Filters: create-time, ebs-optimized, http-endpoint, ...",
    lambda: f.merged(f.overlook(r"Filter\.\d+\.Name", "rule"), f.params(_known_filters)),
)
add(
    "filter-no-values-500",
    "A filter without values is answered with an internal error. (getmoto/moto#8570)",
    "Values: The filter values. (not required)",
    lambda: Hooks(request=_needs_values),
)
add(
    "filter-booleans-python",
    "Filters by booleans want True and False, so true finds nothing. (Like getmoto/moto#7852.)",
    "is-default-version - A boolean that indicates whether the launch template version is the default "
    "version.",
    lambda: _by_filters(lambda version, filters: all(_python_booleans(version, by) for by in filters)),
)
add(
    "filter-first-card",
    "network-card-index looks at the first network interface only.",
    "network-card-index - The index of the network card.",
    lambda: _by_filters(lambda version, filters: all(_first_card(version, by) for by in filters)),
)
add(
    "filter-any-case",
    "The values of filters are compared without case.",
    "Filter values are case-sensitive.",
    lambda: _by_filters(lambda version, filters: all(_any_case(version, by) for by in filters)),
)
add(
    "alias-not-resolved",
    "ResolveAlias has no effect.",
    "If true, and if a Systems Manager parameter is specified for ImageId, the AMI ID is displayed in the "
    "response for imageId.",
    lambda: f.drop("ResolveAlias"),
)
add(
    "two-defaults",
    "DefaultVersion is true for the latest version as well, so a launch template has two.",
    "DefaultVersion: Indicates whether the version is the default version.",
    lambda: f.each("LaunchTemplateVersions", _latest_is_default),
)
add(
    "later-pages-unfiltered",
    "Pages after the first forget the filters.",
    "Filters: One or more filters. NextToken: The token to request the next page of results.",
    lambda: Hooks(
        binding=lambda params: {},
        params=lambda params: f.lacking(params, "Filters") if "NextToken" in params else params,
    ),
)

# docdb.DescribeDBClusterParameters

add = in_operation("docdb.DescribeDBClusterParameters")
NO_GROUP = "DBParameterGroupNotFoundFault: DBParameterGroupName doesn't refer to an existing parameter group."
ONLY_SOURCE = "A value that indicates to return only parameters for a specific source."


def _clamped(value: Any) -> Any:
    return min(max(value, 20), 100) if isinstance(value, int) else value


def _no_defaults(params: Params) -> Params:
    if params["DBClusterParameterGroupName"] == DEFAULT_GROUP:
        message = f"DBClusterParameterGroup not found: {DEFAULT_GROUP}"
        raise Refused(Refusal("DBParameterGroupNotFound", message, 404))
    return params


def _unknown_source(params: Params) -> Params:
    if params.get("Source", CLUSTER_SOURCES[0]) in CLUSTER_SOURCES:
        return params
    return f.lacking(params, "Source") | {"nothing": True}


add(
    "source-ignored",
    "Source has no effect. (stackshy/cloudemu#1208)",
    ONLY_SOURCE,
    lambda: f.drop("Source"),
)
add(
    "only-customers",
    "Only parameters that a customer set are there, so a new group is empty. (stackshy/cloudemu#501)",
    "Returns the detailed parameter list for a particular cluster parameter group.",
    lambda: f.items(lambda items, params: [one for one in items if one["Source"] == "customer"]),
)
add(
    "default-group-missing",
    "The default group of a family is not found. (floci-io/floci#1805)",
    "Constraints: If provided, must match the name of an existing DBClusterParameterGroup.",
    lambda: f.params(_no_defaults),
)
add(
    "cluster-not-found-code",
    "The code for a group that does not exist is DBClusterParameterGroupNotFound. (floci-io/floci#1805, in "
    "its review)",
    NO_GROUP,
    lambda: f.error_for("DBParameterGroupNotFound", code="DBClusterParameterGroupNotFound"),
)
add(
    "not-found-fault-code",
    "The code for a group that does not exist is the name of its shape, DBParameterGroupNotFoundFault. "
    "(Like getmoto/moto#9739, where another code of RDS ends in Fault.)",
    "DBParameterGroupNotFoundFault: code DBParameterGroupNotFound",
    lambda: f.error_for("DBParameterGroupNotFound", code="DBParameterGroupNotFoundFault"),
)
add(
    "unknown-source-empty",
    "A Source that there is not has an empty list.",
    "Parameter sources can be engine, service, or customer.",
    lambda: Hooks(
        excuse=lambda one, params: one.member == "Source" and one.kind == "rule",
        params=_unknown_source,
        items=lambda items, params: [] if "nothing" in params else items,
    ),
)
add(
    "max-records-clamped",
    "MaxRecords below 20 means 20, and above 100 means 100. (Like stackshy/cloudemu#723.)",
    "Constraints: Minimum 20, maximum 100.",
    lambda: f.change("MaxRecords", _clamped),
)
add(
    "max-records-ignored",
    "MaxRecords has no effect: all parameters are in one answer, without a Marker. (Like "
    "stackshy/cloudemu#721.)",
    "The maximum number of records to include in the response.",
    lambda: Hooks(limit=lambda limit, params: 1000),
)
add(
    "marker-inclusive",
    "The page of a Marker begins with the last parameter of the page before.",
    "the response includes only records beyond the marker, up to the value specified by MaxRecords",
    f.doubles_at_border,
)
add(
    "booleans-python",
    "IsModifiable is True or False. (Like getmoto/moto#7852.)",
    "IsModifiable: Indicates whether (true) or not (false) the parameter can be modified.",
    lambda: f.each("Parameters", lambda one: one | {"IsModifiable": Raw(str(one["IsModifiable"]))}),
)
add(
    "apply-method-underscore",
    "ApplyMethod is pending_reboot.",
    "ApplyMethod: enumeration immediate, pending-reboot",
    lambda: f.each(
        "Parameters", lambda one: one | {"ApplyMethod": one["ApplyMethod"].replace("pending-", "pending_")}
    ),
)
add(
    "parameters-as-member",
    "The entries of the list are called member.",
    "ParametersList: locationName Parameter",
    lambda: _if_good(
        lambda body: body.replace(b"<Parameter>", b"<member>").replace(b"</Parameter>", b"</member>")
    ),
)
add(
    "value-not-allowed",
    "ParameterValue is true or false where only enabled and disabled are allowed.",
    "ParameterValue: Must be one or more of the cluster parameter's AllowedValues in CSV format",
    lambda: f.each(
        "Parameters",
        lambda one: (
            one
            | ({"ParameterValue": "true"} if one.get("ParameterValue") == "enabled" else {})
            | ({"ParameterValue": "false"} if one.get("ParameterValue") == "disabled" else {})
        ),
    ),
)
add(
    "errors-as-ec2",
    "Errors have the form of EC2: Response, Errors, Error.",
    "protocol query: ErrorResponse, Error, RequestId",
    lambda: _if_bad(
        lambda reply: replace(
            reply,
            body=re.sub(
                rb"(?s)<ErrorResponse[^>]*><Error>(.*)</Error><RequestId>(.*)</RequestId></ErrorResponse>",
                rb"<Response><Errors><Error>\1</Error></Errors><RequestID>\2</RequestID></Response>",
                reply.body,
            ),
        )
    ),
)

# iot.ListAuditSuppressions

add = in_operation("iot.ListAuditSuppressions")
ORDER = "Determines whether suppressions are listed in ascending order by expiration date or not."
RESOURCE = "resourceIdentifier: Information that identifies the noncompliant resource."


def _any_member(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(found, dict) and any(_any_member(found.get(name), wanted[name]) for name in wanted)
    return bool(found == wanted)


def _sorted_like(items: list[Item], params: Params) -> list[Item]:
    chosen = [one for one in SUPPRESSIONS if one in items]
    return chosen if params.get("ascendingOrder", True) else chosen[::-1]


def _one_member(items: list[Item], params: Params) -> list[Item]:
    if not params.get("resourceIdentifier"):
        return items
    check = params.get("checkName")
    chosen = [
        one
        for one in SUPPRESSIONS
        if _any_member(one["resourceIdentifier"], params["resourceIdentifier"])
        and check in (None, one["checkName"])
    ]
    return _sorted_like(chosen, params)


def _either(items: list[Item], params: Params) -> list[Item]:
    if not ("checkName" in params and params.get("resourceIdentifier")):
        return items
    resource = params["resourceIdentifier"]
    return _sorted_like(
        [
            one
            for one in SUPPRESSIONS
            if one["checkName"] == params["checkName"] or one["resourceIdentifier"] == resource
        ],
        params,
    )


def _check_begins(items: list[Item], params: Params) -> list[Item]:
    if "checkName" not in params or "resourceIdentifier" in params:
        return items
    return _sorted_like(
        [one for one in SUPPRESSIONS if one["checkName"].startswith(params["checkName"])], params
    )


def _by_check(items: list[Item], params: Params) -> list[Item]:
    """The order in which a server that keeps a dictionary for each check finds them."""
    return sorted(items, key=lambda one: (one["checkName"], str(one["resourceIdentifier"])))


def _sorted_page(page: Page, params: Params) -> Page:
    latest = not params.get("ascendingOrder", True)
    items = sorted(page.items, key=lambda one: SUPPRESSIONS.index(one), reverse=latest)
    return replace(page, items=items)


def _token_only_for_full_pages(page: Page, params: Params) -> Page:
    left = len(page.everything) - page.stop
    return replace(page, token=None) if left < page.stop - page.start else page


def _millis(one: Item) -> Item:
    date = one.get("expirationDate")
    return one | ({"expirationDate": Raw(int(date.timestamp() * 1000))} if date else {})


def _zero_date(one: Item) -> Item:
    return one if "expirationDate" in one else one | {"expirationDate": Raw(0)}


def _number_of_version(one: Item) -> Item:
    policy = one["resourceIdentifier"].get("policyVersionIdentifier")
    if not policy:
        return one
    changed = policy | {"policyVersionId": Raw(int(policy["policyVersionId"]))}
    return one | {"resourceIdentifier": {"policyVersionIdentifier": changed}}


def _bad_json(refusal: Refusal, params: Params) -> Refusal:
    if refusal.message.startswith("The body is no JSON"):
        return replace(refusal, code="InternalFailureException", status=500, sender=False)
    return refusal


add(
    "max-results-0-default",
    "maxResults 0 is accepted and means 25. (Like floci-io/floci#2339, which floci-io/floci#2336 names.)",
    "maxResults: min 1",
    lambda: Hooks(
        excuse=lambda one, params: one.member == "maxResults" and one.value == 0,
        limit=lambda limit, params: limit or 25,
    ),
)
add(
    "descending-ignored",
    "ascendingOrder has no effect. (Like getmoto/moto#103.)",
    ORDER,
    lambda: f.drop("ascendingOrder"),
)
add(
    "descending-by-default",
    "Without ascendingOrder the order is descending, as a missing boolean is false.",
    "If parameter isn't provided, ascendingOrder=true.",
    lambda: f.params(lambda params: {"ascendingOrder": False} | params),
)
add(
    "pages-sorted-alone",
    "Each page is sorted by itself, so the dates of later pages begin again.",
    ORDER,
    lambda: Hooks(items=_by_check, page=_sorted_page),
)
add(
    "ascending-order-text",
    "ascendingOrder may be text.",
    "ascendingOrder: type boolean",
    lambda: f.change(
        "ascendingOrder", lambda value: value.lower() == "true" if isinstance(value, str) else value
    ),
)
add(
    "resource-one-member",
    "One member of resourceIdentifier that is the same is enough, so another version of a policy is found.",
    RESOURCE,
    lambda: f.items(_one_member),
)
add(
    "check-or-resource",
    "With checkName and resourceIdentifier a suppression that has one of them is returned.",
    RESOURCE + " checkName: An audit check name.",
    lambda: f.items(_either),
)
add(
    "check-prefix",
    "checkName is the beginning of a name.",
    "checkName: An audit check name.",
    lambda: f.items(_check_begins),
)
add(
    "certificate-length",
    "The length of certificate IDs is not checked.",
    "CertificateId: min 64, max 64",
    lambda: Hooks(
        excuse=lambda one, params: one.member.endswith("CertificateId") and one.kind in ("min", "max")
    ),
)
add(
    "date-in-millis",
    "expirationDate is in milliseconds.",
    "expirationDate: The expiration date (epoch timestamp in seconds)",
    lambda: f.each("suppressions", _millis),
)
add(
    "endless-expired-1970",
    "Suppressions that never expire have the expirationDate 0. (Like hashicorp/terraform-provider-aws#30674, "
    "whose answer has a createTime of 1970.)",
    "suppressIndefinitely: Indicates whether a suppression should exist indefinitely or not.",
    lambda: f.each("suppressions", _zero_date),
)
add(
    "policy-version-number",
    "policyVersionId is a number.",
    "policyVersionId: type string",
    lambda: f.each("suppressions", _number_of_version),
)
add(
    "default-page-50",
    "Without maxResults a page has 50 suppressions.",
    "The default is 25.",
    lambda: Hooks(limit=lambda limit, params: limit if "maxResults" in params else 50),
)
add(
    "last-part-lost",
    "There is no nextToken if what is left is less than a page. (boto/boto3#2308, of another list of IoT)",
    "A token that can be used to retrieve the next set of results, or null if there are no additional "
    "results.",
    lambda: Hooks(page=_token_only_for_full_pages),
)
add(
    "bad-json-500",
    "A body that is no JSON is answered with an internal error.",
    "InvalidRequestException: The request is not valid.",
    lambda: Hooks(error=_bad_json),
)

# s3.GetBucketAnalyticsConfiguration

add = in_operation("s3.GetBucketAnalyticsConfiguration")
UNKNOWN_ID = "NoSuchConfiguration: The specified configuration does not exist. (404)"
ONE_OF_FILTER = "A filter must have exactly one prefix, one tag, or one conjunction (AnalyticsAndOperator)."


def _of_configuration(function: Callable[[Item], Item]) -> Hooks:
    """The configuration in the answer is changed."""
    return f.answers(lambda output: {"AnalyticsConfiguration": function(output["AnalyticsConfiguration"])})


def _empty_for_unknown(reply: Reply, params: Params) -> Reply:
    if reply.status != 404 or b"NoSuchConfiguration" not in reply.body:
        return reply
    body = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<AnalyticsConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></AnalyticsConfiguration>'
    )
    return replace(reply, status=200, body=body)


def _in_list(body: bytes) -> bytes:
    root = b"ListBucketAnalyticsConfigurationResult"
    start = body.index(b"<AnalyticsConfiguration")
    inner = body[start:].replace(b' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"', b"")
    return body[:start] + b"<" + root + b"><IsTruncated>false</IsTruncated>" + inner + b"</" + root + b">"


def _tags_in_tags(body: bytes) -> bytes:
    def wrapped(found: re.Match[bytes]) -> bytes:
        return found[1] + b"<Tags>" + found[2] + b"</Tags></And>"

    return re.sub(rb"(<And>(?:<Prefix>[^<]*</Prefix>)?)(<Tag>.*</Tag>)</And>", wrapped, body)


def _and_of_one(one: Item) -> Item:
    found = one.get("Filter", {})
    if "Prefix" in found:
        return one | {"Filter": {"And": {"Prefix": found["Prefix"]}}}
    return one | ({"Filter": {"And": {"Tags": [found["Tag"]]}}} if "Tag" in found else {})


def _no_and(one: Item) -> Item:
    both = one.get("Filter", {}).get("And")
    if not both or "Prefix" not in both:
        return one
    return one | {"Filter": {"Prefix": both["Prefix"], "Tag": both["Tags"][0]}}


def _of_export(function: Callable[[Item], Item]) -> Hooks:
    def change(one: Item) -> Item:
        export = one["StorageClassAnalysis"].get("DataExport")
        if not export:
            return one
        return one | {"StorageClassAnalysis": {"DataExport": function(export)}}

    return _of_configuration(change)


def _bucket_name(export: Item) -> Item:
    target = export["Destination"]["S3BucketDestination"]
    name = target["Bucket"].rpartition(":")[2]
    return export | {"Destination": {"S3BucketDestination": target | {"Bucket": name}}}


def _destination_flat(export: Item) -> Item:
    return export | {"Destination": Raw("<Format>CSV</Format><Bucket>arn:aws:s3:::analyses</Bucket>")}


def _first_of_all(params: Params) -> Params:
    return params | {"Bucket": BUCKET}


add(
    "unknown-empty-200",
    "An Id that there is not is answered with 200 and an empty configuration. (localstack/localstack#8351: "
    "no error, though nothing was implemented.)",
    UNKNOWN_ID,
    lambda: f.replies(_empty_for_unknown),
)
add(
    "no-such-key",
    "The code for an Id that there is not is NoSuchKey. (seaweedfs/seaweedfs#9571)",
    UNKNOWN_ID,
    lambda: f.error_for("NoSuchConfiguration", code="NoSuchKey"),
)
add(
    "owner-ignored",
    "ExpectedBucketOwner has no effect. (versity/versitygw#1428, BlackbirdWorks/gopherstack#1661)",
    "If the account ID that you provide does not match the actual owner of the bucket, the request fails "
    "with the HTTP status code 403 Forbidden (access denied).",
    lambda: f.drop("ExpectedBucketOwner"),
)
add(
    "owner-400",
    "The status for another ExpectedBucketOwner is 400.",
    "the request fails with the HTTP status code 403 Forbidden (access denied)",
    lambda: f.error_for("AccessDenied", status=400),
)
add(
    "root-of-list",
    "The configuration is in a ListBucketAnalyticsConfigurationResult. (Like jamhall/s3rver#15.)",
    "GetBucketAnalyticsConfigurationOutput: payload AnalyticsConfiguration",
    lambda: _if_good(_in_list),
)
add(
    "tags-not-flat",
    "The tags of And are in an element Tags.",
    "AnalyticsAndOperator: Tags is flattened, and its entries are called Tag",
    lambda: _if_good(_tags_in_tags),
)
add(
    "no-namespace",
    "The root has no namespace. (localstack/localstack#9983, adobe/S3Mock#1754)",
    "xmlns http://s3.amazonaws.com/doc/2006-03-01/",
    lambda: _if_good(lambda body: body.replace(b' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"', b"")),
)
add(
    "analysis-left-out",
    "StorageClassAnalysis is left out where nothing is exported.",
    "StorageClassAnalysis: required",
    lambda: _of_configuration(
        lambda one: one if one["StorageClassAnalysis"] else f.lacking(one, "StorageClassAnalysis")
    ),
)
add(
    "and-of-one",
    "A filter with one prefix or tag is an And of one.",
    "And: The operator must have at least two predicates.",
    lambda: _of_configuration(_and_of_one),
)
add(
    "prefix-beside-tag",
    "A filter with a prefix and a tag has both, without And.",
    ONE_OF_FILTER,
    lambda: _of_configuration(_no_and),
)
add(
    "empty-filter",
    "A configuration without a filter has an empty one. (Like kibertoad/fauxqs#55.)",
    ONE_OF_FILTER,
    lambda: _of_configuration(lambda one: one | ({} if "Filter" in one else {"Filter": {}})),
)
add(
    "bucket-without-arn",
    "The Bucket of the export is its name.",
    "Bucket: The Amazon Resource Name (ARN) of the bucket to which data is exported.",
    lambda: _of_export(_bucket_name),
)
add(
    "destination-flat",
    "The members of S3BucketDestination are in Destination.",
    "S3BucketDestination: required",
    lambda: _of_export(_destination_flat),
)
add(
    "bucket-not-checked",
    "A bucket that does not exist has the configurations of the account.",
    "NoSuchBucket: The specified bucket does not exist. (404)",
    lambda: f.params(_first_of_all),
)
add(
    "errors-without-body",
    "Errors have no body. (adobe/S3Mock#36)",
    "protocol rest-xml: Error, Code, Message",
    lambda: _if_bad(lambda reply: replace(reply, body=b"")),
)

# kafka.ListConfigurations

add = in_operation("kafka.ListConfigurations")
TRUNCATED = "If there are more results, the response includes a NextToken parameter."


def _after_name(token: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except ValueError:
        return None


def _pages_by_name() -> Hooks:
    """A token is the last name, and the next page has the names after it, but the list is not sorted."""

    def page(page: Page, params: Params) -> Page:
        after = _after_name(params.get("NextToken", "")) or ""
        rest = [one for one in page.everything if one["Name"] > after]
        shown = rest[: params.get("MaxResults", 100)]
        more = len(rest) > len(shown) > 0
        token = base64.urlsafe_b64encode(shown[-1]["Name"].encode()).decode().rstrip("=") if more else None
        return replace(page, items=shown, token=token)

    return Hooks(page=page, position=lambda token, params: 0 if _after_name(token) else None)


def _capitals(reply: Reply, params: Params) -> Reply:
    if reply.status >= 400:
        return reply
    return replace(
        reply, body=re.sub(rb'"([a-z])(\w*)":', lambda m: b'"' + m[1].upper() + m[2] + b'":', reply.body)
    )


def _elsewhere(output: Output, params: Params, page: Page | None) -> Output:
    if page is None or not page.items or page.token:
        return output
    last = output["Configurations"][-1]
    other = last | {
        "Arn": last["Arn"].replace(REGION, "eu-central-1").replace(last["Name"], "berlin"),
        "Name": "berlin",
    }
    return output | {"Configurations": [*output["Configurations"], other]}


def _properties(one: Item) -> Item:
    text = base64.b64encode(b"auto.create.topics.enable=true\n").decode()
    return one | {"serverProperties": text}


def _without_zone(one: Item) -> Item:
    return one | {"CreationTime": Raw(one["CreationTime"].replace(tzinfo=None).isoformat(" "))}


def _number_of_limit(params: Params) -> Params:
    int(params.get("MaxResults", 1))
    return params


add(
    "no-next-token",
    "The list is cut after MaxResults, but there is no NextToken. (Like ministackorg/ministack#1144.)",
    TRUNCATED,
    lambda: Hooks(page=lambda page, params: replace(page, token=None)),
)
add(
    "server-properties",
    "Each configuration has serverProperties. (Like floci-io/floci#2336, whose review is about what "
    "is shown of a stored configuration.)",
    "Configuration: members Arn, CreationTime, Description, KafkaVersions, LatestRevision, Name, State",
    lambda: f.each("Configurations", _properties),
)
add(
    "created-as-number",
    "CreationTime is a number of seconds. (Like getmoto/moto#9763, the other way round.)",
    "CreationTime: timestampFormat iso8601",
    lambda: f.each(
        "Configurations", lambda one: one | {"CreationTime": Raw(one["CreationTime"].timestamp())}
    ),
)
add(
    "created-without-zone",
    "CreationTime has a space and no zone.",
    "CreationTime: timestampFormat iso8601",
    lambda: f.each("Configurations", _without_zone),
)
add(
    "revision-is-number",
    "LatestRevision is the number of the revision.",
    "LatestRevision: type structure",
    lambda: f.each(
        "Configurations", lambda one: one | {"LatestRevision": Raw(one["LatestRevision"]["Revision"])}
    ),
)
add(
    "empty-description-lost",
    "Description is left out where it is empty.",
    "Description: required",
    lambda: f.each(
        "Configurations", lambda one: one if one["Description"] else f.lacking(one, "Description")
    ),
)
add(
    "versions-as-text",
    "KafkaVersions is text with commas.",
    "KafkaVersions: type list",
    lambda: f.each(
        "Configurations", lambda one: one | {"KafkaVersions": Raw(",".join(one["KafkaVersions"]))}
    ),
)
add(
    "state-of-clusters",
    "The State DELETE_FAILED is FAILED, as that of clusters.",
    "The possible states are ACTIVE, DELETING, and DELETE_FAILED.",
    lambda: f.each(
        "Configurations", lambda one: one | {"State": one["State"].replace("DELETE_FAILED", "FAILED")}
    ),
)
add(
    "capital-keys",
    "The names of members in JSON begin with capitals, as in the API of the SDKs.",
    "Configurations: locationName configurations",
    lambda: Hooks(reply=_capitals),
)
add(
    "limit-text-500",
    "A maxResults that is no number is answered with an internal error.",
    "BadRequestException: The request isn't valid because the input is incorrect.",
    lambda: Hooks(request=_number_of_limit),
)
add(
    "validation-exception",
    "The code of refusals is ValidationException.",
    "errors: BadRequestException, ForbiddenException, InternalServerErrorException, "
    "ServiceUnavailableException, UnauthorizedException",
    lambda: f.error_for("BadRequestException", code="ValidationException"),
)
add(
    "pages-by-name",
    "The next page has the names after the last one, but the list is not sorted by names.",
    "To get the next batch, provide this token in your next request.",
    _pages_by_name,
)
add(
    "all-regions",
    "The last page has a configuration of another Region as well.",
    "Returns a list of all the MSK configurations in this Region.",
    lambda: Hooks(answer=_elsewhere),
)
