"""The law of keys, on a bucket of six keys that is listed rightly, or with one mistake."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.pagination.keys import laws_of_keys
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


def caller(
    listing: Callable[[Asked], Listing],
    encode: Callable[[str], str] = urllib.parse.quote,
    coding: str = "url",
) -> Caller:
    client = law_client("s3", "http://127.0.0.1:1")

    def answer(request: Any, **_: Any) -> Any:
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query))
        keys, folders = listing(asked)
        entries = "".join(f"<Contents><Key>{encode(key)}</Key></Contents>" for key in keys)
        rolled = "".join(
            f"<CommonPrefixes><Prefix>{encode(each)}</Prefix></CommonPrefixes>" for each in folders
        )
        coded = f"<EncodingType>{coding}</EncodingType><IsTruncated>false</IsTruncated>"
        coded = coded if coding else "<IsTruncated>false</IsTruncated>"
        body = f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{coded}{entries}{rolled}'
        headers = [("Content-Type", "application/xml"), ("x-amz-request-id", "1")]
        return aws_response(request.url, 200, headers, f"{body}</ListBucketResult>".encode())

    client.meta.events.register("before-send", answer)
    return Caller(harness.contract("s3", "ListObjectsV2"), client, {"Bucket": "reports"})


def found(listing: Callable[[Asked], Listing]) -> set[str]:
    """Hold a server to the law that has one page, whatever `MaxKeys` says."""
    (law,) = laws_of_keys(caller(listing))
    return {one.code for one in law.certain() if one is not None} - {"too-many"}


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


@pytest.mark.parametrize(("coding", "expected"), [("url", set()), ("", {("echo", "EncodingType")})])
def test_an_answer_says_that_its_keys_are_encoded(coding: str, expected: set[tuple[str, str]]) -> None:
    asking = caller(rightly, coding=coding)
    call = asking({"Bucket": "reports", "EncodingType": "url"})
    assert call is not None
    assert {(one.code, one.place) for one in faults_of(asking, call) if one.code == "echo"} == expected


VERSIONS = [("2024/a&b", 2), ("2024/a&b", 1), ("2025/c", 3), ("gone", 0), ("gone", 4), ("zoë", 5)]
Rows = list[tuple[str, int]]
Page = tuple[Rows, list[str]]
Paged = Callable[[Rows, int, int, str, str], tuple[Page, int]]


def found_in_versions(page: Paged, marker: Callable[[str], str] = urllib.parse.quote) -> set[str]:
    """Hold a bucket of versions to the law; version 0 of a key is a delete marker."""
    client = law_client("s3", "http://127.0.0.1:1")

    def answer(request: Any, **_: Any) -> Any:
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(request.url).query, keep_blank_values=True))
        quote = urllib.parse.quote if "encoding-type" in asked else (lambda text: text.replace("&", "&amp;"))
        begin = int(asked.get("version-id-marker", "v0")[1:])
        most = int(asked.get("max-keys", 1000))
        prefix = asked.get("prefix", "")
        rows = [row for row in VERSIONS if row[0].startswith(prefix)]
        (versions, folders), end = page(rows, begin, most, prefix, asked.get("delimiter", ""))
        body = f"<MaxKeys>{most}</MaxKeys><IsTruncated>{str(end < len(rows)).lower()}</IsTruncated>"
        if "encoding-type" in asked:
            body += "<EncodingType>url</EncodingType>"
            body += f"<KeyMarker>{marker(asked.get('key-marker', ''))}</KeyMarker>"
        if end < len(rows):
            body += f"<NextKeyMarker>{quote(rows[end - 1][0])}</NextKeyMarker>"
            body += f"<NextVersionIdMarker>v{end}</NextVersionIdMarker>"
        for key, version in versions:
            body += f"<{'Version' if version else 'DeleteMarker'}><Key>{quote(key)}</Key>"
            body += f"<VersionId>{version}</VersionId></{'Version' if version else 'DeleteMarker'}>"
        body += "".join(
            f"<CommonPrefixes><Prefix>{quote(each)}</Prefix></CommonPrefixes>" for each in folders
        )
        body = (
            f'<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{body}</ListVersionsResult>'
        )
        headers = [("Content-Type", "application/xml"), ("x-amz-request-id", "1")]
        return aws_response(request.url, 200, headers, body.encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_keys(Caller(harness.contract("s3", "ListObjectVersions"), client, {"Bucket": "reports"}))
    return {one.code for one in law.certain() if one is not None}


def right_page(rows: Rows, begin: int, most: int, prefix: str, mark: str) -> tuple[Page, int]:
    """Count versions, delete markers and folders, each folder once."""

    def folder(key: str) -> str:
        head, cut, _ = key.removeprefix(prefix).partition(mark) if mark else (key, "", "")
        return prefix + head + cut if cut else ""

    versions: Rows = []
    folders: list[str] = []
    earlier = {folder(key) for key, _ in rows[:begin]}
    end = begin
    for key, version in rows[begin:]:
        is_rolled = bool(folder(key))
        is_new = is_rolled and folder(key) not in {*earlier, *folders}
        if len(versions) + len(folders) == most and (is_new or not is_rolled):
            break
        folders += [folder(key)] if is_new else []
        versions += [] if is_rolled else [(key, version)]
        end += 1
    return (versions, folders), end


def uncounted_markers(rows: Rows, begin: int, most: int, prefix: str, mark: str) -> tuple[Page, int]:
    (versions, folders), end = right_page(rows, begin, most, prefix, mark)
    while end < len(rows) and not rows[end][1]:
        versions, end = [*versions, rows[end]], end + 1
    return (versions, folders), end


def folders_again(rows: Rows, begin: int, most: int, prefix: str, mark: str) -> tuple[Page, int]:
    (versions, folders), end = right_page(rows, begin, most, prefix, mark)
    return (versions, ["2024/", *folders] if mark == "/" and begin else folders), end


@pytest.mark.parametrize(
    ("page", "marker", "expected"),
    [
        (right_page, urllib.parse.quote, set()),
        (uncounted_markers, urllib.parse.quote, {"too-many"}),
        (folders_again, urllib.parse.quote, {"rolled-up", "too-many"}),
        (right_page, lambda key: key.replace("&", "&amp;"), {"encoding"}),
    ],
)
def test_pages_of_versions(page: Paged, marker: Callable[[str], str], expected: set[str]) -> None:
    # The other faults are those of answers that tell nothing but keys.
    assert (
        found_in_versions(page, marker) & {"too-many", "rolled-up", "encoding", "start", "sorted"} == expected
    )
