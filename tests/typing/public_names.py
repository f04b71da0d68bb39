"""What type checkers know of the public names; never run: ``make types`` has mypy and pyright read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, assert_type

import harness
from harness import Cassette, Contract, LiveCassette, Report, Severity, Violation
from harness.contract.rules.rule import Rule
from harness.fuzz import Aws
from harness.synth import THROTTLED, Dropped, Error, SyntheticService, synthetic_client

contract = harness.contract("cloudtrail", "ListInsightsData")
assert_type(contract, Contract)
assert_type(contract.request_schema, dict[str, Any])
assert_type(contract.rules, tuple[Rule, ...])
assert_type(contract.check_request({"MaxResults": 5}), list[Violation])
assert_type(contract.check_response(None, {"Events": []}), list[Violation])
assert_type(harness.contract_from_page("list_insights_data.rst"), Contract)

for violation in contract.check_request({}):
    assert_type(violation, Violation)
    assert_type(violation.severity, Severity)
    assert_type(violation.pointer, str)

cassette = harness.load_cassette("cassettes/trail.yaml")
assert_type(cassette, Cassette)
assert_type(harness.check(cassette), Report)

with harness.use_cassette("cassettes/trail.yaml", mode="none") as live:
    assert_type(live, LiveCassette)

synthetic_client("s3", state=harness.World(seeded={"s3.Bucket": 2}))
synthetic_client("cloudtrail", seed=7).fault("cloudtrail.ListInsightsData", THROTTLED, Dropped(), Error("X"))
assert_type(SyntheticService(7), SyntheticService)

# Stubs of sqs are installed (tests/typing/stubs), those of cloudtrail are not.
queues = synthetic_client("sqs", state=harness.World())
assert_type(queues.list_queues(QueueNamePrefix="a")["QueueUrls"], list[str])
assert_type(queues.override("sqs.ListQueues", {"QueueUrls": []}), None)
queues.list_queue()  # type: ignore[attr-defined]
queues.list_queues(Prefix="a")  # type: ignore[call-arg]
synthetic_client("sqs", sede=7)  # type: ignore[call-overload]
assert_type(synthetic_client(contract.service), Any)
assert_type(synthetic_client("cloudtrail").list_trails()["Trails"], Any)


@harness.fuzz.aws("xray.GetInsightEvents", present=["InsightEvents"], faults=True)
def fuzzed(aws: Aws) -> None:
    assert_type(aws.expected("InsightEvents"), list[Any])


@harness.fuzz.aws("xray.GetInsightEvents")
def fuzzed_with_fixture(aws: Aws, tmp_path: Path) -> int:
    return 1


signature: Callable[[Aws, Path], int] = fuzzed_with_fixture
fuzzed_with_fixture("no answers")  # type: ignore[call-arg,arg-type]


contract.check_request("no parameters")  # type: ignore[arg-type]
harness.use_cassette("cassettes/trail.yaml", modes="none")  # type: ignore[call-arg]
harness.use_cassette("cassettes/trail.yaml", mode="sometimes")  # type: ignore[arg-type]
_ = harness.no_such_name  # type: ignore[attr-defined]
