"""Operations drawn by a seed, asked over HTTP: botocore parses each answer, and it keeps to the contract."""

from __future__ import annotations

import functools
import random
import socket
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
from harness.models import method_name, operations, parse_operation_name, service_names
from harness.synth import SyntheticService, example_request
from harness.synth.server.serving import serving

SEED = 20261121


# What a client cannot ask, or no server can tell, and why.
EXCEPTIONS = {
    "docdb.CreateDBInstance": "RDS has its name, its version and its host; only the engine tells them",
    "neptune.CreateDBInstance": "as docdb.CreateDBInstance",
    "signin.GetConsoleAuthorizationConfiguration": "endpoint rules send it to AWS whatever the endpoint_url",
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of an endpoint, with every name that ends in localhost an address of it."""
    look_up = socket.getaddrinfo

    def local(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if str(host).endswith("localhost") else host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch, serving(SyntheticService()) as url:
        patch.setattr(socket, "getaddrinfo", local)
        yield int(url.rpartition(":")[2])


def client(service: str, host: str, port: int) -> Any:
    session = botocore.session.Session()
    session.set_credentials("testing", "testing")
    config = Config(retries={"total_max_attempts": 1}, read_timeout=30)
    return session.create_client(service, "us-east-1", endpoint_url=f"http://{host}:{port}", config=config)


def host_of(operation: OperationModel) -> str:
    """Localhost; of a request without a signature, only the name of its host tells the service."""
    if operation.auth_type == "none" or operation.auth == ["smithy.api#noAuth"]:
        return f"{operation.service_model.endpoint_prefix}.localhost"
    return "localhost"


def read(answer: dict[str, Any]) -> None:
    """Read what comes as a stream to its end."""
    for value in answer.values():
        if isinstance(value, StreamingBody):
            value.read()
        elif isinstance(value, EventStream):
            list(value)


def ask_all(port: int, chosen: list[OperationModel], folder: Path) -> tuple[Counter[str], list[str]]:
    """Ask each operation once while recording; return what was asked by protocol, and what went wrong."""
    protocols: Counter[str] = Counter()
    wrong: list[str] = []
    path = folder / "drawn.json"
    clients = functools.cache(functools.partial(client, port=port))
    with harness.use_cassette(path, mode="rewrite", source="harness serve") as live:
        for operation in chosen:
            name = f"{operation.service_model.service_name}.{operation.name}"
            asked = clients(operation.service_model.service_name, host_of(operation))
            method = getattr(asked, method_name(operation.name), None)
            if method is None or name in EXCEPTIONS:  # botocore's clients have no operations that need HTTP/2
                protocols["not asked"] += 1
                continue
            try:
                read(method(**example_request(harness.contract(*parse_operation_name(name)))))
            except Exception as error:
                wrong.append(f"{name}: {type(error).__name__}: {error}"[:300])
    for served in live.served:
        assert served.interaction.facts is not None
        protocols[str(served.interaction.facts.protocol)] += 1
    report = harness.check(harness.load_cassette(path))
    wrong += [f"interaction {each.interaction}: {each.reason}" for each in report.not_checked]
    wrong += [f"{violation.operation}: {violation.message}" for violation in report.errors]
    return protocols, wrong


def test_operations_drawn_by_a_seed_are_answered(port: int, tmp_path: Path) -> None:
    draw = random.Random(SEED)
    services = [list(operations(name)) for name in sorted(draw.sample(service_names(), 15))]
    chosen = [one for service in services for one in draw.sample(service, min(5, len(service)))]
    protocols, wrong = ask_all(port, chosen, tmp_path)
    assert wrong == []
    assert protocols.total() >= len(chosen) > 60


@pytest.mark.sweep
def test_a_thousand_operations_drawn_by_a_seed_are_answered(port: int, tmp_path: Path) -> None:
    everything = list(operations())
    positions = sorted(random.Random(SEED).sample(range(len(everything)), 1000))
    protocols, wrong = ask_all(port, [everything[position] for position in positions], tmp_path)
    counts = ", ".join(f"{name} {count}" for name, count in protocols.most_common())
    print(f"\n1000 operations over HTTP: {counts}; {len(wrong)} wrong")  # noqa: T201
    assert wrong == []
    assert protocols.total() >= 1000  # a client of a directory bucket asks for a session besides
