from __future__ import annotations

import base64
import json
import zlib

import pytest

from harness.cassette.model import Response
from harness.models import find_operation
from harness.record.matching import Part
from harness.record.texts import Replacement
from harness.record.translation import Translation, translation_note

A, B, C = (f"{n}b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4be{n}" for n in range(1, 4))


def pair(recorded: str, asked: str, identifies: bool = True) -> tuple[Part, Part]:
    return Part("/Key", recorded, identifies), Part("/Key", asked, identifies)


def test_a_bound_text_is_translated_at_every_place() -> None:
    texts, operation = Translation(), find_operation("s3", "PutObject")
    params = {"Bucket": B, "Key": f"run-{B}/x", "Metadata": {"of": f"{B} {C}", B: "1"}}
    assert texts.params(operation.input_shape, params) is params
    texts.bind([pair(A, B)])
    assert texts.params(operation.input_shape, params) == {
        "Bucket": A,
        "Key": f"run-{A}/x",
        "Metadata": {"of": f"{A} {C}", A: "1"},
    }


def test_a_text_in_a_blob() -> None:
    texts = Translation()
    texts.bind([pair(A, B)])
    body = base64.b64encode(json.dumps({"id": B}).encode()).decode()
    asked = texts.params(find_operation("s3", "PutObject").input_shape, {"Body": body})
    assert json.loads(base64.b64decode(asked["Body"])) == {"id": A}


def test_a_number() -> None:
    texts, operation = Translation(), find_operation("logs", "FilterLogEvents")
    texts.bind([pair("1792836000000", "1795428000000", False)])
    assert texts.params(
        operation.input_shape, {"startTime": 1795428000000, "interleaved": True, "limit": 7}
    ) == {
        "startTime": 1792836000000,
        "interleaved": True,
        "limit": 7,
    }


def test_an_answer_has_the_tests_own_text_and_stays_whole() -> None:
    texts = Translation()
    texts.bind([pair(f"run-{A}-{'x' * 9}", f"run-{B}")])
    body = f"<R><Contents><Key>run-{A}-{'x' * 9}/1</Key></Contents></R>".encode()
    headers = (
        ("Content-Length", str(len(body))),
        ("x-amz-crc32", "1"),
        ("Location", f"/b/run-{A}-{'x' * 9}"),
    )
    answer = texts.response(find_operation("s3", "ListObjectsV2"), Response(200, "OK", headers, body))
    assert answer.body == f"<R><Contents><Key>run-{B}/1</Key></Contents></R>".encode()
    assert answer.headers == (
        ("Content-Length", str(len(answer.body))),
        ("x-amz-crc32", str(zlib.crc32(answer.body))),
        ("Location", f"/b/run-{B}"),
    )


def test_an_answer_of_bytes() -> None:
    texts = Translation()
    response = Response(200, body=f"\n{A}\n".encode() + b"\xff")
    operation = find_operation("s3", "GetObject")
    assert texts.response(operation, response) is response
    texts.bind([pair(A, B)])
    assert texts.response(operation, response).body == f"\n{B}\n".encode() + b"\xff"


def test_names_are_bound_one_to_one() -> None:
    texts = Translation()
    texts.bind([pair(A, B)])
    assert texts.allows([pair(A, A)])  # what was asked is translated
    assert not texts.allows([pair(A, C)])
    assert texts.allows([pair(C, "4" + A[1:])])
    assert not texts.allows([pair(C, "4" + A[1:]), pair("5" + A[1:], "4" + A[1:])])
    assert not texts.allows([pair(C, "4" + A[1:]), pair(C, "5" + A[1:])])


def test_a_recorded_name_means_itself() -> None:
    texts = Translation()
    texts.recorded |= {A, B}
    assert not texts.allows([pair(A, B)])
    assert texts.allows([pair(A, C)])


def test_times_are_bound_to_the_first() -> None:
    texts, operation = Translation(), find_operation("s3", "PutObject")
    pairs = [pair("2026-10-22T10:00:00Z", "2026-11-21T10:00:00Z", False)]
    pairs += [pair("2026-10-22T11:00:00Z", "2026-11-21T10:00:00Z", False)]
    assert texts.allows(pairs)
    texts.bind(pairs)
    assert texts.params(operation.input_shape, {"Key": "2026-11-21T10:00:00Z"}) == {
        "Key": "2026-10-22T10:00:00Z"
    }


@pytest.mark.parametrize("text", ["abc", "Production", "us-east-1", "job-12", ""])
def test_short_texts_and_plain_words_are_not_bound(text: str) -> None:
    texts, operation = Translation(), find_operation("s3", "PutObject")
    assert texts.allows([pair(text, A), pair(text, B)])
    texts.bind([pair(text, A), pair(B, text)])
    assert texts.params(operation.input_shape, {"Key": f"{A} {text}"}) == {"Key": f"{A} {text}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a1b2c3", "x9y8z7"),
        ("run-a1b2c3.", "run-x9y8z7."),
        ("runa1b2c3", "runa1b2c3"),
        ("a1b2c34", "a1b2c34"),
        (f"x{A}y", f"x{B}y"),
        (f"{B} {A}", f"{C} {B}"),
        ("one-two-three", "3"),
    ],
)
def test_texts_are_replaced_at_once_and_short_ones_as_whole_words(text: str, expected: str) -> None:
    texts = {"a1b2c3": "x9y8z7", A: B, B: C, "one-two": "2", "one-two-three": "3", "same": "same"}
    assert Replacement(texts).text(text) == expected


LETTERS, OTHER = "akemxzwgjhqtpudslcyinobvfr", "coytwleirvhkdaqjnxmfzspbgu"


def test_a_plain_word_is_bound_if_an_expression_was_written_for_it() -> None:
    texts, operation = Translation(), find_operation("s3", "PutObject")
    pairs = [(Part("/Bucket", LETTERS, True, is_certain=True), Part("/Bucket", OTHER, True, is_certain=True))]
    texts.bind(pairs, "s3.CreateBucket")
    assert texts.params(operation.input_shape, {"Bucket": OTHER}) == {"Bucket": LETTERS}
    assert texts.response(None, Response(200, body=LETTERS.encode())).body == OTHER.encode()
    assert texts.given == {"s3.CreateBucket:/Bucket"}


def encrypted(nonce: str, name: str, body: bytes) -> tuple[Part, ...]:
    return (
        Part("/Body", base64.b64encode(body).decode(), False, is_body=True),
        Part("/Metadata/iv", nonce, False),
        Part("/Key uuid 0", name, True),
    )


BODY, NEW = bytes(range(200, 232)), bytes(range(100, 132))


@pytest.mark.parametrize("body", [BODY, BODY[5:20], b"", b"<" + BODY + b">"])
def test_what_stands_beside_a_body_that_may_be_any_stays_with_it(body: bytes) -> None:
    texts = Translation()
    texts.bind(
        zip(encrypted("n0nce+1==", A, BODY), encrypted("0ther/2==", B, NEW), strict=True), "s3.PutObject"
    )
    recorded = Response(200, "OK", (("x-amz-meta-iv", "n0nce+1=="), ("x-name", A)), body)
    answer = texts.response(find_operation("s3", "GetObject"), recorded)
    assert answer.body == body
    assert answer.headers == (("x-amz-meta-iv", "n0nce+1=="), ("x-name", B))
    assert texts.given == {"s3.PutObject:/Key"}
    assert texts.params(None, {"iv": "0ther/2=="}) == {"iv": "n0nce+1=="}


def test_what_was_sent_before_a_body_stays_with_it() -> None:
    texts = Translation()
    texts.bind([(Part("/Metadata/iv", "n0nce+1==", False), Part("/Metadata/iv", "0ther/2==", False))])
    texts.bind([next(iter(zip(encrypted("", "", BODY), encrypted("", "", NEW), strict=True)))])
    headers = (("x-amz-meta-iv", "n0nce+1=="),)
    operation = find_operation("s3", "GetObject")
    assert texts.response(operation, Response(200, "OK", headers, BODY)).headers == headers
    other = texts.response(operation, Response(200, "OK", headers, b"other bytes"))
    assert other.headers == (("x-amz-meta-iv", "0ther/2=="),)


def test_the_note_lists_a_few_places() -> None:
    places = {f"s3.PutObject:/Metadata/{number}" for number in range(7)}
    assert translation_note({"s3.PutObject:/Key"}).endswith("recorded ones of s3.PutObject:/Key")
    assert translation_note(places).endswith("/Metadata/4 and 2 more")
