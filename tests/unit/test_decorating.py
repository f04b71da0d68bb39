"""Decorators are in force while the body of what they decorate runs, whatever form it has, or refuse it."""

from __future__ import annotations

import asyncio
import functools
import unittest
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Generator, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

import harness
from harness.cassette.errors import CassetteNotFound
from harness.decorating import CannotDecorate, managed
from harness.observing import ContractBroken

log: list[str] = []


@managed
def noted(name: str) -> Iterator[str]:
    log.append(f"<{name}")
    try:
        yield name
    finally:
        log.append(f"{name}>")


@pytest.fixture(autouse=True)
def empty() -> None:
    log.clear()


def function(self: object = None) -> None:
    log.append("body")


async def coroutine(self: object = None) -> None:
    await asyncio.sleep(0)
    log.append("body")


def generator(self: object = None) -> Iterator[None]:
    yield
    log.append("body")


async def async_generator(self: object = None) -> AsyncIterator[None]:
    yield
    log.append("body")


FORMS = [function, coroutine, generator, async_generator]


def run(made: Any) -> None:
    async def exhaust() -> None:
        async for _ in made:
            pass

    if isinstance(made, Coroutine):
        asyncio.run(made)
    elif isinstance(made, AsyncGenerator):
        asyncio.run(exhaust())
    else:
        list(made or ())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [lambda f: f, staticmethod, classmethod, functools.partial])
def test_the_body_runs_within(form: Callable[..., Any], kind: Callable[..., Any]) -> None:
    class Outer:
        class Inner:
            method = noted("a")(kind(form))

    inner = Outer.Inner()
    for _ in range(2):
        log.clear()
        run(inner.method())
        assert log == ["<a", "body", "a>"]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_in_force_before_the_body_runs_nor_after(form: Callable[..., Any]) -> None:
    decorated = noted("a")(form)
    assert not log
    run(decorated())
    assert log[-1] == "a>"


def test_a_generator_gets_what_is_sent_and_thrown() -> None:
    @noted("a")
    def echo() -> Generator[str, str, str]:
        try:
            got = yield "first"
        except KeyError:
            got = "caught"
        yield got
        return "end"

    one = echo()
    assert (next(one), one.send("sent")) == ("first", "sent")
    with pytest.raises(StopIteration, match="end"):
        next(one)
    other = echo()
    next(other)
    assert other.throw(KeyError()) == "caught"
    other.close()
    assert log == ["<a", "a>"] * 2


def test_an_async_generator_gets_what_is_sent_and_thrown_and_is_closed() -> None:
    @noted("a")
    async def echo() -> AsyncGenerator[str, str]:
        try:
            got = yield "first"
        except KeyError:
            got = "caught"
        try:
            yield got
        finally:
            log.append("closed")

    async def main() -> None:
        one = echo()
        assert (await anext(one), await one.asend("sent")) == ("first", "sent")
        await one.aclose()
        other = echo()
        await anext(other)
        assert await other.athrow(KeyError()) == "caught"
        with pytest.raises(StopAsyncIteration):
            await anext(other)

    asyncio.run(main())
    assert log == ["<a", "closed", "a>"] * 2


class Test:
    pass


@pytest.mark.parametrize("target", [Test, property(function), 3])
@pytest.mark.parametrize("decorator", [harness.use_cassette("a.yaml"), harness.observe()])
def test_what_runs_nothing_is_refused(target: Any, decorator: Callable[[Any], Any]) -> None:
    with pytest.raises(CannotDecorate, match="decorates functions"):
        decorator(target)


def test_a_function_that_returns_a_coroutine_is_refused_when_it_is_called() -> None:
    with pytest.raises(CannotDecorate, match="returns a coroutine"):
        run(noted("a")(lambda: coroutine())())


def test_a_test_of_a_case_of_asyncio_runs() -> None:
    class Case(unittest.IsolatedAsyncioTestCase):
        @harness.observe(contract="off")
        async def work(self) -> None:
            raise AssertionError("the body of the test")

    assert len(Case("work").run().failures) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("form", FORMS)
def test_a_cassette_that_is_missing_keeps_any_body_from_running(
    form: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(CassetteNotFound):
        run(harness.use_cassette(tmp_path / "a.yaml", mode="none")(form)())
    assert not log


def call() -> Any:
    sqs = boto3.client("sqs", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    return list(sqs.list_queues(MaxResults=5000))


def calling() -> Iterator[None]:
    yield call()


async def calling_later() -> AsyncIterator[None]:
    yield call()


@pytest.mark.parametrize("form", [call, calling, calling_later])
def test_observe_sees_the_calls_of_each_form(form: Callable[..., Any]) -> None:
    with mock_aws(), pytest.raises(ContractBroken):
        run(harness.observe(contract="error")(form)())


@pytest.mark.parametrize("form", FORMS[2:])
def test_fuzz_refuses_what_would_never_run(form: Callable[..., Any]) -> None:
    with pytest.raises(CannotDecorate, match="runs to its end"):
        harness.fuzz.aws("sqs.ListQueues")(form)
