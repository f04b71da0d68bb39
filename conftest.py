"""What holds for every test: the same examples in every run, loopback only, nothing left behind."""

from __future__ import annotations

import functools
import gc
import ipaddress
import json
import marshal
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import _pytest.pytester
import botocore
import pytest
from botocore.loaders import JSONFileLoader, Loader
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from harness.fuzz.profiles import PROFILES
from harness.record.opened import watching

pytest_plugins = ["pytester"]

# A run at a desk and one in CI are the same run. Sessions and commands that tests start see CI as well, where
# Hypothesis and `harness fuzz` draw the same examples each time. `make sweep` draws others.
os.environ["CI"] = "true"
os.environ.pop("HYPOTHESIS_PROFILE", None)
for name, profile in PROFILES.items():
    settings.register_profile(name, profile)
settings.load_profile("ci")

# Hypothesis also draws constants that it finds in the project's modules, as far as they have been imported.
# Examples would then depend on the tests that ran before. Hypothesis has no setting for this.
pytest.MonkeyPatch().setattr(providers, "_get_local_constants", providers.Constants)

# Programs that a shell puts in the background ignore interrupts, and so do those that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

_HABITS = ("COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "PY_COLORS")

# Tests start some hundred processes; without compiled modules each takes a second more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Each session of botocore parses its models again, and tests make hundreds of sessions. What botocore brings
# is parsed once and copied for each, which may change its copy. Models that a test writes are read as ever.
_OF_BOTOCORE = str(Path(botocore.__file__).parent)
_load_anew = JSONFileLoader._load_file


@functools.lru_cache(maxsize=64)
def _packed(path: str, opener: Callable[..., IO[bytes]]) -> bytes:
    if not os.path.isfile(path):
        return marshal.dumps(None)
    with opener(path, "rb") as file:
        return marshal.dumps(json.load(file))


# Botocore reads it, and adds what follows from it; to copy it took half of the time of making a client.
_ENDPOINTS = os.path.join(_OF_BOTOCORE, "data", "endpoints.json")


@functools.cache
def _endpoints() -> object:
    return marshal.loads(_packed(_ENDPOINTS, open))


def _load(loader: JSONFileLoader, path: str, opener: Callable[..., IO[bytes]]) -> object:
    if path == _ENDPOINTS:
        return _endpoints()
    return (
        marshal.loads(_packed(path, opener))
        if path.startswith(_OF_BOTOCORE)
        else _load_anew(loader, path, opener)
    )


# Each session also looks through the folders of botocore's services for those that have a kind of model.
_list_anew = Loader.list_available_services


@functools.cache
def _available_in_botocore(kind: str) -> list[str]:
    loader = Loader(include_default_search_paths=False, extra_search_paths=[Loader.BUILTIN_DATA_PATH])
    return _list_anew(loader, kind)


def _list_services(loader: Loader, type_name: str) -> list[str]:
    if Loader.BUILTIN_DATA_PATH not in loader.search_paths:
        return _list_anew(loader, type_name)
    others = [path for path in loader.search_paths if path != Loader.BUILTIN_DATA_PATH]
    elsewhere = Loader(include_default_search_paths=False, extra_search_paths=others)
    return sorted({*_available_in_botocore(type_name), *_list_anew(elsewhere, type_name)})


pytest.MonkeyPatch().setattr(JSONFileLoader, "_load_file", _load)
pytest.MonkeyPatch().setattr(Loader, "list_available_services", _list_services)

# The models that tests load stay in memory; to go through all of them for garbage took a fifth of the time.
gc.set_threshold(700, 10, 30)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests of what is not here, by their marker ``needs``: none is collected to be skipped."""
    missing = [
        item
        for item in items
        if not all(_is_here(need) for marker in item.iter_markers("needs") for need in marker.args)
    ]
    config.hook.pytest_deselected(items=missing)
    items[:] = [item for item in items if item not in missing]


@functools.cache
def _is_here(need: str) -> bool:
    if need == "linux":
        return sys.platform == "linux"
    if need == "namespaces":
        command = ("unshare", "--map-root-user", "--mount", "--net", "true")
        return shutil.which("unshare") is not None and subprocess.run(command, check=False).returncode == 0
    return find_spec(need) is not None


@pytest.fixture(autouse=True, scope="session")
def _no_habits() -> Iterator[None]:
    """Leave out what a person's shell says of AWS, colours and widths."""
    patch = pytest.MonkeyPatch()
    for name in [name for name in os.environ if name.startswith("AWS_") or name in _HABITS]:
        patch.delenv(name)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _network_block() -> Iterator[None]:
    """Refuse every connection but to loopback, so that no test can reach AWS."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else str(address)
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test connects to {host}; tests reach loopback only")
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", checked)
    yield
    patch.undo()


# Where modules are that do not belong to a test.
_LASTING = (sys.prefix, sys.base_prefix, str(Path(__file__).parent))


class _Modules:
    """The imported modules at some moment.

    To restore them forgets those that a test wrote and imported since: the next test may write others of the
    same name. Installed ones stay: imported once more they would leave two classes of each name, whose
    instances do not know each other. pytester would forget them, so this takes the place of its own.
    """

    def __init__(self, preserve: object = None) -> None:
        self._before = dict(sys.modules)

    def restore(self) -> None:
        for name in sys.modules.keys() - self._before.keys():
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and not file.startswith(_LASTING):
                del sys.modules[name]
        sys.modules.update(self._before)


pytest.MonkeyPatch().setattr(_pytest.pytester, "SysModulesSnapshot", _Modules)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Undo what a test does to the process, so that tests may come in any order."""
    modules, environment = _Modules(), dict(os.environ)
    profile = settings.get_current_profile_name()
    _forget_default_session()  # that of a fixture of a module
    yield
    modules.restore()
    if os.environ != environment:
        os.environ.clear()
        os.environ.update(environment)
    if settings.get_current_profile_name() != profile:
        settings.load_profile(profile)
    _forget_default_session()


def _forget_default_session() -> None:
    """Have boto3 make its default session again, which keeps the credentials that it found first."""
    if "boto3" in sys.modules:
        sys.modules["boto3"].DEFAULT_SESSION = None


@pytest.fixture(scope="module")
def not_judged() -> Iterator[None]:
    """Keep the plugin from holding to the contract what tests of harness itself serve with `use_cassette`."""
    with watching(lambda _: None):
        yield


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Be nobody for a while, as root may read and write anything."""
    own = os.geteuid()

    @contextmanager
    def as_nobody() -> Iterator[None]:
        if own:  # no root anyway
            yield
            return
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(own)

    return as_nobody
