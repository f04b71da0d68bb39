"""What botocore's waiters wait for: the conditions on answers by which they end, from ``waiters-2.json``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import DataNotFoundError
from botocore.model import OperationModel
from botocore.waiter import AcceptorConfig, WaiterModel

from harness.models.loader import OneService


@dataclass(frozen=True)
class Waiter:
    """A waiter of an operation.

    Attributes:
        name: its name, ``"InstanceRunning"``.
        acceptors: the conditions that it tries on an answer, in order; the first that holds counts.
    """

    name: str
    acceptors: tuple[AcceptorConfig, ...]

    def state(self, response: Mapping[str, Any]) -> str:
        """Tell what an answer is to it: ``"success"``, ``"failure"``, or ``"retry"``.

        Args:
            response: the answer as botocore's clients return it, or have it in the exception.
        """
        for acceptor in self.acceptors:
            if acceptor.matcher_func(response):
                return str(acceptor.state)
        return "failure" if "Error" in response else "retry"


@functools.lru_cache(maxsize=1024)
def waiters_of(operation: OperationModel) -> tuple[Waiter, ...]:
    """Return the waiters that poll an operation, in the order of their names; none for most."""
    model = _model(operation.service_model.service_name)
    if model is None:
        return ()
    found = (Waiter(name, tuple(model.get_waiter(name).acceptors)) for name in model.waiter_names)
    return tuple(w for w in found if model.get_waiter(w.name).operation == operation.name)


@functools.cache
def _model(service: str) -> WaiterModel | None:
    try:
        return WaiterModel(OneService(service).load_service_model(service, "waiters-2"))
    except DataNotFoundError:
        return None
