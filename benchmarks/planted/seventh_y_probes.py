"""Requests that show the bugs of part Y of the set `seventh`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server import cbor, wire
from mutation_server.seventh_y_operations import (
    COLLECTORS,
    LOCATIONS,
    ORG_NAMES,
    OTHER_GROUP,
    SEVENTH_Y_PARAMS,
    TASKS,
)

Probe = dict[str, Any]
COLLECTOR_IDS = [str(one["CollectorReferencedId"]) for one in COLLECTORS]

CREATED = TASKS[7]["created"].strftime("%Y-%m-%dT%H:%M:%SZ")

QUERIES = (
    *("*", "thingName:pump-00", "thingName:PUMP-00", "thingName:pump*", "thingName:pump-?5", "pump*", "kiel"),
    *(
        "thingName:pump* attributes.serial:[0 TO 50]",
        "attributes.serial:{37 TO 74]",
        "attributes.serial:37.0",
    ),
    *("thingTypeName:Valve OR thingTypeName:PumpX", "NOT thingTypeName:*", "thingName:(pump* AND -pump-00)"),
    *("thingGroupNames:billing-eu", "connectivity.connected:true", 'shadow.reported.site:"hall 7"'),
    *("shadow.reported.temp:[20 TO 25]", "deviceDefender.violationCount:1", "thingName:gate\\:way*"),
    *("thingGroupName:pumps", "thingname:pump*", "thingName:(a", "a OR", "a/b", "thingName:*1 thingName:*2"),
    *("thingName:[a TO b", "shadow.version:3", " ".join("a" * 13), " ", 'thingName:["gate" TO "pump-05"]'),
)
GROUP_QUERIES = (
    "thingGroupName:plant*",
    "red",
    "parentGroupNames:pumps",
    "attributes.floor:[2 TO 5]",
    "thingName:*",
)


def _collectors(*filters: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in filters]}


def _rules(*names: str) -> Probe:
    return {"OrganizationConfigRuleNames": list(names)}


def _patches(*filters: tuple[str, str, str]) -> Probe:
    return {"Filters": [{"Key": key, "Type": kind, "Values": [value]} for key, kind, value in filters]}


def _tasks(*filters: tuple[str, str, str]) -> Probe:
    return {"Filters": [{"Name": name, "Operator": kind, "Values": [value]} for name, kind, value in filters]}


SEVENTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "dms.DescribeFleetAdvisorCollectors": (
        {},
        [
            _collectors(("collector-name", ["berlin"])),
            _collectors(("collector-name", ["berlin", "osaka", "missing"])),
            _collectors(("collector-name", ["Berlin"])),
            _collectors(("collector-referenced-id", COLLECTOR_IDS[3:5])),
            _collectors(("collector-referenced-id", COLLECTOR_IDS[:2]), ("collector-name", ["berlin"])),
            _collectors(("collector-name", [])),
            _collectors(("collector-id", COLLECTOR_IDS[:1])),
            {"Filters": []},
            {"Filters": [{"Name": "collector-name"}]},
            {"Filters": [{"Values": ["berlin"]}]},
            {"MaxRecords": 0},
            {"MaxRecords": 100},
            {"MaxRecords": "5"},
        ],
    ),
    "workspaces.DescribeAccountModifications": ({}, [{"NextToken": ""}, {"NextToken": "a" * 2049}]),
    "config.DescribeOrganizationConfigRules": (
        {},
        [
            _rules(),
            _rules(*ORG_NAMES[:3]),
            _rules(*ORG_NAMES[:3]) | {"Limit": 1},
            _rules(*ORG_NAMES[:3]) | {"NextToken": "anything"},
            _rules(*ORG_NAMES[:3]) | {"Limit": 101},
            _rules(ORG_NAMES[0], "missing"),
            _rules("missing"),
            _rules(ORG_NAMES[0].upper()),
            _rules(""),
            _rules("a" * 65),
            _rules(*ORG_NAMES[:1] * 26),
            {"Limit": -1},
            {"Limit": 0},
            {"Limit": 100},
            {"Limit": 101},
        ],
    ),
    "ssm.DescribeInstancePatchStatesForPatchGroup": (
        SEVENTH_Y_PARAMS["ssm.DescribeInstancePatchStatesForPatchGroup"],
        [
            *[{"PatchGroup": group} for group in (None, "", OTHER_GROUP, "production", "missing", "a&b")],
            {"PatchGroup": "a" * 257},
            *[_patches(("MissingCount", kind, "9")) for kind in ("Equal", "NotEqual", "LessThan")],
            _patches(("MissingCount", "GreaterThan", "9")),
            _patches(("MissingCount", "GreaterThan", "0"), ("FailedCount", "GreaterThan", "0")),
            _patches(("NotApplicableCount", "LessThan", "0")),
            _patches(("CriticalNonCompliantCount", "Equal", "0")),
            _patches(("MissingCount", "Equal", "few")),
            _patches(("MissingCount", "Equal", "-1")),
            _patches(("MissingCount", "equal", "1")),
            _patches(*[("MissingCount", "NotEqual", str(number)) for number in range(5)]),
            {"Filters": [{"Key": "MissingCount", "Values": ["9", "10"], "Type": "Equal"}]},
            {"Filters": [{"Key": "MissingCount", "Values": [], "Type": "Equal"}]},
            {"Filters": []},
            *[{"MaxResults": number} for number in (0, 5, 9, 10, 50, 51, 100, 101)],
        ],
    ),
    "datasync.ListTasks": (
        {},
        [
            *[
                _tasks(("LocationId", kind, LOCATIONS[4]))
                for kind in ("Equals", "NotEquals", "In", "Contains")
            ],
            _tasks(("LocationId", "Equals", LOCATIONS[1])),
            _tasks(("LocationId", "Equals", LOCATIONS[1].rpartition("/")[2])),
            _tasks(("LocationId", "BeginsWith", "arn:aws")),
            _tasks(("LocationId", "NotContains", "loc-")),
            _tasks(("LocationId", "LessThan", "a")),
            _tasks(("CreationTime", "Contains", "2024")),
            *[
                _tasks(("CreationTime", kind, CREATED))
                for kind in ("Equals", "NotEquals", "LessThan", "LessThanOrEqual", "GreaterThan")
            ],
            _tasks(("CreationTime", "GreaterThanOrEqual", "yesterday")),
            _tasks(("CreationTime", "LessThan", CREATED), ("LocationId", "Equals", LOCATIONS[0])),
            {"Filters": [{"Name": "LocationId", "Values": [LOCATIONS[0]]}]},
            {"Filters": [{"Name": "LocationId", "Values": [], "Operator": "Equals"}]},
            {"Filters": [{"Name": "LocationId", "Values": ["a" * 256], "Operator": "Equals"}]},
            {"Filters": []},
            *[{"MaxResults": number} for number in (-1, 0, 100, 101)],
            {"NextToken": "a+b"},
        ],
    ),
    "iot.SearchIndex": (
        SEVENTH_Y_PARAMS["iot.SearchIndex"],
        [
            *[{"queryString": text} for text in QUERIES],
            *[{"indexName": "AWS_ThingGroups", "queryString": text} for text in GROUP_QUERIES],
            {"queryString": None},
            {"queryString": ""},
            {"indexName": "AWS_Other"},
            {"indexName": "a b"},
            {"indexName": "AWS_Things", "queryVersion": "2017-09-30"},
            {"queryVersion": "1"},
            *[{"maxResults": number} for number in (0, 5, 100, 101)],
        ],
    ),
}
# Bugs that only pages of a shorter list show.
SEVENTH_Y_NARROW: dict[str, Probe] = {
    "dms.DescribeFleetAdvisorCollectors": _collectors(("collector-name", ["osaka", "osaka-2", "Zürich"])),
}


def _in_cbor(operation: str, params: Probe) -> wire.Request:
    model = wire.operation_model(operation)
    path = f"/service/{model.service_model.metadata['targetPrefix']}/operation/{model.name}"
    return wire.Request("POST", path, [], {}, cbor.encode(params))


# In a protocol that botocore does not choose.
SEVENTH_Y_REQUESTS: dict[str, list[wire.Request]] = {
    "workspaces.DescribeAccountModifications": [
        _in_cbor("workspaces.DescribeAccountModifications", {}),
        _in_cbor("workspaces.DescribeAccountModifications", {"NextToken": ""}),
    ]
}
