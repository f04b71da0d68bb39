"""The order of two parameters."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from harness.contract.paths.member import common_scope, holder_of, is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.editing import Case, Editor, Params, Unreachable
from harness.contract.rules.relation import Relation
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import comparable
from harness.contract.values import format_timestamp

_HOUR = 3600


@dataclass(frozen=True)
class Order(Relation):
    """The first of two parameters, numbers or timestamps, comes before the second."""

    kind = "order"
    meaning = "Two values are in the wrong order."
    params: tuple[str, str]
    relation: Literal["<", "<="]

    @property
    def subject(self) -> Hashable:
        return self.kind, frozenset(self.params)

    @property
    def compared(self) -> tuple[str, ...]:
        return self.params[1:]

    @property
    def moved(self) -> tuple[str, ...]:
        return self.params

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, (first, second) = common_scope(self.params)
        for base, structure in select(document, scope):
            later = next((comparable(value) for _, value in select(structure, second)), None)
            for at, value in select(structure, first):
                earlier = comparable(value)
                if earlier is None or later is None:
                    continue
                if earlier > later or (earlier == later and self.relation == "<"):
                    yield Breach(to_pointer(base + at), value)

    def applies(self, document: Any) -> bool:
        scope, names = common_scope(self.params)
        return any(
            all(is_given(structure, name) for name in names) for _, structure in select(document, scope)
        )

    @property
    def words(self) -> str:
        first, second = self.params
        return f"{first} must be {'less than' if self.relation == '<' else 'at most'} {second}"

    def schema(self) -> Schema:
        scope, names = common_scope(self.params)
        return nest(scope, self.keyword({"params": list(names), "relation": self.relation}))

    def satisfy(self, params: Params, editor: Editor) -> None:
        """Put the two values the other way round, or one beyond the other."""
        scope, (first, second) = common_scope(self.params)
        for _, structure in select(params, scope):
            before, after = holder_of(structure, first), holder_of(structure, second)
            if before is None or after is None:
                continue
            (left, left_name), (right, right_name) = before, after
            low, high = comparable(left.get(left_name)), comparable(right.get(right_name))
            if low is None or high is None or low < high:
                continue
            first_kept, second_kept = map(editor.is_kept, self.params)
            if second_kept:
                left[left_name] = _moved(right[right_name], -_HOUR, -1)
            elif low == high or first_kept:
                right[right_name] = _moved(left[left_name], _HOUR, 1)
            else:
                left[left_name], right[right_name] = right[right_name], left[left_name]

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        first, second = self.params
        pairs = [
            (earlier, later)
            for earlier in editor.values(first)
            for later in editor.values(second)
            if Order(("first", "second"), self.relation).is_broken({"first": earlier, "second": later})
        ]
        if not pairs:
            raise Unreachable("no two allowed values break it")
        for earlier, later in pairs:
            params = copy.deepcopy(base)
            if editor.put(params, first, earlier) and editor.put(params, second, later):
                editor.repair(params, self.params, self)
                yield params

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        """Yield two values that are equal, where they may be, and two that are next to one another."""
        first, second = self.params
        for earlier in editor.values(first):
            if comparable(earlier) is None:
                continue
            for by in (0, 1) if self.relation == "<=" else (1,):
                params = copy.deepcopy(base)
                later = _moved(earlier, by, by)
                if editor.put(params, first, earlier) and editor.put(params, second, later):
                    editor.repair(params, self.params)
                    aim = "one apart" if by else "equal"
                    yield aim, aim, params


def _moved(value: Any, seconds: int, by: int) -> Any:
    """Return a time some seconds from another, or a number so far from another."""
    if not isinstance(value, str):
        return value + by
    moment = dt.datetime.fromisoformat(value)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return format_timestamp(moment + dt.timedelta(seconds=seconds))
