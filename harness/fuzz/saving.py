"""A failing example as a cassette, which plays it again without Hypothesis."""

from __future__ import annotations

import http.client
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from harness.cassette.model import Facts, Interaction, Response
from harness.cassette.store import save_cassette
from harness.fuzz.serving import Served
from harness.models import botocore_version
from harness.record.redaction import redact_interaction


def save_example(path: Path, served: Iterable[Served], test: str) -> None:
    """Write the exchanges of an example as a cassette, in place of the one that is there.

    Requests for which the connection failed have no answer, and are left out.

    Args:
        path: the cassette.
        served: the exchanges, in order.
        test: the test's name.

    Raises:
        harness.cassette.CassetteNotWritable: the operating system refused.
    """
    source = f"synthetic, drawn by harness.fuzz for {test}"
    save_cassette(path, [_interaction(each, source) for each in served if each.answer.trouble is None])


def _interaction(served: Served, source: str) -> Interaction:
    exchange, (status, headers, body) = served.exchange, served.response
    facts = Facts(
        service=exchange.service,
        operation=exchange.operation,
        region=exchange.region,
        params=exchange.params,
        protocol=served.asked.protocol,
        recorded_at=exchange.time,
        source=source,
        model=botocore_version(),
    )
    reason = http.client.responses.get(status, "")
    made = Interaction(served.request, Response(status, reason, tuple(headers.items()), body), facts)
    # The request is what the user's code sent; the response is made up, and has to stay what it was.
    return replace(redact_interaction(served.asked.operation, made), response=made.response)
