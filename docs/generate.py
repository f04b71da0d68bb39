"""Write a generated document to standard output.

Usage: ``python docs/generate.py documented-rules > docs/documented-rules.md``, and
``python docs/generate.py typed-clients > harness/synth/typed.pyi`` (``make docs-tables``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from botocore.utils import get_service_module_name

from harness.contract.rules import KINDS
from harness.models import load_service, service_names

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "conformance" / "documented_rules.yaml"
TEST = "test_a_broken_exchange_breaks_one_rule"
HEAD = f"""\
# The documented rules of five operations

<!-- Made by `make docs-tables` of tests/conformance/documented_rules.yaml; edit that. -->

Each row is one rule. *Stated by* refers to sentences as `x-harness-source` in schemas does:
`request.Period#1` is sentence 1, counted from 0, of the documentation of the request's member `Period`,
and `#2` sentence 2 of the operation's own; the violation quotes the first. `harness rules OP` shows the
sentences, from the installed botocore. A name such as `InsightId#pattern` is a shape and its trait:
there the model judges, and the sentences next to it, if any, say the same in words. *Checked in* tells
where: the request, the response with its request and its time, the answer where it is an error, or the
pages of a pagination. *Broken by* is the parameter of `{TEST}` in
`tests/conformance/test_documented_rules.py`.
"""


def documented_rules() -> Iterator[str]:
    """Yield the lines of docs/documented-rules.md."""
    table = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    yield from HEAD.splitlines()
    for operation in table["correct"]:
        yield from (
            "",
            f"## {operation}",
            "",
            "| stated by | kind | checked in | broken by |",
            "| --- | --- | --- | --- |",
        )
        for case in table["cases"]:
            if case["operation"] == operation:
                stated = [*case.get("states", ()), *([case["shape"]] if "shape" in case else ())]
                test = f"{operation.partition('.')[2]}-{case['name']}"
                cells = [
                    ", ".join(f"`{name}`" for name in stated),
                    f"`{case['kind']}`",
                    _checked_in(case),
                    f"`{test}`",
                ]
                yield f"| {' | '.join(cells)} |"


def _checked_in(case: Mapping[str, Any]) -> str:
    if "code" in case:
        return f"response, by `{case['code']}`"
    if case["kind"] == "undocumented-error":
        return "error"
    if "shape" in case:
        return "request" if "request" in case["broken"] else "response"
    side = KINDS[case["kind"]].side
    return "pages" if side == "chain" else side


TYPED_HEAD = """\
# Made by `make docs-tables` of the services of botocore; edit docs/generate.py.
#
# If the stubs of a service are installed (`pip install mypy-boto3-s3`), type checkers know its client's
# operations. Without them they know only `override` and `fault`.
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypedDict, overload

from botocore.config import Config
from typing_extensions import Unpack

from harness.synth.client import Watch
from harness.synth.responses.faults import Chance, Fault
from harness.synth.world.world import World
"""
TYPED_CLIENT = """\

class Options(TypedDict, total=False):
    seed: object
    region: str
    account: str
    now: dt.datetime | None
    length: int
    page_size: int | None
    throttle: bool
    chances: Sequence[Chance]
    state: World | None
    config: Config | None
    sleep: Callable[[float], None]
    watch: Watch

class SyntheticClient:
    def override(self, operation: str, answer: Any) -> None: ...
    def fault(self, operation: str, *faults: Fault) -> None: ...
"""


def typed_clients() -> Iterator[str]:
    """Yield the lines of harness/synth/typed.pyi; the names are those of mypy_boto3_builder."""
    classes = {}
    for service in service_names():
        name = get_service_module_name(load_service(service))
        classes[service] = f"{name[0].upper()}{name[1:]}Client"
    modules = {service: f"mypy_boto3_{service.replace('-', '_')}" for service in classes}
    yield from TYPED_HEAD.splitlines()
    for module in modules.values():
        yield f"import {module}.client"
    yield from TYPED_CLIENT.splitlines()
    for service, name in classes.items():
        of_harness = f"_{modules[service].removeprefix('mypy_boto3_')}"
        yield f"class {of_harness}({modules[service]}.client.{name}, SyntheticClient): ..."
    for service in classes:
        of_harness = f"_{modules[service].removeprefix('mypy_boto3_')}"
        yield "@overload"
        arguments = f'service: Literal["{service}"], **options: Unpack[Options]'
        yield f"def synthetic_client({arguments}) -> {of_harness}: ..."
    yield "@overload"
    yield "def synthetic_client(service: str, **options: Unpack[Options]) -> Any: ..."


DOCUMENTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "documented-rules": documented_rules,
    "typed-clients": typed_clients,
}


def main() -> None:
    """Write the document that the command line names."""
    parser = argparse.ArgumentParser(description="Write a generated document to standard output.")
    parser.add_argument("document", choices=DOCUMENTS)
    sys.stdout.writelines(f"{line}\n" for line in DOCUMENTS[parser.parse_args().document]())


if __name__ == "__main__":
    main()
