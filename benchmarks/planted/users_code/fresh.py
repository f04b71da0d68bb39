"""The functions of the set `fresh`, with services that the first set does not use."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from .case import Case, Code, add, responses
from .case import gives as gives_items

fresh_case = partial(Case, set="fresh")
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"
TARGETS = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/0123456789abcdef"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _pages(client: Any, operation: str, **params: Any) -> Any:
    return client.get_paginator(operation).paginate(**params)


# Lists in pages


def _executions(client: Any) -> list[Any]:
    return [
        one
        for page in _pages(client, "list_executions", stateMachineArn=MACHINE)
        for one in page["executions"]
    ]


def _sum(numbers: Iterable[float]) -> float:
    return sum(numbers)


def _hours(client: Any) -> float:
    return _sum(
        (one["stopDate"] - one["startDate"]).total_seconds() / 3600
        for one in _executions(client)
        if "stopDate" in one
    )


def _hours_wrong(client: Any) -> float:
    return _sum(
        (one["stopDate"] - one["startDate"]).total_seconds() / 3600
        for one in _executions(client)
        if one["status"] != "RUNNING"
    )


def _check_hours(code: Code, aws: Any) -> None:
    hours = code(aws.client)
    ended = [one for one in aws.expected("executions") if "stopDate" in one]
    assert hours == sum((one["stopDate"] - one["startDate"]).total_seconds() / 3600 for one in ended)


add(
    fresh_case(
        "executions_not_stopped",
        ("stepfunctions.ListExecutions",),
        "Only a running execution is taken to have no stopDate.",
        "stopDate: If the execution already ended, the date the execution stopped.",
        _hours,
        _hours_wrong,
        _check_hours,
    )
)


def _two_failed(client: Any) -> list[str]:
    found: list[str] = []
    for page in _pages(client, "list_executions", stateMachineArn=MACHINE, statusFilter="FAILED"):
        found += [one["name"] for one in page["executions"]]
        if len(found) >= 2:
            break
    return found[:2]


def _two_failed_wrong(client: Any) -> list[str]:
    found: list[str] = []
    for page in _pages(client, "list_executions", stateMachineArn=MACHINE, statusFilter="FAILED"):
        found += [one["name"] for one in page["executions"]]
        if found:
            break
    return found[:2]


def _check_two_failed(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [one["name"] for one in aws.expected("executions")][:2]


add(
    fresh_case(
        "stops_too_early",
        ("stepfunctions.ListExecutions",),
        "Reading stops at the first page that has anything, though two are wanted.",
        "maxResults: This is only an upper limit. The actual number of results returned per call might be "
        "fewer than the specified maximum.",
        _two_failed,
        _two_failed_wrong,
        _check_two_failed,
    )
)


def _values(row: Any) -> list[str | None]:
    return [cell.get("VarCharValue") for cell in row.get("Data", [])]


def _rows(client: Any) -> list[list[str | None]]:
    rows = [
        _values(row)
        for page in _pages(client, "get_query_results", QueryExecutionId="q-1")
        for row in page.get("ResultSet", {}).get("Rows", [])
    ]
    return rows[1:]


def _rows_wrong(client: Any) -> list[list[str | None]]:
    return [
        _values(row)
        for page in _pages(client, "get_query_results", QueryExecutionId="q-1")
        for row in page.get("ResultSet", {}).get("Rows", [])[1:]
    ]


def _check_rows(code: Code, aws: Any) -> None:
    rows = code(aws.client)
    assert rows == [_values(row) for row in aws.expected("ResultSet.Rows")][1:]


add(
    fresh_case(
        "header_on_each_page",
        ("athena.GetQueryResults",),
        "The first row of each page is taken for the header.",
        "Rows: The rows in the table. (Of all pages; only the first of all has the names of the columns.)",
        _rows,
        _rows_wrong,
        _check_rows,
    )
)


def _settings(client: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    more: dict[str, Any] = {}
    while True:
        page = client.get_parameters_by_path(Path="/shop", Recursive=True, **more)
        found |= {one["Name"]: one["Value"] for one in page.get("Parameters", [])}
        if not page.get("NextToken"):
            return found
        more = {"NextToken": page["NextToken"]}


def _settings_wrong(client: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    more: dict[str, Any] = {}
    while page := client.get_parameters_by_path(Path="/shop", Recursive=True, **more):
        if not page.get("Parameters"):
            break
        found |= {one["Name"]: one["Value"] for one in page["Parameters"]}
        if not page.get("NextToken"):
            break
        more = {"NextToken": page["NextToken"]}
    return found


def _check_settings(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == {one["Name"]: one["Value"] for one in aws.expected("Parameters")}


add(
    fresh_case(
        "empty_page_of_parameters",
        ("ssm.GetParametersByPath",),
        "An empty page ends the list.",
        "NextToken: The token for the next set of items to return. (Not: an empty page is the last.)",
        _settings,
        _settings_wrong,
        _check_settings,
        ("Parameters[].Name", "Parameters[].Value"),
    )
)


def _step(client: Any, state: dict[str, Any]) -> list[str]:
    """One run of a job that reads one page and remembers where it was."""
    more = {"nextToken": state["token"]} if state.get("token") else {}
    page = client.list_jobs(jobQueue="night", jobStatus="FAILED", **more)
    state["token"] = page.get("nextToken")
    state["done"] = not state["token"]
    return [job["jobId"] for job in page["jobSummaryList"]]


def _step_wrong(client: Any, state: dict[str, Any]) -> list[str]:
    more = {"nextToken": state["token"]} if state.get("token") else {}
    page = client.list_jobs(jobQueue="night", jobStatus="FAILED", **more)
    state["token"] = page.get("nextToken", state.get("token"))
    state["done"] = not page["jobSummaryList"] or not state["token"]
    return [job["jobId"] for job in page["jobSummaryList"]]


def _check_step(code: Code, aws: Any) -> None:
    state: dict[str, Any] = {}
    found: list[str] = []
    for _ in range(30):
        found += code(aws.client, state)
        if state["done"]:
            break
    assert found == [job["jobId"] for job in aws.expected("jobSummaryList")]


add(
    fresh_case(
        "cursor_kept_at_the_end",
        ("batch.ListJobs",),
        "The stored token is kept where there is no further one, so that the last page comes again.",
        "nextToken: When there are no more results to return, this value is null.",
        _step,
        _step_wrong,
        _check_step,
    )
)


def _aliases(client: Any) -> list[str]:
    names: list[str] = []
    page = client.list_aliases()
    while True:
        names += [alias["AliasName"] for alias in page.get("Aliases", [])]
        if not page.get("Truncated"):
            return names
        page = client.list_aliases(Marker=page["NextMarker"])


def _aliases_wrong(client: Any) -> list[str]:
    page = client.list_aliases(Limit=50)
    names = [alias["AliasName"] for alias in page.get("Aliases", [])]
    if page.get("Truncated"):
        page = client.list_aliases(Limit=50, Marker=page["NextMarker"])
        names += [alias["AliasName"] for alias in page.get("Aliases", [])]
    return names


add(
    fresh_case(
        "two_pages_of_aliases",
        ("kms.ListAliases",),
        "There are taken to be two pages at most.",
        "Truncated: A flag that indicates whether there are more items in the list. When this value is true, "
        "the list in this response is truncated.",
        _aliases,
        _aliases_wrong,
        gives_items("Aliases[].AliasName"),
        ("Aliases[].AliasName",),
    )
)


def _key_of_alias(client: Any) -> dict[str, str]:
    return {
        alias["AliasName"]: alias["TargetKeyId"]
        for page in _pages(client, "list_aliases")
        for alias in page.get("Aliases", [])
        if "TargetKeyId" in alias
    }


def _key_of_alias_wrong(client: Any) -> dict[str, str]:
    return {
        alias["AliasName"]: alias["TargetKeyId"]
        for page in _pages(client, "list_aliases")
        for alias in page.get("Aliases", [])
        if not alias["AliasName"].startswith("alias/aws/")
    }


def _check_key_of_alias(code: Code, aws: Any) -> None:
    found = code(aws.client)
    known = [(one["AliasName"], one.get("TargetKeyId")) for one in aws.expected("Aliases")]
    assert all((name, key) in known for name, key in found.items())


add(
    fresh_case(
        "alias_without_key",
        ("kms.ListAliases",),
        "Each alias of one's own is taken to have a key.",
        "The response might include aliases that have no TargetKeyId field.",
        _key_of_alias,
        _key_of_alias_wrong,
        _check_key_of_alias,
        ("Aliases[].AliasName",),
    )
)


def _distributions(client: Any) -> list[str]:
    pages = _pages(client, "list_distributions")
    return [one["Id"] for page in pages for one in page["DistributionList"].get("Items", [])]


def _distributions_wrong(client: Any) -> list[str]:
    pages = _pages(client, "list_distributions")
    return [one["Id"] for page in pages for one in page["DistributionList"]["Items"]]


add(
    fresh_case(
        "no_distributions",
        ("cloudfront.ListDistributions",),
        "Items is taken for granted.",
        "Items: A complex type that contains one DistributionSummary element for each distribution. It is "
        "not among the required members.",
        _distributions,
        _distributions_wrong,
        gives_items("DistributionList.Items[].Id"),
        ("DistributionList",),
    )
)


def _apis(client: Any) -> dict[str, str]:
    return {
        api["id"]: api.get("name", "")
        for page in _pages(client, "get_rest_apis")
        for api in page.get("items", [])
    }


def _apis_wrong(client: Any) -> dict[str, str]:
    return {api["id"]: api.get("name", "") for api in client.get_rest_apis(limit=500).get("items", [])}


def _check_apis(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert set(found) == set(aws.expected("items[].id"))


add(
    fresh_case(
        "apis_at_once",
        ("apigateway.GetRestApis",),
        "500 APIs are asked for, and no further page.",
        "position: The current pagination position in the paged result set.",
        _apis,
        _apis_wrong,
        _check_apis,
        ("items[].id",),
    )
)

# What lists have in them


def _tags(client: Any) -> list[str]:
    return [
        (image.get("imageTags") or [image["imageDigest"]])[0]
        for page in _pages(client, "describe_images", repositoryName="shop")
        for image in page.get("imageDetails", [])
    ]


def _tags_wrong(client: Any) -> list[str]:
    return [
        image.get("imageTags", [image["imageDigest"]])[0]
        for page in _pages(client, "describe_images", repositoryName="shop")
        for image in page.get("imageDetails", [])
    ]


def _check_tags(code: Code, aws: Any) -> None:
    found = code(aws.client)
    images = aws.expected("imageDetails")
    assert found == [(image.get("imageTags") or [image["imageDigest"]])[0] for image in images]


add(
    fresh_case(
        "empty_list_of_tags",
        ("ecr.DescribeImages",),
        "An empty list of tags is not thought of.",
        "imageTags: The list of tags associated with this image.",
        _tags,
        _tags_wrong,
        _check_tags,
        ("imageDetails[].imageDigest",),
    )
)


def _expiring(client: Any) -> list[str]:
    found = [
        one
        for page in _pages(client, "list_certificates")
        for one in page.get("CertificateSummaryList", [])
        if "NotAfter" in one
    ]
    return [one["CertificateArn"] for one in sorted(found, key=lambda one: one["NotAfter"])]


def _expiring_wrong(client: Any) -> list[str]:
    found = [
        one
        for page in _pages(client, "list_certificates")
        for one in page.get("CertificateSummaryList", [])
        if "NotAfter" in one
    ]
    # As text, which begins with the day.
    return [
        one["CertificateArn"] for one in sorted(found, key=lambda one: one["NotAfter"].strftime("%d.%m.%Y"))
    ]


def _check_expiring(code: Code, aws: Any) -> None:
    found = code(aws.client)
    times = {
        one["CertificateArn"]: one["NotAfter"]
        for one in aws.expected("CertificateSummaryList")
        if "NotAfter" in one
    }
    if len(set(found)) == len(found):
        assert [times[arn] for arn in found] == sorted(times.values())


add(
    fresh_case(
        "sorted_as_text",
        ("acm.ListCertificates",),
        "Times are sorted as text that begins with the day.",
        "NotAfter: The time after which the certificate is not valid.",
        _expiring,
        _expiring_wrong,
        _check_expiring,
        ("CertificateSummaryList[].CertificateArn", "CertificateSummaryList[].NotAfter"),
    )
)


def _expired(client: Any) -> list[str]:
    return [
        one["CertificateArn"]
        for page in _pages(client, "list_certificates")
        for one in page.get("CertificateSummaryList", [])
        if one.get("NotAfter") and one["NotAfter"] < NOW
    ]


def _expired_wrong(client: Any) -> list[str]:
    return [
        one["CertificateArn"]
        for page in _pages(client, "list_certificates")
        for one in page.get("CertificateSummaryList", [])
        if one.get("NotAfter") and one["NotAfter"] < NOW.replace(tzinfo=None)
    ]


def _check_expired(code: Code, aws: Any) -> None:
    found = code(aws.client)
    everything = aws.expected("CertificateSummaryList")
    assert found == [
        one["CertificateArn"] for one in everything if "NotAfter" in one and one["NotAfter"] < NOW
    ]


add(
    fresh_case(
        "certificates_without_zone",
        ("acm.ListCertificates",),
        "A time with a zone is compared with one without.",
        "NotAfter: type timestamp",
        _expired,
        _expired_wrong,
        _check_expired,
        ("CertificateSummaryList[].CertificateArn",),
    )
)


def _mail(client: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in _pages(client, "list_users", UserPoolId="us-east-1_abcdefghi"):
        for user in page.get("Users", []):
            attributes = {one["Name"]: one.get("Value", "") for one in user.get("Attributes", [])}
            if "email" in attributes:
                found[user["Username"]] = attributes["email"]
    return found


def _mail_wrong(client: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in _pages(client, "list_users", UserPoolId="us-east-1_abcdefghi"):
        for user in page.get("Users", []):
            attributes = {one["Name"]: one.get("Value", "") for one in user["Attributes"]}
            if "email" in attributes:
                found[user["Username"]] = attributes["email"]
    return found


def _check_mail(code: Code, aws: Any) -> None:
    assert set(code(aws.client)) <= {user["Username"] for user in aws.expected("Users")}


add(
    fresh_case(
        "users_without_attributes",
        ("cognito-idp.ListUsers",),
        "Each user is taken to have Attributes.",
        "UserType requires no member.",
        _mail,
        _mail_wrong,
        _check_mail,
        ("Users[].Username",),
    )
)


def _accounts(client: Any) -> dict[str, str]:
    return {
        one["Id"]: one["Name"] for page in _pages(client, "list_accounts") for one in page.get("Accounts", [])
    }


def _accounts_wrong(client: Any) -> dict[str, str]:
    named = {
        one["Name"]: one["Id"] for page in _pages(client, "list_accounts") for one in page.get("Accounts", [])
    }
    return {number: name for name, number in named.items()}


def _check_accounts(code: Code, aws: Any) -> None:
    assert set(code(aws.client)) == set(aws.expected("Accounts[].Id"))


add(
    fresh_case(
        "accounts_by_name",
        ("organizations.ListAccounts",),
        "Accounts with the same name are taken for one.",
        "Id: The unique identifier (ID) of the account. Name: The friendly name of the account.",
        _accounts,
        _accounts_wrong,
        _check_accounts,
        ("Accounts[].Id", "Accounts[].Name"),
    )
)


def _labels(client: Any) -> bytes:
    lines = [
        f"{one['FileSystemId']};{one.get('Name', '')}\n"
        for page in _pages(client, "describe_file_systems")
        for one in page.get("FileSystems", [])
    ]
    return "".join(lines).encode()


def _labels_wrong(client: Any) -> bytes:
    lines = [
        f"{one['FileSystemId']};{one.get('Name', '')}\n"
        for page in _pages(client, "describe_file_systems")
        for one in page.get("FileSystems", [])
    ]
    return "".join(lines).encode("latin-1")


def _check_labels(code: Code, aws: Any) -> None:
    written = code(aws.client)
    assert all(one["FileSystemId"].encode() in written for one in aws.expected("FileSystems"))


add(
    fresh_case(
        "names_in_latin_1",
        ("efs.DescribeFileSystems",),
        "Names are written in Latin-1.",
        "Name: type string, without a pattern that leaves letters out",
        _labels,
        _labels_wrong,
        _check_labels,
        ("FileSystems[].Name",),
    )
)


def _owners(client: Any) -> list[str]:
    return [
        one["ResourceARN"]
        for page in _pages(client, "get_resources")
        for one in page.get("ResourceTagMappingList", [])
        if any(tag["Key"] == "Owner" for tag in one.get("Tags", []))
    ]


def _owners_wrong(client: Any) -> list[str]:
    return [
        one["ResourceARN"]
        for page in _pages(client, "get_resources")
        for one in page.get("ResourceTagMappingList", [])
        if any(tag["Key"].upper() == "OWNER" for tag in one.get("Tags", []))
    ]


def _check_owners(code: Code, aws: Any) -> None:
    found = code(aws.client)
    assert found == [
        one["ResourceARN"]
        for one in aws.expected("ResourceTagMappingList")
        if "Owner" in [tag["Key"] for tag in one.get("Tags", [])]
    ]


add(
    fresh_case(
        "tags_any_case",
        ("resourcegroupstaggingapi.GetResources",),
        "Keys of tags are compared without case.",
        "Key: One part of a key-value pair that makes up a tag. Owner and owner are two keys.",
        _owners,
        _owners_wrong,
        _check_owners,
        ("ResourceTagMappingList[].ResourceARN",),
    )
)


def _healthy(client: Any) -> set[str]:
    found = client.describe_target_health(TargetGroupArn=TARGETS).get("TargetHealthDescriptions", [])
    return {one["Target"]["Id"] for one in found if one["TargetHealth"]["State"] == "healthy"}


def _healthy_wrong(client: Any) -> set[str]:
    found = client.describe_target_health(TargetGroupArn=TARGETS).get("TargetHealthDescriptions", [])
    return {one["Target"]["Id"] for one in found if one["TargetHealth"]["State"] != "unhealthy"}


def _check_healthy(code: Code, aws: Any) -> None:
    found = code(aws.client)
    everything = responses(aws, "DescribeTargetHealth")[-1].get("TargetHealthDescriptions", [])
    assert found == {one["Target"]["Id"] for one in everything if one["TargetHealth"]["State"] == "healthy"}


HEALTH = "TargetHealthDescriptions[]"
add(
    fresh_case(
        "not_unhealthy_is_not_healthy",
        ("elbv2.DescribeTargetHealth",),
        "A target that is draining or not used counts as healthy.",
        "State: initial, healthy, unhealthy, unhealthy.draining, unused, draining, unavailable",
        _healthy,
        _healthy_wrong,
        _check_healthy,
        (f"{HEALTH}.Target", f"{HEALTH}.TargetHealth", f"{HEALTH}.TargetHealth.State"),
    )
)


def _missing(client: Any) -> dict[str, int]:
    return {
        group["AutoScalingGroupName"]: group["DesiredCapacity"] - len(group.get("Instances", []))
        for page in _pages(client, "describe_auto_scaling_groups")
        for group in page["AutoScalingGroups"]
    }


def _missing_wrong(client: Any) -> dict[str, int]:
    return {
        group["AutoScalingGroupName"]: group["DesiredCapacity"] - len(group["Instances"])
        for page in _pages(client, "describe_auto_scaling_groups")
        for group in page["AutoScalingGroups"]
    }


def _check_missing(code: Code, aws: Any) -> None:
    assert set(code(aws.client)) == set(aws.expected("AutoScalingGroups[].AutoScalingGroupName"))


add(
    fresh_case(
        "group_without_instances",
        ("autoscaling.DescribeAutoScalingGroups",),
        "Each group is taken to have Instances.",
        "Instances: The EC2 instances associated with the group; not required.",
        _missing,
        _missing_wrong,
        _check_missing,
    )
)


def _reasons(client: Any) -> list[str]:
    return [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
        for page in _pages(client, "describe_stack_events", StackName="shop")
        for event in page.get("StackEvents", [])
        if event.get("ResourceStatus", "").endswith("_FAILED")
    ]


def _reasons_wrong(client: Any) -> list[str]:
    return [
        f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for page in _pages(client, "describe_stack_events", StackName="shop")
        for event in page.get("StackEvents", [])
        if event.get("ResourceStatus", "").endswith("_FAILED")
    ]


def _check_reasons(code: Code, aws: Any) -> None:
    reasons = code(aws.client)
    failed = [one for one in aws.expected("StackEvents") if one.get("ResourceStatus", "").endswith("_FAILED")]
    assert len(reasons) == len(failed)


add(
    fresh_case(
        "failure_without_reason",
        ("cloudformation.DescribeStackEvents",),
        "Each failure is taken to have a reason.",
        "ResourceStatusReason: Success/failure message associated with the resource; not required.",
        _reasons,
        _reasons_wrong,
        _check_reasons,
        ("StackEvents[].LogicalResourceId", "StackEvents[].ResourceStatus"),
    )
)

# Batches

EVENTS = [
    {"Source": "shop", "DetailType": "order", "Detail": json.dumps({"number": number})} for number in range(4)
]


def _unsent(client: Any) -> list[Any]:
    answer = client.put_events(Entries=EVENTS)
    return [
        event for event, one in zip(EVENTS, answer.get("Entries", []), strict=False) if "ErrorCode" in one
    ]


def _unsent_wrong(client: Any) -> list[Any]:
    answer = client.put_events(Entries=EVENTS)
    return EVENTS[: answer.get("FailedEntryCount", 0)]


def _check_unsent(code: Code, aws: Any) -> None:
    found = code(aws.client)
    results = responses(aws, "PutEvents")[-1].get("Entries", [])
    assert found == [EVENTS[at] for at, one in enumerate(results) if "ErrorCode" in one]


add(
    fresh_case(
        "first_events_failed",
        ("events.PutEvents",),
        "The events that failed are taken to be the first.",
        "For each record, the index of the response element is the same as the index in the request array.",
        _unsent,
        _unsent_wrong,
        _check_unsent,
        ("Entries",),
    )
)

RECORDS = [{"Data": f"order {number}".encode()} for number in range(5)]


def _deliver(client: Any) -> bool:
    records = RECORDS
    for _ in range(10):
        answer = client.put_record_batch(DeliveryStreamName="orders", Records=records)
        results = zip(records, answer["RequestResponses"], strict=True)
        records = [record for record, one in results if "ErrorCode" in one]
        if not records:
            return True
    return False


def _deliver_wrong(client: Any) -> bool:
    for _ in range(10):
        answer = client.put_record_batch(DeliveryStreamName="orders", Records=RECORDS)
        if not answer["FailedPutCount"]:
            return True
    return False


def _check_deliver(code: Code, aws: Any) -> None:
    code(aws.client)
    delivered: list[bytes] = []
    for call in aws.calls:
        if call.response is None:
            continue
        for record, one in zip(call.params["Records"], call.response["RequestResponses"], strict=True):
            if "ErrorCode" not in one:
                delivered.append(record["Data"])
    assert len(delivered) == len(set(delivered))


add(
    fresh_case(
        "all_records_again",
        ("firehose.PutRecordBatch",),
        "All records are sent again if one of them failed.",
        "If FailedPutCount is greater than 0, retry the request, resending only those records that might "
        "have failed processing.",
        _deliver,
        _deliver_wrong,
        _check_deliver,
    )
)

# Errors, states and waiters


def _mailed(client: Any) -> str:
    content = {"Simple": {"Subject": {"Data": "Order"}, "Body": {"Text": {"Data": "Thank you."}}}}
    try:
        client.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["you@example.com"]},
            Content=content,
        )
    except client.exceptions.MessageRejected:
        return "never"
    except client.exceptions.TooManyRequestsException:
        return "later"
    return "sent"


def _mailed_wrong(client: Any) -> str:
    content = {"Simple": {"Subject": {"Data": "Order"}, "Body": {"Text": {"Data": "Thank you."}}}}
    try:
        client.send_email(
            FromEmailAddress="shop@example.com",
            Destination={"ToAddresses": ["you@example.com"]},
            Content=content,
        )
    except ClientError as error:
        return "never" if error.response["Error"]["Code"] == "MessageRejectedException" else "later"
    return "sent"


def _check_mailed(code: Code, aws: Any) -> None:
    outcome = code(aws.client)
    assert (outcome == "never") == ("MessageRejected" in repr([call.error for call in aws.calls][-1]))


add(
    fresh_case(
        "code_with_exception",
        ("sesv2.SendEmail",),
        "A code is taken to end with Exception, as the others do.",
        "MessageRejected: The message can't be sent because it contains invalid content.",
        _mailed,
        _mailed_wrong,
        _check_mailed,
        options={"errors": ["MessageRejected", "TooManyRequestsException"]},
    )
)


def _finished(client: Any) -> str:
    for _ in range(8):
        query = client.get_query_execution(QueryExecutionId="q-1")["QueryExecution"]
        state = str(query["Status"]["State"])
        if state in ("SUCCEEDED", "FAILED", "CANCELLED"):
            return state
    return "unknown"


def _finished_wrong(client: Any) -> str:
    for _ in range(8):
        query = client.get_query_execution(QueryExecutionId="q-1")["QueryExecution"]
        state = str(query["Status"]["State"])
        if state != "RUNNING":
            return state
    return "unknown"


def _check_finished(code: Code, aws: Any) -> None:
    assert code(aws.client) in ("SUCCEEDED", "FAILED", "CANCELLED", "unknown")


QUERY = ("QueryExecution", "QueryExecution.Status", "QueryExecution.Status.State")
add(
    fresh_case(
        "queued_is_not_finished",
        ("athena.GetQueryExecution",),
        "A query that waits for its turn is taken for finished.",
        "QUEUED indicates that the query has been submitted to the service, and Athena will execute the "
        "query as soon as resources are available.",
        _finished,
        _finished_wrong,
        _check_finished,
        QUERY,
    )
)


def _endpoint(client: Any) -> str | None:
    try:
        client.get_waiter("cluster_active").wait(name="shop", WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    except WaiterError:
        return None
    endpoint = client.describe_cluster(name="shop")["cluster"].get("endpoint")
    return None if endpoint is None else str(endpoint)


def _endpoint_wrong(client: Any) -> str | None:
    client.get_waiter("cluster_active").wait(name="shop", WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    endpoint = client.describe_cluster(name="shop")["cluster"]["endpoint"]
    return str(endpoint)


def _check_endpoint(code: Code, aws: Any) -> None:
    try:
        found = code(aws.client)
    except WaiterError:
        return
    last = responses(aws, "DescribeCluster")[-1]["cluster"]
    assert found is None or found == last.get("endpoint")


add(
    fresh_case(
        "cluster_without_endpoint",
        ("eks.DescribeCluster",),
        "A cluster is taken to have an endpoint.",
        "endpoint: The endpoint for your Kubernetes API server; not required.",
        _endpoint,
        _endpoint_wrong,
        _check_endpoint,
        ("cluster", "cluster.status"),
    )
)
