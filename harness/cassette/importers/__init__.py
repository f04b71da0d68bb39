"""Other tools' recordings, read as interactions; one module for each tool's format."""

from __future__ import annotations

from harness.cassette.importers.har import load_har
from harness.cassette.importers.imported import CannotImport, Imported, NotCassette, Note
from harness.cassette.importers.placebo import load_placebo, placebo_folders
from harness.cassette.importers.vcr import load_vcr

__all__ = [
    "CannotImport",
    "Imported",
    "NotCassette",
    "Note",
    "load_har",
    "load_placebo",
    "load_vcr",
    "placebo_folders",
]
