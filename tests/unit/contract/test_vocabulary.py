"""Our own keywords, judged alike by both validators, and their documentation."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from harness.contract import schema
from harness.contract.vocabulary import KEYWORDS, byte_length, fast_validator, reference_validator

DOCUMENT = Path(__file__).parents[3] / "docs" / "vocabulary.md"


@pytest.mark.parametrize("size", range(8))
def test_byte_length_of_base64(size: int) -> None:
    assert byte_length(base64.b64encode(b"x" * size).decode()) == size


@pytest.mark.parametrize(
    ("keyword", "value", "instance", "valid"),
    [
        ("x-harness-min-bytes", 2, "YWI=", True),
        ("x-harness-min-bytes", 3, "YWI=", False),
        ("x-harness-min-bytes", 3, 7, True),
        ("x-harness-max-bytes", 2, "YWI=", True),
        ("x-harness-max-bytes", 1, "YWI=", False),
        ("x-harness-max-bytes", 1, [1, 2, 3], True),
        ("pattern", "^a$", "a\n", False),
        ("pattern", "^a$", "a", True),
        ("pattern", "a", 3, True),
        ("x-harness-sensitive", True, "anything", True),
    ],
)
def test_a_keyword_in_both_validators(keyword: str, value: object, instance: object, valid: bool) -> None:
    written = {keyword: value}
    assert reference_validator(written).is_valid(instance) is valid
    assert fast_validator(written).is_valid(instance) is valid


def test_a_missing_member_is_named_by_the_errors_path() -> None:
    validator = reference_validator({"required": ["a", "b"]})
    assert [list(error.absolute_path) for error in validator.iter_errors({})] == [["a"], ["b"]]
    assert [error.message for error in validator.iter_errors({"a": 1})] == ["'b' is a required property"]


def test_a_bad_key_is_named_by_the_errors_path() -> None:
    validator = reference_validator({"propertyNames": {"maxLength": 1}})
    assert [list(error.absolute_path) for error in validator.iter_errors({"a": 1, "bc": 2})] == [["bc"]]


def test_every_keyword_that_schemas_hold_is_documented() -> None:
    source = Path(schema.__file__).read_text(encoding="utf-8")
    written = set(re.findall(r'"(x-harness-[a-z_-]+)"', source))
    documented = set(re.findall(r"^\| `(x-harness-[a-z_-]+)`", DOCUMENT.read_text(), re.MULTILINE))
    assert written | set(KEYWORDS) == documented
