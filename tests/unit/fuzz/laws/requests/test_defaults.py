from __future__ import annotations

from typing import Any

from botocore.config import Config

import harness
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.requests.defaults import laws_of_defaults
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.sessions import plain_client

OWN, OTHER = "123456789012", "210987654321"
IDS = {"LOCAL": "p-0123456789abcdef0", "PARTNER": "p-0123456789abcdef1"}


def profile(kind: str) -> dict[str, Any]:
    arn = f"arn:aws:transfer:us-east-1:{OWN}:profile/{IDS[kind]}"
    return {"Arn": arn, "ProfileId": IDS[kind], "As2Id": kind, "ProfileType": kind}


def found(operation: str, answer: Any) -> list[Counterexample]:
    aws = SyntheticService()
    aws.override(operation, answer)
    service, name = operation.split(".")
    client = attach(plain_client(service, "us-east-1", Config(parameter_validation=False)), aws)
    (law,) = laws_of_defaults(Caller(harness.contract(service, name), client))
    return list(law.counterexamples())


def test_a_default_that_needs_another_parameter_is_asked_for_with_it() -> None:
    def statistics(params: dict[str, Any]) -> dict[str, Any]:
        order = params.get("OrderBy", "ASC")
        counts = [{"AccountId": one, "TotalFindings": 1} for one in (OWN, OTHER)]
        return {"FindingStatistics": {"GroupedByAccount": counts[:: -1 if order == "DESC" else 1]}}

    (one,) = found("guardduty.GetFindingsStatistics", statistics)
    assert one.place == "OrderBy"
    assert "GroupBy" in one.exchanges[0].params
