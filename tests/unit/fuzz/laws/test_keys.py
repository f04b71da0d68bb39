"""The law of keys, on a bucket of six keys that is listed rightly, or with one mistake."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.answers import faults_of
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.keys import laws_of_keys
from harness.wire.awsrequest import aws_response

KEYS = ["2024/a.csv", "2024/b.csv", "2025/q&a.txt", "index.html", "logs/old/x", "zoë.txt"]

Asked = dict[str, str]
Listing = tuple[list[str], list[str]]


def rightly(asked: Asked) -> Listing:
    prefix, mark = asked.get("prefix", ""), asked.get("delimiter", "")
    keys = [key for key in KEYS if key.startswith(prefix) and key > asked.get("start-after", "")]
    rolled = [key for key in keys if mark and mark in key.removeprefix(prefix)]
    folders = [prefix + key.removeprefix(prefix).partition(mark)[0] + mark for key in rolled]
    return [key for key in keys if key not in rolled], list(dict.fromkeys(folders))


def caller(listing: Callable[[Asked], Listing], encode: Callable[[str], str] = urllib.parse.quote) -> Caller:
    client = law_client("s3", "http://127.0.0.1:1")

    def answer(request: Any, **_: Any) -> Any:
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query))
        keys, folders = listing(asked)
        entries = "".join(f"<Contents><Key>{encode(key)}</Key></Contents>" for key in keys)
        rolled = "".join(
            f"<CommonPrefixes><Prefix>{encode(each)}</Prefix></CommonPrefixes>" for each in folders
        )
        coded = "<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
        body = f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{coded}{entries}{rolled}'
        headers = [("Content-Type", "application/xml"), ("x-amz-request-id", "1")]
        return aws_response(request.url, 200, headers, f"{body}</ListBucketResult>".encode())

    client.meta.events.register("before-send", answer)
    return Caller(harness.contract("s3", "ListObjectsV2"), client, {"Bucket": "reports"})


def found(listing: Callable[[Asked], Listing]) -> set[str]:
    (law,) = laws_of_keys(caller(listing))
    return {one.code for one in law.certain() if one is not None}


def without(name: str) -> Callable[[Asked], Listing]:
    return lambda asked: rightly({**asked, name: ""})


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (rightly, set()),
        (without("delimiter"), {"rolled-up"}),
        (lambda asked: (rightly({**asked, "delimiter": ""})[0], rightly(asked)[1]), {"rolled-up"}),
        (lambda asked: (rightly(asked)[0], rightly(asked)[1][1:]), {"rolled-up"}),
        (without("start-after"), {"start"}),
        (lambda asked: rightly({**asked, "start-after": asked.get("start-after", "")[:-1]}), {"start"}),
        (lambda asked: (sorted(rightly(asked)[0], key=len), rightly(asked)[1]), {"sorted"}),
    ],
)
def test_a_list_of_keys(listing: Callable[[Asked], Listing], expected: set[str]) -> None:
    assert found(listing) == expected


def test_the_page_of_the_law_shows_what_harness_says(is_example: Callable[[Counterexample], bool]) -> None:
    (law,) = laws_of_keys(caller(without("delimiter")))
    assert any(is_example(one) for one in law.certain() if one is not None)


def test_other_lists_have_no_law_of_keys() -> None:
    assert (
        laws_of_keys(Caller(harness.contract("iam", "ListUsers"), law_client("iam", "http://[::1]:1"))) == ()
    )


@pytest.mark.parametrize(
    ("encode", "expected"),
    [
        (urllib.parse.quote, set()),
        (lambda key: key.replace("&", "&amp;"), {("encoding", "Contents[].Key")}),
    ],
)
def test_keys_are_encoded_as_the_answer_says(
    encode: Callable[[str], str], expected: set[tuple[str, str]]
) -> None:
    asking = caller(rightly, encode)
    call = asking({"Bucket": "reports"})
    assert call is not None
    assert {(one.code, one.place) for one in faults_of(asking, call) if one.code == "encoding"} == expected
