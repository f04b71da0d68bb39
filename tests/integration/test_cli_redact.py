"""``harness cassette redact``, secrets in ``harness check``, and a project's own rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import vcr
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import load_cassette, save_cassette
from harness.cli import _group
from harness.report.check import check

KEY = "AKIA" + "QWERTYUIOPASDFGH"
JSON = (("Content-Type", "application/x-amz-json-1.1"),)
SIGNED = (
    ("Authorization", f"AWS4-HMAC-SHA256 Credential={KEY}/20261121/eu-west-1/ssm/aws4_request, Signature=0a"),
)


def parameter(value: str, *headers: tuple[str, str], facts: bool = True) -> Interaction:
    """A look-up of an SSM parameter, with harness's facts or as plain vcrpy records it."""
    params = {"Name": "/db"}
    answer = {"Parameter": {"Name": "/db", "Type": "SecureString", "Value": value, "Version": 1}}
    known = Facts("ssm", "GetParameter", "eu-west-1", params, "json", "2026-11-21T10:00:00Z", "a stub")
    return Interaction(
        Request(
            "POST",
            "http://127.0.0.1:5000/",
            (*headers, ("X-Amz-Target", "AmazonSSM.GetParameter"), *JSON),
            json.dumps(params).encode(),
        ),
        Response(200, "OK", JSON, json.dumps(answer).encode()),
        known if facts else None,
    )


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(_group, [*map(str, arguments)])


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def values(path: str) -> list[Any]:
    return [json.loads(one.response.body)["Parameter"]["Value"] for one in load_cassette(path).interactions]


FOUND = """\
a.yaml
  interaction 1 and 1 more, request header Authorization: credential header
  interaction 1 and 2 more, response /Parameter/Value: sensitive member
"""


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_a_cassette_is_mended_once(name: str) -> None:
    save_cassette(
        name, [parameter("Hunter2!", *SIGNED), parameter("Tiger-42", *SIGNED), parameter("Hunter2!")]
    )
    before = Path(name).read_bytes()
    looked = run("redact", "--dry-run", name)
    assert (looked.exit_code, looked.output) == (
        1,
        f"{FOUND.replace('a.yaml', name)}1 of 1 cassette to be redacted\n",
    )
    assert Path(name).read_bytes() == before
    done = run("redact", name)
    assert (done.exit_code, done.output) == (0, f"{FOUND.replace('a.yaml', name)}1 of 1 cassette redacted\n")
    assert values(name) == ["Xxxxxx0x", "Xxxxx-00", "Xxxxxx0x"]
    after = Path(name).stat()
    again = run("redact", name)
    assert (again.exit_code, again.output) == (0, "0 of 1 cassette redacted\n")
    assert Path(name).stat().st_ino == after.st_ino
    assert run("redact", "--dry-run", name).exit_code == 0


def test_comments_stay_in_a_cassette_that_holds_no_secret() -> None:
    save_cassette("a.yaml", [parameter("xxxxxx")])
    path = Path("a.yaml")
    path.write_text("# made by hand\n" + path.read_text())
    assert run("redact", "a.yaml").exit_code == 0
    assert path.read_text().startswith("# made by hand\n")


def test_plain_vcrpy_plays_what_was_mended() -> None:
    save_cassette("a.yaml", [parameter("Hunter2!", *SIGNED, facts=False)])
    assert run("redact", "a.yaml").exit_code == 0
    import urllib.request

    with vcr.use_cassette("a.yaml", record_mode="none"):
        answer = urllib.request.urlopen("http://127.0.0.1:5000/", data=b'{"Name": "/db"}').read()
    assert json.loads(answer)["Parameter"]["Value"] == "Xxxxxx0x"
    assert check(load_cassette("a.yaml")).errors == ()


def test_equal_secrets_have_equal_stand_ins_and_others_have_others() -> None:
    save_cassette("a.yaml", [parameter(secret) for secret in ("Hunter2!x1", "Wizard9!z3", "Hunter2!x1")])
    run("redact", "a.yaml")
    first, second, third = values("a.yaml")
    assert (first, second) == ("Xxxxxx0xx0", "Xxxxxx0xx1")
    assert third == first


def test_the_json_answer() -> None:
    save_cassette("a.yaml", [parameter("Hunter2!")])
    Path("b.yaml").write_text("interactions: 3\nversion: 1\n")
    result = CliRunner().invoke(_group, ["redact", "--json", "a.yaml", "b.yaml"])
    assert result.exit_code == 2
    answer, error = json.loads(result.stdout), result.stderr
    assert answer == {
        "cassettes": [
            {
                "path": "a.yaml",
                "changed": True,
                "findings": [
                    {
                        "side": "response",
                        "place": "/Parameter/Value",
                        "kind": "sensitive member",
                        "interactions": [1],
                    }
                ],
            }
        ],
        "errors": [
            (
                "b.yaml, line 1: its interactions are not a list. Restore the file from version control, or "
                "delete it and record it again."
            )
        ],
    }
    assert error == f"harness: {answer['errors'][0]}\n"


def test_a_folder_and_what_is_no_cassette() -> None:
    Path("tapes").mkdir()
    save_cassette("tapes/a.json", [parameter("Hunter2!")])
    Path("tapes/other.yaml").write_text("a: 1\n")
    assert run("redact", "tapes").output.endswith("1 of 1 cassette redacted\n")
    result = run("redact", "tapes/other.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "harness: tapes/other.yaml, line 1: this is not a cassette: its top level has no interactions."
    )


def test_a_link_out_of_its_folder_is_not_written_through() -> None:
    Path("tapes").mkdir()
    save_cassette("else.yaml", [parameter("Hunter2!")])
    Path("tapes/link.yaml").symlink_to(Path("else.yaml").absolute())
    before = Path("else.yaml").read_bytes()
    result = run("redact", "tapes/link.yaml")
    assert (result.exit_code, result.stderr) == (
        2,
        (
            f"harness: tapes/link.yaml is a symbolic link to {Path('else.yaml').absolute()}, outside of its "
            "folder, and harness does not write there. Name that file itself, or put a file in the place of "
            "the link.\n"
        ),
    )
    assert Path("else.yaml").read_bytes() == before


def test_secrets_are_errors_of_a_check() -> None:
    save_cassette("a.yaml", [parameter("Hunter2!", *SIGNED), parameter("Hunter2!", *SIGNED)])
    result = run("check", "a.yaml")
    assert result.exit_code == 1
    assert result.output == (
        "error: The recording holds a secret (credential header) at header Authorization, and in 1 more "
        "interaction.\n"
        "  rule   secret, redaction, credential header\n"
        "  at     a.yaml, interaction 1, request /\n"
        "  next   Change the secret where it is in use, and run harness cassette redact a.yaml. If it is "
        'intended: "request.secret" = "warning" under [tool.harness.severity].\n'
        "\n"
        "error: ssm.GetParameter: The recording holds a secret (sensitive member) at /Parameter/Value, and "
        "in 1 more interaction.\n"
        "  rule   secret, redaction, sensitive member\n"
        "  at     a.yaml, interaction 1, response /Parameter/Value\n"
        "  next   Change the secret where it is in use, and run harness cassette redact a.yaml. If it is "
        'intended: "ssm.GetParameter:response.secret" = "warning" under [tool.harness.severity].\n'
        "\n"
        "2 exchanges of 1 operation checked, 2 errors, 0 warnings\n"
    )
    assert run("check", "a.yaml", "--severity", "secret=off").exit_code == 0
    run("redact", "a.yaml")
    assert run("check", "a.yaml").exit_code == 0


def test_a_secret_of_an_exchange_that_is_not_of_aws() -> None:
    foreign = Interaction(
        Request("GET", "http://127.0.0.1:5000/login", (("Authorization", "Bearer t0p-s3cret"),)),
        Response(200, "OK", (), f"welcome, {KEY}".encode()),
    )
    save_cassette("a.yaml", [foreign])
    found = json.loads(run("check", "--json", "a.yaml").stdout)["violations"]
    assert [(each["code"], each["pointer"], each["message"]) for each in found] == [
        ("secret", "", "The recording holds a secret (credential header) at header Authorization."),
        ("secret", "", "The recording holds a secret (AWS access key id) at body."),
    ]
    run("redact", "a.yaml")
    mended = load_cassette("a.yaml").interactions[0]
    assert mended.request.headers == (("Authorization", "Bearer REDACTED"),)
    assert mended.response.body == b"welcome, XXXXXXXXXXXXXXXXXXXX"


def test_rules_of_a_project() -> None:
    Path("acme_rules.py").write_text(
        "def hide(path, value):\n    return 'hidden' if path[-1:] == ('Name',) else value\n"
    )
    Path("pyproject.toml").write_text(
        '[tool.harness.redaction]\nfunctions = ["acme_rules:hide"]\n'
        "patterns = { \"Acme token\" = 'acme_[0-9a-f]{6}' }\n"
        'headers = ["X-Acme-Key"]\n'
    )
    save_cassette("a.yaml", [parameter("xxxx", ("X-Acme-Key", "k1"), ("X-Note", "acme_12ab34"))])
    assert run("redact", "a.yaml").output == (
        "a.yaml\n"
        "  interaction 1, request /Name: user rule\n"
        "  interaction 1, request header X-Acme-Key: credential header\n"
        "  interaction 1, request header X-Note: Acme token\n"
        "  interaction 1, response /Parameter/Name: user rule\n"
        "1 of 1 cassette redacted\n"
    )


def test_pseudonyms() -> None:
    save_cassette("a.yaml", [parameter("xxxx", ("X-Note", "ann@corp.test of 111122223333 at 10.1.2.3"))])
    assert run("redact", "a.yaml").output == "0 of 1 cassette redacted\n"
    run("redact", "--pseudonyms", "a.yaml")
    headers = dict(load_cassette("a.yaml").interactions[0].request.headers)
    assert headers["X-Note"] == "someone@example.com of 123456789012 at 192.0.2.1"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (
            "pattern = {}",
            (
                "There is no setting redaction.pattern; there are functions, headers, keep, members, "
                "patterns, pointers, pseudonyms, queries. Did you mean 'patterns'?"
            ),
        ),
        ("headers = 'x'", "redaction.headers must be a list of strings."),
        ("pseudonyms = 'yes'", "redaction.pseudonyms must be true or false."),
        ("patterns = ['a']", "redaction.patterns must be a table of regular expressions."),
        (
            "patterns = { Key = '(' }",
            (
                "redaction.patterns: 'Key' is no regular expression: missing ), "
                "unterminated subpattern at position 0."
            ),
        ),
        ("patterns = { Key = 'a*' }", "redaction.patterns: 'Key' matches the empty text."),
        ("pointers = ['Users']", "redaction.pointers: 'Users' is no JSON pointer; write /Users."),
        ("functions = ['os']", "redaction.functions: 'os' is no function; write module:function."),
        (
            "functions = ['nowhere.at:all']",
            "redaction.functions: 'nowhere.at:all' cannot be imported: No module named 'nowhere'.",
        ),
    ],
)
def test_rules_that_are_written_wrongly(table: str, reason: str) -> None:
    Path("pyproject.toml").write_text(f"[tool.harness.redaction]\n{table}\n")
    save_cassette("a.yaml", [parameter("xxxx")])
    result = run("redact", "a.yaml")
    assert (result.exit_code, result.stderr) == (2, f"harness: [tool.harness] of pyproject.toml: {reason}\n")
