"""A boto3 client that the synthetic AWS answers: no socket, no credentials, all of botocore at work.

botocore builds, serializes, retries, parses and paginates as ever. Only where it would open a connection, at
its documented event ``before-send``, the request is answered instead.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from typing import Any

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from botocore.handlers import BUILTIN_HANDLERS

from harness.models import load_service
from harness.synth.responses.answer import Answer
from harness.synth.responses.faults import Chance
from harness.synth.responses.responder import LENGTH
from harness.synth.responses.trouble import PAUSE, Dropped, Slow, Truncated, Waiting
from harness.synth.responses.waiting import ANY_WAITER, tell_waiters, who_waits
from harness.synth.scene import ACCOUNT
from harness.synth.service.dispatch import Asked, is_poll, reply, request_id_of
from harness.synth.service.synthetic import SyntheticService
from harness.synth.sessions import plain_client
from harness.synth.world.world import World
from harness.wire.awsrequest import aws_response, header_fields, read_to_end, request_body
from harness.wire.message import HttpResponse, read_request
from harness.wire.protocols import detect_protocol, parse_message

Watch = Callable[[AWSPreparedRequest, Asked, Answer, HttpResponse], None]
"""Sees a request, what it asks, the answer, and how that is written."""


def synthetic_client(
    service: str,
    *,
    seed: object = 0,
    region: str = "us-east-1",
    account: str = ACCOUNT,
    now: dt.datetime | None = None,
    length: int = LENGTH,
    page_size: int | None = None,
    throttle: bool = False,
    chances: Sequence[Chance] = (),
    state: World | None = None,
    config: Config | None = None,
    sleep: Callable[[float], None] = time.sleep,
    watch: Watch = lambda *_: None,
) -> Any:
    """Make a client that answers from the contract, without network or credentials.

    The client has two methods more than boto3's: ``client.override(operation, answer)`` and
    ``client.fault(operation, *faults)``; see `SyntheticService`.

    Args:
        service: botocore's service name.
        seed: other seeds give other answers.
        region: the client's region.
        account: the account that asks.
        now: when the requests are answered; the time at which the client is made when left out.
        length: how many entries lists have that come in pages.
        page_size: entries of a page where a request gives no limit; about a third when left out.
        throttle: whether to keep to the rates that operations document.
        chances: faults injected into a share of all calls.
        state: what remembers, for any number of clients; nothing is remembered when left out.
        config: botocore's configuration of the client.
        sleep: waits for slow answers, given seconds.
        watch: sees every request that is answered, what it asks, the answer, and how that is written.

    Returns:
        boto3's client; botocore's where boto3 is not installed.

    Raises:
        UnknownName: botocore has no such service.
    """
    load_service(service)
    aws = SyntheticService(
        seed,
        now=now,
        region=region,
        account=account,
        length=length,
        page_size=page_size,
        throttle=throttle,
        chances=chances,
        state=state,
    )
    return attach(plain_client(service, region, config), aws, sleep, watch)


def attach(
    client: Any,
    aws: SyntheticService,
    sleep: Callable[[float], None] = time.sleep,
    watch: Watch = lambda *_: None,
) -> Any:
    """Let a client be answered by a synthetic AWS, which several clients may share.

    Args:
        client: a client of boto3 or botocore.
        aws: what answers.
        sleep: waits for slow answers, given seconds.
        watch: sees every request that is answered, what it asks, the answer, and how that is written.

    Returns:
        The client, with the methods ``override`` and ``fault``.
    """

    def send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        answer = answer_request(client, request, aws, sleep, watch)
        read_to_end(request.body)
        return answer

    for event, mock, *_ in BUILTIN_HANDLERS:  # moto's, which would act on the request as well
        if event.startswith("before-send"):
            client.meta.events.unregister(event, mock)
    client.meta.events.register_first("before-send", send, unique_id="harness-synth")
    client.meta.events.register_first("choose-signer", _no_signer, unique_id="harness-synth-signer")
    client.override, client.fault = aws.override, aws.fault
    client.get_waiter = tell_waiters(client.get_waiter)
    return client


def answer_request(
    client: Any,
    request: AWSPreparedRequest,
    aws: Callable[[Asked], Answer],
    sleep: Callable[[float], None] = time.sleep,
    watch: Watch = lambda *_: None,
) -> AWSResponse:
    """Answer a request that a client is about to send, as botocore's ``before-send`` takes it.

    Args:
        client: the client, for its service, region and read timeout.
        request: the request.
        aws: what answers.
        sleep: waits for slow answers, given seconds.
        watch: sees what is asked and answered.

    Raises:
        ReadTimeoutError: the answer comes later than the client waits.
        ConnectionClosedError: the connection is closed before the answer has come.
    """
    # Not the client's own object of it: what is compiled for a model is compiled for each object.
    model = load_service(client.meta.service_model.service_name)
    timeout = client.meta.config.read_timeout
    body = request_body(request)
    message = read_request(request.method, request.url, dict(header_fields(request.headers)), body)
    protocol = detect_protocol(model, message)
    operation, params = parse_message(model, message, protocol=protocol, strict=False)
    identity = request_id_of(request.method, request.url, body)
    waiter = who_waits() or (ANY_WAITER if is_poll(message.headers.get("user-agent")) else "")
    asked = Asked(operation, params, client.meta.region_name, protocol, identity, waiter)
    answer = aws(asked)
    waited = 0.0
    while isinstance(answer.trouble, Waiting) and waited < min(answer.trouble.seconds, timeout):
        sleep(PAUSE)
        waited += PAUSE
        answer = aws(asked)
    response = reply(asked, answer).response
    watch(request, asked, answer, response)
    status, headers, body = response
    match answer.trouble:
        case Slow(seconds) if seconds >= timeout:
            sleep(timeout)
            raise ReadTimeoutError(endpoint_url=request.url)
        case Slow(seconds):
            sleep(seconds)
        case Truncated() if operation.has_streaming_output:
            # botocore hands the body on, and its reader finds out.
            headers = {**headers, "Content-Length": str(len(body))}
            body = body[: len(body) // 2]
        case Dropped() | Truncated():
            raise ConnectionClosedError(endpoint_url=request.url)
    return aws_response(request.url, status, headers.items(), body)


def _no_signer(signing_name: str, **_: Any) -> Any:
    """Leave requests unsigned, but for S3's directory buckets: botocore reads the name of their signature."""
    return None if signing_name == "s3express" else UNSIGNED
