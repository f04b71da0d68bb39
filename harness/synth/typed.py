"""`synthetic_client` as type checkers know it, by ``typed.pyi``; at runtime it is the one function."""

from __future__ import annotations

from harness.synth.client import synthetic_client

__all__ = ["synthetic_client"]
