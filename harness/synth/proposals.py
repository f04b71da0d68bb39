"""What is proposed about the answers of operations, and nobody has read: it is satisfied, and claims nothing.

`harness/synth/proposed` has a file for each service. Its first line names it, and each further line is a
proposal:

    {"of":"ListTopics","rule":{"kind":"selects","param":"Owner","member":"Topics[].Owner","by":"in"}}

- ``of``: the operation.
- ``rule``: what may hold of it, in the form of a rule of its kind. Each kind is read by the module of
  `harness.synth.responses` that satisfies it.

Recognisers made them once, from names and sentences of botocore 1.44.5. No check rests on them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from botocore.model import OperationModel

from harness.contract.facts import lines_of

FOLDER = Path(__file__).parent / "proposed"

Proposal = Mapping[str, Any]
"""A rule in its JSON form."""


def proposals_of(operation: OperationModel, kind: str) -> Sequence[Proposal]:
    """Return what is proposed about an operation.

    Args:
        operation: the operation.
        kind: the kind of rules.
    """
    return _of_service(operation.service_model.service_name).get((operation.name, kind), ())


@functools.lru_cache(maxsize=512)
def _of_service(service: str) -> Mapping[tuple[str, str], Sequence[Proposal]]:
    found: dict[tuple[str, str], list[Proposal]] = {}
    for line in lines_of(FOLDER, service):
        written = orjson.loads(line)
        found.setdefault((written["of"], written["rule"]["kind"]), []).append(written["rule"])
    return found
