"""Read a cassette of any size, an interaction at a time, from a local file or another store."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from harness.cassette import json_format, yaml_format
from harness.cassette.errors import (
    CassetteNotFound,
    ForeignRecording,
    MalformedCassette,
    MergeConflict,
    NewerFormat,
    NoCassette,
    TruncatedCassette,
    UnreadableCassette,
)
from harness.cassette.foreign import HEAD, conflict_line, recorded_by_others, tool_of
from harness.cassette.location import is_url, open_url
from harness.cassette.model import FORMAT
from harness.cassette.syntax import NotWellFormed
from harness.cassette.vcr_layout import NotVcrLayout, parse_interaction, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from typing import BinaryIO

    from harness.cassette.location import Location
    from harness.cassette.model import Interaction
    from harness.cassette.syntax import Batch

Format = Literal["yaml", "json"]

VCRPY_VERSION = 1
"""The layout version of vcrpy 1 and later. It comes last in a YAML cassette of harness's or vcrpy's own."""

MAX_ITEM = 1 << 30
"""The largest interaction that is read, in bytes of text: 1 GiB. A file may hold any number of them."""

_READ: Mapping[Format, Callable[[BinaryIO], Generator[Batch, None, Any]]] = {
    "yaml": yaml_format.read,
    "json": json_format.read,
}


def cassette_format(path: str | os.PathLike[str]) -> Format:
    """The format of a cassette, by the ending of its name: JSON for ``.json``, YAML for anything else."""
    return "json" if os.fspath(path).lower().endswith(".json") else "yaml"


def read_interactions(
    path: Location, skip: int = 0, at: Callable[[int], object] = lambda position: None
) -> Iterator[Interaction]:
    """Read the interactions of a cassette in order; memory is bounded by the largest of them.

    Args:
        path: a local file, or a URL that fsspec opens; its ending tells the format.
        skip: how many of the first ones to pass over; they are parsed all the same.
        at: told now and then how many bytes of the file have been read.

    Raises:
        CassetteNotFound: there is no such file.
        MalformedCassette: the file is not well formed, is no cassette, or has a malformed interaction. What
            was before the fault has been yielded then.
        TruncatedCassette: the file ends early.
        NewerFormat: a later harness wrote it.
    """
    with open_cassette(path) as file:
        number = 0
        for batch in read_batches(path, file):
            at(file.tell())
            for index, raw in enumerate(batch.items):
                number += 1
                if number <= skip:
                    continue
                try:
                    yield parse_interaction(raw)
                except NotVcrLayout as error:
                    reason = f"in interaction {number}, {error}"
                    raise MalformedCassette(path, batch.line_of(index), reason) from None


class UpToFault:
    """The interactions that can be read before a fault.

    Args:
        interactions: from `read_interactions`.

    Attributes:
        fault: what ended them early, or None.
    """

    def __init__(self, interactions: Iterator[Interaction]) -> None:
        self.fault: UnreadableCassette | None = None
        self._interactions = interactions

    def __iter__(self) -> Iterator[Interaction]:
        return self

    def __next__(self) -> Interaction:
        try:
            return next(self._interactions)
        except UnreadableCassette as error:
            self.fault = error
            raise StopIteration from None


def open_cassette(path: Location) -> BinaryIO:
    """Open the file of a cassette, for reading.

    Raises:
        CassetteNotFound: there is no such file.
        MalformedCassette: it is no file, or cannot be opened.
    """
    try:
        if is_url(path):
            return open_url(path)
        status = os.stat(path)
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):  # reading might never end
            raise NoCassette(path, None, "it is a device or a pipe")
        return open(path, "rb")
    except (FileNotFoundError, NotADirectoryError):
        raise CassetteNotFound(path) from None
    except ValueError as error:  # a NUL in its name
        raise MalformedCassette(path, None, f"its name is none ({error})") from None
    except OSError as error:
        raise MalformedCassette(path, None, f"it cannot be read ({error.strerror or error})") from error


def read_batches(path: Location, file: BinaryIO) -> Generator[Batch, None, dict[str, Any]]:
    """Read the interactions of a cassette as mappings in vcrpy's layout, in order.

    Args:
        path: the cassette; its ending tells the format.
        file: its text, from the start.

    Yields:
        The mappings; only their format version is checked.

    Returns:
        The top-level keys that are neither interactions nor version.

    Raises:
        MalformedCassette: the file is not well formed, or is no cassette.
        TruncatedCassette: the file ends early.
        NewerFormat: a later harness wrote it.
    """
    measured = metered(file)
    batches = _READ[cassette_format(path)](measured)
    found = 0
    last: Any = None
    try:
        if _is_empty(file):
            raise TruncatedCassette(path, 0)
        while True:
            try:
                batch = next(batches)
            except StopIteration as end:
                if isinstance(end.value, dict) and _needs_no_version(path, file, last):
                    end.value.setdefault("version", VCRPY_VERSION)
                return _outline(path, end.value, found)
            measured.unused = 0
            for index, item in enumerate(batch.items):
                try:
                    check_item(path, found + index + 1, item)
                except NotVcrLayout as error:
                    raise MalformedCassette(path, batch.line_of(index), str(error)) from None
            found += len(batch.items)
            last = batch.items[-1] if batch.items else last
            yield batch
    except NotWellFormed as error:
        raise _fault(path, file, error) from None
    except OSError as error:
        raise MalformedCassette(path, None, f"it cannot be read ({error.strerror or error})") from error
    finally:
        batches.close()


def line_of_interaction(path: Path, index: int) -> int | None:
    """The line on which an interaction starts, counted from 0, read again for a message."""
    with open_cassette(path) as file, closing(read_batches(path, file)) as batches:
        for batch in batches:
            if index < len(batch.items):
                return batch.line_of(index)
            index -= len(batch.items)
    return None


def metered(file: BinaryIO) -> Any:
    """Return a file that is read on for one interaction no further than `MAX_ITEM`; then it is malformed.

    Its attribute ``unused``, how much was read since the last interaction, is the caller's to set.
    """
    return _Metered(file)


class _Metered:
    def __init__(self, file: BinaryIO) -> None:
        self.unused = 0
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int) -> bytes:
        found = self._file.read(size)
        self.unused += len(found)
        if self.unused > MAX_ITEM:
            raise NotWellFormed(None, f"one interaction has more than {MAX_ITEM} bytes")
        return found


def _is_empty(file: BinaryIO) -> bool:
    while (block := file.read(1 << 16)) and not block.strip():
        pass
    file.seek(0)
    return not block


_MAY_BE_CUT = ("body", "parsed_body", "headers")


def _needs_no_version(path: Location, file: BinaryIO, last: Any) -> bool:
    """Tell whether a file is whole though it has no version, which vcrpy itself does not miss.

    JSON that was cut short is no JSON. YAML may be well formed all the same. It is whole if its last line is
    and its last interaction goes on behind its body, as in vcrpy's order, in which ``status`` comes later.
    harness's own files always have a version.
    """
    if cassette_format(path) == "json":
        return last is not None
    match last:
        case {"request": dict(), "response": {"status": dict()} as response} if "harness" not in last:
            file.seek(-1, os.SEEK_END)
            *before, end = response
            has_body = "body" in before or "parsed_body" in before
            return has_body and end not in _MAY_BE_CUT and file.read(1) == b"\n"
    return False


def _outline(path: Location, outline: Any, found: int) -> dict[str, Any]:
    """Check what is next to the interactions; return what is neither harness's nor vcrpy's."""
    if (foreign := _foreign(outline)) is not None:
        raise ForeignRecording(path, *foreign)
    is_ours = isinstance(outline, dict) and (
        "interactions" in outline or outline.get("version") == VCRPY_VERSION
    )
    if not is_ours:
        raise NoCassette(path, 1, "its top level has no interactions")
    version = outline.get("version")
    if version is None:
        raise TruncatedCassette(path, found)
    if version != VCRPY_VERSION:
        raise MalformedCassette(
            path, None, f"its vcrpy version is {shown(version)}, and harness reads {VCRPY_VERSION}"
        )
    # One that its reader yielded is left empty.
    if outline.get("interactions") != []:
        raise MalformedCassette(path, 1, "its interactions are not a list")
    return {key: value for key, value in outline.items() if key not in ("version", "interactions")}


def _fault(path: Location, file: BinaryIO, error: NotWellFormed) -> UnreadableCassette:
    """Return what is wrong with a file that is not well formed.

    It may be another tool's (with Ruby's tags, or cut short), have git's marks, or be no cassette at all.
    """
    malformed = MalformedCassette(path, error.line, error.reason)
    try:
        file.seek(0)
        head = file.read(HEAD)
        if others := recorded_by_others(path, head):
            return others
        file.seek(0)
        if line := conflict_line(file):
            return MergeConflict(path, line, "it has a merge conflict")
    except OSError:
        return malformed
    if b"interactions" in head:
        return malformed
    return NoCassette(path, error.line, f"it has no interactions ({error.reason})")


def _foreign(outline: Any) -> tuple[str, str] | None:
    """Return the tool that wrote a recording, and the import that reads it; None for a cassette."""
    match outline:
        case {"http_interactions": _, "recorded_with": str(tool)}:
            return tool.split("/")[0], "vcr"
        case {"http_interactions": _}:
            return "VCR", "vcr"
        case [{"request": {"host": _}}, *_]:
            return "vcrpy before 1.0", "vcr"
        case [{"request": _, "response": _}, *_]:
            return "VCR 1", "vcr"
        case {"requests": [*_], "responses": [*_]}:
            return "langchain's tests", "vcr"
        case {"log": {"entries": _}}:
            return "a browser or a proxy (HAR)", "har"
        case {"status_code": _, "data": _}:
            return "placebo", "placebo"
    return None


def check_item(path: Location, number: int, item: Any) -> None:
    """Check the outline of one interaction: that it is a mapping, whose facts have a format that is known.

    Raises:
        NotVcrLayout: it is none, or the format is no version.
        NewerFormat: a later harness wrote it.
        ForeignRecording: another tool wrote it.
    """
    if not isinstance(item, dict):
        raise NotVcrLayout(f"interaction {number} is not a mapping but {type(item).__name__}")
    if "harness" not in item:
        if tool := tool_of(item):
            raise ForeignRecording(path, tool, "vcr")
        return
    facts = item["harness"]
    found = facts.get("format") if isinstance(facts, dict) else None
    if type(found) is not int or found < 1:
        raise NotVcrLayout(f"in interaction {number}, harness.format is not a version but {shown(found)}")
    if found > FORMAT:
        raise NewerFormat(path, found, FORMAT)
