"""What a test that fails in replay may have got instead of what redaction took out of the recording."""

from __future__ import annotations

from collections.abc import Iterable

from harness.contract.paths.pointer import any_entry
from harness.record.live import Served

_MOST = 5
"""How many places are told."""

_OF_ANSWERS = "response "
"""How a place of an answer begins in `Facts.redacted`."""


def words_on_stand_ins(served: Iterable[Served]) -> str:
    """Say which places of what was played hold stand-ins, and the line that keeps them; nothing if none does.

    Args:
        served: what a test was served. What it recorded just now is passed over.
    """
    places: dict[str, str] = {}
    kept: dict[str, None] = {}
    for one in served:
        facts = one.interaction.facts
        if one.recorded or facts is None:
            continue
        for place, kind in facts.redacted.items():
            if place.startswith(_OF_ANSWERS):
                pointer = place.removeprefix(_OF_ANSWERS)
                places.setdefault(f"{one.operation}: {pointer}", kind)
                if pointer.startswith("/"):  # no header
                    kept[f'"{one.operation}{any_entry(pointer)}"'] = None
    if not places:
        return ""
    lines = [f"  {place} is a stand-in ({kind})" for place, kind in list(places.items())[:_MOST]]
    if len(places) > _MOST:
        lines.append(f"  and {len(places) - _MOST} more")
    if kept:
        lines += [
            (
                "If the test needs one of these values and it is not a secret, keep it and record with "
                "--cassette-mode=rewrite:"
            ),
            "  [tool.harness.redaction]  # pyproject.toml",
            f"  keep = [{', '.join(list(kept)[:_MOST])}]",
        ]
    return "\n".join(
        ["The replayed answers hold placeholders that redaction put in place of secrets:", *lines]
    )
