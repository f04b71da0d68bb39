"""Every benchmark, as one table: ``make bench``.

    python benchmarks/run.py [SUBJECT ...] [--rounds N] [--json FILE] [--page FILE]

A subject is a module of this folder with a function ``rows(rounds)`` that yields the rows of the table. The
file and the page keep what they have of subjects that are not measured.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import platform
import re
import sys
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import botocore
from measure import HEAD, ROUNDS, cells, line

SUBJECTS = (
    "replay",
    "answers",
    "loading",
    "check",
    "contracts",
    "start",
    "suite",
    "strategies",
    "serve",
    "observe",
    "fuzz",
)
Result = dict[str, Any]
TOP = (line(HEAD), line("---" for _ in HEAD))


def main() -> None:
    """Measure the subjects that the command line names, or all; print a line for each row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="put the results in this file as well")
    parser.add_argument("--page", type=Path, help="put the rows in the tables of this page")
    arguments = parser.parse_args()
    if unknown := set(arguments.subjects) - set(SUBJECTS):
        parser.error(f"there is no subject {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    facts = machine()
    print(f"Processor time, median of rounds in turns. {', '.join(f'{k} {v}' for k, v in facts.items())}.\n")
    print(*TOP, sep="\n", flush=True)
    results: list[Result] = []
    subjects = arguments.subjects or SUBJECTS
    for subject in subjects:
        for row in importlib.import_module(subject).rows(arguments.rounds):
            results.append({"subject": subject, **row.to_json(), "cells": cells(row)})
            print(line(cells(row)), flush=True)
    if arguments.json:
        results = put_results(arguments.json, facts, subjects, results)
    if arguments.page:
        put_tables(arguments.page, results)


def put_results(
    path: Path, facts: Mapping[str, str], measured: Collection[str], results: Iterable[Result]
) -> list[Result]:
    """Put the results of the measured subjects in a file that keeps those of others; return all of them."""
    kept = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    rows = [*(row for row in kept if row["subject"] not in measured), *results]
    rows.sort(key=lambda row: SUBJECTS.index(row["subject"]))
    report = {"machine": facts, "rows": rows}
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return rows


def put_tables(page: Path, results: Sequence[Result]) -> None:
    """Put results in the tables of a page that name their subjects above: ``<!-- bench: replay loading -->``.

    A table stays as it is if there is nothing of one of its subjects.
    """

    def table(old: re.Match[str]) -> str:
        subjects = old["subjects"].split()
        if not {row["subject"] for row in results} >= set(subjects):
            return old[0]
        rows = [line(row["cells"]) for row in results if row["subject"] in subjects]
        return "\n".join((old["comment"], "", *TOP, *rows, ""))

    page.write_text(_TABLE.sub(table, page.read_text(encoding="utf-8")), encoding="utf-8")


_TABLE = re.compile(r"(?P<comment><!-- bench: (?P<subjects>[\w ]+) -->)\n\n(?:\|.*\n)+")


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    return {
        "Python": platform.python_version(),
        "botocore": botocore.__version__,
        "cores": str(os.cpu_count()),
        "system": f"{sys.platform} {platform.machine()}",
    }


if __name__ == "__main__":
    main()
