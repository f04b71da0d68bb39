"""Requests that show the bugs of part Y of the set `fourth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server import cbor, wire
from mutation_server.fourth_y_operations import (
    ALIASES,
    BRANCH_SYSTEM,
    FILE_SYSTEM,
    FOURTH_Y_PARAMS,
    GROUPS,
    LUSTRE_SYSTEM,
    OTHER_SEGMENT,
    OUTPOSTS,
    PARTNER,
    POLICIES,
)

Probe = dict[str, Any]


def _in_cbor(params: Probe) -> wire.Request:
    path = "/service/AmazonMemoryDB/operation/DescribeParameterGroups"
    headers = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
    return wire.Request("POST", path, [], headers, cbor.encode(params))


FOURTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "fsx.DescribeFileSystemAliases": (
        FOURTH_Y_PARAMS["fsx.DescribeFileSystemAliases"],
        [
            {"FileSystemId": None},
            {"FileSystemId": "fs-00000000000000000"},
            {"FileSystemId": BRANCH_SYSTEM},
            {"FileSystemId": LUSTRE_SYSTEM},
            {"FileSystemId": FILE_SYSTEM.upper()},
            {"FileSystemId": "fs-0"},
            {"ClientRequestToken": "a b"},
            {"MaxResults": 0},
            {"MaxResults": len(ALIASES[FILE_SYSTEM]) - 1},
        ],
    ),
    "route53resolver.ListOutpostResolvers": (
        {},
        [
            {"OutpostArn": OUTPOSTS[0]},
            {"OutpostArn": OUTPOSTS[2]},
            {"OutpostArn": OUTPOSTS[0] + "/x"},
            {"OutpostArn": "op-1"},
            {"MaxResults": -1},
            {"MaxResults": 0},
            {"MaxResults": 101},
            {"MaxResults": 100},
        ],
    ),
    "lakeformation.ListLFTags": (
        {},
        [
            {"ResourceShareType": "FOREIGN"},
            {"ResourceShareType": "ALL"},
            {"ResourceShareType": "all"},
            {"CatalogId": PARTNER},
            {"CatalogId": PARTNER, "ResourceShareType": "ALL"},
            {"CatalogId": "999999999999"},
            {"MaxResults": 1001},
        ],
    ),
    "pinpoint.GetSegmentImportJobs": (
        FOURTH_Y_PARAMS["pinpoint.GetSegmentImportJobs"],
        [
            {"ApplicationId": "missing"},
            {"SegmentId": "missing"},
            {"SegmentId": OTHER_SEGMENT},
            {"PageSize": "many"},
            {"PageSize": "0"},
            {"PageSize": "1000"},
        ],
    ),
    "autoscaling.DescribePolicies": (
        {},
        [
            {"AutoScalingGroupName": "web"},
            {"AutoScalingGroupName": "missing"},
            {"AutoScalingGroupName": "web", "PolicyNames": ["cpu50", "ScaleIn"]},
            {"PolicyNames": ["cpu50", "missing"]},
            {"PolicyNames": [POLICIES[0]["PolicyARN"]]},
            {"PolicyNames": ["cpu50"] * 51},
            {"PolicyTypes": ["StepScaling", "PredictiveScaling"]},
            {"PolicyTypes": ["stepscaling"]},
            {"IncludeManagedResources": False},
            {"IncludeManagedResources": True},
            {"MaxRecords": 101},
            {"MaxRecords": 0},
        ],
    ),
    "memorydb.DescribeParameterGroups": (
        {},
        [
            {"ParameterGroupName": "orders"},
            {"ParameterGroupName": "default"},
            {"ParameterGroupName": "missing"},
            {"MaxResults": 0},
            {"MaxResults": "5"},
            {"MaxResults": 1000},
        ],
    ),
}
# Requests in a protocol of the service that botocore does not choose.
FOURTH_Y_REQUESTS = {
    "memorydb.DescribeParameterGroups": [
        _in_cbor({}),
        _in_cbor({"ParameterGroupName": GROUPS[-1]["Name"]}),
        _in_cbor({"ParameterGroupName": "missing"}),
        _in_cbor({"MaxResults": "many"}),
    ]
}
