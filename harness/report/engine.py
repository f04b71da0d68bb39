"""Engines that check cassettes: this process, several processes, or the workers of a Dask cluster.

Each yields what was found in the same order, so that the report is the same whoever does the work. Large
files are cut into ranges where interactions seem to begin; where a range turns out to be none, or anything
else is wrong with a file, the rest of it is read here in one go, which finds and words the fault.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain, islice
from typing import Any, Protocol

from harness.cassette.errors import UnreadableCassette
from harness.cassette.location import Location
from harness.cassette.ranges import Piece, pieces_of, read_piece
from harness.cassette.reading import UpToFault, read_interactions
from harness.errors import HarnessError, MissingExtra
from harness.report.judge import CheckOptions, Part, judge

BATCH = 1000
"""How many interactions are judged before what was found is joined to the report."""

PATIENCE = "10s"
"""How long a Dask scheduler may take to answer."""

_TOGETHER = 8
_AHEAD = 4
"""How many tasks are handed out beforehand for each worker."""

At = Callable[[int], object]
"""Told how many bytes of a cassette have been gone through."""

PartsOf = Callable[[Location, At], Iterator[Part]]
"""Goes through one cassette; asked for each in order."""


_Context = AbstractContextManager[PartsOf]


class Engine(Protocol):
    """Makes a `PartsOf` for cassettes and check options; a context that ends with the work."""

    def __call__(self, cassettes: Sequence[Location], options: CheckOptions) -> _Context:
        """Begin the work on cassettes, to be asked for in their order."""


class ClusterUnreachable(HarnessError):
    """No Dask scheduler answers at an address.

    Args:
        address: the address as given.
        reason: what the connection said.
    """

    address: str
    reason: str

    def __str__(self) -> str:
        return (
            f"No Dask scheduler answers at {self.address} ({self.reason}). Start one with dask scheduler, "
            "and name the address that it prints."
        )


class WorkersLost(HarnessError):
    """The processes that did the work died, and died again where they were replaced.

    Args:
        reason: what is known of it.
    """

    reason: str

    def __str__(self) -> str:
        return (
            f"The workers died while they checked ({self.reason.rstrip('.')}), most likely for want of "
            "memory. Use fewer of them, or give each more memory."
        )


@contextmanager
def in_process(cassettes: Sequence[Location], options: CheckOptions) -> Iterator[PartsOf]:
    """Go through the cassettes here, one after the other."""
    yield lambda cassette, at: _rest(cassette, at, options, 0)


def _rest(cassette: Location, at: At, options: CheckOptions, skip: int) -> Iterator[Part]:
    interactions = UpToFault(read_interactions(cassette, skip, at))
    for first in interactions:
        batch = chain((first,), islice(interactions, BATCH - 1))
        yield judge(enumerate(batch, 1), options, cassette)
    if interactions.fault is not None:
        raise interactions.fault


def processes(count: int) -> Engine:
    """Return the engine of several processes of this machine."""

    @contextmanager
    def run(cassettes: Sequence[Location], options: CheckOptions) -> Iterator[PartsOf]:
        with futures.ProcessPoolExecutor(count) as pool:
            try:
                yield _shared_out(cassettes, options, pool.submit, count * _AHEAD)
            except futures.BrokenExecutor as error:
                raise WorkersLost(str(error)) from None
            finally:
                pool.shutdown(cancel_futures=True)

    return run


def dask_cluster(address: str) -> Engine:
    """Return the engine of a Dask cluster.

    What a worker was at when it died is done again by another.

    Args:
        address: the scheduler's, ``tcp://10.0.0.1:8786``.
    """

    @contextmanager
    def run(cassettes: Sequence[Location], options: CheckOptions) -> Iterator[PartsOf]:
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise MissingExtra("The engine dask", "distributed", str(error)) from None
        try:
            client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise ClusterUnreachable(address, str(error)) from None
        with client:
            threads = sum(client.nthreads().values()) or 1
            submit = partial(client.submit, pure=False, retries=2)
            try:
                yield _shared_out(cassettes, options, submit, threads * _AHEAD)
            except KilledWorker as error:
                raise WorkersLost(str(error)) from None

    return run


def _shared_out(
    cassettes: Sequence[Location], options: CheckOptions, submit: Callable[..., Any], ahead: int
) -> PartsOf:
    found = _in_order(_tasks(cassettes), lambda task: submit(_work, task, options), ahead)

    def parts_of(cassette: Location, at: At) -> Iterator[Part]:
        passed, is_broken = 0, False
        fault: UnreadableCassette | None = None
        for piece, part in found:
            if not is_broken and part is None:
                is_broken = True
                try:
                    yield from _rest(cassette, at, options, passed)
                except UnreadableCassette as error:  # the other pieces are to be passed over first
                    fault = error
            elif not is_broken and part is not None:
                passed += part.interactions
                at(piece.stop)
                yield part
            if piece.is_last:
                break
        if fault is not None:
            raise fault

    return parts_of


def _tasks(cassettes: Iterable[Location]) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of the cassettes in order, small ones together."""
    together: list[Piece] = []
    for cassette in cassettes:
        for piece in pieces_of(cassette):
            together.append(piece)
            if not piece.is_last or len(together) >= _TOGETHER:
                yield tuple(together)
                together.clear()
    if together:
        yield tuple(together)


def _in_order(
    tasks: Iterable[tuple[Piece, ...]], submit: Callable[[tuple[Piece, ...]], Any], ahead: int
) -> Iterator[tuple[Piece, Part | None]]:
    """Yield what comes of tasks in their order, a number of them being at work."""
    at_work: deque[tuple[tuple[Piece, ...], Any]] = deque()

    def first() -> Iterator[tuple[Piece, Part | None]]:
        pieces, future = at_work.popleft()
        return zip(pieces, future.result(), strict=True)

    for task in tasks:
        at_work.append((task, submit(task)))
        if len(at_work) >= ahead:
            yield from first()
    while at_work:
        yield from first()


def _work(pieces: Sequence[Piece], options: CheckOptions) -> list[Part | None]:
    """Judge pieces of cassettes; None for one that cannot be read. This is what workers are given."""
    return [_judge_piece(piece, options) for piece in pieces]


def _judge_piece(piece: Piece, options: CheckOptions) -> Part | None:
    try:
        return judge(enumerate(read_piece(piece), 1), options, piece.cassette)
    except HarnessError:
        return None
