"""Requests that show the bugs of part X of the set `fifth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.fifth_x_operations import (
    EARLIER_RUN,
    FIFTH_X_PARAMS,
    IDENTITIES,
    RECYCLED,
    RESERVED,
    RUN,
    WORKFLOW,
)

Probe = dict[str, Any]
IDS = [str(volume["VolumeId"]) for volume in RECYCLED]


def _execution(workflow: str, run: str) -> Probe:
    return {"execution": {"workflowId": workflow, "runId": run}}


FIFTH_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "budgets.DescribeBudgetNotificationsForAccount": (
        FIFTH_X_PARAMS["budgets.DescribeBudgetNotificationsForAccount"],
        [
            {"AccountId": None},
            {"AccountId": "210987654321"},
            {"AccountId": "12345678901"},
            {"AccountId": "1234-5678-9012"},
            {"MaxResults": 0},
            {"MaxResults": 100},
            {"MaxResults": 101},
            {"MaxResults": 1000},
            {"MaxResults": 1001},
            {"NextToken": ""},
        ],
    ),
    "swf.GetWorkflowExecutionHistory": (
        FIFTH_X_PARAMS["swf.GetWorkflowExecutionHistory"],
        [
            {"domain": None},
            {"domain": ""},
            {"domain": "shop"},
            {"domain": "a" * 257},
            _execution(WORKFLOW, EARLIER_RUN),
            _execution(WORKFLOW, RUN[:-1]),
            _execution("order-4712", RUN),
            _execution(WORKFLOW, "a" * 65),
            {"execution": {"workflowId": WORKFLOW}},
            {"execution": {"runId": RUN}},
            {"reverseOrder": True},
            {"reverseOrder": False},
            {"reverseOrder": True, "maximumPageSize": 2},
            {"maximumPageSize": 0},
            {"maximumPageSize": -1},
            {"maximumPageSize": 1000},
            {"maximumPageSize": 1001},
            {"nextPageToken": "a" * 2049},
        ],
    ),
    "ram.ListPermissions": (
        {},
        [
            {"resourceType": "ec2:Subnet"},
            {"resourceType": "ec2:subnet"},
            {"resourceType": "EC2:SUBNET"},
            {"resourceType": "ec2"},
            {"resourceOwner": "SELF"},
            {"resourceOwner": "OTHER-ACCOUNTS"},
            {"resourceOwner": "self"},
            {"resourceOwner": "SELF", "permissionType": "AWS_MANAGED"},
            {"permissionType": "ALL"},
            {"permissionType": "AWS_MANAGED"},
            {"permissionType": "CUSTOMER_MANAGED"},
            {"permissionType": "LOCAL"},
            {"permissionStatus": "DEPRECATED"},
            {"permissionStatus": "deprecated"},
            {"permissionStatus": "ATTACHABLE", "resourceType": "glue:Catalog", "maxResults": 2},
            {"maxResults": 0},
            {"maxResults": 500},
            {"maxResults": 501},
        ],
    ),
    "elasticache.DescribeReservedCacheNodes": (
        {},
        [
            {"ReservedCacheNodeId": RESERVED[3]["ReservedCacheNodeId"]},
            {"ReservedCacheNodeId": "ri-missing"},
            {"ReservedCacheNodesOfferingId": RESERVED[3]["ReservedCacheNodesOfferingId"]},
            {"CacheNodeType": "cache.m5.large"},
            {"CacheNodeType": "cache.m5"},
            {"CacheNodeType": "cache.m5.large", "ProductDescription": "redis"},
            *[{"Duration": text} for text in ("1", "3", "31536000", "94608000", "2", "1.0")],
            {"ProductDescription": "memcached"},
            {"ProductDescription": "Memcached"},
            {"OfferingType": "All Upfront"},
            {"OfferingType": "all upfront"},
            {"MaxRecords": 19},
            {"MaxRecords": 100},
            {"MaxRecords": 101},
            {"Marker": ""},
        ],
    ),
    "cloudfront.ListCloudFrontOriginAccessIdentities": (
        {},
        [
            {"Marker": IDENTITIES[3]["Id"]},
            {"Marker": IDENTITIES[-1]["Id"]},
            {"Marker": "E00000000000"},
            {"Marker": ""},
            {"MaxItems": "36"},
            {"MaxItems": "100"},
            {"MaxItems": "0"},
            {"MaxItems": "-1"},
            {"MaxItems": "ten"},
        ],
    ),
    "ec2.ListVolumesInRecycleBin": (
        {},
        [
            {"VolumeIds": IDS[:1]},
            {"VolumeIds": [IDS[2], IDS[11]]},
            {"VolumeIds": [IDS[11]], "MaxResults": 5},
            {"VolumeIds": [IDS[0], "vol-00000000000000000"]},
            {"VolumeIds": ["vol-00000000000000000"]},
            {"VolumeIds": ["i-0"]},
            {"DryRun": True},
            {"DryRun": False},
            *[{"MaxResults": size} for size in (-1, 0, 4, 5, 500, 501, 1000, 1001)],
        ],
    ),
}
FIFTH_X_NARROW: dict[str, Probe] = {
    "swf.GetWorkflowExecutionHistory": {"reverseOrder": True},
    "ram.ListPermissions": {"permissionType": "CUSTOMER_MANAGED", "permissionStatus": "ATTACHABLE"},
    "elasticache.DescribeReservedCacheNodes": {"Duration": "1"},
}
