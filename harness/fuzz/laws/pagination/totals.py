"""Members that count the entries of all pages: whichever page tells of it, a total is the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.words import words_of
from harness.fuzz.laws.caller import Call


def totals_of(operation: OperationModel) -> tuple[str, ...]:
    """Return the paths of the numbers of an answer that are totals by their names, and not only about so."""
    return tuple(_totals(operation.output_shape, ""))


def _totals(shape: Any, path: str) -> Iterator[str]:
    for name, member in shape.members.items() if shape is not None else ():
        if member.type_name in ("integer", "long"):
            if "total" in words_of(name) and "approximate" not in member.documentation:
                yield path + name
        elif member.type_name == "structure" and not path:
            yield from _totals(member, f"{name}.")


def changed_total(
    pages: tuple[Call, ...], paths: tuple[str, ...]
) -> tuple[str, tuple[Call, Call], str] | None:
    """Return a total that two pages of one list tell differently: its path, the pages, and a message."""
    for path in paths:
        told = [(page, value) for page in pages if (value := first_value(page.response, path)) is not None]
        for page, value in told[1:]:
            if value != told[0][1]:
                message = f"{path} must be the same on all pages, but was {told[0][1]} and {value}."
                return path, (told[0][0], page), message
    return None
