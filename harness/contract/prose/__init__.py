"""The miner of documented rules: documentation to rules, deterministic and offline."""

from __future__ import annotations

from harness.contract.prose.miner import mine
from harness.contract.prose.operations import mine_operation, mine_response

__all__ = ["mine", "mine_operation", "mine_response"]
