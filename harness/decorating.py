"""Context managers as decorators, which are in force while the body of what they decorate runs."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager
from functools import partial, wraps
from inspect import isasyncgen, isasyncgenfunction, iscoroutine, iscoroutinefunction, isgeneratorfunction
from types import TracebackType
from typing import Any, Generic, ParamSpec, TypeVar, cast

from harness.errors import HarnessError

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F")


class CannotDecorate(HarnessError):
    """A decorator was put on something that it cannot be in force for.

    Args:
        test: the name of what was decorated.
        reason: what is wrong and what to do, whole sentences.
    """

    def __init__(self, test: str, reason: str) -> None:
        super().__init__(test, reason)
        self.test = test
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.test}: {self.reason}"


class Managed(AbstractContextManager[T], Generic[T]):
    """A context manager for one block, or a decorator of functions, each call of which has one of its own.

    Args:
        make: makes the context manager.
        name: what messages call it.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[T]], name: str) -> None:
        self._make = make
        self._name = name
        self._manager = make()

    def __enter__(self) -> T:
        return self._manager.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        return self._manager.__exit__(kind, error, traceback)

    def __call__(self, function: F) -> F:
        """Decorate a function (`decorated`)."""
        return decorated(function, self._make, self._name)


def managed(function: Callable[P, Iterator[T]]) -> Callable[P, Managed[T]]:
    """Make a function that yields once one that returns a context manager and decorator."""
    make = contextmanager(function)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> Managed[T]:
        return Managed(partial(make, *args, **kwargs), f"@harness.{function.__name__}")

    return call


def decorated(function: F, make: Callable[[], AbstractContextManager[Any]], name: str) -> F:
    """Return a function whose whole body runs within a context manager, made for each call.

    Args:
        function: a function or a method, also a static one or one of the class; a coroutine function, a
            generator or an async generator.
        make: makes the context manager.
        name: the decorator, as messages call it.

    Raises:
        CannotDecorate: it is a class, or nothing that can be called.
    """
    if isinstance(function, staticmethod | classmethod):
        return cast(F, type(function)(decorated(function.__func__, make, name)))
    if isinstance(function, type) or not callable(function):
        what = getattr(function, "__qualname__", repr(function))
        raise CannotDecorate(what, f"{name} decorates functions. Put it on each method or function itself.")
    if iscoroutinefunction(function):
        wrap: Any = _coroutine
    elif isasyncgenfunction(function):
        wrap = _async_generator
    else:
        wrap = _generator if isgeneratorfunction(function) else partial(_plain, name)
    return cast(F, wraps(function)(wrap(function, make)))


def _plain(name: str, function: Any, make: Callable[[], AbstractContextManager[Any]]) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        with make():
            result = function(*args, **kwargs)
            if iscoroutine(result) or isasyncgen(result):
                if iscoroutine(result):
                    result.close()
                what = getattr(function, "__qualname__", repr(function))
                raise CannotDecorate(
                    what,
                    f"It returns a {type(result).__name__}, which runs later. Put {name} on that itself.",
                )
            return result

    return call


def _coroutine(function: Any, make: Callable[[], AbstractContextManager[Any]]) -> Any:
    async def call(*args: Any, **kwargs: Any) -> Any:
        with make():
            return await function(*args, **kwargs)

    return call


def _generator(function: Any, make: Callable[[], AbstractContextManager[Any]]) -> Any:
    def call(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        with make():
            return (yield from function(*args, **kwargs))

    return call


def _async_generator(function: Any, make: Callable[[], AbstractContextManager[Any]]) -> Any:
    async def call(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        with make():
            async with aclosing(function(*args, **kwargs)) as generator:
                step = anext(generator)
                while True:
                    try:
                        value = await step
                    except StopAsyncIteration:
                        return
                    try:
                        step = generator.asend((yield value))
                    except GeneratorExit:
                        raise
                    except BaseException as error:
                        step = generator.athrow(error)

    return call
