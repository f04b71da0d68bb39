"""The meta-schema of our vocabulary: JSON Schema 2020-12, and what the ``x-harness-*`` keywords may hold.

It is made of the rules' own fields, so that a kind of rule and its keyword cannot get out of step. Schemas
keep the standard dialect in ``$schema``, as a validator that does not know our keywords passes over them.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal

from harness.contract.rules import KEYWORD_PREFIX, KINDS, Condition, Rule
from harness.contract.schema import DIALECT, Schema

META_SCHEMA_ID = "urn:harness:vocabulary"

_TRUE: Schema = {"const": True}
_STRING: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_CONDITION: Schema = {
    "type": "object",
    "properties": {
        "param": _STRING,
        "member": _STRING,
        "equals": {"type": ["string", "number", "boolean"]},
        "in": {"type": "array", "minItems": 1},
        "not_in": {"type": "array", "minItems": 1},
        "present": {"type": "boolean"},
    },
    "additionalProperties": False,
    "allOf": [
        {"oneOf": [{"required": [name]} for name in ("param", "member")]},
        {"oneOf": [{"required": [name]} for name in ("equals", "in", "not_in", "present")]},
    ],
}
_ANNOTATIONS: Mapping[str, Schema] = {
    "x-harness-min-bytes": _COUNT,
    "x-harness-max-bytes": _COUNT,
    "x-harness-shape": _STRING,
    "x-harness-host-label": _STRING,
    "x-harness-pattern": _STRING,
    "x-harness-pattern-skipped": {
        "type": "object",
        "properties": {"pattern": _STRING, "reason": _STRING},
        "required": ["pattern", "reason"],
    },
    "x-harness-source": {"type": "string", "pattern": "^(model|prose)"},
    "x-harness-sensitive": _TRUE,
    "x-harness-union": _TRUE,
    "x-harness-document": _TRUE,
    "x-harness-json-value": _TRUE,
    "x-harness-event-stream": _TRUE,
    "x-harness-streaming": _TRUE,
    "x-harness-idempotency-token": _TRUE,
    "x-harness-timestamp-format": {"enum": ["iso8601", "rfc822", "unixTimestamp"]},
}


@functools.cache
def meta_schema() -> Schema:
    """Return the meta-schema: every schema that a contract holds is valid against it."""
    rules = {KEYWORD_PREFIX + kind: _arguments(rule) for kind, rule in KINDS.items()}
    return {
        "$schema": DIALECT,
        "$id": META_SCHEMA_ID,
        "$dynamicAnchor": "meta",
        "title": "JSON Schema 2020-12 with the vocabulary of harness",
        "allOf": [{"$ref": DIALECT}],
        "properties": {**_ANNOTATIONS, **rules},
        # A misspelt keyword of ours is found; the extensions of others are not our business.
        "propertyNames": {
            "anyOf": [{"not": {"pattern": f"^{KEYWORD_PREFIX}"}}, {"enum": [*_ANNOTATIONS, *rules]}]
        },
    }


def _arguments(rule: type[Rule]) -> Schema:
    hints = typing.get_type_hints(rule)
    own = [f for f in dataclasses.fields(rule) if f.name != "source"]
    names = {f.name: "if" if f.name == "condition" else f.name for f in own}
    return {
        "type": "object",
        "properties": {names[f.name]: _value(hints[f.name]) for f in own},
        "required": [names[f.name] for f in own if f.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _value(hint: Any) -> Schema:
    """Give the schema of a field by its type, as `Rule.to_json` writes it."""
    if hint is Condition:
        return _CONDITION
    if hint is Rule:
        return {"type": "object", "required": ["kind"]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0])}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (typing.Union, types.UnionType):
        options = [argument for argument in arguments if argument is not type(None)]
        return _value(options[0]) if len(options) == 1 else {"anyOf": [_value(option) for option in options]}
    kinds = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return {"type": kinds[hint]}
