"""The law of conditional requests, on servers that take no account of one header each."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

import harness
from harness.fuzz.laws.answers.conditions import laws_of_conditions
from harness.fuzz.laws.caller import LAW_CONFIG, Caller
from harness.fuzz.laws.counterexample import Counterexample
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.responses.answer import Answer
from harness.synth.service.dispatch import Asked
from harness.synth.sessions import plain_client


class Ignores(SyntheticService):
    """Takes no account of some parameters."""

    ignored: tuple[str, ...] = ()

    def __call__(self, asked: Asked) -> Answer:
        params = {name: value for name, value in asked.params.items() if name not in self.ignored}
        return super().__call__(replace(asked, params=params))


class RefusesWith(SyntheticService):
    """Refuses with one status, whatever the condition."""

    def __call__(self, asked: Asked) -> Answer:
        answer = super().__call__(asked)
        return answer if answer.error is None else replace(answer, status=409)


class RefusesAll(SyntheticService):
    """Knows no condition that holds."""

    def __call__(self, asked: Asked) -> Answer:
        unknown = {"IfMatch": '"another"'} if "IfMatch" in asked.params else {}
        return super().__call__(replace(asked, params={**asked.params, **unknown}))


class SaysNothing(SyntheticService):
    """Has the length of the answer to HEAD, which has no body, in place of the object's."""

    def __call__(self, asked: Asked) -> Answer:
        answer = super().__call__(asked)
        if not isinstance(answer.response, dict) or answer.status != 200:
            return answer
        return replace(answer, response={**answer.response, "ContentLength": 0})


def found(service: SyntheticService, operation: str = "HeadObject", of: str = "s3") -> list[Counterexample]:
    client = attach(plain_client(of, "us-east-1", LAW_CONFIG), service)
    return [
        one
        for law in laws_of_conditions(Caller(harness.contract(of, operation), client))
        for one in law.certain()
        if one is not None
    ]


def ignores(*names: str) -> SyntheticService:
    service = Ignores(3)
    service.ignored = names
    return service


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("s3", "HeadObject"),
        ("s3", "GetObject"),
        ("mediastore-data", "GetObject"),
        ("glacier", "GetJobOutput"),
    ],
)
def test_the_synthetic_side_keeps_to_conditions_and_ranges(service: str, operation: str) -> None:
    assert found(SyntheticService(3), operation, service) == []


@pytest.mark.parametrize("operation", ["HeadObject", "GetObject"])
@pytest.mark.parametrize("name", ["IfMatch", "IfNoneMatch", "IfModifiedSince", "IfUnmodifiedSince"])
def test_a_condition_that_is_ignored_is_found(name: str, operation: str) -> None:
    seen = {(one.code, one.place) for one in found(ignores(name), operation)}
    assert ("ignored", name) in seen
    assert {place.partition("+")[0] for _, place in seen} <= {name, "IfMatch"}


def test_a_range_that_is_ignored_is_found() -> None:
    seen = [one.code for one in found(ignores("Range"))]
    assert seen == ["range"] * 4 + ["ignored"] * 2


def test_another_status_is_found() -> None:
    seen = found(RefusesWith(3))
    assert {one.code for one in seen} == {"status"}
    assert {one.place for one in seen} == {
        "IfMatch",
        "IfNoneMatch",
        "IfModifiedSince",
        "IfUnmodifiedSince",
        "IfNoneMatch+IfModifiedSince",
        "Range",
    }


def test_a_byte_of_nothing_is_found() -> None:
    assert [one.code for one in found(SaysNothing(3)) if one.place == "Range"] == ["ignored"]


def test_a_condition_that_holds_and_is_refused_is_found() -> None:
    assert {(one.code, one.place) for one in found(RefusesAll(3))} == {
        ("refused", "IfMatch"),
        ("refused", "IfMatch+IfUnmodifiedSince"),
    }


def test_the_page_of_the_law_shows_what_harness_says(is_example: Callable[[Counterexample], bool]) -> None:
    assert any(map(is_example, found(ignores("IfMatch"))))


def test_what_reads_nothing_on_conditions_does_not_have_the_law() -> None:
    assert found(SyntheticService(3), "PutObject") == []
    client = attach(plain_client("s3", "us-east-1", LAW_CONFIG), SyntheticService(3))
    assert laws_of_conditions(Caller(harness.contract("s3", "PutObject"), client)) == ()


class Part(SyntheticService):
    """Changes the answer to a request for a part."""

    change: Callable[[Answer], Answer]

    def __call__(self, asked: Asked) -> Answer:
        answer = super().__call__(asked)
        return self.change(answer) if answer.status == 206 else answer


def shows(**members: str) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, response={**(answer.response or {}), **members})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda answer: replace(answer, status=200),
            'With Range "bytes=0-0" the answer must have status 206, as it is a part, but had 200.',
        ),
        (
            shows(ContentRange="bytes 0-1/225"),
            'With Range "bytes=0-0" Content-Range must be "bytes 0-0/225", but was "bytes 0-1/225".',
        ),
        (
            shows(Body=base64.b64encode(b"\0").decode()),
            'With Range "bytes=0-0" the answer must be bytes 0 to 0 of the whole, but was others.',
        ),
    ],
)
def test_a_part_is_the_part_that_it_says(change: Callable[[Answer], Answer], message: str) -> None:
    service = Part(3)
    service.change = change
    assert found(service, "GetObject")[0].message == message
