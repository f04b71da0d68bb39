"""Parameters that stand for the caller's own account where they are left out: Glue's ``CatalogId``."""

from __future__ import annotations

from botocore.model import OperationModel

from harness.synth.proposals import proposals_of


def account_params(operation: OperationModel) -> tuple[str, ...]:
    """Return the parameters that are the caller's account by default."""
    return tuple(one["param"] for one in proposals_of(operation, "account"))
