"""What is wrong with an answer by itself: its shape, its form, and what it says."""

from __future__ import annotations
