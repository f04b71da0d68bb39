"""What filters by name are asked with: values that entries have, nearly those, and parts of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel

from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.fuzz.laws.caller import Call
from harness.synth.responses.filters import (
    Comparison,
    FilterForm,
    FilterNames,
    filter_form,
    filter_names,
    filter_options,
)
from harness.synth.responses.views import allows

NO_FILTER, NO_OPTION, NO_VALUE = "no-such-filter", "no-option", "orders"

_OWN_CASE = re.compile(r"\bfilter names are case[- ]sensitive", re.IGNORECASE)
_ANY_CASE = re.compile(r"case[- ]insensitive|(?:\bnot|n['’]t) case[- ]sensitive", re.IGNORECASE)
_BY_PART = re.compile(r"prefix match|begins? with|starts? with|contains", re.IGNORECASE)


@dataclass(frozen=True)
class Filters:
    """A parameter that takes filters by name.

    Attributes:
        path: where a request has it.
        shape: its shape.
        form: the members of a filter.
        names: what filters go by.
        options: the words for comparisons.
    """

    path: tuple[str, ...]
    shape: Any
    form: FilterForm
    names: FilterNames
    options: tuple[str, ...]

    @property
    def tells_case(self) -> bool:
        """Whether documentation says that a name in another case is no name."""
        shapes = (self.shape, self.shape.member, self.shape.member.members[self.form.name])
        return any(_OWN_CASE.search(one.documentation) for one in shapes)

    @classmethod
    def at(cls, operation: OperationModel, path: tuple[str, ...], shape: Any) -> Filters | None:
        """Return the filters of a parameter; None if it takes none.

        Args:
            operation: the operation.
            path: where a request has the parameter.
            shape: its shape.
        """
        form = filter_form(shape)
        if form is None:
            return None
        return cls(path, shape, form, filter_names(operation, path), filter_options(operation, path))

    def asking(self, by: str, *values: str, option: str | None = None) -> JsonValue:
        """Return the parameter's value with one filter: by a name, for some values."""
        is_list = self.shape.member.members[self.form.values].type_name == "list"
        made: dict[str, JsonValue] = {
            self.form.name: by,
            self.form.values: list(values) if is_list else values[0],
        }
        if option is not None and self.form.option is not None:
            made[self.form.option] = option
        return [made]

    def asked(self, by: str, found: Sequence[str], shapes: Sequence[Any] = ()) -> Iterator[JsonValue]:
        """Yield filters by a name, for values that entries have there.

        Args:
            by: the name.
            found: the values.
            shapes: those of the members of entries that have them; a value is cut up only where the parts may
                stand there, or where the model lists all values.
        """
        if len(found) > 1 and self.shape.member.members[self.form.values].type_name == "list":
            yield self.asking(by, *found[:2])
        for value in found[:2]:
            yield from (self.asking(by, one) for one in (value, *self._beside(value)))
        for option in self.options if found else ():
            for part in self._compared(option, found[0]):
                if part == found[0] or all(
                    shape.metadata.get("enum") or allows(shape, part) for shape in shapes
                ):
                    yield self.asking(by, part, option=option)

    def _beside(self, value: str) -> tuple[str, ...]:
        """Return values that are nearly one, and that ask for nothing that it asks for."""
        members = self.shape.member.members
        plain = [member for name, member in members.items() if name != self.form.option]
        shapes = (self.shape, self.shape.member, *plain)
        # A part of a value may find it as well, or the same in another case.
        if value in ("true", "false") or any(_BY_PART.search(one.documentation) for one in shapes):
            return ()
        return values_beside(value, any_case=says_any_case(*shapes))

    def _compared(self, option: str, value: str) -> Iterator[str]:
        """Yield what a comparison is asked with, so that a value is what is asked for, or nearly so."""
        half = max(len(value) // 2, 1)
        match Comparison.named(option):
            case Comparison.EQUAL:
                yield from (value, *self._beside(value))
            case Comparison.UNEQUAL:
                yield value
            case Comparison.BEGINS:
                yield from (value[:half], value[1:] or value)
            case Comparison.CONTAINS:
                yield from (value[len(value) // 3 :][:half], value)
            case Comparison.LACKS:
                yield value[len(value) // 3 :][:half]


def refusal_of(call: Call | None, filters: Filters) -> tuple[str, str] | None:
    """Return how a filter for `NO_VALUE` was refused for its name: code, and message without names."""
    if call is None or call.error is None or NO_VALUE in call.error.message:
        return None
    names = sorted((NO_FILTER, *filters.names.others, *filters.names.listed), key=len, reverse=True)
    words, count = re.subn("|".join(map(re.escape, names)), "...", call.error.message)
    return (call.error.code, words) if count else None


def values_beside(text: str, *, any_case: bool = False) -> tuple[str, ...]:
    """Return texts that are nearly one: its beginning, and the same in another case where case matters."""
    found = (text[:-1] if len(text) > 1 else "", *other_case(text, any_case=any_case))
    return tuple(one for one in found if one and one != text) if comparable(text) is None else ()


def other_case(text: str, *, any_case: bool) -> tuple[str, ...]:
    """Return a text in another case; none where any case will do."""
    return () if any_case else (text.swapcase(),)


def says_any_case(*shapes: Any) -> bool:
    """Tell whether documentation says that case doesn't matter in a parameter, or in a part of it."""
    return any(_ANY_CASE.search(one.documentation) for one in shapes)
