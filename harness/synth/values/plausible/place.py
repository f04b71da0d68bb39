"""The place of a value: what its surroundings tell about what it means."""

from __future__ import annotations

import functools
import re
from collections import ChainMap
from typing import Any, NamedTuple

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@functools.cache
def words_of(name: str) -> tuple[str, ...]:
    """Split a name into words in small letters: ``"KMSKeyId"`` gives ``("kms", "key", "id")``."""
    # Members are spelled both "trailARN" and "TrailARNs"; a plural's s is no word.
    return tuple(word.lower() for word in _WORD.findall(name.replace("ARNs", "Arn").replace("IDs", "Id")))


@functools.cache
def singular(name: str) -> str:
    """Return the name of one entry of a list: ``"InstanceIds"`` gives ``"InstanceId"``."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("sses", "xes", "ches")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us")) else name


class Shown(NamedTuple):
    """A resource that a structure shows.

    Attributes:
        noun: the words of what it is: ``("function",)``.
        name: what identifies it: its name or id, and of an ARN the end.
        path: the path of the structure.
        kind: what the name is: an id, a name.
    """

    noun: tuple[str, ...]
    name: str
    path: str
    kind: str


class Place(NamedTuple):
    """Where a value stands.

    A tuple, as there is one for each value: a frozen dataclass takes four times as long to make.

    Attributes:
        service: botocore's service name.
        path: the path from the top, as rules write it: ``"Events[].EventTime"``.
        name: the name of the member, for an entry of a list or map in the singular.
        owner: the name of the structure's shape that has the member.
        siblings: what is known already: the members next to it, over what the request named.
        number: the number of the entry of a list that it is in, from 0.
        shown: the innermost resource that a structure around it shows, if one does.
    """

    service: str
    path: str = ""
    name: str = ""
    owner: str = ""
    siblings: ChainMap[str, Any] = ChainMap()  # noqa: RUF012  # nothing is written to it
    number: int = 0
    shown: Shown | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name."""
        return words_of(self.name)

    def member(self, name: str, owner: str, siblings: ChainMap[str, Any]) -> Place:
        """Return the place of a structure's member."""
        path = f"{self.path}.{name}" if self.path else name
        return Place(self.service, path, name, owner, siblings, self.number, self.shown)

    def entry(self, number: int = 0) -> Place:
        """Return the place of an entry of a list or of a value of a map."""
        path, name = f"{self.path}[]", singular(self.name)
        return Place(self.service, path, name, self.owner, self.siblings, self.number + number, self.shown)
