"""Where the cassette of a test is: names that survive parameters, classes and any alphabet.

The layout is pytest-recording's, ``cassettes/<test module>/<test>.yaml`` next to the test file, so that its
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
CASSETTE_ENDINGS = (".yaml", ".yml", ".json")


class BadCassetteName(HarnessError):
    """A marker names a cassette outside of the folder for cassettes.

    Args:
        name: the name as the marker has it.
    """

    name: str

    def __str__(self) -> str:
        return (
            f"The cassette name {self.name!r} is outside the cassette folder. Use a plain name or a path "
            "below the folder; set another folder with --cassette-dir."
        )


def file_name(test: str) -> str:
    """Return a file name, without an ending, for a test's name; distinct tests get distinct names.

    Args:
        test: the name as pytest has it, with class and parameters: ``TestOrders.test_get[eu/1]``.
    """
    name = unicodedata.normalize("NFC", test)
    safe = _FORBIDDEN.sub("-", name).rstrip(". ")
    encoded = safe.encode(errors="replace")  # a lone surrogate is no text that a file name can have
    if encoded == test.encode(errors="surrogatepass") and 0 < len(encoded) <= _LONGEST:
        return test
    digest = hashlib.sha256(test.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{encoded[:_LONGEST].decode(errors='ignore')}~{digest}"


def default_path(folder: Path, test: str) -> Path:
    """Return the path of a test's own cassette in a folder: of the one there is, else of a YAML one."""
    return _existing(folder, file_name(test)) or folder / f"{file_name(test)}.yaml"


def path_of_pytest_recording(folder: Path, test: str) -> Path | None:
    """Return the path of the cassette that pytest-recording made for a test, if it is there.

    Its names do not keep tests apart: the cassette may be another test's.
    """
    return _existing(folder, _FORBIDDEN_BY_PYTEST_RECORDING.sub("-", test))


def _existing(folder: Path, name: str) -> Path | None:
    try:
        return next(
            (path for path in (folder / f"{name}{end}" for end in CASSETTE_ENDINGS) if path.is_file()), None
        )
    except (OSError, UnicodeError):  # a name that the file system does not take
        return None


def named_path(folder: Path, name: str) -> Path:
    """Return the path of a cassette that a marker names, below a folder; YAML unless it has an ending.

    Raises:
        BadCassetteName: the name is empty, absolute, leads out of the folder, or is none for a file system.
    """
    pure = PurePath(name)
    if not name or "\0" in name or pure.is_absolute() or ".." in pure.parts:
        raise BadCassetteName(name)
    return folder / (name if pure.suffix.lower() in CASSETTE_ENDINGS else f"{name}.yaml")
