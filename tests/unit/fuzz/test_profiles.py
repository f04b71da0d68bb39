"""Hypothesis's settings by profile, wherever they are loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harness.fuzz.profiles import PROFILES, chosen_profile


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, "dev"),
        ({"CI": "true"}, "ci"),
        ({"CI": ""}, "dev"),
        ({"CI": "true", "HYPOTHESIS_PROFILE": "thorough"}, "thorough"),
        ({"HYPOTHESIS_PROFILE": "ci"}, "ci"),
        ({"HYPOTHESIS_PROFILE": "mine"}, "dev"),
        ({"CI": "true", "HYPOTHESIS_PROFILE": "mine"}, "ci"),
    ],
)
def test_the_environment_chooses(
    variables: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("CI", "HYPOTHESIS_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert repr(chosen_profile()) == repr(PROFILES[name])


def test_the_number_of_examples_may_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "ci")
    chosen = chosen_profile(7)
    assert (chosen.max_examples, chosen.derandomize) == (7, True)


def test_a_profile_is_the_same_in_ci() -> None:
    code = "from harness.fuzz.profiles import PROFILES; print(PROFILES)"
    printed = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**{name: value for name, value in os.environ.items() if name != "CI"}, **variables},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for variables in ({}, {"CI": "true"})
    ]
    assert printed[0] == printed[1]
    assert "derandomize=False, max_examples=50" in printed[0]
