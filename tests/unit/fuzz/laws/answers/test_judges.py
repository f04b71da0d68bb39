"""What the laws of parameters and answers say of one answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.contract.violation import Severity
from harness.fuzz import constraint_laws, law_client, response_laws
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import CaseLaw
from harness.wire.awsrequest import aws_response

OPERATION = "dynamodb.ListTables"
JSON = "application/x-amz-json-1.0"
PAGE = b"<!doctype html><title>500 Internal Server Error</title>"


def judged(
    law: str,
    params: dict[str, Any],
    status: int,
    body: bytes,
    content_type: str = JSON,
    others: Callable[[dict[str, Any]], bool] = lambda asked: False,
    operation: str = OPERATION,
) -> list[Counterexample]:
    """Judge a request that is answered with one HTTP response; others have a result where that is said."""
    client = law_client(operation.partition(".")[0], "http://127.0.0.1:1")
    headers = [("Content-Type", content_type), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        if content_type != "text/xml" and request.body and others(json.loads(request.body)):
            return aws_response(request.url, 200, headers, b'{"TableNames": []}')
        return aws_response(request.url, status, headers, body)

    client.meta.events.register("before-send", answer)
    laws = {
        one.name: one for of_kind in (constraint_laws, response_laws) for one in of_kind(operation, client)
    }
    chosen = laws[law]
    assert isinstance(chosen, CaseLaw)
    return list(chosen.judge(params))


def error(code: str, message: str) -> bytes:
    return f'{{"__type": "com.amazonaws#{code}", "message": "{message}"}}'.encode()


def summary(found: list[Counterexample]) -> list[tuple[str, str, str]]:
    return [(one.severity.value, one.code, one.message) for one in found]


def test_a_wrong_request_that_is_accepted() -> None:
    found = judged("refuses-invalid", {"Limit": 0}, 200, b'{"TableNames": []}')
    assert summary(found) == [
        (
            "error",
            "range",
            (
                "A request that breaks the contract must be refused, but was accepted: "
                "Limit must be at least 1, but was 0."
            ),
        )
    ]
    assert (found[0].place, str(found[0].source.reference)) == ("Limit", "model:ListTablesInputLimit#min")


def test_a_wrong_request_that_the_server_fails_on() -> None:
    found = judged("refuses-invalid", {"Limit": 0}, 500, PAGE, "text/html", lambda asked: not asked)
    assert summary(found) == [
        (
            "error",
            "server-error",
            (
                "A request that breaks the contract must be refused by an error that says so, but the server "
                "failed with status 500: Limit must be at least 1, but was 0."
            ),
        )
    ]


@pytest.mark.parametrize("status", [413, 414, 431])
def test_a_request_that_is_too_long_for_http(status: int) -> None:
    asked = {"ExclusiveStartTableName": "a" * 70_000}
    assert judged("refuses-invalid", asked, status, PAGE, "text/html", lambda asked: not asked) == []


def test_a_number_may_be_the_name_of_nothing() -> None:
    body = error("TableNotFound", "ExclusiveStartTableName")
    found = judged(
        "refuses-invalid", {"ExclusiveStartTableName": 42}, 400, body, others=lambda asked: not asked
    )
    assert [(one.severity.value, one.code) for one in found] == [("warning", "undocumented-error")]


@pytest.mark.parametrize(("checks_length", "expected"), [(True, ["wrong-error"]), (False, [])])
def test_a_text_that_is_looked_for_though_its_form_is_wrong(checks_length: bool, expected: list[str]) -> None:
    """A server that refuses a name for its length refuses it for its form too, before it looks for it."""
    client = law_client("logs", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        name = json.loads(request.body).get("logGroupName", "")
        if checks_length and not 0 < len(name) <= 512:
            return aws_response(
                request.url, 400, headers, error("InvalidParameterException", f"logGroupName: {len(name)}")
            )
        if "!" in name:
            return aws_response(
                request.url, 400, headers, error("ResourceNotFoundException", "No such log group.")
            )
        return aws_response(request.url, 200, headers, b'{"logStreams": []}')

    client.meta.events.register("before-send", answer)
    laws = constraint_laws("logs.DescribeLogStreams", client, {"logGroupName": "orders"})
    (law,) = (one for one in laws if one.name == "refuses-invalid")
    assert isinstance(law, CaseLaw)
    assert [one.code for one in law.judge({"logGroupName": "!"}) if one.law == law.name] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("InvalidParameterException", [("error-code", "InvalidParameterException")]),
        ("ValidationException", []),  # documented
        ("InvalidParameterValue", []),  # an error that all services have
    ],
)
def test_a_wrong_request_that_is_refused_by_an_error_of_other_operations(
    code: str, expected: list[tuple[str, str]]
) -> None:
    client = law_client("route53resolver", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        if b'"MaxResults": 0' in request.body:
            return aws_response(request.url, 400, headers, error(code, "MaxResults is 0."))
        return aws_response(request.url, 200, headers, b'{"OutpostResolvers": []}')

    client.meta.events.register("before-send", answer)
    laws = constraint_laws("route53resolver.ListOutpostResolvers", client)
    (law,) = (one for one in laws if one.name == "refuses-invalid")
    assert isinstance(law, CaseLaw)
    found = [one for one in law.judge({"MaxResults": 0}) if one.severity is Severity.ERROR]
    assert [(one.code, one.place) for one in found] == expected


def test_a_structure_that_is_wrong_keeps_the_members_that_the_caller_has_given() -> None:
    execution = {"workflowId": "order-4711", "runId": "22CxZ1pTbY0kEXAMPLE"}
    client = law_client("swf", "http://127.0.0.1:1")
    own = {"domain": "Shop", "execution": execution}
    laws = constraint_laws("swf.DescribeWorkflowExecution", client, own)
    (law,) = (one for one in laws if one.name == "refuses-invalid")
    assert isinstance(law, CaseLaw)
    assert {"domain": "Shop", "execution": {"workflowId": "order-4711"}} in list(law.grid())


def test_a_server_that_fails_with_any_request_is_not_told_of_for_each() -> None:
    assert judged("refuses-invalid", {"Limit": 0}, 500, PAGE, "text/html") == []


def test_an_error_of_the_service_that_comes_as_html_is_no_page() -> None:
    named = error("ValidationException", "Limit is wrong.")
    found = judged("refuses-invalid", {"Limit": 0}, 400, named, "text/html", lambda asked: not asked)
    assert [one.code for one in found if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("ExclusiveStartTableName is wrong.", "error"),  # another parameter's name
        ("Bad request.", "warning"),  # from a server that names none: nothing documents that it must
    ],
)
def test_an_error_that_does_not_name_the_parameter(said: str, severity: str) -> None:
    bad = error("ValidationException", said)
    found = judged("refuses-invalid", {"Limit": 0}, 400, bad, others=lambda asked: asked.get("Limit", 0) > 0)
    message = f"An error must name what is wrong: Limit must be at least 1, but was 0. But it says: {said}"
    assert summary(found) == [(severity, "unnamed", message)]


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"Limit": 42000}, "42000 is too many"),  # the value
        ({"ExclusiveStartTableName": "a!"}, "The exclusive start of the tables is wrong."),  # the words
    ],
)
def test_an_error_that_says_what_is_wrong_without_the_name(params: dict[str, Any], said: str) -> None:
    bad = error("ValidationException", said)
    found = judged("refuses-invalid", params, 400, bad, others=lambda asked: asked != params)
    assert [one for one in found if one.code == "unnamed"] == []


def test_an_error_may_be_about_what_a_right_request_is_refused_for_too() -> None:
    other = error("ValidationException", "Supplied AttributeValue is empty")
    found = judged("refuses-invalid", {"Limit": 0}, 400, other)
    assert [one.code for one in found if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("params", "accepted", "severity"),
    [
        ({"Limit": 100}, ({}, {"Limit"}), "error"),  # a number, where others are accepted
        ({"Limit": 100}, ({},), "warning"),  # a parameter that is refused with any value
        ({"KeyId": "a" * 2048}, ({}, {"KeyId"}), "error"),  # a length
        ({"KeyId": "users"}, ({},), "warning"),  # a form of texts
    ],
)
def test_a_right_request_that_is_refused_for_a_reason_that_is_not_written_down(
    params: dict[str, Any], accepted: tuple[Any, ...], severity: str
) -> None:
    def has_result(asked: dict[str, Any]) -> bool:
        return asked != params and asked.keys() in [set(names) for names in accepted]

    bad = error("ValidationException", "It cannot be done.")
    json_1_1 = "application/x-amz-json-1.1"
    found = judged("accepts-valid", params, 400, bad, json_1_1, has_result, "kms.ListAliases")
    assert [(one.code, one.severity.value) for one in found] == [("refused", severity)]


_ARN = "arn:aws:health:us-east-1::event/a/a/"


@pytest.mark.parametrize(
    ("entries", "accepted", "severity"),
    [
        ({"services": ["S3"]}, 2, "error"),  # a list that may have one entry
        ({"services": ["S3"] * 10}, 9, "error"),
        ({"services": ["S3"] * 10}, 1, "warning"),  # no entry may be there twice
        ({"services": ["S3"]}, 0, "warning"),  # any entry is refused
        ({"startTimes": [{}] * 10}, 9, "error"),  # entries without members, of which fewer are accepted
        ({"eventArns": [f"{_ARN}{'a' * (1600 - len(_ARN))}"]}, 1, "error"),  # a text that has a form
    ],
)
def test_a_right_request_that_is_refused_for_a_value_inside_a_structure(
    entries: dict[str, Any], accepted: int, severity: str
) -> None:
    params = {"filter": entries, "aggregateField": "eventTypeCategory"}
    (name,) = entries

    def has_result(asked: dict[str, Any]) -> bool:
        there = asked.get("filter", {}).get(name)
        return asked != params and (there is None or len(there) == accepted)

    bad = error("ValidationException", "It cannot be done.")
    json_1_1 = "application/x-amz-json-1.1"
    operation = "health.DescribeEventAggregates"
    found = judged("accepts-valid", params, 400, bad, json_1_1, has_result, operation)
    assert [one.severity.value for one in found if one.code == "refused"] == [severity]


@pytest.mark.parametrize(("size", "severity"), [(50, "error"), (1000, "warning")])
def test_a_large_page_may_be_refused_where_no_most_is_documented(size: int, severity: str) -> None:
    found = judged(
        "accepts-valid",
        {"MaxRecords": size},
        400,
        error("ValidationException", "MaxRecords is too large."),
        "application/x-amz-json-1.1",
        lambda asked: asked.get("MaxRecords") != size,
        "dms.DescribeReplicationTableStatistics",
    )
    assert [one.severity.value for one in found if one.code == "refused"] == [severity]


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        ("kms.ListKeys", {"ResourceOwners": "me"}, ["type"]),
        (
            "autoscaling.DescribePolicies",
            {"PolicyNames": "me"},
            [],
        ),  # botocore sends a list of its characters
    ],
)
def test_a_text_for_a_list_is_judged_where_it_can_be_sent(
    operation: str, params: dict[str, Any], expected: list[str]
) -> None:
    client = law_client(operation.partition(".")[0], "http://127.0.0.1:1")
    body = b'{"Keys": []}' if operation == "kms.ListKeys" else b"<DescribePoliciesResponse/>"
    client.meta.events.register("before-send", lambda request, **_: aws_response(request.url, 200, [], body))
    law = next(one for one in constraint_laws(operation, client) if one.name == "refuses-invalid")
    assert isinstance(law, CaseLaw)
    assert [one.code for one in law.judge(params) if one.law == "refuses-invalid"] == expected


@pytest.mark.parametrize(("status", "count"), [(400, 1), (304, 0), (414, 0), (431, 0)])
def test_http_has_answers_that_a_service_does_not_word(status: int, count: int) -> None:
    found = judged("conforms", {"Limit": 1}, status, b"", "text/plain")
    assert [one.code for one in found if one.severity is Severity.ERROR] == ["unreadable"] * count


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, error("ValidationException", "Value '0' at 'limit' failed to satisfy constraint")),
        (400, error("ResourceNotFoundException", "No such table")),
        (503, error("ServiceUnavailable", "Later")),
    ],
)
def test_a_wrong_request_that_is_refused(status: int, body: bytes) -> None:
    found = judged("refuses-invalid", {"Limit": 0}, status, body)
    assert [one for one in found if one.severity is Severity.ERROR] == []


def test_a_request_that_is_right_is_no_case_of_refusal() -> None:
    assert judged("refuses-invalid", {"Limit": 1}, 200, b'{"TableNames": []}') == []


def test_a_right_request_that_is_refused() -> None:
    small = error("ValidationException", "Limit is too small")
    found = judged("accepts-valid", {"Limit": 1}, 400, small, others=lambda asked: asked.get("Limit") != 1)
    message = "The request keeps to the contract, but was refused: ValidationException: Limit is too small"
    assert summary(found) == [("error", "refused", message)]


def test_the_answer_to_a_right_request_is_held_to_its_contract() -> None:
    (found,) = judged("accepts-valid", {}, 200, b'{"TableNames": ["orders", 7]}')
    assert (found.law, found.code, found.place) == ("conforms", "type", "TableNames[]")


@pytest.mark.parametrize(
    "body",
    [
        error("ResourceNotFoundException", "Requested resource not found"),
        error("ValidationException", "The table does not have the specified index"),
        error("ThrottlingException", "Rate exceeded"),
    ],
)
def test_what_does_not_exist_is_no_verdict(body: bytes) -> None:
    assert [one for one in judged("accepts-valid", {}, 400, body) if one.law == "accepts-valid"] == []


def test_a_right_request_that_the_server_fails_on() -> None:
    (found,) = judged("accepts-valid", {}, 500, PAGE, "text/html")
    assert found.code == "server-error"


def test_an_answer_is_held_to_its_contract() -> None:
    body = b'{"TableNames": ["orders", 7], "Extra": 1}'
    assert [(one.code, one.place) for one in judged("conforms", {}, 200, body)] == [
        ("type", "TableNames[]"),
        ("unknown-member", "Extra"),
    ]


def test_an_answer_that_cannot_be_read() -> None:
    (found,) = judged("conforms", {}, 200, b"{]")
    assert found.code == "unreadable"
    assert found.message.startswith("The answer must follow the protocol json, but ")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\x1a\x05roads", []),
        (b'{"tile": "GgVyb2Fkcw=="}', []),
        (
            b'{"Blob": "GgVyb2Fkcw=="}',
            ["Blob must be the whole body, but the body was JSON with a member Blob."],
        ),
    ],
)
def test_data_is_the_whole_body(body: bytes, expected: list[str]) -> None:
    tile = {"MapName": "shop", "Z": "2", "X": "1", "Y": "0"}
    found = judged("conforms", tile, 200, body, "application/json", operation="location.GetMapTile")
    assert [one.message for one in found] == expected


def test_an_error_page_is_no_answer_of_the_operation() -> None:
    assert judged("conforms", {}, 500, PAGE, "text/html") == []


def refusing(status: int, body: bytes, *, plain: bytes = b'{"TableNames": []}') -> list[tuple[str, str]]:
    """Judge the refusal of a page size of 0 by a server that answers every other request."""
    client = law_client("dynamodb", "http://127.0.0.1:1")
    headers = [("Content-Type", JSON), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        is_wrong = b'"Limit": 0' in request.body
        return aws_response(request.url, *((status, headers, body) if is_wrong else (200, headers, plain)))

    client.meta.events.register("before-send", answer)
    (law,) = (one for one in constraint_laws(OPERATION, client) if one.name == "refuses-invalid")
    assert isinstance(law, CaseLaw)
    return [(one.severity.value, one.code) for one in law.judge({"Limit": 0})]


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (400, error("ValidationException", "Limit"), []),
        (422, error("BadRequest", "Limit"), [("error", "status")]),
        (403, error("AccessDenied", "Limit"), [("error", "wrong-error")]),
        (404, error("ThingNotFound", "Limit"), [("error", "wrong-error"), ("warning", "undocumented-error")]),
        (400, error("TableNotFound", "Limit"), [("error", "wrong-error"), ("warning", "undocumented-error")]),
        (404, error("ValidationException", "Limit"), [("error", "status")]),
        (400, error("InternalError", "Limit"), [("error", "wrong-error")]),
        (500, error("ValidationException", "Limit"), [("error", "server-error")]),
        (500, error("InternalServerError", "Limit"), [("error", "server-error")]),
        (400, b"{}", [("error", "unreadable")]),
    ],
)
def test_a_wrong_request_that_is_refused_in_another_way(
    status: int, body: bytes, found: list[tuple[str, str]]
) -> None:
    assert refusing(status, body) == found


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        (b'{"TableNames": null}', "spelling", "TableNames"),
        (b'{"TableNames": [], "LastEvaluatedTableName": ""}', "empty-token", "LastEvaluatedTableName"),
        (b'{"TableNames": [], "LastEvaluatedTableName": NaN}', "unreadable", ""),
        (b'{"TableNames": ["ab"]}', "length", "TableNames[]"),
    ],
)
def test_an_endpoint_is_held_to_every_word(body: bytes, code: str, place: str) -> None:
    found = [(one.severity.value, one.code, one.place) for one in judged("conforms", {}, 200, body)]
    assert ("error", code, place) in found


def test_an_answer_without_the_id_of_its_request() -> None:
    client = law_client("dynamodb", "http://127.0.0.1:1")
    client.meta.events.register(
        "before-send",
        lambda request, **_: aws_response(request.url, 200, [("Content-Type", JSON)], b'{"TableNames": []}'),
    )
    law, *_ = response_laws(OPERATION, client)
    assert isinstance(law, CaseLaw)
    assert [one.code for one in law.judge({})] == ["request-id"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (JSON, []),
        ("application/json", [("warning", "headers")]),
        ("application/x-amz-json-1.1", [("warning", "headers")]),
        ("text/html; charset=utf-8", [("warning", "headers")]),
        ("text/xml", [("error", "headers")]),
        ("", [("error", "headers")]),
    ],
)
def test_the_header_says_in_which_form_the_body_is(said: str, expected: list[tuple[str, str]]) -> None:
    found = judged("conforms", {}, 200, b'{"TableNames": []}', said)
    assert [(one.severity.value, one.code) for one in found] == expected


@pytest.mark.parametrize(("status", "expected"), [(200, []), (201, ["status"]), (206, ["status"])])
def test_a_result_comes_with_the_status_of_its_operation(status: int, expected: list[str]) -> None:
    assert [one.code for one in judged("conforms", {}, status, b'{"TableNames": []}')] == expected


@pytest.mark.parametrize(("params", "expected"), [({}, ["status"]), ({"Range": "bytes=0-0"}, [])])
def test_a_part_that_is_asked_for_has_a_status_of_its_own(
    params: dict[str, Any], expected: list[str]
) -> None:
    asked = {"Bucket": "reports", "Key": "a", **params}
    found = judged("conforms", asked, 206, b"hi", "text/plain", operation="s3.GetObject")
    assert [one.code for one in found if one.code == "status"] == expected


@pytest.mark.parametrize(("name", "expected"), [("message", []), ("Message", ["spelling"])])
def test_the_message_of_an_error_is_where_it_is_documented(name: str, expected: list[str]) -> None:
    body = json.dumps({"__type": "InternalServerError", name: "No."}).encode()
    found = judged("conforms", {}, 500, body)
    assert [one.code for one in found if one.place.startswith("The message")] == expected


@pytest.mark.parametrize(("said", "expected"), [("rpc-v2-cbor", []), ("", ["smithy-protocol"])])
def test_an_answer_in_cbor_names_its_protocol(said: str, expected: list[str]) -> None:
    client = law_client("eventbridgev2", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/cbor"), ("x-amzn-RequestId", "1"), ("smithy-protocol", said)]
    client.meta.events.register(
        "before-send",
        lambda request, **_: aws_response(request.url, 200, headers, b"\xa1\x6aEventBuses\x80"),
    )
    (law,) = [one for one in response_laws("eventbridgev2.ListEventBuses", client) if one.name == "conforms"]
    assert isinstance(law, CaseLaw)
    assert [one.place for one in law.judge({}) if one.code == "headers"] == expected


PARTS = "<IsTruncated>false</IsTruncated><Bucket>b</Bucket><UploadId>u</UploadId>"


def without_own(status: int, code: str) -> list[str]:
    """Judge a request without the caller's own parameter, which is optional and was refused."""
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:orders"
    client = law_client("stepfunctions", "http://127.0.0.1:1")
    headers = [("Content-Type", JSON), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        is_whole = b"stateMachineArn" in request.body
        body = b'{"executions": []}' if is_whole else error(code, "No ARN.")
        return aws_response(request.url, 200 if is_whole else status, headers, body)

    client.meta.events.register("before-send", answer)
    laws = constraint_laws("stepfunctions.ListExecutions", client, {"stateMachineArn": arn})
    (law,) = [one for one in laws if one.name == "accepts-valid"]
    return [one.code for one in law.certain() if one is not None and one.law == "accepts-valid"]


def test_a_server_does_not_fail_without_the_parameters_that_a_caller_has_of_its_own() -> None:
    assert without_own(500, "InternalFailure") == ["server-error"]
    assert without_own(400, "ValidationException") == []


def failing(code: str, *, plain: bool) -> list[str]:
    """Judge a request by a server that fails on it, or on the plainest one as well."""
    client = law_client("lambda", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/json"), ("x-amzn-RequestId", "1"), ("x-amzn-ErrorType", code)]

    def answer(request: Any, **_: Any) -> Any:
        fails = plain or "FunctionVersion" in request.url
        return aws_response(request.url, 500 if fails else 200, headers, b'{"Functions": []}')

    client.meta.events.register("before-send", answer)
    (law,) = [one for one in constraint_laws("lambda.ListFunctions", client) if one.name == "accepts-valid"]
    assert isinstance(law, CaseLaw)
    return [one.code for one in law.judge({"FunctionVersion": "ALL"}) if one.law == "accepts-valid"]


@pytest.mark.parametrize(
    ("code", "plain", "expected"),
    [
        ("ServiceException", False, ["server-error"]),
        ("ServiceException", True, []),
        ("InternalFailure", True, ["server-error"]),
    ],
)
def test_a_documented_failure_that_comes_of_the_request(code: str, plain: bool, expected: list[str]) -> None:
    assert failing(code, plain=plain) == expected


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (404, "DBInstanceNotFound", []),
        (400, "DBInstanceNotFound", ["status"]),
        (404, "DBInstanceNotFoundFault", ["error-code"]),
        (400, "InvalidParameterValue", []),
    ],
)
def test_the_status_and_the_code_of_a_documented_error(status: int, code: str, expected: list[str]) -> None:
    client = law_client("rds", "http://127.0.0.1:1")
    body = f"<ErrorResponse><Error><Code>{code}</Code></Error><RequestId>1</RequestId></ErrorResponse>"
    client.meta.events.register(
        "before-send",
        lambda request, **_: aws_response(request.url, status, [("Content-Type", "text/xml")], body.encode()),
    )
    (law,) = [one for one in response_laws("rds.DescribeDBInstances", client) if one.name == "conforms"]
    assert isinstance(law, CaseLaw)
    found = list(law.judge({"DBInstanceIdentifier": "shop"}))
    assert [one.code for one in found if one.severity is Severity.ERROR] == expected


def test_pages_that_go_on_from_their_last_entry_have_no_token() -> None:
    client = law_client("kinesis", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
    body = b'{"StreamDescription": {"Shards": [{"ShardId": "shard-1"}], "HasMoreShards": false}}'
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 200, headers, body)
    )
    (law,) = [one for one in response_laws("kinesis.DescribeStream", client) if one.name == "conforms"]
    assert isinstance(law, CaseLaw)
    assert "more-results" not in {one.code for one in law.judge({"StreamName": "orders"})}


def test_members_that_are_not_documented_are_told_of_together() -> None:
    (one,) = judged("conforms", {}, 200, b'{"TableNames": [], "Extra": 1, "More": "a"}')
    assert one.message == "The answer has 2 members that are not documented: Extra, More."
    assert (one.code, one.place) == ("unknown-member", "")


def test_a_member_that_a_sibling_documents() -> None:
    """DocumentDB's operations are those of RDS, which answers with all of its members."""
    body = (
        b"<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster>"
        b"<EngineMode>provisioned</EngineMode><Unheard>1</Unheard></DBCluster></DBClusters>"
        b"</DescribeDBClustersResult></DescribeDBClustersResponse>"
    )
    found = judged("conforms", {}, 200, body, "text/xml", operation="docdb.DescribeDBClusters")
    assert [one.place for one in found if one.code == "unknown-member"] == ["DBClusters[].Unheard"]


@pytest.mark.parametrize(("member", "severity"), [("Description", "warning"), ("Id", "error")])
def test_a_text_that_is_not_set_may_be_empty(member: str, severity: str) -> None:
    body = json.dumps({"WebACL": {"Name": "a", "Id": "1", "ARN": "a" * 20, member: ""}}).encode()
    params = {"ResourceArn": "arn:aws:apigateway:us-east-1::/restapis/1/stages/a"}
    found = judged("conforms", params, 200, body, operation="wafv2.GetWebACLForResource")
    assert {one.severity for one in found if one.place == f"WebACL.{member}"} == {severity}


@pytest.mark.parametrize(
    ("token", "expected"), [("", []), ("-", ["pattern"])], ids=["the end", "a wrong token"]
)
def test_a_token_that_every_page_needs_is_empty_at_the_end(token: str, expected: list[str]) -> None:
    body = json.dumps({"actionSummaries": [], "nextToken": token}).encode()
    params = {"targetResourceType": "ASSET", "targetResourceId": "8f0c2a5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f"}
    found = judged("conforms", params, 200, body, operation="iotsitewise.ListActions")
    assert [one.code for one in found if one.place == "nextToken"] == expected


def test_an_error_that_is_no_xml() -> None:
    body = b"<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>a & b</Message></Error></ErrorResponse>"
    found = judged("conforms", {"UserName": "a"}, 404, body, "text/xml", operation="iam.GetUser")
    message = next(one.message for one in found if one.code == "unreadable")
    assert message.startswith(
        "The answer must follow the protocol query, but the body of the answer with status 404 is no XML: "
    )


@pytest.mark.parametrize(
    ("member", "length", "severity"), [("modelName", 23, "warning"), ("modelId", 141, "error")]
)
def test_the_longest_text_that_no_request_has(member: str, length: int, severity: str) -> None:
    """A name is only answered; an id may be asked for."""
    body = json.dumps({"modelSummaries": [{member: "a" * length}]}).encode()
    found = judged("conforms", {}, 200, body, operation="bedrock.ListFoundationModels")
    assert {one.severity for one in found if one.code in ("length", "pattern")} == {severity}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("zone", ["unknown-operation"]),
        ("a/b", []),  # which no route may have a place for
        ("healthcheck", []),  # which is valid
    ],
)
def test_a_value_in_a_path_for_which_a_server_has_no_route(value: str, expected: list[str]) -> None:
    client = law_client("route53", "http://127.0.0.1:1")
    tags = (
        b"<ListTagsForResourceResponse><ResourceTagSet><ResourceType>hostedzone</ResourceType><Tags/>"
        b"</ResourceTagSet></ListTagsForResourceResponse>"
    )

    def answer(request: Any, **_: Any) -> Any:
        if "/hostedzone/" in request.url:
            return aws_response(request.url, 200, [("Content-Type", "text/xml")], tags)
        return aws_response(request.url, 404, [("Content-Type", "text/html")], PAGE)

    client.meta.events.register("before-send", answer)
    own = {"ResourceType": "hostedzone", "ResourceId": "Z1D633PJN98FT9"}
    laws = constraint_laws("route53.ListTagsForResource", client, own)
    (refuses,) = [law for law in laws if law.name == "refuses-invalid"]
    assert isinstance(refuses, CaseLaw)
    assert [one.code for one in refuses.judge(own | {"ResourceType": value})] == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Value 'Compute' at 'category' is not valid.", [("refused", "error")]),
        ("There is no action type LoadStorm in Compute.", []),  # it may be for another parameter
    ],
)
def test_all_documented_values_of_an_own_parameter_are_accepted(
    message: str, expected: list[tuple[str, str]]
) -> None:
    client = law_client("codepipeline", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        is_refused = json.loads(request.body).get("category") == "Compute"
        told: dict[str, Any] = {"__type": "ValidationException", "message": message} if is_refused else {}
        return aws_response(request.url, 400 if is_refused else 200, headers, json.dumps(told).encode())

    client.meta.events.register("before-send", answer)
    own = {"category": "Test", "owner": "ThirdParty", "provider": "LoadStorm", "version": "1"}
    laws = constraint_laws("codepipeline.GetActionType", client, own)
    (accepts,) = [law for law in laws if law.name == "accepts-valid"]
    found = [one for one in accepts.certain() if one is not None and one.law == "accepts-valid"]
    assert [(one.code, one.severity.value) for one in found] == expected


def test_an_error_of_which_the_model_says_nothing_may_say_more() -> None:
    body = (
        b"<Error><Code>NoSuchBucket</Code><Message>No.</Message><BucketName>orders</BucketName>"
        b"<RequestId>1</RequestId></Error>"
    )
    params = {"Bucket": "orders"}
    found = judged("conforms", params, 404, body, "text/xml", operation="s3.ListObjects")
    assert [one.code for one in found if one.code == "unknown-member"] == []
