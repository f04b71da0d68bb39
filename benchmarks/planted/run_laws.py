"""Measure what the laws find in a server with one mistake at a time, in one process with the server.

    PYTHONPATH="$PWD" python benchmarks/planted/run_laws.py --set fifth --json laws.json

It is `run_server.py` without the start of a command for each mistake: default settings, a fixed seed, a
minute of processor time. The first error ends a run, unless the correct server has one too.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.pop("CI", None)  # Hypothesis has other settings there

from mutation_server import BUGS, running
from run_server import PARAMS, SETS, Finding, Run, chosen, verdict

import harness
from harness.fuzz import law_client
from harness.fuzz.laws.search import Findings, search
from harness.fuzz.profiles import chosen_profile

SEED = 7
SECONDS = 60


def found_in(
    operation: str, bug: str | None, *, fail_fast: bool = False
) -> tuple[list[Finding], float, Findings]:
    """Hold an operation of the server to all laws.

    Returns:
        The findings in their order, the processor time in seconds, and all that the search tells.
    """
    with contextlib.redirect_stderr(io.StringIO()), running(bug) as url:
        start = time.process_time()
        findings = search(
            [harness.contract(*operation.split("."))],
            functools.partial(law_client, endpoint_url=url, timeout=60),
            params=PARAMS.get(operation),
            options=chosen_profile(),
            seed=SEED,
            max_time=SECONDS,
            max_failures=1 if fail_fast else None,
            clock=time.process_time,
        )
        used = time.process_time() - start
    listed = [
        Finding(one.severity.value, one.message, one.law.rpartition("-")[2], 0.0, 0.0, one.code)
        for one in findings.counterexamples
    ]
    return listed, used, findings


def main() -> None:
    """Try the bugs, print a line for each, and write JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("only", nargs="*", metavar="GLOB", help="bugs by name, such as 'iam.*'; else all")
    parser.add_argument("--half", choices=["open", "held"])
    parser.add_argument("--set", choices=SETS, help="when they were written")
    parser.add_argument("--correct", action="store_true", help="try the correct server only")
    parser.add_argument("--quiet", action="store_true", help="print the figures only")
    parser.add_argument("--json", type=Path, help="where to write the result")
    parser.set_defaults(sample=None, sample_seed=0)
    options = parser.parse_args()
    names = sorted(chosen(options))
    show = (lambda *_: None) if options.quiet else functools.partial(print, flush=True)

    known: dict[str, set[str]] = {}
    correct: dict[str, list[str]] = {}
    for operation in sorted({BUGS[name].operation for name in names}):
        listed, used, findings = found_in(operation, None)
        known[operation] = {finding.key for finding in listed}
        correct[operation] = [f"{one.severity} {one.law}: {one.text}" for one in listed]
        print(f"{operation:55} correct  {used:5.1f} s", *correct[operation], sep="\n    ", flush=True)
        if findings.not_finished:
            show(f"    not finished: {findings.not_finished}")
    rows: list[dict[str, Any]] = []
    for name in [] if options.correct else names:
        before = known[BUGS[name].operation]
        fail_fast = not any(key.startswith("error") for key in before)
        listed, used, _ = found_in(BUGS[name].operation, name, fail_fast=fail_fast)
        word, first = verdict(Run(name, None, used, False, listed), before)
        rows.append(
            {"name": name, "verdict": word, "cpu": round(used, 2)}
            | ({"law": first.law, "text": first.text} if first else {})
        )
        show(f"{name:55} {word:8} {used:5.1f} s  {f'{first.law}: {first.text[:110]}' if first else ''}")
    if options.json:
        options.json.write_text(
            json.dumps({"bugs": rows, "correct": correct}, indent=1, ensure_ascii=False) + "\n"
        )
    if rows:
        count = {word: sum(row["verdict"] == word for row in rows) for word in ("error", "warning", "missed")}
        times = [row["cpu"] for row in rows if row["verdict"] == "error"]
        median = round(statistics.median(times), 2) if times else None
        print(json.dumps({"bugs": len(rows), **count, "median_cpu_to_first_error": median}))


if __name__ == "__main__":
    main()
