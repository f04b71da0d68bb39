"""Which recordings give way to new ones: by the record mode, and by their age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from harness.cassette.age import recorded_at
from harness.cassette.index import UNKNOWN, Key
from harness.cassette.model import Interaction
from harness.record.key import key_of_recording
from harness.record.mode import RecordMode
from harness.record.redaction import DEFAULT, may_answer


def recorded_since(interaction: Interaction, moment: dt.datetime) -> bool:
    """Tell whether an interaction was recorded at a moment or later.

    One without harness's facts tells it by the ``Date`` of its response, which has whole seconds only.
    """
    recorded = recorded_at(interaction)
    if interaction.facts is None:
        moment = moment.replace(microsecond=0)
    return recorded is not None and recorded >= moment


def older_than(interactions: Sequence[Interaction], limit: dt.timedelta | None) -> Sequence[Interaction]:
    """Return the interactions that are older than a limit; none if there is no limit."""
    if limit is None:
        return ()
    before = dt.datetime.now(dt.UTC) - limit
    return [one for one in interactions if (recorded := recorded_at(one)) is not None and recorded < before]


def replaced(
    mode: RecordMode,
    before: Sequence[Interaction],
    anew: Collection[Key | None],
    outdated: Collection[Key | None] = (),
) -> Iterator[Interaction]:
    """Yield the recordings that give way to new ones.

    Args:
        mode: the record mode.
        before: the recordings there were.
        anew: the canonical requests of the new ones.
        outdated: those of the recordings that are too old to be played.
    """
    if anew and mode is RecordMode.REWRITE:
        yield from before
        return
    give_way = anew if mode is RecordMode.ALL else {key for key in anew if key in outdated}
    # Recorded with others, a secret may have got another number among the stand-ins of its form.
    others = [key for key in anew if key is not None and key not in outdated] if outdated else []
    for one in before if give_way or others else ():
        key = key_of_recording(one)
        if key in give_way:
            yield one
        elif key is not None and key in outdated:
            like = next((other for other in others if _is_like(key, other)), None)
            if like is not None:
                others.remove(like)
                yield one


def _is_like(key: Key, other: Key) -> bool:
    known = UNKNOWN not in (key.params, other.params)
    return known and key[:3] == other[:3] and may_answer(key.params, other.params, DEFAULT)
