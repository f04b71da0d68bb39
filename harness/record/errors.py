"""What can go wrong while calls are played or recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from harness.errors import HarnessError
from harness.printable import printable


class CannotReplay(HarnessError):
    """A call was made that the cassette does not answer, while the network is closed.

    It is no botocore exception, so that no retry mode of botocore tries again and no ``except ClientError``
    takes it for an answer of the service.

    Args:
        explanation: what was asked, and the nearest recording (`harness.cassette.explain_miss`).
        advice: how to have the nearest recording play, if there is a way; else empty.
        record_again: whether to record again may help: it does not where values change on every run.
        rules: what the advice declares, the form by place, as ``match`` takes it.
    """

    def __init__(
        self,
        explanation: str,
        advice: str = "",
        *,
        record_again: bool = True,
        rules: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        from harness.redaction.quoted import redact_text

        explanation = redact_text(explanation)
        super().__init__(explanation, advice)
        self.explanation = explanation
        self.advice = advice
        self.record_again = record_again
        self.rules = rules

    def __str__(self) -> str:
        said = f"{self.explanation}\n{self.advice}" if self.advice else self.explanation
        if not self.record_again:
            return said
        return (
            f"{said}\n"
            "The network is closed. To record what is missing, run the test once with "
            "--cassette-mode=new_episodes (or the program with harness record --mode new_episodes); "
            "to record everything again, with --cassette-mode=rewrite."
        )


class AmbiguousCassette(HarnessError):
    """Several cassettes are open side by side, and it can't be told which of them a call belongs to.

    Args:
        operation: what was called, ``"service.Operation"``; a method and URL.
        cassettes: the cassettes that may be meant.
        thread: the name of the thread that called.
    """

    def __init__(self, operation: str, cassettes: tuple[str, ...], thread: str) -> None:
        super().__init__(operation, cassettes, thread)
        self.operation = operation
        self.cassettes = cassettes
        self.thread = thread

    def __str__(self) -> str:
        return (
            f"{self.operation} was called in the thread {self.thread!r}, and there are {len(self.cassettes)} "
            f"cassettes open side by side: {', '.join(self.cassettes)}. It is not clear which one is meant, "
            f"so nothing was replayed or sent. Open the cassette in that thread, or give the thread the "
            f"context "
            "of its caller: pool.submit(contextvars.copy_context().run, function)."
        )


class NotRecorded(CannotReplay):
    """A call was made, and there is no cassette to play it from.

    Args:
        cassette: where the cassette should be.
        operation: what was called, ``"service.Operation"``.
        record_with: the command that records it.
    """

    def __init__(self, cassette: str, operation: str, record_with: str) -> None:
        super().__init__(f"There is no cassette {cassette} to play {operation} from.")
        self.args = (cassette, operation, record_with)
        self.cassette = cassette
        self.operation = operation
        self.record_with = record_with

    def __str__(self) -> str:
        return (
            f"{self.explanation} To record it, run: {self.record_with}\n"
            f"Without an AWS account, record from a synthetic AWS: harness serve -- {self.record_with}"
        )


class SocketClosed(HarnessError):
    """A socket was to reach out of the process while all sockets are closed (``--block-network``).

    Args:
        who: whose socket it is, as a message names it: a test, a thread, a process.
        host: the name or address that is asked for.
        port: the port; None if the name was only looked up.
    """

    who: str
    host: str
    port: int | None

    def __str__(self) -> str:
        at = f"[{self.host}]" if ":" in self.host else self.host
        endpoint = at if self.port is None else f"{at}:{self.port}"
        does = f"looks up {self.host}" if self.port is None else f"connects to {endpoint}"
        return (
            f"{self.who} {does}, and the network is closed (--block-network). Answer the request within the "
            "process, record it with @pytest.mark.cassette(http=True), let the test's calls out with "
            f"@pytest.mark.cassette(network=True), or allow the endpoint: network = [{endpoint!r}] under "
            "[tool.harness] in pyproject.toml."
        )


class NetworkClosed(HarnessError):
    """botocore was about to open a connection during replay, outside of any call that is followed.

    Args:
        method: the HTTP method.
        url: what was to be fetched, without its query.
    """

    method: str
    url: str

    def __str__(self) -> str:
        return (
            f"botocore tried {self.method} {self.url} while a cassette is played, and the network is closed. "
            "It is a look-up of credentials or instance metadata: set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY to any value in the test's environment, or record it with "
            "--cassette-mode=new_episodes and record_credentials=True."
        )


class UnknownMode(HarnessError):
    """A record mode was named that there is not.

    Args:
        mode: the name as given.
        known: the names that there are.
    """

    mode: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        return f"There is no record mode {self.mode!r}; the modes are {', '.join(self.known)}."


class StaleCassette(UserWarning):
    """A cassette is played that holds recordings older than they may be.

    It is a warning, so that an offline test does not begin to fail with the calendar; the filter
    ``error::harness.StaleCassette`` makes it an error.

    Args:
        cassette: the cassette, as messages name it.
        count: how many of its recordings are too old.
        oldest: when the oldest was recorded.
    """

    def __init__(self, cassette: str, count: int, oldest: dt.datetime) -> None:
        super().__init__(cassette, count, oldest)
        self.cassette = cassette
        self.count = count
        self.oldest = oldest

    def __str__(self) -> str:
        recordings = "1 recording is" if self.count == 1 else f"{self.count} recordings are"
        return printable(
            f"{self.cassette} is played, and {recordings} older than max-age allows, the oldest of "
            f"{self.oldest:%Y-%m-%d}. To record them again, use --cassette-mode=once."
        )


_INTERNAL = frozenset(("harness", "botocore", "boto3", "s3transfer"))


def end_at_the_call(error: BaseException) -> None:
    """Cut a traceback after the user's last frame; how botocore came to harness explains nothing."""
    last, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__name__", "").partition(".")[0] not in _INTERNAL:
            last = step
        step = step.tb_next
    if last is not None:
        last.tb_next = None
