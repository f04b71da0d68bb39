"""Load botocore's service models by name, and find operations in them.

The models are the ``service-2.json`` files that botocore ships (``botocore.loaders.Loader``); nothing
here creates a session or a client, so importing it costs little.
"""

from __future__ import annotations

import functools
import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import orjson
from botocore import xform_name
from botocore.exceptions import DataNotFoundError
from botocore.loaders import JSONFileLoader, Loader
from botocore.model import OperationModel, ServiceModel

from harness.errors import UnknownName, close_names


def botocore_version() -> str:
    """Return the version of the installed botocore, which dates every model in it."""
    return str(botocore.__version__)


def read_model_file(path: str | Path) -> bytes:
    """Return the text of a model's file, ``.json`` or ``.json.gz``.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        content = file.read()
    return gzip.decompress(content) if str(path).endswith(".gz") else content


class _Files(JSONFileLoader):  # type: ignore[misc]  # botocore is untyped
    """Reads the files that botocore reads, into plain dicts: all models in a third of the time."""

    def load_file(self, file_path: str) -> Any:
        """Return the content of a file that is named without its ending, or None."""
        paths = (file_path + ending for ending in (".json", ".json.gz"))
        path = next(filter(os.path.isfile, paths), None)
        return None if path is None else orjson.loads(read_model_file(path))


class OneService(Loader):  # type: ignore[misc]  # botocore is untyped
    """Loads the files of one service without listing all the others first.

    Args:
        service: the service's name.
        folder: a folder of models as botocore's ``data`` folder is one; where botocore looks when left out.
    """

    FILE_LOADER_CLASS = _Files

    def __init__(self, service: str, folder: Path | None = None) -> None:
        paths = [str(folder)] if folder else _data_paths()
        super().__init__(paths, include_default_search_paths=not folder)
        self._service = service

    def list_available_services(self, type_name: str) -> list[str]:
        """Return the service if a folder is called exactly so; file systems take other spellings too."""
        within = (os.path.join(path, self._service) for path in self.search_paths if self._is_in(path))
        return [self._service] if any(map(os.path.isdir, within)) else []

    def _is_in(self, folder: str) -> bool:
        return os.path.isdir(folder) and self._service in _names_in(folder, os.stat(folder).st_mtime_ns)


@functools.lru_cache
def _names_in(folder: str, changed: int) -> frozenset[str]:
    """Return the names in a folder, listed again when it has changed: there are hundreds of services."""
    return frozenset(os.listdir(folder))


def _data_paths() -> list[str]:
    """Return the folders of models that ``AWS_DATA_PATH`` names, as botocore reads it."""
    paths = os.environ.get("AWS_DATA_PATH", "").split(os.pathsep)
    return [os.path.expanduser(os.path.expandvars(path)) for path in paths if path]


@functools.cache
def _loader() -> Loader:
    return Loader(_data_paths(), file_loader=_Files())


@functools.cache
def service_names() -> tuple[str, ...]:
    """Return the name of every service of the installed botocore (boto3's client names), sorted."""
    return tuple(_loader().list_available_services("service-2"))


_OF_CLIENTS: dict[str, ServiceModel] = {}
"""Models of clients with operations that botocore's search path lacks, by service."""


def keep_model(operation: OperationModel) -> None:
    """Have a client's own model found from now on if botocore's search path lacks the operation.

    A client may have a private service or a preview operation from a folder that its own loader alone knows.
    """
    service = str(operation.service_model.service_name)
    try:
        find_operation(service, operation.name)
    except UnknownName:
        _OF_CLIENTS[service] = operation.service_model


@functools.cache
def load_service(service: str, api_version: str | None = None) -> ServiceModel:
    """Load one service's model.

    Args:
        service: botocore's service name, as in ``boto3.client(service)``.
        api_version: an API version such as ``"2013-11-01"``; the newest when left out.

    Raises:
        UnknownName: botocore has no such service, nor a client so far.
    """
    try:
        description = OneService(service).load_service_model(service, "service-2", api_version)
    except DataNotFoundError:
        if service in service_names():
            raise  # it is the API version that botocore does not have
        if service in _OF_CLIENTS:
            return _OF_CLIENTS[service]
        close = close_names(service.lower(), service_names())
        raise UnknownName("service", service, close, f"botocore {botocore_version()}") from None
    return ServiceModel(description, service_name=service)


@functools.cache
def _methods(service: str) -> dict[str, str]:
    return {xform_name(name): name for name in load_service(service).operation_names}


def method_name(operation_name: str) -> str:
    """Return the client method of an operation: ``"ListTrails"`` gives ``"list_trails"``."""
    return str(xform_name(operation_name))


@functools.cache
def find_operation(service: str, operation: str) -> OperationModel:
    """Find an operation by its API name or by its client method.

    Args:
        service: botocore's service name.
        operation: ``"ListInsightsData"`` or ``"list_insights_data"``.

    Raises:
        UnknownName: there is no such service, or no such operation in it.
    """
    model = load_service(service)
    if operation in model.operation_names:
        return model.operation_model(operation)
    methods = _methods(service)
    own = _OF_CLIENTS.get(service, model)
    if operation in own.operation_names:
        return own.operation_model(operation)
    if operation not in methods:
        # Names as somebody writes them: of the API, or of the client.
        known = list(methods) if operation.islower() else model.operation_names
        close = close_names(operation, known) or close_names(operation, [*model.operation_names, *methods])
        raise UnknownName("operation", operation, close, service)
    return model.operation_model(methods[operation])


def find_named(service: str, operation: str) -> OperationModel:
    """Find an operation that settings name together with its service, as suggestions then do too.

    Arguments and errors are those of `find_operation`.
    """
    try:
        return find_operation(service, operation)
    except UnknownName as error:
        if error.kind == "operation":
            error.suggestions = tuple(f"{service}.{name}" for name in error.suggestions)
        raise


class NoOperation(UnknownName):
    """A service was named where an operation is wanted."""

    def __str__(self) -> str:
        names = load_service(self.name).operation_names
        return (
            f"{self.name} is a service. Name one of its {len(names)} operations, such as "
            f"{self.name}.{names[0]}; harness schema {self.name} lists them."
        )


def parse_operation_name(text: str) -> tuple[str, str]:
    """Split ``"cloudtrail.ListInsightsData"`` into service and operation, as the command line writes it.

    Raises:
        NoOperation: the text is the name of a service.
        UnknownName: the text has no dot, so names no operation.
    """
    service, dot, operation = text.rpartition(".")
    if not dot or not service or not operation:
        if text.rstrip(".") in service_names():
            raise NoOperation("operation", text.rstrip("."))
        # The forms of IAM policies and of the aws command line.
        service, _, operation = text.replace("/", ":").replace(" ", ":").partition(":")
        meant = (f"{service}.{operation.replace('-', '_')}",) if service and operation else ()
        raise UnknownName("operation", text, meant, "the form service.Operation")
    return service, operation


def operations(service: str | None = None) -> Iterator[OperationModel]:
    """Yield every operation of one service, or of all services in the order of their names."""
    for name in (service,) if service is not None else service_names():
        model = load_service(name)
        for operation in model.operation_names:
            yield model.operation_model(operation)
