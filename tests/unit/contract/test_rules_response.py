from __future__ import annotations

import pytest

from harness.contract.rules import (
    AbsentIf,
    Condition,
    Echoes,
    Matches,
    MoreResults,
    PageLimit,
    Past,
    PresentOnlyIf,
    SameLength,
    SameParameters,
    Sorted,
    Spacing,
    Window,
    Within,
    rule_from_json,
)


def day(number, hour=0):
    return f"2024-01-{number:02}T{hour:02}:00:00Z"


def exchange(request=None, response=None, time=None):
    return {"request": request, "response": response or {}, "time": time}


ERRORS = Condition("InsightType", ("ApiErrorRateInsight",))
FILLED = Condition("DataType", ("FillWithZeros",))
ACTIVE = Condition("EventStatus", ("ACTIVE",), on_response=True)
HOURS = {"Period": 3600}

# rule, exchange that keeps it, exchange that breaks it, pointer of the breach
CASES = [
    (
        SameLength(("Values", "Timestamps")),
        exchange(response={"Values": [1.0], "Timestamps": [day(1)]}),
        exchange(response={"Values": [1.0, 2.0], "Timestamps": [day(1)]}),
        "/response/Values",
    ),
    (
        Sorted("Events", "EventTime", "descending"),
        exchange(
            response={"Events": [{"EventTime": day(2)}, {}, {"EventTime": day(2)}, {"EventTime": day(1)}]}
        ),
        exchange(response={"Events": [{"EventTime": day(1)}, {"EventTime": day(2)}]}),
        "/response/Events/1",
    ),
    (
        Spacing("Timestamps", "Period", FILLED),
        exchange(HOURS, {"Timestamps": [day(1, 1), day(1, 2), day(1, 5)]}),
        exchange(HOURS, {"Timestamps": [day(1, 1), "2024-01-01T02:30:00Z"]}),
        "/response/Timestamps/1",
    ),
    (
        Spacing("Timestamps", "Period", FILLED),
        exchange(HOURS | {"DataType": "FillWithZeros"}, {"Timestamps": [day(1, 1), day(1, 2)]}),
        exchange(HOURS | {"DataType": "FillWithZeros"}, {"Timestamps": [day(1, 1), day(1, 3)]}),
        "/response/Timestamps/1",
    ),
    (
        Within("Timestamps[]", "StartTime", "EndTime", end_inclusive=False),
        exchange({"StartTime": day(1), "EndTime": day(2)}, {"Timestamps": [day(1)]}),
        exchange({"StartTime": day(1), "EndTime": day(2)}, {"Timestamps": [day(1), day(2)]}),
        "/response/Timestamps/1",
    ),
    (
        Echoes("EventName", "EventName"),
        exchange({"EventName": "PutObject"}, {"EventName": "PutObject"}),
        exchange({"EventName": "PutObject"}, {"EventName": "GetObject"}),
        "/response/EventName",
    ),
    (
        Matches("Events", "Dimensions"),
        exchange({"Dimensions": {"EventName": "A"}}, {"Events": [{"EventName": "A"}, {"EventId": "1"}]}),
        exchange({"Dimensions": {"EventName": "A"}}, {"Events": [{"EventName": "B"}]}),
        "/response/Events/0/EventName",
    ),
    (
        PresentOnlyIf("ErrorCode", ERRORS),
        exchange({"InsightType": "ApiErrorRateInsight"}, {"ErrorCode": "AccessDenied"}),
        exchange({"InsightType": "ApiCallRateInsight"}, {"ErrorCode": "AccessDenied"}),
        "/response/ErrorCode",
    ),
    (
        AbsentIf("EndedAt", ACTIVE),
        exchange(response={"EventStatus": "RESOLVED", "EndedAt": day(1)}),
        exchange(response={"EventStatus": "ACTIVE", "EndedAt": day(1)}),
        "/response/EndedAt",
    ),
    (
        PageLimit("Events", "MaxResults"),
        exchange({"MaxResults": 1}, {"Events": [{}]}),
        exchange({"MaxResults": 1}, {"Events": [{}, {}]}),
        "/response/Events",
    ),
    (
        Window("Timestamps[]", 15, Condition("Period", (60,))),
        exchange({"Period": 60}, {"Timestamps": [day(2)]}, day(17)),
        exchange({"Period": 60}, {"Timestamps": [day(2)]}, day(18)),
        "/response/Timestamps/0",
    ),
    (
        Echoes("ContentType", "ResponseContentType", in_header=True),
        exchange({"ResponseContentType": "text/plain"}, {"ContentType": "text/plain"}),
        exchange({"ResponseContentType": "text/plain"}, {"ContentType": "text/html"}),
        "/response/ContentType",
    ),
    (
        AbsentIf("StorageClass", Condition("StorageClass", ("STANDARD",), on_response=True)),
        exchange(response={"StorageClass": "GLACIER"}),
        exchange(response={"StorageClass": "STANDARD"}),
        "/response/StorageClass",
    ),
]


@pytest.mark.parametrize(("rule", "kept", "broken", "pointer"), CASES)
def test_a_response_rule_judges_an_exchange(rule, kept, broken, pointer):
    assert list(rule.breaches(kept)) == []
    assert [found.pointer for found in rule.breaches(broken)] == [pointer]
    assert rule_from_json(rule.to_json()) == rule


@pytest.mark.parametrize(
    ("rule", "kept", "broken"), [case[:3] for case in CASES if case[0].kind != "absent_if"]
)
def test_a_response_rule_applies_where_it_judges_something(rule, kept, broken):
    assert rule.applies(kept)
    assert rule.applies(broken)
    assert not rule.applies(exchange({}, {}, day(30)))


@pytest.mark.parametrize(
    ("rule", "document", "applies"),
    [
        (AbsentIf("EndedAt", ACTIVE), exchange(response={"EventStatus": "ACTIVE"}), True),
        (
            AbsentIf("EndedAt", ACTIVE),
            exchange(response={"EventStatus": "RESOLVED", "EndedAt": day(1)}),
            False,
        ),
        (AbsentIf("ErrorCode", ERRORS), exchange({"InsightType": "ApiErrorRateInsight"}), True),
        (AbsentIf("ErrorCode", ERRORS), exchange(None), False),
        (SameLength(("Values", "Timestamps")), exchange(response={"Values": [], "Timestamps": []}), False),
        (SameLength(("Values", "Timestamps")), exchange(response={"Values": [1.0]}), False),
        (Sorted("Events", "EventTime", "ascending"), exchange(response={"Events": [{}, {}]}), False),
        (Sorted("Names", "", "ascending"), exchange(response={"Names": ["a", "b"]}), True),
        (PageLimit("Events", "Max"), exchange({"Max": 0}, {"Events": [{}]}), False),
        (PageLimit("Events", max=2), exchange({"Max": 0}, {"Events": [{}]}), True),
        (Window("At", 15), exchange({}, {"At": day(1)}, None), False),
        (Window("At", 15), exchange(None, {"At": day(1)}, day(2)), True),
        (Past("At"), exchange({}, {"At": day(1)}, day(2)), True),
        (Past("At", condition=FILLED), exchange({}, {"At": day(1)}, day(2)), False),
    ],
)
def test_where_a_response_rule_applies(rule, document, applies):
    assert rule.applies(document) is applies


@pytest.mark.parametrize(
    "rule", [case[0] for case in CASES if case[0].kind not in ("same_length", "sorted", "absent_if")]
)
def test_a_rule_on_the_request_is_not_judged_where_the_request_is_unknown(rule):
    response = {
        "Timestamps": [day(9), day(1), day(2, 5)],
        "Events": [{"EventName": "A"}, {}],
        "EventName": "A",
        "ErrorCode": "E",
    }
    assert list(rule.breaches(exchange(None, response, day(30)))) == []


@pytest.mark.parametrize(
    ("rule", "request_"),
    [
        (PageLimit("Events", "MaxResults"), {"MaxResults": "1"}),
        (PageLimit("Events", max=1), {"MaxResults": 2}),
    ],
    ids=["as text", "of any page"],
)
def test_a_limit_of_pages(rule: PageLimit, request_: dict[str, object]) -> None:
    assert list(rule.breaches(exchange(request_, {"Events": [{}]}))) == []
    (found,) = rule.breaches(exchange(request_, {"Events": [{}, {}]}))
    assert found.pointer == "/response/Events"
    assert PageLimit("Events", max=1).words == "Events must have at most 1 entries"


def test_a_window_is_not_judged_without_the_time_of_the_exchange():
    assert list(Window("Timestamps[]", 1).breaches(exchange({}, {"Timestamps": [day(1)]}, None))) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (CASES[0][0], "Values must have as many entries as Timestamps"),
        (CASES[1][0], "Events must be sorted by EventTime, descending"),
        (CASES[2][0], 'Timestamps must step by Period, without gaps when DataType is "FillWithZeros"'),
        (CASES[4][0], "Timestamps[] must be at or after StartTime and before EndTime"),
        (CASES[5][0], "EventName must be the EventName of the request"),
        (CASES[6][0], "every entry of Events must match the Dimensions of the request"),
        (CASES[7][0], 'ErrorCode must be returned only when InsightType is "ApiErrorRateInsight"'),
        (CASES[8][0], 'EndedAt must not be returned when EventStatus is "ACTIVE"'),
        (CASES[9][0], "Events must have at most MaxResults entries"),
        (CASES[10][0], "Timestamps[] must be at most 15 days before the time of the call when Period is 60"),
    ],
)
def test_a_response_rule_words_itself(rule, words):
    assert rule.words == words


def page(request, response):
    return exchange(request, response)


def test_a_token_goes_with_the_same_parameters():
    rule = SameParameters("NextToken", "NextToken")
    first = page({"Source": "a"}, {"NextToken": "t"})
    assert list(rule.breaches([first, page({"Source": "a", "NextToken": "t"}, {})])) == []
    changed = page({"Source": "b", "NextToken": "t"}, {})
    assert [(found.pointer, found.found) for found in rule.breaches([first, changed])] == [
        ("/1/request/Source", "b")
    ]
    assert rule.applies([first, changed])
    unrelated = page({"Source": "b", "NextToken": "other"}, {})
    assert not rule.applies([first, unrelated])
    assert list(rule.breaches([first, unrelated])) == []


def test_a_token_is_returned_only_where_there_is_more():
    rule = MoreResults("NextToken", "NextToken", ("Timestamps", "Values"))
    first = page({}, {"NextToken": "t"})
    empty = page({"NextToken": "t"}, {"Timestamps": [], "Values": []})
    assert [(found.pointer, found.found) for found in rule.breaches([first, empty])] == [
        ("/0/response/NextToken", "t")
    ]
    assert rule.applies([first, empty])
    assert not rule.applies([first, {"request": {"NextToken": "t"}, "response": None}])
    assert not rule.applies([first])
    assert list(rule.breaches([first, page({"NextToken": "t"}, {"Values": [1.0]})])) == []
    assert list(rule.breaches([first, page({"NextToken": "t"}, {"NextToken": "u"})])) == []


@pytest.mark.parametrize("text", ["Zoë", " inline", "a\nb"])
def test_what_no_header_can_hold_is_not_judged(text):
    rule = Echoes("ContentType", "ResponseContentType", in_header=True)
    broken = exchange({"ResponseContentType": text}, {"ContentType": "text/html"})
    assert list(rule.breaches(broken)) == []
