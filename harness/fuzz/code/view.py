"""What a test sees of AWS: clients, what AWS has to give, and what took place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jmespath
from botocore.config import Config

from harness.contract.contract import Contract, contract
from harness.contract.exchange import ErrorAnswer
from harness.contract.values import from_json_value
from harness.errors import HarnessError, UnknownName, close_names
from harness.fuzz.code.serving import REGION, Served, Serving
from harness.models import parse_operation_name
from harness.synth.responses.trouble import Trouble
from harness.synth.sessions import plain_client
from harness.synth.world.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the code under test; each retry is one.

    Attributes:
        operation: ``"service.Operation"``.
        params: the parameters as boto3 takes them.
        response: the result as boto3 returns it; None where there was none.
        error: the error that was answered, or None.
        trouble: what happened to the connection, or None.
    """

    operation: str
    params: Mapping[str, Any]
    response: dict[str, Any] | None
    error: ErrorAnswer | None
    trouble: Trouble | None


class Aws:
    """AWS, as a test of code that calls it sees it.

    Args:
        serving: what answers the code's calls.
        kept: clients of other examples, which this one may use.
    """

    def __init__(self, serving: Serving, kept: dict[tuple[str, str], Any] | None = None) -> None:
        self._serving = serving
        services = dict.fromkeys(each.service for each in serving.contracts.values())
        self.client: Clients = Clients(services, kept)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The requests so far, in order."""
        return tuple(map(_call, self._serving.served))

    @property
    def faults(self) -> tuple[Call, ...]:
        """The requests that failed: an error was answered, or the connection failed."""
        return tuple(call for call in self.calls if call.response is None)

    @property
    def world(self) -> World:
        """What this example has created, changed and deleted so far.

        Raises:
            NoWorld: the test does not ask for a world.
        """
        world = self._serving.source.world
        if world is None:
            raise NoWorld
        return world

    def expected(self, path: str, operation: str | None = None, /, **params: Any) -> list[Any]:
        """Return what AWS has to give to the code: of each list that it began to read, all of all pages.

        Args:
            path: a member of the result, ``"Values"``, or a JMESPath expression, ``"Events[].EventId"``. The
                lists of all results are joined; of a member that is no list, the values are listed.
            operation: the operation whose results are meant; all of those with such a member when left out.
            params: parameters of the requests that are meant, such as ``Period=300``.

        Raises:
            UnknownName: none of the operations is listed, or has such a member in its result.
        """
        meant = _with_member(self._meant(operation), path)
        found: list[Any] = []
        for reading in self._serving.source.readings():
            asked = reading.params
            if reading.contract in meant and all(asked.get(name) == value for name, value in params.items()):
                for result in reading.results:
                    value = jmespath.search(path, result)
                    found += value if isinstance(value, list) else [] if value is None else [value]
        return found

    def _meant(self, operation: str | None) -> list[Contract]:
        listed = self._serving.contracts
        if operation is None:
            return list(listed.values())
        name = contract(*parse_operation_name(operation)).name
        if name not in listed:
            raise UnknownName("operation", name, tuple(listed), "those that the test lists")
        return [listed[name]]


_FIRST_NAME = re.compile(r"[A-Za-z_]\w*")


def _with_member(contracts: Sequence[Contract], path: str) -> list[Contract]:
    """Return the contracts whose results have the member that a path begins with, if it begins with one."""
    first = _FIRST_NAME.match(path)
    if first is None:
        return list(contracts)
    members = {each: _members(each) for each in contracts}
    meant = [each for each, names in members.items() if first[0] in names]
    if not meant:
        known = close_names(first[0], [name for names in members.values() for name in names])
        raise UnknownName(
            "member", first[0], known, f"the result of {' or '.join(c.name for c in contracts)}"
        )
    return meant


def _members(contract: Contract) -> Sequence[str]:
    shape = contract.operation_model.output_shape
    return list(shape.members) if shape is not None else ()


class NoWorld(HarnessError):
    """A test used ``aws.world``, and answers come from no world."""

    def __str__(self) -> str:
        return (
            "The answers of this test are drawn, not remembered. "
            "Ask for a world: @harness.fuzz.aws(..., world=True)."
        )


class Clients:
    """Clients that botocore makes with made-up credentials: ``aws.client``.

    It stands for the client of the service that the test lists: ``aws.client.list_trails()``. Called with a
    service's name, it makes the client of that one.

    Args:
        services: the services that the test lists.
        kept: clients by service and region; those that are made without a configuration are kept there.
    """

    def __init__(self, services: Iterable[str], kept: dict[tuple[str, str], Any] | None = None) -> None:
        self._services = tuple(services)
        self._kept: dict[tuple[str, str], Any] = {} if kept is None else kept

    def __call__(self, service: str, region: str = REGION, config: Config | None = None) -> Any:
        """Return a client: that of the service and region, or a new one with a configuration of its own.

        Args:
            service: botocore's service name.
            region: the client's region.
            config: botocore's configuration of the client.
        """
        if config is not None:
            return plain_client(service, region, config)
        if (service, region) not in self._kept:
            self._kept[service, region] = plain_client(service, region)
        return self._kept[service, region]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if len(self._services) > 1:
            raise ManyServices(self._services)
        (service,) = self._services
        return getattr(self(service), name)


class ManyServices(HarnessError):
    """A test lists operations of several services, and used ``aws.client`` as if there were one.

    Args:
        services: the services.
    """

    def __init__(self, services: Sequence[str]) -> None:
        super().__init__(services)
        self.services: tuple[str, ...] = tuple(services)

    def __str__(self) -> str:
        choices = " or ".join(f'aws.client("{service}")' for service in self.services)
        return f"The test lists operations of several services; say which client is meant: {choices}."


def _call(served: Served) -> Call:
    exchange, operation = served.exchange, served.operation
    params = from_json_value(operation.input_shape, exchange.params)
    response = from_json_value(operation.output_shape, exchange.response)
    return Call(exchange.name, params, response, exchange.error, served.trouble)
