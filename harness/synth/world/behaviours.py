"""What no inference over names gives: a queue hands on, a table holds items, an upload comes in parts.

Which operations do so stands in ``facts.toml``; what they do is documented with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from botocore.model import OperationModel

from harness.synth.responses.facts import facts_of
from harness.synth.world import items, messages, uploads

if TYPE_CHECKING:
    from harness.synth.world.steps import Outcome, Step

_BEHAVIOURS: Mapping[str, Mapping[str, Callable[[Step], Outcome]]] = {
    "queue": messages.STEPS,
    "table": items.STEPS,
    "uploads": uploads.STEPS,
}


@lru_cache(maxsize=4096)
def behaviour_of(operation: OperationModel) -> Callable[[Step], Outcome] | None:
    """Return what an operation does beyond creating, reading, changing and deleting; None for most."""
    behaviour = facts_of(operation.service_model.service_name).behaviour
    for kind, steps in _BEHAVIOURS.items():
        for role, names in behaviour.get(kind, {}).items():
            listed = [names] if isinstance(names, str) else names
            if role in steps and operation.name in listed:
                return steps[role]
    return None
