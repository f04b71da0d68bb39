"""The two validators on exchanges of every service: made from the contract, and broken in random places."""

from __future__ import annotations

import copy
import os
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.rules import with_defaults
from harness.contract.values import to_json_value
from harness.contract.vocabulary import fast_validator, reference_validator
from harness.errors import HarnessError
from harness.models import load_service, service_names
from harness.synth.examples import example_request
from harness.synth.responses.answer import exchange_of
from harness.synth.responses.responder import respond
from harness.synth.scene import DEFAULT_SCENE

# A sweep of another part or with other numbers: HARNESS_SEED=7 HARNESS_EXCHANGES=20000 pytest -m sweep ...
SEED = os.environ.get("HARNESS_SEED", "0")
EXCHANGES = int(os.environ.get("HARNESS_EXCHANGES", "100000"))
CHUNKS = 10
MADE = 8
BROKEN = 12  # of each that was made
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 10**20, 1.0, 1.5, 1e300, "", "a", "x" * 300, "É", "\ud800", "NaN", "Infinity"),
    *("2024-05-01T00:00:00Z", "2024-13-01T00:00:00Z", "aGk=", "=", [], [1], {}, {"Nxt": 1}, [None]),
)


def operations(seed: str) -> Iterator[Contract]:
    """Operations without end, each service as likely as any other."""
    drawn = random.Random(seed)
    names = service_names()
    while True:
        model = load_service(drawn.choice(names))
        yield Contract(model.operation_model(drawn.choice(model.operation_names)))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document: what it is in, and under which key."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield value, key
        yield from places(item)


def broken(document: Any, drawn: random.Random) -> Any:
    """A document with something else in one to three of its places, or without what was there."""
    document = copy.deepcopy(document)
    for _ in range(drawn.randint(1, 3)):
        parent, key = drawn.choice(list(places(document)))
        if parent is not document and drawn.random() < 0.2:
            del parent[key]
        elif parent is not document and isinstance(parent, dict) and drawn.random() < 0.15:
            parent[f"{key}x"] = parent[key]
        elif isinstance(parent[key], str) and drawn.random() < 0.3:  # what matches its pattern in part
            parent[key] = drawn.choice(["{}\n", " {}", "x{}y"]).format(parent[key])
        else:
            parent[key] = copy.deepcopy(drawn.choice(ODD))
    return document


def documents(contract: Contract, seed: str) -> Iterator[Any]:
    """Exchanges of an operation as its schemas see them."""
    drawn = random.Random(f"{seed} {contract.name}")
    model = contract.operation_model
    for number in range(MADE):
        params = example_request(contract, (seed, number))
        exchange = exchange_of(contract, params, respond(contract, params, (seed, number)), DEFAULT_SCENE)
        document = {
            "request": to_json_value(model.input_shape, params),
            "response": exchange.response or {},
            "time": exchange.time,
        }
        yield document
        for _ in range(BROKEN):
            yield broken(document, drawn)


def verdicts(validator: Any, instance: Any) -> bool | None:
    try:
        return bool(validator.is_valid(instance))
    except (ValueError, TypeError):  # what jsonschema-rs leaves to jsonschema: text that is no Unicode
        return None


def differences(contract: Contract, seed: str, seen: Counter[str]) -> Iterator[str]:
    schemas = {"request": contract.request_schema, "response": contract.response_schema}
    pairs = {name: (fast_validator(s), reference_validator(s)) for name, s in schemas.items()}
    exchange = (fast_validator(contract.exchange_schema), reference_validator(contract.exchange_schema))
    for document in documents(contract, seed):
        seen["exchanges"] += 1
        asked = document["request"]
        # A contract judges by its schema without the rules that the model implies.
        found = [v for v in contract.check_exchange(Exchange("", "", params=asked)) if v.side == "request"]
        verdict = None if asked is None else verdicts(pairs["request"][0], asked)
        if verdict is not None and bool(found) is verdict:
            yield f"{contract.name}: jsonschema-rs {verdict}, the contract {found}: {asked}"
        asked = with_defaults(asked, contract.rules) if isinstance(asked, dict) else asked
        judged = [(*pairs[name], document[name], name) for name in pairs]
        judged.append((*exchange, {**document, "request": asked}, "exchange"))
        for fast, reference, instance, name in judged:
            verdict = verdicts(fast, instance)
            if verdict is None:
                seen["left to jsonschema"] += 1
                continue
            seen["valid" if verdict else "invalid"] += 1
            if reference.is_valid(instance) is not verdict:
                yield f"{contract.name} {name}: jsonschema-rs {verdict}, jsonschema {not verdict}: {instance}"


def sweep(count: int, seed: str) -> tuple[Counter[str], list[str]]:
    seen: Counter[str] = Counter()
    found: list[str] = []
    made = operations(seed)
    while seen["exchanges"] < count:
        try:
            found += differences(next(made), seed, seen)
            seen["operations"] += 1
        except HarnessError:  # a request that no client can send, or that cannot be made
            seen["operations without examples"] += 1
    return seen, found


def test_both_validators_agree_on_some_exchanges() -> None:
    seen, found = sweep(400, "some")
    assert found == []
    assert seen["valid"] > 100
    assert seen["invalid"] > 100


@pytest.mark.sweep
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_validators_agree(chunk: int) -> None:
    seen, found = sweep(EXCHANGES // CHUNKS, f"{SEED}-{chunk}")
    print(f"\nvalidators, chunk {chunk} of seed {SEED}: {dict(seen)}, {len(found)} differences")  # noqa: T201
    assert found[:10] == []
