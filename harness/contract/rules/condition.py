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
    """What one parameter must be: of `one_of`, given but none of `none_of`, or as `present` says.

    Args:
        param: path of the parameter; for a condition on the response, of the member.
        one_of: the values; a single one is written ``equals``.
        present: True, given; False, left out; None, the values decide.
        on_response: the path is a response member's (written under ``member``).
        none_of: the values that it must not have (written ``not_in``).
    """

    param: str
    one_of: tuple[Scalar, ...] = ()
    present: bool | None = None
    on_response: bool = False
    none_of: tuple[Scalar, ...] = ()

    def holds(self, instance: Any) -> bool:
        """Tell whether the condition holds in `instance`, the structure that `param` starts from."""
        if self.present is not None:
            return is_given(instance, self.param) is self.present
        return any(self.accepts(value) for _, value in select(instance, self.param))

    def accepts(self, value: Any) -> bool:
        """Tell whether the condition holds for a value of its parameter, where it is about values."""
        if self.none_of:
            return not any(same_value(value, other) for other in self.none_of)
        return any(same_value(value, known) for known in self.one_of)

    @property
    def tried(self) -> tuple[Scalar, ...]:
        """Values for which it holds; and of a switch the other one, for which it doesn't."""
        found = self.one_of
        return (found[0], not found[0]) if found and isinstance(found[0], bool) else found

    def within(self, param: str) -> Self:
        """Return the same condition with its parameter named by another path."""
        return replace(self, param=param)

    def schema(self) -> Schema:
        """Write the condition as a schema for the structure that `param` starts from."""
        if self.present is not None:
            given = exists(self.param, {})
            return given if self.present else {"not": given}
        if self.none_of:
            return exists(self.param, {"not": {"enum": list(self.none_of)}})
        return exists(self.param, {"enum": list(self.one_of)})

    @property
    def words(self) -> str:
        """The condition as a clause, such as ``VolumeType is "gp2"``."""
        if self.present is not None:
            return f"{self.param} is {'given' if self.present else 'left out'}"
        if self.none_of:
            return f"{self.param} is given and not {show_all(self.none_of)}"
        return f"{self.param} is {show_all(self.one_of)}"

    def to_json(self) -> dict[str, Any]:
        """Write ``{"param": P}`` with ``"equals": V``, ``"in"``, ``"not_in": [V]`` or ``"present": true``."""
        subject = {"member" if self.on_response else "param": self.param}
        if self.present is not None:
            return subject | {"present": self.present}
        if self.none_of:
            return subject | {"not_in": list(self.none_of)}
        return subject | ({"equals": self.one_of[0]} if len(self.one_of) == 1 else {"in": list(self.one_of)})

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read a condition; the reverse of `to_json`."""
        one_of = (written["equals"],) if "equals" in written else tuple(written.get("in", ()))
        on_response = "member" in written
        param = written["member" if on_response else "param"]
        return cls(param, one_of, written.get("present"), on_response, tuple(written.get("not_in", ())))
