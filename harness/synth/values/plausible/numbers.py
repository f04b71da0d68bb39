"""Numbers that look right."""

from __future__ import annotations

from harness.synth.values.choices import Choices, between, pick
from harness.synth.values.plausible.place import Place

# By the last word of the name that is listed: numbers as they are usual.
_USUAL: dict[str, tuple[int, ...]] = {
    "port": (443, 8080, 5432, 3306, 6379),
    "status": (200,),
    "code": (0, 200),
    "percent": (25, 50, 75, 100),
    "percentage": (25, 50, 75, 100),
    "bytes": (1024, 4096, 16384, 1048576),
    "size": (1, 8, 20, 100, 1024),
    "seconds": (60, 300, 900, 3600),
    "timeout": (3, 30, 60, 300),
    "interval": (10, 30, 60, 300),
    "period": (60, 300, 3600),
    "duration": (30, 60, 300, 3600),
    "minutes": (5, 15, 60),
    "hours": (1, 8, 24),
    "days": (1, 7, 14, 30, 90),
    "retention": (7, 14, 30),
    "memory": (128, 256, 512, 1024),
    "iops": (3000, 4000),
    "throughput": (125, 250),
    "year": (2024, 2025),
    "month": (1, 6, 12),
    "version": (1, 2, 3),
    "priority": (1, 10, 100),
    "width": (640, 1280, 1920),
    "height": (480, 720, 1080),
    "latency": (12, 35, 80),
}
_LIMITS = frozenset(("max", "maximum", "limit"))  # of nothing at all nobody asks for
_WIDE = 100


def plausible_integer(
    choices: Choices, place: Place, low: int | None, high: int | None, step: int = 1
) -> int:
    """Make a whole number between two bounds, both included, a multiple of `step` where one is possible."""
    least = 0 if low is None and (high is None or high >= 0) else low if low is not None else high or 0
    if least == 0 and high != 0 and not _LIMITS.isdisjoint(place.words):
        least = 1
    most = least + _WIDE * step if high is None else high
    for word in reversed(place.words):
        known = (n for n in _USUAL.get(word, ()) if least <= n and n % step == 0)
        if usual := [n for n in known if high is None or n <= high]:
            return pick(choices, usual)
    first = -(-least // step)
    last = max(first, min(most // step, first + _WIDE))
    return between(choices, first, last) * step


def plausible_float(choices: Choices, place: Place, low: float | None, high: float | None) -> float:
    """Make a number with two decimal places between two bounds, both included."""
    least = low if low is not None else min(0.0, high) if high is not None else 0.0
    most = high if high is not None else least + _WIDE
    parts = min(10_000, max(1, int((most - least) * 100)))
    value = round(least + (most - least) * choices.choose(parts + 1) / parts, 2)
    return min(max(value, least), most)
