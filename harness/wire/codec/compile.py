"""Compile shapes to functions once, and keep them: what every codec is built from.

A codec is a table from shape type to a rule. A rule takes the shape and the compiler, with which it
compiles the shape's members, and returns a function from value to value. The method is the one of cattrs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from botocore.model import Shape

Convert = Callable[[Any], Any]


def as_found(value: Any) -> Any:
    """Return the value itself: the conversion of what needs none."""
    return value


class Compiler:
    """Compiles shapes by a table of rules, each shape with its traits once.

    The functions are kept per service model, for as long as the model lives. A model's identity is that of
    the resolver its shapes share, which is private to botocore (``Shape._shape_resolver``); this is the one
    place that leans on it.

    Args:
        rules: shape type to rule; a type that is not in it is `as_found`.
    """

    def __init__(self, rules: Mapping[str, Callable[[Any, Compiler], Convert]]) -> None:
        self._rules = rules
        self._models: WeakKeyDictionary[Any, dict[tuple[str, str], Convert]] = WeakKeyDictionary()

    def __call__(self, shape: Shape) -> Convert:
        """Return the function of a shape, compiled on first use."""
        rule = self._rules.get(shape.type_name)
        if rule is None:
            return as_found
        compiled = self._models.setdefault(shape._shape_resolver, {})
        key = (shape.name, repr(shape.serialization))
        if key not in compiled:
            # A shape that contains itself meets this stand-in while it is being compiled.
            compiled[key] = lambda value: compiled[key](value)
            compiled[key] = rule(shape, self)
        return compiled[key]
