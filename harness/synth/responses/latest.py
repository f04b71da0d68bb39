"""Which of some versions is the latest, or the default one: at most one of the same thing.

What a version is of follows from the other names and ids of its entry, or from what a request has to name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.values import JsonValue
from harness.synth.proposals import proposals_of


@lru_cache(maxsize=4096)
def _flags(operation: OperationModel) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the flags, each with the lists that have it and what tells of what their entries are."""
    return {
        one["flag"]: {path: tuple(naming) for path, naming in one["lists"].items()}
        for one in proposals_of(operation, "one_latest")
    }


def tells_latest(operation: OperationModel) -> bool:
    """Tell whether an operation lists versions and says which one is the latest, or the default one.

    Args:
        operation: the operation.
    """
    return bool(_flags(operation))


def keep_one_latest(operation: OperationModel, response: Mapping[str, JsonValue]) -> None:
    """Let the first of the versions of each thing that are told to be the latest be the only one, in place.

    Args:
        operation: the operation.
        response: its result in JSON-able form, with whole lists.
    """
    for flag, lists in _flags(operation).items():
        known: set[tuple[str, ...]] = set()
        for path, naming in lists.items():
            entries = response.get(path)
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and entry.get(flag) is True:
                    thing = tuple(str(entry.get(name)) for name in naming)
                    entry[flag] = thing not in known
                    known.add(thing)
