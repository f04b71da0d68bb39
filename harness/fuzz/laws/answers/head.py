"""The law of HEAD: its answer has a header and no body, which no client of HTTP shows.

Clients do not read a body that must not be there, and take it for the next answer. This reads the bytes.
"""

from __future__ import annotations

import itertools
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from harness.contract.laws import sentence
from harness.contract.paths.pointer import to_steps
from harness.contract.source import Source
from harness.contract.wording import show
from harness.fuzz.laws.caller import Caller, is_of_endpoint
from harness.fuzz.laws.cases import plain_request, with_own
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.strategies import invalid_grid

LAW = "head"

_SECONDS = 5.0
_MOST = 1 << 16
_MOST_REFUSED = 20  # requests that are tried until one is refused, as errors have no body either


def laws_of_head(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation whose requests are HEAD; none of others, and of what has no endpoint."""
    if caller.contract.operation_model.http.get("method") != "HEAD" or not is_of_endpoint(caller.client):
        return ()

    def steps() -> Iterator[Counterexample | None]:
        grid = invalid_grid(caller.contract)
        refused = (with_own(caller, case.params, to_steps(case.pointer)[:1]) for case in grid)
        errors = itertools.islice((one for one in refused if not caller.allows(one)), _MOST_REFUSED)
        for number, params in enumerate(itertools.chain([plain_request(caller)], errors)):
            call = caller(params)
            if call is None or (number and call.error is None):
                continue
            body = _body_after(caller)
            if body:
                contract = caller.contract
                found = show(body.decode("latin-1"))
                words = f"The answer to HEAD must have no body, but {found} follows its header."
                source = Source("model", shape=contract.operation, trait="http", document=contract.document)
                yield Counterexample(LAW, contract.name, "body", words, (call,), source)
            yield None
            if body or number:
                return

    return (FixedLaw(LAW, caller, sentence(LAW), steps),)


def _body_after(caller: Caller) -> bytes:
    """Send the last request again, and return what comes after the header of its answer."""
    request = caller.last_request
    parts = urlsplit(request.url)
    target = parts.path or "/"
    target += f"?{parts.query}" if parts.query else ""
    names = {name.lower() for name in request.headers}
    lines = [f"{request.method} {target} HTTP/1.1"]
    lines += [] if "host" in names else [f"Host: {parts.netloc}"]
    lines += [
        f"{name}: {value.decode('latin-1') if isinstance(value, bytes) else value}"
        for name, value in request.headers.items()
        if name.lower() != "connection"
    ]
    lines += ["Connection: close", "", ""]
    port = parts.port or (443 if parts.scheme == "https" else 80)
    answer = b""
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=_SECONDS) as plain:
            secure = parts.scheme == "https"
            stream = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
                if secure
                else plain
            )
            stream.sendall("\r\n".join(lines).encode("latin-1"))
            while len(answer) < _MOST and (some := stream.recv(_MOST)):
                answer += some
    except OSError:
        pass  # what came until then is judged
    return answer.partition(b"\r\n\r\n")[2]
