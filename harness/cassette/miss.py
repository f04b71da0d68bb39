"""Why a request was not found in a cassette, and how that is said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.contract.paths.pointer import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from harness.cassette.model import Interaction


class _Absent:
    """The value of a missing member, which is not null."""

    def __repr__(self) -> str:
        return "(not there)"


ABSENT = _Absent()

SHOWN = 10
"""How many differences, and how many operations, a message lists."""

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two requests differ.

    Attributes:
        pointer: the JSON pointer (RFC 6901) of the parameter, or ``"region"``.
        recorded: the JSON value in the recording, or ``ABSENT``.
        asked: the JSON value now asked for, or ``ABSENT``.
    """

    pointer: str
    recorded: Any
    asked: Any


@dataclass(frozen=True, slots=True)
class Nearest:
    """A recording of the operation that was asked.

    Attributes:
        number: its number in the cassette, from 0.
        interaction: the recording.
        differences: where it differs from what was asked, in the order of the parameters.
    """

    number: int
    interaction: Interaction
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A request without a recording to play, and the nearest recording.

    Attributes:
        service: the service that was asked.
        operation: the operation that was asked.
        region: the region that was asked.
        params: the parameters that were asked, in JSON form.
        equal: how many recordings of this very request there are.
        left: how many of them have not been played: secrets or varying values in them belong to other calls.
        nearest: the recording of the operation that differs least; None if the operation was not recorded.
        operations: what the cassette holds, as ``service.Operation``, sorted.
    """

    service: str
    operation: str
    region: str | None
    params: dict[str, Any]
    equal: int
    left: int
    nearest: Nearest | None
    operations: tuple[str, ...]


def differences(
    recorded: Any, asked: Any, recorded_region: str | None = None, asked_region: str | None = None
) -> tuple[Difference, ...]:
    """Compare the parameters of two requests, in JSON form, and their regions.

    Returns:
        Each place where they differ, as deep as both sides are mappings or both are lists.
    """
    region = () if recorded_region == asked_region else (Difference("region", recorded_region, asked_region),)
    return (*region, *_differing("", recorded, asked))


def _differing(pointer: str, recorded: Any, asked: Any) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(asked, dict):
        for name in recorded | asked:
            below = f"{pointer}/{escaped(name)}"
            yield from _differing(below, recorded.get(name, ABSENT), asked.get(name, ABSENT))
    elif isinstance(recorded, list) and isinstance(asked, list):
        for index in range(max(len(recorded), len(asked))):
            yield from _differing(
                f"{pointer}/{index}",
                recorded[index] if index < len(recorded) else ABSENT,
                asked[index] if index < len(asked) else ABSENT,
            )
    elif recorded != asked or isinstance(recorded, bool) is not isinstance(asked, bool):
        yield Difference(pointer, recorded, asked)


def explain_miss(miss: Miss, path: Path | str) -> str:
    """Write the message about a miss for the person whose test failed.

    Args:
        miss: what was asked and what comes nearest.
        path: the cassette, as the person names it.

    Returns:
        Several lines: what was asked, the nearest recording, the differing values.
    """
    where = f" in {miss.region}" if miss.region else ""
    lines = [f"{path} has no recording left for {miss.service}.{miss.operation}{where}."]
    if miss.equal:
        lines.append(recorded_times(miss.equal, miss.left))
    elif miss.nearest is None:
        lines.append(_contents(miss.operations))
    else:
        lines.extend(nearest_lines(f"interaction {miss.nearest.number + 1}", miss.nearest.differences))
    return "\n".join(lines)


def nearest_lines(shown: str, found: Sequence[Difference]) -> Iterator[str]:
    """Word which recording is nearest, and where it differs.

    Args:
        shown: the recording.
        found: the differences; none if only secrets or names differ, which aren't shown.
    """
    if found:
        yield f"The nearest recording is {shown}, which differs:"
        yield from difference_lines(found)
    else:
        yield (
            f"The nearest recording is {shown}. Only its secrets or names differ: it belongs to another call."
        )


def recorded_times(equal: int, left: int) -> str:
    """Word that a request was recorded, and why it is not played all the same.

    Args:
        equal: how often it was recorded.
        left: how many of the recordings have not been played.
    """
    times = "once" if equal == 1 else f"{equal} times"
    if not left:
        return f"This request was recorded {times}, and every recording has been played."
    return (
        f"This request was recorded {times}. The recordings that are left belong to other callers, "
        "endpoints, secrets or names than this call's."
    )


def difference_lines(found: Sequence[Difference]) -> Iterator[str]:
    """Yield a line for each difference, `SHOWN` of them at most."""
    yield from map(_line, found[:SHOWN])
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN} more"


def _contents(operations: tuple[str, ...]) -> str:
    if not operations:
        return "The cassette holds no readable request."
    more = f" and {len(operations) - SHOWN} more" if len(operations) > SHOWN else ""
    return f"The cassette holds {', '.join(operations[:SHOWN])}{more}, and no call of this operation."


def _line(difference: Difference) -> str:
    recorded, asked = difference.recorded, difference.asked
    if isinstance(recorded, str) and isinstance(asked, str):
        # Of long texts, what is shown begins a little before they differ.
        pairs = enumerate(zip(recorded, asked, strict=False))
        equal = next((index for index, (one, other) in pairs if one != other), min(len(recorded), len(asked)))
        start = equal - _WIDTH // 4
        if start > 0 and max(len(recorded), len(asked)) > _WIDTH:
            recorded, asked = f"...{recorded[start:]}", f"...{asked[start:]}"
    return f"  {difference.pointer or '/'}: recorded {_shown(recorded)}, asked {_shown(asked)}"


def _shown(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."
