"""Under which keys and names a session keeps what the plugin's modules share."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.pytest_plugin.summary import Tally

BEGAN = pytest.StashKey[dt.datetime]()
CUT_SHORT = pytest.StashKey[bool]()
"""Whether the session ends with tear-downs that its last test has not done: something has stopped it."""

STATE = pytest.StashKey[Any]()
"""Of the session's `harness.pytest_plugin.state.State`, once a test uses a cassette."""

COLLECTED = pytest.StashKey[list[Any]]()
"""Of a module or class: all that pytest found in it, be it chosen or not."""

TALLY = pytest.StashKey["Tally"]()
COVERAGE = "harness-contract-coverage"
UNUSED = "harness-unused"
REPLAY = "harness-replay"
OBSERVE = "harness-observe"


def tally_of(config: pytest.Config) -> Tally:
    """Return what the session has counted so far."""
    from harness.pytest_plugin.summary import Tally

    return config.stash.setdefault(TALLY, Tally())
