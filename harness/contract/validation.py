"""Check a JSON-able instance against a compiled schema: jsonschema-rs decides, jsonschema explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any

from harness.contract import wording
from harness.contract.paths.pointer import to_pointer
from harness.contract.source import Source
from harness.contract.vocabulary import deciding, fast_validator, reference_validator

MOST = 1000
"""How many broken traits of one instance are explained: each takes a while, and the rest tells no more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken trait of the model: what a violation says before severity and exchange are known.

    Attributes:
        is_minor: whether it is a warning at most: a value that is documented in another case, or refused by a
            pattern or bound that refuses documented values as well.
    """

    code: str
    pointer: str
    message: str
    source: Source
    is_minor: bool = False


class SchemaValidator:
    """The two validators of one schema, each made on first use.

    Args:
        schema: a schema of `harness.contract.schema`.
        document: what the schema was compiled from, for sources (``"botocore 1.44.5"``).
        explained: the part of the schema that is explained here, where the rest explains itself: the
            schema without its documented rules. All of it if left out.
    """

    def __init__(
        self, schema: Mapping[str, Any], document: str = "", explained: Mapping[str, Any] | None = None
    ) -> None:
        self.schema = schema
        self._document = document
        self._explained = schema if explained is None else explained

    @cached_property
    def _decide(self) -> Callable[[object], bool]:
        decide: Callable[[object], bool] = fast_validator(self.schema).is_valid
        return decide

    @cached_property
    def _reference(self) -> Any:
        return reference_validator(self._explained)

    @staticmethod
    def compile_together(validators: Iterable[SchemaValidator]) -> None:
        """Compile the validators of schemas of one service, so that what they share is compiled once.

        jsonschema-rs compiles all that a schema refers to again for each validator. Here they become one, of
        an object with a property for each schema, which takes a quarter of the time for all of a service.
        """
        by_name = {str(number): validator for number, validator in enumerate(validators)}
        properties = {name: deciding(validator.schema) for name, validator in by_name.items()}
        definitions: dict[str, Any] = {}
        for schema in properties.values():
            definitions.update(schema.pop("$defs", {}))
        is_valid = fast_validator({"properties": properties, "$defs": definitions}).is_valid
        for name, validator in by_name.items():
            validator._decide = partial(_decide_one, is_valid, name)

    def is_valid(self, instance: object) -> bool:
        """Decide with jsonschema-rs; text that is no Unicode (a lone surrogate) is left to jsonschema."""
        try:
            return self._decide(instance)
        except (ValueError, TypeError):  # UnicodeEncodeError among them: Rust strings are UTF-8
            return bool(self._reference.is_valid(instance))

    def findings(self, instance: object) -> list[Finding]:
        """Explain each trait that an instance breaks.

        Raises:
            RecursionError: the instance is nested too deeply.
        """
        return [] if self.is_valid(instance) else self.explain(instance)

    def explain(self, instance: object) -> list[Finding]:
        """Explain with jsonschema the first `MOST` traits that an instance breaks, without jsonschema-rs.

        Raises:
            RecursionError: the instance is nested too deeply.
        """
        errors = self._reference.iter_errors(instance)
        findings = (finding for error in errors for finding in self._explain(error))
        return list(_most_telling(islice(findings, MOST)))

    # jsonschema types the fields of its ValidationError as perhaps unset, so it is Any here and below.
    def _explain(self, error: Any) -> Iterator[Finding]:
        for broken in _breaks(error):
            pointer, said = to_pointer(broken.path), broken.error
            message = wording.broken_trait(
                broken.code, pointer, said.validator, said.validator_value, said.instance, said.schema
            )
            subject = _shape_of(said.schema) or str(self.schema.get("title", ""))
            source = Source("model", shape=subject, trait=broken.trait, document=self._document)
            only_case = broken.code == "enum" and wording.is_only_case(said.validator_value, said.instance)
            yield Finding(broken.code, pointer, message, source, only_case)


def _decide_one(is_valid: Callable[[object], bool], name: str, instance: object) -> bool:
    return is_valid({name: instance})


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


@dataclass(frozen=True, slots=True)
class _Break:
    code: str
    path: list[str | int]
    trait: str
    error: Any


def _breaks(error: Any) -> Iterator[_Break]:
    """Yield a violation for each part of one jsonschema error."""
    keyword, path, schema = error.validator, list(error.absolute_path), error.schema
    if keyword == "required":
        yield _Break("required", path, "required", error)
    elif keyword == "additionalProperties":
        unknown = [name for name in error.instance if name not in schema.get("properties", ())]
        yield from (_Break("unknown-member", [*path, name], "members", error) for name in unknown)
    elif keyword == "anyOf":  # an element of a sparse list or map, and what it breaks besides not being null
        for branch in error.context:
            if branch.validator_value != "null":
                yield from _breaks(branch)
    elif keyword in ("minProperties", "maxProperties") and "x-harness-union" in schema:
        # Services write the members that are not set as null, and each null is told of by itself.
        if sum(value is not None for value in error.instance.values()) != 1:
            yield _Break("union", path, "union", error)
    else:
        code, trait = _code_and_trait(keyword, error.instance, schema)
        yield _Break(code, path, trait, error)


def _code_and_trait(keyword: str, instance: Any, schema: Mapping[str, Any]) -> tuple[str, str]:
    if keyword == "type" and instance is None:
        return "null", "type"
    if keyword == "pattern":
        if "x-harness-host-label" in schema:
            return "host-label", "hostLabel"
        if schema.get("format") == "date-time":
            return "timestamp", "type"
        if schema.get("type") != "string":  # a float, which is text only where it is not finite
            return {"Infinity": ("range", "max"), "-Infinity": ("range", "min")}.get(
                instance, ("type", "type")
            )
    return _KEYWORDS[keyword]


def _shape_of(schema: Mapping[str, Any]) -> str:
    return str(schema.get("x-harness-shape") or schema.get("x-harness-host-label") or "")
