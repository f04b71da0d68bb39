"""The lock: the contracts of the operations that a project uses, saved to find later changes.

It is a service description (the ``service-2.json`` form) of these operations without its documentation, with
the rules that the documentation states next to the shapes and operations that state them, their waiters, and
the endpoints of the service.

Its text names the operations, each with a digest of all that botocore has of it, documentation included:
where that is the same, nothing is compared, and so no change in how harness reads documentation counts as one
of the contract. The description, which says what changed where a digest differs, is compressed below::

    operations/dynamodb.ListTables = "d2c4..."
    services += "{Wp48S^xk9=GL@E0stWa8~^|S5YJf5..."

Before ``=`` stands a JSON pointer without its first slash, behind it a JSON value; ``+=`` adds to a list. The
second format had a line for each fact of the description as well.
"""

from __future__ import annotations

import base64
import hashlib
import json
import lzma
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from botocore.model import OperationModel, ServiceModel

from harness.contract.diff.endpoints import KeptEndpoints, kept_endpoints
from harness.contract.diff.service import ServiceContract
from harness.contract.diff.waiters import waiters_for
from harness.contract.rules import Rule, rule_from_json
from harness.contract.source import Source
from harness.models.reach import reached_shapes
from harness.models.traits import description_of

FORMAT = 3
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
        shapes[name] = _without_order(_without_text(shape)) | _rules(rules)
    return {
        "endpoints": kept_endpoints(contract.endpoints) if contract.endpoints is not None else {},
        "metadata": {key: value for key, value in sorted(model.metadata.items()) if key not in _METADATA},
        "operations": {
            operation.name: _without_text(description_of(operation))
            | _rules(contract.prose.of_operation(operation))
            for operation in operations
        },
        "paginators": {name: contract.paginators[name] for name in names if name in contract.paginators},
        "shapes": shapes,
        "waiters": waiters_for(contract.waiters or {}, names),
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


def _without_order(shape: dict[str, Any]) -> dict[str, Any]:
    """Sort the lists of a shape that have no order: botocore's own may change from release to release."""
    return shape | {name: sorted(shape[name]) for name in ("enum", "required") if name in shape}


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
    endpoints = description.get("endpoints")  # none in the first format
    start = f"{service}."
    return ServiceContract(
        ServiceModel(description, service),
        paginators=description["paginators"],
        prose=_LockedProse(description),
        silent=frozenset(("documentation",)),
        whole=False,
        waiters=description.get("waiters"),
        endpoints=None if endpoints is None else KeptEndpoints(endpoints),
        digests={
            name.removeprefix(start): value
            for name, value in lock["operations"].items()
            if name.startswith(start)
        },
    )


_HEAD = "# Written by harness lock: what botocore says of the operations that are used here."
_WIDTH = 1000


def serialize_lock(lock: Mapping[str, Any]) -> str:
    """Write a lock as text: its head and the digests to read, the descriptions of services compressed."""
    head = {name: value for name, value in lock.items() if name not in ("operations", "services")}
    operations = {f"operations/{name}": value for name, value in lock.get("operations", {}).items()}
    packed = _pack(lock.get("services", {}))
    lines = [_HEAD, *(f"{name} = {json.dumps(value)}" for name, value in sorted((head | operations).items()))]
    lines += [f'services += "{packed[at : at + _WIDTH]}"' for at in range(0, len(packed), _WIDTH)]
    return "".join(f"{line}\n" for line in lines)


_PRESET = 9 | lzma.PRESET_EXTREME
_FILTERS = ({"id": lzma.FILTER_LZMA2, "preset": _PRESET, "lc": 4, "lp": 0, "pb": 0},)
"""LZMA's settings for text."""


def _pack(services: Any) -> str:
    written = orjson.dumps(services, option=orjson.OPT_SORT_KEYS)
    packed = lzma.compress(written, check=lzma.CHECK_CRC32, filters=_FILTERS)
    return base64.b85encode(packed).decode()  # an alphabet without quotes and backslashes


def _unpack(parts: Sequence[str]) -> Any:
    try:
        return json.loads(lzma.decompress(base64.b85decode("".join(parts))))
    except (ValueError, TypeError, lzma.LZMAError, EOFError):
        raise NotALock("what it says of services is damaged; write it again with harness lock") from None


class NotALock(ValueError):
    """A text is no lock; args: why."""


def parse_lock(text: str) -> Any:
    """Read a lock, of this format or one before; the first was JSON.

    Raises:
        NotALock: it is neither.
    """
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError as error:
            raise NotALock(str(error)) from None
    lock: dict[str, Any] = {}
    for number, line in enumerate(text.split("\n"), 1):  # patterns hold other characters that end a line
        if line.startswith(_OF_MERGES):
            raise NotALock(f"line {number} was left there by a merge in git")
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise NotALock(f"line {number} is no fact")
        try:
            _put(lock, found["path"], found["adds"], json.loads(found["value"]))
        except (ValueError, TypeError, AttributeError):
            raise NotALock(f"line {number} does not go with the lines before it") from None
    if isinstance(services := lock.get("services"), list):
        lock["services"] = _unpack(services)
    return lock


_LINE = re.compile(r"(?P<path>.+?) (?P<adds>\+?)= (?P<value>.+)")
_OF_MERGES = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def _put(lock: dict[str, Any], path: str, adds: str, value: Any) -> None:
    *holders, name = (step.replace("~1", "/").replace("~0", "~") for step in path.split("/"))
    inside = lock
    for step in holders:
        inside = inside.setdefault(step, {})
    if adds:
        inside.setdefault(name, []).append(value)
    elif name in inside:
        raise ValueError(path)
    else:
        inside[name] = value
