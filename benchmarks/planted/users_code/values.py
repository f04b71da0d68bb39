"""Functions that look at single answers: missing members, dates, enumerations, errors, waiters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from .case import Case, Code, add, responses
from .lists import INSIGHT


def _latest(client: Any) -> Any:
    points = _statistics(client)
    return max(points, key=lambda point: point["Timestamp"])["Timestamp"] if points else None


def _statistics(client: Any) -> list[Any]:
    return list(
        client.get_metric_statistics(
            Namespace="AWS/EC2",
            MetricName="CPUUtilization",
            Period=300,
            Statistics=["Average"],
            StartTime=datetime(2026, 1, 1, tzinfo=UTC),
            EndTime=datetime(2026, 1, 2, tzinfo=UTC),
        ).get("Datapoints", [])
    )


def _latest_wrong(client: Any) -> Any:
    points = _statistics(client)
    return points[-1]["Timestamp"] if points else None


def _check_latest(code: Code, aws: Any) -> None:
    found = code(aws.client)
    points = responses(aws, "GetMetricStatistics")[-1].get("Datapoints", [])
    assert found == max((point["Timestamp"] for point in points), default=None)


add(
    Case(
        "datapoints_unordered",
        ("cloudwatch.GetMetricStatistics",),
        "The last data point is taken for the latest.",
        "Amazon CloudWatch data points are not necessarily returned in chronological order.",
        _latest,
        _latest_wrong,
        _check_latest,
        ("Datapoints[].Timestamp", "Datapoints[].Average"),
    )
)


def _forever(client: Any) -> list[str]:
    pages = client.get_paginator("describe_log_groups").paginate()
    return [
        group["logGroupName"]
        for page in pages
        for group in page.get("logGroups", [])
        if "retentionInDays" not in group
    ]


def _forever_wrong(client: Any) -> list[str]:
    pages = client.get_paginator("describe_log_groups").paginate()
    return [
        group["logGroupName"]
        for page in pages
        for group in page.get("logGroups", [])
        if group["retentionInDays"] == 0
    ]


def _check_forever(code: Code, aws: Any) -> None:
    found = code(aws.client)
    groups = aws.expected("logGroups")
    assert found == [group["logGroupName"] for group in groups if "retentionInDays" not in group]


add(
    Case(
        "no_retention",
        ("logs.DescribeLogGroups",),
        "retentionInDays is taken for granted.",
        "To set a log group so that its log events do not expire, use DeleteRetentionPolicy.",
        _forever,
        _forever_wrong,
        _check_forever,
        ("logGroups[].logGroupName",),
    )
)


def _duration(client: Any) -> float | None:
    insight = client.get_insight(InsightId=INSIGHT)["Insight"]
    end = insight.get("EndTime")
    return (end - insight["StartTime"]).total_seconds() if end else None


def _duration_wrong(client: Any) -> float | None:
    insight = client.get_insight(InsightId=INSIGHT)["Insight"]
    return float((insight["EndTime"] - insight["StartTime"]).total_seconds())


def _check_duration(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert (found is None) == ("EndTime" not in responses(aws, "GetInsight")[-1]["Insight"])


add(
    Case(
        "insight_goes_on",
        ("xray.GetInsight",),
        "An insight that goes on has no EndTime.",
        "EndTime: The time, in Unix seconds, at which the insight ended.",
        _duration,
        _duration_wrong,
        _check_duration,
        ("Insight", "Insight.StartTime"),
    )
)


def _faults(client: Any) -> int:
    total = 0
    for event in _events(client):
        total += event.get("ClientRequestImpactStatistics", {}).get("FaultCount", 0)
    return total


def _events(client: Any) -> list[Any]:
    events: list[Any] = []
    token: dict[str, Any] = {}
    while True:
        page = client.get_insight_events(InsightId=INSIGHT, **token)
        events += page.get("InsightEvents", [])
        if "NextToken" not in page:
            return events
        token = {"NextToken": page["NextToken"]}


def _faults_wrong(client: Any) -> int:
    return sum(event["ClientRequestImpactStatistics"]["FaultCount"] for event in _events(client))


def _check_faults(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == sum(aws.expected("InsightEvents[].ClientRequestImpactStatistics.FaultCount"))


add(
    Case(
        "events_without_statistics",
        ("xray.GetInsightEvents",),
        "Statistics are taken for granted.",
        "InsightEvent requires no member.",
        _faults,
        _faults_wrong,
        _check_faults,
    )
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _sleepers(client: Any) -> list[str]:
    return [
        user["UserName"]
        for page in client.get_paginator("list_users").paginate()
        for user in page["Users"]
        if "PasswordLastUsed" not in user
    ]


def _sleepers_wrong(client: Any) -> list[str]:
    return [
        user["UserName"]
        for page in client.get_paginator("list_users").paginate()
        for user in page["Users"]
        if user["PasswordLastUsed"] is None
    ]


def _check_sleepers(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [user["UserName"] for user in aws.expected("Users") if "PasswordLastUsed" not in user]


add(
    Case(
        "password_never_used",
        ("iam.ListUsers",),
        "PasswordLastUsed is taken to be there, and null.",
        "If the field is null (no value), then it indicates that they never signed in with a password.",
        _sleepers,
        _sleepers_wrong,
        _check_sleepers,
    )
)


def _ages(client: Any) -> list[int]:
    return [
        (NOW - user["CreateDate"]).days
        for page in client.get_paginator("list_users").paginate()
        for user in page["Users"]
    ]


def _ages_wrong(client: Any) -> list[int]:
    return [
        (NOW.replace(tzinfo=None) - user["CreateDate"]).days
        for page in client.get_paginator("list_users").paginate()
        for user in page["Users"]
    ]


def _check_ages(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [(NOW - user["CreateDate"]).days for user in aws.expected("Users")]


add(
    Case(
        "naive_dates",
        ("iam.ListUsers",),
        "A date without a time zone is subtracted from one that has one.",
        "botocore: timestamps are datetimes with a time zone.",
        _ages,
        _ages_wrong,
        _check_ages,
    )
)

SIGNS = {"creating": "+", "available": "o", "in-use": "x", "deleting": "-", "deleted": " "}


def _signs(client: Any) -> str:
    volumes = [
        v for page in client.get_paginator("describe_volumes").paginate() for v in page.get("Volumes", [])
    ]
    return "".join(SIGNS.get(volume["State"], "?") for volume in volumes)


def _signs_wrong(client: Any) -> str:
    volumes = [
        v for page in client.get_paginator("describe_volumes").paginate() for v in page.get("Volumes", [])
    ]
    return "".join(SIGNS[volume["State"]] for volume in volumes)


def _check_signs(code: Code, aws: Any) -> None:
    assert len(code(aws.client)) == len(aws.expected("Volumes"))


add(
    Case(
        "state_error",
        ("ec2.DescribeVolumes",),
        "One state of six is not thought of.",
        "State: creating, available, in-use, deleting, deleted, error",
        _signs,
        _signs_wrong,
        _check_signs,
        ("Volumes[].State",),
    )
)


def _secret(client: Any) -> bytes:
    answer = client.get_secret_value(SecretId="shop")
    return (
        answer["SecretString"].encode()
        if "SecretString" in answer
        else bytes(answer.get("SecretBinary", b""))
    )


def _secret_wrong(client: Any) -> bytes:
    return bytes(client.get_secret_value(SecretId="shop")["SecretString"].encode())


def _check_secret(code: Code, aws: Any) -> None:
    assert isinstance(code(aws.client), bytes)


add(
    Case(
        "secret_in_binary",
        ("secretsmanager.GetSecretValue",),
        "A binary secret is not thought of.",
        "If this secret was created by using the console, then Secrets Manager stores the "
        "information as SecretString; a "
        "binary secret is in SecretBinary.",
        _secret,
        _secret_wrong,
        _check_secret,
    )
)


def _exists(client: Any) -> bool:
    try:
        client.describe_table(TableName="orders")
    except client.exceptions.ResourceNotFoundException:
        return False
    return True


def _exists_wrong(client: Any) -> bool:
    try:
        client.describe_table(TableName="orders")
    except ClientError:
        return False
    return True


def _check_exists(code: Code, aws: Any) -> None:
    try:
        found = code(aws.client)
    except aws.client.exceptions.InternalServerError:
        return
    assert found or "ResourceNotFound" in repr([call.error for call in aws.calls][-1])


add(
    Case(
        "any_error_means_missing",
        ("dynamodb.DescribeTable",),
        "Any error is taken for a missing table.",
        "ResourceNotFoundException; InternalServerError: An error occurred on the server side.",
        _exists,
        _exists_wrong,
        _check_exists,
        options={"errors": True},
    )
)


def _has_object(client: Any) -> bool:
    try:
        client.head_object(Bucket="reports", Key="a")
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            return False
        raise
    return True


def _has_object_wrong(client: Any) -> bool:
    try:
        client.head_object(Bucket="reports", Key="a")
    except client.exceptions.NoSuchKey:
        return False
    return True


def _check_has_object(code: Code, aws: Any) -> None:
    assert code(aws.client) in (True, False)


add(
    Case(
        "head_has_no_body",
        ("s3.HeadObject",),
        "A HEAD answer has no body, so no code NoSuchKey.",
        "A HEAD request has no response body, so that the error is a generic 404.",
        _has_object,
        _has_object_wrong,
        _check_has_object,
        options={"errors": True},
    )
)


def _text(client: Any) -> str | None:
    try:
        return str(client.get_object(Bucket="reports", Key="a")["ETag"])
    except (client.exceptions.NoSuchKey, client.exceptions.InvalidObjectState):
        return None


def _text_wrong(client: Any) -> str | None:
    try:
        return str(client.get_object(Bucket="reports", Key="a")["ETag"])
    except client.exceptions.NoSuchKey:
        return None


def _check_text(code: Code, aws: Any) -> None:
    code(aws.client)


add(
    Case(
        "archived_object",
        ("s3.GetObject",),
        "An object that is archived is not thought of.",
        "InvalidObjectState: Object is archived and inaccessible until restored.",
        _text,
        _text_wrong,
        _check_text,
        ("ETag",),
        {"errors": ["NoSuchKey", "InvalidObjectState"]},
    )
)


def _ready(client: Any) -> bool:
    try:
        client.get_waiter("table_exists").wait(
            TableName="orders", WaiterConfig={"Delay": 1, "MaxAttempts": 5}
        )
    except WaiterError:
        return False
    return True


def _ready_wrong(client: Any) -> bool:
    for _ in range(5):
        if client.describe_table(TableName="orders")["Table"]["TableStatus"] != "CREATING":
            return True
    return False


def _check_ready(code: Code, aws: Any) -> None:
    if code(aws.client):
        assert responses(aws, "DescribeTable")[-1]["Table"]["TableStatus"] == "ACTIVE"


add(
    Case(
        "table_not_creating",
        ("dynamodb.DescribeTable",),
        "A table that is deleted or archived is taken for ready.",
        "TableStatus: CREATING, UPDATING, DELETING, ACTIVE, INACCESSIBLE_ENCRYPTION_CREDENTIALS, "
        "ARCHIVING, ARCHIVED",
        _ready,
        _ready_wrong,
        _check_ready,
        ("Table", "Table.TableStatus"),
    )
)


def _send_retried(client: Any) -> int:
    client.send_message(
        QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/orders", MessageBody="order"
    )
    return 1


def _send_retried_wrong(client: Any) -> int:
    client.send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/123456789012/orders", MessageBody="")
    return 1


def _check_send(code: Code, aws: Any) -> None:
    assert code(aws.client) == 1


add(
    Case(
        "empty_message",
        ("sqs.SendMessage",),
        "An empty message is sent.",
        "The minimum size is one character.",
        _send_retried,
        _send_retried_wrong,
        _check_send,
    )
)


def _name_tag(client: Any) -> list[str]:
    return [
        next((tag["Value"] for tag in volume.get("Tags", []) if tag["Key"] == "Name"), "")
        for page in client.get_paginator("describe_volumes").paginate()
        for volume in page.get("Volumes", [])
    ]


def _name_tag_wrong(client: Any) -> list[str]:
    return [
        {tag["Key"]: tag["Value"] for tag in volume.get("Tags", [])}["Name"]
        for page in client.get_paginator("describe_volumes").paginate()
        for volume in page.get("Volumes", [])
    ]


def _check_name_tag(code: Code, aws: Any) -> None:
    assert len(code(aws.client)) == len(aws.expected("Volumes"))


add(
    Case(
        "volume_without_name",
        ("ec2.DescribeVolumes",),
        "Each volume is taken to have a tag Name.",
        "Tags: Any tags assigned to the volume.",
        _name_tag,
        _name_tag_wrong,
        _check_name_tag,
        ("Volumes[].Tags[].Key", "Volumes[].Tags[].Value"),
    )
)
