"""The mistakes of part X of the set `fifth`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from . import faults as f
from .bugs import in_operation
from .fifth_x_operations import (
    IDENTITIES,
    OFFERING_TYPES,
    RECYCLED,
    RESERVED,
    RESERVED_FILTERS,
    RUN,
    WORKFLOW,
    YEAR,
    permissions_for,
    reserved_passes,
)
from .model import Hooks, Item, Output, Page, Params, Raw, Reply, Violation
from .operations import ACCOUNT
from .third_y_operations import milliseconds


def _above(most: int) -> f.Test:
    return lambda value: isinstance(value, int) and value > most


# budgets.DescribeBudgetNotificationsForAccount

add = in_operation("budgets.DescribeBudgetNotificationsForAccount")
MAX_RESULTS = "An integer that represents how many budgets a paginated response contains. The default is 50."


def _rows(budgets: list[Item], params: Params) -> list[Item]:
    """Budgets as a database joins them with their notifications: one row for each notification."""
    return [
        {"Notifications": notifications, "BudgetName": budget["BudgetName"]}
        for budget in budgets
        for notifications in [[one] for one in budget["Notifications"]] or [[]]
    ]


def _grouped(output: Output) -> Output:
    budgets: dict[str, list[Item]] = {}
    for row in output["BudgetNotificationsForAccount"]:
        budgets.setdefault(row["BudgetName"], []).extend(row["Notifications"])
    grouped = [{"Notifications": found, "BudgetName": name} for name, found in budgets.items()]
    return output | {"BudgetNotificationsForAccount": grouped}


def _shuffled() -> Hooks:
    """Each call has another order, as iterations over a map in Go have."""
    chance = random.Random(4711)
    return f.items(lambda items, params: chance.sample(items, len(items)))


def _one_list_for_all(output: Output) -> Output:
    notifications: list[Item] = []
    budgets = []
    for budget in output["BudgetNotificationsForAccount"]:
        notifications = notifications + budget["Notifications"]
        budgets.append(budget | {"Notifications": notifications})
    return output | {"BudgetNotificationsForAccount": budgets}


def _each_notification(function: Callable[[Item], Item]) -> Hooks:
    return f.each(
        "BudgetNotificationsForAccount",
        lambda budget: budget | {"Notifications": [function(one) for one in budget["Notifications"]]},
    )


def _account_crashes(params: Params) -> Params:
    if "AccountId" not in params:
        raise KeyError("AccountId")
    return params


add(
    "limit-on-joined-rows",
    "MaxResults limits the rows of a join of budgets with their notifications, so pages cut budgets in two.",
    MAX_RESULTS,
    lambda: f.merged(f.items(_rows), f.answers(_grouped)),
)
add(
    "max-results-of-the-others",
    "MaxResults above 100 is refused, as the other operations of the service do.",
    "MaxResultsBudgetNotifications: max 1000",
    lambda: f.demand("MaxResults", _above(100)),
)
add(
    "default-of-the-others",
    "Without MaxResults a page has 100 budgets.",
    MAX_RESULTS,
    lambda: Hooks(limit=lambda limit, params: limit if "MaxResults" in params else 100),
)
add(
    "account-any",
    "The budgets are returned whatever account is asked for.",
    "AccessDeniedException: You are not authorized to use this operation with the given parameters.",
    lambda: f.params(lambda params: params | {"AccountId": ACCOUNT}),
)
add(
    "threshold-text",
    "Threshold is a text, as a decimal number of a database becomes in JSON.",
    "Threshold: type double",
    lambda: _each_notification(lambda one: one | {"Threshold": Raw(str(one["Threshold"]))}),
)
add(
    "threshold-type-null",
    "ThresholdType is null where the notification was made without one. (aws/aws-cli#7145 has the answer of "
    "AWS, without it.)",
    "ThresholdType: enumeration PERCENTAGE, ABSOLUTE_VALUE",
    lambda: _each_notification(lambda one: {"ThresholdType": Raw(None)} | one),
)
add(
    "token-error-of-parameters",
    "A token that is not valid leads to InvalidParameterException.",
    "InvalidNextTokenException: The pagination token is invalid.",
    lambda: f.error_for("InvalidNextTokenException", code="InvalidParameterException"),
)
add(
    "order-of-a-map",
    "The order of the budgets is another in each call, so pages lose budgets. (Like flowexec/flow#421 and "
    "getarcaneapp/arcane#3645.)",
    "Lists the budget names and notifications that are associated with an account.",
    _shuffled,
)
add(
    "account-missing-500",
    "A request without AccountId is answered with 500.",
    "DescribeBudgetNotificationsForAccountRequest: AccountId is required",
    lambda: Hooks(request=_account_crashes),
)
add(
    "one-list-for-all",
    "A budget has the notifications of all budgets before it on the page as well: they share one list.",
    "A budget can have up to ten notifications.",
    lambda: f.answers(_one_list_for_all),
)

# swf.GetWorkflowExecutionHistory

add = in_operation("swf.GetWorkflowExecutionHistory")
UNKNOWN = (
    "UnknownResourceFault: Returned when the named resource cannot be found with in the scope of this "
    "operation (region or domain)."
)
UNIQUE = "This ID uniquely identifies the event with in the workflow execution history."
# The attributes of events that this server knows.
KINDS = (
    *("workflowExecutionStarted", "workflowExecutionCompleted", "workflowExecutionTerminated"),
    *("decisionTaskScheduled", "decisionTaskStarted", "decisionTaskCompleted", "activityTaskScheduled"),
    *("activityTaskStarted", "activityTaskCompleted", "activityTaskFailed", "timerStarted", "timerFired"),
    *("markerRecorded", "workflowExecutionSignaled"),
)


def _each_event(function: Callable[[Item], Item]) -> Hooks:
    return f.each("events", function)


def _all_events() -> Hooks:
    def page(page: Page, params: Params) -> Page:
        return Page(page.everything, 0, len(page.everything), page.everything, None)

    return Hooks(page=page, position=lambda token, params: 0)


def _reversed_on_its_page(params: Params, output: Output) -> Output:
    return output | ({"events": output["events"][::-1]} if params.get("reverseOrder") else {})


def _numbered(output: Output) -> Output:
    events = [event | {"eventId": number} for number, event in enumerate(output["events"], 1)]
    return output | {"events": events}


def _latest_run(params: Params) -> Params:
    execution = params["execution"]
    known = execution["workflowId"] == WORKFLOW
    return params | ({"execution": execution | {"runId": RUN}} if known else {})


def _run_of_its_own(params: Params) -> Params:
    execution = params.get("execution")
    if not isinstance(execution, dict) or "runId" in execution:
        return params
    return params | {"execution": execution | {"runId": RUN}}


def _started_as_scheduled(event: Item) -> Item:
    name = f"{event['eventType'][0].lower()}{event['eventType'][1:]}EventAttributes"
    attributes = event[name]
    if "scheduledEventId" not in attributes or "startedEventId" not in attributes:
        return event
    return event | {name: attributes | {"startedEventId": attributes["scheduledEventId"]}}


add(
    "page-size-ignored",
    "The whole history is returned, whatever maximumPageSize says. (As in moto, swf/responses.py.)",
    "The maximum number of results that are returned per call.",
    _all_events,
)
add(
    "reversed-on-its-page",
    "With reverseOrder the events of each page are in reverse order, but the first page has the first "
    "events.",
    "When set to true, returns the events in reverse order.",
    lambda: f.merged(
        Hooks(items=lambda items, params: items[::-1] if params.get("reverseOrder") else items),
        f.answer(lambda output, params, page: _reversed_on_its_page(params, output)),
    ),
)
add(
    "reverse-order-ignored",
    "reverseOrder has no effect. (aws/aws-durable-execution-sdk-python#594)",
    "When set to true, returns the events in reverse order.",
    lambda: f.drop("reverseOrder"),
)
add(
    "timestamp-in-milliseconds",
    "eventTimestamp is in milliseconds since 1970.",
    "eventTimestamp: type timestamp, in JSON seconds since 1970",
    lambda: _each_event(lambda event: event | {"eventTimestamp": Raw(milliseconds(event["eventTimestamp"]))}),
)
add(
    "ids-from-1-on-each-page",
    "The IDs of events begin with 1 on each page.",
    UNIQUE,
    lambda: f.answers(_numbered),
)
add(
    "ids-as-text",
    "eventId is a text, as protocol buffers write numbers of 64 bits in JSON.",
    "EventId: type long",
    lambda: _each_event(lambda event: event | {"eventId": Raw(str(event["eventId"]))}),
)
add(
    "other-attributes-null",
    "An event has the attributes of all types, and those of other types are null.",
    "workflowExecutionStartedEventAttributes: It isn't set for other event types.",
    lambda: _each_event(lambda event: {f"{kind}EventAttributes": Raw(None) for kind in KINDS} | event),
)
add(
    "run-id-ignored",
    "An execution is found by its workflowId alone: any runId leads to the last run.",
    UNKNOWN,
    lambda: f.params(_latest_run),
)
add(
    "page-size-0-refused",
    "maximumPageSize 0 is refused.",
    "PageSize: min 0",
    lambda: f.demand("maximumPageSize", lambda value: value == 0),
)
add(
    "run-id-optional",
    "An execution without a runId is the last run, as in other operations of the service.",
    "WorkflowExecution: runId is required",
    lambda: Hooks(request=_run_of_its_own),
)
add(
    "started-as-scheduled",
    "startedEventId of a completed task is the ID of the event that scheduled it.",
    "The ID of the DecisionTaskStarted event recorded when this decision task was started.",
    lambda: _each_event(_started_as_scheduled),
)

# ram.ListPermissions

add = in_operation("ram.ListPermissions")
TYPES = "PermissionTypeFilter: enumeration ALL, AWS_MANAGED, CUSTOMER_MANAGED"


def _service_in_capitals(value: Any) -> bool:
    return isinstance(value, str) and not value.partition(":")[0].islower()


def _names_of_documentation() -> Hooks:
    names = {"AWS": "AWS_MANAGED", "LOCAL": "CUSTOMER_MANAGED"}

    def accuse(params: Params) -> list[Violation]:
        given = params.get("permissionType")
        if given not in names.values():
            return []
        return [
            Violation("permissionType", "enum", f"{given} is not a valid scope. Must be one of: ALL, AWS")
        ]

    return Hooks(
        excuse=lambda one, params: (
            one.member == "permissionType" and one.kind == "enum" and one.value in names
        ),
        accuse=accuse,
        params=lambda params: (
            params
            | (
                {"permissionType": names[params["permissionType"]]}
                if params.get("permissionType") in names
                else {}
            )
        ),
    )


def _filtered_after_the_page() -> Hooks:
    """The page is cut first. What the filter leaves of it is taken for the last page if it is not full."""

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        kept = [one for one in output["permissions"] if _passes(one, params)]
        full = len(kept) == len(output["permissions"])
        return (output if full else f.lacking(output, "nextToken")) | {"permissions": kept}

    return Hooks(items=lambda items, params: list(permissions_for({})), answer=answer)


def _passes(permission: Item, params: Params) -> bool:
    return any(one["arn"] == permission["arn"] for one in permissions_for(params))


def _owner_of_arn(permission: Item) -> Item:
    return permission | {"resourceOwner": permission["arn"].split(":")[4]}


add(
    "service-case-sensitive",
    "resourceType is refused if its service is not in lower case. (As in moto, ram/models.py.)",
    "This parameter is not case sensitive.",
    lambda: f.demand("resourceType", _service_in_capitals),
)
add(
    "names-of-documentation",
    "permissionType is ALL, AWS or LOCAL, as the text says; AWS_MANAGED and CUSTOMER_MANAGED are refused. "
    "(As in moto, ram/models.py.)",
    TYPES,
    _names_of_documentation,
)
add(
    "all-compared",
    "permissionType ALL is compared with the types of the permissions, and finds nothing.",
    "ALL – returns both Amazon Web Services managed permissions and customer managed permissions.",
    lambda: f.items(lambda items, params: [] if params.get("permissionType") == "ALL" else items),
)
add(
    "status-ignored",
    "permissionStatus has no effect. (As in moto, ram/models.py.)",
    "Specifies that you want to filter the results to include only permissions with the specified status.",
    lambda: f.drop("permissionStatus"),
)
add(
    "filtered-after-the-page",
    "Filters apply to a page after it was cut, and a page that is not full has no token. (Like "
    "aws/aws-sdk-js#940.)",
    "If additional items exist beyond the number you specify, the NextToken response element is returned "
    "with a value (not null).",
    _filtered_after_the_page,
)
add(
    "next-token-capital",
    "The token is called NextToken, as in the text of the documentation.",
    "ListPermissionsResponse: member nextToken",
    lambda: f.answers(
        lambda output: (
            f.lacking(output, "nextToken") | {"NextToken": output["nextToken"]}
            if "nextToken" in output
            else output
        )
    ),
)
add(
    "version-as-number",
    "version is a number.",
    "version: type string",
    lambda: f.each("permissions", lambda one: one | {"version": Raw(int(one["version"]))}),
)
add(
    "times-as-text",
    "creationTime and lastUpdatedTime are ISO texts. (Like ministackorg/ministack#1763, the other way "
    "round.)",
    "DateTime: type timestamp, in JSON seconds since 1970",
    lambda: f.each(
        "permissions",
        lambda one: one | {name: Raw(one[name].isoformat()) for name in ("creationTime", "lastUpdatedTime")},
    ),
)
add(
    "error-without-type",
    "Errors have a message, and neither a header nor a member that tells their code. (aws/aws-sdk-go#2377 "
    "tells of errors of this service whose code was lost.)",
    "rest-json: the code of an error is in X-Amzn-ErrorType, or in the body",
    lambda: f.http(f.no_header("x-amzn-ErrorType"), errors_only=True),
)
add(
    "owner-is-account",
    "resourceOwner of a permission is the account of its ARN.",
    "resourceOwner: enumeration SELF, OTHER-ACCOUNTS",
    lambda: f.each("permissions", _owner_of_arn),
)
add(
    "tags-as-object",
    "tags is an object from keys to values.",
    "TagList: a list of structures with key and value",
    lambda: f.each(
        "permissions", lambda one: one | {"tags": Raw({tag["key"]: tag["value"] for tag in one["tags"]})}
    ),
)

# elasticache.DescribeReservedCacheNodes

add = in_operation("elasticache.DescribeReservedCacheNodes")
DURATION = (
    "The duration filter value, specified in years or seconds. Use this parameter to show only reservations "
    "for this duration. Valid Values: 1 | 3 | 31536000 | 94608000"
)
NOT_FOUND = (
    "ReservedCacheNodeNotFoundFault (ReservedCacheNodeNotFound, 404): The requested reserved cache node was "
    "not found."
)


def _years_compared(items: list[Item], params: Params) -> list[Item]:
    duration = params.get("Duration")
    return [node for node in items if duration in (None, str(node["Duration"]))]


def _first_filter(params: Params) -> Params:
    """What a chain of if and elif leaves of the filters: the first of them."""
    given = [name for name in RESERVED_FILTERS if name in params]
    return f.lacking(params, *given[1:])


def _each_node(function: Callable[[Item], Item]) -> Hooks:
    return f.each("ReservedCacheNodes", function)


def _no_such_reservation() -> Hooks:
    known = {node["ReservedCacheNodeId"] for node in RESERVED}

    def params(params: Params) -> Params:
        absent = params.get("ReservedCacheNodeId") not in {None, *known}
        return f.lacking(params, "ReservedCacheNodeId") | {"absent": True} if absent else params

    return Hooks(params=params, items=lambda items, params: [] if "absent" in params else items)


def _like(items: list[Item], params: Params) -> list[Item]:
    kind = params.get("CacheNodeType")
    others = [(name, params[name]) for name in RESERVED_FILTERS if name in params and name != "CacheNodeType"]
    return [
        node
        for node in RESERVED
        if (kind is None or kind in node["CacheNodeType"])
        and all(reserved_passes(node, *one) for one in others)
    ]


add(
    "max-records-below-20",
    "MaxRecords below 20 is accepted.",
    "Constraints: minimum 20; maximum 100.",
    lambda: f.overlook("MaxRecords", "rule", lambda value: isinstance(value, int) and 1 <= value < 20),
)
add(
    "malformed-marker-restarts",
    "A marker that cannot be read leads to the first page. (faiscadev/fakecloud#1616)",
    "An optional marker returned from a prior request.",
    lambda: f.any_token("Marker"),
)
add(
    "years-compared-with-seconds",
    "Duration 1 and 3 find nothing: they are compared with seconds.",
    DURATION,
    lambda: f.items(_years_compared),
)
add(
    "duration-in-years",
    "Duration of a reservation is in years.",
    "Duration: The duration of the reservation in seconds.",
    lambda: _each_node(lambda node: node | {"Duration": node["Duration"] // YEAR}),
)
add(
    "offering-type-any-text",
    "OfferingType may be any text, and an unknown one leads to an empty list.",
    'Valid values: "Light Utilization"|"Medium Utilization"|"Heavy Utilization"|"All Upfront"|"Partial '
    'Upfront"| "No Upfront"',
    lambda: f.overlook("OfferingType", "rule", lambda value: value not in OFFERING_TYPES),
)
add(
    "unknown-reservation-empty",
    "An unknown ReservedCacheNodeId leads to an empty list.",
    NOT_FOUND,
    _no_such_reservation,
)
add(
    "not-found-400",
    "The status of ReservedCacheNodeNotFound is 400.",
    NOT_FOUND,
    lambda: f.error_for("ReservedCacheNodeNotFound", status=400),
)
add(
    "nodes-in-member",
    "The entries of ReservedCacheNodes are called member, as in other lists of the protocol.",
    "ReservedCacheNodeList: entries with the name ReservedCacheNode",
    lambda: f.http(f.substitute(rb"<(/?)ReservedCacheNode>", rb"<\1member>")),
)
add(
    "start-time-without-zone",
    "StartTime has no time zone, as Python writes a naive datetime.",
    "StartTime: type timestamp, in XML ISO 8601 with Z",
    lambda: f.http(f.substitute(rb"(<StartTime>[^<]*)Z<", rb"\1<")),
)
add(
    "first-filter-only",
    "Only the first of several filters counts.",
    "Use this parameter to show only those reservations matching the specified cache node type.",
    lambda: f.params(_first_filter),
)
add(
    "node-type-contained",
    "CacheNodeType finds all types that contain it, as LIKE in SQL does.",
    "Use this parameter to show only those reservations matching the specified cache node type.",
    lambda: f.items(_like),
)

# cloudfront.ListCloudFrontOriginAccessIdentities

add = in_operation("cloudfront.ListCloudFrontOriginAccessIdentities")
AFTER = (
    "set the Marker to the value of the NextMarker from the current page's response (which is also the ID of "
    "the last identity on that page)"
)
IDS = [identity["Id"] for identity in IDENTITIES]


def _next_id() -> Hooks:
    """NextMarker is the ID with which the next page begins."""
    return Hooks(
        answer=lambda output, params, page: (
            output | {"NextMarker": IDS[page.stop]} if page and page.token else output
        ),
        position=lambda marker, params: IDS.index(marker) if marker in IDS else None,
    )


def _one_page() -> Hooks:
    whole = {"Marker": "", "IsTruncated": False, "Quantity": len(IDENTITIES), "Items": IDENTITIES}
    return Hooks(
        position=lambda marker, params: 0,
        answer=lambda output, params, page: f.lacking(output, "NextMarker") | whole,
    )


def _in_a_result(reply: Reply, params: Params) -> Reply:
    namespace = b' xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"'
    outer = b"ListCloudFrontOriginAccessIdentitiesResult"
    found = re.fullmatch(rb"(<\?.*?\?>\n)(<CloudFrontOriginAccessIdentityList.*)", reply.body, re.DOTALL)
    if not found:
        return reply
    inner = found[2].replace(namespace, b"", 1)
    return replace(reply, body=found[1] + b"<%b%b>%b</%b>" % (outer, namespace, inner, outer))


def _truncated_if_full(output: Output, params: Params, page: Page | None) -> Output:
    full = page is not None and len(page.items) == int(params.get("MaxItems", 100))
    if not full or output["IsTruncated"]:
        return output
    return output | {"IsTruncated": True, "NextMarker": output["Items"][-1]["Id"]}


def _number_crashes(params: Params) -> Params:
    int(params.get("MaxItems", "100"))  # ValueError
    return params


def _each_identity(function: Callable[[Item], Item]) -> Hooks:
    return f.each("Items", function)


add(
    "next-marker-is-next-id",
    "NextMarker is the ID of the first identity of the next page, and a page begins with its marker. (As in "
    "faiscadev/fakecloud#1951.)",
    AFTER,
    _next_id,
)
add(
    "pages-ignored",
    "MaxItems and Marker have no effect: all identities come at once. (faiscadev/fakecloud#1951)",
    "If the list is long, you can paginate it using the MaxItems and Marker parameters.",
    _one_page,
)
add(
    "root-is-result",
    "The list is inside an element ListCloudFrontOriginAccessIdentitiesResult. (floci-io/floci#1148)",
    "ListCloudFrontOriginAccessIdentitiesResult: payload CloudFrontOriginAccessIdentityList",
    lambda: Hooks(reply=_in_a_result),
)
add(
    "max-items-always-100",
    "MaxItems of the answer is always 100. (Like faiscadev/fakecloud#2276.)",
    "MaxItems: The maximum number of origin access identities you want in the response body.",
    lambda: f.answers(lambda output: output | {"MaxItems": 100}),
)
add(
    "is-truncated-capital",
    "IsTruncated is True or False, as Python writes them. (getmoto/moto#9919, getmoto/moto#1260)",
    "IsTruncated: type boolean, in XML true or false",
    lambda: f.answers(lambda output: output | {"IsTruncated": Raw(str(output["IsTruncated"]))}),
)
add(
    "marker-left-out",
    "There is no Marker in the answer if the request had none.",
    "CloudFrontOriginAccessIdentityList: Marker is required",
    lambda: f.answers(lambda output: output if output["Marker"] else f.lacking(output, "Marker")),
)
add(
    "truncated-if-full",
    "IsTruncated is true if the last page is full.",
    "A flag that indicates whether more origin access identities remain to be listed.",
    lambda: f.answer(_truncated_if_full),
)
add(
    "empty-comment-left-out",
    "An empty Comment is left out.",
    "CloudFrontOriginAccessIdentitySummary: Comment is required",
    lambda: _each_identity(lambda one: one if one["Comment"] else f.lacking(one, "Comment")),
)
add(
    "comment-as-written",
    "The characters & and < of a Comment are not escaped.",
    "rest-xml: a document in XML, in which & and < are escaped",
    lambda: _each_identity(lambda one: one | {"Comment": Raw(one["Comment"])}),
)
add(
    "max-items-500",
    "MaxItems that is no number is answered with 500.",
    "InvalidArgument (400): An argument is invalid.",
    lambda: Hooks(request=_number_crashes),
)

# ec2.ListVolumesInRecycleBin

add = in_operation("ec2.ListVolumesInRecycleBin")
RANGE = "Valid range: 5 - 500"
VOLUME_IDS = "The IDs of the volumes to list."


def _each_volume(function: Callable[[Item], Item]) -> Hooks:
    return f.each("Volumes", function)


def _of_query(reply: Reply) -> Reply:
    """The error of the query protocol in place of that of EC2."""
    body = re.sub(
        rb"<Response><Errors><Error>(.*)</Error></Errors><RequestID>(.*)</RequestID></Response>",
        rb"<ErrorResponse><Error><Type>Sender</Type>\1</Error><RequestId>\2</RequestId></ErrorResponse>",
        reply.body,
        flags=re.DOTALL,
    )
    return replace(reply, body=body)


def _known_volumes(params: Params) -> Params:
    known = {volume["VolumeId"] for volume in RECYCLED}
    if "VolumeIds" not in params:
        return params
    found = [one for one in params["VolumeIds"] if one in known]
    return params | {"VolumeIds": found, "none": not found}


def _dry_if_said(params: Params) -> Params:
    return params | ({"DryRun": True} if "DryRun" in params else {})


def _swapped(volume: Item) -> Item:
    enter, leave = volume["RecycleBinEnterTime"], volume["RecycleBinExitTime"]
    return volume | {"RecycleBinEnterTime": leave, "RecycleBinExitTime": enter}


def _token_none() -> Hooks:
    return f.answers(lambda output: {"NextToken": "None", **output})


def _capital_elements(reply: Reply) -> Reply:
    """Elements inside an item begin with a capital letter."""

    def item(found: re.Match[bytes]) -> bytes:
        return re.sub(rb"<(/?)([a-z])", lambda tag: b"<" + tag[1] + tag[2].upper(), found[0])

    return replace(reply, body=re.sub(rb"(?<=<item>).*?(?=</item>)", item, reply.body, flags=re.DOTALL))


def _small_page(value: Any) -> bool:
    return isinstance(value, int) and 1 <= value < 5


add(
    "error-of-query",
    "Errors have the form of the query protocol: ErrorResponse, Error and RequestId. "
    "(faiscadev/fakecloud#2334)",
    "ec2: an error is in Response, Errors, Error, and the request ID in RequestID",
    lambda: f.http(_of_query, errors_only=True),
)
add(
    "max-results-below-5",
    "MaxResults from 1 to 4 is accepted.",
    RANGE,
    lambda: f.overlook("MaxResults", "rule", _small_page),
)
add(
    "max-results-of-the-others",
    "MaxResults up to 1000 is accepted, as in other operations of the service. (stackshy/cloudemu#492)",
    RANGE,
    lambda: f.overlook("MaxResults", "rule", lambda value: isinstance(value, int) and 500 < value <= 1000),
)
add(
    "volume-ids-ignored",
    "VolumeId.1 is read as VolumeIds.1, the name of the member, so it has no effect.",
    VOLUME_IDS,
    lambda: Hooks(request=lambda params: f.lacking(params, "VolumeIds")),
)
add(
    "unknown-volume-ignored",
    "VolumeIds of volumes that do not exist have no effect.",
    "InvalidVolume.NotFound: The specified volume does not exist.",
    lambda: Hooks(params=_known_volumes, items=lambda items, params: [] if params.get("none") else items),
)
add(
    "dry-run-false",
    "DryRun false is taken for true, as any text is true.",
    "Checks whether you have the required permissions for the action, without actually making the request",
    lambda: f.params(_dry_if_said),
)
add(
    "iops-none",
    "Iops and Throughput of a volume that has none are the text None. (Like localstack/localstack#11522.)",
    "Iops: type integer",
    lambda: _each_volume(lambda volume: {"Iops": Raw("None"), "Throughput": Raw("None")} | volume),
)
add(
    "times-swapped",
    "RecycleBinEnterTime and RecycleBinExitTime are swapped.",
    "The date and time when the volume is to be permanently deleted from the Recycle Bin.",
    lambda: _each_volume(_swapped),
)
add(
    "elements-as-members",
    "Elements of a volume are called as the members of the shape: VolumeId, not volumeId.",
    "VolumeId: location name volumeId",
    lambda: f.http(_capital_elements),
)
add(
    "principal-left-out",
    "Principal is left out where Managed is true.",
    "If managed is true, then the principal is returned.",
    lambda: _each_volume(lambda volume: volume | {"Operator": f.lacking(volume["Operator"], "Principal")}),
)
add(
    "next-token-none",
    "The last page has the NextToken None, which the server refuses.",
    "This value is null when there are no more items to return.",
    _token_none,
)
