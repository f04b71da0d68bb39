"""The name that :mod:`harness.redaction` has in version 0.1.0."""

from __future__ import annotations

from harness.redaction import *  # noqa: F403
