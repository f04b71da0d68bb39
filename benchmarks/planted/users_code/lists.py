"""Functions that read lists in pages."""

from __future__ import annotations

from typing import Any

from .case import Case, Code, add, gives

INSIGHT = "12345678-1234-4234-8234-123456789012"
ASKED = {"EventSource": "s3.amazonaws.com", "EventName": "PutObject", "InsightType": "ApiCallRateInsight"}


def _users(client: Any) -> list[Any]:
    users: list[Any] = []
    marker: dict[str, Any] = {}
    while True:
        page = client.list_users(**marker)
        users += page["Users"]
        if not page.get("IsTruncated"):
            return users
        marker = {"Marker": page["Marker"]}


def _users_wrong(client: Any) -> list[Any]:
    users: list[Any] = []
    page = client.list_users()
    while page.get("IsTruncated"):
        users += page["Users"]
        page = client.list_users(Marker=page["Marker"])
    return users


add(
    Case(
        "users_last_page",
        ("iam.ListUsers",),
        "The users of the last page are not read.",
        "You should check IsTruncated after every call to ensure that you receive all your results.",
        _users,
        _users_wrong,
        gives("Users"),
    )
)


def _team(client: Any) -> list[Any]:
    pages = client.get_paginator("list_users").paginate(PathPrefix="/team/")
    return [user for page in pages for user in page["Users"]]


def _team_wrong(client: Any) -> list[Any]:
    page = client.list_users(PathPrefix="/team/")
    users = list(page["Users"])
    while page.get("IsTruncated"):
        page = client.list_users(Marker=page["Marker"])
        users += page["Users"]
    return users


def _check_team(code: Code, aws: Any) -> None:
    assert code(aws.client) == aws.expected("Users", PathPrefix="/team/")


add(
    Case(
        "users_prefix_on_first_page_only",
        ("iam.ListUsers",),
        "The path is asked for on the first page only.",
        "PathPrefix: The path prefix for filtering the results.",
        _team,
        _team_wrong,
        _check_team,
    )
)


def _tables(client: Any) -> int:
    return sum(len(page.get("TableNames", [])) for page in client.get_paginator("list_tables").paginate())


def _tables_wrong(client: Any) -> int:
    return len(client.list_tables().get("TableNames", []))


def _check_tables(code: Code, aws: Any) -> None:
    assert code(aws.client) == len(aws.expected("TableNames"))


add(
    Case(
        "tables_first_page",
        ("dynamodb.ListTables",),
        "Only the tables of the first page are counted.",
        "The output from ListTables is paginated, with each page returning a maximum of 100 table names.",
        _tables,
        _tables_wrong,
        _check_tables,
    )
)


def _table_names(client: Any) -> list[str]:
    names: list[str] = []
    start: dict[str, Any] = {}
    while True:
        page = client.list_tables(**start)
        names += page.get("TableNames", [])
        if "LastEvaluatedTableName" not in page:
            return names
        start = {"ExclusiveStartTableName": page["LastEvaluatedTableName"]}


def _table_names_wrong(client: Any) -> list[str]:
    names: list[str] = []
    start: dict[str, Any] = {}
    while True:
        page = client.list_tables(**start)
        if not page.get("TableNames"):
            return names
        names += page["TableNames"]
        if len(page["TableNames"]) < 100:
            return names
        start = {"ExclusiveStartTableName": page["LastEvaluatedTableName"]}


add(
    Case(
        "tables_until_short_page",
        ("dynamodb.ListTables",),
        "A page of less than 100 names is taken for the last.",
        "If you do not receive a LastEvaluatedTableName value in the response, this means that "
        "there are no more table "
        "names to be retrieved.",
        _table_names,
        _table_names_wrong,
        gives("TableNames"),
    )
)


def _scan(client: Any) -> int:
    return sum(
        len(page.get("Items", [])) for page in client.get_paginator("scan").paginate(TableName="orders")
    )


def _scan_wrong(client: Any) -> int:
    return sum(
        page.get("ScannedCount", 0) for page in client.get_paginator("scan").paginate(TableName="orders")
    )


def _check_scan(code: Code, aws: Any) -> None:
    assert code(aws.client) == len(aws.expected("Items"))


add(
    Case(
        "scan_scanned_count",
        ("dynamodb.Scan",),
        "ScannedCount is taken for the number of items.",
        "ScannedCount: The number of items evaluated, before any ScanFilter is applied.",
        _scan,
        _scan_wrong,
        _check_scan,
    )
)


def _query(client: Any, limit: dict[str, Any]) -> list[Any]:
    return list(
        client.query(
            TableName="orders",
            KeyConditionExpression="id = :id",
            ExpressionAttributeValues={":id": {"S": "a"}},
            **limit,
        ).get("Items", [])
    )


def _first(client: Any) -> list[Any]:
    items: list[Any] = []
    pages = client.get_paginator("query").paginate(
        TableName="orders", KeyConditionExpression="id = :id", ExpressionAttributeValues={":id": {"S": "a"}}
    )
    for page in pages:
        items += page.get("Items", [])
        if len(items) >= 3:
            break
    return items[:3]


def _first_wrong(client: Any) -> list[Any]:
    return _query(client, {"Limit": 3})


def _check_first(code: Code, aws: Any) -> None:
    assert code(aws.client) == aws.expected("Items")[:3]


add(
    Case(
        "query_limit_is_not_a_count",
        ("dynamodb.Query",),
        "One page with Limit 3 is taken for the first three items.",
        "Limit: The maximum number of items to evaluate (not necessarily the number of matching items).",
        _first,
        _first_wrong,
        _check_first,
    )
)


def _folders(client: Any) -> list[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="reports", Delimiter="/")
    return [entry["Prefix"] for page in pages for entry in page.get("CommonPrefixes", [])]


def _folders_wrong(client: Any) -> list[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="reports", Delimiter="/")
    return [entry["Prefix"] for page in pages for entry in page["CommonPrefixes"]]


add(
    Case(
        "folders_none",
        ("s3.ListObjectsV2",),
        "CommonPrefixes is taken for granted.",
        "CommonPrefixes contains all (if there are any) keys between Prefix and the next occurrence "
        "of the delimiter.",
        _folders,
        _folders_wrong,
        gives("CommonPrefixes[].Prefix"),
        ("CommonPrefixes[].Prefix", "Contents[].Key"),
    )
)


def _objects(client: Any) -> list[Any]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="reports")
    return [entry for page in pages for entry in page.get("Contents", [])]


def _newest(client: Any) -> Any:
    return max((entry["LastModified"] for entry in _objects(client)), default=None)


def _newest_wrong(client: Any) -> Any:
    return max(entry["LastModified"] for entry in _objects(client))


def _check_newest(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == max(aws.expected("Contents[].LastModified"), default=None)


S3 = ("Contents[].Key", "Contents[].LastModified", "Contents[].Size")
add(
    Case(
        "newest_of_none",
        ("s3.ListObjectsV2",),
        "A bucket without objects is not thought of.",
        "Returns some or all (up to 1,000) of the objects in a bucket.",
        _newest,
        _newest_wrong,
        _check_newest,
        S3,
    )
)


def _mean(client: Any) -> float:
    sizes = [entry["Size"] for entry in _objects(client)]
    return sum(sizes) / len(sizes) if sizes else 0.0


def _mean_wrong(client: Any) -> float:
    sizes = [entry["Size"] for entry in _objects(client) if entry["Size"]]
    return sum(sizes) / len(sizes) if sizes else 0.0


def _check_mean(code: Code, aws: Any) -> None:
    mean = code(aws.client)
    sizes = aws.expected("Contents[].Size")
    assert mean == (sum(sizes) / len(sizes) if sizes else 0.0)


add(
    Case(
        "mean_without_empty_objects",
        ("s3.ListObjectsV2",),
        "Empty objects are left out of the mean.",
        "Size: Size in bytes of the object",
        _mean,
        _mean_wrong,
        _check_mean,
        S3,
    )
)


def _by_month(client: Any) -> dict[str, int]:
    months: dict[str, int] = {}
    for entry in _objects(client):
        month = entry["LastModified"].strftime("%Y-%m")
        months[month] = months.get(month, 0) + entry["Size"]
    return months


def _by_month_wrong(client: Any) -> dict[str, int]:
    months: dict[str, int] = {}
    for entry in _objects(client):
        month = entry["LastModified"].strftime("%Y-%m")
        months[month] = entry["Size"]
    return months


def _check_by_month(code: Code, aws: Any) -> None:
    assert sum(code(aws.client).values()) == sum(aws.expected("Contents[].Size"))


add(
    Case(
        "months_overwritten",
        ("s3.ListObjectsV2",),
        "A month has the size of its last object only.",
        "Size: Size in bytes of the object",
        _by_month,
        _by_month_wrong,
        _check_by_month,
        S3,
    )
)


def _instances(client: Any) -> list[Any]:
    pages = client.get_paginator("describe_instances").paginate()
    return [
        one for page in pages for group in page.get("Reservations", []) for one in group.get("Instances", [])
    ]


def _ids(client: Any) -> list[str]:
    return [one["InstanceId"] for one in _instances(client)]


def _ids_wrong(client: Any) -> list[str]:
    pages = client.get_paginator("describe_instances").paginate()
    return [
        group["Instances"][0]["InstanceId"]
        for page in pages
        for group in page.get("Reservations", [])
        if group.get("Instances")
    ]


STATE = "Reservations[].Instances[].State"
EC2 = ("Reservations[].Instances[].InstanceId", STATE, f"{STATE}.Name")
add(
    Case(
        "first_instance_of_reservation",
        ("ec2.DescribeInstances",),
        "Only the first instance of a reservation counts.",
        "Instances: The instances.",
        _ids,
        _ids_wrong,
        gives("Reservations[].Instances[].InstanceId"),
        EC2,
    )
)


def _running(client: Any) -> list[str]:
    return [one["InstanceId"] for one in _instances(client) if one["State"]["Name"] == "running"]


def _running_wrong(client: Any) -> list[str]:
    return [
        one["InstanceId"]
        for one in _instances(client)
        if one["State"]["Name"] not in ("stopped", "terminated")
    ]


def _check_running(code: Code, aws: Any) -> None:
    found = code(aws.client)
    everything = aws.expected("Reservations[].Instances[]")
    assert found == [one["InstanceId"] for one in everything if one["State"]["Name"] == "running"]


add(
    Case(
        "not_stopped_is_not_running",
        ("ec2.DescribeInstances",),
        "What is neither stopped nor terminated counts as running.",
        "Valid values: pending, running, shutting-down, terminated, stopping, stopped",
        _running,
        _running_wrong,
        _check_running,
        EC2,
    )
)


def _addresses(client: Any) -> list[str]:
    return [one["PublicIpAddress"] for one in _instances(client) if "PublicIpAddress" in one]


def _addresses_wrong(client: Any) -> list[str]:
    return [one["PublicIpAddress"] for one in _instances(client)]


add(
    Case(
        "no_public_address",
        ("ec2.DescribeInstances",),
        "Each instance is taken to have a public address.",
        "The public IPv4 address, or the Carrier IP address assigned to the instance, if applicable.",
        _addresses,
        _addresses_wrong,
        gives("Reservations[].Instances[].PublicIpAddress"),
        EC2,
    )
)


def _gigabytes(client: Any) -> int:
    pages = client.get_paginator("describe_volumes").paginate()
    return sum(volume["Size"] for page in pages for volume in page.get("Volumes", []))


def _gigabytes_wrong(client: Any) -> int:
    total: int = 0
    page: dict[str, Any] = client.describe_volumes()
    while True:
        total += sum(volume["Size"] for volume in page.get("Volumes", []))
        if not page.get("NextToken") or not page.get("Volumes"):
            return total
        page = client.describe_volumes(NextToken=page["NextToken"])


def _check_gigabytes(code: Code, aws: Any) -> None:
    assert code(aws.client) == sum(aws.expected("Volumes[].Size"))


add(
    Case(
        "empty_page_of_volumes",
        ("ec2.DescribeVolumes",),
        "An empty page ends the list.",
        "NextToken: This value is null when there are no more items to return.",
        _gigabytes,
        _gigabytes_wrong,
        _check_gigabytes,
        ("Volumes[].Size",),
    )
)


def _streams(client: Any) -> list[str]:
    return [name for page in client.get_paginator("list_streams").paginate() for name in page["StreamNames"]]


def _streams_wrong(client: Any) -> list[str]:
    names: list[str] = []
    more: dict[str, Any] = {}
    while True:
        page = client.list_streams(Limit=2, **more)
        names += page["StreamNames"]
        if len(page["StreamNames"]) < 2:
            return names
        more = {"ExclusiveStartStreamName": names[-1]}


add(
    Case(
        "streams_until_short_page",
        ("kinesis.ListStreams",),
        "A short page is taken for the last.",
        "You can detect if there are more streams available to list by using the HasMoreStreams "
        "flag from the returned "
        "output.",
        _streams,
        _streams_wrong,
        gives("StreamNames"),
    )
)


def _zones(client: Any) -> list[str]:
    pages = client.get_paginator("list_hosted_zones").paginate()
    return [
        zone["Id"]
        for page in pages
        for zone in page["HostedZones"]
        if zone.get("Config", {}).get("PrivateZone")
    ]


def _zones_wrong(client: Any) -> list[str]:
    pages = client.get_paginator("list_hosted_zones").paginate()
    return [zone["Id"] for page in pages for zone in page["HostedZones"] if zone["Config"]["PrivateZone"]]


def _check_zones(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [z["Id"] for z in aws.expected("HostedZones") if z.get("Config", {}).get("PrivateZone")]


add(
    Case(
        "zones_without_config",
        ("route53.ListHostedZones",),
        "Config is taken for granted.",
        "If you omitted the HostedZoneConfig and Comment elements from the request, the Config and "
        "Comment elements don't "
        "appear in the response.",
        _zones,
        _zones_wrong,
        _check_zones,
    )
)


def _zone_names(client: Any) -> list[str]:
    pages = client.get_paginator("list_hosted_zones").paginate()
    return [zone["Name"] for page in pages for zone in page["HostedZones"]]


def _zone_names_wrong(client: Any) -> list[str]:
    page = client.list_hosted_zones()
    names = [zone["Name"] for zone in page["HostedZones"]]
    if page["IsTruncated"]:
        page = client.list_hosted_zones(Marker=page["NextMarker"])
        names += [zone["Name"] for zone in page["HostedZones"]]
    return names


add(
    Case(
        "zones_two_pages",
        ("route53.ListHostedZones",),
        "At most two pages are read.",
        "If the value of IsTruncated in the previous response was true, you have more hosted zones.",
        _zone_names,
        _zone_names_wrong,
        gives("HostedZones[].Name"),
    )
)


def _metrics(client: Any) -> list[float]:
    values: list[float] = []
    token: dict[str, Any] = {}
    while True:
        page = client.list_insights_metric_data(**ASKED, **token)
        values += page.get("Values", [])
        if "NextToken" not in page:
            return values
        token = {"NextToken": page["NextToken"]}


def _metrics_wrong(client: Any) -> list[float]:
    page = client.list_insights_metric_data(**ASKED)
    values = list(page.get("Values", []))
    while "NextToken" in page:
        page = client.list_insights_metric_data(EventSource="s3.amazonaws.com", NextToken=page["NextToken"])
        values += page.get("Values", [])
    return values


add(
    Case(
        "metrics_token_alone",
        ("cloudtrail.ListInsightsMetricData",),
        "Later requests miss required parameters.",
        "The request must include the EventSource, EventName, and InsightType parameters.",
        _metrics,
        _metrics_wrong,
        gives("Values"),
    )
)


def _points(client: Any) -> int:
    return len(client.list_insights_metric_data(**ASKED, Period=300).get("Values", []))


def _points_wrong(client: Any) -> int:
    return len(client.list_insights_metric_data(**ASKED, Period=900).get("Values", []))


def _check_points(code: Code, aws: Any) -> None:
    assert code(aws.client) >= 0


add(
    Case(
        "metrics_period_900",
        ("cloudtrail.ListInsightsMetricData",),
        "The period is one that there is not.",
        "Valid values are 60, 300, and 3600.",
        _points,
        _points_wrong,
        _check_points,
    )
)


def _insights(client: Any) -> list[Any]:
    pages = client.get_paginator("list_insights_data").paginate(
        InsightSource="arn:aws:cloudtrail:us-east-1:123456789012:trail/a",
        DataType="InsightsEvents",
        PaginationConfig={"PageSize": 50},
    )
    return [event for page in pages for event in page.get("Events", [])]


def _insights_wrong(client: Any) -> list[Any]:
    pages = client.get_paginator("list_insights_data").paginate(
        InsightSource="arn:aws:cloudtrail:us-east-1:123456789012:trail/a",
        DataType="InsightsEvents",
        PaginationConfig={"PageSize": 100},
    )
    return [event for page in pages for event in page.get("Events", [])]


add(
    Case(
        "insights_page_of_100",
        ("cloudtrail.ListInsightsData",),
        "The page size is above the maximum.",
        "The number of events to return. Possible values are 1 through 50.",
        _insights,
        _insights_wrong,
        gives("Events"),
    )
)


def _capped(client: Any) -> list[Any]:
    return [user for page in client.get_paginator("list_users").paginate() for user in page["Users"]]


def _capped_wrong(client: Any) -> list[Any]:
    pages = client.get_paginator("list_users").paginate(PaginationConfig={"MaxItems": 3})
    return [user for page in pages for user in page["Users"]]


add(
    Case(
        "max_items_is_no_page_size",
        ("iam.ListUsers",),
        "MaxItems of the paginator is taken for the page size.",
        "botocore: MaxItems is the total number of items to return.",
        _capped,
        _capped_wrong,
        gives("Users"),
    )
)


def _step(client: Any, token: str | None) -> tuple[list[Any], str | None]:
    page = client.get_insight_events(InsightId=INSIGHT, **({"NextToken": token} if token else {}))
    return page.get("InsightEvents", []), page.get("NextToken")


def _step_wrong(client: Any, token: str | None) -> tuple[list[Any], str | None]:
    page = client.get_insight_events(InsightId=INSIGHT, **({"NextToken": token} if token else {}))
    events = page.get("InsightEvents", [])
    return events, page.get("NextToken") if events else None


def _check_step(code: Code, aws: Any) -> None:
    events: list[Any] = []
    token: str | None = None
    for _ in range(50):
        found, token = code(aws.client, token)
        events += found
        if token is None:
            break
    assert events == aws.expected("InsightEvents")


add(
    Case(
        "resume_after_empty_page",
        ("xray.GetInsightEvents",),
        "The token of an empty page is thrown away.",
        "Use this token to retrieve the next page of insight events.",
        _step,
        _step_wrong,
        _check_step,
    )
)


def _log_events(client: Any) -> list[Any]:
    pages = client.get_paginator("filter_log_events").paginate(logGroupName="app")
    return [event for page in pages for event in page.get("events", [])]


def _log_events_wrong(client: Any) -> list[Any]:
    events: list[Any] = []
    token: dict[str, Any] = {}
    while True:
        page = client.filter_log_events(logGroupName="app", **token)
        if not page.get("events"):
            return events
        events += page["events"]
        if "nextToken" not in page:
            return events
        token = {"nextToken": page["nextToken"]}


add(
    Case(
        "log_events_empty_page",
        ("logs.FilterLogEvents",),
        "An empty page ends the list.",
        "This operation can return empty results while there are more log events available through "
        "the token.",
        _log_events,
        _log_events_wrong,
        gives("events"),
    )
)


def _functions(client: Any) -> list[str]:
    pages = client.get_paginator("list_functions").paginate()
    return [one["FunctionName"] for page in pages for one in page.get("Functions", [])]


def _functions_wrong(client: Any) -> list[str]:
    names: list[str] = []
    page = client.list_functions()
    names += [one["FunctionName"] for one in page.get("Functions", [])]
    while page.get("NextToken"):
        page = client.list_functions(Marker=page["NextToken"])
        names += [one["FunctionName"] for one in page.get("Functions", [])]
    return names


add(
    Case(
        "functions_wrong_token",
        ("lambda.ListFunctions",),
        "The token is looked for under another name.",
        "NextMarker: The pagination token that's included if more results are available.",
        _functions,
        _functions_wrong,
        gives("Functions[].FunctionName"),
        ("Functions[].FunctionName",),
    )
)


def _topics(client: Any) -> set[str]:
    return {
        topic["TopicArn"]
        for page in client.get_paginator("list_topics").paginate()
        for topic in page.get("Topics", [])
    }


def _topics_wrong(client: Any) -> set[str]:
    found: set[str] = set()
    for page in client.get_paginator("list_topics").paginate():
        found = {topic["TopicArn"] for topic in page.get("Topics", [])}
    return found


def _check_topics(code: Code, aws: Any) -> None:
    assert code(aws.client) == set(aws.expected("Topics[].TopicArn"))


add(
    Case(
        "topics_of_last_page",
        ("sns.ListTopics",),
        "Each page replaces those before.",
        "This element is returned if there are additional topics to retrieve.",
        _topics,
        _topics_wrong,
        _check_topics,
        ("Topics[].TopicArn",),
    )
)
