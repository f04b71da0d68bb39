"""Check what cassettes serve to a test, as a part of the test, and count it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from harness.cassette.failed import failed_path
from harness.cassette.model import Interaction
from harness.contract.explanation import broken_words, violation_lines
from harness.contract.violation import Violation
from harness.printable import printable
from harness.pytest_plugin.errors import ContractWarning
from harness.pytest_plugin.keys import COVERAGE, REPLAY, tally_of
from harness.pytest_plugin.sharing import shared_by_accident
from harness.pytest_plugin.stand_ins import words_on_stand_ins
from harness.pytest_plugin.state import Watched, contract_level, state_of
from harness.pytest_plugin.waivers import NONE, Carried, is_waiver, visible, weigh
from harness.record.errors import CannotReplay, end_at_the_call
from harness.record.live import LiveCassette, shown
from harness.redaction import redact_text
from harness.report.check import Report, check_interactions
from harness.settings import redaction_of

Phase = Literal["setup", "call", "teardown"]


CARRIED = pytest.StashKey[Carried]()
"""The waivers of a test that uses a cassette."""

RECORDED = pytest.StashKey[bool]()
"""Whether a test, or a fixture of a module, recorded anything."""


def watch(config: pytest.Config, live: LiveCassette) -> None:
    """Judge what a cassette serves that the test's own code has opened."""
    live.tries_rules = config.pluginmanager.has_plugin(REPLAY)
    state_of(config).watched.append(Watched(live, is_of_program=True))


def judge(item: pytest.Item, phase: Phase, error: BaseException | None = None) -> None:
    """Check what a test exchanged since the last check; fail the test if it breaks the contract.

    Args:
        item: the test.
        phase: the phase that ends.
        error: what the phase fails with anyhow: then what was found is shown next to it.

    Raises:
        pytest.fail.Exception: the exchanges break their contract, or a call could not be played, though the
            test's code caught that.
    """
    errors: list[Violation] = []
    broken, missed = [], []
    state = state_of(item.config)
    carried = item.stash.get(CARRIED, NONE)
    for watched in state.watched:
        found = _errors_of(item, watched, error, carried)
        errors += found
        broken += [broken_words(found, in_test=True)] if found else []
        if not watched.is_of_program:
            missed += misses_of(watched, error)
    if error is not None and not isinstance(error, CannotReplay):
        missed += [
            text for one in state.watched if (text := words_on_stand_ins(one.live.served[one.start :]))
        ]
        if any(not one.live.closed_network for one in state.watched):
            no_aws = words_on_no_aws(error, item.nodeid)
            missed += map(redact_text, no_aws)
            if no_aws:
                end_at_the_call(error)
                error.__suppress_context__ = True  # how urllib3 came to it explains no more
    if missed or isinstance(error, CannotReplay):
        missed += _shared_by_accident(item, state.watched)
    broken += _broken_stubs(item, carried)
    state.watched[:] = [one for one in state.watched if not (one.is_of_program and one.live.is_closed)]
    if isinstance(error, CannotReplay):
        end_at_the_call(error)
    # What was missed is redacted where it is worded. Places in it, "ssm.GetToken:/Name", look like secrets.
    told = [*map(redact_text, broken), *missed]
    if error is not None and phase == "call" and _is_why(item, errors, error):
        told.append(redact_text(f"It was answered so: {type(error).__name__}: {error}"))
        end_at_the_call(error)
        reason = pytest.fail.Exception(printable("\n\n".join(told)))
        raise reason.with_traceback(error.__traceback__) from None
    text = printable("\n\n".join(told))
    if text and error is not None:
        item.add_report_section(phase, "harness", text)
    elif text:
        raise pytest.fail.Exception(text, pytrace=False)


def words_on_no_aws(error: BaseException, test: str) -> list[str]:
    """Say what a test that records needs, if it failed because there was no AWS to record from.

    Args:
        error: what it failed with.
        test: its id.
    """
    from botocore import exceptions

    lacks_credentials = (
        exceptions.NoCredentialsError,
        exceptions.PartialCredentialsError,
        exceptions.CredentialRetrievalError,
        exceptions.TokenRetrievalError,
        exceptions.SSOError,
    )
    if not isinstance(error, (*lacks_credentials, exceptions.ConnectionError)):
        return []
    if isinstance(error, lacks_credentials):
        needed = "Set credentials, such as AWS_PROFILE"
    elif given := [name for name in sorted(os.environ) if _is_endpoint_of(name, error)]:
        needed = f"{given[-1]} is {os.environ[given[-1]]}: start the server there, or unset it"
    else:
        needed = "Check the network"
    synthetic = f"harness serve -- pytest --cassette-mode=once {shlex.quote(test)}"
    said = "The test was recording and could not reach AWS; no cassette was changed."
    return [f"{said}\n{needed}. Or record from a synthetic AWS: {synthetic}"]


def _shared_by_accident(item: pytest.Item, watched: Sequence[Watched]) -> list[str]:
    """Say that a call may have no recording because the cassette is another test's as well."""
    found = [shared_by_accident(item, one.live.path) for one in watched if not one.is_of_program]
    return [str(shared) for shared in found if shared is not None]


def _is_endpoint_of(variable: str, error: BaseException) -> bool:
    """Tell whether an environment variable, for all services or for one, gives the endpoint that failed."""
    url = os.environ[variable].rstrip("/")
    return variable.startswith("AWS_ENDPOINT_URL") and bool(url) and url in str(error)


def misses_of(watched: Watched, error: BaseException | None) -> list[str]:
    """Take the calls that could not be played, but for the one that fails anyhow.

    The test's own code may have caught them; a call that was not answered is no success.
    """
    misses, watched.live.misses = watched.live.misses, []
    return [str(miss) for miss in misses if miss is not error]


def broken_contract(
    node: Any, watched: Watched, error: BaseException | None = None, carried: Carried = NONE
) -> list[str]:
    """Judge and count what a cassette has served since it was last judged.

    Args:
        node: the test, or what a fixture belongs to; it gets the warnings.
        watched: the cassette.
        error: what fails anyhow.
        carried: the waivers of the test.

    Returns:
        What is to fail: the words for all that breaks its contract, or nothing.
    """
    errors = _errors_of(node, watched, error, carried)
    return [broken_words(errors, in_test=True)] if errors else []


def _is_why(item: pytest.Item, errors: Sequence[Violation], error: BaseException) -> bool:
    """Tell whether a test fails because the service refused a request that breaks its contract.

    A test that is expected to fail with the service's error fails with that.
    """
    from botocore.exceptions import ClientError

    if not isinstance(error, ClientError) or any(
        mark.kwargs.get("raises") for mark in item.iter_markers("xfail")
    ):
        return False
    refused = (one.operation.rpartition(".")[2] for one in errors if one.side == "request")
    return error.operation_name in refused


def _errors_of(node: Any, watched: Watched, error: BaseException | None, carried: Carried) -> list[Violation]:
    """Judge and count, as `broken_contract` says; return the violations that are to fail."""
    config, live = node.config, watched.live
    served, exchanges = live.served[watched.judged :], live.exchanges(watched.judged)
    watched.judged += len(served)
    level = contract_level(config)
    report = Report()
    if level != "off":
        report = _check(config, exchanges, live.name, carried)
        baseline = state_of(config).baseline
        report = report if baseline is None else baseline.news(report, config.invocation_params.dir)
    coverage = config.pluginmanager.get_plugin(COVERAGE)
    if coverage is not None:
        coverage.add_interactions(exchanges)
    if served:
        tally_of(config).add(served, report)
    is_recorded = any(one.recorded for one in served)
    if is_recorded and not watched.is_of_program:
        node.stash[RECORDED] = True
    if level == "error" and report.errors:
        kept = _kept(config, watched) if is_recorded else None
        return [one if kept is None else replace(one, cassette=shown(kept)) for one in report.errors]
    for violation in report.errors:
        node.warn(ContractWarning(printable("\n".join(violation_lines(violation, in_test=True)))))
    return []


def _broken_stubs(item: pytest.Item, carried: Carried) -> list[str]:
    """Judge and count what a Stubber has answered, which no cassette serves."""
    config, state = item.config, state_of(item.config)
    calls = state.stubs.take()
    if not calls:
        return []
    from harness.report.observed import judge_calls  # with Stubbers, which most sessions do without

    settings = state.settings
    severities = {**settings.severity, **carried.severities}
    report = judge_calls(calls, severities, redaction_of(settings), config.invocation_params.dir).report()
    report = report if state.baseline is None else state.baseline.news(report)
    tally_of(config).add_observed(report)
    if contract_level(config) == "error" and report.errors:
        return [broken_words(report.errors)]
    for violation in report.errors:
        item.warn(ContractWarning(printable("\n".join(violation_lines(violation)))))
    return []


def _check(
    config: pytest.Config, exchanges: Sequence[tuple[int, Interaction]], cassette: str, carried: Carried
) -> Report:
    settings = state_of(config).settings.severity
    if not carried.severities and not any(map(is_waiver, settings)):
        return check_interactions(exchanges, cassette, settings)
    report = check_interactions(exchanges, cassette, visible(settings))
    return weigh(tally_of(config), report, settings, carried)


def _kept(config: pytest.Config, watched: Watched) -> Path | None:
    """Return the file in which the recording of a test is, or will be, that fails; None for its cassette."""
    if watched.is_of_program:
        return watched.live.kept
    return None if config.getoption("--cassette-diff") else failed_path(watched.live.path)
