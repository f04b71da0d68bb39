"""Layer 1: what an operation documents, as schemas and rules, and what breaks them."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.contract.contract import Contract


class _CallablePackage(ModuleType):
    """The package, which is also the function ``harness.contract``: one name has to be both."""

    def __call__(self, service: str, operation: str) -> Contract:
        """Return the contract of an operation of the installed botocore.

        Args:
            service: botocore's service name (``"cloudtrail"``).
            operation: the API name (``"ListInsightsData"``) or the client method (``"list_insights_data"``).

        Raises:
            harness.errors.UnknownName: botocore has no such service or operation.
        """
        from harness.contract.contract import contract

        return contract(service, operation)


sys.modules[__name__].__class__ = _CallablePackage
