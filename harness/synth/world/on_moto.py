"""A world that stands on moto: what moto implements it answers, everything else the synthetic AWS."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from harness.contract.values import JsonValue, from_json_value
from harness.synth.responses.answer import Answer, exchange_of
from harness.synth.responses.facts import facts_of
from harness.synth.responses.responder import refusal
from harness.synth.responses.trouble import Waiting
from harness.synth.world.actions import creators_of
from harness.synth.world.moto_backend import MotoBackend, NotInMoto
from harness.synth.world.seeding import Seeded
from harness.synth.world.steps.step import Outcome, Step
from harness.synth.world.world import World

_NUMBER = re.compile(r"/\d+")
_log = logging.getLogger("harness.world")


class MotoWorld(World):
    """Remembers as `World` does, with moto's services (extra ``moto``).

    A request that breaks its contract is refused with the documented error. Then moto answers in this process
    where it implements the operation; its answers are held to the contract too, and what they break stands in
    the log ``harness.world``. For all other operations this is a `World`.

    Args:
        seeded: as that of `World`.

    Raises:
        MissingExtra: moto is not installed.
        BadSeed: as of `World`.
    """

    def __init__(self, *, seeded: Seeded = 0) -> None:
        super().__init__(seeded=seeded)
        self._moto = MotoBackend()
        self._told: set[str] = set()

    def reset(self) -> None:
        """Forget everything, moto's part as well."""
        with self._lock:
            super().reset()
            self._moto.reset()

    def _take(self, step: Step) -> Outcome:
        """Let moto answer a request where it can."""
        if not self._moto.has(step.operation, step.scene):
            return self._without(step)
        params = from_json_value(step.operation.input_shape, step.params) or {}
        refused = refusal(step.contract, params, step.scene)
        if refused is not None:
            return Outcome(refused, known=True, is_final=True)
        wait = facts_of(step.service.service_name).waits.get(step.operation.name)
        try:
            answer = self._moto.answer(step.operation, _without_wait(step, wait), step.scene)
        except NotInMoto as error:
            if error.reason:
                self._tell(f"{error} The answer is made from the contract.")
            return self._without(step)
        self._hold(step, params, answer)
        if wait and answer.error is None and not answer.response:
            answer = replace(answer, trouble=Waiting(step.params.get(wait) or 0))
        return Outcome(answer, known=True, is_final=True)

    def _without(self, step: Step) -> Outcome:
        """Answer what moto does not; without memory where what it is about may be in moto's."""
        makers = creators_of(step.service, step.noun) if step.noun else step.service.operation_names
        if any(self._moto.has(step.service.operation_model(name), step.scene) for name in makers):
            return Outcome(step.make())
        return super()._take(step)

    def _hold(self, step: Step, params: Mapping[str, Any], answer: Answer) -> None:
        """Hold an answer of moto to the contract of its operation."""
        exchange = exchange_of(step.contract, params, answer, step.scene)
        for one in step.contract.check_exchange(exchange):
            if one.side == "response":
                place = _NUMBER.sub("", f"{step.contract.name} {one.pointer} {one.code}")
                self._tell(f"moto's answer breaks the contract of {step.contract.name}: {one.message}", place)

    def _tell(self, message: str, place: str = "") -> None:
        """Log a message, once for each place."""
        if (place or message) not in self._told:
            self._told.add(place or message)
            _log.warning(message)


def _without_wait(step: Step, wait: str | None) -> dict[str, JsonValue]:
    """Return the parameters of a request with no waiting, in which moto would hold up everybody else."""
    return {**step.params, wait: 0} if wait else step.params
