"""A member that is true for one kind of entries, which a value of a parameter asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.models.resources import noun_words
from harness.synth.responses.demands.demand import (
    Demand,
    Maker,
    Parameter,
    Request,
)
from harness.synth.responses.demands.entries import (
    EntryList,
    EntryMember,
)
from harness.synth.responses.demands.values import OneOf


def flagged(parameter: Parameter, entries: EntryList) -> Maker | None:
    """Return what a parameter asks for of whose values some are flags of entries; None if none are.

    ``PrivateHostedZone`` asks for zones whose ``PrivateZone`` is true.

    Args:
        parameter: the parameter.
        entries: the entries.
    """
    flags = {
        value: member.path
        for value in parameter.shape.metadata.get("enum", ())
        for member in entries.members
        if _is_flag(member) and set(member.words) <= set(noun_words(value))
    }

    def make(request: Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if isinstance(asked, str) and asked in flags:
            yield flags[asked], OneOf((True,))

    return make if flags else None


def _is_flag(member: EntryMember) -> bool:
    return member.shape.type_name == "boolean" and len(member.words) > 1
