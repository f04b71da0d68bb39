"""Entries of one page that come again on another one: a list has each thing once, however it is cut."""

from __future__ import annotations

import json

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.contract.values import leaves_of
from harness.contract.wording import show
from harness.fuzz.laws.answers.duplicates import same_things
from harness.fuzz.laws.page_walks import Walk
from harness.models.resources import parse_name


def repeated_entry(operation: OperationModel, found: Walk) -> str:
    """Word that a page has an entry for what an earlier page has one for; ``""`` where none does.

    Args:
        operation: the operation, which lists things.
        found: the pages.
    """
    path = next(iter(found.pagination.results), "")
    shape = shape_at(operation.output_shape, f"{path}[]") if path else None
    if shape is None or not found.answered or found.looped or parse_name(operation.name).role != "list":
        return ""
    pages = [number for number, page in enumerate(found.pages, 1) for _ in page]
    entries = [json.loads(entry) for entry in found.entries]
    asked = {leaf for leaf in leaves_of(found.exchanges[0].params) if isinstance(leaf, str)}
    for first, second, member in same_things(operation, shape, path.rpartition(".")[2], entries, asked):
        if pages[first] != pages[second]:
            alike = f"has the {member} of one there" if member else "is there as well"
            return (
                f"Page {pages[second]} must have no entry of page {pages[first]}, but one {alike}: "
                f"{show(entries[second])}."
            )
    return ""
