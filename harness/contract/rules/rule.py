"""What every documented rule has: fields, a source, a predicate, words, a JSON form and a schema."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields, replace
from enum import Enum as PythonEnum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from harness.contract.rules.condition import Condition
from harness.contract.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from botocore.model import Shape

    from harness.contract.paths.schemas import Schema
    from harness.contract.rules.editing import Case, Editor, Params, Values
    from harness.contract.rules.narrowing import Narrowing

Side = Literal["request", "response", "chain"]
KEYWORD_PREFIX = "x-harness-"


class Absent(PythonEnum):
    """The type of `ABSENT`, which stands in a breach where there is no value."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True)
class Breach:
    """One place where a rule does not hold.

    Args:
        pointer: JSON pointer into the judged document (see `Rule.breaches`).
        found: the value found there; `ABSENT` where a value is missing; a tuple of the parameters given where
            a group of parameters is at fault.
    """

    pointer: str
    found: Any


LABELLED_KINDS = frozenset(
    (
        *("enum", "range", "length", "size", "multiple_of", "default", "order", "requires", "forbids"),
        *("at_most_one", "at_least_one", "exactly_one"),
    )
)
"""The kinds of the guide to documented rules; texts are labelled with these, and other kinds are extended."""


@dataclass(frozen=True)
class Rule(ABC):
    """One documented constraint, of one of the kinds in `harness.contract.rules.kinds`, a module each.

    A kind says here all that is to know of it, and who works with rules asks: there are no tables of kinds.
    Most of it comes from the kind's family: `OnValue`, `Relation`, `OnResponse`, `OnChain`.

    `source` says where the rule was read and is no part of its identity: two sentences that say the same give
    equal rules.
    """

    kind: ClassVar[str]
    side: ClassVar[Side] = "request"
    meaning: ClassVar[str]
    """A sentence that says what a violation of the rule means; empty if no value can break it."""
    severities: ClassVar[tuple[str, str]] = ("error", "warning")
    """How severe that is by default, in a request and in a response."""
    on_value: ClassVar[bool] = False
    """Whether it is about one value by itself, as traits of the model are; such a kind has `narrow`."""
    on_key: ClassVar[bool] = False
    """Whether that value is the keys of a map."""
    on_scalar: ClassVar[bool] = False
    """Whether that value is a number or text, which a list of accepted values makes safe from it."""
    relates: ClassVar[bool] = False
    """Whether it relates parameters to one another; such a kind has `satisfy`."""
    asks_for_more: ClassVar[bool] = False
    """Whether a request can break it by what it leaves out."""
    counts: ClassVar[bool] = False
    """Whether its words are about how many there are, and not about a value."""
    assumes: ClassVar[bool] = False
    """Whether it is a value that is assumed for a parameter, and no request can break it."""
    names_place: ClassVar[bool] = True
    """Whether its words name what is at fault."""
    begins_with_name: ClassVar[bool] = True
    """Whether its words begin with a name, which is never capitalised."""

    source: Source | None = field(default=None, kw_only=True, compare=False)

    @abstractmethod
    def breaches(self, document: Any) -> Iterator[Breach]:
        """Judge a document; the only judge of this kind.

        Args:
            document: for a rule of side ``request`` the parameters; for ``response`` an exchange
                ``{"request": parameters with their documented defaults, or None if not known,
                "response": the response, "time": RFC 3339 string or None}``; for ``chain`` the list of the
                exchanges of one pagination, in order.
        """

    @abstractmethod
    def applies(self, document: Any) -> bool:
        """Tell whether a document has what the rule is about; if not, the rule holds.

        Args:
            document: as for `breaches`.
        """

    @property
    @abstractmethod
    def words(self) -> str:
        """The rule as a sentence for people, without its source."""

    @abstractmethod
    def schema(self) -> Schema:
        """The rule as JSON Schema 2020-12, to be applied to the whole judged document."""

    @property
    def path(self) -> str:
        """The parameter that the rule is about; empty if it is about several."""
        return ""

    @property
    def bound(self) -> Any:
        """The constraint on the value: the accepted values, a bound, a step."""
        return None

    @property
    def accepted(self) -> tuple[Any, ...]:
        """The values of which a value must be one; empty where any other demand is made."""
        return ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The parameters that its words name, and whose values a message has to tell."""
        return ()

    @property
    def subject(self) -> Hashable:
        """What the rule is about. Sentences with one subject state one rule, or contradict each other."""
        return self

    def agreed(self, rules: Sequence[Any]) -> Rule | None:
        """Return the one rule that rules with its subject state together; None if they contradict."""
        return self if len(set(rules)) == 1 else None

    def disputes(self, agreed: Any) -> bool:
        """Tell whether the rule demands more than what it and others with its subject agree on."""
        return False

    def allows(self, other: Rule) -> bool:
        """Tell whether the rule certainly allows all that another of its kind does."""
        return False

    def place(self, breach: Breach) -> str:
        """Return the pointer to what is at fault."""
        return breach.pointer

    def contradiction(self, root: Shape | None) -> str | None:
        """Tell what the model says that the rule contradicts, a clause; None if both can hold.

        Args:
            root: the shape of the operation's input; None if it has none.
        """
        return None

    def is_implied(self, root: Shape | None) -> bool:
        """Tell whether the rule holds for all that the model allows; `root` as for `contradiction`.

        Most rules are implied: documentation repeats the model.
        """
        return False

    def parts(self) -> Iterator[tuple[Literal["", "min", "max"], Rule]]:
        """Yield what can be broken by itself: each bound with its name, else the rule."""
        yield "", self

    def narrow(self, known: Narrowing) -> Narrowing:
        """Return what is left of the values of its parameter under this rule as well."""
        return known

    def outside(self, values: Values) -> Iterator[Any]:
        """Yield values that break the rule, the nearest first; of a rule on keys, keys.

        Raises:
            Unreachable: there is none.
        """
        return iter(())

    def inside(self, values: Values) -> Iterator[Any]:
        """Yield the values that just keep to the rule, the bound first; None instead of one that cannot be.

        Raises:
            Unreachable: there is none.
        """
        return iter(())

    def fill(self, params: Any) -> None:
        """Fill in the value that the rule assumes, in place, wherever its parameter is left out."""
        return

    def satisfy(self, params: Params, editor: Editor) -> None:
        """Change a request, in place, so that it keeps to the rule, as far as it may be changed."""
        return

    def violate(self, base: Params, editor: Editor) -> Iterator[Params]:
        """Yield requests made from a valid one that break the rule, and perhaps others.

        Raises:
            Unreachable: no allowed values break it.
        """
        return iter(())

    def near_misses(self, base: Params, editor: Editor) -> Iterator[Case]:
        """Yield requests made from a valid one that just keep to the rule."""
        return iter(())

    def unbreakable(self, shape: Shape | None, is_required: Callable[[str], bool]) -> str | None:
        """Tell why no request can break the rule alone, a clause; None if one may.

        Args:
            shape: the shape of its parameter.
            is_required: tells whether the model requires a parameter.
        """
        return None

    def excludes(self, path: str, is_required: Callable[[str], bool]) -> bool:
        """Tell whether the rule rules a parameter out, for another that the model requires."""
        return False

    @property
    def one_needed(self) -> tuple[str, ...]:
        """The parameters of which one must be given; empty for most kinds."""
        return ()

    @property
    def moved(self) -> tuple[str, ...]:
        """The parameters whose values `satisfy` may move beyond their bounds."""
        return ()

    @property
    def named(self) -> tuple[str, ...]:
        """The paths that a rule on requests has, each once."""
        found: dict[str, None] = {}
        with_paths(self, lambda path: found.setdefault(path) or path)
        return tuple(found)

    def arguments(self) -> dict[str, Any]:
        """The fields of the rule's own kind, as JSON values under the names of the written form."""
        written = {}
        for name, key in _keys(type(self)):
            value = getattr(self, name)
            if name != "source" and value is not None:
                written[key] = _to_json(value)
        return written

    def to_json(self, *, text: bool = True) -> dict[str, Any]:
        """Write the rule in the form of the guide to documented rules: kind, fields, ``extended`` and source.

        Args:
            text: whether the source shows its sentence; False keeps only the reference.
        """
        written = {"kind": self.kind} | self.arguments()
        if self.kind not in LABELLED_KINDS or len(self.one_needed) == 1:
            written["extended"] = True
        if self.source is not None:
            written["source"] = self.source.to_json(text=text)
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read a rule of this kind; the reverse of `to_json`."""
        values = {name: _from_json(key, written[key]) for name, key in _keys(cls) if key in written}
        return cls(**values)

    def keyword(self, arguments: Mapping[str, Any]) -> Schema:
        """Write the rule in our own vocabulary, for what no standard keyword says."""
        return {KEYWORD_PREFIX + self.kind: dict(arguments)}


_PATHS = ("param", "params", "then", "condition", "rule", "start", "end")
"""The fields that name parameters of the request."""


def with_paths(rule: Rule, change: Callable[[str], str]) -> Rule:
    """Return a rule with each path of a request that it has changed.

    Args:
        rule: the rule.
        change: takes a path and returns another.
    """
    changed = {f.name: _changed(getattr(rule, f.name), change) for f in fields(rule) if f.name in _PATHS}
    return replace(rule, **changed)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Rule):
        return with_paths(value, change)
    if isinstance(value, Condition):
        return value if value.on_response else value.within(change(value.param))
    if value is None:
        return None
    return change(value) if isinstance(value, str) else tuple(map(change, value))


@cache
def _keys(kind: type[Rule]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind, each with its key in the written form."""
    return tuple((f.name, _key(f.name)) for f in fields(kind))


def _key(name: str) -> str:
    return "if" if name == "condition" else name


def _to_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.to_json() if isinstance(value, Condition | Rule) else value


def _from_json(key: str, value: Any) -> Any:
    if key in ("if", "exact_if"):
        return Condition.from_json(value)
    if key == "source":
        return Source(**value)
    return tuple(value) if isinstance(value, list) else value
