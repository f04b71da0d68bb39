"""Requests that are valid under every trait and documented rule, as strategies."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness.contract.contract import Contract
from harness.contract.values import from_json_value
from harness.synth.requests import request_params
from harness.synth.strategies.drawn import DrawnChoices
from harness.synth.strategies.subject import Operation, contract_of


def requests(operation: Operation) -> SearchStrategy[dict[str, Any]]:
    """Make a strategy for valid requests of an operation.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.

    Returns:
        Parameters as a caller passes them to the client. They shrink to the smallest request.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    return _requests(contract_of(operation))


@lru_cache(maxsize=1024)
def _requests(contract: Contract) -> SearchStrategy[dict[str, Any]]:
    @st.composite
    def made(draw: DrawFn) -> dict[str, Any]:
        params = request_params(contract, DrawnChoices(draw))
        return from_json_value(contract.operation_model.input_shape, params) or {}

    return made()
