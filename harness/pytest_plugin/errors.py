"""What can be wrong with the cassette of a test."""

from __future__ import annotations

from harness.errors import HarnessError


class SharedByAccident(HarnessError):
    """Two tests record into the same cassette.

    Args:
        cassette: the cassette.
        first: one test that has it.
        second: the test that has it as well.
    """

    cassette: str
    first: str
    second: str

    def __str__(self) -> str:
        return (
            f"Two tests record into {self.cassette}: {self.first} and {self.second}. Each would overwrite "
            f"or replay the other's recording. Give each test its own cassette name, or share one with "
            '@pytest.mark.cassette(scope="module").'
        )


class ContractWarning(UserWarning):
    """An exchange breaks its contract, and ``--contract=warn`` keeps it from failing the test."""
