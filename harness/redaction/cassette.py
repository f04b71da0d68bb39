"""Take the secrets out of a cassette that is already there."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.cassette.errors import CassetteNotWritable
from harness.cassette.exchange import read_operation
from harness.cassette.link import resolve_target
from harness.cassette.lock import locked
from harness.cassette.store import load_cassette, save_locked
from harness.redaction.finding import Finding
from harness.redaction.memory import Memory
from harness.redaction.message import examine, redact_value
from harness.redaction.side_files import examine_side_files
from harness.redaction.specification import DEFAULT, Redaction

if TYPE_CHECKING:
    from harness.cassette.model import Interaction


@dataclass(frozen=True, slots=True)
class RedactedCassette:
    """What was replaced in one cassette.

    Attributes:
        path: the cassette.
        findings: each place of a secret, with the numbers of the interactions that hold one there, from 1.
        changed: whether anything was found.
    """

    path: Path
    findings: Mapping[Finding, Sequence[int]]
    changed: bool


def redact_cassette(
    path: str | os.PathLike[str], redaction: Redaction = DEFAULT, *, write: bool = True
) -> RedactedCassette:
    """Replace a cassette by one without its secrets, atomically; one that holds none is left as it is.

    Equal secrets have equal stand-ins in all of it, side files included. Redacting again changes nothing.

    Args:
        path: the cassette, of harness, vcrpy or pytest-recording.
        redaction: what to take out.
        write: False to look only.

    Raises:
        harness.cassette.CassetteNotFound: there is no such file.
        harness.cassette.MalformedCassette: the file is no cassette.
        harness.cassette.CassetteNotWritable: the operating system refused; the cassette is as it was.
        harness.cassette.LinkLeadsOut: the cassette is a symbolic link to somewhere else.
        harness.cassette.LostBody: the file of a large body is missing or cut.
    """
    path = Path(path)
    target = resolve_target(path) if write else path
    try:
        with locked(target) if write and target.exists() else nullcontext():
            return _redact(path, redaction, write)
    except OSError as error:
        raise CassetteNotWritable(path, error.strerror or str(error)) from error


def _redact(path: Path, redaction: Redaction, write: bool) -> RedactedCassette:
    cassette = load_cassette(path)
    memory = Memory()
    before = list(cassette.interactions)
    interactions, found = redact_interactions(before, redaction, memory)
    known = {finding: list(numbers) for finding, numbers in found.items()}
    for place, interaction in enumerate(interactions):
        operation = read_operation(interaction)
        redacted, findings = examine_side_files(path, operation, interaction, redaction, memory, write=write)
        interactions[place] = redacted
        for finding in findings:
            known.setdefault(finding, []).append(place + 1)
    extras = redact_value(None, dict(cassette.extras), redaction, memory)
    changed = interactions != before or extras != cassette.extras or known != found
    if changed and write:
        save_locked(path, interactions, extras)
    return RedactedCassette(path, known, changed)


def redact_interactions(
    before: Sequence[Interaction], redaction: Redaction = DEFAULT, memory: Memory | None = None
) -> tuple[list[Interaction], Mapping[Finding, Sequence[int]]]:
    """Take the secrets out of the interactions of one cassette, equal ones alike in all of it.

    Args:
        before: the interactions.
        redaction: what to take out.
        memory: the stand-ins so far, to which the new ones are added.

    Returns:
        The interactions without them, and each place of a secret with the numbers of the interactions that
        hold one there, from 1.
    """
    memory = memory if memory is not None else Memory()
    operations = [read_operation(interaction) for interaction in before]
    found: dict[Finding, list[int]] = {}
    interactions = list(before)
    for _ in range(2):  # a secret may be told only after an interaction that repeats it
        known = len(memory.learned)
        examined = [examine(*pair, redaction, memory) for pair in zip(operations, interactions, strict=True)]
        interactions = [redacted for redacted, _ in examined]
        for number, (_, findings) in enumerate(examined, 1):
            for finding in findings:
                found.setdefault(finding, []).append(number)
        if len(memory.learned) == known:
            break
    return interactions, found
