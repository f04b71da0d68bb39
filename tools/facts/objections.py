"""Print the facts that AWS's own published examples break: ``python -m tools.facts.objections kms sqs``.

A fact that an example of AWS breaks is read again, or refuted in its line with the reason.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from botocore.loaders import Loader

from harness.contract.contract import contract
from harness.contract.violation import Violation

PUBLISHED = Path(__file__).parents[2] / "tests" / "conformance" / "published" / "awscli.jsonl"


def examples(services: Container[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield name, service, operation and parameters of the examples of the command line and of botocore."""
    for line in PUBLISHED.read_text(encoding="utf-8").splitlines():
        name, service, operation, params = json.loads(line)
        if service in services:
            yield name, service, operation, params
    loader = Loader()
    for service in loader.list_available_services("examples-1"):
        if service in services:
            written = loader.load_service_model(service, "examples-1")["examples"]
            for operation, shown in written.items():
                for each in shown:
                    yield each.get("id", ""), service, operation, each.get("input", {})


def objections(services: Container[str]) -> dict[tuple[str, str], list[tuple[str, Violation]]]:
    """Return the violations of examples by service and the fact that they break."""
    found: dict[tuple[str, str], list[tuple[str, Violation]]] = defaultdict(list)
    for name, service, operation, params in examples(services):
        try:
            violations = list(contract(service, operation).check_request(params))
        except Exception:  # an example that can't be made a request of is no objection
            continue
        for violation in violations:
            if violation.source is not None and violation.source.claim:
                found[service, violation.source.claim].append((name, violation))
    return found


def main() -> None:
    """Print the objections to the facts of the services named on the command line."""
    for (service, claim), broken in sorted(objections(set(sys.argv[1:])).items()):
        name, violation = broken[0]
        print(f"{service} {claim} ({violation.source and violation.source.review}), {len(broken)} examples")
        print(f"    {violation.message}")
        print(f"    {violation.source and violation.source.text}")
        print(f"    {name}")


if __name__ == "__main__":
    main()
