"""The made-up service of these tests has facts of its own, as a project's private service has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.contract.facts import own_facts, use_own_facts
from harness.contract.own_facts import load_own_facts


@pytest.fixture(autouse=True)
def _facts_of_the_service() -> Iterator[None]:
    before = own_facts()
    use_own_facts({**before, **load_own_facts(Path(__file__).with_name("toy.jsonl"))})
    yield
    use_own_facts(before)
