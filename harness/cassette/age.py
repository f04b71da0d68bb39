"""How old recordings are, and the limit that a project sets to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from harness.cassette.derive import date_of
from harness.contract.values import parse_timestamp
from harness.errors import HarnessError

if TYPE_CHECKING:
    from harness.cassette.model import Interaction

_WORDS = ("minutes", "minute", "min", "hours", "hour", "h", "days", "day", "d", "weeks", "week", "w")
_AGE = re.compile(rf"(\d{{1,6}})\s*({'|'.join(_WORDS)})", re.ASCII | re.IGNORECASE)


def _any_case(word: str) -> str:
    return "".join(f"[{letter}{letter.upper()}]" for letter in word)


PATTERN = rf"^\s*(?!0+\D)[0-9]{{1,6}}\s*({'|'.join(map(_any_case, _WORDS))})\s*$"
"""The ages that `parse_age` reads, as JSON Schema has patterns."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class BadAge(HarnessError):
    """A limit of age is written wrongly.

    Args:
        given: what was written.
    """

    given: object

    def __str__(self) -> str:
        return f"{self.given!r} is no age; write a number and a unit, as 90d, 12h, 30min or 2 weeks."


def parse_age(given: str | dt.timedelta) -> dt.timedelta:
    """Read an age: ``"90d"``, ``"12h"``, ``"30min"``, ``"2 weeks"``, or a timedelta.

    Raises:
        BadAge: it is none, or not more than nothing.
    """
    age = given
    if isinstance(given, str):
        found = _AGE.fullmatch(given.strip())
        age = dt.timedelta(**{_UNITS[found[2][0].lower()]: int(found[1])}) if found else given
    if not isinstance(age, dt.timedelta) or age <= dt.timedelta(0):
        raise BadAge(given)
    return age


def recorded_at(interaction: Interaction) -> dt.datetime | None:
    """Return when an interaction was recorded: by its facts, or else by the ``Date`` of its response.

    None where neither tells.
    """
    facts = interaction.facts
    text = facts.recorded_at if facts is not None else date_of(interaction.response)
    try:
        moment = parse_timestamp(text) if text else None
    except ValueError:  # edited by hand
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
