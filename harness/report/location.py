"""Where in its file an interaction is, for those who show a report next to the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from harness.cassette.location import is_url
from harness.cassette.reading import open_cassette, read_batches
from harness.contract.paths.pointer import to_steps
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


def member_lines(violations: Iterable[Violation]) -> Mapping[Violation, int]:
    """Find the lines on which the members that violations are about stand in their cassettes.

    That is a line of the recorded parameters or of a body that has lines, or else the line of the nearest
    that holds the member: the body, or the interaction.

    Returns:
        The line, from 1, by violation; nothing of a cassette that cannot be read again.
    """
    found = list(violations)
    starts = lines_of(found)
    by_cassette: dict[str, dict[int, list[Violation]]] = {}
    for violation in found:
        start = starts.get((violation.cassette, violation.interaction))
        if start is not None:
            by_cassette.setdefault(violation.cassette, {}).setdefault(start, []).append(violation)
    lines: dict[Violation, int] = {}
    for cassette, wanted in by_cassette.items():
        path = cassette if is_url(cassette) else Path(cassette)
        try:
            with open_cassette(path) as file:
                lines.update(_member_lines(file, wanted))
        except (HarnessError, OSError):  # gone since it was checked
            continue
    return lines


def _member_lines(
    file: BinaryIO, wanted: Mapping[int, Iterable[Violation]]
) -> Iterator[tuple[Violation, int]]:
    at = 1
    for start in sorted(wanted):
        for _ in range(start - at):
            file.readline()
        at, position = start, file.tell()
        lines = dict(_lines_by_path(file))
        file.seek(position)
        for violation in wanted[start]:
            yield violation, start + _nearest(lines, violation)


_Path = tuple[str, ...]


def _nearest(lines: Mapping[_Path, int], violation: Violation) -> int:
    """Return the line of the deepest part of an interaction that holds a member."""
    members = tuple(to_steps(violation.pointer))
    request: list[_Path] = [("harness", "params"), ("request", "parsed_body"), ("request", "body")]
    response: list[_Path] = [
        ("response", "parsed_body"),
        ("response", "body", "string"),
        ("response", "body"),
    ]
    bases = [base for base in (request if violation.side == "request" else response) if base in lines]
    for depth in range(len(members), -1, -1):
        for base in bases:
            if (path := (*base, *members[:depth])) in lines:
                return lines[path]
    return 0


def _lines_by_path(document: Any, path: _Path = ()) -> Iterator[tuple[_Path, int]]:
    """Yield the line, from 0, of each part of the first object of YAML or JSON, as far as it can be read.

    Args:
        document: a file, or a text.
        path: where the object stands.
    """
    events = yaml.parse(document, yaml.CSafeLoader)
    try:
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                yield from _walk(events, event, path, _line(event))
                return
    except (yaml.YAMLError, UnicodeError, RecursionError):  # what was read before it is enough
        return


def _line(event: Any) -> int:
    return int(event.start_mark.line)


def _walk(events: Iterator[Any], event: Any, path: _Path, line: int) -> Iterator[tuple[_Path, int]]:
    """Yield the line of a node and of all below it; a member stands where its name does."""
    yield path, line
    if isinstance(event, yaml.MappingStartEvent):
        while not isinstance(name := next(events), yaml.MappingEndEvent):
            key = (*path, str(getattr(name, "value", "")))
            yield from _walk(events, next(events), key, _line(name))
    elif isinstance(event, yaml.SequenceStartEvent):
        for index in count():
            if isinstance(item := next(events), yaml.SequenceEndEvent):
                return
            yield from _walk(events, item, (*path, str(index)), _line(item))
    elif isinstance(event, yaml.ScalarEvent) and event.style == "|" and event.value.startswith(("{", "[")):
        first = _line(event) + 1  # of a JSON document that is written as a block
        inside = _lines_by_path(event.value, path)
        yield from ((inner, first + at) for inner, at in inside if inner != path)


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


def place_of(violation: Violation, lines: Mapping[Violation, int]) -> tuple[str, int | None]:
    """Return the file of a violation, and the line in it; a cassette's, or the first of those that call.

    Args:
        violation: what was found.
        lines: what `member_lines` found.
    """
    if violation.calls is not None:
        return next(iter(places_of(violation)), ("", None))
    return violation.cassette, lines.get(violation)
