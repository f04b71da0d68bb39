"""What was asked for comes back: filters, names, times, orders and switches."""

from __future__ import annotations
