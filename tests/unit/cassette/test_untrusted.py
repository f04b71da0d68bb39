"""Cassettes from strangers: each is read or refused in bounded time, with the file and the place named."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cassette.errors import LinkLeadsOut, MalformedCassette
from harness.cassette.journal import Journal
from harness.cassette.store import load_cassette, save_cassette
from harness.errors import HarnessError

CORPUS = sorted((Path(__file__).parents[2] / "corpus" / "cassettes").iterdir())
RESTORE = "Restore the file from version control, or delete it and record it again."
NAME_ONE = (
    "Name a cassette, or convert another tool's recording with harness cassette import. If it was a "
    "cassette, restore it from version control."
)
SECONDS = 20.0


def interaction(**parts: Any) -> dict[str, Any]:
    """An interaction with STS, parts of it replaced: ``response__body=...``."""
    made: dict[str, Any] = {
        "request": {
            "method": "POST",
            "uri": "https://sts.us-east-1.amazonaws.com/",
            "headers": {"Content-Type": ["application/x-www-form-urlencoded"]},
            "body": "Action=GetCallerIdentity&Version=2011-06-15",
        },
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": ""}},
    }
    for name, value in parts.items():
        *outer, last = name.split("__")
        inner = made
        for step in outer:
            inner = inner[step]
        inner[last] = value
    return made


def cassette(*interactions: dict[str, Any]) -> bytes:
    return json.dumps({"interactions": interactions, "version": 1}).encode()


def packed(content: bytes) -> dict[str, str]:
    return {"base64_string": base64.b64encode(content).decode()}


def bomb() -> bytes:
    return gzip.compress(b"\0" * (1 << 24), 9)


GZIP = {"Content-Encoding": ["gzip"]}
FACTS = {"format": 1, "service": "sts", "operation": "GetCallerIdentity", "region": None, "params": {}}
LARGE: dict[str, Callable[[], bytes]] = {
    "deep.json": lambda: b'{"interactions": ' + b"[" * 500_000 + b"]" * 500_000 + b', "version": 1}',
    "deep.yaml": lambda: b"interactions: " + b"[" * 500_000,
    "deep-body.json": lambda: cassette(interaction(response__body={"string": '{"password":' * 20_000})),
    "deep-elements.json": lambda: cassette(interaction(response__body={"string": "<a>" * 20_000})),
    "gzip.json": lambda: cassette(interaction(response__headers=GZIP, response__body=packed(bomb()))),
    "gzip-inside.json": lambda: cassette(interaction(response__body=packed(gzip.compress(bomb())))),
    "gzip-in-text.json": lambda: cassette(
        interaction(response__body=packed(b'"%s"' % base64.b64encode(bomb())))
    ),
    "number.yaml": lambda: b"interactions: []\nversion: " + b"9" * 1_000_000,
    "base-60.yaml": lambda: b"interactions: []\nversion: " + b"1:" * 100_000 + b"1",
    "hexadecimal.yaml": lambda: b"interactions: []\nversion: 0x" + b"f" * 1_000_000,
    "escapes.json": lambda: cassette(interaction(response__body={"string": "password" + "\\" * 300_000})),
    "keys.json": lambda: cassette(
        interaction(response__body={"string": "-----BEGIN PRIVATE KEY-----" * 9_000})
    ),
    "urls.json": lambda: cassette(interaction(request__uri="https://" + "://a:" * 60_000)),
}


def seconds_to_read(path: Path) -> float:
    """Load, check and redact a cassette; what fails must be an error of harness that names the file."""
    from harness.redaction.cassette import redact_cassette
    from harness.report.check import check

    began = time.process_time()
    for read in (lambda: check(load_cassette(path)), lambda: redact_cassette(path, write=False)):
        failure = None
        try:
            read()
        except HarnessError as error:
            failure = str(error)
        assert failure is None or str(path) in failure
    return time.process_time() - began


@pytest.mark.parametrize("name", LARGE)
def test_a_large_hostile_cassette_takes_bounded_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(LARGE[name]())
    assert seconds_to_read(path) < SECONDS


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_corpus_is_read_or_refused(path: Path) -> None:
    assert seconds_to_read(path) < SECONDS


def refusal(path: Path) -> str:
    with pytest.raises(MalformedCassette) as caught:
        list(load_cassette(path).interactions)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "a.yaml",
            b"interactions: []\nversion: 1\ninteractions: []\n",
            ", line 3: the key 'interactions' comes twice",
        ),
        (
            "a.json",
            b'{"interactions": [{}], "interactions": [], "version": 1}',
            ": the key 'interactions' comes twice",
        ),
        (
            "a.json",
            b'{"interactions": [{"request": 1, "request": 2}], "version": 1}',
            ": the key 'request' comes twice",
        ),
        (
            "a.yaml",
            b"interactions: []\nversion: " + b"9" * 401,
            ", line 2: a number has more than 400 characters",
        ),
        (
            "a.json",
            cassette(interaction(response__status__code=99)),
            ", line 1: in interaction 1, response.status.code is no HTTP status but 99",
        ),
        (
            "a.json",
            cassette(
                interaction(response__body=packed(b"")), interaction(request__body={"base64_string": "é"})
            ),
            (
                ", line 1: in interaction 2, request.body.base64_string is not base64 "
                "(string argument should contain only ASCII characters)"
            ),
        ),
        (
            "a.json",
            cassette(interaction(harness={**FACTS, "params": json.loads('{"a":' * 201 + "1" + "}" * 201)})),
            ", line 1: in interaction 1, harness.params nests deeper than 200 levels",
        ),
        (
            "a.yaml",
            cassette(interaction(harness=FACTS)).replace(b'params": {}', b'params": {"a": [!!binary MQ==]}'),
            ", line 1: in interaction 1, harness.params holds b'1', which JSON has no form for",
        ),
        (
            "a.yaml",
            cassette(interaction(harness=FACTS)).replace(b'params": {}', b'params": {"a": {1: "b"}}'),
            ", line 1: in interaction 1, harness.params has a member named 1, which is no string",
        ),
        (
            "a.json",
            cassette(interaction(request=["x" * 1000])),
            ", line 1: in interaction 1, request is not a mapping but "
            "['" + "x" * 37 + "..." + "x" * 38 + "']",
        ),
    ],
)
def test_what_is_refused_says_why(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == f"{path}{reason}. {RESTORE}"


def test_a_key_may_be_in_a_body_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    body = '{"interactions": 1, "version": 2, "request": 3}'
    path.write_bytes(
        cassette(interaction(harness={**FACTS, "params": json.loads(body)}, response__body={"string": body}))
    )
    assert load_cassette(path).interactions[0].response.body == body.encode()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert refusal(path) == f"{path}: this is not a cassette: it is a device or a pipe. {NAME_ONE}"


def test_a_link_to_a_device_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "zero.yaml"
    path.symlink_to("/dev/zero")
    assert refusal(path) == f"{path}: this is not a cassette: it is a device or a pipe. {NAME_ONE}"


def test_a_name_that_is_none(tmp_path: Path) -> None:
    # Python words the reason, since 3.13 in other words.
    assert re.search(
        rf": its name is none \(.*embedded null.*\)\. {re.escape(RESTORE)}$", refusal(tmp_path / "a\0.yaml")
    )


def test_links_are_written_through_within_their_folder_alone(tmp_path: Path) -> None:
    inside, outside = tmp_path / "tapes" / "real" / "a.yaml", tmp_path / "else.yaml"
    inside.parent.mkdir(parents=True)
    good, bad = tmp_path / "tapes" / "good.yaml", tmp_path / "tapes" / "bad.yaml"
    good.symlink_to(inside)
    bad.symlink_to(outside)
    save_cassette(good, [])
    assert inside.exists()
    said = (
        f"{bad} is a symbolic link to {outside}, outside of its folder, and harness does not write there. "
        "Name that file itself, or put a file in the place of the link."
    )
    for write in (lambda: save_cassette(bad, []), lambda: Journal(bad)):
        with pytest.raises(LinkLeadsOut) as caught:
            write()
        assert str(caught.value) == said
    assert not outside.exists()


def test_a_loop_of_links_is_no_cassette(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.symlink_to(path)
    assert refusal(path) == f"{path}: it cannot be read (Too many levels of symbolic links). {RESTORE}"
