"""moto's backends in this process: which operations they have, and what they answer to a request.

No other module imports moto, and this one does so where it is first asked. moto patches nothing here: a
request is written by botocore, handed to moto's own dispatcher (`moto.core.botocore_stubber`), and read
again. What moto remembers is in tables of the process, which are put in place for one request at a time:
several worlds, and a test's own ``mock_aws``, see nothing of each other.
"""

from __future__ import annotations

import functools
import importlib
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.model import OperationModel
from botocore.serialize import create_serializer

from harness.contract.values import JsonValue, from_json_value
from harness.errors import HarnessError, require
from harness.forks import free_in_children
from harness.loopback import is_loopback
from harness.synth.responses.answer import Answer
from harness.synth.scene import Scene
from harness.wire.binding.object_error import clean_code
from harness.wire.protocols import parse_exchanged

_ANYBODY = "AKIAIOSFODNN7EXAMPLE"  # the key of AWS's documentation, which moto takes for that of no user
_NOT_YET = 404, "Not yet implemented"  # moto's dispatcher about an address that it has no service for

# What moto hands to Docker it answers by itself; nothing is passed on to AWS.
_SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "batch": {"use_docker": False},
    "lambda": {"use_docker": False},
    "core": {"passthrough": {"urls": [], "services": []}, "service_whitelist": None},
}

_Tables = dict[Any, tuple[dict[str, Any], dict[str, Any]]]
"""What each table of moto's holds: what it has of each account, and what it keeps besides."""

# What every table of moto's knows of itself; what one has besides belongs to what it holds.
_OF_ALL = frozenset(("backend", "service_name", "_use_boto3_regions", "_additional_regions", "_id"))

_process = free_in_children(threading.RLock())  # held while the tables of the process are those of a world


class NotInMoto(HarnessError):
    """moto does not have an operation, or fails in it.

    Args:
        operation: the operation, ``"service.Operation"``.
        reason: what moto said; empty where it does not have the operation.
    """

    operation: str
    reason: str = ""

    def __str__(self) -> str:
        if not self.reason:
            return f"moto does not implement {self.operation}."
        return f"moto fails in {self.operation}: {self.reason}."


class MotoBackend:
    """What moto remembers of one world, and what it answers from that.

    Raises:
        MissingExtra: moto is not installed.
    """

    def __init__(self) -> None:
        require("moto", task="A world that stands on moto", extra="moto")
        _guard_network()
        self._tables: _Tables = {}

    def reset(self) -> None:
        """Forget everything."""
        with _process:
            self._tables.clear()

    def has(self, operation: OperationModel, scene: Scene) -> bool:
        """Tell whether moto implements an operation: its classes have a method that is called so."""
        from moto.core.utils import camelcase_to_underscores

        method = camelcase_to_underscores(operation.name)
        return any(hasattr(one, method) for one in _classes(_url(operation, scene.region)))

    def answer(self, operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> Answer:
        """Answer a request.

        Args:
            operation: the operation.
            params: its parameters in JSON-able form.
            scene: region, account and caller.

        Raises:
            NotInMoto: moto does not answer it.
        """
        from moto.core.botocore_stubber import BotocoreStubber

        name = f"{operation.service_model.service_name}.{operation.name}"
        with self._in_place():
            request = _request(operation, params, scene)
            try:
                found = BotocoreStubber().process_request(request)
            except NotImplementedError:
                raise NotInMoto(name) from None
            except Exception as error:
                raise NotInMoto(name, f"{type(error).__name__}: {error}") from error
        answer = None if found is None or (found[0], found[2]) == _NOT_YET else _read(operation, *found)
        if answer is None:
            raise NotInMoto(name)
        return answer

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """While the block runs, the tables of the process are those of this world, and it reaches nobody."""
        from moto.core.base_backend import BackendDict
        from moto.core.config import default_user_config

        instances: list[Any] = vars(BackendDict)["_instances"]  # those that hold something
        settings: dict[str, Any] = default_user_config  # type: ignore[assignment]  # of TypedDicts
        with _process:
            others, before = _taken(instances), dict(settings)
            _put(instances, self._tables)
            settings.update({name: {**before.get(name, {}), **ours} for name, ours in _SETTINGS.items()})
            token = _is_closed.set(True)
            try:
                yield
            finally:
                _is_closed.reset(token)
                self._tables = _taken(instances)
                _put(instances, others)
                settings.clear()
                settings.update(before)


def _taken(instances: list[Any]) -> _Tables:
    """Take what the tables of the process hold, and leave them empty."""
    found: _Tables = {}
    for one in instances:
        own = {name: value for name, value in vars(one).items() if name not in _OF_ALL}
        found[one] = dict(one), own  # such as whose bucket has which name
        one.clear()
        one.__dict__.update({name: type(value)() for name, value in own.items()})
    instances.clear()
    return found


def _put(instances: list[Any], tables: _Tables) -> None:
    """Let the tables of the process, which are empty, hold these."""
    instances[:] = tables
    for one, (accounts, own) in tables.items():
        one.update(accounts)
        one.__dict__.update(own)


def _request(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> Any:
    """Write a request as botocore sends it to AWS, signed by the caller's key in name only."""
    service = operation.service_model
    serializer = create_serializer(service.resolved_protocol, include_validation=False)
    values = from_json_value(operation.input_shape, dict(params)) or {}
    written = serializer.serialize_to_request(values, operation)
    prepare_request_dict(written, _endpoint(service.service_name, scene.region))
    request = create_request_object(written).prepare()
    scope = f"{scene.caller or _ANYBODY}/20250602/{scene.region}/{service.signing_name}/aws4_request"
    request.headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    request.headers["x-moto-account-id"] = _account(scene)
    return request


def _read(operation: OperationModel, status: int, headers: Mapping[Any, Any], body: Any) -> Answer | None:
    """Read what moto answers; None where it knows no such address of the service."""
    service = operation.service_model
    fields = {str(name): str(value) for name, value in dict(headers).items()}
    content = body if isinstance(body, bytes) else str(body or "").encode()
    protocol = service.resolved_protocol
    response, error = parse_exchanged(operation, int(status), fields, content, protocol)
    has_no_words = error is not None and error.code == str(status) and not content
    if has_no_words and operation.http.get("method") != "HEAD":
        return None
    name = clean_code(fields.get("X-Amzn-Errortype", "")) if service.is_query_compatible else ""
    return Answer(response, error, int(status), error_name=name)


def _account(scene: Scene) -> str:
    """Return the account of the caller's key, where moto has given it out; else that of the scene."""
    from moto.core import DEFAULT_ACCOUNT_ID  # type: ignore[attr-defined]  # which its own docs import so
    from moto.iam.models import get_account_id_from

    known = str(get_account_id_from(scene.caller)) if scene.caller else DEFAULT_ACCOUNT_ID
    return scene.account if known == DEFAULT_ACCOUNT_ID else known


def _url(operation: OperationModel, region: str) -> str:
    """Return the address of an operation, with the part that it puts before the name of the host."""
    url = _endpoint(operation.service_model.service_name, region)
    prefix = (operation.endpoint or {}).get("hostPrefix", "")
    return url.replace("://", f"://{prefix.replace('{', '').replace('}', '')}") + "/"


@functools.lru_cache(maxsize=1024)
def _endpoint(service: str, region: str) -> str:
    from harness.synth.sessions import plain_client

    url: str = plain_client(service, region).meta.endpoint_url
    return url


@functools.lru_cache(maxsize=1024)
def _classes(url: str) -> tuple[type, ...]:
    """Return the classes of moto that answer at an address: those of the requests, and of what is kept."""
    from moto.backend_index import backend_url_patterns
    from moto.core.base_backend import BaseBackend
    from moto.core.responses import BaseResponse

    module = next((name for name, pattern in backend_url_patterns if pattern.match(url)), None)
    if module is None:
        return ()
    found: list[type] = []
    for part in ("urls", "models"):
        try:
            names = vars(importlib.import_module(f"moto.{module}.{part}"))
        except ImportError:  # a package that this service of moto needs
            return ()
        classes = (one for one in names.values() if isinstance(one, type))
        found += [one for one in classes if issubclass(one, BaseResponse | BaseBackend)]
    return tuple(found)


_is_closed: ContextVar[bool] = ContextVar("harness_moto_closed", default=False)
_REACHES_OUT = frozenset(("socket.connect", "socket.getaddrinfo", "socket.sendto"))


@functools.cache
def _guard_network() -> None:
    """Let this process ask, from now on, before it reaches out; nothing can take that back."""
    sys.addaudithook(_keep_here)


def _keep_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what moto would send to other machines, as it does for subscriptions by HTTP: an audit hook."""
    if event in _REACHES_OUT and _is_closed.get():
        address = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
        host = address[0] if isinstance(address, tuple) else address
        if not is_loopback(str(host).lower()):
            raise ConnectionRefusedError(f"{host}: a world that stands on moto reaches no other machine")
