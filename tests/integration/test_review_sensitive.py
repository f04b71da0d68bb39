"""How sensitive shapes that nobody has read are listed and judged: benchmarks/review_sensitive.py."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from botocore.model import ServiceModel

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "review_sensitive.py"
MODEL = {
    "metadata": {"protocol": "json"},
    "operations": {},
    "shapes": {
        "Name": {"type": "string"},
        "Secret": {
            "type": "string",
            "sensitive": True,
            "pattern": "[a-z]+",
            "documentation": "<p>A &amp;\n b.</p>",
        },
        "Secrets": {"type": "list", "sensitive": True, "member": {"shape": "Secret"}},
        "Tags": {"type": "map", "sensitive": True, "key": {"shape": "Name"}, "value": {"shape": "Secret"}},
        "Login": {
            "type": "structure",
            "sensitive": True,
            "members": {
                "User": {"shape": "Name"},
                "Password": {"shape": "Secret"},
                "Old": {"shape": "Secrets", "documentation": "Former ones."},
            },
        },
    },
}


@pytest.fixture(scope="module")
def review() -> ModuleType:
    spec = importlib.util.spec_from_file_location("review_sensitive", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def classes(tmp_path: Path) -> Path:
    path = tmp_path / "classes.json"
    path.write_text('{\n  "iam": {\n    "passwordType": "credential"\n  }\n}\n', encoding="utf-8")
    return path


def test_each_unread_shape_has_a_line(review: ModuleType) -> None:
    model = ServiceModel(MODEL, service_name="vault")
    assert list(review.lines(model, {"Tags": "data"})) == [
        "? vault.Login | structure of User Password* Old*",
        "? vault.Secret | string | Login.Password, Secrets[member], Tags[value] | A & b. | [a-z]+",
        "? vault.Secrets | list of Secret | Login.Old | Former ones.",
    ]


def test_a_service_that_was_read_has_no_line(review: ModuleType) -> None:
    model = ServiceModel(MODEL, service_name="vault")
    known = dict.fromkeys(("Login", "Secret", "Secrets", "Tags"), "data")
    assert list(review.lines(model, known)) == []


def test_verdicts_are_entered_sorted_one_a_line(review: ModuleType, classes: Path, tmp_path: Path) -> None:
    verdicts = tmp_path / "verdicts.txt"
    verdicts.write_text(
        "data s3.SSEKMSKeyId | string | PutObjectRequest.SSEKMSKeyId | The key.\n"
        "\n"
        "? s3.SSECustomerKey | string\n"
        "credential lambda.EnvironmentVariables\n"
        "personal iam.passwordType\n",
        encoding="utf-8",
    )
    assert review.main(["--enter", str(verdicts), "--classes", str(classes)]) == 0
    assert classes.read_text(encoding="utf-8") == (
        '{\n  "iam": {\n    "passwordType": "personal"\n  },\n'
        '  "lambda": {\n    "EnvironmentVariables": "credential"\n  },\n'
        '  "s3": {\n    "SSEKMSKeyId": "data"\n  }\n}\n'
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "secret s3.SSECustomerKey",
            "line 2: 'secret' is none of credential, data, personal, settings, typed",
        ),
        ("data SSECustomerKey | string", "line 2: no service.Shape after 'data'"),
    ],
)
def test_a_line_that_cannot_be_entered_is_named_and_nothing_is(
    review: ModuleType,
    classes: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    line: str,
    message: str,
) -> None:
    before = classes.read_text(encoding="utf-8")
    verdicts = tmp_path / "verdicts.txt"
    verdicts.write_text(f"data iam.passwordType\n{line}\n", encoding="utf-8")
    assert review.main(["--enter", str(verdicts), "--classes", str(classes)]) == 2
    assert capsys.readouterr().err == f"{verdicts}, {message}. Nothing was entered.\n"
    assert classes.read_text(encoding="utf-8") == before
