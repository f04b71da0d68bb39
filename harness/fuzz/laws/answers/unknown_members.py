"""Members that an answer has and its model has not: those that no sibling model has either, told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from harness.contract.contract import Contract
from harness.contract.paths.pointer import to_steps, to_words
from harness.contract.paths.stray import stray_place
from harness.contract.violation import Violation
from harness.errors import UnknownName
from harness.models.endpoints import siblings

_CODE = "unknown-member"
_SHOWN = 8  # names in a message


def told_together(contract: Contract, violations: Iterable[Violation]) -> Iterator[Violation]:
    """Yield violations; one for all the unknown members of one structure, and none for a sibling's members.

    Args:
        contract: the operation's contract.
        violations: what an exchange of it breaks.
    """
    unknown: dict[str, list[Violation]] = {}
    for violation in violations:
        if violation.code != _CODE or violation.side != "response":
            yield violation
        elif not _is_of_a_sibling(contract, violation.pointer):
            unknown.setdefault(violation.pointer.rpartition("/")[0], []).append(violation)
    for pointer, several in unknown.items():
        yield several[0] if len(several) == 1 else _together(pointer, several)


def _together(pointer: str, several: list[Violation]) -> Violation:
    names = [to_steps(one.pointer)[-1] for one in several]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    place = to_words(pointer) or "The answer"
    message = f"{place} has {len(names)} members that are not documented: {', '.join(names[:_SHOWN])}{more}."
    return replace(several[0], pointer=pointer, message=message)


def _is_of_a_sibling(contract: Contract, pointer: str) -> bool:
    """Tell whether a sibling documents a member of its operation of the same name."""
    steps = tuple(pointer.split("/")[1:])
    for service in siblings(contract.service):
        try:
            if stray_place(service, contract.operation, steps, "answer") is None:
                return True
        except UnknownName:
            pass
    return False
