"""Collections that go to disk where they outgrow memory, into a private temporary database of SQLite.

SQLite keeps such a database (named ``""``) in its cache while it is small, sorts it, and removes it when it
is closed; nobody else can read it, so what is in it may be pickled.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import sqlite3

MEMORY = 20_000
"""How many values are held in memory before they go to disk."""

K = TypeVar("K")
V = TypeVar("V")
Key = tuple[int, int, int]


def _database(table: str) -> sqlite3.Connection:
    import sqlite3  # only where something outgrows memory

    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    database.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; CREATE TABLE {table}")
    return database


class Sorter(Generic[V]):
    """Takes values with their keys, and gives them in the order of the keys, equal ones as they came."""

    def __init__(self) -> None:
        self._rows: list[tuple[Key, str, V]] = []
        self._database: sqlite3.Connection | None = None
        self._counts: Counter[str] = Counter()

    def add(self, key: Key, value: V, kind: str = "") -> None:
        """Take a value; kinds can be gone through by themselves (`Stored.of`)."""
        self._rows.append((key, kind, value))
        self._counts[kind] += 1
        if len(self._rows) >= MEMORY:
            self._flush()

    def finish(self) -> Sequence[V]:
        """Return the values in order: a tuple, or a `Stored` where they outgrew memory."""
        if self._database is None:
            self._rows.sort(key=lambda row: row[0])
            return tuple(value for _, _, value in self._rows)
        self._flush()
        self._database.execute("CREATE INDEX placed ON row (a, b, c, number)")
        return Stored(self._database, self._counts)

    def _flush(self) -> None:
        if self._database is None:
            self._database = _database("row (number INTEGER PRIMARY KEY, a, b, c, kind, value)")
        rows = ((*key, kind, pickle.dumps(value)) for key, kind, value in self._rows)
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO row (a, b, c, kind, value) VALUES (?, ?, ?, ?, ?)", rows)
        self._rows.clear()


class Stored(Sequence[V]):
    """Values on disk, in order; going through them holds one at a time.

    Args:
        database: where they are.
        counts: how many there are of each kind.
        kind: the kind of those that are meant; None for all.
    """

    def __init__(self, database: sqlite3.Connection, counts: Counter[str], kind: str | None = None) -> None:
        self._database = database
        self._counts = counts
        self._kind = kind

    def of(self, kind: str) -> Stored[V]:
        """Return the values of one kind."""
        return Stored(self._database, self._counts, kind)

    def __len__(self) -> int:
        return self._counts.total() if self._kind is None else self._counts[self._kind]

    def __iter__(self) -> Iterator[V]:
        return self._select(0, len(self))

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[V]: ...
    def __getitem__(self, index: int | slice) -> V | Sequence[V]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step == 1:
                return tuple(self._select(start, max(0, stop - start)))
            return tuple(self[number] for number in range(start, stop, step))
        number = range(len(self))[index]  # which raises IndexError, and counts from the end
        return next(self._select(number, 1))

    def _select(self, start: int, count: int) -> Iterator[V]:
        rows = self._database.execute(
            "SELECT value FROM row WHERE :kind IS NULL OR kind = :kind "
            "ORDER BY a, b, c, number LIMIT :count OFFSET :start",
            {"kind": self._kind, "count": count, "start": start},
        )
        return (pickle.loads(value) for (value,) in rows)


class Shelf(MutableMapping[K, V]):
    """A mapping whose older entries go to disk where there are many."""

    def __init__(self) -> None:
        self._recent: dict[K, V] = {}
        self._database: sqlite3.Connection | None = None

    def __setitem__(self, key: K, value: V) -> None:
        self._recent[key] = value
        if len(self._recent) >= MEMORY:
            if self._database is None:
                self._database = _database("entry (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
            rows = ((pickle.dumps(key), pickle.dumps(value)) for key, value in self._recent.items())
            with self._database:
                self._database.execute("BEGIN")
                self._database.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", rows)
            self._recent.clear()

    def __getitem__(self, key: K) -> V:
        if key in self._recent or self._database is None:
            return self._recent[key]
        stored = self._database.execute("SELECT value FROM entry WHERE key = ?", (pickle.dumps(key),))
        for (value,) in stored:
            found: V = pickle.loads(value)
            return found
        raise KeyError(key)

    def __delitem__(self, key: K) -> None:
        self[key]
        self._recent.pop(key, None)
        if self._database is not None:
            self._database.execute("DELETE FROM entry WHERE key = ?", (pickle.dumps(key),))

    def __iter__(self) -> Iterator[K]:
        yield from self._recent
        if self._database is not None:
            for (key,) in self._database.execute("SELECT key FROM entry"):
                loaded: Any = pickle.loads(key)
                if loaded not in self._recent:
                    yield loaded

    def __len__(self) -> int:
        return sum(1 for _ in self)
