"""The mistakes that the server can make, each with the documented sentence that it breaks.

Half of them are held back (see `held`): whoever mends the fuzzer looks at the others only.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable
from datetime import timedelta

from . import faults as f
from .model import Bug, Hooks, Item, Output, Page, Params, Raw, Reply
from .operations import ACCOUNT, BUSES, FILTERS, INSIGHTS, LOG_GROUPS, OBJECTS, QUEUES, VOLUMES, ZONES, when

BUGS: dict[str, Bug] = {}
SECOND = timedelta(seconds=1)


def held(name: str) -> bool:
    """Whether a bug is held back, which its name alone decides."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def in_operation(operation: str) -> Callable[[str, str, str, Callable[[], Hooks]], None]:
    """A function that adds a bug of an operation."""

    def add(name: str, description: str, sentence: str, hooks: Callable[[], Hooks]) -> None:
        full = f"{operation}/{name}"
        assert full not in BUGS, full
        BUGS[full] = Bug(full, description, sentence, hooks)

    return add


def _shift(member: str) -> Hooks:
    def params(params: Params) -> Params:
        time = when(params.get(member))
        if time is None or not 1 < time.year < 9999:
            return params
        return params | {member: time + SECOND}

    return Hooks(params=params)


def _selected(keep: Callable[[Item, Params], bool], source: list[Item]) -> Hooks:
    return Hooks(items=lambda items, params: [item for item in source if keep(item, params)])


def _status(status: int) -> Callable[[Reply], Reply]:
    return lambda reply: Reply(status, reply.headers, reply.body)


def _paging_bugs(operation: str, token: str, out: str, names: dict[str, str], sentence: str) -> None:
    """Bugs in the pages of an operation. `names` gives each one its description."""
    kinds: dict[str, Callable[[], Hooks]] = {
        "loses-at-border": f.loses_at_border,
        "doubles-at-border": f.doubles_at_border,
        "repeats-at-border": f.repeats_at_border,
        "one-too-many": f.one_too_many,
        "token-on-last-page": lambda: f.token_on_last_page(out),
        "token-goes-round": lambda: f.token_goes_round(out),
        "empty-token": lambda: f.empty_token(out),
        "any-token": lambda: f.any_token(token),
        "unsigned-token": f.unsigned_token,
        "token-used-once": lambda: f.used_once(token),
        "one-cursor": lambda: f.one_cursor(token),
        "second-page-500": lambda: f.breaks_on_second_page(token),
        "second-page-reversed": lambda: f.reversed_pages(token),
        "token-not-bound": lambda: Hooks(binding=lambda params: {}),
    }
    add = in_operation(operation)
    for kind, description in names.items():
        add(kind, description, sentence, kinds[kind])


# cloudtrail.ListInsightsMetricData

add = in_operation("cloudtrail.ListInsightsMetricData")
PERIODS = "Valid values are 60, 300, and 3600. If you specify any other value, you will get an error."
add(
    "period-any-in-range",
    "Any Period from 60 to 3600 is accepted.",
    PERIODS,
    lambda: f.overlook("Period", "rule"),
)
add(
    "period-multiple-of-60",
    "Period may be any multiple of 60.",
    PERIODS,
    lambda: f.overlook("Period", "rule", lambda value: value % 60 == 0),
)
add(
    "period-60-refused",
    "Period 60 is refused.",
    PERIODS,
    lambda: f.demand("Period", lambda value: value == 60),
)
add(
    "error-code-not-required",
    "ErrorCode may be left out with ApiErrorRateInsight.",
    "If the InsightType is set to ApiErrorRateInsight, the request must also include the ErrorCode "
    "parameter.",
    lambda: f.overlook("ErrorCode", "rule"),
)
add(
    "event-source-open-end",
    "Text after amazonaws.com is accepted in EventSource.",
    r"EventSource: pattern ^[a-z0-9_-]+\.amazonaws\.com$",
    lambda: f.overlook("EventSource", "pattern", f.matches(r"(?s)[a-z0-9_-]+\.amazonaws\.com.*")),
)
add(
    "event-source-any-dot",
    "The dots of EventSource may be any character.",
    r"EventSource: pattern ^[a-z0-9_-]+\.amazonaws\.com$",
    lambda: f.overlook("EventSource", "pattern", f.matches("[a-z0-9_-]+.amazonaws.com")),
)
add(
    "event-name-newline",
    "EventName may end with a newline.",
    "EventName: pattern ^[A-Za-z0-9_]+$",
    lambda: f.overlook("EventName", "pattern", f.matches(r"[A-Za-z0-9_]+\n")),
)
add(
    "event-name-129",
    "EventName may have 129 characters.",
    "EventName: max 128",
    lambda: f.overlook("EventName", "max", lambda value: len(value) == 129),
)
add(
    "insight-type-any-case",
    "InsightType is compared without case.",
    "which is either ApiCallRateInsight or ApiErrorRateInsight",
    lambda: f.overlook("InsightType", "enum", f.matches("Api(CallRate|ErrorRate)Insight", re.I)),
)
add(
    "max-results-21601",
    "MaxResults 21601 is accepted.",
    "Valid values are integers from 1 to 21600.",
    lambda: f.overlook("MaxResults", "max", lambda value: value == 21601),
)
add(
    "max-results-zero",
    "MaxResults 0 is accepted and means the default.",
    "Valid values are integers from 1 to 21600.",
    lambda: f.merged(
        f.overlook("MaxResults", "min", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 21600),
    ),
)
add(
    "end-inclusive",
    "Data points at EndTime are returned.",
    "EndTime: The value specified is exclusive",
    lambda: _shift("EndTime"),
)
add(
    "start-exclusive",
    "Data points at StartTime are left out.",
    "The value specified is inclusive; results include data points with the specified time stamp.",
    lambda: _shift("StartTime"),
)
add(
    "start-ignored",
    "StartTime is ignored.",
    "Specifies, in UTC, the start time for time-series data.",
    lambda: f.drop("StartTime"),
)
add(
    "one-value-less-later",
    "Pages after the first have one value less than timestamps.",
    "The number of values is equal to the number of timestamps.",
    lambda: f.second_page(lambda output: output | {"Values": output["Values"][:-1]}),
)
add(
    "zeros-unasked",
    "Points without data are returned as zeros, whatever DataType says.",
    "Valid values are NonZeroData and FillWithZeros. The default is NonZeroData.",
    lambda: Hooks(params=lambda params: params | {"DataType": "FillWithZeros"}),
)
add(
    "echo-lower",
    "EventName is echoed in lower case.",
    "The name of the event",
    lambda: f.answers(lambda output: output | {"EventName": output["EventName"].lower()}),
)
add(
    "error-code-always",
    "ErrorCode is returned for ApiCallRateInsight.",
    "Only returned if InsightType parameter was set to ApiErrorRateInsight.",
    lambda: f.answers(lambda output: output | {"ErrorCode": output.get("ErrorCode", "AccessDenied")}),
)
add(
    "milliseconds",
    "Timestamps are milliseconds.",
    "Timestamps: type timestamp, in JSON seconds since 1970",
    lambda: f.answers(
        lambda output: (
            output | {"Timestamps": [Raw(int(time.timestamp() * 1000)) for time in output["Timestamps"]]}
        )
    ),
)
add(
    "nan",
    "A value is NaN, which JSON does not have.",
    "List of values representing the API call rate",
    lambda: f.answers(
        lambda output: output | {"Values": [math.nan, *output["Values"][1:]]} if output["Values"] else output
    ),
)
add(
    "bad-period-500",
    "Refusals have the status 500.",
    "InvalidParameterException: The request includes a parameter that is not valid.",
    lambda: f.errors(status=500),
)
_paging_bugs(
    "cloudtrail.ListInsightsMetricData",
    "NextToken",
    "NextToken",
    {
        "loses-at-border": "The first data point of later pages is lost, with its value.",
        "unsigned-token": "Mangled tokens are accepted.",
    },
    "Add this parameter to the request to continue retrieving results starting from the last "
    "evaluated point.",
)

# cloudtrail.ListInsightsData

add = in_operation("cloudtrail.ListInsightsData")


def _any_case_dimension(params: Params) -> Params:
    known = {"eventid": "EventId", "eventname": "EventName", "eventsource": "EventSource"}
    dimensions = params.get("Dimensions")
    if not isinstance(dimensions, dict):
        return params
    return params | {"Dimensions": {known.get(str(k).lower(), k): v for k, v in dimensions.items()}}


add(
    "two-dimensions",
    "Two dimensions are accepted.",
    "Currently the map can contain only one item.",
    lambda: f.overlook("Dimensions", "max"),
)
add(
    "no-dimension",
    "An empty map of dimensions is accepted.",
    "Dimensions: min 1",
    lambda: f.overlook("Dimensions", "min"),
)
add(
    "dimension-any-case",
    "Names of dimensions are compared without case.",
    "Event ID Event name Event source (enumeration EventId, EventName, EventSource)",
    lambda: Hooks(request=_any_case_dimension),
)
add(
    "dimension-value-2001",
    "The value of a dimension may have 2001 characters.",
    "Dimensions, value: max 2000",
    lambda: f.overlook("Dimensions.*", "max", lambda value: isinstance(value, str)),
)
add(
    "dimension-value-bytes",
    "The length of a dimension's value is counted in bytes.",
    "Dimensions, value: max 2000",
    lambda: f.demand("Dimensions", lambda value: any(len(text.encode()) > 2000 for text in value.values())),
)
add(
    "dimensions-ignored",
    "Dimensions filter nothing.",
    "A list of events returned based on the InsightSource, DataType or Dimensions specified.",
    lambda: f.drop("Dimensions"),
)
add(
    "dimension-as-prefix",
    "An event passes if the value is the beginning of its own.",
    "A list of events returned based on the InsightSource, DataType or Dimensions specified.",
    lambda: _selected(
        lambda event, params: all(
            event[name].startswith(value) for name, value in params.get("Dimensions", {}).items()
        ),
        INSIGHTS,
    ),
)
add(
    "start-after-end",
    "A StartTime after EndTime is accepted.",
    "If the specified start time is after the specified end time, an error is returned.",
    lambda: f.overlook("StartTime", "rule"),
)
add(
    "end-ignored",
    "EndTime is ignored.",
    "only events that occur before or at the specified time are returned",
    lambda: f.drop("EndTime"),
)
add(
    "start-exclusive",
    "Events at StartTime are left out.",
    "only events that occur after or at the specified time are returned",
    lambda: _shift("StartTime"),
)
add(
    "oldest-first",
    "The oldest event comes first.",
    "The events list is sorted by time. The most recent event is listed first.",
    lambda: Hooks(items=lambda items, params: items[::-1]),
)
add(
    "max-results-51",
    "MaxResults 51 is accepted.",
    "Possible values are 1 through 50.",
    lambda: f.overlook("MaxResults", "max", lambda value: value == 51),
)
add(
    "max-results-50-refused",
    "MaxResults 50 is refused.",
    "Possible values are 1 through 50.",
    lambda: f.demand("MaxResults", lambda value: value == 50),
)
add(
    "max-results-text",
    "MaxResults may be text, or a fraction.",
    "MaxResults: type integer",
    lambda: f.change("MaxResults", f.number_of),
)
add(
    "data-type-lower",
    "DataType insightsevents is accepted.",
    "To fetch Insights events, specify InsightsEvents as the value of DataType",
    lambda: f.overlook("DataType", "enum", f.matches("insightsevents", re.I)),
)
add(
    "data-type-space",
    "Spaces around DataType are accepted.",
    "To fetch Insights events, specify InsightsEvents as the value of DataType",
    lambda: f.change("DataType", lambda value: value.strip() if isinstance(value, str) else value),
)
add(
    "source-space",
    "Spaces around InsightSource are accepted.",
    r"InsightSource: pattern ^[a-zA-Z0-9._/\-:]+$",
    lambda: f.change("InsightSource", lambda value: value.strip() if isinstance(value, str) else value),
)
add(
    "source-two",
    "InsightSource may have two characters.",
    "InsightSource: min 3",
    lambda: f.overlook("InsightSource", "min", lambda value: len(value) == 2),
)
add(
    "time-in-iso",
    "EventTime is ISO text.",
    "EventTime: type timestamp, in JSON seconds since 1970",
    lambda: f.entry("Events", lambda event: event | {"EventTime": Raw(event["EventTime"].isoformat())}),
)
add(
    "list-is-null",
    "Events is null where there are none.",
    "Events: A list of events",
    lambda: f.answers(lambda output: output | {"Events": output["Events"] or Raw(None)}),
)
_paging_bugs(
    "cloudtrail.ListInsightsData",
    "NextToken",
    "NextToken",
    {
        "token-not-bound": "A token is accepted with other dimensions.",
        "second-page-reversed": "Later pages are in the opposite order.",
        "doubles-at-border": "The last event of a page comes again on the next one.",
        "empty-token": "The last page has an empty token.",
    },
    "This token must be passed in with the same parameters that were specified in the original call.",
)

# xray.GetInsight

add = in_operation("xray.GetInsight")
ID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
SAYS_ID = f"InsightId: pattern {ID}"


def _insight(function: Callable[[Item], Item]) -> Hooks:
    return f.answers(lambda output: {"Insight": function(output["Insight"])})


add(
    "id-open-end",
    "Text after the identifier is accepted.",
    SAYS_ID,
    lambda: f.overlook("InsightId", "pattern", f.matches(f"(?s){ID}.+")),
)
add(
    "id-newline",
    "A newline after the identifier is accepted.",
    SAYS_ID,
    lambda: f.overlook("InsightId", "pattern", f.matches(f"{ID}\n")),
)
add(
    "id-any-version",
    "The version of the identifier may be any digit.",
    SAYS_ID,
    lambda: f.overlook("InsightId", "pattern", f.matches(ID.replace("[1-5]", "[0-9]"))),
)
add(
    "id-any-variant",
    "The variant of the identifier may be any digit.",
    SAYS_ID,
    lambda: f.overlook("InsightId", "pattern", f.matches(ID.replace("[89abAB]", "[0-9a-fA-F]"))),
)
add(
    "id-without-hyphens",
    "An identifier without hyphens is accepted.",
    SAYS_ID,
    lambda: f.overlook("InsightId", "pattern", f.matches("[0-9a-fA-F]{32}")),
)
add(
    "id-upper-refused",
    "Letters in upper case are refused.",
    SAYS_ID,
    lambda: f.demand("InsightId", lambda value: value != value.lower()),
)
add(
    "another-insight",
    "The answer is about another insight.",
    "InsightId: The insights unique identifier.",
    lambda: _insight(f.put(InsightId="12345678-1234-4234-8234-123456789012")),
)
add(
    "unknown-state",
    "State is OPEN.",
    "State: enumeration ACTIVE, CLOSED",
    lambda: _insight(f.put(State="OPEN")),
)
add(
    "categories-null",
    "A category is null.",
    "Categories: list of FAULT",
    lambda: _insight(f.put(Categories=[Raw(None)])),
)
add(
    "start-in-iso",
    "StartTime is ISO text.",
    "The time, in Unix seconds, at which the insight began.",
    lambda: _insight(lambda item: item | {"StartTime": Raw(item["StartTime"].isoformat())}),
)
add(
    "count-as-text",
    "FaultCount is text.",
    "FaultCount: type long",
    lambda: _insight(
        lambda item: (
            item
            | {"ClientRequestImpactStatistics": item["ClientRequestImpactStatistics"] | {"FaultCount": "12"}}
        )
    ),
)
add(
    "count-fraction",
    "TotalCount is a fraction.",
    "TotalCount: type long",
    lambda: _insight(
        lambda item: (
            item
            | {"ClientRequestImpactStatistics": item["ClientRequestImpactStatistics"] | {"TotalCount": 12.5}}
        )
    ),
)
add(
    "group-name-33",
    "GroupName has 33 characters.",
    "GroupName: max 32",
    lambda: _insight(f.put(GroupName="g" * 33)),
)
add(
    "refusal-403",
    "Refusals have the status 403 and the code AccessDeniedException.",
    "InvalidRequestException: The request is missing required parameters or has invalid parameters.",
    lambda: f.errors(status=403, code="AccessDeniedException"),
)
add(
    "no-error-type",
    "Errors do not say which error they are.",
    "InvalidRequestException, in the header x-amzn-ErrorType or the member __type of the body",
    lambda: f.http(f.no_header("x-amzn-ErrorType"), errors_only=True),
)
add(
    "html-error",
    "Errors are pages of HTML.",
    "InvalidRequestException, in JSON",
    lambda: f.http(f.body("text/html", b"<html><h1>400 Bad Request</h1></html>"), errors_only=True),
)

# xray.GetInsightEvents

add = in_operation("xray.GetInsightEvents")
add(
    "max-results-51",
    "MaxResults 51 is accepted.",
    "MaxResults: max 50",
    lambda: f.overlook("MaxResults", "max", lambda value: value == 51),
)
add(
    "max-results-zero",
    "MaxResults 0 is accepted and means the default.",
    "MaxResults: min 1",
    lambda: f.merged(
        f.overlook("MaxResults", "min", lambda value: value == 0),
        Hooks(limit=lambda limit, params: limit or 50),
    ),
)
add(
    "max-results-text",
    "MaxResults may be text, or a fraction.",
    "MaxResults: type integer",
    lambda: f.change("MaxResults", f.number_of),
)
add(
    "max-results-wraps",
    "MaxResults is cut to 32 bits.",
    "MaxResults: max 50",
    lambda: f.change(
        "MaxResults", lambda value: value % 2**32 if type(value) is int and value > 2**31 else value
    ),
)
add(
    "limit-only-once",
    "Pages after the first have no limit.",
    "Used to retrieve at most the specified value of events.",
    lambda: Hooks(limit=lambda limit, params: 50 if "NextToken" in params else limit),
)
add(
    "token-2001-500",
    "A NextToken of more than 2000 characters is answered with 500.",
    "NextToken: max 2000",
    lambda: f.crashes_if(lambda params: len(str(params.get("NextToken", ""))) > 2000),
)
add(
    "id-missing-500",
    "A request without InsightId is answered with 500.",
    "InvalidRequestException: The request is missing required parameters or has invalid parameters.",
    lambda: f.crashes_if(lambda params: "InsightId" not in params),
)
add(
    "no-request-id",
    "Answers have no request id.",
    "Every answer has the header x-amzn-RequestId.",
    lambda: f.http(f.no_header("x-amzn-RequestId")),
)
add(
    "no-request-id-in-errors",
    "Errors have no request id.",
    "Every answer has the header x-amzn-RequestId.",
    lambda: f.http(f.no_header("x-amzn-RequestId"), errors_only=True),
)
add(
    "later-time-as-text",
    "Pages after the first have EventTime as text.",
    "The time, in Unix seconds, at which the event was recorded.",
    lambda: f.second_page(
        lambda output: (
            output
            | {
                "InsightEvents": [
                    event | {"EventTime": Raw(event["EventTime"].isoformat())}
                    for event in output["InsightEvents"]
                ]
            }
        )
    ),
)
_paging_bugs(
    "xray.GetInsightEvents",
    "NextToken",
    "NextToken",
    {
        "token-on-last-page": "The last page has a token, which leads to an empty page.",
        "token-goes-round": "The token of the last page leads to the first.",
        "loses-at-border": "The first event of later pages is lost.",
        "repeats-at-border": "The first event of later pages is replaced by the last of the page before.",
        "any-token": "Text that was never a token is accepted, and leads to the first page.",
        "one-cursor": "All callers share one cursor.",
        "second-page-500": "Pages after the first are answered with 500.",
        "token-used-once": "A token that was used is refused.",
    },
    "Specify the pagination token returned by a previous request to retrieve the next page of events.",
)

# internetmonitor.GetInternetEvent

add = in_operation("internetmonitor.GetInternetEvent")


def _place(function: Callable[[Item], Item]) -> Hooks:
    return f.answers(lambda output: output | {"ClientLocation": function(output["ClientLocation"])})


add(
    "no-city",
    "ClientLocation has no City.",
    "ClientLocation: City is required",
    lambda: _place(f.without("City")),
)
add("no-arn", "EventArn is missing.", "EventArn is required", lambda: f.answers(f.without("EventArn")))
add(
    "started-null",
    "StartedAt is null.",
    "StartedAt is required",
    lambda: f.answers(f.put(StartedAt=Raw(None))),
)
add(
    "started-epoch",
    "StartedAt is a number.",
    "StartedAt: timestampFormat iso8601",
    lambda: f.answers(lambda output: output | {"StartedAt": Raw(output["StartedAt"].timestamp())}),
)
add(
    "ended-text",
    "EndedAt is empty text where the event goes on.",
    "EndedAt: type timestamp",
    lambda: f.answers(lambda output: {"EndedAt": Raw(""), **output}),
)
add(
    "status-lower",
    "EventStatus is in lower case.",
    "EventStatus: enumeration ACTIVE, RESOLVED",
    lambda: f.answers(lambda output: output | {"EventStatus": output["EventStatus"].lower()}),
)
add(
    "unknown-type",
    "EventType is LATENCY.",
    "the type of event (PERFORMANCE or AVAILABILITY)",
    lambda: f.answers(f.put(EventType="LATENCY")),
)
add(
    "arn-without-scheme",
    "EventArn does not begin with arn.",
    "EventArn: pattern arn:.*",
    lambda: f.answers(lambda output: output | {"EventArn": output["EventArn"][4:]}),
)
add("latitude-text", "Latitude is text.", "Latitude: type double", lambda: _place(f.put(Latitude="55.95")))
add(
    "number-beyond-64-bits",
    "ASNumber needs more than 64 bits.",
    "ASNumber: type long",
    lambda: _place(f.put(ASNumber=2**64)),
)
add(
    "another-event",
    "The answer is about another event.",
    "The EventId of the internet event to return information for.",
    lambda: f.answers(f.put(EventId="event-0")),
)
add(
    "refusal-404",
    "Refusals have the status 404.",
    "ValidationException: httpStatusCode 400",
    lambda: f.errors(status=404),
)
add(
    "refusal-200",
    "Refusals have the status 200.",
    "ValidationException: httpStatusCode 400",
    lambda: f.http(lambda reply: _status(200)(reply), errors_only=True),
)
add(
    "unicode-500",
    "An identifier beyond ASCII is answered with 500.",
    "ValidationException: Invalid request.",
    lambda: f.crashes_if(f.not_ascii),
)
add(
    "unknown-member",
    "The answer has a member Severity.",
    "GetInternetEventOutput has no member Severity",
    lambda: f.answers(f.put(Severity="HIGH")),
)

# sqs.ListQueues

add = in_operation("sqs.ListQueues")
RANGE = "Value range is 1 to 1000."
STARTS = "Only those queues whose name begins with the specified string are returned."


def _queues(keep: Callable[[str, str], bool]) -> Hooks:
    return Hooks(
        items=lambda items, params: [
            {"url": url} for url in QUEUES if keep(url.rpartition("/")[2], params.get("QueueNamePrefix", ""))
        ]
    )


add(
    "max-results-1001",
    "MaxResults 1001 is accepted.",
    RANGE,
    lambda: f.overlook("MaxResults", "rule", lambda value: True),
)
add(
    "max-results-1000-refused",
    "MaxResults 1000 is refused.",
    RANGE,
    lambda: f.demand("MaxResults", lambda value: value == 1000),
)
add(
    "max-results-true",
    "MaxResults true is accepted as 1.",
    "MaxResults: type integer",
    lambda: f.change("MaxResults", lambda value: int(value) if isinstance(value, bool) else value),
)
add(
    "max-results-text",
    "MaxResults may be text, or a fraction.",
    "MaxResults: type integer",
    lambda: f.change("MaxResults", f.number_of),
)
add(
    "prefix-any-case",
    "QueueNamePrefix is compared without case.",
    "Queue URLs and names are case-sensitive.",
    lambda: _queues(lambda name, prefix: name.lower().startswith(prefix.lower())),
)
add(
    "prefix-anywhere",
    "QueueNamePrefix may be anywhere in the name.",
    STARTS,
    lambda: _queues(lambda name, prefix: prefix in name),
)
add(
    "prefix-ignored-later",
    "QueueNamePrefix is ignored on pages after the first.",
    STARTS,
    lambda: Hooks(
        items=lambda items, params: [{"url": url} for url in QUEUES] if "NextToken" in params else items
    ),
)
add(
    "token-without-limit",
    "Without MaxResults there are four queues and a token.",
    "You must set MaxResults to receive a value for NextToken in the response.",
    lambda: Hooks(params=lambda params: {"MaxResults": 4} | params),
)
add(
    "cut-without-limit",
    "Without MaxResults there are four queues and no token.",
    "If you do not set MaxResults, the response includes a maximum of 1,000 results.",
    lambda: Hooks(limit=lambda limit, params: limit if "MaxResults" in params else 4),
)
add(
    "list-is-text",
    "QueueUrls is text where there is one.",
    "A list of queue URLs",
    lambda: f.answers(
        lambda output: (
            output | ({"QueueUrls": Raw(output["QueueUrls"][0])} if len(output["QueueUrls"]) == 1 else {})
        )
    ),
)
add(
    "xml-error",
    "Errors are XML, as in the query protocol.",
    "protocol json",
    lambda: f.http(
        f.body(
            "text/xml",
            b"<ErrorResponse><Error><Code>InvalidParameterValue</Code>"
            b"<Message>no</Message></Error></ErrorResponse>",
        ),
        errors_only=True,
    ),
)
add("unicode-500", "A prefix beyond ASCII is answered with 500.", STARTS, lambda: f.crashes_if(f.not_ascii))
_paging_bugs(
    "sqs.ListQueues",
    "NextToken",
    "NextToken",
    {
        "loses-at-border": "The first queue of later pages is lost.",
        "empty-token": "The last page has an empty token.",
        "one-too-many": "Pages have one queue more than MaxResults.",
        "token-goes-round": "The token of the last page leads to the first.",
    },
    "Use NextToken as a parameter in your next request to listQueues to receive the next page of results.",
)

# iam.ListUsers

add = in_operation("iam.ListUsers")
TRUNCATED = (
    "When IsTruncated is true, this element is present and contains the value to use for the Marker parameter"
)
PATH = r"PathPrefix: pattern \u002F[\u0021-\u007F]*"
add(
    "truncated-without-marker",
    "A list that is truncated has no Marker.",
    TRUNCATED,
    lambda: f.answers(f.without("Marker")),
)
add(
    "marker-without-truncated",
    "IsTruncated is false where there is a Marker.",
    TRUNCATED,
    lambda: f.answers(f.put(IsTruncated=False)),
)
add(
    "truncated-on-last-page",
    "IsTruncated is true on the last page.",
    TRUNCATED,
    lambda: f.second_page(f.put(IsTruncated=True)),
)
add(
    "max-items-1001",
    "MaxItems 1001 is accepted.",
    "MaxItems: max 1000",
    lambda: f.overlook("MaxItems", "max", lambda value: value == 1001),
)
add(
    "max-items-fraction",
    "MaxItems 1.5 is accepted.",
    "MaxItems: type integer",
    lambda: f.change("MaxItems", f.number_of),
)
add(
    "path-without-slash",
    "PathPrefix may begin with another character.",
    PATH,
    lambda: f.overlook("PathPrefix", "pattern", f.matches(r"[!-\x7f]+")),
)
add(
    "path-with-space",
    "PathPrefix may have spaces.",
    PATH,
    lambda: f.overlook("PathPrefix", "pattern", f.matches(r"/[ -\x7f]*")),
)
add(
    "path-513",
    "PathPrefix may have 513 characters.",
    "PathPrefix: max 512",
    lambda: f.overlook("PathPrefix", "max", lambda value: len(value) == 513),
)
add(
    "path-ignored",
    "PathPrefix is ignored.",
    "Lists the IAM users that have the specified path prefix.",
    lambda: f.drop("PathPrefix"),
)
add(
    "path-of-name",
    "PathPrefix is compared with path and name together.",
    "Lists the IAM users that have the specified path prefix.",
    lambda: Hooks(items=lambda items, params: items if params.get("PathPrefix", "/").endswith("/") else []),
)
add(
    "no-user-id",
    "The last user of a page has no UserId.",
    "UserId is required",
    lambda: f.entry("Users", f.without("UserId"), last=True),
)
add(
    "created-epoch",
    "CreateDate is a number.",
    "The date and time, in ISO 8601 date-time format, when the user was created.",
    lambda: f.entry("Users", lambda user: user | {"CreateDate": Raw(int(user["CreateDate"].timestamp()))}),
)
add(
    "user-id-15",
    "UserId has 15 characters.",
    "UserId: min 16",
    lambda: f.entry("Users", lambda user: user | {"UserId": user["UserId"][:15]}),
)
add(
    "path-open",
    "The path of a user does not end with a slash.",
    r"Path: pattern (\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
    lambda: f.entry("Users", lambda user: user | {"Path": "/team"}, last=True),
)
add(
    "tags-listed",
    "Users are listed with their tags.",
    "This operation does not return the following attributes, even though they are an attribute of "
    "the returned "
    "object: PermissionsBoundary Tags",
    lambda: f.entry("Users", f.put(Tags=[{"Key": "Team", "Value": "A"}])),
)
add(
    "error-not-escaped",
    "A refused value stands in the error as it is.",
    "protocol query: errors are XML",
    lambda: f.http(
        lambda reply: Reply(
            reply.status, reply.headers, reply.body.replace(b"&lt;", b"<").replace(b"&amp;", b"&")
        ),
        errors_only=True,
    ),
)
add(
    "no-request-id",
    "Answers have no RequestId.",
    "protocol query: ResponseMetadata has a RequestId",
    lambda: f.http(f.substitute(b"<ResponseMetadata>.*</ResponseMetadata>", b"")),
)
add(
    "truncated-as-number",
    "IsTruncated is 1 or 0.",
    "IsTruncated: type boolean",
    lambda: f.answers(lambda output: output | {"IsTruncated": Raw(int(output["IsTruncated"]))}),
)
add(
    "refusal-403",
    "Refusals are AccessDenied, with the status 403.",
    "ListUsers documents no such error",
    lambda: f.errors(status=403, code="AccessDenied"),
)
_paging_bugs(
    "iam.ListUsers",
    "Marker",
    "Marker",
    {
        "loses-at-border": "The first user of later pages is lost.",
        "one-too-many": "Pages have one user more than MaxItems.",
        "any-token": "Text that was never a Marker is accepted, and leads to the first page.",
    },
    "Set it to the value of the Marker element in the response that you received to indicate where "
    "the next call should "
    "start.",
)

# ec2.DescribeVolumes

add = in_operation("ec2.DescribeVolumes")
FILTER = "the request returns all results that match any of the specified values"


def _of_volume(volume: Item, name: str) -> list[str]:
    if name.startswith("tag:"):
        return [tag["Value"] for tag in volume["Tags"] if tag["Key"] == name[4:]]
    return FILTERS[name](volume) if name in FILTERS else []


def _volumes(keep: Callable[[list[str], list[str]], bool]) -> Hooks:
    def items(items: list[Item], params: Params) -> list[Item]:
        wanted = params.get("VolumeIds")
        return [
            volume
            for volume in VOLUMES
            if (not wanted or volume["VolumeId"] in wanted)
            and all(
                keep(_of_volume(volume, entry["Name"]), entry.get("Values", []))
                for entry in params.get("Filters", [])
            )
        ]

    return Hooks(items=items)


add("filters-ignored", "Filters are ignored.", FILTER, lambda: f.drop("Filters"))
add(
    "filter-all-values",
    "A volume must match all values of a filter.",
    FILTER,
    lambda: _volumes(lambda has, values: all(value in has for value in values)),
)
add(
    "filter-any-case",
    "Values of filters are compared without case.",
    "Filter values are case-sensitive.",
    lambda: _volumes(
        lambda has, values: any(value.lower() in [one.lower() for one in has] for value in values)
    ),
)
add(
    "filter-prefix",
    "A filter's value may be the beginning of the volume's.",
    FILTER,
    lambda: _volumes(lambda has, values: any(one.startswith(value) for one in has for value in values)),
)
add(
    "filter-unknown",
    "Filters that there are not are accepted and ignored.",
    "The filters. attachment.attach-time ... volume-type",
    lambda: f.merged(
        f.overlook(r"Filter\..*", "rule"),
        Hooks(
            params=lambda params: (
                params | {"Filters": [entry for entry in params["Filters"] if entry.get("Name") in FILTERS]}
                if "Filters" in params
                else params
            )
        ),
    ),
)
add(
    "ids-ignored",
    "VolumeIds is ignored.",
    "The volume IDs. If not specified, then all volumes are included in the response.",
    lambda: f.drop("VolumeIds"),
)
add(
    "ids-first-only",
    "Of VolumeIds only the first counts.",
    "VolumeIds: The volume IDs.",
    lambda: Hooks(
        params=lambda params: (
            params | ({"VolumeIds": params["VolumeIds"][:1]} if "VolumeIds" in params else {})
        )
    ),
)
add(
    "unknown-state",
    "The state of a volume is attached.",
    "status - The state of the volume (creating | available | in-use | deleting | deleted | error)",
    lambda: f.entry("Volumes", f.put(State="attached")),
)
add(
    "created-epoch",
    "CreateTime is a number.",
    "CreateTime: type timestamp, in ec2 ISO 8601",
    lambda: f.entry(
        "Volumes", lambda volume: volume | {"CreateTime": Raw(int(volume["CreateTime"].timestamp()))}
    ),
)
add("size-fraction", "Size is 8.0.", "Size: type integer", lambda: f.entry("Volumes", f.put(Size=Raw("8.0"))))
add(
    "encrypted-capital",
    "Encrypted is True.",
    "Encrypted: type boolean",
    lambda: f.entry("Volumes", f.put(Encrypted=Raw("True"))),
)
add(
    "dry-run-ignored",
    "DryRun returns the volumes.",
    "If you have the required permissions, the error response is DryRunOperation.",
    lambda: f.drop("DryRun"),
)
add(
    "query-errors",
    "Errors have the form of the query protocol.",
    "protocol ec2: Response, Errors, Error",
    lambda: f.http(
        f.substitute(rb"(?s)<Response>.*?(<Error>.*</Error>).*", rb"<ErrorResponse>\1</ErrorResponse>"),
        errors_only=True,
    ),
)
_paging_bugs(
    "ec2.DescribeVolumes",
    "NextToken",
    "NextToken",
    {
        "token-on-last-page": "The last page has a token, which leads to an empty page.",
        "empty-token": "The last page has an empty token.",
        "doubles-at-border": "The last volume of a page comes again on the next one.",
        "one-too-many": "Pages have one volume more than MaxResults.",
        "one-cursor": "All callers share one cursor.",
    },
    "Pagination continues from the end of the items returned by the previous request.",
)

# s3.ListObjectsV2

add = in_operation("s3.ListObjectsV2")


def _contents(function: Callable[[list[Item]], list[Item]]) -> Hooks:
    return f.answers(
        lambda output: output | ({"Contents": function(output["Contents"])} if output.get("Contents") else {})
    )


def _rolled_up_too(output: Output, params: Params, page: Page | None) -> Output:
    if not output.get("CommonPrefixes") or params.get("EncodingType"):
        return output
    prefixes = tuple(entry["Prefix"] for entry in output["CommonPrefixes"])
    return output | {"Contents": [entry for entry in OBJECTS if entry["Key"].startswith(prefixes)]}


add(
    "truncated-without-token",
    "A list that is truncated has no NextContinuationToken.",
    "NextContinuationToken is sent when isTruncated is true, which means there are more keys in the "
    "bucket that can be "
    "listed.",
    lambda: f.answers(f.without("NextContinuationToken")),
)
add(
    "truncated-false",
    "IsTruncated is false where there is a NextContinuationToken.",
    "Set to true if more keys are available to return.",
    lambda: f.answers(f.put(IsTruncated=False)),
)
add(
    "count-of-all",
    "KeyCount is the number of all keys.",
    "KeyCount is the number of keys returned with this request.",
    lambda: Hooks(
        answer=lambda output, params, page: output | {"KeyCount": len(page.everything) if page else 0}
    ),
)
add(
    "count-wrong-later",
    "KeyCount is 0 on pages after the first.",
    "KeyCount is the number of keys returned with this request.",
    lambda: f.second_page(f.put(KeyCount=0)),
)
add(
    "prefix-ignored",
    "Prefix is ignored.",
    "Limits the response to keys that begin with the specified prefix.",
    lambda: Hooks(items=lambda items, params: OBJECTS if params.get("Prefix") else items),
)
add(
    "start-after-inclusive",
    "The key StartAfter is returned.",
    "Amazon S3 starts listing after this specified key.",
    lambda: Hooks(
        items=lambda items, params: (
            [entry for entry in OBJECTS if entry["Key"] == params.get("StartAfter")] + items
        )
    ),
)
add(
    "start-after-ignored",
    "StartAfter is ignored.",
    "Amazon S3 starts listing after this specified key.",
    lambda: Hooks(params=lambda params: {k: v for k, v in params.items() if k != "StartAfter"}),
)
add(
    "rolled-up-twice",
    "Keys below a common prefix are in Contents as well.",
    "These rolled-up keys are not returned elsewhere in the response.",
    lambda: Hooks(answer=_rolled_up_too),
)
add(
    "prefixes-without-delimiter",
    "There are CommonPrefixes without a delimiter.",
    "A response can contain CommonPrefixes only if you specify a delimiter.",
    lambda: f.answers(
        lambda output: output | ({} if "Delimiter" in output else {"CommonPrefixes": [{"Prefix": "2024/"}]})
    ),
)
add(
    "delimiter-ignored",
    "Delimiter is ignored.",
    "Causes keys that contain the same string between the prefix and the first occurrence of the "
    "delimiter to be rolled "
    "up into a single result element in the CommonPrefixes collection.",
    lambda: f.drop("Delimiter"),
)
add(
    "not-encoded",
    "Keys are not encoded.",
    "returns encoded key name values in the following response elements: Delimiter, Prefix, Key, "
    "and StartAfter",
    lambda: Hooks(
        answer=lambda output, params, page: (
            output | {"Contents": [item for item in page.items if "Key" in item] if page else []}
        )
    ),
)
add(
    "not-escaped",
    "An ampersand in a value is not escaped.",
    "protocol rest-xml",
    lambda: f.http(f.substitute(b"&amp;", b"&")),
)
add(
    "key-missing",
    "The last object of a page has no Key.",
    "The name that you assign to an object.",
    lambda: f.entry("Contents", f.without("Key"), last=True),
)
add(
    "key-empty",
    "The first object of a page has an empty Key.",
    "Key: min 1",
    lambda: f.entry("Contents", f.put(Key="")),
)
add(
    "modified-epoch",
    "LastModified is a number.",
    "LastModified: type timestamp, in XML ISO 8601",
    lambda: f.entry("Contents", lambda item: item | {"LastModified": Raw(1715938200)}),
)
add(
    "owner-always",
    "Owner is returned unasked.",
    "The owner field is not present in ListObjectsV2 by default.",
    lambda: f.entry("Contents", f.put(Owner={"ID": "0" * 64})),
)
add(
    "max-keys-echo",
    "MaxKeys is always 1000 in the answer.",
    "Sets the maximum number of keys returned in the response.",
    lambda: f.answers(f.put(MaxKeys=1000)),
)
add(
    "wrong-name",
    "Name is in upper case.",
    "Name: The bucket name.",
    lambda: f.answers(lambda output: output | {"Name": output["Name"].upper()}),
)
add(
    "encoding-any",
    "Any EncodingType is accepted.",
    "EncodingType: enumeration url",
    lambda: f.overlook("EncodingType", "enum"),
)
add(
    "payer-any-case",
    "RequestPayer is compared without case.",
    "RequestPayer: enumeration requester",
    lambda: f.overlook("RequestPayer", "enum", f.matches("requester", re.I)),
)
add(
    "owner-not-checked",
    "ExpectedBucketOwner is ignored.",
    "If the account ID that you provide does not match the actual owner of the bucket, the request "
    "fails with the HTTP "
    "status code 403 Forbidden (access denied).",
    lambda: Hooks(request=lambda params: {k: v for k, v in params.items() if k != "ExpectedBucketOwner"}),
)
add(
    "unsorted",
    "Keys come in no order.",
    "General purpose buckets: ListObjectsV2 returns objects in lexicographical order "
    "based on their key names.",
    lambda: Hooks(items=lambda items, params: items[1::2] + items[::2]),
)
add(
    "no-request-id",
    "Answers have no request id.",
    "Every answer has the header x-amz-request-id.",
    lambda: f.http(f.no_header("x-amz-request-id", "x-amz-id-2")),
)
_paging_bugs(
    "s3.ListObjectsV2",
    "ContinuationToken",
    "NextContinuationToken",
    {
        "loses-at-border": "The first key of later pages is lost.",
        "repeats-at-border": "The first key of later pages is replaced by the last of the page before.",
        "token-goes-round": "The token of the last page leads to the first.",
    },
    "You can use this ContinuationToken for pagination of the list results.",
)

# route53.ListHostedZones

add = in_operation("route53.ListHostedZones")
NEXT = (
    "the value of NextMarker is the hosted zone ID of the first hosted zone that Route 53 will "
    "return if you submit "
    "another request"
)
add(
    "not-truncated",
    "IsTruncated is false where there is a NextMarker.",
    "This element is present only if IsTruncated is true.",
    lambda: f.answers(f.put(IsTruncated=False)),
)
add(
    "no-next-marker",
    "A list that is truncated has no NextMarker.",
    "If IsTruncated is true, the value of NextMarker identifies the first hosted zone in the next group",
    lambda: f.answers(f.without("NextMarker")),
)
add(
    "next-marker-of-last",
    "NextMarker is the last zone of the page.",
    NEXT,
    lambda: Hooks(
        answer=lambda output, params, page: (
            output
            | (
                {"NextMarker": ZONES[page.stop - 1]["Id"].rpartition("/")[2]}
                if page and page.token and page.stop - page.start > 1
                else {}
            )
        )
    ),
)
add("marker-exclusive", "The zone of Marker is left out.", NEXT, f.loses_at_border)
add(
    "no-marker",
    "Marker is missing on the first page.",
    "Marker is required",
    lambda: f.answers(lambda output: output if output["Marker"] else f.without("Marker")(output)),
)
add(
    "marker-not-echoed",
    "Marker is always empty in the answer.",
    "Marker is the value that you specified for the marker parameter in the request that produced "
    "the current response.",
    lambda: f.answers(f.put(Marker="")),
)
add(
    "max-items-not-echoed",
    "MaxItems is always 100 in the answer.",
    "The value that you specified for the maxitems parameter in the call to ListHostedZones that "
    "produced the current "
    "response.",
    lambda: f.answers(f.put(MaxItems="100")),
)
add(
    "private-ignored",
    "HostedZoneType is ignored.",
    "Specifies if the hosted zone is private.",
    lambda: f.drop("HostedZoneType"),
)
add(
    "private-any-case",
    "HostedZoneType is compared without case.",
    "HostedZoneType: enumeration PrivateHostedZone",
    lambda: f.overlook("HostedZoneType", "enum", f.matches("privatehostedzone", re.I)),
)
add(
    "private-prefix",
    "The beginning of a HostedZoneType is enough.",
    "HostedZoneType: enumeration PrivateHostedZone",
    lambda: f.overlook("HostedZoneType", "enum", lambda value: "PrivateHostedZone".startswith(value)),
)
add(
    "no-caller-reference",
    "The last zone of a page has no CallerReference.",
    "CallerReference is required",
    lambda: f.entry("HostedZones", f.without("CallerReference"), last=True),
)
add(
    "private-as-text",
    "PrivateZone is yes or no.",
    "PrivateZone: type boolean",
    lambda: f.entry(
        "HostedZones", lambda zone: zone | {"Config": zone["Config"] | {"PrivateZone": Raw("yes")}}
    ),
)
add(
    "unknown-feature",
    "The status of accelerated recovery is ON.",
    "AcceleratedRecoveryStatus: enumeration ENABLING, ENABLE_FAILED, ...",
    lambda: f.entry("HostedZones", f.put(Features={"AcceleratedRecoveryStatus": "ON"})),
)
add(
    "id-33",
    "The Id of a zone has more than 32 characters.",
    "Id: max 32",
    lambda: f.entry("HostedZones", lambda zone: zone | {"Id": zone["Id"] + "0" * 20}),
)
add(
    "json-errors",
    "Errors are JSON.",
    "protocol rest-xml",
    lambda: f.http(f.body("application/json", b'{"__type":"InvalidInput","message":"no"}'), errors_only=True),
)
add(
    "one-too-many",
    "Pages have one zone more than MaxItems.",
    "The maximum number of hosted zones that you want Amazon Route 53 to return.",
    f.one_too_many,
)

# dynamodb.ListTables

add = in_operation("dynamodb.ListTables")
LAST = (
    "The name of the last table in the current page of results. Use this value as the "
    "ExclusiveStartTableName in a new "
    "request to obtain the next page of results"
)
add(
    "limit-101",
    "Limit 101 is accepted.",
    "Limit: max 100",
    lambda: f.overlook("Limit", "max", lambda value: value == 101),
)
add(
    "limit-zero",
    "Limit 0 is accepted and means the default.",
    "Limit: min 1",
    lambda: f.merged(
        f.overlook("Limit", "min", lambda value: value == 0), Hooks(limit=lambda limit, params: limit or 100)
    ),
)
add(
    "limit-text",
    "Limit may be text, or a fraction.",
    "Limit: type integer",
    lambda: f.change("Limit", f.number_of),
)
add(
    "limit-100-refused",
    "Limit 100 is refused.",
    "Limit: max 100",
    lambda: f.demand("Limit", lambda value: value == 100),
)
add(
    "start-two",
    "ExclusiveStartTableName may have two characters.",
    "ExclusiveStartTableName: min 3",
    lambda: f.overlook("ExclusiveStartTableName", "min", lambda value: len(value) == 2),
)
add(
    "start-256",
    "ExclusiveStartTableName may have 256 characters.",
    "ExclusiveStartTableName: max 255",
    lambda: f.overlook("ExclusiveStartTableName", "max", lambda value: len(value) == 256),
)
add(
    "start-space",
    "ExclusiveStartTableName may have spaces.",
    "ExclusiveStartTableName: pattern [a-zA-Z0-9_.-]+",
    lambda: f.overlook("ExclusiveStartTableName", "pattern", f.matches("[a-zA-Z0-9_. -]+")),
)
add(
    "start-slash",
    "ExclusiveStartTableName may have characters between . and Z.",
    "ExclusiveStartTableName: pattern [a-zA-Z0-9_.-]+",
    lambda: f.overlook("ExclusiveStartTableName", "pattern", f.matches("[a-zA-Z0-9_./:-]+")),
)
add("start-inclusive", "The table ExclusiveStartTableName is returned.", LAST, f.doubles_at_border)
add(
    "last-of-next-page",
    "LastEvaluatedTableName is the first table of the next page.",
    LAST,
    lambda: Hooks(
        answer=lambda output, params, page: (
            output
            | ({"LastEvaluatedTableName": page.everything[page.stop]["name"]} if page and page.token else {})
        )
    ),
)
add(
    "last-always",
    "LastEvaluatedTableName is there on the last page.",
    "If you do not receive a LastEvaluatedTableName value in the response, this means that there "
    "are no more table names "
    "to be retrieved.",
    lambda: f.answers(
        lambda output: (
            output | ({"LastEvaluatedTableName": output["TableNames"][-1]} if output["TableNames"] else {})
        )
    ),
)
add(
    "short-name",
    "A table has a name of two characters.",
    "TableNames: min 3",
    lambda: f.answers(
        lambda output: (
            output | {"TableNames": [*output["TableNames"][:-1], "ab"]} if output["TableNames"] else output
        )
    ),
)
add(
    "name-null",
    "A name on later pages is null.",
    "TableNames: type string",
    lambda: f.second_page(lambda output: output | {"TableNames": [*output["TableNames"][:-1], Raw(None)]}),
)
add(
    "unknown-error",
    "Refusals are BadRequest, with the status 422.",
    "ListTables documents no such error",
    lambda: f.errors(code="BadRequest", status=422),
)
add(
    "stale-page",
    "The second page is always the same, whatever the token says.",
    LAST,
    lambda: Hooks(position=lambda token, params: 2),
)

# logs.DescribeLogGroups

add = in_operation("logs.DescribeLogGroups")
ONE = "logGroupNamePattern and logGroupNamePrefix are mutually exclusive. Only one of these "
"parameters can be passed."
SUBSTRING = "names that match the string based on a case-sensitive substring search"


def _groups(keep: Callable[[str, str], bool]) -> Hooks:
    def items(items: list[Item], params: Params) -> list[Item]:
        if "logGroupNamePattern" not in params:
            return items
        return [
            {name: group[name] for name in ("arn", "creationTime", "logGroupName")}
            for group in LOG_GROUPS
            if keep(group["logGroupName"], params["logGroupNamePattern"])
        ]

    return Hooks(items=items)


add(
    "limit-51",
    "limit 51 is accepted.",
    "limit: max 50",
    lambda: f.overlook("limit", "max", lambda value: value == 51),
)
add(
    "prefix-and-pattern",
    "logGroupNamePrefix and logGroupNamePattern are accepted together.",
    ONE,
    lambda: f.overlook("logGroupNamePattern", "rule"),
)
add(
    "identifiers-and-prefix",
    "logGroupIdentifiers is accepted with other filters.",
    "If you specify this parameter, the only other filter that you can choose to specify is "
    "includeLinkedAccounts.",
    lambda: f.overlook("logGroupIdentifiers", "rule"),
)
add(
    "prefix-empty",
    "An empty logGroupNamePrefix is accepted.",
    "logGroupNamePrefix: min 1",
    lambda: f.merged(
        Hooks(excuse=lambda one, params: one.member == "logGroupNamePrefix" and one.value == "")
    ),
)
add(
    "prefix-513",
    "logGroupNamePrefix may have 513 characters.",
    "logGroupNamePrefix: max 512",
    lambda: f.overlook("logGroupNamePrefix", "max", lambda value: len(value) == 513),
)
add(
    "prefix-backslash",
    "logGroupNamePrefix may have a backslash.",
    r"logGroupNamePrefix: pattern [\.\-_/#A-Za-z0-9]+",
    lambda: f.overlook("logGroupNamePrefix", "pattern", f.matches(r"[\\.\-_/#A-Za-z0-9]+")),
)
add(
    "prefix-ignored",
    "logGroupNamePrefix is ignored.",
    "The prefix to match.",
    lambda: f.drop("logGroupNamePrefix"),
)
add(
    "pattern-any-case",
    "logGroupNamePattern is compared without case.",
    SUBSTRING,
    lambda: _groups(lambda name, pattern: pattern.lower() in name.lower()),
)
add(
    "pattern-as-prefix",
    "logGroupNamePattern must be the beginning of the name.",
    SUBSTRING,
    lambda: _groups(lambda name, pattern: name.startswith(pattern)),
)
add(
    "pattern-all-members",
    "With logGroupNamePattern all members are returned.",
    "If you specify logGroupNamePattern in your request, then only arn, creationTime, and "
    "logGroupName are included in "
    "the response.",
    lambda: Hooks(
        items=lambda items, params: [
            group for group in LOG_GROUPS if group["logGroupName"] in {item["logGroupName"] for item in items}
        ]
    ),
)
add(
    "unsorted",
    "Log groups are sorted without case.",
    "The results are ASCII-sorted by log group name.",
    lambda: Hooks(
        items=lambda items, params: sorted(
            items, key=lambda g: (g["logGroupName"].lower(), -ord(g["logGroupName"][0]))
        )
    ),
)
add(
    "accounts-21",
    "21 accounts are accepted.",
    "You can specify as many as 20 account IDs in the array.",
    lambda: f.overlook("accountIdentifiers", "max", lambda value: len(value) == 21),
)
add(
    "account-11",
    "An account of eleven digits is accepted.",
    r"accountIdentifiers: pattern ^\d{12}$, min 12",
    lambda: Hooks(
        excuse=lambda one, params: (
            one.member.startswith("accountIdentifiers.") and bool(re.fullmatch(r"[0-9]{11}", str(one.value)))
        )
    ),
)
add(
    "account-letters",
    "An account may have letters.",
    r"accountIdentifiers: pattern ^\d{12}$",
    lambda: f.overlook(r"accountIdentifiers\..*", "pattern"),
)
add(
    "class-ignored",
    "logGroupClass is ignored.",
    "Use this parameter to limit the results to only those log groups in the specified log group class.",
    lambda: f.drop("logGroupClass"),
)
add(
    "class-lower",
    "logGroupClass is compared without case.",
    "logGroupClass: enumeration STANDARD, ...",
    lambda: f.change("logGroupClass", lambda value: value.upper() if isinstance(value, str) else value),
)
add(
    "negative-time",
    "creationTime is -1.",
    "creationTime: min 0",
    lambda: f.entry("logGroups", f.put(creationTime=-1)),
)
add(
    "retention-31",
    "retentionInDays is 31.",
    "Possible values are: 1, 3, 5, 7, 14, 30, 60, 90, ...",
    lambda: f.entry(
        "logGroups", lambda g: g | {"retentionInDays": 31} if "storedBytes" in g else g, last=True
    ),
)
add(
    "flag-as-text",
    "deletionProtectionEnabled is text.",
    "deletionProtectionEnabled: type boolean",
    lambda: f.entry(
        "logGroups", lambda g: g | {"deletionProtectionEnabled": Raw("false")} if "storedBytes" in g else g
    ),
)
_paging_bugs(
    "logs.DescribeLogGroups",
    "nextToken",
    "nextToken",
    {
        "token-used-once": "A token that was used is refused.",
        "any-token": "Text that was never a token is accepted, and leads to the first page.",
        "loses-at-border": "The first log group of later pages is lost.",
        "second-page-500": "Pages after the first are answered with 500.",
    },
    "The token for the next set of items to return. (You received this token from a previous call.)",
)
add(
    "token-with-limit",
    "A token is refused with another limit.",
    "The maximum number of items returned.",
    lambda: f.tied_to_limit("nextToken", "limit"),
)

# eventbridgev2.ListEventBuses

add = in_operation("eventbridgev2.ListEventBuses")
NAME = r"NamePrefix: pattern [A-Za-z0-9][\.\-_A-Za-z0-9]*"


def _buses(keep: Callable[[Item, Params], bool]) -> Hooks:
    return _selected(
        lambda bus, params: (
            params.get("EventBusAccountId") in (None, bus["EventBusAccountId"]) and keep(bus, params)
        ),
        BUSES,
    )


add(
    "prefix-dot",
    "NamePrefix may begin with a dot.",
    NAME,
    lambda: f.overlook("NamePrefix", "pattern", f.matches(r"[\.\-_A-Za-z0-9]+")),
)
add(
    "prefix-newline",
    "NamePrefix may end with a newline.",
    NAME,
    lambda: f.overlook("NamePrefix", "pattern", f.matches(r"[A-Za-z0-9][\.\-_A-Za-z0-9]*\n")),
)
add(
    "prefix-letters",
    "NamePrefix may have letters that are not ASCII.",
    NAME,
    lambda: f.overlook("NamePrefix", "pattern", lambda value: bool(re.fullmatch(r"\w[.\-\w]*", value))),
)
add(
    "prefix-anywhere",
    "NamePrefix may be anywhere in the name.",
    "NamePrefix: Name of an event bus.",
    lambda: _buses(lambda bus, params: params.get("NamePrefix", "") in bus["Name"]),
)
add(
    "owner-13",
    "An account of thirteen digits is accepted.",
    r"EventBusAccountId: pattern \d{12}, max 12",
    lambda: Hooks(
        excuse=lambda one, params: (
            one.member == "EventBusAccountId" and bool(re.fullmatch("[0-9]{13}", str(one.value)))
        )
    ),
)
add(
    "owner-ignored",
    "EventBusAccountId is ignored.",
    "Set EventBusAccountId to scope the list to one owner account.",
    lambda: f.drop("EventBusAccountId"),
)
add(
    "owner-not",
    "EventBusAccountId leaves out its own buses.",
    "Set EventBusAccountId to scope the list to one owner account.",
    lambda: _selected(lambda bus, params: bus["EventBusAccountId"] != params.get("EventBusAccountId"), BUSES),
)
add(
    "max-results-101",
    "MaxResults 101 is accepted.",
    "MaxResults: max 100",
    lambda: f.overlook("MaxResults", "max", lambda value: value == 101),
)
add(
    "max-results-fraction",
    "MaxResults may be text, or a fraction.",
    "MaxResults: type integer",
    lambda: f.change("MaxResults", f.number_of),
)
add(
    "time-as-text",
    "CreationTime is text.",
    "CreationTime: type timestamp, in CBOR tag 1",
    lambda: f.entry(
        "EventBuses",
        lambda bus: (
            bus | ({"CreationTime": bus["CreationTime"].isoformat()} if "CreationTime" in bus else {})
        ),
    ),
)
add(
    "json-errors",
    "Errors are JSON.",
    "protocol smithy-rpc-v2-cbor",
    lambda: f.http(
        f.body("application/json", json.dumps({"__type": "InvalidInputException"}).encode()), errors_only=True
    ),
)
add(
    "no-error-type",
    "Errors do not say which error they are.",
    "protocol smithy-rpc-v2-cbor: member __type",
    lambda: f.http(f.substitute(b"__type", b"__kind"), errors_only=True),
)
add(
    "no-request-id",
    "Answers have no request id.",
    "Every answer has the header x-amzn-RequestId.",
    lambda: f.http(f.no_header("x-amzn-RequestId")),
)
add(
    "shared-with-state",
    "Shared buses have a State.",
    "Shared entries carry identity fields only (Name, EventBusArn, EventBusAccountId)",
    lambda: Hooks(items=lambda items, params: [{"State": "ACTIVE", **bus} for bus in items]),
)
add(
    "unknown-state",
    "The state of a bus is READY.",
    "State: enumeration CREATING, CREATE_FAILED, ...",
    lambda: f.entry("EventBuses", lambda bus: bus | ({"State": "READY"} if "State" in bus else {})),
)
add(
    "arn-of-v1",
    "The ARN of a bus is that of the first version.",
    "EventBusArn: pattern ...event-busv2...",
    lambda: f.entry(
        "EventBuses",
        lambda bus: bus | {"EventBusArn": f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/{bus['Name']}"},
        last=True,
    ),
)
add(
    "unicode-500",
    "A prefix beyond ASCII is answered with 500.",
    "InvalidInputException: A request parameter is missing or not valid.",
    lambda: f.crashes_if(f.not_ascii),
)
_paging_bugs(
    "eventbridgev2.ListEventBuses",
    "NextToken",
    "NextToken",
    {
        "repeats-at-border": "The first bus of later pages is replaced by the last of the page before.",
        "token-on-last-page": "The last page has a token, which leads to an empty page.",
        "unsigned-token": "Mangled tokens are accepted.",
    },
    "Pass it back in the next request to retrieve the next page of results.",
)
