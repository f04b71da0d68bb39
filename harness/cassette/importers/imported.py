"""The result of an import: the interactions, and what the import had to leave out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from harness.cassette.exchange import facts_of
from harness.cassette.model import Interaction
from harness.errors import HarnessError

MAX_BYTES = 1 << 30
"""The largest file that is read: 1 GiB, as of a cassette."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a recording holds and the import does not.

    Attributes:
        file: the file.
        place: where in it, ``"interaction 3"``; empty for the whole file.
        reason: why, a clause without a full stop.
    """

    file: Path
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}{', ' if self.place else ''}{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Imported:
    """The recording of another tool, as far as it holds exchanges with AWS.

    Attributes:
        interactions: in recorded order, secrets and all; redact them before they are written
            (`harness.redaction`).
        left_out: what was not imported.
        altered: what was imported and is not all there: members that the installed botocore does not know.
    """

    interactions: tuple[Interaction, ...]
    left_out: tuple[Note, ...] = ()
    altered: tuple[Note, ...] = ()


class CannotImport(HarnessError):
    """A recording of another tool is malformed.

    Args:
        file: the file.
        place: where in it, ``"line 3"``, ``"entry 2"``; empty for the whole file.
        reason: what is wrong, a clause without a full stop.
    """

    file: Path
    place: str
    reason: str

    @property
    def note(self) -> Note:
        """The failure as a note, for an import that goes on with the rest."""
        return Note(self.file, self.place, self.reason)

    def __str__(self) -> str:
        return f"{self.note}. Nothing was imported."


class NotCassette(CannotImport):
    """A file is well formed and no recording of the tool."""


def read_file(path: Path) -> bytes:
    """Read a recording; one that is compressed (gzip) is unpacked.

    Raises:
        CannotImport: it is not there, is no regular file, is larger than ``MAX_BYTES``, or cannot be read.
    """
    from harness.wire import WireError
    from harness.wire.transfer import decompress

    try:
        if path.exists() and not path.is_file():
            raise CannotImport(path, "", "it is no regular file")
        if path.stat().st_size > MAX_BYTES:
            raise CannotImport(path, "", f"it is larger than {MAX_BYTES} bytes")
        return decompress(path.read_bytes(), ["gzip"])
    except WireError as error:
        raise CannotImport(path, "", str(error).rstrip(".")) from None
    except OSError as error:
        raise CannotImport(path, "", f"it cannot be read ({error.strerror})") from error


def keep_aws(
    path: Path, numbered: Iterable[tuple[str, Interaction]], tool: str, moments: Iterable[str | None]
) -> Imported:
    """Keep the exchanges with AWS of a recording of HTTP, each with the facts that its request tells.

    Args:
        path: the file.
        numbered: each interaction with its place in the file.
        tool: what recorded it, for the facts' ``source``.
        moments: when each was recorded, RFC 3339; None where the tool does not tell.
    """
    from harness.wire import UnidentifiedRequest

    kept: list[Interaction] = []
    left_out: list[Note] = []
    for (place, interaction), moment in zip(numbered, moments, strict=True):
        try:
            facts = facts_of(interaction)
        except UnidentifiedRequest:
            method, uri = interaction.request.method, interaction.request.uri.partition("?")[0]
            left_out.append(Note(path, place, f"{method} {uri} is no request to AWS"))
        except HarnessError:
            kept.append(interaction)  # of AWS, but not to be read: `harness check` says why
        else:
            if interaction.facts is None:
                source = f"{facts.source} ({tool})"
                facts = replace(facts, recorded_at=moment or facts.recorded_at, source=source)
            kept.append(replace(interaction, facts=facts))
    return Imported(tuple(kept), tuple(left_out))
