"""Operations drawn by a seed, asked over HTTP: botocore parses each answer, and it keeps to the contract."""

from __future__ import annotations

import functools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.model import OperationModel
from botocore.response import StreamingBody

import harness
from harness.models import method_name, operations, service_names
from harness.synth import SyntheticService, example_request
from harness.synth.server.serving import serving

SEED = 20261121


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(SyntheticService()) as address:
        yield address


def client(url: str, service: str) -> Any:
    session = botocore.session.Session()
    session.set_credentials("testing", "testing")
    # A prefix before an address on loopback is no host.
    config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False, read_timeout=30)
    return session.create_client(service, "us-east-1", endpoint_url=url, config=config)


def read(answer: dict[str, Any]) -> None:
    """Read what comes as a stream to its end."""
    for value in answer.values():
        if isinstance(value, StreamingBody):
            value.read()
        elif isinstance(value, EventStream):
            list(value)


def ask_all(url: str, chosen: list[OperationModel], folder: Path) -> tuple[Counter[str], list[str]]:
    """Ask each operation once while recording; return what was checked by protocol, and what went wrong."""
    protocols: Counter[str] = Counter()
    wrong: list[str] = []
    path = folder / "drawn.json"
    clients = functools.cache(functools.partial(client, url))
    with harness.use_cassette(path, mode="rewrite", source="harness serve") as live:
        for operation in chosen:
            service = operation.service_model.service_name
            params = example_request(harness.contract(service, operation.name))
            try:
                read(getattr(clients(service), method_name(operation.name))(**params))
            except Exception as error:
                wrong.append(f"{service}.{operation.name}: {type(error).__name__}: {error}"[:300])
    for served in live.served:
        assert served.interaction.facts is not None
        protocols[str(served.interaction.facts.protocol)] += 1
    report = harness.check(harness.load_cassette(path))
    wrong += [f"interaction {each.interaction}: {each.reason}" for each in report.not_checked]
    wrong += [f"{violation.operation}: {violation.message}" for violation in report.errors]
    return protocols, wrong


def test_operations_drawn_by_a_seed_are_answered(url: str, tmp_path: Path) -> None:
    draw = random.Random(SEED)
    services = [list(operations(name)) for name in sorted(draw.sample(service_names(), 15))]
    chosen = [one for service in services for one in draw.sample(service, min(5, len(service)))]
    protocols, wrong = ask_all(url, chosen, tmp_path)
    assert wrong == []
    assert protocols.total() == len(chosen) > 60


@pytest.mark.sweep
def test_a_thousand_operations_drawn_by_a_seed_are_answered(url: str, tmp_path: Path) -> None:
    everything = list(operations())
    positions = sorted(random.Random(SEED).sample(range(len(everything)), 1000))
    protocols, wrong = ask_all(url, [everything[position] for position in positions], tmp_path)
    counts = ", ".join(f"{name} {count}" for name, count in protocols.most_common())
    print(f"\n1000 operations over HTTP: {counts}; {len(wrong)} wrong")  # noqa: T201
    assert wrong == []
    assert protocols.total() == 1000
