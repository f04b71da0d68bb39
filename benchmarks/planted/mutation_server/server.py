"""The server: reads a request, checks it, and answers a page. It makes at most one mistake."""

from __future__ import annotations

import json
import socket
import threading
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial, reduce
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import getitem
from typing import Any

from . import wire
from .bugs import BUGS
from .check import violations
from .eighth_x_operations import EIGHTH_X
from .eighth_y_operations import EIGHTH_Y
from .fifth_x_operations import FIFTH_X
from .fifth_y_operations import FIFTH_Y
from .fourth_x_operations import FOURTH_X
from .fourth_y_operations import FOURTH_Y
from .fresh_operations import FRESH
from .model import Hooks, Item, Page, Params, Refusal, Refused, Reply
from .ninth_x_operations import NINTH_X
from .ninth_y_operations import NINTH_Y
from .operations import OPERATIONS as FIRST
from .operations import Operation
from .seventh_x_operations import SEVENTH_X
from .seventh_y_operations import SEVENTH_Y
from .seventh_z_operations import SEVENTH_Z
from .sixth_x_operations import SIXTH_X
from .sixth_y_operations import SIXTH_Y
from .third_x_operations import THIRD_X
from .third_y_operations import THIRD_Y
from .tokens import TokenUnknown, seal, unseal

OPERATIONS = (
    FIRST
    | FRESH
    | THIRD_X
    | THIRD_Y
    | FOURTH_X
    | FOURTH_Y
    | FIFTH_X
    | FIFTH_Y
    | SIXTH_X
    | SIXTH_Y
    | SEVENTH_X
    | SEVENTH_Y
    | SEVENTH_Z
    | EIGHTH_X
    | EIGHTH_Y
    | NINTH_Y
    | NINTH_X
)


def _owner(operation: Operation, params: Params, region: str, hooks: Hooks) -> str:
    assert operation.paging
    ours = {operation.paging.token_in, operation.paging.limit}
    bound = hooks.binding({name: value for name, value in params.items() if name not in ours})
    return f"{operation.name} {region} {json.dumps(bound, sort_keys=True, default=_text)}"


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)


def _page(operation: Operation, items: list[Item], params: Params, region: str, hooks: Hooks) -> Page:
    paging = operation.paging
    assert paging
    owner = _owner(operation, params, region, hooks)
    token, start = params.get(paging.token_in), 0
    if token is not None:
        position = hooks.position(token, params)
        start = _position(operation, items, token, owner) if position is None else position
    given = int(params.get(paging.limit, paging.default))
    asked = paging.default if paging.zero_is_default and given == 0 else min(given, paging.ceiling)
    limit = hooks.limit(asked, params)
    stop = min(start + limit, len(items))
    rest = None
    # A page of no entries (S3 allows it) leads nowhere, so it has no token.
    if stop < len(items) and stop > start:
        rest = operation.token_of(items, stop) if operation.token_of else seal(stop, owner)
    if operation.name == "sqs.ListQueues" and "MaxResults" not in params:
        rest = None
    return Page(items[start:stop], start, stop, items, rest)


def _position(operation: Operation, items: list[Item], token: str, owner: str) -> int:
    assert operation.paging
    try:
        if operation.position_of is None:
            return unseal(token, owner)
        position = operation.position_of(items, token)
        if position is not None:
            return position
    except TokenUnknown:
        pass
    message = f"The value of {operation.paging.token_in} is not valid: {token!r}"
    raise Refused(Refusal(operation.token_code or operation.code, message))


def respond(request: wire.Request, operation: Operation, hooks: Hooks) -> Reply:
    """The answer to a request of an operation."""
    model = wire.spoken(request, wire.operation_model(operation.name))
    request_id = str(uuid.uuid4())
    params: Params = {}
    try:
        params = hooks.request(wire.parse(request, model))
        _check(operation, params, hooks)
        params = hooks.params(params)
        page = None
        if operation.select:
            items = hooks.items(operation.select(params), params)
            page = hooks.page(_page(operation, items, params, request.region, hooks), params)
        output = operation.answer(params, page)
        if page and page.token is not None and operation.paging:
            *outer, member = operation.paging.token_out.split(".")
            reduce(getitem, outer, output)[member] = page.token
        reply = wire.answer(hooks.answer(output, params, page), model, request_id)
    except wire.Malformed as error:
        refusal = hooks.error(Refusal(operation.code, str(error)), params)
        reply = wire.refuse(refusal, model, request_id)
    except Refused as error:
        reply = wire.refuse(hooks.error(error.refusal, params), model, request_id)
    return hooks.reply(reply, params)


def _check(operation: Operation, params: Params, hooks: Hooks) -> None:
    shape = wire.operation_model(operation.name).input_shape
    wrong = [one for one in violations(params, shape) if not hooks.excuse(one, params)]
    if not wrong:
        wrong = [one for one in operation.rules(params) if not hooks.excuse(one, params)]
    wrong += hooks.accuse(params)
    if wrong:
        count = f"{len(wrong)} validation error{'s' * (len(wrong) > 1)} detected: "
        refusal = Refusal(operation.code, count + "; ".join(one.message for one in wrong))
        raise Refused(replace(refusal, **operation.detail(wrong)))


class Handler(BaseHTTPRequestHandler):
    """Serves the operations. One connection may carry many requests."""

    protocol_version = "HTTP/1.1"
    hooks: Hooks
    bug_operation: str

    def setup(self) -> None:
        """Sends small answers at once."""
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().setup()

    def do_POST(self) -> None:
        """Answers any request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        pairs = urllib.parse.parse_qsl(query, keep_blank_values=True)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = wire.Request(self.command, path, pairs, headers, body)
        reply = self.route(request)
        head = [f"HTTP/1.1 {reply.status} {'OK' if reply.status < 300 else 'Error'}"]
        # The answer to HEAD has the length of the object.
        sent = {"Content-Length": str(len(reply.body)), **reply.headers}
        head += [f"{name}: {value}" for name, value in sent.items()]
        self.wfile.write("\r\n".join([*head, "", ""]).encode("latin-1", "replace") + reply.body)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST  # noqa: N815

    def route(self, request: wire.Request) -> Reply:
        """Finds the operation. Whatever goes wrong in a bug is answered as a real server does, with 500."""
        for operation in OPERATIONS.values():
            model = wire.operation_model(operation.name)
            if wire.is_for(request, model):
                hooks = self.hooks if operation.name == self.bug_operation else Hooks()
                try:
                    return respond(request, operation, hooks)
                except Exception as error:
                    refusal = Refusal(
                        "InternalFailure", f"{type(error).__name__}: {error}", 500, sender=False
                    )
                    return wire.refuse(refusal, model, str(uuid.uuid4()))
        return Reply(404, {"Content-Type": "application/json"}, b'{"__type":"UnknownOperationException"}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """A server whose threads do not keep the process alive."""

    daemon_threads = True
    request_queue_size = 64

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


def make_server(bug: str | None = None, port: int = 0) -> Server:
    """A server that makes one mistake, or none. Call `serve_forever` on it.

    Raises KeyError for a bug that there is not.
    """
    hooks, operation = Hooks(), ""
    if bug is not None:
        hooks, operation = BUGS[bug].hooks(), BUGS[bug].operation
    handler = type("BugHandler", (Handler,), {"hooks": hooks, "bug_operation": operation})
    return Server(("127.0.0.1", port), handler)


@contextmanager
def running(bug: str | None = None) -> Iterator[str]:
    """The URL of a server that runs as long as the block."""
    server = make_server(bug)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
