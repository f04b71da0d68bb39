"""The miner of documented rules: documentation to rules, deterministic and offline.

Its recognisers compile hundreds of patterns. They are imported when something is mined, not where text is
only split into sentences (`harness.contract.prose.text`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.lazy import lazy_names

if TYPE_CHECKING:
    from harness.contract.prose.miner import mine
    from harness.contract.prose.operations import (
        mine_answers,
        mine_description,
        mine_operation,
        mine_response,
        mine_structure,
    )

_MODULES = {
    "mine": "miner",
    "mine_answers": "operations",
    "mine_description": "operations",
    "mine_operation": "operations",
    "mine_response": "operations",
    "mine_structure": "operations",
}

__all__ = ["mine", "mine_answers", "mine_description", "mine_operation", "mine_response", "mine_structure"]

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES)
