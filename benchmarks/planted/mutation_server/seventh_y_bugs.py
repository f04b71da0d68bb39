"""The mistakes of part Y of the set `seventh`. Many were made by real servers, whose issues are named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from . import faults as f
from .bugs import in_operation
from .fourth_y_operations import rfc3339
from .model import Hooks, Item, Page, Params, Raw, Refusal, Reply, Violation
from .seventh_y_operations import (
    BILLING,
    COLLECTORS,
    COUNTS,
    GROUP,
    INDEXES,
    ORG_NAMES,
    PATCH_STATES,
    TASKS,
    compares,
    meets,
    search,
    task_passes,
)

# dms.DescribeFleetAdvisorCollectors

add = in_operation("dms.DescribeFleetAdvisorCollectors")
MEET = "the output includes information for only those collectors that meet the filter criteria"
FORMAT = "type string, in the following format: 2022-01-24T19:04:02.596113Z"
DATES = ("LastDataReceived", "RegisteredDate", "CreatedDate", "ModifiedDate")


def _everything(page: Page, params: Params) -> Page:
    """All entries on one page, which has no token."""
    return Page(page.everything, 0, len(page.everything), page.everything, None)


def _first_values(params: Params) -> Params:
    filters = [one | {"Values": one["Values"][:1]} for one in params.get("Filters", [])]
    return params | ({"Filters": filters} if filters else {})


def _any_filter(items: list[Item], params: Params) -> list[Item]:
    filters = params.get("Filters")
    if not filters:
        return items
    return [one for one in COLLECTORS if any(meets(one, wanted) for wanted in filters)]


def _name_begins(items: list[Item], params: Params) -> list[Item]:
    def passes(collector: Item, one: Item) -> bool:
        if one["Name"] != "collector-name":
            return meets(collector, one)
        return any(collector["CollectorName"].startswith(value) for value in one["Values"])

    return [one for one in COLLECTORS if all(passes(one, wanted) for wanted in params.get("Filters", []))]


def _no_referenced_id(params: Params) -> list[Violation]:
    names = [one["Name"] for one in params.get("Filters", []) if isinstance(one, dict) and "Name" in one]
    if "collector-referenced-id" not in names:
        return []
    return [Violation("Filters", "rule", "Unrecognized filter name: collector-referenced-id")]


def _unfiltered_later(items: list[Item], params: Params) -> list[Item]:
    return COLLECTORS if "NextToken" in params else items


def _dates(function: Callable[[datetime], Any]) -> Hooks:
    def changed(one: Item) -> Item:
        return one | {name: function(datetime.fromisoformat(one[name])) for name in DATES if name in one}

    return f.each("Collectors", changed)


def _health_in_words(one: Item) -> Item:
    health = one["CollectorHealthCheck"]
    words = {name: Raw(str(value).lower()) for name, value in health.items() if isinstance(value, bool)}
    return one | {"CollectorHealthCheck": health | words}


def _with_hyphens(one: Item) -> Item:
    return one | {
        name: Raw(one[name].lower().replace("_", "-")) for name in ("VersionStatus",) if name in one
    }


add(
    "filters-ignored",
    "Filters are read, and have no effect. (faiscadev/fakecloud#2116)",
    MEET,
    lambda: f.drop("Filters"),
)
add(
    "first-value-only",
    "Only the first of several values of a filter is looked at.",
    "Values: The filter value, which can specify one or more values used to narrow the returned results.",
    lambda: f.params(_first_values),
)
add(
    "filters-either",
    "A collector is returned if it meets one of several filters.",
    MEET,
    lambda: f.items(_any_filter),
)
add(
    "name-begins",
    "collector-name finds all collectors whose names begin with the value.",
    MEET + ": collector-name - The name of the collector agent.",
    lambda: f.items(_name_begins),
)
add(
    "referenced-id-refused",
    "The filter collector-referenced-id is refused: the server has it under another name. (Like "
    "getmoto/moto#9199, where filters did not work at all.)",
    "collector-referenced-id - The ID of the collector agent",
    lambda: Hooks(accuse=_no_referenced_id),
)
add(
    "values-optional",
    "A filter without Values is accepted, and has no effect.",
    "Filter: required Name, Values",
    lambda: f.merged(
        f.overlook(r"Filters\.\d+\.member\.Values", "required"),
        Hooks(
            request=lambda params: (
                params | {"Filters": [one for one in params["Filters"] if "Values" in one]}
                if isinstance(params.get("Filters"), list)
                else params
            )
        ),
    ),
)
add(
    "filters-lost-later",
    "Pages after the first are cut from the list of all collectors.",
    "Make the call again using the returned token to retrieve the next page. Keep all other arguments "
    "unchanged.",
    lambda: f.items(_unfiltered_later),
)
add(
    "max-records-ignored",
    "All collectors are on one page, whatever MaxRecords says. (Like stackshy/cloudemu#726.)",
    "MaxRecords: Sets the maximum number of records returned in the response.",
    lambda: Hooks(page=_everything),
)
add(
    "token-in-marker",
    "The token of the next page is in Marker, as in other operations of the service.",
    "NextToken: If NextToken is returned, there are more results available.",
    lambda: f.answers(
        lambda output: (
            f.lacking(output, "NextToken") | {"Marker": output["NextToken"]}
            if "NextToken" in output
            else output
        )
    ),
)
add(
    "dates-in-seconds",
    "Dates are numbers of seconds since 1970, as timestamps of JSON services are.",
    f"CreatedDate: {FORMAT}",
    lambda: _dates(lambda time: Raw(round(time.timestamp(), 3))),
)
add(
    "dates-with-space",
    "Dates have a space in place of the T, and no Z, as a database prints them.",
    f"RegisteredDate: {FORMAT}",
    lambda: _dates(lambda time: time.strftime("%Y-%m-%d %H:%M:%S.%f")),
)
add(
    "version-status-hyphens",
    "VersionStatus is up-to-date, outdated or unsupported.",
    "VersionStatus: enumeration UP_TO_DATE, OUTDATED, UNSUPPORTED",
    lambda: f.each("Collectors", _with_hyphens),
)
add(
    "health-in-words",
    "What a health check found is told as texts, true and false.",
    "LocalCollectorS3Access: type boolean",
    lambda: f.each("Collectors", _health_in_words),
)

# workspaces.DescribeAccountModifications

add = in_operation("workspaces.DescribeAccountModifications")
NEXT = (
    "NextToken: If you received a NextToken from a previous call that was paginated, provide this token to "
    "receive the next set of results."
)
LAST = "NextToken: This value is null when there are no more results to return."
STARTED = "StartTime: The timestamp when the modification of the BYOL configuration was started."


def _modified(function: Callable[[Item], Item]) -> Hooks:
    return f.each("AccountModifications", function)


def _supported(one: Item) -> Item:
    return one | {"DedicatedTenancySupport": Raw(one["DedicatedTenancySupport"] == "ENABLED")}


def _with_host(one: Item) -> Item:
    cidr = one.get("DedicatedTenancyManagementCidrRange")
    return one | ({"DedicatedTenancyManagementCidrRange": cidr.replace(".0.0/16", ".0.1/16")} if cidr else {})


def _error_inside(one: Item) -> Item:
    if "ErrorCode" not in one:
        return one
    error = {"Code": one["ErrorCode"], "Message": one["ErrorMessage"]}
    return f.lacking(one, "ErrorCode", "ErrorMessage") | {"Error": error}


def _untagged(reply: Reply) -> Reply:
    return replace(reply, body=re.sub(rb"(?s)\xc1(\xfb.{8})", rb"\1", reply.body))


def _first_page_again() -> Hooks:
    """A token is taken, and nothing is done with it."""
    return Hooks(position=lambda token, params: 0)


add(
    "state-succeeded",
    "A modification that is completed is SUCCEEDED.",
    "ModificationState: enumeration PENDING, COMPLETED, FAILED",
    lambda: _modified(
        lambda one: (
            one | ({"ModificationState": "SUCCEEDED"} if one["ModificationState"] == "COMPLETED" else {})
        )
    ),
)
add(
    "support-boolean",
    "DedicatedTenancySupport is true or false.",
    "DedicatedTenancySupport: enumeration ENABLED, DISABLED",
    lambda: _modified(_supported),
)
add(
    "cidr-with-host",
    "The address of the interface is in DedicatedTenancyManagementCidrRange, not that of the network.",
    r"DedicatedTenancyManagementCidrRange: pattern (...\.0\.0)(\/(16$))$",
    lambda: _modified(_with_host),
)
add(
    "start-time-text",
    "StartTime is a text, as the server's JSON library writes it. (Like ministackorg/ministack#34.)",
    "StartTime: type timestamp, in JSON a number of seconds",
    lambda: _modified(lambda one: one | {"StartTime": Raw(rfc3339(one["StartTime"]))}),
)
add(
    "start-time-milliseconds",
    "StartTime is a number of milliseconds. (Like floci-io/floci#2432.)",
    "StartTime: type timestamp, in JSON a number of seconds",
    lambda: _modified(lambda one: one | {"StartTime": Raw(round(one["StartTime"].timestamp() * 1000))}),
)
add(
    "start-time-now",
    "StartTime of a modification that is pending is the time of the request.",
    STARTED,
    lambda: _modified(
        lambda one: one | ({"StartTime": datetime.now(UTC)} if one["ModificationState"] == "PENDING" else {})
    ),
)
add(
    "error-inside",
    "The error of a modification that failed is a structure Error with Code and Message.",
    "AccountModification: ErrorCode, ErrorMessage",
    lambda: _modified(_error_inside),
)
add(
    "token-empty-last",
    "The last page has an empty NextToken. (smithy-lang/smithy-rs#1054 loops forever then.)",
    LAST + " PaginationToken: min 1",
    lambda: f.empty_token("NextToken"),
)
add(
    "token-ignored",
    "NextToken is ignored: each page is the first, with a token. (Like stackshy/cloudemu#726.)",
    NEXT,
    _first_page_again,
)
add(
    "lost-at-border",
    "The first modification of each page after the first is lost.",
    NEXT,
    f.loses_at_border,
)
add(
    "empty-token-accepted",
    "An empty NextToken means the first page. (Like faiscadev/fakecloud#1443.)",
    "PaginationToken: min 1",
    lambda: f.merged(
        f.overlook("NextToken", "min"),
        Hooks(position=lambda token, params: None if token else 0),
    ),
)
add(
    "token-from-nowhere",
    "A NextToken that nobody issued leads to the first page. (Like faiscadev/fakecloud#1614.)",
    NEXT,
    lambda: f.any_token("NextToken"),
)
add(
    "cbor-time-untagged",
    "In CBOR a time is a number without a tag. (Like floci-io/floci#1162.)",
    "protocol smithy-rpc-v2-cbor: timestamps are epoch-seconds, in tag 1",
    lambda: f.http(_untagged),
)

# config.DescribeOrganizationConfigRules

add = in_operation("config.DescribeOrganizationConfigRules")
RULES = "OrganizationConfigRules"
NO_RULE = (
    "NoSuchOrganizationConfigRuleException: The Config rule in the request is not valid. Verify that ... the "
    "rule name is correct"
)


def _known_names(params: Params) -> Params:
    names = params.get("OrganizationConfigRuleNames")
    if not names:
        return params
    # A name that is twice in the list is not a mistake; the name of no rule may not be alone.
    known = [name for name in names if name in ORG_NAMES]
    return params | {"OrganizationConfigRuleNames": known, "_none": not known}


def _limited_names(params: Params) -> Params:
    names = params.get("OrganizationConfigRuleNames")
    if not names or not all(name in ORG_NAMES for name in names):
        return params
    return f.lacking(params, "OrganizationConfigRuleNames") | {"_names": names}


def _named(rules: list[Item], params: Params) -> list[Item]:
    names = params.get("_names")
    return [one for one in rules if one["OrganizationConfigRuleName"] in names] if names else rules


def _metadata(function: Callable[[Item], Item]) -> Hooks:
    def changed(one: Item) -> Item:
        return {name: function(value) if name.endswith("Metadata") else value for name, value in one.items()}

    return f.each(RULES, changed)


def _parameters_parsed(scope: Item) -> Item:
    text = scope.get("InputParameters")
    return scope | ({"InputParameters": Raw(json.loads(text))} if text else {})


def _excluded(function: Callable[[list[str]], Any]) -> Hooks:
    def changed(one: Item) -> Item:
        return one | (
            {"ExcludedAccounts": function(one["ExcludedAccounts"])} if "ExcludedAccounts" in one else {}
        )

    return f.each(RULES, changed)


def _policy_as_custom(one: Item) -> Item:
    if "OrganizationCustomPolicyRuleMetadata" not in one:
        return one
    metadata = f.lacking(one["OrganizationCustomPolicyRuleMetadata"], "PolicyRuntime")
    rest = f.lacking(one, "OrganizationCustomPolicyRuleMetadata")
    return rest | {"OrganizationCustomRuleMetadata": metadata}


def _source_identifier(scope: Item) -> Item:
    if "RuleIdentifier" not in scope:
        return scope
    return f.lacking(scope, "RuleIdentifier") | {"SourceIdentifier": scope["RuleIdentifier"]}


def _frequency(scope: Item) -> Item:
    word = scope.get("MaximumExecutionFrequency")
    return scope | ({"MaximumExecutionFrequency": word.replace("yF", "y_F")} if word else {})


add(
    "unknown-names-dropped",
    "Names of rules that do not exist are passed over. (Like faiscadev/fakecloud#2116.)",
    NO_RULE,
    lambda: f.merged(
        f.params(_known_names), f.items(lambda rules, params: [] if params.get("_none") else rules)
    ),
)
add(
    "limit-with-names",
    "Limit cuts the list of rules that are asked for by name, too.",
    "Limit and next token are not applicable if you specify organization Config rule names.",
    lambda: f.merged(f.params(_limited_names), f.items(_named)),
)
add(
    "names-26",
    "More than 25 names are accepted. (Like stackshy/cloudemu#555.)",
    "OrganizationConfigRuleNames: max 25",
    lambda: f.overlook("OrganizationConfigRuleNames", "max"),
)
add(
    "names-empty-refused",
    "An empty list of names is refused.",
    "OrganizationConfigRuleNames: min 0",
    lambda: f.demand("OrganizationConfigRuleNames", lambda names: names == []),
)
add(
    "last-update-milliseconds",
    "LastUpdateTime is a number of milliseconds. (Like floci-io/floci#2432.)",
    "LastUpdateTime: type timestamp, in JSON 1.1 a number of seconds",
    lambda: f.each(
        RULES, lambda one: one | {"LastUpdateTime": Raw(int(one["LastUpdateTime"].timestamp() * 1000))}
    ),
)
add(
    "input-parameters-object",
    "InputParameters is an object.",
    "InputParameters: A string, in JSON format, that is passed to your organization Config rule Lambda "
    "function.",
    lambda: _metadata(_parameters_parsed),
)
add(
    "excluded-accounts-text",
    "ExcludedAccounts is one text, with commas between the accounts.",
    "ExcludedAccounts: type list of AccountId",
    lambda: _excluded(lambda accounts: Raw(",".join(accounts))),
)
add(
    "excluded-accounts-numbers",
    "Accounts are numbers inside the server, so zeros at their start are lost. (Like "
    "prowler-cloud/prowler#7946.)",
    r"ExcludedAccounts: AccountId: pattern \d{12}",
    lambda: _excluded(lambda accounts: [str(int(account)) for account in accounts]),
)
add(
    "policy-as-custom",
    "Rules of a custom policy are told as custom rules, without a function. (Like "
    "aws-cloudformation/cloudformation-coverage-roadmap#1273, where they were not thought of.)",
    "OrganizationCustomRuleMetadata: required LambdaFunctionArn; OrganizationCustomPolicyRuleMetadata: An "
    "object that specifies metadata for your organization's Config Custom Policy rule.",
    lambda: f.each(RULES, _policy_as_custom),
)
add(
    "limit-clipped",
    "A Limit above 100 means 100.",
    "InvalidLimitException: The specified limit is outside the allowable range.",
    lambda: f.overlook("Limit", "max"),
)
add(
    "token-error-validation",
    "A NextToken that is not valid is a ValidationException.",
    "InvalidNextTokenException: The specified next token is not valid.",
    lambda: f.error_for("InvalidNextTokenException", code="ValidationException"),
)
add(
    "source-identifier",
    "The identifier of a managed rule is in SourceIdentifier, as in rules of one account.",
    "OrganizationManagedRuleMetadata: required RuleIdentifier",
    lambda: _metadata(_source_identifier),
)

# ssm.DescribeInstancePatchStatesForPatchGroup

add = in_operation("ssm.DescribeInstancePatchStatesForPatchGroup")
STATES = "InstancePatchStates"
TYPE = (
    "Type: The type of comparison that should be performed for the value. Example: To filter for all managed "
    "nodes in a patch group having more than three patches with a FailedCount status: GreaterThan, 3"
)
VALUES = "Values (array containing a single string): Must be an integer greater than or equal to 0."
STATE = (
    "InstancePatchState: required InstanceId, PatchGroup, BaselineId, OperationStartTime, OperationEndTime, "
    "Operation"
)


def _compared(function: Callable[[int, str, int], bool]) -> Hooks:
    """Filters compare in another way."""

    def items(states: list[Item], params: Params) -> list[Item]:
        return [
            state
            for state in PATCH_STATES
            if state["PatchGroup"] == params["PatchGroup"]
            and all(
                function(state[one["Key"]], one["Type"], int(one["Values"][0]))
                for one in params.get("Filters", ())
            )
        ]

    return f.items(items)


def _as_text(count: int, kind: str, value: int) -> bool:
    order = (str(count) > str(value)) - (str(count) < str(value))
    return compares(order, kind, 0)


def _or_equal(count: int, kind: str, value: int) -> bool:
    return compares(count, kind, value) or (kind in ("LessThan", "GreaterThan") and count == value)


def _first_filter(params: Params) -> Params:
    return params | ({"Filters": params["Filters"][:1]} if "Filters" in params else {})


def _known_keys(params: Params) -> Params:
    filters = params.get("Filters")
    return params | ({"Filters": [one for one in filters if one["Key"] in COUNTS]} if filters else {})


def _numbers_only(params: Params) -> Params:
    filters = params.get("Filters")
    if not filters:
        return params
    return params | {"Filters": [one for one in filters if re.fullmatch("[0-9]{1,9}", one["Values"][0])]}


def _one_value(params: Params) -> Params:
    filters = params.get("Filters")
    if not isinstance(filters, list) or not all(isinstance(one, dict) for one in filters):
        return params
    several = [
        one | {"Values": one["Values"][:1]} if isinstance(one.get("Values"), list) else one for one in filters
    ]
    return params | {"Filters": several}


def _without_end(one: Item) -> Item:
    return f.lacking(one, "OperationEndTime") if one["InstalledPendingRebootCount"] else one


def _swapped(one: Item) -> Item:
    return one | {
        "OperationStartTime": one["OperationEndTime"],
        "OperationEndTime": one["OperationStartTime"],
    }


def _baseline_name(one: Item) -> Item:
    return one | ({} if one["BaselineId"].startswith("arn:") else {"BaselineId": "linux-default"})


add(
    "compared-as-text",
    "The values of filters are compared as texts, so 9 is more than 10. (Like stackshy/cloudemu#271.)",
    VALUES,
    lambda: _compared(_as_text),
)
add(
    "or-equal",
    "LessThan and GreaterThan find equal counts, too.",
    TYPE,
    lambda: _compared(_or_equal),
)
add(
    "first-filter-only",
    "Only the first of several filters is looked at. (Like getmoto/moto#5741, where their order counts.)",
    "Filters: Each entry in the array is a structure containing: Key, Values, Type",
    lambda: f.params(_first_filter),
)
add(
    "unknown-key-ignored",
    "A filter with another Key has no effect. (faiscadev/fakecloud#2116 ignores names of filters that it "
    "does not know.)",
    "InvalidFilter: The filter name isn't valid. Verify that you entered the correct name and try again.",
    lambda: f.merged(f.overlook(r"Filters\.\d+\.Key", "rule"), f.params(_known_keys)),
)
add(
    "value-no-number",
    "A filter whose value is no number has no effect.",
    VALUES,
    lambda: f.merged(f.overlook(r"Filters\.\d+\.Values", "rule"), f.params(_numbers_only)),
)
add(
    "values-two",
    "A filter may have several values, of which the first counts.",
    "Values: min 1, max 1",
    lambda: Hooks(request=_one_value),
)
add(
    "max-results-51",
    "MaxResults above 50 is refused. (flanksource/config-db#35 tells of that limit in a sister operation.)",
    "MaxResults: min 10, max 100",
    lambda: f.demand("MaxResults", lambda value: isinstance(value, int) and 50 < value <= 100),
)
add(
    "max-results-small",
    "MaxResults from 1 to 9 is accepted.",
    "MaxResults: min 10, max 100",
    lambda: f.overlook("MaxResults", "min", lambda value: value > 0),
)
add(
    "group-any-case",
    "PatchGroup is found without regard to case.",
    "PatchGroup: The name of the patch group for which the patch state information should be retrieved.",
    lambda: f.params(
        lambda params: (
            params | ({"PatchGroup": GROUP} if params["PatchGroup"].lower() == GROUP.lower() else {})
        )
    ),
)
add(
    "operation-upper",
    "Operation is SCAN or INSTALL.",
    "Operation: enumeration Scan, Install",
    lambda: f.each(STATES, lambda one: one | {"Operation": one["Operation"].upper()}),
)
add(
    "baseline-name",
    "BaselineId is the name of a baseline, if it is not one of AWS.",
    "BaselineId: The ID of the patch baseline used to patch the managed node. min 20",
    lambda: f.each(STATES, _baseline_name),
)
add(
    "times-swapped",
    "OperationStartTime and OperationEndTime are swapped.",
    "OperationEndTime: The time the most recent patching operation completed on the managed node.",
    lambda: f.each(STATES, _swapped),
)
add(
    "end-missing",
    "A node that waits for a reboot has no OperationEndTime.",
    STATE,
    lambda: f.each(STATES, _without_end),
)
add(
    "token-from-nowhere",
    "A NextToken that nobody issued leads to the first page. (Like faiscadev/fakecloud#2406.)",
    "InvalidNextToken: The specified token isn't valid.",
    lambda: f.any_token("NextToken"),
)

# datasync.ListTasks

add = in_operation("datasync.ListTasks")
LOCATION = (
    "Filters: to retrieve all tasks on a specific source location, you can use ListTasks with filter name "
    "LocationId and Operator Equals with the ARN for the location."
)
OPERATOR = "Operator: The operator that is used to compare filter values (for example, Equals or Contains)."
POSITION = "NextToken: An opaque string that indicates the position at which to begin the next list of tasks."


def _filtered(function: Callable[[Item, Item], bool]) -> Hooks:
    """Tasks pass filters in another way."""

    def items(found: list[Item], params: Params) -> list[Item]:
        return [task for task in TASKS if all(function(task, one) for one in params.get("Filters", ()))]

    return f.items(items)


def _source_only(task: Item, one: Item) -> bool:
    return task_passes(task | {"destination": task["source"]}, one)


def _bare(task: Item, one: Item) -> bool:
    places = {name: task[name].rpartition("/")[2] for name in ("source", "destination")}
    return task_passes(task | places, one)


def _operator(wrong: str, right: str) -> Hooks:
    """An operator does what another one does."""
    return _filtered(
        lambda task, one: task_passes(task, one | ({"Operator": right} if one["Operator"] == wrong else {}))
    )


def _passes_any(found: list[Item], params: Params) -> list[Item]:
    filters = params.get("Filters")
    return [task for task in TASKS if any(task_passes(task, one) for one in filters)] if filters else found


def _equals_if_missing(params: Params) -> Params:
    filters = params.get("Filters")
    if not isinstance(filters, list) or not all(isinstance(one, dict) for one in filters):
        return params
    return params | {"Filters": [{"Operator": "Equals"} | one for one in filters]}


def _offset_tokens() -> Hooks:
    """A token is not encoded."""

    def page(page: Page, params: Params) -> Page:
        return replace(page, token=f"tasks:{page.stop}") if page.token else page

    def position(token: str, params: Params) -> int | None:
        found = re.fullmatch("tasks:([0-9]{1,6})", token)
        return int(found[1]) if found else None

    def excuse(one: Violation, params: Params) -> bool:
        return one.member == "NextToken" and str(one.value).startswith("tasks:")

    return Hooks(page=page, position=position, excuse=excuse)


def _operator_fails(refusal: Refusal, params: Params) -> Refusal:
    if "operator" not in refusal.message:
        return refusal
    return Refusal("InternalException", "NoSuchMethodError", 500, sender=False)


def _execution(task: Item) -> Item:
    if task["Status"] != "RUNNING":
        return task
    return task | {"TaskArn": f"{task['TaskArn']}/execution/exec-{task['TaskArn'][-17:]}"}


add(
    "source-only",
    "LocationId finds tasks by their source only.",
    "Values: For example, you might want to display only tasks for a specific destination location.",
    lambda: _filtered(_source_only),
)
add(
    "location-without-arn",
    "LocationId is compared with the ID of a location, so its ARN finds nothing.",
    LOCATION,
    lambda: _filtered(_bare),
)
add(
    "not-equals-as-equals",
    "NotEquals does what Equals does.",
    OPERATOR,
    lambda: _operator("NotEquals", "Equals"),
)
add(
    "less-or-equal",
    "LessThanOrEqual leaves out tasks of the very time.",
    OPERATOR,
    lambda: _operator("LessThanOrEqual", "LessThan"),
)
add(
    "operator-optional",
    "Operator may be left out, and means Equals. (Like faiscadev/fakecloud#1443.)",
    "TaskFilter: required Name, Values, Operator",
    lambda: Hooks(request=_equals_if_missing),
)
add(
    "operator-500",
    "An operator that a filter does not have is answered with 500.",
    "InvalidRequestException: This exception is thrown when the client submits a malformed request.",
    lambda: Hooks(error=_operator_fails),
)
add(
    "max-results-zero",
    "MaxResults 0 is refused.",
    "MaxResults: min 0, max 100",
    lambda: f.demand("MaxResults", lambda value: value == 0),
)
add(
    "status-of-execution",
    "The status of a task that runs is that of its execution.",
    "Status: enumeration AVAILABLE, CREATING, QUEUED, RUNNING, UNAVAILABLE",
    lambda: f.each(
        "Tasks", lambda task: task | ({"Status": "TRANSFERRING"} if task["Status"] == "RUNNING" else {})
    ),
)
add(
    "arn-of-execution",
    "The TaskArn of a task that runs is that of its execution.",
    "TaskArn: The ARN of the task. pattern ...:task/task-[0-9a-f]{17}$",
    lambda: f.each("Tasks", _execution),
)
add(
    "filters-either",
    "A task is returned if it passes one of several filters.",
    "Filters: You can use API filters to narrow down the list of resources returned by ListTasks.",
    lambda: f.items(_passes_any),
)
add(
    "token-with-colon",
    "NextToken has a colon, which its pattern does not have. (getmoto/moto#4610 in review speaks of tokens "
    "that are numbers.)",
    "NextToken: pattern [a-zA-Z0-9=_-]+",
    _offset_tokens,
)
add(
    "token-once",
    "A token works once.",
    POSITION,
    lambda: f.used_once("NextToken"),
)
add(
    "order-unstable",
    "Each request has its own order, so pages after the first have tasks that were there, and others are "
    "lost. (stackshy/cloudemu#727)",
    POSITION,
    lambda: f.items(lambda found, params: found[::-1] if "NextToken" in params else found),
)

# iot.SearchIndex

add = in_operation("iot.SearchIndex")
SYNTAX = "queryString: For more information about the search query syntax, see Query syntax: "
NEVER = (
    "If a device has never connected to IoT Core ..., the connectivity object for this device in the "
    "response will have the connected field set to false with no additional session details."
)
AT_MOST = "maxResults: This maximum number cannot exceed 100."


def _things(function: Callable[[Item], Item]) -> Hooks:
    return f.each("things", function)


def _connectivities(function: Callable[[Item], Item]) -> Hooks:
    return _things(lambda thing: thing | {"connectivity": function(thing["connectivity"])})


def _without_connectivity(thing: Item) -> Item:
    return thing if "timestamp" in thing["connectivity"] else f.lacking(thing, "connectivity")


def _session_of_nobody(connectivity: Item) -> Item:
    return {"timestamp": 0, "disconnectReason": "UNKNOWN", "keepAliveDuration": 0} | connectivity


def _in_seconds(connectivity: Item) -> Item:
    at = connectivity.get("timestamp")
    return connectivity | ({"timestamp": at // 1000} if at else {})


def _groups_with_arns(thing: Item) -> Item:
    arn = "arn:aws:iot:us-east-1:123456789012:thinggroup/"
    names = thing.get("thingGroupNames", [])
    groups = Raw([{"groupName": name, "groupArn": arn + name} for name in names])
    return thing | ({"thingGroupNames": groups} if names else {})


def _without_billing(thing: Item) -> Item:
    names = [name for name in thing.get("thingGroupNames", []) if name not in BILLING]
    return f.lacking(thing, "thingGroupNames") | ({"thingGroupNames": names} if names else {})


def _nothing_found(reply: Reply, params: Params) -> Reply:
    groups = params.get("indexName") == "AWS_ThingGroups"
    headers = f.no_header("x-amzn-ErrorType")(reply).headers
    return replace(
        reply, status=200, headers=headers, body=b'{"thingGroups":[]}' if groups else b'{"things":[]}'
    )


def _if_missing(reply: Reply, params: Params) -> Reply:
    return _nothing_found(reply, params) if reply.status == 404 else reply


def _if_no_field(reply: Reply, params: Params) -> Reply:
    return _nothing_found(reply, params) if b"invalid field name" in reply.body[:200] else reply


add(
    "max-results-101",
    "maxResults above 100 is accepted.",
    AT_MOST,
    lambda: f.overlook("maxResults", "rule"),
)
add(
    "max-results-ignored",
    "All things are returned at once, without a token. (ministackorg/ministack#1382 had to page.)",
    "maxResults: The response might contain fewer results but will never contain more.",
    lambda: Hooks(page=_everything),
)
add(
    "never-connected-missing",
    "A thing that never connected has no connectivity. (Like getmoto/moto#6418.)",
    NEVER,
    lambda: _things(_without_connectivity),
)
add(
    "never-connected-session",
    "A thing that never connected has a time, a reason and a session in its connectivity, which are zeros.",
    NEVER,
    lambda: _connectivities(_session_of_nobody),
)
add(
    "timestamp-seconds",
    "The timestamp of connectivity is in seconds.",
    "timestamp: The epoch time (in milliseconds) when the thing last connected or disconnected.",
    lambda: _connectivities(_in_seconds),
)
add(
    "shadow-object",
    "The shadow is an object. (ministackorg/ministack#1382 has it as a text, as AWS.)",
    "shadow: JsonDocument: type string",
    lambda: _things(
        lambda thing: thing | ({"shadow": Raw(json.loads(thing["shadow"]))} if "shadow" in thing else {})
    ),
)
add(
    "groups-with-arns",
    "thingGroupNames has objects with names and ARNs, as the operation that lists the groups of a thing. "
    "(Like ministackorg/ministack#1537.)",
    "thingGroupNames: type list of ThingGroupName, a string",
    lambda: _things(_groups_with_arns),
)
add(
    "billing-groups-missing",
    "thingGroupNames has no billing groups. (getmoto/moto#9235)",
    "thingGroupNames: Thing group and billing group names.",
    lambda: _things(_without_billing),
)
add(
    "type-empty",
    "A thing without a type has an empty thingTypeName. (getmoto/moto#7582 let it be searched.)",
    "thingTypeName: min 1",
    lambda: _things(lambda thing: {"thingTypeName": ""} | thing),
)
add(
    "index-ignored",
    "indexName has no effect: things are searched, whatever it says.",
    "indexName: The search index name. thingGroups: The thing groups that match the search query.",
    lambda: f.params(
        lambda params: f.lacking(params, "indexName") if params.get("indexName") in INDEXES else params
    ),
)
add(
    "unknown-index-empty",
    "An index that does not exist finds nothing.",
    "ResourceNotFoundException: The specified resource does not exist. httpStatusCode 404",
    lambda: Hooks(reply=_if_missing),
)
add(
    "unknown-field-empty",
    "A query for a field that there is not finds nothing. (awsdocs/aws-iot-docs#30 shows the error of AWS.)",
    "InvalidQueryException: The query is invalid.",
    lambda: Hooks(reply=_if_no_field),
)
add(
    "case-counts",
    "Things are found with regard to case.",
    SYNTAX + "Search is case insensitive.",
    lambda: f.items(lambda found, params: search(params, fold=False)),
)
add(
    "default-or",
    "Terms without an operator between them are joined with OR, as in Lucene.",
    SYNTAX + "The default operator is AND.",
    lambda: f.items(lambda found, params: search(params, either=True)),
)
add(
    "query-error-of-request",
    "A query that breaks the syntax is an InvalidRequestException.",
    "InvalidQueryException: The query is invalid.",
    lambda: f.error_for("InvalidQueryException", code="InvalidRequestException"),
)
