"""Requests as strategies: valid ones, those at each bound, and those that break one trait or rule."""

from __future__ import annotations
