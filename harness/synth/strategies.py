"""The public name of :mod:`harness.strategies`, which needs Hypothesis: imported on first use."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.strategies import *  # noqa: F403

sys.modules[__name__] = importlib.import_module("harness.strategies")
