"""Texts that a replay has instead of those that were recorded: a name with another UUID in it.

A test that makes up a name asks for it again, and looks for it in answers. So once such a text is known to
stand for a recorded one, requests are read with the recorded one, and answers are given with the test's own.

A value that may be any belongs to the others of its request: a nonce to what was encrypted with it. The body
of a request can't be put into answers, which may hold a piece of it, or a digest. So an answer has the
recorded values of a request whose body may be any, and its own only for what names something.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from harness.record.matching import Part
from harness.record.texts import Replacement

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Response

_SHORTEST_BODY = 4
"""A body of fewer bytes may stand in any answer."""

_MOST = 5
"""How many places are listed."""


def corresponding(recorded: Sequence[Part], asked: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Yield the parts of a recording, each with that of a request that stands at its place."""
    new = {part.key: part for part in asked}
    return ((old, new[old.key]) for old in recorded if old.key in new)


class Translation:
    """Which texts of one replay stand for which of its recording.

    Attributes:
        recorded: the recorded texts that are known to name something. One of them stands for no other.
        given: the places, ``"s3.PutObject:/Key"``, whose values answers were given instead of recorded ones.
    """

    def __init__(self) -> None:
        self.recorded: set[str] = set()
        self.given: set[str] = set()
        self._places: dict[str, str] = {}
        self._names: set[str] = set()
        self._bodies: set[bytes] = set()
        self._recorded: dict[str, str] = {}
        self._asked: dict[str, str] = {}
        self._to_recorded = self._to_asked = self._to_names = Replacement({})

    def allows(self, pairs: Iterable[tuple[Part, Part]]) -> bool:
        """Tell whether recorded parts may answer others: those that name something, only one each.

        Args:
            pairs: recorded and asked parts that correspond. What is asked is translated.
        """
        recorded: dict[str, str] = {}
        asked: dict[str, str] = {}
        for old, new in pairs:
            if old.text == new.text or not (old.identifies and old.is_telling and new.is_telling):
                continue
            if new.text in self.recorded or old.text in self._asked:  # it means that one; another has it
                return False
            one_each = recorded.setdefault(new.text, old.text), asked.setdefault(old.text, new.text)
            if one_each != (old.text, new.text):
                return False
        return True

    def bind(self, pairs: Iterable[tuple[Part, Part]], name: str = "") -> None:
        """Have asked parts stand for recorded ones from now on, but for words and what is bound already.

        Args:
            pairs: the recorded and asked parts of one request.
            name: what was asked, ``"service.Operation"``.
        """
        pairs, before = list(pairs), len(self._asked)
        bodies = {_bytes_of(old.text) for old, new in pairs if old.is_body and old.text != new.text}
        self._bodies |= {body for body in bodies if len(body) >= _SHORTEST_BODY}
        for old, new in pairs:
            is_free = old.text not in self._asked and new.text not in self._recorded
            if is_free and old.is_telling and new.is_telling:
                self._asked[old.text] = new.text
                self._recorded[new.text] = old.text
                if old.identifies or not bodies:
                    self._places[old.text] = f"{name}:{old.key.partition(' ')[0]}"
                if old.identifies:
                    self._names.add(old.text)
        if len(self._asked) > before:
            self._to_recorded = Replacement(self._recorded)
            self._to_asked = Replacement({old: self._asked[old] for old in self._places})
            self._to_names = Replacement({old: self._asked[old] for old in self._names})

    def params(self, shape: Shape | None, params: Any) -> Any:
        """Return the parameters of a call with the recorded texts instead of its own."""
        return self._to_recorded.params(shape, params) if self._recorded else params

    def response(self, operation: OperationModel | None, response: Response) -> Response:
        """Return an answer with the call's own texts instead of the recorded ones."""
        if not self._places:
            return response
        is_kept = any(
            body in response.body or (len(response.body) >= _SHORTEST_BODY and response.body in body)
            for body in self._bodies
        )
        given = (self._to_names if is_kept else self._to_asked).response(operation, response)
        if given != response:
            self.given |= {place for old, place in self._places.items() if _says(given, self._asked[old])}
        return given


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode()


def _says(response: Response, text: str) -> bool:
    return text.encode() in response.body or any(text in value for _, value in response.headers)


def translation_note(places: Collection[str]) -> str:
    """Word which values of the test's own were given in answers."""
    shown = sorted(places)[:_MOST]
    more = f" and {len(places) - len(shown)} more" if len(places) > len(shown) else ""
    return (
        f"answers were given the test's own values instead of the recorded ones of {', '.join(shown)}{more}"
    )
