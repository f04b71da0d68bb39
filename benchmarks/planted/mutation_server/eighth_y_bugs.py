"""The mistakes of part Y of the set `eighth`. Some were made by real servers, whose issues are named."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from . import faults as f
from .bugs import in_operation
from .eighth_y_operations import (
    APPROVALS,
    FLEET_FILTERS,
    FLEETS,
    RECORDERS,
    fleet_passes,
    jobs,
)
from .model import Hooks, Item, Output, Page, Params, Raw, Refusal, Refused, Reply
from .operations import when

# codecommit.GetPullRequestApprovalStates

add = in_operation("codecommit.GetPullRequestApprovalStates")
NO_PULL_REQUEST = "PullRequestDoesNotExistException: The pull request ID could not be found. HTTP status 400"
BAD_REVISION = (
    "InvalidRevisionIdException: The revision ID is not valid. Use GetPullRequest to determine the value."
)
WHO = "approvals: Information about users who have approved the pull request."


def _revisions(params: Params) -> dict[str, list[Item]]:
    return APPROVALS.get(str(params.get("pullRequestId")), {})


def _latest_if(test: Callable[[Params], bool]) -> Hooks:
    def request(params: Params) -> Params:
        known = _revisions(params)
        return params | {"revisionId": list(known)[-1]} if known and test(params) else params

    return Hooks(request=request)


def _no_approvals(reply: Reply) -> Reply:
    found = b"PullRequestDoesNotExist" in reply.body
    return replace(reply, status=200, body=b'{"approvals": []}') if found else reply


def _all_revisions(output: Output, params: Params, page: Page | None) -> Output:
    return {"approvals": [one for known in _revisions(params).values() for one in known]}


def _current_only(params: Params) -> Params:
    known = list(_revisions(params))
    if params["revisionId"] in known[:-1]:
        message = "The revision ID provided in the request does not match the current revision ID."
        raise Refused(Refusal("RevisionNotCurrentException", message))
    return params


def _with_revoked(output: Output, params: Params, page: Page | None) -> Output:
    now = [one["userArn"] for one in output["approvals"]]
    before = [one for known in _revisions(params).values() for one in known if one["userArn"] not in now]
    return {"approvals": output["approvals"] + [one | {"approvalState": "REVOKE"} for one in before]}


add(
    "revision-optional",
    "Without a revisionId, the approvals of the latest revision are answered.",
    "RevisionIdRequiredException: A revision ID is required, but was not provided.",
    lambda: _latest_if(lambda params: "revisionId" not in params),
)
add(
    "any-revision",
    "A revisionId that is not one of the pull request means its latest revision.",
    BAD_REVISION,
    lambda: _latest_if(
        lambda params: "revisionId" in params and params["revisionId"] not in _revisions(params)
    ),
)
add(
    "id-required-code",
    "A missing pullRequestId is a ValidationException, as in most services.",
    "PullRequestIdRequiredException: A pull request ID is required, but none was provided.",
    lambda: f.error_for("PullRequestIdRequiredException", code="ValidationException"),
)
add(
    "id-number",
    "A pullRequestId that is a number is accepted, as clients have it as one. (renovatebot/renovate#17076)",
    "pullRequestId: type string",
    lambda: f.change("pullRequestId", lambda value: str(value) if isinstance(value, int) else value),
)
add(
    "unknown-is-empty",
    "A pull request that there is not has no approvals.",
    NO_PULL_REQUEST,
    lambda: f.http(_no_approvals, errors_only=True),
)
add(
    "unknown-404",
    "A pull request that there is not is answered with status 404.",
    NO_PULL_REQUEST,
    lambda: f.error_for("PullRequestDoesNotExistException", status=404),
)
add(
    "revision-code",
    "A revision that is not valid is a RevisionIdDoesNotExistException, as for other things.",
    BAD_REVISION,
    lambda: f.error_for("InvalidRevisionIdException", code="RevisionIdDoesNotExistException"),
)
add(
    "current-revision-only",
    "A revision that is not the latest is a RevisionNotCurrentException, as for the update.",
    WHO + " (Its errors have no RevisionNotCurrentException.)",
    lambda: f.params(_current_only),
)
add(
    "all-revisions",
    "The approvals of all revisions are answered, whatever the revision. (renovatebot/renovate#2868 "
    "tells that a state is one of the pull request.)",
    "revisionId: The system-generated ID for the pull request revision.",
    lambda: f.answer(_all_revisions),
)
add(
    "revoked-listed",
    "Whoever approved another revision is in the list with REVOKE.",
    "approvalState: The state of the approval, APPROVE or REVOKE. REVOKE states are not stored.",
    lambda: f.answer(_with_revoked),
)
add(
    "state-approved",
    "The state is APPROVED, as that of reviews on GitHub. (Like github/command#55.)",
    "ApprovalState: APPROVE | REVOKE",
    lambda: f.each("approvals", f.put(approvalState="APPROVED")),
)
add(
    "user-name",
    "userArn is the name of the user.",
    "userArn: The Amazon Resource Name (ARN) of the user.",
    lambda: f.each("approvals", lambda one: one | {"userArn": one["userArn"].rpartition("/")[2]}),
)
add(
    "list-of-arns",
    "The approvals are a list of ARNs.",
    WHO + " (list of Approval: userArn, approvalState)",
    lambda: f.answers(lambda output: {"approvals": Raw([one["userArn"] for one in output["approvals"]])}),
)

# ec2.DescribeFleets

add = in_operation("ec2.DescribeFleets")
INSTANT = (
    "If a fleet is of type instant, you must specify the fleet ID in the request, otherwise the fleet does "
    "not appear in the response."
)
STATES = (
    "fleet-state - The state of the EC2 Fleet (submitted | active | deleted | failed | deleted-running | "
    "deleted-terminating | modifying)."
)


def _fleets(keep: Callable[[Item, Params], bool]) -> Hooks:
    return f.items(lambda found, params: [one for one in found if keep(one, params)])


def _with_instant(found: list[Item], params: Params) -> list[Item]:
    if params.get("FleetIds"):
        return found
    filters = params.get("Filters", [])
    return [
        one
        for one in FLEETS
        if one in found or (one["Type"] == "instant" and all(fleet_passes(one, by) for by in filters))
    ]


def _filters(change: Callable[[list[Item]], list[Item]]) -> Hooks:
    return f.params(
        lambda params: params | ({"Filters": change(params["Filters"])} if "Filters" in params else {})
    )


def _as_written(fleet: Item, by: Item) -> bool:
    name = by["Name"]
    return name not in ("fleet-state", "activity-status") or fleet[FLEET_FILTERS[name]] in by["Values"]


def _python_bool(found: list[Item], params: Params) -> list[Item]:
    wanted = [by["Values"] for by in params.get("Filters", []) if by["Name"] == "replace-unhealthy-instances"]
    return [one for one in found if all(str(one["ReplaceUnhealthyInstances"]) in values for values in wanted)]


def _policy_as_answered(found: list[Item], params: Params) -> list[Item]:
    name = "excess-capacity-termination-policy"
    wanted = [by["Values"] for by in params.get("Filters", []) if by["Name"] == name]
    return [
        one for one in found if all(one["ExcessCapacityTerminationPolicy"] in values for values in wanted)
    ]


def _fleet(function: Callable[[Item], Item]) -> Hooks:
    return f.each("Fleets", function)


def _waiting(one: Item) -> Item:
    asked = one["TargetCapacitySpecification"]["TotalTargetCapacity"]
    late = one["Type"] == "instant" and one["FulfilledCapacity"] < asked
    return one | ({"ActivityStatus": "pending_fulfillment"} if late else {})


def _launched(one: Item) -> Item:
    ids = [f"i-{one['FleetId'][-12:]}{number:05}" for number in range(int(one["FulfilledCapacity"]))]
    instances = [{"Lifecycle": "spot", "InstanceIds": ids, "InstanceType": "m5.large"}]
    return one if one["Type"] == "instant" or not ids else one | {"Instances": instances}


def _fractions(one: Item) -> Item:
    target = one["TargetCapacitySpecification"]
    changed = {name: Raw(float(value)) for name, value in target.items() if isinstance(value, int)}
    return one | {"TargetCapacitySpecification": target | changed}


add(
    "instant-listed",
    "Fleets of type instant are described without their IDs. (aws/aws-cli#4889 asks for it.)",
    INSTANT,
    lambda: f.items(_with_instant),
)
add(
    "instant-never",
    "Fleets of type instant are not described, even if their IDs are given.",
    INSTANT,
    lambda: _fleets(lambda one, params: one["Type"] != "instant"),
)
add(
    "ended-missing",
    "Fleets that are deleted or failed are not described.",
    STATES,
    lambda: _fleets(lambda one, params: one["FleetState"] not in ("deleted", "failed")),
)
add(
    "filters-ignored",
    "Filters are ignored, as only the IDs of fleets are looked at. (getmoto/moto#5367)",
    "Filters: activity-status, excess-capacity-termination-policy, fleet-state, ...",
    lambda: f.drop("Filters"),
)
add(
    "ids-ignored-with-filters",
    "FleetIds are ignored if there are filters.",
    "FleetIds: The IDs of the EC2 Fleets.",
    lambda: f.params(lambda params: f.lacking(params, "FleetIds") if params.get("Filters") else params),
)
add(
    "values-as-answered",
    "Values of fleet-state and activity-status are compared with the words of the answer, which have other "
    "hyphens.",
    STATES,
    lambda: _fleets(lambda one, params: all(_as_written(one, by) for by in params.get("Filters", []))),
)
add(
    "last-value-only",
    "Only the last value of a filter is looked at.",
    "If you specify multiple values for a filter, the values are joined with an OR, and the request returns "
    "all results that match any of the specified values.",
    lambda: _filters(lambda filters: [by | {"Values": by["Values"][-1:]} for by in filters]),
)
add(
    "true-capital",
    "replace-unhealthy-instances is compared with True and False.",
    "replace-unhealthy-instances - Indicates whether EC2 Fleet should replace unhealthy instances (true | "
    "false).",
    lambda: f.items(_python_bool),
)
add(
    "policy-as-answered",
    "The values of excess-capacity-termination-policy are those of the answer: true and false find nothing.",
    "excess-capacity-termination-policy - Indicates whether to terminate running instances if the target "
    "capacity is decreased below the current EC2 Fleet size (true | false).",
    lambda: f.items(_policy_as_answered),
)
add(
    "deleted-states-one",
    "All states of deletion are answered as deleted. (getmoto/moto#6850)",
    "FleetStateCode: submitted | active | deleted | failed | deleted_running | deleted_terminating | "
    "modifying. The state of the EC2 Fleet.",
    lambda: _fleet(lambda one: one | {"FleetState": one["FleetState"].partition("_")[0]}),
)
add(
    "states-with-hyphens",
    "States and the progress are answered with the hyphens of the filters.",
    "FleetStateCode: ... deleted_running | deleted_terminating",
    lambda: _fleet(
        lambda one: one | {name: one[name].replace("_", "-") for name in ("FleetState", "ActivityStatus")}
    ),
)
add(
    "instant-pending",
    "Instant fleets with less than the target capacity are pending_fulfillment.",
    "For fleets of type instant, the status is fulfilled after all requests are placed, regardless of "
    "whether target capacity is met (this is the only possible status for instant fleets).",
    lambda: _fleet(_waiting),
)
add(
    "policy-of-all",
    "Fleets of all types have an ExcessCapacityTerminationPolicy.",
    "ExcessCapacityTerminationPolicy: Supported only for fleets of type maintain.",
    lambda: _fleet(lambda one: {"ExcessCapacityTerminationPolicy": "termination"} | one),
)
add(
    "instances-of-all",
    "Fleets of all types tell their instances. (Near aws/aws-sdk#702, which is about the same list.)",
    "Instances: Information about the instances that were launched by the fleet. Valid only when Type is set "
    "to instant.",
    lambda: _fleet(_launched),
)
add(
    "capacity-fractions",
    "Target capacities are written as fractions (10.0), as they are counted in units.",
    "TotalTargetCapacity: type integer",
    lambda: _fleet(_fractions),
)
add(
    "max-results-ignored",
    "MaxResults is ignored: all fleets are on one page.",
    "MaxResults: The maximum number of items to return for this request.",
    lambda: Hooks(limit=lambda limit, params: 1000),
)
add(
    "empty-last-token",
    "The last page has an empty nextToken. (Like googleapis/google-cloud-cpp#6635.)",
    "NextToken: This value is null when there are no more items to return.",
    lambda: f.empty_token("NextToken"),
)

# config.ListConfigurationRecorders

add = in_operation("config.ListConfigurationRecorders")
RECORDERS_OF = "Returns a list of configuration recorders depending on the filters you specify."
SCOPES = "For recordingScope, valid values include: INTERNAL and PAID."
NEXT = (
    "NextToken: The NextToken string returned on a previous page that you use to get the next page of "
    "results in a paginated response."
)


def _summary(function: Callable[[Item], Item]) -> Hooks:
    return f.each("ConfigurationRecorderSummaries", function)


def _upper(params: Params) -> Params:
    filters = params.get("Filters")
    if not isinstance(filters, list):
        return params
    values = [[one.upper() for one in by.get("filterValue", [])] for by in filters]
    return params | {"Filters": [by | {"filterValue": one} for by, one in zip(filters, values, strict=True)]}


def _token_on_full_page() -> Hooks:
    def answer(output: Output, params: Params, page: Page | None) -> Output:
        full = page is not None and page.items and len(page.items) == params.get("MaxResults")
        return output | ({"NextToken": "ZnVsbA"} if full and "NextToken" not in output else {})

    return Hooks(answer=answer, position=lambda token, params: 10**6 if token == "ZnVsbA" else None)


def _first_scopes(params: Params) -> Params:
    changed = [by | {"filterValue": by.get("filterValue", [])[:1]} for by in params.get("Filters", [])]
    return params | ({"Filters": changed} if changed else {})


add(
    "filters-ignored",
    "Filters are ignored. (BlackbirdWorks/gopherstack#1763 has many such operations.)",
    RECORDERS_OF,
    lambda: f.drop("Filters"),
)
add(
    "own-recorder-only",
    "Service-linked recorders are not in the list, as DescribeConfigurationRecorders without a name leaves "
    "them out.",
    RECORDERS_OF,
    lambda: f.items(lambda found, params: [one for one in found if "servicePrincipal" not in one]),
)
add(
    "first-value-only",
    "Only the first of the values of a filter is looked at.",
    SCOPES,
    lambda: f.params(_first_scopes),
)
add(
    "scope-any-case",
    "Values of recordingScope in lower case are accepted.",
    SCOPES,
    lambda: Hooks(request=_upper),
)
add(
    "scope-unknown-nothing",
    "Another value of recordingScope matches nothing, in place of an error.",
    "ValidationException: ... the input value fails the validation. " + SCOPES,
    lambda: f.overlook(r"Filters\..*", "rule"),
)
add(
    "filter-name-any",
    "A filter of another name is accepted, and looks at the scope.",
    "filterName: recordingScope. Currently, only recordingScope is supported.",
    lambda: f.overlook(r".*filterName", "enum"),
)
add(
    "max-results-100",
    "MaxResults up to 100 is accepted, and cut to 20.",
    "MaxResults: 0 to 20",
    lambda: f.overlook("MaxResults", "max", lambda value: value <= 100),
)
add(
    "max-results-zero",
    "MaxResults 0 is refused.",
    "MaxResults: 0 to 20",
    lambda: f.demand("MaxResults", lambda value: value == 0),
)
add(
    "own-without-scope",
    "The customer's own recorder has no recordingScope, as it is older than scopes are. (Like "
    "BlackbirdWorks/gopherstack#1763, which lacks members of recorders.)",
    "ConfigurationRecorderSummary: required arn, name, recordingScope",
    lambda: _summary(lambda one: one if "servicePrincipal" in one else f.lacking(one, "recordingScope")),
)
add(
    "scope-free",
    "The scope of recorders that cost nothing is FREE.",
    "RecordingScope: INTERNAL | PAID",
    lambda: _summary(
        lambda one: one | ({"recordingScope": "FREE"} if one["recordingScope"] == "INTERNAL" else {})
    ),
)
add(
    "provider-aws",
    "Recorders without a third party have the provider AWS.",
    "Provider: AZURE | GCP. For service-linked configuration recorders that record resources from a "
    "third-party cloud service provider, indicates the cloud service provider.",
    lambda: _summary(lambda one: {"provider": "AWS"} | one),
)
add(
    "principal-empty",
    "The customer's own recorder has an empty servicePrincipal.",
    "ServicePrincipal: length from 1 to 128. For service-linked configuration recorders, ...",
    lambda: _summary(lambda one: {"servicePrincipal": ""} | one),
)
add(
    "capital-members",
    "The members of a recorder begin with capital letters, as those of the answer do.",
    "ConfigurationRecorderSummary: arn, name, servicePrincipal, recordingScope, provider",
    lambda: _summary(lambda one: {name[0].upper() + name[1:]: value for name, value in one.items()}),
)
add(
    "filters-on-first-page",
    "Pages after the first are not filtered.",
    NEXT,
    lambda: f.items(lambda found, params: RECORDERS if "NextToken" in params else found),
)
add(
    "token-on-full-page",
    "A last page that is full has a token, which leads to an empty page. (getmoto/moto#9922)",
    NEXT,
    _token_on_full_page,
)

# cloudfront.GetContinuousDeploymentPolicy

add = in_operation("cloudfront.GetContinuousDeploymentPolicy")
NO_POLICY = (
    "NoSuchContinuousDeploymentPolicy: The continuous deployment policy doesn't exist. HTTP status code 404"
)
ETAG = "ETag: The version identifier for the current version of the continuous deployment policy."
POLICY = "ContinuousDeploymentPolicy"
CONFIG = "ContinuousDeploymentPolicyConfig"


def _policy(function: Callable[[Item], Item]) -> Hooks:
    return f.answers(lambda output: output | {POLICY: function(output[POLICY])})


def _config(function: Callable[[Item], Item]) -> Hooks:
    return _policy(lambda one: one | {CONFIG: function(one[CONFIG])})


def _traffic(function: Callable[[Item], Item]) -> Hooks:
    return _config(
        lambda one: (
            one | ({"TrafficConfig": function(one["TrafficConfig"])} if "TrafficConfig" in one else {})
        )
    )


def _weight(function: Callable[[Item], Item]) -> Hooks:
    name = "SingleWeightConfig"
    return _traffic(lambda one: one | ({name: function(one[name])} if name in one else {}))


def _in_minutes(one: Item) -> Item:
    name = "SessionStickinessConfig"
    if name not in one:
        return one
    return one | {name: {member: seconds // 60 for member, seconds in one[name].items()}}


def _both(one: Item) -> Item:
    empty: Item = {"SingleWeightConfig": {}, "SingleHeaderConfig": {}}
    return empty | one


def _no_quantity(one: Item) -> Item:
    name = "StagingDistributionDnsNames"
    return one | {name: f.lacking(one[name], "Quantity")}


def _counted_all(one: Item) -> Item:
    name = "StagingDistributionDnsNames"
    return one | {name: one[name] | {"Quantity": one[name]["Quantity"] + 1}}


def _etag_in_body(reply: Reply) -> Reply:
    etag = f"<ETag>{reply.headers.get('ETag', '')}</ETag></{POLICY}>".encode()
    body = reply.body.replace(f"</{POLICY}>".encode(), etag)
    return f.no_header("ETag")(replace(reply, body=body))


def _wrapped(reply: Reply) -> Reply:
    head, start, rest = reply.body.partition(f"<{POLICY} ".encode())
    if not start:
        return reply
    space, _, inner = rest.partition(b">")
    root = b"GetContinuousDeploymentPolicyResult"
    name = POLICY.encode()
    body = head + b"<" + root + b" " + space + b"><" + name + b">" + inner + b"</" + root + b">"
    return replace(reply, body=body)


add(
    "no-etag",
    "There is no ETag. (Like flexera-public/right_aws#143 and chilts/awssum#89.)",
    ETAG,
    lambda: f.http(f.no_header("ETag")),
)
add(
    "etag-of-call",
    "Each answer has another ETag, though the policy is the same.",
    ETAG,
    lambda: f.answers(lambda output: output | {"ETag": f"E{uuid.uuid4().hex[:13].upper()}"}),
)
add(
    "etag-in-body",
    "The ETag is an element of the body, and no header.",
    "ETag: location header, name ETag",
    lambda: f.http(_etag_in_body),
)
add(
    "not-found-code",
    "A policy that there is not is a NoSuchDistribution.",
    NO_POLICY,
    lambda: f.error_for("NoSuchContinuousDeploymentPolicy", code="NoSuchDistribution"),
)
add(
    "not-found-400",
    "A policy that there is not is answered with status 400.",
    NO_POLICY,
    lambda: f.error_for("NoSuchContinuousDeploymentPolicy", status=400),
)
add(
    "wrapped",
    "The policy is in an element GetContinuousDeploymentPolicyResult, and not the root.",
    "GetContinuousDeploymentPolicyResult: payload ContinuousDeploymentPolicy",
    lambda: f.http(_wrapped),
)
add(
    "both-configs",
    "The configuration that the type does not use is there too, and empty. (Like "
    "go-to-k/cdk-real-drift#1674, where each is twice.)",
    "ContinuousDeploymentSingleHeaderConfig: required Header, Value. "
    "ContinuousDeploymentSingleWeightConfig: required Weight",
    lambda: _traffic(_both),
)
add(
    "no-quantity",
    "StagingDistributionDnsNames has Items, but no Quantity.",
    "StagingDistributionDnsNames: required Quantity",
    lambda: _config(_no_quantity),
)
add(
    "quantity-counts-primary",
    "Quantity counts the primary distribution as well. (Like floci-io/floci#3067, which counts twice.)",
    "Quantity: The number of CloudFront domain names in your staging distribution.",
    lambda: _config(_counted_all),
)
add(
    "member-for-dns-name",
    "Names are in elements called member.",
    "Items: list of DnsName",
    lambda: f.http(f.substitute(b"(</?)DnsName>", rb"\1member>")),
)
add(
    "weight-percent",
    "The weight is a percentage (5.0 for 0.05).",
    "Weight: The percentage of traffic to send to a staging distribution, expressed as a decimal number "
    "between 0 and 0.15.",
    lambda: _weight(lambda one: one | {"Weight": one["Weight"] * 100}),
)
add(
    "ttl-minutes",
    "The times of session stickiness are in minutes.",
    "IdleTTL, MaximumTTL: Allowed values are 300-3600 seconds (5-60 minutes).",
    lambda: _weight(_in_minutes),
)
add(
    "type-of-config",
    "The type is the name of the member that it chooses.",
    "ContinuousDeploymentPolicyType: SingleWeight | SingleHeader",
    lambda: _traffic(lambda one: one | {"Type": one["Type"] + "Config"}),
)
add(
    "enabled-capital",
    "Enabled is True or False, as Python writes it.",
    "Enabled: A Boolean that indicates whether this continuous deployment policy is enabled (in effect).",
    lambda: _config(lambda one: one | {"Enabled": Raw(str(one["Enabled"]))}),
)
add(
    "time-as-in-headers",
    "LastModifiedTime has the form of HTTP headers.",
    "LastModifiedTime: type timestamp (ISO 8601 in XML)",
    lambda: _policy(
        lambda one: one | {"LastModifiedTime": Raw(format_datetime(one["LastModifiedTime"], usegmt=True))}
    ),
)

# sagemaker.ListTrainingJobs

add = in_operation("sagemaker.ListTrainingJobs")
SUMMARIES = "TrainingJobSummaries"
STATUS_LAST = (
    "When StatusEquals and MaxResults are set at the same time, the MaxResults number of training jobs are "
    "first retrieved ignoring the StatusEquals parameter and then they are filtered by the StatusEquals "
    "parameter, which is returned as a response."
)
TRUNCATED = "NextToken: If the response is truncated, SageMaker returns this token."


def _of_status(found: list[Item], params: Params) -> list[Item]:
    wanted = params.get("StatusEquals")
    return [one for one in found if wanted in (None, one["TrainingJobStatus"])]


def _jobs_of(change: Callable[[Params], Params]) -> Hooks:
    """The jobs are those of other parameters."""
    return f.items(lambda found, params: jobs(change(params)))


def _named(test: Callable[[str, str], bool]) -> Hooks:
    def keep(found: list[Item], params: Params) -> list[Item]:
        others = jobs(f.lacking(params, "NameContains"))
        wanted = params.get("NameContains")
        return [one for one in others if wanted is None or test(one["TrainingJobName"], wanted)]

    return f.items(keep)


def _created(params: Params) -> Params:
    changed = {
        name.replace("LastModified", "Creation"): value
        for name, value in params.items()
        if name.startswith("LastModifiedTime")
    }
    return f.lacking(params, "LastModifiedTimeAfter", "LastModifiedTimeBefore") | changed


def _inclusive(params: Params) -> Params:
    time = when(params.get("CreationTimeAfter"))
    if time is None or not 1 < time.year < 9999:
        return params
    return params | {"CreationTimeAfter": time - timedelta(microseconds=1)}


def _ended(one: Item) -> Item:
    return {"TrainingEndTime": one["LastModifiedTime"]} | one


def _text_times(one: Item) -> Item:
    return {
        name: Raw(value.strftime("%Y-%m-%d %H:%M:%S")) if isinstance(value, datetime) else value
        for name, value in one.items()
    }


def _for_ever() -> Hooks:
    def answer(output: Output, params: Params, page: Page | None) -> Output:
        token = {} if "LastModifiedTimeAfter" not in params else {"NextToken": "Zm9yZXZlcg"}
        return token | output

    return Hooks(answer=answer, position=lambda token, params: 10**6 if token == "Zm9yZXZlcg" else None)


def _by_change(found: list[Item], params: Params) -> list[Item]:
    if params.get("SortBy") != "Name":
        return found
    down = params.get("SortOrder") == "Descending"
    return sorted(found, key=lambda one: one["LastModifiedTime"], reverse=down)


def _plan_begins(found: list[Item], params: Params) -> list[Item]:
    others = jobs(f.lacking(params, "TrainingPlanArnEquals"))
    plan = params.get("TrainingPlanArnEquals")
    return [one for one in others if plan is None or one.get("TrainingPlanArn", "").startswith(plan)]


def _status_on_first(output: Output, params: Params, page: Page | None) -> Output:
    return output | {SUMMARIES: page.entries} if page and "NextToken" in params else output


add(
    "status-before-page",
    "Jobs of another status do not count for MaxResults. (As the review of getmoto/moto#4256 first asked.)",
    STATUS_LAST,
    lambda: f.items(_of_status),
)
add(
    "default-descending",
    "The latest job is the first if no order is asked for.",
    "SortOrder: The sort order for results. The default is Ascending.",
    lambda: _jobs_of(lambda params: {"SortOrder": "Descending"} | params),
)
add(
    "status-oldest-first",
    "With StatusEquals and MaxResults, the oldest jobs are looked at.",
    STATUS_LAST + " (sorted according to the creation time, from the most current to the oldest)",
    lambda: _jobs_of(lambda params: {"SortOrder": "Ascending"} | params),
)
add(
    "name-sorts-by-change",
    "SortBy Name sorts by the time of the last change. (aws/amazon-sagemaker-feedback#211)",
    "SortBy: The field to sort results by. Name | CreationTime | Status",
    lambda: f.items(_by_change),
)
add(
    "name-begins",
    "NameContains looks at the beginning of names. (Kenza-AI/sagify#53 has names for it.)",
    "NameContains: This filter returns only training jobs whose name contains the specified string.",
    lambda: _named(str.startswith),
)
add(
    "name-whole",
    "NameContains looks for the whole name. (boto/boto3#3347, aws/sagemaker-python-sdk#4410)",
    "NameContains: This filter returns only training jobs whose name contains the specified string.",
    lambda: _named(str.__eq__),
)
add(
    "changed-is-created",
    "LastModifiedTimeAfter and LastModifiedTimeBefore look at the time of creation.",
    "LastModifiedTimeAfter: A filter that returns only training jobs modified after the specified time "
    "(timestamp).",
    lambda: _jobs_of(_created),
)
add(
    "after-inclusive",
    "A job that was created at CreationTimeAfter is in the list.",
    "CreationTimeAfter: A filter that returns only training jobs created after the specified time "
    "(timestamp).",
    lambda: _jobs_of(_inclusive),
)
add(
    "before-ignored-with-after",
    "CreationTimeBefore is ignored if there is a CreationTimeAfter.",
    "CreationTimeBefore: A filter that returns only training jobs created before the specified time "
    "(timestamp).",
    lambda: _jobs_of(
        lambda params: f.lacking(params, "CreationTimeBefore") if "CreationTimeAfter" in params else params
    ),
)
add(
    "warm-pool-ignored",
    "WarmPoolStatusEquals is ignored, as it is younger than the others.",
    "WarmPoolStatusEquals: A filter that retrieves only training jobs with a specific warm pool status.",
    lambda: f.drop("WarmPoolStatusEquals"),
)
add(
    "plan-begins",
    "TrainingPlanArnEquals finds plans whose ARN begins so.",
    "TrainingPlanArnEquals: The Amazon Resource Name (ARN) of the training plan to filter training jobs by.",
    lambda: f.items(_plan_begins),
)
add(
    "end-time-of-all",
    "Jobs that have not ended have a TrainingEndTime.",
    "TrainingEndTime: This field is set only if the training job has one of the terminal statuses "
    "(Completed, Failed, or Stopped).",
    lambda: f.each(SUMMARIES, _ended),
)
add(
    "times-text",
    "Times are texts without a zone. (Near aws/amazon-sagemaker-examples#626.)",
    "CreationTime: type timestamp",
    lambda: f.each(SUMMARIES, _text_times),
)
add(
    "secondary-for-status",
    "TrainingJobStatus is the secondary status.",
    "TrainingJobStatus: InProgress | Completed | Failed | Stopping | Stopped | Deleting",
    lambda: f.each(SUMMARIES, lambda one: one | {"TrainingJobStatus": one["SecondaryStatus"]}),
)
add(
    "warm-pool-text",
    "WarmPoolStatus is the status, and no structure.",
    "WarmPoolStatus: required Status",
    lambda: f.each(
        SUMMARIES,
        lambda one: (
            one | ({"WarmPoolStatus": Raw(pool["Status"])} if (pool := one.get("WarmPoolStatus")) else {})
        ),
    ),
)
add(
    "list-missing-if-empty",
    "An empty page has no TrainingJobSummaries.",
    "ListTrainingJobsResponse: required TrainingJobSummaries",
    lambda: f.answers(lambda output: output if output[SUMMARIES] else f.lacking(output, SUMMARIES)),
)
add(
    "max-results-any",
    "MaxResults above 100 is accepted.",
    "MaxResults: 1 to 100",
    lambda: f.overlook("MaxResults", "max"),
)
add(
    "token-for-ever",
    "With LastModifiedTimeAfter, each page has a token, and empty pages follow. (aws/aws-cli#7596, "
    "aws/aws-sdk#486)",
    TRUNCATED,
    _for_ever,
)
add(
    "status-on-first-page",
    "Pages after the first have jobs of all statuses.",
    "StatusEquals: A filter that retrieves only training jobs with a specific status.",
    lambda: f.answer(_status_on_first),
)
