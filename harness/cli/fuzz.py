"""``harness fuzz``: test an endpoint by the laws of its operations."""

from __future__ import annotations

import functools
import json
import random
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.operation import complete_operation
from harness.cli.screen import json_text, styled
from harness.printable import printable

if TYPE_CHECKING:
    from harness.contract.contract import Contract
    from harness.fuzz.laws.search import Findings


def _address(ctx: click.Context, param: click.Parameter, url: str) -> str:
    from urllib.parse import urlsplit

    if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc:
        return url
    raise click.BadParameter(f"{url!r} is no address; write http://HOST:PORT, such as http://127.0.0.1:5000.")


@click.command("fuzz")
@click.argument("name", metavar="OP|SERVICE", shell_complete=complete_operation)
@click.option(
    "--endpoint-url", required=True, metavar="URL", callback=_address, help="Where the endpoint listens."
)
@click.option(
    "--params",
    metavar="JSON",
    default="{}",
    help="Parameters that every request has, such as the name of a resource that exists.",
)
@click.option("--max-examples", type=click.IntRange(1), help="How many cases are drawn for each law.")
@click.option(
    "--max-time",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long each operation is looked at.",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first error.")
@click.option("--lenient", is_flag=True, help="Only warn of what answers of AWS itself get wrong.")
@click.option("--seed", type=int, help="Repeats a run; the seed of each run is printed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    name: str,
    endpoint_url: str,
    params: str,
    max_examples: int | None,
    max_time: float,
    fail_fast: bool,
    lenient: bool,
    seed: int | None,
    as_json: bool,
) -> None:
    """Test an endpoint by the laws of an operation (service.Operation), or of all operations of a service.

    Valid requests are accepted and wrong ones refused; lists are the same whatever the page size; every
    answer keeps to the contract. Each law that does not hold is shown with the smallest calls that were
    found, as boto3 code. [tool.harness.severity] of pyproject.toml holds here as well. The requests create,
    change and delete what the endpoint has: it should be an emulator.

    \b
    Examples:
      harness fuzz iam.ListUsers --endpoint-url http://127.0.0.1:5000
      harness fuzz iam --endpoint-url http://127.0.0.1:5000 --max-time 20 --fail-fast
      harness fuzz sqs.ReceiveMessage --endpoint-url http://127.0.0.1:5000 --params '{"QueueUrl": "..."}'
    """
    from harness.cli.fuzz_screen import Screen
    from harness.fuzz.laws.caller import LONGEST_CALL, NOT_SENT, law_client
    from harness.fuzz.laws.search import Watch, search
    from harness.fuzz.profiles import chosen_profile
    from harness.settings import load_settings

    severities = load_settings(Path.cwd()).severity
    contracts = _contracts(name)
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    with _interrupted_by_signals() as signals:
        findings = search(
            contracts,
            functools.cache(
                lambda service: law_client(service, endpoint_url, timeout=min(LONGEST_CALL, max_time))
            ),
            params=_parsed(params),
            severities=severities,
            options=chosen_profile(max_examples),
            seed=seed,
            max_time=max_time,
            fail_fast=fail_fast,
            lenient=lenient,
            watch=Watch() if as_json else Screen(endpoint_url),
            interrupted=lambda: bool(signals),
        )
    if as_json:
        click.echo(json_text({"seed": seed, **findings.to_json()}))
    else:
        for line in _closing_lines(findings, fail_fast=fail_fast):
            click.echo(styled(line))
        again = ["harness", "fuzz", name, "--endpoint-url", endpoint_url, "--seed", str(seed)]
        again += ["--params", params] if params != "{}" else []
        again += ["--max-examples", str(max_examples)] if max_examples else []
        again += ["--max-time", f"{max_time:g}"] if max_time != _default("max_time") else []
        again += ["--fail-fast"] if fail_fast else []
        again += ["--lenient"] if lenient else []
        click.echo(printable(f"Again: {shlex.join(again)}"))
    if findings.interrupted:
        click.echo("harness: interrupted; that is what was found until then.", err=True)
    elif not findings.laws:
        reason = f"is {endpoint_url} the endpoint's address?"
        if set(findings.calls) == {NOT_SENT}:  # s3control: the account is a part of the host's name
            reason = (
                "no request could be sent. boto3 may make another host of a parameter, where harness sends "
                "nothing."
            )
        click.echo(printable(f"harness: nothing could be judged; {reason}"), err=True)
        sys.exit(2)
    if findings.errors:
        sys.exit(1)
    sys.exit(128 + (signals[0] if signals else signal.SIGINT) if findings.interrupted else 0)


def _default(option: str) -> object:
    return next(param.default for param in command.params if param.name == option)


@contextmanager
def _interrupted_by_signals() -> Iterator[list[int]]:
    """Note Ctrl-C and SIGTERM, so that the block can end before its next call; yield the signals that came.

    Nothing is raised at once, as that is lost where C calls Python back: with awscrt, which signs requests
    so, the caller then waits for ever. A second signal is in earnest.
    """
    came: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # where no signal arrives
        yield came
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heard:
        signal.signal(number, interrupt)
    try:
        yield came
    finally:
        for number in heard:
            signal.signal(number, before[number])


def _contracts(name: str) -> list[Contract]:
    from harness.contract.contract import contract
    from harness.models import operations, parse_operation_name

    if "." in name:
        return [contract(*parse_operation_name(name))]
    return [contract(name, operation.name) for operation in operations(name)]


def _parsed(params: str) -> dict[str, Any]:
    try:
        parsed = json.loads(params)
    except ValueError as error:
        raise click.BadParameter(f"it is no JSON: {error}", param_hint="--params") from None
    if not isinstance(parsed, dict):
        raise click.BadParameter("it must be a JSON object of parameters.", param_hint="--params")
    return parsed


def _closing_lines(findings: Findings, *, fail_fast: bool) -> Iterator[str]:
    for what, reason in findings.not_judged.items():
        yield f"not judged: {what}: {reason}"
    for operation, laws in findings.not_finished.items():
        why = "interrupted" if findings.interrupted else "time was up"
        if fail_fast and any(found.operation == operation for found in findings.errors):
            why = "there was an error"
        yield f"not finished: {operation}: {why} before all cases were tried of {', '.join(laws)}"
    calls = ", ".join(f"{outcome} {count}" for outcome, count in findings.calls.items())
    errors = len(findings.errors)
    counts = f"errors: {errors}; warnings: {len(findings.counterexamples) - errors}"
    yield f"operations: {len(findings.laws)}; calls: {calls or 'none'}; {counts}"
