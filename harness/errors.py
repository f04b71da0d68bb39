"""The exceptions that harness raises for a user to read: each says what was wrong and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from inspect import get_annotations
from typing import Any, dataclass_transform

from harness.printable import printable


def close_names(name: str, known: Iterable[str], count: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """Return the known names that somebody may have meant, the closest first.

    Args:
        name: what was written.
        known: what there is.
        count: how many to return at most.
        cutoff: how like the name they are, from 0 to 1 (`difflib.SequenceMatcher.ratio`).
    """
    import difflib  # only where something is wrong

    return tuple(difflib.get_close_matches(name, list(known), count, cutoff))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the question that ends a message, with a space before it; nothing if no known name is close."""
    return "".join(f" Did you mean {close!r}?" for close in close_names(name, known, 1))


def counted(number: int, noun: str) -> str:
    """Write a number of things: ``"1 exchange"``, ``"2,000 exchanges"``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass_transform(eq_default=False)
class HarnessError(Exception):
    """The base of every error that harness words for a person.

    Subclasses carry their data as fields and word themselves in ``__str__``; the command line prints
    that text and exits with status 2, pytest shows it as the failure. An error is made of its fields, as
    a dataclass is: in their order, or by name.

    What strangers wrote in it is printable (`harness.printable`): pytest and Python print the text as it is.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        worded = cls.__dict__.get("__str__")
        if worded is not None:
            cls.__str__ = wraps(worded)(lambda error: printable(worded(error)))  # type: ignore[method-assign]

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = [name for kind in reversed(type(self).__mro__) for name in get_annotations(kind)]
        self.__dict__.update(zip(fields, values, strict=False), **named)
        super().__init__(*([getattr(self, name) for name in fields] or values))


class UnknownName(HarnessError):
    """A service or an operation was named that the installed botocore does not know.

    Args:
        kind: what was looked for, ``"service"`` or ``"operation"``.
        name: the name as the user wrote it.
        suggestions: known names close to it, best first.
        where: what was searched, for the message (``"botocore 1.44.5"``, ``"cloudtrail"``).
    """

    kind: str
    name: str
    suggestions: tuple[str, ...] = ()
    where: str = ""

    def __str__(self) -> str:
        known = f" Did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        where = f" in {self.where}" if self.where else ""
        return f"There is no {self.kind} {self.name!r}{where}.{known}"


class MissingExtra(HarnessError, ImportError):
    """Something was asked for that needs a package which is not installed.

    Args:
        task: what needs it, a clause: ``"reading s3://tapes/a.json"``.
        extra: the extra of harness that brings it.
        reason: what the import said.
    """

    task: str
    extra: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.task} needs a package that is not installed ({self.reason.rstrip('.')}). "
            f"pip install 'aws-contract-harness[{self.extra}]' brings what harness itself needs."
        )


def require(module: str, task: str, extra: str) -> None:
    """Ask for a package that an extra of harness brings, without importing it.

    Args:
        module: the package's import name.
        task: what needs it, as in `MissingExtra`.
        extra: the extra of harness that brings it.

    Raises:
        MissingExtra: the package is not installed.
    """
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise MissingExtra(task, extra, f"No module named {module!r}")
