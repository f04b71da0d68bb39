"""The decorator that makes a test of code that calls AWS: ``@harness.fuzz.aws(...)``."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from hypothesis import Phase, event, given, is_hypothesis_test, note, settings
from hypothesis.errors import HypothesisException
from hypothesis.strategies import SearchStrategy

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.paths.shape import shape_at
from harness.decorating import CannotDecorate
from harness.errors import HarnessError, UnknownName
from harness.fuzz.code.drawing import OVERCOME, Drawing, DrawnSource, has_error, sources
from harness.fuzz.code.run import Run, current_run
from harness.fuzz.code.saving import save_example
from harness.fuzz.code.serving import Serving
from harness.fuzz.code.source import ServiceSource
from harness.fuzz.code.view import Aws, Clients
from harness.fuzz.script import call_lines
from harness.record.errors import end_at_the_call
from harness.record.live import shown
from harness.strategies.subject import Operation, contract_of
from harness.synth.responses.faults import UndocumentedError
from harness.synth.service.synthetic import SyntheticService

Test = TypeVar("Test", bound=Callable[..., Any])


def aws(
    *operations: Operation,
    tolerant: bool = False,
    faults: bool | int = False,
    errors: bool | Sequence[str] = False,
    present: Sequence[str] = (),
    pages: int = 4,
    world: bool = False,
    max_examples: int | None = None,
    save_failing: str | Path | None = None,
    **arguments: SearchStrategy[Any],
) -> Callable[[Test], Test]:
    """Make a Hypothesis test of code that calls AWS, which is answered all that its contract allows.

    The test takes an argument ``aws`` (`harness.fuzz.code.view.Aws`). Every client of botocore or boto3 is
    answered while it runs, whoever made it; no socket is opened. Fixtures, ``parametrize``, ``@settings``
    and ``@example`` work as with ``@given``; an explicit example's ``aws`` is a `SyntheticService`.

    Args:
        operations: what the code may call: ``"service.Operation"`` (or the method's name), or contracts.
        tolerant: whether answers may have what the model does not know yet: a new value of an enumeration.
        faults: whether requests are throttled and connections fail, no more often in a row than botocore's
            own retries overcome; a number says how often in a row.
        errors: whether requests are answered with the errors that their operation documents; or the codes.
            One after which botocore tries again may outlast its tries.
        present: optional members of results that AWS always returns, though its models do not say so, by
            path: ``"Contents[].Key"``.
        pages: how many pages are drawn for a list at most; a long series has a few more.
        world: whether AWS remembers what the code creates, changes and deletes (``aws.world``). Each example
            begins with an empty world; its lists have what was created, and nothing else is drawn for them.
        max_examples: how many examples are tried; as Hypothesis's settings say when left out.
        save_failing: folder in which the last failing example is saved as a cassette.
        arguments: strategies for further arguments of the test, as `hypothesis.given` takes them.

    Raises:
        UnknownName: there is no such operation, or no such member in a result.
        UndocumentedError: none of the operations documents an error.
        CannotDecorate: the test takes no ``aws``, or is a Hypothesis test already.
    """
    if not operations or callable(operations[0]):  # without arguments, or even without parentheses
        name = "@harness.fuzz.aws"
        raise CannotDecorate(name, f'List the operations that the code calls: {name}("s3.GetObject").')
    contracts = {each.name: each for each in map(contract_of, operations)}
    drawing = Drawing(tolerant, OVERCOME if faults is True else int(faults), errors, present, pages, world)
    _check_errors(contracts.values(), errors)
    _check_members(contracts.values(), present)

    def decorate(test: Test) -> Test:
        _check(test, arguments)
        # A client of EC2 takes longer to make than an example to run. What fails changes a client: it counts
        # its retries.
        kept: dict[tuple[str, str], Any] | None = None if faults or errors else {}

        @functools.wraps(test)
        def example(*args: Any, aws: DrawnSource | SyntheticService, **kwargs: Any) -> None:
            __tracebackhide__ = True
            run = current_run() or Run(test.__qualname__)
            if run.save is None and save_failing is not None:
                run = replace(run, save=Path(save_failing) / f"{test.__name__}.yaml")
            source = ServiceSource(aws) if isinstance(aws, SyntheticService) else aws
            serving = Serving(contracts, source, dt.datetime.now(dt.UTC), run.severities, run.name)
            try:
                with serving.under_way():
                    _call(test, *args, aws=Aws(serving, kept), **kwargs)
            except HypothesisException:
                raise
            except (Exception, pytest.fail.Exception) as error:
                _tell(serving, run)
                if isinstance(error, (HarnessError, BotoCoreError, ClientError)):
                    end_at_the_call(error)
                raise
            finally:
                if run.watch is not None:
                    run.watch(each.exchange for each in serving.served)
            _observe(serving)

        _move(example, test)
        with _profile():
            made: Any = given(aws=sources(drawing), **arguments)(example)
            if max_examples is not None:
                made = settings(max_examples=max_examples)(made)
        made.harness_fuzz = lambda: _prepare(contracts.values())
        return cast(Test, made)

    return decorate


def _move(function: Any, test: Any) -> None:
    """Give a function the place of the test that it runs, where pytest reports it."""
    code = test.__code__
    function.__code__ = function.__code__.replace(
        co_filename=code.co_filename, co_firstlineno=code.co_firstlineno, co_name=code.co_name
    )


@contextmanager
def _profile() -> Iterator[None]:
    """Let tests that have no settings of their own take their time, and be shown without an explanation.

    Slow is the first client of a service, and nothing is learnt from that. What explains a failure is what
    AWS answered, not which lines were run. A profile, as ``@settings`` here would rule the user's own out.
    """
    name = settings.get_current_profile_name()
    phases = [phase for phase in settings().phases if phase is not Phase.explain]
    settings.register_profile("harness.fuzz", settings(deadline=None, phases=phases))
    settings.load_profile("harness.fuzz")
    try:
        yield
    finally:
        settings.load_profile(name)


def _prepare(contracts: Iterable[Contract]) -> None:
    """Do once what takes long, so that it counts towards no example's time."""
    for each in contracts:
        each.check_exchange(Exchange(each.service, each.operation, params={}, response={}))
        Clients(())(each.service)


def _check_errors(contracts: Iterable[Contract], errors: bool | Sequence[str]) -> None:
    for code in () if isinstance(errors, bool) else errors:
        if not any(has_error(each, code) for each in contracts):
            raise UndocumentedError(next(iter(contracts)).operation_model, code)


def _check_members(contracts: Iterable[Contract], paths: Sequence[str]) -> None:
    results = {each.name: each.operation_model.output_shape for each in contracts}
    for path in paths:
        if not any(shape_at(shape, path) for shape in results.values()):
            raise UnknownName("member", path, (), f"the result of {' or '.join(results)}")


def _check(test: Test, arguments: Mapping[str, object]) -> None:
    name = getattr(test, "__qualname__", repr(test))
    for option, value in arguments.items():
        if not isinstance(value, SearchStrategy):
            raise CannotDecorate(
                name, f"There is no option {option!r}, and {value!r} is no strategy for an argument."
            )
    if is_hypothesis_test(test):
        raise CannotDecorate(
            name,
            "It has @given already. Leave that out, and give its strategies to harness.fuzz.aws: "
            "@harness.fuzz.aws(..., number=st.integers()).",
        )
    if isinstance(test, type) or inspect.isgeneratorfunction(test) or inspect.isasyncgenfunction(test):
        raise CannotDecorate(name, "It is a class or a generator. Decorate a function that runs to its end.")
    if "aws" not in inspect.signature(test).parameters:
        raise CannotDecorate(name, "It takes no argument aws, which tells what AWS has to give.")


def _call(test: Test, *args: Any, **kwargs: Any) -> None:
    __tracebackhide__ = True
    outcome = test(*args, **kwargs)
    if inspect.iscoroutine(outcome):
        asyncio.run(outcome)


def _tell(serving: Serving, run: Run) -> None:
    """Show the exchanges of a failing example, and save them if asked."""
    told = [
        (each.exchange, "" if each.trouble is None else "the connection failed") for each in serving.served
    ]
    told += ((exchange, "not answered") for exchange, _ in serving.refused)
    for line in call_lines(*zip(*told, strict=True)) if told else ():
        note(line)
    if run.save is not None and serving.served:
        save_example(run.save, serving.served)
        note(f"Saved as {shown(run.save)}.")


def _observe(serving: Serving) -> None:
    """Tell Hypothesis's statistics what there was."""
    for reading in serving.source.readings():
        count = len(reading.results)
        event(f"{reading.contract.name}: {count} {'page' if count == 1 else 'pages'}")
