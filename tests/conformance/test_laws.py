"""The laws hold for the synthetic AWS: in the process, and over HTTP for operations drawn by a seed."""

from __future__ import annotations

import functools
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import OperationModel
from hypothesis import HealthCheck, Phase, settings

from harness.contract.contract import Contract, contract
from harness.fuzz import constraint_laws, law_client, paginator_laws, response_laws
from harness.fuzz.laws.caller import LAW_CONFIG, NothingAnswered
from harness.fuzz.laws.law import CaseLaw, Law
from harness.fuzz.search import Findings, search
from harness.models import method_name, operations, parse_operation_name, service_names
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.strategies.request.valid import NoValidRequest
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.server.serving import serving
from harness.synth.sessions import plain_client
from harness.synth.world.world import World

# Other operations of the sweep over both modes: HARNESS_SEED=7 pytest -m sweep tests/conformance/test_laws.py
DRAWN = os.environ.get("HARNESS_SEED", "0")
SERVICES = 25
SECONDS = 8  # of the processor, for each of its operations
SEED = 20261121
FEW = settings(
    max_examples=3,
    stateful_step_count=6,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],  # the first example compiles the contract
)
# What the laws cannot be held to, and why.
EXPLAINED = {
    "cloudfront-keyvaluestore": "botocore's endpoint rules want an ARN of a form that is not documented",
    "s3.ListDirectoryBuckets": "without parameters it is told from ListBuckets by its host alone",
}
LENGTH = 5  # entries of each list, in pages of four where nothing is asked for


@functools.cache
def synthetic(service: str) -> Any:
    return attach(plain_client(service, "us-east-1", LAW_CONFIG), SyntheticService(SEED, length=LENGTH))


def is_paginated(operation: OperationModel) -> bool:
    return find_pagination(operation) is not None and not operation.has_event_stream_input


def drawn(services: int, most: int) -> Iterator[OperationModel]:
    draw = random.Random(SEED)
    for service in draw.sample(service_names(), services):
        paginated = [operation for operation in operations(service) if is_paginated(operation)]
        yield from draw.sample(paginated, min(most, len(paginated)))


def test_every_law_holds_for_a_sample_of_operations() -> None:
    contracts = [Contract(operation) for operation in drawn(4, 2)]
    findings = search(contracts, synthetic, options=FEW, seed=SEED)
    assert [f"{found.operation} {found.law}: {found.message}" for found in findings.errors] == []
    assert dict(findings.not_judged) == {}
    assert len(findings.laws) == len(contracts) > 3


def test_every_law_holds_over_http_for_a_sample_of_operations() -> None:
    contracts = [Contract(operation) for operation in drawn(3, 1)]
    with serving(SyntheticService(SEED, length=LENGTH)) as url:
        client_of = functools.cache(functools.partial(law_client, endpoint_url=url))
        findings = search(contracts, client_of, options=FEW, seed=SEED)
    assert [f"{found.operation} {found.law}: {found.message}" for found in findings.errors] == []
    assert set(findings.calls) <= {"answered", "cannot be sent"}


def served(name: str, world: World | None, options: settings, seconds: float = float("inf")) -> Findings:
    """Hold one operation of `harness serve` to all laws; stateful with a world."""
    with serving(SyntheticService(0, state=world)) as url:
        client_of = functools.cache(functools.partial(law_client, endpoint_url=url))
        return search(
            [contract(*parse_operation_name(name))],
            client_of,
            options=options,
            seed=SEED,
            max_time=seconds,
            clock=time.process_time,
        )


def wrong(findings: Findings) -> list[str]:
    """Return what is found, warnings as well, and what is not judged."""
    problems = [
        f"{one.severity.value}: {one.operation} {one.law}: {one.code} {one.message}"
        for one in findings.counterexamples
    ]
    problems += [f"not judged: {what}: {reason}" for what, reason in findings.not_judged.items()]
    return [problem for problem in problems if not any(name in problem for name in EXPLAINED)]


# Each broke a law once, or a law was wrong of it.
@pytest.mark.parametrize("seeded", [None, 3], ids=["stateless", "stateful"])
@pytest.mark.parametrize(
    "name",
    [
        "devicefarm.GetProject",  # ARNs of two types end alike
        "elbv2.DescribeTags",  # an error for each type of what has tags
        "iam.GetAccountSummary",  # its requests have no members
        "iam-toolbox.GetRequestAuthorizationPolicy",
        "mediastore-data.DescribeObject",  # its answers have no body, and its paths begin with slashes
        "mgn.CreateConnector",
        "s3tables.ListTableBuckets",
        "sso.ListAccounts",
        "timestream-write.DescribeTable",  # a name is as long as an ARN may be
    ],
)
def test_the_endpoint_keeps_laws_that_it_once_broke(name: str, seeded: int | None) -> None:
    findings = served(name, None if seeded is None else World(seeded=seeded), FEW)
    assert wrong(findings) == []
    assert findings.laws.keys() == {name}


def drawn_of_each_kind(seed: str) -> Iterator[str]:
    """Draw a list in pages, an operation that reads, one that creates and another of some services."""
    draw = random.Random(seed)
    for service in draw.sample(service_names(), SERVICES):
        kinds: dict[str, list[str]] = defaultdict(list)
        for operation in operations(service):
            if not operation.has_event_stream_input:
                role = parse_name(operation.name).role
                kind = "list" if is_paginated(operation) else role if role in ("read", "create") else ""
                kinds[kind].append(operation.name)
        yield from (f"{service}.{draw.choice(names)}" for names in kinds.values())


@pytest.mark.sweep
@pytest.mark.parametrize("seeded", [None, 0, 5], ids=["stateless", "stateful", "seeded"])
def test_the_endpoint_keeps_every_law_of_drawn_operations(seeded: int | None) -> None:
    options = settings(FEW, max_examples=25)
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for name in drawn_of_each_kind(DRAWN):
        findings = served(name, None if seeded is None else World(seeded=seeded), options, SECONDS)
        problems += wrong(findings)
        counts.update({"operations": 1, "judged": len(findings.laws), **findings.calls})
    print(f"\n{dict(counts)}; problems: {len(problems)}", *problems, sep="\n  ")  # noqa: T201
    assert problems == []


def broken(law: Law, cases: slice = slice(1, 2)) -> list[str]:
    """Judge cases of a law's grid, without Hypothesis: by default the plainest request in small pages."""
    if not isinstance(law, CaseLaw) or not (grid := tuple(law.grid())):
        return []
    found = [one for case in grid[cases] or grid[:1] for one in law.judge(case)]
    return [f"{law}: {one.code} {one.message}" for one in found if one.severity == "error"]


@pytest.mark.sweep
def test_the_laws_hold_for_every_paginated_operation() -> None:
    counts: Counter[str] = Counter()
    problems: list[str] = []
    for operation in filter(is_paginated, operations()):
        contract = Contract(operation)
        client = synthetic(contract.service)
        if contract.name.startswith(tuple(EXPLAINED)) or not hasattr(client, method_name(operation.name)):
            counts["cannot be asked"] += 1
            continue
        counts["operations"] += 1
        for law in (*paginator_laws(contract, client), *response_laws(contract, client)):
            problems += broken(law)
            counts[law.name] += 1
            try:
                law.caller.require_answers()
            except NothingAnswered as nothing:
                counts["not judged"] += 1
                problems.append(f"{law}: {nothing}")
            counts["calls"] += law.caller.tally.total()
            law.caller.tally.clear()
    print(f"\n{dict(counts)}; problems: {len(problems)}", *problems, sep="\n  ")  # noqa: T201
    assert problems == []


@pytest.mark.sweep
def test_every_bound_of_three_hundred_operations_is_kept() -> None:
    counts: Counter[str] = Counter()
    problems: list[str] = []
    everything = [operation for operation in operations() if not operation.has_event_stream_input]
    for operation in random.Random(SEED).sample(everything, 300):
        contract = Contract(operation)
        client = synthetic(contract.service)
        if not hasattr(client, method_name(operation.name)):
            counts["no method of the client"] += 1
            continue
        try:
            laws = constraint_laws(contract, client)
        except NoValidRequest:
            counts["no valid request"] += 1
            continue
        counts["operations"] += 1
        for law in laws:
            problems += broken(law, slice(None))
            counts["calls"] += law.caller.tally.total()
            law.caller.tally.clear()
    print(f"\n{dict(counts)}; problems: {len(problems)}", *problems, sep="\n  ")  # noqa: T201
    assert problems == []
