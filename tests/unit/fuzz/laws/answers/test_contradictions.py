"""What cannot be so together, or at any time; and what looks so and can."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.contract import contract
from harness.fuzz.laws.answers.contradictions import contradictions

NOW = "2026-11-23T10:00:00Z"
BROKERS = "mq.ListBrokers"
BROKER = {
    "BrokerId": "b-1234",
    "BrokerName": "orders",
    "BrokerArn": "arn:aws:mq:us-east-1:123456789012:broker:orders:b-1234",
}
QUEUE = "mediaconvert.GetQueue"
JOBS = "batch.ListJobs"
IMPORT = "pinpoint.GetImportJob"
BALANCERS = "elbv2.DescribeLoadBalancers"
CLUSTERS = "ecs.DescribeClusters"
ARN = "arn:aws:ecs:us-east-1:123456789012:cluster/orders"


def found(operation: str, response: Any, params: Any = None) -> list[str]:
    """Return the places of what cannot be so."""
    model = contract(*operation.split(".")).operation_model
    return [each.pointer for each in contradictions(model, params or {}, response, NOW)]


def zones(subnet: str) -> Any:
    return {"LoadBalancers": [{"AvailabilityZones": [{"ZoneName": "us-east-1a", "SubnetId": subnet}]}]}


def bin_of(enter: str, leave: str) -> Any:
    return {"Volumes": [{"RecycleBinEnterTime": f"2026-{enter}", "RecycleBinExitTime": f"2026-{leave}"}]}


CLUSTER = {"clusterArn": ARN, "clusterName": "orders"}
BIN = "ec2.ListVolumesInRecycleBin"
SECRET = "secretsmanager.DescribeSecret"
HEALTH = "internetmonitor.GetHealthEvent"
TABLE = "dynamodb.DescribeTable"
HOST_KEYS = "transfer.ListHostKeys"
RESOLVERS = "route53resolver.ListOutpostResolvers"
IMPORTED = "/ImportJobResponse/Definition/S3Url"
CONNECTED = "iot.GetThingConnectivityData"


def imported(url: str) -> Any:
    return {"ImportJobResponse": {"Definition": {"S3Url": url}}}


POLICIES = "sso-admin.ListCustomerManagedPolicyReferencesInPermissionSet"
INSIGHTS = "xray.GetInsightSummaries"


USERS = "transfer.ListUsers"
BLUEPRINTS = "lightsail.GetRelationalDatabaseBlueprints"
SHARED = "ram.ListResources"


def policy(path: str) -> Any:
    return {"CustomerManagedPolicyReferences": [{"Name": "orders", "Path": path}]}


def requests(count: int) -> Any:
    return {"InsightSummaries": [{"ClientRequestImpactStatistics": {"TotalCount": count}}]}


PATH = "/CustomerManagedPolicyReferences/0/Path"
TOTAL = "/InsightSummaries/0/ClientRequestImpactStatistics/TotalCount"
COLLECTED = "dms.DescribeFleetAdvisorCollectors"


def collected(date: str) -> Any:
    return {"Collectors": [{"RegisteredDate": date}]}


WRONG = [
    (POLICIES, policy("/team/orders"), PATH),  # "/" is a part that matches
    (INSIGHTS, requests(-1294967296), TOTAL),
    (COLLECTED, collected("2022-01-24 19:04:02.596113"), "/Collectors/0/RegisteredDate"),
    (IMPORT, imported("https://orders.s3.amazonaws.com/a.csv"), IMPORTED),
    (CONNECTED, {"sourceIp": "ip-10-0-0-1"}, "/sourceIp"),
    ("osis.GetResourcePolicy", {"Policy": "{'Version': '2012-10-17'}"}, "/Policy"),
    (CLUSTERS, {"clusters": [CLUSTER | {"clusterName": ARN}]}, "/clusters/0/clusterName"),
    (BIN, bin_of("05-02T10:00:00Z", "05-01T10:00:00Z"), "/Volumes/0/RecycleBinExitTime"),
    (
        SECRET,
        {"CreatedDate": "2026-05-02T10:00:00Z", "DeletedDate": "2026-05-01T10:00:00Z"},
        "/DeletedDate",
    ),
    (
        RESOLVERS,
        {"OutpostResolvers": [{"CreationTime": "0001-01-01T00:00:00Z"}]},
        "/OutpostResolvers/0/CreationTime",
    ),
    (HOST_KEYS, {"HostKeys": [{"SecretId": ""}]}, "/HostKeys/0/SecretId"),
    (TABLE, {"Table": {"LatestStreamLabel": "latest"}}, "/Table/LatestStreamLabel"),
    (TABLE, {"Table": {"LatestStreamLabel": "2024-01-02 03:04:05"}}, "/Table/LatestStreamLabel"),
    (
        CLUSTERS,
        {"clusters": [{"clusterArn": "arn:aws:ecs:us-east-1:cluster/orders"}]},
        "/clusters/0/clusterArn",
    ),
    (CLUSTERS, {"clusters": [{"clusterArn": ARN.replace("us-east-1:", "")}]}, "/clusters/0/clusterArn"),
    (CLUSTERS, {"clusters": [{"clusterArn": "orders"}]}, "/clusters/0/clusterArn"),
    (
        BROKERS,
        {
            "BrokerSummaries": [
                BROKER | {"BrokerArn": BROKER["BrokerArn"].replace("orders:b-1234", "activemq")}
            ]
        },
        "/BrokerSummaries/0/BrokerArn",
    ),
    (BROKERS, {"BrokerSummaries": [BROKER, BROKER | {"EngineType": "RABBITMQ"}]}, "/BrokerSummaries/1"),
    (BALANCERS, zones("us-east-1a"), "/LoadBalancers/0/AvailabilityZones/0/SubnetId"),
    (QUEUE, {"Queue": {"CreatedAt": "0001-01-01T00:00:00Z"}}, "/Queue/CreatedAt"),
    (QUEUE, {"Queue": {"CreatedAt": "1970-01-01T00:00:00Z"}}, "/Queue/CreatedAt"),
    (QUEUE, {"Queue": {"CreatedAt": "2199-01-01T00:00:00Z"}}, "/Queue/CreatedAt"),
    (
        QUEUE,
        {"Queue": {"CreatedAt": "2026-05-02T10:00:00Z", "LastUpdated": "2026-05-01T10:00:00Z"}},
        "/Queue/LastUpdated",
    ),
    (JOBS, {"jobSummaryList": [{"createdAt": 1763892000}]}, "/jobSummaryList/0/createdAt"),
    (
        IMPORT,
        {"ImportJobResponse": {"TotalPieces": 2, "CompletedPieces": 3}},
        "/ImportJobResponse/TotalPieces",
    ),
]


@pytest.mark.parametrize(("operation", "response", "place"), WRONG)
def test_it_is_found(operation: str, response: Any, place: str) -> None:
    assert found(operation, response) == [place]


RIGHT = [
    (POLICIES, policy("/team/orders/")),
    (INSIGHTS, requests(3_000_000_000)),
    (
        "forecast.DescribeDatasetImportJob",
        {"FieldStatistics": {"price": {"Count": -1}}},
    ),  # "refer to CountLong"
    (COLLECTED, collected("2022-01-24T19:04:02.596113Z")),
    (IMPORT, imported("s3://orders/a.csv")),
    (CONNECTED, {"sourceIp": "2001:db8::1"}),
    ("osis.GetResourcePolicy", {"Policy": '{"Version": "2012-10-17"}'}),
    # JSON or YAML.
    ("imagebuilder.GetComponent", {"component": {"data": "name: orders"}}),
    (CLUSTERS, {"clusters": [CLUSTER | {"clusterName": "arn-of-orders"}]}),
    (BIN, bin_of("05-01T10:00:00Z", "05-02T10:00:00Z")),
    # Noticed an hour after it began.
    (HEALTH, {"CreatedAt": "2026-05-01T11:00:00Z", "StartedAt": "2026-05-01T10:00:00Z"}),
    # Never, as some servers write it.
    (
        "iam.ListServiceSpecificCredentials",
        {
            "ServiceSpecificCredentials": [
                {"CreateDate": "2026-05-01T11:00:00Z", "ExpirationDate": "1970-01-01T00:00:00Z"}
            ]
        },
    ),
    (RESOLVERS, {"OutpostResolvers": [{"CreationTime": "2024-05-01T10:00:00Z", "ModificationTime": ""}]}),
    (TABLE, {"Table": {"LatestStreamLabel": "2024-01-02T03:04:05.678"}}),
    (CLUSTERS, {"clusters": [{"clusterArn": ARN, "clusterName": "orders"}]}),
    (BROKERS, {"BrokerSummaries": [BROKER, BROKER | {"BrokerId": "b-5678"}]}),
    (BALANCERS, zones("subnet-8360a9e7")),
    (QUEUE, {"Queue": {"CreatedAt": "2026-05-01T10:00:00Z", "LastUpdated": "2026-05-01T10:00:00Z"}}),
    (
        QUEUE,
        {"Queue": {"CreatedAt": "2026-05-01T10:00:00Z", "LastUpdated": "2026-05-01T00:00:00Z"}},
    ),  # a date
    (JOBS, {"jobSummaryList": [{"createdAt": 1763892000000}]}),
    (JOBS, {"jobSummaryList": [{"createdAt": 1763892000000, "startedAt": 0}]}),
    (IMPORT, {"ImportJobResponse": {"TotalPieces": 3, "CompletedPieces": 3, "FailedPieces": 0}}),
]


@pytest.mark.parametrize(("operation", "response"), RIGHT)
def test_nothing_is_found(operation: str, response: Any) -> None:
    assert found(operation, response) == []


def test_what_the_request_has_is_not_judged() -> None:
    assert found(CONNECTED, {"sourceIp": "orders"}, {"thingName": "orders"}) == []
    assert found(CLUSTERS, {"clusters": [{"clusterArn": "orders"}]}, {"clusters": ["orders"]}) == []
    assert found(JOBS, {"jobSummaryList": [{"createdAt": 5}]}, {"filters": [{"values": ["5"]}]}) == []


VIRTUAL = "emr-containers.ListVirtualClusters"
GROUP = "globalaccelerator.DescribeEndpointGroup"


@pytest.mark.parametrize(
    ("operation", "params", "response", "place"),
    [
        (
            VIRTUAL,
            {"createdAfter": "2030-01-01T00:00:00Z"},
            {"virtualClusters": [{"createdAt": "2030-11-18T12:21:20Z"}]},
            "/virtualClusters/0/createdAt",
        ),
        (
            GROUP,
            {"EndpointGroupArn": "q"},
            {"EndpointGroup": {"EndpointGroupArn": "q"}},
            "/EndpointGroup/EndpointGroupArn",
        ),
        (
            BROKERS,
            {"name": "RABBITMQ"},
            {"BrokerSummaries": [BROKER, BROKER | {"EngineType": "RABBITMQ"}]},
            "/BrokerSummaries/1",
        ),
    ],
)
def test_what_a_request_has_is_not_judged(operation: str, params: Any, response: Any, place: str) -> None:
    assert found(operation, response, params) == []
    assert found(operation, response) == [place]


@pytest.mark.parametrize(
    ("operation", "response", "expected"),
    [
        (USERS, {"Users": [{"UserName": name, "Arn": ARN} for name in ("ann", "bob")]}, ["/Users/1"]),
        (USERS, {"Users": [{"UserName": name, "Arn": ARN + name} for name in ("ann", "bob")]}, []),
        # The version is that of the engine, and not that of the blueprint.
        (
            BLUEPRINTS,
            {"blueprints": [{"blueprintId": "mysql", "engineVersion": version} for version in ("5", "8")]},
            ["/blueprints/1"],
        ),
        (
            "lambda.ListVersionsByFunction",
            {"Versions": [{"FunctionArn": ARN, "Version": version} for version in ("1", "2")]},
            [],
        ),
        ("ec2.DescribePrefixLists", {"PrefixLists": [{"PrefixListId": "pl-1"}] * 2}, ["/PrefixLists/1"]),
        # A resource is in several shares.
        (SHARED, {"resources": [{"arn": ARN, "resourceShareArn": ARN + share} for share in "ab"]}, []),
    ],
)
def test_an_id_or_an_arn_is_that_of_one_entry(operation: str, response: Any, expected: list[str]) -> None:
    assert found(operation, response) == expected


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("check-devices", ["/authorizerDescription/authorizerFunctionArn"]),
        ("arn:aws:lambda:us-east-1:123456789012:function:check-devices", []),
    ],
)
def test_an_arn_of_which_a_pattern_says_nothing(function: str, expected: list[str]) -> None:
    r"""Its pattern is ``[\s\S]*``."""
    response = {"authorizerDescription": {"authorizerFunctionArn": function}}
    assert found("iot.DescribeDefaultAuthorizer", response) == expected


@pytest.mark.parametrize(
    ("operation", "member", "value", "expected"),
    [
        # "The Amazon Resource Name (ARN) of the bucket to which data is exported."
        ("s3.GetBucketAnalyticsConfiguration", "Bucket", "orders", ["Bucket"]),
        ("s3.GetBucketAnalyticsConfiguration", "Bucket", "arn:aws:s3:::orders", []),
        ("s3.GetBucketAnalyticsConfiguration", "Prefix", "orders", []),
    ],
)
def test_an_arn_by_its_documentation(operation: str, member: str, value: str, expected: list[str]) -> None:
    place = "/AnalyticsConfiguration/StorageClassAnalysis/DataExport/Destination/S3BucketDestination"
    response: Any = {member: value}
    for name in reversed(place.split("/")[1:]):
        response = {name: response}
    assert found(operation, response) == [f"{place}/{name}" for name in expected]


@pytest.mark.parametrize(
    ("owner", "expected"), [("123456789012", []), ("amazon", ["/InternetGateways/0/OwnerId"])]
)
def test_the_account_of_an_owner(owner: str, expected: list[str]) -> None:
    response = {"InternetGateways": [{"InternetGatewayId": "igw-0123456789abcdef0", "OwnerId": owner}]}
    assert found("ec2.DescribeInternetGateways", response) == expected


@pytest.mark.parametrize(
    ("operation", "response", "expected"),
    [
        (CLUSTERS, {"clusters": [{"clusterArn": ""}]}, ["/clusters/0/clusterArn"]),
        (CLUSTERS, {"clusters": [{"clusterArn": ARN, "status": ""}]}, []),
        ("glue.GetJob", {"Job": {"NumberOfWorkers": -5, "Timeout": -1}}, ["/Job/NumberOfWorkers"]),
        (
            "ecs.ListTagsForResource",
            {"tags": [{"key": "team", "value": value} for value in "ab"]},
            ["/tags/1"],
        ),
        ("ecs.ListTagsForResource", {"tags": [{"key": key, "value": "a"} for key in "ab"]}, []),
        (
            "servicecatalog.ListTagOptions",
            {"TagOptionDetails": [{"Id": one, "Key": "team", "Value": one} for one in "ab"]},
            [],
        ),
    ],
)
def test_what_identifies_nothing_or_counts_below_zero(
    operation: str, response: Any, expected: list[str]
) -> None:
    assert found(operation, response) == expected


def test_two_tags_with_one_key_are_those_of_the_request() -> None:
    tags = [{"key": "team", "value": value} for value in "ab"]
    operation = "ecs.ListTagsForResource"
    assert found(operation, {"tags": tags}) == ["/tags/1"]
    assert found(operation, {"tags": tags}, {"tags": tags}) == []
