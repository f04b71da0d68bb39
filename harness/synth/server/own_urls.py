"""URLs in answers that are the endpoint's own, as those of queues: SDKs send messages to the URL itself."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from harness.synth.responses.answer import Answer
from harness.synth.responses.facts import facts_of
from harness.synth.scene import ACCOUNT
from harness.synth.server.guard import is_loopback, name_of
from harness.synth.service.dispatch import Asked


def at_endpoint(asked: Asked, answer: Answer, url: str) -> Answer:
    """Return an answer with the URLs of resources below the endpoint's own, where its service has such.

    Args:
        asked: what was asked.
        answer: the answer to it.
        url: the URL of the endpoint as the client wrote it, without a path.
    """
    own = facts_of(asked.operation.service_model.service_name).own_urls
    if answer.response is None or not own:
        return answer
    account = asked.params.get(own["account"]) or ACCOUNT
    changed: dict[str, Any] = {}
    for name in own["members"]:
        value = answer.response.get(name)
        if isinstance(value, list):
            changed[name] = [_own(url, each, ACCOUNT) for each in value]
        elif value is not None:
            named = value if _is_local(value) else asked.params.get(own["name"]) or value
            changed[name] = _own(url, named, account)
    return replace(answer, response={**answer.response, **changed}) if changed else answer


def _own(url: str, named: Any, account: str) -> str:
    """Write the URL of a resource, given its name or another URL of it; a URL of this machine stays."""
    if _is_local(named):
        return str(named)
    return f"{url}/{account}/{str(named).rstrip('/').rpartition('/')[2]}"


def _is_local(url: Any) -> bool:
    """Tell whether somebody has made a URL for a server of this machine."""
    return _is_local_host(str(url).partition("://")[2].partition("/")[0])


@lru_cache(maxsize=256)
def _is_local_host(host: str) -> bool:
    return is_loopback(name_of(f"//{host}"))
