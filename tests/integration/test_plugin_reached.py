"""What other libraries than botocore ask during replay goes out, and the summary says so."""

from __future__ import annotations

import pytest

LOOK_UP = """
import sys, threading
import pytest

def look_up(host):  # as socket does, whoever asks; nothing is sent
    sys.audit("socket.getaddrinfo", host, 443, 0, 0, 0)
"""
SAID = "while their cassettes were played, tests looked up hosts, for requests botocore doesn't make "


def run(pytester: pytest.Pytester, tests: str, *arguments: str, settings: str = "") -> pytest.RunResult:
    pytester.makepyprojecttoml(f"[tool.harness]\n{settings}\n")
    pytester.makepyfile(test_it=LOOK_UP + tests)
    result = pytester.runpytest_inprocess("-p", "no:recording", "-p", "no:randomly", *arguments)
    result.assert_outcomes(passed=tests.count("def test_"))
    return result


@pytest.mark.parametrize("workers", [(), ("-n1",)])
def test_a_host_that_a_replayed_test_looks_up_is_named(
    pytester: pytest.Pytester, workers: tuple[str, ...]
) -> None:
    result = run(
        pytester,
        """
@pytest.mark.cassette
def test_one():
    look_up("api.example.com")
    look_up("localhost")

@pytest.mark.cassette
def test_two():
    thread = threading.Thread(target=look_up, args=("other.example.com",))
    thread.start()
    thread.join()
    look_up("api.example.com")
""",
        *workers,
    )
    lines = result.outlines
    at = next(number for number, line in enumerate(lines) if line.startswith(SAID))
    assert "@pytest.mark.cassette(http=True)" in lines[at]
    assert lines[at + 1 : at + 4] == [
        "  api.example.com  (test_it.py::test_one)",
        "  other.example.com  (test_it.py::test_two)",
        "no exchange was recorded or played",
    ]


@pytest.mark.parametrize(
    ("tests", "arguments", "settings"),
    [
        ("def test_one(): look_up('api.example.com')", (), ""),
        ("@pytest.mark.cassette(network=True)\ndef test_one(): look_up('api.example.com')", (), ""),
        ("@pytest.mark.cassette(http=True)\ndef test_one(): look_up('api.example.com')", (), ""),
        ("@pytest.mark.cassette\ndef test_one(): look_up('api.example.com')", ("--cassette-mode=once",), ""),
        (
            "@pytest.mark.cassette\ndef test_one(): look_up('api.example.com')",
            (),
            'network = ["*.example.com"]',
        ),
    ],
    ids=["not marked", "let out", "with http", "recording", "allowed"],
)
def test_a_host_that_may_be_looked_up_is_not_named(
    pytester: pytest.Pytester, tests: str, arguments: tuple[str, ...], settings: str
) -> None:
    result = run(pytester, tests, *arguments, settings=settings)
    assert "looked up hosts" not in result.stdout.str()
    assert "example.com" not in result.stdout.str()
