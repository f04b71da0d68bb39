"""Compare the waiters of a service: what they ask, and by which answers they end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from harness.contract.diff.service import Waiters
from harness.contract.diff.shapes import Finding, shown, went

_WORDS = ("deprecated", "description")
_PACE = ("delay", "maxAttempts")


def waiters_for(waiters: Waiters, operations: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the waiters that ask one of some operations, without their documentation."""
    return {
        name: {key: value for key, value in sorted(waiter.items()) if key not in _WORDS}
        for name, waiter in sorted(waiters.items())
        if waiter["operation"] in operations
    }


def compare_waiters(
    old: Waiters | None, new: Waiters | None, is_compared: Callable[[str], bool]
) -> Iterator[tuple[Finding, str]]:
    """Compare waiters by name, and yield what differs with the operation that the waiter asked.

    Args:
        old: the waiters before; None where the document tells of none.
        new: the waiters after.
        is_compared: whether an operation is, which both documents have.
    """
    if old is None or new is None:
        return
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        operation = (before or after or {})["operation"]
        if not is_compared(operation):
            continue
        if after is None:
            yield Finding("waiter-removed", "", f"has no waiter {name} any more", name), operation
        elif before is None:
            yield Finding("waiter-added", "", f"got a waiter {name}", None, name), operation
        else:
            for fact in sorted((before.keys() | after.keys()) - {*_WORDS}):
                was, now = before.get(fact), after.get(fact)
                if was != now:
                    code = "waiter-pace-changed" if fact in _PACE else "waiter-changed"
                    words = (
                        _ends(was, now) if fact == "acceptors" else f"{fact} {went(shown(was), shown(now))}"
                    )
                    yield Finding(code, "", f"its waiter {name}: {words}", was, now), operation


def _ends(was: Any, now: Any) -> str:
    """Word by which other answers a waiter ends."""
    gone, come = [one for one in was if one not in now], [one for one in now if one not in was]
    words = [
        f"{what} {', '.join(map(shown, ends))}" for what, ends in (("no longer", gone), ("now", come)) if ends
    ]
    return "; ".join(words) or "tries its conditions in another order"
