"""The condition of a rule: a parameter or response member has one of some values, or is given or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from harness.contract.paths.member import is_given, select
from harness.contract.paths.schemas import Schema, exists

if TYPE_CHECKING:
    from collections.abc import Mapping

Scalar = str | int | float | bool


def same_value(left: Any, right: Any) -> bool:
    """Compare two JSON values: 1 equals 1.0, and no boolean equals a number."""
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def show(value: Any) -> str:
    """Write a scalar for people: strings in double quotes, booleans in small letters."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def show_all(values: tuple[Any, ...], last: str = "or") -> str:
    """Write values as ``a, b or c``."""
    return join_words([show(value) for value in values], last)


def join_words(words: list[str], last: str) -> str:
    """Join words as ``a, b or c``."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


@dataclass(frozen=True)
class Condition:
    """Either `one_of` holds values, of which the parameter has one, or `present` says whether it is given.

    Args:
        param: path of the parameter; for a condition on the response, of the member.
        one_of: the values; a single one is written ``equals``.
        present: True, given; False, left out; None, `one_of` decides.
        on_response: the path is a response member's (written under ``member``).
    """

    param: str
    one_of: tuple[Scalar, ...] = ()
    present: bool | None = None
    on_response: bool = False

    def holds(self, instance: Any) -> bool:
        """Tell whether the condition holds in `instance`, the structure that `param` starts from."""
        if self.present is not None:
            return is_given(instance, self.param) is self.present
        return any(
            same_value(value, known) for _, value in select(instance, self.param) for known in self.one_of
        )

    def within(self, param: str) -> Self:
        """Return the same condition with its parameter named by another path."""
        return replace(self, param=param)

    def schema(self) -> Schema:
        """Write the condition as a schema for the structure that `param` starts from."""
        if self.present is not None:
            given = exists(self.param, {})
            return given if self.present else {"not": given}
        return exists(self.param, {"enum": list(self.one_of)})

    @property
    def words(self) -> str:
        """The condition as a clause, such as ``VolumeType is "gp2"``."""
        if self.present is not None:
            return f"{self.param} is {'given' if self.present else 'left out'}"
        return f"{self.param} is {show_all(self.one_of)}"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"param": P}`` with ``"equals": V``, ``"in": [V, ...]`` or ``"present": true``."""
        subject = {"member" if self.on_response else "param": self.param}
        if self.present is not None:
            return subject | {"present": self.present}
        return subject | ({"equals": self.one_of[0]} if len(self.one_of) == 1 else {"in": list(self.one_of)})

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read a condition; the reverse of `to_json`."""
        one_of = (written["equals"],) if "equals" in written else tuple(written.get("in", ()))
        on_response = "member" in written
        param = written["member" if on_response else "param"]
        return cls(param, one_of, written.get("present"), on_response)
