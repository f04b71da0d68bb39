"""What holds for all tests of comparisons."""

from __future__ import annotations

import pytest

from tools.facts.drafter.own import hold_stated


@pytest.fixture(autouse=True)
def _stated_facts() -> None:
    hold_stated()
