"""What a session does at its end with what its tests have recorded and played."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness.errors import counted
from harness.pytest_plugin.keys import REPLAY
from harness.pytest_plugin.state import settings_of
from harness.pytest_plugin.summary import Tally, kept_lines, reached_lines, summary_line, warning_lines
from harness.pytest_plugin.terminal import Detail
from harness.pytest_plugin.waivers import unmatched_lines
from harness.record.session import unanswered_lines


def end(session: pytest.Session, tally: Tally) -> list[str]:
    """Compare what was recorded again, or play what was recorded; the session fails if that does.

    Args:
        session: the session, of the controller where pytest-xdist has workers.
        tally: what was counted, over all workers.

    Returns:
        The lines of the summary.
    """
    lines: list[str] = []
    if tally.rerecorded:
        lines += _compare(session, tally)
    elif tally.recorded_tests and _is_to_be_verified(session):
        lines += _verify(session, tally)
    detail = Detail.of(session.config)
    if detail.lists and detail.warns:
        lines += warning_lines(tally, verbose=detail.explains)
    lines += unmatched_lines(tally, has_passed=session.exitstatus == pytest.ExitCode.OK)
    lines += [
        *kept_lines(tally),
        *reached_lines(tally),
        *unanswered_lines(tally.unanswered),
        summary_line(tally),
    ]
    if tally.by_order:
        from harness.record.lookup import order_note

        lines.append(order_note(tally.by_order))
    if tally.by_origin:
        from harness.record.origin import origin_note

        lines.append(origin_note(tally.by_origin))
    if tally.suggested:
        from harness.record.suggestions import block

        lines += block(tally.suggested)
    if tally.given:
        from harness.record.translation import translation_note

        lines.append(translation_note(tally.given))
    return lines


def _compare(session: pytest.Session, tally: Tally) -> Iterator[str]:
    from harness.pytest_plugin.diff import compare_all
    from harness.report.comparison import comparison_lines

    for cassette, comparison in compare_all(
        session.config, tally.rerecorded, settings_of(session.config).volatile
    ):
        yield from comparison_lines(cassette, comparison)
        if comparison.changes:
            _fail(session)


def _is_to_be_verified(session: pytest.Session) -> bool:
    config = session.config
    has_ended = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    is_wanted = settings_of(config).verify and not config.getoption("--no-verify")
    return has_ended and is_wanted and not config.pluginmanager.has_plugin(REPLAY)


def _verify(session: pytest.Session, tally: Tally) -> Iterator[str]:
    from harness.pytest_plugin.verify import Recorded, verify

    config, recorded = session.config, [Recorded(*one) for one in tally.recorded_tests]
    terminal: Any = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and config.get_verbosity() >= 0:
        if terminal.currentfspath is None:  # the dots of pytest-xdist belong to no file
            terminal.write("\n")
        terminal.ensure_newline()
        terminal.write_line(f"playing back {counted(len(recorded), 'recorded test')} ...")
    verification = verify(config, recorded)
    if verification.failed:
        _fail(session)
    tally.suggested = {**tally.suggested, **verification.suggested}
    return verification.lines()


def _fail(session: pytest.Session) -> None:
    if session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
