"""The law of the ways to write a request: other clients than botocore have others.

A JSON text may have escapes, spaces and any order, a form ``%20`` for a space, an item of CBOR no length. A
service that lists several protocols answers in each (CloudWatch).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from botocore.serialize import create_serializer

from harness.contract.laws import sentence
from harness.contract.paths.pointer import to_steps
from harness.contract.source import Source
from harness.contract.wording import show
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import CALL_FAILURES, Call, Caller, Writing
from harness.fuzz.laws.cases import plain_request, with_own
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.models.resources import parse_name
from harness.strategies import invalid_grid
from harness.synth.examples import example_request
from harness.wire.awsrequest import request_body
from harness.wire.codec.cbor_codec import load_cbor, write_values
from harness.wire.protocol import protocol_named

LAW = "writings"

_EXAMPLES = 3  # requests that are tried until one with parameters has a result
_MOST_INVALID = 8

Rewrite = Callable[[dict[str, Any]], None]


def laws_of_writings(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads, so that it may be asked twice; none of another."""
    operation = caller.contract.operation_model
    is_reading = parse_name(operation.name).role in ("read", "list") or operation.http.get("method") == "GET"
    if not is_reading or operation.has_event_stream_output:
        return ()
    judge = _Judge(caller)
    return (FixedLaw(LAW, caller, sentence(LAW), judge.steps, smaller=judge.with_less),)


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask the same in one way after the other; yield what is answered otherwise, and None after each."""
        usual = self._usual()
        if usual is None:
            return
        params = self.caller.parsed(usual.params)
        for name, rewrite in list(_rewrites(self.caller)):
            yield from self._rewritten(usual, params, name, rewrite)
            yield None
        for protocol in self.caller.contract.operation_model.service_model.metadata.get("protocols", ()):
            if protocol != self.caller.protocol:
                yield from self._in_protocol(usual, params, protocol)

    def with_less(self, found: Counterexample) -> Iterator[Counterexample | None]:
        """Ask in the same way without one parameter after the other."""
        params = self.caller.parsed(found.exchanges[0].params)
        for name in params:
            fewer = {other: value for other, value in params.items() if other != name}
            usual = self.caller(fewer) if self.caller.allows(fewer) else None
            rewrite = dict(_rewrites(self.caller)).get(found.place) if usual is not None else None
            if usual is not None and usual.error is None and rewrite is not None:
                yield next(self._rewritten(usual, fewer, found.place, rewrite), None)

    def _rewritten(
        self, usual: Call, params: Mapping[str, Any], name: str, rewrite: Rewrite
    ) -> Iterator[Counterexample]:
        call = self.caller(params, writing=Writing(rewrite, self.caller.protocol))
        if call is not None:
            yield from self._differs(usual, call, params, name)

    def _examples(self) -> Iterator[dict[str, Any]]:
        """Yield valid requests that have parameters."""
        for seed in range(_EXAMPLES):
            params = with_own(self.caller, example_request(self.caller.contract, seed))
            if params and self.caller.allows(params):
                yield params

    def _usual(self) -> Call | None:
        """Return a request that has a result, if possible with parameters, and its answer."""
        for params in (*self._examples(), plain_request(self.caller)):
            call = self.caller(params)
            if call is not None and call.error is None:
                return call
        return None

    def _differs(
        self, usual: Call, call: Call, params: Mapping[str, Any], name: str
    ) -> Iterator[Counterexample]:
        if call.throttled or _said(call) == _said(usual):
            return
        again = self.caller(params)
        if again is None or _said(again) != _said(usual):
            return  # it answers otherwise each time
        answer = call.response if call.error is None else f"{call.error.code}: {call.error.message}"
        text = f"A request {name} must have the same answer as one of botocore, but had {show(answer)}."
        yield self._found(text, (usual, call), name)

    def _found(self, text: str, calls: tuple[Call, ...], place: str) -> Counterexample:
        contract = self.caller.contract
        source = Source("model", shape=contract.operation, trait="protocol", document=contract.document)
        return Counterexample(LAW, contract.name, "written", text, calls, source, place)

    def _in_protocol(
        self, usual: Call, params: Mapping[str, Any], protocol: str
    ) -> Iterator[Counterexample | None]:
        """Ask in another protocol of the service, if the endpoint speaks it; also for an error."""
        call = self._ask(params, protocol)
        if call is None or call.error is not None or not _speaks(call):
            return
        yield from self._faults_in(call)
        yield from self._differs(usual, call, params, f"in {protocol}")
        yield None
        for wrong in self._refused():
            call = self._ask(wrong, protocol)
            if call is not None and call.error is None:
                text = f"A request in {protocol} must be refused as it is in {self.caller.protocol}."
                yield self._found(text, (call,), protocol)
            elif call is not None:
                yield from self._faults_in(call)
            yield None

    def _faults_in(self, call: Call) -> Iterator[Counterexample]:
        for one in faults_of(self.caller, call):
            yield replace(one, message=f"In {call.protocol}: {one.message}")

    def _refused(self) -> Iterator[dict[str, Any]]:
        """Yield requests that are refused: they break a constraint, or name what is not there."""
        invalid = itertools.islice(invalid_grid(self.caller.contract), _MOST_INVALID)
        cases = (with_own(self.caller, one.params, to_steps(one.pointer)[:1]) for one in invalid)
        for params in itertools.chain(self._examples(), cases):
            if any(one.code == "type" for one in self.caller.errors(params)):
                continue  # each protocol has its own values of another type
            call = self.caller(params)
            if call is not None and call.error is not None and call.status < 500:
                yield params

    def _ask(self, params: Mapping[str, Any], protocol: str) -> Call | None:
        """Ask in another protocol; None also where botocore cannot write the request in it."""
        operation = self.caller.contract.operation_model
        serializer = create_serializer(protocol, include_validation=False)
        try:
            written = serializer.serialize_to_request(dict(params), operation)
        except CALL_FAILURES:
            return None

        def rewrite(request: dict[str, Any]) -> None:
            agent = {name: text for name, text in request["headers"].items() if name == "User-Agent"}
            request["url"] = request["url"].rstrip("/") + written["url_path"]
            request |= {**written, "headers": {**written["headers"], **agent}}

        return self.caller(params, writing=Writing(rewrite, protocol))


def _said(call: Call) -> tuple[Any, str]:
    return call.response, call.error.code if call.error is not None else ""


def _speaks(call: Call) -> bool:
    """Tell whether an answer bears the mark of its protocol, where the protocol has one."""
    headers = {name.lower(): value for name, value in call.headers}
    marks = protocol_named(call.protocol).headers
    return all(headers.get(name) == value for name, value in marks.items())


def _rewrites(caller: Caller) -> Iterator[tuple[str, Rewrite]]:
    """Yield the ways to write the last request in its own protocol: how it is then, and what writes it so."""
    protocol, request = protocol_named(caller.protocol), caller.last_request
    if "?" in request.url:
        yield "with all signs of the query escaped, in another order", _with_escaped_query
    if request_body(request) and protocol.request_form in _OF_BODIES:
        yield _OF_BODIES[protocol.request_form]


def _with_escapes(request: dict[str, Any]) -> None:
    def write(value: Any) -> str:
        match value:
            case str():
                return '"' + "".join(f"\\u{unit:04x}" for unit in _units(value)) + '"'
            case dict():
                items = reversed(value.items())
                return "{ " + " ,\n".join(f"{write(key)} : {write(item)}" for key, item in items) + " }"
            case list():
                return "[ " + " , ".join(map(write, value)) + " ]"
        return json.dumps(value)

    request["body"] = write(json.loads(request["body"])).encode()


def _units(text: str) -> Iterator[int]:
    code = text.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(code[at : at + 2]) for at in range(0, len(code), 2))


def _with_escaped_query(request: dict[str, Any]) -> None:
    path, _, query = request["url"].partition("?")
    fields = reversed(parse_qsl(query, keep_blank_values=True))
    escaped = (f"{quote(name)}={''.join(map(_escaped, value))}" for name, value in fields)
    request["url"] = f"{path}?{'&'.join(escaped)}"


def _escaped(character: str) -> str:
    is_plain = character.isascii() and character.isalnum()
    return character if is_plain else "".join(f"%{byte:02X}" for byte in character.encode())


def _as_other_form(request: dict[str, Any]) -> None:
    request["body"] = urlencode(list(reversed(request["body"].items())), quote_via=quote)


def _without_lengths(request: dict[str, Any]) -> None:
    def write(value: Any) -> bytes:
        match value:
            case dict():
                inside = b"".join(write(key) + write(item) for key, item in value.items())
                return b"\xbf" + inside + b"\xff"
            case list():
                return b"\x9f" + b"".join(map(write, value)) + b"\xff"
            case str():
                return b"\x7f" + write_values(value) + b"\xff"
        return write_values(value)

    request["body"] = write(load_cbor(request["body"]))


_FORM = "with %20 for a space and fields in another order", _as_other_form
_OF_BODIES: Mapping[str, tuple[str, Rewrite]] = {
    "json": ("with spaces, escapes and members in another order", _with_escapes),
    "query": _FORM,
    "ec2": _FORM,
    "cbor": ("in items of no stated length", _without_lengths),
}
