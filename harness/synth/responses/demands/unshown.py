"""Parameters that filter, as documentation says, whether or not entries show what they filter by.

One thing is known of all of them: a value that nothing has leaves nothing of the list.
"""

from __future__ import annotations

import re
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.prose.text import sentences_of
from harness.synth.responses.demands.demand import Parameter
from harness.synth.responses.demands.entries import lists_of
from harness.synth.responses.demands.parameters import asking_parameters, free_parameters

_SOME = r"(?:the |any |all |those )?(?:[\w-]+ ){0,3}?"
_GIVES = r"(?:returns?|lists?|includes?|shows?|displays?|retrieves?)"
# "Filters the results by ...", "Returns only pipelines with ...", "Limits the list to ..."
_FILTERS = re.compile(
    rf"\bfilter(?:s|ed|ing)?\b|\b{_GIVES} only {_SOME}[\w-]+|\bonly {_GIVES} [\w-]+"
    rf"|^only {_SOME}[\w-]+ .*\bare (?:returned|listed|included)"
    rf"|\b(?:limits?|restricts?|narrows?|scopes?)(?: down)? (?:the )?(?:[\w-]+ )?"
    rf"(?:results?|lists?|output|response|returned|search|query)\b",
    re.IGNORECASE,
)
# What says something else, or that it does so in some cases only.
_OTHERWISE = re.compile(
    r"\b(?:ignored|deprecated|reserved|no longer|no effect)\b"
    r"|\b(?:not|n't) (?:yet |currently )?(?:supported|used|enforced|have|match)"
    r"|\bonly (?:works|applies|applicable|valid|used|if|when)\b|\bmust also\b|\brequires\b"
    r"|\b(?:combination|together) with\b|wildcard|regular expression|\bpredicate\b|\bexpression\b"
    r"|\bexclud|\bsort|\bfilters? (?:names?|parameter)\b"
    r"|\bfilters? to (?:apply|configure)\b|\bfiltered out\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:if|when|for example|otherwise|by default)\b.*\b(?:not|n't|omit|leave|example)", re.IGNORECASE
)
# Parameters that choose what is shown of entries, or begin and order the list.
_OTHER_NAMES = re.compile(
    r"sort|order|lang|locale|attribute|field|column|metric|include|embed|projection|token|delimiter|"
    r"expression|predicate|group_?by|query$|search|date|time|after|before|^start|^max|^filters?$|^filter_?arn$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def documented_filters(operation: OperationModel) -> tuple[Parameter, ...]:
    """Return the parameters that filter a list by a text, as documentation says.

    Those whose values the model lists are left out: which other values there are is not known.

    Args:
        operation: the operation.
    """
    return tuple(filter(_is_filter, free_parameters(operation) if lists_of(operation) else ()))


def unshown_filters(operation: OperationModel) -> tuple[Parameter, ...]:
    """Return those of which nothing tells by which member of entries they filter.

    Args:
        operation: the operation.
    """
    known = {path for path, _ in asking_parameters(operation)}
    return tuple(one for one in documented_filters(operation) if one.path not in known)


def _is_filter(parameter: Parameter) -> bool:
    shape, name = parameter.shape, parameter.path[-1]
    scalar = shape.member if shape.type_name == "list" else shape
    if parameter.path[0] in parameter.operation.input_shape.required_members or _OTHER_NAMES.search(name):
        return False
    if scalar.type_name != "string" or scalar.metadata.get("enum"):
        return False
    texts = [sentence.text for sentence in sentences_of(shape.documentation)]
    said = any(_FILTERS.search(text) and not _CONDITION.search(text) for text in texts)
    return said and not any(map(_OTHERWISE.search, texts))
