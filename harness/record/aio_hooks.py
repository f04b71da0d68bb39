"""The hooks of `harness.record.hooks` in aiobotocore, where methods are coroutines and bodies are awaited.

Imported only once a program has imported aiobotocore. What it leans on beyond botocore's own names: the
classes that it imports, and that aiobotocore reads bodies as aiohttp's ``ClientResponse`` has them.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from functools import partial
from inspect import iscoroutinefunction, signature
from typing import Any, NamedTuple, Self

from aiobotocore._helpers import resolve_awaitable
from aiobotocore.awsrequest import AioAWSResponse
from aiobotocore.client import AioBaseClient
from aiobotocore.credentials import AioCredentials
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.response import StreamingBody
from aiobotocore.session import AioSession
from aiobotocore.signers import AioRequestSigner
from botocore.awsrequest import AWSPreparedRequest

from harness.cassette.side_files import Spool
from harness.record.following import (
    STAND_IN,
    Original,
    OwnAnswers,
    Subscriber,
    Wrapper,
    after_call,
    before_parameter_build,
    before_send,
    before_sign,
    check_network,
    entered,
    is_call_followed,
    is_to_enter,
    needs_no_signature,
    needs_stand_in,
    refusal,
    sent,
    told_that_sent,
)
from harness.record.http import StoredFile, apart, open_body
from harness.record.tap import Tap
from harness.wire.awsrequest import AS_SENT, RawBody, read_to_end, rewinder

_SIGN = signature(AioRequestSigner.sign)
_STAND_IN = AioCredentials(STAND_IN.access_key, STAND_IN.secret_key, method=STAND_IN.method)


class _Body:
    """A body that is there whole, with what aiobotocore asks of aiohttp's response and of its ``content``."""

    def __init__(self, file: RawBody | StoredFile) -> None:
        self._file = file
        self.content = self

    async def read(self, amt: int = -1) -> bytes:
        return self._file.read(amt)

    def at_eof(self) -> bool:
        at = self._file.tell()
        end = self._file.seek(0, io.SEEK_END)
        self._file.seek(at)
        return at == end

    async def iter_chunks(self) -> AsyncIterator[tuple[bytes, bool]]:
        while chunk := self._file.read(2**16):
            yield chunk, True

    def close(self) -> None:
        self._file.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()


class _Tap(Tap):
    """An event stream in the form of aiohttp's response."""

    @property
    def content(self) -> _Tap:
        return self

    async def iter_chunks(self) -> AsyncIterator[tuple[bytes, bool]]:
        with self.reading():
            async for chunk, is_whole in self._raw.content.iter_chunks():
                self.keep(chunk)
                yield chunk, is_whole


async def _make_api_call(
    original: Original, self: Any, operation_name: str, api_params: Mapping[str, Any]
) -> Any:
    if not is_to_enter(api_params):
        return await original(self, operation_name, api_params)
    with entered(self, operation_name, api_params, SUBSCRIBER):
        return await original(self, operation_name, api_params)


async def _sign(original: Original, self: Any, *args: Any, **kwargs: Any) -> None:
    if not needs_no_signature():
        await original(self, *args, **kwargs)
        return
    given = _SIGN.bind(self, *args, **kwargs)
    given.apply_defaults()
    told = given.arguments
    version = await self._choose_signer(told["operation_name"], told["signing_type"], told["request"].context)
    event, facts = before_sign(self, version, told)
    await self._event_emitter.emit(event, **facts)


async def _get_credentials(original: Original, self: Any) -> Any:
    return _STAND_IN if needs_stand_in(self) else await original(self)


async def _send(original: Original, self: Any, request: AWSPreparedRequest) -> Any:
    check_network(request)
    reason = refusal(request)
    if reason is not None:
        raise reason
    return await original(self, request)


async def _before_parameter_build(params: dict[str, Any], **_: Any) -> None:
    if not is_call_followed():  # who only observes leaves streams to their owners
        before_parameter_build(params)
        return
    seen = dict(params)
    for name, value in params.items():
        read = await _read(value)
        if read is not None:
            seen[name] = read.content
            if not read.is_rewound:
                params[name] = read.content
    before_parameter_build(seen)


class _AioOwnAnswers(OwnAnswers):
    async def emit(self, event_name: str, **kwargs: Any) -> Any:
        if event_name.startswith("before-send."):
            request = kwargs["request"]
            answer = await _before_send(request)
            if answer is not None:
                for handler in told_that_sent(self.emitter, event_name):
                    await resolve_awaitable(handler(event_name=event_name, **kwargs))
                await _read_to_end(request.body)
                return [(_before_send, answer)]
        return await self.emitter.emit(event_name, **kwargs)


async def _before_send(request: AWSPreparedRequest) -> AioAWSResponse | None:
    if not is_call_followed():
        return None
    body, read = request.body, None if needs_no_signature() else await _read(request.body)
    if read is not None:
        request.body = read.content
    answer = before_send(request)
    if read is not None and read.is_rewound:
        request.body = body
    if answer is None:
        return None
    return AioAWSResponse(answer.url, answer.status_code, answer.headers, _Body(answer.raw))


async def _read_to_end(body: Any) -> None:
    if iscoroutinefunction(getattr(body, "read", None)):
        while await body.read(AS_SENT):
            pass
    elif isinstance(body, AsyncIterator):
        async for _ in body:
            pass
    else:
        read_to_end(body)


class _Read(NamedTuple):
    """What a body holds that is awaited, and whether it is back at where it was."""

    content: bytes
    is_rewound: bool


async def _read(body: Any) -> _Read | None:
    """Read a body that is awaited, and rewind it if it can be; None for one that is not awaited."""
    if iscoroutinefunction(getattr(body, "read", None)):
        rewind = rewinder(body)
        content: bytes = await body.read()
        if rewind is not None:
            rewind()
        return _Read(content, rewind is not None)
    if hasattr(body, "__aiter__") and not hasattr(body, "read"):
        return _Read(b"".join([chunk async for chunk in body]), is_rewound=False)
    return None


async def _before_parse(response_dict: dict[str, Any], **_: Any) -> None:
    current = sent()
    if current is None:
        return
    call, follower = current
    body = response_dict["body"]
    if isinstance(body, bytes):
        follower.received(call, response_dict, body)
    elif call.operation_model.has_event_stream_output:
        tap = _Tap(body, partial(follower.received, call, dict(response_dict)))
        response_dict["body"] = tap
        follower.streams(tap)
    else:
        with Spool(call.cassette) as spool:
            while chunk := await body.read(2**20):
                spool.write(chunk)
            whole = spool.finish()
        file = open_body(apart(whole)[0], spool.side_file)
        response_dict["body"] = StreamingBody(_Body(file), spool.size)
        follower.received(call, response_dict, whole)


SUBSCRIBER = Subscriber(
    (
        ("before-parse", _before_parse, True),
        ("before-parameter-build", _before_parameter_build, False),
        ("after-call", after_call, True),
    ),
    _AioOwnAnswers,
)


def _sessions() -> tuple[type, ...]:
    try:
        from aiobotocore.httpxsession import HttpxSession
    except ImportError:  # an aiobotocore before 2.23
        return (AIOHTTPSession,)
    return (AIOHTTPSession, HttpxSession)


WRAPPERS = (
    Wrapper(AioBaseClient, "_make_api_call", _make_api_call),
    Wrapper(AioRequestSigner, "sign", _sign),
    Wrapper(AioSession, "get_credentials", _get_credentials),
    *(Wrapper(session, "send", _send) for session in _sessions()),
)
