"""Requests that documentation says are refused though they keep to their contract, by what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.synth.scene import Scene

_DRY_RUN = re.compile(r"error response is <code>(DryRunOperation)</code>")
_OWNER = re.compile(r"does not match the actual owner.*?(?:request|operation) fails.*?403", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stated:
    """A parameter with which a request is refused, as its documentation says.

    Attributes:
        param: the parameter.
        code: the error's code.
        status: its status.
        account: whether the parameter is an account, and only one that owns nothing is refused; else any
            request is that has the parameter as true.
    """

    param: str
    code: str
    status: int
    account: bool = False

    def refuses(self, params: Mapping[str, Any], scene: Scene) -> bool:
        """Tell whether a request is refused, given who asks."""
        value = params.get(self.param)
        return value not in (None, scene.account) if self.account else value is True

    @property
    def message(self) -> str:
        """What the error says."""
        if self.account:
            return "Access Denied"
        return f"Request would have succeeded, but {self.param} flag is set."


@lru_cache(maxsize=4096)
def stated_refusals(operation: OperationModel) -> tuple[Stated, ...]:
    """Return the parameters of an operation with which requests are refused."""
    return tuple(_stated(operation))


def _stated(operation: OperationModel) -> Iterator[Stated]:
    members: Mapping[str, Any] = operation.input_shape.members if operation.input_shape is not None else {}
    for name, shape in members.items():
        if shape.type_name == "boolean" and (found := _DRY_RUN.search(shape.documentation)):
            yield Stated(name, found[1], 412)
        elif shape.type_name == "string" and _OWNER.search(shape.documentation):
            yield Stated(name, "AccessDenied", 403, account=True)
