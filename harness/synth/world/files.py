"""Worlds as files: JSON, with a version; what cannot be read is told for a person."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, fields
from os import PathLike
from pathlib import Path
from typing import Any

import orjson

from harness.errors import HarnessError
from harness.synth.world.records import Record

VERSION = 1
"""The version of the files that are written."""

_KEY = "harness-world"


class BadWorldFile(HarnessError):
    """A file that holds no world that can be read.

    Args:
        path: the file.
        reason: why it cannot be read.
        next_step: what to do.
    """

    def __init__(self, path: str, reason: str, next_step: str) -> None:
        super().__init__(path, reason, next_step)
        self.path = path
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.path} is no world that can be read: {self.reason}. {self.next_step}"


def save_records(path: str | PathLike[str], records: Iterable[Record], serial: int) -> None:
    """Write records, and the last number that one was given, to a file; only a whole one replaces another.

    Raises:
        OSError: the file cannot be written.
    """
    target = Path(path)
    written = orjson.dumps(
        {_KEY: VERSION, "serial": serial, "resources": [asdict(record) for record in records]},
        option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
    )
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(written)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load_records(path: str | PathLike[str]) -> tuple[list[Record], int]:
    """Read the records in a file, and the last number that one was given.

    Raises:
        BadWorldFile: it is damaged, of a newer version, or not of a world.
        OSError: it cannot be read.
    """
    shown = str(path)
    advice = "Save the world again, or delete the file to begin with an empty one."
    try:
        content = orjson.loads(Path(path).read_bytes())
    except ValueError as error:
        raise BadWorldFile(shown, f"it is not JSON ({error})", advice) from None
    if not isinstance(content, dict) or not isinstance(content.get(_KEY), int):
        raise BadWorldFile(shown, f"it has no {_KEY!r} with a version", advice)
    if content[_KEY] > VERSION:
        reason = f"it is of version {content[_KEY]}, and this harness reads up to {VERSION}"
        raise BadWorldFile(shown, reason, "Upgrade aws-contract-harness.")
    resources = content.get("resources")
    if not isinstance(resources, list):
        raise BadWorldFile(shown, "its 'resources' is no list", advice)
    serial = content.get("serial", 0)
    if not isinstance(serial, int) or isinstance(serial, bool):
        raise BadWorldFile(shown, "its 'serial' is no number", advice)
    return [_record(shown, number, each, advice) for number, each in enumerate(resources)], serial


_MAPS = ("names", "scope", "members", "parts", "tags")


def _record(path: str, number: int, written: Any, advice: str) -> Record:
    where = f"resource {number}"
    known = {each.name for each in fields(Record)}
    if (
        not isinstance(written, dict)
        or not written.keys() <= known
        or not {"place", "noun", "name"} <= written.keys()
    ):
        raise BadWorldFile(path, f"{where} has not the members of one", advice)
    place, noun = written["place"], written["noun"]
    if not _is_texts(place) or len(place) != 3 or not _is_texts(noun) or not isinstance(written["name"], str):
        raise BadWorldFile(path, f"the place, type or name of {where} is no text", advice)
    if not noun:
        raise BadWorldFile(path, f"{where} has no type", advice)
    if not isinstance(written.get("is_whole", True), bool):
        raise BadWorldFile(path, f"'is_whole' of {where} is neither true nor false", advice)
    for name in _MAPS:
        if not isinstance(written.get(name, {}), dict):
            raise BadWorldFile(path, f"{name!r} of {where} is no object", advice)
    for name in ("names", "scope", "tags"):
        if not _is_texts(list(written.get(name, {}).values())):
            raise BadWorldFile(path, f"{name!r} of {where} holds other things than texts", advice)
    parts = written.get("parts", {})
    if not all(_is_texts(each) for each in parts.values()):
        raise BadWorldFile(path, f"'parts' of {where} holds other things than lists of names", advice)
    return Record(
        place=(place[0], place[1], place[2]),
        noun=tuple(noun),
        name=written["name"],
        names=written.get("names", {}),
        scope=written.get("scope", {}),
        members=written.get("members", {}),
        parts={name: tuple(each) for name, each in parts.items()},
        tags=written.get("tags", {}),
        is_whole=written.get("is_whole", True),
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
