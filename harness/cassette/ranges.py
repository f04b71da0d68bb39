"""Cut the file of a cassette into pieces that can be read apart, and read them.

A piece is a range of the file that holds whole interactions, cut where one seems to begin. All that is in no
range, the outline with some interactions in it, is a piece too, which comes last. That a range starts where
an interaction does follows from the range before it being read without a fault: so where each piece is read,
all cuts were right, and what was read is what reading in one go gives.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from harness.cassette import json_format, yaml_format
from harness.cassette.errors import MalformedCassette
from harness.cassette.reading import (
    Format,
    cassette_format,
    check_item,
    metered,
    open_cassette,
    read_batches,
    read_interactions,
)
from harness.cassette.syntax import NotWellFormed, Seam
from harness.cassette.vcr_layout import NotVcrLayout, parse_interaction
from harness.errors import HarnessError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from harness.cassette.location import Location
    from harness.cassette.model import Interaction

STEP = 4 << 20
"""The size of a range in bytes."""

_BLOCK = 1 << 16
_SEAMS: Mapping[Format, Callable[[BinaryIO], Seam | None]] = {
    "yaml": yaml_format.find_seam,
    "json": json_format.find_seam,
}
_PARSE_ITEMS: Mapping[Format, Callable[[bytes], Any]] = {
    "yaml": yaml_format.parse,
    "json": json_format.parse_items,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cassette's file.

    Attributes:
        cassette: where the file is.
        start: where the range starts; of the outline, where what is left out of it starts.
        stop: where it ends.
        is_last: whether it is the outline, which is the whole file where nothing is left out.
    """

    cassette: Location
    start: int
    stop: int
    is_last: bool


def pieces_of(cassette: Location) -> Iterator[Piece]:
    """Yield the pieces of a cassette: ranges of `STEP` bytes, if it is larger than that, then its outline."""
    first, stop = 0, 0
    # What cannot be opened, or has no list of interactions, is one piece: reading it tells why.
    with suppress(HarnessError, OSError, NotWellFormed), open_cassette(cassette) as file:
        if file.seek(0, os.SEEK_END) > STEP:
            file.seek(0)
            seam = _SEAMS[cassette_format(cassette)](metered(file))
            if seam is not None:
                first = stop = start = seam.start
                while (found := _find(file, seam.separator, start + STEP)) is not None:
                    stop = found + seam.stop
                    yield Piece(cassette, start, stop, is_last=False)
                    start = stop = found + seam.start_of_next
    yield Piece(cassette, first, stop, is_last=True)


def _find(file: BinaryIO, separator: bytes, start: int) -> int | None:
    file.seek(start)
    seen = b""
    while block := file.read(_BLOCK):
        seen += block
        found = seen.find(separator)
        if found >= 0:
            return start + found
        start += max(0, len(seen) - len(separator))
        seen = seen[-len(separator) :]
    return None


def read_piece(piece: Piece) -> Iterator[Interaction]:
    """Read the interactions of a piece.

    Raises:
        HarnessError: it cannot be read, as it is or at all; the whole file tells why.
    """
    if piece.is_last and piece.start == piece.stop:
        yield from read_interactions(piece.cassette)
        return
    with open_cassette(piece.cassette) as file:
        try:
            yield from map(parse_interaction, _items(piece, file))
        except (NotWellFormed, NotVcrLayout) as error:
            raise MalformedCassette(piece.cassette, None, str(error)) from None


def _items(piece: Piece, file: BinaryIO) -> Iterator[Any]:
    if piece.is_last:
        outline = file.read(piece.start)
        file.seek(piece.stop)
        for batch in read_batches(piece.cassette, BytesIO(outline + file.read())):
            yield from batch.items
        return
    file.seek(piece.start)
    items = _PARSE_ITEMS[cassette_format(piece.cassette)](file.read(piece.stop - piece.start))
    for number, item in enumerate(items if isinstance(items, list) else [items], 1):
        check_item(piece.cassette, number, item)
        yield item
