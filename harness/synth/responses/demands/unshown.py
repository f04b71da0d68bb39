"""Parameters that filter, as documentation says, whether or not entries show what they filter by.

One thing is known of all of them: a value that nothing has leaves nothing of the list. So it is of filters by
a documented name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue
from harness.models.resources import KINDS, noun_words, parse_name
from harness.synth.responses.demands.demand import Parameter, nested, values_of
from harness.synth.responses.demands.entries import lists_of
from harness.synth.responses.demands.named_filters import EXCLUDING
from harness.synth.responses.demands.parameters import asking_parameters, demands_of, free_parameters
from harness.synth.responses.filters import Comparison, FilterForm, filter_form, filter_names
from harness.synth.scene import Scene

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
# "If you omit this property, all launch configurations are described."
_WITHOUT = re.compile(
    r"^(?:if|when)\b.*\b(?:not|n't|omit\w*|without|blank|empty|null)\b.*\ball\b.*"
    r"\b(?:returned|listed|retrieved|included|searched|described)"
    r"|^(?:if|when)\b.*\b(?:not|n't|omit\w*)\b.*\b(?:returns?|lists?|retrieves?|includes?|searches) "
    r"(?:\w+ ){0,4}all\b",
    re.IGNORECASE,
)
# "The ARN of the dataset to list the import jobs for.", "The stream whose shards you want to list."
_WANTED = re.compile(
    r"\b(?:to|want to) (?:list|retrieve|return|get|search|describe)\b.*\b(?:for|from|with|in)\b"
    r"|\b(?:whose|for which|where|that) [^.]*(?:you want to|to be) (?:list|retrieve|return|describe)",
    re.IGNORECASE,
)
# "The identifier of the signal map.", "A list of event ARNs": what nothing has such a name for.
_NAMES_THING = re.compile(
    r"^(?:\(optional\) )?(?:specif(?:y|ies) )?(?:either )?(?:(?:a|an) (?:list|array) of (?:up to \d+ )?)?"
    r"(?:the |an? |one or more )?(?:[\w-]+(?:'s)? ){0,3}?"
    r"(?:names?|IDs?|identifiers?|ARNs?|Amazon Resource (?:Name|Number)s?)\b",
    re.IGNORECASE,
)
# Who asks, where, with what right, and by what way; one of two names of one thing; what a list is made from.
_NO_THINGS = re.compile(
    r"account|owner|role|user|principal|realm|agent|zone|region|secret|store|session|transaction|visitor|"
    r"connection|extension|cognito|view|tag|engine|namespace|catalog|registry",
    re.IGNORECASE,
)
_NO_FILTERS = re.compile(
    r"\b(?:either|both|required|instead|credentials?|permissions?|recommendations?|observability)\b"
    r"|\bcan(?:'|no| no)t\b|\balternative|\bauthenticat|\bto (?:base|evaluate|perform|use)\b|\bcompar"
    r"|\bmust (?:specify|include|provide)\b|\bspecify only\b|\bone of\b|\bcross-account\b",
    re.IGNORECASE,
)
# What says something else, or that it does so in some cases only.
_OTHERWISE = re.compile(
    r"\b(?:ignored|deprecated|reserved|no longer|no effect)\b"
    r"|\b(?:not|n't) (?:yet |currently )?(?:supported|used|enforced|have|match)"
    r"|\bonly (?:works|applies|applicable|valid|used|if|when)\b|\bmust also\b|\brequires\b"
    r"|\b(?:combination|together) with\b|wildcard|regular expression|\bpredicate\b|\bexpression\b"
    r"|\bwhether\b|\btrue\b|\bexclud|\bsort|\bfilters? (?:names?|parameter)\b"
    r"|\bfilters? to (?:apply|configure)\b|\bfiltered out\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:if|when|for example|otherwise|by default)\b.*\b(?:not|n't|omit|leave|example)", re.IGNORECASE
)
# Parameters that choose what is shown of entries, or begin and order the list.
_OTHER_NAMES = re.compile(
    r"sort|order|lang|locale|attribute|field|column|metric|include|embed|projection|token|delimiter|"
    r"expression|predicate|group_?by|query$|search|date|time|after|before|start|exclusive|^max|^filters?$|^filter_?arn$",
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


def unshown_texts(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> Iterator[str]:
    """Yield the texts by which a request filters where no member of entries is known to have them.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
    """
    yield from texts_by_parameter(operation, params)
    yield from texts_by_name(operation, params, scene)


def texts_by_parameter(operation: OperationModel, params: Mapping[str, JsonValue]) -> Iterator[str]:
    """Yield those by which it filters with a parameter of its own.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for parameter in unshown_filters(operation):
        asked = values_of(first_value(params, ".".join(parameter.path)))
        yield from (text for text in asked if isinstance(text, str))


def texts_by_name(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> Iterator[str]:
    """Yield those by which it filters by a documented name that is the name of no member.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
    """
    for path, shape in asking_parameters(operation):
        form, asked = filter_form(shape), first_value(params, ".".join(path))
        if form is None or EXCLUDING.match(path[-1]):
            continue
        for each in asked if isinstance(asked, list) else ():
            if _is_by_value(operation, path, form, each):
                is_shown = bool(demands_of(operation, nested(path, [each]), scene))
                texts = () if is_shown else values_of(each.get(form.values))
                yield from (text for text in texts if isinstance(text, str))


def _is_by_value(operation: OperationModel, path: tuple[str, ...], form: FilterForm, asked: Any) -> bool:
    """Tell whether a filter goes by a documented name, and wants what has one of its values."""
    option = asked.get(form.option) if form.option else None
    is_equal = option is None or Comparison.named(str(option)) is Comparison.EQUAL
    return is_equal and asked.get(form.name) in filter_names(operation, path).listed


def says_that_it_filters(parameter: Parameter) -> bool:
    """Tell whether documentation says that a parameter filters, whatever else it does not.

    Args:
        parameter: the parameter.
    """
    texts = [sentence.text for sentence in sentences_of(parameter.shape.documentation)]
    return any(map(_is_of_filter, texts)) and not any(map(_OTHERWISE.search, texts))


def _is_filter(parameter: Parameter) -> bool:
    shape, name = parameter.shape, parameter.path[-1]
    scalar = shape.member if shape.type_name == "list" else shape
    if parameter.path[0] in parameter.operation.input_shape.required_members or _OTHER_NAMES.search(name):
        return False
    if scalar.type_name != "string" or scalar.metadata.get("enum"):
        return False
    texts = [sentence.text for sentence in sentences_of(shape.documentation)]
    is_said = any(map(_is_of_filter, texts)) or _names_thing(parameter, texts)
    return is_said and not any(map(_OTHERWISE.search, texts))


def _names_thing(parameter: Parameter, texts: Sequence[str]) -> bool:
    """Tell whether a list may be asked for by what another thing is named: ``JobName`` of schedules.

    No documentation says that such a parameter filters. There is nothing of what is not there all the same.
    """
    name, members = parameter.path[-1], parameter.operation.input_shape.members
    if parse_name(parameter.operation.name).role != "list" or _NO_THINGS.search(name):
        return False
    if any(other != name and _noun_of(other) == _noun_of(name) for other in members):
        return False  # one of both counts
    return any(map(_NAMES_THING.search, texts[:1])) and not any(map(_NO_FILTERS.search, texts))


def _is_of_filter(sentence: str) -> bool:
    says_so = _FILTERS.search(sentence) or _WANTED.search(sentence)
    return bool(_WITHOUT.search(sentence) or (says_so and not _CONDITION.search(sentence)))


def _noun_of(name: str) -> tuple[str, ...]:
    """Return what a parameter names, in words: of ``StreamARN`` and ``StreamName`` the same."""
    words = noun_words(name)
    return words[:-1] if set(words[-1:]).intersection(KINDS) else words
