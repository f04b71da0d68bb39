"""The identity of a violation across runs, whatever number its interaction has."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Generic, Self, TypeVar

from harness.contract.paths.pointer import any_entry
from harness.contract.violation import Violation
from harness.report.collect import NotChecked


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """Where a violation is and which rule it breaks.

    Attributes:
        cassette: the cassette's path, with forward slashes.
        operation: ``"service.Operation"``; empty where it is not known.
        side: ``"request"`` or ``"response"``.
        code: the violation's code.
        place: the JSON pointer, ``*`` for every entry of a list.
        rule: the trait, or the member whose documentation states the rule.
    """

    cassette: str
    operation: str
    side: str
    code: str
    place: str
    rule: str

    @classmethod
    def of(cls, violation: Violation, cassette: str | None = None) -> Self:
        """Return the identity of a violation.

        Args:
            violation: of a cassette.
            cassette: the cassette's path; the violation's own when left out.
        """
        path = violation.cassette if cassette is None else cassette
        rule = violation.source.reference
        if violation.source.origin == "prose":  # the number of a sentence moves when others are added
            rule = rule.rpartition("#")[0]
        return cls(
            path if "://" in path or not path else Path(path).as_posix(),
            violation.operation,
            violation.side,
            violation.code,
            any_entry(violation.pointer),
            rule,
        )

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stand for the identity."""
        return fingerprint(*astuple(self))

    def to_json(self) -> dict[str, str]:
        """Write the identity as a JSON object."""
        return asdict(self)


def fingerprint(*parts: str) -> str:
    """Return a digest of texts, 32 hexadecimal digits."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


T = TypeVar("T", Violation, NotChecked)


@dataclass(frozen=True, slots=True)
class Alike(Generic[T]):
    """Findings that are alike.

    Attributes:
        first: the first of them.
        count: how many there are.
    """

    first: T
    count: int

    @property
    def more(self) -> str:
        """What is added to the message of the first, if there are more."""
        return f" ({self.count:,} like this)" if self.count > 1 else ""


def alike(violations: Iterable[Violation]) -> list[Alike[Violation]]:
    """Group violations by their identity, errors before warnings, else in the order in which they come."""
    groups = _grouped(violations, Identity.of)
    return sorted(groups, key=lambda group: group.first.severity)


def unchecked_alike(items: Iterable[NotChecked]) -> list[Alike[NotChecked]]:
    """Group what was not checked by cassette and reason."""
    return _grouped(items, lambda item: (item.cassette, item.reason))


def _times(item: Violation | NotChecked) -> int:
    return item.calls.count if isinstance(item, Violation) and item.calls is not None else 1


def _grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> list[Alike[T]]:
    # What is alike may be millions: the first is kept, and the count.
    firsts: dict[Hashable, T] = {}
    counts: Counter[Hashable] = Counter()
    for item in items:
        shared = key(item)
        firsts.setdefault(shared, item)
        counts[shared] += _times(item)
    return [Alike(first, counts[shared]) for shared, first in firsts.items()]
