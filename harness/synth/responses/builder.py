"""What the answer of a request is made of: the whole response under the rules, and the pages of its lists."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.contract import Contract
from harness.contract.paths.member import holder_of, holders, is_given, is_within
from harness.contract.paths.shape import is_required, shape_at
from harness.contract.rules import PresentOnlyIf, Selects, with_defaults
from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.contract.rules.response import OnResponse, Stage
from harness.contract.rules.value import narrowings
from harness.contract.values import JsonValue
from harness.models.paginators import Pagination
from harness.models.resources import parse_name, tail_of
from harness.synth.responses.accounts import account_params
from harness.synth.responses.aliases import as_aliases
from harness.synth.responses.batches import name_what_was_asked, told_of_batches
from harness.synth.responses.computed import compute_members
from harness.synth.responses.demands import (
    Demand,
    Within,
    asking_parameters,
    demands_of,
    empty_lists,
    has_unknown_filter,
    partition_of,
    partition_parameters,
    searched_texts,
    texts_by_name,
    texts_by_parameter,
)
from harness.synth.responses.echo import Named, named_in
from harness.synth.responses.enforce import Settlement
from harness.synth.responses.facts import facts_of
from harness.synth.responses.latest import keep_one_latest, tells_latest
from harness.synth.responses.orders import Sorting, sorting_of
from harness.synth.responses.pages import Pages, binding_params, grouped, most_documented
from harness.synth.responses.plan import ResponsePlan
from harness.synth.responses.starts import Start, begin_after, begin_and_end, sort_by_name, start_of
from harness.synth.responses.switches import switches_of, widening
from harness.synth.responses.token_parameters import token_for
from harness.synth.responses.variants import requested_variants
from harness.synth.scene import Scene
from harness.synth.values.choices import PartChoices, SpreadChoices
from harness.synth.values.maker import UNKNOWN, Maker, making_order, text_values
from harness.synth.values.plausible import Place
from harness.synth.values.totals import raise_totals
from harness.synth.values.views import Names, Noun, Views, is_other_than_name, subject_of, view_of

_written = json.JSONEncoder(sort_keys=True, default=str).encode


@dataclass(frozen=True)
class ResponseBuilder:
    """Builds the answer to a request that keeps to the contract.

    Attributes:
        contract: the operation's contract.
        params: the request's parameters in JSON-able form.
        seed: other seeds give other answers.
        scene: region, account and time.
        pagination: how the results come in pages, if they do.
        points: how many entries a series has at most, if its rule allows gaps; None for all that there are.
        there: the resources that there are, by type, where a world knows them (`Views.there`).
    """

    contract: Contract
    params: dict[str, JsonValue]
    seed: object
    scene: Scene
    pagination: Pagination | None
    points: int | None = None
    there: Mapping[Noun, Sequence[Names]] = field(default_factory=dict)

    @property
    def _operation(self) -> OperationModel:
        return self.contract.operation_model

    def _seed(self, params: Mapping[str, JsonValue]) -> tuple[object, ...]:
        # The token of an idempotent request is another each time.
        bound = {
            name: value
            for name, value in self._telling(params).items()
            if name not in self._operation.idempotent_members
        }
        return self.seed, self.contract.name, _written(bound)

    def _telling(self, params: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """Leave out what is as it is by default, so that it says nothing."""
        usual = self._usual
        return {name: value for name, value in params.items() if name not in usual or usual[name] != value}

    @cached_property
    def _usual(self) -> dict[str, JsonValue]:
        """The documented defaults of the operation."""
        return with_defaults(self._accounts, self.contract.rules)

    @cached_property
    def _accounts(self) -> dict[str, JsonValue]:
        """The parameters that are the caller's account by default."""
        return dict.fromkeys(account_params(self._operation), self.scene.account)

    def _list_params(self) -> dict[str, JsonValue]:
        """Return the parameters that the whole list depends on: not those of the page, order or detail."""
        paging = set() if self._start is None else {self._start.param, self._start.limit}
        paging |= set() if self._sorting is None else self._sorting.params
        paging |= {switch.param for switch in switches_of(self.contract)}
        paging |= {one.path[0] for one, _ in partition_parameters(self._operation) if len(one.path) == 1}
        if parse_name(self._operation.name).role == "read":  # which version is told, of the same thing
            paging |= {path for path, *_ in requested_variants(self._operation, self.params)}
        for wider in widening(self.contract):  # a switch leaves the list as it is made, and so does ALL
            if wider.more is True or self.params.get(wider.param) == wider.more:
                paging.add(wider.param)
        if self.pagination is not None:
            paging |= {*self.pagination.input_tokens, self.pagination.limit}
        return {name: value for name, value in self.params.items() if name not in paging}

    @cached_property
    def _start(self) -> Start | None:
        """The parameter after whose value the list begins."""
        return start_of(self._operation)

    @cached_property
    def _demands(self) -> dict[str, Demand]:
        """What the request asks for of the values of entries, by their paths."""
        if self.there:
            return {}
        ruling = _bounding(self.contract)
        usual = self._usual.items()
        chosen = {name: value for name, value in usual if name in ruling or self._values_of(name)}
        return demands_of(self._operation, chosen | self._telling(self.params), self.scene)

    @property
    def _sorting(self) -> Sorting | None:
        """The orders of the list that the request may ask for."""
        return sorting_of(self.contract)

    @cached_property
    def _list_seed(self) -> tuple[object, ...]:
        return self._seed(self._list_params())

    @cached_property
    def _defaults(self) -> dict[str, JsonValue]:
        """The parameters with the documented defaults."""
        return with_defaults({**self._accounts, **self.params}, self.contract.rules)

    def pages(self) -> Pages:
        """Return the pages of an operation that has some."""
        assert self.pagination is not None
        bound = binding_params(self.pagination, self.params, self.contract.rules)
        binding = repr(self._seed(bound))
        groups = _groups(self.contract, self.pagination.results)
        limit, tokens = self.pagination.limit, self.pagination.output_tokens
        on_request = any(
            isinstance(rule, PresentOnlyIf) and rule.member in tokens and rule.condition.param == limit
            for rule in self.contract.rules
        )
        return Pages(
            self._operation,
            self.pagination,
            self.params,
            self._defaults,
            groups,
            binding,
            self.scene,
            on_request,
            token_for(self.pagination, self.params, self.contract.rules),
            most_documented(self.pagination, self.contract.rules),
        )

    @cached_property
    def named(self) -> Named:
        """What the request named, with its defaults; a list has only those by which it asks for something."""
        role = parse_name(self._operation.name).role
        output = self._operation.output_shape
        repeated = output.members if output is not None else {}
        params = self._defaults if role in ("read", "create") else {**self._accounts, **self.params}
        if role == "list":
            asking = (path[0] for path, _ in asking_parameters(self._operation))
            params = {name: self._usual[name] for name in asking if name in self._usual} | params
            # What entries have of a few values is a demand, and none has ALL. What the answer has itself, it
            # has as it was asked for.
            params = {
                name: value
                for name, value in params.items()
                if name in repeated or not self._asks_for_all(name, value)
            }
        if self.there:  # what is there is not what is asked for because it is asked for
            free = {path[0] for path, _ in asking_parameters(self._operation)}.difference(repeated)
            params = {name: value for name, value in params.items() if name not in free}
        subject = subject_of(self._operation)
        kinds = {} if subject is None else subject.parameters
        others = {name: params[name] for name, kind in kinds.items() if kind == "name" and name in params}
        for name, value in others.items():  # an ARN or id may stand for a name, and is none
            if isinstance(value, str) and is_other_than_name(value):
                params = {key: each for key, each in params.items() if key != name}
                if not is_other_than_name(tail := tail_of(value)):
                    params[name] = tail
        return named_in(self._operation, params)

    def _asks_for_all(self, name: str, value: JsonValue) -> bool:
        """Tell whether a parameter with a few values has the one that leaves no entry out."""
        values = self._values_of(name)
        every = (wider.more for wider in widening(self.contract) if wider.param == name)
        return value in values and value in (self._usual.get(name), *every)

    def _values_of(self, name: str) -> tuple[str, ...]:
        """Return the values of a parameter, if they are a few texts."""
        request: Any = self._operation.input_shape
        shape = request.members.get(name) if request is not None else None
        if shape is None or shape.type_name != "string":
            return ()
        return tuple(shape.metadata.get("enum", ()))

    def _has_ruled_entries(self, lists: tuple[str, ...]) -> bool:
        """Tell whether a rule speaks of entries; one of parameters that choose them, if one is given."""
        rules = _on_entries(self.contract, lists)
        return any(
            not rule.choosing or any(is_given(self.params, param) for param in rule.choosing)
            for rule in rules
        )

    def compose(self, length: int) -> dict[str, JsonValue]:
        """Make the response with the whole list, which has some length where the request names no entries."""
        return self.compose_with(*self._seeded(length))

    def compose_page(self, length: int, page_size: int | None) -> dict[str, JsonValue] | None:
        """Make the response with the page that the request asks for.

        The other entries are made only where a documented rule speaks of entries: of their order, say.

        Args:
            length: how many entries the whole list has where the request names none.
            page_size: entries of a page for a request that gives no limit; about a third when left out.

        Returns:
            The response; None if the token in the request is none of its list.
        """
        left_empty = frozenset() if self.pagination is None else _made_last(self._operation, self.pagination)
        outline = self._outline(*self._seeded(length, left_empty))
        ruled = self.pagination is not None and self._has_ruled_entries(self.pagination.results)
        ruled = ruled or self._start is not None or tells_latest(self._operation)
        ruled = ruled or (self._sorting is not None and self._sorting.asked(self.params) is not None)
        if ruled:
            outline.fill_in()
        self.settlement.settle(outline.response)
        keep_one_latest(self._operation, outline.response)
        if self._sorting is not None and not self.there:  # what is there comes in order
            self._sorting.sort(self.params, outline.response)
        if self._start is not None:
            sort_by_name(self._start, outline.response)
            if self.pagination is not None:
                begin_after(self._start, self.params, outline.response)
            else:
                begin_and_end(self._start, self.params, outline.response, is_whole=True)
        if self.pagination is not None and not self.pages().cut(outline.response, page_size, outline.entry):
            return None
        self.settlement.limit(outline.response)
        if not ruled:
            outline.fill_in()
        compute_members(self._operation, self.params, outline.response)
        if not self.there:
            name_what_was_asked(self._operation, self.params, outline.response)
        _leave_out_empty(self._operation, self.pagination, outline.response)
        return outline.response

    def _seeded(
        self, length: int, left_empty: frozenset[str] = frozenset()
    ) -> tuple[Callable[..., Maker], Callable[[Shape, str], int]]:
        """Return what makes the parts of the response, and what tells the length of a list."""
        seed = self._list_seed
        status = self._operation.http.get("responseCode", 200)
        listed = (*seed, self.scene.region, self.scene.account)
        facts = facts_of(self.contract.service)
        absent = facts.absent.union(name for name, needed in facts.needs.items() if needed not in self.params)
        narrowed = _narrowed(self.contract)
        demands = self._demands | {
            path: Within(demand, narrowed[path].values or ())
            for path, demand in self._demands.items()
            if path in narrowed and narrowed[path].values
        }
        demands = as_aliases(self._operation, demands)
        views = Views(self._operation, self.params, self.seed, listed, self.scene, self.there, demands)
        empty = frozenset(empty_lists(self._operation, demands))
        left_empty |= empty
        batches = {} if self.there else told_of_batches(self._operation, self.params)
        plan = ResponsePlan(self.named, self.pagination, status, left_empty, absent, views, demands, batches)

        def maker(path: str = "", number: int | None = None) -> Maker:
            choices: Any
            if number is None:
                choices = views.at_top()
            else:
                around = views.around(number)  # around a resource is the same, whichever others are listed
                choices = SpreadChoices(PartChoices(*(around or views.listed), path), 0 if around else number)
            return Maker(choices, self.scene, plan, narrowed, views=views)

        is_unknown = not self.there and has_unknown_filter(self._operation, self.params)
        is_part = any(searched_texts(self._operation, self.params))
        is_part = is_part or any(texts_by_name(self._operation, self.params, self.scene))

        def count(entry: Shape, member: str) -> int:
            if any(member == path.rpartition(".")[2] for path in empty):
                return 0
            named = plan.count(entry, member)
            if is_unknown or (named is not None and is_part):
                return 0  # of what a request names no more is known
            return self._most(demands, narrowed, entry, member, length) if named is None else named

        return maker, count

    @cached_property
    def _is_of_few(self) -> bool:
        """Whether the request asks for what most entries are not: a third of them is."""
        if self.there:
            return False
        partitions = partition_of(self._operation, self.params, self._usual)
        is_partitioned = any(one.usual not in one.asked for one in partitions)
        return is_partitioned or any(texts_by_name(self._operation, self.params, self.scene))

    def _numbers(self, count: int) -> range:
        """Return the numbers of the entries of a list: of what most entries are not, the last third.

        A parameter that entries do not show has entries of its own. These may be chosen from a few, so that
        they need numbers of their own.
        """
        if self._is_of_few:
            return range(count - count // 3 | 1, count)  # names may come in turns
        is_own = not self.there and any(texts_by_parameter(self._operation, self.params))
        return range(count, 2 * count) if is_own else range(count)

    def _most(
        self,
        demands: Mapping[str, Demand],
        narrowed: Mapping[str, Narrowing],
        entry: Any,
        member: str,
        length: int,
    ) -> int:
        """Return how many entries a list has: of names that are asked for, or of a few, each comes once."""
        view = view_of(self._operation, entry, member) if entry.type_name == "structure" else None
        naming = dict(view.members) if view is not None else {}
        name, kind = next(iter(naming.items()), ("", ""))
        if kind in ("name", "id"):
            told = (rule for path, rule in narrowed.items() if path.endswith(f"{member}[].{name}"))
            values = text_values(entry.members[name], next(told, NOT_NARROWED))
            length = min(length, len(values) or length)
        for path, demand in demands.items():
            listed, _, rest = path.partition("[].")
            if path in _shared(self.contract):
                continue
            if rest in naming and listed.rpartition(".")[2] == member:
                shape, place = entry.members[rest], Place(self.contract.service, path, rest)
                made = {demand(place._replace(number=number), shape) for number in range(length)}
                length = length if UNKNOWN in made else min(length, len(made))
        return length

    def compose_with(
        self, maker: Callable[..., Maker], count: Callable[[Shape, str], int]
    ) -> dict[str, JsonValue]:
        """Make the response with the whole list, under the rules.

        Args:
            maker: from a part of the response to what makes it: from the path and number of an entry of a
                list that comes in pages, or from nothing for all else.
            count: from the shape of a list's entries, and the list's name, to how many it has.
        """
        outline = self._outline(maker, count)
        outline.fill_in()
        self.settlement.settle(outline.response)
        compute_members(self._operation, self.params, outline.response)
        if not self.there:
            name_what_was_asked(self._operation, self.params, outline.response)
        return outline.response

    def _outline(self, maker: Callable[..., Maker], count: Callable[[Shape, str], int]) -> _Outline:
        shape = self._operation.output_shape
        if shape is None:
            return _Outline({}, {})
        texts = {name: value for name, value in self.params.items() if isinstance(value, str)}
        top = Place(self.contract.service, siblings=ChainMap(texts))
        response: dict[str, JsonValue] = maker().make(shape, top)
        entries: dict[str, Callable[[int], JsonValue]] = {}
        for path in self.pagination.results if self.pagination is not None else ():
            member: Any = shape_at(shape, path)
            held = holder_of(response, path)
            if held is None or held[1] not in held[0] or member is None or member.type_name != "list":
                continue
            holder, name = held
            holder[name] = list(self._numbers(count(member.member, name)))
            raise_totals(shape_at(shape, path.rpartition(".")[0]) or shape, holder)
            place = top._replace(path=path, name=name)
            entries[path] = partial(_entry, maker, place, member.member, (shape.name, member.name))
        return _Outline(response, entries)

    @cached_property
    def settlement(self) -> Settlement:
        """What brings a response under the rules."""
        seed = self._list_seed
        if free := _choosing(self.contract):
            seed = self._seed({name: v for name, v in self._list_params().items() if name not in free})
        asked = frozenset(self._demands)
        return Settlement(
            self.contract, self._defaults, self.scene.now, seed, self.points, asked, bool(self.there)
        )


@dataclass(frozen=True, slots=True)
class _Outline:
    """A response whose lists that come in pages hold the numbers of their entries, until these are made.

    Attributes:
        response: the response.
        entries: what makes an entry from its number, by the path of the list.
    """

    response: dict[str, JsonValue]
    entries: Mapping[str, Callable[[int], JsonValue]]

    def entry(self, path: str, made: JsonValue) -> Any:
        """Return an entry of a list, of which the response may have the number only."""
        return self.entries[path](made) if isinstance(made, int) and path in self.entries else made

    def fill_in(self) -> None:
        """Make the entries whose numbers the lists hold."""
        for path, make in self.entries.items():
            for holder, name in holders(self.response, path):
                if name in holder:
                    holder[name] = [make(number) for number in holder[name]]


def _entry(
    maker: Callable[..., Maker], place: Place, shape: Shape, inside: tuple[str, ...], number: int
) -> JsonValue:
    return maker(place.path, number).make(shape, place.entry(number), inside)


def _leave_out_empty(
    operation: OperationModel, pagination: Pagination | None, response: dict[str, JsonValue]
) -> None:
    """Leave out the lists that have no entries, may not be empty, and need not be there, in place."""
    for path in {*response, *(pagination.results if pagination is not None else ())}:
        held, shape = holder_of(response, path), shape_at(operation.output_shape, path)
        if held is None or shape is None or is_required(operation.output_shape, path):
            continue
        if held[0].get(held[1]) == [] and shape.metadata.get("min", 0) > 0:
            del held[0][held[1]]


@lru_cache(maxsize=1024)
def _made_last(operation: OperationModel, pagination: Pagination) -> frozenset[str]:
    """Return the list that comes in pages, if nothing but tokens is made after it.

    Its first entries, which entries of their own replace, need not be made then: no choice depends on them.
    """
    members = operation.output_shape.members if operation.output_shape is not None else {}
    kept = [name for name in making_order(members) if name not in pagination.output_tokens]
    return frozenset(
        name for name in kept[-1:] if name in pagination.results and members[name].type_name == "list"
    )


@lru_cache(maxsize=1024)
def _groups(contract: Contract, lists: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return grouped(lists, contract.rules)


@lru_cache(maxsize=1024)
def _narrowed(contract: Contract) -> Mapping[str, Narrowing]:
    """Return what prose leaves of the values of single members."""
    return narrowings(contract.answer_rules)


@lru_cache(maxsize=1024)
def _bounding(contract: Contract) -> frozenset[str]:
    """Return the parameters that bound the entries of a list, also by their defaults."""
    rules = (rule for rule in contract.rules if isinstance(rule, Selects))
    return frozenset(rule.param for rule in rules if rule.by in ("at_least", "after", "at_most", "before"))


@lru_cache(maxsize=1024)
def _shared(contract: Contract) -> frozenset[str]:
    """Return the members that all entries share, as each request has to say of which value it asks."""
    shape = contract.operation_model.input_shape
    needed = shape.required_members if shape is not None else ()
    rules = (rule for rule in contract.rules if isinstance(rule, Selects))
    return frozenset(rule.member for rule in rules if rule.by == "equals" and rule.param in needed)


@lru_cache(maxsize=1024)
def _choosing(contract: Contract) -> frozenset[str]:
    """Return the parameters that choose a part of a series, and do not change its values."""
    rules = (rule for rule in contract.rules if isinstance(rule, OnResponse))
    return frozenset(param for rule in rules for param in rule.choosing)


@lru_cache(maxsize=1024)
def _on_entries(contract: Contract, lists: tuple[str, ...]) -> tuple[OnResponse, ...]:
    """Return the rules that speak of what lists of the response hold, not of their length alone."""
    return tuple(
        rule
        for rule in (*contract.rules, *contract.answer_rules)
        if isinstance(rule, OnResponse) and rule.stage not in (Stage.LENGTH, Stage.PAGE)
        if any(is_within(named, path) or is_within(path, named) for named in rule.paths for path in lists)
    )
