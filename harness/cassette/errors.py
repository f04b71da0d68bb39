"""What can be wrong with a cassette file, each failure with its place and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import HarnessError

if TYPE_CHECKING:
    from pathlib import Path

    from harness.cassette.location import Location

RESTORE = "Restore the file from version control, or delete it and record it again."


class UnreadableCassette(HarnessError):
    """The base of what can be wrong with a cassette that is to be read."""


class CassetteNotFound(UnreadableCassette):
    """A cassette was to be read and there is no such file.

    Args:
        path: the file that was looked for.
    """

    path: Location

    def __str__(self) -> str:
        return f"There is no cassette {self.path}. Check the path, or record it first."


class MalformedCassette(UnreadableCassette):
    """A file is not well-formed YAML or JSON, or is well formed and no cassette.

    Args:
        path: the file.
        line: where in it, counted from 1; None if the fault has no single place.
        reason: what is wrong, a clause without a full stop.
    """

    path: Location
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" if self.line is not None else str(self.path)
        return f"{where}: {self.reason}. {RESTORE}"


class NoCassette(MalformedCassette):
    """A file is something else than a cassette: it has no interactions."""

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" if self.line is not None else str(self.path)
        return (
            f"{where}: this is not a cassette: {self.reason}. Name a cassette, or convert another tool's "
            "recording with harness cassette import. If it was a cassette, restore it from version control."
        )


class MergeConflict(MalformedCassette):
    """A cassette has a merge conflict that git left; its line is that of the first mark."""

    def __str__(self) -> str:
        return (
            f"{self.path}, line {self.line}: {self.reason}. Take one side (git checkout --ours {self.path}, "
            "or --theirs), or join both with harness cassette merge."
        )


class ForeignRecording(UnreadableCassette):
    """A file is the recording of another tool, in a form that is imported first.

    Args:
        path: the file.
        tool: what wrote it.
        form: the command of ``harness cassette import`` that reads it.
    """

    path: Location
    tool: str
    form: str

    def __str__(self) -> str:
        what = "the folder it is in" if self.form == "placebo" else "it"
        return (
            f"{self.path} is a recording of {self.tool}. To check it, first make a cassette of {what}: "
            f"harness cassette import {self.form}."
        )


class TruncatedCassette(UnreadableCassette):
    """A cassette ends early: its last key, ``version``, is not there.

    Args:
        path: the file.
        found: how many whole interactions the file still holds.
    """

    path: Location
    found: int

    def __str__(self) -> str:
        held = f"only {self.found} interactions are left" if self.found != 1 else "only 1 interaction is left"
        if not self.found:
            held = "no interaction is left"
        return (
            f"{self.path} was cut short: it does not end with its version key, and {held}. {RESTORE} "
            'If nothing is missing, add "version: 1" as the last line.'
        )


class NewerFormat(UnreadableCassette):
    """A cassette holds facts in a format that a later harness wrote.

    Args:
        path: the file.
        found: the format version in the file.
        supported: the newest format version that this harness reads.
    """

    path: Location
    found: int
    supported: int

    def __str__(self) -> str:
        return (
            f"{self.path} was written by a newer harness: its format is {self.found}, and this "
            f"harness reads up to format {self.supported}. Upgrade aws-contract-harness, or record it again."
        )


class LostBody(UnreadableCassette):
    """The side file of a large body is missing, or is not what was recorded.

    Args:
        path: the cassette.
        side_file: where the body should be.
        size: the body's size in bytes.
        found: the file's size in bytes; None if there is no such file.
    """

    path: Path
    side_file: Path
    size: int
    found: int | None

    def __str__(self) -> str:
        wrong = "is missing" if self.found is None else f"has {self.found} bytes in place of {self.size}"
        return f"{self.path} has a large body in {self.side_file}, which {wrong}. {RESTORE}"


class CassetteNotWritable(HarnessError):
    """A recording could not be put on disk.

    Args:
        path: the cassette that was to be written.
        reason: what the operating system said.
        kept: the journal that still holds the recording, if one does.
    """

    path: Path
    reason: str
    kept: Path | None = None

    def __str__(self) -> str:
        said = f"The cassette {self.path} could not be written: {self.reason.rstrip('.')}."
        if self.kept is None:
            return f"{said} Make it and its folder writable, or choose another with --cassette-dir."
        return (
            f"{said} What was recorded is kept in {self.kept}, and the next run puts it next to the cassette."
        )


class LinkLeadsOut(HarnessError):
    """A cassette was to be written that is a symbolic link to a file outside of its folder.

    A stranger's repository could so have any file of the user overwritten.

    Args:
        path: the link.
        target: the file that it leads to.
    """

    path: Path
    target: Path

    def __str__(self) -> str:
        return (
            f"{self.path} is a symbolic link to {self.target}, outside of its folder, and harness does not "
            "write there. Name that file itself, or put a file in the place of the link."
        )
