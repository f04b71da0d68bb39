"""Tests of ``@harness.fuzz.aws`` under pytest: where failing examples go, and the project's severities."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from harness.fuzz.code.run import Run, running
from harness.pytest_plugin.keys import COVERAGE
from harness.pytest_plugin.naming import default_path
from harness.pytest_plugin.places import test_name
from harness.pytest_plugin.state import settings_of


def fuzz_run(item: pytest.Function) -> AbstractContextManager[None]:
    """Begin the run of a test."""
    item.obj.harness_fuzz()  # what it prepares is none of its examples' time
    config = item.config
    folder = config.getoption("--save-failing")
    save = None
    if folder is not None:
        save = default_path(config.invocation_params.dir / folder / Path(item.path).stem, test_name(item))
    coverage = config.pluginmanager.get_plugin(COVERAGE)
    watch = coverage.add if coverage is not None else None
    return running(Run(item.nodeid, save, settings_of(config).severity, watch))
