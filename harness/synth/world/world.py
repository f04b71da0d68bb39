"""A world: what a synthetic AWS remembers, shared by any number of clients."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterable, Sequence
from os import PathLike
from typing import Any

from botocore.model import OperationModel

from harness.contract.exchange import Exchange
from harness.contract.values import JsonValue
from harness.forks import free_in_children
from harness.models import find_operation
from harness.models.endpoints import is_global
from harness.synth.responses.answer import Answer
from harness.synth.responses.facts import facts_of
from harness.synth.scene import ACCOUNT, Scene
from harness.synth.world.actions import action_of, creators_of, kinds_of
from harness.synth.world.behaviours import behaviour_of
from harness.synth.world.differences import Difference, differences
from harness.synth.world.files import load_records, save_records
from harness.synth.world.learning import learn
from harness.synth.world.records import Place, Record, Store
from harness.synth.world.seeding import BadSeed, Seeded, Seeds
from harness.synth.world.steps.step import Make, Outcome, Step

_log = logging.getLogger("harness.world")


class World:
    """Remembers the resources that clients create, change and delete.

    Give it to `harness.synth.synthetic_client` or `harness.synth.SyntheticService` as ``state``. Any number
    of clients, in any threads, may share one: each request is taken as a whole, one after the other.

    Args:
        seeded: how many resources of each type there are at first; or, by type as ``harness resources``
            names it (``"dynamodb.Table"``), how many, or the parameters that create each.

    Raises:
        BadSeed: there is no such type, or the parameters break the contract.
    """

    def __init__(self, *, seeded: Seeded = 0) -> None:
        self._seeds = Seeds(seeded)
        self._store = Store()
        self._lock = free_in_children(threading.RLock())
        self._serial = 0
        self._stateless: dict[str, None] = {}
        self._unseeded: set[str] = set()

    def __len__(self) -> int:
        """Return how many resources there are."""
        return len(self._store)

    def __eq__(self, other: object) -> bool:
        """Tell whether another world knows the same."""
        return isinstance(other, World) and not self.differences(other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def resources(self) -> tuple[Record, ...]:
        """What there is, by type and name."""
        with self._lock:
            return tuple(sorted(self._store, key=lambda record: (record.type, str(record.key))))

    @property
    def stateless(self) -> tuple[str, ...]:
        """The operations that were answered without memory, as no resource type is known of them."""
        return tuple(self._stateless)

    def answer(
        self, operation: OperationModel, params: dict[str, JsonValue], scene: Scene, make: Make
    ) -> Outcome:
        """Answer a request, and remember what it does.

        Args:
            operation: the operation.
            params: its parameters in JSON-able form.
            scene: region, account and time.
            make: answers without memory.
        """
        action = action_of(operation)
        place = place_of(operation.service_model.service_name, scene)
        with self._lock:
            if not self._seeds.is_empty and action.noun:
                self._seed(operation, action.noun, place, scene)
            outcome = self._take(self._step(operation, params, scene, make))
        if outcome.known is None and not _is_kept(operation, action.noun, action.role):
            self._say_stateless(f"{place[0]}.{operation.name}")
        return outcome

    def _take(self, step: Step) -> Outcome:
        """Answer one request, which may be one that the world begins with."""
        return behaviour_of(step.operation)(step)

    def reset(self) -> None:
        """Forget everything; what the world was seeded with is made again when it is asked for."""
        with self._lock:
            self._store = Store()
            self._seeds.forget()

    def _step(
        self,
        operation: OperationModel,
        params: dict[str, JsonValue],
        scene: Scene,
        make: Make,
        *,
        learning: bool = False,
    ) -> Step:
        action = action_of(operation)
        place = place_of(operation.service_model.service_name, scene)
        serial = self._next_serial
        return Step(self._store, operation, action, params, scene, place, make, serial, learning)

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def _say_stateless(self, name: str) -> None:
        if name not in self._stateless:
            self._stateless[name] = None
            _log.warning(
                "%s is answered without memory: no resource type that requests create is known of it.", name
            )

    def _seed(self, operation: OperationModel, noun: Any, place: Place, scene: Scene) -> None:
        for creator, params, make, is_given in self._seeds.requests(
            operation.service_model, noun, place, scene
        ):
            error = self._take(self._step(creator, params, scene, make)).answer.error
            if error is not None:
                of = f"{place[0]}.{''.join(word.capitalize() for word in noun)}"
                reason = f"{creator.name} is refused ({error.code}: {error.message})"
                if is_given:
                    raise BadSeed(of, f"{reason}. Let the world begin with what it belongs to as well.")
                self._say_unseeded(of, reason)

    def _say_unseeded(self, of: str, reason: str) -> None:
        if of not in self._unseeded:
            self._unseeded.add(of)
            _log.warning("The world begins without %s: %s.", of, reason)

    def learn(self, exchange: Exchange) -> None:
        """Remember what a recorded exchange tells: what it created, showed, changed or deleted.

        Args:
            exchange: a call and its answer; an error tells nothing.
        """
        if exchange.response is None or not isinstance(exchange.params, dict):
            return
        operation = find_operation(exchange.service, exchange.operation)
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        scene = Scene(now, exchange.region or "us-east-1", ACCOUNT)
        response = exchange.response

        def answered(**_: Any) -> Answer:
            return Answer(dict(response))

        with self._lock:
            learn(self._step(operation, dict(exchange.params), scene, answered, learning=True))

    @classmethod
    def from_exchanges(cls, exchanges: Iterable[Exchange]) -> World:
        """Make a world of recorded exchanges, in their order."""
        world = cls()
        for exchange in exchanges:
            world.learn(exchange)
        return world

    def save(self, path: str | PathLike[str]) -> None:
        """Write what there is to a file, from which `load` makes an equal world."""
        with self._lock:
            save_records(path, self.resources, self._serial)

    @classmethod
    def load(cls, path: str | PathLike[str], *, seeded: Seeded = 0) -> World:
        """Read a world that was saved.

        Raises:
            BadWorldFile: the file is damaged, of a newer version, or not of a world.
            OSError: the file cannot be read.
        """
        world = cls(seeded=seeded)
        records, world._serial = load_records(path)
        for record in records:
            world._store.put(record)
        return world

    def differences(self, other: World) -> Sequence[Difference]:
        """Return in what another world differs from this one."""
        return differences(self.resources, other.resources)


def place_of(service: str, scene: Scene) -> Place:
    """Return where the resources of a service are."""
    everywhere = facts_of(service).everywhere or is_global(service)
    return service, "" if everywhere else scene.region, scene.account


def _is_kept(operation: OperationModel, noun: Any, role: str) -> bool:
    service = operation.service_model
    return role in ("tag", "retag", "untag", "tags") or bool(
        noun and kinds_of(service, noun) and creators_of(service, noun)
    )
