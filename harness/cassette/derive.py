"""Facts about an interaction that plain vcrpy recorded, read back from its HTTP form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.contract.values import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cassette.model import Facts, Interaction, Request, Response


def derive_facts(interaction: Interaction, read: Callable[[Request], Facts | None]) -> Facts | None:
    """The facts of an interaction: its own, or what can be read from the request.

    Args:
        interaction: the recording.
        read: tells service, operation, region, protocol, parameters and model version of a request, or None
            if it is not one that can be read.

    Returns:
        The interaction's own facts if they have parameters; else those that were read, with the time that
        the response's ``Date`` header tells and the host as source; None if nothing could be read.
    """
    if interaction.facts is not None and interaction.facts.params is not None:
        return interaction.facts
    facts = read(interaction.request)
    if facts is None:
        return None
    uri = urlsplit(interaction.request.uri)
    endpoint = f"{uri.scheme}://{uri.netloc.rpartition('@')[2]}"
    return replace(facts, recorded_at=date_of(interaction.response), source=endpoint)


def date_of(response: Response) -> str | None:
    """Return the ``Date`` header of a response (RFC 9110, 6.6.1) in RFC 3339; None if it has none."""
    return next((rfc3339(value) for name, value in response.headers if name.lower() == "date"), None)


def rfc3339(text: str) -> str | None:
    """Return a date as HTTP, ISO 8601 or R writes it in RFC 3339, in UTC; None if it is no date."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text.removesuffix(" GMT") if text[:1].isdigit() else text)
            return format_timestamp(moment.replace(tzinfo=moment.tzinfo or UTC))
        except (ValueError, OverflowError):
            continue
    return None
