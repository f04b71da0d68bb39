"""How a change of the miner is measured on all of botocore: benchmarks/wild_rules.py."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from botocore.model import ServiceModel

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "wild_rules.py"
MODEL = {
    "metadata": {"protocol": "json"},
    "operations": {"ListThings": {"input": {"shape": "Request"}, "documentation": "Lists things."}},
    "shapes": {
        "Request": {
            "type": "structure",
            "members": {
                "MaxResults": {"shape": "Count", "documentation": "At most. The maximum value is 4711."},
                "Mode": {"shape": "Mode", "documentation": "Valid values are FAST and SLOW."},
                "Order": {"shape": "Mode", "documentation": "One of these can be either FAST or else SLOW."},
            },
        },
        "Count": {"type": "integer", "min": 1, "max": 4711},
        "Mode": {"type": "string", "enum": ["FAST", "SLOW"]},
    },
}


@pytest.fixture
def wild(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("wild_rules", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "wild_rules", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "load_service", lambda name: ServiceModel(MODEL, service_name=name))
    return module


def test_a_claim_that_a_change_adds_is_listed_unless_the_model_says_it(
    wild: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = wild.wild_claims(["toy"], share=1)
    assert sorted(claim["words"] for claim in claims.values()) == [
        "MaxResults must be at most 4711",
        'Mode must be "FAST" or "SLOW"',
    ]
    assert {claim["model"] for claim in claims.values()} == {"implied"}
    wild.compare({}, claims, None)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "ADDED: 2 claims in 2 places: {'as in the model': 2}" in printed.err
    wild.compare({}, {digest: {**claim, "model": ""} for digest, claim in claims.items()}, None)
    assert capsys.readouterr().out.count("ADDED unread") == 2


def test_repeated_traits_are_found_or_missed(wild: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    wild.weak(["toy"], share=1, errors=True)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("missed enum (None, None, ('FAST', 'SLOW')) toy.Request.Order:")
    assert [line.split() for line in printed[-3:]] == [
        ["enum", "1", "1", "0", "0.500"],
        ["range", "1", "0", "0", "1.000"],
        ["all", "2", "1", "0", "0.667"],
    ]


def test_saved_claims_are_compared(
    wild: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    saved = tmp_path / "claims.json"
    monkeypatch.setattr(sys, "argv", ["wild_rules.py", "--save", str(saved), "--service", "toy"])
    assert wild.main() == 0
    assert len(json.loads(saved.read_text(encoding="utf-8"))) == 2
    monkeypatch.setattr(sys, "argv", ["wild_rules.py", "--against", str(saved), "--service", "toy"])
    assert wild.main() == 0
    assert "LOST: 0 claims in 0 places: {}" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["wild_rules.py", "--against", str(tmp_path / "none.json")])
    with pytest.raises(SystemExit):
        wild.main()
    assert "There are no saved claims at" in capsys.readouterr().err
