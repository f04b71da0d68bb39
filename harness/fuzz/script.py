"""Exchanges as Python code that makes the same calls with boto3."""

from __future__ import annotations

import json
import keyword
from collections.abc import Iterator, Mapping, Sequence
from pprint import pformat
from typing import Any

from harness.contract.contract import contract
from harness.contract.exchange import Exchange
from harness.contract.values import from_json_value
from harness.models import method_name
from harness.models.paginators import find_pagination

_WIDTH = 100
_LONGEST_ANSWER = 400


def script_lines(exchanges: Sequence[Exchange], endpoint_url: str | None = None) -> Iterator[str]:
    """Yield the lines of a program that makes calls again, with what was answered as comments.

    A token that an earlier call returned is taken from its answer, so that the program runs anew.

    Args:
        exchanges: calls and their answers, in order, with the parameters known.
        endpoint_url: where the calls go; ``AWS_ENDPOINT_URL`` tells where it is left out.
    """
    calls = list(_calls(exchanges))
    if any("datetime." in line for call in calls for line in call):
        yield "import datetime"
        yield ""
    yield "import boto3"
    yield "from botocore.config import Config"
    yield ""
    yield "config = Config(parameter_validation=False)"
    where = "" if endpoint_url is None else f", endpoint_url={endpoint_url!r}"
    for service, region in dict.fromkeys((each.service, each.region) for each in exchanges):
        yield f"{_client(service)} = boto3.client({service!r}, {region!r}{where}, config=config)"
    for call in calls:
        yield from call


def call_lines(exchanges: Sequence[Exchange], outcomes: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the calls alone, of clients named like their services (see `script_lines`).

    Args:
        exchanges: calls and their answers, in order, with the parameters known.
        outcomes: what became of each, where that is no answer; else empty.
    """
    for call, outcome in zip(_calls(exchanges), outcomes, strict=True):
        yield from [*call[:-1], f"# {outcome}"] if outcome else call


def _calls(exchanges: Sequence[Exchange]) -> Iterator[list[str]]:
    for number, exchange in enumerate(exchanges):
        tokens = _tokens(exchanges[:number])
        arguments = [f"{name}={code}" for name, code in _arguments(exchange, tokens)]
        method = f"{_client(exchange.service)}.{method_name(exchange.operation)}"
        lines = [f"answer_{number + 1} = {method}({', '.join(arguments)})"]
        if len(lines[0]) > _WIDTH or "\n" in lines[0]:
            code = "\n".join(f"{argument}," for argument in arguments)
            lines = [f"answer_{number + 1} = {method}(", *(f"    {line}" for line in code.split("\n")), ")"]
        yield [*lines, f"# {_answer(exchange)}"]


def _client(service: str) -> str:
    name = service.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name  # lambda


def _arguments(exchange: Exchange, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    shape = contract(exchange.service, exchange.operation).operation_model.input_shape
    params: Any = from_json_value(shape, exchange.params)
    for name, value in params.items():
        token = tokens.get(_written(exchange.params[name]))
        yield name, token or pformat(value, width=_WIDTH - len(name) - 5, sort_dicts=False)


def _tokens(exchanges: Sequence[Exchange]) -> dict[str, str]:
    """Return the code that takes a token from an answer, by the token."""
    found = {}
    for number, exchange in enumerate(exchanges, 1):
        pagination = find_pagination(contract(exchange.service, exchange.operation).operation_model)
        if pagination is None or not isinstance(exchange.response, Mapping):
            continue
        tokens = pagination.next_request(exchange.response)
        for name, path in zip(pagination.input_tokens, pagination.output_tokens, strict=True):
            if name in tokens:
                code = "".join(f'["{step}"]' for step in path.split("."))
                found[_written(tokens[name])] = f"answer_{number}{code}"
    return found


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _answer(exchange: Exchange) -> str:
    error = exchange.error
    if error is not None:
        words = " ".join(f"{error.code}: {error.message}".split())
        return _short(f"answered: status {exchange.status}, {words}")
    return _short(f"answered: {json.dumps(exchange.response, ensure_ascii=False, default=str)}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_ANSWER else f"{text[: _LONGEST_ANSWER - 3]}..."
