"""Requests that show the bugs of part Y of the set `seventh`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server import cbor, wire
from mutation_server.seventh_y_operations import COLLECTORS, ORG_NAMES

Probe = dict[str, Any]
COLLECTOR_IDS = [str(one["CollectorReferencedId"]) for one in COLLECTORS]


def _collectors(*filters: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in filters]}


def _rules(*names: str) -> Probe:
    return {"OrganizationConfigRuleNames": list(names)}


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
