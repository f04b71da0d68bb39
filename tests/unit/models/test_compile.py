"""Functions of shapes: compiled once, also where threads ask for them at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.models.compile import Compiler

MODEL = ServiceModel(
    {
        "metadata": {"protocol": "json", "apiVersion": "2020-01-01"},
        "operations": {},
        "shapes": {
            "Tree": {
                "type": "structure",
                "members": {"name": {"shape": "Name"}, "twigs": {"shape": "Twigs"}},
            },
            "Twigs": {"type": "list", "member": {"shape": "Tree"}},
            "Name": {"type": "string"},
        },
    }
)
TREE = {"name": "root", "twigs": [{"name": "a", "twigs": [{"name": "b", "twigs": []}]}]}


def structure(shape: Any, compiler: Compiler[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    members = {name: compiler(member) for name, member in shape.members.items()}
    return lambda value: {name: convert(value[name]) for name, convert in members.items()}


def list_of(shape: Any, compiler: Compiler[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    convert = compiler(shape.member)
    return lambda values: [convert(value) for value in values]


def upper(shape: Any, compiler: Compiler[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    return str.upper


UPPER_TREE = {"name": "ROOT", "twigs": [{"name": "A", "twigs": [{"name": "B", "twigs": []}]}]}


def test_a_shape_that_contains_itself() -> None:
    compile_shape: Compiler[Callable[[Any], Any]] = Compiler(
        {"structure": structure, "list": list_of, "string": upper}
    )
    assert compile_shape(MODEL.shape_for("Tree"))(TREE) == UPPER_TREE


def test_a_thread_never_meets_a_shape_that_another_thread_has_not_finished() -> None:
    begun, may_end = Event(), Event()

    def slow(shape: Any, compiler: Compiler[Callable[[Any], Any]]) -> Callable[[Any], Any]:
        converted = structure(shape, compiler)  # the list and the name are compiled now, the tree isn't
        begun.set()
        assert may_end.wait(30)
        return converted

    compile_shape: Compiler[Callable[[Any], Any]] = Compiler(
        {"structure": slow, "list": list_of, "string": upper}
    )

    def convert_list() -> Any:
        assert begun.wait(30)
        return compile_shape(MODEL.shape_for("Twigs"))([TREE])

    with ThreadPoolExecutor(2) as pool:
        tree = pool.submit(lambda: compile_shape(MODEL.shape_for("Tree"))(TREE))
        twigs = pool.submit(convert_list)
        assert begun.wait(30)
        may_end.set()
        assert tree.result(30) == UPPER_TREE
        assert twigs.result(30) == [UPPER_TREE]


def test_a_shape_that_cannot_be_compiled_leaves_nothing_behind() -> None:
    fails = True

    def once(shape: Any, compiler: Compiler[Callable[[Any], Any]]) -> Callable[[Any], Any]:
        if fails:
            raise ValueError("not yet")
        return str.upper

    compile_shape: Compiler[Callable[[Any], Any]] = Compiler(
        {"structure": structure, "list": list_of, "string": once}
    )
    for _ in range(2):
        with pytest.raises(ValueError, match="not yet"):
            compile_shape(MODEL.shape_for("Tree"))
    fails = False
    assert compile_shape(MODEL.shape_for("Tree"))(TREE) == UPPER_TREE
