"""What the tests of a session share: the project's settings, and the cassettes in use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.errors import HarnessError
from harness.pytest_plugin.ini import settings_of_project
from harness.pytest_plugin.keys import BEGAN, STATE
from harness.record.observe import StubCollector
from harness.report.baseline import Baseline, load_baseline
from harness.settings import Settings, check_settings

if TYPE_CHECKING:
    from harness.record.live import LiveCassette


@dataclass(slots=True)
class Watched:
    """A cassette in use.

    Attributes:
        live: the cassette.
        judged: how many of its exchanges have been judged.
        start: how many there were when the test began to use it.
        is_of_program: whether the test's own code has opened it, which deals with its misses itself.
    """

    live: LiveCassette
    judged: int = 0
    start: int = 0
    is_of_program: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What the tests of a session share.

    Attributes:
        settings: the project's settings.
        began: when the session began; other workers that record into a shared cassette began then as well.
        shared: cassettes of module or session scope that are open, by path.
        recorded_by: the test that recorded into a cassette of its own, by path.
        unfinished: the test that did not reach its end, by the path of the cassette that it used.
        watched: the cassettes that serve the test under way, and what of it was judged.
        closing: the cassettes to be closed once all of a test's tear-down is done.
        baseline: the violations that the project knows of.
        stubs: the calls of tests with cassettes that a Stubber answers.
        unusable: why fixtures that outlive a test have no cassette, by their definitions.
        told: what the session was told of, to tell it once.
    """

    settings: Settings
    began: dt.datetime
    shared: dict[Path, LiveCassette] = field(default_factory=dict)
    recorded_by: dict[Path, str] = field(default_factory=dict)
    unfinished: dict[Path, str] = field(default_factory=dict)
    watched: list[Watched] = field(default_factory=list)
    closing: list[LiveCassette] = field(default_factory=list)
    baseline: Baseline | None = None
    stubs: StubCollector = field(default_factory=StubCollector)
    unusable: dict[Any, HarnessError] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


def state_of(config: pytest.Config) -> State:
    """Return what the tests of a session share.

    Raises:
        harness.settings.BadSetting: the settings are wrong.
    """
    found: State | None = config.stash.get(STATE, None)
    if found is None:
        settings = settings_of_project(config)
        check_settings(settings)
        known = settings.baseline
        is_new = known is not None and not known.exists() and config.getoption("--contract-write-baseline")
        baseline = load_baseline(known) if known is not None and not is_new else None
        found = config.stash[STATE] = State(settings, config.stash[BEGAN], baseline=baseline)
    return found


def contract_level(config: pytest.Config) -> str:
    """Return what a broken contract does: ``error``, ``warn`` or ``off``."""
    return config.getoption("--contract") or settings_of(config).contract or "error"


def settings_of(config: pytest.Config) -> Settings:
    """Return the project's settings."""
    return state_of(config).settings
