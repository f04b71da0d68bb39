"""The code under test and AWS, for one example: every botocore call is answered from a source.

Whatever client makes a call, the code's own or the test's, botocore is followed as in a recording
(`harness.record.hooks`), and no socket is opened.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.model import OperationModel

from harness.cassette.exchange import exchange_of, interaction_of
from harness.cassette.model import Interaction
from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.explanation import violation_lines
from harness.contract.values import format_timestamp, to_json_value
from harness.contract.violation import Severities, Severity, Violation
from harness.errors import HarnessError
from harness.fuzz.code.source import Source
from harness.fuzz.code.waiting import no_waiting
from harness.record.following import Call
from harness.record.hooks import following
from harness.record.http import Body, from_prepared
from harness.record.offline import offline_environment
from harness.record.tap import Tap
from harness.synth.client import answer_request
from harness.synth.responses.answer import Answer
from harness.synth.responses.trouble import Slow, Trouble
from harness.synth.scene import Scene
from harness.synth.service.dispatch import Asked
from harness.wire.message import HttpResponse

REGION = "us-east-1"
"""The region of clients for which neither the test nor the environment names one."""

MOST_CALLS = 100
"""How many requests the code may make in one example, retries included."""


class NotListed(HarnessError):
    """The code called an operation for which the test does not ask for answers.

    Args:
        operation: what was called, ``"service.Operation"``.
        listed: the operations that the test lists.
    """

    def __init__(self, operation: str, listed: Sequence[str]) -> None:
        super().__init__(operation, listed)
        self.operation = operation
        self.listed: tuple[str, ...] = tuple(listed)

    def __str__(self) -> str:
        names = ", ".join(f'"{name}"' for name in (*self.listed, self.operation))
        return (
            f"The code called {self.operation}, which the test does not list. "
            f"If it may, list it: @harness.fuzz.aws({names})."
        )


class BrokenRequest(HarnessError):
    """The code made a request that breaks its contract.

    Args:
        violations: what it breaks.
    """

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(violations)
        self.violations: tuple[Violation, ...] = tuple(violations)

    def __str__(self) -> str:
        explained = ("\n".join(violation_lines(violation)) for violation in self.violations)
        return "\n\n".join(["The code made a request that breaks its contract.", *explained])


class TooManyCalls(HarnessError):
    """The code went on making requests.

    Args:
        count: how many it had made.
        last: the operation that it called last, ``"service.Operation"``.
    """

    def __init__(self, count: int, last: str) -> None:
        super().__init__(count, last)
        self.count = count
        self.last = last

    def __str__(self) -> str:
        return (
            f"The code made {self.count} requests in one example, the last one {self.last}, and goes on. "
            "It may ask for the same page again and again: see whether it sends the token that it got."
        )


@dataclass(frozen=True, slots=True)
class Served:
    """One request that was answered.

    Attributes:
        operation: the operation.
        interaction: the HTTP request, the answer, and what they are of.
        trouble: what happened to the connection, so that the answer did not come; or None.
    """

    operation: OperationModel
    interaction: Interaction
    trouble: Trouble | None

    @property
    def exchange(self) -> Exchange:
        """What was asked, and what a client reads in the answer if it came."""
        exchange = exchange_of(self.interaction)
        return exchange if self.trouble is None else replace(exchange, response=None, error=None)


class Serving:
    """Follows the calls of one example (`harness.record.hooks.Follower`) and answers them.

    Args:
        contracts: the operations that the code may call, by ``"service.Operation"``.
        source: where answers come from.
        now: when the calls are made.
        severities: a user's severities by violation code.
        test: the test's name, of which the interactions say that they are made up for it.

    Attributes:
        served: the requests that were answered, in order.
        source: where answers come from.
        refused: requests that were not answered, and what is wrong with them, in order.
    """

    closed_network = True
    name = "the synthetic service of harness.fuzz"

    def __init__(
        self,
        contracts: Mapping[str, Contract],
        source: Source,
        now: dt.datetime,
        severities: Severities | None = None,
        test: str = "",
    ) -> None:
        self.contracts = contracts
        self.served: list[Served] = []
        self.source = source
        self.refused: list[tuple[Exchange, HarnessError]] = []
        self._scene = Scene(now, REGION)
        self._severities = severities
        self._made_for = f"synthetic, drawn by harness.fuzz for {test}"
        self._lock = threading.RLock()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Answer every botocore call of the process, in any thread, until the block ends.

        Raises:
            NotListed: the code made such a call, even if it caught this error then.
            BrokenRequest: in the same way.
            TooManyCalls: in the same way.
        """
        try:
            with no_waiting(), offline_environment(REGION), following(self):
                yield
        except Exception as error:
            if self.refused and error is not self.refused[0][1]:
                raise self.refused[0][1] from error
            raise
        if self.refused:
            raise self.refused[0][1]

    def accepts(self, call: Call) -> bool:
        """Follow every call."""
        return True

    def asked(self, call: Call) -> None:
        """Leave the parameters alone: they are read from the request."""

    def plays(self, call: Call) -> bool:
        """Answer every attempt, so that none needs a signature."""
        return True

    def received(self, call: Call, response: Mapping[str, Any], body: Body) -> None:
        """See nothing of the network, as nothing is sent."""

    def streams(self, tap: Tap) -> None:
        """See nothing of the network, as nothing is sent."""

    def answer(self, call: Call, request: AWSPreparedRequest) -> AWSResponse:
        """Answer a request.

        Raises:
            NotListed: its operation is none that the code may call.
            BrokenRequest: it breaks its contract.
            TooManyCalls: there is no end of them.
        """
        return answer_request(call.client, request, self._respond, _do_not_sleep, self._watch)

    def _respond(self, asked: Asked) -> Answer:
        with self._lock:
            try:
                contract = self._admit(asked)
            except HarnessError as error:
                self.refused.append((self._asked(asked), error))
                raise
            return self.source.answer(contract, asked, self._scene_of(asked))

    def _admit(self, asked: Asked) -> Contract:
        contract = self.contracts.get(asked.name)
        if contract is None:
            raise NotListed(asked.name, list(self.contracts))
        if len(self.served) >= MOST_CALLS:
            raise TooManyCalls(len(self.served), asked.name)
        found = contract.check_exchange(self._asked(asked), self._severities)
        errors = [violation for violation in found if violation.severity is Severity.ERROR]
        if errors:
            raise BrokenRequest(errors)
        return contract

    def _asked(self, asked: Asked) -> Exchange:
        """Return an exchange without its answer."""
        operation = asked.operation
        return Exchange(
            operation.service_model.service_name,
            operation.name,
            region=self._scene_of(asked).region,
            params=to_json_value(operation.input_shape, dict(asked.params)),
            time=format_timestamp(self._scene.now),
        )

    def _scene_of(self, asked: Asked) -> Scene:
        return replace(self._scene, region=asked.region or self._scene.region)

    def _watch(
        self, request: AWSPreparedRequest, asked: Asked, answer: Answer, response: HttpResponse
    ) -> None:
        interaction = interaction_of(
            self._asked(asked),
            from_prepared(request),
            response,
            protocol=asked.protocol,
            source=self._made_for,
        )
        trouble = None if isinstance(answer.trouble, Slow) else answer.trouble  # what is late comes
        with self._lock:
            self.served.append(Served(asked.operation, interaction, trouble))


def _do_not_sleep(seconds: float) -> None:
    pass
