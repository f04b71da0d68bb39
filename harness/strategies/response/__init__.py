"""Answers as strategies: responses, chains of pages, errors and faults."""

from __future__ import annotations
