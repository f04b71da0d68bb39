from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette.syntax import NotWellFormed
from harness.cassette.yaml_format import MAX_DEPTH, parse, read, serialize

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.binary(max_size=400))
def test_bytes_are_written_as_pyyaml_writes_them(content: bytes) -> None:
    assert serialize({"string": content}) == yaml.safe_dump({"string": content}, encoding="utf-8")
    assert parse(serialize([content])) == [content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!python/str 'a'", "a"),
        ("!!python/unicode 'a'", "a"),
        ("!!python/bytes 'AP8='", b"\x00\xff"),
        ("!!binary 'AP8='", b"\x00\xff"),
        ("!!python/tuple [1, [2]]", [1, [2]]),
        ("!!python/object/new:_io.BytesIO\nstate: !!python/tuple [!!binary 'AP8=', 0, null]", b"\x00\xff"),
        ("!!python/object/new:_io.BytesIO {}", b""),
        ("!!python/object/apply:builtins.iter\nargs: [[a, b]]", ["a", "b"]),
        ("!!python/object/apply:builtins.iter\nargs: []", []),
    ],
)
def test_the_tags_that_vcrpy_writes_are_read_as_data(text: str, expected: Any) -> None:
    assert parse(text.encode()) == expected


@pytest.mark.parametrize("text", ["2026-01-01", "2026-01-01T00:00:00Z", "=", "<<"])
def test_other_scalars_are_text(text: str) -> None:
    assert parse(f"a: {text}".encode()) == {"a": text}


def test_merge_keys_are_not_merged() -> None:
    assert parse(b"a: &a {x: 1}\nb: {<<: *a}") == {"a": {"x": 1}, "b": {"<<": {"x": 1}}}


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system",
        "!!python/object/new:io.StringIO",
        "!!python/name:os.system",
        "!other",
        "!!set",
    ],
)
def test_tags_for_objects_are_refused(tag: str) -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse(f"a: 1\nb: {tag} {{}}\n".encode())
    assert (caught.value.line, caught.value.reason) == (
        2,
        f"the tag {tag} stands for an object, and harness reads data only",
    )


@pytest.mark.parametrize("opening", ["[", "- ", "{a: "])
def test_deep_nesting_is_refused_before_it_crashes_the_process(opening: str) -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse(b"\n" + opening.encode() * 1_000_000)
    assert (caught.value.line, caught.value.reason) == (2, f"values nest deeper than {MAX_DEPTH} levels")


def test_nesting_is_read_to_the_limit() -> None:
    value: Any = 1
    for _ in range(MAX_DEPTH - 1):
        value = [value]
    assert parse(serialize(value)) == value


def test_aliases_are_read() -> None:
    assert parse(b"a: &id001 [x, y]\nb: *id001\n") == {"a": ["x", "y"], "b": ["x", "y"]}


def test_an_ampersand_in_text_is_no_alias() -> None:
    assert parse(b"a: 'x &y'") == {"a": "x &y"}


def bomb(merge: bool) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    if merge:
        lines = ["a0: &a0 {x: 1}"]
        lines += [f"a{n}: &a{n} {{!!merge <<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 12)]
    return "\n".join(lines).encode()


def test_aliases_that_unfold_without_bound_are_refused() -> None:
    text = bomb(merge=False)
    with pytest.raises(NotWellFormed) as caught:
        parse(text)
    assert caught.value.reason == f"its aliases unfold to more than {1_000_000 + len(text)} values"


def test_merges_that_unfold_without_bound_are_refused() -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse(bomb(merge=True))
    assert caught.value.reason == "the tag !!merge stands for an object, and harness reads data only"


def test_a_value_that_contains_itself_is_refused() -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse(b"a: &a [*a]")
    assert caught.value.reason == "the alias *a refers to nothing before it"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\n---\nb: 1", 2, "a second document starts"),
        ("a: 1\n? [b]\n: 2", 2, "a key is a list or a mapping"),
        ("a: 1\nb: !!float x", 2, "'x' does not fit its type"),
        ("a: 1\nb: !!bool x", 2, "'x' does not fit its type"),
        ("a: 1\nb: !!binary é", 2, "'é' does not fit its type"),
        (f"a: 1\nb: {'1' * 401}", 2, "a number has more than 400 characters"),
        (f"a: 1\nb: {'1:' * 100_000}1", 2, "a number has more than 400 characters"),
        (f"a: 1\nb: 0x{'f' * 1_000_000}", 2, "a number has more than 400 characters"),
        ("a: 1\nb: 2\na: 3", 3, "the key 'a' comes twice"),
        ("a: 1\nb: \x01", 2, "control characters are not allowed"),
    ],
)
def test_other_faults_say_where(text: str, line: int, reason: str) -> None:
    with pytest.raises(NotWellFormed) as caught:
        parse(text.encode())
    assert (caught.value.line, caught.value.reason) == (line, reason)


def test_an_empty_text_has_no_value() -> None:
    assert parse(b"# nothing") is None


@given(json_values)
def test_what_is_written_reads_the_same_here_and_in_pyyaml(value: Any) -> None:
    text = serialize(value)
    assert parse(text) == value
    assert yaml.safe_load(text) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version: 1\ninteractions:\n- a\n- {b: [c]}\n- d\n", 5),
        ('{"other": [0, 1, 2],\n"interactions":\n[0,\n1,\n{}]}', 5),
        ("other: [0, 1, 2]", None),
        ("interactions: [0, 1]", None),
        ("interactions: [0, 1\n", None),
    ],
)
def test_the_line_of_an_item(text: str, line: int | None) -> None:
    try:
        lines = [batch.line_of(0) for batch in read(BytesIO(text.encode()))]
    except NotWellFormed:
        lines = []
    assert (lines[2] if len(lines) > 2 else None) == line


@pytest.mark.parametrize("seen", [True, False])
def test_a_chain_of_aliases_deeper_than_the_limit_is_refused(seen: bool) -> None:
    lines = ["a0: &a0 []", *(f"{'a' if seen else 'b'}{n}: &a{n} [*a{n - 1}]" for n in range(1, 5000))]
    if not seen:  # a key that comes twice hides its first value
        lines += [f"b{n}: 1" for n in range(1, 4999)]
    with pytest.raises(NotWellFormed) as caught:
        parse("\n".join(lines).encode())
    assert caught.value.reason == "values nest deeper than 200 levels"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('{"a": 1}', "'{\"a\": 1}'\n"),
        ("plain é", "plain é\n"),
        ("two\nlines\n", "|\n  two\n  lines\n"),
        ("two\nlines", "|-\n  two\n  lines\n"),
        ("a\r\nb", '"a\\r\\nb"\n'),
        ("a\x85b\u2028c", '"a\\Nb\\Lc"\n'),
        ("x" * 500 + " " + "y" * 500, "x" * 500 + " " + "y" * 500 + "\n"),
    ],
)
def test_text_is_written_so_that_people_can_read_and_search_it(text: str, written: str) -> None:
    assert serialize({"a": text}).decode() == f"a: {written}"
    assert parse(serialize({"a": text})) == {"a": text}
