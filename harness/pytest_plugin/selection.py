"""Whether a session runs all of the project's tests."""

from __future__ import annotations

import pytest


def narrowed(config: pytest.Config) -> str:
    """Say why the tests of a module may not all be known; nothing if they are."""
    if config.getoption("lf", False):
        return "only the tests that failed last were run"
    return "only some tests of a module were run" if any("::" in arg for arg in config.args) else ""


def is_whole(config: pytest.Config) -> bool:
    """Tell whether all places in which the project has tests were searched for them."""
    root = config.rootpath
    wanted = [path for place in config.getini("testpaths") for path in root.glob(place)] or [root]
    searched = [(config.invocation_params.dir / arg).resolve() for arg in config.args]
    return all(any(path.resolve().is_relative_to(one) for one in searched) for path in wanted)
