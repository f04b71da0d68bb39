"""Requests that break a constraint: what else is in them keeps to what the server has."""

from __future__ import annotations
