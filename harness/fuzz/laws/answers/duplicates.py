"""Entries of a list that are the same thing: alike, or different with one id or ARN."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.values import JsonValue, leaves_of
from harness.models.resources import WRAPPERS, kind_of, noun_words
from harness.synth.responses.views import view_of
from harness.synth.values.plausible.place import words_of

_NAMING = ("id", "name", "", "identifier")
_VERSIONED = frozenset(("version", "versions", "revision", "stage", "label", "region", "regions"))
_ENUMERATED = re.compile(r"\b(?:valid|possible|allowed) values\b", re.IGNORECASE)
# What a list may have several times: once for each thing that it belongs to.
_SHARED = frozenset(("resource", "principal", "target", "member", "compliance"))


def same_things(
    operation: OperationModel,
    shape: Any,
    member: str,
    entries: Sequence[JsonValue],
    asked: Collection[str] = frozenset(),
) -> Iterator[tuple[int, int, str]]:
    """Yield two entries of a list that are the same thing, and what shows it.

    Args:
        operation: the operation.
        shape: the shape of an entry.
        member: the list.
        entries: its entries.
        asked: texts of the request; entries with one of them are passed over.

    Returns:
        The numbers of both entries, and the id or ARN that they share; ``""`` where they are alike.
    """
    own = _own_name(operation, shape, member)
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries if own is not None else ()):
        named = entry.get(own[0]) if own is not None and isinstance(entry, dict) else None
        if own is None or not isinstance(named, str) or not named:
            continue
        if any(leaf in asked for leaf in leaves_of(entry) if isinstance(leaf, str)):
            continue
        key = named if own[1] else json.dumps(entry, sort_keys=True, default=str)
        if (first := seen.setdefault(key, number)) != number:
            yield first, number, "" if entries[first] == entry else own[0]


@lru_cache(maxsize=4096)
def _own_name(operation: OperationModel, shape: Any, member: str) -> tuple[str, bool] | None:
    """Return the member of a list's entries that names each, and whether it tells it from all others.

    Args:
        operation: the operation.
        shape: the shape of the entries.
        member: the list.

    Returns:
        None where entries may be alike. An ARN or an id tells one from all others, unless they are versions.
    """
    view = view_of(operation, shape, member) if shape.type_name == "structure" else None
    whole = noun = noun_words(member)
    while len(noun) > 1 and noun[-1] in WRAPPERS:
        noun = noun[:-1]
    names = [name for name, _ in view.members] if view is not None else []
    if any(
        "enum" in shape.members[name].metadata or _ENUMERATED.search(shape.members[name].documentation)
        for name in names
    ):
        return None
    # A Configuration may be what is listed, and not only what describes it.
    kinds = {name: kind_of(name, noun) or kind_of(name, whole) for name in names}
    for name in (*(name for name, kind in kinds.items() if kind in ("id", "arn")), *names):
        if kinds[name] in _NAMING or kinds[name] == "arn":
            is_own = kinds[name] in ("id", "arn") and _SHARED.isdisjoint(noun[-1:])
            return name, is_own and not _has_versions(shape, noun)
    return None


def _has_versions(shape: Any, noun: Sequence[str]) -> bool:
    """Tell whether the entries of a list may be versions of one thing, and not only have one of another."""
    of_thing = {*noun, *_VERSIONED, *_NAMING, "arn", "number"}
    members = map(words_of, shape.members)
    return any(not _VERSIONED.isdisjoint(words) and of_thing.issuperset(words) for words in members)
