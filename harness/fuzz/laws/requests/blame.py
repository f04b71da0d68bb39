"""Whether an error says what is wrong with a request: by a name or a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from harness.contract.paths.pointer import to_steps, value_at
from harness.contract.violation import Violation
from harness.contract.words import words_of
from harness.fuzz.laws.caller import Call, Caller

# Words of parameters' names that tell none from another.
_GENERAL = frozenset(("arn", "id", "name", "identifier", "list", "max", "min", "number", "type", "value"))


def is_named(call: Call, broken: Sequence[Violation]) -> bool:
    """Tell whether an error names one of the parameters at fault, or one of many, or the documented rule.

    Args:
        call: a request that was refused.
        broken: what the request breaks.
    """
    said = _plain(_words_said(call))
    names = [step for v in broken for step in to_steps(v.pointer) if not step.isdecimal()]
    return (
        not names
        or any(_plain(name).removesuffix("s") in said for name in names)
        or any(_plain(v.message) in said for v in broken)
    )


def is_told(caller: Caller, call: Call, broken: Sequence[Violation]) -> bool:
    """Tell whether an error lets a caller know what is wrong without the parameter's name.

    It has the words of the name ("load balancers" for ``LoadBalancerArns``), the value, or the path of the
    request with the value in it.

    Args:
        caller: what made the call, its last one.
        call: a request that was refused.
        broken: what the request breaks.
    """
    said = _words_said(call)
    places = [one.pointer for one in broken]
    return (
        any(_has_words(said, step) for place in places for step in to_steps(place) if not step.isdecimal())
        or any(_has_value(said, value_at(call.params, place)) for place in places)
        or any(_is_in_path(caller, call, place) for place in places)
    )


def _words_said(call: Call) -> str:
    return f"{call.error.code} {call.error.message}" if call.error is not None else ""


def _plain(text: str) -> str:
    return re.sub(r"\W|_", "", text).lower()


def _has_words(said: str, name: str) -> bool:
    """Tell whether a text has all the words of a name that tell it from others."""
    found = {_singular(word) for part in re.findall(r"\w+", said) for word in (part.lower(), *words_of(part))}
    words = {_singular(word) for word in words_of(name)} - _GENERAL
    return bool(words) and words <= found


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > 1 else word


def _has_value(said: str, value: Any) -> bool:
    """Tell whether a text has a value; a number of one figure may be there by chance."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) < 2:
        return False
    return re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", said) is not None


def _is_in_path(caller: Caller, call: Call, place: str) -> bool:
    """Tell whether a value stands in the request's path, which the error repeats, or which has another end.

    A server that finds no operation for a path has no parameters to name.
    """
    shape: Any = caller.contract.operation_model.input_shape
    member = shape.members.get(to_steps(place)[0])
    if member is None or member.serialization.get("location") != "uri":
        return False
    path = unquote(urlsplit(caller.last_request.url).path)
    return value_at(call.params, place) == "" or path in unquote(_words_said(call))
