"""What is written of an operation and read back is its contract: as schemas, and as a lock."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from harness.contract.contract import Contract
from harness.contract.diff import Change, ServiceContract, diff_contracts
from harness.contract.diff.documents import installed
from harness.contract.diff.lock import contract_from_lock, lock_contracts, parse_lock, serialize_lock
from harness.contract.diff.schemas import contract_from_schemas

SAMPLE = ("sns", "xray")


def as_schemas(contract: ServiceContract) -> ServiceContract:
    schemas = {}
    for name in contract.model.operation_names:
        of_model = Contract(contract.model.operation_model(name))
        schemas[name] = {
            "request": of_model.request_schema,
            "response": of_model.response_schema,
            "errors": of_model.error_schemas,
            "exchange": of_model.exchange_schema,
            "pages": of_model.pages_schema,
        }
    return contract_from_schemas(contract.model.service_name, json.loads(json.dumps(schemas)))


def as_lock(contract: ServiceContract) -> ServiceContract:
    service = contract.model.service_name
    lock = lock_contracts({service: (contract, contract.model.operation_names)})
    return replace(contract_from_lock(parse_lock(serialize_lock(lock)), service), digests={})


def differences(service: str) -> Iterator[Change]:
    contract = installed().load(service)
    for written in (as_schemas(contract), as_lock(contract)):
        yield from diff_contracts(written, contract)


@pytest.mark.parametrize("service", SAMPLE)
def test_some_services(service: str) -> None:
    assert list(differences(service)) == []


@pytest.mark.sweep
def test_every_service() -> None:
    operations = 0
    found: Counter[str] = Counter()
    examples = []
    for service in installed().services:
        changes = list(differences(service))
        operations += len(installed().load(service).model.operation_names)
        found.update(change.code for change in changes)
        examples += changes[:1]
    print(f"\n{operations:,} operations as schemas and as locks: {found.total()} differences {dict(found)}")  # noqa: T201
    assert [change.message for change in examples] == []
