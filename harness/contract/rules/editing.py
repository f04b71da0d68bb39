"""What a kind of rule needs from the code that makes and changes requests; layers above implement it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.errors import HarnessError

if TYPE_CHECKING:
    from botocore.model import Shape

    from harness.contract.rules.condition import Condition

Params = dict[str, Any]
"""The parameters of a request in JSON-able form."""

Case = tuple[str, Any, Params]
"""What is aimed at, the value, and the request; the aim is the same whatever request is begun with."""


class Unreachable(HarnessError):
    """There is no value on the other side of a bound, or none that can be sent.

    Args:
        reason: why, a clause.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


class Values(Protocol):
    """The values of one place of a request."""

    @property
    def shape(self) -> Shape | None:
        """The shape of the place; of a rule on the keys of a map, the map's."""

    @property
    def current(self) -> Any:
        """A valid value of the place."""

    @property
    def narrowing(self) -> Narrowing:
        """What the documented rules leave of the values."""

    def text(self, length: int) -> str | None:
        """Make a text of a length that the place's pattern allows; None if it allows none.

        Raises:
            Unreachable: it would be too long.
        """

    def text_between(self, low: int, high: int) -> str | None:
        """Make a text of a length between two, both included; None if the pattern allows none."""

    def key(self) -> str | None:
        """Make a key of the place's map."""

    def entries(self, count: int) -> Any:
        """Return the current list or map with so many entries; None if there are not so many keys.

        Raises:
            Unreachable: it would take too many.
        """


class Editor(Protocol):
    """Changes requests of one operation; it makes what it adds from the operation's shapes."""

    def fill(self, params: Params, scope: str, path: str) -> None:
        """Give the member at a path in every structure of a scope that lacks it."""

    def drop(self, params: Params, scope: str, path: str) -> None:
        """Take a member out of every structure of a scope; or what holds it, where it is required."""

    def shape_at(self, path: str) -> Shape | None:
        """Return the shape at a path of the request."""

    def is_required(self, path: str) -> bool:
        """Tell whether the shape around a parameter requires it."""

    def is_kept(self, path: str) -> bool:
        """Tell whether a parameter, or one inside it, must stay as it is."""

    def satisfy(self, params: Params, condition: Condition, scope: str) -> None:
        """Have a condition hold in every structure of a scope, as far as it may be changed."""

    def violate(self, params: Params, condition: Condition, scope: str) -> None:
        """Have a condition not hold in any structure of a scope, as far as they may be changed."""

    def put(self, params: Params, path: str, value: Any = ...) -> bool:
        """Set a parameter, in the first entry of every list on the way; what is missing on the way is made.

        Args:
            params: the request.
            path: the parameter.
            value: its value; if left out, the one that is there or the plainest.

        Returns:
            Whether the parameter is there.
        """

    def remove(self, params: Params, path: str) -> bool:
        """Take a parameter out, wherever it stands; tell whether it was there."""

    def satisfy_one(self, params: Params, condition: Condition) -> bool:
        """Have a condition hold in one place; tell whether it can."""

    def violate_one(self, params: Params, condition: Condition) -> bool:
        """Have a condition not hold, by another value where it is about values; tell whether it can."""

    def values(self, path: str) -> Iterator[Any]:
        """Yield some values that a parameter can have, documented ones first."""

    def repair(self, params: Params, kept: Iterable[str] = (), but: object = None) -> Sequence[object]:
        """Change a request, in place, so that it keeps to the operation's rules.

        Args:
            params: the request.
            kept: the parameters that stay as they are.
            but: a rule that does not matter.

        Returns:
            The rules that it still breaks.
        """


_MOST = 100_000


@dataclass(frozen=True)
class ByShape:
    """The values of a parameter by its shape alone: what other rules leave of them knows no conditions."""

    shape: Shape | None
    current: Any = None
    narrowing: Narrowing = NOT_NARROWED

    def text(self, length: int) -> str | None:
        if length > _MOST:
            raise Unreachable(f"it would take {length} characters")
        return "x" * length

    def text_between(self, low: int, high: int) -> str | None:
        return self.text(low)

    def key(self) -> str | None:
        return "key"

    def entries(self, count: int) -> Any:
        raise Unreachable("its entries can't be made")
