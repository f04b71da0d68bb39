"""Texts that match a service model's pattern, within lengths."""

from __future__ import annotations

from harness.synth.values.text.generate import text_matching

__all__ = ["text_matching"]
