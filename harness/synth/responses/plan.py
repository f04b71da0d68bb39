"""What a response has: what the request named, what went well, and not too much of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from botocore.model import Shape

from harness.contract.schema import may_be_nothing
from harness.contract.values import JsonValue
from harness.models.endpoints import is_region
from harness.models.paginators import Pagination
from harness.models.resources import kind_of
from harness.synth.responses.echo import Named
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible import Place
from harness.synth.values.plausible.place import Shown
from harness.synth.values.views import Views, allows

TROUBLE = frozenset(
    (
        *("error", "errors", "exception", "failed", "failure", "failures"),
        *("rejected", "unprocessed", "unsuccessful", "invalid"),
    )
)
_TOKEN = re.compile(r"^next.*(token|marker)$|^(last)?evaluated_?key|^last_?evaluated", re.IGNORECASE)


@cache
def _is_token(name: str) -> bool:
    return _TOKEN.search(name) is not None


# Documented states in which what was asked for exists and works, as waiters expect it.
_WELL = (
    *("active", "available", "running", "ready", "enabled", "succeeded", "success", "successful"),
    *("completed", "complete", "createcomplete", "deployed", "inservice", "issued", "healthy", "online"),
    *("ok", "valid", "registered", "associated", "attached", "accepted", "finished", "live", "normal"),
)


def _is_trouble_count(place: Place, shape: Shape) -> bool:
    """Tell whether a member counts what went wrong: nothing did."""
    return (
        shape.type_name in ("integer", "long")
        and place.words[-1:] == ("count",)
        and not TROUBLE.isdisjoint(place.words)
    )


def _names(shown: Shown, place: Place, shape: Shape) -> bool:
    """Tell whether a member, of a part of a resource perhaps, names the resource: ``VpcId`` within a VPC."""
    if not shown.kind or shown.kind == "arn" or len(place.words) < 2:
        return False
    return kind_of(place.name, shown.noun) == shown.kind and allows(shape, shown.name)


@dataclass(frozen=True)
class ResponsePlan:
    """What a response has: what the request named, what went well, and not too much of it.

    Attributes:
        named: what the request named.
        pagination: how the results come in pages, if they do; tokens are none of this plan's business.
        status: the HTTP status of an answer without trouble.
        left_empty: paths of lists whose entries are made apart, so that they are left empty here.
        absent: members that an ordinary result lacks.
        views: the resources that the response shows.
        demands: what the request asks of entries, by their paths.
        batches: what the request names in lists, by the paths of entries that tell of it.
    """

    named: Named
    pagination: Pagination | None
    status: int = 200
    left_empty: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    views: Views | None = None
    demands: Mapping[str, Callable[[Place, Any], JsonValue]] = field(default_factory=dict)
    batches: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def includes(self, place: Place, shape: Shape) -> bool:
        """Include what does not tell of failure; deep inside only what must be there."""
        if self._is_asked_within(place.path):
            return True
        if self.is_token(place):
            return self._is_returned(place, shape)
        if self.pagination is None and "[]" not in place.path and _is_token(place.name):
            return False  # CloudFront has some inside of a structure; without pages there is no more
        if (place.name in self.absent and "." not in place.path) or self._is_elsewhere(shape):
            included = False
        elif not TROUBLE.isdisjoint(place.words):
            included = _is_trouble_count(place, shape)
        else:
            depth = place.path.count(".")
            included = depth < 3 or (depth == 3 and shape.type_name not in ("structure", "list", "map"))
        return included or self.named.echo(place, shape) is not UNKNOWN

    def entries(self, place: Place, shape: Shape) -> int:
        """Give lists one or two entries; as many as the request named."""
        if not TROUBLE.isdisjoint(place.words) or place.path in self.left_empty:
            return 0
        told = next((asked for path, asked in self.batches.items() if path.startswith(f"{place.path}[]")), ())
        if told:
            return len(told)
        if shape.type_name == "list" and "[]" not in place.path:
            count = self.count(shape.member, place.name)
            if count is not None:
                return count
        shown = place.shown
        if shown is not None and self.views is not None:
            within = place.path[len(shown.path) :].lstrip(".")
            return (
                1
                if "[]" in within
                else 1 + self.views.identity(shown.noun, shown.name).part(within).choose(2)
            )
        return 1 if "[]" in place.path else 2

    def count(self, entry: Shape, member: str) -> int | None:
        """Tell how many entries a list has that holds what the request named; None: any."""
        if self.views is None:
            return self.named.count(entry)
        count = self.views.count(entry, member)
        return self.named.count(entry, self.views.naming_members(entry, member)) if count is None else count

    def known(self, place: Place, shape: Shape) -> JsonValue:
        """Return what the request named; a token without pages is returned again, which is their end."""
        if (demand := self.demands.get(place.path)) and (value := demand(place, shape)) is not UNKNOWN:
            return value
        if (asked := self.batches.get(place.path)) and allows(shape, asked[place.number % len(asked)]):
            return asked[place.number % len(asked)]
        shown = place.shown
        if shown is not None and shape.type_name == "string" and _names(shown, place, shape):
            return shown.name
        if self.views is not None and self.views.there and place.path.endswith("[]"):
            listed = self.views.listed_name(place, shape)
            if listed is not None:
                return listed
        if shape.serialization.get("location") == "statusCode":
            return self.status
        if self._is_returned(place, shape) and self.named.tokens[shape.name]:
            return self.named.tokens[shape.name]
        if _is_trouble_count(place, shape):
            return 0 if may_be_nothing(place.name, "") else shape.metadata.get("min", 0)
        value = self.named.echo(place, shape) if place.path and not self.is_token(place) else UNKNOWN
        if value is not UNKNOWN or shape.type_name != "boolean":
            return value
        return False if "truncated" in place.words or "dry" in place.words else UNKNOWN

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Prefer what the request asks for, of a union; the region; that all is well; the standard class."""
        if asked := [name for name in values if self._is_asked_within(f"{place.path}.{name}")]:
            return asked
        if self._region in values:
            return [self._region]
        words = place.words[:-1] if place.words[-1:] == ("code",) else place.words
        if not {"status", "state", "health"}.isdisjoint(words[-1:]):
            known = {re.sub("[^a-z]", "", value.lower()): value for value in reversed(values)}
            well = next((known[state] for state in _WELL if state in known), None)
            return [well] if well else values
        if words[-1:] in (("class",), ("tier",)):
            return [value for value in values if value.lower() == "standard"] or values
        return values

    @property
    def _region(self) -> str:
        """The region that answers; empty where no resources are shown."""
        return "" if self.views is None else self.views.scene.region

    def _is_elsewhere(self, shape: Shape) -> bool:
        """Tell whether a value would be of another region, as S3's LocationConstraint has no us-east-1."""
        values: Sequence[str] = shape.metadata.get("enum", ())
        return bool(self._region) and self._region not in values and any(map(is_region, values))

    def _is_asked_within(self, path: str) -> bool:
        """Tell whether the request asks for something of a member, or of what is in it."""
        return any(one == path or one.startswith((f"{path}.", f"{path}[")) for one in self.demands)

    def _is_returned(self, place: Place, shape: Shape) -> bool:
        return self.pagination is None and self.is_token(place) and shape.name in self.named.tokens

    def is_token(self, place: Place) -> bool:
        """Tell whether a place is that of a token."""
        if self.pagination is not None and place.path in self.pagination.output_tokens:
            return True
        return "." not in place.path and _is_token(place.name)

    def is_result(self, place: Place) -> bool:
        """Tell whether a place is that of a list or map whose entries come in pages."""
        return self.pagination is not None and place.path in self.pagination.results
