"""``harness fuzz``: an endpoint held to the laws of its operations."""

from __future__ import annotations

import functools
import json
import random
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.operation import complete_operation
from harness.cli.screen import styled

if TYPE_CHECKING:
    from collections.abc import Callable

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
@click.option("--seed", type=int, help="Repeats a run; the seed of each run is printed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    name: str, endpoint_url: str, params: str, max_examples: int | None, seed: int | None, as_json: bool
) -> None:
    """Hold an endpoint to the laws of an operation (service.Operation), or of all operations of a service.

    Valid requests are accepted and wrong ones refused; lists are the same whatever the page size; every
    answer keeps to the contract. Each law that does not hold is shown with the smallest calls that were
    found, as boto3 code. [tool.harness.severity] of pyproject.toml holds here as well. The requests create,
    change and delete what the endpoint has: it should be an emulator.

    \b
    Examples:
      harness fuzz iam.ListUsers --endpoint-url http://127.0.0.1:5000
      harness fuzz sqs.ReceiveMessage --endpoint-url http://127.0.0.1:5000 --params '{"QueueUrl": "..."}'
    """
    from harness.fuzz.laws.caller import law_client
    from harness.fuzz.laws.search import search
    from harness.fuzz.profiles import chosen_profile
    from harness.settings import load_settings

    severities = load_settings(Path.cwd()).severity
    contracts = _contracts(name)
    seed = random.SystemRandom().randrange(2**32) if seed is None else seed
    with _progress() as begin:
        findings = search(
            contracts,
            functools.cache(lambda service: law_client(service, endpoint_url)),
            params=_parsed(params),
            severities=severities,
            options=chosen_profile(max_examples),
            seed=seed,
            begin=begin,
        )
    if as_json:
        click.echo(json.dumps({"seed": seed, **findings.to_json()}, ensure_ascii=False, default=str))
    else:
        for line in _report_lines(findings, endpoint_url):
            click.echo(styled(line))
        again = ["harness", "fuzz", name, "--endpoint-url", endpoint_url, "--seed", str(seed)]
        again += ["--params", params] if params != "{}" else []
        again += ["--max-examples", str(max_examples)] if max_examples else []
        click.echo(f"Again: {shlex.join(again)}")
    if not findings.laws:
        click.echo(f"harness: nothing could be judged; is {endpoint_url} the endpoint's address?", err=True)
        sys.exit(2)
    sys.exit(1 if findings.errors else 0)


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


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show which law is looked at, on a terminal only."""
    from tqdm import tqdm

    with tqdm(desc="fuzzing", unit="law", delay=1, leave=False, disable=not sys.stderr.isatty()) as bar:

        def begin(law: str) -> None:
            bar.set_postfix_str(law, refresh=False)
            bar.update()

        yield begin


def _report_lines(findings: Findings, endpoint_url: str) -> Iterator[str]:
    from harness.fuzz.laws.counterexample import counterexample_lines

    for found in findings.counterexamples:
        yield from counterexample_lines(found, endpoint_url)
        yield ""
    for what, reason in findings.not_judged.items():
        yield f"not judged: {what}: {reason}"
    calls = ", ".join(f"{outcome} {count}" for outcome, count in findings.calls.items())
    errors = len(findings.errors)
    counts = f"errors: {errors}; warnings: {len(findings.counterexamples) - errors}"
    yield f"operations: {len(findings.laws)}; calls: {calls or 'none'}; {counts}"
