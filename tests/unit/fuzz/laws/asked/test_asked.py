"""What was asked for comes back, all of it, and nothing else: by a server whose list is known."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import harness
from harness.contract.paths.shape import shape_at
from harness.fuzz.laws.answers.rereads import Again, is_past, names_of_answers, words_for
from harness.fuzz.laws.asked.laws import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.wire.awsrequest import aws_response

GROUPS = [
    {"logGroupName": name, "creationTime": 1, "logGroupClass": kind}
    for name, kind in [("App", "STANDARD"), ("app", "DELIVERY"), ("apple", "STANDARD"), ("web", "DELIVERY")]
]
Select = Callable[[dict[str, Any], str], bool]


def found(selects: Select, unlimited: Select | None = None) -> list[tuple[str, str]]:
    """Hold a server to the law that has four log groups and takes those that a predicate selects.

    Another one selects where the request has no limit, if it is given.
    """
    client = law_client("logs", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        params = json.loads(request.body)
        prefix = params.get("logGroupNamePrefix", "")
        select = selects if unlimited is None or "limit" in params else unlimited
        groups = [group for group in GROUPS if select(group, prefix)]
        body = json.dumps({"logGroups": groups}).encode()
        return aws_response(request.url, 200, headers, body)

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("logs", "DescribeLogGroups"), client))
    return [(one.code, one.place) for one in law.certain() if one is not None and one.law == "asked"]


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        (lambda group, prefix: group["logGroupName"].startswith(prefix), set()),
        (lambda group, prefix: True, {("not-asked-for", "logGroupNamePrefix")}),
        (lambda group, prefix: prefix in group["logGroupName"], {("not-asked-for", "logGroupNamePrefix")}),
        (
            lambda group, prefix: group["logGroupName"].lower().startswith(prefix.lower()),
            {("not-asked-for", "logGroupNamePrefix")},
        ),
        (
            lambda group, prefix: (
                not prefix or (group["logGroupName"].startswith(prefix) and prefix != "web")
            ),
            {("lost", "logGroupNamePrefix")},
        ),
    ],
)
def test_a_prefix(selects: Select, expected: set[tuple[str, str]]) -> None:
    assert {one for one in found(selects) if one[1] == "logGroupNamePrefix"} == expected


PARAMETERS = [
    {"Name": f"/shop/{number}", "Type": kind, "label": label}
    for number, (kind, label) in enumerate([("String", "a"), ("StringList", "b"), ("SecureString", "a")])
]
VALUES = {"Type": "Type", "KeyId": "key", "Label": "label"}


def correct(one: dict[str, Any], asked: dict[str, Any]) -> bool | str:
    """Tell whether a parameter passes a filter, or what is wrong with the filter."""
    key, option = asked["Key"], asked.get("Option", "Equals")
    if key not in VALUES:
        return f"The filter key {key} is not valid."
    if option not in ("Equals", "BeginsWith"):
        return f"The filter option {option} is not valid."
    value = one.get(VALUES[key], "")
    return any(value.startswith(v) if option == "BeginsWith" else value == v for v in asked["Values"])


def filter_faults(passes: Callable[[dict[str, Any], dict[str, Any]], bool | str]) -> set[str]:
    """Hold a server to the law that has three parameters, and filters them so."""
    client = law_client("ssm", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        verdicts = [
            [passes(one, asked) for asked in json.loads(request.body).get("ParameterFilters", ())]
            for one in PARAMETERS
        ]
        wrong = [verdict for verdict in verdicts[0] if isinstance(verdict, str)]
        if wrong:
            error = {"__type": "InvalidFilterKey", "message": wrong[0]}
            return aws_response(request.url, 400, headers, json.dumps(error).encode())
        kept = [one for one, each in zip(PARAMETERS, verdicts, strict=True) if all(each)]
        shown = [{name: one[name] for name in ("Name", "Type")} for one in kept]
        return aws_response(request.url, 200, headers, json.dumps({"Parameters": shown}).encode())

    client.meta.events.register("before-send", answer)
    held = Caller(harness.contract("ssm", "GetParametersByPath"), client, {"Path": "/shop"})
    (law,) = laws_of_what_is_asked(held)
    found = [one for one in law.certain() if one is not None and one.law == "asked"]
    return {one.code for one in found if one.place == "ParameterFilters"}


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        (correct, set()),
        (lambda one, asked: True, {"not-asked-for", "ignored-filter", "ignored-option"}),
        (lambda one, asked: asked["Key"] not in VALUES or correct(one, asked), {"ignored-filter"}),
        (lambda one, asked: correct(one, {**asked, "Option": "Equals"}), {"lost", "ignored-option"}),
        (
            lambda one, asked: correct(one, {**asked, "Key": asked["Key"].replace("Label", "Tier")}),
            {"refused-filter"},
        ),
        (
            lambda one, asked: correct(one, asked) if asked["Key"] != "Type" else "Type is not ready yet.",
            {"refused-filter"},
        ),
    ],
)
def test_filters_by_name(
    passes: Callable[[dict[str, Any], dict[str, Any]], bool | str], expected: set[str]
) -> None:
    assert filter_faults(passes) == expected


def test_a_prefix_that_is_looked_for_in_another_way_without_a_limit() -> None:
    loose = found(
        lambda group, prefix: group["logGroupName"].startswith(prefix),
        lambda group, prefix: prefix in group["logGroupName"],
    )
    assert {one for one in loose if one[1] == "logGroupNamePrefix"} == {
        ("not-asked-for", "logGroupNamePrefix")
    }


def test_an_operation_without_lists_has_no_such_law() -> None:
    client = law_client("iam", "http://127.0.0.1:1")
    assert laws_of_what_is_asked(Caller(harness.contract("iam", "CreateUser"), client)) == ()


VERSIONS = [
    {
        "VersionId": "first000000000000000000000000000EXAMPLE",
        "VersionStages": ["AWSPREVIOUS"],
        "SecretString": "a",
    },
    {
        "VersionId": "last0000000000000000000000000000EXAMPLE",
        "VersionStages": ["AWSCURRENT"],
        "SecretBinary": "AAE=",
    },
]
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1b2C3"
MOMENTS = itertools.count(1_700_000_000)


def secret(params: dict[str, Any]) -> dict[str, Any] | None:
    """Return the version of a secret that is asked for; None if there is none."""
    stage = params.get("VersionStage", None if "VersionId" in params else "AWSCURRENT")
    found = (one for one in VERSIONS if params.get("VersionId") in (None, one["VersionId"]))
    if params.get("SecretId") not in ("db", ARN):
        return None
    chosen = next((one for one in found if stage is None or stage in one["VersionStages"]), None)
    return chosen and {"ARN": ARN, "Name": "db", "CreatedDate": 1_700_000_000, **chosen}


def faults_of_secrets(
    mistake: Callable[[dict[str, Any]], dict[str, Any]], is_taken: Callable[[str], bool] = lambda name: True
) -> set[tuple[str, str]]:
    """Hold a server to the law that has a secret of two versions, and tells of them so."""
    client = law_client("secretsmanager", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        params = json.loads(request.body)
        found = secret(params)
        if found is None or not is_taken(params["SecretId"]):
            error = {"__type": "ResourceNotFoundException", "Message": "There is no such version."}
            return aws_response(request.url, 400, headers, json.dumps(error).encode())
        return aws_response(request.url, 200, headers, json.dumps(mistake(found)).encode())

    client.meta.events.register("before-send", answer)
    held = Caller(harness.contract("secretsmanager", "GetSecretValue"), client, {"SecretId": "db"})
    (law,) = laws_of_what_is_asked(held)
    return {(one.code, one.place) for one in law.certain() if one is not None}


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        (lambda found: found, set()),
        (
            lambda found: {**found, "VersionId": found["VersionId"].lower()},
            {("not-found-again", "VersionId")},
        ),
        (
            lambda found: {**found, "VersionStages": ["AWSOTHER"]},
            {("not-found-again", "VersionStage")},
        ),
        (lambda found: {**found, "CreatedDate": next(MOMENTS)}, {("moves", "CreatedDate")}),
        (
            lambda found: {**found, "ARN": f"{found['ARN']}{next(MOMENTS)}"},
            {("another", "VersionId"), ("another", "VersionStage"), ("moves", "ARN")},
        ),
        # Each version is told to have the labels of all.
        (
            lambda found: {**found, "VersionStages": ["AWSCURRENT", "AWSPREVIOUS"]},
            {("another", "VersionStage")},
        ),
        # The previous version is asked for, as documentation names its stage.
        (
            lambda found: {**found, "SecretString": 1} if "SecretString" in found else found,
            {("type", "SecretString")},
        ),
    ],
)
def test_what_is_read_is_read_again(
    mistake: Callable[[dict[str, Any]], dict[str, Any]], expected: set[tuple[str, str]]
) -> None:
    assert faults_of_secrets(mistake) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (lambda now: now, {"LastChangedDate"}),  # a read is no change
        (lambda now: 1_700_000_000, set()),
        (lambda now: now - 3600, set()),  # somebody changes it all the time
    ],
)
def test_a_read_changes_nothing(changed: Callable[[float], float], expected: set[str]) -> None:
    client = law_client("secretsmanager", "http://127.0.0.1:1")
    ticks = itertools.count(0, 0.01)

    def answer(request: Any, **_: Any) -> Any:
        told = {"ARN": ARN, "Name": "db", "LastChangedDate": changed(time.time() + next(ticks))}
        return aws_response(request.url, 200, [("x-amzn-RequestId", "1")], json.dumps(told).encode())

    client.meta.events.register("before-send", answer)
    held = Caller(harness.contract("secretsmanager", "DescribeSecret"), client, {"SecretId": "db"})
    assert {one.place for one in Again(held).steps() if one is not None and one.code == "moves"} == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [(lambda number: "PENDING", {"AccountModifications[].StartTime"}), (str, set())],  # another one each time
)
def test_entries_without_names_start_when_they_started(
    state: Callable[[int], str], expected: set[str]
) -> None:
    client = law_client("workspaces", "http://127.0.0.1:1")
    numbers = itertools.count()

    def answer(request: Any, **_: Any) -> Any:
        number = next(numbers)
        told = {"ModificationState": state(number), "StartTime": time.time() + number / 100}
        body = json.dumps({"AccountModifications": [told]}).encode()
        return aws_response(request.url, 200, [("x-amzn-RequestId", "1")], body)

    client.meta.events.register("before-send", answer)
    held = Caller(harness.contract("workspaces", "DescribeAccountModifications"), client, {})
    assert {one.place for one in Again(held).steps() if one is not None and one.code == "moves"} == expected


@pytest.mark.parametrize(
    ("operation", "path", "expected"),
    [
        ("iam.GetServerCertificate", "ServerCertificate.ServerCertificateMetadata.UploadDate", True),
        ("ds.DescribeCertificate", "Certificate.RegisteredDateTime", True),
        ("iam.GetUser", "User.PasswordLastUsed", False),  # "was last used"
        ("codeguru-security.GetMetricsSummary", "metricsSummary.date", False),  # "was retrieved"
        ("cloudtrail.GetTrailStatus", "LatestDeliveryTime", False),
    ],
)
def test_what_was_done_once_was_done_then(operation: str, path: str, expected: bool) -> None:
    contract = harness.contract(*operation.split("."))
    shape = shape_at(contract.operation_model.output_shape, path)
    assert is_past(contract.operation_model, path, shape) is expected


def test_what_has_an_arn_is_found_by_it_as_well() -> None:
    found = faults_of_secrets(lambda found: found, lambda name: not name.startswith("arn:"))
    assert found == {("not-found-again", "SecretId")}


def test_words_that_documentation_has_for_a_parameter() -> None:
    operation = harness.contract("secretsmanager", "GetSecretValue").operation_model
    assert words_for(operation, "VersionStage") == ("AWSPENDING", "AWSCURRENT", "AWSPREVIOUS")
    assert words_for(operation, "VersionId")[-1:] == ("AWSCURRENT",)
    assert words_for(operation, "SecretId") == ()


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("secretsmanager.GetSecretValue", {"VersionId", "VersionStage"}),
        ("wafv2.GetWebACL", set()),  # by its ARN, or by its name
    ],
)
def test_parameters_of_which_an_answer_has_values(operation: str, expected: set[str]) -> None:
    found = names_of_answers(harness.contract(*operation.split(".")).operation_model)
    assert {name for name, _ in found} == expected


def test_an_answer_that_says_which_one_it_is_about_lists_others() -> None:
    found = list(names_of_answers(harness.contract("datazone", "GetMetadataGenerationRun").operation_model))
    assert {path for _, path in found} == {"type", "target.type"}


def test_two_bounds_of_one_time() -> None:
    client = law_client("cloudtrail", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
    times = [1763913600 - 3600 * number for number in range(4)]

    def answer(request: Any, **_: Any) -> Any:
        params = json.loads(request.body)
        start, end = params.get("StartTime", 0), params.get("EndTime", times[0])
        events = [{"EventId": str(time), "EventTime": time} for time in times if start <= time <= end]
        return aws_response(request.url, 200, headers, json.dumps({"Events": events}).encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("cloudtrail", "ListInsightsData"), client))
    told = {one.code for one in law.certain() if one is not None and one.law == "asked"}
    assert told == set()


JOBS = [
    {
        "TrainingJobName": name,
        "TrainingJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:training-job/{name.lower()}",
        "CreationTime": 1700000000 + 1000 * number,
        "TrainingJobStatus": "Completed",
        **({"LastModifiedTime": 1700000500 + 1000 * number} if number else {}),
    }
    for number, name in enumerate(["web-Shop", "my-web-1", "Orders"])
]


def of_jobs(job: dict[str, Any], asked: dict[str, Any]) -> bool:
    """Tell whether a training job is what a request asks for."""
    modified = job.get("LastModifiedTime")
    return (
        asked.get("NameContains", "") in job["TrainingJobName"]
        and "TrainingPlanArnEquals" not in asked
        and job["CreationTime"] > asked.get("CreationTimeAfter", 0)
        and job["CreationTime"] < asked.get("CreationTimeBefore", 2e9)
        and ("LastModifiedTimeAfter" not in asked or (modified or 0) > asked["LastModifiedTimeAfter"])
        and (modified or 2e9 - 1) < asked.get("LastModifiedTimeBefore", 2e9)
        and ("LastModifiedTimeBefore" not in asked or modified is not None)
        and asked.get("StatusEquals", "Completed") == job["TrainingJobStatus"]
    )


def without(asked: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in names}


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        (of_jobs, set()),
        (
            lambda job, asked: (
                of_jobs(job, without(asked, "NameContains"))
                and job["TrainingJobName"].startswith(asked.get("NameContains", ""))
            ),
            {("lost", "NameContains")},
        ),
        (
            lambda job, asked: (
                of_jobs(job, without(asked, "NameContains"))
                and asked.get("NameContains", "").lower() in job["TrainingJobName"].lower()
            ),
            {("not-asked-for", "NameContains")},
        ),
        (
            lambda job, asked: (
                of_jobs(job, without(asked, "CreationTimeBefore"))
                and job["CreationTime"] <= asked.get("CreationTimeBefore", 2e9)
            ),
            {("not-asked-for", "CreationTimeBefore")},
        ),
        (
            lambda job, asked: (
                of_jobs(job, without(asked, "LastModifiedTimeBefore"))
                and job.get("LastModifiedTime", 0) < asked.get("LastModifiedTimeBefore", 2e9)
            ),
            {("not-asked-for", "LastModifiedTimeBefore")},
        ),
        (  # compares another time, half an hour from the one that is asked for
            lambda job, asked: (
                of_jobs(job, without(asked, "LastModifiedTimeAfter"))
                and ("LastModifiedTimeAfter" not in asked or "LastModifiedTime" in job)
                and job["CreationTime"] > asked.get("LastModifiedTimeAfter", 0)
            ),
            {("lost", "LastModifiedTimeAfter")},
        ),
    ],
)
def test_parts_of_names_and_bounds_of_times(
    selects: Callable[[dict[str, Any], dict[str, Any]], bool], expected: set[tuple[str, str]]
) -> None:
    client = law_client("sagemaker", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        jobs = [job for job in JOBS if selects(job, json.loads(request.body))]
        body = json.dumps({"TrainingJobSummaries": jobs}).encode()
        return aws_response(request.url, 200, headers, body)

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("sagemaker", "ListTrainingJobs"), client))
    wrong = {(one.code, one.place) for one in law.certain() if one is not None and one.law == "asked"}
    wrong = {one for one in wrong if "+" not in one[1] and one[0] != "order"}  # it sorts nothing
    assert wrong == expected


@pytest.mark.parametrize(("fraction", "expected"), [(0, {"not-asked-for"}), (0.5, set())])
def test_a_time_that_is_shown_with_milliseconds_may_be_later(fraction: float, expected: set[str]) -> None:
    """What is created after the time that is shown may be created some microseconds after it."""
    client = law_client("sagemaker", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
    jobs = [job | {"CreationTime": job["CreationTime"] + fraction} for job in JOBS]

    def answer(request: Any, **_: Any) -> Any:
        after = json.loads(request.body).get("CreationTimeAfter", 0)
        found = [job for job in jobs if job["CreationTime"] >= after]
        return aws_response(request.url, 200, headers, json.dumps({"TrainingJobSummaries": found}).encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("sagemaker", "ListTrainingJobs"), client))
    told = [one for one in law.certain() if one is not None and one.place == "CreationTimeAfter"]
    assert {one.code for one in told} == expected


@pytest.mark.parametrize(("knows_arns", "expected"), [(True, []), (False, [("not-found-again", "GroupARN")])])
def test_what_one_of_two_parameters_finds_the_other_finds_too(
    knows_arns: bool, expected: list[tuple[str, str]]
) -> None:
    """Each is required if the other is not given."""
    client = law_client("xray", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/json"), ("x-amzn-RequestId", "1")]
    summary = {"InsightId": "1", "GroupName": "shop", "GroupARN": "arn:aws:xray:us-east-1:1:group/shop/1"}

    def answer(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body)
        if "GroupName" in asked or knows_arns:
            return aws_response(
                request.url, 200, headers, json.dumps({"InsightSummaries": [summary]}).encode()
            )
        error = {"__type": "InvalidRequestException", "message": "GroupName is required."}
        return aws_response(request.url, 400, headers, json.dumps(error).encode())

    client.meta.events.register("before-send", answer)
    held = Caller(harness.contract("xray", "GetInsightSummaries"), client, {"GroupName": "shop"})
    told = [one for one in Again(held).steps() if one is not None and one.law == "asked"]
    assert [(one.code, one.place) for one in told] == expected


def test_filters_that_are_ignored_are_told_of_by_themselves() -> None:
    """What two of them ask for together tells nothing more."""
    client = law_client("sagemaker", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
    page = {
        "NotebookInstances": [
            {
                "NotebookInstanceName": f"notebook-{number}",
                "NotebookInstanceArn": f"arn:aws:sagemaker:us-east-1:123456789012:notebook-instance/{number}",
                "NotebookInstanceStatus": ("InService", "Stopped")[number % 2],
                "CreationTime": 1700000000 + 86400 * number,
                "LastModifiedTime": 1700000500 + 86400 * number,
            }
            for number in range(4)
        ]
    }
    client.meta.events.register(
        "before-send",
        lambda request, **_: aws_response(request.url, 200, headers, json.dumps(page).encode()),
    )
    (law,) = laws_of_what_is_asked(Caller(harness.contract("sagemaker", "ListNotebookInstances"), client))
    places = {one.place for one in law.certain() if one is not None and one.law == "asked"}
    assert {"CreationTimeBefore", "CreationTimeAfter", "StatusEquals", "NameContains"} <= places
    assert not any("+" in place for place in places)


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        (
            lambda asked: (
                not {"runGroupId", "batchId"} & asked.keys() and asked.get("name", ["run-1"]) == ["run-1"]
            ),
            [],
        ),
        (lambda asked: "batchId" not in asked and asked.get("name", ["run-1"]) == ["run-1"], ["runGroupId"]),
    ],
)
def test_a_filter_by_what_entries_do_not_show_is_not_ignored(
    selects: Callable[[dict[str, list[str]]], bool], expected: list[str]
) -> None:
    client = law_client("omics", "http://127.0.0.1:1")
    run = {"id": "1", "name": "run-1", "status": "COMPLETED", "priority": 1, "storageCapacity": 1}

    def answer(request: Any, **_: Any) -> Any:
        asked = parse_qs(urlsplit(request.url).query)
        is_asked_for = selects(asked) and asked.get("name", ["run-1"]) == ["run-1"]
        body = json.dumps({"items": [run] if is_asked_for else []}).encode()
        return aws_response(request.url, 200, [("Content-Type", "application/json")], body)

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("omics", "ListRuns"), client))
    assert [
        one.place for one in law.certain() if one is not None and one.code == "ignored-filter"
    ] == expected


@pytest.mark.parametrize("ignored", [None, "affinity"])
def test_a_filter_by_a_documented_name_is_not_ignored(ignored: str | None) -> None:
    """No entry shows what it goes by."""
    client = law_client("ec2", "http://127.0.0.1:1")
    tag = "DescribeInstancesResponse"
    whole = f"<{tag}><reservationSet><item><reservationId>r-1</reservationId></item></reservationSet></{tag}>"

    def answer(request: Any, **_: Any) -> Any:
        asked = re.search(r"Filter\.1\.Name=([^&]+)", request.body)
        by = asked[1] if asked is not None else None
        is_plain = by is None and "InstanceId.1=" not in request.body
        is_there = request.body.endswith("=r-1&MaxResults=2")
        is_whole = is_plain or is_there or (by is not None and by == ignored)
        body = whole if is_whole else f"<{tag}><reservationSet/></{tag}>"
        return aws_response(request.url, 200, [("Content-Type", "text/xml")], body.encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("ec2", "DescribeInstances"), client))
    told = [one.message for one in law.certain() if one is not None and one.code == "ignored-filter"]
    assert ["affinity" in message for message in told] == [True] * (ignored is not None)


def test_a_name_that_is_kept_in_lower_case_may_be_found_in_another() -> None:
    """CreateServerlessCache says that the name is stored so, and DescribeServerlessCaches says nothing."""
    client = law_client("elasticache", "http://127.0.0.1:1")
    entries = "".join(
        f"<member><ServerlessCacheName>{name}</ServerlessCacheName></member>" for name in ("orders", "users")
    )

    def answer(request: Any, **_: Any) -> Any:
        asked = re.search(r"ServerlessCacheName=([^&]+)", request.body.decode())
        kept = [one for one in entries.split("</member>") if not asked or f">{asked[1].lower()}<" in one]
        listed = "".join(f"{one}</member>" for one in kept if one)
        body = (
            f"<DescribeServerlessCachesResponse><DescribeServerlessCachesResult><ServerlessCaches>{listed}"
            "</ServerlessCaches></DescribeServerlessCachesResult></DescribeServerlessCachesResponse>"
        )
        return aws_response(request.url, 200, [("Content-Type", "text/xml")], body.encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(
        Caller(harness.contract("elasticache", "DescribeServerlessCaches"), client)
    )
    assert [one.message for one in law.certain() if one is not None and one.law == "asked"] == []
