"""What a recogniser of response rules sees: an operation with its request, its response and its lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from harness.contract.words import word_set, words_of
from tools.facts.drafter.names import Names

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

_HEAD_OTHERS = word_set("specified given requested original provided value of the a an all any")


@dataclass(frozen=True)
class Call:
    """An operation, seen from its response.

    Args:
        operation: botocore's model of it.
    """

    operation: OperationModel

    @cached_property
    def params(self) -> dict[str, Shape]:
        """The request's top-level parameters."""
        shape = self.operation.input_shape
        return dict(shape.members) if shape is not None else {}

    @cached_property
    def members(self) -> dict[str, Shape]:
        """The response's top-level members."""
        shape = self.operation.output_shape
        return dict(shape.members) if shape is not None else {}

    @cached_property
    def request(self) -> Names:
        """How prose names the parameters."""
        return Names("", tuple(self.params))

    @cached_property
    def lists(self) -> dict[str, Shape]:
        """The response's top-level lists, each with the shape of its elements."""
        return {name: shape.member for name, shape in self.members.items() if shape.type_name == "list"}

    def list_of(self, noun: str) -> str | None:
        """Give the one list that a noun names (``events`` is ``InsightEvents``), None for several."""
        words = [word.removesuffix("s") for word in noun.lower().split()]
        wanted = set(words) - _HEAD_OTHERS or set(words[-1:])
        named = [name for name in self.lists if wanted and words_of(name)[-1].removesuffix("s") in wanted]
        return named[0] if len(named) == 1 else None

    def moments_of(self, noun: str) -> str | None:
        """Give the path of the timestamps in the list that a noun names, one in each entry, else None.

        ``data points`` and ``results`` name the response's only list of timestamps, if it is one.
        """
        name = self.list_of(noun)
        if name is not None:
            element = self.lists[name]
            if element.type_name == "timestamp":
                return f"{name}[]"
            inner = (
                [path for path, shape in element.members.items() if shape.type_name == "timestamp"]
                if element.type_name == "structure"
                else []
            )
            return f"{name}[].{inner[0]}" if len(inner) == 1 else None
        plain = [name for name, element in self.lists.items() if element.type_name == "timestamp"]
        return (
            f"{plain[0]}[]"
            if len(plain) == 1 and re.search(r"\b(?:data ?points?|results?)\b", noun, re.I)
            else None
        )

    def param_for(self, phrase: str, types: tuple[str, ...]) -> str | None:
        """Give the one parameter of some types that a phrase names (``the time period`` is ``Period``)."""
        found = self.request.resolve(phrase)
        if found is not None:
            return found if self.params[found].type_name in types else None
        head = phrase.lower().split()[-1].removesuffix("s")
        named = [
            name
            for name, shape in self.params.items()
            if shape.type_name in types and words_of(name)[-1].removesuffix("s") == head
        ]
        return named[0] if len(named) == 1 else None
