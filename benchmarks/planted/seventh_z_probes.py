"""Requests that show the bugs of part Z of the set `seventh`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.seventh_z_operations import (
    ACTION_TYPES,
    EMPTY_SERVER,
    RESERVATIONS,
    SECOND_SERVER,
    SEVENTH_Z_PARAMS,
    reservation_values,
)

Probe = dict[str, Any]
IDS = [str(one["ReservedInstancesId"]) for one in RESERVATIONS]
END = reservation_values(RESERVATIONS[2], "end")[0]


def _filters(*filters: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in filters]}


SEVENTH_Z_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "codepipeline.GetActionType": (
        SEVENTH_Z_PARAMS["codepipeline.GetActionType"],
        [
            *[dict(one["id"]) for one in ACTION_TYPES],
            {"category": None},
            {"category": "test"},
            {"category": "Deploy"},
            {"owner": "Custom"},
            {"owner": "AWS"},
            {"provider": "loadstorm"},
            {"provider": "Load Storm"},
            {"provider": "a" * 36},
            {"version": "9"},
            {"version": 1},
            {"version": "1234567890"},
        ],
    ),
    "ec2.DescribeReservedInstances": (
        {},
        [
            {"DryRun": True},
            {"DryRun": False},
            {"OfferingClass": "convertible"},
            {"OfferingClass": "Convertible"},
            {"OfferingType": "No Upfront"},
            {"OfferingType": "Light Utilization"},
            {"OfferingType": "All Upfront", "OfferingClass": "convertible"},
            {"ReservedInstancesIds": IDS[:1]},
            {"ReservedInstancesIds": IDS[2:5]},
            {"ReservedInstancesIds": ["missing"]},
            _filters(("availability-zone", ["us-east-1a"])),
            _filters(("availability-zone-id", ["use1-az4", "use1-az1"])),
            _filters(("duration", ["31536000"])),
            _filters(("end", [END])),
            _filters(("start", ["2020-*"])),
            _filters(("fixed-price", ["9800.0"])),
            _filters(("usage-price", ["0.84"])),
            _filters(("state", ["active", "retired"])),
            _filters(("state", ["Active"])),
            _filters(("scope", ["Region"]), ("state", ["active"])),
            _filters(("product-description", ["Windows"])),
            _filters(("tag:Owner", ["TeamA", "teama"])),
            _filters(("tag:owner", ["TeamB"])),
            _filters(("tag-key", ["cost center"])),
            _filters(("instance-type", ["m?.*"])),
            _filters(("x", ["y"])),
        ],
    ),
    "transfer.ListUsers": (
        SEVENTH_Z_PARAMS["transfer.ListUsers"],
        [
            {"ServerId": None},
            {"ServerId": SECOND_SERVER},
            {"ServerId": EMPTY_SERVER},
            {"ServerId": "s-0123456789abcdef0"},
            {"ServerId": "s-0123456789ABCDEF0"},
            {"ServerId": "s-0123"},
            {"MaxResults": 0},
            {"MaxResults": 7},
            {"MaxResults": 14},
            {"MaxResults": 1000},
            {"MaxResults": 1001},
            {"MaxResults": "5"},
        ],
    ),
    "lightsail.GetRelationalDatabaseBlueprints": ({}, [{"pageToken": ""}]),
    "opensearch.GetDefaultApplicationSetting": ({}, [{}, {}]),
    "cloudformation.ListStackSets": (
        {},
        [
            {"Status": "ACTIVE"},
            {"Status": "DELETED"},
            {"Status": "active"},
            {"CallAs": "SELF"},
            {"CallAs": "DELEGATED_ADMIN"},
            {"CallAs": "DELEGATED_ADMIN", "Status": "DELETED"},
            {"CallAs": "self"},
            {"MaxResults": 0},
            {"MaxResults": 100},
            {"MaxResults": 101},
            {"MaxResults": 9, "CallAs": "DELEGATED_ADMIN"},
        ],
    ),
}
# Bugs that only pages of a shorter list show.
SEVENTH_Z_NARROW: dict[str, Probe] = {"cloudformation.ListStackSets": {"Status": "DELETED"}}
