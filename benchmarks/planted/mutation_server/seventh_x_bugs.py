"""The mistakes of part X of the set `seventh`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .fourth_y_operations import rfc3339
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply, Violation
from .seventh_x_operations import (
    DIRECTORIES,
    DISTRIBUTIONS,
    EMPTY_GROUP,
    EMPTY_STORE,
    NEW_PIPELINE,
    PIPELINES,
    SCOPES,
    SUMMARIES,
    group_of,
    scope_passes,
    summary_passes,
)

# codepipeline.ListActionExecutions

add = in_operation("codepipeline.ListActionExecutions")
DETAILS = "actionExecutionDetails"
BY_EXECUTION = "pipelineExecutionId: The pipeline execution ID used to filter action execution history."
RANGE = (
    "startTimeRange: The start time to filter on for the latest execution in the pipeline. Valid options: "
    "All, Latest"
)
NO_EXECUTION = (
    "PipelineExecutionNotFoundException: The pipeline execution was specified in an invalid format or cannot "
    "be found, or an execution ID does not belong to the specified pipeline."
)


def _without_filter(name: str) -> Hooks:
    return f.params(
        lambda params: (
            params | {"filter": f.lacking(params["filter"], name)} if "filter" in params else params
        )
    )


def _wanted_executions(params: Params) -> set[str]:
    wanted = params.get("filter", {})
    latest = wanted.get("latestInPipelineExecution", {})
    return {one["pipelineExecutionId"] for one in (wanted, latest) if "pipelineExecutionId" in one}


def _or_no_actions(params: Params) -> Params:
    actions = PIPELINES.get(params["pipelineName"])
    if actions is None or _wanted_executions(params) <= {one["pipelineExecutionId"] for one in actions}:
        return params
    return f.lacking(params, "filter") | {"pipelineName": NEW_PIPELINE}


def _all_after_first(actions: list[Item], params: Params) -> list[Item]:
    return PIPELINES[params["pipelineName"]] if "nextToken" in params else actions


def _times_in_text(action: Item) -> Item:
    return action | {name: Raw(rfc3339(action[name])) for name in ("startTime", "lastUpdateTime")}


def _capital_location(action: Item) -> Item:
    found = dict(action)
    for member, name in (("input", "inputArtifacts"), ("output", "outputArtifacts")):
        if member in action:
            artifacts = [
                {"name": one["name"], "s3Location": one["s3location"]} for one in action[member][name]
            ]
            found[member] = action[member] | {name: artifacts}
    return found


def _stopped(action: Item) -> Item:
    return action | ({"status": "Stopped"} if action["status"] == "Abandoned" else {})


add(
    "execution-filter-ignored",
    "The pipelineExecutionId of filter has no effect. (floci-io/floci#2246)",
    BY_EXECUTION,
    lambda: _without_filter("pipelineExecutionId"),
)
add(
    "latest-ignored",
    "latestInPipelineExecution of filter has no effect: actions of all executions are returned.",
    "latestInPipelineExecution: pipelineExecutionId: The execution ID for the latest execution in the "
    f"pipeline. {RANGE}",
    lambda: _without_filter("latestInPipelineExecution"),
)
add(
    "unknown-execution-empty",
    "An execution that the pipeline does not have has no actions.",
    NO_EXECUTION,
    lambda: f.params(_or_no_actions),
)
add(
    "error-of-pipelines",
    "The code for an execution that there is not is PipelineNotFoundException. (Like boto/boto3#3760.)",
    NO_EXECUTION,
    lambda: f.error_for("PipelineExecutionNotFoundException", code="PipelineNotFoundException"),
)
add(
    "no-next-token",
    "maxResults cuts the list, and there is no nextToken. (getmoto/moto#10246, of ListPipelineExecutions)",
    "maxResults: To retrieve the remaining results, make another call with the returned nextToken value.",
    lambda: Hooks(page=lambda page, params: replace(page, token=None)),
)
add(
    "filter-first-page-only",
    "With a nextToken the filter is forgotten: later pages are those of the whole history.",
    BY_EXECUTION,
    lambda: f.items(_all_after_first),
)
add(
    "token-restarts",
    "A nextToken that nobody issued leads to the first page. (As in stackshy/cloudemu#725.)",
    "InvalidNextTokenException: The next token was specified in an invalid format. Make sure that the next "
    "token you provide is the token returned by a previous call.",
    lambda: f.any_token("nextToken"),
)
add(
    "default-20",
    "Without maxResults a page has 20 actions.",
    "maxResults: Default value is 100.",
    lambda: Hooks(limit=lambda limit, params: limit if "maxResults" in params else 20),
)
add(
    "range-any",
    "Any startTimeRange is accepted, and others than Latest mean All.",
    RANGE,
    lambda: f.overlook(r"filter\.latestInPipelineExecution\.startTimeRange", "enum"),
)
add(
    "times-iso",
    "startTime and lastUpdateTime are texts. (getmoto/moto#9763)",
    "startTime: type timestamp, in JSON 1.1 a number of seconds",
    lambda: f.each(DETAILS, _times_in_text),
)
add(
    "status-stopped",
    "The status of an abandoned action is Stopped, as that of an execution that was stopped. (Like "
    "floci-io/floci#3726, which took one outcome for the other.)",
    "status: enumeration InProgress, Abandoned, Succeeded, Failed",
    lambda: f.each(DETAILS, _stopped),
)
add(
    "location-capital",
    "The location of an artifact is in s3Location. (Like the names in getmoto/moto#10246, which botocore "
    "left out in silence.)",
    "ArtifactDetail: s3location: The Amazon S3 artifact location for the action execution.",
    lambda: f.each(DETAILS, _capital_location),
)

# xray.GetInsightSummaries

add = in_operation("xray.GetInsightSummaries")
NAME_OR_ARN = (
    "GroupARN: Required if the GroupName isn't provided. GroupName: Required if the GroupARN isn't provided."
)
INVALID = "InvalidRequestException: The request is missing required parameters or has invalid parameters."
SHOWN = ("InsightId", "GroupARN", "GroupName", "State", "Summary", "StartTime")
STATISTICS = ("ClientRequestImpactStatistics", "RootCauseServiceRequestImpactStatistics")


def _named(params: Params) -> list[Violation]:
    if "GroupARN" in params and "GroupName" not in params:
        return [Violation("GroupName", "rule", "GroupName must not be null")]
    return []


def _marked_if_no_group(params: Params) -> Params:
    if "GroupName" in params or "GroupARN" in params:
        return params
    return params | {"GroupName": EMPTY_GROUP, "AllGroups": True}


def _of_all_groups(summaries: list[Item], params: Params) -> list[Item]:
    if "AllGroups" not in params:
        return summaries
    return [one for group in SUMMARIES.values() for one in group if summary_passes(one, params)]


def _without_end(summaries: list[Item], params: Params) -> list[Item]:
    later = params | {"EndTime": datetime.max.replace(tzinfo=UTC)}
    return [one for one in SUMMARIES[group_of(params)] if summary_passes(one, later)]


def _ended(summary: Item) -> Item:
    return summary | ({} if "EndTime" in summary else {"EndTime": Raw(0)})


def _int32(number: int) -> int:
    return (number + 2**31) % 2**32 - 2**31


def _small_counts(summary: Item) -> Item:
    return summary | {
        name: {count: _int32(number) for count, number in summary[name].items()} for name in STATISTICS
    }


def _order_of_map() -> Hooks:
    """Each request finds the insights in another order, as the keys of a map in Go."""
    calls = [0]

    def items(summaries: list[Item], params: Params) -> list[Item]:
        calls[0] += 1
        start = calls[0] * 5 % max(1, len(summaries))
        return summaries[start:] + summaries[:start]

    return Hooks(items=items)


add(
    "group-name-required",
    "A request with a GroupARN alone is refused.",
    NAME_OR_ARN,
    lambda: Hooks(accuse=_named),
)
add(
    "no-group-all",
    "A request without a group gets the insights of all groups.",
    NAME_OR_ARN,
    lambda: f.merged(f.overlook("GroupName", "rule"), f.params(_marked_if_no_group), f.items(_of_all_groups)),
)
add(
    "states-any",
    "A state that there is not is accepted, and no insight has it. (BlackbirdWorks/gopherstack#1856)",
    f"States: enumeration ACTIVE, CLOSED. {INVALID}",
    lambda: f.overlook(r"States\.\d+\.member", "enum"),
)
add(
    "states-two",
    "Two states are accepted, and mean either.",
    "States: min 0, max 1",
    lambda: f.overlook("States", "max"),
)
add(
    "members-missing",
    "A summary has six members: IDs, state, text and start. (BlackbirdWorks/gopherstack#1856)",
    "The summary contains the InsightID, start and end time, the root cause service, the root cause and "
    "client impact statistics, the top anomalous services, and the status of the insight.",
    lambda: f.each("InsightSummaries", lambda one: {name: one[name] for name in SHOWN}),
)
add(
    "start-any-age",
    "A StartTime of more than 30 days ago is accepted.",
    "StartTime: The start time can't be more than 30 days old.",
    lambda: f.overlook("StartTime", "rule"),
)
add(
    "end-ignored",
    "EndTime has no effect. (Like floci-io/floci#1388, where times that were not understood became none.)",
    "EndTime: The end of the time frame in which the insights ended.",
    lambda: f.items(_without_end),
)
add(
    "end-zero",
    "An active insight has an EndTime, the beginning of 1970.",
    "EndTime: The time, in Unix seconds, at which the insight ended.",
    lambda: f.each("InsightSummaries", _ended),
)
add(
    "counts-32-bits",
    "Counts of requests have 32 bits, so that three billions are negative.",
    "FaultCount, OkCount, TotalCount: type long. The total number of requests to the service.",
    lambda: f.each("InsightSummaries", _small_counts),
)
add(
    "order-of-map",
    "Each request has the insights in another order, so pages lose and repeat some. (stackshy/cloudemu#725 "
    "has lists from maps, and orders them because of that.)",
    "Retrieves the summaries of all insights in the specified group matching the provided filter values. "
    "NextToken: Pagination token.",
    _order_of_map,
)
add(
    "errors-validation",
    "The code of refusals is ValidationException.",
    INVALID,
    lambda: f.error_for("InvalidRequestException", code="ValidationException"),
)

# workspaces.DescribeWorkspaceDirectories

add = in_operation("workspaces.DescribeWorkspaceDirectories")
IDS = {one["DirectoryId"] for one in DIRECTORIES}
NEXT_DIRECTORIES = (
    "NextToken: If you received a NextToken from a previous call that was paginated, provide this token to "
    "receive the next set of results."
)
NULL_IDS = "DirectoryIds: min 1, max 25. If the value is null, all directories are retrieved."


def _first_values(params: Params) -> Params:
    if "Filters" not in params:
        return params
    return params | {"Filters": [one | {"Values": one["Values"][:1]} for one in params["Filters"]]}


def _known_only(params: Params) -> Params:
    missing = [one for one in params.get("DirectoryIds", []) if one not in IDS]
    if missing:
        message = f"The directory {missing[0]} does not exist."
        raise Refused(Refusal("ResourceNotFoundException", message))
    return params


def _has_pool(ids: Any) -> bool:
    return isinstance(ids, list) and any(isinstance(one, str) and one.startswith("wsd-") for one in ids)


def _capital_groups(directory: Item) -> Item:
    return f.lacking(directory, "ipGroupIds") | {"IpGroupIds": directory["ipGroupIds"]}


def _empty_group(directory: Item) -> Item:
    properties = directory["WorkspaceCreationProperties"]
    return directory | {"WorkspaceCreationProperties": {"CustomSecurityGroupId": "", **properties}}


def _none_if_empty(params: Params) -> Params:
    return params if params.get("DirectoryIds") else f.lacking(params, "DirectoryIds")


add(
    "type-lower-case",
    "DirectoryType is in lower case. (getmoto/moto#7625)",
    "DirectoryType: enumeration SIMPLE_AD, AD_CONNECTOR, CUSTOMER_MANAGED, AWS_IAM_IDENTITY_CENTER",
    lambda: f.each("Directories", lambda one: one | {"DirectoryType": one["DirectoryType"].lower()}),
)
add(
    "first-25-only",
    "There are 25 directories at most on all pages together. (Like "
    "aws-solutions/cost-optimizer-for-amazon-workspaces#27.)",
    "DirectoryIds: If the value is null, all directories are retrieved. NextToken: The token to use to "
    "retrieve the next page of results.",
    lambda: f.items(lambda directories, params: directories[:25]),
)
add(
    "first-value-only",
    "Only the first of several Values of a filter is looked at. (Like the filters in getmoto/moto#7789.)",
    "Values: The values for filtering WorkSpaces. min 1, max 25",
    lambda: f.params(_first_values),
)
add(
    "unknown-directory-error",
    "A directory ID that is not registered is a ResourceNotFoundException.",
    "State: To confirm that a directory is deregistered, check for the directory ID by using "
    "DescribeWorkspaceDirectories. If the directory ID isn't returned, then the directory has been "
    "successfully deregistered.",
    lambda: f.params(_known_only),
)
add(
    "names-ignored",
    "WorkspaceDirectoryNames has no effect.",
    "WorkspaceDirectoryNames: The names of the WorkSpace directories.",
    lambda: f.drop("WorkspaceDirectoryNames"),
)
add(
    "pool-ids-refused",
    "IDs of directories of pools, which begin with wsd-, are refused. (Like "
    "hashicorp/terraform-provider-aws#46088, which knew directories of one kind.)",
    "DirectoryIds: pattern ^(d-[0-9a-f]{8,63}$)|(wsd-[0-9a-z]{8,63}$)",
    lambda: f.demand("DirectoryIds", _has_pool),
)
add(
    "ip-groups-capital",
    "The IDs of IP groups are in IpGroupIds, with a capital as all other members.",
    "ipGroupIds: The identifiers of the IP access control groups associated with the directory.",
    lambda: f.each("Directories", _capital_groups),
)
add(
    "empty-security-group",
    "CustomSecurityGroupId is an empty text. (hashicorp/terraform-provider-aws#16122)",
    "CustomSecurityGroupId: min 11, pattern ^(sg-([0-9a-f]{8}|[0-9a-f]{17}))$",
    lambda: f.each("Directories", _empty_group),
)
add(
    "no-ids-all",
    "An empty list of DirectoryIds is accepted, and all directories are returned.",
    NULL_IDS,
    lambda: f.merged(f.overlook("DirectoryIds", "min"), f.params(_none_if_empty)),
)
add(
    "limit-above-25",
    "A Limit above 25 is accepted, and means 25.",
    "Limit: min 1, max 25",
    lambda: f.overlook("Limit", "max"),
)
add(
    "token-used-once",
    "A NextToken works once: whoever tries again after an answer that was lost gets an error.",
    NEXT_DIRECTORIES,
    lambda: f.used_once("NextToken"),
)

# cloudfront.ListDistributionsByTrustStore: the output is the payload, DistributionList

add = in_operation("cloudfront.ListDistributionsByTrustStore")
LIST = "DistributionList: required Marker, MaxItems, IsTruncated, Quantity"
SUMMARY = (
    "DistributionSummary: required Id, ARN, Status, LastModifiedTime, DomainName, Aliases, Origins, "
    "DefaultCacheBehavior, CacheBehaviors, CustomErrorResponses, Comment, PriceClass, Enabled, "
    "ViewerCertificate, Restrictions, WebACLId, HttpVersion, IsIPV6Enabled, Staging"
)


def _served(function: Callable[[Reply], Reply]) -> Hooks:
    """Lists are changed, and errors are not."""
    return Hooks(reply=lambda reply, params: function(reply) if reply.status == 200 else reply)


def _in_result(reply: Reply) -> Reply:
    opened = rb"<ListDistributionsByTrustStoreResult\1><DistributionList>"
    body = re.sub(rb"<DistributionList( xmlns=[^>]*)>", opened, reply.body)
    return replace(reply, body=body + b"</ListDistributionsByTrustStoreResult>")


def _in_config(reply: Reply) -> Reply:
    """What is in the configuration of a distribution stays in it, as in answers of GetDistribution."""
    pattern = rb"(<DistributionSummary>.*?<DomainName>[^<]*</DomainName>)(.*?)(</DistributionSummary>)"
    nested = rb"\1<DistributionConfig>\2</DistributionConfig>\3"
    return replace(reply, body=re.sub(pattern, nested, reply.body, flags=re.DOTALL))


def _python_bool(reply: Reply) -> Reply:
    found = re.sub(rb"<IsTruncated>true<", b"<IsTruncated>True<", reply.body)
    return replace(reply, body=re.sub(rb"<IsTruncated>false<", b"<IsTruncated>False<", found))


def _or_unused(params: Params) -> Params:
    return params | (
        {} if params["TrustStoreIdentifier"] in DISTRIBUTIONS else {"TrustStoreIdentifier": EMPTY_STORE}
    )


def _marker_if_given(output: Output, params: Params, page: Page | None) -> Output:
    return output if "Marker" in params else f.lacking(output, "Marker")


def _no_number(params: Params) -> bool:
    return not re.fullmatch(r"\s*[+-]?[0-9]+\s*", params.get("MaxItems", "1"))


def _without_false(distribution: Item) -> Item:
    return {name: value for name, value in distribution.items() if value is not False}


add(
    "root-result",
    "The root of the answer is ListDistributionsByTrustStoreResult, and DistributionList is in it. "
    "(floci-io/floci#1148)",
    "ListDistributionsByTrustStoreResult: payload DistributionList",
    lambda: _served(_in_result),
)
add(
    "summary-nested",
    "Origins, aliases and all the rest are in a DistributionConfig of each summary. (getmoto/moto#10126)",
    SUMMARY,
    lambda: _served(_in_config),
)
add(
    "marker-ignored",
    "Marker has no effect: every page is the first one. (Like getmoto/moto#5575, which uses no marker.)",
    "Marker: Use this field when paginating results to indicate where to begin in your list. The response "
    "includes items in the list that occur after the marker.",
    lambda: Hooks(position=lambda marker, params: 0),
)
add(
    "unknown-store-empty",
    "A trust store that does not exist has no distributions.",
    "EntityNotFound: The entity was not found.",
    lambda: f.params(_or_unused),
)
add(
    "marker-if-given",
    "Without a Marker in the request the answer has no Marker.",
    LIST,
    lambda: f.answer(_marker_if_given),
)
add(
    "max-items-of-page",
    "MaxItems is the number of distributions on the page.",
    "MaxItems: The value you provided for the MaxItems request parameter.",
    lambda: f.answers(lambda output: output | {"MaxItems": output["Quantity"]}),
)
add(
    "truncated-python",
    "IsTruncated is True or False, as Python writes it.",
    "IsTruncated: type boolean, in XML true or false. A flag that indicates whether more distributions "
    "remain to be listed.",
    lambda: _served(_python_bool),
)
add(
    "marker-inclusive",
    "A page begins with the distribution of its Marker, which was the last one of the page before.",
    "Marker: The response includes items in the list that occur after the marker.",
    f.doubles_at_border,
)
add(
    "aliases-without-items",
    "Elements CNAME are in Aliases, without Items. (Like the wrong form in laurilehmijoki/s3_website#270.)",
    "Aliases: required Quantity. Items: A complex type that contains the CNAME aliases, if any",
    lambda: _served(f.substitute(rb"<Items>((?:<CNAME>[^<]*</CNAME>)+)</Items>", rb"\1")),
)
add(
    "max-items-500",
    "A MaxItems that is no number is answered with 500.",
    "InvalidArgument: An argument is invalid.",
    lambda: f.crashes_if(_no_number),
)
add(
    "false-left-out",
    "Members of a summary that are false are left out, as by omitempty in Go.",
    SUMMARY,
    lambda: f.each("Items", _without_false),
)

# ec2.DescribeIpamScopes

add = in_operation("ec2.DescribeIpamScopes")
NEXT_SCOPES = (
    "NextToken: The token to use to retrieve the next page of results. This value is null when there are no "
    "more results to return."
)
AND = (
    "If you specify multiple filters, the filters are joined with an AND, and the request returns only "
    "results that match all of the specified filters."
)


def _all_scopes(page: Page, params: Params) -> Page:
    return Page(page.everything, 0, len(page.everything), page.everything, None)


def _found(test: Callable[[Item, list[Item]], bool]) -> Hooks:
    """The scopes are chosen by another test of a scope and the filters. IDs are looked at as before."""

    def items(scopes: list[Item], params: Params) -> list[Item]:
        ids = params.get("IpamScopeIds")
        return [
            one
            for one in SCOPES
            if (not ids or one["IpamScopeId"] in ids) and test(one, params.get("Filters", []))
        ]

    return Hooks(items=items)


def _any_tag(scope: Item, filters: list[Item]) -> bool:
    """Whether the value of any tag, whatever its key, is one that a filter tag:key asks for."""
    renamed = {"Key": "any", "Value": ""}
    tagged = scope | {"Tags": [renamed | {"Value": tag["Value"]} for tag in scope["Tags"]]}
    return all(
        scope_passes(tagged, one | {"Name": "tag:any"})
        if one["Name"].startswith("tag:")
        else scope_passes(scope, one)
        for one in filters
    )


def _lower(value: Any) -> Any:
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, dict):
        return {name: item if name == "Key" else _lower(item) for name, item in value.items()}
    return [_lower(item) for item in value] if isinstance(value, list) else value


def _any_case(scope: Item, filters: list[Item]) -> bool:
    return all(
        scope_passes(scope, one)
        if one["Name"] == "tag-key"
        else scope_passes(_lower(scope), one | {"Values": _lower(one["Values"])})
        for one in filters
    )


def _lower_name(one: Any) -> Any:
    name = one.get("Name") if isinstance(one, dict) else None
    if not isinstance(name, str) or name.lower().startswith("tag:"):
        return one
    return one | {"Name": name.lower()}


def _type_by_ids(scope: Item) -> Item:
    """The type as told from the IDs of the default scopes: what is not the private one is public."""
    private = scope["IsDefault"] and scope["IpamScopeType"] == "private"
    return scope | {"IpamScopeType": "private" if private else "public"}


add(
    "max-results-ignored",
    "All scopes are on one page, whatever MaxResults is. (stackshy/cloudemu#725)",
    "MaxResults: The maximum number of items to return for this request. To get the next page of items, make "
    "another request with the token returned in the output.",
    lambda: Hooks(page=_all_scopes),
)
add(
    "token-placeholder",
    "The last page has a NextToken, the word string. (getmoto/moto#9559)",
    NEXT_SCOPES,
    lambda: f.answers(lambda output: {"NextToken": "string", **output}),
)
add(
    "any-tag",
    "A filter tag:key compares the values of all tags. (getmoto/moto#4126)",
    "Tags: to find all resources that have a tag with the key Owner and the value TeamA, specify tag:Owner "
    "for the filter name and TeamA for the filter value.",
    lambda: _found(_any_tag),
)
add(
    "values-any-case",
    "Values of filters are compared without regard to case.",
    "Values: The filter values. Filter values are case-sensitive.",
    lambda: _found(_any_case),
)
add(
    "filters-either",
    "A scope that passes one of several filters is returned. (Like getmoto/moto#718.)",
    AND,
    lambda: _found(lambda scope, filters: not filters or any(scope_passes(scope, one) for one in filters)),
)
add(
    "names-any-case",
    "Names of filters are understood in any case.",
    "Name: The name of the filter. Filter names are case-sensitive.",
    lambda: f.change(
        "Filters", lambda given: [_lower_name(one) for one in given] if isinstance(given, list) else given
    ),
)
add(
    "filters-ignored-with-ids",
    "With IpamScopeIds the filters have no effect.",
    AND,
    lambda: f.params(lambda params: f.lacking(params, "Filters") if params.get("IpamScopeIds") else params),
)
add(
    "dry-run-ignored",
    "DryRun has no effect: the scopes are returned.",
    "DryRun: provides an error response. If you have the required permissions, the error response is "
    "DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "type-by-ids",
    "The type of a private scope that is not a default one is public, also if a filter asks for private "
    "ones. (faiscadev/fakecloud#1665 in review: the type was inferred from the IDs of the default scopes.)",
    "IpamScopeType: The type of the scope. The private scope is intended for all private IP address space. "
    "The public scope is intended for all public IP address space.",
    lambda: f.each("IpamScopes", _type_by_ids),
)
add(
    "max-results-below-5",
    "MaxResults from 1 to 4 is accepted.",
    "MaxResults: min 5, max 1000",
    lambda: f.overlook("MaxResults", "min", lambda value: value > 0),
)
add(
    "tags-element",
    "Tags are in an element tags.",
    "Tags: in the protocol ec2 the element tagSet",
    lambda: f.http(f.substitute(rb"(</?)tagSet>", rb"\1tags>")),
)
