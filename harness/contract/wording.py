"""The words of violations of the model's traits: one sentence each, what was expected and what was found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from harness.contract.paths.pointer import to_steps, to_words
from harness.contract.patterns import compile_pattern, matches
from harness.contract.values import Unrepresentable
from harness.contract.violation import ONLY_CASE
from harness.contract.vocabulary import byte_length
from harness.errors import close_names

_LONGEST_VALUE = 80
_MOST_VALUES = 12
_LONGEST_ACRONYM = 3
_ONE_GROUP = re.compile(r"\[(?:\\.|[^\]])*\]|\([^()]*\)")

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
    if isinstance(value, Unrepresentable):
        return str(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def broken_trait(
    code: str, pointer: str, keyword: str, bound: Any, found: Any, schema: Mapping[str, Any]
) -> str:
    """Word one broken trait.

    Args:
        code: the violation's code.
        pointer: where in the parameters or the response.
        keyword: the JSON Schema keyword that failed.
        bound: the keyword's value.
        found: the value that was found; for a missing or unknown member, of the structure that it is in.
        schema: what the keyword stands in.
    """
    name = to_words(pointer) or "The value"
    match code:
        case "required":
            return f"{name} is missing."
        case "null":
            return f"{name} is null."
        case "unknown-member":
            return f"{name} is not a documented member; {_known_members(pointer, schema)}"
        case "union":
            given = ", ".join(map(str, found)) or "none"
            return f"{name} must have exactly one member set, but had {given}."
        case "host-label":
            return f"{name} becomes part of the host name, which {show(found)} cannot."
        case "length" | "size":
            count, unit = _measure(keyword, found, bound)
            return f"{name} must have {_bound(keyword)} {bound} {unit}, but had {count}."
    only_case = ONLY_CASE if code == "enum" and is_only_case(bound, found) else ""
    return f"{name} must {_demand(code, keyword, bound, found, schema)}, but was {show(found)}{only_case}."


def is_only_case(values: Iterable[Any], found: Any) -> bool:
    """Tell whether a value that is none of the documented ones is one of them in another case."""
    return isinstance(found, str) and found.lower() in (str(value).lower() for value in values)


def _demand(code: str, keyword: str, bound: Any, found: Any, schema: Mapping[str, Any]) -> str:
    match code:
        case "timestamp":
            return "be a timestamp"
        case "enum":
            return f"be {_one_of(bound, found)}"
        case "range" if keyword == "pattern":
            return "be finite"
        case "range":
            return f"be {_bound(keyword)} {bound}"
        case "pattern":
            source = schema.get("x-harness-pattern", bound)
            in_full = " in full" if matches(compile_pattern(source).part, found) else ""
            kind = _arn_of(source)
            return f"{f'be the ARN of {kind} and ' if kind else ''}match {source}{in_full}"
        case _:
            return f"be {_type_words(schema)}"


# A service and a type of its resources, each in plain letters, where a pattern begins as ARNs do.
_ARN = re.compile(
    r"\^?arn:(?:\[[^\]]*\]|[^:\[]|(?<=\?):)+:(?P<service>[a-z][a-z0-9-]+):[^/]*:(?P<type>[a-z][a-z-]+)[/:]"
)


def _arn_of(pattern: str) -> str:
    """Return what the ARNs of a pattern are of, ``an IAM role``; empty where it leaves that open."""
    found = _ARN.match(pattern)
    if found is None or "|" in _ONE_GROUP.sub("", pattern):
        return ""  # it leaves the type open, or takes what is no ARN
    service = found["service"]
    name = service.upper() if len(service) <= _LONGEST_ACRONYM else service
    is_open = name[0] in ("AEFHILMNORSX" if name.isupper() else "aeiou")  # as it is said: an S, a K
    return f"{'an' if is_open else 'a'} {name} {found['type'].replace('-', ' ')}"


def _measure(keyword: str, found: Any, bound: int) -> tuple[int, str]:
    """Return how much was found, and the unit in which the bound is counted."""
    if keyword.endswith("-bytes"):
        return byte_length(found), "byte" if bound == 1 else "bytes"
    if isinstance(found, str):
        return len(found), "character" if bound == 1 else "characters"
    return len(found), "entry" if bound == 1 else "entries"


def _bound(keyword: str) -> str:
    return "at least" if "min" in keyword else "at most"


def _type_words(schema: Mapping[str, Any]) -> str:
    wanted = schema["type"]
    if "contentEncoding" in schema:
        return "bytes"
    if schema.get("format") == "date-time":
        return "a timestamp"
    if isinstance(wanted, list):
        return "a JSON value" if "null" in wanted else "a number"
    return _TYPES[wanted]


def _one_of(values: list[Any], found: Any) -> str:
    if len(values) == 1:
        return show(values[0])
    if len(values) <= _MOST_VALUES:
        return f"one of {', '.join(map(str, values))}"
    close = close_names(str(found), map(str, values), cutoff=0.5)
    nearest = f" (nearest: {', '.join(close)})" if close else ""
    return f"one of {len(values)} documented values{nearest}"


def _known_members(pointer: str, schema: Mapping[str, Any]) -> str:
    known = list(schema.get("properties", ()))
    if not known:
        return "there are no members."
    if close := close_names(to_steps(pointer)[-1], known, 1):
        return f"did you mean {close[0]}?"
    return f"the members are {', '.join(known[:_MOST_VALUES])}{', ...' if len(known) > _MOST_VALUES else ''}."
