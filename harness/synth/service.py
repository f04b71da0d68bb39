"""The synthetic AWS behind every way in: an answer to whatever is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from harness.contract.contract import contract
from harness.synth.answer import Answer
from harness.synth.dispatch import Asked
from harness.synth.responder import LENGTH, respond
from harness.synth.scene import Scene


def service(
    seed: object = 0, *, region: str = "us-east-1", length: int = LENGTH, now: dt.datetime | None = None
) -> Callable[[Asked], Answer]:
    """Make a service that answers from the contracts.

    Args:
        seed: other seeds give other answers.
        region: the region of a request that names none.
        length: how many entries a list that comes in pages has altogether.
        now: when all requests are answered; the time of each when left out.
    """

    def answer(asked: Asked) -> Answer:
        operation = asked.operation
        scene = Scene(now or dt.datetime.now(dt.UTC), asked.region or region)
        held_to = contract(operation.service_model.service_name, operation.name)
        return respond(held_to, asked.params, seed, scene=scene, length=length)

    return answer
