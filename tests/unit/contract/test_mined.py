"""Rules mined before are read from the cache folder, as they were mined."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from botocore.model import OperationModel, ServiceModel

from harness.contract import prose
from harness.contract.mined import (
    CACHE_VARIABLE,
    cache_folder,
    documented_rules,
    documented_rules_of_service,
)
from harness.models import find_operation, load_service


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def no_mining(monkeypatch: pytest.MonkeyPatch) -> None:
    def mined_again(operation: OperationModel) -> None:
        raise AssertionError(f"{operation.name} was mined")

    monkeypatch.setattr(prose, "mine_operation", mined_again)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "name", ["ListInsightsMetricData", "ListInsightsData", "LookupEvents", "CreateTrail"]
)
def test_rules_are_the_same_from_the_cache(name: str, request: pytest.FixtureRequest) -> None:
    operation = find_operation("cloudtrail", name)
    first = documented_rules(operation)
    request.getfixturevalue("no_mining")
    second = documented_rules(operation)
    assert second == first
    assert [rule.to_json() for rule in second.rules] == [rule.to_json() for rule in first.rules]
    assert [rule.source for rule in second.rules] == [rule.source for rule in first.rules]


def test_other_documentation_is_mined_anew() -> None:
    model = load_service("cloudtrail")
    description = copy.deepcopy(model._service_description)
    shape = description["operations"]["ListTrails"]["input"]["shape"]
    description["shapes"][shape]["members"]["NextToken"]["documentation"] = "Maximum length of 12."
    documented_rules(model.operation_model("ListTrails"))
    other = ServiceModel(description, "cloudtrail").operation_model("ListTrails")
    assert "length" in [rule.kind for rule in documented_rules(other).rules]


def test_a_damaged_file_is_mined_anew(cache: Path) -> None:
    operation = find_operation("cloudtrail", "LookupEvents")
    rules = documented_rules(operation)
    (file,) = kept(cache)
    whole = file.read_bytes()
    written = b'{"kind": "none", "source": {"origin": "prose"}, "conflict": null, "implied": false}'
    for damaged in (b"", b"{", b"[1]", b'{"a": 1}', b"[%b]" % written, b'[{"kind": "enum"}]', b"\xff"):
        file.write_bytes(damaged)
        assert documented_rules(operation) == rules
        assert file.read_bytes() == whole


def test_the_rules_of_a_service_are_those_of_its_operations(cache: Path) -> None:
    service = load_service("internetmonitor")
    one_by_one = {name: documented_rules(service.operation_model(name)) for name in service.operation_names}
    assert any(documented.narrowing for documented in one_by_one.values())
    before = set(kept(cache))
    assert documented_rules_of_service(service) == one_by_one
    (file,) = set(kept(cache)) - before
    for path in before:
        path.unlink()
    assert documented_rules_of_service(service) == one_by_one
    assert kept(cache) == [file]


def test_a_damaged_file_of_a_service_is_made_anew(cache: Path) -> None:
    service = load_service("internetmonitor")
    first = documented_rules_of_service(service, "a page")
    largest = max(kept(cache), key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    for damaged in (b"{}", b"[]", whole[:-9], whole.replace(b'"kind":"length"', b'"kind":"none"')):
        assert damaged != whole
        largest.write_bytes(damaged)
        assert documented_rules_of_service(service, "a page") == first
        assert largest.read_bytes() == whole


def test_sources_name_the_document() -> None:
    rules = documented_rules(find_operation("cloudtrail", "LookupEvents"), "a page").rules
    assert {rule.source.document for rule in rules if rule.source} == {"a page"}


def test_a_folder_that_cannot_be_written_is_done_without(cache: Path) -> None:
    cache.write_text("a file in the folder's place")
    assert documented_rules(find_operation("cloudtrail", "LookupEvents")).rules


def test_nothing_is_kept_where_the_variable_is_empty(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert documented_rules(find_operation("cloudtrail", "LookupEvents")).rules
    assert cache_folder() is None
    assert kept(cache) == []


def test_folders_of_old_code_are_removed(cache: Path) -> None:
    for number in range(9):
        (cache / "rules" / str(number)).mkdir(parents=True)
    documented_rules(find_operation("cloudtrail", "LookupEvents"))
    assert len(list((cache / "rules").iterdir())) == 4
    assert len(kept(cache)) == 1


def test_the_folder_is_below_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "aws-contract-harness"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home" / ".cache" / "aws-contract-harness"
