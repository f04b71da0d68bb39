"""Exchanges as Python code that makes the same calls with boto3."""

from __future__ import annotations

import json
import keyword
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from harness.contract.contract import contract
from harness.contract.exchange import Exchange
from harness.contract.values import from_json_value
from harness.models import method_name
from harness.models.paginators import find_pagination

KEYS = ("testing", "testing")
"""The id and the secret of the access key that requests are signed with: nobody's, which emulators take."""

PAGINATION_CONFIG = "PaginationConfig"
"""The parameter that only botocore's paginators have: a call with it is made by one."""

_WIDTH = 100
_LONGEST_ANSWER = 400
_REPEATED = re.compile(r"(.{1,16}?)\1{3,}", re.DOTALL)
_LONG = 40  # characters
_MANY = 4  # equal entries
_Clients = dict[tuple[str, str | None], str]
_NUMBERED = re.compile(r"([^{}]*?)(0|[1-9]\d*)")


def script_lines(exchanges: Sequence[Exchange], endpoint_url: str | None = None) -> Iterator[str]:
    """Yield the lines of a program that makes calls again, with what was answered as comments.

    A token that an earlier call returned is taken from its answer, so that the program runs again.

    Args:
        exchanges: calls and their answers, in order, with the parameters known.
        endpoint_url: where the calls go; ``AWS_ENDPOINT_URL`` tells where it is left out.
    """
    clients = _clients(exchanges)
    calls = list(_calls(exchanges, clients))
    if any("datetime." in line for call in calls for line in call):
        yield "import datetime"
        yield ""
    yield "import boto3"
    yield "from botocore.config import Config"
    yield ""
    yield "config = Config(parameter_validation=False)"
    yield f"session = boto3.Session{KEYS!r}  # keys of nobody, which an emulator takes"
    where = "" if endpoint_url is None else f", endpoint_url={endpoint_url!r}"
    for (service, region), client in clients.items():
        yield f"{client} = session.client({service!r}, {region!r}{where}, config=config)"
    for call in calls:
        yield from call


def call_lines(exchanges: Sequence[Exchange], outcomes: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the calls alone, of clients named like their services (see `script_lines`).

    Args:
        exchanges: calls and their answers, in order, with the parameters known.
        outcomes: what became of each, where that is no answer; else empty.
    """
    for call, outcome in zip(_calls(exchanges, _clients(exchanges)), outcomes, strict=True):
        yield from [*call[:-1], f"# {outcome}"] if outcome else call


def _calls(exchanges: Sequence[Exchange], clients: _Clients) -> Iterator[list[str]]:
    for number, exchange in enumerate(exchanges):
        tokens = _tokens(exchanges[:number])
        arguments = [_argument(name, code) for name, code in _arguments(exchange, tokens)]
        client, method = clients[exchange.service, exchange.region], method_name(exchange.operation)
        if PAGINATION_CONFIG in exchange.params:
            start, end = f"{client}.get_paginator({method!r}).paginate(", ").build_full_result()"
        else:
            start, end = f"{client}.{method}(", ")"
        call = _bracketed(f"answer_{number + 1} = {start}", arguments, end)
        yield [*call.split("\n"), f"# {_answer(exchange)}"]


def _clients(exchanges: Sequence[Exchange]) -> _Clients:
    """Return the names of the clients of each service and region, in order."""
    found: _Clients = {}
    for exchange in exchanges:
        name = exchange.service.replace("-", "_")
        if keyword.iskeyword(name) or name == "config":  # lambda, and the name of what clients are made with
            name = f"{name}_"
        if any(service == exchange.service and region != exchange.region for service, region in found):
            name = f"{name}_{str(exchange.region).replace('-', '_')}"
        found.setdefault((exchange.service, exchange.region), name)
    return found


def _arguments(exchange: Exchange, tokens: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    shape = contract(exchange.service, exchange.operation).operation_model.input_shape
    params: Any = from_json_value(shape, exchange.params)
    pagination = find_pagination(contract(exchange.service, exchange.operation).operation_model)
    asking = () if pagination is None else pagination.input_tokens
    for name, value in params.items():
        token = tokens.get(_written(exchange.params[name])) if name in asking else None
        yield name, token or _code(value)


def _argument(name: str, code: str) -> str:
    is_word = name.isidentifier() and not keyword.iskeyword(name)
    return f"{name}={code}" if is_word else f"**{{{name!r}: {code}}}"


def _code(value: Any) -> str:
    """Write a value as Python code, over several lines where it is long, what repeats itself once."""
    if isinstance(value, dict):
        return _bracketed("{", [part for run in _runs(list(value.items())) for part in _members(run)], "}")
    if isinstance(value, list):
        same = (list(run) for _, run in groupby(value, key=repr))  # as True equals 1
        runs = [(run[0], len(run)) for run in same]
        if len(runs) == 1 and runs[0][1] >= _MANY:
            return f"[{_code(runs[0][0])}] * {runs[0][1]}"
        entries = ([f"*[{_code(item)}] * {n}"] if n >= _MANY else [_code(item)] * n for item, n in runs)
        return _bracketed("[", [entry for some in entries for entry in some], "]")
    if isinstance(value, str):
        for run in _REPEATED.finditer(value):
            if len(run[0]) >= _LONG:
                before, after = value[: run.start()], value[run.end() :]
                parts = (repr(before), f"{run[1]!r} * {len(run[0]) // len(run[1])}", _code(after))
                return " + ".join(part for part in parts if part != "''")
    return repr(value)


def _runs(items: Sequence[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    """Yield the members of a map in order, together those of one value whose names are numbered in order."""
    run: list[tuple[Any, Any]] = []
    for item in items:
        if run and not _follows(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _follows(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    first, second = (_NUMBERED.fullmatch(str(name)) for name, _ in (one, other))
    if first is None or second is None or repr(one[1]) != repr(other[1]):
        return False
    return first[1] == second[1] and int(first[2]) + 1 == int(second[2])


def _members(run: Sequence[tuple[Any, Any]]) -> Iterator[str]:
    if len(run) < _MANY:
        yield from (f"{_code(name)}: {_code(value)}" for name, value in run)
        return
    numbered = _NUMBERED.fullmatch(run[0][0])
    assert numbered is not None
    begin = int(numbered[2])
    numbers = f"{begin}, {begin + len(run)}" if begin else str(len(run))
    yield f"**{{f{numbered[1] + '{n}'!r}: {_code(run[0][1])} for n in range({numbers})}}"


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
