"""``make mutation``: a sample of mutants of harness.contract and harness.wire, held to the fast tests.

mutmut writes the mutants of a module beside the original, behind a switch. Its own runner collects the tests
again for every mutant; here they are collected once, by pytest with this file as a plugin, and each mutant is
a fork that runs the tests which reach its function, the quickest first, until one fails.

Usage: ``python benchmarks/mutation.py [--sample N] [--seed S] [--tree DIR] [MUTANT ...]``
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import json
import os
import pkgutil
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from fnmatch import fnmatch
from itertools import zip_longest
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NoReturn

import pytest
from mutmut.configuration import config
from mutmut.mutation import trampoline
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

TESTS = (
    "tests/unit/contract",
    "tests/unit/wire",
    *(
        f"tests/properties/test_{name}.py"
        for name in ("patterns", "rules", "rule_robustness", "validators", "wire")
    ),
    *(f"tests/conformance/test_{name}.py" for name in ("documented_rules", "wire_roundtrip", "wire_clients")),
)
SLOW = "tests/unit/contract/test_meta_schema.py::test_the_schemas_of_a_contract_are_valid"
NAMES, REACHED = "mutants.txt", "reached.json"
FRAMES = 4  # a call that goes through mutmut's switch takes three frames more


def main() -> None:
    """Make the mutants, draw some, and run pytest on them in the mutated tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, default=300, metavar="N", help="how many mutants are drawn")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which ones")
    parser.add_argument(
        "--tree", type=Path, default=Path(".mutation"), metavar="DIR", help="where they are made"
    )
    parser.add_argument(
        "mutants", nargs="*", metavar="MUTANT", help="these and no sample; * and ? stand for others"
    )
    asked = parser.parse_args()
    make_tree(asked.tree)
    names = (asked.tree / NAMES).read_text(encoding="utf-8").splitlines()
    if asked.mutants:
        drawn = [name for name in names if any(fnmatch(name, pattern) for pattern in asked.mutants)]
    else:
        drawn = random.Random(asked.seed).sample(names, min(asked.sample, len(names)))
    print(f"{len(names)} mutants, {len(drawn)} drawn with seed {asked.seed}", flush=True)
    os.chdir(asked.tree)
    sys.path.insert(0, os.getcwd())
    sys.setrecursionlimit(FRAMES * sys.getrecursionlimit())
    sys.dont_write_bytecode = False  # modules with all of their mutants are long
    at_import = import_all()
    options = ["-q", "-s", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider", "--deselect", SLOW]
    sys.exit(pytest.main([*options, *TESTS], plugins=[Mutants(drawn, at_import)]))


def make_tree(tree: Path) -> None:
    """Copy the project's files into a folder, with the mutants in place; what has not changed stays."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    files = [Path(name) for name in listed.split("\0") if name and Path(name).is_file()]
    mutated = [
        path
        for path in files
        if path.suffix == ".py" and any(map(path.is_relative_to, config().source_paths))
    ]
    for path in sorted({*files} - {*mutated}):
        if _is_newer(path, tree / path):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, tree / path)
    with Pool() as pool:
        names = pool.starmap(mutate, ((path, tree / path) for path in mutated))
    (tree / NAMES).write_text("".join(f"{name}\n" for of_file in names for name in of_file), encoding="utf-8")


def mutate(path: Path, mutated: Path) -> list[str]:
    """Write a module with all of its mutants, and return their names."""
    listed = mutated.with_suffix(".mutants")
    if _is_newer(path, listed):
        made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
        mutated.parent.mkdir(parents=True, exist_ok=True)
        mutated.write_text(made.code, encoding="utf-8")
        listed.write_text(
            "\n".join(get_mutant_name(path, name) for name in made.mutant_names), encoding="utf-8"
        )
    return listed.read_text(encoding="utf-8").split()


def _is_newer(path: Path, made: Path) -> bool:
    return not made.exists() or path.stat().st_mtime > made.stat().st_mtime


def import_all() -> set[str]:
    """Import all mutated modules, once and not in every fork; return the functions that run meanwhile.

    A fork comes too late for these: what they made is there, so that a mutant of theirs has no effect.
    """
    hits: set[str] = set()
    trampoline.record_trampoline_hit = lambda name, caller: hits.add(name)  # type: ignore[assignment]
    trampoline.set_mutant_under_test("stats")
    for path in config().source_paths:
        for module in pkgutil.walk_packages([str(path)], f"{'.'.join(path.parts)}."):
            importlib.import_module(module.name)
    trampoline.set_mutant_under_test("")
    return hits


class Mutants:
    """A plugin of pytest: runs the collected tests on one mutant after the other.

    Args:
        names: the mutants.
        at_import: functions whose mutants may survive only because they ran before the fork.
    """

    def __init__(self, names: Sequence[str], at_import: Set[str]) -> None:
        self.names = names
        self.at_import = at_import
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test failed."""
        self.failed |= report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every mutant in a fork of its own; print the score, and what survived."""
        reaching = self._reaching(session.items)
        verdicts: dict[str, list[str]] = defaultdict(list)
        for number, name in enumerate(self.names, 1):
            function = mangled_name_from_mutant_name(name)
            tests = reaching[function]
            began = time.monotonic()
            verdict = (
                _verdict(lambda name=name, tests=tests: self._kill(name, tests)) if tests else "not reached"
            )
            if verdict == "survived" and function in self.at_import:
                verdict = "not judged, runs at import"
            verdicts[verdict].append(name)
            took = time.monotonic() - began
            print(
                f"{number}/{len(self.names)} {verdict} {name} ({len(tests)} tests, {took:.1f} s)", flush=True
            )
        for name in (*verdicts["survived"], *verdicts["not reached"]):
            print("\n".join(("", name, *difference(name))))
        counts = {verdict: len(named) for verdict, named in sorted(verdicts.items())}
        killed = counts.get("killed", 0) + counts.get("timed out", 0)
        judged = len(self.names) - counts.get("not judged, runs at import", 0)
        print(f"\n{counts}: {killed / judged:.1%} of {judged} killed")
        return True

    def _kill(self, name: str, tests: Sequence[pytest.Item]) -> bool:
        trampoline.set_mutant_under_test(name)
        resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
        for test, following in _in_turn(tests):
            test.ihook.pytest_runtest_protocol(item=test, nextitem=following)
            if self.failed:
                return True
        return False

    def _reaching(self, tests: Sequence[pytest.Item]) -> dict[str, list[pytest.Item]]:
        """Return for each function the tests that reach it, the quickest first."""
        written = Path(REACHED)
        known = json.loads(written.read_text(encoding="utf-8")) if written.exists() else {}
        unknown = [test for test in tests if test.nodeid not in known]
        if unknown:
            print(f"finding out what {len(unknown)} tests reach", flush=True)
            if _verdict(lambda: self._find_out(unknown, known, written)) != "survived":
                pytest.exit("a test fails without any mutant", returncode=2)
            known = json.loads(written.read_text(encoding="utf-8"))
        by_function: dict[str, list[pytest.Item]] = defaultdict(list)
        for test in sorted(tests, key=lambda test: known[test.nodeid]["seconds"]):
            for function in known[test.nodeid]["functions"]:
                by_function[function].append(test)
        return by_function

    def _find_out(self, tests: Sequence[pytest.Item], known: dict[str, Any], written: Path) -> bool:
        hits: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller: hits.add(name)  # type: ignore[assignment]
        trampoline.set_mutant_under_test("stats")
        for test, following in _in_turn(tests):
            hits.clear()
            for cached in _caches():  # what is remembered from another test would not be reached
                cached.cache_clear()
            began = time.process_time()
            test.ihook.pytest_runtest_protocol(item=test, nextitem=following)
            known[test.nodeid] = {"seconds": time.process_time() - began, "functions": sorted(hits)}
        written.write_text(json.dumps(known), encoding="utf-8")
        return self.failed


def _in_turn(tests: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip_longest(tests, tests[1:])


def _caches() -> Iterator[Any]:
    for name in [name for name in sys.modules if name.startswith("harness.")]:
        yield from (
            value for value in list(vars(sys.modules[name]).values()) if hasattr(value, "cache_clear")
        )


def _verdict(killed: Callable[[], bool]) -> str:
    """Run a function in a fork, silently; a fork that dies of its CPU time has timed out."""
    child = os.fork()
    if child == 0:
        _answer(killed)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "timed out"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


def _answer(killed: Callable[[], bool]) -> NoReturn:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        os._exit(1 if killed() else 0)
    except BaseException:  # whatever it is, the tests did not pass
        os._exit(1)


def difference(name: str) -> Iterator[str]:
    """Yield what a mutant changes, as lines of a diff."""
    module, _, function = name.rpartition(".")
    path = Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    source = path.read_text(encoding="utf-8")
    wanted = (f"{function.partition('__mutmut_')[0]}__mutmut_orig", function)
    found = {
        node.name: ast.unparse(node).splitlines()[1:]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name in wanted
    }
    original, mutant = (found[name] for name in wanted)
    yield from (
        line
        for line in difflib.unified_diff(original, mutant, n=1, lineterm="")
        if line[:2] not in ("--", "++")
    )


if __name__ == "__main__":
    main()
