"""Compile the patterns of service models, and match texts with them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.contract.patterns.characters import UntranslatableError
from harness.contract.patterns.reader import read
from harness.contract.patterns.reviewed import BROKEN, SEARCHED
from harness.contract.patterns.spelling import spell_part, spell_whole
from harness.contract.patterns.tree import EMPTY, without_prohibitions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import regex

    from harness.contract.patterns.spelling import Piece
    from harness.contract.patterns.tree import Node

TIMEOUT = 1.0
"""Seconds that one match may take in the reference engine."""


@dataclass(frozen=True)
class Pattern:
    """A pattern of a service model, in the common spelling.

    Args:
        source: the pattern as the model writes it.
        part: spelled to match where any part of a text does.
        whole: spelled to match where the whole text does: what requests are held to.
        reason: why the pattern cannot be run, and neither spelling is there; None if it can.
    """

    source: str
    part: str | None
    whole: str | None
    reason: str | None = None

    @functools.cached_property
    def narrow(self) -> Pattern:
        """The same with a ``.`` that matches no line end; texts that we make must match this too."""
        if self.whole is None or "." not in self.source:
            return self
        piece = spell_part(self.tree)
        whole = piece if self.has_one_spelling else spell_whole(piece)
        return Pattern(self.source, piece.text, whole.text)

    @functools.cached_property
    def answered(self) -> str | None:
        """What responses are held to: a part, but for what callers must not choose, as AWS itself may.

        Tags with names such as ``aws:cloudformation:stack-id`` come back from services that take none.
        """
        if "(?!" not in self.source or self.part is None or _REFERENCE.search(self.part):
            return self.part
        return spell_part(without_prohibitions(read(self.source))).text

    @property
    def has_one_spelling(self) -> bool:
        """Whether a part and the whole are spelled alike: it has both anchors, or is searched for."""
        return self.whole == self.part

    @functools.cached_property
    def tree(self) -> Node:
        """The parsed form, in which ``.`` matches no line end; the empty one if the pattern cannot be run."""
        return EMPTY if self.whole is None else read(self.source, one_line=True)


@functools.cache
def compile_pattern(source: str, shortest: int = 0, longest: int | None = None) -> Pattern:
    """Translate a pattern; one that is in the common spelling already comes out unchanged.

    Never fails: a pattern that cannot be run has a ``reason``. The result is kept for the process.

    Args:
        source: the pattern as a model writes it.
        shortest: the fewest characters that the model allows.
        longest: the most; None for any number. A pattern that contradicts the bounds when it has to match
            the whole text is held to a part of it; one that contradicts them even so is not run.
    """
    found = _translated(source)
    if isinstance(found, str):
        return Pattern(source, None, None, found)
    part, whole = found
    if _excludes(part, shortest if part.text == whole.text else 0, longest):
        return Pattern(source, None, None, "no text of an allowed length can match it")
    is_searched = source in SEARCHED or _excludes(whole, shortest, longest)
    return Pattern(source, part.text, part.text if is_searched else whole.text)


def pattern_of(traits: Mapping[str, Any]) -> Pattern | None:
    """Compile the pattern among the traits of a string shape, with its bounds; None if it has none.

    Args:
        traits: what the model writes of the shape, or the ``metadata`` of botocore's ``Shape``.
    """
    source = traits.get("pattern")
    return None if source is None else compile_pattern(source, traits.get("min") or 0, traits.get("max"))


@functools.cache
def _translated(source: str) -> tuple[Piece, Piece] | str:
    """Translate a pattern for a part of a text and for the whole, or tell why it is not run."""
    if source in BROKEN:
        return f"it is wrong: {BROKEN[source]}"
    try:
        part = spell_part(read(source))
    except UntranslatableError as error:
        return str(error)
    return part, spell_whole(part)


def _excludes(piece: Piece, shortest: int, longest: int | None) -> bool:
    """Tell whether what an expression consumes is always too short or too long."""
    is_short = piece.most is not None and piece.most < shortest
    return is_short or (longest is not None and (piece.least or 0) > longest)


def matches(spelled: str | None, text: str) -> bool:
    """Tell whether a text matches an expression in the common spelling, by the reference engine.

    None (a pattern that cannot be run) matches every text, because it judges none. A match that takes longer
    than ``TIMEOUT`` is left to Rust's automata, which never go back. They know no look-arounds, references
    and possessive quantifiers; a text that nothing can judge in time matches: recordings are not trusted,
    and what was not judged is not a violation. (fancy-regex gives up after a million steps back, and
    jsonschema-rs then answers no; so a no of the fast engine holds only when this function agrees.)
    """
    if spelled is None:
        return True
    engine = compile_engine(spelled)
    if len(text) < _SHORT and _is_plain(spelled):
        return engine.search(text) is not None  # a clock would take longer than the match
    try:
        return engine.search(text, timeout=TIMEOUT) is not None
    except TimeoutError:
        is_match = _automaton(spelled)
        return is_match is None or is_match(text)


# An escaped character or a class, or else the anchor; the spelling nests no classes.
_ATOM = r"\\.|\[(?:\\.|[^\]])*\]"
_END = re.compile(_ATOM + r"|(\$)", re.DOTALL)
_BRANCHING = re.compile(_ATOM + r"|([(*+?{])", re.DOTALL)
_SHORT = 1000
_REFERENCE = re.compile(r"\\[1-9]")  # to a group by its number, of which none may be left out


@functools.cache
def _is_plain(translated: str) -> bool:
    """Tell whether a match takes at most as many steps as its text is long, squared: one repeated atom."""
    return (
        sum(found[1] is not None for found in _BRANCHING.finditer(translated)) < 2 and "(" not in translated
    )


@functools.cache
def _automaton(spelled: str) -> Callable[[str], bool] | None:
    import jsonschema_rs

    options = jsonschema_rs.RegexOptions()
    try:
        return jsonschema_rs.validator_for({"pattern": spelled}, pattern_options=options).is_valid
    except ValueError:
        return None


@functools.cache
def compile_engine(translated: str) -> regex.Pattern[str]:
    """Compile an expression in the common spelling for the reference engine."""
    import regex

    # Python's $ also matches before a newline at the end; its \Z is ECMA-262's $.
    spelled = _END.sub(lambda found: r"\Z" if found[1] else found[0], translated)
    # Its own cache draws from `random` what it drops, and so would disturb the tests around it.
    return regex.compile(spelled, regex.VERSION0, cache_pattern=False)
