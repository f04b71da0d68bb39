"""What a text quotes, and which of it a model refuses."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import orjson
import pytest

from tools.conflicts import conflicts, quoted, refused_by

LOOSENED = [
    orjson.loads(line)
    for line in files("harness.contract").joinpath("loosened.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_what_a_text_quotes() -> None:
    text = """Use <code>"A&amp;B"</code>, ``c``, or "UTC+8." and "UTC+8." again. For example: TUE:03:30."""
    assert quoted(text) == ["A&B", "c", "UTC+8", "TUE:03:30"]


@pytest.mark.parametrize(
    ("shape", "value", "traits"),
    [
        ({"type": "string", "pattern": "[a-z]+", "max": 2}, "ABC", ["pattern", "max"]),
        ({"type": "string", "pattern": "[a-z]+", "max": 2}, "ab", []),
        ({"type": "integer", "min": 1}, "0", ["min"]),
        ({"type": "integer", "min": 1}, "none", []),
        ({"type": "structure"}, "x", []),
    ],
)
def test_the_traits_that_refuse_a_value(shape: dict[str, Any], value: str, traits: list[str]) -> None:
    assert list(refused_by(shape, value)) == traits


def test_what_is_loosened_is_quoted_and_refused_and_sorted() -> None:
    found = {
        _key(one): one["values"]
        for service in {line["service"] for line in LOOSENED}
        for one in conflicts(service)
    }
    assert [_key(line) for line in LOOSENED] == sorted({_key(line) for line in LOOSENED})
    assert [line for line in LOOSENED if not set(line["values"]) <= set(found.get(_key(line), ()))] == []


def _key(line: dict[str, Any]) -> tuple[str, ...]:
    return tuple(line[name] for name in ("service", "structure", "member", "keyword"))
