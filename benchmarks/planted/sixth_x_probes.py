"""Requests that show the bugs of part X of the set `sixth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

Probe = dict[str, Any]

SIXTH_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "elasticbeanstalk.DescribeApplicationVersions": (
        {},
        [
            {"ApplicationName": "shop"},
            {"ApplicationName": "a" * 101},
            {"VersionLabels": ["v1"]},
            {"VersionLabels": ["v1", "v2"]},
            {"ApplicationName": "Shop", "VersionLabels": ["v1"]},
            {"MaxRecords": 0},
            {"MaxRecords": 1001},
        ],
    ),
}
