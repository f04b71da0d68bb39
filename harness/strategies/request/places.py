"""The values of one place of a request, of which rules and traits choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import join
from harness.contract.rules.editing import Unreachable
from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.contract.values import JsonValue
from harness.strategies.request.constraints import Constraint
from harness.strategies.request.valid import Requests
from harness.synth.values.choices import PLAINEST, SeededChoices
from harness.synth.values.maker import UNKNOWN, text_form
from harness.synth.values.plausible.strings import Form
from harness.synth.values.text import text_matching

MOST_CHARACTERS = 1 << 20
_MOST_ENTRIES = 5_000
_MOST_STRUCTURES = 1_100


@dataclass(frozen=True)
class PlaceValues:
    """The values of the place that a constraint is on.

    Attributes:
        requests: makes the requests of the operation.
        constraint: the constraint.
        current: a valid value of the place; for the request as a whole its parameters.
    """

    requests: Requests
    constraint: Constraint
    current: JsonValue = None

    @property
    def shape(self) -> Shape | None:
        """The shape of the place; of a rule on the keys of a map, the map's."""
        return self.constraint.shape

    @property
    def narrowing(self) -> Narrowing:
        """What the documented rules leave of the values."""
        return NOT_NARROWED if self.constraint.on_key else self._narrowed

    @property
    def _narrowed(self) -> Narrowing:
        return self.requests.maker.narrowed.get(self.constraint.path, NOT_NARROWED)

    @property
    def is_closed(self) -> bool:
        """Whether the values are documented one by one."""
        return bool(self._narrowed.values or (self.shape is not None and self.shape.metadata.get("enum")))

    @property
    def form(self) -> Form:
        """What the texts of the place keep to."""
        assert self.shape is not None
        return text_form(self.shape, self.narrowing)

    def text(self, length: int) -> str | None:
        """Make a text of a length that the place's pattern allows; None if it allows none."""
        return _text_of(self.form, length)

    def text_between(self, low: int, high: int) -> str | None:
        """Make a text of a length between two, both included; None if the pattern allows none."""
        return text_matching(PLAINEST, self.form.pattern, low, high)

    def key(self) -> str | None:
        """Make a key of the place's map."""
        shape: Any = self.shape
        form = text_form(shape.key, NOT_NARROWED)
        return _text_of(form, max(form.shortest, 1))

    def make(self, member: str) -> JsonValue:
        """Make the plainest value of a member of the place, or of its entries (``[]``).

        Returns:
            The value; `UNKNOWN` where none is possible.
        """
        path = self.constraint.path
        return self.requests.editor().make(f"{path}[]" if member == "[]" else join(path, member))

    def entries(self, count: int) -> JsonValue:
        """Return the current list or map with so many entries; None if there are not so many keys."""
        shape: Any = self.shape
        is_list = shape.type_name == "list"
        entry_shape = shape.member if is_list else shape.value
        if count > (_MOST_STRUCTURES if entry_shape.type_name == "structure" else _MOST_ENTRIES):
            raise Unreachable(f"it would take {count} entries")
        if is_list:
            held = list(self.current)[:count]
            entry = held[-1] if held else self.make("[]")
            return None if entry is UNKNOWN and count else held + [entry] * (count - len(held))
        value = self.make("[]")
        made = dict(list(self.current.items())[:count])
        for key in self._keys(count):
            if len(made) >= count:
                break
            made.setdefault(key, value)
        return made if len(made) == count and (value is not UNKNOWN or not count) else None

    def _keys(self, count: int) -> Iterator[str]:
        """Yield keys for the map, at least so many different ones where there are."""
        shape: Any = self.shape
        values = self.narrowing.values or shape.key.metadata.get("enum")
        if values:
            yield from map(str, values)
            return
        form = text_form(shape.key, NOT_NARROWED)
        yield from filter(form.allows, (f"key{number}" for number in range(2 * count)))
        for seed in range(4 * count):
            made = text_matching(SeededChoices(seed), form.pattern, form.shortest, form.longest, wanted=8)
            if made is not None:
                yield made

    def with_key(self, key: JsonValue) -> JsonValue:
        """Return the map with a key instead of its first one; `UNKNOWN` where it can have no entry."""
        entries = self.current or {"": self.make("[]")}
        (_, first), *rest = entries.items()
        if first is UNKNOWN:
            return UNKNOWN
        return {str(key): first} | {name: value for name, value in rest if name != key}


def _text_of(form: Form, length: int) -> str | None:
    if length > MOST_CHARACTERS:
        raise Unreachable(f"it would take {length} characters")
    if form.pattern is None:
        return ("orders-prod-" * (length // 12 + 1))[:length]
    return text_matching(PLAINEST, form.pattern, length, length)
