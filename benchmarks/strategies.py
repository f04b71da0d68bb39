"""How many valid requests and responses a second the strategies give, beside hypothesis-jsonschema.

    python benchmarks/strategies.py [--examples N] [--alone]

hypothesis-jsonschema is given the contract's own JSON Schema of the same operation, without its ``$id``, at
which it looks for a schema elsewhere, and with Hypothesis's health checks off; ours are on. It breaks under
current versions of Hypothesis, so it runs in an environment of its own, which the first run makes (`PINS`).
Each strategy is made once and drawn from by ``@given``, after a run that is not counted. What theirs gives is
taken for valid, although it passes over documented relations between values. The rate is by processor time,
which other programs do not change much. Where theirs fails, the last line of its error follows.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PINS = ("hypothesis==6.170.9", "hypothesis-jsonschema==0.23.1")
ENVIRONMENT = Path(__file__).resolve().parents[1] / ".venvs" / "hypothesis-jsonschema"
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
THEIR_EXAMPLES = 40
LONGEST = 150  # seconds that theirs may take with one schema


def rate(strategy: Any, examples: int, *, checked: bool = True) -> float:
    """Return the examples that a strategy gives a second of processor time, with health checks or without."""
    from hypothesis import HealthCheck, Phase, given, settings

    suppressed = [] if checked else list(HealthCheck)

    def run(count: int) -> float:
        drawn = 0

        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=suppressed,
        )
        @given(strategy)
        def draw(example: Any) -> None:
            nonlocal drawn
            drawn += 1

        began = time.process_time()
        draw()
        return drawn / (time.process_time() - began)

    run(min(examples, 20))
    return run(examples)


def theirs() -> None:
    """Read a schema from standard input, and print the rate of theirs; this runs in their environment."""
    from hypothesis_jsonschema import from_schema  # type: ignore[import-not-found, unused-ignore]

    print(rate(from_schema(json.load(sys.stdin)), THEIR_EXAMPLES, checked=False))


def prepared() -> Path:
    """Return the interpreter of the environment of hypothesis-jsonschema, made where there is none."""
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / ".installed").exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PINS], check=True)
        (ENVIRONMENT / ".installed").touch()
    return python


def rate_of_theirs(python: Path, schema: dict[str, Any]) -> float | str:
    """Return the rate of hypothesis-jsonschema with a schema, or why it fails."""
    written = json.dumps({name: value for name, value in schema.items() if name != "$id"})
    command = [str(python), __file__, "--theirs"]
    try:
        done = subprocess.run(
            command, input=written, text=True, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return f"takes more than {LONGEST} seconds for {THEIR_EXAMPLES} examples"
    if done.returncode:
        errors = [
            line for line in done.stderr.splitlines() if re.match(r"[\w.]+(Error|Failed|Check)\w*:", line)
        ]
        return f"fails: {errors[-1][:100] if errors else 'see its output'}"
    return float(done.stdout)


def compare(kind: str, examples: int, python: Path | None) -> None:
    """Print a line for each operation: our rate, theirs, and the ratio."""
    from harness.contract.contract import contract
    from harness.synth import strategies as aws

    make: Callable[[str], Any] = getattr(aws, kind)
    print(f"{kind:36}{'harness':>10}{'theirs':>10}{'ratio':>8}   examples a second")
    for name in OPERATIONS:
        ours = rate(make(name), examples)
        known = contract(*name.split("."))
        schema = known.request_schema if kind == "requests" else known.response_schema
        their = rate_of_theirs(python, schema) if python is not None else ""
        beside = f"{their:10.0f}{ours / their:8.1f}" if isinstance(their, float) else f"{'':18}   {their}"
        print(f"{name:36}{ours:10.0f}{beside}".rstrip(), flush=True)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=300, help="of each of our strategies")
    parser.add_argument("--alone", action="store_true", help="without hypothesis-jsonschema")
    parser.add_argument("--theirs", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.theirs:
        theirs()
        return
    python = None if arguments.alone else prepared()
    for kind in ("requests", "responses"):
        compare(kind, arguments.examples, python)


if __name__ == "__main__":
    main()
