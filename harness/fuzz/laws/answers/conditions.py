"""The law of conditional requests and of ranges (RFC 9110, sections 13 and 14), by the headers of a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from harness.contract.laws import sentence
from harness.contract.wording import show
from harness.errors import counted
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.models.headers import condition_members, members_by_header

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
        part: the first and the last byte of the result; None where all of them are asked for.
    """

    asked: Mapping[str, Any]
    status: int | None = None
    part: tuple[int, int] | None = None


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
        for case in _cases(_headers(whole), _length(whole)):
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
        found = self._fault(case, call, whole)
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

    def _fault(self, case: _Case, call: Call, whole: Call) -> tuple[str, str] | None:
        """Return the code and the words of what is wrong with an answer; None if nothing is."""
        status = f"status {call.status}"
        if case.status is None and call.error is not None:
            why = (
                "the condition holds"
                if len(case.asked) == 1
                else "the tag holds, and the time does not count"
            )
            return "refused", f"the request must have its result, as {why}, but had {status}."
        if case.status is not None and call.error is None:
            return (
                "ignored",
                f"the answer must have status {case.status}, but the request had its result.",
            )
        if case.status is not None:
            # Glacier documents an error of its own for a range that is not there.
            is_own = call.error is not None and call.error.code in self.caller.contract.error_schemas
            if call.status == case.status or (case.status == 416 and is_own):
                return None
            return "status", f"the answer must have status {case.status}, but had {status}."
        return None if case.part is None else self._wrong_part(*case.part, call, whole)

    def _wrong_part(self, first: int, last: int, call: Call, whole: Call) -> tuple[str, str] | None:
        """Tell what is wrong with a part of a result (RFC 9110, sections 14.4 and 15.3.7)."""
        length, found = _length(whole), _length(call)
        size = last - first + 1
        if found is not None and found != size:
            return "range", f"the answer must be of {counted(size, 'byte')}, but was of {found:,}."
        is_get = self.caller.contract.operation_model.http["method"] == "GET"  # HEAD need not tell of parts
        if is_get and size != length and call.status != 206:
            return "status", f"the answer must have status 206, as it is a part, but had {call.status}."
        expected = f"bytes {first}-{last}/{length}"
        shown = _headers(call).get("content-range", "")
        is_known = "content-range" in members_by_header(self.caller.contract.operation_model.output_shape)
        is_needed = is_known and is_get and size != length
        if (shown or is_needed) and shown not in (expected, f"bytes {first}-{last}/*"):
            return "range", f"Content-Range must be {show(expected)}, but was {show(shown)}."
        if len(whole.body) == length and call.body != whole.body[first : last + 1]:
            return "range", f"the answer must be bytes {first} to {last} of the whole, but was others."
        return None


def _headers(call: Call) -> dict[str, str]:
    return {name.lower(): value for name, value in call.headers}


def _told(call: Call) -> tuple[str | None, ...]:
    """Return what tells a version of a resource from another."""
    headers = _headers(call)
    return tuple(headers.get(name) for name in ("etag", "last-modified", "content-length"))


def _length(call: Call) -> int | None:
    """Return how many bytes a result has; None where it does not say, and has none."""
    length = _headers(call).get("content-length", "")
    return int(length) if length.isdecimal() else len(call.body) or None


def _cases(headers: Mapping[str, str], length: int | None) -> Iterator[_Case]:
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
    if length == 0:
        yield _Case({"range": "bytes=0-0"}, 416)
    elif length is not None:
        last = length - 1
        yield _Case({"range": "bytes=0-0"}, part=(0, 0))
        yield _Case({"range": f"bytes={length // 2}-{last}"}, part=(length // 2, last))
        yield _Case({"range": f"bytes={length // 2}-"}, part=(length // 2, last))
        yield _Case({"range": "bytes=-1"}, part=(last, last))
        yield _Case({"range": f"bytes=0-{length + _FAR}"}, part=(0, last))
        yield _Case({"range": f"bytes={length}-"}, 416)
        yield _Case({"range": f"bytes={length + _FAR}-"}, 416)


def _moment(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None  # law conforms
