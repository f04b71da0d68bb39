"""Checks of real size: a million exchanges, a cassette of 2 GB, 100,000 files, in three ways each.

    python benchmarks/scale.py [--folder FOLDER] [--size PART] [--by WAY ...] [RUN ...]

RUN is million, large or files; all are run when left out. Each is written to FOLDER (a temporary one by
default: 2 GB each), checked by one process, by two and on a Dask cluster, unless --by says by which, and
deleted again. `--size 0.01` makes each a hundredth as large.

A line of a table is printed for every check: how long it took by the clock and in processor time, its peak
memory (of the largest of its processes), and a digest of its report, which is the same whoever does the work.
The exchanges are those of `benchmarks/check.py`; the million and the small files are of the short ones among
them. One exchange of a thousand breaks its contract, so that reports say something.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from check import OPERATIONS, interactions, pieces
from measure import line

from harness.cassette.model import Facts, Interaction, Request, Response

EXCHANGES = 1_000_000
IN_A_FILE = 100_000  # exchanges of each of the files of the million
SHORT = 2_500  # bytes of a short one
LARGE = 2_000_000_000  # bytes
FILES = 100_000
BROKEN = 1_000  # of so many exchanges one breaks its contract
NUMBER = 1_000_001
HEAD = ("run", "by", "exchanges", "size", "clock", "processor", "exchanges a second", "peak memory", "report")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of ``harness check`` took.

    Attributes:
        clock: seconds by the clock.
        processor: seconds of processor time, workers included where they are its children.
        peak: bytes of memory of the largest of its processes.
        report: a digest of what it printed.
    """

    clock: float
    processor: float
    peak: float
    report: str


def main() -> None:
    """Write, check and delete."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--folder", type=Path, help="where the cassettes are written; a temporary one by default"
    )
    parser.add_argument("--size", type=float, default=1.0, help="a part of the full size")
    parser.add_argument("--by", action="append", choices=WAYS, help="check so; in each way when left out")
    parser.add_argument("runs", nargs="*", metavar="RUN", help="million, large or files")
    arguments = parser.parse_args()
    unknown = set(arguments.runs) - WRITE.keys()
    if unknown:
        parser.error(f"there is no run {', '.join(sorted(unknown))}; there are {', '.join(WRITE)}")
    print(line(HEAD), line("---" for _ in HEAD), sep="\n", flush=True)
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix="scale-") as name:
        for run in arguments.runs or WRITE:
            folder = Path(name) / run
            folder.mkdir()
            exchanges = WRITE[run](folder, arguments.size)
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
        f"{exchanges / ran.clock:,.0f}",
        f"{ran.peak / 1e6:.0f} MB",
        ran.report,
    )


def different() -> list[bytes]:
    """Make the texts of exchanges that recur: the outline's two parts first and last."""
    made = [interactions(name) for name in OPERATIONS]
    fine = [one for turn in zip(*made, strict=True) for one in turn]
    return list(pieces([*fine, broken()]))


def broken() -> Interaction:
    """Make an exchange with a parameter that `items` makes too large."""
    asked = {"Limit": NUMBER}
    facts = Facts("dynamodb", "ListTables", "us-east-1", asked, "json", "2026-11-21T10:00:00Z", "synthetic")
    json_type = ("Content-Type", "application/x-amz-json-1.0")
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), json_type)
    request = Request(
        "POST", "https://dynamodb.us-east-1.amazonaws.com/", headers, json.dumps(asked).encode()
    )
    return Interaction(request, Response(200, "OK", (json_type,), b'{"TableNames": []}'), facts)


def items(longest: float = math.inf) -> Iterator[bytes]:
    """Yield exchanges without end, of so many bytes at most; one of `BROKEN` has a parameter too large."""
    _, *fine, last, _ = TEXTS
    fine = [text for text in fine if len(text) <= longest]
    for count, item in enumerate(itertools.cycle(fine)):
        is_broken = count % BROKEN == BROKEN - 1
        yield last.replace(b"%d" % NUMBER, b"%d" % (NUMBER + count)) if is_broken else item


def write_file(path: Path, texts: Iterator[bytes]) -> None:
    """Write a cassette of exchanges."""
    with path.open("wb") as file:
        file.write(TEXTS[0])
        for number, text in enumerate(texts):
            file.write(b",\n" * bool(number) + text)
        file.write(TEXTS[-1])


def write_million(folder: Path, part: float) -> int:
    """Write ten large files."""
    count = int(EXCHANGES * part)
    texts = itertools.islice(items(SHORT), count)
    for number in range(-(-count // IN_A_FILE)):
        write_file(folder / f"{number:04}.json", itertools.islice(texts, IN_A_FILE))
    return count


def write_large(folder: Path, part: float) -> int:
    """Write one file of 2 GB."""
    count = 0

    def up_to_size() -> Iterator[bytes]:
        nonlocal count
        left = LARGE * part
        for text in items():
            left -= len(text)
            if left < 0:
                return
            count += 1
            yield text

    write_file(folder / "large.json", up_to_size())
    return count


def write_files(folder: Path, part: float) -> int:
    """Write small files, of two exchanges each."""
    count = int(FILES * part)
    texts = items(SHORT)
    for number in range(count):
        write_file(folder / f"{number:06}.json", itertools.islice(texts, 2))
    return 2 * count


def program(folder: Path, *options: str) -> Ran:
    """Check a folder by the command line."""
    report = folder.with_suffix(".report")
    command = (str(Path(sys.executable).parent / "harness"), "check", "--json", *options, str(folder))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with report.open("wb") as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 1:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    digest = hashlib.file_digest(report.open("rb"), "sha256").hexdigest()[:12]
    report.unlink()
    return Ran(clock, seconds, used.ru_maxrss * 1024.0, digest)


def on_dask(folder: Path) -> Ran:
    """Check a folder on a cluster of two worker processes of one thread each."""
    import distributed

    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        before = _of_workers(cluster)
        ran = program(folder, "--engine", "dask", "--scheduler", cluster.scheduler_address)
        after = _of_workers(cluster)
    work = sum(after[name][0] - before[name][0] for name in after)
    peak = max(ran.peak, *(memory for _, memory in after.values()))
    return Ran(ran.clock, ran.processor + work, peak, ran.report)


def _of_workers(cluster: object) -> Mapping[str, tuple[float, float]]:
    import distributed

    with distributed.Client(cluster) as client:
        return client.run(_used)


def _used() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024.0


WRITE: Mapping[str, Callable[[Path, float], int]] = {
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
    TEXTS = different()
    main()
