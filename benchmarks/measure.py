"""What harness takes beside what a peer takes: measured in turns, as rows of one table.

Times are processor time, of this process or of the one that is started, so that other programs on the
machine change them little. What is left of noise hits both sides alike, as they take turns: each round gives
a figure of its own, and a row shows the median of the figures and half the distance between their quartiles.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Measure = Callable[[], float]
"""Does some work, and returns how many seconds of processor time one unit of it took."""

Kind = Literal["ratio", "factor", "difference"]

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Target:
    """What a row is to reach.

    Attributes:
        kind: ``ratio``, our time over the peer's, at most; ``factor``, the peer's over ours, at least;
            ``difference``, how many seconds ours is longer, at most.
        bound: the bound.
    """

    kind: Kind
    bound: float

    def figure(self, ours: float, theirs: float) -> float:
        """Return what is held to the bound."""
        if self.kind == "difference":
            return ours - theirs
        return ours / theirs if self.kind == "ratio" else theirs / ours

    def is_reached(self, figure: float) -> bool:
        """Tell whether a figure keeps to the bound."""
        return figure >= self.bound if self.kind == "factor" else figure <= self.bound

    def shown(self, figure: float) -> str:
        """Write a figure of this kind."""
        return f"{figure * 1e3:+.1f} ms" if self.kind == "difference" else f"{figure:.3g}×"

    def __str__(self) -> str:
        return f"{'≥' if self.kind == 'factor' else '≤'} {self.shown(self.bound)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: what harness does.
        peer: what it is measured against.
        target: what is to be reached.
        ours: seconds a unit, of each round.
        theirs: the same of the peer; empty if it fails.
        note: why there is nothing of the peer.
        unit: what the two are counted in: seconds, or bytes.
    """

    what: str
    peer: str
    target: Target
    ours: Sequence[float]
    theirs: Sequence[float]
    note: str = ""
    unit: Literal["s", "B"] = "s"

    @property
    def figures(self) -> list[float]:
        """What is held to the target, of each round."""
        pairs = zip(self.ours, self.theirs, strict=True) if self.theirs else ()
        return [self.target.figure(ours, theirs) for ours, theirs in pairs]

    @property
    def reached(self) -> bool | None:
        """Whether the median keeps to the target; None if the peer fails."""
        figures = self.figures
        return self.target.is_reached(statistics.median(figures)) if figures else None

    def to_json(self) -> dict[str, Any]:
        """Return the row for a program to read; times in seconds."""
        figures = self.figures
        return {
            "what": self.what,
            "peer": self.peer,
            "ours": statistics.median(self.ours),
            "theirs": statistics.median(self.theirs) if self.theirs else None,
            "kind": self.target.kind,
            "figure": statistics.median(figures) if figures else None,
            "spread": spread(figures),
            "target": self.target.bound,
            "reached": self.reached,
            "note": self.note,
        }


def compare(
    what: str, peer: str, target: Target, ours: Measure, theirs: Measure, rounds: int = ROUNDS
) -> Row:
    """Measure both in turns, after one round that is not counted."""
    pair = (ours, theirs)
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for side in (0, 1) if turn % 2 else (1, 0):
            gc.collect()
            seconds = pair[side]()
            if turn:
                times[side].append(seconds)
    return Row(what, peer, target, *times)


def seconds_of(work: Callable[[], object], units: int = 1) -> float:
    """Return the processor time of this process for each unit of some work."""
    began = time.process_time()
    work()
    return (time.process_time() - began) / units


def seconds_of_program(*command: str, **variables: str) -> float:
    """Return the processor time of a program, from start to end.

    Its modules are compiled once, as they are where harness is installed; the harness that runs this may have
    told Python to write no compiled modules.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment | variables)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def spread(figures: Sequence[float]) -> float | None:
    """Return half the distance between the quartiles; None of less than two figures."""
    if len(figures) < 2:
        return None
    low, _, high = statistics.quantiles(figures, n=4, method="inclusive")
    return (high - low) / 2


HEAD = ("what", "harness", "peer", "figure", "spread", "target", "reached")


def cells(row: Row) -> tuple[str, ...]:
    """Write a row, as the cells of `HEAD`."""
    amount = _time if row.unit == "s" else _memory
    theirs = amount(statistics.median(row.theirs)) if row.theirs else row.note
    figures, target = row.figures, row.target
    return (
        row.what,
        amount(statistics.median(row.ours)),
        f"{row.peer}: {theirs}",
        target.shown(statistics.median(figures)) if figures else "–",
        f"± {target.shown(spread(figures) or 0).lstrip('+')}" if figures else "–",
        str(target),
        {True: "yes", False: "**no**", None: "–"}[row.reached],
    )


def line(values: Iterable[str]) -> str:
    """Write cells as a line of a Markdown table."""
    return f"| {' | '.join(values)} |"


def _memory(size: float) -> str:
    return f"{size / 1e6:.0f} MB"


def _time(seconds: float) -> str:
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"
