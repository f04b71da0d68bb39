"""Print the facts that AWS's own published examples break: ``python -m tools.facts.objections kms sqs``.

A fact that an example of AWS breaks is read again, or refuted in its line with the reason.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable

from harness.contract.contract import contract
from harness.contract.violation import Violation
from tools.facts.published import published


def objections(services: Iterable[str]) -> dict[tuple[str, str], list[tuple[str, Violation]]]:
    """Return the violations of examples, each with its example, by service and the fact that they break."""
    found: dict[tuple[str, str], list[tuple[str, Violation]]] = defaultdict(list)
    for name, service, operation, params in published(services):
        for violation in contract(service, operation).check_request(params):
            if violation.source is not None and violation.source.claim:
                found[service, violation.source.claim].append((name, violation))
    return found


def main() -> None:
    """Print the objections to the facts of the services named on the command line."""
    for (service, claim), broken in sorted(objections(sys.argv[1:]).items()):
        name, violation = broken[0]
        print(f"{service} {claim} ({violation.source and violation.source.review}), {len(broken)} examples")
        print(f"    {violation.message}")
        print(f"    {violation.source and violation.source.text}")
        print(f"    {name}")


if __name__ == "__main__":
    main()
