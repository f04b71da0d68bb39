"""Filters that say by name what they go by: ``{"Name": "state", "Values": ["running"]}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.model import OperationModel

from harness.contract.words import words_of
from harness.models.resources import noun_words
from harness.synth.responses.demands.combined import AnyOf, Not, Nothing
from harness.synth.responses.demands.demand import Demand, Maker, Parameter, Request, values_of
from harness.synth.responses.demands.entries import EntryList, leaves_of, plain_words
from harness.synth.responses.demands.ordered import Ordered, ordered
from harness.synth.responses.demands.parts import Beginning, Containing
from harness.synth.responses.demands.stated import fact_of
from harness.synth.responses.demands.tags import tagged
from harness.synth.responses.demands.values import OneOf
from harness.synth.responses.filters import (
    Comparison,
    FilterNames,
    filter_form,
    filter_matching,
    filter_names,
    filter_options,
)
from harness.synth.responses.matching import Matching

_PREFIX_MATCH = re.compile(r"\bprefix match", re.IGNORECASE)
EXCLUDING = re.compile(r"exclu(?:de|sion)", re.IGNORECASE)


def filtered(parameter: Parameter, lists: Sequence[EntryList]) -> Maker | None:
    """Return what a parameter asks for that takes filters by name, or None.

    Args:
        parameter: the parameter.
        lists: the entries of all lists of the answer.
    """
    form, path = filter_form(parameter.shape), parameter.path
    if form is None:
        return None

    def make(request: Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        for each in asked if isinstance(asked, list) else ():
            wanted = tuple(values_of(each.get(form.values)))
            if not wanted:
                continue
            by = str(each.get(form.name, ""))
            option = each.get(form.option) if form.option else None
            is_refused = _is_refused(request.operation, path, by, option)
            if is_refused or _is_member_in_other_case(filter_names(request.operation, path), lists, by):
                yield from ((entries.path, Nothing()) for entries in lists)
                continue
            matching = filter_matching(request.operation, path, by)
            demand = _compared(request, option or _said_option(request.operation, path, by), wanted, matching)
            if any(EXCLUDING.match(name) for name in path):
                demand = demand.demand if isinstance(demand, Not) else demand and Not(demand)
            if demand is not None:
                yield from ((place, demand) for place in _places_of(parameter, lists, by))
            kind, _, key = by.partition(":")
            if kind.lower() == "tag" and key and isinstance(demand, OneOf):
                for entries in lists:
                    yield from tagged(entries, key, wanted)

    return make


def _places_of(parameter: Parameter, lists: Sequence[EntryList], by: str) -> Iterator[str]:
    """Yield the paths of the members that a filter goes by."""
    fact = fact_of(parameter.operation, by)
    if fact is not None:
        yield fact[1]
        return
    if ":" in by:
        return
    named = noun_words("".join(part[:1].upper() + part[1:] for part in re.split("[^A-Za-z0-9]", by)))
    plain = (entries for entries in lists if not entries.is_of_tags)
    found = [member.path for each in plain if (member := each.named(named, parameter.noun)) is not None]
    outer = min((path.count("[]") for path in found), default=0)
    places = [path for path in found if path.count("[]") == outer] or _inside(lists, by, parameter.noun)
    yield from (path for path in places if not _differ_in_numbers(by, path))


def _differ_in_numbers(by: str, path: str) -> bool:
    """Tell whether two names have other numbers: ``http-protocol-ipv4`` is not ``HttpProtocolIpv6``."""
    numbers = [re.findall(r"\d+", name) for name in (by, path.rpartition(".")[2])]
    return all(numbers) and numbers[0] != numbers[1]


def _inside(lists: Sequence[EntryList], by: str, noun: tuple[str, ...]) -> Iterator[str]:
    """Yield the path of the member within an entry that a filter goes by: ``attachment.instance-id``.

    If no member has all its words, it is the only one whose last words they are.
    """
    words = plain_words(by)
    outer = (entries for entries in lists if entries.is_outer)
    leaves = {path: text for each in outer for path, text in leaves_of(each.entry, each.path)}
    wanted = (words, tuple(plain_words("".join(noun))) + words)
    exact = [path for path, text in leaves.items() if text in wanted]
    ending = [path for path, text in leaves.items() if text[-len(words) :] == words] if len(words) > 1 else []
    yield from exact[:1] or (ending if len(ending) == 1 else ())


def _is_refused(operation: OperationModel, path: tuple[str, ...], by: str, option: str | None) -> bool:
    """Tell whether documentation leaves a filter to other operations, or writes it otherwise."""
    names = filter_names(operation, path)
    options = filter_options(operation, path) if option is not None else ()
    in_other_case = by not in names.listed and by.lower() in map(str.lower, names.listed)
    return in_other_case or by in names.others or (bool(options) and option not in options)


def _is_member_in_other_case(names: FilterNames, lists: Sequence[EntryList], by: str) -> bool:
    """Tell whether a filter, of which no names are listed, goes by a member in a case that is not its own."""
    if names.listed or not names.own_case:
        return False
    members = {name for each in lists if each.is_outer for name in getattr(each.entry, "members", ())}
    kebab = {"-".join(words_of(name)) for name in members}
    known = members | kebab | {name[:1].lower() + name[1:] for name in members}
    return by not in known and by.lower() in map(str.lower, known)


def _said_option(operation: OperationModel, path: tuple[str, ...], by: str) -> str | None:
    """Return how documentation says that the values of a filter are compared, where its request does not."""
    said = filter_names(operation, path).said.get(by, "")
    return "BeginsWith" if _PREFIX_MATCH.search(said) else None


def _compared(
    request: Request, option: Any, wanted: tuple[Any, ...], matching: Matching
) -> OneOf | AnyOf | Not | Ordered | None:
    """Return what a filter demands that says how values are compared; None where that is not known."""
    meant = Comparison.EQUAL if option is None else Comparison.named(str(option))
    texts = tuple(map(str, wanted))
    match meant:
        case Comparison.EQUAL:
            return OneOf(wanted, is_written_so=True, matching=matching)
        case Comparison.UNEQUAL:
            return Not(OneOf(wanted))
        case Comparison.BEGINS:
            return AnyOf(tuple(Beginning(request, text, "", matching=matching) for text in texts))
        case Comparison.CONTAINS:
            return AnyOf(tuple(Containing(text, matching) for text in texts))
        case Comparison.LACKS:
            return Not(AnyOf(tuple(map(Containing, texts))))
        case Comparison():
            return ordered(meant, texts)
    return None
