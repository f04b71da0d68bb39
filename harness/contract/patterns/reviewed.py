"""Patterns that service models get wrong, each read by a person.

The key is the pattern as the model writes it, so that an entry survives renamed shapes and new releases.
"""

from __future__ import annotations

from collections.abc import Mapping

SEARCHED: Mapping[str, str] = {
    "[0-9a-zA-Z._:-]": "lexv2-models.AnalyticsSessionId: the identifier of a session, of one character only",
    "[a-zA-Z0-9][a-zA-Z0-9-]": "kendra-ranking.RescoreId: an identifier of 1 to 36 characters",
}
"""Patterns that values match in part only; each with a shape that has it, and why no whole value is meant."""
