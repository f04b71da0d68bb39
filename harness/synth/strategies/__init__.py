"""Hypothesis strategies for requests, responses, pages, errors and faults of every documented operation."""

from __future__ import annotations
