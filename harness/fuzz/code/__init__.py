"""Users' code under test: AWS as Hypothesis draws it, for the length of one example."""

from __future__ import annotations
