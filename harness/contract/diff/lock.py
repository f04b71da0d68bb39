"""The lock: the contracts of the operations that a project uses, saved to find later changes.

It is a service description (the ``service-2.json`` form) of these operations without its documentation, with
the rules that the documentation states next to the shapes and operations that state them. Each operation has
besides a digest of all that botocore has of it, documentation included: where that is the same, nothing is
compared, and so no change in how harness reads documentation counts as one of the contract.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from botocore.model import OperationModel, ServiceModel

from harness.contract.diff.service import ServiceContract
from harness.contract.rules import Rule, rule_from_json
from harness.contract.source import Source
from harness.models.reach import reached_shapes
from harness.models.traits import description_of

FORMAT = 1
_TEXT = frozenset(("documentation", "deprecatedMessage", "deprecatedSince"))
_METADATA = frozenset(("serviceFullName", "serviceAbbreviation", "uid"))


def lock_contracts(
    contracts: Mapping[str, tuple[ServiceContract, Iterable[str]]], **made: str
) -> dict[str, Any]:
    """Write the contracts of operations as a lock.

    Args:
        contracts: by service name, the service's contract and the API names of the operations to lock.
        made: versions of what the lock is made with, such as ``botocore``.

    Returns:
        A JSON object, sorted.
    """
    operations: dict[str, str] = {}
    services: dict[str, Any] = {}
    for service, (contract, names) in sorted(contracts.items()):
        names = sorted(names)
        operations |= {f"{service}.{name}": digest(contract, name) for name in names}
        services[service] = _described(contract, names)
    return {"format": FORMAT, **made, "operations": operations, "services": services}


def digest(contract: ServiceContract, name: str) -> str:
    """Digest all that a document has of an operation, its documentation included."""
    operation = contract.model.operation_model(name)
    read = [
        contract.model.metadata,
        description_of(operation),
        contract.paginators.get(name),
        reached_shapes(contract.model, _tops(operation)),
    ]
    return hashlib.blake2b(orjson.dumps(read, option=orjson.OPT_SORT_KEYS), digest_size=12).hexdigest()


def _tops(operation: OperationModel) -> list[str]:
    ends = [shape for shape in (operation.input_shape, operation.output_shape) if shape is not None]
    return [shape.name for shape in (*ends, *operation.error_shapes)]


def _described(contract: ServiceContract, names: Sequence[str]) -> dict[str, Any]:
    model = contract.model
    operations = [model.operation_model(name) for name in names]
    tops = [top for operation in operations for top in _tops(operation)]
    asked = [operation.input_shape.name for operation in operations if operation.input_shape is not None]
    in_requests = reached_shapes(model, asked)
    shapes = {}
    for name, shape in sorted(reached_shapes(model, tops).items()):
        stated = name in in_requests and shape["type"] == "structure"
        rules = contract.prose.of_structure(model, name) if stated else ()
        shapes[name] = _without_text(shape) | _rules(rules)
    return {
        "metadata": {key: value for key, value in sorted(model.metadata.items()) if key not in _METADATA},
        "operations": {
            operation.name: _without_text(description_of(operation))
            | _rules(contract.prose.of_operation(operation))
            for operation in operations
        },
        "paginators": {name: contract.paginators[name] for name in names if name in contract.paginators},
        "shapes": shapes,
    }


def _without_text(written: Mapping[str, Any]) -> dict[str, Any]:
    """Drop the documentation of a shape or an operation, and of the places in it."""
    kept: dict[str, Any] = {}
    for name, value in written.items():
        if name == "members":
            kept[name] = {member: _without_text(place) for member, place in value.items()}
        elif name == "errors":
            kept[name] = [_without_text(place) for place in value]
        elif isinstance(value, Mapping):
            kept[name] = _without_text(value)
        elif name not in _TEXT:
            kept[name] = value
    return kept


def _rules(rules: Iterable[Rule]) -> dict[str, Any]:
    """Write rules with the member that states each, whose sentence may move without a change."""
    written = []
    for rule in rules:
        source = rule.source and Source("prose", rule.source.side, rule.source.member)
        written.append(replace(rule, source=source).to_json())
    return {"rules": written} if written else {}


class _LockedProse:
    def __init__(self, description: Mapping[str, Any]) -> None:
        self._description = description

    def of_structure(
        self, service: ServiceModel, name: str, members: Collection[str] | None = None
    ) -> Sequence[Rule]:
        rules = self._read("shapes", name)
        return [r for r in rules if members is None or (r.source and r.source.member in members)]

    def of_operation(self, operation: OperationModel) -> Sequence[Rule]:
        return self._read("operations", operation.name)

    def _read(self, kind: str, name: str) -> Sequence[Rule]:
        return tuple(rule_from_json(rule) for rule in self._description[kind][name].get("rules", ()))


def contract_from_lock(lock: Mapping[str, Any], service: str) -> ServiceContract:
    """Read the contract of one service of a lock.

    Args:
        lock: what `lock_contracts` wrote.
        service: one of its services.
    """
    description = lock["services"][service]
    start = f"{service}."
    return ServiceContract(
        ServiceModel(description, service),
        paginators=description["paginators"],
        prose=_LockedProse(description),
        silent=frozenset(("documentation",)),
        whole=False,
        digests={
            name.removeprefix(start): value
            for name, value in lock["operations"].items()
            if name.startswith(start)
        },
    )


def serialize_lock(lock: Mapping[str, Any]) -> str:
    """Write a lock as text with a line for each operation and shape, so that differences are read easily."""
    return _text(lock, 0) + "\n"


_DEEP = 4  # format / services / a service / shapes / a shape


def _text(value: Any, depth: int) -> str:
    if not isinstance(value, Mapping) or depth == _DEEP or not value:
        return json.dumps(value, ensure_ascii=False)
    inside = "  " * (depth + 1)
    lines = (f"{inside}{json.dumps(name)}: {_text(item, depth + 1)}" for name, item in value.items())
    return "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"
