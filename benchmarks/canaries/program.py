"""The program that `harness record` runs: a call for each case that a file names."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

from calls import Caller
from generate import make_cases
from places import is_of_aws, perform


def main() -> None:
    """Make the calls, and write down which were made."""
    wanted = Path(sys.argv[1])
    names = set(json.loads(wanted.read_text()))
    caller = Caller()
    made = []
    for case in make_cases().secrets:
        places = [place for place in case.where if is_of_aws(place)]
        if case.id in names and places:
            with suppress(Exception):
                perform(caller, case, places[0])
            if caller.server.asked:
                made.append(case.id)
    wanted.with_name(wanted.name + ".made").write_text(json.dumps(made))


if __name__ == "__main__":
    main()
