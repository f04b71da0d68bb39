"""Where the cassette of a test is: names that survive parameters, classes and any alphabet.

The layout is pytest-recording's, ``cassettes/<test module>/<test>.yaml`` beside the test file, so that its
cassettes are found. What a file system does not take is replaced, and a hash keeps such names apart.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path, PurePath

from harness.errors import HarnessError

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_FORBIDDEN_BY_PYTEST_RECORDING = re.compile(r"[<>?%*:|\"'/\\]")
_LONGEST = 180  # bytes, of the 255 that most file systems take: room for endings, journals and the hash
_ENDINGS = (".yaml", ".yml", ".json")


class BadCassetteName(HarnessError):
    """A marker names a cassette outside of the folder for cassettes.

    Args:
        name: the name as the marker has it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return (
            f"The cassette name {self.name!r} leads out of the cassette folder. Use a plain name or a path "
            "below it, and --cassette-dir for another folder."
        )


def file_name(test: str) -> str:
    """Return a file name, without an ending, for a test's name; distinct tests get distinct names.

    Args:
        test: the name as pytest has it, with class and parameters: ``TestOrders.test_get[eu/1]``.
    """
    name = unicodedata.normalize("NFC", test)
    safe = _FORBIDDEN.sub("-", name).rstrip(". ")
    if safe == test and len(name.encode()) <= _LONGEST:
        return name
    digest = hashlib.sha256(test.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    short = safe.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
    return f"{short}~{digest}"


def plain_file_name(test: str) -> str:
    """Return the name that pytest-recording gives the same test, without an ending."""
    return _FORBIDDEN_BY_PYTEST_RECORDING.sub("-", test)


def default_path(folder: Path, test: str) -> Path:
    """Return the path of a test's own cassette in a folder, of the one there is if there is one."""
    names = dict.fromkeys((file_name(test), plain_file_name(test)))
    for name in names:
        for ending in _ENDINGS:
            path = folder / f"{name}{ending}"
            if len(path.name.encode()) <= 255 and path.is_file():
                return path
    return folder / f"{file_name(test)}.yaml"


def named_path(folder: Path, name: str) -> Path:
    """Return the path of a cassette that a marker names, below a folder; YAML unless it has an ending.

    Raises:
        BadCassetteName: the name is empty, absolute, or leads out of the folder.
    """
    pure = PurePath(name)
    if not name or pure.is_absolute() or ".." in pure.parts:
        raise BadCassetteName(name)
    return folder / (name if pure.suffix.lower() in _ENDINGS else f"{name}.yaml")
