"""Score the miner on labelled documentation texts: exact match of kind, parameters and values.

Usage: ``python benchmarks/score_rules.py [--errors] [FILE]``; FILE defaults to ``../shared/rules/dev.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from harness.contract.prose import mine

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "rules" / "dev.json"
UNORDERED = frozenset(("values", "params", "then", "in"))


def canonical(value: Any, key: str = "") -> Any:
    """Bring a rule to a comparable form: unordered lists are sorted, 1 and 1.0 are one number."""
    if isinstance(value, dict):
        ordered = value.get("kind") == "order"
        return tuple(sorted((k, canonical(v, "" if ordered else k)) for k, v in value.items()))
    if isinstance(value, list):
        entries = [canonical(entry) for entry in value]
        return tuple(sorted(entries, key=repr) if key in UNORDERED else entries)
    return (type(value).__name__, value) if isinstance(value, bool | str) else float(value)


def mined(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Mine one record's text, and give its rules in the labelled form."""
    rules = mine(
        record["text"], member=record["member"], type=record["type"], siblings=tuple(record["siblings"])
    )
    written = [rule.to_json() for rule in rules]
    return [{k: v for k, v in rule.items() if k != "source"} for rule in written if not rule.get("extended")]


def report(counts: dict[str, Counter[str]]) -> None:
    """Print hits, precision and recall for each kind and for all."""
    counts["all"] = sum(counts.values(), Counter())
    print(f"{'kind':14}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}")
    for kind in [*sorted(counts.keys() - {"all"}), "all"]:
        right, wrong, missed = (counts[kind][what] for what in ("right", "wrong", "missed"))
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        print(f"{kind:14}{right:7}{wrong:7}{missed:8}{precision:11.3f}{recall:8.3f}")


def main() -> int:
    """Score the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=LABELLED)
    parser.add_argument(
        "--errors", action="store_true", help="print every wrong and missed rule with its text"
    )
    arguments = parser.parse_args()
    if not arguments.file.exists():
        print(f"No labelled texts at {arguments.file}: nothing scored.")
        return 0
    counts: dict[str, Counter[str]] = {}
    for record in json.loads(arguments.file.read_text(encoding="utf-8")):
        found = {canonical(rule): rule for rule in mined(record)}
        labelled = {canonical(rule): rule for rule in record["rules"]}
        for what, keys in (
            ("right", found.keys() & labelled.keys()),
            ("wrong", found.keys() - labelled.keys()),
            ("missed", labelled.keys() - found.keys()),
        ):
            for key in keys:
                rule = (found if what == "wrong" else labelled)[key]
                counts.setdefault(rule["kind"], Counter())[what] += 1
                if arguments.errors and what != "right":
                    print(f"{what} {json.dumps(rule)}\n    {record['type']}: {record['text']}\n")
    report(counts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
