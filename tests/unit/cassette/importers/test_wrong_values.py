"""Whatever stands at any place of a recording, it is imported or refused with a message."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.cassette import yaml_format
from harness.cassette.importers import Imported, load_har, load_placebo, load_vcr
from harness.errors import HarnessError

TARGET = "DynamoDB_20120810.ListTables"
URI = "https://dynamodb.us-east-1.amazonaws.com/"
REQUEST = {"method": "POST", "uri": URI, "headers": {"X-Amz-Target": [TARGET]}}
STATUS = {"code": 200, "message": "OK"}

RECORDINGS: dict[str, Any] = {
    "vcrpy.json": {
        "version": 1,
        "interactions": [
            {
                "request": REQUEST | {"body": "{}"},
                "response": {"status": STATUS, "headers": {"Date": ["x"]}, "body": {"string": "{}"}},
            }
        ],
    },
    "vcrpy_0.json": [
        {
            "request": {
                "method": "POST",
                "protocol": "https",
                "host": "dynamodb.us-east-1.amazonaws.com",
                "port": 443,
                "path": "/",
                "headers": [[["X-Amz-Target", TARGET]]],
                "body": "{}",
            },
            "response": {"status": STATUS, "headers": ["Date: x"], "body": {"string": "{}"}},
        }
    ],
    "ruby.yaml": {
        "http_interactions": [
            {
                "request": REQUEST | {"body": {"encoding": "UTF-8", "string": "{}"}},
                "response": {
                    "status": STATUS,
                    "headers": {"Date": ["x"]},
                    "body": {"encoding": "ASCII-8BIT", "base64_string": "e30="},
                },
                "recorded_at": "Sat, 21 Nov 2026 10:00:00 GMT",
            }
        ],
        "recorded_with": "VCR 6.3.1",
    },
    "cassetter.yaml": {
        "version": 1,
        "interactions": [
            {
                "request": REQUEST | {"body": {"type": "json", "content": {}}},
                "response": {"status": 200, "headers": {}, "body": {"type": "binary", "content": "7b7d"}},
                "recorded_at": "2026-11-21T10:00:00Z",
            }
        ],
    },
    "session.har": {
        "log": {
            "entries": [
                {
                    "startedDateTime": "2026-11-21T10:00:00Z",
                    "request": {
                        "method": "POST",
                        "url": URI,
                        "headers": [{"name": "X-Amz-Target", "value": TARGET}],
                        "postData": {"text": "{}", "params": [{"name": "a", "value": "b"}]},
                    },
                    "response": {
                        "status": 200,
                        "statusText": "OK",
                        "headers": [{"name": "Date", "value": "x"}],
                        "content": {"size": 4, "text": "e30=", "encoding": "base64"},
                    },
                }
            ]
        }
    },
    "dynamodb.ListTables_1.json": {
        "status_code": 200,
        "data": {
            "TableNames": ["orders"],
            "ResponseMetadata": {"RequestId": "example", "HTTPHeaders": {"date": "x"}},
            "Error": {"Code": "x", "Message": "y"},
        },
    },
}

WRONG = [None, 5, 1e300, True, "", "x", "\ud800", [], {}, [[]], {"": ""}, ["x", 5]]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in steps:
        yield from places(item, (*path, step))


def replaced(recording: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(recording)
    part = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return changed


def load(path: Path) -> Imported:
    readers: dict[str, Callable[[Path], Imported]] = {".har": load_har}
    if path.name.startswith("dynamodb"):
        return load_placebo(path.parent)
    return readers.get(path.suffix, load_vcr)(path)


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_wrong_value_anywhere_is_imported_or_refused(name: str, tmp_path: Path) -> None:
    recording, path = RECORDINGS[name], tmp_path / name
    refused: list[str] = []
    for place in places(recording):
        for wrong in WRONG:
            changed = replaced(recording, place, wrong)
            if path.suffix == ".yaml":
                if wrong == "\ud800":
                    continue
                path.write_bytes(yaml_format.serialize(changed))
            else:
                path.write_text(json.dumps(changed))
            try:
                load(path)
            except HarnessError as error:
                refused.append(str(error))
    assert len(refused) > len(WRONG)
    assert [message for message in refused if not message.startswith(str(path))] == []
