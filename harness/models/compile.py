"""Compile shapes to functions once, and keep them: what every codec and conversion of values is built from.

It is a table from shape type to a rule. A rule takes the shape and the compiler, with which it compiles the
shape's members, and returns a function from value to value. The method is the one of cattrs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast
from weakref import WeakKeyDictionary

from botocore.model import Shape

Convert = Callable[[Any], Any]


def as_found(value: Any) -> Any:
    """Return the value itself: the conversion of what needs none."""
    return value


F = TypeVar("F", bound=Callable[..., Any])


class Compiler(Generic[F]):
    """Compiles shapes by a table of rules, each shape with its traits once.

    The functions are kept per service model, for as long as the model lives. A model's identity is that of
    the resolver its shapes share, which is private to botocore (``Shape._shape_resolver``); this is the one
    place that leans on it.

    Args:
        rules: shape type to rule; a type without one has that of strings.
    """

    def __init__(self, rules: Mapping[str, Callable[[Any, Compiler[F]], F]]) -> None:
        self._rules = rules
        self._models: WeakKeyDictionary[Any, dict[tuple[str, str], F]] = WeakKeyDictionary()

    def __call__(self, shape: Shape) -> F:
        """Return the function of a shape, compiled on first use."""
        compiled = self._models.setdefault(shape._shape_resolver, {})
        key = (shape.name, repr(shape.serialization))
        if key not in compiled:
            # A shape that contains itself meets this stand-in while it is being compiled.
            compiled[key] = cast("F", lambda *args: compiled[key](*args))
            compiled[key] = self._rules.get(shape.type_name, self._rules["string"])(shape, self)
        return compiled[key]


ValueCompiler = Compiler[Convert]
Rule = Callable[[Any, ValueCompiler], Convert]


def always(convert: Convert) -> Rule:
    """Return the rule of a type whose values are all converted alike."""
    return lambda shape, compiler: convert
