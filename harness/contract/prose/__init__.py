"""The miner of documented rules: documentation to rules, deterministic and offline."""

from __future__ import annotations

from harness.contract.prose.miner import mine

__all__ = ["mine"]
