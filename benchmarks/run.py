"""Every benchmark, as one table: ``make bench``.

    python benchmarks/run.py [SUBJECT ...] [--rounds N] [--json FILE] [--page FILE]

A subject is a module of this folder with a function ``rows(rounds)`` that yields the rows of the table.
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
from pathlib import Path

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
)


def main() -> None:
    """Measure the subjects that the command line names, or all; print a line for each row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    parser.add_argument("--page", type=Path, help="put the table in the place of the one in this page")
    arguments = parser.parse_args()
    if unknown := set(arguments.subjects) - set(SUBJECTS):
        parser.error(f"there is no subject {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    facts = machine()
    print(f"Processor time, median of rounds in turns. {', '.join(f'{k} {v}' for k, v in facts.items())}.\n")
    table = [line(HEAD), line("---" for _ in HEAD)]
    print(*table, sep="\n", flush=True)
    written = []
    for subject in arguments.subjects or SUBJECTS:
        for row in importlib.import_module(subject).rows(arguments.rounds):
            table.append(line(cells(row)))
            print(table[-1], flush=True)
            written.append({"subject": subject, **row.to_json()})
    if arguments.json:
        report = {"machine": facts, "rows": written}
        arguments.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if arguments.page:
        put_table(arguments.page, table)


def put_table(page: Path, table: list[str]) -> None:
    """Put a table in the place of the one in a page; a page without one is left as it is."""
    text = page.read_text(encoding="utf-8")
    old = re.compile(rf"^{re.escape(table[0])}\n(?:\|.*\n)*", re.MULTILINE)
    page.write_text(
        old.sub(lambda _: "".join(f"{each}\n" for each in table), text, count=1), encoding="utf-8"
    )


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
