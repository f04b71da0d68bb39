"""Hold a JSON-able instance to a compiled schema: jsonschema-rs decides, jsonschema explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from harness.contract import wording
from harness.contract.pointer import to_pointer
from harness.contract.source import Source
from harness.contract.vocabulary import fast_validator, reference_validator

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken trait of the model: what a violation says before severity and exchange are known."""

    code: str
    pointer: str
    message: str
    source: Source


class SchemaValidator:
    """The two validators of one schema, each made on first use.

    Args:
        schema: a schema of `harness.contract.schema`.
        document: what the schema was compiled from, for sources (``"botocore 1.44.5"``).
    """

    def __init__(self, schema: Mapping[str, Any], document: str = "") -> None:
        self.schema = schema
        self._document = document

    @cached_property
    def _fast(self) -> Any:
        return fast_validator(self.schema)

    @cached_property
    def _reference(self) -> Any:
        return reference_validator(self.schema)

    def is_valid(self, instance: object) -> bool:
        """Decide with jsonschema-rs; text that is no Unicode (a lone surrogate) is left to jsonschema."""
        try:
            return bool(self._fast.is_valid(instance))
        except (ValueError, TypeError):  # UnicodeEncodeError among them: Rust strings are UTF-8
            return bool(self._reference.is_valid(instance))

    def findings(self, instance: object) -> list[Finding]:
        """Explain with jsonschema each trait that an instance breaks; nothing where it breaks none."""
        if self.is_valid(instance):
            return []
        found = [finding for error in self._reference.iter_errors(instance) for finding in self._explain(error)]
        return list(_most_telling(found))

    def _explain(self, error: ValidationError) -> Iterator[Finding]:
        for code, path, trait in _places(error):
            source = Source(
                "model", _shape_of(error, self.schema), trait=trait, document=self._document
            )
            message = wording.broken_trait(code, to_pointer(path), error.validator, error.validator_value, error)
            yield Finding(code, to_pointer(path), message, source)


def _most_telling(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Drop what a value of the wrong type breaks besides its type: an enum, for one."""
    findings = list(dict.fromkeys(findings))
    mistyped = {finding.pointer for finding in findings if finding.code in ("type", "null")}
    return (f for f in findings if f.code in ("type", "null") or f.pointer not in mistyped)


# JSON Schema keyword -> (violation code, trait of the model that it was compiled from)
_KEYWORDS: Mapping[str, tuple[str, str]] = {
    "type": ("type", "type"),
    "enum": ("enum", "enum"),
    "minimum": ("range", "min"),
    "maximum": ("range", "max"),
    "minLength": ("length", "min"),
    "maxLength": ("length", "max"),
    "x-harness-min-bytes": ("length", "min"),
    "x-harness-max-bytes": ("length", "max"),
    "minItems": ("size", "min"),
    "maxItems": ("size", "max"),
    "minProperties": ("size", "min"),
    "maxProperties": ("size", "max"),
    "pattern": ("pattern", "pattern"),
}


def _places(error: ValidationError) -> Iterator[tuple[str, list[str | int], str]]:
    """Yield code, path and trait of each thing that one jsonschema error says."""
    keyword, path = str(error.validator), list(error.absolute_path)
    schema: Mapping[str, Any] = error.schema
    if keyword == "required":
        yield "required", path, "required"
    elif keyword == "additionalProperties":
        known = schema.get("properties", {})
        yield from (("unknown-member", [*path, name], "members") for name in error.instance if name not in known)
    elif keyword == "anyOf":  # an element of a sparse list or map
        for branch in error.context or ():
            if branch.validator != "type" or branch.validator_value != "null":
                yield from _places(branch)
    else:
        code, trait = _KEYWORDS[keyword]
        if schema.get("x-harness-union") and code == "size":
            code, trait = "union", "union"
        elif keyword == "pattern" and schema.get("format") == "date-time":
            code, trait = "timestamp", "type"
        elif keyword == "pattern" and "x-harness-host-label" in schema:
            code, trait = "host-label", "hostLabel"
        elif keyword == "pattern" and schema.get("type") != "string":
            code, trait = "type", "type"
        elif code == "type" and error.instance is None:
            code = "null"
        if "propertyNames" in error.absolute_schema_path and not isinstance(error.instance, dict | list):
            path = [*path, error.instance]
        yield code, path, trait


def _shape_of(error: ValidationError, root: Mapping[str, Any]) -> str:
    schema = error.schema
    if isinstance(schema, Mapping):
        for keyword in ("x-harness-shape", "x-harness-host-label"):
            if keyword in schema:
                return str(schema[keyword])
    return str(root.get("title", ""))
