"""Recordings of other tools, told by how their files start and are called."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from harness.cassette.errors import ForeignRecording, MalformedCassette, UnreadableCassette

if TYPE_CHECKING:
    from harness.cassette.location import Location

HEAD = 4096
"""How many bytes of a file are looked at."""

_PLACEBO_NAME = re.compile(r".+\.\w+_\d{1,9}\.json")
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
    if _VCR.search(head):
        tool = _RECORDED_WITH.search(head)
        return ForeignRecording(location, tool[1].decode() if tool else "VCR", "vcr")
    if _VCR_1 in head:
        return MalformedCassette(
            location, None, "Ruby's VCR wrote it before version 2, which harness can't read"
        )
    if _PLACEBO.match(head) and _PLACEBO_NAME.fullmatch(name):
        return ForeignRecording(location, "placebo", "placebo")
    if _HAR.match(head) and b'"version"' in head:
        return ForeignRecording(location, "a browser or a proxy (HAR)", "har")
    return None
