"""A project's own severities of changes."""

from __future__ import annotations

import pytest

from harness.contract.diff import Change, Level, Place
from harness.contract.diff.severity import BadLevel, parse_levels, with_levels

PLACES = (Place("Get", "/request/A"), Place("Put", "/request/A"))
CHANGE = Change("request-max-added", "toy", "its largest value went from none to 5", "Kind", places=PLACES)


def told(**levels: str) -> list[tuple[Level, tuple[str, ...]]]:
    own = parse_levels(levels.items())
    return [(change.level, change.operations) for change in with_levels([CHANGE], own)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, [(Level.WARNING, ("Get", "Put"))]),
        ({"request-min-added": "error"}, [(Level.WARNING, ("Get", "Put"))]),
        ({"request-max-added": "note"}, [(Level.NOTE, ("Get", "Put"))]),
        ({"request-max-added": "off"}, []),
        ({"toy:request_max_added": "off"}, []),
        ({"toy:request-max-added": "error", "request-max-added": "off"}, [(Level.ERROR, ("Get", "Put"))]),
        ({"other:request-max-added": "off"}, [(Level.WARNING, ("Get", "Put"))]),
        ({"toy.Get:request-max-added": "off"}, [(Level.WARNING, ("Put",))]),
        ({"toy.Get:request-max-added": "error"}, [(Level.ERROR, ("Get", "Put"))]),
        ({"toy.Put:request-max-added": "note", "toy:request-max-added": "off"}, [(Level.NOTE, ("Put",))]),
    ],
)
def test_the_narrowest_wins(levels: dict[str, str], expected: list[tuple[Level, tuple[str, ...]]]) -> None:
    assert told(**levels) == expected


def test_a_change_of_a_whole_service() -> None:
    change = Change("service-removed", "toy", "was removed")
    assert [c.level for c in with_levels([change], parse_levels([("toy:service-removed", "note")]))] == [
        Level.NOTE
    ]
    assert list(with_levels([change], parse_levels([("service-removed", "off")]))) == []


@pytest.mark.parametrize(
    ("written", "level", "message"),
    [
        (
            "request-max-aded",
            "off",
            "There is no code of a change 'request-max-aded'. Did you mean 'request-max-added'?",
        ),
        ("s3:enum", "off", "There is no code of a change 'enum'."),
        ("error-added", "loud", "error-added cannot be 'loud'; it can be error, warning, note, off."),
        ("error-added", 1, "error-added cannot be 1; it can be error, warning, note, off."),
    ],
)
def test_what_is_written_wrongly(written: str, level: object, message: str) -> None:
    with pytest.raises(BadLevel) as caught:
        parse_levels([(written, level)])
    assert str(caught.value) == message
