"""Rules on a response from the request's documentation: windows of time, limits of a page, tokens, keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.contract.rules import (
    Condition,
    Echoes,
    Keys,
    MoreResults,
    PageLimit,
    Past,
    PresentOnlyIf,
    SameParameters,
    Window,
    Within,
)
from harness.contract.sentences import sentences_of
from harness.contract.words import words_of
from tools.facts.drafter.prose.numbers import NUMBER, parse_number, unit_of
from tools.facts.drafter.recognisers.responses import ordered_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import Shape

    from harness.contract.rules import Rule
    from harness.contract.sentences import Sentence
    from tools.facts.drafter.call import Call

_ONLY_BETWEEN = re.compile(
    r"\bonly (?P<noun>[a-z ]+?) that (?:occur|occurred|were created|happened|"
    "started) (?P<side>(?:after|before)(?P<at> or (?:at|on))?|(?:at|on) or (?:after|"
    "before)) the specified (?:time|date)(?: stamp)? are returned",
    re.IGNORECASE,
)
_ENDPOINT = re.compile(
    r"\bvalue specified is (?P<how>inclusive|"
    "exclusive); (?P<noun>[a-z]+) include (?P<points>[a-z ]+?) (?:with|"
    "up to) the specified time ?stamp",
    re.IGNORECASE,
)
_START, _END = (
    frozenset(("start", "from", "since", "after", "begin")),
    frozenset(("end", "to", "until", "before")),
)


def within(call: Call, param: str, sentence: Sentence) -> Iterator[Within]:
    """Read ``only events that occur after or at the specified time are returned`` of a timestamp.

    In CloudWatch Logs times are numbers: ``Events with a timestamp later than this time are not returned``.
    """
    beyond = _NOT_BEYOND.search(sentence.text)
    if beyond:
        yield from _not_beyond(call, param, beyond)
    if call.params[param].type_name != "timestamp":
        return
    only, endpoint = _ONLY_BETWEEN.search(sentence.text), _ENDPOINT.search(sentence.text)
    if only:
        moments, inclusive = (
            call.moments_of(only["noun"]),
            re.search(r"\b(?:at|on)\b", only["side"], re.I) is not None,
        )
        starts = "after" in only["side"].lower()
    elif endpoint:
        moments, inclusive = call.moments_of(endpoint["points"]), endpoint["how"].lower() == "inclusive"
        first = words_of(param)[0]
        if first not in _START | _END:
            return
        starts = first in _START
    else:
        return
    if moments:
        yield (
            Within(moments, start=param, start_inclusive=inclusive)
            if starts
            else Within(moments, end=param, end_inclusive=inclusive)
        )


_NOT_BEYOND = re.compile(
    r"^(?P<noun>[A-Za-z ]+?) with a time ?stamp (?P<at>equal to or )?"
    r"(?P<side>before|earlier than|later than|after) this time are not (?:returned|included)",
    re.IGNORECASE,
)


def _not_beyond(call: Call, param: str, beyond: re.Match[str]) -> Iterator[Within]:
    name = call.list_of(beyond["noun"])
    element = call.lists[name] if name is not None else None
    if element is None or element.type_name != "structure" or "timestamp" not in element.members:
        return
    if element.members["timestamp"].type_name != call.params[param].type_name:
        return
    moments, inclusive = f"{name}[].timestamp", beyond["at"] is None
    if beyond["side"].lower() in ("before", "earlier than"):
        yield Within(moments, start=param, start_inclusive=inclusive)
    else:
        yield Within(moments, end=param, end_inclusive=inclusive)


_CALL = (
    r"(?:the )?(?:time (?:of|that|when) (?:the |this )?request(?: is made)?|"
    r"current (?:date and time|date|time)|now)(?= ?(?:[.,;(]|if\b|$))"
)
_FROM_CALL = re.compile(
    r"\b(?:the default(?: value)? is|defaults to|by default,? (?:the|this) (?:value|time) (?:is|will be))"
    rf"(?: the (?:time ?stamp|date) (?:of|from))? (?:(?P<count>{NUMBER}) (?P<unit>days?|hours?|weeks?) "
    rf"(?:ago\b|(?:before|prior to|earlier than) {_CALL})|{_CALL})",
    re.IGNORECASE,
)
_HOURS = {"hour": 1, "day": 24, "week": 168}


def from_call(call: Call, param: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``The default is 90 days before the time of request`` of a bound on the times returned."""
    match = _FROM_CALL.search(sentence.text)
    if match is None:
        return
    documented = sentences_of(call.params[param].documentation)
    left_out = Condition(param, present=False)
    for bound in (rule for other in documented for rule in within(call, param, other)):
        if match["count"] is None and bound.end:
            yield Past(bound.member, bound.end_inclusive, left_out)
        elif match["count"] and bound.start:
            hours = parse_number(match["count"]) * _HOURS[match["unit"].lower().removesuffix("s")]
            if hours % 24 == 0:
                yield Window(bound.member, int(hours // 24), left_out)


_AT_MOST = re.compile(
    r"\b(?:maximum number of|at most the specified (?:value|number) of|"
    "number of) (?P<noun>[a-z -]+?)(?: (?:objects|entries|records))?(?: (?:that (?:you want|"
    "are|can be|will be)[a-z ]*|to (?:return|be returned|include|list|retrieve|display|show|"
    r"get)|returned|included|per page)\b|\s*\.?$)",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"^(?:max(?:imum)?_?(?:results?|items|records|number|entries)\w*|limit|page_?size|"
    "pageSize|top_?k|count)$",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    ("result", "item", "record", "entry", "entrie", "object", "element", "response", "value")
)


def page_limit(call: Call, param: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``The maximum number of events to return``: the list of that name, or the only one."""
    match = _AT_MOST.search(sentence.text)
    if (
        match is None
        or sentence.index
        or not _LIMIT.match(param)
        or call.params[param].type_name not in ("integer", "long")
    ):
        return
    named = call.list_of(match["noun"])
    if named is None and re.search(r"\bdata ?points?\b", match["noun"], re.I):
        named = (call.moments_of(match["noun"]) or "").removesuffix("[]") or None
    if named is None and len(call.lists) == 1:
        head = match["noun"].lower().split()[-1].removesuffix("s")
        only = next(iter(call.lists))
        named = only if head in _GENERIC else None
    if named:
        yield PageLimit(named, param)


_TOKEN = re.compile(r"token|marker", re.IGNORECASE)
_SAME_PARAMETERS = re.compile(
    r"\btoken must be (?:passed in|used|sent|specified) with the same (?:parameters|"
    r"arguments)\b|^keep all other (?:arguments|parameters) unchanged\b|"
    r"\b(?:must|have to|need to) (?:use|specify|provide|"
    "pass)(?: exactly)? the same (?:parameters|arguments|values|"
    r"request parameters)\b[^.]*\b(?:original|previous|first|initial|each)\b",
    re.IGNORECASE,
)


def same_parameters(call: Call, name: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``This token must be passed in with the same parameters``, of the token sent or returned."""
    if _TOKEN.search(name) and _SAME_PARAMETERS.search(sentence.text):
        param, member = _token(call.params, name), _token(call.members, name)
        if param and member and name in (param, member):
            yield SameParameters(param, member)


def _token(shapes: Mapping[str, Shape], name: str) -> str | None:
    """Find the token among parameters or members: the one of that name, or the only one called a token."""
    named = [known for known, shape in shapes.items() if _TOKEN.search(known) and shape.type_name == "string"]
    if name in named:
        return name
    return named[0] if len(named) == 1 else None


_ONLY_IF_MORE = re.compile(
    r"^(?:this (?:token|value|field) is )?only returned (?:if|when) "
    r"(?:the full results could not be returned|there are more|more results|not all|additional)\b",
    re.IGNORECASE,
)


def more_results(call: Call, member: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``Only returned if the full results could not be returned in a single query`` of a token."""
    if not _TOKEN.search(member) or not _ONLY_IF_MORE.search(sentence.text) or not call.lists:
        return
    param = _token(call.params, member)
    if param:
        yield MoreResults(param, member, tuple(call.lists))


_AVAILABLE = re.compile(
    f"^(?P<noun>[A-Za-z ]+?) with an? (?P<param>[a-z ]+?) of (?P<value>{NUMBER}) (?"
    rf"P<unit>[a-z]+)(?: \([^)]*\))? are available for (?P<days>{NUMBER}) days\b",
    re.IGNORECASE,
)
_LAST_DAYS = re.compile(
    rf"\b(?P<noun>[A-Za-z ]+?) that occurred (?:[a-z ]+ )?within the (?:last|past) (?P<days>{NUMBER}) days\b",
    re.IGNORECASE,
)


def window(call: Call, _: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``events that occurred within the last 90 days``, ``with a period of 60 ... for 15 days``."""
    available = _AVAILABLE.search(sentence.text)
    if available and unit_of(available["unit"]) == "second":
        param = call.param_for(available["param"], ("integer", "long"))
        moments = call.moments_of(available["noun"])
        value = parse_number(available["value"])
        if param and moments:
            yield Window(moments, int(parse_number(available["days"])), Condition(param, (value,)))
    last = _LAST_DAYS.search(sentence.text)
    if last:
        moments = call.moments_of(last["noun"].split()[-1])
        if moments:
            yield Window(moments, int(parse_number(last["days"])))


_SUPPORTS = re.compile(r"\bsupports the following (?P<param>[A-Z]\w+)\b[^:]*:$")


def keys(call: Call, _: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``supports the following Dimensions:``, for a map whose keys name members of the entries."""
    match = _SUPPORTS.search(sentence.text)
    param = call.request.resolve(match["param"]) if match else None
    if param is None or call.params[param].type_name != "map":
        return
    known = {
        path.lower(): path
        for element in call.lists.values()
        if element.type_name == "structure"
        for path in element.members
    }
    named = [known.get(item.text.rstrip(".").replace(" ", "").lower()) for item in sentence.items]
    found = tuple(name for name in named if name)
    if found and len(found) == len(named):
        yield Keys(param, found)


_TO_RECEIVE = re.compile(
    r"\bmust (?:set|specify|provide|include) (?P<param>\w+) (?:in order )?to (?:receive|get) "
    r"(?:a |the )?(?:value for )?(?P<member>[A-Z]\w+)\b"
)


def only_with(call: Call, _: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``You must set MaxResults to receive a value for NextToken in the response``."""
    match = _TO_RECEIVE.search(sentence.text)
    if match and match["param"] in call.params and match["member"] in call.members:
        yield PresentOnlyIf(match["member"], Condition(match["param"], present=True))


_SETS_HEADER = re.compile(r"^Sets the (?P<header>[A-Za-z-]+) header of the response\.?$")


def sets_header(call: Call, param: str, sentence: Sentence) -> Iterator[Rule]:
    """Read ``Sets the Content-Type header of the response``, of which a member has the text."""
    match = _SETS_HEADER.match(sentence.text)
    header = match["header"].lower() if match else ""
    for member, shape in call.members.items() if match else ():
        field = shape.serialization
        is_set = field.get("location") == "header" and field.get("name", "").lower() == header
        if is_set and shape.type_name == call.params[param].type_name == "string":
            yield Echoes(member, param, in_header=True)


OF_PARAMS = (within, from_call, page_limit, same_parameters, only_with, sets_header)
OF_TOKENS = (more_results, same_parameters)
OF_OPERATION = (window, keys, ordered_by_name)
