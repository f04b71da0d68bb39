"""``harness fuzz``: test an endpoint by the laws of its operations."""

from __future__ import annotations

import json
import random
import shlex
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.operation import complete_operation
from harness.cli.screen import json_text, styled
from harness.printable import printable

if TYPE_CHECKING:
    from harness.cli.output import Output
    from harness.fuzz.jobs import Job
    from harness.fuzz.search import Findings


def _address(ctx: click.Context, param: click.Parameter, url: str | None) -> str | None:
    from urllib.parse import urlsplit

    if url is None or (urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc):
        return url
    raise click.BadParameter(
        f"{url!r} is not an address; write http://HOST:PORT, such as http://127.0.0.1:5000."
    )


def _known_laws(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> frozenset[str]:
    from harness.contract import laws
    from harness.errors import did_you_mean

    for name in names:
        if name not in laws.names():
            close = did_you_mean(name, laws.names())
            raise click.BadParameter(f"There is no law {name!r}.{close} harness explain lists them.")
    return frozenset(names)


@click.command("fuzz")
@click.argument("name", metavar="OP|SERVICE", required=False, shell_complete=complete_operation)
@click.option("--endpoint-url", metavar="URL", callback=_address, help="The address of the endpoint.")
@click.option(
    "--params",
    metavar="JSON",
    help="Parameters to send in every request, such as the name of an existing resource.",
)
@click.option("--law", "laws", multiple=True, metavar="LAW", callback=_known_laws, help="Check only LAW.")
@click.option("--skip-law", "skipped", multiple=True, metavar="LAW", callback=_known_laws, help="Skip LAW.")
@click.option("--max-examples", type=click.IntRange(1), help="The number of test cases for each law.")
@click.option(
    "--max-time",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="The time limit for each operation.",
)
@click.option(
    "--max-failures", type=click.IntRange(1), metavar="N", help="Stop after N different causes of errors."
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first error.")
@click.option(
    "--rate-limit",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="Send at most N calls per second.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Test N operations in parallel."
)
@click.option("--lenient", is_flag=True, help="Report as a warning what AWS's own answers also get wrong.")
@click.option("--seed", type=int, help="Repeat the run that printed this seed.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help="Print text, json, junit, sarif, github or gitlab, or write it to FILE. May be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, like --format json.")
@click.option(
    "--all", "every", is_flag=True, help="Explain every finding, and list everything that was not tested."
)
@click.option(
    "--replay",
    "findings_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Send the calls of the findings in FILE again (written by --format json=FILE), and show which "
    "are fixed.",
)
def command(
    name: str | None,
    endpoint_url: str | None,
    params: str | None,
    laws: frozenset[str],
    skipped: frozenset[str],
    max_examples: int | None,
    max_time: float,
    max_failures: int | None,
    fail_fast: bool,
    rate_limit: float | None,
    jobs: int,
    lenient: bool,
    seed: int | None,
    formats: tuple[str, ...],
    as_json: bool,
    every: bool,
    findings_file: Path | None,
) -> None:
    """Test an endpoint: one operation (service.Operation), or all operations of a service.

    It tests laws: valid requests are accepted and invalid ones refused, lists are the same for every page
    size, every answer satisfies the contract. Findings are grouped by cause, each with the smallest calls
    that show it, as boto3 code. At the end stands what was tested and what was not. The requests create,
    change and delete resources of the endpoint, so test an emulator, not an account that you need.

    \b
    Examples:
      harness fuzz iam.ListUsers --endpoint-url http://127.0.0.1:5000
      harness fuzz iam --endpoint-url http://127.0.0.1:5000 -j 4 --format junit=fuzz.xml
      harness fuzz sqs.ReceiveMessage --endpoint-url http://127.0.0.1:5000 --params '{"QueueUrl": "..."}'
      harness fuzz --replay findings.json
    """
    from harness.cli.output import TEXT, parse_outputs
    from harness.fuzz.jobs import Job
    from harness.settings import load_settings

    outputs = parse_outputs((*(("json",) if as_json else ()), *formats))
    saved = _saved(findings_file)
    endpoint_url = endpoint_url or saved.get("endpoint_url")
    if endpoint_url is None:
        raise click.UsageError("Missing option '--endpoint-url'.")
    if name is None and findings_file is None:
        raise click.UsageError("Missing argument 'OP|SERVICE'.")
    seed = saved.get("seed", random.SystemRandom().randrange(2**32)) if seed is None else seed
    job = Job(
        tuple(_operations(name)) if name is not None else (),
        endpoint_url,
        _parsed(params) if params is not None else saved.get("params", {}),
        load_settings(Path.cwd()).severity,
        seed=seed,
        max_examples=max_examples,
        max_time=max_time,
        max_failures=1 if fail_fast else max_failures,
        lenient=lenient or saved.get("lenient", False),
        laws=laws,
        skipped=skipped,
        rate=rate_limit,
    )
    if findings_file is not None:
        sys.exit(_replay(saved, job))
    is_text = any(output.name == TEXT and output.file is None for output in outputs)
    findings, signals = _run(job, jobs, is_text=is_text, every=every)
    _write(findings, job, outputs, every=every)
    if is_text:
        click.echo(printable(f"Again: {_again(name, params, fail_fast=fail_fast, jobs=jobs, job=job)}"))
    if findings.interrupted:
        click.echo("harness: interrupted; the findings so far are above.", err=True)
    elif not findings.laws:
        click.echo(printable(f"harness: nothing could be tested; {_why_nothing(findings, job)}"), err=True)
        sys.exit(2)
    if findings.errors:
        sys.exit(1)
    sys.exit(128 + (signals[0] if signals else signal.SIGINT) if findings.interrupted else 0)


def _run(job: Job, jobs: int, *, is_text: bool, every: bool) -> tuple[Findings, Sequence[int]]:
    from harness.cli.fuzz_screen import Screen
    from harness.fuzz.jobs import noted_signals, run, run_side_by_side
    from harness.fuzz.search import Watch

    watch = Screen(job.endpoint_url, every=every) if is_text else Watch()
    with noted_signals() as signals:
        if jobs > 1 and len(job.operations) > 1:
            return run_side_by_side(job, jobs, watch, lambda: bool(signals)), signals
        return run(job, watch, lambda: bool(signals)), signals


def _write(findings: Findings, job: Job, outputs: Sequence[Output], *, every: bool) -> None:
    """Write what was found in each format, files first; text on the screen has the findings already."""
    from harness.cli.fuzz_report import findings_json, report_of
    from harness.cli.output import TEXT
    from harness.fuzz.jobs import versions
    from harness.report.files import write_pieces
    from harness.report.formats import render

    closing = list(_closing_lines(findings, job, every=every))
    for output in sorted(outputs, key=lambda output: output.file is None):
        if output.name == TEXT and output.file is None:
            for line in closing:
                click.echo(styled(line))
            continue
        if output.name == TEXT:
            causes = (
                line for cause in findings.causes for line in cause.lines(job.endpoint_url, every=every)
            )
            text = "".join(f"{line}\n" for line in (*causes, *closing))
        elif output.name == "json":
            text = f"{json_text(findings_json(findings, job, versions()))}\n"
        else:
            text = render(output.name, report_of(findings))
        if output.file is None:
            click.echo(text, nl=False)
        else:
            write_pieces(output.file, [text])
    if not any(output.name in (TEXT, "json") and output.file is None for output in outputs):
        for line in closing:
            click.echo(styled(line), err=True)


def _replay(saved: dict[str, Any], job: Job) -> int:
    """Make findings again, and print of each whether it is fixed; return the exit status."""
    from collections import Counter

    from harness.fuzz.replay import BROKEN, UNKNOWN, replay

    counts: Counter[str] = Counter()
    for one in replay(saved, job):
        counts[one.state] += 1
        row = one.finding
        click.echo(styled(f"{one.state}: {row['operation']}: {row['law']}, {row['code']}: {row['message']}"))
    total = ", ".join(f"{state}: {count}" for state, count in counts.items())
    click.echo(styled(total or "The file has no findings."))
    return 1 if counts[BROKEN] else 2 if counts[UNKNOWN] else 0


def _saved(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    from harness.fuzz.replay import load_findings

    return load_findings(path)


def _why_nothing(findings: Findings, job: Job) -> str:
    from harness.fuzz.laws.caller import NOT_SENT

    if set(findings.calls) == {NOT_SENT}:  # s3control: the account is a part of the host's name
        return (
            "no request could be sent. boto3 may build another host name from a parameter, and harness "
            "sends nothing to other hosts."
        )
    return f"is {job.endpoint_url} the endpoint's address?"


def _again(name: str | None, params: str | None, *, fail_fast: bool, jobs: int, job: Job) -> str:
    """Return the command line that repeats a run."""
    again = ["harness", "fuzz", str(name), "--endpoint-url", job.endpoint_url, "--seed", str(job.seed)]
    again += ["--params", params] if params is not None else []
    again += [part for law in sorted(job.laws) for part in ("--law", law)]
    again += [part for law in sorted(job.skipped) for part in ("--skip-law", law)]
    again += ["--max-examples", str(job.max_examples)] if job.max_examples else []
    again += ["--max-time", f"{job.max_time:g}"] if job.max_time != _default("max_time") else []
    if fail_fast:
        again += ["--fail-fast"]
    elif job.max_failures:
        again += ["--max-failures", str(job.max_failures)]
    again += ["--rate-limit", f"{job.rate:g}"] if job.rate else []
    again += ["-j", str(jobs)] if jobs > 1 else []
    return shlex.join([*again, *(["--lenient"] if job.lenient else [])])


def _default(option: str) -> object:
    return next(param.default for param in command.params if param.name == option)


def _operations(name: str) -> Iterator[str]:
    from harness.contract.contract import contract
    from harness.models import operations, parse_operation_name

    if "." in name:
        yield contract(*parse_operation_name(name)).name
        return
    yield from (f"{name}.{operation.name}" for operation in operations(name))


def _parsed(params: str) -> dict[str, Any]:
    try:
        parsed = json.loads(params)
    except ValueError as error:
        raise click.BadParameter(f"it is no JSON: {error}", param_hint="--params") from None
    if not isinstance(parsed, dict):
        raise click.BadParameter("it must be a JSON object of parameters.", param_hint="--params")
    return parsed


def _closing_lines(findings: Findings, job: Job, *, every: bool) -> Iterator[str]:
    from harness.fuzz.jobs import versions

    for what, reason in findings.not_judged.items():
        yield f"not judged: {what}: {reason}"
    for operation, ledger in findings.ledgers.items():
        yield from ledger.lines(operation, every=every)
    for operation, laws in findings.not_finished.items():
        why = "interrupted" if findings.interrupted else "time was up"
        if job.max_failures is not None and any(found.operation == operation for found in findings.errors):
            why = "there was an error" if job.max_failures == 1 else "there were enough errors"
        yield f"not finished: {operation}: {why} before all cases were tried for {', '.join(laws)}"
    calls = ", ".join(f"{outcome} {count}" for outcome, count in findings.calls.items())
    causes = findings.causes
    errors = len(findings.failures)
    counts = f"errors: {errors}; warnings: {len(causes) - errors}"
    if len(causes) < len(findings.counterexamples):
        counts += f"; findings: {len(findings.counterexamples)}"
    yield f"operations: {len(findings.laws)}; calls: {calls or 'none'}; {counts}"
    yield f"versions: {', '.join(f'{name} {number}' for name, number in versions().items())}"
