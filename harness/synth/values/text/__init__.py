"""Texts that match a service model's pattern, or barely do not, within lengths."""

from __future__ import annotations

from harness.synth.values.text.generate import text_matching, texts_near

__all__ = ["text_matching", "texts_near"]
