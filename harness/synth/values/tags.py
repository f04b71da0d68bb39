"""How members hold tags: as a map, or as a list of keys and values. A resource has each key once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from harness.synth.values.plausible.place import words_of

TAG = frozenset(("tag", "tags", "tagging"))
"""Words in the names of members that hold tags."""

_ALONE = TAG | {"tagset", "taglist"}


@lru_cache(maxsize=65_536)
def tag_form(name: str, shape: Any) -> tuple[str, str] | None:
    """Tell how a member holds tags: the names of the members with key and value, empty for a map; or None."""
    if not _ALONE.intersection(words_of(name)):
        return None
    if shape.type_name == "map" and shape.value.type_name == "string":
        return "", ""
    if shape.type_name == "list" and shape.member.type_name == "structure":
        by_lower = {member.lower(): member for member in shape.member.members}
        key = next((by_lower[each] for each in ("key", "tagkey") if each in by_lower), None)
        value = next((by_lower[each] for each in ("value", "tagvalue") if each in by_lower), None)
        if key and value:
            return key, value
    return None


def own_tags(name: str, shape: Any) -> tuple[str, str] | None:
    """Tell the same of a list that is all of tags, and not of what has to do with them; None of a map.

    Args:
        name: the member: ``Tags``, ``TagList``, but not ``TagSyncTasks``.
        shape: its shape.
    """
    words = [word for word in words_of(name) if word not in ("list", "set")]
    form = tag_form(name, shape) if words[-1:] and words[-1] in _ALONE else None
    return form if form and form[0] else None
