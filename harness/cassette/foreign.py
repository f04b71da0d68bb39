"""Recordings of other tools, told by how their files start and are called."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from harness.cassette.errors import ForeignRecording, MalformedCassette, UnreadableCassette

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.cassette.location import Location

HEAD = 4096
"""How many bytes of a file are looked at."""

PLACEBO_NAME = re.compile(
    r"(?P<stem>.+)\.(?P<operation>[A-Za-z]\w*?)"
    r"(?:_(?P<number>\d{1,9})|[._-](?=\d*[a-f])[0-9a-f]{6,64}(?:_(?P<count>\d{1,9}))?)"
    r"\.(?P<form>json|pickle)"
)
"""How placebo names a file; some forks have a digest of the parameters before or for the number."""

GZIP = b"\x1f\x8b"
_PLACEBO = re.compile(rb'\s*\{\s*"(?:status_code|data)"\s*:')
_HAR = re.compile(rb'\s*\{\s*"log"\s*:\s*\{')
_VCR = re.compile(rb'^(?:- )?http_interactions:|"http_interactions"', re.MULTILINE)
_RECORDED_WITH = re.compile(rb'"?recorded_with"?: *"?([A-Za-z]+)')
_VCR_1 = b"!ruby/struct:VCR::"


def recorded_by_others(location: Location, head: bytes) -> UnreadableCassette | None:
    """Return which tool's recording a file is, as what is wrong with it as a cassette; None for another file.

    Args:
        location: where the file is.
        head: its first `HEAD` bytes.
    """
    name = os.fspath(location)
    if head.startswith(GZIP) and name.lower().endswith((".yaml.gz", ".yml.gz", ".json.gz")):
        return ForeignRecording(location, "a tool that compresses its files", "vcr")
    if _VCR.search(head):
        tool = _RECORDED_WITH.search(head)
        return ForeignRecording(location, tool[1].decode() if tool else "VCR", "vcr")
    if _VCR_1 in head:
        return MalformedCassette(
            location, None, "Ruby's VCR wrote it before version 2, which harness can't read"
        )
    if _PLACEBO.match(head) and PLACEBO_NAME.fullmatch(name):
        return ForeignRecording(location, "placebo", "placebo")
    if _HAR.match(head) and b'"version"' in head:
        return ForeignRecording(location, "a browser or a proxy (HAR)", "har")
    return None


def tool_of(item: Any) -> str | None:
    """Return the tool whose interactions are like one of a list ``interactions``; None for vcrpy's own."""
    match item:
        case {"request": {"url": _, "method": _}, "response": {"code": int()}}:
            return "go-vcr"
        case {"response": {"status": int()}}:
            return "cassetter"
    return None


def conflict_line(lines: Iterable[bytes]) -> int | None:
    """Return the line, from 1, of the first mark that git leaves in a file with a merge conflict, or None."""
    return next((number for number, line in enumerate(lines, 1) if line.startswith(b"<<<<<<< ")), None)
