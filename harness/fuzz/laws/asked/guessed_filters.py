"""Filters of which documentation lists no names: those that a server is seen to know.

"One or more filters" is all that some operations of EC2 say. Their filters go by the members of entries, in
small letters with hyphens, as in all operations of EC2 that list them; other services write them as they are.
A name counts if it leaves entries out, and the right ones: then what is said of filters can be asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from harness.contract.values import JsonValue
from harness.contract.words import words_of

_MOST, _ENOUGH = 6, 3  # members that names are made of, and names that are found


def names_known(
    entry: Any,
    entries: Sequence[JsonValue],
    filtered: Callable[[str, str], Sequence[JsonValue] | None],
) -> tuple[str, ...]:
    """Return names that a server filters by, which no documentation lists.

    Args:
        entry: the shape of an entry of the list.
        entries: the whole list.
        filtered: returns the entries that a filter by a name for a value brings back; None of a refusal.
    """
    found = []
    for member, value in _telling(entry, entries):
        for name in _names_of(member):
            back = filtered(name, value)
            if back and all(_text(one, member) == value for one in back):
                found.append(name)
                break
        if len(found) == _ENOUGH:
            break
    return tuple(found)


def likely_names(entry: Any) -> tuple[str, ...]:
    """Return names that filters are likely to have, of which one at least goes by a member of entries.

    Args:
        entry: the shape of an entry of the list.
    """
    members = entry.members.items() if entry.type_name == "structure" else ()
    texts = [name for name, shape in members if shape.type_name == "string"]
    return tuple(dict.fromkeys(name for member in texts[:_MOST] for name in _names_of(member)))


def _names_of(member: str) -> tuple[str, str]:
    return "-".join(words_of(member)), member


def _telling(entry: Any, entries: Sequence[JsonValue]) -> Iterator[tuple[str, str]]:
    """Yield members that tell entries apart, each with a value that some entries have, and not all."""
    tried = 0
    members = entry.members.items() if entry.type_name == "structure" else ()
    for name, shape in sorted(members, key=lambda pair: not pair[1].metadata.get("enum")):  # what parts most
        if shape.type_name not in ("string", "boolean") or tried == _MOST:
            continue
        values = [text for one in entries if (text := _text(one, name))]
        other = next((text for text in values if text != values[0]), None)
        if other is not None:
            tried += 1
            yield name, other


def _text(entry: JsonValue, member: str) -> str:
    value = entry.get(member) if isinstance(entry, Mapping) else None
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else ""
