"""``harness fuzz``: what it prints, its exit status, and what it does not judge."""

from __future__ import annotations

import functools
import itertools
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness.cli import main
from harness.cli.fuzz import command
from harness.contract.exchange import ErrorAnswer
from harness.fuzz import jobs
from harness.fuzz.replay import NoFindings, load_findings
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


class Reached(LimitIgnored):
    """Tells when it was called for the first time, which it answers late, and when it was called often."""

    def __init__(self, seed: int, *, length: int) -> None:
        super().__init__(seed, length=length)
        self.once, self.often = threading.Event(), threading.Event()
        self.count = 0

    def __call__(self, asked: Asked) -> Answer:
        if not self.once.is_set():
            self.once.set()
            time.sleep(0.5)
        self.count += 1
        if self.count > 50:
            self.often.set()
        return super().__call__(asked)


class NotImplementedYet(SyntheticService):
    """Has no operation."""

    def __call__(self, asked: Asked) -> Answer:
        return Answer(error=ErrorAnswer("NotImplemented", "Not yet."), status=501)


class FailsWithMany(SyntheticService):
    """Fails where a request has two parameters besides the limit, which no fixed case has."""

    def __call__(self, asked: Asked) -> Answer:
        if len({"platformId", "statuses", "includeCanceled"} & asked.params.keys()) > 1:
            return Answer(error=ErrorAnswer("", "oops"), status=500)
        return super().__call__(asked)


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
    *_, counts, versions, again = done.output.splitlines()
    assert counts.startswith("operations: 1; calls: answered ")
    assert counts.endswith("; errors: 0; warnings: 0")
    assert f"botocore {botocore_version()}" in versions
    same = "--seed 7 --params '{\"includeCanceled\": true}' --max-examples 2"
    assert again == f"Again: harness fuzz signer.ListSigningProfiles --endpoint-url {sound} {same}"


def test_a_law_that_does_not_hold(unlimited: str) -> None:
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", unlimited, *FEW)
    assert done.exit_code == 1
    start = done.stdout.index("error: signer.ListSigningProfiles: profiles must have no more entries")
    lines = done.stdout[start:].splitlines()
    words = "profiles must have no more entries than maxResults says, 1, but had 4."
    sentence = "The maximum number of profiles to be returned."
    assert lines[:12] == [
        f"error: signer.ListSigningProfiles: {words}",
        "  law    page-limit",
        f'  rule   documentation of maxResults, sentence 1 (botocore {botocore_version()}): "{sentence}"',
        "  more   harness explain page-limit",
        "  calls",
        "    import boto3",
        "    from botocore.config import Config",
        "",
        "    config = Config(parameter_validation=False)",
        "    session = boto3.Session('testing', 'testing')  # keys of nobody, which an emulator takes",
        f"    signer = session.client('signer', 'us-east-1', endpoint_url='{unlimited}', config=config)",
        "    answer_1 = signer.list_signing_profiles(maxResults=1)",
    ]
    assert lines[12].startswith('    # answered: {"profiles": [{')


def test_json_and_the_same_seed_find_the_same(unlimited: str) -> None:
    arguments = ("signer.ListSigningProfiles", "--endpoint-url", unlimited, "--json", *FEW)
    first, second = (json.loads(fuzz(*arguments).output) for _ in range(2))
    found = [(each["law"], each["code"], each["severity"]) for each in first["counterexamples"]]
    assert ("page-limit", "page-limit", "error") in found
    assert found == [(each["law"], each["code"], each["severity"]) for each in second["counterexamples"]]
    assert first["seed"] == 7
    assert list(first["operations"]) == ["signer.ListSigningProfiles"]
    assert first["not_judged"] == {}


@pytest.mark.parametrize(("level", "status", "shown"), [("off", 0, []), ("warning", 0, ["warning"])])
def test_the_project_sets_severities(
    unlimited: str, tmp_path: Path, level: str, status: int, shown: list[str]
) -> None:
    codes = "request.range", "signer:request.type", "signer.ListSigningProfiles:page-limit"
    table = "".join(f'"{code}" = "{level}"\n' for code in codes)
    (tmp_path / "pyproject.toml").write_text(f"[tool.harness.severity]\n{table}")
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", unlimited, "--json", *FEW)
    found = json.loads(done.output)["counterexamples"]
    assert sorted({each["severity"] for each in found if each["code"] == "page-limit"}) == shown
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
    words = "not judged: signer.ListSigningProfiles: network error: Could not connect to the endpoint URL"
    assert done.output.splitlines()[0].startswith(words)


class Pages(BaseHTTPRequestHandler):
    """Answers whatever is asked with a page for people."""

    def do_GET(self) -> None:
        page = b"<!doctype html><title>Welcome</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def test_a_site_is_no_endpoint() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_port}"
        done = fuzz("signer.ListSigningProfiles", "--endpoint-url", url, *FEW)
        server.shutdown()
    assert done.exit_code == 2
    words = "not judged: signer.ListSigningProfiles: every answer is a web page, with status 200"
    assert done.output.splitlines()[0] == words


class KeysRefused(SyntheticService):
    """Knows no access key."""

    def __call__(self, asked: Asked) -> Answer:
        return Answer(error=ErrorAnswer("UnrecognizedClientException", "Who is it?"), status=403)


def test_an_endpoint_that_refuses_the_keys_is_not_judged() -> None:
    with serving(KeysRefused()) as url:
        done = fuzz("signer.ListSigningProfiles", "--endpoint-url", url, *FEW)
    assert done.exit_code == 2
    words = "the endpoint refuses the keys that harness signs with: UnrecognizedClientException"
    assert done.output.splitlines()[0] == f"not judged: signer.ListSigningProfiles: {words}"


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


def test_the_first_error_ends_a_run(unlimited: str) -> None:
    done = fuzz("signer.ListSigningProfiles", "--endpoint-url", unlimited, "--fail-fast", *FEW)
    assert done.exit_code == 1
    assert done.stdout.count("\n  law    ") == 1
    assert "not finished: signer.ListSigningProfiles: there was an error before all cases" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("--seed 7 --max-examples 2 --fail-fast")


def test_an_operation_whose_host_is_made_of_a_parameter(unlimited: str) -> None:
    done = fuzz("s3control.ListStorageLensConfigurations", "--endpoint-url", unlimited)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == (
        "harness: nothing could be tested; no request could be sent. boto3 may build another host name "
        "from a parameter, and harness sends nothing to other hosts."
    )


def test_the_time_is_up(unlimited: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count()  # the time, a millisecond later each time that it is asked for
    timed = functools.partial(jobs.search, clock=lambda: next(ticks) / 1000)
    monkeypatch.setattr(jobs, "search", timed)
    arguments = (
        "signer.ListSigningProfiles",
        "--endpoint-url",
        unlimited,
        "--max-time",
        "1.5",
        "--seed",
        "7",
    )
    done = fuzz(*arguments, "--max-examples", "100000")
    assert done.exit_code == 1
    assert "error: signer.ListSigningProfiles: profiles must have no more entries" in done.stdout
    cut = re.search(
        "not finished: signer.ListSigningProfiles: time was up before all cases .* for (.*)", done.stdout
    )
    assert cut is not None
    assert "accepts-valid" in cut[1].split(", ")
    again = json.loads(fuzz(*arguments, "--json").stdout)
    assert again["not_finished"]["signer.ListSigningProfiles"]
    assert again["interrupted"] is False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_prints_all_that_was_found(unlimited: str, number: signal.Signals) -> None:
    with _running(unlimited) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(number)
        rest, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert first.startswith("error: signer.ListSigningProfiles: ")
    assert first in rest
    assert "not finished: signer.ListSigningProfiles: interrupted before all cases were tried for " in rest
    assert "harness: interrupted; the findings so far are above." in told
    assert "Traceback" not in told


def test_json_is_complete_when_it_is_interrupted() -> None:
    service = Reached(3, length=5)
    with serving(service) as url, _running(url, "--json", "--seed", "7") as process:
        assert service.often.wait(60)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    found = json.loads(out)
    assert found["interrupted"] is True
    assert found["seed"] == 7
    assert "page-limit" in {one["law"] for one in found["counterexamples"]}
    assert process.returncode == 1


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_before_anything_was_found_is_no_success(number: signal.Signals, status: int) -> None:
    service = Reached(3, length=5)
    with serving(service) as url, _running(url, "--json") as process:
        assert service.once.wait(60)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    assert json.loads(out)["counterexamples"] == []
    assert process.returncode == status


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_amid_a_callback_ends_a_run_before_its_next_call(
    number: signal.Signals, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    plain = jobs.law_client

    def interrupted(service: str, endpoint_url: str, timeout: float) -> Any:
        client = plain(service, endpoint_url, timeout=timeout)

        def send(**_: Any) -> None:
            sent.append(service)
            if len(sent) == 3:
                signal.raise_signal(number)
                sent.append("the callback went on to its end")

        client.meta.events.register("before-send", send)
        return client

    monkeypatch.setattr(jobs, "law_client", interrupted)
    before = signal.getsignal(number)
    with serving(SyntheticService(3, length=5)) as url:
        done = fuzz("signer.ListSigningProfiles", "--endpoint-url", url, "--json", *FEW)
    found = json.loads(done.stdout)
    assert (found["interrupted"], done.exit_code) == (True, status)
    assert sent == ["signer"] * 3 + ["the callback went on to its end"]
    assert sum(found["calls"].values()) == 3
    assert signal.getsignal(number) is before


def test_a_finding_is_told_before_its_smallest_calls_are_looked_for() -> None:
    with serving(FailsWithMany(3, length=5)) as url:
        arguments = ("--max-examples", "30", "--seed", "7")
        done = fuzz("signer.ListSigningProfiles", "--endpoint-url", url, *arguments)
    assert done.exit_code == 1, done.output
    heading = next(line for line in done.stderr.splitlines() if line.startswith("error: "))
    assert "  note   It comes again with the smallest calls that are found." in done.stderr
    assert heading.partition(" must ")[0] in done.stdout
    assert done.stdout.index("\n  calls\n") > 0


@contextmanager
def _running(url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command on what takes very long."""
    command = [
        "fuzz",
        "signer.ListSigningProfiles",
        "--endpoint-url",
        url,
        "--max-examples",
        "100000",
        *arguments,
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", "from harness.cli import main; main()", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Newer(SyntheticService):
    """Has a value that the model does not know."""

    def __call__(self, asked: Asked) -> Answer:
        answer = super().__call__(asked)
        if answer.response is None:
            return answer
        return replace(answer, response={**answer.response, "category": "Other"})


def test_what_aws_gets_wrong_as_well_is_a_warning_where_that_is_asked_for() -> None:
    with serving(Newer(3, length=5)) as url:
        arguments = ("signer.GetSigningPlatform", "--endpoint-url", url, *FEW)
        strict, lenient = fuzz(*arguments), fuzz(*arguments, "--lenient")
    assert (strict.exit_code, lenient.exit_code) == (1, 0)
    assert "error: signer.GetSigningPlatform: category must be " in strict.output
    assert "warning: signer.GetSigningPlatform: category must be " in lenient.output
    assert "--lenient" in lenient.output.splitlines()[-1]


@pytest.fixture(scope="module")
def findings_file(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files that one run writes, by their format."""
    folder = tmp_path_factory.mktemp("fuzz")
    names = ("text", "json", "junit", "sarif", "github")
    files = {name: folder / f"findings.{name}" for name in names}
    formats = [part for name, file in files.items() for part in ("--format", f"{name}={file}")]
    with serving(LimitIgnored(3, length=5)) as url:
        arguments = ("signer.ListSigningProfiles", "--endpoint-url", url, *formats, *FEW)
        assert fuzz(*arguments, "--law", "page-limit").exit_code == 1
    return files


def test_a_run_writes_the_formats_of_ci(findings_file: dict[str, Path]) -> None:
    words = "profiles must have no more entries than maxResults says, 1, but had 4."
    for name, file in findings_file.items():
        assert words in file.read_text(), name
    log = json.loads(findings_file["sarif"].read_text())
    assert {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]} == {"page-limit"}
    assert findings_file["github"].read_text().startswith("::error title=signer.ListSigningProfiles")


def test_a_report_has_seed_versions_ledger_and_only_the_laws_asked_for(
    findings_file: dict[str, Path],
) -> None:
    found = json.loads(findings_file["json"].read_text())
    assert found["seed"] == 7
    assert found["versions"]["botocore"] == botocore_version()
    assert {one["law"] for one in found["counterexamples"]} == {"page-limit"}
    (cause,) = found["causes"]
    assert cause["counterexamples"] == [0]
    assert found["ledger"]["signer.ListSigningProfiles"]["items"]


@pytest.mark.parametrize(
    ("service", "state", "status"),
    [(LimitIgnored(4, length=6), "still broken", 1), (SyntheticService(3, length=5), "fixed", 0)],
)
def test_findings_are_made_again(
    findings_file: dict[str, Path], service: SyntheticService, state: str, status: int
) -> None:
    with serving(service) as url:
        done = fuzz("--replay", str(findings_file["json"]), "--endpoint-url", url, "--max-examples", "2")
    assert done.exit_code == status, done.output
    assert done.stdout.splitlines()[0].startswith(
        f"{state}: signer.ListSigningProfiles: page-limit, page-limit"
    )
    assert done.stdout.splitlines()[-1] == f"{state}: 1"


def test_a_file_without_findings_cannot_be_replayed(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}")
    with pytest.raises(NoFindings, match="it has no counterexamples"):
        load_findings(file)


def test_operations_are_judged_side_by_side(unlimited: str) -> None:
    arguments = ("signer", "--endpoint-url", unlimited, "--law", "page-limit", "-j", "2", *FEW)
    done = fuzz(*arguments, "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert len(found["operations"]) > 5
    assert {one["operation"] for one in found["counterexamples"]} >= {"signer.ListSigningProfiles"}


def test_a_law_that_there_is_not_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["fuzz", "s3.ListBuckets", "--endpoint-url", "http://127.0.0.1:1", "--law", "page-sizes"])
    assert "There is no law 'page-sizes'. Did you mean 'page-size'" in capsys.readouterr().err
