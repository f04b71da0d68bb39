"""The miner of documented rules: documentation to rules, deterministic and offline."""

from __future__ import annotations

from harness.contract.prose.miner import mine
from harness.contract.prose.operations import (
    mine_description,
    mine_operation,
    mine_response,
    mine_structure,
)

__all__ = ["mine", "mine_description", "mine_operation", "mine_response", "mine_structure"]
