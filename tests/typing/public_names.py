"""What type checkers know of the public names; never run: ``make types`` has mypy and pyright read it."""

from __future__ import annotations

from typing import Any, assert_type

import harness
from harness.cassette.model import Cassette
from harness.contract.contract import Contract
from harness.contract.rules.rule import Rule
from harness.contract.violation import Severity, Violation
from harness.fuzz import Aws
from harness.record.live import LiveCassette
from harness.report.check import Report
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


@harness.fuzz.aws("xray.GetInsightEvents", present=["InsightEvents"], faults=True)
def fuzzed(aws: Aws) -> None:
    assert_type(aws.expected("InsightEvents"), list[Any])


contract.check_request("no parameters")  # type: ignore[arg-type]
harness.use_cassette("cassettes/trail.yaml", modes="none")  # type: ignore[call-arg]
_ = harness.no_such_name  # type: ignore[attr-defined]
