"""`harness check` of large JSON cassettes: beside botocore's own parser, in memory, and in two processes.

The exchanges are made from the contracts of ten operations of the JSON protocols, 5 KB each on the average:
lists, nested structures, timestamps, sensitive members. botocore parses the bodies of the same responses and
does nothing else: it reads no file, no request, checks nothing, and searches for no secret.
"""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from botocore.parsers import create_parser
from measure import Measure, Row, Target, compare, seconds_of

from harness.cassette.exchange import interaction_of
from harness.cassette.model import Interaction, Request
from harness.cassette.reading import read_interactions
from harness.cassette.store import serialize_cassette
from harness.contract.contract import Contract, contract
from harness.models import find_operation, parse_operation_name
from harness.redaction import redact_interaction
from harness.report.check import check_paths
from harness.synth.exchanges import exchanges

OPERATIONS = (
    "dynamodb.ListTables",
    "dynamodb.Query",
    "cloudtrail.LookupEvents",
    "logs.FilterLogEvents",
    "sqs.ReceiveMessage",
    "ecs.DescribeTasks",
    "lambda.ListFunctions",
    "kms.DescribeKey",
    "secretsmanager.ListSecrets",
    "xray.GetInsightEvents",
)
EACH = 20  # different exchanges of an operation
COMPARED = 2_000  # exchanges of a round
LARGE = 100_000
MOST_MEMORY = 250e6


def rows(rounds: int) -> Iterator[Row]:
    """Measure time beside botocore's, memory, and what a second process brings."""
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name) / "small.json", Path(name) / "large.json"
        write(small, COMPARED)
        write(large, LARGE)
        what = "harness check, an exchange of JSON"
        ours, theirs = partial(seconds_of, partial(check, small), COMPARED), parsed(small)
        yield compare(what, "botocore's parser alone", Target("ratio", 1), ours, theirs, rounds)
        seconds, peak = program(large)
        what = f"harness check, peak memory, {LARGE:,} exchanges"
        yield Row(what, "250 MB", Target("ratio", 1), [peak], [MOST_MEMORY], unit="B")
        two, _ = program(large, "-j", "2")
        what = f"harness check -j 2, {LARGE:,} exchanges, wall time"
        yield Row(what, "one process", Target("factor", 1.8), [two], [seconds])


def write(path: Path, count: int) -> None:
    """Write a cassette of so many exchanges, those of the operations in turns."""
    made = [interactions(contract(*parse_operation_name(name)), EACH) for name in OPERATIONS]
    different = [one for turn in zip(*made, strict=True) for one in turn]
    head, *items, tail = pieces(different)
    with path.open("wb") as file:
        file.write(head)
        for number, item in enumerate(itertools.islice(itertools.cycle(items), count)):
            file.write(b",\n" * bool(number) + item)
        file.write(tail)


def interactions(held_to: Contract, count: int) -> list[Interaction]:
    """Make exchanges of an operation, as a recording holds them."""
    return [
        redact_interaction(
            held_to.operation_model,
            interaction_of(
                one.exchange,
                Request(one.method, one.url, one.headers, one.body),
                one.response,
                protocol=one.protocol,
                source=one.source,
            ),
        )
        for one in exchanges(held_to, count)
    ]


def pieces(different: Iterable[Interaction]) -> Iterator[bytes]:
    """Cut the text of a cassette: what is before its interactions, each of them, and what is behind."""
    first, *rest = (serialize_cassette("a.json", [one]) for one in different)
    start, end = first.index(b"[") + 1, first.rindex(b"]")
    yield first[:start]
    for text in (first, *rest):
        yield text[start : text.rindex(b"]")].rstrip()
    yield first[end:]


def check(path: Path) -> None:
    """Check a cassette, in which nothing is wrong."""
    report = check_paths([path])
    assert report.checked == COMPARED
    assert not report.errors


def parsed(path: Path) -> Measure:
    """Return what parses the bodies of all responses of a cassette with botocore."""
    work = []
    for one in read_interactions(path):
        assert one.facts is not None
        model = find_operation(one.facts.service, one.facts.operation)
        answer = {"status_code": one.response.status, "headers": {}, "body": one.response.body}
        work.append((create_parser(model.service_model.resolved_protocol), answer, model.output_shape))

    def parse() -> None:
        for parser, answer, shape in work:
            parser.parse(answer, shape)

    return partial(seconds_of, parse, len(work))


def program(path: Path, *options: str) -> tuple[float, float]:
    """Check a cassette by the command line; return the wall time in seconds and the peak memory in bytes."""
    command = (str(Path(sys.executable).parent / "harness"), "check", *options, str(path))
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024.0
