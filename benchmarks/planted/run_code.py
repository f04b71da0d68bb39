"""Measure what `harness.fuzz.aws` finds in functions of users, each in a wrong and a right version.

    python run_code.py --tree "$PWD" --sample 15 --json result.json

Each version is one pytest test in a process and a directory of its own, with default settings.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from users_code import CASES  # noqa: E402

TEST = """
import sys
sys.path.insert(0, {here!r})
import harness
from users_code import CASES

case = CASES[{name!r}]

@harness.fuzz.aws(*case.operations, present=list(case.present), **{{**case.options, **{extra!r}}})
def test_{name}_{version}(aws):
    case.check(case.{version}, aws)
"""
CONFTEST = """
import json

def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome == "failed":
        text = str(report.longrepr or "")
        with open("outcome.json", "w") as file:
            seen = {"outcome": report.outcome, "when": report.when, "seconds": report.duration, "text": text}
            json.dump(seen, file)
"""


def held(name: str) -> bool:
    """Whether a case is held back, which its name alone decides."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def cpu_of_children() -> float:
    """The processor time of children so far, in seconds. A busy machine hardly changes it."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def interruptible() -> None:
    """Let a child be interrupted, even if this program runs in the background, where SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run(
    name: str, version: str, tree: Path | None, python: str, cap: float, extra: dict[str, Any]
) -> dict[str, Any]:
    """Test one version of a function."""
    environment = dict(os.environ)
    if tree:
        environment["PYTHONPATH"] = str(tree)
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        (folder / f"test_{name}.py").write_text(
            TEST.format(here=str(HERE), name=name, version=version, extra=extra)
        )
        (folder / "conftest.py").write_text(CONFTEST)
        (folder / "pytest.ini").write_text("[pytest]\n")
        command = [
            python,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            "-p",
            "no:xdist",
        ]
        start, used = time.monotonic(), cpu_of_children()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=interruptible,
        )
        capped = False
        try:
            output, _ = process.communicate(timeout=cap)
        except subprocess.TimeoutExpired:
            capped = True
            process.send_signal(signal.SIGINT)
            try:
                output, _ = process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                output, _ = process.communicate()
        wall = round(time.monotonic() - start, 2)
        outcome = folder / "outcome.json"
        if outcome.exists():
            result: dict[str, Any] = json.loads(outcome.read_text())
        else:
            result = {"outcome": "capped" if capped else "broken", "seconds": wall, "text": output}
    result["wall"], result["text"] = wall, result["text"][-1500:]
    result["cpu"] = round(cpu_of_children() - used, 2)
    result["seconds"] = round(result["seconds"], 2)
    return result


def chosen(options: argparse.Namespace) -> list[str]:
    """The names of the cases to be tried."""
    names = [
        name
        for name in sorted(CASES)
        if (not options.only or any(fnmatch(name, one) for one in options.only))
        and (options.half is None or held(name) == (options.half == "held"))
        and options.set in (None, CASES[name].set)
    ]
    random.Random(options.sample_seed).shuffle(names)
    return names[: options.sample] if options.sample else names


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of a run."""
    found = [row["buggy"]["seconds"] for row in rows if row["found"]]
    return {
        "functions": len(rows),
        "found": len(found),
        "missed": [row["name"] for row in rows if not row["found"]],
        "false_failures": [row["name"] for row in rows if row["false_failure"]],
        "correct_capped": [row["name"] for row in rows if row["correct"]["outcome"] == "capped"],
        "median_seconds": round(statistics.median(found), 2) if found else None,
    }


def main() -> None:
    """Try the functions, print a table, and write JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tree", type=Path, help="a checkout of harness, put on PYTHONPATH")
    parser.add_argument(
        "--python", default=sys.executable, help="the interpreter that has pytest and harness"
    )
    parser.add_argument("--only", action="append", metavar="GLOB", help="functions by name")
    parser.add_argument("--half", choices=["open", "held"])
    parser.add_argument("--set", choices=["first", "fresh"], help="those of 22 November, or those after them")
    parser.add_argument("--sample", type=int, metavar="N", help="so many functions, drawn at random")
    parser.add_argument("--sample-seed", type=int, default=17)
    parser.add_argument("--max-examples", type=int, help="in place of the default setting")
    parser.add_argument("--cap", type=float, default=60, help="seconds for each run")
    parser.add_argument("--json", type=Path, help="where to write the result")
    parser.add_argument("--resume", action="store_true", help="keep what --json has")
    options = parser.parse_args()
    extra = {"max_examples": options.max_examples} if options.max_examples else {}
    rows = []
    if options.resume and options.json.exists():
        rows = json.loads(options.json.read_text())["functions"]
    done = {row["name"] for row in rows}
    for name in [name for name in chosen(options) if name not in done]:
        buggy = run(name, "buggy", options.tree, options.python, options.cap, extra)
        correct = run(name, "correct", options.tree, options.python, options.cap, extra)
        # A test that fails for the right version as well says nothing about the wrong one.
        found = buggy["outcome"] == "failed" and correct["outcome"] not in ("failed", "broken")
        rows.append(
            {
                "name": name,
                "held": held(name),
                "found": found,
                "false_failure": correct["outcome"] in ("failed", "broken"),
                "buggy": buggy,
                "correct": correct,
            }
        )
        word = "found" if found else f"missed ({buggy['outcome']})"
        print(
            f"{name:36} {word:16} {buggy['seconds']:6.2f} s   correct: {correct['outcome']} "
            f"{correct['seconds']:6.2f} s   cpu {buggy['cpu']:.1f} {correct['cpu']:.1f} s",
            flush=True,
        )
        if options.json:  # whatever stops a long run, what it found is kept
            result = {"summary": summary(rows), "functions": rows}
            options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(summary(rows)))


if __name__ == "__main__":
    main()
