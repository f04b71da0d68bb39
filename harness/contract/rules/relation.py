"""The kinds of rules between the parameters of a request: which go together, and in what order.

Paths are those of `harness.contract.paths.member`; a rule on members of a list's elements is judged for each.
"""

from __future__ import annotations

import copy
from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

from harness.contract.paths.member import common_scope, holders, is_given, is_within, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema, exists
from harness.contract.paths.shape import is_required, shape_at
from harness.contract.rules.condition import Condition, join_words
from harness.contract.rules.rule import Breach, Rule
from harness.contract.rules.value import in_list, nowhere

if TYPE_CHECKING:
    from botocore.model import Shape

    from harness.contract.rules.editing import Case, Editor, Params


class Relation(Rule):
    """A rule that relates parameters of a request to one another."""

    relates = True

    @abstractmethod
    def satisfy(self, params: Params, editor: Editor) -> None: ...

    @abstractmethod
    def violate(self, base: Params, editor: Editor) -> Iterator[Params]: ...

    @abstractmethod
    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]: ...

    def is_broken(self, params: Params) -> bool:
        """Tell whether a request breaks the rule."""
        return next(self.breaches(params), None) is not None


class Conditional(Relation):
    """A rule on some parameters under a condition on another."""

    condition: Condition

    given_if_met: ClassVar[bool]
    """Whether the parameters may be given where the condition holds, or must be left out."""

    @property
    @abstractmethod
    def subjects(self) -> tuple[str, ...]:
        """The parameters."""

    def scoped(self) -> tuple[str, Condition, tuple[str, ...]]:
        """Return the structure that holds all, and the condition and the parameters within it."""
        scope, (param, *subjects) = common_scope((self.condition.param, *self.subjects))
        return scope, self.condition.within(param), tuple(subjects)

    def applies(self, document: Any) -> bool:
        scope, condition, _ = self.scoped()
        return any(condition.holds(structure) for _, structure in select(document, scope))

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        """Yield a request in which the condition holds, and one in which it does not."""
        condition, subjects = self.condition, self.subjects
        params = copy.deepcopy(base)
        if editor.satisfy_one(params, condition):
            for name in subjects:
                editor.put(params, name) if self.given_if_met else editor.remove(params, name)
            editor.repair(params, (condition.param, *(subjects if self.given_if_met else ())))
            if condition.holds(params) or "[]" in condition.param:
                yield "on", "on", params
        params = copy.deepcopy(base)
        if editor.violate_one(params, condition):
            given = not self.given_if_met and all(editor.put(params, name) for name in subjects)
            kept = (condition.param,) if is_given(params, condition.param) else ()
            editor.repair(params, (*(subjects if given else ()), *kept))
            if not condition.holds(params):
                yield "off", "off", params

    def contradiction(self, root: Shape | None) -> str | None:
        missing = [param for param in self.subjects if shape_at(root, param) is None]
        return nowhere(missing[0]) if missing else self._contradicted_condition(root)

    def _contradicted_condition(self, root: Shape | None) -> str | None:
        shape = shape_at(root, self.condition.param)
        if shape is None:
            return nowhere(self.condition.param)
        known = shape.metadata.get("enum", ())
        unknown = [value for value in self.condition.one_of if known and value not in known]
        if not unknown or (len(unknown) < len(self.condition.one_of) and not self.every_value_counts):
            return None
        return f"the model's values are {in_list(known)}"

    every_value_counts: ClassVar[bool] = False
    """Whether one value of the condition that the model lacks contradicts it, or only all of them."""


@dataclass(frozen=True)
class IfThen(Conditional):
    """A rule on what is given, where a condition holds."""

    condition: Condition
    then: tuple[str, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.then

    def listed(self) -> str:
        """Return the parameters as words."""
        return join_words(list(self.then), "and")


@dataclass(frozen=True)
class Group(Relation):
    """A rule on how many of several parameters are given."""

    begins_with_name = False
    params: tuple[str, ...]

    least: ClassVar[int]
    most: ClassVar[int | None]
    how_many: ClassVar[str]
    """The count in words."""

    @property
    def subject(self) -> Hashable:
        return frozenset(self.params)

    def agreed(self, rules: Sequence[Any]) -> Rule | None:
        if len({rule.kind for rule in rules}) == 1:
            return self  # each of its parameters says so, and names itself first
        exact: Rule | None = next((rule for rule in rules if rule.least == rule.most), None)
        return exact or self.both()

    @abstractmethod
    def both(self) -> Rule:
        """Return what the rule and the other bound on the same parameters say together: exactly one."""

    def applies(self, document: Any) -> bool:
        return any(is_given(document, param) for param in self.params)

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, names = common_scope(self.params)
        for base, structure in select(document, scope):
            given = tuple(
                param
                for param, name in zip(self.params, names, strict=True)
                if self.counts_as_given(structure, name)
            )
            if len(given) < self.least or (self.most is not None and len(given) > self.most):
                yield Breach(to_pointer(base), given)

    def counts_as_given(self, structure: Any, name: str) -> bool:
        """Tell whether a structure has a member in the sense of the rule."""
        return is_given(structure, name)

    @property
    def words(self) -> str:
        verb = "must" if self.least else "may"
        return f"{self.how_many} of {join_words(list(self.params), 'and')} {verb} be given"

    def given(self, value: Schema | None = None) -> tuple[str, list[Schema]]:
        """Return the structure that holds the parameters, and the schema of each one's being given there.

        Args:
            value: the schema of values that count as given; of all when left out.
        """
        scope, names = common_scope(self.params)
        return scope, [exists(name, value or {}) for name in names]

    @property
    def one_needed(self) -> tuple[str, ...]:
        return self.params if self.least else ()

    def excludes(self, path: str, is_required: Callable[[str], bool]) -> bool:
        others = [param for param in self.params if not is_within(path, param)]
        return self.most == 1 and len(others) < len(self.params) and any(map(is_required, others))

    def satisfy(self, params: Params, editor: Editor) -> None:
        """Keep the required one, or the first that is given; give one where none is."""
        scope, names = common_scope(self.params)
        for _, structure in list(select(params, scope)):
            given = [
                (path, name)
                for path, name in zip(self.params, names, strict=True)
                if is_given(structure, name)
            ]
            fixed = (name for path, name in given if editor.is_required(path) or editor.is_kept(path))
            if len(given) < self.least:
                editor.fill(params, scope, names[0])
            elif self.most is not None and len(given) > self.most:
                chosen = next(fixed, given[0][1])
                for _, name in given:
                    if name != chosen:
                        editor.drop(params, scope, name)

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        if self.most == 1:
            for _, params in self._pairs(base, editor, self):
                yield params
        if self.least:
            params = copy.deepcopy(base)
            self._remove_all(params, editor)
            yield params
            editor.repair(params, (), self)
            self._remove_all(params, editor)
            yield params

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        """Yield each member by itself, none where none may be, and two where several may."""
        for name in self.params:
            params = copy.deepcopy(base)
            self._remove_all(params, editor)
            if editor.put(params, name):
                editor.repair(params, (name,))
                yield name, name, params
        if not self.least:
            self._remove_all(base, editor)
            editor.repair(base, ())
            yield "none", "none", base
        if self.most is None:
            for pair, params in self._pairs(base, editor):
                yield str(pair), list(pair), params

    def _pairs(
        self, base: Params, editor: Editor, but: Rule | None = None
    ) -> Iterator[tuple[tuple[str, ...], Params]]:
        for pair in combinations(self.params, 2):
            params = copy.deepcopy(base)
            if all(editor.put(params, name) for name in pair):
                for holder, name in (held for path in pair for held in holders(params, path)):
                    if holder.get(name) is False:
                        holder[name] = True  # a switch that is off may count as none
                editor.repair(params, pair, but)
                yield pair, params

    def _remove_all(self, params: Params, editor: Editor) -> None:
        for name in self.params:
            editor.remove(params, name)


def no_two(given: list[Schema]) -> Schema:
    """Write the schema of what at most one of some schemas holds for."""
    return {"not": {"anyOf": [{"allOf": list(pair)} for pair in combinations(given, 2)]}}


def contradicted_choice(root: Shape | None, params: tuple[str, ...]) -> str | None:
    """Tell whether the model requires more than one of some parameters, or lacks one; a clause, or None."""
    missing = [param for param in params if shape_at(root, param) is None]
    if missing:
        return nowhere(missing[0])
    required = [param for param in params if is_required(root, param)]
    return f"the model requires {in_list(required)}" if len(required) > 1 else None
