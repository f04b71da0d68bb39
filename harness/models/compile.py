"""Compile shapes to functions once, and keep them: what every codec and conversion of values is built from.

It is a table from shape type to a rule. A rule takes the shape and the compiler, with which it compiles the
shape's members, and returns a function from value to value. The method is the one of cattrs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, Generic, TypeVar, cast
from weakref import WeakKeyDictionary

from botocore.model import Shape

from harness.forks import free_in_children

Convert = Callable[[Any], Any]


def as_found(value: Any) -> Any:
    """Return the value itself: the conversion of what needs none."""
    return value


F = TypeVar("F", bound=Callable[..., Any])

_Key = tuple[str, str]
"""A shape's name and its traits."""


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
        self._models: WeakKeyDictionary[Any, dict[_Key, F]] = WeakKeyDictionary()
        self._lock = free_in_children(RLock())
        self._unfinished: dict[_Key, F] = {}

    def __call__(self, shape: Shape) -> F:
        """Return the function of a shape, compiled on first use. Safe to share between threads."""
        model = shape._shape_resolver
        key = (shape.name, repr(shape.serialization))
        compiled = self._models.get(model, {}).get(key)
        if compiled is not None:
            return compiled
        with self._lock:
            return self._compiled(self._models.setdefault(model, {}), key, shape)

    def _compiled(self, finished: dict[_Key, F], key: _Key, shape: Shape) -> F:
        known = finished.get(key) or self._unfinished.get(key)
        if known is not None:
            return known
        is_outermost = not self._unfinished
        # A shape that contains itself meets this stand-in while it is being compiled.
        self._unfinished[key] = cast("F", lambda *args: finished[key](*args))
        try:
            self._unfinished[key] = self._rules.get(shape.type_name, self._rules["string"])(shape, self)
            if is_outermost:  # until now, other threads would have met stand-ins that lead nowhere
                finished.update(self._unfinished)
            return self._unfinished[key]
        finally:
            if is_outermost:
                self._unfinished.clear()


ValueCompiler = Compiler[Convert]
Rule = Callable[[Any, ValueCompiler], Convert]


def always(convert: Convert) -> Rule:
    """Return the rule of a type whose values are all converted alike."""
    return lambda shape, compiler: convert
