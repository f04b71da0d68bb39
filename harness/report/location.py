"""Where in its file an interaction is, for those who show a report next to the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from harness.cassette.location import is_url
from harness.cassette.reading import open_cassette, read_batches
from harness.contract.violation import Violation
from harness.errors import HarnessError

Interaction = tuple[str, int | None]
"""A cassette's path, and the number of the interaction in it, from 1."""


def lines_of(violations: Iterable[Violation]) -> Mapping[Interaction, int]:
    """Find the lines on which the interactions of violations start, each file read once.

    Returns:
        The line, from 1, by interaction; nothing of a cassette that cannot be read again.
    """
    wanted: dict[str, set[int]] = {}
    for violation in violations:
        if violation.cassette and violation.interaction is not None:
            wanted.setdefault(violation.cassette, set()).add(violation.interaction)
    lines: dict[Interaction, int] = {}
    for cassette, numbers in wanted.items():
        try:
            lines.update(((cassette, number), line) for number, line in _lines(cassette, numbers))
        except HarnessError:  # gone since it was checked
            continue
    return lines


def _lines(cassette: str, numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    path = cassette if is_url(cassette) else Path(cassette)
    with open_cassette(path) as file, closing(read_batches(path, file)) as batches:
        before = 0
        for batch in batches:
            for index in range(len(batch.items)):
                if before + index + 1 in numbers:
                    yield before + index + 1, batch.line_of(index)
            before += len(batch.items)
            if before >= max(numbers):
                return


def places_of(violation: Violation) -> list[tuple[str, int | None]]:
    """List where live calls that have a violation are made: files, with a line where it is known.

    Where no line is known, the files of the tests are listed.
    """
    calls = violation.calls
    if calls is None:
        return []
    lines = [line.rpartition(":") for line in calls.lines]
    tests = dict.fromkeys(test.partition("::")[0] for test in calls.tests)
    return [(file, int(line)) for file, _, line in lines] or [(file, None) for file in tests]


def place_of(violation: Violation, lines: Mapping[Interaction, int]) -> tuple[str, int | None]:
    """Return the file of a violation, and the line in it; a cassette's, or the first of those that call.

    Args:
        violation: what was found.
        lines: what `lines_of` found.
    """
    if violation.calls is not None:
        return next(iter(places_of(violation)), ("", None))
    return violation.cassette, lines.get((violation.cassette, violation.interaction))
