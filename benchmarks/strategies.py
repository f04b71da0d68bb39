"""Valid requests and responses from the strategies, beside hypothesis-jsonschema on the contract's schemas.

Its schema goes without ``$id``, at which it looks for a schema elsewhere, and its Hypothesis health checks
are off; ours are on. Each strategy is made once and drawn from by ``@given``. What theirs gives is taken for
valid, although it passes over documented relations between values. Where theirs fails, or takes too long, the
row says so.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import time
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis_jsonschema import from_schema
from measure import Measure, Row, Target, compare, seconds_of

from harness.contract.contract import contract
from harness.synth import strategies as aws

OPERATIONS = (
    "sqs.CreateQueue",
    "cloudwatch.PutMetricAlarm",
    "ec2.RunInstances",
    "dynamodb.Query",
    "wafv2.CreateWebACL",
    "s3.PutObject",
    "lambda.CreateFunction",
    "iam.CreateRole",
    "cloudtrail.ListInsightsMetricData",
    "xray.GetInsightEvents",
)
EXAMPLES = 150
THEIR_EXAMPLES = 40
LONGEST = 60  # seconds of processor time that theirs may take with one schema
TARGET = Target("factor", 10)
PEER = "hypothesis-jsonschema"


def rows(rounds: int) -> Iterator[Row]:
    """Measure the requests, and then the responses, of each operation."""
    for kind in ("requests", "responses"):
        for name in OPERATIONS:
            held_to = contract(*name.split("."))
            if kind == "responses" and held_to.operation_model.output_shape is None:
                continue  # there is one response: nothing
            what = f"an example of valid {kind}, {name}"
            ours = drawn(getattr(aws, kind)(name), EXAMPLES)
            schema = dict(getattr(held_to, f"{kind[:-1]}_schema"))
            del schema["$id"]
            if reason := failure(schema):
                yield Row(what, PEER, TARGET, [ours(), ours()][1:], (), reason)
            else:
                theirs = drawn(from_schema(schema), THEIR_EXAMPLES, suppressed=list(HealthCheck))
                yield compare(what, PEER, TARGET, ours, theirs, min(rounds, 3))


def drawn(strategy: Any, examples: int, suppressed: Any = ()) -> Measure:
    """Return what draws examples, as a test does."""
    count = 0

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=suppressed,
    )
    @given(strategy)
    def draw(example: Any) -> None:
        nonlocal count
        count += 1

    def measure() -> float:
        nonlocal count
        count = 0
        seconds = seconds_of(draw)
        return seconds / count

    return measure


def failure(schema: dict[str, Any]) -> str:
    """Try theirs in a process of its own; return why it fails, or nothing."""
    reasons: Any = multiprocessing.get_context("fork").SimpleQueue()
    trial = multiprocessing.get_context("fork").Process(target=attempt, args=(schema, reasons))
    trial.start()
    trial.join()
    if trial.exitcode == -signal.SIGXCPU:
        return f"takes more than {LONGEST} s for {THEIR_EXAMPLES} examples"
    return str(reasons.get()) if not reasons.empty() else f"ends with status {trial.exitcode}"


def attempt(schema: dict[str, Any], reasons: Any) -> None:
    """Draw from theirs; put the reason why it fails, or an empty one, on a queue."""
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + LONGEST, spent + LONGEST + 1))
    try:
        drawn(from_schema(schema), THEIR_EXAMPLES, suppressed=list(HealthCheck))()
    except Exception as error:
        text = str(error).partition("\n")[0][:80].replace("|", "\\|")
        reasons.put(f"fails: {type(error).__name__}: {text}")
    else:
        reasons.put("")
