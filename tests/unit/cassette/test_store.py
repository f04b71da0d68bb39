from __future__ import annotations

import json
import os
import random
import stat
from typing import TYPE_CHECKING, Any

import pytest

from harness.cassette import store
from harness.cassette.errors import (
    CassetteNotFound,
    CassetteNotWritable,
    MalformedCassette,
    NewerFormat,
    TruncatedCassette,
)
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.reading import cassette_format
from harness.cassette.store import load_cassette, save_cassette

if TYPE_CHECKING:
    from pathlib import Path

RESTORE = "Restore the file from version control, or delete it and record it again."
NAME_ONE = (
    "Name a cassette, or convert another tool's recording with harness cassette import. If it was a "
    "cassette, restore it from version control."
)
FACTS = Facts(
    service="dynamodb",
    operation="GetItem",
    region="us-east-1",
    params={"TableName": "users", "Key": {"Id": {"S": "a"}}},
    protocol="json",
    recorded_at="2026-01-01T00:00:00Z",
    source="http://127.0.0.1:5000 (moto 5.2.5)",
    model="1.44.5",
)
GET_ITEM = Interaction(
    Request(
        "POST",
        "http://127.0.0.1:5000/",
        (("X-Amz-Target", "DynamoDB_20120810.GetItem"),),
        b'{"TableName": "users"}',
    ),
    Response(
        200, "OK", (("x-amz-crc32", "2745614147"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")), b"{\n}\n"
    ),
    FACTS,
)
OBJECT = Interaction(Request("GET", "http://127.0.0.1:5000/b/k"), Response(200, "OK", (), b"\x00\xff"))
SAVED = """\
interactions:
- harness:
    format: 1
    service: dynamodb
    operation: GetItem
    region: us-east-1
    protocol: json
    params:
      TableName: users
      Key:
        Id:
          S: a
    recorded_at: '2026-01-01T00:00:00Z'
    source: http://127.0.0.1:5000 (moto 5.2.5)
    model: 1.44.5
  request:
    method: POST
    uri: http://127.0.0.1:5000/
    headers:
      X-Amz-Target:
      - DynamoDB_20120810.GetItem
    body: '{"TableName": "users"}'
  response:
    status:
      code: 200
      message: OK
    headers:
      x-amz-crc32:
      - '2745614147'
      Set-Cookie:
      - a=1
      - b=2
    body:
      string: |
        {
        }
- request:
    method: GET
    uri: http://127.0.0.1:5000/b/k
    headers: {}
    body: null
  response:
    status:
      code: 200
      message: OK
    headers: {}
    body:
      string: !!binary |
        AP8=
version: 1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "users.yaml"


def failure(path: Path) -> str:
    """What is said of a cassette that does not load, or does not read to its end."""
    with pytest.raises((MalformedCassette, TruncatedCassette, NewerFormat)) as caught:
        list(load_cassette(path).interactions)
    return str(caught.value)


def test_yaml_is_written_for_people(path: Path) -> None:
    save_cassette(path, [GET_ITEM, OBJECT])
    assert path.read_text() == SAVED


@pytest.mark.parametrize("name", ["users.yaml", "users.json"])
def test_what_is_saved_loads(tmp_path: Path, name: str) -> None:
    path = tmp_path / "made" / "by" / name
    save_cassette(path, [GET_ITEM, OBJECT], {"metadata": {"seed": 1}})
    cassette = load_cassette(path)
    assert cassette.path == path
    assert list(cassette.interactions) == [GET_ITEM, OBJECT]
    assert cassette.interactions[-1] is cassette.interactions[1]
    assert cassette.interactions[:1] == (GET_ITEM,)
    assert cassette.extras == {"metadata": {"seed": 1}}


def test_json_keeps_binary_bodies_as_base64(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    save_cassette(path, [OBJECT])
    assert json.loads(path.read_text())["interactions"][0]["response"]["body"] == {"base64_string": "AP8="}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.json", "json"),
        ("A.JSON", "json"),
        ("a.yaml", "yaml"),
        ("a.yml", "yaml"),
        ("a", "yaml"),
        ("json", "yaml"),
    ],
)
def test_the_ending_tells_the_format(name: str, expected: str) -> None:
    assert cassette_format(name) == expected


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    save_cassette(target, [OBJECT])
    target.chmod(0o640)
    link.symlink_to(target)
    save_cassette(link, [GET_ITEM])
    assert link.is_symlink()
    assert list(load_cassette(target).interactions) == [GET_ITEM]
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_gets_the_mode_that_the_process_gives(path: Path) -> None:
    before = os.umask(0o027)
    try:
        save_cassette(path, [])
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_old_file_stays_if_the_new_one_cannot_be_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_cassette(path, [OBJECT])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(CassetteNotWritable) as caught:
        save_cassette(path, [GET_ITEM])
    assert str(caught.value) == (
        f"The cassette {path} could not be written: No space left on device. "
        "Make it and its folder writable, or choose another with --cassette-dir."
    )
    assert list(load_cassette(path).interactions) == [OBJECT]
    assert [entry.name for entry in path.parent.iterdir()] == ["users.yaml"]


def test_a_missing_cassette_is_named(path: Path) -> None:
    with pytest.raises(CassetteNotFound) as caught:
        load_cassette(path)
    assert str(caught.value) == f"There is no cassette {path}. Check the path, or record it first."


def test_every_truncation_of_a_cassette_is_recognised(path: Path) -> None:
    last_line = SAVED.index("version: 1")
    for length in range(0, last_line + len("version: "), 7):
        path.write_text(SAVED[:length])
        said = failure(path)
        assert said.startswith(
            (f"{path} was cut short: it does not end with its version key, and ", f"{path}, line ")
        ), said


@pytest.mark.parametrize(
    ("end", "held"),
    [
        ("- request:", "only 1 interaction is left"),
        ("version:", "only 2 interactions are left"),
        ("inter", "no interaction is left"),
    ],
)
def test_a_truncated_cassette_says_what_is_left(path: Path, end: str, held: str) -> None:
    path.write_text(SAVED[: SAVED.rindex(end)])
    assert failure(path) == (
        f"{path} was cut short: it does not end with its version key, and {held}. {RESTORE} "
        'If nothing is missing, add "version: 1" as the last line.'
    )


VCRPY = """\
interactions:
- request:
    body: null
    headers: {}
    method: GET
    uri: http://127.0.0.1:5000/b/k
  response:
    body:
      string: |
        one
        two
    headers: {}
    status:
      code: 200
      message: OK
"""


def test_a_file_of_vcrpys_is_read_without_its_version(path: Path) -> None:
    path.write_text(VCRPY)
    (interaction,) = load_cassette(path).interactions
    assert interaction == Interaction(
        Request("GET", "http://127.0.0.1:5000/b/k"), Response(200, "OK", (), b"one\ntwo\n")
    )
    path.write_text(VCRPY.replace("      message: OK\n", "      message: OK\n    url: http://x/\n"))
    assert len(load_cassette(path).interactions) == 1
    path = path.with_suffix(".json")
    whole = {"request": {"method": "GET", "uri": "http://x/"}, "response": {"status": {"code": 200}}}
    path.write_text(json.dumps({"interactions": [whole]}))
    assert len(load_cassette(path).interactions) == 1


def test_a_file_of_vcrpys_that_ends_within_an_interaction_was_cut_short(path: Path) -> None:
    begins = VCRPY.index("- request")
    for length in range(begins, VCRPY.rindex("code: 200") + len("code: 200")):
        path.write_text(VCRPY[:length])
        said = failure(path)
        assert said.startswith((f"{path} was cut short: ", f"{path}, line ")), said


def test_a_file_of_harness_needs_its_version_though_its_status_may_come_last(path: Path) -> None:
    facts = "- harness: {format: 1, service: s3, operation: GetObject}\n  request"
    path.write_text(VCRPY.replace("- request", facts))
    assert failure(path).startswith(f"{path} was cut short: ")


def interaction_with(**parts: Any) -> dict[str, Any]:
    request = {"method": "POST", "uri": "http://x/", "headers": {}, **parts}
    return {"request": request, "response": {"status": {"code": 200}, "headers": {}, "body": {"string": ""}}}


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        ({"parsed_body": {"a": [1, None, "é"]}}, b'{"a": [1, null, "\\u00e9"]}'),
        ({"parsed_body": False, "body": "other"}, b"false"),
        ({"parsed_body": None, "body": "text"}, b"text"),
    ],
)
def test_a_body_that_a_serializer_parsed_is_read(path: Path, parts: dict[str, Any], body: bytes) -> None:
    path = path.with_suffix(".json")
    path.write_text(json.dumps({"interactions": [interaction_with(**parts)], "version": 1}))
    (interaction,) = load_cassette(path).interactions
    assert interaction.request.body == body


def test_a_parsed_body_must_be_json(path: Path) -> None:
    path.write_text(
        VCRPY.replace("    body:\n      string: |", "    parsed_body:\n      string: !!binary |").replace(
            "        one\n        two\n", "        AP8=\n"
        )
    )
    with pytest.raises(MalformedCassette) as caught:
        load_cassette(path).interactions[0]
    assert str(caught.value) == (
        f"{path}, line 2: in interaction 1, response.parsed_body is not JSON "
        f"(Object of type bytes is not JSON serializable). {RESTORE}"
    )


def test_a_newer_format_asks_for_an_upgrade(path: Path) -> None:
    path.write_text(SAVED.replace("format: 1", "format: 2"))
    assert failure(path) == (
        f"{path} was written by a newer harness: its format is 2, and this harness reads up to "
        "format 1. Upgrade aws-contract-harness, or record it again."
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("interactions: [\nversion: 1", 3),
        ("interactions:\n- request: 'a\nversion: 1", 3),
        ("interactions: []\nversion: 1\n---\nversion: 1\n", 3),
        ("interactions: []\nversion: \x01", 2),
        ("a: 1\n? [b]\n: 2\nversion: 1", 2),
    ],
)
def test_yaml_that_is_not_well_formed_says_where(path: Path, text: str, line: int) -> None:
    path.write_text(text)
    said = failure(path)
    assert said.startswith(f"{path}, line {line}: ")
    assert said.endswith(f". {RESTORE if 'interactions' in text else NAME_ONE}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"interactions": [\n', 2),
        ("{'a': 1}", 1),
        ("[" * 2000 + "]" * 2000, 1),
        ('{\n"a": \x01}', 2),
    ],
)
def test_json_that_is_not_well_formed_says_where(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "users.json"
    path.write_text(text)
    said = failure(path)
    assert said.startswith(f"{path}, line {line}: ")
    assert said.endswith(f". {RESTORE if 'interactions' in text else NAME_ONE}")


NO_CASSETTE = "this is not a cassette: its top level has no interactions"
OBJECT_TAG = "the tag !!python/object/apply:os.system stands for an object, and harness reads data only"


@pytest.mark.parametrize("name", ["users.yaml", "users.json"])
def test_a_merge_conflict_is_called_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    start = f"interactions: # {'-' * 5000}"  # the mark is far from the start
    path.write_text(f"{start}\n<<<<<<< HEAD\n- 1\n=======\n- 2\n>>>>>>> other\nversion: 1")
    assert failure(path) == (
        f"{path}, line 2: it has a merge conflict. Take one side (git checkout --ours {path}, or --theirs), "
        "or join both with harness cassette merge."
    )


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("interactions: !!python/object/apply:os.system [ls]\nversion: 1", ", line 1", OBJECT_TAG),
        (
            "a: !!int x",
            ", line 1",
            "this is not a cassette: it has no interactions ('x' does not fit its type)",
        ),
        ("[]", ", line 1", NO_CASSETTE),
        ("hello", ", line 1", NO_CASSETTE),
        ("name: x", ", line 1", NO_CASSETTE),
        ("interactions: []\nversion: 2", "", "its vcrpy version is 2, and harness reads 1"),
        ("interactions: {}\nversion: 1", ", line 1", "its interactions are not a list"),
        ("interactions:\n- 1\nversion: 1", ", line 2", "interaction 1 is not a mapping but int"),
        (
            "interactions:\n- harness: 1\nversion: 1",
            ", line 2",
            "in interaction 1, harness.format is not a version but None",
        ),
        (
            "interactions:\n- {request: {}, response: {}}\n- request: {}\nversion: 1",
            ", line 2",
            "in interaction 1, response.status is missing",
        ),
    ],
)
def test_a_malformed_cassette_says_where_and_what(path: Path, text: str, where: str, reason: str) -> None:
    path.write_text(text)
    assert failure(path) == f"{path}{where}: {reason}. {RESTORE if 'interactions:' in text else NAME_ONE}"


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("request", None, "request is not a mapping but None"),
        ("request.method", None, "request.method is not text but None"),
        ("request.uri", True, "request.uri is not text but True"),
        ("request.headers", [], "request.headers is not a mapping but []"),
        ("request.headers", {"A": [{}]}, "request.headers.A is not text but {}"),
        ("request.body", 1, "request.body is no body but int"),
        (
            "request.body",
            {"base64_string": "?"},
            "request.body.base64_string is not base64 (Only base64 data is allowed)",
        ),
        ("response.status", 200, "response.status is not a mapping but 200"),
        ("response.status.code", "200", "response.status.code is not a number but '200'"),
        ("response.body", {"bytes": ""}, "response.body is no body but dict"),
        ("harness.service", None, "harness.service is not a string but None"),
        ("harness.region", 1, "harness.region is neither a string nor null but 1"),
        ("harness.params", [], "harness.params is neither a mapping nor null but []"),
    ],
)
def test_a_malformed_interaction_is_named(tmp_path: Path, part: str, value: Any, reason: str) -> None:
    path = tmp_path / "users.json"
    save_cassette(path, [OBJECT, GET_ITEM])
    raw = json.loads(path.read_text())
    *outer, last = part.split(".")
    parent = raw["interactions"][1]
    for step in outer:
        parent = parent[step]
    parent[last] = value
    path.write_text(json.dumps(raw))
    assert load_cassette(path).interactions[0] == OBJECT
    assert failure(path) == f"{path}, line 1: in interaction 2, {reason}. {RESTORE}"


def test_a_file_that_is_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_BYTES", 10)
    path.write_text("x" * 11)
    assert failure(path) == f"{path}: it has 11 bytes, and harness loads up to 10. {RESTORE}"


def test_a_folder_is_no_cassette(tmp_path: Path) -> None:
    assert failure(tmp_path) == f"{tmp_path}: it cannot be read (Is a directory). {RESTORE}"


def test_a_body_of_40_megabytes_is_kept(path: Path) -> None:
    text, binary = b'{"a": "\xc3\xa9"}\n' * 1_700_000, random.Random(2).randbytes(20_000_000)
    recorded = [
        Interaction(Request("PUT", "http://127.0.0.1/", body=body), Response(200)) for body in (text, binary)
    ]
    save_cassette(path, recorded)
    assert list(load_cassette(path).interactions) == recorded
