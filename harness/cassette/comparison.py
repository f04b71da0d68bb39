"""What changed in a service's answers between two recordings of the same calls, in terms of the API."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harness.cassette.exchange import exchange_of, read_facts
from harness.cassette.index import canonical_json, spell_texts
from harness.cassette.miss import ABSENT, differences
from harness.cassette.place import parse_place
from harness.contract.paths.pointer import to_steps
from harness.contract.paths.shape import shape_below
from harness.contract.paths.stray import stray_place
from harness.contract.schema import find_error
from harness.contract.unordered import sort_unordered
from harness.errors import HarnessError
from harness.models import find_named, find_operation
from harness.models.paginators import is_token

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

    from harness.cassette.miss import Difference
    from harness.cassette.model import Interaction
    from harness.cassette.place import ScopedPlace

_VOLATILE = re.compile(
    r".*token|.*request_?id|e_?tag|.*version_?id|receipt_?handle|upload_?id|message_?id|.*sequence_?number",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # a UUID
    r"|(?<![0-9a-z])(?=[0-9a-f]*[0-9])[0-9a-f]{8,}(?![0-9a-z])"  # a digest, vol-0a1b2c3d4e
    r"|(?<![0-9A-Z])(?=[0-9A-Z]*[0-9])(?=[0-9A-Z]*[A-Z])[0-9A-Z]{10,}(?![0-9A-Z])"  # E1PA6795UKMFR9
    r"|(?<![0-9A-Z])[A-Z]{16,}(?![0-9A-Z])"  # one that by chance has no digit, as one IAM id in fourteen
    r"|(?<![0-9])[0-9]{1,3}([.-][0-9]{1,3}){3}(:[0-9]+|(?![.-]?[0-9]))"  # an IP address, and its port
    r"|([0-9a-f]{2}:){5}[0-9a-f]{2}"  # a MAC address
    r"|[Xx0][Xx0+/=_-]{10,}[0-9]{0,3}"  # what stands for a secret
)
# Secrets Manager ends the ARN of a secret in a hyphen and six letters and digits, which may look like a word.
_OF_SECRET = re.compile(r"(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:.+-)[0-9A-Za-z]{6}\Z")
_TRAITS = frozenset(("idempotencyToken", "sensitive"))  # of the latter a recording holds stand-ins
_ID_NAME = re.compile(r"(.*(Id|ID|_id)|id)s?")
_ID = re.compile(r"[0-9]+|(?=.*[0-9])[0-9A-Za-z]{8,}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?([.,]\d+)?\s?(Z|UTC|[+-]\d\d:?\d\d)?)?")
_TIME_NAME = re.compile(r"time|date|stamp|expir|created|updated|modified", re.IGNORECASE)
_EPOCHS = (range(10**9, 4 * 10**9), range(10**12, 4 * 10**12))  # of our days, in seconds and milliseconds


@dataclass(frozen=True, slots=True)
class MemberChange:
    """One place in which two answers to the same request differ.

    Attributes:
        pointer: the JSON pointer (RFC 6901) into the result, ``"/Error/Code"`` and the like for an error, or
            empty where one answer is an error and the other none.
        old: the JSON value before; `harness.cassette.miss.ABSENT` if there was none.
        new: the JSON value now; ``ABSENT`` if there is none.
    """

    pointer: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """An exchange that is not what it was.

    Attributes:
        operation: what was asked, ``"service.Operation"``, or method and address of what is no AWS request.
        before: the interaction's number in the old recording, from 1; None if it was not asked then.
        after: its number in the new recording; None if it is not asked any more.
        members: where the answers differ, if it is in both.
    """

    operation: str
    before: int | None
    after: int | None
    members: tuple[MemberChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two recordings.

    Attributes:
        compared: how many exchanges are in both.
        changes: those that are not what they were, in the order of the new recording; what is not asked any
            more comes last.
    """

    compared: int
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain values; a member that is not there has no ``old`` or ``new``."""
        return {
            "compared": self.compared,
            "changes": [
                {
                    "operation": change.operation,
                    "before": change.before,
                    "after": change.after,
                    "members": [_member_to_json(member) for member in change.members],
                }
                for change in self.changes
            ],
        }


def _member_to_json(member: MemberChange) -> dict[str, Any]:
    sides = {"old": member.old, "new": member.new}
    return {"pointer": member.pointer} | {side: value for side, value in sides.items() if value is not ABSENT}


class BadVolatile(HarnessError):
    """A place of volatile values is written wrongly.

    Args:
        given: what was written.
        reason: why no answer has it; empty if it is written wrongly.
    """

    given: object
    reason: str = ""

    def __str__(self) -> str:
        return self.reason or (
            f"{self.given!r} is no place in an answer; write a JSON pointer, as /Reservations/*/OwnerId, or "
            "one of an operation, as ec2.DescribeInstances:/Reservations/*/OwnerId."
        )


def parse_volatile(given: Iterable[object]) -> tuple[str, ...]:
    """Read a user's own places of volatile values: JSON pointers in which ``*`` is any one step.

    Each may have a service or an operation before it, ``"service.Operation:/pointer"``.

    Raises:
        BadVolatile: one is none.
        harness.errors.UnknownName: there is no such service or operation.
    """
    places = []
    for place in given:
        found = parse_place(place)
        if found is None:
            raise BadVolatile(place)
        if found.service is not None:
            if found.operation is not None:
                found = replace(found, operation=find_named(found.service, found.operation).name)
            stray = stray_place(found.service, found.operation, found.steps, "answer")
            if stray is not None:
                raise BadVolatile(place, stray.worded(found.scope))
        places.append(str(found))
    return tuple(places)


def compare(
    old: Iterable[Interaction], new: Iterable[Interaction], volatile: Sequence[str] = ()
) -> Comparison:
    """Compare two recordings by what the service answered; values that change on every call are ignored.

    An exchange is looked for in the other recording by equal parameters; then by parameters that are equal
    but for such values; then by the same parameters with other values. Equal ones go by their order.

    What does not count where both answers have it: timestamps and texts that are dates, sensitive members,
    tokens, request ids, entity tags and the like, generated ids, and within texts whatever looks generated:
    UUIDs, digests and ids in hexadecimal or of capitals and digits (``vol-0a1b2c3d4e``), addresses.

    Args:
        old: the recording there was.
        new: the recording of now.
        volatile: places of further values that do not count (`parse_volatile`).
    """
    before = [_read(number, one) for number, one in enumerate(old, 1)]
    after = [_read(number, one) for number, one in enumerate(new, 1)]
    partners = _partners(before, after)
    places = [place for place in map(parse_place, volatile) if place is not None]
    changes = []
    for now in after:
        then = partners.get(now.number)
        if then is None:
            changes.append(Change(now.name, None, now.number))
        elif members := tuple(_changed(then, now, places)):
            changes.append(Change(now.name, then.number, now.number, members))
    still = {then.number for then in partners.values()}
    changes += [Change(then.name, then.number, None) for then in before if then.number not in still]
    return Comparison(len(partners), tuple(changes))


@dataclass(frozen=True, slots=True)
class _Read:
    """An interaction as it is compared.

    Attributes:
        number: its number in the recording, from 1.
        name: what was asked.
        region: where.
        operation: the operation; None if the interaction cannot be read as one.
        params: what it was asked with.
        answer: the result, or ``{"Error": ...}``.
        error: the error code; None if the answer is none.
    """

    number: int
    name: str
    region: str | None
    operation: OperationModel | None
    params: Any
    answer: Any
    error: str | None = None


def _read(number: int, interaction: Interaction) -> _Read:
    request, response, facts = interaction.request, interaction.response, read_facts(interaction)
    try:
        exchange = exchange_of(interaction)
        operation = find_operation(exchange.service, exchange.operation)
    except HarnessError:
        name = f"{request.method} {request.uri.partition('?')[0]}"
        if facts is not None:
            name = f"{facts.service}.{facts.operation}"
        answer = {"status": response.status, "body": response.body.decode(errors="backslashreplace")}
        return _Read(number, name, None, None, facts.params if facts is not None else request.uri, answer)
    params = sort_unordered(operation, operation.input_shape, spell_texts(exchange.params))
    answer = sort_unordered(operation, operation.output_shape, spell_texts(exchange.response or {}))
    error = exchange.error
    if error is not None:
        members = {name: value for name, value in error.members.items() if name.lower() != "message"}
        answer = {"Error": {"Code": error.code, "Message": error.message, **members}}
    stored = facts.response_body if facts is not None else None
    payload = operation.output_shape.serialization.get("payload") if operation.output_shape else None
    if stored is not None and payload is not None:
        answer = {**answer, payload: f"{stored.size} bytes with the SHA-256 {stored.sha256}"}
    code = error.code if error is not None else None
    return _Read(number, exchange.name, exchange.region, operation, params, answer, code)


def _partners(before: Sequence[_Read], after: Sequence[_Read]) -> dict[int, _Read]:
    """Find to each exchange, by its number, the same one of before."""
    partners: dict[int, _Read] = {}
    for key in _KEYS:
        taken = {then.number for then in partners.values()}
        waiting: defaultdict[object, deque[_Read]] = defaultdict(deque)
        for then in before:
            if then.number not in taken:
                waiting[key(then)].append(then)
        for now in after:
            if now.number not in partners and (same := waiting.get(key(now))):
                partners[now.number] = same.popleft()
    return partners


def _exact(read: _Read) -> object:
    return read.name, read.region, canonical_json(read.params)


def _but_for_volatile(read: _Read) -> object:
    shape = read.operation.input_shape if read.operation is not None else None
    return read.name, read.region, canonical_json(_stable(shape, "", read.params))


def _by_members(read: _Read) -> object:
    return read.name, read.region, canonical_json(_outline(read.params))


_KEYS: tuple[Callable[[_Read], object], ...] = (_exact, _but_for_volatile, _by_members)


def _stable(shape: Shape | None, name: str, value: Any) -> Any:
    """Return a value with a constant instead of each value that changes on every call."""
    if isinstance(value, dict):
        return {key: _stable(shape_below(shape, key), key, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_stable(shape_below(shape, "0"), name, item) for item in value]
    if _is_of_one_call(shape, name):
        return None
    if isinstance(value, str):
        return None if _DATE.fullmatch(value) else _GENERATED.sub("*", value)
    return value


def _outline(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _outline(item) for key, item in value.items()}
    return [_outline(item) for item in value] if isinstance(value, list) else None


def _changed(then: _Read, now: _Read, volatile: Sequence[ScopedPlace]) -> Iterator[MemberChange]:
    if (then.error is None) is not (now.error is None):
        yield MemberChange("", _outcome(then), _outcome(now))
        return
    for found in differences(then.answer, now.answer):
        is_named = any(place.is_in(now.name) and place.names(found.pointer) for place in volatile)
        if not is_named and not _is_volatile(now, found):
            yield MemberChange(found.pointer, found.recorded, found.asked)


def _outcome(read: _Read) -> str:
    return "an answer" if read.error is None else f"the error {read.error}"


def _is_volatile(read: _Read, found: Difference) -> bool:
    old, new = found.recorded, found.asked
    if old is ABSENT or new is ABSENT:
        return False
    steps = to_steps(found.pointer)
    shape = read.operation.output_shape if read.operation is not None else None
    name = next((step for step in reversed(steps) if not step.isdigit()), "")
    if read.operation is not None and read.error is not None:
        shape, steps = find_error(read.operation, read.error), steps[1:]
    for step in steps:
        if shape is not None and shape.metadata.get("sensitive"):
            return True
        shape = shape_below(shape, step)
    if _is_of_one_call(shape, name):
        return True
    if _TIME_NAME.search(name) and _is_epoch(old) and _is_epoch(new):
        return True
    if isinstance(old, str) and isinstance(new, str):
        forms = (_DATE, _ID) if _ID_NAME.fullmatch(name) else (_DATE,)
        are_alike = any(form.fullmatch(old) and form.fullmatch(new) for form in forms)
        return are_alike or _without_generated(old) == _without_generated(new)
    return False


def _without_generated(text: str) -> str:
    return _GENERATED.sub("*", _OF_SECRET.sub(r"\1*", text))


def _is_epoch(value: Any) -> bool:
    """Tell whether a number, or a text of one, is a time of our days in seconds or milliseconds."""
    try:
        return not isinstance(value, bool) and any(int(float(value)) in epoch for epoch in _EPOCHS)
    except (TypeError, ValueError, OverflowError):
        return False


def _is_of_one_call(shape: Shape | None, name: str) -> bool:
    if shape is not None and (shape.type_name == "timestamp" or _TRAITS & shape.metadata.keys()):
        return True
    return is_token(name) or _VOLATILE.fullmatch(name) is not None
