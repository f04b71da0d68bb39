"""Show that each bug of the mutation server is alive: some request shows it.

    python check_bugs.py

Nothing is sent: requests are made with botocore's serializers and handed to the server's functions. A bug is
alive if the answers differ from those of the correct server.
"""

from __future__ import annotations

import re
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.parsers
import botocore.serialize

sys.path.insert(0, str(Path(__file__).resolve().parent))

from eighth_x_probes import EIGHTH_X_PROBES
from eighth_y_probes import EIGHTH_Y_NARROW, EIGHTH_Y_PROBES
from fifth_x_probes import FIFTH_X_NARROW, FIFTH_X_PROBES
from fifth_y_probes import FIFTH_Y_PROBES
from fourth_x_probes import FOURTH_X_NARROW, FOURTH_X_PROBES
from fourth_y_probes import FOURTH_Y_PROBES, FOURTH_Y_REQUESTS
from fresh_probes import FRESH_PROBES
from mutation_server import BUGS, OPERATIONS, cbor, wire
from mutation_server.model import Hooks, Params, Reply
from mutation_server.operations import INSIGHTS, NOW, VOLUMES, _metric_points
from mutation_server.server import respond
from ninth_x_probes import NINTH_X_NARROW, NINTH_X_PROBES
from ninth_y_probes import NINTH_Y_NARROW, NINTH_Y_PROBES, NINTH_Y_REQUESTS
from seventh_x_probes import SEVENTH_X_NARROW, SEVENTH_X_PROBES
from seventh_y_probes import SEVENTH_Y_NARROW, SEVENTH_Y_PROBES, SEVENTH_Y_REQUESTS
from seventh_z_probes import SEVENTH_Z_NARROW, SEVENTH_Z_PROBES
from sixth_x_probes import SIXTH_X_PROBES
from sixth_y_probes import SIXTH_Y_NARROW, SIXTH_Y_PROBES
from third_x_probes import THIRD_X_NARROW, THIRD_X_PROBES
from third_y_probes import THIRD_Y_NARROW, THIRD_Y_PROBES

ID = "12345678-1234-4234-8234-1234567890ab"
RATE = {"EventSource": "s3.amazonaws.com", "EventName": "PutObject", "InsightType": "ApiCallRateInsight"}
DATA = {"InsightSource": "arn:aws:cloudtrail:us-east-1:123456789012:trail/a", "DataType": "InsightsEvents"}
POINT = _metric_points(RATE)[3]["time"]
LONG = 2**40

# For each operation: parameters that every request has, and a list of changes to them.
PROBES: dict[str, tuple[Params, list[Params]]] = {
    "cloudtrail.ListInsightsMetricData": (
        RATE,
        [
            {"Period": 120},
            {"Period": 100},
            {"Period": 60},
            {"InsightType": "ApiErrorRateInsight"},
            {"EventSource": "s3.amazonaws.com.x"},
            {"EventSource": "s3xamazonaws.com"},
            {"EventName": "PutObject\n"},
            {"EventName": "a" * 129},
            {"InsightType": "apicallrateinsight"},
            {"MaxResults": 21601},
            {"MaxResults": 0},
            {"EndTime": POINT},
            {"StartTime": POINT},
        ],
    ),
    "cloudtrail.ListInsightsData": (
        DATA,
        [
            {"Dimensions": {"EventName": "PutObject", "EventSource": "s3.amazonaws.com"}},
            {"Dimensions": {}},
            {"Dimensions": {"eventname": "PutObject"}},
            {"Dimensions": {"EventName": "a" * 2001}},
            {"Dimensions": {"EventName": "ü" * 2000}},
            {"Dimensions": {"EventName": "Put"}},
            {"StartTime": NOW, "EndTime": INSIGHTS[3]["EventTime"]},
            {"EndTime": INSIGHTS[3]["EventTime"]},
            {"StartTime": INSIGHTS[3]["EventTime"]},
            {"MaxResults": 51},
            {"MaxResults": 50},
            {"MaxResults": "5"},
            {"DataType": "insightsevents"},
            {"DataType": "InsightsEvents "},
            {"InsightSource": "arn:x "},
            {"InsightSource": "ab"},
        ],
    ),
    "xray.GetInsight": (
        {"InsightId": ID},
        [
            {"InsightId": ID + "x"},
            {"InsightId": ID + "\n"},
            {"InsightId": ID.replace("-4", "-6")},
            {"InsightId": ID.replace("-8", "-1")},
            {"InsightId": ID.replace("-", "")},
            {"InsightId": ID.upper()},
        ],
    ),
    "xray.GetInsightEvents": (
        {"InsightId": ID},
        [
            {"MaxResults": 51},
            {"MaxResults": 0},
            {"MaxResults": "5"},
            {"MaxResults": 2**32 + 3},
            {"NextToken": "a" * 2001},
            {"InsightId": None},
        ],
    ),
    "internetmonitor.GetInternetEvent": (
        {"EventId": "event-1"},
        [{"EventId": "event-2"}, {"EventId": "event_2"}, {"EventId": "ü"}],
    ),
    "sqs.ListQueues": (
        {},
        [
            {"MaxResults": 1001},
            {"MaxResults": 1000},
            {"MaxResults": True},
            {"MaxResults": "5"},
            {"QueueNamePrefix": "O"},
            {"QueueNamePrefix": "dead"},
            {"QueueNamePrefix": "ü"},
            {"QueueNamePrefix": "stock"},
            {"QueueNamePrefix": "orders", "MaxResults": 2},
        ],
    ),
    "iam.ListUsers": (
        {},
        [
            {"MaxItems": 1001},
            {"MaxItems": "1.5"},
            {"PathPrefix": "team"},
            {"PathPrefix": "/a b"},
            {"PathPrefix": "/" * 513},
            {"PathPrefix": "/team/"},
            {"PathPrefix": "/te"},
            {"PathPrefix": "<"},
        ],
    ),
    "ec2.DescribeVolumes": (
        {},
        [
            {"Filters": [{"Name": "status", "Values": ["available", "in-use"]}]},
            {"Filters": [{"Name": "status", "Values": ["AVAILABLE"]}]},
            {"Filters": [{"Name": "status", "Values": ["avail"]}]},
            {"Filters": [{"Name": "x", "Values": ["y"]}]},
            {"VolumeIds": [VOLUMES[0]["VolumeId"], VOLUMES[1]["VolumeId"]]},
            {"DryRun": True},
        ],
    ),
    "s3.ListObjectsV2": (
        {"Bucket": "reports"},
        [
            {"Prefix": "2024/"},
            {"StartAfter": "2024/a.csv"},
            {"Delimiter": "/"},
            {"EncodingType": "url"},
            {"FetchOwner": True},
            {"MaxKeys": 2},
            {"EncodingType": "xml"},
            {"RequestPayer": "REQUESTER"},
            {"ExpectedBucketOwner": "210987654321"},
        ],
    ),
    "route53.ListHostedZones": (
        {},
        [
            {"HostedZoneType": "PrivateHostedZone"},
            {"HostedZoneType": "privatehostedzone"},
            {"HostedZoneType": "Private"},
            {"MaxItems": "0"},
        ],
    ),
    "dynamodb.ListTables": (
        {},
        [
            {"Limit": 101},
            {"Limit": 0},
            {"Limit": "5"},
            {"Limit": 100},
            {"ExclusiveStartTableName": "ab"},
            {"ExclusiveStartTableName": "a" * 256},
            {"ExclusiveStartTableName": "a b c"},
            {"ExclusiveStartTableName": "a/b"},
            {"ExclusiveStartTableName": "Orders"},
        ],
    ),
    "logs.DescribeLogGroups": (
        {},
        [
            {"limit": 51},
            {"logGroupNamePrefix": "a", "logGroupNamePattern": "b"},
            {"logGroupNamePrefix": "a", "logGroupIdentifiers": ["app"]},
            {"logGroupNamePrefix": ""},
            {"logGroupNamePrefix": "a" * 513},
            {"logGroupNamePrefix": "a\\"},
            {"logGroupNamePrefix": "/aws"},
            {"logGroupNamePattern": "datalogs"},
            {"logGroupNamePattern": "Logs"},
            {"accountIdentifiers": ["123456789012"] * 21},
            {"accountIdentifiers": ["12345678901"]},
            {"accountIdentifiers": ["12345678901a"]},
            {"logGroupClass": "STANDARD"},
            {"logGroupClass": "standard"},
        ],
    ),
    "eventbridgev2.ListEventBuses": (
        {},
        [
            {"NamePrefix": ".a"},
            {"NamePrefix": "a\n"},
            {"NamePrefix": "é"},
            {"NamePrefix": "dead"},
            {"EventBusAccountId": "1234567890123"},
            {"EventBusAccountId": "210987654321"},
            {"MaxResults": 101},
            {"MaxResults": "5"},
        ],
    ),
}
PROBES |= (
    FRESH_PROBES
    | THIRD_X_PROBES
    | THIRD_Y_PROBES
    | FOURTH_X_PROBES
    | FOURTH_Y_PROBES
    | FIFTH_X_PROBES
    | FIFTH_Y_PROBES
    | SIXTH_X_PROBES
    | SIXTH_Y_PROBES
    | SEVENTH_X_PROBES
    | SEVENTH_Y_PROBES
    | SEVENTH_Z_PROBES
    | EIGHTH_X_PROBES
    | EIGHTH_Y_PROBES
    | NINTH_Y_PROBES
    | NINTH_X_PROBES
)
# Bugs that only pages of a shorter list show.
NARROW: dict[str, Params] = {
    "sqs.ListQueues": {"QueueNamePrefix": "orders"},
    "lambda.ListFunctions": {"FunctionVersion": "ALL"},
    **THIRD_X_NARROW,
    **THIRD_Y_NARROW,
    **FOURTH_X_NARROW,
    **FIFTH_X_NARROW,
    **SIXTH_Y_NARROW,
    **SEVENTH_X_NARROW,
    **SEVENTH_Y_NARROW,
    **SEVENTH_Z_NARROW,
    **EIGHTH_Y_NARROW,
    **NINTH_Y_NARROW,
    **NINTH_X_NARROW,
}
RAW = FOURTH_Y_REQUESTS | SEVENTH_Y_REQUESTS | NINTH_Y_REQUESTS
# The sizes of pages that are tried, where the smallest is not 1.
SIZES = {
    "rds.DescribeDBInstances": (20, 30, 20),
    "rds.DescribeDBParameters": (20, 30, 20),
    "docdb.DescribeDBClusterParameters": (20, 30, 20),
    "redshift.DescribeEvents": (20, 30, 20),
    "elasticache.DescribeReservedCacheNodes": (20, 30, 20),
    "ec2.ListVolumesInRecycleBin": (5, 8, 5),
    "ec2.DescribeIpamScopes": (5, 8, 5),
    "ec2.SearchTransitGatewayMulticastGroups": (5, 8, 5),
    "ssm.DescribeInstancePatchStatesForPatchGroup": (10, 12, 10),
}


def request(operation: str, params: Params) -> wire.Request:
    """An HTTP request with these parameters, right or wrong."""
    model = wire.operation_model(operation)
    wanted = {name: value for name, value in params.items() if value is not None and name}
    if (
        wire.protocol(model) == "smithy-rpc-v2-cbor"
    ):  # botocore's serializer refuses what the model does not allow
        path = f"/service/{model.service_model.metadata['targetPrefix']}/operation/{model.name}"
        return wire.Request("POST", path, [], {}, cbor.encode(wanted))
    serializer = botocore.serialize.create_serializer(wire.protocol(model), include_validation=False)
    made = serializer.serialize_to_request(wanted, model)
    path, _, query = made["url_path"].partition("?")
    pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
    asked = made.get("query_string") or {}
    pairs += [(name, str(value)) for name, value in asked.items()]
    body = made["body"]
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body)
    if isinstance(body, str):
        body = body.encode()
    headers = {name.lower(): value for name, value in made["headers"].items()}
    return wire.Request(made["method"], path, pairs, headers, body)


def answer(operation: str, params: Params, hooks: Hooks) -> Reply:
    """The reply of the server, without a network."""
    try:
        return respond(request(operation, params), OPERATIONS[operation], hooks)
    except Exception as error:
        return Reply(500, {}, type(error).__name__.encode())


def _seen(reply: Reply) -> str:
    body = re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", b"ID", reply.body)
    headers = {name: "ID" if "request" in name.lower() else text for name, text in reply.headers.items()}
    return f"{reply.status} {sorted(headers.items())} {body!r}"


def transcript(operation: str, hooks: Hooks) -> Iterator[str]:
    """The answers to all probes of an operation."""
    base, probes = PROBES[operation]
    model = wire.operation_model(operation)
    parser = botocore.parsers.create_parser(wire.protocol(model))
    yield _seen(answer(operation, base, hooks))
    for probe in probes:
        yield f"{probe} {_seen(answer(operation, base | probe, hooks))}"
    for raw in RAW.get(operation, ()):  # in a protocol that botocore does not choose
        yield f"raw {_seen(respond(raw, OPERATIONS[operation], hooks))}"
    paging = OPERATIONS[operation].paging
    if not paging:
        return

    def token(reply: Reply) -> Any:
        if reply.status != 200:
            return None
        http = {"status_code": 200, "headers": reply.headers, "body": reply.body}
        answered = parser.parse(http, model.output_shape)
        outer, _, name = paging.token_out.rpartition(".")
        found = [answered, answered.get(model.output_shape.serialization.get("payload", outer), {})]
        return next((one[name] for one in found if name in one), None)

    asked_for = model.input_shape.members.get(paging.limit)
    limit = str if asked_for and asked_for.type_name == "string" else int
    sizes = SIZES.get(operation, (1, 3, 1))
    for size, narrow in zip(sizes, ({}, {}, NARROW.get(operation, {})), strict=True):
        asked = base | narrow | {paging.limit: limit(size)}
        seen: list[Any] = []
        for _ in range(25):
            reply = answer(operation, asked, hooks)
            yield f"page {len(seen)} of {size}: {_seen(reply)}"
            try:
                following = token(reply)
            except (
                botocore.parsers.ResponseParserError,
                ValueError,
                TypeError,
                RuntimeError,
                AttributeError,
            ):
                break
            if not following:
                break
            seen.append(following)
            asked = asked | {paging.token_in: following}
        for known in seen[:2]:
            for change in (*probes, {paging.limit: limit(sizes[0] + 1)}):
                yield f"again {_seen(answer(operation, base | {paging.token_in: known} | change, hooks))}"
            mangled = {paging.token_in: str(known)[:-1] + "A"}
            yield f"mangled {_seen(answer(operation, base | mangled, hooks))}"
    yield f"junk {_seen(answer(operation, base | {paging.token_in: 'not-a-token!'}, hooks))}"


def main() -> int:
    """Name the bugs that no probe shows. The exit status is 1 if there are any."""
    normal = {operation: list(transcript(operation, Hooks())) for operation in OPERATIONS}
    for operation, lines in normal.items():
        for line in lines:
            if re.search(r"(^| )5\d\d \[", line):
                print(f"the correct server fails: {operation}: {line[:200]}")
    dead = [
        name
        for name, bug in BUGS.items()
        if list(transcript(bug.operation, bug.hooks())) == normal[bug.operation]
    ]
    odd = []
    for name, bug in BUGS.items():
        lines = list(transcript(bug.operation, bug.hooks()))
        if "500" not in name and any(re.match(r"(.*[ }])?500 \[\]", line) for line in lines):
            odd.append((name, next(line for line in lines if re.match(r"(.*[ }])?500 \[\]", line))[:160]))
    print(f"{len(BUGS)} bugs, {len(dead)} that no probe shows: {', '.join(dead) or 'none'}")
    for name, line in odd:
        print(f"fails with 500, which its description does not say: {name}: {line}")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
