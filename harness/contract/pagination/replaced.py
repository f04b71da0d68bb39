"""Parameters that documentation forbids next to a token, which stands for them."""

from __future__ import annotations

from collections.abc import Iterable

from harness.contract.rules import AtMostOne, Rule


def replaced_by(tokens: Iterable[str], rules: Iterable[Rule]) -> frozenset[str]:
    """Return the parameters that documentation forbids next to tokens.

    Args:
        tokens: the parameters that are tokens.
        rules: the operation's rules.
    """
    names = frozenset(tokens)
    groups = (frozenset(rule.params) for rule in rules if isinstance(rule, AtMostOne))
    return frozenset().union(*(group - names for group in groups if group & names))
