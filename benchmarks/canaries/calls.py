"""Makes calls with botocore to a server on loopback, whose members are given by path."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import botocore.session
import requests
from botocore import xform_name
from botocore.config import Config
from cases import Call
from server import Answer, Server

from harness.wire import serialize_response

CONFIG = Config(
    retries={"max_attempts": 0},
    inject_host_prefix=False,
    s3={"addressing_style": "path"},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    parameter_validation=True,
    read_timeout=20,
)
FILLER = "filler-value-0001"  # before an element of a list that a path names
DEEPEST = 12


class Caller:
    """A server and its clients. One for each process."""

    def __init__(self) -> None:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        self.server = Server()
        self.header: tuple[str, str] | None = None  # added to requests of AWS
        self.http = requests.Session()
        self.http.trust_env = False
        self._session = botocore.session.get_session()
        self._session.set_credentials("AKIDLOCAL", "local-only")
        self._clients: dict[str, Any] = {}

    def call(self, call: Call, side: str) -> None:
        """Make a call whose request, or response, has the members; the other side is as short as can be."""
        model = self._client(call.service).meta.service_model.operation_model(call.operation)
        asked, answered = model.input_shape, model.output_shape
        if side == "request":
            result = self._complete(answered, {}) if answered else {}
            params = self._with_members(asked, call.members)
        else:
            result = self._with_members(answered, call.members)
            params = self._default(asked, call.operation) if asked else {}
        self.will_answer(call.service, call.operation, result)
        self.invoke(call.service, call.operation, params)

    def will_answer(self, service: str, operation: str, result: dict[str, Any]) -> None:
        """Have the server answer as the service does."""
        model = self._client(service).meta.service_model.operation_model(operation)
        status, headers, body = serialize_response(model, result)
        lines = {name: one if isinstance(one, str) else ", ".join(one) for name, one in dict(headers).items()}
        self.server.answer = Answer(status, lines, body)

    def invoke(self, service: str, operation: str, params: dict[str, Any]) -> None:
        """Make a call, and read what it streams."""
        for value in getattr(self._client(service), xform_name(operation))(**params).values():
            if hasattr(value, "read"):
                value.read()

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            client = self._session.create_client(
                service, region_name="us-east-1", endpoint_url=self.server.url, config=CONFIG
            )
            client.meta.events.register("before-sign", self._add_header)
            self._clients[service] = client
        return self._clients[service]

    def _add_header(self, request: Any, **_: object) -> None:
        if self.header:
            request.headers[self.header[0]] = self.header[1]

    def _default(self, shape: Any, name: str, depth: int = 0) -> Any:
        """A valid value, with required members alone."""
        kind, limits = shape.type_name, shape.metadata
        if kind == "structure":
            names = shape.required_members if depth < DEEPEST else []
            return {one: self._default(shape.members[one], one, depth + 1) for one in names}
        if kind == "list":
            return [self._default(shape.member, name, depth + 1)] * max(limits.get("min", 0), 0)
        if kind == "string":
            return self._default_text(limits, name)
        if kind in ("integer", "long"):
            return max(limits.get("min", 1), 1)
        others = {
            "float": 1.0,
            "double": 1.0,
            "boolean": True,
            "blob": b"example",
            "timestamp": dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        }
        return others.get(kind, {})

    def _default_text(self, limits: dict[str, Any], name: str) -> str:
        shortest = limits.get("min", 0)
        if limits.get("enum"):
            return str(limits["enum"][0])
        if name.lower().endswith("arn"):
            return "arn:aws:iam::123456789012:role/example".ljust(shortest, "x")
        if name == "QueueUrl":
            return self.server.url + "/123456789012/q"
        if name.lower() == "bucket":
            return "example-bucket"
        return "example".ljust(shortest, "x")[: max(limits.get("max", 99), shortest, 1)]

    def _complete(self, shape: Any, value: Any) -> Any:
        """The value with all members that are required, and bytes where the model has them."""
        kind = shape.type_name
        if kind == "structure" and isinstance(value, dict):
            missing = [name for name in shape.required_members if name not in value]
            whole = value | {name: self._default(shape.members[name], name) for name in missing}
            return {name: self._complete(shape.members[name], one) for name, one in whole.items()}
        if kind == "list":
            return [self._complete(shape.member, one) for one in value]
        if kind == "map":
            return {key: self._complete(shape.value, one) for key, one in value.items()}
        return value.encode() if kind == "blob" and isinstance(value, str) else value

    def _with_members(self, shape: Any, members: dict[str, Any]) -> Any:
        """A value of the shape with these members, by path, and those that are required."""
        whole: dict[str, Any] = {}
        for path, value in members.items():
            _put(whole, shape, path, value)
        return self._complete(shape, whole)


def _put(whole: dict[str, Any], shape: Any, path: str, value: Any) -> None:
    """Put a value into a document, at ``Name.0.Name``. What is missing on the way is made."""
    here: Any = whole
    steps = path.split(".")
    while steps:
        key, shape = _step(shape, steps, path)
        if isinstance(here, list):
            filler = FILLER if shape.type_name == "string" else None
            here += [filler] * (key + 1 - len(here))
        if not steps:
            here[key] = value
            return
        there = here[key] if isinstance(here, list) else here.get(key)
        if there is None:
            there = here[key] = [] if shape.type_name == "list" else {}
        here = there


def _step(shape: Any, steps: list[str], path: str) -> tuple[Any, Any]:
    """Take the next step off a path: the key that it names, and the shape that is there."""
    if shape.type_name == "structure":
        said = steps.pop(0)
        names = [said] if said in shape.members else [n for n in shape.members if n.lower() == said.lower()]
        if not names:
            raise KeyError(f"no member {said} in {shape.name} ({path})")
        return names[0], shape.members[names[0]]
    if shape.type_name == "list":
        return int(steps.pop(0)), shape.member
    if shape.type_name != "map":
        raise KeyError(f"too deep: {path}")
    if shape.value.type_name in ("string", "integer", "boolean"):  # a key may hold dots
        key = ".".join(steps)
        steps.clear()
        return key, shape.value
    return steps.pop(0), shape.value
