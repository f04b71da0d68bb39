"""Hypothesis's settings by profile: at a desk, in CI, and overnight."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hypothesis import HealthCheck, settings

# Hypothesis's current default depends on CI; these profiles don't. A slow machine fails no test.
_BASE = settings(settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow])

PROFILES: Mapping[str, settings] = {
    "dev": settings(_BASE, max_examples=50),
    "ci": settings(_BASE, max_examples=100, derandomize=True, print_blob=True, database=None),
    "thorough": settings(_BASE, max_examples=2000),
}
"""The profiles; a project registers those that it wants with ``hypothesis.settings.register_profile``."""


def chosen_profile(max_examples: int | None = None) -> settings:
    """Return the settings of the profile that ``HYPOTHESIS_PROFILE`` names.

    Args:
        max_examples: how many examples a test has, instead of the profile's own number.

    Returns:
        Those of ``ci`` where ``CI`` is set and no profile is named, or an unknown one; else those of ``dev``.
    """
    usual = "ci" if os.environ.get("CI") else "dev"
    profile = PROFILES.get(os.environ.get("HYPOTHESIS_PROFILE", usual), PROFILES[usual])
    return settings(profile, max_examples=max_examples or profile.max_examples)
