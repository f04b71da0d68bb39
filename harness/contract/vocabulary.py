"""The keywords that contracts add to JSON Schema 2020-12, for both validators.

Each keyword compiles its value to one predicate on instances, for a documented rule the rule's own. The
reference validator (jsonschema) and the fast one (jsonschema-rs) are two thin wrappers over the same table.
``docs/vocabulary.md`` documents them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from harness.contract.patterns import compile_pattern, matches
from harness.contract.rules import KEYWORD_PREFIX, KINDS, rule_from_keyword

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.protocols import Validator

Keyword = Callable[[Any], Callable[[Any], bool]]
"""``keyword(value)`` compiles the keyword's value to a predicate on instances."""


def byte_length(text: str) -> int:
    """Return how many bytes base64 text stands for (RFC 4648)."""
    return len(text) * 3 // 4 - text[-2:].count("=")


def _min_bytes(minimum: int) -> Callable[[Any], bool]:
    return lambda instance: not isinstance(instance, str) or byte_length(instance) >= minimum


def _max_bytes(maximum: int) -> Callable[[Any], bool]:
    return lambda instance: not isinstance(instance, str) or byte_length(instance) <= maximum


def _rule(keyword: str, arguments: Mapping[str, Any]) -> Callable[[Any], bool]:
    rule = rule_from_keyword(keyword, arguments)
    return lambda instance: next(rule.breaches(instance), None) is None


KEYWORDS: Mapping[str, Keyword] = {
    "x-harness-min-bytes": _min_bytes,
    "x-harness-max-bytes": _max_bytes,
    **{KEYWORD_PREFIX + kind: functools.partial(_rule, KEYWORD_PREFIX + kind) for kind in KINDS},
}


def _reference_keyword(name: str, keyword: Keyword) -> Callable[..., Iterator[Any]]:
    def validate(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if not keyword(value)(instance):
            from jsonschema.exceptions import ValidationError

            yield ValidationError(f"{instance!r} breaks {name} {value!r}")

    return validate


def _pattern(validator: Any, value: str, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and not matches(compile_pattern(value).part, instance):
        from jsonschema.exceptions import ValidationError

        yield ValidationError(f"{instance!r} does not match {value!r}")


# jsonschema's own name the missing member and the map's key in the message alone; here the error's path
# ends in it.
def _property_names(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, dict):
        for name in instance:
            yield from validator.descend(instance=name, schema=value, path=name)


def _required(validator: Any, value: list[str], instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, dict):
        from jsonschema.exceptions import ValidationError

        for name in value:
            if name not in instance:
                yield ValidationError(f"{name!r} is a required property", path=[name])


@functools.cache
def _reference_class() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    keywords = {name: _reference_keyword(name, keyword) for name, keyword in KEYWORDS.items()}
    made = {"pattern": _pattern, "propertyNames": _property_names, "required": _required, **keywords}
    return extend(Draft202012Validator, made)  # type: ignore[no-untyped-call]


def reference_validator(schema: Mapping[str, Any]) -> Validator:
    """Return jsonschema's validator of a schema, which explains failures."""
    validator: Validator = _reference_class()(schema)
    return validator


def _fast_keyword(keyword: Keyword) -> type:
    class FastKeyword:
        def __init__(self, parent_schema: Mapping[str, Any], value: Any, schema_path: list[Any]) -> None:
            self.holds = keyword(value)

        def validate(self, instance: Any) -> None:
            if not self.holds(instance):
                raise ValueError

    return FastKeyword


@functools.cache
def _fast_keywords() -> dict[str, type]:
    return {name: _fast_keyword(keyword) for name, keyword in KEYWORDS.items()}


@functools.cache
def _decides(keyword: str) -> bool:
    if keyword.startswith(KEYWORD_PREFIX):
        return keyword in KEYWORDS
    return keyword not in ("$schema", "$id", "$comment", "title", "deprecated")


def deciding(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without the annotations of its keywords, a fifth of what jsonschema-rs compiles."""
    return {keyword: said for keyword, said in schema.items() if _decides(keyword)}


def fast_validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Return jsonschema-rs's validator of a schema, which only decides."""
    import jsonschema_rs

    compiled = deciding(schema)
    if "$defs" in compiled:
        compiled["$defs"] = {name: deciding(said) for name, said in compiled["$defs"].items()}
    return jsonschema_rs.Draft202012Validator(compiled, keywords=_fast_keywords(), offline=True)
