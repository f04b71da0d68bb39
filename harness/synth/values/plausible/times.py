"""Dates that look right and are in order: created, then started, ended, changed, deleted."""

from __future__ import annotations

import datetime as dt

from harness.synth.scene import Scene
from harness.synth.values.choices import Choices, between
from harness.synth.values.plausible.place import Place

# Days from the anchor (if positive: from now), both included, by the first word of the name that is listed.
_DAYS: dict[str, tuple[int, int]] = {
    "create": (-60, -31),
    "created": (-60, -31),
    "creation": (-60, -31),
    "launch": (-60, -31),
    "registered": (-60, -31),
    "start": (-30, -16),
    "started": (-30, -16),
    "begin": (-30, -16),
    "from": (-30, -16),
    "before": (-30, -16),
    "first": (-30, -16),
    "earliest": (-30, -16),
    "end": (-15, -9),
    "ended": (-15, -9),
    "completed": (-15, -9),
    "completion": (-15, -9),
    "finished": (-15, -9),
    "stop": (-15, -9),
    "stopped": (-15, -9),
    "delete": (-3, -1),
    "deleted": (-3, -1),
    "expiration": (30, 365),
    "expires": (30, 365),
    "expiry": (30, 365),
    "expire": (30, 365),
    "until": (30, 365),
    "next": (1, 30),
    "scheduled": (1, 30),
    "deletion": (7, 30),
}
_OTHERS = (-8, -4)


def plausible_time(choices: Choices, place: Place, scene: Scene) -> dt.datetime:
    """Make a date, to the second."""
    low, high = next((_DAYS[word] for word in place.words if word in _DAYS), _OTHERS)
    # What expires does so after now, or clients throw it away.
    later = scene.now.replace(hour=0, minute=0, second=0) + dt.timedelta(days=1)
    day = (later if low > 0 else scene.anchor) + dt.timedelta(days=between(choices, low, high))
    return day.replace(microsecond=0) + dt.timedelta(seconds=choices.choose(28_800))
