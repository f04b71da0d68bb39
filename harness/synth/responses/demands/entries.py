"""The entries of the lists of an answer: their members, and which of these some words name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import join
from harness.models.paginators import find_pagination
from harness.models.resources import noun_words, parse_name
from harness.synth.responses.plan import TROUBLE

SCALARS = frozenset(("string", "integer", "long", "boolean", "character"))
NUMBERS = frozenset(("integer", "long", "float", "double"))
TAG_KEYS = (("Key", "Value"), ("key", "value"), ("TagKey", "TagValue"))
SAYS_NOTHING = (("id",), ("name",), ("arn",), ("type",), ("value",), ("key",), ())  # of which of many it is
_DEEPEST = 4  # structures, one in another, in which a filter finds what it goes by


@dataclass(frozen=True, slots=True)
class EntryMember:
    """A member of the entries of a list.

    Attributes:
        path: where it is in a response.
        words: the words of its own name.
        text: those of the members that lead to it and of itself, joined.
        shape: its shape.
    """

    path: str
    words: tuple[str, ...]
    text: str
    shape: Any


@dataclass(frozen=True, slots=True)
class EntryList:
    """A list of a response, whose entries a request may ask for.

    Attributes:
        path: the path of an entry.
        name: the list's name.
        entry: the shape of an entry.
        members: the members of an entry.
    """

    path: str
    name: str
    entry: Any
    members: tuple[EntryMember, ...]

    @property
    def is_outer(self) -> bool:
        """Whether the list is within no other."""
        return self.path.count("[]") == 1

    @property
    def is_of_tags(self) -> bool:
        """Whether the list is that of an entry's tags, whose values are not asked for as ``value``."""
        members = getattr(self.entry, "members", {})
        return not self.is_outer and any(members.keys() == set(keys) for keys in TAG_KEYS)

    def named(self, words: Sequence[str], noun: Sequence[str]) -> EntryMember | None:
        """Return the member that some words name: ``status``, ``job status`` or, of what is in it, ``state``.

        Args:
            words: the words.
            noun: those of what the operation lists, which names may begin with or leave out.
        """
        text, whole = "".join(words), "".join(noun)
        for wanted in (
            text,
            text.removeprefix(whole),
            whole + text,
            *("".join(noun[n:]) + text for n in range(1, len(noun))),
        ):
            for member in self.members if wanted else ():
                if wanted in (member.text, "".join(member.words)) and (
                    member.text == wanted or member.path.count(".") == self.path.count(".") + 1
                ):
                    return member
        return None

    def only(self, words: Sequence[str], shape: Any) -> EntryMember | None:
        """Return the only member of a type with some name, however deep: ``BookId`` for a book identifier.

        Args:
            words: the words of the name.
            shape: the shape of the parameter that is named so.
        """
        plain = tuple("id" if word == "identifier" else word for word in words)
        found = [
            member
            for member in self.members
            if member.shape.type_name == shape.type_name
            and plain == plain_words(member.path.rpartition(".")[2])
            and may_be_alike(member.shape, shape)
        ]
        return found[0] if len(found) == 1 and plain not in SAYS_NOTHING and self.is_outer else None

    def ending(self, words: Sequence[str]) -> EntryMember | None:
        """Return the only text of an entry whose name ends with some words.

        Args:
            words: the words.
        """
        depth = self.path.count(".") + 1
        texts = (one for one in self.members if one.shape.type_name == "string" and words)
        found = [
            one for one in texts if one.path.count(".") == depth and one.words[-len(words) :] == tuple(words)
        ]
        return found[0] if len(found) == 1 else None


def may_be_alike(one: Any, other: Any) -> bool:
    """Tell whether values of two shapes may be the same: if both are listed, some must be in both lists."""
    listed, others = (set(map(plain_value, shape.metadata.get("enum", ()))) for shape in (one, other))
    return not listed or not others or not listed.isdisjoint(others)


def plain_value(value: str) -> str:
    """Write a value as its other spellings are written: without hyphens, in small letters."""
    return re.sub(r"[^a-z0-9]", "", value.lower())


@lru_cache(maxsize=4096)
def lists_of(operation: OperationModel) -> tuple[EntryList, ...]:
    """Return the lists that an operation answers with."""
    parsed = parse_name(operation.name)
    if operation.output_shape is None or not (parsed.role == "list" or find_pagination(operation)):
        return ()
    return tuple(_lists(operation.output_shape, "", 0))


def _lists(shape: Any, path: str, lists: int) -> Iterator[EntryList]:
    for name, member in shape.members.items():
        inner = join(path, name)
        if not TROUBLE.isdisjoint(noun_words(name)):
            continue
        if member.type_name == "list" and lists < 2:
            entry = member.member
            if entry.type_name == "structure":
                yield EntryList(
                    f"{inner}[]", name, entry, tuple(_members(entry, f"{inner}[]", "", frozenset()))
                )
                if not lists:
                    yield from _lists(entry, f"{inner}[]", lists + 1)
            elif entry.type_name == "string" and not lists:
                yield EntryList(f"{inner}[]", name, entry, ())
        elif member.type_name == "structure" and not lists and not path:
            yield from _lists(member, inner, lists)


def _members(shape: Any, path: str, before: str, inside: frozenset[str]) -> Iterator[EntryMember]:
    for name, member in shape.members.items():
        named = noun_words(name)
        text = before + "".join(named)
        if member.type_name == "structure":
            if len(inside) < 2 and member.name not in inside:
                yield from _members(member, f"{path}.{name}", text, inside | {member.name})
        elif member.type_name in SCALARS or member.type_name in ("timestamp", *NUMBERS):
            yield EntryMember(f"{path}.{name}", named, text, member)


@lru_cache(maxsize=4096)
def leaves_of(shape: Any, path: str, depth: int = 0) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the paths of the scalars in an entry, also within its lists, each with the words on its way."""
    if shape.type_name == "list":
        return leaves_of(shape.member, f"{path}[]", depth)
    if shape.type_name != "structure":
        return ((path, ()),) if shape.type_name in SCALARS else ()
    if depth == _DEEPEST:
        return ()
    return tuple(
        (inner, (*plain_words(name), *words))
        for name, member in shape.members.items()
        for inner, words in leaves_of(member, f"{path}.{name}", depth + 1)
    )


def plain_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, each in the singular, an identifier as an id."""
    parts = re.split("[^A-Za-z0-9]", name)
    words = (word for part in parts for word in noun_words(part[:1].upper() + part[1:]))
    return tuple("id" if word == "identifier" else "".join(noun_words(word)) for word in words)
