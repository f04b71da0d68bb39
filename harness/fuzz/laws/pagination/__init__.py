"""A list is the same list, however it is cut into pages."""

from __future__ import annotations
