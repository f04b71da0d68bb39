"""Queues: messages that are sent, received one after the other, hidden for a while, and deleted.

As SQS's Developer Guide says: a received message is hidden for the visibility timeout of the request, else of
the queue, else 30 seconds; it is there again afterwards, until it is deleted with the handle of a receipt.
Groups and deduplication of FIFO queues are not kept: messages come in the order in which they were sent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.responses.computed import compute_members
from harness.synth.responses.facts import facts_of
from harness.synth.world.records import Record
from harness.synth.world.steps.refusing import refuse_missing
from harness.synth.world.steps.step import Outcome, Step

_NOUN = ("message",)
_ALL = ("All", ".*")


_Act = Callable[[Step, Record, dict[str, JsonValue]], None]


def _with_queue(act: _Act) -> Callable[[Step], Outcome]:
    """Return the step that does something with the queue of a request, and changes the answer in place."""

    def take(step: Step) -> Outcome:
        answer = step.make()
        if answer.error is not None:
            return Outcome(answer)
        url = str(step.params.get("QueueUrl", ""))
        queue = step.store.named(step.place, ("queue",), url)
        if queue is None:
            return refuse_missing(step, ("queue",), url)
        response = {} if answer.response is None else answer.response
        act(step, queue, response)
        return Outcome(answer, known=True)

    return take


def _setting(step: Step, queue: Record, name: str) -> int:
    value = step.params.get(name)
    if value is None:
        defaults = facts_of(step.place[0]).behaviour["queue"]["defaults"]
        value = (queue.members.get("attributes") or {}).get(name, defaults[name])
    return int(value)


def _messages(step: Step, queue: Record) -> list[Record]:
    return step.store.of_type(step.place, _NOUN, {"queueurl": queue.name})


def _entries(step: Step) -> list[tuple[dict[str, JsonValue], str | None]]:
    """Return what a request tells of each message, with the id of the entry of a batch."""
    batch = step.params.get("Entries")
    if isinstance(batch, list):
        return [(entry, str(entry["Id"])) for entry in batch]
    return [(step.params, None)]


def _send(step: Step, queue: Record, response: dict[str, JsonValue]) -> None:
    for sent, entry_id in _entries(step):
        serial = step.serial()
        message_id = _uuid(step.place, queue.name, serial)
        delay = int(sent.get("DelaySeconds") or _setting(step, queue, "DelaySeconds"))
        members = {
            "body": sent.get("MessageBody"),
            "attributes": sent.get("MessageAttributes") or {},
            "group": sent.get("MessageGroupId"),
            "sent": step.clock(),
            "hidden": step.clock() + delay,
            "received": 0,
        }
        scope = {"queueurl": queue.name}
        step.store.put(Record(step.place, _NOUN, f"{serial:015}", {"id": message_id}, scope, members))
        shown = response if entry_id is None else _of_entry(response, entry_id)
        if shown is not None:
            shown["MessageId"] = message_id


def _of_entry(response: Mapping[str, JsonValue], entry_id: str) -> dict[str, JsonValue] | None:
    entries: list[dict[str, JsonValue]] = response.get("Successful") or []
    return next((entry for entry in entries if entry.get("Id") == entry_id), None)


def _uuid(*parts: object) -> str:
    digest = hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))


def _receive(step: Step, queue: Record, response: dict[str, JsonValue]) -> None:
    now = step.clock()
    visible = [each for each in _messages(step, queue) if each.members["hidden"] <= now]
    received = visible[: int(step.params.get("MaxNumberOfMessages") or 1)]
    shown = []
    for message in received:
        times = message.members["received"] + 1
        handle = f"{message.name}{_uuid(message.name, times).replace('-', '')}"
        hidden = now + _setting(step, queue, "VisibilityTimeout")
        members = {**message.members, "received": times, "hidden": hidden, "handle": handle}
        members.setdefault("first", now)
        message = replace(message, members=members, names={**message.names, "handle": handle})
        step.store.put(message)
        shown.append(_shown(step.params, message))
    response.pop("Messages", None)
    if shown:
        response["Messages"] = shown
        compute_members(step.operation, step.params, response)


def _shown(params: Mapping[str, JsonValue], message: Record) -> dict[str, JsonValue]:
    members = message.members
    shown = {
        "MessageId": message.names["id"],
        "ReceiptHandle": members["handle"],
        "MD5OfBody": "",
        "Body": members["body"],
    }
    wanted = params.get("MessageAttributeNames") or ()
    if attributes := _asked(members["attributes"], wanted):
        shown |= {"MD5OfMessageAttributes": "", "MessageAttributes": attributes}
    system = {
        "ApproximateReceiveCount": str(members["received"]),
        "ApproximateFirstReceiveTimestamp": str(int(members["first"] * 1000)),
        "SentTimestamp": str(int(members["sent"] * 1000)),
        "SenderId": message.place[2],
        **({"MessageGroupId": members["group"]} if members["group"] else {}),
    }
    names = [*(params.get("AttributeNames") or ()), *(params.get("MessageSystemAttributeNames") or ())]
    if attributes := _asked(system, names):
        shown["Attributes"] = attributes
    return shown


def _asked(attributes: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    def is_asked(name: str) -> bool:
        return any(each in _ALL or each == name or _is_prefix(each, name) for each in names)

    return {name: value for name, value in attributes.items() if is_asked(name)}


def _is_prefix(pattern: str, name: str) -> bool:
    return pattern.endswith(".*") and name.startswith(pattern.removesuffix(".*"))


def _with_handle(step: Step, queue: Record, handle: object) -> Record | None:
    found = step.store.named(step.place, _NOUN, str(handle), {"queueurl": queue.name})
    return found if found is not None and found.names.get("handle") == handle else None


def _change(change: Callable[[Step, Record, dict[str, JsonValue]], None]) -> _Act:
    """Change the messages whose handles a request has; one that is gone is no error."""

    def act(step: Step, queue: Record, response: dict[str, JsonValue]) -> None:
        for sent, _ in _entries(step):
            if (message := _with_handle(step, queue, sent.get("ReceiptHandle"))) is not None:
                change(step, message, sent)

    return act


def _remove(step: Step, message: Record, sent: Mapping[str, JsonValue]) -> None:
    step.store.remove(message)


def _hide(step: Step, message: Record, sent: Mapping[str, JsonValue]) -> None:
    hidden = step.clock() + int(sent.get("VisibilityTimeout") or 0)
    step.store.put(replace(message, members={**message.members, "hidden": hidden}))


def _empty(step: Step, queue: Record, response: dict[str, JsonValue]) -> None:
    for message in _messages(step, queue):
        step.store.remove(message)


def _count(step: Step, queue: Record, response: dict[str, JsonValue]) -> None:
    """Answer what a queue is set to, and how many messages it has."""
    service, region, account = step.place
    messages, now = _messages(step, queue), step.clock()
    hidden = [each for each in messages if each.members["hidden"] > now]
    delayed = [each for each in hidden if not each.members["received"]]
    name = queue.names.get("name", queue.name.rpartition("/")[2])
    attributes = {
        **facts_of(service).behaviour["queue"]["defaults"],
        "QueueArn": f"arn:{step.scene.partition}:{service}:{region}:{account}:{name}",
        **(queue.members.get("attributes") or {}),
        "ApproximateNumberOfMessages": str(len(messages) - len(hidden)),
        "ApproximateNumberOfMessagesNotVisible": str(len(hidden) - len(delayed)),
        "ApproximateNumberOfMessagesDelayed": str(len(delayed)),
    }
    response.pop("Attributes", None)
    if asked := _asked(attributes, step.params.get("AttributeNames") or ()):
        response["Attributes"] = asked


STEPS: Mapping[str, Callable[[Step], Outcome]] = {
    role: _with_queue(act)
    for role, act in {
        "sends": _send,
        "receives": _receive,
        "deletes": _change(_remove),
        "hides": _change(_hide),
        "empties": _empty,
        "counts": _count,
    }.items()
}
"""What is done with messages, by what ``facts.toml`` says that an operation does."""
