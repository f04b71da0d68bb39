"""What every documented rule has: fields, a source, a predicate, words, a JSON form and a schema."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields
from enum import Enum as PythonEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from harness.contract.rules.condition import Condition
from harness.contract.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.contract.paths.schemas import Schema

Side = Literal["request", "response", "chain"]
KEYWORD_PREFIX = "x-harness-"


class Absent(PythonEnum):
    """The type of `ABSENT`, which stands in a breach where there is no value."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True)
class Breach:
    """One place where a rule does not hold.

    Args:
        pointer: JSON pointer into the judged document (see `Rule.breaches`).
        found: the value found there; `ABSENT` where a value is missing; a tuple of the parameters given where
            a group of parameters is at fault.
    """

    pointer: str
    found: Any


@dataclass(frozen=True)
class Rule(ABC):
    """One documented constraint. The kinds are the closed set of `harness.contract.rules.KINDS`.

    `source` says where the rule was read and is no part of its identity: two sentences that say the same give
    equal rules. `extended` marks what the forms of the labelled sets cannot hold.
    """

    kind: ClassVar[str]
    side: ClassVar[Side] = "request"

    source: Source | None = field(default=None, kw_only=True, compare=False)
    extended: bool = field(default=False, kw_only=True, compare=False)

    @abstractmethod
    def breaches(self, document: Any) -> Iterator[Breach]:
        """Judge a document; the only judge of this kind.

        Args:
            document: for a rule of side ``request`` the parameters; for ``response`` an exchange
                ``{"request": parameters with their documented defaults, or None if not known,
                "response": the response, "time": RFC 3339 string or None}``; for ``chain`` the list of the
                exchanges of one pagination, in order.
        """

    @abstractmethod
    def applies(self, document: Any) -> bool:
        """Tell whether a document has what the rule speaks of; where not, the rule holds and says nothing.

        Args:
            document: as for `breaches`.
        """

    @property
    @abstractmethod
    def words(self) -> str:
        """The rule as a sentence for people, without its source."""

    @abstractmethod
    def schema(self) -> Schema:
        """The rule as JSON Schema 2020-12, to be applied to the whole judged document."""

    def arguments(self) -> dict[str, Any]:
        """The fields of the rule's own kind, as JSON values under the names of the written form."""
        written = {}
        for name, key in _keys(type(self)):
            value = getattr(self, name)
            if name not in ("source", "extended") and value is not None:
                written[key] = _to_json(value)
        return written

    def to_json(self, *, text: bool = True) -> dict[str, Any]:
        """Write the rule in the form of the guide to documented rules: kind, fields, ``extended`` and source.

        Args:
            text: whether the source shows its sentence; False keeps only the reference.
        """
        written = {"kind": self.kind} | self.arguments()
        if self.extended or self.side != "request":
            written["extended"] = True
        if self.source is not None:
            written["source"] = self.source.to_json(text=text)
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read a rule of this kind; the reverse of `to_json`."""
        values = {name: _from_json(key, written[key]) for name, key in _keys(cls) if key in written}
        return cls(**values)

    def keyword(self, arguments: Mapping[str, Any]) -> Schema:
        """Write the rule in our own vocabulary, for what no standard keyword says."""
        return {KEYWORD_PREFIX + self.kind: dict(arguments)}


@cache
def _keys(kind: type[Rule]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind, each with its key in the written form."""
    return tuple((f.name, _key(f.name)) for f in fields(kind))


def _key(name: str) -> str:
    return "if" if name == "condition" else name


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.to_json() if isinstance(value, Condition) else value


def _from_json(key: str, value: Any) -> Any:
    if key in ("if", "exact_if"):
        return Condition.from_json(value)
    if key == "source":
        return Source(**value)
    return tuple(value) if isinstance(value, list) else value
