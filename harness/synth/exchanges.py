"""Exchanges of one operation, made from its contract: example requests, and their answers page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.errors import HarnessError
from harness.models import method_name
from harness.models.paginators import find_pagination
from harness.synth.client import attach
from harness.synth.examples import example_request
from harness.synth.responses.answer import Answer, exchange_of
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.service.dispatch import Asked
from harness.synth.service.synthetic import SyntheticService
from harness.synth.sessions import plain_client
from harness.wire.awsrequest import header_fields, request_body
from harness.wire.message import HttpResponse

# Sessions of S3's directory buckets would end by the scene's clock, which is not that of botocore.
_CONFIG = Config(retries={"total_max_attempts": 1}, s3={"disable_s3_express_session_auth": True})


@dataclass(frozen=True, slots=True)
class HttpExchange:
    """An exchange with its HTTP messages.

    Attributes:
        exchange: what was asked and answered.
        protocol: botocore's name of the protocol.
        method: the HTTP method.
        url: the absolute URL.
        headers: the request's headers.
        body: the request's body.
        response: status, headers and body.
        source: where it comes from, for the facts of a cassette.
    """

    exchange: Exchange
    protocol: str
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    response: HttpResponse
    source: str


def exchanges(
    contract: Contract, count: int, seed: object = 0, scene: Scene = DEFAULT_SCENE
) -> Iterator[HttpExchange]:
    """Make exchanges, by a real client: botocore writes the requests and reads the responses.

    Where results come in pages, each request is followed by those for its further pages.

    Args:
        contract: the operation's contract, of an installed model.
        count: how many.
        seed: other seeds give other exchanges.
        scene: region, account and time.

    Raises:
        UnsendableRequest: the operation's request is a stream of events, or botocore's rules for endpoints
            refuse what is made up for it.
    """
    if contract.operation_model.has_event_stream_input:
        raise UnsendableRequest(contract.name, "its request is a stream of events over HTTP/2")
    seen: list[tuple[AWSPreparedRequest, Asked, Answer, HttpResponse]] = []
    aws = SyntheticService(seed, now=scene.now, region=scene.region, account=scene.account)
    plain = plain_client(contract.service, scene.region, _CONFIG)
    client = attach(plain, aws, watch=lambda *exchange: seen.append(exchange))
    requests = _requests(contract, client, seed, scene)
    for _ in range(count):
        next(requests)
        request, asked, answer, response = seen.pop()
        yield HttpExchange(
            exchange_of(contract, asked.params, answer, scene),
            asked.protocol,
            request.method,
            request.url,
            header_fields(request.headers),
            request_body(request),
            response,
            f"harness synth, seed {seed}",
        )


def _requests(contract: Contract, client: Any, seed: object, scene: Scene) -> Iterator[None]:
    """Send requests without end; each yield is one that was answered."""
    method = getattr(client, method_name(contract.operation))
    pagination = find_pagination(contract.operation_model)
    number = 0
    while True:
        params: dict[str, Any] | None = example_request(contract, (seed, number), scene)
        while params is not None:
            try:
                result = method(**params)
            except ClientError:
                result = {}
            except BotoCoreError as error:
                raise UnsendableRequest(contract.name, str(error)) from error
            yield
            following = {} if pagination is None else pagination.next_request(result)
            params = {**params, **following} if following else None
        number += 1


@dataclass
class UnsendableRequest(HarnessError):
    """botocore's clients cannot send the requests that are made for an operation.

    Args:
        operation: the operation, ``"service.Operation"``.
        reason: why not, without a full stop.
    """

    operation: str
    reason: str

    def __str__(self) -> str:
        reason = self.reason.rstrip(".")
        return (
            f"botocore's clients cannot send a made-up request of {self.operation}: {reason}. In Python, "
            "harness.synth.respond answers the parameters that you give it."
        )
