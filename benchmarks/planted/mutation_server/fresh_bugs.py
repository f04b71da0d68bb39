"""The mistakes of the set `fresh`, in operations that the first set does not have."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .fresh_operations import (
    EVENTS,
    FUNCTIONS,
    INSTANCES,
    LOG_STREAMS,
    SNAPSHOTS,
    owned,
    passes,
    versions_after,
    versions_page,
)
from .model import Hooks, Item, Output, Page, Params, Raw, Reply
from .operations import NOW

# lambda.ListFunctions

add = in_operation("lambda.ListFunctions")
MAX_50 = (
    "Note that ListFunctions returns a maximum of 50 items in each response, even if you set the number "
    "higher."
)
add(
    "region-without-all",
    "MasterRegion is accepted without FunctionVersion.",
    "If specified, you must set FunctionVersion to ALL.",
    lambda: f.overlook("MasterRegion", "rule"),
)
add(
    "region-any-text",
    "MasterRegion may be any lower-case text with hyphens.",
    r"MasterRegion: pattern ALL|(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}",
    lambda: f.overlook("MasterRegion", "pattern", f.matches("[a-z0-9-]+")),
)
add(
    "version-any-case",
    "FunctionVersion is compared without case.",
    "FunctionVersion: enumeration ALL",
    lambda: f.overlook("FunctionVersion", "enum", f.matches("all", re.I)),
)
add(
    "max-items-10001",
    "MaxItems has no upper bound.",
    "MaxItems: max 10000",
    lambda: f.overlook("MaxItems", "max"),
)
add(
    "more-than-50",
    "A page has all the functions that MaxItems allows.",
    MAX_50,
    lambda: Hooks(limit=lambda limit, params: params.get("MaxItems", limit)),
)
add(
    "marker-decoded-carelessly",
    "A Marker that nobody issued ends in an internal error.",
    "InvalidParameterValueException: One of the parameters in the request is not valid.",
    lambda: Hooks(
        error=lambda refusal, params: (
            replace(refusal, code="ServiceException", status=500, sender=False)
            if "Marker" in params and "Marker" in refusal.message
            else refusal
        )
    ),
)
add(
    "marker-forgets-all",
    "Pages after the first are those of a request without FunctionVersion.",
    "Set FunctionVersion to ALL to include all published versions of each function.",
    lambda: Hooks(
        page=lambda page, params: (
            replace(page, items=FUNCTIONS[page.start : page.stop])
            if page.start and params.get("FunctionVersion")
            else page
        )
    ),
)
add(
    "loses-at-border",
    "The first function of each later page is lost.",
    "Specify the pagination token that's returned by a previous request to retrieve the next page of "
    "results.",
    f.loses_at_border,
)
add(
    "runtime-capital",
    "A runtime is written with a capital letter.",
    "Runtime: enumeration, with python3.13",
    lambda: f.entry("Functions", lambda item: item | {"Runtime": str(item["Runtime"]).capitalize()}),
)
add(
    "modified-epoch",
    "LastModified is a number of seconds.",
    "The date and time that the function was last updated, in ISO-8601 format (YYYY-MM-DDThh:mm:ss.sTZD).",
    lambda: f.answers(
        lambda output: {
            **output,
            "Functions": [
                one | {"LastModified": Raw(1715938200 + at)} for at, one in enumerate(output["Functions"])
            ],
        }
    ),
)
add(
    "timeout-text",
    "Timeout is text.",
    "Timeout: type integer",
    lambda: f.entry("Functions", lambda item: item | {"Timeout": Raw(str(item["Timeout"]))}, last=True),
)
add(
    "list-misnamed",
    "NextMarker of the last page is null and the list is called functions.",
    "Functions: A list of Lambda functions.",
    lambda: f.answers(lambda output: {"NextMarker": Raw(None), "functions": output["Functions"]}),
)

# kinesis.ListStreams

add = in_operation("kinesis.ListStreams")
MORE = "You can detect if there are more streams available to list by using the HasMoreStreams flag."


def _without_more(output: Output) -> Output:
    return {name: value for name, value in output.items() if name != "HasMoreStreams" or value}


add(
    "never-more",
    "HasMoreStreams is always false.",
    MORE,
    lambda: f.answers(lambda output: output | {"HasMoreStreams": False}),
)
add(
    "more-only-if-true",
    "HasMoreStreams is left out if it is false.",
    "HasMoreStreams: required",
    lambda: f.answers(_without_more),
)
add(
    "start-inclusive",
    "The stream that the list starts after is returned again.",
    "you can request more streams by using the name of the last stream returned by the ListStreams request "
    "in the ExclusiveStartStreamName parameter",
    lambda: f.params(
        lambda params: (
            params | {"ExclusiveStartStreamName": params["ExclusiveStartStreamName"][:-1]}
            if "ExclusiveStartStreamName" in params
            else params
        )
    ),
)
add(
    "start-ignored",
    "ExclusiveStartStreamName has no effect.",
    "ExclusiveStartStreamName: The name of the stream to start the list with.",
    lambda: f.drop("ExclusiveStartStreamName"),
)
add(
    "start-with-space",
    "ExclusiveStartStreamName may have spaces.",
    "ExclusiveStartStreamName: pattern [a-zA-Z0-9_.-]+",
    lambda: f.overlook("ExclusiveStartStreamName", "pattern", f.matches("[a-zA-Z0-9_. -]+")),
)
add(
    "start-too-long",
    "ExclusiveStartStreamName may be of any length.",
    "ExclusiveStartStreamName: max 128",
    lambda: f.overlook("ExclusiveStartStreamName", "max"),
)
add(
    "summaries-of-all",
    "StreamSummaries has all streams, whatever Limit says.",
    "Limit: The maximum number of streams to list.",
    lambda: Hooks(
        answer=lambda output, params, page: output | {"StreamSummaries": page.everything if page else []}
    ),
)
add(
    "over-100-refused",
    "A Limit above 100 is refused.",
    "If you specify a value greater than 100, at most 100 results are returned.",
    lambda: f.demand("Limit", lambda value: isinstance(value, int) and value > 100),
)
add(
    "limit-as-text",
    "Limit may be text.",
    "Limit: type integer",
    lambda: f.change("Limit", lambda value: int(value) if str(value).isdigit() else value),
)
add(
    "status-lower",
    "A status is in lower case.",
    "StreamStatus: CREATING, DELETING, ACTIVE, UPDATING",
    lambda: f.entry(
        "StreamSummaries", lambda item: item | {"StreamStatus": str(item["StreamStatus"]).lower()}
    ),
)
add(
    "created-as-text",
    "StreamCreationTimestamp is ISO text.",
    "StreamCreationTimestamp: type timestamp, in JSON seconds since 1970",
    lambda: f.entry(
        "StreamSummaries",
        lambda item: item | {"StreamCreationTimestamp": Raw(item["StreamCreationTimestamp"].isoformat())},
    ),
)
add(
    "doubles-at-border",
    "The last stream of a page comes again on the next one.",
    "The group of stream names returned by the subsequent request is then added to the list.",
    f.doubles_at_border,
)

# logs.FilterLogEvents

add = in_operation("logs.FilterLogEvents")
BOTH = (
    "If you specify a value for both logStreamNamePrefix and logStreamNames, the action returns an "
    "InvalidParameterException error."
)


def _by_stream(events: list[Item], params: Params) -> list[Item]:
    return sorted(events, key=lambda event: str(event["logStreamName"]))


def _prefix_inside(events: list[Item], params: Params) -> list[Item]:
    prefix = params.get("logStreamNamePrefix")
    return [event for event in EVENTS if prefix in event["logStreamName"]] if prefix else events


def _first_stream(params: Params) -> Params:
    return params | {"logStreamNames": params["logStreamNames"][:1]} if "logStreamNames" in params else params


def _started_in_seconds(params: Params) -> Params:
    return params | {"startTime": params["startTime"] // 1000} if "startTime" in params else params


add(
    "name-and-identifier",
    "logGroupName and logGroupIdentifier are accepted together.",
    "You must include one of these two parameters, but you can't include both.",
    lambda: f.overlook("logGroupName", "rule"),
)
add(
    "names-and-prefix",
    "logStreamNames and logStreamNamePrefix are accepted together.",
    BOTH,
    lambda: f.overlook("logStreamNames", "rule"),
)
add(
    "end-exclusive",
    "Events at endTime are left out.",
    "endTime: Events with a timestamp later than this time are not returned.",
    lambda: f.params(
        lambda params: params | {"endTime": params["endTime"] - 1} if "endTime" in params else params
    ),
)
add(
    "start-in-seconds",
    "startTime is taken for seconds, so that it leaves nothing out.",
    "startTime: expressed as the number of milliseconds after Jan 1, 1970 00:00:00 UTC. Events with a "
    "timestamp before this time are not returned.",
    lambda: f.params(_started_in_seconds),
)
add(
    "limit-10001",
    "A limit of 10001 is accepted.",
    "limit: max 10000",
    lambda: f.overlook("limit", "max", lambda value: value == 10001),
)
add(
    "limit-ignored",
    "limit has no effect.",
    "Specifying the limit parameter only guarantees that a single page doesn't return more log events than "
    "the specified limit",
    lambda: Hooks(limit=lambda limit, params: 10000),
)
add(
    "prefix-anywhere",
    "The prefix may stand anywhere in the name of a stream.",
    "log streams that have names starting with this prefix",
    lambda: f.items(_prefix_inside),
)
add(
    "first-stream-only",
    "Only the first of logStreamNames counts.",
    "Filters the results to only logs from the log streams in this list.",
    lambda: f.params(_first_stream),
)
add(
    "no-streams-accepted",
    "An empty list of streams is accepted and means all.",
    "logStreamNames: min 1",
    lambda: f.merged(
        f.overlook("logStreamNames", "min"),
        f.params(lambda params: params | {"logStreamNames": params.get("logStreamNames") or LOG_STREAMS}),
    ),
)
add(
    "always-from-head",
    "startFromHead false has no effect.",
    "If the value is false, the latest log events are returned first.",
    lambda: f.drop("startFromHead"),
)
add(
    "tail-of-old-times",
    "startFromHead false is accepted with a startTime before 2024.",
    "A request with startFromHead set to false and a startTime before this date returns an "
    "InvalidParameterException.",
    lambda: f.overlook("startFromHead", "rule"),
)
add(
    "stream-by-stream",
    "Events are sorted by their streams.",
    "The returned log events are sorted by event timestamp",
    lambda: f.items(_by_stream),
)
add(
    "timestamp-text",
    "The timestamp of an event is text.",
    "timestamp: type long",
    lambda: f.entry("events", lambda event: event | {"timestamp": Raw(str(event["timestamp"]))}),
)
add(
    "searched-streams",
    "searchedLogStreams tells the streams.",
    "This parameter returns an empty list.",
    lambda: f.answers(
        lambda output: (
            output
            | {
                "searchedLogStreams": [
                    {"logStreamName": name, "searchedCompletely": True} for name in LOG_STREAMS
                ]
            }
        )
    ),
)
add(
    "goes-round",
    "The last page has a token, which leads to the first page.",
    "If the results don't include a nextToken, then pagination is finished.",
    lambda: f.token_goes_round("nextToken"),
)

# rds.DescribeDBInstances

add = in_operation("rds.DescribeDBInstances")
BOUNDS = "MaxRecords: Minimum 20, maximum 100."


def _any_case(params: Params) -> bool:
    name = params.get("DBInstanceIdentifier")
    return isinstance(name, str) and name != name.lower()


def _case_matters(params: Params) -> Params:
    # A name with a capital letter becomes one that no instance has.
    return (
        params | {"DBInstanceIdentifier": params["DBInstanceIdentifier"] + "-?"}
        if _any_case(params)
        else params
    )


def _engines(instances: list[Item], params: Params) -> list[Item]:
    asked = [entry["Values"] for entry in params.get("Filters", []) if entry["Name"] == "engine"]
    if not asked or len(params) > 1:
        return instances
    return [
        one for one in INSTANCES if all(any(one["Engine"].startswith(v) for v in values) for values in asked)
    ]


def _unknown_is_empty(reply: Reply, params: Params) -> Reply:
    if reply.status != 404:
        return reply
    inner = b"<DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult>"
    start = b'<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">'
    return replace(reply, status=200, body=start + inner + b"</DescribeDBInstancesResponse>")


add(
    "max-records-19",
    "MaxRecords 1 to 19 is accepted.",
    BOUNDS,
    lambda: f.overlook("MaxRecords", "rule", lambda value: 1 <= value < 20),
)
add(
    "max-records-101",
    "MaxRecords 101 is accepted.",
    BOUNDS,
    lambda: f.overlook("MaxRecords", "rule", lambda value: value == 101),
)
add(
    "max-records-20-refused",
    "MaxRecords 20 is refused.",
    BOUNDS,
    lambda: f.demand("MaxRecords", lambda value: value == 20),
)
add(
    "identifier-case",
    "DBInstanceIdentifier is compared with its case.",
    "DBInstanceIdentifier: This parameter isn't case-sensitive.",
    lambda: f.params(_case_matters),
)
add(
    "unknown-is-empty",
    "An identifier that no instance has is answered with an empty list.",
    "If supplied, must match the identifier of an existing DB instance. DBInstanceNotFoundFault: "
    "DBInstanceIdentifier doesn't refer to an existing DB instance.",
    lambda: f.replies(_unknown_is_empty),
)
add(
    "shape-for-code",
    "The code of the error is the name of its shape.",
    "DBInstanceNotFoundFault: code DBInstanceNotFound",
    lambda: Hooks(
        error=lambda refusal, params: (
            replace(refusal, code="DBInstanceNotFoundFault")
            if refusal.code == "DBInstanceNotFound"
            else refusal
        )
    ),
)
add(
    "not-found-400",
    "An identifier that no instance has is refused with the status 400.",
    "DBInstanceNotFoundFault: HTTP Status Code: 404",
    lambda: f.error_for("DBInstanceNotFound", status=400),
)
add(
    "engine-prefix",
    "An engine passes if it begins with a value of the filter.",
    "engine - Accepts engine names. The results list only includes information about the DB instances for "
    "these engines.",
    lambda: f.items(_engines),
)
add(
    "filter-without-values",
    "A filter without Values is accepted and lets everything pass.",
    "Filter: Values is required",
    lambda: f.merged(
        f.overlook(r"Filters\.[0-9]+\.member\.Values", "required"),
        f.params(
            lambda params: (
                params | {"Filters": [one for one in params["Filters"] if "Values" in one]}
                if "Filters" in params
                else params
            )
        ),
    ),
)
add(
    "multi-az-text",
    "MultiAZ is Yes or No.",
    "MultiAZ: type boolean",
    lambda: f.http(
        lambda reply: replace(
            reply,
            body=reply.body.replace(b"<MultiAZ>true<", b"<MultiAZ>Yes<").replace(
                b"<MultiAZ>false<", b"<MultiAZ>No<"
            ),
        )
    ),
)
add(
    "created-without-zone",
    "InstanceCreateTime is a local time with a space.",
    "InstanceCreateTime: type timestamp, in XML ISO 8601",
    lambda: f.http(
        f.substitute(rb"(<InstanceCreateTime>[0-9-]{10})T([0-9:]{8})Z", rb"\1 \2"),
    ),
)
add(
    "storage-with-unit",
    "AllocatedStorage has a unit.",
    "AllocatedStorage: type integer, the amount of storage in gibibytes",
    lambda: f.http(f.substitute(rb"<AllocatedStorage>([0-9]+)<", rb"<AllocatedStorage>\1 GiB<")),
)
add(
    "repeats-at-border",
    "The last instance of a page stands in the place of the first of the next one.",
    "If this parameter is specified, the response includes only records beyond the marker",
    f.repeats_at_border,
)
add(
    "marker-ignores-limit",
    "A page after the first has all the rest.",
    "the response includes only records beyond the marker, up to the value specified by MaxRecords",
    lambda: Hooks(
        page=lambda page, params: (
            replace(page, items=page.everything[page.start :], token=None) if page.start else page
        )
    ),
)

# ec2.DescribeSnapshots

add = in_operation("ec2.DescribeSnapshots")
OWNERS = "You can specify a combination of Amazon Web Services account IDs, self, and amazon."
OR = (
    "If you specify multiple values for a filter, the values are joined with an OR, and the request returns "
    "all results that match any of the specified values."
)


def _owners_anded(snapshots: list[Item], params: Params) -> list[Item]:
    owners = params.get("OwnerIds", [])
    return [one for one in snapshots if all(owned(one, owner) for owner in owners)]


def _no_self(snapshots: list[Item], params: Params) -> list[Item]:
    owners = params.get("OwnerIds")
    if not owners:
        return snapshots
    return [one for one in snapshots if one["OwnerId"] in owners or one.get("OwnerAlias") in owners]


def _values_anded(snapshots: list[Item], params: Params) -> list[Item]:
    filters = params.get("Filters", [])
    single = [{"Name": one["Name"], "Values": [value]} for one in filters for value in one.get("Values", [])]
    return [one for one in snapshots if all(passes(one, entry) for entry in single)]


def _values_any_case(snapshots: list[Item], params: Params) -> list[Item]:
    if set(params) - {"Filters", "MaxResults"} or not params.get("Filters"):
        return snapshots

    def lower(item: Any) -> Any:
        if isinstance(item, dict):
            return {name: value if name == "Name" else lower(value) for name, value in item.items()}
        return [lower(one) for one in item] if isinstance(item, list) else _lower(item)

    return [one for one in SNAPSHOTS if all(passes(lower(one), lower(entry)) for entry in params["Filters"])]


def _lower(item: Any) -> Any:
    return item.lower() if isinstance(item, str) else item


def _as_query(reply: Reply, params: Params) -> Reply:
    found = re.search(rb"<Error>(.*)</Error>", reply.body, re.S)
    if reply.status < 400 or not found:
        return reply
    inner = b"<ErrorResponse><Error><Type>Sender</Type>" + found[1] + b"</Error></ErrorResponse>"
    return replace(reply, body=inner)


def _known_ids(params: Params) -> Params:
    known = {one["SnapshotId"] for one in SNAPSHOTS}
    return params | (
        {
            "SnapshotIds": [one for one in params["SnapshotIds"] if one in known]
            or [SNAPSHOTS[0]["SnapshotId"]]
        }
        if "SnapshotIds" in params
        else {}
    )


add(
    "self-unknown",
    "The owner self matches nothing.",
    "self for snapshots that you own",
    lambda: f.items(_no_self),
)
add("owners-anded", "A snapshot must have all the owners.", OWNERS, lambda: f.items(_owners_anded))
add(
    "values-anded",
    "A snapshot must have all the values of a filter.",
    OR,
    lambda: f.items(_values_anded),
)
add(
    "values-any-case",
    "Values of filters are compared without case.",
    "Filter values are case-sensitive.",
    lambda: f.items(_values_any_case),
)
add(
    "restorable-ignored",
    "RestorableByUserIds has no effect.",
    "If you specify a list of restorable users, only snapshots with create snapshot permissions for those "
    "users are returned.",
    lambda: f.drop("RestorableByUserIds"),
)
add(
    "unknown-id-skipped",
    "Identifiers of no snapshot are skipped, and the first snapshot is returned if none is left.",
    "If you specify an invalid snapshot ID, an error is returned.",
    lambda: f.params(_known_ids),
)
add(
    "dry-run-does-it",
    "DryRun has no effect.",
    "If you have the required permissions, the error response is DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "dry-run-success",
    "DryRun is answered with an empty list and the status 200.",
    "Checks whether you have the required permissions for the action, without actually making the request, "
    "and provides an error response.",
    lambda: f.replies(
        lambda reply, params: (
            replace(
                reply,
                status=200,
                body=b"<DescribeSnapshotsResponse><snapshotSet/></DescribeSnapshotsResponse>",
            )
            if reply.status == 412
            else reply
        )
    ),
)
add(
    "errors-of-query",
    "Errors have the XML of the query protocol.",
    "ec2 protocol: Response, Errors, Error",
    lambda: f.replies(_as_query),
)
add(
    "encrypted-capital",
    "Encrypted is True or False, as Python writes it.",
    "Encrypted: type boolean",
    lambda: f.http(
        lambda reply: replace(
            reply,
            body=reply.body.replace(b"<encrypted>true<", b"<encrypted>True<").replace(
                b"<encrypted>false<", b"<encrypted>False<"
            ),
        )
    ),
)
add(
    "state-complete",
    "The state of a snapshot is complete.",
    "State: pending, completed, error, recoverable, recovering",
    lambda: f.entry("Snapshots", f.put(State="complete")),
)
add(
    "empty-token",
    "The last page has an empty nextToken.",
    "This value is null when there are no more items to return.",
    lambda: f.empty_token("NextToken"),
)
add(
    "max-results-ignored",
    "MaxResults has no effect.",
    "The maximum number of items to return for this request.",
    lambda: Hooks(limit=lambda limit, params: 1000),
)
add(
    "one-cursor",
    "All callers share one cursor.",
    "NextToken: Pagination continues from the end of the items returned by the previous request.",
    lambda: f.one_cursor("NextToken"),
)

# s3.ListObjectVersions

add = in_operation("s3.ListObjectVersions")


def _pages(function: Callable[[Params, list[Item]], Output]) -> Hooks:
    """The answer is made again from the versions after the markers."""
    return Hooks(answer=lambda output, params, page: function(params, versions_after(params)))


def _all_versions(output: Output, function: Callable[[Item], Item]) -> Output:
    names = [name for name in ("Versions", "DeleteMarkers") if name in output]
    return output | {name: [function(one) for one in output[name]] for name in names}


def _markers_not_counted(params: Params, found: list[Item]) -> Output:
    limit, count = min(params.get("MaxKeys", 1000), 1000), 0
    for at, entry in enumerate(found):
        count += "deleted" not in entry
        if count > limit:
            return versions_page(params | {"MaxKeys": at}, found) | {"MaxKeys": limit}
    return versions_page(params | {"MaxKeys": len(found) if limit else 0}, found) | {"MaxKeys": limit}


def _marker_not_encoded(output: Output, params: Params, page: Page | None) -> Output:
    return output | {"KeyMarker": params.get("KeyMarker", "")}


def _without(*names: str) -> Hooks:
    return f.answers(lambda output: {name: output[name] for name in output if name not in names})


add(
    "version-marker-ignored",
    "A page begins after all versions of KeyMarker, so that versions are lost.",
    "Use this value for the version-id-marker request parameter in a subsequent request.",
    lambda: f.drop("VersionIdMarker"),
)
add(
    "version-marker-missing",
    "NextVersionIdMarker is never returned.",
    "NextVersionIdMarker: When the number of responses exceeds the value of MaxKeys, NextVersionIdMarker "
    "specifies the first object version not returned that satisfies the search criteria.",
    lambda: _without("NextVersionIdMarker"),
)
add(
    "never-truncated",
    "IsTruncated is always false.",
    "A flag that indicates whether Amazon S3 returned all of the results that satisfied the search criteria.",
    lambda: f.answers(lambda output: output | {"IsTruncated": False}),
)
add(
    "all-latest",
    "Each version of an object is the latest.",
    "Specifies whether the object is (true) or is not (false) the latest version of an object.",
    lambda: f.answers(lambda output: _all_versions(output, f.put(IsLatest=True))),
)
add(
    "markers-not-counted",
    "Delete markers do not count for MaxKeys.",
    "The response might contain fewer keys but will never contain more.",
    lambda: _pages(_markers_not_counted),
)
add(
    "one-too-many",
    "A page has one entry more than MaxKeys.",
    "The response might contain fewer keys but will never contain more.",
    lambda: _pages(
        lambda params, found: (
            versions_page(params | {"MaxKeys": params.get("MaxKeys", 1000) + 1}, found)
            | {"MaxKeys": params.get("MaxKeys", 1000)}
        )
    ),
)
add(
    "prefixes-come-again",
    "CommonPrefixes are returned on later pages too.",
    "CommonPrefixes is filtered out from results if it is not lexicographically greater than the key-marker.",
    lambda: Hooks(
        answer=lambda output, params, page: versions_page(params, versions_after(params, roll_up_again=True))
    ),
)
add(
    "encoding-not-told",
    "EncodingType is not in the answer, though keys are encoded.",
    "If you specify the encoding-type request parameter, Amazon S3 includes this element in the response",
    lambda: _without("EncodingType"),
)
add(
    "key-marker-not-encoded",
    "KeyMarker is not encoded.",
    "and returns encoded key name values in the following response elements: KeyMarker, NextKeyMarker, "
    "Prefix, Key, and Delimiter.",
    lambda: Hooks(answer=_marker_not_encoded),
)
add(
    "prefix-anywhere",
    "The prefix may stand anywhere in a key.",
    "Use this parameter to select only those keys that begin with the specified prefix.",
    lambda: Hooks(
        answer=lambda output, params, page: (
            versions_page(
                params,
                [
                    one
                    for one in versions_after(params | {"Prefix": ""})
                    if str(params["Prefix"]) in str(one.get("Key", one.get("Prefix")))
                ],
            )
            if params.get("Prefix") and not params.get("Delimiter")
            else output
        )
    ),
)
add(
    "owner-not-checked",
    "ExpectedBucketOwner has no effect.",
    "If the account ID that you provide does not match the actual owner of the bucket, the request fails "
    "with the HTTP status code 403 Forbidden (access denied).",
    lambda: f.drop("ExpectedBucketOwner"),
)
add(
    "size-fraction",
    "Size has a fraction.",
    "Size: type long",
    lambda: f.http(f.substitute(rb"<Size>([0-9]+)<", rb"<Size>\1.0<")),
)
add(
    "attributes-any",
    "OptionalObjectAttributes may have any value.",
    "OptionalObjectAttributes: enumeration RestoreStatus",
    lambda: f.overlook(r"OptionalObjectAttributes\..*", "enum"),
)

# s3.HeadObject

add = in_operation("s3.HeadObject")
NO_BODY = "The response is identical to the GET response except that there is no response body."


def _header(name: str, function: Callable[[str], str | None]) -> Hooks:
    """One header of the answer is changed, or left out."""

    def change(reply: Reply, params: Params) -> Reply:
        if name not in reply.headers or reply.status != 200:
            return reply
        value = function(reply.headers[name])
        rest = {key: text for key, text in reply.headers.items() if key != name}
        return replace(reply, headers=rest | ({} if value is None else {name: value}))

    return f.replies(change)


def _with_body(reply: Reply, params: Params) -> Reply:
    if reply.status < 400:
        return reply
    body = b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>"
    return replace(reply, body=body, headers=reply.headers | {"Content-Type": "application/xml"})


add("body-of-errors", "Errors have a body.", NO_BODY, lambda: f.replies(_with_body))
add(
    "length-zero",
    "Content-Length is 0, as there is no body.",
    NO_BODY,
    lambda: _header("Content-Length", lambda text: "0"),
)
add(
    "modified-iso",
    "Last-Modified is ISO text.",
    "LastModified: type timestamp, in headers an HTTP date",
    lambda: _header("Last-Modified", lambda text: "2024-05-17T21:30:00Z"),
)
add(
    "modified-local",
    "Last-Modified has a zone of its own, three hours off.",
    "LastModified: type timestamp, in headers an HTTP date, which is in GMT",
    lambda: _header("Last-Modified", lambda text: format_datetime(NOW).replace("+0000", "CEST")),
)
add(
    "none-match-ignored",
    "IfNoneMatch has no effect.",
    "Return the object only if its entity tag (ETag) is different from the one specified; otherwise, return "
    "a 304 (not modified) error.",
    lambda: f.drop("IfNoneMatch"),
)
add(
    "if-match-304",
    "An IfMatch that does not hold is answered with 304.",
    "Return the object only if its entity tag (ETag) is the same as the one specified; otherwise, return a "
    "412 (precondition failed) error.",
    lambda: f.error_for("PreconditionFailed", status=304),
)
add(
    "unmodified-ignored",
    "IfUnmodifiedSince has no effect.",
    "Return the object only if it has not been modified since the specified time; otherwise, return a 412 "
    "(precondition failed) error.",
    lambda: f.drop("IfUnmodifiedSince"),
)
add(
    "range-beyond",
    "A range beyond the object is answered with the object.",
    "If the Range is not satisfiable, S3 returns a 416 - Requested Range Not Satisfiable error.",
    lambda: f.params(
        lambda params: (
            {name: value for name, value in params.items() if name != "Range"}
            if re.match(r"bytes=[0-9]{5,}", str(params.get("Range", "")))
            else params
        )
    ),
)
add(
    "owner-not-checked",
    "ExpectedBucketOwner has no effect.",
    "If the account ID that you provide does not match the actual owner of the bucket, the request fails "
    "with the HTTP status code 403 Forbidden (access denied).",
    lambda: f.drop("ExpectedBucketOwner"),
)
add(
    "part-zero",
    "PartNumber 0 is accepted and means the first.",
    "This is a positive integer between 1 and 10,000.",
    lambda: f.merged(
        f.overlook("PartNumber", "rule", lambda value: value == 0),
        f.params(lambda params: params | {"PartNumber": params.get("PartNumber", 1) or 1}),
    ),
)
add(
    "part-10001",
    "PartNumber has no upper bound, and means the whole object.",
    "This is a positive integer between 1 and 10,000.",
    lambda: f.merged(
        f.overlook("PartNumber", "rule", lambda value: value > 10000),
        f.params(
            lambda params: (
                params
                | {"PartNumber": 1 if params.get("PartNumber", 1) > 10000 else params.get("PartNumber", 1)}
            )
        ),
    ),
)
add(
    "checksum-any-case",
    "ChecksumMode is compared without case.",
    "ChecksumMode: enumeration ENABLED",
    lambda: f.overlook("ChecksumMode", "enum", f.matches("enabled", re.I)),
)
add(
    "type-not-set",
    "ResponseContentType has no effect.",
    "Sets the Content-Type header of the response.",
    lambda: f.drop("ResponseContentType"),
)
add(
    "class-of-standard",
    "x-amz-storage-class is STANDARD.",
    "Amazon S3 returns this header for all objects except for S3 Standard storage class objects.",
    lambda: f.answers(lambda output: output | {"StorageClass": "STANDARD"}),
)
add(
    "encryption-unknown",
    "x-amz-server-side-encryption has a value that there is not.",
    "ServerSideEncryption: enumeration AES256, aws:fsx, aws:backup, aws:kms, aws:kms:dsse",
    lambda: f.answers(lambda output: output | {"ServerSideEncryption": "SSE-S3"}),
)
