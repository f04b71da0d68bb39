"""``harness fuzz``: what it prints, its exit status, and what it does not judge."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cli import main
from harness.cli.fuzz import command
from harness.contract.exchange import ErrorAnswer
from harness.models import botocore_version
from harness.synth import SyntheticService
from harness.synth.responses.answer import Answer
from harness.synth.server.serving import serving
from harness.synth.service.dispatch import Asked

FEW = ("--max-examples", "2", "--seed", "7")


class LimitIgnored(SyntheticService):
    """Has pages of the usual size, whatever is asked for."""

    def __call__(self, asked: Asked) -> Answer:
        params = {name: value for name, value in asked.params.items() if name != "maxResults"}
        return super().__call__(replace(asked, params=params))


class NotImplementedYet(SyntheticService):
    """Has no operation."""

    def __call__(self, asked: Asked) -> Answer:
        return Answer(error=ErrorAnswer("NotImplemented", "Not yet."), status=501)


def fuzz(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


@pytest.fixture(autouse=True)
def _no_examples(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # where Hypothesis keeps failing examples


@pytest.fixture
def sound() -> Iterator[str]:
    with serving(SyntheticService(3, length=5)) as url:
        yield url


@pytest.fixture
def unlimited() -> Iterator[str]:
    with serving(LimitIgnored(3, length=5)) as url:
        yield url


def test_an_endpoint_that_keeps_to_the_contract(sound: str) -> None:
    own = ("--params", '{"includeCanceled": true}')
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", sound, *own, *FEW)
    assert done.exit_code == 0, done.output
    *_, counts, again = done.output.splitlines()
    assert counts.startswith("operations: 1; calls: answered ")
    assert counts.endswith("; errors: 0; warnings: 0")
    same = "--seed 7 --params '{\"includeCanceled\": true}' --max-examples 2"
    assert again == f"Again: harness fuzz signer.ListSigningProfiles --endpoint-url {sound} {same}"


def test_a_law_that_does_not_hold(unlimited: str) -> None:
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", unlimited, *FEW)
    assert done.exit_code == 1
    start = done.output.index("error: signer.ListSigningProfiles: profiles must have no more entries")
    lines = done.output[start:].splitlines()
    words = "profiles must have no more entries than maxResults says, 1, but had 4."
    sentence = "The maximum number of profiles to be returned."
    assert lines[:10] == [
        f"error: signer.ListSigningProfiles: {words}",
        "  law    page-limit, page_limit",
        f'  rule   documentation of maxResults, sentence 1 (botocore {botocore_version()}): "{sentence}"',
        "  calls",
        "    import boto3",
        "    from botocore.config import Config",
        "",
        "    config = Config(parameter_validation=False)",
        f"    signer = boto3.client('signer', 'us-east-1', endpoint_url='{unlimited}', config=config)",
        "    answer_1 = signer.list_signing_profiles(maxResults=1)",
    ]
    assert lines[10].startswith('    # answered: {"profiles": [{')


def test_json_and_the_same_seed_find_the_same(unlimited: str) -> None:
    arguments = ("signer.ListSigningProfiles", "--endpoint-url", unlimited, "--json", *FEW)
    first, second = (json.loads(fuzz(*arguments).output) for _ in range(2))
    found = [(each["law"], each["code"], each["severity"]) for each in first["counterexamples"]]
    assert ("page-limit", "page_limit", "error") in found
    assert found == [(each["law"], each["code"], each["severity"]) for each in second["counterexamples"]]
    assert first["seed"] == 7
    assert first["operations"] == {"signer.ListSigningProfiles": 10}
    assert first["not_judged"] == {}


@pytest.mark.parametrize(("level", "status", "shown"), [("off", 0, []), ("warning", 0, ["warning"])])
def test_the_project_sets_severities(
    unlimited: str, tmp_path: Path, level: str, status: int, shown: list[str]
) -> None:
    codes = "request.range", "signer:request.type", "signer.ListSigningProfiles:page_limit"
    table = "".join(f'"{code}" = "{level}"\n' for code in codes)
    (tmp_path / "pyproject.toml").write_text(f"[tool.harness.severity]\n{table}")
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", unlimited, "--json", *FEW)
    found = json.loads(done.output)["counterexamples"]
    assert sorted({each["severity"] for each in found if each["code"] == "page_limit"}) == shown
    errors = {each["code"] for each in found if each["severity"] == "error"}
    assert (done.exit_code, errors) == (status, set())


def test_an_operation_that_is_not_implemented_is_no_violation() -> None:
    with serving(NotImplementedYet()) as url:
        done = fuzz("signer.ListSigningProfiles", "--endpoint-url", url, *FEW)
    assert done.exit_code == 2
    assert "not judged: signer.ListSigningProfiles: not implemented" in done.output


def test_an_endpoint_that_is_not_there_is_no_violation() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", url, *FEW)
    assert done.exit_code == 2
    assert done.output.splitlines()[0] == "not judged: signer.ListSigningProfiles: network error"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("s3.Nope", "--endpoint-url", "http://127.0.0.1:1"), "There is no operation 'Nope'"),
        (("s3.ListBuckets",), "Missing option '--endpoint-url'"),
        (
            ("s3.ListBuckets", "--endpoint-url", "http://127.0.0.1:1", "--params", "[]"),
            "it must be a JSON object of parameters",
        ),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fuzz", *arguments])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
