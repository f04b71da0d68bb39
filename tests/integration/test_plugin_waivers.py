"""Waivers: ``severity`` of the marker, settings for one operation, and which of them match nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

# Of the three calls the first two break their contract, by the code "range".
TESTS = """
import pytest

@pytest.mark.cassette{first}
def test_large(tables):
    tables(Limit=1000)

@pytest.mark.cassette{second}
def test_zero(tables):
    tables("aaa", Limit=0x1001)

@pytest.mark.cassette{third}
def test_good(tables):
    tables(Limit=10)
"""


@pytest.fixture
def tests(project: pytest.Pytester) -> Callable[..., None]:
    """Write the tests with their markers' arguments, recorded."""

    def write(first: str = "", second: str = "", third: str = "", settings: str = "") -> None:
        project.makepyfile(test_it=TESTS.format(first="", second="", third=""))
        project.runpytest_inprocess("--cassette-mode=once", "--contract=off").assert_outcomes(passed=3)
        project.makepyfile(test_it=TESTS.format(first=first, second=second, third=third))
        project.makepyprojecttoml(f"[tool.harness.severity]\n{settings}\n")

    return write


@pytest.mark.parametrize(
    ("severity", "failed", "told"),
    [
        ('{"range": "warning"}', 1, "1 contract error, 1 warning"),
        ('{"request.range": "off"}', 1, "1 contract error, 0 warnings"),
        ('{"dynamodb:request.range": "off"}', 1, "1 contract error, 0 warnings"),
        ('{"dynamodb.list_tables:request.range": "warning"}', 1, "1 contract error, 1 warning"),
        ('{"response.range": "off"}', 2, "2 contract errors, 0 warnings"),
        ('{"sqs:range": "off"}', 2, "2 contract errors, 0 warnings"),
    ],
)
def test_the_marker(
    project: pytest.Pytester, tests: Callable[..., None], severity: str, failed: int, told: str
) -> None:
    tests(first=f"(severity={severity})")
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=failed, passed=3 - failed)
    result.stdout.fnmatch_lines([f"3 exchanges of 1 operation, {told}"])


@pytest.mark.parametrize(
    ("marker", "settings", "told"),
    [
        # The marker goes before all settings, however narrow they are.
        ("range = 'off'", '"dynamodb.ListTables:request.range" = "error"', "1 contract error, 0 warnings"),
        ("range = 'error'", '"dynamodb.ListTables:request.range" = "off"', "1 contract error, 0 warnings"),
        # An operation before a service, a service before a side, a side before a code.
        (
            "",
            '"dynamodb.ListTables:range" = "off"\n"dynamodb:request.range" = "error"',
            "0 contract errors, 0 warnings",
        ),
        ("", '"dynamodb:range" = "warning"\n"request.range" = "off"', "0 contract errors, 2 warnings"),
        ("", '"request.range" = "warning"\nrange = "off"', "0 contract errors, 2 warnings"),
    ],
)
def test_the_order_of_precedence(
    project: pytest.Pytester, tests: Callable[..., None], marker: str, settings: str, told: str
) -> None:
    name, _, level = marker.partition(" = ")
    tests(first=f'(severity={{"{name}": {level}}})' if marker else "", settings=settings)
    result = project.runpytest_inprocess("--contract=warn")
    result.stdout.fnmatch_lines([f"3 exchanges of 1 operation, {told}"])


def test_what_the_message_says_is_what_silences_it(
    project: pytest.Pytester, tests: Callable[..., None]
) -> None:
    tests()
    result = project.runpytest_inprocess("-k", "large")
    result.stdout.fnmatch_lines(
        [
            (
                "  next   Fix the call. If it is intended: "
                '@pytest.mark.cassette(severity={"dynamodb.ListTables:request.range": "warning"}), or'
            ),
            '         "dynamodb.ListTables:request.range" = "warning" under *',
        ]
    )
    for arguments in (
        {"settings": '"dynamodb.ListTables:request.range" = "warning"'},
        {"first": '(severity={"request.range": "warning"})'},
    ):
        tests(**arguments)
        project.runpytest_inprocess("-k", "large").assert_outcomes(passed=1, deselected=2)


UNMATCHED = "waivers that no longer match a violation:"


def test_waivers_that_match_nothing_are_told(
    project: pytest.Pytester,
    tests: Callable[..., None],
    run_in_workers: Callable[..., pytest.RunResult],
) -> None:
    tests(
        first='(severity={"range": "off", "enum": "off"})',
        second='(severity={"request.range": "warning"})',
        third='(severity={"request.range": "off"})',
        settings='"dynamodb.ListTables:pattern" = "off"\n"dynamodb:required" = "off"\nenum = "off"',
    )
    told = [
        UNMATCHED,
        '  [[]tool.harness.severity]: "dynamodb.ListTables:pattern"',
        '  test_it.py::test_good: "request.range"',
        '  test_it.py::test_large: "enum"',
        "3 exchanges of 1 operation, 0 contract errors, 1 warning",
    ]
    for run in (project.runpytest_inprocess, run_in_workers):
        result = run()
        result.assert_outcomes(passed=3)
        result.stdout.fnmatch_lines(told, consecutive=True)


@pytest.mark.parametrize("options", [("-k", "good or large"), ("test_it.py::test_good",)])
def test_a_part_of_the_tests_says_nothing_of_the_settings(
    project: pytest.Pytester, tests: Callable[..., None], options: tuple[str, ...]
) -> None:
    tests(
        first='(severity={"range": "off"})',
        third='(severity={"request.range": "off"})',
        settings='"dynamodb.ListTables:pattern" = "off"',
    )
    result = project.runpytest_inprocess(*options)
    result.stdout.fnmatch_lines(
        [UNMATCHED, '  test_it.py::test_good: "request.range"', "*exchange*"], consecutive=True
    )


def test_what_all_tests_of_a_module_carry(project: pytest.Pytester) -> None:
    """The marker of a module has matched if one of its tests has; what was not run may match."""
    project.makepyfile(
        test_it="""
        import pytest

        pytestmark = pytest.mark.cassette(severity={"range": "off", "enum": "off"})

        @pytest.mark.parametrize("limit", [10, 1000])
        def test_one(tables, limit):
            tables(Limit=limit)

        class TestIt:
            pytestmark = pytest.mark.cassette(severity={"size": "off"})

            @pytest.mark.parametrize("limit", [10, 20])
            def test_two(self, tables, limit):
                tables(Limit=limit)

            @pytest.mark.cassette(severity={"length": "off"})
            @pytest.mark.parametrize("limit", [10, 20])
            def test_three(self, tables, limit):
                tables(Limit=limit)
        """
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(
        [
            UNMATCHED,
            '  test_it.py: "enum"',
            '  test_it.py::TestIt: "size"',
            '  test_it.py::TestIt::test_three: "length"',
            "6 exchanges *",
        ],
        consecutive=True,
    )
    result = project.runpytest_inprocess("-k", "10 and not 1000")
    result.assert_outcomes(passed=3, deselected=3)
    result.stdout.no_fnmatch_line(UNMATCHED)


@pytest.mark.parametrize("option", ["--contract=off", "--collect-only"])
def test_what_is_not_checked_says_nothing_of_waivers(
    project: pytest.Pytester, tests: Callable[..., None], option: str
) -> None:
    tests(first='(severity={"enum": "off"})', settings='"dynamodb.ListTables:pattern" = "off"')
    project.runpytest_inprocess(option).stdout.no_fnmatch_line(UNMATCHED)


def test_a_test_that_fails_says_nothing_of_its_waivers(
    project: pytest.Pytester, tests: Callable[..., None]
) -> None:
    tests(first='(severity={"enum": "off"})', settings='"dynamodb.ListTables:pattern" = "off"')
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=2, passed=1)
    result.stdout.no_fnmatch_line(UNMATCHED)


def test_fixtures_have_the_waivers_of_their_tests(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        pytestmark = pytest.mark.cassette(severity={"range": "off"})

        @pytest.fixture(scope="module")
        def stack(dynamodb):
            dynamodb.list_tables(Limit=1000)

        def test_one(stack):
            pass

        def test_two(stack):
            pass
        """
    )
    for mode in ("once", "none"):
        result = project.runpytest_inprocess(f"--cassette-mode={mode}")
        result.assert_outcomes(passed=2)
        result.stdout.no_fnmatch_line(UNMATCHED)
    source = (project.path / "test_it.py").read_text()
    project.makepyfile(test_it=source.replace("def test_two", "@pytest.mark.cassette\ndef test_two"))
    project.runpytest_inprocess().assert_outcomes(passed=1, errors=1)


@pytest.mark.parametrize(
    ("severity", "message"),
    [
        ("'off'", "test_it.py::test_large: severity is no table of violation codes but 'off'. *"),
        (
            "{'rnage': 'off'}",
            "test_it.py::test_large, severity of the marker: There is no violation code 'rnage'. *",
        ),
        (
            "{'range': 'loud'}",
            "test_it.py::test_large, severity of the marker: range cannot be 'loud'; it can *",
        ),
    ],
)
def test_a_waiver_that_is_none(
    project: pytest.Pytester, tests: Callable[..., None], severity: str, message: str
) -> None:
    tests(first=f"(severity={severity})")
    result = project.runpytest_inprocess("-k", "large")
    result.assert_outcomes(errors=1, deselected=2)
    result.stdout.fnmatch_lines([message])
