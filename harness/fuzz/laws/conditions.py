"""The law of conditional requests and of ranges (RFC 9110, sections 13 and 14), by the headers of a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from harness.contract.laws import sentence
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.synth.responses.conditions import condition_members

LAW = "conditions"

_NO_TAG = '"00000000000000000000000000000000"'
_FAR = 10**9
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class _Case:
    """A request with conditions, by the names of their headers, and the status of its answer.

    Attributes:
        asked: the conditions.
        status: 412, 304 or 416; None where the request has its result.
        length: how many bytes the result says that it has; None where that is not looked at.
    """

    asked: Mapping[str, Any]
    status: int | None = None
    length: int | None = None


def laws_of_conditions(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads, on conditions or in part; none of another."""
    if not condition_members(caller.contract.operation_model):
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller).steps),)


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Send one request after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        whole = self.caller(plain)
        if whole is None or whole.error is not None or "Range" in plain:
            return
        names = condition_members(self.caller.contract.operation_model)
        for case in _cases(_headers(whole)):
            if all(header in names and names[header] not in plain for header in case.asked):
                asked = {names[header]: value for header, value in case.asked.items()}
                yield from self._judge(case, asked, plain, whole)
                yield None

    def _judge(
        self, case: _Case, asked: dict[str, Any], plain: dict[str, Any], whole: Call
    ) -> Iterator[Counterexample]:
        call = self.caller(plain | asked) if self.caller.allows(plain | asked) else None
        if call is None or call.status >= 500:
            return
        found = _fault(case, call)
        if not found:
            return
        again = self.caller(plain)
        if again is None or _told(again) != _told(whole):
            return  # it was changed meanwhile
        conditions = " and ".join(f"{name} {show(call.params[name])}" for name in asked)
        code, words = found
        contract = self.caller.contract
        name = next(iter(asked))
        text = f"With {conditions} {words}"
        yield Counterexample(
            LAW, contract.name, code, text, (whole, call), documented(contract, name), "+".join(asked)
        )


def _headers(call: Call) -> dict[str, str]:
    return {name.lower(): value for name, value in call.headers}


def _told(call: Call) -> tuple[str | None, ...]:
    """Return what tells a version of a resource from another."""
    headers = _headers(call)
    return tuple(headers.get(name) for name in ("etag", "last-modified", "content-length"))


def _cases(headers: Mapping[str, str]) -> Iterator[_Case]:
    """Yield the requests that an answer without conditions makes certain."""
    modified = _moment(headers.get("last-modified", ""))
    tag = headers.get("etag")
    if tag:
        yield _Case({"if-match": tag})
        yield _Case({"if-match": _NO_TAG}, 412)
        yield _Case({"if-none-match": tag}, 304)
        yield _Case({"if-none-match": _NO_TAG})
    if modified is not None:
        yield _Case({"if-unmodified-since": modified})
        yield _Case({"if-unmodified-since": modified - _DAY}, 412)
        yield _Case({"if-modified-since": modified}, 304)
        yield _Case({"if-modified-since": modified - _DAY})
    if tag and modified is not None:  # section 13.2.2: the tag decides
        yield _Case({"if-match": tag, "if-unmodified-since": modified - _DAY})
        yield _Case({"if-none-match": tag, "if-modified-since": modified - _DAY}, 304)
    length = headers.get("content-length", "")
    if length == "0":
        yield _Case({"range": "bytes=0-0"}, 416)
    elif length.isdecimal():
        yield _Case({"range": "bytes=0-0"}, length=1)
        yield _Case({"range": f"bytes={length}-"}, 416)
        yield _Case({"range": f"bytes={int(length) + _FAR}-"}, 416)


def _moment(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None  # law conforms


def _fault(case: _Case, call: Call) -> tuple[str, str] | None:
    """Return the code and the words of what is wrong with an answer; None if nothing is."""
    status = f"status {call.status}"
    if case.status is None and call.error is not None:
        why = "the condition holds" if len(case.asked) == 1 else "the tag holds, and the time does not count"
        return "refused", f"the request must have its result, as {why}, but had {status}."
    if case.status is not None and call.error is None:
        return "ignored", f"the answer must have status {case.status}, but the request had its result."
    if case.status is not None and call.status != case.status:
        return "status", f"the answer must have status {case.status}, but had {status}."
    length = _headers(call).get("content-length", "")
    if case.length is not None and length.isdecimal() and int(length) != case.length:
        return "range", f"the answer must be of {case.length} byte, but was of {length}."
    return None
