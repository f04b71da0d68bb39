"""What a world knows of one resource, and the store of all that it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from harness.contract.values import JsonValue
from harness.models.resources import KINDS, tail_of
from harness.synth.values.views import Noun

Place = tuple[str, str, str]
"""Where a resource is: the service, the region (empty: in all of them) and the account."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a world knows of a resource.

    Attributes:
        place: service, region and account.
        noun: the words of its type.
        name: what tells it from others of its type that belong to the same.
        names: all that names it, by kind: ``{"name": "orders", "arn": "arn:aws:..."}``.
        scope: what it belongs to, by the parameter in small letters: ``{"bucket": "reports"}``.
        members: what was sent or answered of it, by the member in small letters.
        parts: the names of the members that belong to a part of it, such as a bucket's policy, by the part.
        tags: its tags.
        is_whole: whether it was created here, so that what nobody said of it is not there.
    """

    place: Place
    noun: Noun
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    scope: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, JsonValue] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def key(self) -> tuple[Any, ...]:
        """What no other record has."""
        return (*self.place, self.noun, tuple(sorted(self.scope.items())), self.name)

    @property
    def type(self) -> str:
        """The type as people write it: ``dynamodb.Table``."""
        return f"{self.place[0]}.{''.join(word.capitalize() for word in self.noun)}"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return what names it with its kinds, the name that tells it from others first."""
        first = next((kind for kind, value in self.names.items() if value == self.name), "name")
        others = ((kind, value) for kind, value in self.names.items() if kind != first)
        return ((first, self.name), *others)

    def belongs_to(self, owners: Mapping[str, str]) -> bool:
        """Tell whether it belongs to what a request tells."""
        return all(tail_of(self.scope.get(name, value)) == tail_of(value) for name, value in owners.items())


class Store:
    """The records of a world, found by their type and by any of their names."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[tuple[Any, ...], Record] = {}
        self._by_name: dict[tuple[Place, str], dict[tuple[Any, ...], None]] = {}
        self._by_type: dict[tuple[Place, Noun], dict[tuple[Any, ...], None]] = {}
        self._params: dict[Place, set[str]] = {}  # what tells, of any record so far, what it belongs to
        for record in records:
            self.put(record)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def get(self, key: tuple[Any, ...]) -> Record | None:
        """Return the record with a key, or None."""
        return self._records.get(key)

    def put(self, record: Record) -> None:
        """Add a record, or put it instead of the one with its key."""
        key = record.key
        old = self._records.get(key)
        if old is not None and old.names != record.names:
            self._forget_names(old)
        self._records[key] = record
        for alias in _aliases(record):
            self._by_name.setdefault((record.place, alias), {})[key] = None
        self._by_type.setdefault((record.place, record.noun), {})[key] = None
        self._params.setdefault(record.place, set()).update(record.scope)

    def remove(self, record: Record) -> None:
        """Remove a record."""
        if self._records.pop(record.key, None) is not None:
            self._forget_names(record)
            self._drop(self._by_type, (record.place, record.noun), record.key)

    def _forget_names(self, record: Record) -> None:
        for alias in _aliases(record):
            self._drop(self._by_name, (record.place, alias), record.key)

    @staticmethod
    def _drop(index: dict[Any, dict[tuple[Any, ...], None]], at: Any, key: tuple[Any, ...]) -> None:
        if at in index:
            index[at].pop(key, None)
            if not index[at]:
                del index[at]

    def named(
        self, place: Place, noun: Noun | None, value: str, owners: Mapping[str, str] | None = None
    ) -> Record | None:
        """Return the record of a type, or of any, that something names, or None."""
        for alias in (value, tail_of(value)):
            for key in self._by_name.get((place, alias), ()):
                record = self._records[key]
                if alias != value and not _may_name(value, record):
                    continue  # it is another's ARN
                if (noun is None or record.noun == noun) and record.belongs_to(owners or {}):
                    return record
        return None

    def of_type(self, place: Place, noun: Noun, owners: Mapping[str, str] | None = None) -> list[Record]:
        """Return the records of a type that belong to what a request tells, by name."""
        found = (self._records[key] for key in self._by_type.get((place, noun), ()))
        return sorted((each for each in found if each.belongs_to(owners or {})), key=lambda each: each.name)

    def types(self, place: Place) -> list[Noun]:
        """Return the types of which there is anything at a place."""
        return [noun for at, noun in self._by_type if at == place]

    def belonging_to(self, record: Record) -> list[Record]:
        """Return the records that belong to another, by parameters that name one of its type."""
        params = [param for param in self._params.get(record.place, ()) if _names_one(param, record.noun)]
        if not params:
            return []
        names = {record.name, *record.names.values(), *map(tail_of, record.names.values())}
        return [
            each
            for each in self._records.values()
            if each.place == record.place
            and any(tail_of(each.scope[param]) in names for param in params if param in each.scope)
        ]


def _may_name(value: str, record: Record) -> bool:
    """Tell whether what ends as a resource's name does may be it: an ARN may be longer."""
    own = record.names.get("arn", "")
    if not value.startswith("arn:") or value.count(":") < 5:
        return not own.startswith("arn:") or tail_of(own) == tail_of(value)
    *start, region, account, resource = value.split(":", 5)
    if not own.startswith("arn:"):
        _, own_region, own_account = record.place
        return (not own_region or region in ("", own_region)) and account in ("", own_account)
    *own_start, own_resource = own.split(":", 5)
    shorter, longer = sorted((own_resource, resource), key=len)
    is_longer = longer.startswith((f"{shorter}:", f"{shorter}/"))
    return own_start == [*start, region, account] and (is_longer or longer == shorter)


@lru_cache(maxsize=4096)
def _names_one(param: str, noun: Noun) -> bool:
    """Tell whether a parameter, in small letters, names one of a type: ``tablename`` a table."""
    texts = {"".join(noun[start:]) for start in range(len(noun))}
    return any(param == text or (param.startswith(text) and param[len(text) :] in KINDS) for text in texts)


def _aliases(record: Record) -> set[str]:
    """Return what finds a record: its names; the end of an ARN or URL only where nothing else names it."""
    plain = {value for kind, value in record.names.items() if kind not in ("arn", "url", "uri")}
    values = {record.name, *record.names.values()}
    return values if plain else values | {tail_of(value) for value in values}


def chief_name(names: Mapping[str, str], kinds: Sequence[str]) -> str | None:
    """Return the name that tells a resource from others of its type.

    Args:
        names: all that names it, by kind.
        kinds: the kinds by which requests name resources of the type, the usual one first.
    """
    alike = {"id": "identifier", "identifier": "id"}
    others = (alike[kind] for kind in kinds if kind in alike)
    for kind in (*kinds, *others, "id", "name", "identifier", "key", ""):
        if names.get(kind):
            return names[kind]
    return next(iter(names.values()), None)
