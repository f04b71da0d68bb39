"""What was taken out of a recording, and how the recording itself lists it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harness.contract.paths.pointer import any_entry, escaped

if TYPE_CHECKING:
    from harness.cassette.model import Interaction
    from harness.contract.violation import Side

CREDENTIAL_KINDS = frozenset(("credential header", "credential field", "presigned URL"))
"""Credentials of the exchange itself, which have one stand-in, ``REDACTED``, and match nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret that a recording holds.

    Attributes:
        side: ``"request"`` or ``"response"``.
        place: where: a JSON pointer into parameters or result, ``"/Credentials/SecretAccessKey"``, or what
            else holds it: ``"header Cookie"``, ``"query X-Amz-Signature"``, ``"URI"``, ``"body"``.
        kind: what it is: ``"sensitive member"``, ``"private key"``.
    """

    side: Side
    place: str
    kind: str


def listed(before: Interaction, after: Interaction, findings: Iterable[Finding]) -> Interaction:
    """Return a redacted recording that lists what was taken out of it (`Facts.redacted`).

    Places in the parameters are exact, since replay compares what stands there by its form alone. Elsewhere
    ``*`` stands for any item of a list, and a map whose keys were replaced is listed as a whole.

    Args:
        before: the recording as it was.
        after: the recording without its secrets.
        findings: what was replaced.

    Returns:
        The recording itself if there is nothing to list: it has no facts, or lost nothing but credentials
        of the exchange itself.
    """
    if before.facts is None or after.facts is None:
        return after
    found = [one for one in findings if one.place.startswith("/") or one.kind not in CREDENTIAL_KINDS]
    params = before.facts.params
    redacted: dict[str, str] = {}
    for place in changed_places("", params, after.facts.params):
        kinds = (f.kind for f in found if f.side == "request" and f"{f.place}/".startswith(f"{place}/"))
        redacted[f"request {place}"] = next(kinds, "credential")
    wanted = [
        one for one in found if one.side == "response" or params is None or not one.place.startswith("/")
    ]
    redacted |= {f"{one.side} {one.place}": one.kind for one in _gathered(wanted)}
    if redacted.items() <= after.facts.redacted.items():
        return after
    together = {**redacted, **after.facts.redacted}
    return replace(
        after, facts=replace(after.facts, redacted={key: together[key] for key in sorted(together)})
    )


def changed_places(pointer: str, before: Any, after: Any) -> Iterator[str]:
    """Yield the places of parameters that redaction has changed; a map whose keys it has is one place."""
    if isinstance(before, dict) and isinstance(after, dict) and list(before) == list(after):
        for name, value in before.items():
            yield from changed_places(f"{pointer}/{escaped(name)}", value, after[name])
    elif isinstance(before, list) and isinstance(after, list):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from changed_places(f"{pointer}/{index}", old, new)
    elif before != after or isinstance(before, bool) is not isinstance(after, bool):
        yield pointer


def _gathered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with ``*`` for indexes of lists; one that ends in it stands for the list or map."""
    places = [replace(one, place=any_entry(one.place)) for one in findings]
    whole = {(one.side, one.place[:-1]) for one in places if one.place.endswith("/*")}
    for one in places:
        steps = one.place.split("/")
        above = ("/".join(steps[:count]) for count in range(1, len(steps)))
        place = next((place for place in above if (one.side, f"{place}/") in whole), one.place)
        yield replace(one, place=place)
