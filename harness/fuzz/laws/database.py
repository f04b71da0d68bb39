"""Where failing examples of a law are kept: in its own part of Hypothesis's database."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis.database import ExampleDatabase


class LawDatabase(ExampleDatabase):
    """A part of a database. Hypothesis tells tests apart by their source, which all laws share.

    Args:
        database: the whole database.
        law: the law of an operation that the part is for.
    """

    def __init__(self, database: ExampleDatabase, law: str) -> None:
        super().__init__()
        self._database = database
        self._prefix = f"{law}\n".encode()

    def save(self, key: bytes, value: bytes) -> None:
        """Keep an example."""
        self._database.save(self._prefix + key, value)

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """Give the examples that are kept."""
        return self._database.fetch(self._prefix + key)

    def delete(self, key: bytes, value: bytes) -> None:
        """Keep an example no longer."""
        self._database.delete(self._prefix + key, value)
