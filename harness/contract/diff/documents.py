"""The documents that can be compared: a release of botocore, a page, a folder of schemas, or a lock."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from botocore.model import (
    InvalidShapeError,
    InvalidShapeReferenceError,
    NoShapeFoundError,
    UndefinedModelAttributeError,
)

from harness.contract.diff.change import Change
from harness.contract.diff.compare import diff_contracts
from harness.contract.diff.endpoints import EndpointRules
from harness.contract.diff.service import Aspect, Select, ServiceContract
from harness.errors import HarnessError
from harness.models.reach import reached_shapes
from harness.models.release import Release, installed_release, release_in, release_in_wheel

_PAGES = (".rst", ".txt", ".html", ".htm")
_VERSION = re.compile(r"(?:botocore==)?(\d+\.\d+\.\d+\w*)")
_SCHEMA = re.compile(r"(?P<service>[^.]+)\.(?P<operation>[^.]+)\.(?P<part>\w+)\.json")
# What pages cannot express (`harness.models.pages`).
_PAGE: frozenset[Aspect] = frozenset(get_args(Aspect)) - {"request-required"}


class UnreadableDocument(HarnessError):
    """What was to be compared is no document of an API, or cannot be read.

    Args:
        name: what was named.
        reason: what is wrong with it, a clause.
        next_step: what to do, a whole sentence.
    """

    name: str
    reason: str
    next_step: str

    def __str__(self) -> str:
        return f"{self.name} cannot be compared: {self.reason}. {self.next_step}"


_KINDS = (
    "Name a version of botocore, a wheel of it, a folder with its models, a folder of schemas, a lock or a "
    "documentation page."
)


@dataclass(frozen=True)
class Document:
    """A document of the contracts of one service or many.

    Attributes:
        name: what it is called in messages.
        services: botocore's names of the services in it, sorted.
        load: reads the contract of one of them.
        content: returns all that it says of a service, to tell quickly that two documents say the same; None
            where it cannot tell.
        whole: whether it has every service, so that others were removed.
    """

    name: str
    services: tuple[str, ...]
    load: Callable[[str], ServiceContract]
    content: Callable[[str], bytes] | None = None
    whole: bool = False


def diff_documents(
    old: Document,
    new: Document,
    select: Callable[[str], Select | None] = lambda service: lambda operation: True,
    progress: Callable[[list[str]], Iterable[str]] = iter,
) -> Iterator[Change]:
    """Yield what changed from one document to another, service by service.

    Args:
        old: the older document.
        new: the newer document.
        select: tells of a service which of its operations are compared; None for none.
        progress: wraps the names of the services while they are gone through.
    """
    names = set(old.services) | set(new.services)
    if old.whole != new.whole:
        names = set(new.services if old.whole else old.services)
    for name in progress(sorted(names)):
        operations = select(name)
        if operations is None:
            continue
        if name not in new.services:
            yield Change("service-removed", name, "was removed")
        elif name not in old.services:
            yield Change("service-added", name, "was added")
        elif not _same(old, new, name):
            yield from diff_contracts(old.load(name), new.load(name), operations)


def _same(old: Document, new: Document, service: str) -> bool:
    if old.content is None or new.content is None:
        return False
    with suppress(*_UNREADABLE):  # loading it then says what is wrong
        return old.content(service) == new.content(service)
    return False


def open_document(name: str, find_links: Iterable[Path] = ()) -> Document:
    """Find a document by the name that a user gave it.

    Args:
        name: a version of botocore (``1.40.0``, the installed one or one whose wheel is found), the word
            ``installed``, or the path of a wheel, of a folder with botocore's models, of a folder that
            ``harness schema --out`` wrote, of a lock, or of a documentation page.
        find_links: folders in which wheels are looked for, besides the current one.

    Raises:
        UnreadableDocument: there is no such document, or it cannot be read.
        harness.models.pages.PageError: it is a page that documents no operation.
    """
    path = Path(name)
    version = _VERSION.fullmatch(name)
    try:
        if name == "installed":
            return installed()
        if version and not path.exists():
            return _of_release(_find_release(version[1], (Path(), *find_links)))
        if path.is_dir():
            return _open_folder(path)
        if not path.exists():
            raise UnreadableDocument(name, "there is no such file or folder", _KINDS)
        if path.suffix in (".whl", ".zip"):
            return _open_wheel(path)
        return _open_page(path) if path.suffix.lower() in _PAGES else open_lock(path)
    except OSError as error:
        raise UnreadableDocument(name, error.strerror or str(error), _KINDS) from error


_UNREADABLE = (OSError, EOFError, zlib.error)
"""What a file that is not whole raises."""
_BROKEN = (
    *_UNREADABLE,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    InvalidShapeError,
    InvalidShapeReferenceError,
    NoShapeFoundError,
    UndefinedModelAttributeError,
)
"""What botocore's classes, and ours, raise where a description lacks a part."""


def _load(name: str, what: str, next_step: str, make: Callable[[], ServiceContract]) -> ServiceContract:
    """Make a complete contract: nothing in it is computed later, during a comparison.

    Raises:
        UnreadableDocument: something is missing.
    """
    try:
        contract = make()
        model = contract.model
        operations = [model.operation_model(operation) for operation in model.operation_names]
        ends = [end for o in operations for end in (o.input_shape, o.output_shape, *o.error_shapes) if end]
        reached_shapes(model, [end.name for end in ends])
        _ = (
            model.api_version,
            model.resolved_protocol,
            [o.http["requestUri"] + o.http["method"] for o in operations],
        )
    except _BROKEN as error:
        raise UnreadableDocument(name, f"{what} is broken ({error!r})", next_step) from error
    return contract


def _of_release(release: Release) -> Document:
    def load(service: str) -> ServiceContract:
        def make() -> ServiceContract:
            model, rules = release.load(service), release.endpoint_rules(service)
            return ServiceContract(
                model,
                release.paginators(service),
                waiters=release.waiters(service),
                endpoints=EndpointRules(rules, model.signing_name) if rules else None,
            )

        return _load(release.name, f"its model of {service}", "Install or unpack it again.", make)

    return Document(release.name, release.services, load, release.content, whole=True)


def installed() -> Document:
    """Return the installed botocore as a document."""
    return _of_release(installed_release())


def _find_release(version: str, folders: Iterable[Path]) -> Release:
    release = installed_release()
    if release.name == f"botocore {version}":
        return release
    for folder in folders:
        for wheel in sorted(folder.glob(f"botocore-{version}-*.whl")):
            found = release_in_wheel(wheel)
            if found is not None:
                return found
    raise UnreadableDocument(
        f"botocore {version}",
        f"it is not installed ({release.name} is), and no wheel of it is here",
        f"Get one with pip download botocore=={version} --no-deps, and name its folder with --find-links.",
    )


def _open_wheel(path: Path) -> Document:
    try:
        release = release_in_wheel(path)
    except (zipfile.BadZipFile, EOFError, zlib.error):
        release = None
    if release is None:
        raise UnreadableDocument(str(path), "it is no wheel of botocore", _KINDS)
    return _of_release(release)


def _open_folder(folder: Path) -> Document:
    release = release_in(folder)
    if release is not None:
        return _of_release(release)
    files = [(found, path) for path in sorted(folder.iterdir()) if (found := _SCHEMA.fullmatch(path.name))]
    if not files:
        raise UnreadableDocument(str(folder), "it holds neither models nor schemas", _KINDS)
    services: dict[str, dict[str, dict[str, Any]]] = {}
    for found, path in files:
        operations = services.setdefault(found["service"], {})
        operations.setdefault(found["operation"], {})[found["part"]] = _read_schema(path)
    return Document(
        str(folder), tuple(services), lambda service: _of_schemas(folder, service, services[service])
    )


def _of_schemas(folder: Path, service: str, operations: dict[str, dict[str, Any]]) -> ServiceContract:
    from harness.contract.diff.schemas import contract_from_schemas

    what = f"its set of schemas of {service}"
    next_step = "Write them again with harness schema --out."
    return _load(str(folder), what, next_step, lambda: contract_from_schemas(service, operations))


def _read_schema(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UnreadableDocument(str(path), f"it is no schema: {error}", _KINDS) from error
    except OSError as error:
        raise UnreadableDocument(str(path), error.strerror or str(error), _KINDS) from error


def _open_page(path: Path) -> Document:
    from harness.models.pages import load_page

    page = load_page(path)
    unmarked: frozenset[Aspect] = frozenset(("request-required",) if "Parameters" in page.elided else ())
    contract = ServiceContract(page.service_model, silent=_PAGE | unmarked, whole=False)
    return Document(page.name, (page.service,), lambda service: contract)


def open_lock(path: Path) -> Document:
    """Read a lock.

    Raises:
        UnreadableDocument: the file is no lock, one of another version of harness, or cannot be read.
    """
    from harness.contract.diff.lock import FORMAT, NotALock, contract_from_lock, parse_lock

    try:
        lock = parse_lock(path.read_text(encoding="utf-8"))
    except (NotALock, UnicodeDecodeError) as error:
        raise UnreadableDocument(str(path), f"it is no lock: {error}", _KINDS) from error
    except OSError as error:
        raise UnreadableDocument(str(path), error.strerror or str(error), _KINDS) from error
    parts = [lock.get(part) for part in ("operations", "services")] if isinstance(lock, dict) else []
    if not parts or not all(isinstance(part, dict) for part in parts):
        raise UnreadableDocument(str(path), "it is no lock", _KINDS)
    if lock.get("format") not in range(1, FORMAT + 1):
        reason = f"its format is {lock.get('format')}, and this harness reads 1 to {FORMAT}"
        raise UnreadableDocument(str(path), reason, "Write it again with harness lock.")

    def load(service: str) -> ServiceContract:
        next_step = "Write it again with harness lock."
        return _load(
            str(path), f"its part on {service}", next_step, lambda: contract_from_lock(lock, service)
        )

    return Document(f"{path} (botocore {lock.get('botocore')})", tuple(lock["services"]), load)
