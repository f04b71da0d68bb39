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


class Unshrunk(ExampleDatabase):
    """The example of a fault that one run has found, for another run to shrink.

    Hypothesis takes what it kept under a test's own key for shrunk, and tries to shrink what it finds under
    other keys that it derives from that one. So the example is given for any key but that which it was kept
    under.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[bytes, list[bytes]] = {}

    def save(self, key: bytes, value: bytes) -> None:
        """Keep an example."""
        self._kept.setdefault(key, []).append(value)

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """Give the example that was kept under the test's own key, if asked by another one."""
        own = min(self._kept, key=len, default=key)  # the others are longer
        return () if key == own else tuple(self._kept[own])

    def delete(self, key: bytes, value: bytes) -> None:
        """Keep what there is: the run that shrinks it is the last one."""
