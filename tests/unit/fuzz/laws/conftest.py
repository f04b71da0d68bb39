"""What the page of a law shows, for the tests that plant such a fault."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from harness.contract.laws import page
from harness.fuzz.laws.counterexample import Counterexample, heading_lines


@pytest.fixture
def is_example() -> Callable[[Counterexample], bool]:
    """Tells whether harness says of a fault what the page of its law shows; dots there stand for anything."""

    def told(found: Counterexample) -> bool:
        (shown,) = re.findall(r"^```text\n(.*?)\n```$", page(found.law), re.DOTALL | re.MULTILINE)
        words = ".*".join(map(re.escape, shown.split("...")))
        return re.fullmatch(words, "\n".join(heading_lines(found))) is not None

    return told
