"""Parameters that tokens carry, as documentation forbids them next to a token, which stands for them.

Kinesis's ``ListShards`` takes a token or the stream's name. Nothing is kept between two pages
(`harness.synth.responses.pages`), so the token itself has to say what the first page was asked for.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.pagination.replaced import replaced_by
from harness.contract.rules import Rule
from harness.contract.values import JsonValue
from harness.models.paginators import Pagination

_MARK = "."


def token_for(pagination: Pagination, params: Mapping[str, JsonValue], rules: Iterable[Rule]) -> str:
    """Return what is added to the token of a request's next page; nothing if the next request repeats all.

    Args:
        pagination: the operation's pagination.
        params: the request's parameters in JSON-able form.
        rules: the operation's rules.
    """
    replaced = replaced_by(pagination.input_tokens, rules)
    held = {name: value for name, value in sorted(params.items()) if name in replaced}
    written = base64.urlsafe_b64encode(json.dumps(held, sort_keys=True).encode()).decode("ascii").rstrip("=")
    return _MARK + written if held else ""


def with_token_parameters(
    contract: Contract, pagination: Pagination, params: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """Add to a request what its token carries; one that cannot be read, or breaks the contract, adds nothing.

    Args:
        contract: the operation's contract.
        pagination: the operation's pagination.
        params: the request's parameters in JSON-able form.
    """
    tokens, whole = pagination.tokens_in(params), dict(params)
    replaced = replaced_by(tokens, contract.rules) if tokens else frozenset()
    if not replaced:
        return whole
    for token in tokens.values():
        held = _read(token)
        whole |= {name: value for name, value in held.items() if name in replaced}
    first = {name: value for name, value in whole.items() if name not in tokens}
    exchange = Exchange(contract.service, contract.operation, params=first)
    is_right = len(whole) == len(params) or not contract.check_exchange(exchange)
    return whole if is_right else dict(params)


def _read(token: JsonValue) -> dict[str, JsonValue]:
    written = str(token).rpartition(_MARK)[2]
    try:
        held = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}
