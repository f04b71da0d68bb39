"""The words in the name of a member: names are split here, never sentences."""

from __future__ import annotations

import re


def words_of(name: str) -> list[str]:
    """Split a member's name into its words, in small letters: ``DBClusterId`` gives ``db cluster id``."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def word_set(text: str) -> frozenset[str]:
    """Write a set of words as running text."""
    return frozenset(text.split())


def letters_of(text: str) -> str:
    """Return the letters of a name or phrase, in small letters: two spellings of one name have the same."""
    return re.sub("[^a-z]", "", text.lower())


def tells_time(name: str) -> bool:
    """Tell whether a member is, by its name, a time: ``CreatedAt``, which may be a text."""
    return words_of(name)[-1:] in (["at"], ["on"], ["date"], ["time"], ["timestamp"])
