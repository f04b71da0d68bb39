"""Tell whether a redaction names anything within a shape, so that messages without secrets cost nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from harness.contract.values import is_document
from harness.message.place import WRAPPED
from harness.redaction.classes import is_credential_shape, is_unmarked

if TYPE_CHECKING:
    import re

    from botocore.model import Shape

    from harness.redaction.specification import Redaction


def is_guarded(shape: Shape | None, redaction: Redaction, service: str = "") -> bool:
    """Tell whether a shape or anything below it may hold a value that a redaction names by place.

    Secrets known by their looks alone may stand anywhere and are no matter of shapes.

    Args:
        shape: the shape.
        redaction: the rules.
        service: botocore's name of the service; empty if it is not known.
    """
    if redaction.pointers or redaction.functions:
        return True
    return shape is not None and _is_guarded(shape, redaction.members, service)


@lru_cache(maxsize=8192)
def _is_guarded(shape: Shape, members: re.Pattern[str], service: str) -> bool:
    seen: set[tuple[str, str]] = set()
    pending = [("", shape)]
    while pending:
        name, here = pending.pop()
        kind = here.type_name
        named = kind in ("string", "blob") and members.fullmatch(name)
        sensitive = here.metadata.get("sensitive") and is_credential_shape(service, here.name)
        if sensitive or named or is_document(here):
            return True
        if kind in ("list", "map"):
            # A list's items and a map's values go by the name of the list or map.
            pending += [(name, here.member)] if kind == "list" else [("", here.key), (name, here.value)]
        elif kind == "structure" and (name, here.name) not in seen:
            seen.add((name, here.name))
            for inner, shape in here.members.items():
                if is_unmarked(service, (f"{here.name}.{inner}",)):
                    return True
                pending.append((name if inner in WRAPPED else inner, shape))
    return False
