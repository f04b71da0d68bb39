"""Made-up services in tests: what the recognisers propose for them holds as a project's own facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.contract.facts import PROJECT, Fact, own_facts, use_own_facts
from tools.facts.drafter.operations import draft

if TYPE_CHECKING:
    from botocore.model import ServiceModel

_stated: dict[str, list[Fact]] = {}


def state(model: ServiceModel) -> ServiceModel:
    """Keep what is proposed for a service for `hold_stated`, next to what was kept before; return the model.

    Args:
        model: a made-up service.
    """
    known = _stated.setdefault(model.service_name, [])
    facts = (replace(fact, readings=(PROJECT,)) for fact in draft(model))
    known += (fact for fact in facts if fact not in known)
    hold_stated()
    return model


def hold_stated() -> None:
    """Let all that was stated hold, as other tests may have put settings without it in its place."""
    use_own_facts({**own_facts(), **_stated})
