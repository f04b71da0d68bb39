"""Compare the resource types that harness infers with those that a reader of the documentation listed.

The list is resources.toml. A type is found if one inferred type is named by one of its identifiers and has
more than half of its operations; it is found whole if it has all of them. What shows one (reading, listing)
counts as the same, as services call a list of one either.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.models import load_service
from harness.models.resources import ResourceType, resource_types

AIM = 0.85
SHOWING = ("read", "list")


def score(listed: Mapping[str, Any], inferred: ResourceType) -> float:
    """Return the share of a listed type's operations that an inferred one has; 0 if nothing names one."""
    identifiers = listed["by"]
    if identifiers and not set(identifiers) & set(inferred.identifiers):
        return 0.0
    operations = {role: name for role, name in listed.items() if role != "by"}
    roles = {role: SHOWING if role in SHOWING else (role,) for role in operations}
    held = [
        any(name in inferred.operations.get(each, ()) for each in roles[role])
        for role, name in operations.items()
    ]
    return sum(held) / len(held)


def best(listed: Mapping[str, Any], inferred: Sequence[ResourceType]) -> tuple[float, str]:
    """Return the best score among the inferred types, and the name of the type that has it."""
    return max(((score(listed, each), each.name) for each in inferred), default=(0.0, ""))


def main() -> int:
    table = tomllib.loads(Path(__file__).with_name("resources.toml").read_text(encoding="utf-8"))
    total, found, whole = 0, 0, 0
    for service, types in table.items():
        inferred = resource_types(load_service(service)).types()
        scores = {name: best(listed, inferred) for name, listed in types.items()}
        total += len(scores)
        found += sum(share > 0.5 for share, _ in scores.values())
        whole += sum(share == 1.0 for share, _ in scores.values())
        print(f"{service}: {sum(share > 0.5 for share, _ in scores.values())} of {len(scores)}")
        for name, (share, nearest) in scores.items():
            if share < 1.0:
                print(f"  {'in part' if share > 0.5 else 'not    '} {name}: {share:.0%} {nearest}".rstrip())
    print(f"found {found} of {total} ({found / total:.1%}), whole {whole} ({whole / total:.1%})")
    return 0 if found / total >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
