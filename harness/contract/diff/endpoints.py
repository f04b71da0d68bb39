"""Compare where clients of a service send their calls: what its endpoint rules say, tried on many inputs.

Endpoint rules are programs, written in a language of their own. Two of them are compared by what they give,
as botocore works it out (``botocore.endpoint_provider``): in a region of each partition and in each region
that they name, plain, with FIPS, with dual stack, and with each of their other parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from botocore.exceptions import BotoCoreError, EndpointResolutionError

from harness.contract.diff.service import Endpoints
from harness.contract.diff.shapes import Finding
from harness.errors import counted
from harness.models.endpoints import partitions

REFUSED = "no endpoint: "
"""Begins what stands for an endpoint where the rules have an error in its place."""

_SHOWN = 2
_VARIANTS = ((), ("UseFIPS",), ("UseDualStack",), ("UseFIPS", "UseDualStack"))
_BUILT_IN = ("Region", "UseFIPS", "UseDualStack", "Endpoint")
_ACCOUNT = "012345678901"


@dataclass(frozen=True)
class EndpointRules:
    """Endpoint rules as ``endpoint-rule-set-1.json`` has them.

    Attributes:
        rules: the file's content.
        signing_name: what calls of the service are signed for, unless the rules say otherwise.
    """

    rules: Mapping[str, Any]
    signing_name: str

    @cached_property
    def tried(self) -> tuple[str, ...]:
        """One region of each partition and those that the rules name, and every other parameter."""
        named = _compared(self.rules)
        regions = dict.fromkeys((*_regions(), *sorted(named.get("Region", ()))))
        plain = (" ".join((region, *flags)) for region in regions for flags in _VARIANTS)
        others = (
            f"{_regions()[0]} {text}"
            for name, parameter in sorted(self.rules["parameters"].items())
            if name not in _BUILT_IN
            for text in _texts(name, str(parameter["type"]).lower(), named.get(name, ()))
        )
        return (*plain, *others)

    def at(self, words: str) -> str | None:
        """Work an endpoint out; None where this botocore cannot, as its rules are of a newer kind."""
        region, *others = words.split(" ")
        parameters = self.rules["parameters"]
        given: dict[str, Any] = {"Region": region}
        for name, equals, value in (
            word.partition("=") for word in others if word.partition("=")[0] in parameters
        ):
            kind = str(parameters[name]["type"]).lower()
            given[name] = (value if kind == "string" else [value]) if equals else True
        if any(p.get("required") and "default" not in p and n not in given for n, p in parameters.items()):
            return None  # operations give it
        is_made_up = any("=" in word and word.partition("=")[2] not in self._named for word in others)
        try:
            found = self._rule_set.evaluate(given)
        except EndpointResolutionError as error:
            return None if is_made_up else f"{REFUSED}{error}"
        except (BotoCoreError, LookupError, TypeError, AttributeError, ValueError):
            return None
        return f"{REFUSED}no rule has one" if found is None else self._written(found, region)

    def _written(self, endpoint: Any, region: str) -> str:
        """Write an endpoint, with what its calls are signed for where that is not the usual."""
        (scheme, *_) = endpoint.properties.get("authSchemes") or [{}]
        name, signed = scheme.get("signingName", self.signing_name), scheme.get("signingRegion", region)
        words = [f"signed for {name}"] * (name != self.signing_name) + [f"signed in {signed}"] * (
            signed != region
        )
        return " ".join((endpoint.url, *words))

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(text for texts in _compared(self.rules).values() for text in texts)

    @cached_property
    def _rule_set(self) -> Any:
        from botocore.endpoint_provider import RuleSet

        return RuleSet(**self.rules, partitions={"partitions": partitions()})


@dataclass(frozen=True)
class KeptEndpoints:
    """The endpoints that a lock keeps."""

    found: Mapping[str, str]

    @property
    def tried(self) -> Iterable[str]:
        """All that are kept."""
        return self.found.keys()

    def at(self, words: str) -> str | None:
        """Look an endpoint up."""
        return self.found.get(words)


def kept_endpoints(endpoints: Endpoints) -> dict[str, str]:
    """Return the endpoints of a service as a lock keeps them."""
    return {words: found for words in endpoints.tried if (found := endpoints.at(words)) is not None}


def compare_endpoints(old: Endpoints | None, new: Endpoints | None) -> Iterator[Finding]:
    """Compare the endpoints of a service; None where a document tells of none."""
    if old is None or new is None or old == new:
        return
    found = {words: (old.at(words), new.at(words)) for words in dict.fromkeys((*old.tried, *new.tried))}
    changed = {w: (a, b) for w, (a, b) in found.items() if a is not None and b is not None and a != b}
    kinds: dict[str, dict[str, tuple[str, str]]] = {}
    for words, (before, after) in changed.items():
        was, now = (each.startswith(REFUSED) for each in (before, after))
        if not (was and now):  # the reason has other words
            kind = "removed" if now else "added" if was else "changed"
            kinds.setdefault(kind, {})[words] = before, after
    for kind, told in kinds.items():
        yield _finding(kind, told)
    if not kinds and isinstance(old, EndpointRules) and isinstance(new, EndpointRules):
        text = f"its endpoint rules changed, and give the same at the {len(found):,} inputs that were tried"
        yield Finding("endpoint-rules-changed", "", text)


def _finding(kind: str, told: Mapping[str, tuple[str, str]]) -> Finding:
    verb = "changed" if kind == "changed" else f"was {kind}"
    shown = [f"from {a} to {b} for {words}" for words, (a, b) in list(told.items())[:_SHOWN]]
    more = [counted(len(told) - _SHOWN, "more input")] if len(told) > _SHOWN else []
    text = f"its endpoint {verb}: {'; '.join(shown + more)}"
    before = {words: a for words, (a, _) in told.items()}
    return Finding(f"endpoint-{kind}", "", text, before, {words: b for words, (_, b) in told.items()})


def _regions() -> tuple[str, ...]:
    """Return one region of each partition."""
    return tuple(min(partition["regions"], key=_unusual) for partition in partitions())


def _unusual(region: str) -> tuple[bool, bool, str]:
    return region.endswith("-global"), region != "us-east-1", region


def _texts(name: str, kind: str, named: Iterable[str]) -> Iterator[str]:
    if kind == "boolean":
        yield name
        return
    usual = _ACCOUNT if name == "AccountId" else "example"
    if name.lower().endswith(("arn", "arnlist")):
        usual = f"arn:aws:example:us-east-1:{_ACCOUNT}:example/example"
    yield from (f"{name}={value}" for value in (usual, *sorted(named)) if value and " " not in value)


def _compared(rules: Any) -> dict[str, set[str]]:
    """Find the texts that rules compare each parameter with."""
    found: dict[str, set[str]] = {}
    left = [rules]
    while left:
        item = left.pop()
        if isinstance(item, list):
            left += item
        elif isinstance(item, Mapping):
            if item.get("fn") == "stringEquals":
                names = [one["ref"] for one in item["argv"] if isinstance(one, Mapping) and "ref" in one]
                texts = [one for one in item["argv"] if isinstance(one, str)]
                for name, text in zip(names, texts, strict=False):
                    found.setdefault(name, set()).add(text)
            left += chain(item.values())
    return found
