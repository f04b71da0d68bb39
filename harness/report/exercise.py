"""What an operation's contract documents, item by item, and which items an exchange exercises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from botocore.model import Shape

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.pagination.chains import Link, Page, follow, page_of
from harness.contract.paths.member import general_pointer, join, select
from harness.contract.paths.spots import holds_any, spots_of
from harness.contract.rules import Rule, Side, with_defaults
from harness.contract.rules.chain import OnChain
from harness.contract.rules.condition import show
from harness.contract.rules.value import Bounded, Listed
from harness.contract.schema import error_code, find_error
from harness.contract.violation import Severity
from harness.contract.vocabulary import byte_length
from harness.models.paginators import Pagination, find_pagination

Dimension = Literal["members", "values", "bounds", "errors", "pages", "rules"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

CATALOGUE = 20
"""An enum of more values is a catalogue (instance types, countries): any of its values covers it.

98 % of the enums of botocore 1.44 have 20 values or fewer.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a contract documents and that an exchange can exercise.

    Attributes:
        dimension: what kind of thing.
        side: ``"request"`` or ``"response"``; empty where it is of neither alone.
        pointer: JSON pointer to the member, ``*`` for every entry of a list and every value of a map.
        words: which value, bound, error, page or rule; empty for a member.
    """

    dimension: Dimension
    side: str = ""
    pointer: str = ""
    words: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.side, self.pointer, self.words)))


@lru_cache(maxsize=1024)
def documented(contract: Contract) -> tuple[Item, ...]:
    """List what a contract documents, in the order of `DIMENSIONS`.

    - members: of request and response; the members of a structure that stands in several places, or holds
      itself, count once;
    - values: of enums, by the place where they stand; see `CATALOGUE`;
    - bounds: minimum and maximum of numbers, lengths and sizes that the caller chooses: of the request, but
      for the tokens of a pagination;
    - errors: the documented error codes;
    - pages: the pages of a pagination: the only one, a first, middle and last one, one of a size asked for;
    - rules: those that the documentation states in prose, but for rules on values and bounds, counted there.
    """
    items = _documents(contract).items
    return tuple(dict.fromkeys(item for one in DIMENSIONS for item in items if item.dimension == one))


class Exercise:
    """Collects what exchanges of one operation exercise.

    Args:
        contract: the operation's.

    Attributes:
        exchanges: how many exchanges were added.
        broken: how many of them break the contract.
        met: the documented items that they exercised.
    """

    def __init__(self, contract: Contract) -> None:
        self._documented = _documents(contract)
        self._contract = contract
        self._waiting: dict[Item, dict[str, Page | None]] = {}
        self.exchanges: int = 0
        self.broken: int = 0
        self.met: set[Item] = set()

    def add(self, exchange: Exchange) -> None:
        """Add an exchange of the operation; one that breaks the contract exercises nothing of it.

        But a service that refuses a request as documented exercises the error, whatever the request.
        """
        self.exchanges += 1
        stated, model = self._documented, self._contract.operation_model
        violations = self._contract.check_exchange(exchange)
        broken = {violation.side for violation in violations if violation.severity is Severity.ERROR}
        if exchange.error is not None and "response" not in broken:
            shape = find_error(model, exchange.error.code)
            if shape is not None:
                self.met.add(_error(shape))
        if broken:
            self.broken += 1
            return
        if exchange.params is not None:
            stated.request.observe(model.input_shape, exchange.params, "", self.met)
            self._stated(exchange.params)
        if exchange.response is not None:
            stated.response.observe(model.output_shape, exchange.response, "", self.met)
            self._answered(exchange)
            if stated.pagination is not None and exchange.params is not None:
                self.met.update(_pages_met(stated.pagination, exchange.params, exchange.response))
        self._continue(exchange)

    def _continue(self, exchange: Exchange) -> None:
        """Judge the rules on paginations by an exchange and the one whose token it sends."""
        page = page_of(exchange)
        for rule, item in self._documented.chained:
            if item in self.met:
                continue
            waiting = self._waiting.setdefault(item, {})
            tokens = Link.of(rule).tokens(page)
            earlier = follow(waiting, *tokens, page, answered=exchange.error is None)
            if earlier is not None:
                self._judge_by(rule, item, [earlier, page])

    def _stated(self, params: Any) -> None:
        for place in self._documented.stated:
            for _, value in select(params, place.path):
                place.observe(value, self.met)
        self._judge("request", params)

    def _answered(self, exchange: Exchange) -> None:
        params = exchange.params
        asked = None if params is None else with_defaults(params, self._contract.rules)
        self._judge("response", {"request": asked, "response": exchange.response, "time": exchange.time})

    def _judge(self, side: Side, judged: Any) -> None:
        """Note the rules of a side that a document keeps."""
        for rule, item in self._documented.rules:
            if rule.side == side and item not in self.met:
                self._judge_by(rule, item, judged)

    def _judge_by(self, rule: Rule, item: Item, judged: Any) -> None:
        """Note a rule that applies to a document, and that the document keeps."""
        if rule.applies(judged) and next(rule.breaches(judged), None) is None:
            self.met.add(item)
            self._waiting.pop(item, None)


@dataclass(frozen=True)
class _Bound:
    """A minimum or maximum, reached by a value that is at it or next to it."""

    item: Item
    bound: float
    inward: int
    measure: Callable[[Any], float | None]

    def is_reached(self, value: Any) -> bool:
        size = self.measure(value)
        if size is None:
            return False
        step = 1 if isinstance(size, int) else max(abs(self.bound) / 1000, 0.001)
        return 0 <= (size - self.bound) * self.inward <= step


@dataclass(frozen=True)
class _Place:
    """What is documented of the value, or of the keys, at one place."""

    path: str
    on_key: bool = False
    values: Mapping[Any, Item] | None = None
    bounds: tuple[_Bound, ...] = ()

    @property
    def items(self) -> Iterator[Item]:
        yield from (self.values or {}).values()
        yield from (bound.item for bound in self.bounds)

    def observe(self, value: Any, met: set[Item]) -> None:
        for one in value if self.on_key and isinstance(value, dict) else (value,):
            if self.values is not None and isinstance(one, str | int | float) and one in self.values:
                met.add(self.values[one])
            met.update(bound.item for bound in self.bounds if bound.is_reached(one))


class _Side:
    """What one side of an operation documents, by the places where its shapes stand."""

    def __init__(
        self, side: Literal["request", "response"], root: Shape | None, tokens: Collection[str] = ()
    ) -> None:
        self._opaque: set[str] = set()
        self._homes: dict[str, str] = {}
        self._members: dict[str, Item] = {}
        self._places: dict[str, list[_Place]] = {}
        for spot in spots_of(root) if root is not None else ():
            shape, path = spot.shape, spot.path
            if spot.owner is not None:
                self._members[path] = Item("members", side, general_pointer(path))
            if holds_any(shape):
                self._opaque.add(path)
                continue
            if shape.type_name == "structure":
                self._homes.setdefault(shape.name, path)
            traits = shape.metadata
            values = _values(side, path, traits.get("enum", ()), on_key=spot.on_key)
            chosen = side == "request" and path not in tokens
            bounds = _bounds(path, shape.type_name, traits, on_key=spot.on_key) if chosen else ()
            if values or bounds:
                self._places.setdefault(path, []).append(_Place(path, spot.on_key, values, bounds))

    @property
    def items(self) -> Iterator[Item]:
        yield from self._members.values()
        for places in self._places.values():
            for place in places:
                yield from place.items

    def observe(self, shape: Any, value: Any, path: str, met: set[Item]) -> None:
        """Note what the value at a path exercises."""
        if shape is None or value is None:
            return
        for place in self._places.get(path, ()):
            place.observe(value, met)
        if path in self._opaque:
            return
        kind = shape.type_name
        if isinstance(value, list) and kind in ("list", "structure"):  # of a structure: events of a stream
            inner, entry = (shape, path) if kind == "structure" else (shape.member, f"{path}[]")
            for one in value:
                self.observe(inner, one, entry, met)
        elif isinstance(value, dict) and kind == "map":
            for one in value.values():
                self.observe(shape.value, one, f"{path}[]", met)
        elif isinstance(value, dict) and kind == "structure":
            home = self._homes[shape.name]
            members = shape.members
            for name, one in value.items():
                if one is not None and name in members:
                    inside = join(home, name)
                    met.add(self._members[inside])
                    self.observe(members[name], one, inside, met)


@dataclass(frozen=True)
class _Documented:
    """All that one contract documents.

    Attributes:
        request: its request's shapes.
        response: its response's shapes.
        stated: values and bounds that prose states of the request.
        rules: what else prose states.
        chained: those on paginations.
        pagination: how results come in pages.
        items: all of it.
    """

    request: _Side
    response: _Side
    stated: tuple[_Place, ...]
    rules: tuple[tuple[Rule, Item], ...]
    chained: tuple[tuple[OnChain, Item], ...]
    pagination: Pagination | None
    items: tuple[Item, ...]


@lru_cache(maxsize=1024)
def _documents(contract: Contract) -> _Documented:
    model = contract.operation_model
    pagination = find_pagination(model)
    tokens = pagination.input_tokens if pagination is not None else ()
    request, response = _Side("request", model.input_shape, tokens), _Side("response", model.output_shape)
    stated = tuple(place for rule in contract.rules if (place := _stated_place(rule)) is not None)
    rules = tuple(
        (rule, Item("rules", words=rule.words)) for rule in contract.rules if _stated_place(rule) is None
    )
    items = (
        *request.items,
        *response.items,
        *(item for place in stated for item in place.items),
        *map(_error, model.error_shapes),
        *(_pages(pagination) if pagination is not None else ()),
        *(item for _, item in rules),
    )
    chained = tuple((rule, item) for rule, item in rules if isinstance(rule, OnChain))
    return _Documented(request, response, stated, rules, chained, pagination, items)


def _stated_place(rule: Rule) -> _Place | None:
    """Return the values or bounds that a rule documents; None of a rule of another kind."""
    if isinstance(rule, Listed):
        on_key = rule.on_key
        return _Place(rule.param, on_key, _values("request", rule.param, rule.values, on_key=on_key))
    if isinstance(rule, Bounded):
        limits = {"min": rule.min, "max": rule.max}
        return _Place(rule.param, bounds=_bounds(rule.param, rule.types[0], limits))
    return None


def _values(
    side: str, path: str, values: Sequence[Any], *, on_key: bool = False
) -> Mapping[Any, Item] | None:
    if not values:
        return None
    verb = "has key" if on_key else "is"
    if len(values) > CATALOGUE:
        one = Item("values", side, general_pointer(path), f"{verb} any of {len(values)} values")
        return dict.fromkeys(values, one)
    return {value: Item("values", side, general_pointer(path), f"{verb} {show(value)}") for value in values}


def _bounds(path: str, kind: str, limits: Mapping[str, Any], *, on_key: bool = False) -> tuple[_Bound, ...]:
    measure, one, several = _MEASURES.get(kind, (_number, "", ""))
    found = []
    for limit, name, inward in (("min", "minimum", 1), ("max", "maximum", -1)):
        bound = limits.get(limit)
        if bound is not None:
            number = int(bound) if bound == int(bound) else bound
            words = f"{'has key ' if on_key else ''}at {name} {number}{one if number == 1 else several}"
            found.append(
                _Bound(Item("bounds", "request", general_pointer(path), words), number, inward, measure)
            )
    return tuple(found)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _characters(value: Any) -> int | None:
    return len(value) if isinstance(value, str) else None


def _entries(value: Any) -> int | None:
    return len(value) if isinstance(value, list | dict) else None


def _bytes(value: Any) -> int | None:
    return byte_length(value) if isinstance(value, str) else None


_MEASURES: Mapping[str, tuple[Callable[[Any], float | None], str, str]] = {
    "string": (_characters, " character", " characters"),
    "blob": (_bytes, " byte", " bytes"),
    "list": (_entries, " entry", " entries"),
    "map": (_entries, " entry", " entries"),
}


def _error(shape: Shape) -> Item:
    return Item("errors", words=error_code(shape))


_ONLY, _FIRST, _MIDDLE, _LAST, _SIZED = (
    Item("pages", words=f"{words} page") for words in ("only", "first", "middle", "last", "limited")
)


def _pages(pagination: Pagination) -> tuple[Item, ...]:
    return (_ONLY, _FIRST, _MIDDLE, _LAST, *((_SIZED,) if pagination.limit else ()))


def _pages_met(pagination: Pagination, params: Any, response: Any) -> Iterator[Item]:
    continues = bool(pagination.tokens_in(params))
    # A token may be left to the caller, as by S3's ListObjects.
    more = bool(pagination.next_request(response)) or pagination.says_more(response) is True
    yield {(False, False): _ONLY, (False, True): _FIRST, (True, True): _MIDDLE, (True, False): _LAST}[
        continues, more
    ]
    if pagination.limit and params.get(pagination.limit) is not None:
        yield _SIZED
