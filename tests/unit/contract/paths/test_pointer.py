"""JSON pointers (RFC 6901), and the words for the same place."""

from __future__ import annotations

import pytest

from harness.contract.paths.pointer import to_pointer, to_steps, to_words, value_at


@pytest.mark.parametrize(
    ("path", "pointer", "words"),
    [
        ([], "", ""),
        (["Events"], "/Events", "Events"),
        (["Events", 0, "EventTime"], "/Events/0/EventTime", "Events[0].EventTime"),
        (["Tags", "a/b~c"], "/Tags/a~1b~0c", "Tags.a/b~c"),
        (["Tags", "~1"], "/Tags/~01", "Tags.~1"),
        (["Tags", ""], "/Tags/", "Tags."),
        ([3, 4], "/3/4", "[3][4]"),
    ],
)
def test_a_path_as_pointer_as_steps_and_in_words(path: list[str | int], pointer: str, words: str) -> None:
    assert to_pointer(path) == pointer
    assert to_steps(pointer) == [str(step) for step in path]
    assert to_words(pointer) == words


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"a/b": [{"c": None}]}),
        ("/a~1b/0", {"c": None}),
        ("/a~1b/0/c", None),
        ("/a~1b/1", "nothing"),
        ("/a~1b/c", "nothing"),
        ("/a~1b/0/c/d", "nothing"),
        ("/b", "nothing"),
    ],
)
def test_what_stands_at_a_pointer(pointer: str, value: object) -> None:
    assert value_at({"a/b": [{"c": None}]}, pointer, "nothing") == value
