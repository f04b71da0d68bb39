"""Where documented rules and the service model meet: both hold, unless they contradict each other.

A rule that leaves nothing of what the model allows, or demands what the model rules out, is dropped from
checking and reported: it is a finding about AWS's documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from botocore.model import Shape

from harness.contract.paths.shape import is_required, shape_at
from harness.contract.rules import Condition, Rule


@dataclass(frozen=True, slots=True)
class Conflict:
    """A documented rule that contradicts the model.

    Attributes:
        rule: the rule, which is not checked.
        reason: what the model says, a clause.
    """

    rule: Rule
    reason: str


def contradiction(input_shape: Shape | None, rule: Rule) -> str | None:
    """Tell what the model says that a rule contradicts, a clause; None if both can hold.

    Args:
        input_shape: the operation's input; None if it has none.
        rule: a mined rule of any side; those on responses contradict nothing.
    """
    judge = _JUDGES.get(rule.kind) if rule.side == "request" else None
    return judge(input_shape, rule) if judge is not None else None


def is_implied(input_shape: Shape | None, rule: Rule) -> bool:
    """Tell whether a rule on a request holds for all that the model allows: the model says as much, or more.

    A default is such a rule, as nothing breaks it by itself. Most rules are: documentation repeats the model.
    """
    if rule.kind == "default":
        return True
    types = _IMPLIED_FOR.get(rule.kind)
    shape = shape_at(input_shape, rule.param) if types else None  # type: ignore[attr-defined]
    if types is None or shape is None or shape.type_name not in types or "jsonvalue" in shape.serialization:
        return False
    traits: Mapping[str, Any] = shape.metadata
    said: Any = rule
    if rule.kind == "enum":
        return "enum" in traits and set(traits["enum"]) <= set(said.values)
    return (said.min is None or traits.get("min", -inf) >= said.min) and (
        said.max is None or traits.get("max", inf) <= said.max
    )


def _enum(root: Shape | None, rule: Any) -> str | None:
    shape = shape_at(root, rule.param)
    if shape is None:
        return _nowhere(rule.param)
    known = shape.metadata.get("enum")
    if known and not set(rule.values) <= set(known):
        return f"the model's values are {_listed(known)}"
    outside = [value for value in rule.values if not _in_bounds(shape, value)]
    return f"{_listed(outside)} is outside of the model's bounds" if outside else None


def _keys(root: Shape | None, rule: Any) -> str | None:
    shape = shape_at(root, rule.param)
    if shape is None or shape.type_name != "map":
        return _nowhere(rule.param)
    known = shape.key.metadata.get("enum")
    return f"the model's keys are {_listed(known)}" if known and not set(rule.values) <= set(known) else None


def _bounds(root: Shape | None, rule: Any) -> str | None:
    shape = shape_at(root, rule.param)
    if shape is None:
        return _nowhere(rule.param)
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if high is not None and rule.min is not None and rule.min > high:
        return f"the model's maximum is {high}"
    if low is not None and rule.max is not None and rule.max < low:
        return f"the model's minimum is {low}"
    return None


def _default(root: Shape | None, rule: Any) -> str | None:
    shape = shape_at(root, rule.param)
    if shape is None:
        return _nowhere(rule.param)
    known = shape.metadata.get("enum")
    if known and rule.value not in known:
        return f"the model's values are {_listed(known)}"
    return None if _in_bounds(shape, rule.value) else "the default is outside of the model's bounds"


def _multiple_of(root: Shape | None, rule: Any) -> str | None:
    shape = shape_at(root, rule.param)
    if shape is None:
        return _nowhere(rule.param)
    high = shape.metadata.get("max")
    low = shape.metadata.get("min", 0)
    if high is not None and low > 0 and int(high // rule.value) * rule.value < low:
        return f"no multiple lies between the model's {low} and {high}"
    return None


def _exclusive(root: Shape | None, rule: Any) -> str | None:
    missing = [param for param in rule.params if shape_at(root, param) is None]
    if missing:
        return _nowhere(missing[0])
    required = [param for param in rule.params if is_required(root, param)]
    return f"the model requires {_listed(required)}" if len(required) > 1 else None


def _requires(root: Shape | None, rule: Any) -> str | None:
    missing = [param for param in rule.then if shape_at(root, param) is None]
    return _nowhere(missing[0]) if missing else _condition(root, rule.condition, every=False)


def _forbids(root: Shape | None, rule: Any) -> str | None:
    required = [param for param in rule.then if is_required(root, param)]
    return _requires(root, rule) or (f"the model requires {_listed(required)}" if required else None)


def _only_if(root: Shape | None, rule: Any) -> str | None:
    if shape_at(root, rule.param) is None:
        return _nowhere(rule.param)
    return _condition(root, rule.condition, every=True)


def _condition(root: Shape | None, condition: Condition, *, every: bool) -> str | None:
    """Judge a condition's values: all must be the model's, or (not `every`) any may be."""
    shape = shape_at(root, condition.param)
    if shape is None:
        return _nowhere(condition.param)
    known = shape.metadata.get("enum", ())
    unknown = [value for value in condition.one_of if known and value not in known]
    if not unknown or (len(unknown) < len(condition.one_of) and not every):
        return None
    return f"the model's values are {_listed(known)}"


def _in_bounds(shape: Shape, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return True
    if isinstance(value, str):
        if shape.type_name != "string":
            return True
        size: float = len(value)
    else:
        size = value
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    return (low is None or size >= low) and (high is None or size <= high)


def _nowhere(path: str) -> str:
    return f"the model has no {path}"


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)


_JUDGES: Mapping[str, Callable[[Shape | None, Any], str | None]] = {
    "enum": _enum,
    "keys": _keys,
    "range": _bounds,
    "length": _bounds,
    "size": _bounds,
    "default": _default,
    "multiple_of": _multiple_of,
    "at_most_one": _exclusive,
    "exactly_one": _exclusive,
    "forbids": _forbids,
    "only_if": _only_if,
    "requires": _requires,
}
# The types of shapes whose traits a rule can repeat: elsewhere min and max are of something else.
_IMPLIED_FOR: Mapping[str, tuple[str, ...]] = {
    "enum": ("string",),
    "length": ("string",),
    "range": ("integer", "long", "float", "double"),
    "size": ("list", "map"),
}
