"""The operation that a strategy is about, as callers name it."""

from __future__ import annotations

from harness.contract.contract import Contract, contract
from harness.models import parse_operation_name

Operation = str | Contract
"""``"service.Operation"``, the method's name instead of the operation's, or a contract."""


def contract_of(operation: Operation) -> Contract:
    """Return the contract of an operation.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    return operation if isinstance(operation, Contract) else contract(*parse_operation_name(operation))
