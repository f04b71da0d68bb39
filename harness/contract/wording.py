"""The words of violations of the model's traits: one sentence each, what was expected and what was found."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from harness.contract.pointer import to_words
from harness.contract.values import UNREPRESENTABLE
from harness.contract.vocabulary import byte_length

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_LONGEST_VALUE = 80
_MOST_VALUES = 12

_TYPES = {
    "object": "a structure or map",
    "array": "a list",
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}


def show(value: Any) -> str:
    """Write a found value as JSON, shortened where it is long."""
    if isinstance(value, dict) and UNREPRESENTABLE in value:
        return f"{value['repr']} (Python {value[UNREPRESENTABLE]})"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def broken_trait(code: str, pointer: str, keyword: object, bound: Any, error: ValidationError) -> str:
    """Word one broken trait.

    Args:
        code: the violation's code.
        pointer: where in the parameters or the response.
        keyword: the JSON Schema keyword that failed.
        bound: the keyword's value.
        error: jsonschema's error, for what was found.
    """
    name = to_words(pointer) or "The value"
    found = error.instance
    match code:
        case "required":
            return f"{name} is missing."
        case "unknown-member":
            return _unknown_member(pointer, error)
        case "null":
            return f"{name} is null."
        case "type":
            return f"{name} must be {_type_words(error.schema)}, but was {show(found)}."
        case "timestamp":
            return f"{name} must be a timestamp, but was {show(found)}."
        case "enum":
            return f"{name} must be {_one_of(bound, found)}, but was {show(found)}."
        case "range":
            return f"{name} must be {_bound(keyword)} {bound}, but was {show(found)}."
        case "length" if "bytes" in str(keyword):
            count = byte_length(found)
            return f"{name} must have {_bound(keyword)} {_count(bound, 'byte')}, but had {count}."
        case "length":
            return f"{name} must have {_bound(keyword)} {_count(bound, 'character')}, but had {len(found)}."
        case "size":
            return f"{name} must have {_bound(keyword)} {_count(bound, 'entry', 'entries')}, but had {len(found)}."
        case "union":
            given = ", ".join(found) if found else "none"
            return f"{name} must have exactly one member set, but had {given}."
        case "host-label":
            return f"{name} becomes part of the host name, which {show(found)} cannot."
        case _:
            documented = error.schema.get("x-harness-pattern", bound)
            return f"{name} must match {documented}, but was {show(found)}."


def _bound(keyword: object) -> str:
    return "at least" if "min" in str(keyword) else "at most"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def _type_words(schema: Any) -> str:
    wanted = schema.get("type") if isinstance(schema, dict) else None
    if isinstance(wanted, list):
        wanted = "number"
    if schema.get("contentEncoding"):
        return "bytes"
    if schema.get("format") == "date-time":
        return "a timestamp"
    return _TYPES.get(str(wanted), str(wanted))


def _one_of(values: list[Any], found: Any) -> str:
    if len(values) == 1:
        return show(values[0])
    if len(values) <= _MOST_VALUES:
        return f"one of {', '.join(map(str, values))}"
    close = difflib.get_close_matches(str(found), [str(value) for value in values], n=3, cutoff=0.5)
    nearest = f" (nearest: {', '.join(close)})" if close else ""
    return f"one of {len(values)} documented values{nearest}"


def _unknown_member(pointer: str, error: ValidationError) -> str:
    name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    known = list(error.schema.get("properties", {}))
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        hint = f"did you mean {close[0]}?"
    elif known:
        shown = ", ".join(known[:_MOST_VALUES]) + (", ..." if len(known) > _MOST_VALUES else "")
        hint = f"the members are {shown}."
    else:
        hint = "there are no members."
    return f"{to_words(pointer)} is no documented member; {hint}"
