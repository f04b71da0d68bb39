"""What changed between two documents of the same APIs, and whom it breaks."""

from __future__ import annotations

from harness.contract.diff.change import CODES, Change, Effect, Level, Place
from harness.contract.diff.compare import diff_contracts
from harness.contract.diff.service import ServiceContract

__all__ = ["CODES", "Change", "Effect", "Level", "Place", "ServiceContract", "diff_contracts"]
