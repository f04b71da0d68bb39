"""Requests that show the bugs of part X of the set `eighth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.eighth_x_operations import (
    EIGHTH_X_PARAMS,
    EMPTY_DOMAIN,
    GROUPS,
    MANAGED,
    NEW_CONFIG,
    POLICIES,
    RULE,
    SECOND_CONFIG,
    SECOND_DOMAIN,
    STREAMING,
)

Probe = dict[str, Any]
FIRST_GROUP = GROUPS[
    EIGHTH_X_PARAMS["ec2.SearchTransitGatewayMulticastGroups"]["TransitGatewayMulticastDomainId"]
][0]


def _filters(*filters: tuple[str, list[str]]) -> Probe:
    return {"Filters": [{"Name": name, "Values": values} for name, values in filters]}


EIGHTH_X_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "dms.DescribeReplicationTableStatistics": (
        EIGHTH_X_PARAMS["dms.DescribeReplicationTableStatistics"],
        [
            {"ReplicationConfigArn": None},
            {"ReplicationConfigArn": SECOND_CONFIG},
            {"ReplicationConfigArn": NEW_CONFIG},
            {"ReplicationConfigArn": "arn:aws:dms:us-east-1:123456789012:replication-config:NONE"},
            {"MaxRecords": 0},
            {"MaxRecords": 20},
            {"MaxRecords": 501},
            _filters(("schema-name", ["shop"])),
            _filters(("schema-name", ["SHOP"])),
            _filters(("schema-name", ["hr", "Shop"]), ("table-state", ["Table completed"])),
            _filters(("table-name", ["größen", "Tags"])),
            _filters(("x", ["y"])),
            _filters(("table-name", [])),
            {"Filters": [{"Name": "table-name"}]},
        ],
    ),
    "codebuild.ListSandboxes": (
        {},
        [
            {"sortOrder": "ASCENDING"},
            {"sortOrder": "DESCENDING"},
            {"sortOrder": "ascending"},
            {"sortOrder": "ASCENDING", "maxResults": 5},
            {"maxResults": 0},
            {"maxResults": 100},
            {"maxResults": 101},
            {"maxResults": "5"},
            {"nextToken": ""},
        ],
    ),
    "iot.DescribeDefaultAuthorizer": ({}, [{}]),
    "ec2.SearchTransitGatewayMulticastGroups": (
        EIGHTH_X_PARAMS["ec2.SearchTransitGatewayMulticastGroups"],
        [
            {"TransitGatewayMulticastDomainId": None},
            {"TransitGatewayMulticastDomainId": SECOND_DOMAIN},
            {"TransitGatewayMulticastDomainId": EMPTY_DOMAIN},
            {"TransitGatewayMulticastDomainId": "tgw-mcast-domain-00000000000000000"},
            {"DryRun": True},
            {"DryRun": False},
            {"MaxResults": 4},
            {"MaxResults": 1001},
            _filters(("group-ip-address", ["239.1.2.3", "232.0.1.9"])),
            _filters(("is-group-member", ["true"])),
            _filters(("is-group-member", ["false"])),
            _filters(("is-group-source", ["true"])),
            _filters(("is-group-source", ["TRUE"])),
            _filters(("member-type", ["igmp"])),
            _filters(("source-type", ["static"])),
            _filters(("source-type", ["igmp"]), ("resource-type", ["vpc"])),
            _filters(("resource-type", ["VPC"])),
            _filters(("Resource-Type", ["vpc"])),
            _filters(("resource-id", [FIRST_GROUP["ResourceId"]])),
            _filters(("subnet-id", [FIRST_GROUP["SubnetId"]])),
            _filters(("transit-gateway-attachment-id", [FIRST_GROUP["TransitGatewayAttachmentId"]])),
            _filters(("x", ["y"])),
        ],
    ),
    "cloudfront.ListStreamingDistributions": (
        {},
        [
            {"MaxItems": "0"},
            {"MaxItems": "many"},
            {"MaxItems": "4"},
            {"Marker": ""},
            {"Marker": STREAMING[5]["Id"]},
            {"Marker": STREAMING[-1]["Id"]},
        ],
    ),
    "config.GetCustomRulePolicy": (
        EIGHTH_X_PARAMS["config.GetCustomRulePolicy"],
        [
            *[{"ConfigRuleName": name} for name in (*POLICIES, *MANAGED)],
            {"ConfigRuleName": None},
            {"ConfigRuleName": ""},
            {"ConfigRuleName": "   "},
            {"ConfigRuleName": RULE.upper()},
            {"ConfigRuleName": f" {RULE}"},
            {"ConfigRuleName": "x" * 129},
            {"ConfigRuleName": "none"},
            {"ConfigRuleName": 1},
        ],
    ),
}
