"""What filters by name are asked with: values that entries have, nearly those, and parts of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    filter_matching,
    filter_names,
    filter_options,
)
from harness.synth.responses.matching import Matching, is_folded
from harness.synth.responses.views import allows

NO_FILTER, NO_OPTION, NO_VALUE = "no-such-filter", "no-option", "orders"

_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
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
        operation: the operation.
        is_tried: whether no documentation lists the names, and the server was seen to know them.
    """

    path: tuple[str, ...]
    shape: Any
    form: FilterForm
    names: FilterNames
    options: tuple[str, ...]
    operation: OperationModel
    is_tried: bool = False

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
        names, options = filter_names(operation, path), filter_options(operation, path)
        return cls(path, shape, form, names, options, operation)

    def asking(self, by: str, *values: str, option: str | None = None) -> JsonValue:
        """Return the parameter's value with one filter: by a name, for some values.

        Args:
            by: the name.
            values: the values.
            option: how values are compared; for being equal if left out, where a filter has to say it.
        """
        option = option or self._equality
        is_list = self.shape.member.members[self.form.values].type_name == "list"
        made: dict[str, JsonValue] = {
            self.form.name: by,
            self.form.values: list(values) if is_list else values[0],
        }
        if option is not None and self.form.option is not None:
            made[self.form.option] = option
        return [made]

    def asked(self, by: str, found: Sequence[str], shapes: Mapping[str, Any]) -> Iterator[JsonValue]:
        """Yield filters by a name, for values that entries have there.

        Args:
            by: the name.
            found: the values.
            shapes: those of the members of entries that have them, by their names; a value is cut up only
                where the parts may stand there, or where the model lists all values.
        """
        if len(found) > 1 and self.shape.member.members[self.form.values].type_name == "list":
            yield self.asking(by, *found[:2])
        # What is kept in lower case may be found in another, or may not.
        is_kept_so = any(is_folded(self.operation.service_model, name) for name in shapes)
        for value in found[:2]:
            beside = (
                one for one in self._beside(by, value) if not is_kept_so or one.lower() != value.lower()
            )
            yield from (self.asking(by, one) for one in (value, *beside))
        for option in self.options if found else ():
            for part in self._compared(by, option, found[0]):
                if part == found[0] or all(
                    shape.metadata.get("enum") or allows(shape, part) for shape in shapes.values()
                ):
                    yield self.asking(by, part, option=option)

    @cached_property
    def _equality(self) -> str | None:
        """The word for being equal, where each filter must have a word for how values are compared."""
        if self.form.option not in self.shape.member.required_members:
            return None
        return next((one for one in self.options if Comparison.named(one) is Comparison.EQUAL), None)

    def _beside(self, by: str, value: str) -> tuple[str, ...]:
        """Return values that are nearly one, as documentation says that values of a filter are compared."""
        matching = filter_matching(self.operation, self.path, by)
        members = self.shape.member.members
        plain = [member for name, member in members.items() if name != self.form.option]
        said = (one.documentation for one in (self.shape, self.shape.member, *plain))
        if value in ("true", "false"):
            return ()
        # A part of a value may find it as well.
        if matching.wildcards is None and any(_BY_PART.search(one) for one in said):
            return ()
        return values_beside(value, matching)

    def _compared(self, by: str, option: str, value: str) -> Iterator[str]:
        """Yield what a comparison is asked with, so that a value is what is asked for, or nearly so."""
        half = max(len(value) // 2, 1)
        match Comparison.named(option):
            case Comparison.EQUAL:
                yield from (value, *self._beside(by, value))
            case Comparison.UNEQUAL:
                yield value
            case Comparison.BEGINS:
                yield from (value[:half], value[1:] or value)
            case Comparison.CONTAINS:
                yield from (value[len(value) // 3 :][:half], value)
            case Comparison.LACKS:
                yield value[len(value) // 3 :][:half]
            case Comparison() if _NUMBER.fullmatch(value):
                yield value


def refusal_of(call: Call | None, filters: Filters) -> tuple[str, str] | None:
    """Return how a filter for `NO_VALUE` was refused for its name: code, and message without names."""
    if call is None or call.error is None or NO_VALUE in call.error.message:
        return None
    names = sorted((NO_FILTER, *filters.names.others, *filters.names.listed), key=len, reverse=True)
    words, count = re.subn("|".join(map(re.escape, names)), "...", call.error.message)
    return (call.error.code, words) if count else None


def values_beside(text: str, matching: Matching) -> tuple[str, ...]:
    """Return texts that are nearly one: its beginning, the same in another case, and with wildcards.

    Args:
        text: the text.
        matching: how documentation says that texts are compared with it.
    """
    if comparable(text) is not None:
        return ()
    half = max(len(text) // 2, 1)
    found = [text[:-1], text.swapcase()]
    if matching.wildcards is not None and not text.startswith("arn:"):
        found += [f"{text[:half]}*", *([f"{text[:-1]}?"] if "?" in matching.wildcards else ())]
    return tuple(one for one in dict.fromkeys(found) if one and one != text)
