"""A failing example as a cassette, which plays it again without Hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from harness.cassette.model import Interaction
from harness.cassette.store import save_cassette
from harness.fuzz.code.serving import Served
from harness.redaction import redact_interaction


def save_example(path: Path, served: Iterable[Served]) -> None:
    """Write the exchanges of an example as a cassette, instead of the one that is there.

    Requests for which the connection failed have no answer, and are left out.

    Args:
        path: the cassette.
        served: the exchanges, in order.

    Raises:
        harness.cassette.CassetteNotWritable: the operating system refused.
    """
    save_cassette(path, [_redacted(each) for each in served if each.trouble is None])


def _redacted(served: Served) -> Interaction:
    # The request is what the user's code sent; the response is made up, and has to stay what it was.
    redacted = redact_interaction(served.operation, served.interaction)
    facts = redacted.facts
    if facts is not None:
        of_request = {place: kind for place, kind in facts.redacted.items() if place.startswith("request ")}
        facts = replace(facts, redacted=of_request)
    return replace(redacted, response=served.interaction.response, facts=facts)
