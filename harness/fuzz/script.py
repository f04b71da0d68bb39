"""Exchanges as Python code that makes the same calls with boto3."""

from __future__ import annotations

import json
import keyword
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harness.contract.contract import contract
from harness.contract.exchange import Exchange
from harness.contract.values import from_json_value
from harness.models import method_name
from harness.models.paginators import find_pagination

_WIDTH = 100
_LONGEST_ANSWER = 400
_RUN = re.compile(r"(.)\1{39,}", re.DOTALL)  # of one character


def script_lines(exchanges: Sequence[Exchange], endpoint_url: str | None = None) -> Iterator[str]:
    """Yield the lines of a program that makes calls again, with what was answered as comments.

    A token that an earlier call returned is taken from its answer, so that the program runs again.

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
    yield "session = boto3.Session('testing', 'testing')  # keys of nobody, which an emulator takes"
    where = "" if endpoint_url is None else f", endpoint_url={endpoint_url!r}"
    for service, region in dict.fromkeys((each.service, each.region) for each in exchanges):
        yield f"{_client(service)} = session.client({service!r}, {region!r}{where}, config=config)"
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
        call = _bracketed(f"answer_{number + 1} = {method}(", arguments, ")")
        yield [*call.split("\n"), f"# {_answer(exchange)}"]


def _client(service: str) -> str:
    name = service.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name  # lambda


def _arguments(exchange: Exchange, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    shape = contract(exchange.service, exchange.operation).operation_model.input_shape
    params: Any = from_json_value(shape, exchange.params)
    pagination = find_pagination(contract(exchange.service, exchange.operation).operation_model)
    asking = () if pagination is None else pagination.input_tokens
    for name, value in params.items():
        token = tokens.get(_written(exchange.params[name])) if name in asking else None
        yield name, token or _code(value)


def _code(value: Any) -> str:
    """Write a value as Python code, over several lines where it is long."""
    if isinstance(value, dict):
        return _bracketed("{", [f"{name!r}: {_code(item)}" for name, item in value.items()], "}")
    if isinstance(value, list):
        return _bracketed("[", [_code(item) for item in value], "]")
    if isinstance(value, str) and (run := _RUN.search(value)):
        before, after = value[: run.start()], value[run.end() :]
        parts = (repr(before), f"{run[1]!r} * {len(run[0])}", _code(after))
        return " + ".join(part for part in parts if part != "''")
    return repr(value)


def _bracketed(start: str, parts: list[str], end: str) -> str:
    line = f"{start}{', '.join(parts)}{end}"
    if len(line) <= _WIDTH and "\n" not in line:
        return line
    inside = "".join(f"{part},\n" for part in parts)
    return f"{start}\n{textwrap.indent(inside, '    ')}{end}"


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
        words = " ".join((f"{error.code}: " if error.code else "").split() + error.message.split())
        return _short(f"answered: status {exchange.status}, {words}")
    return _short(f"answered: {json.dumps(exchange.response, ensure_ascii=False, default=str)}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_ANSWER else f"{text[: _LONGEST_ANSWER - 3]}..."
