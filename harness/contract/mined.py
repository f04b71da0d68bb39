"""The rules of an operation, mined once and kept on disk between processes.

Mining reads every sentence of an operation's documentation, which takes longer than all else that a contract
needs. What it found is kept in the user's cache folder, under a digest of what it was found in: the service's
model, botocore's version and the code of this package. Files there may be deleted at any time; what cannot be
read is mined anew, and where nothing can be written nothing is kept. Only the last few versions of code have
a folder.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

import orjson
from botocore.model import OperationModel, ServiceModel

from harness.contract.rules import Rule, rule_from_json
from harness.models import botocore_version

CACHE_VARIABLE = "HARNESS_CACHE_DIR"
_VERSIONS = 4
_MODELS: weakref.WeakKeyDictionary[ServiceModel, str] = weakref.WeakKeyDictionary()
"""The digest of each model, which is made once: a large one has megabytes."""


def documented_rules(operation: OperationModel) -> tuple[Rule, ...]:
    """Return the rules that the documentation of an operation, its parameters and its results states.

    Args:
        operation: botocore's model of it, installed or read from a page.
    """
    folder = cache_folder()
    if folder is None:
        return _mine(operation)
    # No Path before there is something to write: it takes as long as reading does.
    kept = os.path.join(folder, "rules", _digest_of_code(), f"{_digest(operation)}.json")
    try:
        with open(kept, "rb") as file:
            return tuple(rule_from_json(written) for written in orjson.loads(file.read()))
    except (OSError, ValueError, LookupError, TypeError):
        rules = _mine(operation)
        _keep(Path(kept), orjson.dumps([rule.to_json() for rule in rules]))
        return rules


def cache_folder() -> Path | None:
    """Return the folder of what harness keeps between processes.

    It is what `HARNESS_CACHE_DIR` names, or harness's own below the user's cache folder (by the XDG base
    directories; platformdirs takes too long to import for a cache). None, and nothing is kept, where the
    variable is empty.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    users = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(users or "~/.cache").expanduser() / "aws-contract-harness"


def _mine(operation: OperationModel) -> tuple[Rule, ...]:
    from harness.contract.prose import mine_operation, mine_response  # compiles hundreds of patterns

    return mine_operation(operation) + mine_response(operation)


def _digest(operation: OperationModel) -> str:
    """Digest the model that the operation is read from, and its name."""
    service = operation.service_model
    if service not in _MODELS:
        description = orjson.dumps([service.service_name, service._service_description])
        _MODELS[service] = _hex(description)
    return _hex(f"{_MODELS[service]} {operation.name}".encode())


@functools.cache
def _digest_of_code() -> str:
    """Digest botocore's version and the state of this package's files, by size and time of change."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    states = [(str(file), (state := file.stat()).st_size, state.st_mtime_ns) for file in files]
    return _hex(repr((botocore_version(), states)).encode())


def _hex(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write a file as a whole: who reads it meanwhile, or writes it too, never sees a part."""
    with suppress(OSError):
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _drop_old(path.parent)
        descriptor, written = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(written, path)


def _drop_old(new: Path) -> None:
    """Remove the folders of code that was not run for longest, never the new one: clocks are coarse."""
    by_age = sorted(new.parent.iterdir(), key=lambda kept: (kept == new, kept.stat().st_mtime))
    for old in by_age[:-_VERSIONS]:
        shutil.rmtree(old, ignore_errors=True)
