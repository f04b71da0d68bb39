"""Checks of real size: a million exchanges, a cassette of 2 GB, 100,000 files, in three ways each.

    python benchmarks/scale.py [--folder FOLDER] [--size PART] [--by WAY ...] [RUN ...]

RUN is million, large or files; all are run when left out. Each is written to FOLDER (a temporary one by
default: 2 GB each), checked by one process, by two and on a Dask cluster of two workers, unless --by says by
which, and deleted again. `--size 0.01` makes each a hundredth as large.

A line of a table is printed for every check: how long it took by the clock and in processor time, its peak
memory (of the largest of its processes), a digest of its report, which is the same whoever does the work,
and what the progress bar said was left after 10, 20 and 30 seconds, beside what was.

The exchanges are of some 200 operations of 40 services, drawn at random with a fixed seed, each with its
number for a request id. Short ones are taken; of those of the 2 GB one in fifty has an object of a megabyte.
One in a thousand breaks its contract, each constraint of each operation in turns, so that reports say
something. Every other small file is YAML.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import itertools
import math
import os
import pty
import random
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from check import interactions
from measure import line

from harness.cassette.model import Interaction
from harness.cassette.store import serialize_cassette
from harness.contract.contract import contract
from harness.contract.values import to_json_value
from harness.models import load_service
from harness.strategies.request.invalid import invalid_grid
from harness.synth.exchanges import UnsendableRequest

SERVICES = (
    *(
        "acm",
        "apigateway",
        "application-autoscaling",
        "athena",
        "autoscaling",
        "cloudformation",
        "cloudfront",
    ),
    *("cloudtrail", "cloudwatch", "codebuild", "cognito-idp", "dynamodb", "ec2", "ecr", "ecs", "efs", "eks"),
    *("elasticache", "elbv2", "emr", "events", "firehose", "glue", "iam", "kinesis", "kms", "lambda", "logs"),
    *("rds", "redshift", "route53", "s3", "secretsmanager", "ses", "sns", "sqs", "ssm", "stepfunctions"),
    *("sts", "xray"),
)
OPERATIONS = 5  # of each service
EACH = 8  # different exchanges of an operation
EXCHANGES = 1_000_000
IN_A_FILE = 100_000  # exchanges of each of the files of the million
SHORT = 2_500  # bytes of a short one
LARGE = 2_000_000_000  # bytes
OBJECT = 1_000_000  # bytes of an object in it
BETWEEN = 50  # of so many exchanges one has such an object
FILES = 100_000
BROKEN = 1_000  # of so many exchanges one breaks its contract
AT_ONCE = 10_000  # exchanges that are drawn at a time
MARK = b"0badc0de-0000-4000-8000-000000000000"  # where the number goes
MOMENTS = (10, 20, 30)  # seconds after which the progress bar is read
HEAD = (
    *("run", "by", "exchanges", "size", "clock", "processor", "processor, each", "peak memory", "report"),
    *(f"left after {moment} s: said, true" for moment in MOMENTS),
)
_LEFT = re.compile(rb"\[(?:[\d:]+)<(?:(\d+):)?(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of ``harness check`` took.

    Attributes:
        clock: seconds by the clock.
        processor: seconds of processor time, workers included where they are its children.
        peak: bytes of memory of the largest of its processes.
        report: a digest of what it printed.
        left: seconds that the progress bar said were left, by the seconds after which it said so.
    """

    clock: float
    processor: float
    peak: float
    report: str
    left: Mapping[int, float]


def main() -> None:
    """Write, check and delete."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--folder", type=Path, help="where the cassettes are written; a temporary one by default"
    )
    parser.add_argument("--size", type=float, default=1.0, help="a part of the full size")
    parser.add_argument("--by", action="append", choices=WAYS, help="check so; in each way when left out")
    parser.add_argument("--broken", type=int, default=BROKEN, help="of so many exchanges one is broken")
    parser.add_argument("runs", nargs="*", metavar="RUN", help="million, large or files")
    arguments = parser.parse_args()
    unknown = set(arguments.runs) - WRITE.keys()
    if unknown:
        parser.error(f"there is no run {', '.join(sorted(unknown))}; there are {', '.join(WRITE)}")
    texts = different(arguments.broken)
    print(line(HEAD), line("---" for _ in HEAD), sep="\n", flush=True)
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix="scale-") as name:
        for run in arguments.runs or WRITE:
            folder = Path(name) / run
            folder.mkdir()
            exchanges = WRITE[run](folder, texts, arguments.size)
            size = sum(path.stat().st_size for path in folder.iterdir())
            digests = set()
            for way in arguments.by or WAYS:
                ran = WAYS[way](folder)
                digests.add(ran.report)
                print(line(cells(run, way, exchanges, size, ran)), flush=True)
            shutil.rmtree(folder)
            if len(digests) > 1:
                sys.exit(f"The reports of {run} differ.")


def cells(run: str, way: str, exchanges: int, size: float, ran: Ran) -> tuple[str, ...]:
    """Write what was measured, as the cells of `HEAD`."""
    return (
        run,
        way,
        f"{exchanges:,}",
        f"{size / 1e9:.2f} GB",
        f"{ran.clock:.0f} s",
        f"{ran.processor:.0f} s",
        f"{ran.processor / exchanges * 1e6:.0f} µs",
        f"{ran.peak / 1e6:.0f} MB",
        ran.report,
        *(
            f"{ran.left[moment]:.0f}, {ran.clock - moment:.0f}" if moment in ran.left else "–"
            for moment in MOMENTS
        ),
    )


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of exchanges that recur, in both formats.

    Attributes:
        fine: pairs of JSON and YAML of those that keep their contracts.
        broken: the same of those that do not.
        every: of so many exchanges one is broken.
    """

    fine: Sequence[tuple[bytes, bytes]]
    broken: Sequence[tuple[bytes, bytes]]
    every: int

    def draw(self, index: int, longest: float = math.inf) -> Iterator[bytes]:
        """Yield exchanges without end in one format, of so many bytes at most, each with a number of its own.

        Args:
            index: 0 for JSON, 1 for YAML.
            longest: how many bytes of JSON each has at most.
        """
        fine = [pair[index].split(MARK) for pair in self.fine if len(pair[0]) <= longest]
        broken = itertools.cycle([pair[index].split(MARK) for pair in self.broken if len(pair[0]) <= longest])
        drawn = random.Random(0)
        numbers = itertools.count(1)
        while True:
            for parts, number in zip(drawn.choices(fine, k=AT_ONCE), numbers, strict=False):
                chosen = next(broken) if number % self.every == 0 else parts
                yield b"00000000-0000-4000-8000-%012d".__mod__(number).join(chosen)


def different(every: int) -> Texts:
    """Make the exchanges, and as many broken ones of each operation."""
    drawn = random.Random(0)
    fine: list[tuple[bytes, bytes]] = []
    broken: list[tuple[bytes, bytes]] = []
    for service in SERVICES:
        names = load_service(service).operation_names
        for name in sorted(drawn.sample(names, min(OPERATIONS, len(names)))):
            held_to = contract(service, name)
            try:
                made = interactions(held_to, EACH)
            except UnsendableRequest:
                continue
            fine += map(written, made)
            for case in itertools.islice(invalid_grid(held_to), EACH):
                facts = made[0].facts
                assert facts is not None
                params = to_json_value(held_to.operation_model.input_shape, case.params)
                broken.append(written(replace(made[0], facts=replace(facts, params=params))))
    drawn.shuffle(broken)
    return Texts(fine, broken, every)


def written(interaction: Interaction) -> tuple[bytes, bytes]:
    """Write an exchange as an item of a JSON and of a YAML cassette, with `MARK` for its number."""
    response = interaction.response
    marked = (*response.headers, ("x-request-number", MARK.decode()))
    interaction = replace(interaction, response=replace(response, headers=marked), result=None)
    return tuple(body_of(ending, [interaction])[1].rstrip() for ending in ("json", "yaml"))


def body_of(ending: str, made: Sequence[Interaction]) -> tuple[bytes, bytes, bytes]:
    """Cut the text of a cassette: what is before its interactions, they, and what is behind."""
    text = serialize_cassette(f"a.{ending}", made)
    if ending == "json":
        start, end = text.index(b"[") + 1, text.rindex(b"]")
    else:
        start, end = text.index(b"\n") + 1, text.rindex(b"version:")
    return text[:start], text[start:end], text[end:]


def write_file(path: Path, texts: Iterator[bytes]) -> None:
    """Write a cassette of exchanges."""
    ending = path.suffix[1:]
    head, _, tail = (b"interactions:\n", b"", b"version: 1\n") if ending == "yaml" else OUTLINE
    with path.open("wb") as file:
        file.write(head)
        for number, text in enumerate(texts):
            file.write((b"\n" if ending == "yaml" else b",\n") * bool(number) + text)
        file.write((b"\n" if ending == "yaml" else b"") + tail)


OUTLINE = (b'{\n  "interactions": [', b"", b'\n  ],\n  "version": 1\n}\n')


def write_million(folder: Path, texts: Texts, part: float) -> int:
    """Write ten large files."""
    count = int(EXCHANGES * part)
    drawn = itertools.islice(texts.draw(0, SHORT), count)
    for number in range(-(-count // IN_A_FILE)):
        write_file(folder / f"{number:04}.json", itertools.islice(drawn, IN_A_FILE))
    return count


def write_large(folder: Path, texts: Texts, part: float) -> int:
    """Write one file of 2 GB: after each `BETWEEN` exchanges one of S3 with an object of a megabyte."""
    count = 0
    drawn, large = texts.draw(0, SHORT), itertools.cycle(objects())

    def up_to_size() -> Iterator[bytes]:
        nonlocal count
        left = LARGE * part
        while left > 0:
            text = next(drawn if count % BETWEEN else large)
            left -= len(text)
            count += 1
            yield text

    write_file(folder / "large.json", up_to_size())
    return count


def objects() -> list[bytes]:
    """Make exchanges of GetObject, as JSON: bytes that look random, and lines of a log."""
    (made,) = interactions(contract("s3", "GetObject"), 1)
    log = b"".join(b"2026-11-23T00:00:%02d INFO request %d took 12 ms\n" % (n % 60, n) for n in range(22_000))
    bodies = [random.Random(seed).randbytes(OBJECT) for seed in range(3)] + [log]
    headers = [
        header
        for header in made.response.headers
        if not header[0].lower().startswith(("content-length", "x-amz-checksum"))
    ]
    return [
        written(replace(made, response=replace(made.response, headers=tuple(headers), body=body)))[0]
        for body in bodies
    ]


def write_files(folder: Path, texts: Texts, part: float) -> int:
    """Write small files of two exchanges each, in JSON and in YAML by turns."""
    count = int(FILES * part)
    drawn = {"json": texts.draw(0, SHORT), "yaml": texts.draw(1, SHORT)}
    for number in range(count):
        ending = ("json", "yaml")[number % 2]
        write_file(folder / f"{number:06}.{ending}", itertools.islice(drawn[ending], 2))
    return 2 * count


def program(folder: Path, *options: str) -> Ran:
    """Check a folder by the command line, whose progress goes to a terminal."""
    report = folder.with_suffix(".report")
    command = (str(Path(sys.executable).parent / "harness"), "check", "--json", *options, str(folder))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    terminal, errors = pty.openpty()
    fcntl.ioctl(errors, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 80, 0, 0))  # bars need a width
    seen: list[tuple[float, bytes]] = []
    with report.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        os.close(errors)
        reader = threading.Thread(target=_read, args=(terminal, began, seen))
        reader.start()
        _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    reader.join()
    os.close(terminal)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 1:
        sys.stderr.buffer.writelines(text for _, text in seen[-20:])
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    digest = hashlib.file_digest(report.open("rb"), "sha256").hexdigest()[:12]
    report.unlink()
    return Ran(clock, seconds, used.ru_maxrss * 1024.0, digest, _left(seen))


def _read(terminal: int, began: float, seen: list[tuple[float, bytes]]) -> None:
    with contextlib.suppress(OSError):  # the program has ended
        while text := os.read(terminal, 1 << 16):
            seen.append((time.perf_counter() - began, text))


def _left(seen: Sequence[tuple[float, bytes]]) -> dict[int, float]:
    """Return what was said last, up to each moment."""
    left: dict[int, float] = {}
    for moment in MOMENTS:
        said = [found for at, text in seen if at <= moment for found in _LEFT.findall(text)]
        if said and seen[-1][0] > moment:
            hours, minutes, seconds = (int(number or 0) for number in said[-1])
            left[moment] = hours * 3600.0 + minutes * 60 + seconds
    return left


def on_dask(folder: Path) -> Ran:
    """Check a folder on a cluster of two worker processes of one thread each."""
    import distributed

    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        before = _of_workers(cluster)
        ran = program(folder, "--engine", "dask", "--scheduler", cluster.scheduler_address)
        after = _of_workers(cluster)
    work = sum(after[name][0] - before[name][0] for name in after)
    peak = max(ran.peak, *(memory for _, memory in after.values()))
    return replace(ran, processor=ran.processor + work, peak=peak)


def _of_workers(cluster: object) -> Mapping[str, tuple[float, float]]:
    import distributed

    with distributed.Client(cluster) as client:
        return client.run(_used)


def _used() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024.0


WRITE: Mapping[str, Callable[[Path, Texts, float], int]] = {
    "million": write_million,
    "large": write_large,
    "files": write_files,
}
WAYS: Mapping[str, Callable[[Path], Ran]] = {
    "one": program,
    "two": lambda folder: program(folder, "-j", "2"),
    "dask": on_dask,
}

if __name__ == "__main__":
    main()
