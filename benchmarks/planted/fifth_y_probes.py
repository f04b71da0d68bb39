"""Requests that show the bugs of part Y of the set `fifth`: those that all have, and changes to them."""

from __future__ import annotations

from typing import Any

from mutation_server.fifth_y_operations import (
    AUDITORS,
    BUS,
    EVENT_BUSES,
    FIFTH_Y_PARAMS,
    NOBODY,
    ORGANIZATION,
    OTHER_INSTANCE,
    OTHER_SERVER,
    QUEUES,
    SERVER,
)

Probe = dict[str, Any]


def _string(field: str, comparison: str, value: str) -> Probe:
    return {"FieldName": field, "Filter": {"Comparison": comparison, "Value": value}}


def _counted(field: str, *strings: Probe, **more: Any) -> Probe:
    return {
        "GroupByRules": [{"GroupByField": field, "Filters": {"CompositeFilters": [_all(*strings, **more)]}}]
    }


def _all(*strings: Probe, **more: Any) -> Probe:
    return {"StringFilters": list(strings), "Operator": "AND", **more}


def _either(*composites: Probe) -> Probe:
    filters = {"CompositeFilters": list(composites), "CompositeOperator": "OR"}
    return {"GroupByRules": [{"GroupByField": "PackageName", "Filters": filters}]}


def _named(*values: str, name: str = "parameter-name") -> Probe:
    return {"Filters": [{"Name": name, "Values": list(values)}]}


def _scopes(*entries: Probe) -> Probe:
    return {"Scopes": {"AwsOrganizations": list(entries)}}


OS = _string("PackageType", "EQUALS", "OS")
NESTED = _all(_string("Region", "PREFIX", "us-"))
FIFTH_Y_PROBES: dict[str, tuple[Probe, list[Probe]]] = {
    "transfer.ListHostKeys": (
        FIFTH_Y_PARAMS["transfer.ListHostKeys"],
        [
            {"ServerId": None},
            {"ServerId": OTHER_SERVER},
            {"ServerId": "s-00000000000000000"},
            {"ServerId": SERVER.upper()},
            {"ServerId": f"arn:aws:transfer:us-east-1:123456789012:server/{SERVER}"},
            {"MaxResults": 0},
            {"MaxResults": 1000},
            {"MaxResults": 1001},
            {"NextToken": ""},
        ],
    ),
    "sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet": (
        FIFTH_Y_PARAMS["sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet"],
        [
            {"InstanceArn": None},
            {"PermissionSetArn": AUDITORS},
            {"PermissionSetArn": NOBODY},
            {"PermissionSetArn": NOBODY[:-4] + "0000"},
            {"PermissionSetArn": "ps-1"},
            {"InstanceArn": OTHER_INSTANCE},
            {"InstanceArn": OTHER_INSTANCE[:-4] + "0000"},
            {"MaxResults": 0},
            {"MaxResults": 1.5},
            {"MaxResults": 101},
        ],
    ),
    "mediaconvert.SearchJobs": (
        {},
        [
            {"Order": "ASCENDING"},
            {"Order": "ASCENDING", "MaxResults": 4},
            {"Order": "DESCENDING"},
            {"Order": "ascending"},
            {"Status": "CANCELED"},
            {"Status": "ERROR", "MaxResults": 2},
            {"Status": "CANCELLED"},
            {"Queue": "express"},
            {"Queue": QUEUES["express"], "Status": "COMPLETE"},
            {"Queue": QUEUES["express"], "Status": "ERROR"},
            {"Queue": "unused"},
            {"Queue": "missing"},
            {"InputFile": "trailer"},
            {"InputFile": "s3://amzn-s3-demo-bucket/raw/interview-0.mp4"},
            {"InputFile": "a" * 300},
            {"InputFile": "a" * 301},
            {"MaxResults": 20},
            {"MaxResults": 21},
        ],
    ),
    "rds.DescribeDBParameters": (
        FIFTH_Y_PARAMS["rds.DescribeDBParameters"],
        [
            {"DBParameterGroupName": None},
            {"DBParameterGroupName": "default.mysql8.0"},
            {"DBParameterGroupName": "missing"},
            {"Source": "user"},
            {"Source": "system"},
            {"Source": "engine-default"},
            {"Source": "User"},
            _named("init_connect", "port"),
            _named("port", "missing"),
            _named("%"),
            _named("port", name="name"),
            {"MaxRecords": 5},
            {"MaxRecords": 19},
            {"MaxRecords": 20},
            {"MaxRecords": 101},
        ],
    ),
    "securityhub.GetSoftwareStatisticsV2": (
        {"GroupByRules": [{"GroupByField": "PackageName"}]},
        [
            {"GroupByRules": None},
            {"GroupByRules": []},
            {"GroupByRules": [{"GroupByField": "PackageType"}, {"GroupByField": "Region"}]},
            {"GroupByRules": [{"GroupByField": "packageName"}]},
            {"SortOrder": "asc"},
            {"SortOrder": "ASC"},
            {"MaxStatisticResults": 3},
            {"MaxStatisticResults": 400},
            {"MaxStatisticResults": 401},
            _counted("PackageName", OS),
            _counted("PackageName", _string("PackageName", "EQUALS", "OpenSSL")),
            _counted("PackageName", _string("ResourceType", "PREFIX", "AwsEc")),
            _counted("PackageName", _string("ResourceType", "PREFIX_NOT_EQUALS", "AwsEc")),
            _counted("PackageName", _string("PackageName", "CONTAINS", "o")),
            _counted("PackageName", OS, _string("PackageType", "NOT_EQUALS", "JAR")),
            _counted("PackageName", OS, NestedCompositeFilters=[NESTED]),
            _counted(
                "PackageName", NestedCompositeFilters=[_all(NestedCompositeFilters=[NESTED | _all(OS)])]
            ),
            _either(_all(OS), _all(_string("PackageType", "EQUALS", "JAR"))),
            _scopes({"OrganizationId": ORGANIZATION}),
            _scopes({"OrganizationalUnitId": "ou-ab12-cd345678"}),
            _scopes({"OrganizationalUnitId": "ou-ab12-missing1"}),
            _scopes({"OrganizationId": "o-missing123"}),
            _scopes({"OrganizationId": ORGANIZATION}, {"OrganizationalUnitId": "ou-ab12-cd345678"}),
            _scopes(*[{"OrganizationId": ORGANIZATION}] * 11),
        ],
    ),
    "eventbridgev2.DescribeEventBus": (
        FIFTH_Y_PARAMS["eventbridgev2.DescribeEventBus"],
        [
            {"EventBusArn": None},
            {"EventBusArn": "orders"},
            {"EventBusArn": BUS[:-1] + "z"},
            {"EventBusArn": BUS + "z"},
            {"EventBusArn": BUS.replace("us-east-1", "eu-west-1")},
            *({"EventBusArn": arn} for arn in EVENT_BUSES),
        ],
    ),
}
