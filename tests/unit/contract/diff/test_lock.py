"""The lock holds the contract of its operations, and nothing of their documentation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from botocore.model import ServiceModel

from harness.contract.diff import ServiceContract, diff_contracts
from harness.contract.diff.lock import contract_from_lock, lock_contracts, serialize_lock

PAGINATOR = {"input_token": "Token", "output_token": "Token", "result_key": "Names"}


def service(**facts: Any) -> ServiceContract:
    """A service with two operations; `facts` go into the shape ``Mode`` that the first one's request has."""
    mode = {"type": "string", "documentation": "<p>A mode.</p>", **facts}
    members = {
        "Mode": {
            "shape": "Mode",
            "documentation": "<p>Valid values are <code>A</code> and <code>B</code>.</p>",
        },
        "Filters": {"shape": "Filters"},
        "Token": {"shape": "Text"},
    }
    http = {"method": "POST", "requestUri": "/"}
    description = {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy", "uid": "toy-2020"},
        "operations": {
            "Do": {
                "name": "Do",
                "http": http,
                "input": {"shape": "Input"},
                "output": {"shape": "Output"},
                "errors": [{"shape": "Oops"}],
                "documentation": "<p>Does.</p>",
            },
            "Unused": {"name": "Unused", "http": http, "input": {"shape": "Other"}},
        },
        "shapes": {
            "Input": {"type": "structure", "members": members, "documentation": "<p>What is asked.</p>"},
            "Output": {"type": "structure", "members": {"documentation": {"shape": "Text"}}},
            "Filters": {"type": "list", "member": {"shape": "Filter"}},
            "Filter": {"type": "structure", "members": {"Not": {"shape": "Filter"}}},
            "Oops": {"type": "structure", "members": {}, "exception": True},
            "Other": {"type": "structure", "members": {}},
            "Mode": mode,
            "Text": {"type": "string"},
        },
    }
    return ServiceContract(ServiceModel(description, "toy"), {"Do": PAGINATOR})


def lock(contract: ServiceContract) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(
        serialize_lock(lock_contracts({"toy": (contract, ["Do"])}, botocore="1.0.0"))
    )
    return written


def test_what_it_holds() -> None:
    written = lock(service())
    assert list(written) == ["format", "botocore", "operations", "services"]
    assert list(written["operations"]) == ["toy.Do"]
    toy = written["services"]["toy"]
    assert list(toy["operations"]) == ["Do"]
    assert list(toy["shapes"]) == ["Filter", "Filters", "Input", "Mode", "Oops", "Output", "Text"]
    assert toy["paginators"] == {"Do": PAGINATOR}
    assert toy["metadata"] == {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy"}
    (rule,) = toy["shapes"]["Input"]["rules"]
    assert rule == {
        "kind": "enum",
        "param": "Mode",
        "values": ["A", "B"],
        "source": {"origin": "prose", "side": "request", "member": "Mode"},
    }
    assert "<p>" not in json.dumps(written)
    assert toy["shapes"]["Output"]["members"] == {"documentation": {"shape": "Text"}}  # a member of that name


def test_it_is_the_contract_that_was_locked() -> None:
    read = replace(contract_from_lock(lock(service()), "toy"), digests={})
    assert diff_contracts(read, service()) == ()
    (change,) = diff_contracts(read, service(max=9))
    assert (change.code, change.operations) == ("request-max-added", ("Do",))


def test_where_the_digest_is_the_same_nothing_is_compared() -> None:
    written = lock(service())
    written["services"]["toy"]["shapes"]["Mode"]["max"] = 5  # as if this harness read it otherwise
    assert diff_contracts(contract_from_lock(written, "toy"), service()) == ()
    written["operations"]["toy.Do"] = "of another botocore"
    (change,) = diff_contracts(contract_from_lock(written, "toy"), service())
    assert change.code == "request-max-removed"


def test_other_words_change_the_digest_but_not_the_contract() -> None:
    before, after = lock(service()), lock(service(documentation="<p>Some mode.</p>"))
    assert before["operations"] != after["operations"]
    assert before["services"] == after["services"]
    assert diff_contracts(contract_from_lock(before, "toy"), service(documentation="<p>Some.</p>")) == ()


def test_each_shape_has_a_line() -> None:
    text = serialize_lock(lock_contracts({"toy": (service(), ["Do"])}, botocore="1.0.0"))
    lines = text.splitlines()
    assert '        "Filters": {"type": "list", "member": {"shape": "Filter"}},' in lines
    assert sum('"Mode": ' in line for line in lines) == 2  # the member's place in Input's line, and the shape
    assert text.endswith("}\n")
