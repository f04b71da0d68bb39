"""Where documented rules and the service model meet: both hold, unless they contradict each other.

A rule that leaves nothing of what the model allows, or demands what the model rules out, is dropped from
checking and reported: it is a finding about AWS's documentation.
"""

from __future__ import annotations

from dataclasses import dataclass

from botocore.model import Shape

from harness.contract.rules import Rule


@dataclass(frozen=True, slots=True)
class Conflict:
    """A documented rule that contradicts the model.

    Attributes:
        rule: the rule, which is not checked.
        reason: what the model says, a clause.
    """

    rule: Rule
    reason: str


def contradiction(input_shape: Shape | None, rule: Rule) -> str | None:
    """Tell what the model says that a rule contradicts, a clause; None if both can hold.

    Args:
        input_shape: the operation's input; None if it has none.
        rule: a mined rule of any side; those on responses contradict nothing.
    """
    return rule.contradiction(input_shape) if rule.side == "request" else None


def is_implied(input_shape: Shape | None, rule: Rule) -> bool:
    """Tell whether a rule on a request holds for all that the model allows: the model says as much, or more.

    A default is such a rule, as nothing breaks it by itself. Most rules are: documentation repeats the model.
    """
    return rule.is_implied(input_shape)
