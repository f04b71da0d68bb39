"""Puts secrets and innocent texts through harness, and searches whatever it wrote: ``make canaries``.

Nothing secret may be in a cassette, its journal, a message or the output of a command, in any encoding.
Nothing innocent may be recorded otherwise than it was sent. README.md beside this file says more.

``python benchmarks/canaries/run.py --half open --only csv i-env --out result.json`` takes two groups.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tree", type=Path, default=ROOT, help="a checkout of harness; this one if left out")
    parser.add_argument("--only", nargs="*", default=[], metavar="GROUP", help="groups of cases")
    parser.add_argument("--ids", nargs="*", default=[], metavar="ID", help="cases")
    parser.add_argument("--half", choices=["open", "held"], help="who mends harness looks at `open` only")
    parser.add_argument("--set", choices=["first", "fresh"], help="those of 22 November, or those after them")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write the result, as JSON")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--quick", action="store_true", help="leave out messages and commands")
    parser.add_argument("-v", "--verbose", action="store_true", help="list every leak and every change")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what the commands read and wrote")
    return parser.parse_args()


def main() -> int:
    """Run the cases, and print tables.

    Returns:
        1 if a secret leaked or an innocent text changed.
    """
    chosen = options()
    tree = str(chosen.tree.resolve())
    # Before an installed harness, for this process and for those that it starts.
    sys.path.insert(1, tree)
    os.environ |= {"PYTHONPATH": tree, "PYTHONDONTWRITEBYTECODE": "1"}
    import harness

    if not Path(harness.__file__).resolve().is_relative_to(tree):
        sys.exit(f"There is no harness in {tree}: Python found {harness.__file__}.")
    from scratch import SCRATCH
    from stages import run_stages

    work = chosen.keep or Path(tempfile.mkdtemp(dir=SCRATCH, prefix="canaries-"))
    multiprocessing.set_start_method("fork")
    try:
        result = run_stages(chosen, work.resolve())
    finally:
        if not chosen.keep:
            shutil.rmtree(work, ignore_errors=True)
    if chosen.out:
        whole = {"tree": tree, "half": chosen.half, **result.as_dict()}
        chosen.out.write_text(json.dumps(whole, indent=1))
    print(result.tables())
    print(f"\n{dict(result.probes)}\n{result.commands}\nSeconds: {result.seconds}")
    for trouble in result.trouble if chosen.verbose else result.trouble[:12]:
        print("Could not be judged:", *trouble)
    if chosen.verbose:
        print(result.details())
    return 1 if result.leaks or result.changes else 0


if __name__ == "__main__":
    sys.exit(main())
