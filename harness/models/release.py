"""The models of any release of botocore: the installed one, one unpacked on disk, or a wheel.

botocore's own loader reads them (``botocore.loaders.Loader``), each time a fresh one, so that the models of
hundreds of services are not kept.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader
from botocore.model import ServiceModel

from harness.models.loader import OneService, botocore_version, read_model_file, service_names

_FILES = ("service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1")


@dataclass(frozen=True)
class Release:
    """A folder of models as botocore's ``data`` folder is one: ``<service>/<API version>/service-2.json``.

    Attributes:
        name: what it is called in messages, such as ``"botocore 1.40.0"``.
        folder: the folder; None for all that botocore looks in, ``AWS_DATA_PATH`` included.
    """

    name: str
    folder: Path | None
    # A wheel's models are unpacked into a folder that goes with the last use of it.
    _unpacked: tempfile.TemporaryDirectory[str] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The names of the services, sorted."""
        if self.folder is None:
            return service_names()
        return tuple(
            Loader([str(self.folder)], include_default_search_paths=False).list_available_services(
                "service-2"
            )
        )

    def content(self, service: str) -> bytes:
        """Return what the files of a service's newest API version hold, to tell whether they are the same."""
        loader = self._loader(service)
        version = loader.determine_latest_version(service, "service-2")
        folders = (Path(path, service, version) for path in loader.search_paths)
        files = sorted(next(folder for folder in folders if folder.is_dir()).iterdir())
        return b"".join(read_model_file(file) for file in files if file.name.startswith(_FILES))

    def load(self, service: str) -> ServiceModel:
        """Load the model of a service."""
        description = self._loader(service).load_service_model(service, "service-2")
        return ServiceModel(description, service_name=service)

    def paginators(self, service: str) -> Mapping[str, Mapping[str, Any]]:
        """Load the paginators of a service, by operation."""
        paginators: Mapping[str, Mapping[str, Any]] = self._written(service, "paginators-1").get(
            "pagination", {}
        )
        return paginators

    def waiters(self, service: str) -> Mapping[str, Mapping[str, Any]]:
        """Load the waiters of a service, by name."""
        waiters: Mapping[str, Mapping[str, Any]] = self._written(service, "waiters-2").get("waiters", {})
        return waiters

    def endpoint_rules(self, service: str) -> Mapping[str, Any]:
        """Load the endpoint rules of a service; empty where it has none."""
        return self._written(service, "endpoint-rule-set-1")

    def _written(self, service: str, kind: str) -> Mapping[str, Any]:
        try:
            written: Mapping[str, Any] = self._loader(service).load_service_model(service, kind)
        except DataNotFoundError:
            return {}
        return written

    def _loader(self, service: str) -> OneService:
        return OneService(service, self.folder)


def installed_release() -> Release:
    """Return the release that is installed."""
    return Release(f"botocore {botocore_version()}", None)


def release_in(folder: Path) -> Release | None:
    """Find the models in a folder: botocore's ``data``, the package, or where it is installed or unpacked."""
    for inside in (".", "data", "botocore/data"):
        data = folder / inside
        if next(data.glob("*/*/service-2.json*"), None) is not None:
            return Release(str(folder), data)
    return None


def release_in_wheel(path: Path) -> Release | None:
    """Unpack the models of a wheel of botocore; None where it has none.

    Raises:
        zipfile.BadZipFile: the file is no wheel.
        OSError: it cannot be read.
    """
    unpacked = tempfile.TemporaryDirectory(prefix="harness-")
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            if name.startswith("botocore/data/") and name.rpartition("/")[2].startswith(_FILES):
                wheel.extract(name, unpacked.name)
    found = release_in(Path(unpacked.name))
    if found is None:
        return None
    distribution, _, rest = path.name.partition("-")
    version = rest.partition("-")[0]
    name = f"{distribution} {version}" if version else path.name
    return Release(name, found.folder, unpacked)
