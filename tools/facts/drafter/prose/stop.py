"""The stop list: sentences that look like rules and are none, by what they talk about."""

from __future__ import annotations

import re

_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|such as|e\.g\.|examples? (?:is|are|of|include)|"
    r"as an example|suppose|let's say)\b|\bexceptions?:|^examples?\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:we recommend|recommend(?:s|ed)?|our recommendation|best practice|we suggest|"
    "should consider|typically|usually|"
    r"generally|in most cases|ideally|we advise|consider)\b",
    re.IGNORECASE,
)
_QUOTA = re.compile(
    r"\b(?:quotas?|service limit|per (?:aws |amazon web services )?(?:account|region|"
    "organi[sz]ation|customer|user pool|vpc)|"
    "per-account|your account|limit increase|request an increase|increase this limit|"
    r"each account|throttl\w+|rate limit|"
    "in (?:your|an|the) (?:aws |amazon web services )?account|an (?:aws |"
    r"amazon web services )?account (?:can|is))\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"^(?:\W*)(?:constraints?: )?(?:if|when|whenever|for|in|on|with|unless|where|while|until|once|after|"
    r"before|during|except|depending|in addition|to do (?:this|so)|otherwise|currently, if|note that if|"
    r"however, (?:if|when|for))\b|"
    r"\b(?:if|when|unless|depending on|depends on|based on|in which case|whichever|except|"
    r"only for|in case|in other)\b",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(
    r"\b(?:if|when|unless|in case)\b(?: (?:you|this|the|a|an|it|no|neither|either|value|"
    "parameter|field|property|option|"
    r"nothing|is|are|\S+)){0,7}?"
    r" ?(?:(?:not|never|don't|do not|doesn't|does not|isn't|aren't|wasn't|didn't|did not|is not|are not)"
    r"(?: \w+)? ?(?:specif\w+|set|provid\w+|includ\w+|suppl\w+|present|given|defin\w+|us(?:e|"
    r"ed|ing)|pass\w*|enter\w*|"
    r"configur\w+|choose\w*|chosen|assign\w*|select\w*|indicat\w+|explicitly \w+)|"
    "omit(?:ted)?|unspecified|unset|left (?:out|blank|empty|unspecified|unset)|leave (?:this|"
    "it|the)[^.,]{0,40}(?:blank|empty|out|unspecified)|"
    r"absent|null|missing|empty|(?:specif\w+|provid\w+|suppl\w+|set|given|passed|included))"
    r"(?: in (?:the|this|your) (?:request|call|operation))?",
    re.IGNORECASE,
)
_NEGATED_ABSENCE = re.compile(
    r"\b(?:not|n't|no|none|omit\w*|un(?:specified|set)|left|leave|absent|null|missing|empty|"
    r"neither|nothing)\b|n't\b",
    re.I,
)


# "in your request", "in a single PutX call", "for CreateBudget and UpdateBudget actions", "at the same time"
_ADJUNCT = re.compile(
    r",? (?:in|with|within|for|on|of) (?:the|your|this|an?|each|any|one)(?: same| single| given)? "
    r"(?:[A-Za-z]+ ){0,2}?"
    r"(?:request|call|API call|operation)s?\b(?!-| (?:header|body|parameter|field|syntax|URI|payload"
    r"|type|is|are))"
    r"|,? for (?:[A-Z]\w+(?:,? (?:and|or) |, |(?= )))+ (?:action|operation|request|call)s?\b"
    r"|,? (?:at the same time|simultaneously)(?=[.,;)]|$)"
)

_ADJUNCT_END = re.compile(r"request|call|operation|action|same time|simult")


def without_adjuncts(text: str) -> str:
    """Cut what says that a sentence is about one request: ``in your request``, ``at the same time``."""
    return _ADJUNCT.sub("", text) if _ADJUNCT_END.search(text) else text


def is_example(text: str) -> bool:
    """Tell whether a sentence gives an example."""
    return _EXAMPLE.search(text) is not None


def is_advice(text: str) -> bool:
    """Tell whether a sentence advises instead of ruling."""
    return _ADVICE.search(text) is not None


def is_quota(text: str) -> bool:
    """Tell whether a sentence is about a quota of the account or the service."""
    return _QUOTA.search(text) is not None


def without_absence(text: str) -> str:
    """Cut the clause ``if you don't specify this`` and its like, which is no condition."""
    text = re.sub(
        (
            "^(?:When|Whenever) (?:invoking|calling|using|you (?:call|use|invoke)) (?:this |"
            r"the )?\w+(?: (?:api|operation|action))*,|"
            "^If (?:used|specified|provided|given),(?= (?:(?:this (?:parameter|value|field)|the value|it) "
            r"must|the (?:valid|allowed) ))|"
            "^If you (?:include|specify|provide|supply|set) (?:a value|this (?:parameter|value|field)),"
        ),
        "",
        text,
        flags=re.I,
    )
    text = re.sub(
        r",? (?:if|when) (?:applicable|any|available|necessary|needed|required|desired|possible)\b", "", text
    )

    def cut(match: re.Match[str]) -> str:
        joined = re.match(r" (?:and|or) (?!not\b)", text[match.end() :])
        return "" if _NEGATED_ABSENCE.search(match[0]) and not joined else match[0]

    return LEFT_OUT.sub(cut, text)


def speaks_of_absence(text: str) -> bool:
    """Tell whether a sentence has a clause ``if you don't specify ...``."""
    return any(_NEGATED_ABSENCE.search(match[0]) for match in LEFT_OUT.finditer(text))


def is_conditional(text: str) -> bool:
    """Tell whether a sentence holds only under a condition other than that the parameter is left out."""
    return _CONDITIONAL.search(without_absence(text)) is not None


def is_stopped(text: str) -> bool:
    """Tell whether no rule may be read from a sentence on its own: example, advice or quota."""
    return is_example(text) or is_advice(text) or is_quota(text)
