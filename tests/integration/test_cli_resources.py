"""``harness resources``: the resource types of a service, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from harness.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command; gives its exit status, its standard output and its standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["resources", *arguments])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return run


def test_the_types_of_a_service_with_their_operations(run: Run) -> None:
    status, out, err = run("secretsmanager")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    start = lines.index("Secret  named by Name, SecretId")
    assert lines[start + 1 : start + 6] == [
        "  create  CreateSecret",
        "  read    DescribeSecret",
        "  list    ListSecrets",
        "  update  UpdateSecret",
        "  delete  DeleteSecret",
    ]
    assert lines[-1] == "3 resource types of secretsmanager"


def test_what_has_no_name_of_its_own_is_told_by_something_else(run: Run) -> None:
    lines = run("ecr")[1].splitlines()
    assert "RepositoryPolicy  told by repositoryName" in lines
    assert "RegistryPolicy  one at most" in lines


def test_the_types_as_json(run: Run) -> None:
    status, out, _ = run("dynamodb", "--json")
    types = {each["name"]: each for each in json.loads(out)}
    assert status == 0
    assert types["Table"]["identifiers"] == ["TableName"]
    assert types["Table"]["operations"]["read"] == ["DescribeTable"]
    assert (types["Table"]["attached"], types["ResourcePolicy"]["attached"]) == (False, True)


def test_a_service_that_there_is_not(run: Run) -> None:
    status, out, err = run("dynamo")
    assert (status, out) == (2, "")
    assert "dynamodb" in err
