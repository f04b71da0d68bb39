"""The file of a report: one page that needs no other file, with its data compressed inside.

The page is built from ``frontend/`` (`make report-assets`) and committed. Its data stands in script elements
that a browser does not run: blocks of exchanges, each read when it is looked at, their summaries, read when
exchanges are listed, and the index, which is read first. Each is JSON, deflated, in base64, so that nothing
of a recording is ever markup.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, BinaryIO

FORMAT = 1
"""The version of the index; a page is read back by a harness of the same format or a later one."""

PER_BLOCK = 64
"""How many exchanges a block holds."""

GENERATOR = b'<meta name="generator" content="harness report">'
"""The mark of a report, which other files don't have."""

_DATA = b"<!-- data -->"
_INDEX = re.compile(rb'<script type="application/x-harness-index">([A-Za-z0-9+/=]*)</script>')
_MOST_BYTES = 1 << 29


class NotReport(ValueError):
    """A file is no report that can be read; its argument says why."""


class PageWriter:
    """Writes a page while its exchanges come, so that they are never all in memory.

    Args:
        file: where to; nothing but the page may be in it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._block: list[Any] = []
        template = files("harness.report.html").joinpath("template.html").read_bytes()
        head, _, self._tail = template.partition(_DATA)
        file.write(head)

    def add(self, exchange: Mapping[str, Any]) -> None:
        """Add the detail of one exchange."""
        self._block.append(exchange)
        if len(self._block) == PER_BLOCK:
            self._flush()

    def finish(self, index: Mapping[str, Any], summaries: Sequence[Sequence[str]] = ()) -> None:
        """Add the index, and end the page.

        Args:
            index: what the page reads first.
            summaries: of each exchange its parameters and its answer in a line, read where they are listed.
        """
        if self._block:
            self._flush()
        self._write(b"summaries", summaries)
        self._write(b"index", {"format": FORMAT, "per_block": PER_BLOCK, **index})
        self._file.write(self._tail)

    def _flush(self) -> None:
        self._write(b"block", self._block)
        self._block.clear()

    def _write(self, kind: bytes, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        data = base64.b64encode(zlib.compress(text))
        self._file.write(b'<script type="application/x-harness-%s">%s</script>\n' % (kind, data))


def read_index(page: bytes) -> dict[str, Any]:
    """Read the index of a page back.

    Raises:
        NotReport: it is none, or was made by a later harness.
    """
    found = _INDEX.search(page) if GENERATOR in page else None
    if found is None:
        raise NotReport("it is no page of harness report")
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(base64.b64decode(found[1], validate=True), _MOST_BYTES)
        index = json.loads(text)
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise NotReport("its data cannot be read; it may be cut short") from None
    if not isinstance(index, dict) or type(index.get("format")) is not int:
        raise NotReport("its data cannot be read")
    if index["format"] > FORMAT:
        raise NotReport(f"a later harness made it (format {index['format']}, this one reads {FORMAT})")
    return index
