"""URLs in answers that are the endpoint's own: what an SDK acts on leads back to the endpoint."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.synth.responses.answer import Answer
from harness.synth.responses.facts import facts_of
from harness.synth.scene import ACCOUNT
from harness.synth.server.guard import is_loopback, name_of
from harness.synth.service.dispatch import Asked
from harness.synth.values.plausible.kinds import MADE_UP_URL
from harness.synth.values.plausible.place import words_of
from harness.synth.values.views import allows


def at_endpoint(asked: Asked, answer: Answer, url: str) -> Answer:
    """Return an answer whose made-up URLs are the endpoint's own, so that no client is sent elsewhere.

    Args:
        asked: what was asked.
        answer: the answer to it.
        url: the URL of the endpoint as the client wrote it, without a path.
    """
    if answer.response is None or asked.operation.output_shape is None:
        return answer
    answer = _with_queues(asked, answer, url)
    back = _led_back(asked.operation, asked.operation.output_shape, answer.response, (), url)
    return replace(answer, response=back)


def _led_back(operation: OperationModel, shape: Any, value: Any, path: tuple[str, ...], url: str) -> Any:
    """Return a value of an answer with the endpoint's own URLs in place of those that were made up."""
    if isinstance(value, dict) and shape.type_name == "structure":
        return {
            name: _led_back(operation, shape.members[name], each, (*path, name), url)
            if name in shape.members
            else each
            for name, each in value.items()
        }
    if isinstance(value, dict) and shape.type_name == "map":
        return {name: _led_back(operation, shape.value, each, path, url) for name, each in value.items()}
    if isinstance(value, list) and shape.type_name == "list":
        return [_led_back(operation, shape.member, each, path, url) for each in value]
    if isinstance(value, str) and shape.type_name == "string":
        own = _own_url(operation, value, path, url)
        return own if own is not None and allows(shape, own) else value
    return value


def _own_url(operation: OperationModel, value: str, path: tuple[str, ...], url: str) -> str | None:
    """Return the endpoint's own URL for a made-up one; None for any other text.

    An endpoint is the URL without a path, as clients write it before the paths of operations. Where clients
    discover endpoints it may be any text, as botocore takes a whole URL as well as a host.
    """
    if operation.is_endpoint_discovery_operation and path == _DISCOVERED:
        return url
    made_up = MADE_UP_URL.fullmatch(value)
    if made_up is None:
        return None
    if all(_ENDPOINT.isdisjoint(words_of(name)) for name in path[-2:]):
        return f"{url}{made_up[1]}"
    return url.partition("://")[2] if words_of(path[-1])[-1] == "address" else url


_ACCOUNT = re.compile(r"/(\d{12})/", re.ASCII)
_DISCOVERED = ("Endpoints", "Address")  # where every operation with the trait ``endpointoperation`` has it
_ENDPOINT = frozenset(("endpoint", "endpoints"))


def _with_queues(asked: Asked, answer: Answer, url: str) -> Answer:
    """Return an answer with the URLs of queues below the endpoint's own, to which messages are sent."""
    own = facts_of(asked.operation.service_model.service_name).own_urls
    if answer.response is None or not own:
        return answer
    account = asked.params.get(own["account"])
    changed: dict[str, Any] = {}
    for name in own["members"]:
        value = answer.response.get(name)
        if isinstance(value, list):
            changed[name] = [_own(url, each, _account_in(each)) for each in value]
        elif value is not None:
            named = value if _is_local(value) else asked.params.get(own["name"]) or value
            changed[name] = _own(url, named, account or _account_in(value))
    return replace(answer, response={**answer.response, **changed}) if changed else answer


def _account_in(value: Any) -> str:
    """Return the account in the URL of a resource; that of the documentation where it has none."""
    found = _ACCOUNT.search(str(value))
    return found[1] if found else ACCOUNT


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
