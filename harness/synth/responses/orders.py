"""Lists that are sorted: as documentation says of them, and as a request asks.

A request may say by which member (``SortBy``), which way round (``SortOrder``, ``ascendingOrder``), or
both, at the top or in a structure of its own. "To return events in descending timestamp order (newest
first), set the startFromHead parameter to false" (CloudWatch Logs). What holds where it says nothing comes
from documented defaults, and from what is said of the list itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Default, Within
from harness.contract.rules.value import comparable
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue
from harness.contract.words import letters_of, words_of
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.synth.prose.sorting import ITSELF, SORTABLE, Said, first_time, key_said, order_said, way_said
from harness.synth.prose.stop import speaks_of_absence
from harness.synth.values.plausible.times import CHANGED, CREATED, OF_TIMES

_VALUE = re.compile(r"\b(?:true|false)\b", re.IGNORECASE)
_SORT = re.compile("sort|order", re.IGNORECASE)
_WAY = re.compile("sort|order|ascending|descending|forward|reverse|head|scan|direction", re.IGNORECASE)
_BY_DEFAULT = re.compile(r"\bby default\b", re.IGNORECASE)
# "Lists events in descending order of their timeStamp": if it is true.
_DOES = re.compile(r"(?:Lists?|Returns?|Sorts?) ")
_NAMES = frozenset(("name", "id", "identifier", "arn", "title", "key"))
# What is sorted by this, or by the parts of names in reverse (Route 53), shows nothing of it in its entries.
_RANKED = re.compile(r"\brelevan|\brank", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sorting:
    """The orders of a list.

    Attributes:
        path: the list.
        holder: the parameter whose members say how it is sorted; empty where parameters say so themselves.
        by: the parameter that says by which member; empty if there is none.
        order: the parameter that says which way round; empty if there is none.
        members: the members of an entry, by the values of the one parameter; None stands for none.
        ascends: whether the smallest comes first, by the values of the other one; None stands for none.
        sentence: what says so, if it is a sentence.
        is_list: whether the holder is a list of such structures.
        is_turned: whether a request turns the list round, of which nothing says by which member it is sorted.
        named: the value of the one parameter that sorts by names, no two of which are alike.
    """

    path: str
    holder: str
    by: str
    order: str
    members: Mapping[Any, str]
    ascends: Mapping[Any, bool]
    sentence: str = ""
    is_list: bool = False
    is_turned: bool = False
    named: str | None = None

    @property
    def params(self) -> frozenset[str]:
        """The parameters that say how the list is sorted."""
        return frozenset(filter(None, (self.holder,) if self.holder else (self.by, self.order)))

    def asked(self, params: Mapping[str, Any]) -> tuple[str, bool] | None:
        """Return the member that a list is sorted by for a request, and which way; None if that is open."""
        member = self.members.get(self._said(params).get(self.by))
        ascends = self.ascends.get(self._way(params))
        return None if member is None or ascends is None else (member, ascends)

    def _said(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        said: Any = params.get(self.holder) or {} if self.holder else params
        said = said[0] if isinstance(said, list) else said
        return said if isinstance(said, Mapping) else {}

    def _way(self, params: Mapping[str, Any]) -> Any:
        return self._said(params).get(self.order)

    def given(self, by: Any, way: Any) -> dict[str, Any]:
        """Return the parameters that ask for an order; None leaves one of them out."""
        said = {name: value for name, value in ((self.by, by), (self.order, way)) if value is not None}
        return {self.holder: [said] if self.is_list else said} if self.holder and said else said

    def order_of(self, params: Mapping[str, Any], entries: Sequence[JsonValue]) -> list[int]:
        """Return the numbers of entries in the order of a request."""
        numbers, asked = list(range(len(entries))), self.asked(params)
        if asked is not None:
            member, ascends = asked
            keys = [_key(value_in(entry, member)) for entry in entries]
            numbers.sort(key=keys.__getitem__, reverse=not ascends)
        elif self.is_turned and self.ascends.get(self._way(params)) is False:
            numbers.reverse()
        return numbers

    def sort(self, params: Mapping[str, Any], response: Mapping[str, JsonValue]) -> None:
        """Bring the entries of a made list in the order of a request, in place."""
        entries = first_value(response, self.path)
        if isinstance(entries, list):
            entries[:] = [entries[number] for number in self.order_of(params, entries)]


def value_in(entry: JsonValue, member: str) -> JsonValue:
    """Return what an entry is sorted by."""
    if member == ITSELF:
        return entry
    return entry.get(member) if isinstance(entry, Mapping) else None


def _key(value: JsonValue) -> tuple[float, str]:
    number = comparable(value)
    return (number, "") if number is not None else (0.0, str(value or ""))


@lru_cache(maxsize=4096)
def sorting_of(contract: Contract) -> Sorting | None:
    """Return how the list of an operation is sorted; None where nothing says so.

    Args:
        contract: the operation's contract.
    """
    operation: Any = contract.operation_model
    path = _list_of(operation)
    if path is None:
        return None
    entry: Any = shape_at(operation.output_shape, f"{path}[]")
    noun = parse_name(operation.name).noun
    holder, by, order, ways = _parameters(operation)
    shapes: Any = _inside(operation, holder)
    said = list(_said(operation, path, entry, noun, (holder, by, order)))
    times = _bounded_time(contract, path)
    if times is not None and any(one.member is None for one in said):
        said = [one._replace(member=one.member or times) for one in said]
    members = _members(shapes[by], entry, noun) if by else {}
    ascends: dict[Any, bool] = dict(ways)
    sentence = next((one.text for one in said), "")
    if order and shapes[order].type_name == "boolean":
        told = list(_told(contract, order))
        ascends = {value: up for value, up, _ in told}
        if len(ascends) < len({(value, up) for value, up, _ in told}):
            return None
        ascends = _both_ways(ascends)
        sentence = told[0][2] if told else sentence
    if not by and order:
        members = _only_member(operation, entry, noun, order, times)
    keys = {one.member for one in said if one.member is not None}
    ups = {one.ascends for one in said if one.ascends is not None}
    usual = _defaults(contract) if not holder else {}
    if by and by in usual:
        keys = {members[usual[by]]} if usual[by] in members else set()
    if order and order in usual and usual[order] in ascends:
        ups = {ascends[usual[order]]}
    if len(keys) == 1:
        members[None] = next(iter(keys))
    if len(ups) == 1:
        ascends[None] = next(iter(ups))
        if True not in ascends and "reverse" in order.lower():
            ascends[True] = not ascends[None]
    is_list = bool(holder) and operation.input_shape.members[holder].type_name == "list"
    named = _named(shapes[by]) if by else None
    is_turned = not members and len({*ascends.values()}) > 1 and _is_turned(order, entry)
    is_turned = is_turned and (named is not None or not by)
    if not ascends or not (members or is_turned):
        return None
    return Sorting(path, holder, by, order, members, ascends, sentence, is_list, is_turned, named)


def _both_ways(ascends: dict[Any, bool]) -> dict[Any, bool]:
    """Add the other value of a boolean, which turns the list round: "If true, ... in ascending order"."""
    return ascends | {not value: not up for value, up in ascends.items()} if len(ascends) == 1 else ascends


def _is_turned(order: str, entry: Any) -> bool:
    """Tell whether a parameter turns a list round, and not lists inside of its entries."""
    inner = entry.members.values() if entry.type_name == "structure" else ()
    return _SORT.search(order) is not None and not any(each.type_name in ("list", "map") for each in inner)


def _named(shape: Any) -> str | None:
    """Return the value of a parameter that sorts by names: by times and numbers entries may be alike."""
    values = shape.metadata.get("enum", ())
    return next((value for value in values if _NAMES.intersection(words_of(value.lower())[-1:])), None)


def _list_of(operation: Any) -> str | None:
    """Return the list that an operation answers with: the one in pages, or its only one."""
    if operation.output_shape is None:
        return None
    pagination = find_pagination(operation)
    if pagination is not None and pagination.results:
        path: str = pagination.results[0]
        shape = shape_at(operation.output_shape, path)
        return path if shape is not None and shape.type_name == "list" else None
    lists = [name for name, shape in operation.output_shape.members.items() if shape.type_name == "list"]
    return lists[0] if len(lists) == 1 else None


def _inside(operation: Any, holder: str) -> Mapping[str, Any]:
    """Return the shapes of the parameters that say how a list is sorted, by their names."""
    if operation.input_shape is None:
        return {}
    members: Mapping[str, Any] = operation.input_shape.members
    shape = members[holder] if holder else None
    if shape is None:
        return members
    inner: Mapping[str, Any] = (shape.member if shape.type_name == "list" else shape).members
    return inner


def _parameters(operation: Any) -> tuple[str, str, str, Mapping[Any, bool]]:
    """Return the parameter that holds how a list is sorted, the two that say so, and the second's values."""
    members = operation.input_shape.members if operation.input_shape is not None else {}
    holders = [
        name
        for name, shape in members.items()
        if _SORT.search(name)
        and "structure" in (shape.type_name, shape.member.type_name if shape.type_name == "list" else "")
    ]
    for holder in ("", *holders):
        shapes = _inside(operation, holder)
        orders = [(name, ways) for name, shape in shapes.items() if (ways := _ways(name, shape))]
        if len(orders) != 1:
            continue
        order, ways = orders[0]
        by = [
            name
            for name, shape in shapes.items()
            if name != order and shape.metadata.get("enum") and (holder or _SORT.search(name))
        ]
        free = [name for name, shape in shapes.items() if name != order and _is_key(name, shape, holder)]
        if len(by) > 1 or (free and not by):
            return "", "", "", {}  # what it is sorted by is a text that nothing lists
        return holder, by[0] if by else "", order, ways
    return "", "", "", {}


def _is_key(name: str, shape: Any, holder: str) -> bool:
    """Tell whether a text says what a list is sorted by."""
    return shape.type_name == "string" and bool(holder or re.match("sort|order", name, re.IGNORECASE))


def _ways(name: str, shape: Any) -> Mapping[Any, bool]:
    """Return the ways round that a parameter gives a list, by its values; of a boolean they are not known."""
    values = tuple(shape.metadata.get("enum", ()))
    if shape.type_name == "boolean" and _WAY.search(name):
        return {True: True, False: False}
    found = {value: way for value in values if (way := _way(value)) is not None}
    return found if len(values) == 2 and sorted(found.values()) == [False, True] else {}


def _way(value: str) -> bool | None:
    words = words_of(value.lower() if value.isupper() else value)
    up = any(re.fullmatch("asc(?:ending)?", word) for word in words)
    down = any(re.fullmatch("desc(?:ending)?|dsc", word) for word in words)
    return None if up is down else up


def _members(shape: Any, entry: Any, noun: tuple[str, ...]) -> dict[Any, str]:
    """Return the members of an entry that the values of a parameter stand for."""
    if entry.type_name != "structure":
        return {}
    sortable = {
        name: inner
        for name, inner in entry.members.items()
        if inner.type_name in SORTABLE and not inner.metadata.get("enum")
    }
    by_letters = {letters_of(name): name for name in sortable}
    own = "".join(noun)
    times = {name: _act_of(name) for name, inner in sortable.items() if inner.type_name == "timestamp"}
    found = {}
    for value in shape.metadata.get("enum", ()):
        same = [name for name, act in times.items() if act is not None and act is _act_of(value)]
        if len(same) == 1:
            found[value] = same[0]
        for letters in (letters_of(value), own + letters_of(value), letters_of(value).removeprefix(own)):
            if letters in by_letters:
                found[value] = by_letters[letters]
                break
    return found


def _act_of(name: str) -> frozenset[str] | None:
    """Return the words for what was done at the time of a name: ``CREATION_TIME`` and ``createdAt`` agree."""
    words = words_of(name.lower() if name.isupper() else name)
    acts = [act for act in (CREATED, CHANGED) if not act.isdisjoint(words)]
    own = acts[0] if len(acts) == 1 else frozenset()
    return own if own and own.union(OF_TIMES, ("last", "latest")).issuperset(words) else None


def _said(
    operation: Any, path: str, entry: Any, noun: tuple[str, ...], params: tuple[str, ...]
) -> Iterator[Said]:
    """Yield what documentation says of the order of a list where a request says nothing of it."""
    texts = [sentence.text for sentence in sentences_of(operation.documentation)]
    shape = shape_at(operation.output_shape, path)
    texts += [sentence.text for sentence in sentences_of(shape.documentation)] if shape is not None else []
    own = []
    for holder, shapes in (("", _inside(operation, "")), (params[0], _inside(operation, params[0]))):
        for name in params if shapes and (holder or not params[0]) else params[:1]:
            if name in shapes:
                own += [sentence.text for sentence in sentences_of(shapes[name].documentation)]
    if any(_RANKED.search(text) for text in (*texts, *own)) or any("reversed" in text for text in texts):
        return
    own = [text for text in own if _BY_DEFAULT.search(text) or speaks_of_absence(text)]
    for text in (*texts, *own):
        if not (any(params) and _VALUE.search(text)) and (one := order_said(text, entry, noun)) is not None:
            yield one


def _only_member(
    operation: Any, entry: Any, noun: tuple[str, ...], order: str, times: str | None
) -> dict[Any, str]:
    """Return the member that a list is sorted by if its documentation says so, or has one time to sort by."""
    shape = operation.input_shape.members.get(order)
    texts = [sentence.text for sentence in sentences_of(shape.documentation)] if shape is not None else []
    texts += [
        sentence.text
        for sentence in sentences_of(operation.documentation)
        if re.search(rf"\b{order}\b", sentence.text)
    ]
    if any(re.search(r", not\b", text) for text in texts):
        return {}  # "sorted by build number, not the build identifier"
    keys = {key for text in texts if (key := key_said(text, entry, noun)) is not None}
    if len(keys) == 1:
        return {None: keys.pop()}
    return {None: times} if times is not None and not keys else {}


def _told(contract: Contract, param: str) -> Iterator[tuple[bool, bool, str]]:
    """Yield values of a boolean parameter, whether the list ascends for each, and what says so."""
    operation: Any = contract.operation_model
    usual = _defaults(contract).get(param)
    own = [sentence.text for sentence in sentences_of(operation.input_shape.members[param].documentation)]
    others = [sentence.text for sentence in sentences_of(operation.documentation)]
    is_named = any(re.search(rf"\b{param}\b", text) and way_said(text) is not None for text in others)
    for text in [*own, *(others if is_named else ())]:
        ascends = way_said(text) if re.search(r"scending|chronological", text) else None
        if ascends is None:
            continue
        values = {found.lower() for found in _VALUE.findall(text)}
        if not values and text in own and _DOES.match(text):
            yield True, ascends, text
        if _BY_DEFAULT.search(text) and not values and isinstance(usual, bool):
            yield usual, ascends, text
        elif len(values) == 1 and (text in own or re.search(rf"\b{param}\b", text)):
            yield "true" in values, ascends, text


def _defaults(contract: Contract) -> dict[str, Any]:
    return {rule.param: rule.value for rule in contract.rules if isinstance(rule, Default)}


def _bounded_time(contract: Contract, path: str) -> str | None:
    """Return the one time of entries, by a rule on it or by their shapes."""
    entry: Any = shape_at(contract.operation_model.output_shape, f"{path}[]")
    if entry is None or entry.type_name != "structure":
        return None
    bounded = {rule.member for rule in contract.rules if isinstance(rule, Within)}
    times = [name for name in entry.members if f"{path}[].{name}" in bounded]
    several = [name for name, each in entry.members.items() if each.type_name == "timestamp"]
    first = first_time(entry.members) if len(several) == 1 else None
    return times[0] if len(times) == 1 else first
