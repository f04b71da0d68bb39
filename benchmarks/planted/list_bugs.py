"""Write `bugs.json` of the mutation server and of the users' code from the tables in Python."""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import run_code  # noqa: E402
from mutation_server import BUGS  # noqa: E402
from mutation_server.bugs import held  # noqa: E402
from users_code import CASES  # noqa: E402


def main() -> None:
    """Write both files."""
    server = [
        {
            "name": bug.name,
            "operation": bug.operation,
            "description": bug.description,
            "sentence": bug.sentence,
            "held": held(bug.name),
            "set": bug.set,
        }
        for bug in BUGS.values()
    ]
    code = [
        {
            "name": case.name,
            "operations": list(case.operations),
            "description": case.description,
            "sentence": case.sentence,
            "held": run_code.held(case.name),
            "set": case.set,
        }
        for case in CASES.values()
    ]
    for folder, entries in (("mutation_server", server), ("users_code", code)):
        text = json.dumps(entries, indent=1, ensure_ascii=False)
        (HERE / folder / "bugs.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
