"""Member paths in JSON Schema: what a schema says of the values that a path names."""

from __future__ import annotations

from typing import Any

from harness.contract.paths.member import ELEMENTS, steps_of

Schema = dict[str, Any]


def nest(path: str, fragment: Schema) -> Schema:
    """Wrap a schema so that it applies to everything that `path` names; if `path` names nothing, it holds."""
    for step in reversed(steps_of(path)):
        if step == ELEMENTS:
            fragment = {"items": fragment, "additionalProperties": fragment}
        else:
            fragment = {"properties": {step: fragment}}
    return fragment


def exists(path: str, fragment: Schema) -> Schema:
    """Write the schema of an instance in which `path` names at least one value that `fragment` accepts."""
    for step in reversed(steps_of(path)):
        if step == ELEMENTS:
            some_value = {"type": "object", "not": {"additionalProperties": {"not": fragment}}}
            fragment = {"anyOf": [{"type": "array", "contains": fragment}, some_value]}
        else:
            fragment = {"type": "object", "properties": {step: fragment}, "required": [step]}
    return fragment
