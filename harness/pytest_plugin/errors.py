"""What can be wrong with the cassette of a test."""

from __future__ import annotations

import shlex

from harness.errors import HarnessError


class NotRecorded(HarnessError):
    """A test has no cassette to play.

    Args:
        cassette: where it should be.
        test: the test's node id.
    """

    def __init__(self, cassette: str, test: str) -> None:
        super().__init__(cassette, test)
        self.cassette = cassette
        self.test = test

    def __str__(self) -> str:
        return (
            f"There is no cassette {self.cassette} to play. To record it, run: "
            f"pytest --cassette-mode=once {shlex.quote(self.test)}"
        )


class SharedByAccident(HarnessError):
    """Two tests record into the same cassette.

    Args:
        cassette: the cassette.
        first: the test that used it before.
        second: the test that names it as well.
    """

    def __init__(self, cassette: str, first: str, second: str) -> None:
        super().__init__(cassette, first, second)
        self.cassette = cassette
        self.first = first
        self.second = second

    def __str__(self) -> str:
        return (
            f"Two tests record into {self.cassette}: {self.first} and {self.second}. Replayed, each would "
            "play what the other recorded. Give each a name of its own, or share one with "
            '@pytest.mark.cassette(scope="module").'
        )


class BadMarker(HarnessError):
    """A marker ``cassette`` has an argument that it does not take.

    Args:
        test: the node id of the test that has it.
        reason: what is wrong, a whole sentence.
    """

    def __init__(self, test: str, reason: str) -> None:
        super().__init__(test, reason)
        self.test = test
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"{self.test}: {self.reason} @pytest.mark.cassette takes a name, mode, scope (function, module "
            "or session), allow_repeats, redaction, max_age and relative_times."
        )


class ContractWarning(UserWarning):
    """An exchange breaks its contract, and ``--contract=warn`` keeps it from failing the test."""
