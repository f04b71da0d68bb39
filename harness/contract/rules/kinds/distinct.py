"""Values that differ from one entry of a list to the next."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import ELEMENTS, Place, is_given, path_of, select, steps_of
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.editing import Case, Editor, Params
from harness.contract.rules.relation import Relation
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class Distinct(Relation):
    """No two entries of a list have the same value of a parameter."""

    kind = "distinct"
    meaning = "Two entries of a list have the same value where each must have its own."
    param: str

    @property
    def path(self) -> str:
        return self.param

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, entries in select(document, self._parts[0]):
            # One for each value: a value that comes eleven times is one mistake.
            again = {
                json.dumps(value, sort_keys=True, default=str): (place, value)
                for place, value in reversed(list(self._repeated(entries)))
            }
            yield from (Breach(to_pointer(at + place), value) for place, value in reversed(again.values()))

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

    @property
    def words(self) -> str:
        return f"{self.param} must be different in each entry"

    def schema(self) -> Schema:
        outer = steps_of(self._parts[0])
        inner = next((n for n in range(len(outer), 0, -1) if outer[n - 1] == ELEMENTS), 0)
        own = path_of(steps_of(self.param)[inner:])
        return nest(path_of(outer[:inner]), self.keyword({"param": own}))

    def satisfy(self, params: Params, editor: Editor) -> None:
        """Leave out entries that repeat a value."""
        for _, entries in select(params, self._parts[0]):
            if isinstance(entries, list):
                for number in sorted({int(place[0]) for place, _ in self._repeated(entries)}, reverse=True):
                    del entries[number]

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        params = copy.deepcopy(base)
        if editor.put(params, self.param):
            for _, entries in select(params, self._parts[0]):
                entries.append(copy.deepcopy(entries[0]))
            editor.repair(params, (self.param,), self)
            yield params

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        return iter(())

    @property
    def _parts(self) -> tuple[str, str]:
        """The list, and the value in each of its entries."""
        outer, _, inner = self.param.rpartition(ELEMENTS)
        return outer, inner.removeprefix(".")

    def _repeated(self, entries: Any) -> Iterator[tuple[Place, Any]]:
        """Yield the values that an entry before has as well, and where in the list they are."""
        seen = set()
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            for place, value in select(entry, self._parts[1]):
                written = json.dumps(value, sort_keys=True, default=str)
                if written in seen:
                    yield (number, *place), value
                seen.add(written)
