"""Which recording a call plays. Every secret is invented."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.models import find_operation, keep_model, parse_operation_name
from harness.record.lookup import Lookup, SoughtCall, order_note
from harness.record.matching import parse_matching
from harness.redaction import DEFAULT, Memory, redact_interaction

A, B, C, D = (f"{n}b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4be{n}" for n in range(1, 5))
LOGIN, ITEM, PUT = "iam.CreateLoginProfile", "dynamodb.GetItem", "s3.PutObject"


def recorded(name: str, params: Any, region: str | None = "eu-west-1") -> Interaction:
    service, operation = parse_operation_name(name)
    facts = Facts(service, operation, region, params, recorded_at="2026-11-21T10:00:00Z")
    return Interaction(Request("POST", "http://127.0.0.1/"), Response(200), facts)


def redacted(*recordings: Interaction) -> list[Interaction]:
    """Redact recordings as one recording does."""
    memory = Memory()
    return [
        redact_interaction(find_operation(one.facts.service, one.facts.operation), one, DEFAULT, memory)
        for one in recordings
        if one.facts is not None
    ]


def asked(name: str, params: Any, region: str | None = "eu-west-1") -> SoughtCall:
    service, operation = parse_operation_name(name)
    return SoughtCall(find_operation(service, operation), service, region, params)


def take(lookup: Lookup, name: str, *params: Any) -> list[int | None]:
    """Return the numbers of the recordings that calls play."""
    found = [lookup.take(asked(name, one)) for one in params]
    return [None if one is None else one[0] for one in found]


def item(identity: str) -> dict[str, Any]:
    return {"TableName": "users", "Key": {"id": {"S": identity}}}


def login(password: str, user: str = "bob") -> dict[str, str]:
    return {"UserName": user, "Password": password}


def put(key: str, **others: str) -> dict[str, str]:
    return {"Bucket": "b", "Key": key, **others}


def miss(lookup: Lookup, name: str, params: Any) -> str:
    return lookup.miss(asked(name, params), "c.yaml").explanation


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("00000001", "00000002"),
        ("xxxxx", "users"),
        ("run/0001", "run/0002"),
        ("000000000000", "111122223333"),
    ],
)
def test_what_looks_like_a_stand_in_is_a_value_like_any_other(one: str, other: str) -> None:
    lookup = Lookup(redacted(recorded(ITEM, item(one))))
    assert take(lookup, ITEM, item(other), item(one), item(one)) == [None, 0, None]


def test_equal_secrets_play_in_recorded_order() -> None:
    lookup = Lookup(
        redacted(*(recorded(LOGIN, login(one)) for one in ("Hunter-22", "Hunter-33", "Hunter-22")))
    )
    calls = [login(one) for one in ("Hunter-22", "Hunter-33", "Hunter-22", "Hunter-33")]
    assert take(lookup, LOGIN, *calls) == [0, 1, 2, None]
    assert lookup.by_order == 2


def test_a_secret_stays_with_what_it_played() -> None:
    lookup = Lookup(
        redacted(*(recorded(LOGIN, login(one)) for one in ("Hunter-22", "Hunter-33", "Hunter-22")))
    )
    calls = [login(one) for one in ("Wizard-77", "Wizard-77", "Wizard-88", "Wizard-77", "Wizard-99")]
    assert take(lookup, LOGIN, *calls) == [0, 2, 1, None, None]


def test_one_secret_alone_is_told_apart_from_none() -> None:
    lookup = Lookup(redacted(*(recorded(LOGIN, login("Hunter-22", user)) for user in ("ann", "bob"))))
    assert take(lookup, LOGIN, login("Wizard-77", "bob"), login("Wizard-77", "ann")) == [1, 0]
    assert lookup.by_order == 0


def test_the_last_of_a_secret_repeats_if_allowed() -> None:
    recordings = redacted(*(recorded(LOGIN, login(one)) for one in ("Hunter-22", "Hunter-33")))
    lookup = Lookup(recordings, allow_repeats=True)
    calls = [login(one) for one in ("Wizard-77", "Wizard-88", "Wizard-77", "Wizard-88", "Wizard-99")]
    assert take(lookup, LOGIN, *calls) == [0, 1, 0, 1, None]


def test_an_equal_request_is_preferred_to_one_with_a_secret() -> None:
    lookup = Lookup(redacted(recorded(LOGIN, login("12345678")), recorded(LOGIN, login("00000001"))))
    assert take(lookup, LOGIN, login("00000001"), login("87654321")) == [1, 0]


def test_recordings_that_list_nothing_match_where_the_rules_find_a_secret() -> None:
    old = [
        recorded(LOGIN, login(one, user))
        for user in ("ann", "00000001")
        for one in ("Xxxxxx-00", "Xxxxxx-01")
    ]
    lookup = Lookup(old)
    calls = [login("Wizard-77", "00000002"), login("Wizard-77", "00000001"), login("Wizard-88", "00000001")]
    assert take(lookup, LOGIN, *calls) == [None, 2, 3]
    assert take(lookup, LOGIN, login("Wizard-77", "ann"), login("Xxxxxx-01", "ann")) == [0, 1]
    assert take(Lookup([recorded(ITEM, item("00000001"))]), ITEM, item("00000002")) == [None]


def test_recordings_of_plain_vcrpy_hold_the_secrets_themselves() -> None:
    def plain(password: str) -> Interaction:
        body = f"Action=CreateLoginProfile&Version=2010-05-08&UserName=bob&Password={password}".encode()
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        return Interaction(Request("POST", "https://iam.amazonaws.com/", headers, body), Response(200))

    lookup = Lookup([plain("Hunter-22"), plain("Hunter-33")])
    assert take(lookup, LOGIN, login("Hunter-33"), login("Wizard-77"), login("Wizard-88")) == [1, 0, None]
    explained = miss(Lookup([plain("Hunter-222")]), LOGIN, login("Wizard-77"))
    assert "Hunter" not in explained
    assert "Wizard" not in explained
    assert '  /Password: recorded "Xxxxxx-000", asked "Xxxxxx-00"' in explained


def test_a_recording_that_tells_no_region() -> None:
    recordings = [recorded(ITEM, item("a"), None), recorded(ITEM, item("b"), "us-east-1")]
    assert take(Lookup(recordings), ITEM, item("a"), item("b")) == [0, None]
    varying = Lookup(recordings, matching=parse_matching(ignore=["/Key/id/S"]))
    assert take(varying, ITEM, item("c"), item("d")) == [0, None]


def test_tokens_of_an_attempt_do_not_count() -> None:
    def purchase(token: str, key: str) -> dict[str, str]:
        return {"ClientRequestToken": token, "SecretId": "s", "SecretString": key}

    lookup = Lookup(redacted(recorded("secretsmanager.PutSecretValue", purchase("one", "Hunter-22"))))
    assert take(lookup, "secretsmanager.PutSecretValue", purchase("two", "Wizard-77")) == [0]


def test_what_varies_is_bound_to_what_was_recorded() -> None:
    recordings = [recorded(PUT, put(f"run-{name}")) for name in (A, B, A)]
    recordings += [recorded("s3.GetObject", put(f"run-{name}")) for name in (B, A)]
    lookup = Lookup(recordings, matching=parse_matching({"s3.PutObject:/Key": "uuid"}))
    assert take(lookup, PUT, *(put(f"run-{name}") for name in (C, D, D, C, C))) == [0, 1, None, 2, None]
    assert take(lookup, "s3.GetObject", put(f"run-{C}"), put(f"run-{D}")) == [4, 3]
    assert take(lookup, "s3.GetObject", put("run-1")) == [None]
    assert lookup.by_order == 0


def test_a_recorded_name_is_not_taken_for_another() -> None:
    recordings = [recorded(PUT, put(f"run-{name}")) for name in (A, B)]
    lookup = Lookup(recordings, matching=parse_matching({"/Key": "uuid"}))
    assert take(lookup, PUT, *(put(f"run-{name}") for name in (B, B, A))) == [1, None, 0]


def test_an_answer_has_the_name_of_the_call() -> None:
    response = Response(200, body=f"<R><Contents><Key>run-{A}</Key></Contents></R>".encode())
    recordings = [recorded(PUT, put(f"run-{A}"))]
    lookup = Lookup(recordings, matching=parse_matching({"/Key": "uuid"}))
    operation = find_operation("s3", "ListObjectsV2")
    assert lookup.answer(operation, response) is response
    take(lookup, PUT, put(f"run-{C}"))
    assert lookup.answer(operation, response).body == response.body.replace(A.encode(), C.encode())


def test_a_name_of_letters_is_known_in_all_operations() -> None:
    one, other = "akemxzwgjhqtpudslcyinobvfr", "coytwleirvhkdaqjnxmfzspbgu"
    recordings = [recorded("s3.CreateBucket", {"Bucket": one}), recorded(PUT, {"Bucket": one, "Key": "k"})]
    lookup = Lookup(recordings, matching=parse_matching({"s3.CreateBucket:/Bucket": "[a-z]{26}"}))
    assert take(lookup, "s3.CreateBucket", {"Bucket": other}) == [0]
    assert take(lookup, PUT, {"Bucket": other, "Key": "k"}) == [1]
    answer = Response(200, body=f"<R><Name>{one}</Name></R>".encode())
    assert lookup.given == frozenset()
    assert other.encode() in lookup.answer(find_operation("s3", "ListObjectsV2"), answer).body
    assert lookup.given == {"s3.CreateBucket:/Bucket"}


def test_ignored_values_play_in_recorded_order() -> None:
    recordings = [recorded(ITEM, item(name)) for name in ("one", "two", "three")]
    lookup = Lookup(recordings, matching=parse_matching(ignore=["/Key/id"]))
    assert take(lookup, ITEM, *map(item, ("three", "x", "y", "z"))) == [2, 0, 1, None]


def test_what_a_function_leaves_is_compared() -> None:
    matching = parse_matching(lambda operation, params: {**params, "Key": len(params["Key"]["id"]["S"])})
    lookup = Lookup([recorded(ITEM, item(name)) for name in ("one", "three")], matching=matching)
    assert take(lookup, ITEM, item("seven"), item("two"), item("four")) == [1, 0, None]


def test_a_secret_beside_what_varies() -> None:
    recordings = redacted(*(recorded(LOGIN, login(one, f"u{A}")) for one in ("Hunter-22", "Hunter-33")))
    lookup = Lookup(recordings, matching=parse_matching({"/UserName": "uuid"}))
    calls = [login(one, f"u{user}") for one, user in (("Wizard-77", C), ("Wizard-88", D), ("Wizard-88", C))]
    assert take(lookup, LOGIN, *calls) == [0, None, 1]
    assert lookup.by_order == 2


def test_times_that_are_relative_to_now_beside_a_secret() -> None:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    then = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)

    def lookup_events(moment: dt.datetime, name: str) -> dict[str, Any]:
        time = (moment - dt.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"logGroupName": "g", "metricName": name, "at": time}

    shape = "cloudtrail.LookupEvents"

    def events(moment: dt.datetime, key: str) -> dict[str, Any]:
        attribute = {"AttributeKey": "AccessKeyId", "AttributeValue": key}
        return {"LookupAttributes": [attribute], "StartTime": lookup_events(moment, "")["at"]}

    recordings = redacted(recorded(shape, events(then, "AKIAEXAMPLEEXAMPLE12")))
    lookup = Lookup(recordings, age=now - then)
    assert take(lookup, shape, events(now - dt.timedelta(days=9), "AKIAEXAMPLEEXAMPLE34")) == [None]
    assert take(lookup, shape, events(now + dt.timedelta(seconds=90), "AKIAEXAMPLEEXAMPLE34")) == [0]


def test_a_recording_whose_request_is_not_known_answers_any() -> None:
    unknown = recorded(ITEM, None)
    lookup = Lookup([unknown, recorded(ITEM, item("a"))])
    assert take(lookup, ITEM, item("a"), item("b"), item("c")) == [1, 0, None]


def test_threads_share_recordings_without_loss_or_repeat() -> None:
    secrets = [f"Secret-{n:03}" for n in range(40)]
    recordings = redacted(*(recorded(LOGIN, login(secret)) for secret in secrets * 3))
    lookup = Lookup(recordings)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda secret: take(lookup, LOGIN, login(secret))[0] or 0, secrets * 3))
    assert set(numbers) == set(range(120))
    played = {secret: {numbers[n] % 40 for n in range(i, 120, 40)} for i, secret in enumerate(secrets)}
    assert all(len(one) == 1 for one in played.values())
    assert len(set(itertools.chain.from_iterable(played.values()))) == 40


def explained(lookup: Lookup, name: str, params: Any) -> Sequence[str]:
    return str(lookup.miss(asked(name, params), "c.yaml")).splitlines()


OTHERS = "The recordings that are left belong to other callers, endpoints, secrets or names than this call's."
RECORD_AGAIN = (
    "The network is closed. To record what is missing, run the test once with --cassette-mode=new_episodes "
    "(or the program with harness record --mode new_episodes); to record everything again, with "
    "--cassette-mode=rewrite."
)


def test_a_miss_of_a_value_that_changes_on_every_run() -> None:
    assert explained(Lookup([recorded(PUT, put(f"run-{A}"))]), PUT, put(f"run-{B}")) == [
        "c.yaml has no recording left for s3.PutObject in eu-west-1.",
        "The nearest recording is interaction 1, which differs:",
        f'  /Key: recorded "run-{A}", asked "run-{B}"',
        "This value changes on every run. Declare it for the test:",
        '  @pytest.mark.cassette(match={"s3.PutObject:/Key": "uuid"})',
        "or for all tests, in pyproject.toml:",
        "  [tool.harness.match]",
        '  "s3.PutObject:/Key" = "uuid"',
    ]


def test_a_miss_of_one_that_changes_and_one_that_does_not() -> None:
    lines = explained(Lookup([recorded(PUT, put(f"run-{A}", ACL="a"))]), PUT, put(f"run-{B}", ACL="b"))
    assert lines[2:5] == [
        f'  /Key: recorded "run-{A}", asked "run-{B}"',
        '  /ACL: recorded "a", asked "b"',
        "This value changes on every run. Declare it for the test:",
    ]
    assert lines[-1] == RECORD_AGAIN


def test_a_miss_of_one_other_value() -> None:
    assert explained(Lookup([recorded(ITEM, item("a"))]), ITEM, item("b")) == [
        "c.yaml has no recording left for dynamodb.GetItem in eu-west-1.",
        "The nearest recording is interaction 1, which differs:",
        '  /Key/id/S: recorded "a", asked "b"',
        "If this value may differ, ignore it:",
        '  @pytest.mark.cassette(ignore=["dynamodb.GetItem:/Key/id/S"])',
        "or for all tests, in pyproject.toml:",
        "  [tool.harness.match]",
        '  "dynamodb.GetItem:/Key/id/S" = "any"',
        RECORD_AGAIN,
    ]


def instances(*identities: str) -> dict[str, Any]:
    return {"Filters": [{"Name": "instance-id", "Values": list(identities)}]}


def test_a_miss_by_order_alone() -> None:
    name, one, other = "ec2.DescribeInstances", instances("i-1", "i-2"), instances("i-2", "i-1")
    assert explained(Lookup([recorded(name, one)]), name, other)[2:] == [
        '  /Filters/0/Values/0: recorded "i-1", asked "i-2"',
        '  /Filters/0/Values/1: recorded "i-2", asked "i-1"',
        "Order alone differs. If the order of this list has no meaning, declare it for the test:",
        '  @pytest.mark.cassette(match={"ec2.DescribeInstances:/Filters/*/Values": "unordered"})',
        "or for all tests, in pyproject.toml:",
        "  [tool.harness.match]",
        '  "ec2.DescribeInstances:/Filters/*/Values" = "unordered"',
    ]
    matching = parse_matching({"ec2.DescribeInstances:/Filters/*/Values": "unordered"})
    assert take(Lookup([recorded(name, one)], matching=matching), name, other) == [0]
    assert take(Lookup([recorded(name, one)], matching=matching), name, instances("i-1", "i-3")) == [None]


def test_a_miss_of_several_other_values() -> None:
    lines = explained(Lookup([recorded(PUT, put("a", ACL="a"))]), PUT, put("b", ACL="b"))
    assert lines[2:] == ['  /Key: recorded "a", asked "b"', '  /ACL: recorded "a", asked "b"', RECORD_AGAIN]


def test_a_miss_in_another_region() -> None:
    lookup = Lookup([recorded(PUT, put(f"run-{A}"), "us-east-1")])
    assert explained(lookup, PUT, put(f"run-{B}"))[-1] == RECORD_AGAIN
    assert explained(lookup, PUT, put(f"run-{A}"))[2:] == [
        '  region: recorded "us-east-1", asked "eu-west-1"',
        RECORD_AGAIN,
    ]


def test_a_miss_of_a_secret_that_belongs_elsewhere() -> None:
    lookup = Lookup(redacted(*(recorded(LOGIN, login(one)) for one in ("Hunter-22", "Hunter-33"))))
    take(lookup, LOGIN, login("Wizard-77"))
    assert miss(lookup, LOGIN, login("Wizard-77")).splitlines() == [
        "c.yaml has no recording left for iam.CreateLoginProfile.",
        f"This request was recorded 2 times. {OTHERS}",
    ]
    take(lookup, LOGIN, login("Wizard-88"))
    assert miss(lookup, LOGIN, login("Wizard-77")).splitlines()[1:] == [
        "This request was recorded 2 times, and every recording has been played."
    ]


def test_what_is_declared_is_no_difference() -> None:
    matching = parse_matching({"/Key": "uuid"}, ["/Metadata"])
    lookup = Lookup([recorded(PUT, put(f"run-{A}", ACL="a"))], matching=matching)
    lines = explained(lookup, PUT, put(f"run-{B}", ACL="b", Metadata="x"))
    assert lines[2:4] == ['  /ACL: recorded "a", asked "b"', "If this value may differ, ignore it:"]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "1 call was told apart by recorded order only, since it differs in redacted values"),
        (2000, "2,000 calls were told apart by recorded order only, since they differ in redacted values"),
    ],
)
def test_how_calls_were_told_apart(count: int, expected: str) -> None:
    assert order_note(count) == expected


def tagged(identity: str, kind: str, *members: str) -> dict[str, Any]:
    return {"TableName": "users", "Item": {"id": {"S": identity}, "tags": {"M": {"all": {kind: [*members]}}}}}


PUT_ITEM = "dynamodb.PutItem"


@pytest.mark.parametrize("kind", ["SS", "NS", "BS"])
def test_sets_of_dynamodb_have_no_order(kind: str) -> None:
    lookup = Lookup([recorded(PUT_ITEM, tagged("1", kind, "10", "20", "30"))])
    calls = [tagged("1", kind, "30", "20"), tagged("1", kind, "30", "10", "20")]
    assert take(lookup, PUT_ITEM, *calls) == [None, 0]


def test_sets_have_no_order_in_requests_that_vary() -> None:
    matching = parse_matching({"dynamodb.PutItem:/Item/id/S": "uuid"})
    lookup = Lookup([recorded(PUT_ITEM, tagged(A, "SS", "a", "b"))], matching=matching)
    assert take(lookup, PUT_ITEM, tagged(B, "SS", "b", "a")) == [0]


def test_lists_of_dynamodb_have_an_order() -> None:
    first, second = {"S": "a"}, {"S": "b"}
    params = {"TableName": "users", "Item": {"all": {"L": [first, second]}}}
    lookup = Lookup([recorded(PUT_ITEM, params)])
    other = {"TableName": "users", "Item": {"all": {"L": [second, first]}}}
    assert take(lookup, PUT_ITEM, other, params) == [None, 0]


def test_a_miss_shows_the_members_of_sets_that_differ() -> None:
    lookup = Lookup([recorded(PUT_ITEM, tagged("1", "SS", "c", "a", "b"))])
    lines = miss(lookup, PUT_ITEM, tagged("1", "SS", "d", "b", "a")).splitlines()
    assert lines[2:] == ['  /Item/tags/M/all/SS/2: recorded "c", asked "d"']


POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:B", "a:C"]}]}'


def url(moment: str, key: str = "k") -> dict[str, str]:
    signed = f"AWSAccessKeyId={moment}&Signature={moment}&Expires={moment}"
    return {"QueueUrl": "q", "MessageBody": f"https://b.s3.amazonaws.com/{key}?a=1&{signed}"}


def test_presigned_urls_are_compared_without_their_moment() -> None:
    name = "sqs.SendMessage"
    lookup = Lookup(redacted(recorded(name, url("1795600000"))))
    assert take(lookup, name, url("1795700000", "other"), url("1795700000")) == [None, 0]
    document = [{**url(moment), "MessageBody": json.dumps(url(moment))} for moment in ("1", "2")]
    assert take(Lookup([recorded(name, document[0])]), name, document[1]) == [0]


def bucket_policy(text: str) -> dict[str, str]:
    return {"Bucket": "b", "Policy": text}


@pytest.mark.parametrize(
    ("text", "plays"),
    [
        ('{"Statement":[{"Action":["a:B","a:C"],"Effect":"Allow"}],"Version":"2012-10-17"}', 0),
        (f"\n {POLICY}\n", 0),
        (POLICY.replace("Allow", "Deny"), None),
        (POLICY.replace('"a:B", "a:C"', '"a:C", "a:B"'), None),
        (POLICY[:-1], None),
        (POLICY.replace('"Version"', '"Version": "2008-10-17", "Version"'), None),
    ],
)
def test_documents_in_texts_are_equal_whatever_their_layout(text: str, plays: int | None) -> None:
    lookup = Lookup([recorded("s3.PutBucketPolicy", bucket_policy(POLICY))])
    assert take(lookup, "s3.PutBucketPolicy", bucket_policy(text)) == [plays]


@pytest.mark.parametrize(("one", "other"), [("[NaN]", "[null]"), ("[1e999]", "[null]"), ("{a}", "{ a}")])
def test_texts_that_are_no_documents_are_equal_or_not(one: str, other: str) -> None:
    lookup = Lookup([recorded("s3.PutBucketPolicy", bucket_policy(one))])
    calls = [bucket_policy(other), bucket_policy(one)]
    assert take(lookup, "s3.PutBucketPolicy", *calls) == [None, 0]


def test_a_service_that_only_the_client_knows() -> None:
    description = {
        "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "own", "protocol": "json"},
        "operations": {
            "Ping": {"name": "Ping", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}
        },
        "shapes": {
            "In": {"type": "structure", "members": {"N": {"shape": "Number"}}},
            "Number": {"type": "integer"},
        },
    }
    facts = [Facts("own", "Ping", "eu-west-1", {"N": number}) for number in (1, 2)]
    lookup = Lookup([Interaction(Request("POST", "https://own/"), Response(200), one) for one in facts])
    assert len(lookup.unreadable) == 2
    ping = ServiceModel(description, "own").operation_model("Ping")
    keep_model(ping)
    numbers = [lookup.take(SoughtCall(ping, "own", "eu-west-1", {"N": number})) for number in (2, 1, 3)]
    assert [found and found[0] for found in numbers] == [1, 0, None]
    assert not lookup.unreadable
