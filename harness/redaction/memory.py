"""Which stand-in stands for which secret within one recording."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, AnyStr, Generic, Protocol

from harness.redaction.stand_ins import fitting, is_stand_in, is_variant, keeps_to, numbered, variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from botocore.model import Shape

_SHORTEST_LEARNED = 8
_KEY = 16  # characters of an access key id at least; shorter ones are made up
_MANY = 256  # to look up each part of a text instead
_TRIES = 64
_PLAIN_NAME = re.compile(r"[A-Z]?[a-z]*(?:[-_. /][A-Z]?[a-z]+)*[-_.]?\d{0,2}")
_CORE = re.compile(r"[A-Za-z0-9]+")


class _Index(Generic[AnyStr]):
    """Many texts, of which those are sought that are parts of another one.

    The time of a search is in proportion to the text, however many there are of one length.
    """

    def __init__(self) -> None:
        self._of_length: dict[int, set[AnyStr]] = {}

    def add(self, text: AnyStr) -> None:
        self._of_length.setdefault(len(text), set()).add(text)

    def copy(self) -> _Index[AnyStr]:
        copied: _Index[AnyStr] = _Index()
        copied._of_length = {length: set(texts) for length, texts in tuple(self._of_length.items())}
        return copied

    def found_in(self, text: AnyStr) -> Iterator[AnyStr]:
        for length, texts in tuple(self._of_length.items()):
            if len(texts) < _MANY:
                yield from (one for one in tuple(texts) if one in text)
            else:
                windows = {text[start : start + length] for start in range(len(text) - length + 1)}
                yield from windows & texts


class Earlier(Protocol):
    """The recordings that a recording is added to."""

    def standing(self, secret: str, base: str) -> str | None:
        """Return what is known to stand for a secret there, of the form of a stand-in; else None."""

    def holds(self, standing: str) -> bool:
        """Tell whether a stand-in is in use there."""


class Memory:
    """The stand-ins of one recording: one for each secret, different ones for different secrets.

    Safe to share between threads.

    It holds the secrets themselves and is never written. One made for a single value gives that value's
    stand-in of number 0.

    Args:
        earlier: the recordings that this one is added to: what stands for a secret there goes on to do so,
            and stands for no other one.

    Attributes:
        learned: the secrets that are sought as parts of other texts too, and what stands for them. Short
            ones and plain names (``us-east-1``, ``Production``) are not: what is equal to them is no trace.
        cores: of each learned secret the longest part that every protocol spells alike.
    """

    def __init__(self, earlier: Earlier | None = None) -> None:
        self._earlier = earlier
        self.learned: dict[str, str] = {}
        self.cores: dict[str, bytes] = {}
        self._secrets: _Index[str] = _Index()
        self._cores: _Index[bytes] = _Index()
        self.lock = threading.RLock()
        self._stand_ins: dict[str, str] = {}
        self._of_series: dict[str, str] = {}
        self._callers: dict[str, str] = {}
        self._given: set[str] = set()
        self._next: dict[str, int] = {}

    def of_string(self, shape: Shape | None, secret: str) -> str:
        """Return what stands for a string of a shape (`stand_in.fitting`)."""
        if is_stand_in(secret):
            return secret
        base = fitting(shape, secret)
        if shape is not None and base in shape.metadata.get("enum", ()):
            return base

        def accepts(standing: str) -> bool:
            if not keeps_to(shape, standing, secret):
                return False
            return is_stand_in(standing) or is_variant(standing, fitting(shape, standing))

        with self.lock:
            return self._choose(secret, base, accepts)

    def of_bytes(self, secret: bytes) -> bytes:
        """Return what stands for bytes that are no text: ``x`` as often as there are bytes, and a number."""
        with self.lock:
            return self._choose(secret.decode("latin-1"), "x" * len(secret), is_stand_in).encode("latin-1")

    def of_series(self, secret: str, series: tuple[str, ...]) -> str:
        """Return what stands for a secret whose stand-ins are given, in order (`ValuePattern.series`)."""
        if is_of(series, secret):
            return secret
        with self.lock:
            standing = self._of_series.get(secret)
            if standing is None:
                standing = self._known_earlier(secret, series[0]) or self._next_of(series)
                self._of_series[secret] = standing
                self.learn(secret, standing)
            return standing

    def of_caller(self, key: str) -> str:
        """Return what stands for the access key that signs requests: another text for each key."""
        with self.lock:
            standing = self._callers.get(key)
            if standing is None:
                standing = self.of_string(None, key) if len(key) >= _KEY else ""
                if not standing or standing in self._callers.values():
                    standing = next(
                        name for number in count(1) if (name := f"caller-{number}") not in self._given
                    )
                    self._given.add(standing)
                self._callers[key] = standing
            return standing

    def name_caller(self, key: str, standing: str) -> bool:
        """Have a stand-in of an earlier recording stand for an access key here too; tell if it can."""
        with self.lock:
            is_free = key not in self._stand_ins and standing not in self._stand_ins.values()
            if not is_free or not is_variant(standing, fitting(None, key)):
                return False
            self._given.add(standing)
            self._stand_ins[key] = standing
            self.learn(key, standing)
            return True

    def reserve(self, standing: Iterable[str]) -> None:
        """Have texts stand for nothing else, as they do so already in what was recorded before."""
        with self.lock:
            self._given.update(standing)

    def learn(self, secret: str, standing: str) -> None:
        """Have a secret sought in other texts, unless it is short, a plain name, or stands for itself."""
        if len(secret) < _SHORTEST_LEARNED or secret == standing or is_plain_name(secret):
            return
        if secret in self.learned:
            return
        core = max(_CORE.findall(secret), key=len, default=secret).encode("utf-8", "surrogatepass")
        self.learned[secret], self.cores[secret] = standing, core
        self._secrets.add(secret)
        self._cores.add(core)

    def take_from(self, other: Memory) -> None:
        """Have the secrets sought that another memory has sought so far, and no others."""
        self.learned, self.cores = dict(other.learned), dict(other.cores)
        self._secrets, self._cores = other._secrets.copy(), other._cores.copy()

    def learned_in(self, text: str) -> list[str]:
        """Return the learned secrets that are parts of a text, longer ones first, as one may hold another."""
        return sorted(self._secrets.found_in(text), key=len, reverse=True)

    def is_trace_in(self, content: bytes) -> bool:
        """Tell whether a part of a learned secret, as every protocol spells it, is in a message."""
        return any(True for _ in self._cores.found_in(content))

    def _next_of(self, series: tuple[str, ...]) -> str:
        first = self._next.get(series[0], 0)
        left = range(first, len(series))
        number = next((one for one in left if not self._is_taken(series[one])), len(series) - 1)
        self._next[series[0]] = number + 1
        return series[number]

    def _known_earlier(self, secret: str, base: str) -> str | None:
        return self._earlier.standing(secret, base) if self._earlier is not None else None

    def _is_taken(self, standing: str) -> bool:
        return standing in self._given or (self._earlier is not None and self._earlier.holds(standing))

    def _choose(self, secret: str, base: str, accepts: Callable[[str], bool]) -> str:
        if is_variant(secret, base):
            return secret
        known = self._stand_ins.get(secret)
        if known is not None and len(known) == len(base) and accepts(known):
            return known
        earlier = self._known_earlier(secret, base)
        if earlier is not None and accepts(earlier):
            return self._give(secret, earlier)
        first = self._next.get(base, 0)
        for number in range(first, min(variants(base), first + _TRIES)):
            standing = numbered(base, number)
            if not self._is_taken(standing) and accepts(standing):
                break
        else:
            number, standing = first, base
        self._next[base] = number + 1
        return self._give(secret, standing)

    def _give(self, secret: str, standing: str) -> str:
        self._given.add(standing)
        self._stand_ins.setdefault(secret, standing)
        self.learn(secret, standing)
        return standing


def is_plain_name(text: str) -> bool:
    """Tell whether a text is made of words (``us-east-1``, ``Production``), and so may mean many things."""
    return _PLAIN_NAME.fullmatch(text) is not None


def is_of(series: tuple[str, ...], text: str) -> bool:
    """Tell whether a text is one of a series of stand-ins."""
    return text in _members(series)


@lru_cache(maxsize=64)
def _members(series: tuple[str, ...]) -> frozenset[str]:
    return frozenset(series)
