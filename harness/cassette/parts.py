"""Cassettes put together and taken apart: pure functions of their interactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from harness.cassette.exchange import read_operation

if TYPE_CHECKING:
    from harness.cassette.model import Cassette, Facts, Interaction, Request, Response

By = Literal["service", "operation"]

OTHER = "other"
"""The part of the interactions that are none with an operation that the installed botocore knows."""


def merged(
    cassettes: Iterable[Cassette], *, drop_doubles: bool = False
) -> tuple[list[Interaction], dict[str, Any]]:
    """Put cassettes together, one after the other.

    Args:
        cassettes: the cassettes; each keeps its order.
        drop_doubles: leave out an interaction that is equal in everything to one of an earlier cassette.

    Returns:
        The interactions, and the other top-level keys; of one that several cassettes have, the first's.
    """
    interactions: list[Interaction] = []
    extras: dict[str, Any] = {}
    before: dict[tuple[Request, Response], list[Facts | None]] = {}
    for cassette in cassettes:
        new = [
            one
            for one in cassette.interactions
            if one.facts not in before.get((one.request, one.response), ())
        ]
        interactions += new
        for one in new if drop_doubles else ():
            before.setdefault((one.request, one.response), []).append(one.facts)
        extras = {**cassette.extras, **extras}
    return interactions, extras


def split_by(by: By, interactions: Iterable[Interaction]) -> Mapping[str, Sequence[Interaction]]:
    """Sort interactions by service or by operation, in recorded order.

    Returns:
        The interactions by ``"dynamodb"`` or ``"dynamodb.ListTables"``; those that are none of a known
        operation by `OTHER`.
    """
    parts: dict[str, list[Interaction]] = {}
    for interaction in interactions:
        parts.setdefault(_part(by, interaction), []).append(interaction)
    return parts


def split_by_size(size: int, interactions: Sequence[Interaction]) -> Mapping[str, Sequence[Interaction]]:
    """Cut interactions into parts of a size, the last possibly smaller.

    Returns:
        The interactions by number, ``"01"``, as many digits as it takes for the names to sort.
    """
    starts = range(0, len(interactions), size)
    width = len(str(len(starts)))
    return {
        f"{number:0{width}}": interactions[start : start + size] for number, start in enumerate(starts, 1)
    }


def _part(by: By, interaction: Interaction) -> str:
    # Only names that botocore has become names of files: a cassette may say anything.
    operation = read_operation(interaction)
    if operation is None:
        return OTHER
    service = operation.service_model.service_name
    return service if by == "service" else f"{service}.{operation.name}"
