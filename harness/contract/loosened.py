"""Patterns and bounds that refuse a value which the text of their own member quotes.

Which they are is data: ``loosened.jsonl``, a line each, chosen by a person from what `tools.conflicts` lists.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files

import orjson

Member = tuple[str, str, str]
"""A service, a structure of its model, and a member of that."""


@functools.cache
def _loosened() -> Mapping[tuple[Member, str], frozenset[str]]:
    lines = files(__package__).joinpath("loosened.jsonl").read_text(encoding="utf-8").splitlines()
    found = (orjson.loads(line) for line in lines)
    return {
        ((one["service"], one["structure"], one["member"]), one["keyword"]): frozenset(one["values"])
        for one in found
    }


def quoted_values(member: Member, trait: str) -> frozenset[str]:
    """Return what the text of a member quotes and a trait of it refuses; nothing if they agree.

    Args:
        member: the member.
        trait: ``"pattern"``, ``"min"`` or ``"max"``.
    """
    return _loosened().get((member, trait), frozenset())
