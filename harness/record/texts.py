"""Put other texts instead of some, wherever they stand in a request or an answer."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.message.editor import Editor
from harness.message.message import edit_response
from harness.message.place import Place, top
from harness.message.tree import edit_tree
from harness.redaction.memory import is_plain_name

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Response

_SHORTEST = 4
_CERTAIN = 16
"""A text of this many characters is meant wherever it stands; a shorter one only where it is a whole word."""


def is_telling(text: str, *, is_certain: bool = False) -> bool:
    """Tell whether a text is long and odd enough to be meant wherever it stands.

    Args:
        text: the text.
        is_certain: whether it need not be odd.
    """
    return len(text) >= _SHORTEST and (is_certain or not is_plain_name(text))


def decoded(place: Place, text: str) -> str:
    """Return what a blob among parameters says, if that is text; any other text is itself."""
    if place.shape is None or place.shape.type_name != "blob":
        return text
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return text


class Replacement:
    """Replaces texts by others, all at once, of overlapping ones the longer.

    Args:
        texts: what replaces what.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {text: other for text, other in texts.items() if text != other}
        expressions = map(_expression, sorted(self._texts, key=len, reverse=True))
        self._pattern = re.compile("|".join(expressions) or r"(?!)")

    def text(self, text: str) -> str:
        """Replace texts within a text."""
        return self._pattern.sub(lambda found: self._texts[found[0]], text) if self._texts else text

    def params(self, shape: Shape | None, params: Any) -> Any:
        """Replace texts within the parameters of a call, in JSON-able form."""
        return edit_tree(top(shape), params, _Replacing(replacement=self), "model")

    def response(self, operation: OperationModel | None, response: Response) -> Response:
        """Replace texts within an answer, whose length and checksums follow."""
        return edit_response(operation, response, _Replacing(replacement=self))


def _expression(text: str) -> str:
    if len(text) >= _CERTAIN:
        return re.escape(text)
    return rf"(?<![0-9A-Za-z]){re.escape(text)}(?![0-9A-Za-z])"


@dataclass(frozen=True, slots=True)
class _Replacing(Editor):
    """Replaces texts in every value of a message, and numbers that are spelled as one."""

    replacement: Replacement = field(default_factory=lambda: Replacement({}))

    def scalar(self, place: Place, value: Any) -> Any:
        if isinstance(value, str):
            text = decoded(place, value)
            new = self.replacement.text(text)
            if new == text:
                return value
            return new if text is value else base64.b64encode(new.encode()).decode()
        if isinstance(value, bytes):
            text = value.decode("utf-8", "surrogateescape")
            new = self.replacement.text(text)
            return value if new == text else new.encode("utf-8", "surrogateescape")
        if isinstance(value, int) and not isinstance(value, bool):
            new = self.replacement.text(str(value))
            return int(new) if new != str(value) and new.isdecimal() else value
        return value

    def key(self, place: Place | None, key: Any, taken: set[str]) -> Any:
        return self.replacement.text(key) if isinstance(key, str) and place is not None else key
