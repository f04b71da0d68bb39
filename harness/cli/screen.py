"""What the command line shows: colour and progress where they are wanted, messages that fit one screen."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from harness.printable import coloured_word, printable, printable_json

if TYPE_CHECKING:
    from harness.cassette.location import Location

T = TypeVar("T")

_APART = 1.01
"""By how much later one mark of a pace is than the last: so there are some hundred, however long it takes."""


def colour_wanted(environ: Mapping[str, str]) -> bool | None:
    """Tell whether output is coloured: True, False, or None for on a terminal only.

    ``NO_COLOR`` and ``FORCE_COLOR`` say so where they are set and not empty, as no-color.org and
    force-color.org have it; ``NO_COLOR`` wins.
    """
    if environ.get("NO_COLOR"):
        return False
    return True if environ.get("FORCE_COLOR") else None


def json_text(value: object, indent: int | None = None) -> str:
    """Write a value as JSON that may be printed: what is no text for a terminal is escaped."""
    return printable_json(json.dumps(value, indent=indent, ensure_ascii=False, default=str))


def styled(line: str) -> str:
    """Return a line with the word in colour that says how bad it is; `click.echo` takes the colour off again.

    What a stranger wrote in it is printable (`harness.printable`).
    """
    found = coloured_word(printable(line))
    if found is None:
        return printable(line)
    before, word, colour, after = found
    return before + click.style(word, fg=colour, bold=True) + after


def progress(doing: str, unit: str) -> Callable[[Iterable[T]], Iterable[T]]:
    """Return what shows how far work is: on a terminal only, and not for work of under a second.

    Args:
        doing: the work, ``"checking"``.
        unit: what is gone through, ``"cassette"``.
    """

    def shown(items: Iterable[T]) -> Iterable[T]:
        if not sys.stderr.isatty():
            return items
        from tqdm import tqdm

        bar: Iterable[T] = tqdm(items, desc=doing, unit=unit, delay=1, leave=False)
        return bar

    return shown


class Pace:
    """How fast work goes, by the later half of the time that it has taken.

    What comes first (models are loaded, contracts compiled, processes started) would else count as if it
    went on; and processes hand in their work in bursts, so that the last moment alone tells nothing.
    """

    def __init__(self) -> None:
        self._marks = deque([(0.0, 0.0)])

    def rate(self, elapsed: float, done: float) -> float | None:
        """Return how much is done in a second; None while that is not known.

        Args:
            elapsed: seconds since the work began; never less than when it was asked before.
            done: how much has been done.
        """
        marks = self._marks
        if elapsed > marks[-1][0] * _APART:
            marks.append((elapsed, done))
        while len(marks) > 1 and marks[1][0] <= elapsed / 2:
            marks.popleft()
        since, before = marks[0]
        return (done - before) / (elapsed - since) if done > before and elapsed > since else None


class CassetteProgress:
    """Shows how many bytes of cassettes have been gone through: on a terminal only, not for under a second.

    Called with the cassettes it returns them, to be gone through; `at` tells how far into one the work is.

    Args:
        doing: the work, ``"checking"``.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._done = 0  # bytes of the cassette at hand
        self._moved: Callable[[int], object] = lambda count: None

    def __call__(self, cassettes: Sequence[Location]) -> Iterable[Location]:
        """Return the cassettes, as the work goes through them."""
        return self._shown(cassettes) if sys.stderr.isatty() else cassettes

    def _shown(self, cassettes: Sequence[Location]) -> Iterator[Location]:
        from tqdm import tqdm

        from harness.cassette.location import size_of

        class Bar(tqdm):  # type: ignore[type-arg]
            @property
            def format_dict(self) -> MutableMapping[str, Any]:  # the time that is left comes from its rate
                shown: MutableMapping[str, Any] = super().format_dict
                return {**shown, "rate": pace.rate(shown["elapsed"], shown["n"])}

        pace = Pace()
        sizes = [size_of(cassette) for cassette in cassettes]
        with Bar(
            total=sum(sizes),
            desc=self._doing,
            unit="B",
            unit_scale=True,
            delay=1,
            leave=False,
        ) as bar:
            self._moved = bar.update
            for cassette, size in zip(cassettes, sizes, strict=True):
                self._done = 0
                yield cassette
                self.at(size)

    def at(self, position: int) -> None:
        """Take note that so many bytes of the cassette at hand have been gone through."""
        if position > self._done:
            self._moved(position - self._done)
            self._done = position


def on_one_screen(message: str, lines: int = 20, width: int = 600) -> str:
    """Cut a message that would fill more than a screen, in its middle: the end says what to do next.

    Args:
        message: what went wrong.
        lines: how many lines are kept.
        width: how many characters of a line are kept.
    """
    kept = [_cut(line, width) for line in message.splitlines()]
    if len(kept) > lines:
        left_out = len(kept) - lines + 1
        kept[lines - 4 : -3] = [f"... ({left_out:,} lines left out) ..."]
    return "\n".join(kept)


def _cut(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    half = width // 2
    return f"{line[:half]} ... ({len(line) - 2 * half:,} characters left out) ... {line[-half:]}"
