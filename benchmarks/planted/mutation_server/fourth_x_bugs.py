"""The mistakes of part X of the set `fourth`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .fourth_x_operations import (
    ANALYSES,
    BALANCERS,
    BLOCK_FILTERS,
    BLOCKS,
    DETECTOR,
    GROUPS,
    LABEL,
    PRODUCTS,
    SHARDS,
    STREAM,
    block_passes,
    block_texts,
    findings_for,
    groups_of,
)
from .model import Hooks, Item, Output, Page, Params, Raw, Reply, Violation
from .operations import BUCKET
from .third_y_operations import milliseconds, wildcard
from .tokens import read


def _nothing_if(absent: Callable[[Params], bool], instead: Params) -> Hooks:
    """An empty list in place of an error about something that does not exist."""

    def params(params: Params) -> Params:
        return {**params, **instead, "nothing": True} if absent(params) else params

    return Hooks(params=params, items=lambda items, params: [] if "nothing" in params else items)


# dynamodbstreams.DescribeStream

add = in_operation("dynamodbstreams.DescribeStream")
LIMIT = "The maximum number of shard objects to return. The upper limit is 100."


def _description(function: Callable[[Output], Output]) -> Hooks:
    return f.answers(lambda output: {"StreamDescription": function(output["StreamDescription"])})


def _each_shard(function: Callable[[Item], Item]) -> Hooks:
    return _description(lambda stream: stream | {"Shards": [function(shard) for shard in stream["Shards"]]})


def _from_the_shard(shard_id: str, params: Params) -> int:
    parent = params.get("ShardFilter", {}).get("ShardId")
    known = [shard for shard in SHARDS if parent is None or shard.get("ParentShardId") == parent]
    return sum(shard["ShardId"] < shard_id for shard in known)


def _always_evaluated(output: Output, params: Params, page: Page | None) -> Output:
    stream = output["StreamDescription"]
    ids = [shard["ShardId"] for shard in stream["Shards"]]
    last = ids[-1] if ids else params.get("ExclusiveStartShardId")
    return {"StreamDescription": stream | ({"LastEvaluatedShardId": last} if last else {})}


def _of_kinesis(number: str) -> str:
    return "496119743002053157356946625453" + number


add(
    "start-shard-included",
    "The shard ExclusiveStartShardId is returned too. (localstack/localstack#6158)",
    "Use this value to start a new operation, excluding this value in the new request.",
    lambda: Hooks(position=_from_the_shard),
)
add(
    "last-evaluated-always",
    "LastEvaluatedShardId is in every answer, also where nothing follows.",
    "The only way to know when you have reached the end of the result set is when LastEvaluatedShardId is "
    "empty.",
    lambda: f.answer(_always_evaluated),
)
add(
    "limit-101",
    "Limit above 100 is accepted.",
    LIMIT,
    lambda: f.overlook("Limit", "rule"),
)
add(
    "limit-0",
    "Limit 0 is accepted and means 100.",
    "Limit: min 1",
    lambda: f.merged(
        f.overlook("Limit", "min", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 100),
    ),
)
add(
    "shard-filter-ignored",
    "ShardFilter has no effect. (localstack/localstack#13669)",
    "Contains the shardId of the parent shard for which you are requesting child shards.",
    lambda: f.drop("ShardFilter"),
)
add(
    "sequence-numbers-of-kinesis",
    "Sequence numbers have 56 digits, as in Kinesis. (localstack/localstack#3159)",
    "SequenceNumber: max 40",
    lambda: _each_shard(
        lambda shard: (
            shard
            | {
                "SequenceNumberRange": {
                    name: _of_kinesis(text) for name, text in shard["SequenceNumberRange"].items()
                }
            }
        )
    ),
)
add(
    "label-latest",
    "StreamLabel is the word latest. (BlackbirdWorks/gopherstack#1781)",
    "StreamLabel: A timestamp, in ISO 8601 format, for this stream.",
    lambda: _description(lambda stream: stream | {"StreamLabel": "latest"}),
)
add(
    "created-in-milliseconds",
    "CreationRequestDateTime is in milliseconds, as Date.now() is in JavaScript.",
    "CreationRequestDateTime: type timestamp, in JSON seconds since 1970",
    lambda: _description(
        lambda stream: (
            stream | {"CreationRequestDateTime": Raw(milliseconds(stream["CreationRequestDateTime"]))}
        )
    ),
)
add(
    "label-not-compared",
    "A stream is found by the name of its table, whatever label follows in the ARN.",
    "ResourceNotFoundException: The operation tried to access a nonexistent table or index.",
    lambda: f.params(
        lambda params: (
            params | ({"StreamArn": STREAM} if params["StreamArn"].startswith(STREAM[: -len(LABEL)]) else {})
        )
    ),
)
add(
    "parent-empty",
    "ParentShardId of a shard without a parent is an empty text.",
    "ShardId: min 28",
    lambda: _each_shard(lambda shard: {"ParentShardId": ""} | shard),
)

# guardduty.GetFindingsStatistics

add = in_operation("guardduty.GetFindingsStatistics")
EITHER = "You must provide either findingStatisticTypes or groupBy parameter, and not both."
ONLY_GROUPS = "You can use the maxResults and orderBy parameters only when using groupBy."
OCCURRING = (
    "Based on the orderBy parameter, this request returns either the most occurring finding types or the "
    "least occurring finding types."
)


def _both(one: Violation, params: Params) -> bool:
    return one.member == "GroupBy" and one.kind == "rule" and "GroupBy" in params


def _grouped(**defaults: Any) -> Hooks:
    """Other defaults of a request with GroupBy."""
    return f.params(lambda params: defaults | params if "GroupBy" in params else params)


def _each_group(function: Callable[[Item], Item]) -> Hooks:
    lists = {name for name, _ in GROUPS.values()}

    def answer(output: Output) -> Output:
        found = output["FindingStatistics"]
        changed = {name: [function(one) for one in found[name]] for name in found if name in lists}
        return {"FindingStatistics": found | changed}

    return f.answers(answer)


def _types_by_name(output: Output, params: Params, page: Page | None) -> Output:
    if params.get("GroupBy") != "FINDING_TYPE":
        return output
    groups = groups_of("FINDING_TYPE", findings_for(params))
    descending = params.get("OrderBy", "DESC") == "DESC"
    groups.sort(key=lambda group: str(group["FindingType"]), reverse=descending)
    return {"FindingStatistics": {"GroupedByFindingType": groups[: params.get("MaxResults", 25)]}}


def _greater_only(params: Params) -> Params:
    names = {"GreaterThanOrEqual": "GreaterThan", "Gte": "Gt"}
    criteria = params.get("FindingCriteria", {}).get("Criterion", {})
    changed = {
        field: {names.get(name, name): value for name, value in condition.items()}
        for field, condition in criteria.items()
    }
    return params | ({"FindingCriteria": {"Criterion": changed}} if criteria else {})


add(
    "both-kinds",
    "FindingStatisticTypes and GroupBy are accepted together, and GroupBy counts.",
    EITHER,
    lambda: Hooks(excuse=_both),
)
add(
    "order-without-group",
    "OrderBy and MaxResults are accepted with FindingStatisticTypes, and ignored.",
    ONLY_GROUPS,
    lambda: f.overlook("OrderBy|MaxResults", "rule"),
)
add(
    "ascending-by-default",
    "Without OrderBy the groups are in ascending order.",
    "The default value of orderBy is DESC.",
    lambda: _grouped(OrderBy="ASC"),
)
add(
    "types-by-name",
    "Finding types are sorted by their names, and not by how often they occur.",
    OCCURRING,
    lambda: f.answer(_types_by_name),
)
add(
    "max-results-ignored",
    "MaxResults has no effect.",
    "The maximum number of results to be returned in the response.",
    lambda: f.drop("MaxResults"),
)
add(
    "all-by-default",
    "Without MaxResults all groups are returned.",
    "The maximum number of results to be returned in the response. The default value is 25.",
    lambda: _grouped(MaxResults=10**6),
)
add(
    "last-generated-iso",
    "LastGeneratedAt is an ISO text, as are the times in findings.",
    "LastGeneratedAt: type timestamp, in JSON seconds since 1970",
    lambda: _each_group(
        lambda group: group | {"LastGeneratedAt": Raw(group["LastGeneratedAt"].isoformat(timespec="seconds"))}
    ),
)
add(
    "criteria-ignored",
    "FindingCriteria has no effect.",
    "Represents the criteria that is used for querying findings.",
    lambda: f.drop("FindingCriteria"),
)
add(
    "or-equal-excludes",
    "GreaterThanOrEqual leaves out what is equal.",
    "Represents a greater than or equal condition to be applied to a single field when querying for "
    "findings.",
    lambda: f.params(_greater_only),
)
add(
    "detector-any",
    "Any detector ID is accepted.",
    "The ID of the detector whose findings statistics you want to retrieve.",
    lambda: f.params(lambda params: params | {"DetectorId": DETECTOR}),
)

# elbv2.DescribeLoadBalancers

add = in_operation("elbv2.DescribeLoadBalancers")
NOT_FOUND = (
    "LoadBalancerNotFoundException (LoadBalancerNotFound): The specified load balancer does not exist."
)


def _page_size_crashes(params: Params) -> Params:
    if "PageSize" in params:
        raise TypeError("unsupported operand type(s) for +: 'int' and 'str'")
    return params


def _marker_crashes(marker: str, params: Params) -> None:
    if read(marker) is None:
        raise ValueError(f"{marker!r} is not in list")


def _zones_by_subnet(balancer: Item) -> Item:
    return balancer | {
        "AvailabilityZones": [{"ZoneName": zone["SubnetId"]} for zone in balancer["AvailabilityZones"]]
    }


def _unknown_name(params: Params) -> bool:
    return bool(set(params.get("Names", [])) - {balancer["LoadBalancerName"] for balancer in BALANCERS})


add(
    "page-size-500",
    "A request with PageSize is answered with 500. (getmoto/moto#1497)",
    "PageSize: The maximum number of results to return with this call.",
    lambda: f.params(_page_size_crashes),
)
add(
    "marker-500",
    "An unknown marker is answered with 500. (The code in getmoto/moto#1497 looks it up in a list.)",
    "The marker for the next set of results. (You received this marker from a previous call.)",
    lambda: Hooks(position=_marker_crashes),
)
add(
    "next-marker-empty",
    "The last page has an empty NextMarker. (floci-io/floci-ui#168)",
    "If there are additional results, this is the marker for the next set of results. Otherwise, this is "
    "null.",
    lambda: f.empty_token("NextMarker"),
)
add(
    "zone-is-subnet",
    "ZoneName is the ID of the subnet, and there is no SubnetId. (floci-io/floci#1206)",
    "ZoneName: The name of the Availability Zone. SubnetId: The ID of the subnet.",
    lambda: f.each("LoadBalancers", _zones_by_subnet),
)
add(
    "unknown-name-empty",
    "An unknown name leads to an empty list.",
    NOT_FOUND,
    lambda: _nothing_if(_unknown_name, {"Names": []}),
)
add(
    "not-found-of-shape",
    "The code of the error about an unknown load balancer is the name of its shape. (floci-io/floci-ui#168 "
    "tells of both names.)",
    NOT_FOUND,
    lambda: f.error_for("LoadBalancerNotFound", code="LoadBalancerNotFoundException"),
)
add(
    "first-name-only",
    "Only the first of Names counts.",
    "Names: The names of the load balancers.",
    lambda: f.params(lambda params: params | ({"Names": params["Names"][:1]} if params.get("Names") else {})),
)
add(
    "arns-21",
    "More than 20 ARNs are accepted.",
    "You can specify up to 20 load balancers in a single call.",
    lambda: f.overlook("LoadBalancerArns", "rule", lambda value: isinstance(value, list)),
)
add(
    "created-as-in-python",
    "CreatedTime is written as Python writes a datetime.",
    "CreatedTime: type timestamp, in XML ISO 8601, for example 2016-03-25T21:26:12.960Z",
    lambda: f.http(f.substitute(rb"(<CreatedTime>[0-9-]*)T([0-9:]*)Z", rb"\1 \2+00:00")),
)
add(
    "state-flat",
    "State is the code itself. (floci-io/floci-ui#168 tells of readers who make this mistake.)",
    "LoadBalancer: State is a structure with Code and Reason",
    lambda: f.http(f.substitute(rb"<State><Code>(\w+)</Code>.*?</State>", rb"<State>\1</State>")),
)

# servicecatalog.ListProvisionedProductPlans

add = in_operation("servicecatalog.ListProvisionedProductPlans")
LEVEL = "The access level to use to obtain results. The default is User."


def _plan_size(params: Params) -> int:
    return int(params.get("PageSize") or 20)


def _by_page_number() -> Hooks:
    def answer(output: Output, params: Params, page: Page | None) -> Output:
        if not page or page.token is None:
            return output
        return output | {"NextPageToken": str(page.stop // _plan_size(params))}

    def position(token: str, params: Params) -> int | None:
        return int(token) * _plan_size(params) if re.fullmatch("[0-9]{1,9}", token) else None

    return Hooks(answer=answer, position=position)


def _capital_key(params: Params) -> Params:
    level = params.get("AccessLevelFilter", {})
    if "Key" not in level:
        return params
    return params | {"AccessLevelFilter": level | {"Key": level["Key"].capitalize()}}


add(
    "token-is-page-number",
    "A token is the number of a page, whatever its size was. (Like the offsets in "
    "turbot/steampipe-plugin-aws#1889.)",
    "NextPageToken: The page token to use to retrieve the next set of results.",
    _by_page_number,
)
add(
    "next-token-empty",
    "The last page has an empty NextPageToken.",
    "If there are no additional results, this value is null.",
    lambda: f.empty_token("NextPageToken"),
)
add(
    "account-by-default",
    "Without AccessLevelFilter the plans of the account are returned.",
    LEVEL,
    lambda: f.params(lambda params: {"AccessLevelFilter": {"Key": "Account"}} | params),
)
add(
    "level-value-any",
    "The value of AccessLevelFilter may be any.",
    "The user to which the access level applies. The only supported value is self.",
    lambda: f.overlook(r"AccessLevelFilter\.Value", "rule"),
)
add(
    "level-key-any-case",
    "The key of AccessLevelFilter may be in any case.",
    "AccessLevelFilterKey: enumeration Account, Role, User",
    lambda: f.merged(
        f.overlook(r"AccessLevelFilter\.Key", "enum", f.matches("account|role|user", re.I)),
        f.params(_capital_key),
    ),
)
add(
    "product-ignored",
    "ProvisionProductId has no effect.",
    "Lists the plans for the specified provisioned product or all plans to which the user has access.",
    lambda: f.drop("ProvisionProductId"),
)
add(
    "unknown-product-empty",
    "An unknown provisioned product leads to an empty list.",
    "ResourceNotFoundException: The specified resource was not found.",
    lambda: _nothing_if(
        lambda params: params.get("ProvisionProductId", "pp-ggdj5gxkbsu32") not in PRODUCTS,
        {"ProvisionProductId": "pp-ggdj5gxkbsu32"},
    ),
)
add(
    "page-size-21",
    "PageSize above 20 is accepted.",
    "PageSize: max 20",
    lambda: f.overlook("PageSize", "max"),
)
add(
    "product-id-is-name",
    "ProvisionProductId is the name of the provisioned product.",
    r"ProvisionProductId: The product identifier. Id: pattern ^[a-zA-Z0-9_\-]*",
    lambda: f.each(
        "ProvisionedProductPlans",
        lambda plan: plan | {"ProvisionProductId": plan["ProvisionProductName"]},
    ),
)
add(
    "provisioned-product-names",
    "ProvisionProductId and ProvisionProductName are called ProvisionedProductId and ProvisionedProductName. "
    "(Like the names of members that floci-io/floci#2585 had to mend.)",
    "ProvisionedProductPlanSummary: members ProvisionProductId and ProvisionProductName",
    lambda: f.each(
        "ProvisionedProductPlans",
        lambda plan: {
            name.replace("ProvisionProduct", "ProvisionedProduct"): value for name, value in plan.items()
        },
    ),
)

# s3.ListBucketAnalyticsConfigurations

add = in_operation("s3.ListBucketAnalyticsConfigurations")
HUNDRED = "This action supports list pagination and does not return more than 100 configurations at a time."


def _one_tag(analysis: Item) -> Item:
    both = analysis.get("Filter", {}).get("And", {})
    if "Prefix" in both or not both:
        return analysis
    return analysis | {"Filter": {"And": {"Tags": both["Tags"][:1]}}}


def _in_a_list(reply: Reply, params: Params) -> Reply:
    tag = b"AnalyticsConfiguration"
    found = re.sub(
        rb"(<%b>.*</%b>)" % (tag, tag),
        rb"<%bList>\1</%bList>" % (tag, tag),
        reply.body,
        flags=re.DOTALL,
    )
    return replace(reply, body=found)


add(
    "never-truncated",
    "IsTruncated is always false, and no token is returned. (curtis0x/fake-s3#85)",
    "If there are more configurations to list, IsTruncated is set to true, and there will be a value in "
    "NextContinuationToken.",
    lambda: f.answer(
        lambda output, params, page: f.lacking(output, "NextContinuationToken") | {"IsTruncated": False}
    ),
)
add(
    "all-at-once",
    "All configurations are returned at once.",
    HUNDRED,
    lambda: Hooks(limit=lambda limit, params: len(ANALYSES)),
)
add(
    "truncated-without-token",
    "There is no NextContinuationToken where IsTruncated is true. (MathieuLoutre/mock-aws-s3#92, "
    "findify/s3mock#144)",
    "NextContinuationToken is sent when isTruncated is true, which indicates that there are more analytics "
    "configurations to list.",
    lambda: f.answers(lambda output: f.lacking(output, "NextContinuationToken")),
)
add(
    "token-ignored",
    "ContinuationToken has no effect: the first page comes again. (Like findify/s3mock#144.)",
    "The ContinuationToken that represents a placeholder from where this request should begin.",
    lambda: Hooks(position=lambda token, params: 0),
)
add(
    "token-not-echoed",
    "ContinuationToken is not in the answer.",
    "ContinuationToken: This value is present if it was sent in the request.",
    lambda: f.answers(lambda output: f.lacking(output, "ContinuationToken")),
)
add(
    "second-tag-dropped",
    "Only the first tag is in a conjunction of tags. (go-to-k/cdkd#1573)",
    "The operator must have at least two predicates in any combination",
    lambda: f.each("AnalyticsConfigurationList", _one_tag),
)
add(
    "missing-bucket-empty",
    "A bucket that does not exist has an empty list. (Like the answers without an implementation that "
    "localstack/localstack#8346 tells of.)",
    "Bucket: The name of the bucket from which analytics configurations are retrieved. (NoSuchBucket)",
    lambda: _nothing_if(lambda params: params["Bucket"] != BUCKET, {"Bucket": BUCKET}),
)
add(
    "empty-analysis-left-out",
    "StorageClassAnalysis is left out if it exports nothing.",
    "AnalyticsConfiguration: StorageClassAnalysis is required",
    lambda: f.each(
        "AnalyticsConfigurationList",
        lambda one: one if one["StorageClassAnalysis"] else f.lacking(one, "StorageClassAnalysis"),
    ),
)
add(
    "ampersand-not-escaped",
    "An ampersand in a prefix is written as it is.",
    "rest-xml: a document in XML, in which & and < are escaped",
    lambda: f.http(f.substitute(rb"(<Prefix>[^<]*)&amp;", rb"\1&")),
)
add(
    "list-not-flat",
    "The configurations are inside an element AnalyticsConfigurationList.",
    "AnalyticsConfigurationList: flattened, with the name AnalyticsConfiguration",
    lambda: Hooks(reply=_in_a_list),
)

# ec2.DescribeCapacityBlocks

add = in_operation("ec2.DescribeCapacityBlocks")
ALL_FILTERS = (
    "Filters can be used to match a set of resources by specific criteria, such as tags, attributes, or IDs."
)
NAMED = (
    "Filters: capacity-block-id, ultraserver-type, availability-zone, start-date, end-date, create-date, "
    "state, tags"
)


def _blocks_like(passes: Callable[[Item, Item], bool]) -> Hooks:
    """Filters are compared in another way."""

    def items(blocks: list[Item], params: Params) -> list[Item]:
        wanted = params.get("CapacityBlockIds")
        return [
            block
            for block in BLOCKS
            if (not wanted or block["CapacityBlockId"] in wanted)
            and all(passes(block, entry) for entry in params.get("Filters", []))
        ]

    return Hooks(items=items)


def _any_case(block: Item, entry: Item) -> bool:
    texts = [text.lower() for text in block_texts(block, entry["Name"])]
    return any(wildcard(value.lower(), text) for value in entry.get("Values", []) for text in texts)


def _known_filters(params: Params) -> Params:
    known = [one for one in params.get("Filters", []) if one.get("Name") in BLOCK_FILTERS]
    return params | ({"Filters": known} if "Filters" in params else {})


def _first_values(params: Params) -> Params:
    if "Filters" not in params:
        return params
    return params | {"Filters": [one | {"Values": one.get("Values", [])[:1]} for one in params["Filters"]]}


def _in_milliseconds(block: Item) -> Item:
    return {
        name: Raw(str(milliseconds(value))) if isinstance(value, datetime) else value
        for name, value in block.items()
    }


def _token_string() -> Hooks:
    return Hooks(
        answer=lambda output, params, page: {"NextToken": "string", **output},
        position=lambda token, params: 0 if token == "string" else None,
    )


add(
    "filters-ignored-with-ids",
    "Filters have no effect beside CapacityBlockIds. (localstack/localstack#8226)",
    ALL_FILTERS,
    lambda: f.params(
        lambda params: f.lacking(params, "Filters") if params.get("CapacityBlockIds") else params
    ),
)
add(
    "first-value-only",
    "Only the first value of a filter counts.",
    "If you specify multiple values for a filter, the values are joined with an OR",
    lambda: f.params(_first_values),
)
add(
    "unknown-filter-ignored",
    "A filter of an unknown name has no effect. (Like floci-io/floci#3772.)",
    NAMED,
    lambda: f.merged(f.overlook(r"Filter\.\d+\.Name", "rule"), f.params(_known_filters)),
)
add(
    "values-any-case",
    "Values of filters are compared without case.",
    "Filter values are case-sensitive.",
    lambda: _blocks_like(_any_case),
)
add(
    "dates-never-match",
    "The filters start-date, end-date and create-date find nothing, as a time is compared with a text.",
    "start-date - The date and time at which the Capacity Block was started.",
    lambda: _blocks_like(
        lambda block, entry: not entry["Name"].endswith("-date") and block_passes(block, entry)
    ),
)
add(
    "next-token-string",
    "The last page has the NextToken string, which leads to the first page. (getmoto/moto#9559)",
    "This value is null when there are no more results to return.",
    _token_string,
)
add(
    "unknown-token-restarts",
    "A token that no answer had leads to the first page.",
    "The token to use to retrieve the next page of results.",
    lambda: f.any_token("NextToken"),
)
add(
    "max-results-0",
    "MaxResults 0 is accepted and means 1000.",
    "MaxResults: min 1",
    lambda: f.merged(
        f.overlook("MaxResults", "min", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 1000),
    ),
)
add(
    "states-with-underscores",
    "The states payment-pending and payment-failed have underscores.",
    "State: enumeration ..., scheduled, payment-pending, payment-failed",
    lambda: f.each("CapacityBlocks", lambda block: block | {"State": block["State"].replace("-", "_")}),
)
add(
    "dates-in-milliseconds",
    "The dates of a block are milliseconds since 1970, as the name of their shape suggests.",
    "MillisecondDateTime: type timestamp, in the EC2 protocol ISO 8601",
    lambda: f.each("CapacityBlocks", _in_milliseconds),
)
