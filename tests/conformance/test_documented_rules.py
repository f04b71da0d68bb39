"""Every rule that five operations document: a correct exchange keeps it, one change breaks it and it alone.

The cases are in documented_rules.yaml, of which docs/generate.py also makes docs/documented-rules.md.
"""

from __future__ import annotations

import datetime as dt
import functools
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.contract.contract import Contract, contract, contract_from_page
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.facts import facts_of, text_of
from harness.contract.rules import KINDS
from harness.contract.sentences import sentences_of
from harness.contract.violation import CODES, Violation, code_of
from harness.models import method_name, parse_operation_name

ROOT = Path(__file__).parents[2]
TABLE = yaml.safe_load(Path(__file__).with_name("documented_rules.yaml").read_text(encoding="utf-8"))
OPERATIONS = tuple(TABLE["correct"])
CASES = {f"{case['operation'].partition('.')[2]}-{case['name']}": case for case in TABLE["cases"]}
UNKNOWN_TO_PAGES = frozenset(("range", "length", "pattern"))
"""Traits of shapes that boto3's pages do not tell."""
BREAKS_NOTHING = frozenset(("scopes",))
"""Kinds that no exchange can break."""


# --- the documents that state the rules --------------------------------------------------------------------


@functools.cache
def model(operation: str) -> Contract:
    return contract(*parse_operation_name(operation))


@pytest.fixture(scope="module", params=["rst", "txt"])
def pages(
    request: pytest.FixtureRequest, writer: Any, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Contract]:
    """The operations' contracts from their pages alone: botocore's source, and the text of the web page."""
    folder = tmp_path_factory.mktemp("pages")
    contracts = {}
    for operation in OPERATIONS:
        service, name = parse_operation_name(operation)
        rst = writer.write(service, method_name(name))
        page = folder / f"{operation}.{request.param}"
        page.write_text(rst if request.param == "rst" else writer.render(rst), encoding="utf-8")
        contracts[operation] = contract_from_page(page)
    return contracts


def _sentences(held_to: Contract) -> Iterator[tuple[str, str]]:
    """Yield every sentence of an operation's documentation, with the reference that schemas use."""
    operation = held_to.operation_model
    texts = {"": operation.documentation}
    for side, shape in (("request", operation.input_shape), ("response", operation.output_shape)):
        texts |= {f"{side}.{name}": member.documentation for name, member in shape.members.items()}
    for place, text in texts.items():
        yield from ((f"{place}#{sentence.index}", sentence.text) for sentence in sentences_of(text))


# --- exchanges ---------------------------------------------------------------------------------------------


def _value(written: Any) -> Any:
    match written:
        case {"from": first, "step": step, "count": count}:
            start = dt.datetime.fromisoformat(first)
            moments = (start + dt.timedelta(seconds=step) * number for number in range(count))
            return [moment.isoformat().replace("+00:00", "Z") for moment in moments]
        case {"repeat": value, "count": count}:
            return [value] * count
        case {"text": text, "count": count}:
            return text * count
    return written


def _changed(correct: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**correct, **{name: _value(value) for name, value in changes.items()}}
    return {name: value for name, value in merged.items() if value is not None}


def exchange(operation: str, changes: Mapping[str, Any] | None) -> Exchange:
    correct, changes = TABLE["correct"][operation], changes or {}
    service, name = parse_operation_name(operation)
    return Exchange(
        service,
        name,
        params=_changed(correct["request"], changes.get("request", {})),
        response=None if "error" in changes else _changed(correct["response"], changes.get("response", {})),
        error=ErrorAnswer(changes["error"]) if "error" in changes else None,
        time=changes.get("time", correct.get("time")),
    )


def check(held_to: Contract, case: Mapping[str, Any], which: str) -> list[tuple[int, Violation]]:
    """Check the exchange of a case, or those of its pagination; violations with the exchange's number."""
    changes = case["pages"][which] if "pages" in case else [case.get(which)]
    exchanges = [exchange(case["operation"], change) for change in changes]
    alone = [(n, violation) for n, one in enumerate(exchanges) for violation in held_to.check_exchange(one)]
    return alone + held_to.check_chains(exchanges)


def judge(held_to: Contract, case: Mapping[str, Any]) -> set[str]:
    """Hold a contract to a case: what keeps the rule breaks nothing, what breaks it breaks it alone.

    Returns the references of what says so.
    """
    assert check(held_to, case, "kept") == []
    broken = check(held_to, case, "broken")
    quoted = dict(_sentences(held_to))
    for page, violation in broken:
        code = case.get("code", code_of(case["kind"]))
        assert (violation.code, violation.pointer) == (code, case["pointer"])
        assert page == case.get("page", 0)
        source = violation.source
        assert source.document == held_to.document
        assert source.text == ("" if source.origin == "model" else quoted[source.reference[len("prose:") :]])
    references = [violation.source.reference for _, violation in broken]
    assert len(references) == 1 + len(case.get("also", ()))
    return set(references)


def sources(case: Mapping[str, Any]) -> set[str]:
    if "shape" in case:
        return {f"model:{case['shape']}"}
    first = case.get("quotes", case["states"][0])
    return {f"prose:{reference}" for reference in (first, *case.get("also", ()))}


# --- the tests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_a_broken_exchange_breaks_one_rule(name: str) -> None:
    case = CASES[name]
    assert judge(model(case["operation"]), case) == sources(case)


ON_PAGES = [
    name for name, case in CASES.items() if "shape" not in case or case["kind"] not in UNKNOWN_TO_PAGES
]


@pytest.mark.parametrize("name", ON_PAGES)
def test_the_page_alone_states_the_rule(name: str, pages: Mapping[str, Contract]) -> None:
    case = CASES[name]
    references = judge(pages[case["operation"]], case)
    if "shape" in case:  # pages tell no names of shapes
        assert {reference.partition("#")[2] for reference in references} == {case["shape"].partition("#")[2]}
    else:
        assert references == sources(case)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_correct_exchange_breaks_nothing(operation: str) -> None:
    assert model(operation).check_exchange(exchange(operation, None)) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_rule_has_a_case(operation: str) -> None:
    rules = [rule for rule in model(operation).rules if rule.kind not in BREAKS_NOTHING]
    stated = {(rule.kind, rule.source.reference) for rule in rules if rule.source}
    cases = {
        (case["kind"], f"prose:{case['states'][0]}")
        for case in TABLE["cases"]
        if case["operation"] == operation and "shape" not in case
    }
    assert stated == cases
    assert model(operation).conflicts == ()


def _read(operation: str) -> set[str]:
    """List the sentences that a fact rests on, those too that say again what another one says."""
    held_to = model(operation)
    facts, own = facts_of(held_to.service), held_to.operation_model
    texts = {"": (own.name, "", own.documentation)}
    for side, shape in (("request", own.input_shape), ("response", own.output_shape)):
        for name, member in shape.members.items():
            texts[f"{side}.{name}"] = (shape.name, name, member.documentation)
    return {
        f"{place}#{number}"
        for place, (structure, member, text) in texts.items()
        for fact in facts.at(structure, member)
        if fact.rule["kind"] not in BREAKS_NOTHING
        if fact.is_read and not fact.refuted and (number := fact.rests_on(text_of(text))) is not None
    }


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_sentence_that_a_rule_is_read_from_has_a_case(operation: str) -> None:
    cases = {
        reference
        for case in TABLE["cases"]
        if case["operation"] == operation
        for reference in case.get("states", ())
    }
    assert _read(operation) <= cases
    assert cases <= {reference for reference, _ in _sentences(model(operation))}


def test_kinds_of_cases_are_kinds_of_rules_or_codes() -> None:
    assert {case["kind"] for case in TABLE["cases"]} <= KINDS.keys() | CODES.keys()


def test_the_documented_table_is_in_step() -> None:
    written = subprocess.run(
        [sys.executable, "docs/generate.py", "documented-rules"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert (ROOT / "docs" / "documented-rules.md").read_text(encoding="utf-8") == written, (
        "run make docs-tables"
    )
