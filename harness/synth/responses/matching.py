"""How documentation says that a text is compared with what is asked for: its case, and wildcards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache

from botocore.model import ServiceModel

from harness.contract.sentences import sentences_of

WILDCARDS = "*?"

EVERY = frozenset(("all", "any", "both"))
"""Values, in small letters, that ask for whatever there is."""

_ANY_CASE = re.compile(r"case[- ]insensitive|(?:\bnot|n't) case[- ]sensitive", re.IGNORECASE)
_OWN_CASE = re.compile(r"^(?:[\w:]+ ){0,5}(?:is|are) case[- ]sensitive\b", re.IGNORECASE)
# What a new name must be, not how one is found.
_OF_NEW_NAMES = re.compile(r"\bunique\b|\bmust not\b|\bcan(?:'t|not)\b", re.IGNORECASE)
_WILDCARD = re.compile(r"\bwildcards?\b|\basterisk\b", re.IGNORECASE)
_NO_WILDCARD = re.compile(
    r"^(?:currently, )?wildcards?(?: values| characters)? (?:are|is)(?:n't| not)(?: currently)? "
    r"(?:supported|allowed)",
    re.IGNORECASE,
)
# What a service does with a name, wherever it says so.
_FOLDED = re.compile(
    r"\b(?:stored|converted|changed|saved) (?:as|to|in) (?:an? )?(?:all )?lower ?-?case|"
    r"(?:ignores?|ignoring) case\b|case[- ]insensitive|(?:\bnot|n't) case[- ]sensitive",
    re.IGNORECASE,
)
# A condition, other forms of patterns, or another position.
_OTHERWISE = re.compile(
    r"(?:wildcards?|asterisk)\b[^;]*(?:\bnot\b|n't\b)|regular expression|negation|%", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Matching:
    """How texts are compared with one that is asked for.

    Attributes:
        any_case: whether case doesn't matter; None where documentation says nothing.
        wildcards: the characters that stand for others, ``*`` and perhaps ``?``: none where documentation
            rules them out; None where it says nothing.
    """

    any_case: bool | None = None
    wildcards: str | None = None

    def over(self, other: Matching) -> Matching:
        """Return the same with what another one says where this one says nothing."""
        any_case = other.any_case if self.any_case is None else self.any_case
        return Matching(any_case, other.wildcards if self.wildcards is None else self.wildcards)

    def admits(self, asked: str, text: str) -> bool | None:
        """Tell whether a text is what was asked for; None where it is not known what a wildcard stands for.

        Args:
            asked: the text in the request.
            text: the text in the answer.
        """
        if self.any_case:
            asked, text = asked.lower(), text.lower()
        if asked == text:
            return True
        if _is_like(asked, text, self.wildcards or ""):
            return True
        unknown = self.wildcards is None or (self.wildcards and self.wildcards != WILDCARDS)
        return None if unknown and _is_like(asked, text, WILDCARDS) else False


def _is_like(asked: str, text: str, wildcards: str) -> bool:
    """Tell whether a text is like one with some characters for others."""
    if not set(asked).intersection(wildcards):
        return False
    pattern = "".join(one if one in wildcards else f"[{one}]" if one in "*?[" else one for one in asked)
    return re.match(translate(pattern), text) is not None


UNSAID = Matching()


@lru_cache(maxsize=16_384)
def matching_of(*documentation: str) -> Matching:
    """Return how documentation says that texts are compared.

    Args:
        documentation: texts of it, such as those of a parameter and its members.
    """
    any_case: bool | None = None
    wildcards: str | None = None
    for sentence in (one.text for text in documentation for one in sentences_of(text)):
        if any_case is None and not _OF_NEW_NAMES.search(sentence):
            any_case = True if _ANY_CASE.search(sentence) else False if _OWN_CASE.search(sentence) else None
        if _NO_WILDCARD.search(sentence):
            wildcards = wildcards or ""
        elif _WILDCARD.search(sentence) and not _OTHERWISE.search(sentence):
            wildcards = "".join(
                one for one in WILDCARDS if one == "*" or one in sentence or one in (wildcards or "")
            )
    return Matching(any_case, wildcards)


@lru_cache(maxsize=4096)
def is_folded(service: ServiceModel, name: str) -> bool:
    """Tell whether a service keeps what a parameter names in lower case, as any of its operations says.

    Args:
        service: the model of the service.
        name: the parameter.
    """
    requests = (service.operation_model(one).input_shape for one in service.operation_names)
    same = (one.members[name] for one in requests if one is not None and name in one.members)
    return any(_FOLDED.search(shape.documentation) for shape in same)


def every_of(values: Sequence[str]) -> str | None:
    """Return the one of a parameter's values that asks for whatever there is: ``ALL`` next to others.

    Args:
        values: all of its values. Where several speak of all, they differ in what they count (``ANY`` and
            ``AGGREGATE_ALL`` of AWS Backup), and none is returned.
    """
    every = [value for value in values if not EVERY.isdisjoint(re.findall("[a-z]+", value.lower()))]
    return every[0] if len(every) == 1 < len(values) and every[0].lower() in EVERY else None
