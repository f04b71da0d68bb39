"""Makes the cases, the same in every run. ``python benchmarks/canaries/generate.py FOLDER`` writes them down.

`run.py` makes them for itself. The files are not in the repository, as their secrets look like real
ones.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import cases_calls
import cases_code
import cases_encoded
import cases_files
import cases_fresh
import cases_http
import cases_json
import cases_keys
import cases_urls
import cases_vendors
import innocents_calls
import innocents_fresh
import innocents_texts
import innocents_values
from cases import Case, Cases
from values import drawing


def make_cases() -> Cases:
    """Every case. The order of the groups is part of the cases."""
    cases = Cases()
    cases_vendors.add(cases)
    cases_http.add_authorization(cases)
    cases_json.add(cases)
    cases_files.add(cases)
    cases_urls.add(cases)
    cases_code.add(cases)
    cases_encoded.add(cases)
    cases_keys.add(cases)
    cases_calls.add(cases)
    cases_http.add(cases)
    draw = drawing("innocents")  # one source for all innocents
    innocents_texts.add(cases, draw)
    innocents_values.add(cases, draw)
    innocents_calls.add(cases, draw)
    cases_fresh.add(cases)  # after the others, so that those keep their names and values
    innocents_fresh.add(cases)
    return cases


def write(cases: list[Case], file: Path) -> None:
    """Write cases as JSON."""
    file.write_text(json.dumps([case.as_dict() for case in cases], indent=1))


def main() -> None:
    """Write secrets.json and innocents.json into a folder, and count them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    cases = make_cases()
    for name, some in {"secrets": cases.secrets, "innocents": cases.innocents}.items():
        write(some, folder / f"{name}.json")
        print(f"{len(some)} {name}, put in {sum(len(case.where) for case in some)} places")
        print("  " + ", ".join(f"{group} {count}" for group, count in Counter(c.group for c in some).items()))


if __name__ == "__main__":
    main()
