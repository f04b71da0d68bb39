"""Measure what `harness fuzz` finds in a server with one mistake at a time.

    python run_server.py --tree "$PWD" --half open --sample 40 --json result.json

Each bug gets a server, a fresh directory and one run of the command line with its default settings. A finding
counts if the correct server does not have it: `--baseline FILE` keeps what the correct server has.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatch
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutation_server import BUGS, running
from mutation_server.bugs import held
from mutation_server.eighth_x_operations import EIGHTH_X_PARAMS
from mutation_server.eighth_y_operations import EIGHTH_Y_PARAMS
from mutation_server.fifth_x_operations import FIFTH_X_PARAMS
from mutation_server.fifth_y_operations import FIFTH_Y_PARAMS
from mutation_server.fourth_x_operations import FOURTH_X_PARAMS
from mutation_server.fourth_y_operations import FOURTH_Y_PARAMS
from mutation_server.ninth_x_operations import NINTH_X_PARAMS
from mutation_server.ninth_y_operations import NINTH_Y_PARAMS
from mutation_server.seventh_x_operations import SEVENTH_X_PARAMS
from mutation_server.seventh_y_operations import SEVENTH_Y_PARAMS
from mutation_server.seventh_z_operations import SEVENTH_Z_PARAMS
from mutation_server.sixth_x_operations import SIXTH_X_PARAMS
from mutation_server.sixth_y_operations import SIXTH_Y_PARAMS
from mutation_server.third_x_operations import ATTRIBUTION, MACHINE, POOL, SECRET
from mutation_server.third_y_operations import THIRD_Y_PARAMS

# What a user has to say, since it names a resource.
PARAMS = {
    "internetmonitor.GetInternetEvent": {"EventId": "event-1"},
    "s3.ListObjectsV2": {"Bucket": "reports"},
    "s3.ListObjectVersions": {"Bucket": "reports"},
    "s3.HeadObject": {"Bucket": "reports", "Key": "index.html"},
    "logs.FilterLogEvents": {"logGroupName": "/aws/lambda/cart"},
    "secretsmanager.GetSecretValue": {"SecretId": SECRET},
    "stepfunctions.ListExecutions": {"stateMachineArn": MACHINE},
    "ssm.GetParametersByPath": {"Path": "/shop"},
    "cognito-idp.ListUsers": {"UserPoolId": POOL},
    "partnercentral-revenue-measurement.ListRevenueAttributionAllocations": {
        "Catalog": "AWS",
        "RevenueAttributionIdentifier": ATTRIBUTION,
    },
    **THIRD_Y_PARAMS,
    **FOURTH_X_PARAMS,
    **FOURTH_Y_PARAMS,
    **FIFTH_X_PARAMS,
    **FIFTH_Y_PARAMS,
    **SIXTH_X_PARAMS,
    **SIXTH_Y_PARAMS,
    **SEVENTH_X_PARAMS,
    **SEVENTH_Y_PARAMS,
    **SEVENTH_Z_PARAMS,
    **EIGHTH_X_PARAMS,
    **EIGHTH_Y_PARAMS,
    **NINTH_Y_PARAMS,
    **NINTH_X_PARAMS,
}


SETS = ["first", "fresh", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]


@dataclass
class Finding:
    """A finding that was printed."""

    severity: str
    text: str
    law: str
    seconds: float
    cpu: float
    rule: str = ""

    @property
    def key(self) -> str:
        """The finding without the values in it, so that two runs can be compared."""
        text = re.sub(r"'.*?'|\".*?\"|[0-9]+", "…", self.text)
        return f"{self.severity} {self.law} {text[:160]}"


@dataclass
class Run:
    """One run of the command line."""

    name: str
    exit_status: int | None
    seconds: float
    capped: bool
    findings: list[Finding] = field(default_factory=list)
    calls: int | None = None
    cpu: float = 0.0
    tail: str = ""


def cpu_of_children() -> float:
    """The processor time of children so far, in seconds. A busy machine hardly changes it."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cpu_of(process: int) -> float:
    """The processor time of a running process, in seconds; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def interruptible() -> None:
    """Let a child be interrupted, even if this program runs in the background, where SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def fuzz(
    operation: str, url: str, tree: Path | None, harness: str, cap: float, name: str, extra: str = ""
) -> Run:
    """Run `harness fuzz` on an operation, interrupted after `cap` seconds."""
    command = [*harness.split(), "fuzz", operation, "--endpoint-url", url]
    if operation in PARAMS:
        command += ["--params", json.dumps(PARAMS[operation])]
    command += extra.split()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    if tree:
        environment["PYTHONPATH"] = str(tree)
    lines: list[tuple[float, float, str]] = []
    with tempfile.TemporaryDirectory() as directory:
        start, used = time.monotonic(), cpu_of_children()
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=interruptible,
        )
        assert process.stdout
        stdout = process.stdout

        def read() -> None:
            lines.extend(
                (time.monotonic() - start, cpu_of(process.pid), line.rstrip("\n")) for line in stdout
            )

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        capped = False
        try:
            process.wait(cap)
        except subprocess.TimeoutExpired:
            capped = True
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        seconds = time.monotonic() - start
        reader.join(2)
    run = Run(name, process.returncode, round(seconds, 2), capped, list(_findings(lines)))
    run.cpu = round(cpu_of_children() - used, 2)
    for *_, line in lines:
        if found := re.search(r"calls: answered ([0-9]+)", line):
            run.calls = int(found[1])
    if process.returncode not in (0, 1):
        run.tail = "\n".join(line for *_, line in lines[-5:])
    return run


def _findings(lines: list[tuple[float, float, str]]) -> Iterable[Finding]:
    finding: Finding | None = None
    for seconds, cpu, line in lines:
        if found := re.match(r"(error|warning): (.*)", line):
            if finding:
                yield finding
            finding = Finding(found[1], found[2], "", round(seconds, 2), round(cpu, 2))
        elif finding and line.startswith("  law "):
            finding.law = line.split(maxsplit=1)[1]
        elif finding and line.startswith("  rule "):
            finding.rule = line.split(maxsplit=1)[1]
    if finding:
        yield finding


def verdict(run: Run, known: set[str]) -> tuple[str, Finding | None]:
    """The verdict over a bug, and the first finding that speaks of it."""
    new = [finding for finding in run.findings if finding.key not in known]
    for severity in ("error", "warning"):
        first = next((finding for finding in new if finding.severity == severity), None)
        if first:
            return severity, first
    return ("capped" if run.capped else "missed"), None


def chosen(options: argparse.Namespace) -> list[str]:
    """The names of the bugs to be tried."""
    names = [
        name
        for name in sorted(BUGS)
        if (not options.only or any(fnmatch(name, one) for one in options.only))
        and (options.half is None or held(name) == (options.half == "held"))
        and options.set in (None, BUGS[name].set)
    ]
    random.Random(options.sample_seed).shuffle(names)
    return names[: options.sample] if options.sample else names


def main() -> None:
    """Try the bugs, print a table, and write JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tree", type=Path, help="a checkout of harness, put on PYTHONPATH")
    parser.add_argument("--harness", default=str(Path(sys.executable).parent / "harness"), help="the command")
    parser.add_argument("--only", action="append", metavar="GLOB", help="bugs by name, such as 'iam.*'")
    parser.add_argument("--half", choices=["open", "held"])
    parser.add_argument("--set", choices=SETS, help="when they were written")
    parser.add_argument("--sample", type=int, metavar="N", help="so many bugs, drawn at random")
    parser.add_argument("--sample-seed", type=int, default=17)
    parser.add_argument(
        "--extra", default="", help="further options of harness fuzz: no default settings then"
    )
    parser.add_argument("--cap", type=float, default=60, help="seconds for each run")
    parser.add_argument(
        "--baseline", type=Path, help="findings on the correct server: read, or written if missing"
    )
    parser.add_argument("--correct", action="store_true", help="try the correct server only")
    parser.add_argument("--json", type=Path, help="where to write the result")
    parser.add_argument(
        "--resume", action="store_true", help="keep what --json has, but for runs that were capped"
    )
    options = parser.parse_args()
    names = chosen(options)

    baseline: dict[str, list[str]] = {}
    if options.baseline and options.baseline.exists():
        baseline = json.loads(options.baseline.read_text())
    correct = []
    operations = sorted({BUGS[name].operation for name in names})
    for operation in operations:
        if operation in baseline and not options.correct:
            continue
        with running() as url:
            run = fuzz(operation, url, options.tree, options.harness, options.cap, operation, options.extra)
        correct.append(asdict(run))
        baseline[operation] = sorted({finding.key for finding in run.findings})
        print(
            f"{operation:55} correct  {run.seconds:6.1f} s  exit {run.exit_status}  {baseline[operation]}",
            flush=True,
        )
        if options.baseline:
            options.baseline.write_text(json.dumps(baseline, indent=1, ensure_ascii=False) + "\n")
    rows = []
    if options.resume and options.json.exists():
        rows = [row for row in json.loads(options.json.read_text())["bugs"] if row["verdict"] != "capped"]
    done = {row["name"] for row in rows}
    for name in [] if options.correct else [name for name in names if name not in done]:
        with running(name) as url:
            run = fuzz(
                BUGS[name].operation, url, options.tree, options.harness, options.cap, name, options.extra
            )
        word, first = verdict(run, set(baseline[BUGS[name].operation]))
        rows.append(
            {
                "verdict": word,
                "first_finding": first.seconds if first else None,
                "first_cpu": first.cpu if first else None,
                "held": held(name),
            }
            | asdict(run)
        )
        at = f"{first.seconds:6.1f} s  cpu {first.cpu:.1f} s  {first.law}: {first.text[:90]}" if first else ""
        print(f"{name:55} {word:8} {run.seconds:6.1f} s  exit {run.exit_status}  {at}", flush=True)
        if options.json:  # whatever stops a long run, what it found is kept
            result = {"summary": summary(rows), "bugs": rows, "correct": correct, "baseline": baseline}
            options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(summary(rows)))


def summary(rows: list[dict[str, object]]) -> dict[str, object]:
    """The figures of a run."""
    count = {
        word: sum(row["verdict"] == word for row in rows) for word in ("error", "warning", "missed", "capped")
    }
    return {
        "bugs": len(rows),
        **count,
        "median_seconds_to_first": _median(rows, "first_finding"),
        "median_cpu_to_first": _median(rows, "first_cpu"),
        "calls_per_cpu_second": round(
            sum(int(str(row["calls"] or 0)) for row in rows)
            / (sum(float(str(row["cpu"])) for row in rows) or 1)
        ),
    }


def _median(rows: list[dict[str, object]], what: str) -> float | None:
    values = [float(str(row[what])) for row in rows if row.get(what) is not None]
    return round(statistics.median(values), 2) if values else None


if __name__ == "__main__":
    main()
