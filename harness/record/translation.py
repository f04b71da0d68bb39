"""Texts that a replay has instead of those that were recorded: a name with another UUID in it.

A test that makes up a name asks for it again, and looks for it in answers. So once such a text is known to
stand for a recorded one, requests are read with the recorded one, and answers are given with the test's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from harness.record.matching import Part
from harness.record.texts import Replacement, is_telling

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Response


def corresponding(recorded: Sequence[Part], asked: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Yield the parts of a recording, each with that of a request that stands at its place."""
    new = {part.key: part for part in asked}
    return ((old, new[old.key]) for old in recorded if old.key in new)


class Translation:
    """Which texts of one replay stand for which of its recording.

    Attributes:
        recorded: the recorded texts that are known to name something. One of them stands for no other.
    """

    def __init__(self) -> None:
        self.recorded: set[str] = set()
        self._recorded: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        self._to_recorded = self._to_asked = Replacement({})

    def allows(self, pairs: Iterable[tuple[Part, Part]]) -> bool:
        """Tell whether recorded parts may answer others: those that name something, only one each.

        Args:
            pairs: recorded and asked parts that correspond. What is asked is translated.
        """
        recorded: dict[str, str] = {}
        asked: dict[str, str] = {}
        for old, new in pairs:
            if old.text == new.text or not (old.identifies and is_telling(old.text) and is_telling(new.text)):
                continue
            if new.text in self.recorded or old.text in self._asked:  # it means that one; another has it
                return False
            one_each = recorded.setdefault(new.text, old.text), asked.setdefault(old.text, new.text)
            if one_each != (old.text, new.text):
                return False
        return True

    def bind(self, pairs: Iterable[tuple[Part, Part]]) -> None:
        """Have asked parts stand for recorded ones from now on, but for words and what is bound already."""
        before = len(self._asked)
        for old, new in pairs:
            is_free = old.text not in self._asked and new.text not in self._recorded
            if is_free and is_telling(old.text) and is_telling(new.text):
                self._asked[old.text] = new.text
                self._recorded[new.text] = old.text
        if len(self._asked) > before:
            self._to_recorded, self._to_asked = Replacement(self._recorded), Replacement(self._asked)

    def params(self, shape: Shape | None, params: Any) -> Any:
        """Return the parameters of a call with the recorded texts instead of its own."""
        return self._to_recorded.params(shape, params) if self._recorded else params

    def response(self, operation: OperationModel | None, response: Response) -> Response:
        """Return an answer with the call's own texts instead of the recorded ones."""
        return self._to_asked.response(operation, response) if self._asked else response
