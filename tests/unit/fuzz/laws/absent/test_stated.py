"""What documentation says is refused: what does not exist is answered as nothing, and as no other thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.absent.names import (
    absent_codes,
    names_asked,
    names_beside,
    of_kind,
    other_names,
)
from harness.fuzz.laws.absent.stated import laws_of_what_is_stated
from harness.fuzz.laws.caller import LAW_CONFIG, Caller, law_client
from harness.fuzz.laws.requests.constraints import laws_of_constraints
from harness.synth import SyntheticService
from harness.synth.client import attach, plain_client
from harness.synth.world.world import World
from harness.wire.awsrequest import aws_response

HEADERS = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
NAME = "/shop/api"
ABSENT = 400, {"__type": "ResourceNotFoundException", "message": "The specified log group does not exist."}
INVALID = 400, {"__type": "InvalidParameterException", "message": "There is no such group."}
FAILED = 500, {"__type": "InternalFailure", "message": "KeyError"}
STREAM = {
    "logStreamName": "one",
    "creationTime": 1_700_000_000_000,
    "arn": "arn:aws:logs:us-east-1:123456789012:log-group:orders:log-stream:one",
}
OTHER = STREAM | {"logStreamName": "log-stream-2", "arn": f"{STREAM['arn']}-2"}
THERE = 200, {"logStreams": [STREAM, OTHER]}
Answer = tuple[int, dict[str, Any]]


def found(answer: Callable[[str | None], Answer]) -> list[str]:
    """Hold a server of log streams, which answers by the name of the log group, to the law."""

    def server(request: Any, **_: Any) -> Any:
        is_own = request.headers["X-Amz-Target"].endswith(b".DescribeLogStreams")
        status, body = answer(json.loads(request.body).get("logGroupName")) if is_own else INVALID
        return aws_response(request.url, status, HEADERS, json.dumps(body).encode())

    client = law_client("logs", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    contract = harness.contract("logs", "DescribeLogStreams")
    (law,) = laws_of_what_is_stated(Caller(contract, client, {"logGroupName": NAME}))
    return [one.message for one in law.certain() if one is not None]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ABSENT, ""),
        ((200, {"logStreams": []}), "was answered with an empty list."),
        (THERE, 'was answered as "/shop/api" is.'),
        (INVALID, "was by InvalidParameterException."),
        (FAILED, "the server failed with status 500."),
    ],
)
def test_a_name_of_nothing_is_refused(answer: Answer, expected: str) -> None:
    messages = found(lambda name: THERE if name in (NAME, None) else answer)
    start = (
        'With logGroupName "/shop/ncv", which names nothing, a request must be refused by '
        "ResourceNotFoundException, but "
    )
    assert messages[:1] == ([start + expected] if expected else [])


@pytest.mark.parametrize(
    ("finds", "nearly"),
    [
        (lambda name: name.startswith(NAME[:-1]), ["/shop/ap", "/shop/apiv"]),
        (lambda name: name.startswith(NAME), ["/shop/apiv"]),
        (lambda name: name.lower() == NAME, ["/SHOP/API"]),
    ],
)
def test_what_is_nearly_a_name_names_nothing(finds: Callable[[str], bool], nearly: list[str]) -> None:
    messages = found(lambda name: THERE if name is None or finds(name) else ABSENT)
    assert messages == [f'logGroupName "{one}" must not be taken for "/shop/api".' for one in nearly]


def test_a_server_does_not_fail_without_what_may_be_left_out() -> None:
    (message,) = found(lambda name: FAILED if name is None else THERE if name == NAME else ABSENT)
    assert message.startswith("Without logGroupName a request must be answered, or refused")


VOLUMES = {
    f"fsvol-{number * 17}": {
        "CreationTime": 1,
        "VolumeId": f"fsvol-{number * 17}",
        "Name": f"orders-{number}",
    }
    for number in "12"
}
NO_VOLUME = 400, {"__type": "VolumeNotFound", "Message": "There is no such volume."}
BAD_REQUEST = 400, {"__type": "BadRequest", "Message": "There is no such volume."}
OF_OTHERS = 400, {"__type": "ResourceNotFoundException", "Message": "There is no such volume."}


def found_of_volumes(answer: Callable[[list[str], list[str]], Answer]) -> list[str]:
    """Hold a server of volumes to the law, which answers by the ids that are there and those that are not."""

    def server(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body).get("VolumeIds") or list(VOLUMES)
        if not request.headers["X-Amz-Target"].endswith(b".DescribeVolumes"):
            status, body = BAD_REQUEST
        else:
            status, body = answer([one for one in asked if one in VOLUMES], [*{*asked} - {*VOLUMES}])
        return aws_response(request.url, status, HEADERS, json.dumps(body).encode())

    client = law_client("fsx", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_stated(Caller(harness.contract("fsx", "DescribeVolumes"), client))
    return [
        one.message.rpartition(", but ")[2]
        for one in law.certain()
        if one is not None
        if "VolumeIds" in one.message
    ]


def volumes(there: list[str]) -> Answer:
    return 200, {"Volumes": [VOLUMES[one] for one in there]}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda there, absent: NO_VOLUME if absent else volumes(there), []),
        (lambda there, absent: volumes(there), ["was answered with an empty list."]),
        (lambda there, absent: volumes(there) if there else NO_VOLUME, ["was answered."]),
        (lambda there, absent: BAD_REQUEST if absent else volumes(there), ["was by BadRequest."]),
        (
            lambda there, absent: OF_OTHERS if absent else volumes(there),
            ["was by ResourceNotFoundException."],
        ),
    ],
)
def test_a_list_is_asked_for_names_of_nothing(answer: Any, expected: list[str]) -> None:
    assert found_of_volumes(answer) == expected


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("orders", "beqref"),
        ("arn:aws:states:us-east-1:123456789012:stateMachine:orders", "stateMachine:beqref"),
        ("ra-0a1b2c3d4e5f6", "ra-0d6e7f8a9b0c1"),
        ("/shop", "/fubc"),
    ],
)
def test_another_name_is_of_the_same_form(value: str, other: str) -> None:
    assert next(other_names(value)).endswith(other)


def test_arns_beside_one_are_of_another_account_region_and_type() -> None:
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"
    beside = [one for one in names_beside(arn) if one.startswith("arn:") and one.endswith(":orders")]
    assert beside == [
        "arn:aws:states:us-east-1:678901234567:stateMachine:orders",
        "arn:aws:states:us-west-2:123456789012:stateMachine:orders",
        "arn:aws:states:us-east-1:123456789012:fgngrZnpuvar:orders",
    ]
    assert not [one for one in names_beside("arn:aws:s3:::reports") if one.endswith(":reports")]


BUDGET = {"BudgetName": "Monthly costs, EC2", "Notifications": [{"NotificationType": "ACTUAL"}]}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            lambda _: True,
            ['With AccountId "678901234567", which is another account'],
        ),
        (lambda account: account == "123456789012", []),
    ],
)
def test_what_an_account_has_is_not_shown_to_another(
    answers: Callable[[str], bool], expected: list[str]
) -> None:
    def server(request: Any, **_: Any) -> Any:
        is_own = request.headers["X-Amz-Target"].endswith(b".DescribeBudgetNotificationsForAccount")
        is_there = is_own and answers(json.loads(request.body).get("AccountId"))
        told = {"BudgetNotificationsForAccount": [BUDGET, BUDGET | {"BudgetName": "All of S3, by month"}]}
        status, body = (
            (200, told) if is_there else (400, {"__type": "AccessDeniedException", "Message": "No."})
        )
        return aws_response(request.url, status, HEADERS, json.dumps(body).encode())

    client = law_client("budgets", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    contract = harness.contract("budgets", "DescribeBudgetNotificationsForAccount")
    (law,) = laws_of_what_is_stated(Caller(contract, client, {"AccountId": "123456789012"}))
    told = [one.message for one in law.certain() if one is not None and one.code == "absent"]
    assert [
        message.partition(", a request must be refused, but was answered as")[0] for message in told
    ] == expected


def test_a_list_is_asked_for_the_name_of_nothing_that_one_entry_has() -> None:
    service = SyntheticService(state=World(seeded=2))
    client = attach(plain_client("elasticache", "us-east-1", LAW_CONFIG), service)
    contract = harness.contract("elasticache", "DescribeCacheParameterGroups")

    def found() -> list[str]:
        (law,) = laws_of_what_is_stated(Caller(contract, client))
        return [one.message.rpartition(", but ")[2] for one in law.certain() if one is not None]

    assert found() == []
    service.override("elasticache.DescribeCacheParameterGroups", _nothing_for_others)
    assert found() == ["was answered with an empty list."]


def _nothing_for_others(params: dict[str, Any]) -> dict[str, Any]:
    """Answer with an empty list where documentation has an error."""
    name = params.get("CacheParameterGroupName", "orders")
    return {"CacheParameterGroups": [{"CacheParameterGroupName": name}] if name == "orders" else []}


@pytest.mark.parametrize(
    ("absent", "expected"),
    [
        ((200, {"builds": [], "buildsNotFound": ["one"]}), []),
        ((200, {"builds": []}), ["nothing was."]),
        ((400, {"__type": "BuildNotFoundException"}), ["the request was refused by BuildNotFoundException."]),
        ((400, {"__type": "InvalidInputException"}), []),
    ],
)
def test_what_is_not_there_is_told_apart(absent: Answer, expected: list[str]) -> None:
    def server(request: Any, **_: Any) -> Any:
        return aws_response(request.url, absent[0], HEADERS, json.dumps(absent[1]).encode())

    client = law_client("codebuild", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_stated(Caller(harness.contract("codebuild", "BatchGetBuilds"), client))
    found = [one.message for one in law.certain() if one is not None and one.code == "left-out"]
    assert [one.rpartition(", but ")[2] for one in found] == expected
    assert all(one.startswith("buildsNotFound must tell of ") for one in found)


def test_what_only_chooses_from_a_list_has_an_error_of_its_own() -> None:
    def codes(operation: str, name: str) -> dict[str, tuple[str, ...]]:
        return absent_codes(harness.contract(*operation.split(".")).operation_model, [name], [name])

    assert codes("elbv2.DescribeLoadBalancers", "Names") == {"Names": ("LoadBalancerNotFound",)}
    assert codes("frauddetector.GetOutcomes", "name") == {"name": ("ResourceNotFoundException",)}
    assert codes("route53resolver.ListOutpostResolvers", "OutpostArn") == {}  # it filters
    assert codes("route53profiles.ListProfileAssociations", "ResourceId") == {}
    # "returns an empty list rather than a ResourceNotFoundException error"
    assert codes("imagebuilder.ListComponentBuildVersions", "componentVersionArn") == {}


@pytest.mark.parametrize(
    ("operation", "names", "codes"),
    [
        ("stepfunctions.ListExecutions", ["stateMachineArn"], ["StateMachineDoesNotExist"]),
        ("glacier.GetJobOutput", ["vaultName", "jobId"], ["ResourceNotFoundException"] * 2),
        ("codecommit.GetCommit", ["repositoryName"], ["RepositoryDoesNotExistException"]),
        ("s3.ListParts", ["Bucket", "UploadId"], ["NoSuchBucket", "NoSuchUpload"]),
        ("ec2.DescribeImageAttribute", ["ImageId"], []),
        ("rds.DescribeOrderableDBInstanceOptions", ["Engine"], []),  # not CustomDBEngineVersionNotFoundFault
        ("rds.DescribeDBClusterBacktracks", ["DBClusterIdentifier"], ["DBClusterNotFoundFault"]),
        ("cloudtrail.GetQueryResults", ["QueryId"], ["QueryIdNotFoundException"]),
    ],
)
def test_an_error_says_that_a_name_names_nothing(operation: str, names: list[str], codes: list[str]) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    assert list(absent_codes(model, names).values()) == [(code,) for code in codes]


@pytest.mark.parametrize(
    ("operation", "params", "codes"),
    [
        (
            "route53.ListTagsForResource",
            {"ResourceType": "healthcheck", "ResourceId": "0a1b"},
            ["NoSuchHealthCheck"],
        ),
        (
            "route53.ListTagsForResource",
            {"ResourceType": "hostedzone", "ResourceId": "Z1D633PJN98FT9"},
            ["NoSuchHostedZone"],
        ),
        ("efs.ListTagsForResource", {"ResourceId": "fs-0a1b"}, ["FileSystemNotFound", "AccessPointNotFound"]),
        (
            "elbv2.DescribeTags",
            {"ResourceArns": "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/0a1b"},
            ["TargetGroupNotFound"],
        ),
        (
            "timestream-query.ListTagsForResource",
            {"ResourceARN": "arn:aws:timestream:us-east-1:123456789012:scheduled-query/hourly-0a1b"},
            ["ResourceNotFoundException"],
        ),
        (
            "route53profiles.ListProfileResourceAssociations",
            {"ResourceArn": "arn:aws:route53profiles:us-east-1:123456789012:profile/rp-0a1b"},
            [],
        ),
        ("ecs.ListTagsForResource", {"resourceArn": "arn:aws:ecs:us-east-1:123456789012:task/a/0a1b"}, []),
        ("cloudfront.GetDistributionConfig", {"Id": "EDFDVBD6EXAMPLE"}, ["NoSuchDistribution"]),
        ("wafv2.GetWebACL", {"Id": "0a1b"}, ["WAFNonexistentItemException"]),
        ("lambda.GetDurableExecutionState", {"DurableExecutionArn": "arn:aws:lambda:x"}, []),
    ],
)
def test_of_several_errors_a_request_chooses_by_what_it_asks_for(
    operation: str, params: dict[str, str], codes: list[str]
) -> None:
    model = harness.contract(*operation.split(".")).operation_model
    name = list(params)[-1]
    every = absent_codes(model, [name]).get(name, ())
    assert list(of_kind(every, model, params, name)) == codes


@pytest.mark.parametrize(
    ("refused", "expected"), [("true", []), ("false", ["With DryRun false"]), ("", ["With DryRun true"])]
)
def test_a_dry_run_is_one_if_it_is_asked_for(refused: str, expected: list[str]) -> None:
    headers = [("Content-Type", "text/xml"), ("x-amzn-RequestId", "1")]
    error = "<Errors><Error><Code>DryRunOperation</Code><Message>It would succeed.</Message></Error></Errors>"
    result = "<volumeSet/><requestId>1</requestId>"

    def server(request: Any, **_: Any) -> Any:
        asked = f"DryRun={refused or 'nothing'}" in str(request.body)
        if asked or (refused == "false" and "DryRun=true" in str(request.body)):
            return aws_response(request.url, 412, headers, f"<Response>{error}</Response>".encode())
        return aws_response(request.url, 200, headers, f"<R>{result}</R>".encode())

    client = law_client("ec2", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_stated(Caller(harness.contract("ec2", "DescribeVolumes"), client))
    told = [one.message for one in law.certain() if one is not None and "DryRun" in one.message]
    assert [message.partition(" a request")[0] for message in told] == expected


RUN = {"workflowId": "order-4711", "runId": "22CxZ1pTbY0k-9f3"}
UNKNOWN_RUN = 400, {"__type": "UnknownResourceFault", "message": f"Unknown execution: {RUN['runId']}"}
INVALID_RUN = 400, {"__type": "ValidationException", "message": "execution.runId is missing"}
TOLD = [
    {"eventTimestamp": 1_700_000_000 + number, "eventType": "MarkerRecorded", "eventId": number}
    for number in range(1, 5)
]


@pytest.mark.parametrize(
    ("is_looked_up", "expected"),
    [(True, set()), (False, {"execution.runId"})],
)
def test_a_name_of_nothing_in_a_structure_is_refused(is_looked_up: bool, expected: set[str]) -> None:
    def server(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body).get("execution", {})
        is_there = asked == RUN or (asked.get("workflowId") == RUN["workflowId"] and not is_looked_up)
        is_own = request.headers["X-Amz-Target"].endswith(b".GetWorkflowExecutionHistory")
        status, body = (200, {"events": TOLD}) if is_there and is_own else UNKNOWN_RUN
        return aws_response(request.url, status, HEADERS, json.dumps(body).encode())

    client = law_client("swf", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    contract = harness.contract("swf", "GetWorkflowExecutionHistory")
    (law,) = laws_of_what_is_stated(Caller(contract, client, {"domain": "Shop", "execution": RUN}))
    places = {one.place for one in law.certain() if one is not None and one.code == "absent"}
    assert {place for place in places if "." in place} == expected


@pytest.mark.parametrize(("is_needed", "expected"), [(True, set()), (False, {"execution.runId"})])
def test_what_a_given_structure_needs_is_left_out_of_it(is_needed: bool, expected: set[str]) -> None:
    """A structure that was made up names nothing, so its refusal would say nothing of what it lacks."""

    def server(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body).get("execution", {})
        if asked.get("workflowId") != RUN["workflowId"]:
            status, body = UNKNOWN_RUN
        elif is_needed and asked.get("runId") is None:
            status, body = INVALID_RUN
        else:
            status, body = 200, {"events": TOLD}
        return aws_response(request.url, status, HEADERS, json.dumps(body).encode())

    client = law_client("swf", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    caller = Caller(
        harness.contract("swf", "GetWorkflowExecutionHistory"), client, {"domain": "Shop", "execution": RUN}
    )
    law = next(law for law in laws_of_constraints(caller) if "refuses-invalid" in law.name)
    found = [one for one in law.certain() if one is not None and one.code == "required"]
    assert {one.place for one in found if "." in one.place} == expected


ZONE = {"ResourceType": "hostedzone", "ResourceId": "Z1D633PJN98FT9"}
TAGS = "<Tags><Tag><Key>team</Key><Value>Sales</Value></Tag></Tags>"
ZONE_ABSENT, CHECK_ABSENT = "NoSuchHostedZone", "NoSuchHealthCheck"


@pytest.mark.parametrize(
    ("of_nothing", "of_check", "expected"),
    [
        (ZONE_ABSENT, CHECK_ABSENT, []),
        ("", CHECK_ABSENT, ["was answered with nothing."]),
        (CHECK_ABSENT, CHECK_ABSENT, ["was by NoSuchHealthCheck."]),
        (ZONE_ABSENT, TAGS, ['was answered as with "hostedzone".']),
        (ZONE_ABSENT, ZONE_ABSENT, ["was by NoSuchHostedZone."]),
    ],
)
def test_a_thing_of_one_kind_is_none_of_another(of_nothing: str, of_check: str, expected: list[str]) -> None:
    def server(request: Any, **_: Any) -> Any:
        kind, name = request.url.split("/")[-2:]
        content = of_check if kind == "healthcheck" else TAGS if name == ZONE["ResourceId"] else of_nothing
        headers = [("Content-Type", "text/xml"), ("x-amzn-RequestId", "1")]
        if content.startswith("No"):
            error = f"<Error><Type>Sender</Type><Code>{content}</Code><Message>None.</Message></Error>"
            body = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>".encode()
            return aws_response(request.url, 404, headers, body)
        named = f"<ResourceType>{kind}</ResourceType><ResourceId>{name}</ResourceId>"
        answer = f"<ResourceTagSet>{named}{content}</ResourceTagSet>"
        body = f"<ListTagsForResourceResponse>{answer}</ListTagsForResourceResponse>".encode()
        return aws_response(request.url, 200, headers, body)

    client = law_client("route53", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_stated(Caller(harness.contract("route53", "ListTagsForResource"), client, ZONE))
    found = [one.message.rpartition(", but ")[2] for one in law.certain() if one is not None]
    assert found == expected


IN_ITS_PATTERN = (
    'With MapName "fub_-znc", which keeps to its pattern and names nothing, a request must be refused by '
    'ResourceNotFoundException, as with "fubc-znc", but was by ValidationException.'
)


@pytest.mark.parametrize(("refused", "expected"), [("", []), ("._", [IN_ITS_PATTERN])])
def test_a_name_may_have_every_character_that_its_pattern_allows(refused: str, expected: list[str]) -> None:
    def server(request: Any, **_: Any) -> Any:
        name = request.url.split("/maps/v0/maps/")[1].split("/")[0]
        if name == "shop-map":
            return aws_response(request.url, 200, [("Content-Type", "application/json")], b"{}")
        code = "ValidationException" if set(refused) & set(name) else "ResourceNotFoundException"
        status = 400 if code == "ValidationException" else 404
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", code)]
        body = json.dumps({"message": name, "reason": "CannotParse", "fieldList": []}).encode()
        return aws_response(request.url, status, headers, body)

    client = law_client("location", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_stated(
        Caller(harness.contract("location", "DescribeMap"), client, {"MapName": "shop-map"})
    )
    messages = [one.message for one in law.certain() if one is not None and "pattern" in one.message]
    assert messages == expected


@pytest.mark.parametrize("state", [None, World(seeded=2)], ids=["stateless", "seeded"])
def test_an_endpoint_without_memory_need_not_tell_what_it_makes_up(state: World | None) -> None:
    client = attach(plain_client("cloudwatch", "us-east-1", LAW_CONFIG), SyntheticService(state=state))
    (law,) = laws_of_what_is_stated(Caller(harness.contract("cloudwatch", "DeleteInsightRules"), client))
    assert [one for one in law.certain() if one is not None] == []


@pytest.mark.parametrize(
    ("operation", "name", "expected"),
    [
        ("sesv2.GetEmailIdentity", "EmailIdentity", True),
        ("cognito-idp.DescribeUserPoolDomain", "Domain", True),
        ("ivschat.GetRoom", "identifier", True),  # which says nothing of what it names
        ("cloudcontrol.GetResourceRequestStatus", "RequestToken", True),  # RequestTokenNotFoundException
        ("codepipeline.GetActionType", "provider", True),  # one of four that name it together
        ("codepipeline.GetActionType", "category", False),  # an enumeration
        ("billing.GetEnterpriseSupportChargeSummary", "billingMonth", False),
        ("quicksight.DescribeAccountSettings", "AwsAccountId", False),
        ("account.GetAlternateContact", "AlternateContactType", False),  # an enumeration
    ],
)
def test_parameters_that_name_what_is_read_by_its_noun(operation: str, name: str, expected: bool) -> None:
    assert names_asked(harness.contract(*operation.split(".")).operation_model, name) is expected
