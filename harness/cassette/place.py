"""A user's own places in requests and answers: a JSON pointer, of every operation or of some."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?:(?P<service>[\w-]+)(?:\.(?P<operation>\w+|\*))?:)?(?P<pointer>(?:/[^/]*)+)")


@dataclass(frozen=True, slots=True)
class ScopedPlace:
    """A place as settings and markers write it: ``"s3.PutObject:/Key"``, ``"s3:/Key"`` or ``"/Key"``.

    Attributes:
        service: botocore's name of the service; None for any.
        operation: the operation's name; None for any.
        steps: the steps of the JSON pointer, as they are escaped; ``*`` is any one step.
    """

    service: str | None
    operation: str | None
    steps: tuple[str, ...]

    @property
    def scope(self) -> str:
        """What stands before the pointer."""
        if self.service is None:
            return ""
        return f"{self.service}.{self.operation}:" if self.operation else f"{self.service}:"

    def __str__(self) -> str:
        scope = "" if self.service is None else f"{self.service}.{self.operation or '*'}:"
        return scope + "".join(f"/{step}" for step in self.steps)

    def is_in(self, name: str) -> bool:
        """Tell whether the place is one of an operation, given as ``"service.Operation"``."""
        service, _, operation = name.partition(".")
        return self.service in (None, service) and self.operation in (None, operation)

    def names(self, pointer: str) -> bool:
        """Tell whether a JSON pointer is this place or below it."""
        found = pointer.split("/")[1:]
        return len(self.steps) <= len(found) and all(
            step in ("*", other) for step, other in zip(self.steps, found, strict=False)
        )


def parse_place(written: object) -> ScopedPlace | None:
    """Read a place; None if it is written wrongly. Names of services and operations are not looked up."""
    found = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return None
    operation = found["operation"]
    return ScopedPlace(
        found["service"], None if operation == "*" else operation, tuple(found["pointer"].split("/")[1:])
    )
