"""Every operation of the installed botocore compiles to valid schemas that both validators take."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs
import pytest
from botocore.model import OperationModel
from jsonschema import Draft202012Validator

from harness.contract.contract import Contract
from harness.contract.schema import DIALECT, Schema
from harness.contract.vocabulary import fast_validator, reference_validator
from harness.models import load_service, operations, service_names

SAMPLE = 200
SEED = 20_240_501


@dataclass
class Tally:
    """What was checked, and the distinct patterns of what was."""

    operations: int = 0
    schemas: int = 0
    definitions: int = 0
    run: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    _seen: dict[int, Schema] = field(default_factory=dict)

    def check(self, operation: OperationModel) -> None:
        self.operations += 1
        for schema in _schemas(operation):
            if id(schema) not in self._seen:  # operations of a service share the schemas of errors
                self.schemas += 1
                self._check_schema(schema)
                fast_validator(schema)
                reference_validator(schema)

    def _check_schema(self, schema: Schema) -> None:
        definitions = schema.get("$defs", {})
        for part in (*definitions.values(), {k: v for k, v in schema.items() if k != "$defs"}):
            if id(part) not in self._seen:
                self._seen[id(part)] = part  # kept, so that its id stays its own
                self.definitions += 1
                assert jsonschema_rs.meta.is_valid({"$schema": DIALECT, **part}), part
                assert _references(part) <= definitions.keys()
                self._count_patterns(part)
        self._seen[id(schema)] = schema

    def _count_patterns(self, part: Mapping[str, Any]) -> None:
        for keywords in (part, *part.get("properties", {}).values()):
            if "pattern" in keywords and "x-harness-shape" in keywords and keywords["type"] == "string":
                self.run.add(keywords.get("x-harness-pattern", keywords["pattern"]))
            if skipped := keywords.get("x-harness-pattern-skipped"):
                self.skipped[skipped["pattern"]] = skipped["reason"]

    def __str__(self) -> str:
        return (
            f"{self.operations} operations, {self.schemas} schemas, {self.definitions} distinct definitions, "
            f"{len(self.run)} distinct patterns run, {len(self.skipped)} skipped"
        )


def _schemas(operation: OperationModel) -> Iterator[Schema]:
    contract = Contract(operation)
    yield contract.request_schema  # with its documented rules
    yield contract.response_schema
    yield from contract.error_schemas.values()


def _references(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_references, part))
    if not isinstance(part, dict):
        return set()
    own = {part["$ref"].removeprefix("#/$defs/")} if isinstance(part.get("$ref"), str) else set()
    return own.union(*map(_references, part.values()))


def _checked(checked: Iterable[OperationModel]) -> Tally:
    tally = Tally()
    for operation in checked:
        tally.check(operation)
    return tally


def test_a_sample_of_all_operations() -> None:
    draw = random.Random(SEED)
    names = draw.sample(service_names(), SAMPLE)
    sample = [load_service(name) for name in names]
    tally = _checked(model.operation_model(draw.choice(model.operation_names)) for model in sample)
    assert tally.operations == SAMPLE
    assert tally.schemas >= 2 * SAMPLE
    assert len(tally.run) > 10


def test_the_reference_agrees_that_schemas_are_valid() -> None:
    reference = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    schemas = [schema for operation in operations("cloudtrail") for schema in _schemas(operation)]
    assert len(schemas) > 100
    assert [error.message for schema in schemas for error in reference.iter_errors(schema)] == []


@pytest.mark.sweep
def test_all_operations(capsys: pytest.CaptureFixture[str]) -> None:
    tally = _checked(operations())
    with capsys.disabled():
        print(f"\nschemas: {tally}")  # noqa: T201
        for pattern, reason in sorted(tally.skipped.items()):
            print(f"  skipped {pattern!r}: {reason}")  # noqa: T201
    assert tally.operations > 15_000
    assert len(tally.skipped) * 200 < len(tally.run)  # most of them are reviewed as wrong
