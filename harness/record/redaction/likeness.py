"""Tell whether a recording with stand-ins may answer a call that holds other values in their place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from harness.record.redaction.stand_in import is_stand_in, stand_in

if TYPE_CHECKING:
    from harness.record.redaction.specification import Redaction

_SHORTEST = 4
_PIECE = re.compile(r"[^\s\"'=;,&@/:]+")


def may_answer(recorded: bytes, asked: bytes, redaction: Redaction) -> bool:
    """Tell whether the parameters of a recording are those of a call but for what stands for secrets.

    The secrets themselves are not known any more, so that the numbers of their stand-ins need not be those
    that the call's own secrets get: a test that runs alone meets them in another order.

    Args:
        recorded: the parameters of the recording, as canonical JSON.
        asked: those of the call, redacted.
        redaction: the rules of both.
    """
    return _is_like(json.loads(recorded), json.loads(asked), redaction)


def _is_like(recorded: Any, asked: Any, redaction: Redaction) -> bool:
    if isinstance(recorded, dict) and isinstance(asked, dict):
        return recorded.keys() == asked.keys() and all(
            _is_like(value, asked[name], redaction) for name, value in recorded.items()
        )
    if isinstance(recorded, list) and isinstance(asked, list):
        return len(recorded) == len(asked) and all(
            _is_like(value, other, redaction) for value, other in zip(recorded, asked, strict=True)
        )
    if isinstance(recorded, str) and isinstance(asked, str) and recorded != asked:
        return _is_like_text(_flat(recorded, redaction), _flat(asked, redaction))
    return bool(recorded == asked)


def _is_like_text(recorded: str, asked: str) -> bool:
    if len(recorded) != len(asked):
        return recorded == asked
    if len(recorded) >= _SHORTEST and is_stand_in(recorded):
        return stand_in(recorded) == stand_in(asked)
    pieces = [found.span() for found in _PIECE.finditer(recorded)]
    between = _PIECE.sub("", recorded) == _PIECE.sub("", asked)
    return between and all(_is_like_piece(recorded[a:b], asked[a:b]) for a, b in pieces)


def _is_like_piece(recorded: str, asked: str) -> bool:
    if recorded == asked:
        return True
    return len(recorded) >= _SHORTEST and is_stand_in(recorded) and stand_in(recorded) == stand_in(asked)


def _flat(text: str, redaction: Redaction) -> str:
    """Return a text with all pseudonyms of a kind made one."""
    for rule in redaction.patterns:
        if rule.series:
            first = rule.series[0]
            text = rule.pattern.sub(lambda found, first=first: first, text)  # type: ignore[misc]
    return text
