"""URLs of SQS's queues: at an endpoint they are its own, as SDKs send messages to the URL itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from harness.synth.responses.answer import Answer
from harness.synth.server.guard import is_loopback
from harness.synth.service.dispatch import Asked

_ACCOUNT = "123456789012"


def at_endpoint(asked: Asked, answer: Answer, url: str) -> Answer:
    """Return an answer with the URLs of queues below the endpoint's own.

    Args:
        asked: what was asked.
        answer: the answer to it.
        url: the URL of the endpoint as the client wrote it, without a path.
    """
    if answer.response is None or asked.operation.service_model.service_name != "sqs":
        return answer
    changed: dict[str, Any] = {}
    for name, value in answer.response.items():
        if name == "QueueUrl":
            account = asked.params.get("QueueOwnerAWSAccountId") or _ACCOUNT
            named = value if _is_local(value) else asked.params.get("QueueName") or value
            changed[name] = _url(url, named, account)
        elif name in {"QueueUrls", "queueUrls"} and isinstance(value, list):
            changed[name] = [_url(url, one) for one in value]
    return replace(answer, response={**answer.response, **changed}) if changed else answer


def _url(url: str, queue: Any, account: str = _ACCOUNT) -> str:
    """Write the URL of a queue, given its name or another URL of it; a URL of this machine stays."""
    if _is_local(queue):
        return str(queue)
    return f"{url}/{account}/{str(queue).rstrip('/').rpartition('/')[2]}"


def _is_local(queue: Any) -> bool:
    """Tell whether somebody has made the URL for a server of this machine."""
    try:
        return is_loopback(urlsplit(str(queue)).hostname or "")
    except ValueError:  # no URL
        return False
