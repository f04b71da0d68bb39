"""What AWS itself publishes breaks no contract: the examples of botocore and of the aws command line.

`published/wrong.txt` lists the examples that are wrong themselves, with what is wrong and why; nothing else
may be an error. `published/README.md` says where they come from.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.contract.contract import Contract
from harness.contract.violation import Severity
from harness.models import find_operation, service_names
from tools.facts.published import Example, published

PUBLISHED = Path(__file__).with_name("published")
EVERY = 80
"""One of so many examples is in the sample of the quick tests."""


def errors_of(example: Example) -> set[str]:
    """Return the code and the place of each error."""
    contract = Contract(find_operation(example.service, example.operation))
    violations = contract.check_request(example.params)
    return {f"{v.code} {v.pointer}" for v in violations if v.severity is Severity.ERROR}


@dataclass(frozen=True)
class Wrong:
    errors: set[str]
    reason: str


def examples() -> Iterator[Example]:
    return published(service_names())


def wrong_examples() -> dict[str, Wrong]:
    lines = (PUBLISHED / "wrong.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split(" | ") for line in lines if not line.startswith("#"))
    return {name: Wrong(set(errors.split(", ")), reason) for name, errors, reason in parts}


def unexplained(published: Iterable[Example], wrong: dict[str, Wrong]) -> list[str]:
    """Return what is wrong with examples and not listed, and what is listed and not wrong any more."""
    told = []
    for example in published:
        listed = wrong[example.name].errors if example.name in wrong else set()
        errors = errors_of(example)
        told += (f"{example.name}: {error}" for error in sorted(errors - listed))
        told += (f"{example.name}: is listed, but no error: {error}" for error in sorted(listed - errors))
    return told


def test_a_sample_of_what_aws_publishes_breaks_no_contract() -> None:
    assert unexplained(list(examples())[::EVERY], wrong_examples()) == []


def test_every_wrong_example_is_one_of_them_and_has_a_reason() -> None:
    wrong = wrong_examples()
    assert wrong.keys() <= {example.name for example in examples()}
    assert all(len(each.reason.split()) > 1 and each.errors for each in wrong.values())


@pytest.mark.sweep
def test_nothing_that_aws_publishes_breaks_its_contract() -> None:
    published, wrong = list(examples()), wrong_examples()
    assert unexplained(published, wrong) == []
    sources = Counter("botocore" if each.name.startswith("botocore ") else "awscli" for each in published)
    operations = {(each.service, each.operation) for each in published}
    sys.stdout.write(
        f"\n{sources['botocore']:,} requests of botocore and {sources['awscli']:,} of awscli, of"
        f" {len(operations):,} operations: no error, but for {len(wrong)} that are wrong themselves\n"
    )
    assert sources["awscli"] > 6_000
    assert sources["botocore"] > 1_300
