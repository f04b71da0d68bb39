"""Which structures have one of their members: unions by their trait, and by their documentation.

Models of services from before the trait say it in words: of the structure, or of each of its members that it
is a value of some type (DynamoDB's ``AttributeValue``).
"""

from __future__ import annotations

import functools
import re

from botocore.model import Shape, StructureShape

_STRUCTURE = re.compile(
    r"\b(?:union|variant) type\b|\btagged union\b|name is the data type, and the value is the data"
    r"|\b(?:exactly|only) one of the (?:following )?(?:options|members|attributes|possible \w+ types)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"\s*(?:<p>)?\s*An? \w+ of type ")


@functools.lru_cache(1 << 12)
def is_union(shape: Shape) -> bool:
    """Tell whether a value of a shape is a structure with one of its members, and no more."""
    if not isinstance(shape, StructureShape):
        return False
    if shape.is_tagged_union or shape.required_members or len(shape.members) < 2:
        return bool(shape.is_tagged_union)
    return _says_so(shape.documentation) or all(
        _MEMBER.match(member.documentation) for member in shape.members.values()
    )


@functools.lru_cache(1 << 14)
def _says_so(documentation: str) -> bool:
    return _STRUCTURE.search(documentation) is not None
