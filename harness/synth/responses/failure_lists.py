"""The lists in which an answer tells apart what it cannot answer for, such as ``failures``."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.synth.responses.plan import TROUBLE
from harness.synth.values.plausible.place import words_of

_WORDS = TROUBLE | {"found", "missing", "unknown"}


@lru_cache(maxsize=4096)
def lists_of_missing(operation: OperationModel) -> tuple[tuple[str, Any], ...]:
    """Return the lists of an operation's answer that tell what is not there: the name, and an entry's shape.

    Args:
        operation: the operation.
    """
    output: Any = operation.output_shape
    return tuple(
        (name, shape.member)
        for name, shape in (output.members.items() if output is not None else ())
        if shape.type_name == "list" and not _WORDS.isdisjoint(words_of(name))
    )
