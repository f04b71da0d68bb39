"""Compare requests of which parts were redacted: they are equal but for what stands for their secrets.

A recording lists the places where something was taken out (`Facts.redacted`). Parameters are read at those
places, their *mask*, by what redaction makes of them there; everywhere else they have to be equal. Nothing
tells a secret from its stand-in alone, so which secret a stand-in stands for is found out while a cassette is
played: the first time a secret is asked for, it is bound to the stand-in of the recording that answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.cassette.index import canonical_json
from harness.contract.paths.pointer import to_steps
from harness.message.place import Place, inside, item, key_of, labelled, top
from harness.redaction.edit import SecretEditor
from harness.redaction.finding import changed_places
from harness.redaction.judge import is_kept, is_marked
from harness.redaction.memory import Memory, is_of
from harness.redaction.message import redact_value
from harness.redaction.names import names_user
from harness.redaction.specification import NOTHING
from harness.redaction.stand_ins import KEPT, fitting, is_stand_in, is_variant, stand_in, variants
from harness.redaction.suspicion import is_suspect

if TYPE_CHECKING:
    from botocore.model import Shape

    from harness.cassette.model import Facts
    from harness.redaction.specification import Redaction

Mask = tuple[str, ...]
"""JSON pointers into parameters, sorted: at and below these they are read by what redaction makes of them."""

_MARK = "~"
_ALL = -1
_LEVELS = tuple(map(re.compile, (r"[\s\"'<>,;&]+", r"[=:@?]+", r"/+", r"[-._~+#()\[\]{}]+")))


def mask_of(facts: Facts) -> Mask | None:
    """Return where a recording lists that its parameters were redacted; None if it lists nothing at all."""
    if not facts.redacted:
        return None
    side = "request "
    return tuple(sorted(key.removeprefix(side) for key in facts.redacted if key.startswith(f"{side}/")))


_OfSeries = tuple[str, tuple[str, ...]]


class Pair(NamedTuple):
    """A secret, and what would stand for it if a recording answered.

    Attributes:
        secret: the secret that is asked for.
        form: what all stand-ins of its form have in common.
        standing: its stand-in in the recording.
        room: how many stand-ins the form can tell apart.
    """

    secret: str
    form: str
    standing: str
    room: int


class SecretBindings:
    """Which secret has played which stand-in, in one replay.

    Attributes:
        known: the secrets that are bound, to be found as parts of other texts too.
    """

    def __init__(self) -> None:
        self.known = Memory()
        self._standing: dict[tuple[str, str], str] = {}
        self._owner: dict[tuple[str, str], str] = {}
        self._taken: dict[str, int] = {}

    def standing(self, secret: str, base: str) -> str | None:
        """Return the stand-in of a form that a secret is bound to; None if it is not bound yet."""
        letters = self._standing.get((secret, _letters(base)))
        return None if letters is None else _filled(base, letters)

    def allow(self, pairs: Sequence[Pair]) -> bool:
        """Tell whether secrets may be bound to stand-ins: each to one, and no two to the same.

        Where the form has no room for more stand-ins, several secrets have to share one.
        """
        bound: dict[tuple[str, str], str] = {}
        owners: dict[tuple[str, str], str] = {}
        for secret, form, standing, room in pairs:
            before = self._standing.get((secret, form)) or bound.setdefault((secret, form), standing)
            owner = self._owner.get((form, standing)) or owners.setdefault((form, standing), secret)
            taken = self._taken.get(form, 0) + sum(other == form for other, _ in owners)
            if before != standing or (owner != secret and taken < room):
                return False
        return True

    def bind(self, pairs: Sequence[Pair]) -> bool:
        """Bind secrets to stand-ins; those that are bound stay so. Tell whether one of them was not."""
        before = len(self._standing)
        for secret, form, standing, _ in pairs:
            self._standing.setdefault((secret, form), standing)
            if (form, standing) not in self._owner:
                self._owner[form, standing] = secret
                self._taken[form] = self._taken.get(form, 0) + 1
        return len(self._standing) > before

    def learn(self, secret: str, base: str) -> None:
        """Have a secret found as a part of other texts, if it is bound to a stand-in of a form."""
        standing = self.standing(secret, base)
        if standing is not None:
            self.known.learn(secret, standing)


@dataclass(frozen=True, slots=True)
class Reading:
    """Parameters as they are read under a mask.

    Attributes:
        form: what requests have in common that differ in their secrets alone.
        text: the parameters with their stand-ins; of those asked for a bound secret has its own, another the
            first of its form.
        series: the secrets whose stand-ins come from a list (`ValuePattern.series`), each with the list.
    """

    form: bytes
    text: bytes
    series: tuple[_OfSeries, ...]


@dataclass(frozen=True, slots=True)
class AskedReading(Reading):
    """Parameters that are asked for, as they are read under a mask.

    Attributes:
        unbound: the secrets in them that are not bound yet, each with the first stand-in of its form.
        marked: the parameters with a mark for each character of the unbound secret of a number, or of all.
    """

    unbound: tuple[tuple[str, str], ...]
    marked: Callable[[int], bytes]

    def is_like(self, recorded: Reading) -> bool:
        """Tell whether a recording of the same form differs in the unbound secrets alone."""
        text, other = self.text, recorded.text
        if len(self.series) != len(recorded.series):
            return False
        if any(new != old and is_of(series, new) for (new, series), (old, _) in self._series(recorded)):
            return False  # it comes from an answer that was played, and stands for itself
        if text == other:
            return True
        marked = self.marked(_ALL)
        return len(text) == len(other) == len(marked) and all(
            own == its or own != mark for own, its, mark in zip(text, other, marked, strict=True)
        )

    def pairs(self, recorded: Reading) -> list[Pair]:
        """Return what each secret would be bound to if a recording that this is like answered."""
        pairs = []
        for number, (secret, base) in enumerate(self.unbound):
            marked = self.marked(number if len(self.unbound) > 1 else _ALL)
            if len(marked) == len(recorded.text) == len(self.text):
                places = [place for place, (a, b) in enumerate(zip(self.text, marked, strict=True)) if a != b]
                form = bytes(self.text[place] for place in places).decode("latin-1")
                standing = bytes(recorded.text[place] for place in places).decode("latin-1")
                pairs.append(Pair(secret, form, standing, variants(base)))
        for (secret, series), (standing, _) in self._series(recorded):
            if secret != standing:
                pairs.append(Pair(secret, series[0], standing, len(series)))
        return pairs

    def _series(self, recorded: Reading) -> Iterator[tuple[_OfSeries, _OfSeries]]:
        return zip(self.series, recorded.series, strict=True)


class Reader:
    """Reads the parameters of one operation under a mask.

    Args:
        shape: the operation's input shape.
        service: botocore's name of the service.
        redaction: the rules.
    """

    def __init__(self, shape: Shape | None, service: str, redaction: Redaction) -> None:
        self._shape = shape
        self._service = service
        self._redaction = redaction

    def mask(self, params: Any, bindings: SecretBindings) -> Mask:
        """Return where redaction changes the parameters of a call."""
        return tuple(sorted(changed_places("", params, self.shown(params, bindings))))

    def recorded(self, params: Any, mask: Mask) -> Reading:
        """Read the parameters of a recording."""
        memory = _Recorded()
        text = self._edit(params, mask, self._editor(memory))
        written = canonical_json(text)
        return Reading(self._form(text, mask), written, _within(written, memory.series))

    def asked(self, params: Any, mask: Mask, bindings: SecretBindings) -> AskedReading:
        """Read the parameters of a call."""
        memory = _Asked(bindings)
        text = self._edit_asked(params, mask, memory)

        def marked(number: int) -> bytes:
            return canonical_json(self._edit_asked(params, mask, _Asked(bindings, number)))

        written = canonical_json(text)
        return AskedReading(
            self._form(text, mask),
            written,
            _within(written, memory.series),
            tuple(memory.unbound),
            lru_cache(marked),
        )

    def shown(self, params: Any, bindings: SecretBindings) -> Any:
        """Return the parameters of a call without their secrets, for a message."""
        return redact_value(self._shape, params, self._redaction, _Asked(bindings), self._service)

    def form(self, params: Any, mask: Mask) -> Any:
        """Return parameters with the first stand-in of its form instead of each secret or stand-in."""
        return self._formed(self._edit(params, mask, self._editor(_Recorded())), mask)

    def _form(self, edited: Any, mask: Mask) -> bytes:
        return canonical_json(self._formed(edited, mask))

    def _formed(self, edited: Any, mask: Mask) -> Any:
        return self._edit(edited, mask, _Flattening(self._redaction, memory=_Flat(), service=self._service))

    def _edit_asked(self, params: Any, mask: Mask, memory: _Asked) -> Any:
        before = len(memory.learned)
        edited = self._edit(params, mask, self._editor(memory))
        found = Memory()
        for secret, standing in islice(memory.learned.items(), before, None):
            found.learn(secret, standing)
        if found.learned and is_suspect(canonical_json(edited), SecretEditor(NOTHING, memory=found)):
            memory.unbound.clear()  # a secret was repeated before the place that told it
            memory.series.clear()
            edited = self._edit(params, mask, self._editor(memory))
        return edited

    def _editor(self, memory: Memory) -> SecretEditor:
        return _Masked(self._redaction, memory=memory, service=self._service)

    def _edit(self, params: Any, mask: Mask, editor: SecretEditor) -> Any:
        return params if not mask else _edited_at(top(self._shape), params, _tree(mask), editor)


class _Reading(Memory):
    """Stand-ins for reading: secrets of a series have its first."""

    def __init__(self) -> None:
        super().__init__()
        self.series: list[_OfSeries] = []

    def of_series(self, secret: str, series: tuple[str, ...]) -> str:
        if len(series) > 1:
            self.series.append((secret, series))
        return series[0]


class _Recorded(_Reading):
    """Leaves the stand-ins of a recording as they are."""

    def of_string(self, shape: Shape | None, secret: str) -> str:
        return secret

    def of_bytes(self, secret: bytes) -> bytes:
        return secret


class _Flat(_Reading):
    """Gives every secret and every stand-in the first stand-in of its form."""

    def of_string(self, shape: Shape | None, secret: str) -> str:
        return fitting(shape, secret)

    def of_bytes(self, secret: bytes) -> bytes:
        return b"x" * len(secret)


class _Asked(_Reading):
    """Gives a secret the stand-in that it is bound to, or the first of its form, or marks in its place.

    Args:
        bindings: what is bound.
        marked: the number of the unbound secret that is marked, or of all; None for no marks.
    """

    def __init__(self, bindings: SecretBindings, marked: int | None = None) -> None:
        super().__init__()
        self.take_from(bindings.known)
        self.unbound: list[tuple[str, str]] = []
        self._bindings = bindings
        self._marked = marked

    def of_string(self, shape: Shape | None, secret: str) -> str:
        base = fitting(shape, secret)
        is_constant = shape is not None and base in shape.metadata.get("enum", ())
        # What has the form of a stand-in comes from an answer that was played, and was recorded as it is.
        if is_constant or is_stand_in(secret) or is_variant(secret, base):
            return base if is_constant else secret
        return self._bound(secret, base)

    def of_bytes(self, secret: bytes) -> bytes:
        text = secret.decode("latin-1")
        return secret if is_stand_in(text) else self._bound(text, "x" * len(text)).encode("latin-1")

    def _bound(self, secret: str, base: str) -> str:
        standing = self._bindings.standing(secret, base)
        if standing is not None:
            return standing
        self.unbound.append((secret, base))
        is_marked = self._marked in (_ALL, len(self.unbound) - 1)
        standing = _filled(base, _MARK * len(_letters(base))) if is_marked else base
        self.learn(secret, standing)
        return standing


@dataclass(frozen=True, slots=True)
class _Masked(SecretEditor):
    """Replaces names of users too: older recordings list them as redacted, and new ones do not."""

    def reads(self, place: Place) -> bool:
        return is_marked(self.service, place) or SecretEditor.reads(self, place)

    def kind(self, place: Place, value: Any) -> str | None:
        known = SecretEditor.kind(self, place, value)
        is_user = known is None and names_user(place.name) and not is_kept(self.redaction, place)
        return "sensitive member" if is_user and is_marked(self.service, place) else known


@dataclass(frozen=True, slots=True)
class _Flattening(_Masked):
    """Has the first stand-in instead of every one, also of those whose surroundings tell nothing."""

    def scalar(self, place: Place, value: Any) -> Any:
        edited = _Masked.scalar(self, place, value)
        return _flat(edited) if isinstance(edited, str) and not self.kind(place, value) else edited


def _flat(text: str, level: int = 0) -> str:
    """Return a text in which everything that looks like a stand-in has number 0."""
    if is_stand_in(text):
        return stand_in(text)
    if level == len(_LEVELS):
        return text
    pieces, end = [], 0
    for separator in _LEVELS[level].finditer(text):
        pieces += [_flat(text[end : separator.start()], level + 1), separator[0]]
        end = separator.end()
    return "".join((*pieces, _flat(text[end:], level + 1)))


@lru_cache(maxsize=1024)
def _tree(mask: Mask) -> Mapping[str, Any]:
    """Return a mask as a tree of steps; a place itself is an empty one."""
    tree: dict[str, Any] = {}
    for pointer in mask:
        here = tree
        for step in to_steps(pointer):
            here = here.setdefault(step, {})
    return tree


def _edited_at(place: Place, value: Any, tree: Mapping[str, Any], editor: SecretEditor) -> Any:
    """Edit a value at the places of a tree, which is not empty at its top."""
    if isinstance(value, dict):
        place = labelled(place, editor.label(value))
        return {
            name: _edited_below(inside(place, name, "model"), each, tree[name], editor)
            if name in tree
            else each
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [
            _edited_below(item(place, index), each, tree[str(index)], editor) if str(index) in tree else each
            for index, each in enumerate(value)
        ]
    return value


def _edited_below(place: Place, value: Any, tree: Mapping[str, Any], editor: SecretEditor) -> Any:
    return _edited_at(place, value, tree, editor) if tree else _edited(place, value, editor)


def _edited(place: Place, value: Any, editor: SecretEditor) -> Any:
    """Edit all of a value, but a map becomes a list of its items: its keys may become equal."""
    if isinstance(value, dict):
        place = labelled(place, editor.label(value))
        keys = key_of(place)
        edited = [
            (
                editor.scalar(keys, key) if keys is not None else key,
                _edited(inside(place, key, "model"), each, editor),
            )
            for key, each in value.items()
        ]
        return dict(edited) if keys is None else [list(pair) for pair in edited]
    if isinstance(value, list):
        return [_edited(item(place, index), each, editor) for index, each in enumerate(value)]
    return editor.scalar(place, value)


def _within(text: bytes, series: Iterable[_OfSeries]) -> tuple[_OfSeries, ...]:
    """Leave out the secrets that were parts of others, as an account's number in an e-mail address."""
    return tuple(one for one in series if one[1][0].encode() in text)


def _letters(text: str) -> str:
    return "".join(character for character in text if character not in KEPT)


def _filled(base: str, letters: str) -> str:
    """Replace the letters of a stand-in."""
    fill: Iterator[str] = iter(letters)
    return "".join(character if character in KEPT else next(fill, character) for character in base)
